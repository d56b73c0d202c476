"""How large words may be on the screen, so that nothing is cut and nothing scrolls.

Nothing measures on the projector: `stage.css` has a few steps of size, called fits (1 is roomy), and Python says which to take.
All sizes here are in `u`, 1% of the picture's height, and are those of `stage.css`. Widths are those of the narrowest picture in
use (16:10), and letters are taken a little wider than they are: better a size too small than a line too many.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import zip_longest
from math import ceil
from typing import TypeVar

from msgspec import Struct

BODY_WIDTH = 116.0  # of 160u: without the edges, and without the column for code and counts
PICTURE_HEIGHT = 91.0  # of 100u: without the edges
GAP = 2.6  # between heading and body
KICKER = 8.6

T = TypeVar("T")

_NARROW = frozenset("iljtfrI.,:;'’!|()[] ")
_BROAD = frozenset("mwMW@%&—…")


class Size(Struct, frozen=True):
    """A size of letters and the height of a line, as a multiple of it."""

    letters: float
    line: float


HEADINGS = (Size(9, 1.04), Size(6.6, 1.08), Size(4.8, 1.15), Size(3.5, 1.14))
MESSAGES = (Size(10.08, 1.02), Size(8, 1.02), Size(6, 1.02), Size(4.6, 1.1))
TEXTS = (Size(5.6, 1.2), Size(4.8, 1.2), Size(3.8, 1.2), Size(2.9, 1.2), Size(2.4, 1.2))
TITLES = (Size(10.08, 1), Size(7.7, 1.04), Size(5.9, 1.06), Size(4.6, 1.1))
NEWEST = (Size(5.2, 1.14), Size(4.2, 1.14), Size(3.4, 1.14), Size(2.8, 1.14))
SPOTS = (Size(8, 1.14), Size(6.6, 1.14), Size(5.2, 1.14), Size(4.2, 1.14), Size(3.5, 1.14), Size(2.9, 1.14))
OPTIONS = (7, 5.2, 4.2, 3.5)
BARS = (4.8, 4.2, 3.8, 3.5)
BAR_VALUES = (7, 5.2, 4.6, 4.2)
BAR_LABEL_PERCENT = (34, 44, 54, 60)
CHANGES = (4.8, 3.8, 3.5)
CHANGE_LABEL_PERCENT = (25, 32, 40)
CHANGE_BARS = (11.2, 8.5, 7.6)  # the two bars of an answer and what is between them
LEAD = Size(3.5, 1.15)
FACTS = Size(2.9, 1.2)
PAGE_SIGN = 22.0  # how wide "Page 10 of 10" is, with the gap after it
FOOT_GAP = 1.8
BETWEEN_COLUMNS = 4.0
PICTURE_GAP = 0.4  # between a picture and the words beside it; it is as high as a letter's paper. In letters' sizes
ENOUGH_FOR_TWO = 6  # options; fewer are read in one glance down

# How hard each step is to read from the back row. Small answers strain more than a small question, which is read out anyway.
# What does not fit at the smallest step, which can still be read, goes on on another page.
_HEADING_STRAIN = (0, 0.8, 2, 4)
_BODY_STRAIN = (0, 1, 2, 3.5)


class Pages(Struct, frozen=True):
    """How a list is laid out: the fits of heading and body, in how many columns, how many pages, and how many lines on each."""

    title_fit: int
    body_fit: int
    columns: int
    count: int
    size: int

    def of(self, lines: Sequence[T], page: int) -> Sequence[T]:
        """The lines on a page, counted from 1."""
        return lines[(page - 1) * self.size : page * self.size]


def ems(text: str) -> float:
    """How wide a text is on one line, as a multiple of its size."""
    return sum(map(_ems, text))


@lru_cache(maxsize=4096)
def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 0.95
    if letter.isascii():
        return 0.72 if letter.isupper() else 0.6
    return 1.05 if unicodedata.east_asian_width(letter) in "WF" else 0.72


def rows(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` times as wide as its size. A word longer than a line is broken."""
    count = 0
    for line in text.split("\n"):
        count += 1
        used = 0.0
        for word in line.split():
            needs = ems(word)
            if used and used + 0.36 + needs <= width:
                used += 0.36 + needs
                continue
            count += 1 if used else 0
            while needs > width:
                count += 1
                needs -= width
            used = needs
    return count


