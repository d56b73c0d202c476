"""A poll as it stands and what happens to it: its rounds, the ballot box of an open one, the count of a closed one.

While a round is open its votes lie in a ballot box, keyed by a pseudonym: an HMAC of the voice with a key made for this round, so
that the entry of a vote names no voice. The count writes all answers in one act, sorted by what they say (an order by content
tells nothing of order in time), and the box, its votes and its key are erased. After that nobody can say who voted what.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Literal, assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Fact
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Answer, Tally

State = Literal["draft", "open", "closed", "counted"]


class Box(Struct, frozen=True):
    """A ballot box: the round's key, the latest answer of each pseudonym, and the tally, always equal to a recount of `votes`."""

    key: str
    votes: HashTrieMap[str, Answer]
    tally: Tally


class Count(Struct, frozen=True):
    """What is left of a ballot box when it has been counted."""

    voters: int
    tally: Tally
    answers: tuple[Answer, ...]


class Round(Struct, frozen=True):
    """A poll asked once. Times in milliseconds since 1970; `closed_at` is 0 while it is open."""

    number: int
    opened_at: int
    closed_at: int = 0
    box: Box | None = None
    count: Count | None = None
    shown: bool = False

    @property
    def voters(self) -> int:
        if self.count is not None:
            return self.count.voters
        return len(self.box.votes) if self.box is not None else 0


class Poll(Struct, frozen=True):
    id: int
    title: str
    hint: str
    question: AnyQuestion
    rounds: tuple[Round, ...] = ()

    @property
    def round(self) -> Round | None:
        """The latest round, if the poll was ever opened."""
        return self.rounds[-1] if self.rounds else None

    @property
    def state(self) -> State:
        last = self.round
        if last is None:
            return "draft"
        if last.count is not None:
            return "counted"
        return "closed" if last.closed_at else "open"

    @property
    def is_shown(self) -> bool:
        last = self.round
        return last is not None and last.shown


class Polls(Struct, frozen=True):
    by_id: HashTrieMap[int, Poll] = field(default_factory=HashTrieMap)
    latest_id: int = 0

    def in_order(self) -> list[Poll]:
        return sorted(self.by_id.values(), key=lambda poll: poll.id)


class PollAdded(Fact, frozen=True):
    poll: int
    title: str
    question: AnyQuestion
    hint: str = ""


class PollChanged(Fact, frozen=True):
    poll: int
    title: str
    question: AnyQuestion
    hint: str = ""


class PollRemoved(Fact, frozen=True):
    poll: int


class PollOpened(Fact, frozen=True):
    poll: int
    round: int
    at: int


class BallotBoxMade(Fact, frozen=True):
    """The key of a round's pseudonyms. Erased with the votes."""

    poll: int
    round: int
    key: str


class VoteCast(Fact, frozen=True):
    """One answer under a pseudonym. A later one of the same pseudonym takes its place."""

    poll: int
    round: int
    voter: str
    answer: Answer


class PollClosed(Fact, frozen=True):
    poll: int
    round: int
    at: int


class PollReopened(Fact, frozen=True):
    poll: int
    round: int


class PollCounted(Fact, frozen=True):
    """All answers of a round, sorted by content. With this act the ballot box is erased."""

    poll: int
    round: int
    answers: tuple[Answer, ...]


class ResultShown(Fact, frozen=True):
    poll: int
    round: int


class ResultHidden(Fact, frozen=True):
    poll: int
    round: int


PollAct = (
    VoteCast
    | PollAdded
    | PollChanged
    | PollRemoved
    | PollOpened
    | BallotBoxMade
    | PollClosed
    | PollReopened
    | PollCounted
    | ResultShown
    | ResultHidden
)


def fold(polls: Polls, act: PollAct) -> Polls:
    """The polls after `act`. Acts about what is not there (any more) change nothing: parts of a journal may have been erased."""
    match act:
        case PollAdded():
            poll = Poll(act.poll, act.title, act.hint, act.question)
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
    | PollChanged
    | PollOpened
    | BallotBoxMade
    | PollClosed
    | PollReopened
    | PollCounted
    | ResultShown
    | ResultHidden,
) -> Poll:
    match act:
        case PollChanged():
            return replace(poll, title=act.title, question=act.question, hint=act.hint)
        case PollOpened():
            return replace(poll, rounds=(*poll.rounds, Round(act.round, act.at)))
    place = next((place for place, one in enumerate(poll.rounds) if one.number == act.round), None)
    if place is None:
        return poll
    one = poll.rounds[place]
    match act:
        case VoteCast():
            if one.box is None:
                return poll
            after = replace(one, box=_with_vote(poll.question, one.box, act.voter, act.answer))
        case BallotBoxMade():
            after = replace(one, box=Box(act.key, HashTrieMap(), poll.question.empty()))
        case PollClosed():
            after = replace(one, closed_at=act.at)
        case PollReopened():
            after = replace(one, closed_at=0)
        case PollCounted():
            count = Count(len(act.answers), recount(poll.question, act.answers), act.answers)
            after = replace(one, box=None, count=count)
        case ResultShown():
            after = replace(one, shown=True)
        case ResultHidden():
            after = replace(one, shown=False)
        case _:
            assert_never(act)
    return replace(poll, rounds=(*poll.rounds[:place], after, *poll.rounds[place + 1 :]))


def _with_vote(question: AnyQuestion, box: Box, voter: str, answer: Answer) -> Box:
    tally = box.tally
    before = box.votes.get(voter)
    if before is not None:
        tally = question.add(tally, before, -1)
    return Box(box.key, box.votes.insert(voter, answer), question.add(tally, answer))


def recount(question: AnyQuestion, answers: Iterable[Answer]) -> Tally:
    """The tally of these answers, from nothing."""
    tally = question.empty()
    for answer in answers:
        tally = question.add(tally, answer)
    return tally


def pseudonym(key: str, voice: str) -> str:
    """Under which name this voice's vote lies in the box that has this key."""
    return hmac.digest(key.encode(), voice.encode(), "sha256").hex()[:32]


def my_answer(one: Round, voice: str) -> Answer | None:
    """What this voice said, as long as the box has not been counted. Afterwards nobody knows."""
    return one.box.votes.get(pseudonym(one.box.key, voice)) if one.box is not None else None
