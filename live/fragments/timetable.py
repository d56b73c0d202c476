"""The talks of a day, topics and booked sessions alike, in their rooms at their times: for the screen and for print.

Sessions may be in rooms that the board does not have, and at times that are none of its slots. A session stands in every slot
that it overlaps; rooms are the same when they are called the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.board import Board, Booked, Room, Slot, Topic, booked_sessions, minutes, overlap

NEEDS_HOST = "Needs a host"
LAST = 24 * 60  # of what has no time, or one that nobody can read


class Talk(Struct, frozen=True):
    """A topic or a session. Times ("11:00") and room are empty where there are none. `people` is how many want to come, `seats`
    how many have a place in a session (0: nobody books)."""

    title: str
    host: str
    starts: str = ""
    ends: str = ""
    room: str = ""
    people: int = 0
    seats: int = 0
    is_session: bool = False
    seeks_host: bool = False

    @property
    def when(self) -> str:
        return f"{self.starts} to {self.ends}" if self.starts and self.ends else self.starts


class Grid(Struct, frozen=True):
    """Rooms, times, and what stands in each cell; `None` where nothing does."""

    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]
    cells: tuple[tuple[Talk | None, ...], ...]
    """By time, and then by room."""


def talks(conference: Conference) -> list[Talk]:
    """All topics that stand for themselves and all sessions that have a room, by time and room; those without come last."""
    board = conference.board
    order = {_called(room.name): place for place, room in enumerate(board.rooms)}
    found = [talk for _, talk in _of_topics(board)]
    found += [_of_session(conference, one) for one in booked_sessions(conference.agenda.programme)]
    return sorted(found, key=lambda talk: (_time(talk), order.get(_called(talk.room), len(order)), _called(talk.room)))


def _of_topics(board: Board) -> Iterator[tuple[Topic, Talk]]:
    """What stands for itself. Most topics have no parts: looking for them in all others for each topic was most of what a sheet
    cost."""
    with_parts = {topic.merged_into for topic in board.by_id.values()}
    for topic in board.standing():
        people = board.people_of(topic) if topic.id in with_parts else topic.hands
        yield topic, _of_topic(board, topic, len(people))


def _of_topic(board: Board, topic: Topic, people: int) -> Talk:
    slot, room = board.slot(topic.slot), board.room(topic.room)
    return Talk(
        topic.title,
        topic.host,
        slot.starts if slot else "",
        slot.ends if slot else "",
        room.name if room else "",
        people,
        seeks_host=topic.seeks_host,
    )


def rooms_of(conference: Conference) -> tuple[Room, ...]:
    """The rooms of the board, and behind them those that only sessions are in."""
    board = conference.board
    known = {_called(room.name) for room in board.rooms}
    others = {_called(one.room): one.room for one in reversed(booked_sessions(conference.agenda.programme))}
    return (*board.rooms, *(Room("", name) for called, name in reversed(others.items()) if called not in known))


def grid_of(conference: Conference) -> Grid:
    """The whole timetable: the rooms of the board and those of the sessions beside it. Where a topic and a session are in the
    same cell, the session is there."""
    board = conference.board
    booked = booked_sessions(conference.agenda.programme)
    booked = tuple(one for one in booked if any(overlap(slot, one) for slot in board.slots))
    used = {_called(one.room) for one in booked}
    rooms = tuple(room for room in rooms_of(conference) if room.id or _called(room.name) in used)
    at = {topic.cell: talk for topic, talk in _of_topics(board) if topic.is_placed}

    def sessions_there(slot: Slot, room: Room) -> Iterator[Talk]:
        for one in booked:
            if _called(one.room) == _called(room.name) and overlap(slot, one):
                yield _of_session(conference, one)

    cells = tuple(
        tuple(next(sessions_there(slot, room), at.get(f"{slot.id}/{room.id}")) for room in rooms)
        for slot in board.slots
    )
    return Grid(rooms, board.slots, cells)


def in_room(talk: Talk, room: Room) -> bool:
    return bool(talk.starts) and _called(talk.room) == _called(room.name)


def _of_session(conference: Conference, one: Booked) -> Talk:
    asked = len(conference.bookings.asked.get(one.id, ()))
    return Talk(one.title, one.host, one.starts, one.ends, one.room, asked, one.places, is_session=True)


def _called(name: str) -> str:
    return name.strip().casefold()


def _time(talk: Talk) -> int:
    begins = minutes(talk.starts)
    return LAST if begins is None else begins
