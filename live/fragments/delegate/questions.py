"""A question on a phone, in each of its states: announced, open, closed, and with its result once the chair shows it.

The count of a question is in no piece before the chair shows it; until then only how many people have voted is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from live.conference.polls import Poll, Round
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Bar
from live.fragments import Piece


class Choice(Struct, frozen=True):
    """What can be chosen: the form's value, its words, and how the choice is read back ("Yes, a little", "4 Mostly")."""

    value: str
    text: str
    said: str


class Ballot(Struct, frozen=True):
    """An open question, to be answered. `page` is where a plain form comes back to."""

    poll: int
    round: int
    title: str
    hint: str
    question: AnyQuestion
    choices: tuple[Choice, ...]
    page: str

    @property
    def vote(self) -> str:
        """The name of this vote on the phone: "3.1"."""
        return f"{self.poll}.{self.round}"

    def said(self, values: Iterable[str]) -> list[str]:
        """The words of an answer that was given as form values."""
        words = {choice.value: choice.said for choice in self.choices}
        return [words.get(value, value) for value in values]


class Still(Struct, frozen=True):
    """A question with nothing to do: it opens soon, or it is closed and its result is not shown."""

    title: str
    hint: str
    state: Literal["draft", "closed"]


class Turnout(Struct, frozen=True):
    voted: int
    joined: int


class Result(Struct, frozen=True):
    """What the hall said. `most` are the words with the longest bar; `bars` is empty for own words, which are `answers`."""

    poll: int
    round: int
    title: str
    question: AnyQuestion
    bars: tuple[Bar, ...]
    most: tuple[str, ...]
    answers: tuple[str, ...]
    voters: int
    marks: int
    mean: str

    @property
    def vote(self) -> str:
        return f"{self.poll}.{self.round}"


def question_pieces(poll: Poll, joined: int, into: str, page: str) -> Iterable[Piece]:
    """The pieces of a question as it stands."""
    one = poll.round
    if one is None or (one.closed_at and not one.shown):
        state: Literal["draft", "closed"] = "draft" if one is None else "closed"
        yield Piece(f"poll-{poll.id}-state", into, "fragments/_still.html", Still(poll.title, poll.hint, state))
    elif one.count is not None and one.shown:
        yield Piece(f"poll-{poll.id}-{one.number}-result", into, "fragments/_result.html", _result(poll, one))
    else:
        yield Piece(f"poll-{poll.id}-{one.number}-answer", into, "fragments/_answer.html", ballot(poll, one, page))
    if one is not None and one.count is None:
        turnout = Turnout(one.voters, max(joined, one.voters))
        yield Piece(f"poll-{poll.id}-{one.number}-turnout", into, "fragments/_turnout.html", turnout)


def ballot(poll: Poll, one: Round, page: str) -> Ballot:
    """The form of an open question."""
    return Ballot(poll.id, one.number, poll.title, poll.hint, poll.question, choices(poll.question), page)


def choices(question: AnyQuestion) -> tuple[Choice, ...]:
    """All that can be chosen, in the question's own order; nothing for own words."""
    bars = question.bars(question.empty(), 0)
    return tuple(Choice(bar.letter, bar.text, question.read_back(bar)) for bar in bars)


def _result(poll: Poll, one: Round) -> Result:
    count, question = one.count, poll.question
    assert count is not None  # only what has been counted can be shown
    bars = question.bars(count.tally, count.voters)
    mean = question.mean(count.tally)
    longest = max((bar.votes for bar in bars), default=0)
    return Result(
        poll.id,
        one.number,
        poll.title,
        question,
        bars,
        tuple(bar.text for bar in bars if longest and bar.votes == longest),
        question.own_words(count.answers),
        count.voters,
        question.marks(count.tally),
        f"{mean:.1f}" if mean is not None and count.voters else "",
    )
