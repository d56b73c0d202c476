"""A question on a phone, in each of its states: announced, open, closed, and with its result once the chair shows it.

The count of a question is in no piece before the chair shows it; until then only how many people have voted is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from live.conference import Conference, doors
from live.conference.polls import Count, Poll, Round, Terms, turnout
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Bar, Strip, pictured
from live.conference.polls.terms import DECIDES, PASSES
from live.fragments import Piece
from live.fragments.delegate.shuffle import shuffled
from live.fragments.facts import facts_of
from live.fragments.results import Beside, beside_of, group_strips, remainder_of
from live.fragments.time_left import time_left


class Choice(Struct, frozen=True):
    """What can be chosen: the form's value, its words, the letter whose paper it has, and the name of a picture."""

    value: str
    text: str
    paper: str
    picture: str = ""


class Ballot(Struct, frozen=True):
    """An open question, to be answered. `page` is where a plain form comes back to."""

    poll: int
    round: int
    title: str
    hint: str
    question: AnyQuestion
    terms: Terms
    choices: tuple[Choice, ...]
    page: str
    sealed: bool = False
    promise: str = ""

    @property
    def vote(self) -> str:
        """The name of this vote on the phone: "3.1"."""
        return f"{self.poll}.{self.round}"

    @property
    def passes(self) -> list[tuple[str, str]]:
        """What else may be answered: the form's value and its words."""
        return [(name, PASSES[name][1]) for name in self.terms.passes]

    @property
    def decides(self) -> tuple[str, str]:
        """What the answers are for: one word, and a sentence."""
        return DECIDES[self.terms.decides]

    @property
    def is_shuffled(self) -> bool:
        return self.terms.order == "shuffled"

    def choices_for(self, voice: str) -> Sequence[Choice]:
        """What can be chosen, in the order in which this voice sees it; in the question's own order for nobody in particular."""
        if not (self.is_shuffled and voice):
            return self.choices
        return shuffled(self.choices, lambda choice: choice.value, voice, self.vote)


class Still(Struct, frozen=True):
    """A question with nothing to do: it opens soon, or it is closed and its result is not shown."""

    title: str
    hint: str
    state: Literal["draft", "closed"]
    terms: Terms = Terms()

    @property
    def decides(self) -> tuple[str, str]:
        """What the answers are for: one word, and a sentence."""
        return DECIDES[self.terms.decides]

    @property
    def needs_script(self) -> bool:
        """Whether its form will want choices.js: better fetched before a whole hall needs it in the same second."""
        return self.state == "draft" and (self.terms.order == "shuffled" or bool(self.terms.passes))


class Turnout(Struct, frozen=True):
    """How many have voted; where votes are sealed, how many envelopes there are, of which some may hold nothing."""

    voted: int
    joined: int
    sealed: bool = False


class Result(Struct, frozen=True):
    """What the hall said. `is_small`: so few voted that only their number is told. Kinds' templates read what they need."""

    poll: int
    round: int
    title: str
    question: AnyQuestion
    terms: Terms
    count: Count
    facts: str
    is_small: bool = False
    beside: Beside | None = None

    @property
    def vote(self) -> str:
        return f"{self.poll}.{self.round}"

    @property
    def voters(self) -> int:
        return self.count.voters

    @property
    def groups(self) -> tuple[Strip, ...]:
        """How each group divides that may be shown."""
        return group_strips(self.question, self.count)

    @property
    def rest(self) -> int:
        """How many people are in none of them."""
        return remainder_of(self.count)

    @property
    def marks(self) -> int:
        return self.question.marks(self.count.tally)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return pictured(self.question, self.question.bars(self.count.tally, self.count.voters))

    @property
    def strips(self) -> tuple[Strip, ...]:
        return self.question.strips(self.count.tally)

    @property
    def answers(self) -> tuple[str, ...]:
        """What people wrote, for kinds where it is read."""
        return self.question.own_words(self.count.answers)

    @property
    def most(self) -> list[str]:
        """The words with the longest bar; none if nobody chose anything."""
        bars = self.bars
        longest = max((bar.votes for bar in bars), default=0)
        return [bar.text for bar in bars if longest and bar.votes == longest]

    @property
    def mean(self) -> str:
        mean = self.question.mean(self.count.tally)
        return f"{mean:.1f}" if mean is not None and self.count.voters else ""

    @property
    def verdict(self) -> str:
        return self.question.verdict(self.count.tally, self.count.could_vote)

    @property
    def passes(self) -> list[tuple[str, int]]:
        """What else was answered, and by how many."""
        return [(PASSES[name][1], self.count.passed(name)) for name in self.terms.passes]


def question_pieces(conference: Conference, poll: Poll, into: str, page: str) -> Iterable[Piece]:
    """The pieces of a question as it stands."""
    one = poll.round
    if one is not None and one.count is not None and one.shown:
        yield Piece(
            f"poll-{poll.id}-{one.number}-result", into, "fragments/_result.html", _result(poll, one, one.count)
        )
    elif one is None or one.closed_at:
        state: Literal["draft", "closed"] = "draft" if one is None else "closed"
        yield Piece(
            f"poll-{poll.id}-state", into, "fragments/_still.html", Still(poll.title, poll.hint, state, poll.terms)
        )
    else:
        time = Piece(f"poll-{poll.id}-{one.number}-time", into, "fragments/_time_left.html", time_left(one))
        if poll.terms.seconds:
            yield time
        form = ballot(poll, one, page, doors.promise(conference.doors))
        answer_key = f"poll-{poll.id}-{one.number}-answer"
        yield Piece(answer_key, into, "fragments/_answer.html", form, is_personal=form.is_shuffled)
        if one.closes_at and not poll.terms.seconds:
            yield time  # set while people vote: above the form it would move what they are about to touch
    if one is not None and one.count is None:
        so_far = Turnout(*turnout(conference, one), one.is_sealed)
        yield Piece(f"poll-{poll.id}-{one.number}-turnout", into, "fragments/_turnout.html", so_far)


def ballot(poll: Poll, one: Round, page: str, promise: str) -> Ballot:
    """The form of an open question; `promise` is what its door promises."""
    question = poll.question
    can_choose = choices(question)
    is_sealed = one.is_sealed
    return Ballot(
        poll.id, one.number, poll.title, poll.hint, question, poll.terms, can_choose, page, is_sealed, promise
    )


def choices(question: AnyQuestion) -> tuple[Choice, ...]:
    """All that can be chosen, in the question's own order; nothing for own words."""
    bars = pictured(question, question.bars(question.empty(), 0))
    return tuple(Choice(bar.letter, bar.text, bar.paper, bar.picture) for bar in bars)


def _result(poll: Poll, one: Round, count: Count) -> Result:
    facts = facts_of(one, poll.terms)
    is_small, beside = one.is_kept_small, beside_of(poll, one)
    return Result(poll.id, one.number, poll.title, poll.question, poll.terms, count, facts, is_small, beside)
