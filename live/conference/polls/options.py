"""What kinds of question with a list of options share: the list, its letters, how a chair writes it, and the pictures that may
stand beside the words, for people who read little.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Self

from msgspec.structs import replace

from live.conference.polls.question import LETTERS, MOST_OPTIONS, Fields, Question, lines_of
from live.conference.polls.symbols import SYMBOLS
from live.conference.words import QUESTION_LETTERS, Refused, clean_line

EXAMPLE = ("Meeting rooms that everybody can reach", "Paying people for their time", "Plain English", "Childcare")


OWN_PICTURE = re.compile(r"own-[0-9a-f]{32}")
"""What the name of a picture looks like that was uploaded; all other names are those of symbols."""
QUOTED = 40  # letters of a name that is told to be wrong


class WithPictures(Question, frozen=True, kw_only=True):
    """`pictures`: the name of a symbol or of an uploaded picture for each option, in their order. "" is none, as is what is left
    out at the end."""

    pictures: tuple[str, ...] = ()

    @property
    def own_pictures(self) -> frozenset[str]:
        return frozenset(filter(OWN_PICTURE.fullmatch, self.pictures))


class WithOptions(WithPictures, frozen=True):
    """A question whose answers are about options, each with a letter."""

    options: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        return LETTERS[: len(self.options)]

    def with_checked_options(self) -> Self:
        """This question with its options cleaned, and each picture beside its own. Raises `Refused`."""
        if len(self.pictures) > len(self.options):
            raise Refused("There are more pictures than answers.", "options")
        for name in self.pictures:
            if name and name not in SYMBOLS and not OWN_PICTURE.fullmatch(name):
                raise Refused(f"There is no symbol of the name “{_short(name)}”.", "options")
        checked = replace(self, options=options_checked(self.options))
        kept = [picture for option, picture in zip(self.options, self.all_pictures, strict=True) if option.strip()]
        return checked.with_pictures(kept)

    def sorted_by_words(self) -> Self:
        order = sorted(range(len(self.options)), key=lambda place: self.options[place].casefold())
        sorted_question = replace(self, options=tuple(self.options[place] for place in order))
        return sorted_question.with_pictures([self.all_pictures[place] for place in order])

    @property
    def all_pictures(self) -> tuple[str, ...]:
        """A picture for each option, "" for none."""
        return (*self.pictures, *("" for _ in self.options[len(self.pictures) :]))

    @property
    def has_pictures(self) -> bool:
        return bool(self.pictures)

    def picture_of(self, letter: str) -> str:
        return self.all_pictures[self.letters.index(letter)]

    def with_pictures(self, pictures: Sequence[str]) -> Self:
        """This question with these pictures, one for each option."""
        last = max((place for place, name in enumerate(pictures, 1) if name), default=0)
        return replace(self, pictures=tuple(pictures[:last]))

    def with_pictures_like(self, before: Question) -> Self:
        """This question with the pictures of an earlier wording of it. A picture stays with its words: an answer that moved takes
        it along, and one with other words has none."""
        if not isinstance(before, WithOptions):
            return self
        of_words = dict(zip(map(str.casefold, before.options), before.all_pictures, strict=True))
        return self.with_pictures([of_words.get(option.casefold(), "") for option in self.options])

    def with_known_pictures(self, known: Container[str]) -> Self:
        """This question without uploaded pictures that are not there."""
        return self.with_pictures(
            [name if name in known or not OWN_PICTURE.fullmatch(name) else "" for name in self.all_pictures]
        )


def _short(text: str) -> str:
    return clean_line(text[:QUOTED], QUOTED, "options", "A name", optional=True)


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