def height(text: str, size: Size, width: float) -> float:
    """How high a text is at a size in a column `width` u wide."""
    return rows(text, width / size.letters) * size.letters * size.line if text else 0.0


def shortened(text: str, most: int, width: float) -> str:
    """A text of at most `most` lines, with whole words; what had to go is shown by an ellipsis. For asides only."""
    text = " ".join(text.split())
    if rows(text, width) <= most:
        return text
    words = text.split()
    while words and rows(" ".join(words) + "…", width) > most:
        words.pop()
    return " ".join(words) + "…" if words else ""


def fit_of(text: str, sizes: Sequence[Size], width: float, room: float) -> int:
    """The largest of `sizes` at which a text fits into a column `width` by `room` u; the smallest if none does."""
    for fit, size in enumerate(sizes, 1):
        if height(text, size, width) <= room:
            return fit
    return len(sizes)


def fits_of(title: str, title_sizes: Sequence[Size], text: str, width: float, room: float) -> tuple[int, int]:
    """The fits of a title and of a text under it, together not higher than `room`."""
    for sum_of_both in range(2, len(title_sizes) + len(TEXTS) + 1):
        for title_fit in range(1, len(title_sizes) + 1):
            text_fit = sum_of_both - title_fit
            if not 1 <= text_fit <= len(TEXTS):
                continue
            both = height(title, title_sizes[title_fit - 1], width) + height(text, TEXTS[text_fit - 1], width)
            if both <= room:
                return title_fit, text_fit
    return len(title_sizes), len(TEXTS)


def foot_height(facts: str, *, paged: bool) -> float:
    """How high the line at the bottom is: which page this is, and the facts of a result."""
    width = (BODY_WIDTH - (PAGE_SIGN if paged else 0)) / FACTS.letters
    lines = rows(facts, width) * FACTS.letters * FACTS.line if facts else 0.0
    return max(lines, LEAD.letters * LEAD.line if paged else 0.0) + (FOOT_GAP if paged or facts else 0)


def room_under(title: str, title_fit: int, lead_rows: int, *, kicker: bool, foot: float = 0) -> float:
    """How high the body may be under a heading and above what stands at the bottom."""
    lead = lead_rows * LEAD.letters * LEAD.line + 1.2 if lead_rows else 0
    above = height(title, HEADINGS[title_fit - 1], BODY_WIDTH) + lead + (KICKER if kicker else 0)
    return PICTURE_HEIGHT - GAP - above - foot


@lru_cache(maxsize=512)
def options_pages(title: str, options: tuple[str, ...], lead_rows: int, *, pictured: bool = False) -> Pages:
    """An open question's options: on as few pages as can be read, in two columns where that makes them larger."""
    needs = (partial(_options_need, pictured=pictured), partial(_options_need_in_two, pictured=pictured))
    return _paged(title, options, lead_rows, "", kicker=True, largest=1, needs=needs)


@lru_cache(maxsize=512)
def bars_pages(
    title: str,
    bars: tuple[tuple[str, str], ...],
    lead_rows: int,
    facts: str,
    *,
    kicker: bool,
    pictured: bool = False,
) -> Pages:
    """The bars of a result, each with its words and the words of a line under it."""
    needs = (partial(_bars_need, pictured=pictured),)
    return _paged(title, bars, lead_rows, facts, kicker=kicker, largest=2, needs=needs)


@lru_cache(maxsize=512)
def changes_pages(title: str, options: tuple[str, ...], lead_rows: int, facts: str, *, pictured: bool = False) -> Pages:
    """Two rounds side by side."""
    needs = (partial(_changes_need, pictured=pictured),)
    return _paged(title, options, lead_rows, facts, kicker=False, largest=2, needs=needs, steps=len(CHANGES))


