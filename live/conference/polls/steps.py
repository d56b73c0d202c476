"""The five steps of a scale, each with its number and its word: for every kind of question that is answered with them."""

from __future__ import annotations

from collections.abc import Sequence

from live.conference.words import NAME_LETTERS, Refused, clean_line

STEPS = ("1", "2", "3", "4", "5")
USUAL_WORDS = ("Not at all", "A little", "Partly", "Mostly", "Completely")


def step_words_checked(words: Sequence[str]) -> tuple[str, ...]:
    """Five cleaned words. Raises `Refused`."""
    cleaned = tuple(clean_line(word, NAME_LETTERS, "words", "A step's word") for word in words if word.strip())
    if len(cleaned) != len(STEPS):
        raise Refused("A scale needs five words, one for each step, each on a line of its own.", "words")
    return cleaned


def mean_step(counts: Sequence[int]) -> float:
    """The mean of so many 1s, 2s … 5s: 1.0 to 5.0; 0.0 when there are none."""
    votes = sum(counts)
    return sum(place * count for place, count in enumerate(counts, 1)) / votes if votes else 0.0
