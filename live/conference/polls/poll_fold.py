"""The polls after an act: ballot boxes fill and are emptied, tallies are kept as votes come in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.poll_acts import (
    BallotBoxMade,
    PaperTakenOut,
    PaperTyped,
    PollAct,
    PollAdded,
    PollChanged,
    PollClosed,
    PollCounted,
    PollOpened,
    PollRemoved,
    PollReopened,
    PollTimed,
    ResultHidden,
    ResultShown,
    SealedVoteCast,
    VoteCast,
    VoteWithdrawn,
)
from live.conference.polls.question import Answer, Question, Tally
from live.conference.polls.rounds import MOVES_AT_LEAST, Box, BoxKey, Count, Poll, Polls, Round, Running, Snapshot


def fold(polls: Polls, act: PollAct) -> Polls:
    """The polls after `act`. Acts about what is not there (any more) change nothing: parts of a journal may have been erased."""
    match act:
        case PollAdded():
            poll = Poll(act.poll, act.title, act.hint, act.question, terms=act.terms)
            return Polls(polls.by_id.insert(act.poll, poll), max(polls.latest_id, act.poll))
        case PollRemoved():
            return replace(polls, by_id=polls.by_id.discard(act.poll))
    known = polls.by_id.get(act.poll)
    if known is None:
        return polls
    after = _fold_poll(known, act)
    return polls if after is known else replace(polls, by_id=polls.by_id.insert(act.poll, after))


def _fold_poll(
    poll: Poll,
    act: VoteCast
    | SealedVoteCast
    | VoteWithdrawn
    | PollChanged
    | PollOpened
    | PollTimed
    | BallotBoxMade
    | PaperTyped
    | PaperTakenOut
    | PollClosed
    | PollReopened
    | PollCounted
    | ResultShown
    | ResultHidden,
) -> Poll:
    match act:
        case PollChanged():
            return replace(poll, title=act.title, question=act.question, hint=act.hint, terms=act.terms)
        case PollOpened():
            return replace(poll, rounds=(*poll.rounds, Round(act.round, act.at, closes_at=act.closes_at)))
    numbers = [one.number for one in poll.rounds]
    if act.round not in numbers:
        return poll
    place = numbers.index(act.round)
    one = poll.rounds[place]
    match act:
        case VoteCast():
            if one.box is None:
                return poll
            after = replace(one, box=_with_vote(poll.question, one.box, act.voter, act.answer))
        case SealedVoteCast():
            if one.box is None:
                return poll
            after = replace(one, box=replace(one.box, sealed=one.box.sealed.insert(act.voter, act.sealed)))
        case VoteWithdrawn():
            if one.box is None or act.voter not in one.box.votes:
                return poll
            after = replace(one, box=_without_vote(poll.question, one.box, act.voter))
        case BallotBoxMade():
            empty = poll.question.empty()
            running = Running(Snapshot(empty), Snapshot(empty)) if poll.terms.running and not act.key_id else None
            after = replace(
                one, box=Box(BoxKey(act.key), HashTrieMap(), empty, running, public=act.public, key_id=act.key_id)
            )
        case PaperTyped():
            if one.box is None:
                return poll
            after = replace(one, box=replace(one.box, paper=one.box.paper.insert(act.sheet.number, act.sheet)))
        case PaperTakenOut():
            if one.box is None:
                return poll
            after = replace(one, box=replace(one.box, paper=one.box.paper.discard(act.sheet)))
        case PollTimed():
            after = replace(one, closes_at=act.closes_at)
        case PollClosed():
            after = replace(one, closed_at=act.at, could_vote=act.could_vote)
        case PollReopened():
            after = replace(one, closed_at=0, closes_at=0, shown=False, could_vote=0)
        case PollCounted():
            after = replace(one, box=None, count=_count(poll.question, act))
        case ResultShown():
            after = replace(one, shown=True, confirmed=act.confirmed, beside=act.beside)
        case ResultHidden():
            after = replace(one, shown=False)
        case _:
            assert_never(act)
    return replace(poll, rounds=(*poll.rounds[:place], after, *poll.rounds[place + 1 :]))


def _with_vote(question: AnyQuestion, box: Box, voter: str, answer: Answer) -> Box:
    tally = box.tally
    before = box.votes.get(voter)
    if before is not None:
        tally = add_answer(question, tally, before, -1)
    tally, votes = add_answer(question, tally, answer), box.votes.insert(voter, answer)
    return replace(box, votes=votes, tally=tally, running=_moved(box.running, voter, votes, tally))


def _without_vote(question: AnyQuestion, box: Box, voter: str) -> Box:
    tally, votes = add_answer(question, box.tally, box.votes[voter], -1), box.votes.discard(voter)
    return replace(box, votes=votes, tally=tally, running=_moved(box.running, voter, votes, tally))


def _moved(running: Running | None, voter: str, votes: HashTrieMap[str, Answer], tally: Tally) -> Running | None:
    """The running result after a vote: it moves only when the votes of three different people are others than those that wait
    to be shown. Somebody who changes a vote and changes it back is not one of them."""
    if running is None:
        return None
    is_other = votes.get(voter) != running.ahead.votes.get(voter)
    since = running.since.insert(voter) if is_other else running.since.discard(voter)
    if len(since) < MOVES_AT_LEAST:
        return replace(running, since=since)
    return Running(running.ahead, Snapshot(tally, votes))


def _count(question: AnyQuestion, act: PollCounted) -> Count:
    tally = recount(question, act.answers)
    if act.totals:
        tally = tuple(one + other for one, other in zip(tally, act.totals, strict=True))
    voters = len(act.answers) + act.in_totals
    return Count(voters, tally, act.answers, act.could_vote, act.by_helper, act.on_paper, act.groups, act.register)


def add_answer(question: Question, tally: Tally, answer: Answer, times: int = 1) -> Tally:
    """The tally with this answer counted `times` more. "None of these" and "I don't know" are not in tallies."""
    return tally if isinstance(answer, int) and answer < 0 else question.add(tally, answer, times)


def recount(question: Question, answers: Iterable[Answer]) -> Tally:
    """The tally of these answers, from nothing."""
    tally = question.empty()
    for answer in answers:
        tally = add_answer(question, tally, answer)
    return tally
