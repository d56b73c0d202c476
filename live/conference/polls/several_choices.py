"""Several choices: every voice chooses as many options as it likes, up to a maximum. People and marks are counted apart."""

from __future__ import annotations

from typing import ClassVar

from live.conference.polls.options import EXAMPLE, WithOptions, options_from
from live.conference.polls.question import Answer, Bar, Dice, Fields, Tally, bars_of, bump, first, places_of
from live.conference.words import Refused


class SeveralChoices(WithOptions, frozen=True, tag="several_choices"):
    kind_name: ClassVar[str] = "Several choices"
    about: ClassVar[str] = "People choose as many answers as they like, or up to a number."
    has_totals: ClassVar[bool] = True
    most: int = 0
    """How many may be chosen at most; 0 means all of them."""

    def checked(self) -> SeveralChoices:
        question = self.with_checked_options()
        several = len(question.options)
        if not 0 <= self.most <= several:
            raise Refused(f"People can choose at most {several} of {several} answers.", "most")
        return question

    @property
    def limit(self) -> int:
        return self.most or len(self.options)

    @property
    def most_marks(self) -> int:
        return self.limit

    def read(self, fields: Fields) -> Answer:
        places = sorted(set(places_of(fields.get("vote", ()), self.letters)))
        if not places:
            raise Refused("Please choose at least one answer.", "vote")
        if len(places) > self.limit:
            raise Refused(f"Please choose at most {self.limit}. You chose {len(places)}.", "vote")
        return tuple(places)

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {"vote": [self.letters[place] for place in _places(answer)]}

    def read_back(self, answer: Answer) -> str:
        return ", ".join(self.options[place] for place in _places(answer))

    def empty(self) -> Tally:
        return (0,) * len(self.options)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return bump(tally, _places(answer), times)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        return bars_of(self.options, tally, voters)

    def imagine(self, dice: Dice) -> Fields:
        wanted = 1 + dice(self.limit)
        return {"vote": sorted({self.letters[dice(len(self.options))] for _ in range(wanted)}, key=self.letters.index)}

    @classmethod
    def example(cls) -> SeveralChoices:
        return cls(EXAMPLE)

    @classmethod
    def from_form(cls, fields: Fields) -> SeveralChoices:
        most = first(fields, "most").strip()
        if most and not (most.isascii() and most.isdigit()):
            raise Refused("Please write the most that can be chosen as a number, or leave it empty.", "most")
        options = options_from(fields)
        return cls(options, min(int(most.lstrip("0")[:9] or 0), len(options) + 1))


def _places(answer: Answer) -> tuple[int, ...]:
    assert isinstance(answer, tuple)
    return tuple(int(place) for place in answer)
