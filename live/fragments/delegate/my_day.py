"""My day: what one person chose, by time, and what of it is on at the same time. Seen by its owner only.

Topics come from the board as it stands now, so one that moved stands where it is; for a topic that became part of another, the
other stands here. Nothing in here is kept anywhere: it is read from hands, hosts, bookings and visits each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference
from live.conference.agenda import sessions, times_of
from live.conference.board import Board, Interest, Topic
from live.conference.board.hours import minutes, overlap
from live.conference.visits import Visit, Visits
from live.fragments import Piece, Scene, View

Kind = Literal["topic", "session", "visit"]

INTEREST_WORDS: dict[Interest, str] = {"lead": "You lead", "listen": "You listen", "take_part": "You take part"}
A_TIME = re.compile(r"([0-9]{1,2}[:.][0-9]{2})(?:\s*(?:to|[–-])\s*([0-9]{1,2}[:.][0-9]{2}))?")
"""A time as hosts of visits write one, if they write nothing but a time."""


class Entry(Struct, frozen=True):
    """One thing of somebody's day. `starts` and `ends` as written; `starts` is empty where it has no time of this day, and `when`
    says it then in its host's words. `mine`: what one has there. `is_sure`: not while one only waits for a place."""

    kind: Kind
    id: int
    title: str
    mine: str
    path: str
    starts: str = ""
    ends: str = ""
    room: str = ""
    when: str = ""
    is_sure: bool = True
    clashes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"

    @property
    def minute(self) -> int:
        """When it starts, in minutes since midnight; -1 if nobody can read that."""
        starts = minutes(self.starts)
        return -1 if starts is None else starts


class MyDay(Struct, frozen=True):
    """`timed` by time; `waiting` are topics without a place, `visits` those on no time of this day."""

    timed: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    visits: tuple[Entry, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.timed or self.waiting or self.visits)

    def next_after(self, minute: int) -> Entry | None:
        """What starts next, at this minute of the day or later."""
        return next((one for one in self.timed if one.minute >= minute), None)


def my_day(conference: Conference, voice: str) -> MyDay:
    """The day of one voice."""
    if not voice:
        return MyDay()
    found = [*_topics(conference.board, voice), *_sessions(conference, voice), *_visits(conference.visits, voice)]
    timed = sorted((one for one in found if one.starts), key=lambda one: (one.minute, one.starts, one.kind, one.id))
    return MyDay(
        tuple(_with_clashes(timed)),
        tuple(one for one in found if not one.starts and one.kind == "topic"),
        tuple(one for one in found if not one.starts and one.kind != "topic"),
    )


def _topics(board: Board, voice: str) -> Iterator[Entry]:
    mine: dict[int, str] = {}
    for topic in board.topics():
        if words := _words_of(topic, voice):
            head = board.head(topic)
            if board.stage == "open" or topic.proposer == voice:
                mine.setdefault(head.id, words)
                if topic.id == head.id:
                    mine[head.id] = words
    for number, words in sorted(mine.items()):
        head = board.by_id[number]
        slot, room = board.slot(head.slot), board.room(head.room)
        yield Entry(
            "topic",
            number,
            head.title,
            words,
            f"board/{number}",
            slot.starts if slot is not None else "",
            slot.ends if slot is not None else "",
            room.name if room is not None else "",
        )


def _words_of(topic: Topic, voice: str) -> str:
    """What somebody has to do with a topic; "" if nothing."""
    interest = topic.hands.get(voice)
    if topic.hosted_by == voice:
        return "You host it"
    if topic.proposer == voice:
        return "You proposed it" if topic.needs_host else "You proposed it and host it"
    return INTEREST_WORDS[interest] if interest is not None else ""


def _sessions(conference: Conference, voice: str) -> Iterator[Entry]:
    for block, one in sessions(conference.agenda.programme):
        place = conference.bookings.place_of(one.id, voice)
        if not place or not one.places:
            continue
        starts, ends = times_of(block, one)
        waits = place - one.places
        mine = f"Place {waits} on the waiting list" if waits > 0 else "You have a place"
        room, path = one.room or block.place, f"session/{one.id}"
        yield Entry("session", one.id, one.title, mine, path, starts, ends, room, is_sure=waits <= 0)


def _visits(known: Visits, voice: str) -> Iterator[Entry]:
    for visit in known.in_order():
        going = known.going.get(visit.id, ())
        if visit.host == voice:
            words = f"You offer it: {len(going)} of {visit.places} places are taken"
        elif voice in going:
            words = "You have a place"
        elif voice in known.wishes.get(visit.id, ()):
            words = waiting_words(known, visit, voice)
        else:
            continue
        found = A_TIME.fullmatch(visit.when)
        starts, ends = (found[1], found[2] or "") if found else ("", "")
        is_sure = visit.host == voice or voice in going
        yield Entry("visit", visit.id, visit.title, words, "visits", starts, ends, visit.place, visit.when, is_sure)


def waiting_words(known: Visits, visit: Visit, voice: str) -> str:
    """What there is to say to somebody who would like to come and has no place. Before visitors are matched nobody is first."""
    if len(known.going.get(visit.id, ())) < visit.places:
        return "You would like to come. Places are given out later."
    return f"Place {known.wishes[visit.id].index(voice) + 1} on the waiting list"


def _with_clashes(timed: Sequence[Entry]) -> Iterable[Entry]:
    for one in timed:
        others = [other for other in timed if other is not one and overlap(one, other)]
        yield replace(one, clashes=tuple(_clash(other) for other in others)) if others else one


def _clash(other: Entry) -> str:
    if other.is_sure:
        return f"At {other.starts} you also have “{other.title}”."
    return f"At {other.starts} you also wait for a place in “{other.title}”."


def begins_in(left: int, starts: str) -> str:
    """How long it is until something starts, from its minutes: "starts in 4 minutes". `static/my-day.js` says it the same way."""
    if left >= 60:
        return f"starts at {starts}"
    return "starts now" if left == 0 else f"starts in {left} {'minute' if left == 1 else 'minutes'}"


def _nothing(scene: Scene) -> Iterable[Piece]:
    return ()


my_day_view = View("my-day", ("my-day-bell",), _nothing)
"""Nothing that an audience sees, but for the bell: a page that looks at it is told what is its owner's alone."""

visits_view = View("visits", (), _nothing)
"""The same for study visits."""
