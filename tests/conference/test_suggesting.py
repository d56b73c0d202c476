"""Suggested timetables of a conference: what the worker is told, what may be applied, and that taking back restores the board."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Act, Conference, DayDescribed, Moment, replay
from live.conference.agenda import Block, BlockPut, Workshop, WorkshopPut
from live.conference.board import (
    ApplyMoves,
    CellLocked,
    HandRaised,
    HostFound,
    Need,
    ProposalsQuiet,
    Room,
    RoomPut,
    Slot,
    SlotPut,
    TopicMerged,
    TopicPlaced,
    TopicProposed,
    UndoStep,
    apply_moves,
    begun,
    closed_cells,
    moves_as_text,
    undo_step,
    what_was_applied,
)
from live.conference.bookings import SeatAsked
from live.timetable.of_conference import moves_of, problem_of
from live.timetable.planning import planned
from live.timetable.problem import WAITS, Person
from live.timetable.scoring import LEAD, LISTEN, TAKE_PART
from live.timetable.telling import told
from tests.conference.days import AT, FACILITATOR, MADE, TOKEN, Asked, play, refusal
from tests.conference.random_days import Day, days
from tests.test_timetable import so_often

DAY = "2031-05-14"
NOON = f"{DAY} 12:00"


def topic(
    number: int, host: str = "", proposer: str = "", wants: tuple[Need, ...] = (), title: str = ""
) -> TopicProposed:
    return TopicProposed(number, title or f"T{number}", host, proposer or f"voice{number}", wants=wants)


BOARD: tuple[Act, ...] = (
    DayDescribed("Together", day=DAY),
    RoomPut(Room("hall", "Hall", 2, offers=("step_free", "screen"))),
    RoomPut(Room("attic", "Attic", 30, offers=("quiet",))),
    SlotPut(Slot("am", "11:00", "11:40")),
    SlotPut(Slot("noon", "12:10", "12:50")),
    SlotPut(Slot("pm", "14:00", "14:40")),
    *(topic(number) for number in (1, 2, 3)),
)
FURNISHED = play(*BOARD, start=MADE)


def chosen(*moves: tuple[int, str, str], ticked: tuple[int, ...] = (), local: str = "") -> Asked:
    """All of these moves, or of them those ticked."""
    ask = ApplyMoves({"topic": [str(one) for one in ticked]}, moves_as_text(moves), "" if ticked else "yes")
    return Asked(apply_moves, ask, FACILITATOR, Moment(AT, TOKEN, local=local))


def refused(conference: Conference, *moves: tuple[int, str, str], local: str = "") -> str:
    return refusal(conference, chosen(*moves, local=local))[0]


def cells(conference: Conference) -> dict[int, str]:
    return {one.id: one.cell for one in conference.board.topics()}


def test_moves_are_one_step_and_taken_back_as_one() -> None:
    """A topic waits, and three go round in a circle."""
    start = play(
        topic(4), *(TopicPlaced(n, slot, "hall") for n, slot in ((1, "am"), (2, "noon"), (3, "pm"))), start=FURNISHED
    )
    circle = ((1, "am/hall", "noon/hall"), (2, "noon/hall", "pm/hall"), (3, "pm/hall", "am/hall"), (4, "", "pm/attic"))
    after = play(chosen(*circle), start=start)
    assert cells(after) == {1: "noon/hall", 2: "pm/hall", 3: "am/hall", 4: "pm/attic"}
    assert [step.number for step in after.board.steps] == [1]
    back = play(Asked(undo_step, UndoStep(1), FACILITATOR), start=after)
    assert back.board.by_id == start.board.by_id
    assert back.board.steps == ()


def test_only_what_is_ticked_is_moved_and_what_is_done_is_not_done_again() -> None:
    moves = ((1, "", "am/hall"), (2, "", "pm/hall"))
    after = play(chosen(*moves, ticked=(2,)), start=FURNISHED)
    assert cells(after) == {1: "", 2: "pm/hall", 3: ""}
    step = chosen(*moves)
    acts = step.rule(after, step.ask, step.by, step.moment)
    assert cells(replay(acts, after)) == {1: "am/hall", 2: "pm/hall", 3: ""}
    assert what_was_applied(after, step.ask, acts) == "1 topic is moved. It can be taken back in one step."
    assert list(step.rule(replay(acts, after), step.ask, step.by, step.moment)) == []
    nothing = chosen(*moves, ticked=(3,))
    assert refusal(FURNISHED, nothing) == ("Please tick at least one move.", "topic")


AGAIN = "Please have a timetable suggested again."


def test_a_board_that_has_moved_on_is_told_of() -> None:
    moved = play(TopicPlaced(1, "pm", "hall"), start=FURNISHED)
    assert refused(moved, (1, "", "am/hall")) == (
        f"“T1” was moved since this was suggested: it is Hall at 14:00 now. {AGAIN}"
    )
    assert refused(moved, (2, "", "pm/hall")) == (
        "“T1” is in Hall at 14:00. Tick its move too, or leave “T2” where it is."
    )
    gone = f"A topic, a room or a time of this suggestion is no longer on the board. {AGAIN}"
    assert refused(FURNISHED, (9, "", "am/hall")) == gone
    assert refused(FURNISHED, (1, "", "am/cellar")) == gone
    assert refused(play(TopicMerged(2, 1), start=FURNISHED), (2, "", "am/hall")) == gone
    quiet = play(ProposalsQuiet(), start=FURNISHED)
    assert refused(quiet, (1, "", "am/hall")) == "Proposals are still quiet. Open the market first, then place them."


@pytest.mark.parametrize("every", ["", "x", "[1]", "[[1]]", '[["1","","am/hall"]]', "\ud800", "[" * 70_000, "null"])
def test_moves_that_make_no_sense_are_refused(every: str) -> None:
    step = Asked(apply_moves, ApplyMoves({}, every, "yes"), FACILITATOR)
    assert refusal(FURNISHED, step)[0] == f"This page sent moves that the server does not understand. {AGAIN}"


def test_locked_booked_and_begun_places_are_left_alone() -> None:
    start = play(
        TopicPlaced(1, "am", "hall"),
        TopicPlaced(2, "noon", "hall"),
        CellLocked("pm/attic"),
        BlockPut(Block("14:00", "Workshops", id=1)),
        WorkshopPut(1, Workshop("Films", room="hall", id=5, starts="14:20", ends="15:00")),
        start=FURNISHED,
    )
    assert begun(start, NOON) == {"am", "noon"}
    assert begun(start, f"{DAY} 11:54") == {"am"}
    assert begun(start, "2031-05-13 23:00") == begun(start, "") == frozenset()
    soon = "begins within 15 minutes, or has begun"
    assert closed_cells(start, NOON) == {
        **dict.fromkeys(("am/hall", "am/attic", "noon/hall", "noon/attic"), soon),
        "pm/hall": "is booked for the session “Films”",
        "pm/attic": "is locked",
    }
    assert refused(start, (3, "", "pm/attic")) == "Attic at 14:00 is locked, so “T3” cannot go there."
    assert refused(start, (3, "", "pm/hall")).startswith("Hall at 14:00 is booked for the session “Films”")
    assert refused(start, (3, "", "am/attic"), local=NOON) == f"Attic at 11:00 {soon}, so “T3” cannot go there."
    assert refused(start, (1, "am/hall", "am/attic"), local=NOON) == f"“T1” stays where it is: Hall at 11:00 {soon}."
    assert cells(play(chosen((3, "", "noon/attic"), local=f"{DAY} 11:54"), start=start))[3] == "noon/attic"


def test_nobody_hosts_two_things_at_a_time() -> None:
    start = play(
        topic(4, host="Ann Lee"),
        topic(5, host="ann lee"),
        topic(6, proposer="voice1"),
        HostFound(6, "voice2", "Ben"),
        TopicPlaced(4, "am", "hall"),
        BlockPut(Block("14:00", "Workshops", ends="15:00", id=1)),
        WorkshopPut(1, Workshop("Films", host="ANN LEE", room="Elsewhere", id=5)),
        start=FURNISHED,
    )
    both = "which would be at the same time. Tick both moves, or neither."
    assert refused(start, (5, "", "am/attic")) == f"One person hosts “T5” and “T4”, {both}"
    assert refused(start, (5, "", "pm/attic")) == f"ANN LEE hosts the session “Films” at 14:00. {AGAIN}"
    assert refused(start, (6, "", "pm/hall"), (2, "", "pm/attic")) == f"One person hosts “T6” and “T2”, {both}"
    assert cells(play(chosen((6, "", "pm/hall"), (1, "", "pm/attic")), start=start))[6] == "pm/hall"
    moved = play(chosen((4, "am/hall", "noon/hall"), (5, "", "am/attic")), start=start)
    assert (cells(moved)[4], cells(moved)[5]) == ("noon/hall", "am/attic")


def test_two_people_of_one_first_name_are_two_people() -> None:
    start = play(
        topic(4, host="Jo", proposer="voice4"),
        topic(5, host="Jo", proposer="voice5"),
        TopicPlaced(4, "am", "hall"),
        start=FURNISHED,
    )
    assert cells(play(chosen((5, "", "am/attic")), start=start))[5] == "am/attic"


def test_the_hosts_of_what_became_part_of_a_topic_are_needed_there_too() -> None:
    start = play(
        topic(4, host="Ann Lee"),
        topic(5, host="Dee", proposer="voice4"),
        TopicMerged(4, 1),
        TopicPlaced(1, "am", "hall"),
        BlockPut(Block("14:00", "Workshops", ends="15:00", id=1)),
        WorkshopPut(1, Workshop("Films", host="ANN LEE", room="Elsewhere", id=5)),
        start=FURNISHED,
    )
    asked = problem_of(start, "", all_topics=True).problem
    assert [set(one.hosts) & set(asked.talks[0].hosts) != set() for one in asked.talks] == [True, False, False, True]
    assert [one.barred for one in asked.talks] == [(2,), (), (), ()]
    both = "which would be at the same time. Tick both moves, or neither."
    assert refused(start, (5, "", "am/attic")) == f"One person hosts “T5” and “T1”, {both}"
    assert refused(start, (1, "am/hall", "pm/hall")) == f"ANN LEE hosts the session “Films” at 14:00. {AGAIN}"


def test_a_need_that_shuts_somebody_out_is_met_where_any_room_meets_it() -> None:
    start = play(
        topic(4, wants=("step_free",)), topic(5, wants=("interpreter",)), topic(6, wants=("screen",)), start=FURNISHED
    )
    assert refused(start, (4, "", "am/attic")) == "“T4” needs no steps on the way, and Attic does not offer that."
    assert cells(play(chosen((5, "", "am/attic")), start=start))[5] == "am/attic"  # no room offers it
    assert cells(play(chosen((6, "", "am/attic")), start=start))[6] == "am/attic"  # less good, and nobody is shut out


def test_the_worker_is_told_of_merged_hands_bookings_hosts_and_no_voice() -> None:
    start = play(
        topic(4),
        HandRaised(1, "ann", "listen"),
        HandRaised(4, "ben", "take_part"),
        HandRaised(2, "ben", "lead"),
        TopicMerged(4, 1),
        TopicPlaced(3, "am", "hall"),
        BlockPut(Block("11:30", "Workshops", ends="12:20", id=1)),
        WorkshopPut(1, Workshop("Films", room="Elsewhere", id=5, places=1)),
        SeatAsked(5, "ben"),
        SeatAsked(5, "ann", waits=True),
        start=FURNISHED,
    )
    asked = problem_of(start, "", all_topics=False)
    assert [one.id for one in asked.topics] == [1, 2, 3]
    assert [(one.at, one.stays, one.on_stage) for one in asked.problem.talks] == [
        (WAITS, False, 2),
        (WAITS, False, 1),
        (asked.cells.index("am/hall"), True, 1),
    ]
    assert asked.problem.people == (
        Person(((0, LISTEN),)),
        Person(((0, TAKE_PART), (1, LEAD)), ((0, TAKE_PART), (1, TAKE_PART))),
        Person(((0, LEAD),)),
        Person(((1, LEAD),)),
        Person(((2, LEAD),)),
        Person(((0, LEAD),)),  # hosts what became part of the first
    )
    assert asked.problem.musts == ("step_free",)
    assert asked.problem.moments == ((0,), (1,), (2,))
    assert not any(one.stays for one in problem_of(start, "", all_topics=True).problem.talks)


def test_times_that_overlap_are_at_the_same_time() -> None:
    start = play(SlotPut(Slot("late", "11:30", "12:20")), start=FURNISHED)
    assert [slot.id for slot in start.board.slots] == ["am", "late", "noon", "pm"]
    assert problem_of(start, "", all_topics=True).problem.moments == ((0, 1), (1, 2), (3,))


def test_a_suggestion_is_told_in_words_and_says_what_could_not_be_done() -> None:
    """Ann wants 1 and 2, which are at the same time; 2 could go anywhere. Two of three seek the only room with a screen."""
    start = play(
        *(HandRaised(number, voice, "take_part") for number in (1, 2) for voice in ("ann", "ben", "cem")),
        TopicPlaced(1, "am", "attic"),
        TopicPlaced(2, "am", "hall"),
        *(topic(number, wants=("interpreter", "step_free")) for number in (4, 5, 6, 7)),
        CellLocked("am/attic"),
        start=FURNISHED,
    )
    asked = problem_of(start, "", all_topics=True)
    said = told(asked, planned(asked.problem, so_often(40)), 7, all_topics=True)
    assert said.say == "3 people are spared a clash, 1 topic moves, 4 topics get a place."
    [moved] = [move for move in said.moves if move.was]
    assert (moved.title, moved.was) == ("T2", "am/hall")
    assert moved.why.startswith("At 11:00, 3 of the 4 people who want it want something else, too; at ")
    assert said.figures[0].then == 0
    assert len([line for line in said.left if "no room that offers" in line or "taken" in line or "free" in line]) == 1
    assert "voice" not in repr((said.say, said.moves, said.left))


@given(days(), st.booleans(), st.sampled_from(("", "2025-10-09 10:50", "2025-10-09 13:40")))
def test_on_any_day_a_suggestion_can_be_applied_and_taken_back_exactly(day: Day, all_topics: bool, local: str) -> None:
    """Also in the odd days: what the worker suggests is what the rule of the board accepts."""
    conference = replay(day.acts)
    asked = problem_of(conference, local, all_topics=all_topics)
    if conference.board.stage == "quiet" or not asked.cells:
        return
    plan = planned(asked.problem, so_often(4))
    moves = moves_of(asked, plan)
    told(asked, plan, 1, all_topics=all_topics)
    if not moves:
        return
    after = play(chosen(*moves, local=local), start=conference)
    assert {move[0]: cells(after)[move[0]] for move in moves} == {topic: now for topic, _, now in moves}
    back = play(Asked(undo_step, UndoStep(after.board.latest_step), FACILITATOR), start=after)
    assert back.board.by_id == conference.board.by_id
