"""Running results: shown while voting is open, and of no help to who wants to know what somebody voted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rpds import HashTrieMap

from live.conference.polls import (
    BallotBoxMade,
    Box,
    PollAdded,
    PollOpened,
    Polls,
    Running,
    Terms,
    VoteCast,
    VoteWithdrawn,
    fold,
    recount,
)
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.question import Answer
from live.conference.polls.rounds import MOVES_AT_LEAST, TOO_FEW

QUESTION = OneChoice(("Tea", "Coffee", "Water"))
OPEN = (
    PollAdded(1, "Which one?", QUESTION, terms=Terms(running=True, passes=("unsure",))),
    PollOpened(1, 1, 1000),
    BallotBoxMade(1, 1, "7a" * 32),
)
NOTHING: HashTrieMap[str, Answer] = HashTrieMap()
VOTERS = [f"voter{number}" for number in range(6)]

votes = st.lists(st.tuples(st.sampled_from(VOTERS), st.sampled_from([0, 1, 2, -2, None])), max_size=60)
"""Who votes what, one after the other; None takes the vote back."""


def box_of(polls: Polls) -> Box:
    one = polls.by_id[1].round
    assert one is not None
    assert one.box is not None
    return one.box


def running_of(polls: Polls) -> Running:
    running = box_of(polls).running
    assert running is not None
    return running


def opened() -> Polls:
    polls = Polls()
    for act in OPEN:
        polls = fold(polls, act)
    return polls


def after_each(said: list[tuple[str, Answer | None]]) -> list[tuple[HashTrieMap[str, Answer], Running]]:
    """All votes, and the running result, after every vote."""
    polls, seen = opened(), []
    for voter, answer in said:
        polls = fold(polls, VoteWithdrawn(1, 1, voter) if answer is None else VoteCast(1, 1, voter, answer))
        seen.append((box_of(polls).votes, running_of(polls)))
    return seen


@given(votes)
def test_two_running_results_differ_by_the_votes_of_three_people_or_more(said: list[tuple[str, Answer | None]]) -> None:
    """Also when one person changes a vote many times, there and back."""
    last = running_of(opened())
    for _, running in after_each(said):
        if running.shown == last.shown:
            continue
        others = {voter for voter in VOTERS if running.shown.votes.get(voter) != last.shown.votes.get(voter)}
        assert len(others) >= MOVES_AT_LEAST
        last = running


@given(votes)
def test_a_running_result_was_true_at_some_moment_and_is_never_far_behind(
    said: list[tuple[str, Answer | None]],
) -> None:
    """It is the count of all votes at some moment; what waits to be shown is at most two people's votes behind."""
    seen = [NOTHING]
    for now, running in after_each(said):
        seen.append(now)
        assert running.shown.votes in seen
        assert running.voters == len(running.shown.votes)
        assert running.tally == recount(QUESTION, running.shown.votes.values())
        assert sum(now.get(voter) != running.ahead.votes.get(voter) for voter in VOTERS) < MOVES_AT_LEAST


@given(st.lists(st.sampled_from([0, 1, 2, -2]), max_size=40))
def test_the_count_differs_from_the_last_running_result_by_three_votes_or_more(answers: list[Answer]) -> None:
    """Voting may close at any moment: whoever votes last is never seen by the difference."""
    for number, (now, running) in enumerate(after_each([(f"v{n}", answer) for n, answer in enumerate(answers)]), 1):
        assert len(now) == number
        assert len(now) - running.voters >= min(number, MOVES_AT_LEAST)


def test_one_person_who_votes_often_moves_nothing() -> None:
    said: list[tuple[str, Answer | None]] = [("voter0", place % 3) for place in range(30)]
    assert {running.voters for _, running in after_each(said)} == {0}
    said += [("voter1", 0), ("voter1", 1), ("voter1", 0)]
    assert {running.voters for _, running in after_each(said)} == {0}
    said += [("voter2", 1), ("voter3", 1), ("voter4", 1)]
    assert {running.voters for _, running in after_each(said)} == {0}
    assert after_each([*said, ("voter5", 2)])[-1][1].voters == 3


def test_a_running_result_of_fewer_than_three_people_is_not_shown() -> None:
    everybody: list[tuple[str, Answer | None]] = [(voter, 0) for voter in VOTERS]
    assert after_each(everybody)[-1][1].may_be_shown
    said = [*everybody[:3], ("voter0", None), ("voter1", None), ("voter3", 2)]
    gone = after_each([*said, ("voter4", 0), ("voter5", 0), ("voter0", 0)])[-1][1]
    assert gone.voters == 2 < TOO_FEW
    assert not gone.may_be_shown
    assert not running_of(opened()).may_be_shown
