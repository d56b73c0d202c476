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
from live.conference.polls.steps import STEPS, USUAL_WORDS, mean_step, step_words_checked
from live.conference.words import Refused


class Scale(Question, frozen=True, tag="scale"):
    kind_name: ClassVar[str] = "Scale from 1 to 5"
    about: ClassVar[str] = "People choose a number from 1 to 5, each with its word."
    is_ordered: ClassVar[bool] = True
    has_totals: ClassVar[bool] = True
    words: tuple[str, ...] = USUAL_WORDS

    def checked(self) -> Scale:
        return Scale(step_words_checked(self.words))

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

    def mean(self, tally: Tally) -> float | None:
        """The mean step, 1.0 to 5.0; None when nobody chose one."""
        return mean_step(tally) if sum(tally) else None

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
