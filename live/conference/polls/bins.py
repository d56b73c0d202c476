"""Bins of a histogram: a range of whole numbers in at most 12 parts, as wide as each other and with round edges."""

from __future__ import annotations

from functools import lru_cache

MOST_BINS = 12
ROUND_FROM = 10  # from this width on, the range's end belongs into the last bin: "90 to 100", not a bin for 100 alone


@lru_cache(maxsize=256)
def bins(least: int, most: int) -> tuple[tuple[int, int], ...]:
    """The bins from `least` to `most`, each as its own least and most. The first and the last end with the range."""
    starts = next(starts for step in round_steps() if len(starts := _starts(least, most, step)) <= MOST_BINS)
    ends = [*(start - 1 for start in starts[1:]), most]
    return tuple((max(start, least), end) for start, end in zip(starts, ends, strict=True))


def _starts(least: int, most: int, step: int) -> range:
    starts = range(least // step * step, most + 1, step)
    return starts[:-1] if step >= ROUND_FROM and most % step == 0 and len(starts) > 1 else starts


def round_steps() -> list[int]:
    """1, 2, 5, 10, 20, 50 … up to more than any range."""
    return [digit * 10**power for power in range(13) for digit in (1, 2, 5)]
