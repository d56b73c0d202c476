"""How long voting is still open: on phones without moving the form, and on the chair's remote with buttons that change it."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from live.conference import agenda, polls
from live.fragments import delegate
from tests.fragments.test_chair_views import chair_html, forms, planned
from tests.fragments.test_delegate_views import CHOICE, PLAN
from tests.fragments.test_delegate_views import Day as DelegatesDay
from tests.fragments.test_stage_views import Day, words_in

AT = 1_800_000_000_000
TIMED = PLAN.replace('["Yes", "A little", "Not yet"]', '["Yes", "A little", "Not yet"]\n[item.terms]\nseconds = 90')


def opened() -> Day:
    return planned().do(agenda.show_item, agenda.ItemRequest(2)).do(polls.open_poll, polls.RoundRequest(1, 1))


def asked(day: Day) -> list[dict[str, str]]:
    return [fields for name, fields in forms(chair_html(day)) if name == "time_poll"]


def button(day: Day, says: str) -> dict[str, str]:
    """What the button with these words sends."""
    sent = {re.sub(r"<[^>]*>", "", form.partition("<button")[2].partition(">")[2]): form for form in _forms(day)}
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', sent[says])[2:])


def _forms(day: Day) -> list[str]:
    return re.findall(r"<form.*?</button>", chair_html(day), re.DOTALL)


def press(day: Day, says: str) -> int:
    """Press one of the chair's buttons; when voting closes then, in milliseconds from now."""
    sent = button(day, says)
    numbers = {name: int(sent[name]) for name in ("poll", "round", "seconds", "ends")}
    day.do(polls.time_poll, polls.TimePoll(**numbers, anew=sent.get("anew", "")))
    one = day.conference.polls.by_id[1].round
    assert one is not None
    return one.closes_at - day.now if one.closes_at else 0


def test_the_chair_limits_the_time_gives_more_and_takes_the_limit_away() -> None:
    day = opened()
    assert "No time limit. Voting is open until you close it." in words_in(chair_html(day))
    assert press(day, "Close in 5 minutes") == 300_000
    assert press(day, "1 minute more") == 360_000
    assert press(day, "5 minutes more") == 660_000
    ends = day.now + 660_000
    clock = f"{datetime.fromtimestamp(ends / 1000):%H:%M}"  # noqa: DTZ006
    assert f'data-ends="{ends}"><span class="number" data-left>until {clock}</span>' in chair_html(day)
    assert press(day, "Close in 1 minute") == 60_000
    assert press(day, "No time limit") == 0


def test_nothing_is_said_of_the_time_before_voting_opens_and_after_it_closed() -> None:
    day = planned().do(agenda.show_item, agenda.ItemRequest(2))
    assert (asked(day), "Time to vote" in chair_html(day)) == ([], False)
    day.do(polls.open_poll, polls.RoundRequest(1, 1)).close()
    assert (asked(day), "Time to vote" in chair_html(day)) == ([], False)


def test_the_chair_sees_the_time_of_a_question_that_is_not_on_the_screen() -> None:
    day = opened()
    press(day, "Close in 5 minutes")
    day.do(agenda.show_item, agenda.ItemRequest(3))
    assert f'<p class="soft" data-ends="{day.now + 300_000}">' in chair_html(day)


def keys(html: str) -> list[str]:
    return re.findall(rf'id="poll-{CHOICE}-1-(\w+)"', html)


def test_time_that_was_announced_stands_above_the_form_and_stays_there() -> None:
    """Also when the chair takes the limit away: what people are about to touch does not move."""
    day = DelegatesDay(TIMED)
    day.open(CHOICE)
    html = day.html(delegate.now)
    assert keys(html) == ["time", "answer", "turnout"]
    assert f'role="timer" data-ends="{AT + 90_000}"' in html
    more = polls.TimePoll(CHOICE, 1, 60, AT + 90_000)
    changes = day.changes(delegate.now, lambda: day.ask(polls.time_poll, more))
    assert [op[:2] for op in changes] == [["put", f"poll-{CHOICE}-1-time"]]
    changes = day.changes(delegate.now, lambda: day.ask(polls.time_poll, polls.TimePoll(CHOICE, 1, 0, AT + 150_000)))
    assert [op[:2] for op in changes] == [["put", f"poll-{CHOICE}-1-time"]]
    assert "Time to vote: no limit any more" in words_in(day.html(delegate.now))


def test_time_that_is_set_while_people_vote_stands_below_the_form() -> None:
    day = DelegatesDay()
    day.open(CHOICE)
    assert keys(day.html(delegate.now)) == ["answer", "turnout"]
    limit = polls.TimePoll(CHOICE, 1, 60)
    changes = day.changes(delegate.now, lambda: day.ask(polls.time_poll, limit))
    assert [op[:3] for op in changes] == [["add", "now-main", f"poll-{CHOICE}-1-answer"]]
    assert keys(day.html(delegate.now)) == ["answer", "time", "turnout"]


@pytest.mark.parametrize("text", [PLAN, TIMED])
def test_the_time_is_gone_when_voting_has_closed(text: str) -> None:
    day = DelegatesDay(text)
    day.open(CHOICE)
    if text == PLAN:
        day.ask(polls.time_poll, polls.TimePoll(CHOICE, 1, 60))
    assert "Time to vote" in day.html(delegate.now)
    day.close(CHOICE)
    assert "Time to vote" not in day.html(delegate.now)
