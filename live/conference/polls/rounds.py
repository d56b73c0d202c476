"""A poll as it stands: its rounds, the ballot box of an open one, the count of a closed one.

While a round is open its votes lie in a ballot box, keyed by a pseudonym: an HMAC of the voter with a key made for this round, so
that the entry of a vote names nobody. The count writes all answers in one act, sorted by what they say (an order by content
tells nothing of order in time), and the box, its votes and its key are erased. After that nobody can say who voted what.
"""

from __future__ import annotations

import hmac
from typing import Literal

from msgspec import Struct, field
from rpds import HashTrieMap, HashTrieSet

from live.conference.polls.groups import GroupCount
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Answer, Tally
from live.conference.polls.terms import PASSES, Pass, Terms

State = Literal["draft", "open", "closed", "counted"]

MOVES_AT_LEAST = 3  # voters between two running results: fewer, and the difference would tell what somebody voted
TOO_FEW = 3  # a count of fewer is nearly a list of who voted what


class Snapshot(Struct, frozen=True):
    """The votes in a box at some moment, and their tally."""

    tally: Tally
    votes: HashTrieMap[str, Answer] = field(default_factory=HashTrieMap)


class Running(Struct, frozen=True):
    """A running result. What is shown is always one step behind: the next step waits in `ahead` until the votes of three more
    people are others than in it. So the count, too, differs from the last running result by three votes or more, though voting
    may close at any moment. `since`: whose votes are others by now than in `ahead`.
    """

    shown: Snapshot
    ahead: Snapshot
    since: HashTrieSet[str] = field(default_factory=HashTrieSet)

    @property
    def voters(self) -> int:
        return len(self.shown.votes)

    @property
    def tally(self) -> Tally:
        return self.shown.tally

    @property
    def may_be_shown(self) -> bool:
        """Whether it is of so many people that it tells nobody's vote."""
        return self.voters >= TOO_FEW


class BoxKey:
    """The key of a round's pseudonyms. What it makes of a name is worked out once, and goes when the key goes: each vote is
    looked for twice, and the HMACs were a tenth of what it costs (measured)."""

    __slots__ = ("_made", "_secret")

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._made: dict[str, str] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoxKey) and self._secret == other._secret

    def pseudonym(self, voter: str) -> str:
        """Under which name this voter's vote lies in the box. The voter's own name is given by `doors`."""
        made = self._made.get(voter)
        if made is None:
            made = self._made[voter] = pseudonym(self._secret, voter)
        return made


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

    key: BoxKey
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
    the badges whose votes were counted, sorted, where votes were sealed. `words_gone`: how many answers were words, which were
    removed since.
    """

    voters: int
    tally: Tally
    answers: tuple[Answer, ...]
    could_vote: int = 0
    by_helper: int = 0
    on_paper: int = 0
    groups: tuple[GroupCount, ...] = ()
    register: tuple[str, ...] = ()
    words_gone: int = 0

    @property
    def by_phone(self) -> int:
        return self.voters - self.by_helper - self.on_paper

    @property
    def few_by_phone(self) -> int:
        """How many voted by phone, if these are so few beside ballots on paper that only the turnout is shown."""
        by_phone = self.voters - self.on_paper
        return by_phone if self.on_paper and by_phone < TOO_FEW else 0

    @property
    def gave_an_answer(self) -> int:
        """How many answered the question itself, and not "None of these" or "I don't know"."""
        return self.voters - sum(isinstance(answer, int) and answer < 0 for answer in self.answers)

    def passed(self, name: Pass) -> int:
        """How many answered "None of these" or "I don't know"."""
        return self.answers.count(PASSES[name][0])


class Round(Struct, frozen=True):
    """A poll asked once. Times in milliseconds since 1970; `closed_at` is 0 while it is open.

    `closes_at`: when it closes by itself (0: it does not). `shown`: the chair wants the result seen, which it is once it is
    counted. `confirmed`: also if fewer than three people voted. `beside`: side by side with the round before. `could_vote`: how
    many could when it closed (0 while it is open).
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
    could_vote: int = 0

    @property
    def voters(self) -> int:
        """How many answers there are, those on paper too."""
        if self.count is not None:
            return self.count.voters
        return len(self.box.votes) + len(self.box.sealed) + self.box.on_paper if self.box is not None else 0

    @property
    def on_paper(self) -> int:
        """How many of the answers came on paper."""
        if self.count is not None:
            return self.count.on_paper
        return self.box.on_paper if self.box is not None else 0

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
        """Whether so few voted that only the turnout is shown, as long as the chair does not confirm that it should be more. Also
        if so few did beside ballots on paper: what these say, whoever typed them in knows."""
        count = self.count
        if count is None or self.confirmed:
            return False
        return 0 < count.voters < TOO_FEW or count.few_by_phone > 0


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


def pseudonym(key: str, voter: str) -> str:
    """The name that a round's key makes of a voter's own: see `BoxKey`."""
    return hmac.digest(key.encode(), voter.encode(), "sha256").hex()[:32]


def my_answer(one: Round, voter: str) -> Answer | None:
    """What this voter said, as long as the box has not been counted. Afterwards nobody knows."""
    return one.box.votes.get(one.box.key.pseudonym(voter)) if one.box is not None and voter else None


def has_envelope(one: Round, voter: str) -> bool:
    """Whether an envelope of this voter is in the box."""
    box = one.box
    return box is not None and box.is_sealed and bool(voter) and box.key.pseudonym(voter) in box.sealed
