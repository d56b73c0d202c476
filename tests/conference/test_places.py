"""The times and rooms of the board, changed in forms."""

from __future__ import annotations

import pytest

from live.conference import Request
from live.conference.board import (
    CellRequest,
    PutRoom,
    PutSlot,
    RemoveRoom,
    RemoveSlot,
    Room,
    RoomPut,
    RoomRemoved,
    Slot,
    SlotPut,
    SlotRemoved,
    lock_cell,
    put_room,
    put_slot,
    remove_room,
    remove_slot,
)
from live.conference.plan import TakePlan, take_plan, write_plan
from tests.conference.days import FACILITATOR, PLANNED, Asked, Rule, ask, play, refusal
from tests.conference.test_placing import PLACED, cells


def put(rule: Rule, request: Request) -> Asked:
    return Asked(rule, request, FACILITATOR)


def test_a_room_is_added_with_what_it_offers_and_an_id_of_its_own() -> None:
    barn = PutRoom(name=" Barn ", seats="60", about="across the yard", step_free="yes", interpreter="yes")
    room = Room("n1", "Barn", 60, "across the yard", ("step_free", "interpreter"))
    assert ask(PLANNED, put(put_room, barn)) == [RoomPut(room)]
    added = play(put(put_room, barn), start=PLANNED)
    assert ask(added, put(put_room, barn)) == []
    assert ask(added, put(put_slot, PutSlot(starts="9.30", ends="10:10"))) == [SlotPut(Slot("n2", "09:30", "10:10"))]


def test_an_id_is_never_used_again_or_taken_from_the_plan() -> None:
    """Old pages must not mean another room."""
    gone = play(put(put_room, PutRoom(name="Barn")), put(remove_room, RemoveRoom("n1")), start=PLANNED)
    assert ask(gone, put(put_room, PutRoom(name="Loft"))) == [RoomPut(Room("n2", "Loft"))]
    planned = play(put(take_plan, TakePlan(write_plan(PLANNED).replace('"attic"', '"n1"'))), start=PLANNED)
    assert ask(planned, put(put_room, PutRoom(name="Loft"))) == [RoomPut(Room("n2", "Loft"))]


def test_a_room_or_time_is_changed_and_its_topics_stay() -> None:
    steps = put(put_room, PutRoom("hall", "Great hall", "80")), put(put_slot, PutSlot("am", "10:50", "11:30"))
    changed = play(*steps, start=PLACED)
    assert changed.board.room("hall") == Room("hall", "Great hall", 80)
    assert [slot.starts for slot in changed.board.slots] == ["10:50", "14:00"]
    assert cells(changed) == cells(PLACED)
    assert ask(changed, steps[0]) == []
    assert ask(changed, steps[1]) == []


@pytest.mark.parametrize(
    ("rule", "request_", "say", "field"),
    [
        (put_room, PutRoom(name=""), "A room’s name needs some words.", "name"),
        (put_room, PutRoom(name="hall"), "There is a room called “Hall” already.", "name"),
        (
            put_room,
            PutRoom(name="Barn", seats="a few"),
            "Please give the seats as a number, or leave this empty if nobody counted them.",
            "seats",
        ),
        (put_room, PutRoom("cellar", "Cellar"), "This room is no longer on the board.", ""),
        (put_slot, PutSlot(starts="noon"), "Please give the time like 9:30 or 14:00.", "starts"),
        (put_slot, PutSlot(starts="25:00"), "Please give the time like 9:30 or 14:00.", "starts"),
        (put_slot, PutSlot(starts="10:00", ends="9:59"), "It has to end after it starts.", "ends"),
        (put_slot, PutSlot(starts="14:00", ends="15:00"), "There is a time that starts at 14:00 already.", "starts"),
        (put_slot, PutSlot("eve", "17:00"), "This time is no longer on the board.", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(rule: Rule, request_: Request, say: str, field: str) -> None:
    assert refusal(PLANNED, put(rule, request_)) == (say, field)


def test_a_board_holds_sixty_rooms() -> None:
    many = play(*(put(put_room, PutRoom(name=f"Room {number}")) for number in range(58)), start=PLANNED)
    assert refusal(many, put(put_room, PutRoom(name="One more"))) == ("A board can have 60 rooms.", "")


def test_who_removes_a_room_or_time_with_topics_is_asked_first_and_they_wait_again() -> None:
    say = "There are 2 topics in “Hall”. Tick the box to let them wait for a place again."
    assert refusal(PLACED, put(remove_room, RemoveRoom("hall"))) == (say, "confirm")
    say = "There is 1 topic in “11:00”. Tick the box to let them wait for a place again."
    assert refusal(PLACED, put(remove_slot, RemoveSlot("am"))) == (say, "confirm")
    assert ask(PLACED, put(remove_room, RemoveRoom("hall", "yes"))) == [RoomRemoved("hall")]
    gone = play(put(remove_slot, RemoveSlot("am", "yes")), start=PLACED)
    assert cells(gone) == {1: "", 2: "pm/hall", 3: ""}
    assert ask(gone, put(remove_slot, RemoveSlot("am", "yes"))) == []


def test_an_empty_room_or_time_is_removed_at_once() -> None:
    assert ask(PLACED, put(remove_room, RemoveRoom("attic"))) == [RoomRemoved("attic")]
    assert ask(PLANNED, put(remove_slot, RemoveSlot("pm"))) == [SlotRemoved("pm")]


def test_a_topic_in_a_locked_place_keeps_its_room_and_time() -> None:
    locked = play(Asked(lock_cell, CellRequest("am/hall"), FACILITATOR), start=PLACED)
    say = "A topic is in a locked place of “Hall”. Unlock it on the board first."
    assert refusal(locked, put(remove_room, RemoveRoom("hall", "yes"))) == (say, "confirm")
    assert refusal(locked, put(remove_slot, RemoveSlot("am", "yes")))[1] == "confirm"
    assert ask(locked, put(remove_slot, RemoveSlot("pm", "yes"))) == [SlotRemoved("pm")]


def test_what_was_changed_in_forms_is_in_the_plan() -> None:
    """A plan that is downloaded and taken in again gives the same board."""
    barn = put(put_room, PutRoom(name="Barn", seats="60", quiet="yes"))
    changed = play(barn, put(put_slot, PutSlot(starts="17:00")), start=PLACED)
    assert ask(changed, put(take_plan, TakePlan(write_plan(changed))))
    assert play(put(put_slot, PutSlot("am", "11:00", "11:45")), start=changed).board.by_id == changed.board.by_id
    again = play(put(remove_room, RemoveRoom("n1")), put(take_plan, TakePlan(write_plan(changed))), start=changed)
    assert (again.board.rooms, again.board.slots) == (changed.board.rooms, changed.board.slots)
