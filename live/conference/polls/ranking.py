"""Ranking: people put the options in their order, and may leave some of them out.

What somebody leaves out shares the places that are left. Of five options, whoever ranks two gives places 1 and 2, and each of
the other three the mean of places 3, 4 and 5, which is 4. So the places of every answer add up to the same sum, and every voice
weighs the same, whether it ranks all options or only the one it cares about: nobody is pressed to bring into an order what they
have no view of, and nobody gains or loses by it. A mean over only those who ranked an option would put first what one person
likes and everybody else passes over; and the last place for all that is left out would be a judgement that nobody made.

The tally holds whole numbers, three for each option: twice the sum of its places, how many put it first, how many ranked it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from live.conference.polls.options import EXAMPLE, WithOptions, options_from
from live.conference.polls.question import Answer, Bar, Dice, Family, Fields, Tally, bars_of
from live.conference.words import Refused

PREFIX = "vote."
LONGEST_NUMBER = 8  # letters that somebody types for a place; no more are looked at


class Ranking(WithOptions, frozen=True, tag="ranking"):
    """An answer is the places of the options in the list, the one that somebody puts first first; at least one."""

    kind_name: ClassVar[str] = "Ranking"
    about: ClassVar[str] = "People put the answers in their order, and may leave some out."
    family: ClassVar[Family] = "share"
    parts_say: ClassVar[str] = "by what they put first"
    longest_answer: ClassVar[int] = 128

    def checked(self) -> Ranking:
        return self.with_checked_options()

    def read(self, fields: Fields) -> Answer:
        """The numbers that stand beside the options, as an order. Gaps are closed up: 1, 3 and 7 are first, second and third."""
        ranked: dict[int, int] = {}
        names = {f"{PREFIX}{letter}": place for place, letter in enumerate(self.letters)}
        for name, values in fields.items():
            if (name != "vote" and not name.startswith(PREFIX)) or not any(values):
                continue
            if name not in names or len(values) > 1:
                raise Refused("That is not one of the answers. Please choose again.", "vote")
            number = self._number(values[0], name)
            if number is None:
                continue
            if number in ranked:
                one, other = sorted((ranked[number], names[name]))
                raise Refused(
                    f"{self.letters[one]} and {self.letters[other]} are both number {number}. "
                    "Please give each a number of its own.",
                    f"{PREFIX}{self.letters[other]}",
                )
            ranked[number] = names[name]
        if not ranked:
            raise Refused("Please put at least one answer in your order.", f"{PREFIX}{self.letters[0]}")
        return tuple(ranked[number] for number in sorted(ranked))

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {f"{PREFIX}{self.letters[place]}": [str(number)] for number, place in enumerate(_places(answer), 1)}

    def read_back(self, answer: Answer) -> str:
        return "\n".join(f"{number}. {self.options[place]}" for number, place in enumerate(_places(answer), 1))

    def empty(self) -> Tally:
        return (0,) * (3 * len(self.options))

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        places = _places(answer)
        many = len(self.options)
        twice = [
            len(places) + 1 + many
        ] * many  # what those left out share: the mean of the first and the last place left
        ranked = [0] * many
        for number, place in enumerate(places, 1):
            twice[place] = 2 * number
            ranked[place] = 1
        put_first = [0] * many
        put_first[places[0]] = 1
        return tuple(counted + times * more for counted, more in zip(tally, (*twice, *put_first, *ranked), strict=True))

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """A bar is the longer the better the mean place: full when everybody put it first, none when everybody put it last. Its
        `votes` are those who put it first. Ties are in the small words."""
        many = len(self.options)
        twice, put_first = tally[:many], tally[many : 2 * many]
        answers = sum(put_first)
        means = self._means(tally)
        return tuple(
            Bar(
                self.letters[place],
                option,
                put_first[place],
                round((2 * answers * many - twice[place]) / (2 * answers * (many - 1)), 6) if answers else 0.0,
                round(100 * put_first[place] / voters) if voters else 0,
                means[place],
                _detail(sorted(twice), twice[place], put_first[place]) if answers else "",
            )
            for place, option in enumerate(self.options)
        )

    def parts(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """Mean places are no parts of a whole: a group divides by what each of its people put first."""
        many = len(self.options)
        return bars_of(self.options, tally[many : 2 * many], voters)

    def ranks(self, tally: Tally) -> tuple[int, ...]:
        """Which place each option has in the result, from 1; options with the same mean have the same."""
        twice = tally[: len(self.options)]
        in_order = sorted(twice)
        return tuple(in_order.index(each) + 1 for each in twice)

    def marks(self, tally: Tally) -> int:
        """How many times any option was ranked."""
        return sum(tally[2 * len(self.options) :])

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """For each option in their own order: `mean_place` (1 is best; null without answers), `place` (the same for a tie),
        `put_first` and `ranked` (how many people)."""
        many = len(self.options)
        voted = sum(tally[many : 2 * many])
        return {
            "mean_place": [round(each / (2 * voted), 3) if voted else None for each in tally[:many]],
            "place": list(self.ranks(tally)) if voted else [None] * many,
            "put_first": list(tally[many : 2 * many]),
            "ranked": list(tally[2 * many :]),
        }

    def imagine(self, dice: Dice) -> Fields:
        left = list(self.letters)
        wanted = 1 + max(dice(len(left)), dice(len(left)))
        order = [left.pop(min(dice(len(left)), dice(len(left)))) for _ in range(wanted)]
        return {f"{PREFIX}{letter}": [str(number)] for number, letter in enumerate(order, 1)}

    @classmethod
    def example(cls) -> Ranking:
        return cls(EXAMPLE)

    @classmethod
    def from_form(cls, fields: Fields) -> Ranking:
        return cls(options_from(fields))

    def _number(self, text: str, field: str) -> int | None:
        """A place that somebody typed, from 1 to as many as there are options; None for nothing typed."""
        digits = text[: LONGEST_NUMBER + 1].strip(" ")
        if not digits and len(text) <= LONGEST_NUMBER:
            return None
        most = len(self.options)
        if len(digits) <= LONGEST_NUMBER and digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= most:
            return int(digits)
        raise Refused(f"Please write whole numbers from 1 to {most}, or leave a field empty.", field)

    def _means(self, tally: Tally) -> list[str]:
        """The mean places in words: with one decimal, or with two where different ones would look the same."""
        many = len(self.options)
        twice, answers = tally[:many], sum(tally[many : 2 * many])
        if not answers:
            return ["–"] * many
        short = [f"{each / (2 * answers):.1f}" for each in twice]
        return short if len(set(short)) == len(set(twice)) else [f"{each / (2 * answers):.2f}" for each in twice]


def _places(answer: Answer) -> tuple[int, ...]:
    assert isinstance(answer, tuple)
    return tuple(int(place) for place in answer)


def _detail(in_order: Sequence[int], twice: int, put_first: int) -> str:
    """ "Tied for place 2. 12 people put it first." """
    tied = f"Tied for place {in_order.index(twice) + 1}. " if in_order.count(twice) > 1 else ""
    people = {0: "Nobody", 1: "1 person"}.get(put_first, f"{put_first} people")
    return f"{tied}{people} put it first"
