"""A hundred points to share: every voice gives all of them away, to one option or many. The result is what each got on average.

All hundred have to be given, so that everybody's voice weighs the same. The tally holds, for each option, the sum of its points,
the sum of their squares, and how many gave it any: mean and standard deviation come out of these exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any, ClassVar

from live.conference.polls.options import EXAMPLE, WithOptions, options_from
from live.conference.polls.question import Answer, Bar, Dice, Family, Fields, Tally
from live.conference.words import Refused

POINTS = 100
LONGEST_TYPED = 9  # figures in one field: far beyond a hundred, and still added up in the sentence that refuses them


class HundredPoints(WithOptions, frozen=True, tag="points"):
    kind_name: ClassVar[str] = "100 points to share"
    about: ClassVar[str] = "People share 100 points over the answers; the bars show what each got on average."
    family: ClassVar[Family] = "share"
    parts_say: ClassVar[str] = "percent of their points"

    def checked(self) -> HundredPoints:
        return self.with_checked_options()

    def read(self, fields: Fields) -> Answer:
        names = {f"vote.{letter}": place for place, letter in enumerate(self.letters)}
        given = [0] * len(self.options)
        for name, values in fields.items():
            if name in names:
                given[names[name]] = _points(values, name)
            elif name.partition(".")[0] == "vote" and any(values):
                raise Refused("That is not one of the answers. Please choose again.", "vote")
        total = sum(given)
        if total == POINTS:
            return tuple(given)
        about = f"vote.{self.letters[next((place for place, points in enumerate(given) if points), 0)]}"
        if total > POINTS:
            raise Refused(f"You gave {total} points. Please take back {total - POINTS}.", about)
        if not total:
            raise Refused(f"Please share out your {POINTS} points.", about)
        raise Refused(
            f"You gave {_words(total)}. Please give the other {POINTS - total} too: then every voice weighs the same.",
            about,
        )

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {f"vote.{self.letters[place]}": [str(points)] for place, points in _given(answer)}

    def read_back(self, answer: Answer) -> str:
        return ", ".join(f"{points} for {self.options[place]}" for place, points in _given(answer))

    def empty(self) -> Tally:
        return (0,) * (3 * len(self.options))

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        counts = list(tally)
        several = len(self.options)
        for place, points in _given(answer):
            counts[place] += times * points
            counts[several + place] += times * points * points
            counts[2 * several + place] += times
        return tuple(counts)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """Bars as long as the mean; the spread is one standard deviation to both sides, as far as there are points.
        Percent are of all points."""
        people = self.marks(tally)
        means, spreads = self.means(tally), self.spreads(tally)
        ends = [min(POINTS, mean + spread) for mean, spread in zip(means, spreads, strict=True)]
        most = max(ends) or 1
        givers = tally[2 * len(self.options) :]
        return tuple(
            Bar(
                letter,
                text,
                gave,
                round(mean / most, 3),
                int(mean + 0.5),
                value=_words(mean),
                detail=_spread_words(spread) if people > 1 and gave else "",
                low=round(max(0, mean - spread) / most, 3) if spread else 0.0,
                high=round(end / most, 3) if spread else 0.0,
                amount=mean,
            )
            for letter, text, gave, mean, spread, end in zip(
                self.letters, self.options, givers, means, spreads, ends, strict=True
            )
        )

    def marks(self, tally: Tally) -> int:
        """How many shared their points."""
        return sum(tally[: len(self.options)]) // POINTS

    def means(self, tally: Tally) -> list[float]:
        """How many points each option got on average, 0 to 100."""
        people = self.marks(tally) or 1
        return [points / people for points in tally[: len(self.options)]]

    def spreads(self, tally: Tally) -> list[float]:
        """The standard deviation of each option's points, 0 to 50; of all who shared, also those who gave it none."""
        people, several = self.marks(tally) or 1, len(self.options)
        sums, squares = tally[:several], tally[several : 2 * several]
        return [sqrt(people * square - points * points) / people for points, square in zip(sums, squares, strict=True)]

    def leaders(self, tally: Tally) -> list[str]:
        """The options with the most points; none if nobody gave any."""
        sums = tally[: len(self.options)]
        return [text for text, points in zip(self.options, sums, strict=True) if points and points == max(sums)]

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """`points`: for each option in the order written its mean and its standard deviation, and how many gave it any points."""
        return {
            "points": [
                {"option": text, "mean": round(mean, 2), "standard_deviation": round(spread, 2), "people": gave}
                for text, mean, spread, gave in zip(
                    self.options,
                    self.means(tally),
                    self.spreads(tally),
                    tally[2 * len(self.options) :],
                    strict=True,
                )
            ]
        }

    def imagine(self, dice: Dice) -> Fields:
        given = [0] * len(self.options)
        for _ in range(POINTS // 10):
            given[min(dice(len(given)), dice(len(given)))] += 10
        return self.said(tuple(given))

    @classmethod
    def example(cls) -> HundredPoints:
        return cls(EXAMPLE)

    @classmethod
    def from_form(cls, fields: Fields) -> HundredPoints:
        return cls(options_from(fields))


def _points(values: Sequence[str], field: str) -> int:
    """The points in one field; nothing typed is none."""
    typed = [value.strip() for value in values if value.strip()]
    if not typed:
        return 0
    [text, *more] = typed
    if more or len(text) > LONGEST_TYPED or not (text.isascii() and text.isdecimal()):
        raise Refused(f"Please write points as whole numbers from 0 to {POINTS}, like 10.", field)
    return int(text)


def _given(answer: Answer) -> list[tuple[int, int]]:
    """The options that got points, each with how many."""
    assert isinstance(answer, tuple)
    return [(place, int(points)) for place, points in enumerate(answer) if points]


def _words(points: float) -> str:
    if 0 < points < 0.5:
        return "under 1 point"
    whole = int(points + 0.5)
    return f"{whole} point" if whole == 1 else f"{whole} points"


def _spread_words(spread: float) -> str:
    """The standard deviation in plain words. Not "most people gave 10 to 40": that would not follow from it."""
    whole = int(spread + 0.5)
    return f"give or take {whole}" if whole else "all gave about the same"
