"""The pages on which people write labels: who may see which, where they lead, and what they keep and tell."""

from __future__ import annotations

import httpx2
import pytest

from tests.web.site import Day, Line, ask, do
from tests.web.test_forms import problem

PROMPT_ITEM = "15"  # the shipped plan's wall with a question of its own: prompt 1


@pytest.fixture
def asked(day: Day) -> Day:
    """A day on which the question of prompt 1 is on the screen."""
    assert do(day.chair(), "show_item", item=PROMPT_ITEM).status_code == 303
    return day


@pytest.mark.parametrize("path", ["wall/1/write", "wall/1/list", "wall/9/write", "wall/9/list"])
def test_nobody_answers_what_was_not_asked(day: Day, path: str) -> None:
    page = day.phone().get(f"/{path}")
    assert (page.status_code, "Nothing to answer here" in page.text) == (404, True)


def test_a_question_can_be_answered_once_it_was_on_the_screen(asked: Day) -> None:
    assert do(asked.chair(), "show_item", item="2").status_code == 303
    phone = asked.phone()
    for path in ("wall/1/write", "wall/1/list"):
        assert "What will you do differently on Monday?" in phone.get(f"/{path}").text


def test_what_is_on_leads_to_the_page_where_it_is_answered(asked: Day) -> None:
    phone = asked.phone()
    home = f"{asked.site.url}{asked.path}"
    assert f'href="{asked.path}/wall/1/write"' in phone.get(home).text
    assert do(asked.chair(), "show_item", item="3").status_code == 303
    assert f'href="{asked.path}/wall/write"' in phone.get(home).text


@pytest.mark.parametrize(
    ("name", "page", "fields", "wall"),
    [
        ("post_label", "wall/write", {"contribute": "A van"}, "/wall"),
        ("post_label", "wall/1/write", {"prompt": "1", "answer": "Listen"}, "/wall/1"),
        ("post_labels", "wall/list", {"kind": "ask", "texts": "Who?\nWhen?"}, "/wall"),
        ("post_labels", "wall/1/list", {"prompt": "1", "texts": "- Listen\n- Ask"}, "/wall/1"),
    ],
)
def test_a_plain_form_leads_to_the_wall_where_the_label_hangs(
    asked: Day, name: str, page: str, fields: dict[str, str], wall: str
) -> None:
    phone = asked.phone()
    sent = do(phone, name, page=page, **fields)
    assert (sent.status_code, sent.headers["location"]) == (303, asked.path + wall)
    assert "Among" in phone.get(f"{asked.site.url}{asked.path}{wall}").text


@pytest.mark.parametrize(
    ("name", "fields", "say"),
    [
        (
            "post_label",
            {"contribute": "Bread", "ask": "x" * 301},
            "A label can have 300 letters at most. Yours has 301.",
        ),
        (
            "post_labels",
            {"texts": "Bread\n" + "x" * 301, "kind": "ask", "signed": "Table 6"},
            "Line 2, “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”, has 301 letters. A label can have 300 at most.",
        ),
        ("post_labels", {"texts": "Bread"}, "Are these things to contribute, or things to ask? Please choose."),
    ],
)
def test_nothing_of_what_was_typed_is_lost(day: Day, name: str, fields: dict[str, str], say: str) -> None:
    page = "wall/write" if name == "post_label" else "wall/list"
    phone = day.phone()
    before = day.position
    refused = do(phone, name, page=page, **fields)
    assert (refused.status_code, problem(refused), day.position) == (422, say, before)
    for typed in fields.values():
        assert typed in refused.text


def test_an_own_label_has_a_page_for_its_writer_alone(day: Day) -> None:
    ann, ben = day.phone("Ann"), day.phone("Ben")
    do(ann, "post_label", ask="Who pays?", signed="Ann", ask_signed="yes")
    do(ben, "back_label", label="1", support="me_too")
    page = ann.get("/wall/label/1").text
    assert "1 person said me too to these words" in page
    assert 'value="Ann"' in page
    for other in (ben, day.chair()):
        assert "Who pays?" not in other.get("/wall/label/1").text
    assert ben.get("/wall/label/1").status_code == 404
    assert ann.get("/wall/label/2").status_code == 404


def test_a_refused_change_shows_what_was_typed(day: Day) -> None:
    ann = day.phone("Ann")
    do(ann, "post_label", ask="Who pays?")
    refused = do(ann, "reword_label", label="1", text="y" * 301, page="wall/label/1")
    assert (refused.status_code, "y" * 301 in refused.text) == (422, True)
    assert day.live.conference.wall.by_id[1].text == "Who pays?"


def test_no_page_for_writing_tells_whose_voice_it_is(asked: Day) -> None:
    """But for the short mark that a phone knows itself by."""
    ann = asked.phone("Ann")
    do(ann, "post_label", ask="Who pays?")
    voice = asked.live.conference.wall.by_id[1].writer
    for path in ("wall/write", "wall/list", "wall/1/write", "wall/label/1", "wall"):
        assert voice not in ann.get(f"/{path}").text


def test_an_answer_tells_what_came_of_it(asked: Day) -> None:
    ann = asked.phone("Ann")
    say = "Your 2 labels hang on the wall. The big screen shows them after a facilitator’s look."
    assert ask(ann, "post_label", contribute="A van", ask="Who?")["say"] == say
    id = "the-same-id-again-1234"
    first, again = (ask(ann, "post_labels", id, prompt="1", texts="Listen\nListen\nAsk") for _ in range(2))
    assert first["say"].endswith("1 line was left out: the same hangs already.")
    assert (again["say"], again["at"]) == (
        "Your labels are in. Among them you see which hang yet. Lines that hung before were left out.",
        first["at"],
    )
    changed = ask(ann, "reword_label", label="1", text="Two vans")
    assert changed["say"] == "Your label is changed. The big screen shows it after a facilitator’s look."


def own_list(line: Line) -> str:
    """The list of own labels that a socket is told."""
    frame = line.next("frame", view="mine")
    return str(next(op[2] for op in frame["ops"] if op[1] == "my-labels"))


def test_the_writer_is_told_at_once_on_every_page_with_own_labels(day: Day) -> None:
    ann: httpx2.Client = day.phone("Ann")
    desk = day.role("facilitator")
    with day.line(ann, "wall/own") as line:
        assert "my-label-1" not in own_list(line)
        line.ask("post_label", ask="Who pays?")
        assert "before the big screen shows it" in own_list(line)
        do(desk, "hold_label", label="1", reason="unkind")
        assert "Held back by a facilitator.</strong> Unkind." in own_list(line)
        do(desk, "release_label", label="1")
        assert "Hangs on the wall. A facilitator has looked at it: it is fine." in own_list(line)
        line.ask("reword_label", label="1", text="Who pays, then?")
        assert "Who pays, then?" in own_list(line)
        do(desk, "choose_look", waits="both")
        assert "Until then only you see it." in own_list(line)


def test_the_writer_is_told_that_others_say_the_same(day: Day) -> None:
    ann, ben = day.phone("Ann"), day.phone("Ben")
    do(ann, "post_label", ask="Who pays?")
    do(ben, "post_label", ask="Who will pay?")
    with day.line(ben, "wall/own") as line:
        own_list(line)
        do(day.role("facilitator"), "join_labels", label="2", into="1")
        assert "Others say the same. Yours stands with “Who pays?”." in own_list(line)
    assert ask(ben, "back_label", label="1", support="me_too")["t"] == "refused"
    with day.line(ben, "wall/own") as line:
        own_list(line)
        do(ann, "take_back_label", label="1")
        assert "Others say the same" not in own_list(line)
