"""The conference day as data and plain functions: facts (acts), rules that give acts or raise `Refused`, and the fold.

Pure: no clock, no files, no randomness, no asyncio. The journal holds only what the rules accepted, so the fold never decides
anything and cannot fail; an old journal replays to the same day under newer code. What an act does not touch keeps its identity:
`before.wall is after.wall` says that nothing on the wall must be drawn again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any, assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference import (
    actions,
    agenda,
    board,
    bookings,
    describing,
    doors,
    harvest,
    keeping,
    meetings,
    people,
    pictures,
    plan,
    polls,
    visits,
    wall,
    writeup,
)
from live.conference.describing import (
    ConferenceMade,
    DayDescribed,
    DescribeDay,
    FreezeScreen,
    MakeConference,
    ScreenFrozen,
    describe_day,
    freeze_screen,
    make_conference,
)
from live.conference.people import Actor, Moment, Request
from live.conference.subjects import erased_by, is_timeless, subject_of
from live.conference.words import Refused

__all__ = [
    "Act",
    "Actor",
    "Conference",
    "ConferenceMade",
    "DayDescribed",
    "DescribeDay",
    "FreezeScreen",
    "MakeConference",
    "Moment",
    "Refused",
    "Request",
    "ScreenFrozen",
    "describe_day",
    "erased_by",
    "fold",
    "freeze_screen",
    "is_timeless",
    "make_conference",
    "replay",
    "subject_of",
]


class Conference(Struct, frozen=True):
    """One conference as it stands. `frozen` is the picture that the room keeps seeing while the chair has frozen the screen."""

    code: str = ""
    title: str = ""
    date: str = ""
    place: str = ""
    people: people.People = field(default_factory=people.People)
    agenda: agenda.Agenda = field(default_factory=agenda.Agenda)
    polls: polls.Polls = field(default_factory=polls.Polls)
    wall: wall.Wall = field(default_factory=wall.Wall)
    board: board.Board = field(default_factory=board.Board)
    doors: doors.Doors = field(default_factory=doors.Doors)
    pictures: HashTrieMap[str, bytes] = field(default_factory=HashTrieMap)
    """Those that the chair has uploaded, by their names."""
    writeup: writeup.WriteUp = field(default_factory=writeup.WriteUp)
    actions: actions.Actions = field(default_factory=actions.Actions)
    meetings: meetings.Meetings = field(default_factory=meetings.Meetings)
    bookings: bookings.Bookings = field(default_factory=bookings.Bookings)
    harvest: harvest.Harvest = field(default_factory=harvest.Harvest)
    visits: visits.Visits = field(default_factory=visits.Visits)
    day: str = ""
    """The day as "2027-05-14", where the chair gave it: for calendars, and for what is about to start. `date` is words."""
    kept_until: str = ""
    """The day (by UTC, as "2027-11-22") after which names and words are removed; "" where none was ever set."""
    forgotten_at: int = 0
    frozen: Conference | None = None

    @property
    def as_the_room_sees_it(self) -> Conference:
        return self.frozen or self


Act = (
    polls.PollAct
    | wall.WallAct
    | people.PeopleAct
    | doors.DoorAct
    | board.BoardAct
    | agenda.AgendaAct
    | pictures.PictureAct
    | writeup.WriteUpAct
    | actions.ActionAct
    | meetings.MeetingAct
    | bookings.BookingAct
    | harvest.HarvestAct
    | visits.VisitAct
    | keeping.KeepingAct
    | describing.DescribingAct
    | plan.PlanTaken
)


# What is taken down goes from a frozen screen too, and blank means blank at once. So does everything that erases something: what
# is gone from the disk must not live on in an old picture.
REACHES_A_FROZEN_SCREEN = (
    agenda.ScreenBlanked,
    wall.LabelHeld,
    wall.LabelParked,
    wall.LabelsWaitAgain,
    wall.LabelJoined,
    board.ProposalsQuiet,
)


def fold(conference: Conference, act: Act) -> Conference:
    """The conference after `act`."""
    after = _from_page_one(conference, _fold(conference, act))
    if conference.frozen is not None and (isinstance(act, REACHES_A_FROZEN_SCREEN) or erased_by(act)):
        return replace(after, frozen=_from_page_one(conference.frozen, _fold(conference.frozen, act)))
    return after


def _from_page_one(before: Conference, after: Conference) -> Conference:
    """What has several pages on the screen begins with the first when it is something else, or in another state."""
    if after.agenda.page == 1 or _on_the_screen(before) == _on_the_screen(after):
        return after
    return replace(after, agenda=replace(after.agenda, page=1))


def _on_the_screen(conference: Conference) -> tuple[object, ...]:
    """The item on the screen and, of a question, what is shown of it: all but who has voted meanwhile."""
    item = conference.agenda.item
    poll = conference.polls.by_id.get(item.poll) if item is not None else None
    one = poll.round if poll is not None else None
    if one is None:
        return conference.agenda.current, conference.agenda.shows, conference.agenda.spot
    is_result = one.shown and one.count is not None
    running = one.box.running if one.box is not None else None
    is_running = running is not None and running.may_be_shown
    is_small = is_result and one.is_kept_small
    return conference.agenda.current, one.number, bool(one.closed_at), is_running, is_result, one.beside, is_small


def _fold(conference: Conference, act: Act) -> Conference:
    return _fold_of(type(act))(conference, act)


@functools.cache  # asking an act for its class, one class after the other, takes 0.3 µs each time (measured)
def _fold_of(kind: type[Act]) -> Callable[[Conference, Any], Conference]:
    """How acts of one kind are folded: each part of the conference brings its own way."""
    if issubclass(kind, polls.PollAct):
        return lambda conference, act: replace(conference, polls=polls.fold(conference.polls, act))
    if issubclass(kind, wall.WallAct):
        return lambda conference, act: replace(conference, wall=wall.fold(conference.wall, act))
    if issubclass(kind, people.PeopleAct):
        return lambda conference, act: replace(conference, people=people.fold(conference.people, act))
    if issubclass(kind, doors.DoorAct):
        return lambda conference, act: replace(conference, doors=doors.fold(conference.doors, act))
    if issubclass(kind, board.BoardAct):
        return lambda conference, act: replace(conference, board=board.fold(conference.board, act))
    if issubclass(kind, agenda.AgendaAct):
        return lambda conference, act: replace(conference, agenda=agenda.fold(conference.agenda, act))
    if issubclass(kind, writeup.WriteUpAct):
        return lambda conference, act: replace(conference, writeup=writeup.fold(conference.writeup, act))
    if issubclass(kind, actions.ActionAct):
        return lambda conference, act: replace(conference, actions=actions.fold(conference.actions, act))
    if issubclass(kind, meetings.MeetingAct):
        return lambda conference, act: replace(conference, meetings=meetings.fold(conference.meetings, act))
    if issubclass(kind, bookings.BookingAct):
        return lambda conference, act: replace(conference, bookings=bookings.fold(conference.bookings, act))
    if issubclass(kind, harvest.HarvestAct):
        return lambda conference, act: replace(conference, harvest=harvest.fold(conference.harvest, act))
    if issubclass(kind, visits.VisitAct):
        return lambda conference, act: replace(conference, visits=visits.fold(conference.visits, act))
    if issubclass(kind, pictures.PictureAct):
        return pictures.fold
    if issubclass(kind, keeping.KeepingAct):
        return keeping.fold
    if issubclass(kind, describing.DescribingAct):
        return describing.fold
    if issubclass(kind, plan.PlanTaken):
        return plan.fold_plan
    assert_never(kind)


def replay(acts: Iterable[Act], conference: Conference | None = None) -> Conference:
    """The conference that these acts lead to, beginning with `conference` or with nothing."""
    conference = conference or Conference()
    for act in acts:
        conference = fold(conference, act)
    return conference
