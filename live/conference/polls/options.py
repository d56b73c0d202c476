"""What kinds of question with a list of options share: the list, its letters, and how a chair writes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from msgspec.structs import replace

from live.conference.polls.question import LETTERS, MOST_OPTIONS, Fields, Question, lines_of
from live.conference.words import QUESTION_LETTERS, Refused, clean_line

EXAMPLE = ("Meeting rooms that everybody can reach", "Paying people for their time", "Plain English", "Childcare")


class WithOptions(Question, frozen=True):
    """A question whose answers are about options, each with a letter."""

    options: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        return LETTERS[: len(self.options)]

    def sorted_by_words(self) -> Self:
        return replace(self, options=tuple(sorted(self.options, key=str.casefold)))


def options_checked(options: Sequence[str], fewest: int = 2, most: int = MOST_OPTIONS) -> tuple[str, ...]:
    """Cleaned options: at least `fewest`, at most 30 (three pictures on the screen), no two the same."""
    cleaned = tuple(
        clean_line(option, QUESTION_LETTERS, "options", "An answer to choose from")
        for option in options
        if option.strip()
    )
    if len(cleaned) < fewest:
        raise Refused(f"Please give at least {fewest} answers to choose from, one on each line.", "options")
    if len(cleaned) > most:
        raise Refused(f"Please give at most {most} answers. You have {len(cleaned)}.", "options")
    if len({option.casefold() for option in cleaned}) < len(cleaned):
        raise Refused("Two of the answers are the same.", "options")
    return cleaned


def options_from(fields: Fields) -> tuple[str, ...]:
    """The options in the chair's form, one on each line."""
    return tuple(lines_of(fields, "options"))
