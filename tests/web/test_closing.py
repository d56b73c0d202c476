"""Closing by the clock, through real sockets: the server's own task closes and counts, and no vote on its way is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from live.conference.polls import LATE_MS, Round
from live.web import live_conference
from tests.web.site import POLL, Day, Line, Site, ask

MINUTE_MS = 60_000


class Clock:
    """The server's clock, held by the test."""

    def __init__(self) -> None:
        self.at = 1_760_000_000_000

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(live_conference, "now_ms", clock)
    return clock


@pytest.fixture
def timed(site: Site, clock: Clock) -> Day:
    """A day by the held clock, with a question that closes by itself in a minute."""
    day = site.day()
    day.open_poll()
    assert ask(day.chair(), "time_poll", **POLL, seconds="60", ends="0")["t"] == "done"
    assert round_of(day).closes_at == clock.at + MINUTE_MS
    return day


def round_of(day: Day) -> Round:
    one = day.live.conference.polls.by_id[int(POLL["poll"])].round
    assert one is not None
    return one


def seen(line: Line, words: str) -> dict[str, Any]:
    """The frame that brings these words."""
    while words not in json.dumps(frame := line.next("frame")):
        pass
    return frame


def test_a_question_closes_by_itself_and_takes_what_was_on_its_way_for_two_seconds(timed: Day, clock: Clock) -> None:
    with timed.line(timed.phone(), "now") as line, timed.line(timed.phone(), "now") as other:
        seen(line, "Time to vote")
        clock.at += MINUTE_MS
        seen(line, "Voting has closed")
        assert round_of(timed).closed_at == clock.at
        clock.at += LATE_MS - 1
        assert line.answer("cast_vote", **POLL, vote="A")["t"] == "done"
        clock.at += 1
        refused = other.answer("cast_vote", **POLL, vote="A")
        assert refused["say"] == "Voting on this question has closed. This answer was not counted."
    assert round_of(timed).voters == 1


def test_a_result_that_is_shown_at_once_has_the_votes_that_were_on_their_way(timed: Day, clock: Clock) -> None:
    chair, phones = timed.chair(), [timed.phone() for _ in range(4)]
    for phone in phones[:3]:
        assert ask(phone, "cast_vote", **POLL, vote="A")["t"] == "done"
    with timed.line(phones[3], "now") as line:
        assert ask(chair, "close_poll", **POLL)["t"] == "done"
        assert ask(chair, "show_result", **POLL)["t"] == "done"
        clock.at += LATE_MS - 1
        assert line.answer("cast_vote", **POLL, vote="B")["t"] == "done"
        assert round_of(timed).count is None
        clock.at += 1
        seen(line, "The result is here")
        assert line.answer("cast_vote", **POLL, vote="C")["t"] == "refused"
    count = round_of(timed).result
    assert count is not None
    assert (count.voters, count.tally[:3]) == (4, (3, 1, 0))


def test_more_time_is_seen_at_once_and_moves_the_close(timed: Day, clock: Clock) -> None:
    """Also by whoever is filling in the form: the time is a piece of its own, and the form stays as it is."""
    with timed.line(timed.phone(), "now") as line:
        seen(line, "Time to vote")
        ends = round_of(timed).closes_at
        assert ask(timed.chair(), "time_poll", **POLL, seconds="300", ends=str(ends))["t"] == "done"
        frame = seen(line, str(ends + 300_000))
        assert [op[:2] for op in frame["ops"]] == [["put", "poll-2-1-time"]]
        clock.at = ends + 299_999
        assert line.answer("cast_vote", **POLL, vote="A")["t"] == "done"
        clock.at += 1
        seen(line, "Voting has closed")
