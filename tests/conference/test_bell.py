"""The bell: who hears of how many minutes, and that it goes by itself."""

from __future__ import annotations

from live.conference import Moment, board
from live.conference.board import BellRung, BellStilled, RingBell, StillBell
from live.conference.board.bell import AT_ONCE_MS
from tests.conference.days import AT, FACILITATOR, PLANNED, Asked, ask, play, refusal


def ring(slot: str = "am", minutes: str = "5", at: int = AT) -> Asked:
    return Asked(board.ring_bell, RingBell(slot, minutes), FACILITATOR, Moment(at))


def test_a_bell_says_how_many_minutes_are_left_in_one_slot() -> None:
    rung = play(ring(), start=PLANNED)
    assert rung.board.bell == board.Bell("am", 5, AT)
    assert rung.board.bell.ends_at == AT + 300_000
    assert ask(rung, ring("pm", "30")) == [BellRung("pm", 30, AT)]


def test_it_rings_for_a_time_on_the_board_and_for_one_to_thirty_minutes() -> None:
    assert refusal(PLANNED, ring("noon")) == (
        "For which time should the bell ring? This one is no longer on the board.",
        "slot",
    )
    for minutes in ("0", "31", "-1", "5.5", "", "five", "٣", "9" * 5000):
        say = "Please give the minutes that are left, from 1 to 30."
        assert refusal(PLANNED, ring(minutes=minutes)) == (say, "minutes")


def test_two_facilitators_who_ring_at_once_ring_one_bell_and_later_it_counts_anew() -> None:
    rung = play(ring(), start=PLANNED)
    assert ask(rung, ring(at=AT + 2_000)) == []
    assert ask(rung, ring(minutes="3", at=AT + 2_000)) == [BellRung("am", 3, AT + 2_000)]
    assert ask(rung, ring(at=AT + AT_ONCE_MS)) == [BellRung("am", 5, AT + AT_ONCE_MS)]


def test_it_is_stilled_by_hand_or_by_the_clock_when_its_time_is_over() -> None:
    assert ask(PLANNED, Asked(board.still_bell, StillBell(), FACILITATOR)) == []
    assert (board.next_bell_due(PLANNED), board.bell_due(PLANNED, AT)) == (None, [])
    rung = play(ring(), start=PLANNED)
    assert play(Asked(board.still_bell, StillBell(), FACILITATOR), start=rung).board.bell is None
    assert board.next_bell_due(rung) == AT + 300_000
    assert board.bell_due(rung, AT + 299_999) == []
    assert board.bell_due(rung, AT + 300_000) == [BellStilled()]
