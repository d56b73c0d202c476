"""The bell: it says to the people of one slot, and to the hall, that a few minutes are left.

A bell that rings is part of the board; when its time is over it goes by itself, by an act like any other, so that nothing that is
shown depends on a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import BellRung, BellStilled
from live.conference.people import Actor, Moment, Request
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

FEWEST_MINUTES, MOST_MINUTES = 1, 30
AT_ONCE_MS = 30_000  # two facilitators who ring within this time mean the same bell


class RingBell(Request, frozen=True):
    """`minutes`: how many are left, from 1 to 30."""

    slot: str = ""
    minutes: str = "5"


class StillBell(Request, frozen=True):
    """Take the bell back: it was the wrong time, or too early."""


def ring_bell(conference: Conference, ask: RingBell, by: Actor, moment: Moment) -> Sequence[BellRung]:
    slot = conference.board.slot(ask.slot)
    if slot is None:
        raise Refused("For which time should the bell ring? This one is no longer on the board.", "slot")
    typed = ask.minutes.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 2 and FEWEST_MINUTES <= int(typed) <= MOST_MINUTES):
        raise Refused(f"Please give the minutes that are left, from {FEWEST_MINUTES} to {MOST_MINUTES}.", "minutes")
    rings = conference.board.bell
    if (
        rings is not None
        and (rings.slot, rings.minutes) == (slot.id, int(typed))
        and moment.at - rings.at < AT_ONCE_MS
        and moment.at < rings.ends_at
    ):
        return []
    return [BellRung(slot.id, int(typed), moment.at)]


def still_bell(conference: Conference, ask: StillBell, by: Actor, moment: Moment) -> Sequence[BellStilled]:
    return [] if conference.board.bell is None else [BellStilled()]


def bell_due(conference: Conference, at: int) -> Sequence[BellStilled]:
    """What is due by the clock (milliseconds since 1970): the bell goes when its time is over."""
    ends = next_bell_due(conference)
    return [BellStilled()] if ends is not None and at >= ends else []


def next_bell_due(conference: Conference) -> int | None:
    """When the bell's time is over, in milliseconds since 1970; None while none rings."""
    bell = conference.board.bell
    return bell.ends_at if bell is not None else None
