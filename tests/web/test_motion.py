"""The chair sets a motion's rule in the plan, and it is announced with the question."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from live.conference.polls.motion import Motion
from tests.web.site import Day, do

MOTION: dict[str, Any] = {
    "kind": "poll",
    "question": "motion",
    "title": "Shall we meet every month?",
    "threshold": "two_thirds",
    "page": "chair/plan/add/motion",
}


def selected(page: str) -> list[str]:
    return re.findall(r'<option value="(\w+)" selected>', page)


def test_a_rule_that_is_refused_says_so_at_its_field_and_keeps_what_was_chosen(day: Day) -> None:
    page = do(day.chair(), "add_item", **MOTION, of="everybody").text
    assert "Please choose of what: votes cast, or people present." in unescape(page)
    assert re.search(r'<select[^>]* id="add-of"[^>]* aria-invalid="true"', page)
    assert selected(page)[0] == "two_thirds"


def test_the_rule_that_was_set_stands_in_the_plan_and_with_the_open_question(day: Day) -> None:
    chair, phone = day.chair(), day.phone()
    assert do(chair, "add_item", **MOTION, of="present").status_code == 303
    [poll] = [each for each in day.live.conference.polls.by_id.values() if isinstance(each.question, Motion)]
    [item] = [each.id for each in day.live.conference.agenda.items if each.poll == poll.id]
    assert poll.question == Motion("two_thirds", "present")
    assert selected(chair.get(f"/chair/plan/{item}").text)[:2] == ["two_thirds", "present"]
    do(chair, "show_item", item=str(item))
    do(chair, "open_poll", poll=str(poll.id), round="1")
    for page in (phone.get(f"/poll/{poll.id}").text, day.chair().get("/screen").text):
        assert poll.question.rule in unescape(page)


def test_a_vote_for_nothing_is_refused_and_the_form_is_there_again(day: Day) -> None:
    chair, phone = day.chair(), day.phone()
    do(chair, "add_item", **MOTION, of="votes")
    [poll] = [each for each in day.live.conference.polls.by_id.values() if isinstance(each.question, Motion)]
    do(chair, "open_poll", poll=str(poll.id), round="1")
    page = do(phone, "cast_vote", poll=str(poll.id), round="1", page=f"poll/{poll.id}")
    assert page.status_code == 422
    assert "Please choose for, against or abstain." in page.text
    assert page.text.count('type="radio"') == 3
