"""Pictures that grow and shrink into whatever room the screen leaves them: lists, divided rows, clouds of words.

Each is laid out here for a page that is `WIDE` units wide and `high` units high. The stylesheet makes that page as large as fits
into the room there is, so a long heading above makes it smaller and never cuts it. Letters are taken a little wider than they
are (see `fit`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from live.conference.polls.question import Strip, Word
from live.fragments import fit

WIDE = 116.0  # what the narrowest picture (16:10, 4:3) has beside the code, in u
HIGH = 62.0  # what a heading of two lines leaves of the height, in u; a page that needs more is shown smaller
LEAST = 20.0  # a page that needs hardly any height is not blown up
LINE = 1.1

_LIST_SIZES = (5.6, 4.8, 4.2, 3.5, 3.1, 2.7, 2.3)
_LETTER_ROOM = 3.0  # a row's letter and the gap after it, as a multiple of its size
_LEGEND = 3.2
_STRIPS = (
    (4.2, 36.0),
    (4.2, 46.0),
    (3.5, 40.0),
    (3.5, 50.0),
    (3.1, 46.0),
    (3.1, 54.0),
    (2.7, 52.0),
    (2.3, 54.0),
)  # size of a row's name; its room in percent
_LEAST_STRIP = 6.2
_BETWEEN = 1.6


class Sizes(Struct, frozen=True):
    """How large letters are on a page `high` units high, and how much room names have (percent of the width)."""

    text: float
    high: float
    room: float = 100.0


def listed(texts: Sequence[str], legend: Sequence[str] = ()) -> Sizes:
    """Sizes for a list of texts, each with a letter, above a legend."""

    def laid_out(text: float) -> Sizes:
        width = WIDE / text - _LETTER_ROOM
        rows = sum(max(1.6, fit.rows(each, width) * LINE) * text for each in texts)
        return Sizes(text, max(LEAST, _legend_height(legend) + rows + _BETWEEN * len(texts)))

    return _roomiest([laid_out(text) for text in _LIST_SIZES])


def stripped(strips: Sequence[Strip]) -> Sizes:
    """Sizes for divided rows, which are all equally high, under a legend of their parts."""
    above = _legend_height([part.text for part in strips[0].parts]) if strips else 0.0

    def laid_out(text: float, room: float) -> Sizes:
        width = WIDE * room / 100 / text
        highest = max((fit.rows(f"{each.name} {_about(each)}", width) * LINE * text for each in strips), default=0.0)
        return Sizes(text, max(LEAST, above + (max(highest, _LEAST_STRIP) + _BETWEEN) * len(strips)), room)

    return _roomiest([laid_out(text, room) for text, room in _STRIPS])


def _roomiest(sizes: Sequence[Sizes]) -> Sizes:
    """The first of these pages that fits, or the last."""
    best = next((each for each in sizes if each.high <= HIGH), sizes[-1])
    return Sizes(best.text, round(best.high, 1), best.room)


def _about(strip: Strip) -> str:
    return f"{strip.size} people, {strip.detail}"


def _legend_height(words: Sequence[str]) -> float:
    """How high a legend is: its entries stand beside each other as long as they fit."""
    rows, used = (1 if words else 0), 0.0
    for word in words:
        wide = min(WIDE, (fit.ems(word) + 4.2) * _LEGEND)
        rows += fit.rows(word, WIDE / _LEGEND - 4.2) - 1
        if used and used + wide > WIDE:
            rows, used = rows + 1, 0.0
        used += wide
    return rows * _LEGEND * 1.5 + (_BETWEEN if rows else 0)


# ---- A cloud of words -------------------------------------------------------------------------------------------------

_SMALLEST_TO_LARGEST = (
    (3.5, 12.0),
    (3.5, 10.5),
    (3.5, 9.0),
    (3.5, 7.5),
    (3.5, 6.0),
    (3.5, 4.8),
    (3.2, 4.0),
    (2.6, 3.0),
)
_MOST_WORDS = (24, 18, 12, 8, 4)
_NUMBER = 3.5
_MORE = 5.4  # the line about the words that are not in the cloud
_TOP = 3
_LAST_OF_OUR_FONT = "\u024f"  # Latin with all its accents


class Placed(Struct, frozen=True):
    """A word in its row: its size, how heavy its letters are (0 to 1), and whether it is one of the few that most people said."""

    text: str
    people: int
    size: float
    weight: float
    is_top: bool


class Cloud(Struct, frozen=True):
    """Rows of words in the order of the alphabet; how many words are not shown, and how often each of these was said at most."""

    rows: tuple[tuple[Placed, ...], ...]
    high: float
    more: int = 0
    more_said: int = 0


def cloud(words: Sequence[Word]) -> Cloud:
    """A cloud of the words that most people said. A word's place is given by the alphabet, its size by how many said it."""
    by_people = sorted(words, key=lambda word: (-word.people, alphabet(word)))
    laid_out = Cloud((), LEAST)
    for most in _MOST_WORDS:
        shown = sorted(_of_the_most_said(by_people, most), key=alphabet)
        left = sorted((word.people for word in by_people), reverse=True)[len(shown) :]
        for sizes in _SMALLEST_TO_LARGEST:
            rows = _in_rows(_placed(shown, *sizes))
            high = max(LEAST, sum(map(_row_height, rows)) + (_MORE if left else 0))
            laid_out = Cloud(rows, round(high, 1), len(left), max(left, default=0))
            if high <= HIGH:
                return laid_out
    return laid_out


