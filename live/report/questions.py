"""The questions of the day written up: each round with its facts, and with its result where that may be seen.

It is the same for all kinds of question: a kind says what it has (bars, divided rows, words, a verdict), and `figures` holds what
it counts besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct

from live.conference import Conference
from live.conference.polls import Count, Poll, Round
from live.conference.polls.question import Bar, Strip, Word, pictured
from live.conference.polls.terms import DECIDES, PASSES, Decides
from live.fragments.facts import facts_of
from live.fragments.results import remainder_of


class Passed(Struct, frozen=True):
    """How many answered "None of these" or "I don't know"."""

    text: str
    people: int


class GroupResult(Struct, frozen=True):
    """How one group of people answered, where the question was asked by group."""

    name: str
    people: int
    options: tuple[Bar, ...]
    mean: float | None = None


class Result(Struct, frozen=True):
    """What was counted. `options` in the question's own order, those that nobody chose too; `answers` are own words, sorted.

    `strips` are divided rows, `words` those of a cloud. `in_no_group`: how many are in no group that may be shown. `figures` are
    what the kind counts besides; its `export` says what they are.
    """

    voters: int
    marks: int
    options: tuple[Bar, ...] = ()
    mean: float | None = None
    answers: tuple[str, ...] = ()
    verdict: str = ""
    strips: tuple[Strip, ...] = ()
    words: tuple[Word, ...] = ()
    passes: tuple[Passed, ...] = ()
    groups: tuple[GroupResult, ...] = ()
    in_no_group: int = 0
    figures: dict[str, Any] = {}

    @property
    def has_marks(self) -> bool:
        """Whether people made more than one mark, or some none: then marks and people are two numbers."""
        return self.marks != self.voters - sum(passed.people for passed in self.passes)

    @property
    def counts(self) -> str:
        """What stands beside each option."""
        if any(bar.value for bar in self.options):
            return "Result"
        return "Marks" if self.has_marks else "People"


class Turnout(Struct, frozen=True):
    """How many could vote, how many did, and by which way."""

    could_vote: int
    voters: int
    by_phone: int
    on_paper: int
    by_helper: int


class AskedOnce(Struct, frozen=True):
    """One round. A round that is open, or closed and not yet counted, has no numbers. One with fewer than three votes has its
    turnout only, as long as the chair has not confirmed that all of it is shown."""

    number: int
    state: Literal["open", "closed", "counted"]
    opened: datetime
    closed: datetime | None = None
    shown: bool = False
    facts: str = ""
    turnout: Turnout | None = None
    result: Result | None = None


class Question(Struct, frozen=True):
    """`decides` is what the answers were for; `says` the same in a sentence."""

    title: str
    hint: str
    kind: str
    kind_name: str
    decides: Decides
    says: str
    rounds: tuple[AskedOnce, ...]


def questions_of(conference: Conference, *, sees_all: bool) -> Iterator[Question]:
    """The questions in the order of the day. One that was never asked is a plan, not a thing that happened."""
    by_id = conference.polls.by_id
    in_order = [item.poll for item in conference.agenda.items if item.poll in by_id]
    for number in dict.fromkeys((*in_order, *(poll.id for poll in conference.polls.in_order()))):
        poll = by_id[number]
        rounds = tuple(_round(poll, one) for one in poll.rounds if sees_all or one.shown or one.count is None)
        if rounds:
            decides, question = poll.terms.decides, poll.question
            says = "{}: {}".format(*DECIDES[decides])
            yield Question(poll.title, poll.hint, question.kind, question.kind_name, decides, says, rounds)


def _round(poll: Poll, one: Round) -> AskedOnce:
    opened, closed = _time(one.opened_at), _time(one.closed_at) if one.closed_at else None
    count = one.count
    if count is None:
        return AskedOnce(one.number, "closed" if closed else "open", opened, closed, one.shown)
    turnout = Turnout(
        max(count.could_vote, count.voters), count.voters, count.by_phone, count.on_paper, count.by_helper
    )
    result = None if one.is_kept_small else _result(poll, count)
    return AskedOnce(one.number, "counted", opened, closed, one.shown, facts_of(one, poll.terms), turnout, result)


def _result(poll: Poll, count: Count) -> Result:
    question = poll.question
    return Result(
        count.voters,
        question.marks(count.tally),
        pictured(question, question.bars(count.tally, count.voters)),
        _rounded(question.mean(count.tally)) if count.voters else None,
        question.own_words(count.answers),
        question.verdict(count.tally, count.could_vote),
        question.strips(count.tally),
        question.cloud(count.answers),
        tuple(Passed(PASSES[name][1], count.passed(name)) for name in poll.terms.passes),
        tuple(
            GroupResult(
                group.name,
                group.answered,
                question.bars(group.tally, group.answered),
                _rounded(question.mean(group.tally)),
            )
            for group in count.groups
        ),
        remainder_of(count),
        question.export(count.tally, count.answers),
    )


def _rounded(mean: float | None) -> float | None:
    return round(mean, 2) if mean is not None else None


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)
