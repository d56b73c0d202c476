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
from rpds import HashTrieMap, HashTrieSet

from live.conference.people import Fact
from live.conference.polls.groups import GroupCount
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Answer, Question, Tally
from live.conference.polls.terms import PASSES, Pass, Terms

State = Literal["draft", "open", "closed", "counted"]

MOVES_AT_LEAST = 3  # voters between two running results: fewer, and the difference would tell what somebody voted
TOO_FEW = 3  # a count of fewer is nearly a list of who voted what


class Running(Struct, frozen=True):
    """A running result: how many had voted when it last moved, their tally, their votes, and whose votes are others by now."""

    voters: int
    tally: Tally
    votes: HashTrieMap[str, Answer] = field(default_factory=HashTrieMap)
    since: HashTrieSet[str] = field(default_factory=HashTrieSet)

    @property
    def may_be_shown(self) -> bool:
        """Whether it is of so many people that it tells nobody's vote."""
        return self.voters >= TOO_FEW


class Sheet(Struct, frozen=True, omit_defaults=True):
    """Something from paper, as a facilitator typed it in: one ballot that came `times` times, or (without `answer`) the totals of
    `times` ballots."""

    number: int
    times: int
    answer: Answer | None = None
    totals: Tally = ()


class Box(Struct, frozen=True):
    """A ballot box: the round's key, the latest answer of each pseudonym, the tally (always equal to a recount of `votes`), and
    what came on paper, which is added at the count.

    Where votes are sealed (there is a `key_id`, and a `public` key to seal them to), they are in `sealed`, and nobody can tell
    what they say, nor which of them was withdrawn, before the count.
    """

    key: str
    votes: HashTrieMap[str, Answer]
    tally: Tally
    running: Running | None = None
    paper: HashTrieMap[int, Sheet] = field(default_factory=HashTrieMap)
    public: str = ""
    key_id: str = ""
    sealed: HashTrieMap[str, str] = field(default_factory=HashTrieMap)

    @property
    def is_sealed(self) -> bool:
        return bool(self.key_id)

    @property
    def on_paper(self) -> int:
        return sum(sheet.times for sheet in self.paper.values())


class Count(Struct, frozen=True):
    """What is left of a ballot box when it has been counted.

    `answers` are sorted by content; what was typed in as totals has none and is only in the `tally`. `could_vote`, `by_helper`
    and `on_paper` count people; the rest came by phone. `groups` are those that may be shown. `register` has the list numbers of
    the badges whose votes were counted, sorted, where votes were sealed.
    """

    voters: int
    tally: Tally
    answers: tuple[Answer, ...]
    could_vote: int = 0
    by_helper: int = 0
    on_paper: int = 0
    groups: tuple[GroupCount, ...] = ()
    register: tuple[str, ...] = ()

    @property
    def by_phone(self) -> int:
        return self.voters - self.by_helper - self.on_paper

    def passed(self, name: Pass) -> int:
        """How many answered "None of these" or "I don't know"."""
        return self.answers.count(PASSES[name][0])


class Round(Struct, frozen=True):
    """A poll asked once. Times in milliseconds since 1970; `closed_at` is 0 while it is open.

    `closes_at`: when it closes by itself (0: it does not). `shown`: the chair wants the result seen, which it is once it is
    counted. `confirmed`: also if fewer than three people voted. `beside`: side by side with the round before.
    """

    number: int
    opened_at: int
    closed_at: int = 0
    box: Box | None = None
    count: Count | None = None
    shown: bool = False
    closes_at: int = 0
    confirmed: bool = False
    beside: bool = False

    @property
    def voters(self) -> int:
        """How many answers there are, those on paper too."""
        if self.count is not None:
            return self.count.voters
        return len(self.box.votes) + len(self.box.sealed) + self.box.on_paper if self.box is not None else 0

    @property
    def is_sealed(self) -> bool:
        """Whether there is a box in which votes are sealed."""
        return self.box is not None and self.box.is_sealed

    @property
    def result(self) -> Count | None:
        """The count, if everybody may see it now."""
        return self.count if self.shown and not self.is_kept_small else None

    @property
    def is_kept_small(self) -> bool:
        """Whether so few voted that only the turnout is shown, as long as the chair does not confirm that it should be more."""
        return self.count is not None and 0 < self.count.voters < TOO_FEW and not self.confirmed


class Poll(Struct, frozen=True):
    id: int
    title: str
    hint: str
    question: AnyQuestion
    rounds: tuple[Round, ...] = ()
    terms: Terms = Terms()

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
        """Whether everybody sees the latest result, or at least how many took part."""
        last = self.round
        return last is not None and last.shown and last.count is not None

    def before(self, one: Round) -> Round | None:
        """The round that was asked before this one, if its result may stand beside: one that was counted, and not so small that
        only its turnout may be shown; and of a kind that has bars."""
        if not self.question.bars(self.question.empty(), 0):
            return None
        return next(
            (
                other
                for other in self.rounds
                if other.number == one.number - 1 and other.count is not None and not other.is_kept_small
            ),
            None,
        )


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
    terms: Terms = Terms()