def alphabet(word: Word) -> tuple[str, str]:
    """Where a word stands in the alphabet."""
    return word.text.casefold(), word.text


def _of_the_most_said(by_people: Sequence[Word], most: int) -> list[Word]:
    """At most so many words. Where only some that were said equally often fit, these come from all over the alphabet."""
    if len(by_people) <= most:
        return list(by_people)
    last = by_people[most].people
    surely = [word for word in by_people if word.people > last]
    equal = [word for word in by_people if word.people == last]
    places = most - len(surely)
    return surely + [equal[place * len(equal) // places] for place in range(places)]


def _placed(words: Sequence[Word], smallest: float, largest: float) -> list[Placed]:
    said = sorted((word.people for word in words), reverse=True)
    if not said:
        return []
    least, most = said[-1], said[0]
    top = said[_TOP - 1] if len(said) > _TOP else most + 1
    if said.count(top) > 1 and said[_TOP : _TOP + 1] == [top]:
        top += 1  # as many others were said as often: none of them stands out
    placed = []
    for word in words:
        weight = (word.people - least) / (most - least) if most > least else 0.3
        size = min(smallest + (largest - smallest) * weight, _largest_that_fits(word))
        placed.append(Placed(word.text, word.people, round(size, 2), round(weight, 2), word.people >= top))
    return placed


def _largest_that_fits(word: Word) -> float:
    return (WIDE - _number_width(word.people) - 3) / (_ems(word.text) + 0.4)


def _in_rows(words: Sequence[Placed]) -> tuple[tuple[Placed, ...], ...]:
    rows: list[list[Placed]] = []
    used = WIDE
    for word in words:
        wide = (_ems(word.text) + 0.36 * word.is_top) * word.size + _number_width(word.people) + 2.4
        if used + wide > WIDE:
            rows.append([])
            used = 0.0
        rows[-1].append(word)
        used += wide
    return tuple(map(tuple, rows))


def _row_height(row: Sequence[Placed]) -> float:
    """Its highest word or number; letters of a script that another font draws reach a little further."""
    return max(_word_height(word) for word in row) + 0.6


def _word_height(word: Placed) -> float:
    reaches_further = 0.3 if max(word.text) > _LAST_OF_OUR_FONT else 0
    return max(word.size, _NUMBER) * (1.09 + (0.2 if word.is_top else 0) + reaches_further)


def _number_width(people: int) -> float:
    return (len(str(people)) * 0.62 + 0.3) * _NUMBER


def _ems(text: str) -> float:
    """As `fit.ems`, for heavy letters; and for signs that stand for many letters at once."""
    return 1.05 * max(fit.ems(text), fit.ems(unicodedata.normalize("NFKC", text)))
