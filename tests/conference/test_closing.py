"""Closing well: votes on their way, the clock, small counts, results that run, and ballots on paper."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Actor, Conference, Moment, people
from live.conference.plan import TakePlan, take_plan
from live.conference.polls import (
    COUNT_AFTER_MS,
    LATE_MS,
    CastVote,
    PaperTakenOut,
    PollClosed,
    PollCounted,
    PollTimed,
    ResultShown,
    Round,
    RoundRequest,
    Sheet,
    ShowResult,
    TakeOutPaper,
    TimePoll,
    TypePaper,
    cast_vote,
    close_poll,
    due,
    next_due,
    open_poll,
    show_result,
    take_out_paper,
    time_poll,
    type_paper,
)
from tests.conference.days import ANN, AT, BEN, CEM, DEE, DELEGATES, FACILITATOR, MADE, TOKEN, Asked, ask, play, refusal

PLAN = """
title = "Together"
[[item]]
kind = "poll"
title = "Which one?"
[item.question]
kind = "one_choice"
options = ["Tea", "Coffee", "Water"]
[item.terms]
seconds = 60
running = true
passes = ["unsure"]
[[item]]
kind = "poll"
title = "Which ones?"
[item.question]
kind = "several_choices"
options = ["Films", "Talks", "Walks"]
most = 2
"""
OPEN = play(Asked(take_plan, TakePlan(PLAN)), *(Asked(open_poll, RoundRequest(poll, 1)) for poll in (1, 2)), start=MADE)
END = AT + 60_000


def vote(letter: str, by: Actor = ANN, at: int = AT, poll: int = 1) -> Asked:
    return Asked(cast_vote, CastVote(poll, 1, {"vote": [letter]}), by, Moment(at, TOKEN))


def close(at: int = AT, poll: int = 1) -> Asked:
    return Asked(close_poll, RoundRequest(poll, 1), moment=Moment(at, TOKEN))


def show(at: int = AT + LATE_MS, poll: int = 1, confirm: str = "") -> Asked:
    return Asked(show_result, ShowResult(poll, 1, confirm), moment=Moment(at, TOKEN))


def round_of(conference: Conference, poll: int = 1) -> Round:
    return conference.polls.by_id[poll].rounds[0]


def test_a_vote_that_was_on_its_way_at_the_close_counts_for_two_seconds() -> None:
    closed = play(close(), start=OPEN)
    assert round_of(play(vote("A", at=AT + LATE_MS - 1), start=closed)).voters == 1
    say = "Voting on this question has closed. This answer was not counted."
    assert refusal(closed, vote("A", at=AT + LATE_MS)) == (say, "")


def test_a_result_that_is_asked_for_at_once_waits_for_votes_on_their_way() -> None:
    """The chair presses "close" and "show" in one go: nobody whose vote is in the air is left out."""
    closed = play(*(vote(letter, by) for letter, by in (("A", ANN), ("B", BEN))), close(), start=OPEN)
    assert ask(closed, show(AT + 1)) == [ResultShown(1, 1)]
    early = play(show(AT + 1), start=closed)
    assert (round_of(early).result, early.polls.by_id[1].is_shown) == (None, False)
    late = play(vote("A", CEM, AT + 1_500), start=early)
    assert (due(late, AT + LATE_MS - 1), next_due(late)) == ([], AT + LATE_MS)
    (count,) = due(late, AT + LATE_MS)
    assert count == PollCounted(1, 1, (0, 0, 1), could_vote=4)
    result = round_of(play(count, start=late)).result
    assert result is not None
    assert result.tally == (2, 1, 0)


def test_a_question_closes_by_itself_and_lets_in_what_was_on_its_way() -> None:
    assert round_of(OPEN).closes_at == END
    assert due(OPEN, END - 1) == []
    assert due(OPEN, END) == [PollClosed(1, 1, END, 4)]
    late = play(vote("A", at=END + LATE_MS - 1), start=OPEN)  # the clock's task has not run yet
    assert round_of(late).voters == 1
    assert "has closed" in refusal(OPEN, vote("A", at=END + LATE_MS))[0]


def test_whoever_has_the_chairs_link_gives_more_time_once_for_each_press() -> None:
    more = Asked(time_poll, TimePoll(1, 1, 120, END))
    assert ask(OPEN, more) == [PollTimed(1, 1, END + 120_000)]
    assert ask(play(more, start=OPEN), more) == []
    no_limit = play(Asked(time_poll, TimePoll(1, 1, 0, END)), start=OPEN)
    assert round_of(no_limit).closes_at == 0
    assert next_due(no_limit) is None
    assert ask(no_limit, Asked(time_poll, TimePoll(1, 1, 30))) == [PollTimed(1, 1, AT + 30_000)]


def test_voting_can_be_brought_to_an_end_sooner_than_was_said() -> None:
    more = play(Asked(time_poll, TimePoll(1, 1, 600, END)), start=OPEN)
    soon = Asked(time_poll, TimePoll(1, 1, 60, END + 600_000, "yes"), moment=Moment(AT + 5_000, TOKEN))
    assert ask(more, soon) == [PollTimed(1, 1, AT + 65_000)]
    assert ask(play(soon, start=more), soon) == []


@pytest.mark.parametrize("seconds", [-1, 4 * 3600 + 1, 10**30])
def test_a_time_that_makes_no_sense_is_refused(seconds: int) -> None:
    say = "Voting can be open for at most four hours before it closes by itself."
    assert refusal(OPEN, Asked(time_poll, TimePoll(1, 1, seconds, END))) == (say, "seconds")


def test_opening_again_takes_the_clock_away() -> None:
    closed = play(PollClosed(1, 1, END), start=OPEN)
    again = play(Asked(open_poll, RoundRequest(1, 1)), start=closed)
    assert (round_of(again).closed_at, round_of(again).closes_at) == (0, 0)


@pytest.mark.parametrize(("voters", "is_small"), [(0, False), (1, True), (2, True), (3, False)])
def test_of_fewer_than_three_votes_only_the_turnout_is_shown_unless_the_chair_confirms(
    voters: int, is_small: bool
) -> None:
    cast = [vote("A", by) for by in DELEGATES[:voters]]
    shown = play(*cast, close(), show(), start=OPEN)
    assert (round_of(shown).is_kept_small, round_of(shown).result is None) == (is_small, is_small)
    if is_small:
        confirmed = play(show(confirm="yes"), start=shown)
        assert round_of(confirmed).result is not None
    hidden = play(*cast, close(), show(confirm="yes"), start=OPEN)
    assert round_of(hidden).result is not None


def test_what_else_may_be_answered_is_counted_apart() -> None:
    passed = Asked(cast_vote, CastVote(1, 1, {"vote.pass": ["unsure"]}), DEE)
    shown = play(vote("A"), vote("A", BEN), passed, close(), show(), start=OPEN)
    count = round_of(shown).result
    assert count is not None
    assert (count.voters, count.tally, count.passed("unsure"), count.passed("none")) == (3, (2, 0, 0), 1, 0)
    both = CastVote(1, 1, {"vote": ["A"], "vote.pass": ["unsure"]})
    assert refusal(OPEN, Asked(cast_vote, both, ANN)) == (
        "Please choose either an answer or “I don’t know”, not both.",
        "vote",
    )
    not_offered = CastVote(2, 1, {"vote.pass": ["unsure"]})
    assert refusal(OPEN, Asked(cast_vote, not_offered, ANN))[1] == "vote"


@pytest.mark.parametrize(
    ("fields", "say", "field"),
    [
        (
            {"vote.pass": ["none", "unsure"]},
            "Please choose only one of “None of these” and “I don’t know”.",
            "vote.pass",
        ),
        (
            {"vote.pass": ["none"], "vote": ["A"]},
            "Please choose either an answer or “None of these”, not both.",
            "vote",
        ),
        (
            {"vote.pass": ["none"], "vote.A": ["", "7"]},
            "Please choose either an answer or “None of these”, not both.",
            "vote",
        ),
        ({"vote.pass": ["maybe"]}, "That is not one of the answers. Please choose again.", "vote"),
        ({"vote.pass": ["", ""]}, "Please choose one answer.", "vote"),
    ],
)
def test_who_passes_says_nothing_else(fields: dict[str, list[str]], say: str, field: str) -> None:
    opened = play(
        Asked(take_plan, TakePlan(PLAN.replace('["unsure"]', '["unsure", "none"]'))),
        Asked(open_poll, RoundRequest(1, 1)),
        start=MADE,
    )
    assert refusal(opened, Asked(cast_vote, CastVote(1, 1, fields), ANN)) == (say, field)
    passed = {"vote.pass": ["none"], "vote": [""], "vote.A": ["0"], "vote.B": [" "]}  # as a form of numbers sends it
    assert round_of(play(Asked(cast_vote, CastVote(1, 1, passed), ANN), start=opened)).voters == 1


def paper(poll: int = 1, *, times: str = "", **fields: str) -> Asked:
    form = {name.replace("total_", "total."): [value] for name, value in fields.items()}
    totals = "yes" if any(name.startswith("total_") for name in fields) else ""
    return Asked(type_paper, TypePaper(poll, 1, form, times, totals), FACILITATOR)


def test_paper_is_added_at_the_count_and_named_beside_the_phones() -> None:
    shown = play(
        vote("A"),
        paper(vote="B"),
        paper(vote="C", times="3"),
        paper(total_A="10", total_B="5", total_C=""),
        close(),
        show(confirm="yes"),
        start=OPEN,
    )
    count = round_of(shown).result
    assert count is not None
    assert (count.voters, count.by_phone, count.on_paper, count.could_vote) == (20, 1, 19, 4 + 19)
    assert (count.tally, count.answers) == ((11, 6, 3), (0, 1, 2, 2, 2))


@pytest.mark.parametrize("by_phone", [1, 2, 3])
def test_of_one_or_two_votes_by_phone_beside_paper_only_the_turnout_is_shown(by_phone: int) -> None:
    """Whoever typed in the paper could take it away from the count."""
    votes = [vote("A", by) for by in DELEGATES[:by_phone]]
    closed = play(*votes, paper(vote="B", times="31"), close(), start=OPEN)
    assert round_of(play(show(), start=closed)).is_kept_small == (by_phone < 3)
    assert not round_of(play(show(confirm="yes"), start=closed)).is_kept_small
    only_paper = play(paper(vote="B", times="31"), close(), show(), start=OPEN)
    assert not round_of(only_paper).is_kept_small


def test_totals_of_one_or_two_ballots_are_refused_since_they_stand_apart_in_what_is_handed_on() -> None:
    say = "Please type so few ballots in one by one: totals of one or two would tell who voted what."
    assert refusal(OPEN, paper(total_A="1", total_B="1")) == (say, "totals")
    assert refusal(OPEN, paper(2, total_A="2", total_B="2", times="2")) == (say, "totals")
    assert len(ask(OPEN, paper(total_A="1", total_B="2"))) == 1


def test_no_more_ballots_are_taken_than_a_hall_can_have() -> None:
    full = play(*[paper(vote="A", times="5000")] * 4, start=OPEN)
    say = "A round takes 20,000 ballots on paper at most. 20,000 are in."
    assert refusal(full, paper(vote="A")) == (say, "times")


def test_who_joins_after_the_close_is_not_one_of_those_who_could_vote() -> None:
    """Else somebody could undo “of the people present” once they have seen how few voted."""
    closed = play(vote("A"), close(), start=OPEN)
    late = play(*(people.VoiceJoined(f"late {number}") for number in range(9)), start=closed)
    [count] = due(late, AT + COUNT_AFTER_MS)
    assert isinstance(count, PollCounted)
    assert count.could_vote == 4
    opened = play(Asked(open_poll, RoundRequest(1, 1)), close(), start=late)
    [again] = due(opened, AT + COUNT_AFTER_MS)
    assert isinstance(again, PollCounted)
    assert again.could_vote == 13


def test_totals_of_several_choices_need_the_number_of_ballots() -> None:
    shown = play(paper(2, total_A="10", total_B="5", times="12"), close(poll=2), show(poll=2), start=OPEN)
    count = round_of(shown, 2).result
    assert count is not None
    assert (count.voters, count.on_paper, count.tally) == (12, 12, (10, 5, 0))
    say = "These totals need more ballots than you gave. How many ballots were there?"
    assert refusal(OPEN, paper(2, total_A="10", total_B="5", times="9")) == (say, "times")
    assert refusal(OPEN, paper(2, total_A="3", total_B="3", total_C="3", times="4")) == (say, "times")


@pytest.mark.parametrize("wrong", ["-1", "x", "1.5", "٣", "1e3", "9" * 5000, "5001"])
def test_a_total_that_is_no_number_is_refused(wrong: str) -> None:
    say = "Please write each total as a whole number."
    assert refusal(OPEN, paper(total_A=wrong)) == (say, "total.A")


def test_what_was_typed_in_wrongly_can_be_taken_out_until_the_count() -> None:
    typed = play(paper(vote="B"), paper(vote="A"), start=OPEN)
    out = Asked(take_out_paper, TakeOutPaper(1, 1, 1), FACILITATOR)
    assert ask(typed, out) == [PaperTakenOut(1, 1, 1)]
    after = play(out, start=typed)
    box = round_of(after).box
    assert box is not None
    assert list(box.paper.values()) == [Sheet(2, 1, 0)]
    assert ask(after, out) == []
    counted = play(close(), show(), start=after)
    assert refusal(counted, out) == ("This question has been counted, so nothing can be changed any more.", "")


@given(st.permutations(["vote", "paper", "totals", "wrong"]), st.integers(0, 2**32))
def test_any_order_of_phones_and_paper_gives_the_same_count(order: Sequence[str], seed: int) -> None:
    dice = Random(seed)
    letters = {by: dice.choice("ABC") for by in DELEGATES}
    steps = {
        "vote": [vote(letter, by) for by, letter in letters.items()],
        "paper": [paper(vote="C", times="2")],
        "totals": [paper(total_A="4", total_B="1")],
        "wrong": [],
    }
    conference = play(*(step for name in order for step in steps[name]), start=OPEN)
    (count,) = due(play(close(), start=conference), AT + COUNT_AFTER_MS)
    straight = play(*(step for each in steps.values() for step in each), close(), start=OPEN)
    assert [count] == list(due(straight, AT + COUNT_AFTER_MS))
