"""Garbage is looked for in small bites, and through everything only when nobody waits."""

from __future__ import annotations

import gc
import weakref

from live.web.collecting import (
    AT_LEAST_EVERY_SECONDS,
    AT_MOST_EVERY_SECONDS,
    PAUSES,
    Collector,
    collecting_seldom,
)


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

    def later(self, seconds: float) -> bool:
        self.seconds += seconds
        return self.collector.look()


def test_everything_is_looked_through_when_nobody_waits_and_not_more_often_than_it_may() -> None:
    hall = Hall()
    gone = weakref.ref(Circle())
    assert not hall.later(2)
    assert gone() is not None
    assert hall.later(AT_MOST_EVERY_SECONDS)
    assert gone() is None
    assert not hall.later(AT_MOST_EVERY_SECONDS - 1)
    assert hall.later(1)


def test_a_busy_hall_is_left_alone_for_an_hour() -> None:
    hall = Hall()
    looked = []
    while hall.seconds < 2 * AT_LEAST_EVERY_SECONDS:
        hall.written += 1
        if hall.later(2):
            looked.append(hall.seconds)
    assert looked == [AT_LEAST_EVERY_SECONDS, 2 * AT_LEAST_EVERY_SECONDS]
    assert hall.later(AT_MOST_EVERY_SECONDS), "nothing more was written since"


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
