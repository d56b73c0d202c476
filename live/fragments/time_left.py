"""How long voting is still open, where it closes by itself: for phones, and for the chair, who can give more time or less.

It is a piece of its own, so that more time is seen at once also by whoever is filling in the form just now.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from live.conference.polls import Poll, Round


class TimeLeft(Struct, frozen=True):
    """When voting closes, in milliseconds since 1970; 0: when the chair closes it."""

    ends: int

    @property
    def clock(self) -> str:
        """ "10:44", by the clock of the server's own place: what stands there without scripts."""
        return f"{datetime.fromtimestamp(self.ends / 1000):%H:%M}"  # noqa: DTZ006


class SetTime(Struct, frozen=True):
    """A button that changes when voting closes: its words, and what `time_poll` is asked."""

    says: str
    icon: str
    seconds: int
    anew: bool = False


WITH_A_LIMIT = (
    SetTime("1 minute more", "plus", 60),
    SetTime("5 minutes more", "plus", 300),
    SetTime("Close in 1 minute", "clock", 60, anew=True),
    SetTime("No time limit", "minus", 0),
)
WITHOUT_A_LIMIT = (
    SetTime("Close in 1 minute", "clock", 60, anew=True),
    SetTime("Close in 5 minutes", "clock", 300, anew=True),
)


class ChairsTime(Struct, frozen=True):
    """The time of an open question on the chair's remote."""

    poll: int
    round: int
    left: TimeLeft

    @property
    def buttons(self) -> tuple[SetTime, ...]:
        return WITH_A_LIMIT if self.left.ends else WITHOUT_A_LIMIT


def time_left(one: Round) -> TimeLeft:
    return TimeLeft(one.closes_at)


def chairs_time(poll: Poll, one: Round) -> ChairsTime:
    return ChairsTime(poll.id, one.number, time_left(one))
