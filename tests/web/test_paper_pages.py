"""Paper for every kind of question: the sheet to print, and the page where ballots are typed in."""

from __future__ import annotations

import pytest

from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls.kinds import KINDS
from tests.web.site import Day, do


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sheet_to_print_and_a_page_to_type_it_in(day: Day, kind: str) -> None:
    question = KINDS[kind].example()
    plan = plan_as_text(Plan(title="The day", items=(PlannedItem("poll", "And on paper?", question=question),)))
    chair = day.chair()
    assert do(chair, "take_plan", plan=plan).status_code == 303
    number = day.live.conference.polls.latest_id
    assert do(chair, "open_poll", poll=str(number), round="1").status_code == 303
    for page in (f"/facilitator/paper/{number}", f"/facilitator/paper/{number}/ballots"):
        shown = chair.get(page)
        assert shown.status_code == 200
        assert "And on paper?" in shown.text