def _paged(
    title: str,
    lines: Sequence[T],
    lead_rows: int,
    facts: str,
    *,
    kicker: bool,
    largest: int,
    needs: Sequence[Callable[[Sequence[T], int], float]],
    steps: int = len(OPTIONS),
) -> Pages:
    """The fewest pages on which all lines can be read, and the largest letters that so many pages allow, the same on all of
    them. `needs` say how high some lines are at a fit, in one column and, if there is a second, in two."""
    count, size = 1, len(lines)
    while True:
        chunks = [lines[start : start + size] for start in range(0, len(lines), size or 1)]
        foot = foot_height(facts, paged=count > 1)
        for head, body in _BY_STRAIN:
            if head < largest or body > steps:
                continue
            room = room_under(title, head, lead_rows, kicker=kicker, foot=foot)
            for columns, need in enumerate(needs, 1):
                if columns > 1 and size < ENOUGH_FOR_TWO:
                    continue
                if all(need(chunk, body) <= room for chunk in chunks):
                    return Pages(head, body, columns, count, size)
        if size <= 1:
            return Pages(len(HEADINGS), steps, 1, count, size)
        size = min(size - 1, ceil(len(lines) / (count + 1)))
        count = ceil(len(lines) / size)


def _options_need(options: Sequence[str], fit: int, *, pictured: bool) -> float:
    return _options_height([options], BODY_WIDTH, fit, pictured=pictured)


def _options_need_in_two(options: Sequence[str], fit: int, *, pictured: bool) -> float:
    half = (len(options) + 1) // 2
    width = (BODY_WIDTH - BETWEEN_COLUMNS) / 2
    return _options_height([options[:half], options[half:]], width, fit, pictured=pictured)


def _options_height(columns: Sequence[Sequence[str]], width: float, fit: int, *, pictured: bool) -> float:
    """How high options are in columns `width` u wide. What stands beside each other is equally high."""
    size = OPTIONS[fit - 1]
    letter = _letter(fit) * size
    column = (width - 2 * size - GAP) / size - _picture(fit, pictured)
    beside = [[max(letter, rows(option, column) * 1.1 * size) for option in options] for options in columns]
    lines = [max(heights) for heights in zip_longest(*beside, fillvalue=0.0)]
    return sum(lines) + 0.34 * size * max(0, len(lines) - 1)


def _letter(fit: int) -> float:
    """How high a letter's paper is, in letters' sizes."""
    return 1.6 if fit < 3 else 1.3


def _picture(fit: int, pictured: bool) -> float:
    """How much of a line a picture takes, in letters' sizes."""
    return _letter(fit) + PICTURE_GAP if pictured else 0.0


def _bars_need(bars: Sequence[tuple[str, str]], fit: int, *, pictured: bool) -> float:
    size = BARS[fit - 1]
    least = max(_letter(fit) * size, BAR_VALUES[fit - 1])
    column = BODY_WIDTH * BAR_LABEL_PERCENT[fit - 1] / 100 / size - _picture(fit, pictured)
    high = sum(max(least, rows(words, column) * 1.06 * size) for words, _ in bars)
    under = sum(rows(line, BODY_WIDTH / size) * 1.3 * size + GAP for _, line in bars if line)
    return high + under + min(0.9, 0.3 * size) * max(0, len(bars) - 1)


def _changes_need(options: Sequence[str], fit: int, *, pictured: bool) -> float:
    size = CHANGES[fit - 1]
    column = BODY_WIDTH * CHANGE_LABEL_PERCENT[fit - 1] / 100 / size - _picture(fit, pictured)
    high = sum(max(CHANGE_BARS[fit - 1], rows(option, column) * 1.08 * size) for option in options)
    return high + 1.8 * max(0, len(options) - 1)


_BY_STRAIN = [
    (head, body)
    for _, head, body in sorted(
        (heading_strain + body_strain, head, body)
        for head, heading_strain in enumerate(_HEADING_STRAIN, 1)
        for body, body_strain in enumerate(_BODY_STRAIN, 1)
    )
]
