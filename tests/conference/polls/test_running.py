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
    last, before = running_of(opened()), NOTHING
    for now, running in after_each(said):
        if (running.voters, running.tally) == (last.voters, last.tally) and running.votes == last.votes:
            continue
        others = {voter for voter in VOTERS if now.get(voter) != before.get(voter)}
        assert len(others) >= MOVES_AT_LEAST
        last, before = running, now


@given(votes)
def test_a_running_result_was_true_when_it_moved_and_is_never_far_behind(said: list[tuple[str, Answer | None]]) -> None:
    """It is the count of all votes at some moment, and at most two people's votes are others by now."""
    seen = [NOTHING]
    for now, running in after_each(said):
        seen.append(now)
        assert running.votes in seen
        assert running.voters == len(running.votes)
        assert running.tally == recount(QUESTION, running.votes.values())
        assert sum(now.get(voter) != running.votes.get(voter) for voter in VOTERS) < MOVES_AT_LEAST


def test_one_person_who_votes_often_moves_nothing() -> None:
    said: list[tuple[str, Answer | None]] = [("voter0", place % 3) for place in range(30)]
    assert {running.voters for _, running in after_each(said)} == {0}
    said += [("voter1", 0), ("voter1", 1), ("voter1", 0)]
    assert {running.voters for _, running in after_each(said)} == {0}
    assert after_each([*said, ("voter2", 1)])[-1][1].voters == 3


def test_a_running_result_of_fewer_than_three_people_is_not_shown() -> None:
    said: list[tuple[str, Answer | None]] = [(voter, 0) for voter in VOTERS[:3]]
    assert after_each(said)[-1][1].may_be_shown
    gone = after_each([*said, ("voter0", None), ("voter1", None), ("voter3", 2)])[-1][1]
    assert gone.voters == 2 < TOO_FEW
    assert not gone.may_be_shown
    assert not running_of(opened()).may_be_shown
