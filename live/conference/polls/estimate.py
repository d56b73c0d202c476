"""An estimate: everybody writes one number. The result is how the numbers spread, the middle one, and the right one if there is.

There is no running result: whoever has seen what others say no longer estimates. The right answer comes with the result; before
that no page but the chair's has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from live.conference.polls.bins import bins, round_steps
from live.conference.polls.numbers import Unclear, plain, read_number, words
from live.conference.polls.question import LETTERS, Answer, Bar, Dice, Family, Fields, Question, Tally, bars_of, first
from live.conference.words import Refused, clean_line

MOST_DECIMALS = 2
LARGEST = 1_000_000_000
UNIT_LETTERS = 20
SLIDER_STEPS = 200
Number = int | float


class Middle(Struct, frozen=True):
    """The middle of some numbers, in units of the last decimal: half of them or more lie from `low` to `high`."""

    median: Decimal
    low: int
    high: int


class Estimate(Question, frozen=True, tag="estimate"):
    kind_name: ClassVar[str] = "An estimate in numbers"
    about: ClassVar[str] = (
        "People write a number; the result shows how the numbers spread, the middle, and the right answer."
    )
    family: ClassVar[Family] = "say"
    is_ordered: ClassVar[bool] = True
    can_run: ClassVar[bool] = False
    unit: str = ""
    least: Number = 0
    most: Number = 100
    decimals: int = 0
    """How many decimals may be given: 0 to 2."""
    answer: Number | None = None
    """The right answer, if there is one. It is shown with the result and not before."""

    def checked(self) -> Estimate:
        unit = clean_line(self.unit, UNIT_LETTERS, "unit", "The unit", optional=True)
        if any(map(str.isdecimal, unit)):
            raise Refused("Please write the unit without figures.", "unit")
        if not 0 <= self.decimals <= MOST_DECIMALS:
            raise Refused("Numbers can have no decimals, one or two.", "decimals")
        question = replace(
            self,
            unit=unit,
            least=self._exact(self.least, "least", "The least number"),
            most=self._exact(self.most, "most", "The most"),
            answer=None if self.answer is None else self._exact(self.answer, "answer", "The right answer"),
        )
        low, high = question.range
        if low >= high:
            raise Refused("The most has to be more than the least.", "most")
        if question.right is not None and not low <= question.right <= high:
            raise Refused("The right answer has to lie between the least and the most.", "answer")
        return question

    def _exact(self, number: Number, field: str, what: str) -> Number:
        if not -LARGEST <= number <= LARGEST:  # nor is "not a number"
            raise Refused(f"{what} has to be a number, at most a thousand million.", field)
        units = Decimal(str(number)).scaleb(self.decimals)
        if units != units.to_integral_value():
            raise Refused(f"{what} has more decimals than people can give.", field)
        return int(number) if number == int(number) else float(number)

    def _units(self, number: Number) -> int:
        return int(Decimal(str(number)).scaleb(self.decimals))

    @property
    def range(self) -> tuple[int, int]:
        """The least and the most, in units of the last decimal."""
        return self._units(self.least), self._units(self.most)

    @property
    def right(self) -> int | None:
        """The right answer, in units of the last decimal."""
        return None if self.answer is None else self._units(self.answer)

    def words(self, units: int | Decimal) -> str:
        return words(units, self.decimals, self.unit)

    @property
    def zero(self) -> str:
        """Nought as it is read, without its unit: scripts put other numbers in its place."""
        return words(0, self.decimals)

    @property
    def ends(self) -> tuple[str, str]:
        """The least and the most as they are read."""
        low, high = self.range
        return words(low, self.decimals, self.unit, short=True), words(high, self.decimals, self.unit, short=True)

    @property
    def range_words(self) -> str:
        """ "from 0 to 100%" """
        return f"from {words(self.range[0], self.decimals, short=True)} to {self.ends[1]}"

    @property
    def slider(self) -> tuple[int, int, int]:
        """The least, the most and the step of a slider over the range, in units of the last decimal; the ends may lie outside."""
        low, high = self.range
        step = next(step for step in round_steps() if (high - low) // step <= SLIDER_STEPS)
        return low // step * step, -(-high // step) * step, step

    def read(self, fields: Fields) -> Answer:
        values = [value for value in fields.get("vote", ()) if value]
        if len(values) != 1:
            raise Refused(f"Please write a number {self.range_words}.", "vote")
        try:
            units = read_number(values[0], self.decimals, self.unit)
        except Unclear as unclear:
            raise Refused(self._problem(unclear.kind), "vote") from None
        low, high = self.range
        if not low <= units <= high:
            raise Refused(f"Please write a number {self.range_words}. You wrote {self.words(units)}.", "vote")
        return (units,)

    def _problem(self, kind: str) -> str:
        if kind == "thousands":
            return "Please write thousands without a comma or point: it could be taken for decimals."
        if kind == "number":
            return f"Please write a number {self.range_words}, in figures."
        if not self.decimals:
            return "Please write a whole number."
        return f"Please write at most {self.decimals} {'decimal' if self.decimals == 1 else 'decimals'}."

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {"vote": [plain(_units(answer), self.decimals)]}

    def read_back(self, answer: Answer) -> str:
        return self.words(_units(answer))

    def empty(self) -> Tally:
        """How many numbers lie in each bin; last, the sum of all numbers."""
        return (0,) * (len(bins(*self.range)) + 1)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        counts = list(tally)
        counts[self._bin(_units(answer))] += times
        counts[-1] += times * _units(answer)
        return tuple(counts)

    def _bin(self, units: int) -> int:
        return next(place for place, (_, high) in enumerate(bins(*self.range)) if units <= high)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """A bar for each bin. Once there are votes, that of the right answer says so: there is no running result."""
        counts = tally[:-1]
        unit = "" if any(map(str.isalpha, self.unit)) else self.unit  # words would need a second line on every bar
        names = [
            words(high, self.decimals, unit)
            if low == high
            else f"{words(low, self.decimals)} to {words(high, self.decimals, unit)}"
            for low, high in bins(*self.range)
        ]
        right = -1 if self.right is None or not any(counts) else self._bin(self.right)
        return tuple(
            replace(bar, detail=f"Right answer: {self.words(self.right or 0)}") if place == right else bar
            for place, bar in enumerate(bars_of(names, counts, voters, LETTERS))
        )

    def marks(self, tally: Tally) -> int:
        return sum(tally[:-1])

    def mean(self, tally: Tally) -> float | None:
        people = self.marks(tally)
        return tally[-1] / people / 10**self.decimals if people else None

    def middle(self, answers: Sequence[Answer]) -> Middle | None:
        """The middle number, and between which numbers the middle half lies; None if nobody gave one."""
        numbers = sorted(_units(answer) for answer in answers if isinstance(answer, tuple))
        if not numbers:
            return None
        last, aside = len(numbers) - 1, len(numbers) // 4
        median = Decimal(numbers[last // 2] + numbers[last - last // 2]) / 2
        return Middle(median, numbers[aside], numbers[last - aside])

    def summary(self, answers: Sequence[Answer]) -> str:
        """The middle in words, and the right answer. To be shown with the result only."""
        middle = self.middle(answers)
        sentences = []
        if middle is not None:
            sentences.append(f"The middle answer is {self.words(middle.median)}.")
            sentences.append(
                f"The middle half lies from {words(middle.low, self.decimals)} to {self.words(middle.high)}."
                if middle.low < middle.high
                else f"Half of the answers or more are {self.words(middle.low)}."
            )
        if self.right is not None:
            sentences.append(f"The right answer is {self.words(self.right)}.")
        return " ".join(sentences)

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """`unit`, `least`, `most`; `median`, `lower_quartile`, `upper_quartile` (null if nobody answered); `right_answer` (or
        null); `numbers`, all of them in order."""
        middle = self.middle(answers)
        size = 10**self.decimals
        return {
            "unit": self.unit,
            "least": self.least,
            "most": self.most,
            "median": float(middle.median) / size if middle else None,
            "lower_quartile": middle.low / size if middle else None,
            "upper_quartile": middle.high / size if middle else None,
            "right_answer": self.answer,
            "numbers": [_units(answer) / size for answer in answers if isinstance(answer, tuple)],
        }

    def imagine(self, dice: Dice) -> Fields:
        low, high = self.range
        units = low + sum(dice(high - low + 1) for _ in range(3)) // 3
        return {"vote": [plain(units, self.decimals)]}

    @classmethod
    def example(cls) -> Estimate:
        return cls("%", 0, 100, 0, 37)

    @classmethod
    def from_form(cls, fields: Fields) -> Estimate:
        decimals = first(fields, "decimals").strip() or "0"
        if decimals not in ("0", "1", "2"):
            raise Refused("Numbers can have no decimals, one or two.", "decimals")
        unit = first(fields, "unit").strip()

        def number(field: str, what: str) -> Number:
            try:
                units = read_number(first(fields, field), int(decimals), unit)
            except Unclear:
                raise Refused(f"Please write {what} in figures, like 20 or 1 000.", field) from None
            return units if decimals == "0" else units / 10 ** int(decimals)

        right = number("answer", "the right answer") if first(fields, "answer").strip() else None
        return cls(unit, number("least", "the least number"), number("most", "the most"), int(decimals), right)


def _units(answer: Answer) -> int:
    assert isinstance(answer, tuple)
    return int(answer[0])
