"""Placing topics: swapping, locked places, taking back, and booked sessions beside them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Act, Conference, Refused, board, replay
from live.conference.agenda import Block, BlockPut, Workshop, WorkshopPut
from live.conference.board import (
    CellLocked,
    CellRequest,
    CellUnlocked,
    FollowTopic,
    PlaceTopic,
    ProposeTopic,
    Room,
    RoomPut,
    RoomRemoved,
    Slot,
    SlotPut,
    StepUndone,
    TopicMerged,
    TopicPlaced,
    TopicRequest,
    TopicUnplaced,
    UndoStep,
    booked_cells,
    clashes,
    lock_cell,
    place_topic,
    propose_topic,
    step_in_words,
    undo_step,
    unlock_cell,
    withdraw_topic,
)
from live.conference.bookings import SeatAsked
from tests.conference.days import ANN, BEN, CEM, DEE, FACILITATOR, PLANNED, Asked, ask, play, refusal

DELEGATES = (ANN, BEN, CEM, DEE)


def propose(title: str, number: int = 0) -> Asked:
    return Asked(propose_topic, ProposeTopic(title), DELEGATES[number])


def place(topic: int, to: str, swap: str = "") -> Asked:
    return Asked(place_topic, PlaceTopic(topic, to, swap), FACILITATOR)


def undo(step: int) -> Asked:
    return Asked(undo_step, UndoStep(step), FACILITATOR)


def lock(cell: str) -> Asked:
    return Asked(lock_cell, CellRequest(cell), FACILITATOR)


PROPOSED = play(*(propose(title, number) for number, title in enumerate(("Pay", "Words", "Trust"))), start=PLANNED)
PLACED = play(place(1, "am/hall"), place(2, "pm/hall"), start=PROPOSED)


def cells(conference: Conference) -> dict[int, str]:
    return {topic.id: topic.cell for topic in conference.board.topics()}


def test_who_drops_a_topic_on_a_taken_place_is_told_who_is_there_and_may_swap_the_two() -> None:
    say = "“Words” is in Hall at 14:00 already. Swap the two, or choose another place."
    assert refusal(PLACED, place(1, "pm/hall")) == (say, "swap")
    swapped = play(place(1, "pm/hall", "yes"), start=PLACED)
    assert cells(swapped) == {1: "pm/hall", 2: "am/hall", 3: ""}
    assert ask(swapped, place(1, "pm/hall", "yes")) == []


def test_a_topic_that_waits_takes_a_place_and_the_other_waits() -> None:
    assert ask(PLACED, place(3, "am/hall", "yes")) == [
        TopicUnplaced(1, 3, "am/hall"),
        TopicPlaced(3, "am", "hall", 3),
    ]


def test_one_step_takes_back_both_topics_of_a_swap() -> None:
    swapped = play(place(1, "pm/hall", "yes"), start=PLACED)
    [*_, last] = swapped.board.steps
    words = "“Pay” from Hall at 11:00 to Hall at 14:00, “Words” from Hall at 14:00 to Hall at 11:00"
    assert step_in_words(swapped.board, last) == words
    assert play(undo(3), start=swapped).board.by_id == PLACED.board.by_id


def test_what_was_moved_last_is_taken_back_once_however_often_the_button_is_pressed() -> None:
    back = play(undo(2), start=PLACED)
    assert ask(PLACED, undo(2)) == [TopicUnplaced(2), StepUndone(2)]
    assert cells(back) == {1: "am/hall", 2: "", 3: ""}
    assert ask(back, undo(2)) == []
    assert cells(play(undo(1), start=back)) == {1: "", 2: "", 3: ""}


def test_an_older_step_waits_until_the_later_ones_are_taken_back() -> None:
    say = "Something else was moved since then. Take that back first: “Words” from waiting to Hall at 14:00."
    assert refusal(PLACED, undo(1)) == (say, "")


def test_nothing_moves_into_or_out_of_a_locked_place() -> None:
    locked = play(lock("am/hall"), lock("am/attic"), start=PLACED)
    out = "“Pay” is in a locked place, Hall at 11:00. Unlock that first, if it may move."
    assert refusal(locked, place(1, "")) == (out, "")
    assert refusal(locked, place(1, "pm/hall", "yes")) == (out, "")
    into = "Attic at 11:00 is locked. Unlock it first, or choose another place."
    assert refusal(locked, place(3, "am/attic")) == (into, "to")
    assert refusal(locked, place(2, "am/hall", "yes"))[0].startswith("Hall at 11:00 is locked.")
    unlocked = play(Asked(unlock_cell, CellRequest("am/hall"), FACILITATOR), start=locked)
    assert cells(play(place(1, ""), start=unlocked))[1] == ""


def test_a_place_is_locked_and_unlocked_once() -> None:
    assert ask(PLACED, lock("am/hall")) == [CellLocked("am/hall")]
    locked = play(lock("am/hall"), start=PLACED)
    assert ask(locked, lock("am/hall")) == []
    assert ask(locked, Asked(unlock_cell, CellRequest("am/hall"), FACILITATOR)) == [CellUnlocked("am/hall")]
    assert ask(PLACED, Asked(unlock_cell, CellRequest("am/hall"), FACILITATOR)) == []
    assert refusal(PLACED, lock("am/cellar")) == ("This place is no longer on the board.", "")


def test_a_step_out_of_a_place_that_is_locked_now_is_not_taken_back() -> None:
    locked = play(lock("pm/hall"), start=PLACED)
    say = "Hall at 14:00 is locked, so “Words” stays where it is. Unlock it first."
    assert refusal(locked, undo(2)) == (say, "")


def test_taking_back_leaves_alone_what_is_no_longer_there() -> None:
    gone = play(Asked(withdraw_topic, TopicRequest(2), BEN), start=PLACED)
    assert ask(gone, undo(2)) == [StepUndone(2)]
    merged = play(TopicMerged(2, 1), start=PLACED)
    assert ask(merged, undo(2)) == [StepUndone(2)]


def test_a_step_whose_room_is_gone_cannot_be_taken_back_any_more() -> None:
    moved = play(place(1, "am/attic"), place(3, "am/hall"), RoomRemoved("attic"), start=PLACED)
    assert [step.number for step in moved.board.steps] == [1, 2, 4]
    assert ask(moved, undo(3)) == []


def test_a_way_back_that_is_taken_is_said() -> None:
    """A room goes, and with it the steps through it; so the place that an older step came from may be taken."""
    moved = play(RoomPut(Room("x", "Extra")), place(1, "pm/attic"), place(3, "am/x"), place(3, "am/hall"), start=PLACED)
    moved = play(RoomRemoved("x"), start=moved)
    say = "“Trust” is in Hall at 11:00 now. Move that first, then take this back."
    assert refusal(moved, undo(3)) == (say, "")


def test_while_proposals_are_quiet_or_merged_nothing_is_placed() -> None:
    quiet = play(board.ProposalsQuiet(), start=PROPOSED)
    say = "Proposals are being written quietly. You can do this when the market opens."
    assert refusal(quiet, place(1, "am/hall")) == (say, "")
    assert refusal(play(board.ProposalsQuiet(), start=PLACED), undo(2)) == (say, "")
    merged = play(TopicMerged(2, 1), start=PROPOSED)
    assert refusal(merged, place(2, "am/hall")) == ("“Words” is part of “Pay” now. Move that one.", "")


BUSY = play(SlotPut(Slot("eve", "17:00", "17:40")), *(propose(f"More {n}") for n in range(3)), start=PROPOSED)


@given(st.integers(0, 2**64), st.integers(1, 25))
def test_taking_back_restores_the_board_exactly_again_and_again(seed: int, many: int) -> None:
    """Whatever was moved and swapped, and whoever did it. No place ever holds two, and nothing in a locked place moves."""
    dice = Random(seed)
    conference = BUSY
    before: list[tuple[int, dict[int, str]]] = []
    for _ in range(many):
        to = dice.choice(["", "am/hall", "am/attic", "pm/hall", "pm/attic", "eve/hall"])
        step = dice.choice([*[place(dice.randint(1, 6), to, dice.choice(["", "yes"]))] * 6, lock(to)])
        try:
            acts = ask(conference, step)
        except Refused:
            continue
        if acts and step.rule is place_topic:
            before.append((conference.board.latest_step + 1, cells(conference)))
        conference = _checked(acts, conference)
    conference = replay([CellUnlocked(cell) for cell in sorted(conference.board.locked)], conference)
    for number, placed in reversed(before):
        conference = _checked(ask(conference, undo(number)), conference)
        assert cells(conference) == placed
    assert conference.board.steps == ()


def _checked(acts: object, conference: Conference) -> Conference:
    assert isinstance(acts, list)
    for act in acts:
        held = {cell: number for number, cell in cells(conference).items() if cell in conference.board.locked}
        conference = replay([act], conference)
        taken = [cell for cell in cells(conference).values() if cell]
        assert len(taken) == len(set(taken))
        assert {cell: number for number, cell in cells(conference).items() if cell in held} == held
    return conference


# ---- Booked sessions and warnings ------------------------------------------------------------------------------------

FILMS = Workshop("Films", "Ann", " hall", id=8, places=1, starts="10:50", ends="11:10")
BOOKED = play(BlockPut(Block("10:00", "Workshops", "12:00", id=7)), WorkshopPut(7, FILMS), start=PROPOSED)


def test_a_booked_session_takes_the_places_of_its_room_at_its_time() -> None:
    found = booked_cells(BOOKED.board, BOOKED.agenda.programme)
    assert {cell: [one.title for one in sessions] for cell, sessions in found.items()} == {"am/hall": ["Films"]}


def test_placing_where_a_session_is_booked_is_warned_of_and_not_refused() -> None:
    placed = play(place(1, "am/hall"), start=BOOKED)
    [clash] = clashes(placed)
    assert clash.say == "The session “Films” is in Hall at 10:50, and so is “Pay”."
    assert clash.is_grave


def test_a_host_of_a_session_who_hosts_a_topic_at_the_same_time_is_told_of() -> None:
    hosted = play(Asked(propose_topic, ProposeTopic("Bread", host="ann"), CEM), start=BOOKED)
    [clash] = clashes(play(place(4, "am/attic"), start=hosted))
    assert clash.say == "ann hosts “Bread” at 11:00 and the session “Films” at 10:50."


def test_people_who_want_two_things_at_once_are_counted_the_most_first() -> None:
    def wants(topic: int, *voices: int) -> list[Act | Asked]:
        return [Asked(board.follow_topic, FollowTopic(topic, "listen"), DELEGATES[one]) for one in voices]

    steps = [*wants(1, 0, 1, 2), *wants(2, 1, 2), *wants(3, 0), SeatAsked(8, "ann"), SeatAsked(8, "ben")]
    placed = play(*steps, place(1, "am/attic"), RoomPut(Room("x", "Extra")), place(2, "am/x"), start=BOOKED)
    assert [clash.say for clash in clashes(placed)] == [
        "2 people want both “Pay” and “Words”, which are at the same time, 11:00.",
        "1 person has a place in the session “Films” at 10:50 and wants “Pay”, too.",
    ]
    assert not any(clash.is_grave for clash in clashes(placed))


def test_a_room_that_does_not_offer_what_a_topic_needs_is_told_of() -> None:
    fit = board.RoomPut(Room("hall", "Hall", 2, offers=("step_free",)))
    needs = board.TopicChanged(1, "Pay", "", "ann", wants=("step_free", "quiet"))
    placed = play(needs, fit, place(1, "am/hall"), start=PROPOSED)
    assert [clash.say for clash in clashes(placed)] == ["“Pay” needs a quiet room, and Hall does not offer that."]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (("11:00", "11:40"), ("11:40", "12:00"), False),
        (("11:00", "11:40"), ("11:39", ""), True),
        (("9:30", ""), ("10:09", ""), True),
        (("9:30", ""), ("10:10", ""), False),
        (("after lunch", ""), ("after lunch", "later"), True),
        (("after lunch", ""), ("13:00", ""), False),
        (("", ""), ("", ""), False),
    ],
)
def test_times_overlap_when_both_are_on_at_some_moment(
    one: tuple[str, str], other: tuple[str, str], together: bool
) -> None:
    assert board.overlap(Slot("a", *one), Slot("b", *other)) is together
    assert board.overlap(Slot("b", *other), Slot("a", *one)) is together
