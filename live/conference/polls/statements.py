"""Several statements on one scale from 1 to 5: every voice rates each or leaves it out. The result is a divided row for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from live.conference.polls.question import (
    Answer,
    Bar,
    Dice,
    Fields,
    Question,
    Strip,
    Tally,
    bump,
    lines_of,
)
from live.conference.polls.steps import STEPS, USUAL_WORDS, mean_step, step_words_checked
from live.conference.words import TITLE_LETTERS, Refused, clean_line

FEWEST, MOST = 2, 8
LEFT_OUT = 0

EXAMPLE = (
    "I was heard today",
    "What we decided can be done",
    "The right people were in the room",
    "I know what I will do next",
)


class Statements(Question, frozen=True, tag="statements"):
    """An answer has a number for each statement: 1 to 5, or 0 for one that was left out."""

    kind_name: ClassVar[str] = "Several statements"
    about: ClassVar[str] = "People say for each of two to eight statements how far it is true, from 1 to 5."
    is_ordered: ClassVar[bool] = True
    has_groups: ClassVar[bool] = False
    statements: tuple[str, ...] = ()
    words: tuple[str, ...] = USUAL_WORDS

    def checked(self) -> Statements:
        cleaned = tuple(
            clean_line(statement, TITLE_LETTERS, "statements", "A statement")
            for statement in self.statements
            if statement.strip()
        )
        if not FEWEST <= len(cleaned) <= MOST:
            raise Refused(f"Please give {FEWEST} to {MOST} statements, one on each line.", "statements")
        if len({statement.casefold() for statement in cleaned}) < len(cleaned):
            raise Refused("Two of the statements are the same.", "statements")
        return Statements(cleaned, step_words_checked(self.words))

    @property
    def fields(self) -> tuple[str, ...]:
        """The form field of each statement."""
        return tuple(f"vote.{number}" for number in range(1, len(self.statements) + 1))

    def read(self, fields: Fields) -> Answer:
        known = self.fields
        for field, values in fields.items():
            if field.startswith("vote") and field not in known and any(values):
                raise Refused("That is not one of the statements. Please choose again.", known[0])
        steps = tuple(_step([value for value in fields.get(field, ()) if value], field) for field in known)
        if not any(steps):
            raise Refused("Please choose a number from 1 to 5 for at least one statement.", known[0])
        return steps

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {field: [str(step)] for field, step in zip(self.fields, _steps(answer), strict=True) if step != LEFT_OUT}

    def read_back(self, answer: Answer) -> str:
        rated = zip(self.statements, _steps(answer), strict=True)
        return "; ".join(f"{statement}: {step} {self.words[step - 1]}" for statement, step in rated if step)

    def empty(self) -> Tally:
        return (0,) * (len(STEPS) * len(self.statements))

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        """The tally has five counts for each statement, one statement after the other."""
        places = [len(STEPS) * row + step - 1 for row, step in enumerate(_steps(answer)) if step != LEFT_OUT]
        return bump(tally, places, times)

    def strips(self, tally: Tally) -> tuple[Strip, ...]:
        return tuple(
            self._strip(statement, counts) for statement, counts in zip(self.statements, _rows(tally), strict=True)
        )

    def _strip(self, statement: str, counts: Sequence[int]) -> Strip:
        size = sum(counts)
        parts = tuple(
            Bar(step, word, votes, round(votes / size, 3) if size else 0.0, round(100 * votes / size) if size else 0)
            for step, word, votes in zip(STEPS, self.words, counts, strict=True)
        )
        return Strip(statement, size, parts, f"mean {mean_step(counts):.1f}" if size else "")

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """`statements`: for each its text, how many rated it, their mean (none: null), and how many chose each step."""
        return {
            "statements": [
                {
                    "text": statement,
                    "people": sum(counts),
                    "mean": round(mean_step(counts), 2) if sum(counts) else None,
                    "steps": list(counts),
                }
                for statement, counts in zip(self.statements, _rows(tally), strict=True)
            ]
        }

    def imagine(self, dice: Dice) -> Fields:
        steps = {field: [STEPS[max(dice(5), dice(5))]] for field in self.fields if dice(6)}
        return steps or {self.fields[0]: ["3"]}

    @classmethod
    def example(cls) -> Statements:
        return cls(EXAMPLE)

    @classmethod
    def from_form(cls, fields: Fields) -> Statements:
        return cls(tuple(lines_of(fields, "statements")), tuple(lines_of(fields, "words")) or USUAL_WORDS)


def _step(values: Sequence[str], field: str) -> int:
    if not values:
        return LEFT_OUT
    if len(values) > 1 or values[0] not in STEPS:
        raise Refused("Please choose one number from 1 to 5 for each statement, or leave it out.", field)
    return int(values[0])


def _steps(answer: Answer) -> tuple[int, ...]:
    assert isinstance(answer, tuple)
    return tuple(int(step) for step in answer)


def _rows(tally: Tally) -> list[Tally]:
    """The counts of each statement."""
    return [tally[start : start + len(STEPS)] for start in range(0, len(tally), len(STEPS))]
