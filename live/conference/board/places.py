"""The rooms and times of the board in forms, beside the plan: what facilitators learn on the morning of the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference.board.board_acts import BoardAct, RoomPut, RoomRemoved, SlotPut, SlotRemoved
from live.conference.board.hours import minutes
from live.conference.board.topics import Board, Need, Room, Slot
from live.conference.people import Actor, Moment, Request
from live.conference.words import NAME_LETTERS, QUESTION_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

MOST_PLACES = 60  # rooms, and times: a board of 60 by 60 is larger than any screen
MOST_SEATS = 100_000


class PutRoom(Request, frozen=True):
    """`room` is the id of a room that is changed; empty, it is a new one. What a room offers is each a box to tick."""

    room: str = ""
    name: str = ""
    seats: str = ""
    about: str = ""
    step_free: str = ""
    quiet: str = ""
    screen: str = ""
    interpreter: str = ""

    def offers(self) -> tuple[Need, ...]:
        ticked: dict[Need, str] = {
            "step_free": self.step_free,
            "quiet": self.quiet,
            "screen": self.screen,
            "interpreter": self.interpreter,
        }
        return tuple(need for need, said in ticked.items() if said == "yes")


class RemoveRoom(Request, frozen=True):
    """With `confirm` "yes" also while topics are in it."""

    room: str = ""
    confirm: str = ""


class PutSlot(Request, frozen=True):
    """`slot` is the id of a time that is changed; empty, it is a new one."""

    slot: str = ""
    starts: str = ""
    ends: str = ""


class RemoveSlot(Request, frozen=True):
    slot: str = ""
    confirm: str = ""


def put_room(conference: Conference, ask: PutRoom, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    board = conference.board
    known = board.room(ask.room)
    if ask.room and known is None:
        raise Refused("This room is no longer on the board.")
    name = clean_line(ask.name, NAME_LETTERS, "name", "A room’s name")
    about = clean_line(ask.about, QUESTION_LETTERS, "about", "What is said about a room", optional=True)
    room = Room(ask.room, name, _seats(ask.seats), about, ask.offers())
    if room == known:
        return []
    for other in board.rooms:
        if other.id != ask.room and other.name.casefold() == name.casefold():
            if known is None and replace(other, id="") == room:
                return []  # pressed twice
            raise Refused(f"There is a room called “{other.name}” already.", "name")
    if known is None and len(board.rooms) >= MOST_PLACES:
        raise Refused(f"A board can have {MOST_PLACES} rooms.")
    return [RoomPut(room if known is not None else replace(room, id=_new_id(board)))]


def put_slot(conference: Conference, ask: PutSlot, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    board = conference.board
    known = board.slot(ask.slot)
    if ask.slot and known is None:
        raise Refused("This time is no longer on the board.")
    starts, ends = _clock(ask.starts, "starts"), _clock(ask.ends, "ends") if ask.ends.strip() else ""
    if ends and ends <= starts:
        raise Refused("It has to end after it starts.", "ends")
    slot = Slot(ask.slot, starts, ends)
    if slot == known:
        return []
    for other in board.slots:
        if other.id != ask.slot and other.starts == starts:
            if known is None and replace(other, id="") == slot:
                return []  # pressed twice
            raise Refused(f"There is a time that starts at {starts} already.", "starts")
    if known is None and len(board.slots) >= MOST_PLACES:
        raise Refused(f"A board can have {MOST_PLACES} times.")
    return [SlotPut(slot if known is not None else replace(slot, id=_new_id(board)))]


def remove_room(conference: Conference, ask: RemoveRoom, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    board = conference.board
    room = board.room(ask.room)
    if room is None:
        return []
    held = [topic.cell for topic in board.by_id.values() if topic.room == room.id]
    locked = [cell for cell in board.locked if cell.partition("/")[2] == room.id]
    _check_removal(board, held, locked, ask.confirm, room.name)
    return [RoomRemoved(room.id)]


def remove_slot(conference: Conference, ask: RemoveSlot, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    board = conference.board
    slot = board.slot(ask.slot)
    if slot is None:
        return []
    held = [topic.cell for topic in board.by_id.values() if topic.slot == slot.id]
    locked = [cell for cell in board.locked if cell.partition("/")[0] == slot.id]
    _check_removal(board, held, locked, ask.confirm, slot.starts)
    return [SlotRemoved(slot.id)]


def _check_removal(board: Board, held: Sequence[str], locked: Sequence[str], confirm: str, what: str) -> None:
    if set(held) & set(locked):
        raise Refused(f"A topic is in a locked place of “{what}”. Unlock it on the board first.", "confirm")
    if held and confirm != "yes":
        there = "There is 1 topic" if len(held) == 1 else f"There are {len(held)} topics"
        raise Refused(f"{there} in “{what}”. Tick the box to let them wait for a place again.", "confirm")


def _seats(typed: str) -> int:
    words = typed.strip()
    if not words:
        return 0
    if not (words.isascii() and words.isdecimal() and len(words) <= 6 and int(words) <= MOST_SEATS):
        raise Refused("Please give the seats as a number, or leave this empty if nobody counted them.", "seats")
    return int(words)


def _clock(typed: str, field: str) -> str:
    """A time as "09:30", so that times stand in order as text. Raises `Refused`."""
    found = minutes(clean_line(typed, NAME_LETTERS, field, "A time"))
    if found is None:
        raise Refused("Please give the time like 9:30 or 14:00.", field)
    return f"{found // 60:02}:{found % 60:02}"


def _new_id(board: Board) -> str:
    """An id that no room and no time has or had."""
    known = {room.id for room in board.rooms} | {slot.id for slot in board.slots}
    number = board.latest_place + 1
    while f"n{number}" in known:
        number += 1
    return f"n{number}"
