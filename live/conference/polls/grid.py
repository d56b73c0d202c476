"""A place on a grid: every voice puts one mark on two named axes. The result shows where the marks are dense.

The grid has nine by nine cells, counted from the lower left. Where a phone cannot say so precisely (no scripts), a choice of
nine fields stands for it: each is three by three cells, and means the one in its middle. So all marks are on the same grid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import Struct

from live.conference.polls.question import LETTERS, Answer, Bar, Dice, Fields, Question, Strip, Tally, bump, first
from live.conference.words import Refused, clean_line

SIDE = 9
THIRD = SIDE // 3
WORD_LETTERS = 30
SMALLEST_FULL = 4  # a single mark is no full circle, however few marks there are

CELLS = {f"{column + 1}.{row + 1}": (column, row) for row in range(SIDE) for column in range(SIDE)}
"""The cells by the values that forms have for them: column and row, both from 1 at the lower left."""

WORDS = {
    "across": "The name of the axis from left to right",
    "across_low": "What the left end means",
    "across_high": "What the right end means",
    "up": "The name of the axis from bottom to top",
    "up_low": "What the lower end means",
    "up_high": "What the upper end means",
}
NOT_THERE = "That is not a place on the grid. Please place your mark again."


class Field(Struct, frozen=True):
    """One of the nine fields: its value in forms, and what a mark there says."""

    value: str
    words: str


class Dot(Struct, frozen=True):
    """A cell with marks: where it is (0 to 8), how many, and its diameter as a share of the cell (its area tells how many)."""

    column: int
    row: int
    people: int
    size: float


class PlaceOnGrid(Question, frozen=True, tag="grid"):
    """An answer is the column and the row of a cell, both from 0."""

    kind_name: ClassVar[str] = "Place on a grid"
    about: ClassVar[str] = "People put a mark on two axes, such as effort and effect."
    is_ordered: ClassVar[bool] = True
    has_groups: ClassVar[bool] = False
    longest_answer: ClassVar[int] = 64
    across: str = ""
    across_low: str = ""
    across_high: str = ""
    up: str = ""
    up_low: str = ""
    up_high: str = ""

    def checked(self) -> PlaceOnGrid:
        cleaned = {name: clean_line(getattr(self, name), WORD_LETTERS, name, what) for name, what in WORDS.items()}
        if cleaned["across_low"].casefold() == cleaned["across_high"].casefold():
            raise Refused("Both ends of the axis from left to right mean the same.", "across_high")
        if cleaned["up_low"].casefold() == cleaned["up_high"].casefold():
            raise Refused("Both ends of the axis from bottom to top mean the same.", "up_high")
        return PlaceOnGrid(**cleaned)

    @property
    def columns(self) -> tuple[str, str, str]:
        """What the three thirds from left to right mean."""
        return _thirds(self.across, self.across_low, self.across_high)

    @property
    def rows(self) -> tuple[str, str, str]:
        """What the three thirds from bottom to top mean."""
        return _thirds(self.up, self.up_low, self.up_high)

    @property
    def fields(self) -> tuple[tuple[Field, ...], ...]:
        """The nine fields as they stand: the upper row first."""
        return tuple(
            tuple(
                Field(_value(_middle(column), _middle(row)), f"{self.columns[column]}, {self.rows[row]}")
                for column in range(3)
            )
            for row in (2, 1, 0)
        )

    def read(self, fields: Fields) -> Answer:
        field = _cell(fields, "vote")
        exact = _cell(fields, "vote.at")
        if exact is not None:
            if field is not None and field != _middle_of_field(exact):
                raise Refused(NOT_THERE, "vote")
            return exact
        if field is None:
            raise Refused("Please place your mark.", "vote")
        if field != _middle_of_field(field):
            raise Refused(NOT_THERE, "vote")
        return field

    def said(self, answer: Answer) -> dict[str, list[str]]:
        cell = _place(answer)
        return {"vote": [_value(*_middle_of_field(cell))], "vote.at": [_value(*cell)]}

    def read_back(self, answer: Answer) -> str:
        column, row = _place(answer)
        words = f"{self.columns[column // THIRD]}, {self.rows[row // THIRD]}"
        return f"{words} ({column + 1} of {SIDE} across, {row + 1} of {SIDE} up)"

    def empty(self) -> Tally:
        return (0,) * (SIDE * SIDE)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        """The tally has a count for each cell: the lowest row first, from left to right."""
        column, row = _place(answer)
        return bump(tally, [row * SIDE + column], times)

    def strips(self, tally: Tally) -> tuple[Strip, ...]:
        """The nine fields with how many marks are in each, the upper row first."""
        return tuple(self._strip(tally, row) for row in (2, 1, 0))

    def _strip(self, tally: Tally, row: int) -> Strip:
        counts = [_in_field(tally, column, row) for column in range(3)]
        size = sum(counts)
        parts = tuple(
            Bar(letter, words, votes, round(votes / size, 3) if size else 0.0, round(100 * votes / size) if size else 0)
            for letter, words, votes in zip(LETTERS, self.columns, counts, strict=False)
        )
        return Strip(self.rows[row], size, parts)

    def dots(self, tally: Tally) -> tuple[Dot, ...]:
        """The cells that have marks, the upper row first."""
        most = max(*tally, SMALLEST_FULL)
        return tuple(
            Dot(column, row, people, round(math.sqrt(people / most), 3))
            for row in reversed(range(SIDE))
            for column in range(SIDE)
            if (people := tally[row * SIDE + column])
        )

    def densest(self, tally: Tally) -> tuple[str, int]:
        """What most marks say, and how many these are; "" if there is no one field with more than each other."""
        counts = {
            field.words: part.votes
            for strip, fields in zip(self.strips(tally), self.fields, strict=True)
            for part, field in zip(strip.parts, fields, strict=True)
        }
        most = max(counts.values())
        there = [words for words, people in counts.items() if people == most]
        return (there[0], most) if most and len(there) == 1 else ("", most)

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """`marks`: the cells that have some, column `across` and row `up` from 1 at the lower left, and how many `people`."""
        dots = sorted(self.dots(tally), key=lambda dot: (dot.row, dot.column))
        return {"marks": [{"across": dot.column + 1, "up": dot.row + 1, "people": dot.people} for dot in dots]}

    def imagine(self, dice: Dice) -> Fields:
        column, row = (min(dice(SIDE), dice(SIDE) + 2), max(dice(SIDE), dice(SIDE)))
        if dice(3):
            return self.said((column, row))
        return {"vote": [_value(*_middle_of_field((column, row)))]}

    @classmethod
    def example(cls) -> PlaceOnGrid:
        return cls("Effort", "little effort", "much effort", "Effect", "little effect", "much effect")

    @classmethod
    def from_form(cls, fields: Fields) -> PlaceOnGrid:
        return cls(**{name: first(fields, name) for name in WORDS})


def _thirds(axis: str, low: str, high: str) -> tuple[str, str, str]:
    """What each third of an axis means, in words that stand for themselves: "much effort", but "Cost: low"."""
    ends = [end if axis.casefold() in end.casefold() else f"{axis}: {end}" for end in (low, high)]
    return (ends[0], f"{axis} in the middle", ends[1])


def _cell(fields: Fields, name: str) -> tuple[int, int] | None:
    """The cell in a form's field, if it is filled in. Raises `Refused`."""
    values = [value for value in fields.get(name, ()) if value]
    if not values:
        return None
    if len(values) > 1 or values[0] not in CELLS:
        raise Refused(NOT_THERE, "vote")
    return CELLS[values[0]]


def _value(column: int, row: int) -> str:
    return f"{column + 1}.{row + 1}"


def _middle(third: int) -> int:
    return third * THIRD + THIRD // 2


def _middle_of_field(cell: tuple[int, int]) -> tuple[int, int]:
    column, row = cell
    return (_middle(column // THIRD), _middle(row // THIRD))


def _in_field(tally: Tally, column: int, row: int) -> int:
    """How many marks are in one of the nine fields."""
    rows = range(row * THIRD, (row + 1) * THIRD)
    return sum(sum(tally[SIDE * each + column * THIRD : SIDE * each + (column + 1) * THIRD]) for each in rows)


def _place(answer: Answer) -> tuple[int, int]:
    assert isinstance(answer, tuple)
    column, row = answer
    return int(column), int(row)
