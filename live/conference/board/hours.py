"""Times as people write them ("9:30"), and whether two things are on at the same time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

USUAL_MINUTES = 40  # of what has no end


class Span(Protocol):
    """Something with a beginning and perhaps an end: a slot of the board, a session."""

    @property
    def starts(self) -> str: ...
    @property
    def ends(self) -> str: ...


@lru_cache(maxsize=1_000)  # a day has a few dozen times, and pages compare each with each
def minutes(words: str) -> int | None:
    """Minutes since midnight of "9:30" or "09.30"; None of anything else."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", words.strip(), re.ASCII)
    return int(found[1]) * 60 + int(found[2]) if found else None


def overlap(one: Span, other: Span) -> bool:
    """Whether both are on at some moment. What ends when the other starts does not overlap it. Times that nobody can read are the
    same only if they are written the same."""
    if one.starts == other.starts:
        return bool(one.starts)
    here, there = _from_to(one), _from_to(other)
    return here is not None and there is not None and here[0] < there[1] and there[0] < here[1]


def _from_to(span: Span) -> tuple[int, int] | None:
    starts, ends = minutes(span.starts), minutes(span.ends)
    if starts is None:
        return None
    return starts, ends if ends is not None and ends > starts else starts + USUAL_MINUTES
