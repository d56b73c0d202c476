"""Answers in people's own words as paper notes on the screen: whole, readable, as many pages as they need.

A page has room for three by three notes, or two by two for a few short answers. A longer answer takes two or three places in a
row, and as many half rows as it needs. Where a note lies is worked out as the stylesheet will do it (`grid-auto-flow: dense`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from live.fragments import fit

ACROSS = (2, 3)  # places in a row, at each fit of `stage.css`
DOWN = (2, 6)  # rows, where there are three columns half ones
TEXTS = (4.8, 3.5)
STEPS = (1.0, 0.83)  # at each fit of a note
LINE = 1.15
GAP = 1.6
EDGES = 3.6  # of a note, left and right together
SHAPES = ((1, 2, 1), (2, 2, 1), (3, 2, 1), (3, 3, 1), (3, 3, 2), (3, 4, 1), (3, 4, 2), (3, 6, 1), (3, 6, 2))
"""How a note may lie, the smallest first: places across, places down, and the fit of its words."""


class Note(Struct, frozen=True):
    """One answer, how many places it takes, and the fit of its words."""

    text: str
    across: int
    down: int
    fit: int


class Notes(Struct, frozen=True):
    fit: int
    pages: tuple[tuple[Note, ...], ...]


@lru_cache(maxsize=64)
def on_pages(answers: tuple[str, ...], room: float) -> Notes:
    """All answers as notes, in a body `room` u high. Without answers one empty page."""
    few = [Note(answer, 1, 1, 1) for answer in answers]
    if len(few) <= ACROSS[0] * DOWN[0] and all(_rows(note, 1) <= _lines(note, 1, room) for note in few):
        return Notes(1, (tuple(few),))
    return Notes(2, tuple(_dealt([_laid(answer, room) for answer in answers])))


def _laid(answer: str, room: float) -> Note:
    """The smallest note that holds this answer. Where its lines are too many for any, they run on."""
    for text in (answer, " ".join(answer.split())):
        for across, down, step in SHAPES:
            note = Note(text, across, down, step)
            if _rows(note, 2) <= _lines(note, 2, room):
                return note
    return Note(" ".join(answer.split()), *SHAPES[-1])


def _rows(note: Note, page_fit: int) -> int:
    across = ACROSS[page_fit - 1]
    width = note.across * (fit.BODY_WIDTH - GAP * (across - 1)) / across + GAP * (note.across - 1) - EDGES
    return fit.rows(note.text, width / TEXTS[page_fit - 1] / STEPS[note.fit - 1])


def _lines(note: Note, page_fit: int, room: float) -> int:
    down = DOWN[page_fit - 1]
    height = note.down * (room - GAP * (down - 1)) / down + GAP * (note.down - 1) - 0.6
    return int(height / (TEXTS[page_fit - 1] * STEPS[note.fit - 1] * LINE))


def _dealt(notes: Sequence[Note]) -> Iterator[tuple[Note, ...]]:
    """Notes page after page. Each goes to the first place that is free; when there is none, a new page begins."""
    page: list[Note] = []
    taken: set[tuple[int, int]] = set()
    for note in notes:
        places = _first_free(note, taken)
        if not places:
            yield tuple(page)
            page, taken = [], set()
            places = _first_free(note, taken)
        page.append(note)
        taken |= places
    yield tuple(page)


def _first_free(note: Note, taken: set[tuple[int, int]]) -> set[tuple[int, int]]:
    for top in range(DOWN[1] - note.down + 1):
        for left in range(ACROSS[1] - note.across + 1):
            places = {(top + y, left + x) for y in range(note.down) for x in range(note.across)}
            if not places & taken:
                return places
    return set()
