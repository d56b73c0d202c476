"""Garbage is looked for in small bites, and through everything only when nobody waits."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from live.settings import Settings
from live.web.collecting import (
    ALL_AFTER_SECONDS,
    BUSY,
    NEW_AFTER_SECONDS,
    PAUSES,
    Collector,
    collecting_seldom,
)
from live.web.server import collecting
from live.web.venue import Venue


class Circle:
    """Refers to itself, so that only the collector frees it."""

    def __init__(self) -> None:
        self.me = self


class Hall:
    """A hall in which things are written down, with its clock."""

    def __init__(self) -> None:
        self.written = 0
        self.seconds = 0.0
        self.collector = Collector(lambda: self.written, lambda: self.seconds)

    def later(self, seconds: float) -> None:
        self.seconds += seconds
        self.collector.look()


@pytest.fixture
def hall() -> Iterator[Hall]:
    with collecting_seldom():
        yield Hall()


def circle() -> weakref.ref[Circle]:
    """One that nobody has any more, and that is still there."""
    gc.collect()
    return weakref.ref(Circle())


def test_what_is_new_is_looked_at_soon_and_what_stays_after_an_hour_when_nobody_waits(hall: Hall) -> None:
    hall.later(1)
    stays, gone = Circle(), circle()
    known = weakref.ref(stays)
    hall.later(NEW_AFTER_SECONDS - 2)
    assert gone() is not None
    hall.later(1)
    assert gone() is None
    del stays
    hall.later(ALL_AFTER_SECONDS - NEW_AFTER_SECONDS - 1)
    assert known() is not None
    hall.later(1)
    assert known() is None


def test_in_a_busy_hall_it_takes_its_time(hall: Hall) -> None:
    stays = Circle()
    known, gone = weakref.ref(stays), circle()
    while hall.seconds < NEW_AFTER_SECONDS * BUSY:
        assert gone() is not None
        hall.written += 1
        hall.later(1)
    assert gone() is None
    del stays
    while hall.seconds < ALL_AFTER_SECONDS * BUSY:
        assert known() is not None
        hall.written += 1
        hall.later(ALL_AFTER_SECONDS / 20)
    assert known() is None


def test_by_itself_python_looks_at_young_objects_only_and_all_is_as_before_afterwards() -> None:
    before, looks = gc.get_threshold(), PAUSES.count
    with collecting_seldom():
        assert gc.get_freeze_count() > 0
        full = gc.get_stats()[2]["collections"]
        kept = [[number] for number in range(200_000)]
        assert gc.get_stats()[2]["collections"] == full
        assert PAUSES.count > looks
        assert PAUSES.longest > 0
        assert len(kept) == 200_000
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


@pytest.mark.parametrize("wire", ["own", "asgi"])
def test_where_sockets_are_circles_python_looks_as_it_always_does(tmp_path: Path, wire: str) -> None:
    async def story() -> bool:
        usual = gc.get_threshold()
        async with collecting(wire, Venue(tmp_path, Settings().address(8000))):
            return gc.get_threshold() == usual

    assert asyncio.run(story()) == (wire == "asgi")
