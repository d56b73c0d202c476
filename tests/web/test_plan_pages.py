"""The chair's pages for the plan: what can be added, on which terms a question is asked, and what stays once it was open."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx2
import pytest

from live.conference.polls import Terms
from live.conference.polls.kinds import KINDS
from live.conference.polls.terms import DECIDES, has_order
from live.web.chair import ADDED, CHOOSER
from tests.web.site import POLL, POLL_ITEM, Day, ask, do

ALL_SET: dict[str, Any] = {
    "decides": "advice",
    "order": "shuffled",
    "passes": ["unsure", "none"],
    "by_group": "yes",
    "running": "yes",
    "survey": "yes",
    "closing": "2,5",
}
QUESTION: dict[str, Any] = {"kind": "poll", "question": "one_choice", "title": "Which one?", "options": "Tea\nCoffee"}


def chosen(page: httpx2.Response) -> set[tuple[str, str]]:
    """The boxes and buttons that are ticked in a page, by name and value."""
    inputs = re.findall(r"<input[^>]* checked[^>]*>", page.text)
    return {(re.findall('name="(.*?)"', each)[0], re.findall('value="(.*?)"', each)[0]) for each in inputs}


def said(page: httpx2.Response) -> str:
    """What the page says is set, folded away behind "How it is asked"."""
    return unescape(re.findall(r'class="terms__said">(.*?)<', page.text)[0])


def terms_of(day: Day, poll: int) -> Terms:
    return day.live.conference.polls.by_id[poll].terms


def test_all_that_can_be_added_stands_under_a_heading_with_a_line_about_it(day: Day) -> None:
    page = unescape(day.chair().get("/chair/plan").text)
    assert sorted(form.path for _, forms in CHOOSER for form in forms) == sorted(form.path for form in ADDED.values())
    for heading, forms in CHOOSER:
        assert forms
        assert f">{heading}</h3>" in page
        for form in forms:
            assert f'href="{day.path}/{form.path}">{form.says}</a>' in page
            assert form.about
            assert f">{form.about}</span>" in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_offered_only_terms_that_fit_its_kind(day: Day, kind: str) -> None:
    page = day.chair().get(f"/chair/plan/add/{kind}")
    assert page.status_code == 200
    names = set(re.findall(r'<input[^>]* name="(\w+)"', page.text))
    assert {"decides", "passes", "survey", "closing"} <= names
    assert ("by_group" in names, "running" in names, "order" in names) == (
        KINDS[kind].has_groups,
        KINDS[kind].can_run,
        has_order(KINDS[kind]),
    )
    for word, sentence in DECIDES.values():
        assert f"<strong>{word}.</strong> {sentence}" in page.text


def test_what_cannot_be_added_has_no_page(day: Day) -> None:
    page = day.chair().get("/chair/plan/add/riddle")
    assert (page.status_code, "This cannot be added" in page.text) == (404, True)


def test_the_terms_in_the_form_are_those_of_the_question_and_stand_in_it_again(day: Day) -> None:
    chair = day.chair()
    plain = chair.get("/chair/plan/add/one_choice")
    assert said(plain) == "Temperature. Options: as written. Open until you close it."
    assert chosen(plain) == {("decides", "temperature"), ("order", "written")}
    assert do(chair, "add_item", **QUESTION, **ALL_SET).status_code == 303
    item = day.live.conference.agenda.items[-1]
    assert terms_of(day, item.poll) == Terms("advice", True, True, "shuffled", ("none", "unsure"), 150, True)
    page = chair.get(f"/chair/plan/{item.id}")
    assert said(page) == (
        "Advice. Options: another order on each phone. Also: “None of these” or “I don’t know”. Result by group, too. "
        "Result shown while voting is open. On the survey page. Closes after 2.5 minutes."
    )
    expected = {(name, value) for name, value in ALL_SET.items() if isinstance(value, str)} - {("closing", "2,5")}
    assert chosen(page) == expected | {("passes", "none"), ("passes", "unsure")}
    assert 'name="closing" inputmode="decimal" maxlength="6" size="5" autocomplete="off" value="2.5"' in page.text


@pytest.mark.parametrize(
    ("name", "where"), [("add_item", "chair/plan/add/one_choice"), ("change_item", f"chair/plan/{POLL_ITEM}")]
)
def test_nothing_that_was_typed_is_lost_when_a_form_is_refused(day: Day, name: str, where: str) -> None:
    fields = {**QUESTION, **ALL_SET, "closing": "soon", "item": POLL_ITEM}
    refused = do(day.chair(), name, **fields, page=where)
    assert refused.status_code == 422
    assert "Please write the minutes until voting closes as a number up to 240, or leave it empty." in refused.text
    assert '<details class="more terms" open>' in refused.text
    for kept in ('value="Which one?"', ">Tea\nCoffee</textarea>", 'value="soon"'):
        assert kept in unescape(refused.text)
    assert {("decides", "advice"), ("order", "shuffled"), ("passes", "none"), ("passes", "unsure")} <= chosen(refused)
    assert {("by_group", "yes"), ("running", "yes"), ("survey", "yes")} <= chosen(refused)


def test_a_box_that_was_unticked_stays_unticked_when_the_form_is_refused(day: Day) -> None:
    chair = day.chair()
    assert do(chair, "add_item", **QUESTION, **ALL_SET).status_code == 303
    item = str(day.live.conference.agenda.items[-1].id)
    refused = do(
        chair, "change_item", **{**QUESTION, "title": ""}, item=item, decides="decision", page=f"chair/plan/{item}"
    )
    assert refused.status_code == 422
    assert chosen(refused) == {("decides", "decision")}


def test_what_was_announced_stays_once_a_question_was_open_but_for_its_time(day: Day) -> None:
    chair = day.chair()
    fields = {"item": POLL_ITEM, "title": "Has it changed?", "closing": "3"}
    day.open_poll()
    page = chair.get(f"/chair/plan/{POLL_ITEM}")
    assert "so what was announced about it stays as it is." in page.text
    assert (
        page.text.count("Temperature. Options: as written. Open until you close it.") == 2
    )  # folded away, and unfolded
    assert chosen(page) == set()
    assert ask(chair, "change_item", **fields)["t"] == "done"
    assert terms_of(day, int(POLL["poll"])) == Terms(seconds=180)
    say = "This question has been open for voting, so what was announced about it stays as it is."
    assert ask(chair, "change_item", **fields, decides="decision")["say"] == say
    assert ask(chair, "change_item", **{**fields, "closing": ""})["t"] == "done"
    assert terms_of(day, int(POLL["poll"])) == Terms()
