"""One choice: every voice chooses exactly one of the options."""

from __future__ import annotations

from typing import ClassVar

from live.conference.polls.options import EXAMPLE, WithOptions, options_from
from live.conference.polls.question import Answer, Bar, Dice, Fields, Tally, bars_of, bump, places_of
from live.conference.words import Refused


class OneChoice(WithOptions, frozen=True, tag="one_choice"):
    kind_name: ClassVar[str] = "One choice"
    about: ClassVar[str] = "People choose one of the answers."
    has_totals: ClassVar[bool] = True

    def checked(self) -> OneChoice:
        return self.with_checked_options()

    def read(self, fields: Fields) -> Answer:
        places = places_of(fields.get("vote", ()), self.letters)
        if len(places) != 1:
            raise Refused("Please choose one answer.", "vote")
        return places[0]

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {"vote": [self.letters[_place(answer)]]}

    def read_back(self, answer: Answer) -> str:
        return self.options[_place(answer)]

    def empty(self) -> Tally:
        return (0,) * len(self.options)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return bump(tally, [_place(answer)], times)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        return bars_of(self.options, tally, voters)

    def imagine(self, dice: Dice) -> Fields:
        return {"vote": [self.letters[dice(len(self.options))]]}

    @classmethod
    def example(cls) -> OneChoice:
        return cls(EXAMPLE)

    @classmethod
    def from_form(cls, fields: Fields) -> OneChoice:
        return cls(options_from(fields))


def _place(answer: Answer) -> int:
    assert isinstance(answer, int)
    return answer
