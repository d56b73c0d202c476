"""A scale from 1 to 5, each step with its word. The result is a bar for every step and the mean."""

from __future__ import annotations

from typing import ClassVar

from live.conference.polls.question import (
    Answer,
    Bar,
    Dice,
    Fields,
    Question,
    Tally,
    bars_of,
    bump,
    lines_of,
    places_of,
)
from live.conference.words import NAME_LETTERS, Refused, clean_line

STEPS = ("1", "2", "3", "4", "5")
USUAL_WORDS = ("Not at all", "A little", "Partly", "Mostly", "Completely")


class Scale(Question, frozen=True, tag="scale"):
    kind_name: ClassVar[str] = "Scale from 1 to 5"
    about: ClassVar[str] = "People choose a number from 1 to 5, each with its word."
    is_ordered: ClassVar[bool] = True
    has_totals: ClassVar[bool] = True
    words: tuple[str, ...] = USUAL_WORDS

    def checked(self) -> Scale:
        words = tuple(clean_line(word, NAME_LETTERS, "words", "A step's word") for word in self.words if word.strip())
        if len(words) != len(STEPS):
            raise Refused("A scale needs five words, one for each step, each on a line of its own.", "words")
        return Scale(words)

    def read(self, fields: Fields) -> Answer:
        places = places_of(fields.get("vote", ()), STEPS)
        if len(places) != 1:
            raise Refused("Please choose a number from 1 to 5.", "vote")
        return places[0]

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {"vote": [STEPS[_place(answer)]]}

    def read_back(self, answer: Answer) -> str:
        return f"{STEPS[_place(answer)]} {self.words[_place(answer)]}"

    def empty(self) -> Tally:
        return (0,) * len(STEPS)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return bump(tally, [_place(answer)], times)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        return bars_of(self.words, tally, voters, STEPS)

    def mean(self, tally: Tally) -> float:
        """The mean step, 1.0 to 5.0; 0.0 when nobody voted."""
        votes = sum(tally)
        return sum((place + 1) * count for place, count in enumerate(tally)) / votes if votes else 0.0

    def imagine(self, dice: Dice) -> Fields:
        return {"vote": [STEPS[max(dice(5), dice(5))]]}

    @classmethod
    def example(cls) -> Scale:
        return cls()

    @classmethod
    def from_form(cls, fields: Fields) -> Scale:
        return cls(tuple(lines_of(fields, "words")) or USUAL_WORDS)


def _place(answer: Answer) -> int:
    assert isinstance(answer, int)
    return answer
