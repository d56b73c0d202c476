"""Questions in plain forms: the chair calls them, chair and facilitators end them, delegates read how they ended."""

from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest

from tests.web.site import WALL_ITEM, Day, do
from tests.web.test_forms import forms_of, problem


@pytest.fixture
def asked(day: Day) -> Day:
    """Two questions that were looked at, a topic (1), and the wall on the screen."""
    do(day.phone("Ann"), "post_label", kind="ask", text="Who pays for childcare?")
    do(day.phone("Ben"), "post_label", kind="ask", text="When do we say no?")
    do(day.phone("Cas"), "propose_topic", title="Who holds the pen?", host="Cas")
    do(day.chair(), "choose_look", waits="nobody")
    do(day.chair(), "show_item", item=WALL_ITEM)
    return day


def words(page: httpx2.Response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", unescape(page.text)).split())


def test_a_chair_without_scripts_calls_a_question_and_ends_it(asked: Day) -> None:
    chair = asked.chair()
    hidden = forms_of(chair.get("/chair/questions").text)["call_question"]
    called = chair.post("/do/call_question", data={**hidden, "label": "1"})
    assert (called.status_code, called.headers["location"]) == (303, f"{asked.path}/chair/questions")
    assert "Its turn now Who pays for childcare?" in words(chair.get("/chair/questions"))
    assert "Who pays for childcare?" in words(asked.visitor().get("/screen"))
    hidden = forms_of(chair.get("/chair/questions/1").text)["end_question"]
    ended = chair.post("/do/end_question", data={**hidden, "how": "answered", "by": "Moira", "text": "The fund does."})
    assert ended.headers["location"] == f"{asked.path}/chair/questions/1"
    for page in ("/chair/questions", "/chair/questions/1", "/facilitator/questions/1"):
        assert "Answered by Moira: The fund does." in words(chair.get(page)), page
    assert "Answered by Moira: The fund does." in words(asked.phone("Dee").get("/questions"))
    do(chair, "reopen_question", label="1")
    assert "Answered" not in words(asked.phone("Dee").get("/questions"))


@pytest.mark.parametrize(
    ("fields", "say", "kept"),
    [
        ({"how": "answered", "by": "", "text": "The fund does."}, "Who answered it needs some words.", "The fund does."),
        ({"how": "later", "by": "Moira", "until": "2001-05-31"}, "This date is over already.", 'value="Moira"'),
        ({"how": "later", "by": "Moira", "until": "soon"}, "Until when?", 'value="soon"'),
        ({"how": "taken", "topic": "0", "text": ""}, "Where was it taken?", "Taken to a topic"),
        ({"how": "taken", "topic": "99", "text": "Tea"}, "This topic is no longer on the board.", 'value="Tea"'),
    ],
)  # fmt: skip
def test_an_ending_that_is_refused_keeps_what_was_typed_in_its_open_form(
    asked: Day, fields: dict[str, str], say: str, kept: str
) -> None:
    desk = asked.role("facilitator")
    hidden = forms_of(desk.get("/facilitator/questions/1").text)["end_question"]
    page = desk.post("/do/end_question", data={**hidden, **fields})
    assert page.status_code == 422
    assert problem(page).startswith(say)
    (opened,) = re.findall(r'<details class="ending" open>(.*?)</details>', page.text, re.DOTALL)
    assert kept in unescape(opened)
    assert 'aria-invalid="true"' in opened
    assert asked.live.conference.wall.by_id[1].ending is None


def test_a_question_is_taken_to_a_topic_and_open_again_when_the_topic_goes(asked: Day) -> None:
    desk = asked.role("facilitator")
    assert "Who holds the pen?" in desk.get("/facilitator/questions/1").text
    assert "The first conversation" in desk.get("/facilitator/questions/1").text
    do(desk, "end_question", label="1", how="taken", topic="1")
    assert "Taken to “Who holds the pen?”." in words(asked.phone("Dee").get("/questions"))
    proposer = asked.phone("Ed")
    do(proposer, "propose_topic", title="Another", host="Ed")
    do(desk, "end_question", label="2", how="taken", topic="2")
    assert do(proposer, "withdraw_topic", topic="2").status_code == 303
    assert "1 of 2 questions are still open." in words(asked.phone("Dee").get("/questions"))


def test_who_may_do_what(asked: Day) -> None:
    phone, desk = asked.phone("Dee"), asked.role("facilitator")
    for client, name in (
        (phone, "call_question"),
        (phone, "end_question"),
        (phone, "turn_wall"),
        (desk, "call_question"),
    ):
        refused = do(client, name, label="1", how="answered", by="Dee", shows="one")
        assert refused.status_code == 422, name
    assert asked.live.conference.wall.called == ()
    assert do(desk, "turn_wall", shows="one", label="2").status_code == 303
    assert asked.live.conference.agenda.spot == 2
    assert [phone.get(page).status_code for page in ("/chair/questions", "/facilitator/questions")] == [403, 403]
    assert desk.get("/chair/questions").status_code == 403


def test_what_is_no_question_has_no_page(asked: Day) -> None:
    do(asked.phone("Ann"), "post_label", kind="contribute", text="A ramp")
    for page in ("/chair/questions/3", "/chair/questions/99", "/facilitator/questions/3"):
        assert asked.chair().get(page).status_code == 404


def test_the_chair_adds_a_wall_of_its_own_and_says_what_the_screen_begins_with(day: Day) -> None:
    chair = day.chair()
    page = chair.get("/chair/plan/add/wall").text
    assert re.findall(r'name="asks" value="(\w+)"', page) == ["both", "answers"]
    do(chair, "add_item", kind="wall", title="What stands in the way?", asks="answers", shows="themes")
    item = day.live.conference.agenda.items[-1]
    assert (item.prompt > 0, item.shows) == (True, "themes")
    page = chair.get(f"/chair/plan/{item.id}").text
    assert re.findall(r'<option value="(\w+)" selected>', page) == ["themes"]
    assert "people answer what the title asks" in page
    do(chair, "change_item", item=str(item.id), title="What stands in our way?", shows="open")
    changed = day.live.conference.agenda.find(item.id)
    assert changed is not None
    assert (changed.prompt, changed.shows, changed.title) == (item.prompt, "open", "What stands in our way?")
