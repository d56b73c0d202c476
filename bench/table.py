"""What a figure comes to: a table, printed as Markdown, so that it can be put into the README as it is, and kept as JSON."""

from __future__ import annotations

from msgspec import Struct

Cell = str | int | float


class Table(Struct, frozen=True):
    """`rows` have a cell for each word in `head`; the first says what was measured."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

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


def in_words(cell: Cell) -> str:
    """Three figures are more than such measurements are good for."""
    if isinstance(cell, str):
        return cell
    if cell >= 1000:
        digits = len(str(int(cell))) - 3
        return f"{round(cell, -digits):,.0f}"
    return f"{cell:,.0f}" if cell >= 100 or isinstance(cell, int) else f"{cell:.3g}"


def percentile(values: list[float], share: float) -> float:
    """The value below which this share (0 to 1) of them lies: the nearest one that was measured. 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
