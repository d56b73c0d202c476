"""What every kind of question can do. A new kind is a class like this in a file of its own, and one line in `kinds.py`.

A question is asked in a poll; an answer is what one voice says to it; a tally is the count of many answers, kept as plain
numbers so that counting one vote more costs the same whether ten or ten thousand were cast before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct

from live.conference.words import QUESTION_LETTERS, Refused, clean_line

Answer = int | str | tuple[int | str, ...]
"""What one voice said, as its kind writes it down: an option's place, a text, several places."""

Tally = tuple[int, ...]
Fields = Mapping[str, Sequence[str]]
"""A form as it arrives: every field with all of its values."""

Dice = Callable[[int], int]
"""`dice(n)` gives a number from 0 to n - 1. Simulated delegates throw it; nothing in the rules does."""

LETTERS = "ABCDEFGHIJKLMNOPQRST"
MOST_OPTIONS = len(LETTERS)


class Bar(Struct, frozen=True):
    """One line of a result: the option, how many chose it, and its length as a share (0 to 1) of the longest bar."""

    letter: str
    text: str
    votes: int
    share: float
    percent: int


class Question(Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The part all kinds share. `kind` in the journal, in `day.toml` and in `templates/polls/` is the class's tag."""

    kind_name: ClassVar[str]
    """How a chair would call this kind: "One choice"."""

    @property
    def kind(self) -> str:
        """The tag: the name of this kind in files."""
        return str(type(self).__struct_config__.tag)

    def checked(self) -> Question:
        """This question with cleaned words. Raises `Refused` when it cannot be asked like this."""
        raise NotImplementedError

    def read(self, fields: Fields) -> Answer:
        """The answer in a form's fields (the field is called `vote`). Raises `Refused`."""
        raise NotImplementedError

    def said(self, answer: Answer) -> list[str]:
        """The values of the form field `vote` that give this answer: the way back of `read`."""
        raise NotImplementedError

    def empty(self) -> Tally:
        """The tally before the first vote."""
        raise NotImplementedError

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        """The tally with this answer counted `times` more; -1 takes it out again. Costs the same however many came before."""
        raise NotImplementedError

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """The result as bars in the options' own order, those with none too. Empty for kinds that have no options."""
        return ()

    def marks(self, tally: Tally) -> int:
        """How many marks were made in all. For most kinds one a person."""
        return sum(tally)

    def mean(self, tally: Tally) -> float | None:
        """The mean answer, for kinds whose answers are numbers."""
        return None

    def own_words(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        """The answers themselves, for kinds whose result is read rather than counted."""
        return ()

    def read_back(self, bar: Bar) -> str:
        """How the choice of this bar is read back to whoever made it."""
        return bar.text

    def imagine(self, dice: Dice) -> Fields:
        """An answer that somebody might give, for the demo day and for load tests."""
        raise NotImplementedError

    @classmethod
    def from_form(cls, fields: Fields) -> Question:
        """The question in the chair's editing form. Raises `Refused`."""
        raise NotImplementedError


def bars_of(options: Sequence[str], tally: Tally, voters: int, marks: Sequence[str] = LETTERS) -> tuple[Bar, ...]:
    """Bars for options and their counts; percent is of the people who voted, rounded to whole numbers."""
    longest = max(tally, default=0) or 1
    return tuple(
        Bar(marks[place], text, votes, round(votes / longest, 3), round(100 * votes / voters) if voters else 0)
        for place, (text, votes) in enumerate(zip(options, tally, strict=True))
    )


def bump(tally: Tally, places: Sequence[int], times: int) -> Tally:
    counts = list(tally)
    for place in places:
        counts[place] += times
    return tuple(counts)


def options_checked(options: Sequence[str], fewest: int = 2) -> tuple[str, ...]:
    """Cleaned options: at least `fewest`, at most 20 (as many as one screen can show), no two the same."""
    cleaned = tuple(
        clean_line(option, QUESTION_LETTERS, "options", "An answer to choose from")
        for option in options
        if option.strip()
    )
    if len(cleaned) < fewest:
        raise Refused(f"Please give at least {fewest} answers to choose from, one on each line.", "options")
    if len(cleaned) > MOST_OPTIONS:
        raise Refused(f"Please give at most {MOST_OPTIONS} answers. You have {len(cleaned)}.", "options")
    if len({option.casefold() for option in cleaned}) < len(cleaned):
        raise Refused("Two of the answers are the same.", "options")
    return cleaned


def lines_of(fields: Fields, name: str) -> list[str]:
    return [line for line in first(fields, name).splitlines() if line.strip()]


def first(fields: Fields, name: str) -> str:
    values = fields.get(name, ())
    return values[0] if values else ""


def places_of(values: Sequence[str], marks: str | Sequence[str]) -> list[int]:
    """Letters from a form as places in the list of options. Raises `Refused` for what is not an option."""
    places = []
    for value in values:
        if len(value) != 1 or value not in marks:
            raise Refused("That is not one of the answers. Please choose again.", "vote")
        places.append(marks.index(value))
    return places
