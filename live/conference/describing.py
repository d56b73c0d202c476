"""The conference itself: it is made, its day is described, and what its screen shows is frozen and let go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from live.conference import forgetting, keeping
from live.conference.people import Actor, Fact, Moment, Request
from live.conference.words import NAME_LETTERS, TITLE_LETTERS, Refused, clean_day, clean_line

if TYPE_CHECKING:
    from live.conference import Act, Conference


class ConferenceMade(Fact, frozen=True):
    code: str
    title: str
    at: int


class DayDescribed(Fact, frozen=True):
    """The day's title, date and place, as the chair wrote them."""

    title: str
    date: str = ""
    place: str = ""
    day: str = ""


class ScreenFrozen(Fact, frozen=True):
    frozen: bool


DescribingAct = ConferenceMade | DayDescribed | ScreenFrozen


class MakeConference(Request, frozen=True):
    code: str
    title: str


class DescribeDay(Request, frozen=True):
    """`date` as people say it; `day` as "2027-05-14", for calendars, or empty."""

    title: str = ""
    date: str = ""
    place: str = ""
    day: str = ""


class FreezeScreen(Request, frozen=True):
    on: str = "yes"


def fold(conference: Conference, act: DescribingAct) -> Conference:
    match act:
        case ConferenceMade():
            return replace(conference, code=act.code, title=act.title)
        case DayDescribed():
            return replace(conference, title=act.title, date=act.date, place=act.place, day=act.day)
        case ScreenFrozen():
            return replace(conference, frozen=replace(conference, frozen=None) if act.frozen else None)
        case _:
            assert_never(act)


def make_conference(conference: Conference, ask: MakeConference, by: Actor, moment: Moment) -> Sequence[Act]:
    if conference.code:
        raise Refused("This conference has been made already.")
    made = ConferenceMade(ask.code, clean_line(ask.title, TITLE_LETTERS, "title", "The title"), moment.at)
    return [made, keeping.EndDateSet(forgetting.date_after(moment.at, forgetting.KEPT_DAYS))]


def describe_day(conference: Conference, ask: DescribeDay, by: Actor, moment: Moment) -> Sequence[Act]:
    title = clean_line(ask.title, TITLE_LETTERS, "title", "The title")
    date = clean_line(ask.date, NAME_LETTERS, "date", "The date", optional=True)
    place = clean_line(ask.place, TITLE_LETTERS, "place", "The place", optional=True)
    day = clean_day(ask.day)
    if (title, date, place, day) == (conference.title, conference.date, conference.place, conference.day):
        return []
    return [DayDescribed(title, date, place, day)]


def freeze_screen(conference: Conference, ask: FreezeScreen, by: Actor, moment: Moment) -> Sequence[Act]:
    """Keep the picture on the screen while the chair looks for something, or let it go on."""
    on = ask.on == "yes"
    return [] if (conference.frozen is not None) == on else [ScreenFrozen(on)]