class PollChanged(Fact, frozen=True):
    poll: int
    title: str
    question: AnyQuestion
    hint: str = ""
    terms: Terms = Terms()


class PollRemoved(Fact, frozen=True):
    poll: int


class PollOpened(Fact, frozen=True):
    """`closes_at` is when it closes by itself; 0: it does not."""

    poll: int
    round: int
    at: int
    closes_at: int = 0


class PollTimed(Fact, frozen=True):
    """From now on it closes by itself at another time, or (0) not by itself."""

    poll: int
    round: int
    closes_at: int


class BallotBoxMade(Fact, frozen=True):
    """The key of a round's pseudonyms; where votes are sealed, also what they are sealed to and which key opens them. Erased with
    the votes."""

    poll: int
    round: int
    key: str
    public: str = ""
    key_id: str = ""


class VoteCast(Fact, frozen=True):
    """One answer under a pseudonym. A later one of the same pseudonym takes its place."""

    poll: int
    round: int
    voter: str
    answer: Answer


class SealedVoteCast(Fact, frozen=True):
    """An answer in an envelope, or nothing in it, which takes the one before back. A later one takes the place of an earlier."""

    poll: int
    round: int
    voter: str
    sealed: str


class VoteWithdrawn(Fact, frozen=True):
    """Whoever has this pseudonym took the answer back."""

    poll: int
    round: int
    voter: str


class PaperTyped(Fact, frozen=True):
    """A facilitator typed in what stands on paper."""

    poll: int
    round: int
    sheet: Sheet


class PaperTakenOut(Fact, frozen=True):
    """What was typed in was wrong, and is gone."""

    poll: int
    round: int
    sheet: int


class PollClosed(Fact, frozen=True):
    poll: int
    round: int
    at: int


class PollReopened(Fact, frozen=True):
    poll: int
    round: int


class PollCounted(Fact, frozen=True):
    """All answers of a round, sorted by content, and the totals of ballots on paper that were typed in as totals. With this act
    the ballot box is erased. The rest as in `Count`."""

    poll: int
    round: int
    answers: tuple[Answer, ...]
    totals: Tally = ()
    could_vote: int = 0
    by_helper: int = 0
    on_paper: int = 0
    in_totals: int = 0
    """How many of the ballots on paper are in `totals`."""
    groups: tuple[GroupCount, ...] = ()
    register: tuple[str, ...] = ()


class ResultShown(Fact, frozen=True):
    """`confirmed`: also if fewer than three people voted. `beside`: beside the round before."""

    poll: int
    round: int
    confirmed: bool = False
    beside: bool = False


class ResultHidden(Fact, frozen=True):
    poll: int
    round: int


PollAct = (
    VoteCast
    | SealedVoteCast
    | VoteWithdrawn
    | PollAdded
    | PollChanged
    | PollRemoved
    | PollOpened
    | PollTimed
    | BallotBoxMade
    | PaperTyped
    | PaperTakenOut
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
    place = next((place for place, one in enumerate(poll.rounds) if one.number == act.round), None)
    if place is None:
        return poll
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
            running = Running(0, empty) if poll.terms.running and not act.key_id else None
            after = replace(one, box=Box(act.key, HashTrieMap(), empty, running, public=act.public, key_id=act.key_id))
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
            after = replace(one, closed_at=act.at)
        case PollReopened():
            after = replace(one, closed_at=0, closes_at=0, shown=False)
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
    """The running result after a vote: it moves only when the votes of three different people are others than when it last
    moved. Somebody who changes a vote and changes it back is not one of them."""
    if running is None:
        return None
    is_other = votes.get(voter) != running.votes.get(voter)
    since = running.since.insert(voter) if is_other else running.since.discard(voter)
    return Running(len(votes), tally, votes) if len(since) >= MOVES_AT_LEAST else replace(running, since=since)


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


def pseudonym(key: str, voter: str) -> str:
    """Under which name this voter's vote lies in the box that has this key. The voter's own name is given by `doors`."""
    return hmac.digest(key.encode(), voter.encode(), "sha256").hex()[:32]


def my_answer(one: Round, voter: str) -> Answer | None:
    """What this voter said, as long as the box has not been counted. Afterwards nobody knows."""
    return one.box.votes.get(pseudonym(one.box.key, voter)) if one.box is not None and voter else None


def has_envelope(one: Round, voter: str) -> bool:
    """Whether an envelope of this voter is in the box."""
    box = one.box
    return box is not None and box.is_sealed and bool(voter) and pseudonym(box.key, voter) in box.sealed
