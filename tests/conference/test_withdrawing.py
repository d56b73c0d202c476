"""Taking a vote back: as if it had never been cast, as long as voting is open."""

from __future__ import annotations

from live.conference import Actor, Conference, Moment, agenda, replay
from live.conference.notation import write
from live.conference.polls import (
    COUNT_AFTER_MS,
    LATE_MS,
    CastVote,
    PollCounted,
    Round,
    RoundRequest,
    ShowResult,
    VoteWithdrawn,
    WithdrawVote,
    cast_vote,
    close_poll,
    due,
    my_answer,
    open_poll,
    pseudonym,
    show_result,
    withdraw_vote,
)
from tests.conference.days import ANN, AT, BEN, CEM, PLANNED, TOKEN, Asked, ask, play, refusal

FIRST = RoundRequest(1, 1)
OPEN = play(Asked(open_poll, FIRST), start=PLANNED)


def vote(letter: str, by: Actor = ANN) -> Asked:
    return Asked(cast_vote, CastVote(1, 1, {"vote": [letter]}), by)


def take_back(by: Actor = ANN, at: int = AT) -> Asked:
    return Asked(withdraw_vote, WithdrawVote(1, 1), by, Moment(at, TOKEN))


def round_of(conference: Conference) -> Round:
    one = conference.polls.by_id[1].round
    assert one is not None
    return one


VOTED = play(vote("B"), vote("A", BEN), vote("B", CEM), start=OPEN)


def test_a_vote_taken_back_is_as_if_it_had_never_been() -> None:
    assert play(take_back(), start=VOTED) == play(vote("A", BEN), vote("B", CEM), start=OPEN)
    assert my_answer(round_of(play(take_back(), start=VOTED)), "ann") is None


def test_who_took_a_vote_back_may_vote_again() -> None:
    again = play(take_back(), vote("C"), start=VOTED)
    box = round_of(again).box
    assert box is not None
    assert box.tally == (1, 1, 1)


def test_the_entry_names_no_voice() -> None:
    (act,) = ask(VOTED, take_back())
    assert act == VoteWithdrawn(1, 1, pseudonym(TOKEN, "ann"))
    assert b"ann" not in write(act)


def test_where_there_is_no_vote_there_is_nothing_to_take_back() -> None:
    assert ask(OPEN, take_back()) == []
    assert refusal(VOTED, take_back(Actor("delegate", "eve"))) == (
        "Please join first: type the six numbers on the big screen.",
        "",
    )


def test_after_the_close_a_vote_stays_in() -> None:
    """But for one whose taking back was on its way, as with a vote."""
    closed = play(Asked(close_poll, FIRST), start=VOTED)
    say = "Voting on this question has closed, so your vote stays in."
    assert refusal(closed, take_back(at=AT + LATE_MS)) == (say, "")
    assert len(ask(closed, take_back(at=AT + LATE_MS - 1))) == 1
    counted = play(Asked(show_result, ShowResult(1, 1), moment=Moment(AT + LATE_MS)), start=closed)
    assert refusal(counted, take_back()) == (say, "")


def test_the_count_has_no_trace_of_it() -> None:
    steps = (Asked(close_poll, FIRST), Asked(show_result, ShowResult(1, 1), moment=Moment(AT + LATE_MS)))
    counts = [
        [act for step in steps[1:] for act in ask(play(steps[0], start=start), step) if isinstance(act, PollCounted)]
        for start in (play(take_back(), start=VOTED), play(vote("A", BEN), vote("B", CEM), start=OPEN))
    ]
    assert counts[0] == counts[1] != []


def test_a_question_stays_until_the_count_has_erased_what_was_taken_back() -> None:
    """Its box lies on the disk until then, although nothing is in it any more."""
    taken_back = play(vote("B"), take_back(), Asked(close_poll, FIRST), start=OPEN)
    removal = Asked(agenda.remove_item, agenda.ItemRequest(taken_back.agenda.items[1].id))
    assert taken_back.agenda.items[1].poll == FIRST.poll
    assert "so it stays in the list" in refusal(taken_back, removal)[0]
    assert ask(replay(due(taken_back, AT + COUNT_AFTER_MS), taken_back), removal)


def test_an_act_about_a_vote_that_is_not_there_changes_nothing() -> None:
    acts = [VoteWithdrawn(1, 1, "nobody"), VoteWithdrawn(1, 7, "nobody"), VoteWithdrawn(9, 1, "nobody")]
    assert replay(acts, VOTED).polls is VOTED.polls
