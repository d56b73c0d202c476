"""What a figure comes to: a table, printed as Markdown, so that it can be put into the README as it is, and kept as JSON."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from msgspec import Struct


class Spread(Struct, frozen=True):
    """What the same came to several times within a run: the median, and the least and the most."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values))

    def over(self, other: Spread) -> Spread:
        """This as a ratio to another. The band is as wide as the two allow."""
        return Spread(self.median / other.median, self.low / other.high, self.high / other.low)

    def __str__(self) -> str:
        if self.low == self.high:
            return in_words(self.median)
        return f"{in_words(self.median)} ({in_words(self.low)}–{in_words(self.high)})"


Cell = str | int | float
Told = Cell | Spread


class Claim(Struct, frozen=True):
    """Something that is to be reached, and what it came to. `most`: at most so much; else `least`."""

    what: str
    figure: Spread
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def target(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"≤ {in_words(self.most)}{unit}" if self.most is not None else f"≥ {in_words(self.least or 0)}{unit}"

    @property
    def is_reached(self) -> bool:
        """As printed: with three figures."""
        figure = float(f"{self.figure.median:.3g}")
        return figure <= self.most if self.most is not None else figure >= (self.least or 0)


class Table(Struct, frozen=True):
    """`rows` have a cell for each word in `head`; the first says what was measured."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Told, ...], ...]
    claims: tuple[Claim, ...] = ()

    def markdown(self) -> str:
        lines = [self.head, *(tuple(in_words(cell) for cell in row) for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.head))]
        first, *rest = (
            "| "
            + " | ".join(
                _padded(cell, width, place) for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            + " |"
            for line in lines
        )
        rule = (
            "|" + "|".join("-" * (width + 1) + ("-" if place == 0 else ":") for place, width in enumerate(widths)) + "|"
        )
        return "\n".join([f"**{self.title}**", "", first, rule, *rest])


def _padded(cell: str, width: int, place: int) -> str:
    return cell.ljust(width) if place == 0 else cell.rjust(width)


def reached(claims: Sequence[Claim]) -> Table:
    """What was to be reached, what it came to, and whether it is."""
    rows = tuple(
        (claim.what, claim.target, claim.figure, "reached" if claim.is_reached else "NOT reached") for claim in claims
    )
    return Table("To be reached", ("what", "to be reached", "median (least–most)", ""), rows)


def in_words(cell: Told) -> str:
    """Three figures are more than such measurements are good for."""
    if isinstance(cell, str | Spread):
        return str(cell)
    if cell >= 1000:
        digits = len(str(int(cell))) - 3
        return f"{round(cell, -digits):,.0f}"
    return f"{cell:,.0f}" if cell >= 100 or isinstance(cell, int) else f"{cell:.3g}"


def percentile(values: list[float], share: float) -> float:
    """The value below which this share (0 to 1) of them lies: the nearest one that was measured. 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
