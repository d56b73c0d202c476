"""One choice: every voice chooses exactly one of the options."""

from __future__ import annotations

from typing import ClassVar

from live.conference.polls.question import (
    LETTERS,
    Answer,
    Bar,
    Dice,
    Fields,
    Question,
    Tally,
    bars_of,
    bump,
    lines_of,
    options_checked,
    places_of,
)
from live.conference.words import Refused


class OneChoice(Question, frozen=True, tag="one_choice"):
    kind_name: ClassVar[str] = "One choice"
    options: tuple[str, ...] = ()

    def checked(self) -> OneChoice:
        return OneChoice(options_checked(self.options))

    def read(self, fields: Fields) -> Answer:
        places = places_of(fields.get("vote", ()), LETTERS[: len(self.options)])
        if len(places) != 1:
            raise Refused("Please choose one answer.", "vote")
        return places[0]

    def said(self, answer: Answer) -> list[str]:
        return [LETTERS[_place(answer)]]

    def empty(self) -> Tally:
        return (0,) * len(self.options)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return bump(tally, [_place(answer)], times)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        return bars_of(self.options, tally, voters)

    def imagine(self, dice: Dice) -> Fields:
        return {"vote": [LETTERS[dice(len(self.options))]]}

    @classmethod
    def from_form(cls, fields: Fields) -> OneChoice:
        return cls(tuple(lines_of(fields, "options")))


def _place(answer: Answer) -> int:
    assert isinstance(answer, int)
    return answer
