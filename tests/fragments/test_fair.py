"""The order of a wall: every label is looked at about as often, each phone has its own order, nobody's reading is shuffled."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from live.fragments.delegate.fair import FIRST_PLACES, KEPT_MS, ORDERS_KEPT, Fair

VOICES = [f"voice{number}" for number in range(9)]


class Wall(RuleBasedStateMachine):
    """People come and go, labels are hung and taken down, and whoever looks is shown the first few. Views are counted here, by
    what was shown, and not by what the class says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.latest = 0
        self.writer: dict[int, str] = {}
        self.views: Counter[int] = Counter()
        self.age: dict[int, int] = {}
        self.visits = 0

    @initialize(places=st.integers(1, 12))
    def begin(self, places: int) -> None:
        self.places = places
        self.fair = Fair(places)

    @rule(writer=st.sampled_from(["", *VOICES]), number=st.integers(1, 15))
    def hang(self, writer: str, number: int) -> None:
        for _ in range(number):
            self.latest += 1
            self.writer[self.latest] = writer
            self.age[self.latest] = self.visits

    @precondition(lambda self: self.writer)
    @rule(data=st.data())
    def take_down(self, data: st.DataObject) -> None:
        del self.writer[data.draw(st.sampled_from(sorted(self.writer)))]

    @rule(voice=st.sampled_from(VOICES), times=st.integers(1, 20))
    def visit(self, voice: str, times: int) -> None:
        for _ in range(times):
            self.now += KEPT_MS
            own = [label for label, writer in self.writer.items() if writer == voice]
            order = self.fair.order(voice, self.writer, own, self.now)
            assert sorted(order) == sorted(self.writer)
            self.views.update(order[: self.places])
            self.visits += 1

    @invariant()
    def labels_of_the_same_age_were_looked_at_about_as_often(self) -> None:
        of_age: dict[int, list[int]] = {}
        for label in self.writer:
            of_age.setdefault(self.age[label], []).append(self.views[label])
        assert all(max(views) - min(views) <= 2 for views in of_age.values())


Wall.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestWall = Wall.TestCase


def test_what_is_new_does_not_have_to_catch_up() -> None:
    """Or the whole hall would be shown nothing but the newest labels for a while."""
    fair = Fair(places=2)
    for visit in range(30):
        fair.order(f"voice{visit}", [1, 2, 3], (), 0)
    fair.order("late", [1, 2, 3, 4], (), 0)
    assert {fair.views(label) for label in (1, 2, 3, 4)} <= {20, 21}


def test_what_was_off_the_wall_begins_again_beside_the_others() -> None:
    fair = Fair(places=1)
    fair.order("a", [1, 2], (), 0)
    for visit in range(10):
        fair.order(f"voice{visit}", [1], (), 0)
    fair.order("b", [1, 2], (), 0)
    assert fair.views(2) >= 10


def test_phones_differ() -> None:
    fair = Fair()
    first = {tuple(fair.order(f"voice{number}", range(200), (), 0)[:3]) for number in range(20)}
    assert len(first) == 20


def test_ones_own_labels_take_no_place_from_others() -> None:
    fair = Fair(places=3)
    assert 7 not in fair.order("writer", [7, 8, 9, 10], [7], 0)[:3]
    assert fair.views(7) == 0
    assert fair.order("other", [7, 8, 9, 10], (), 0)[0] == 7


@given(st.sets(st.integers(1, 300), min_size=1), st.sets(st.integers(1, 300)), st.sets(st.integers(301, 400)))
def test_a_wall_that_is_loaded_again_soon_stands_as_it_was(labels: set[int], gone: set[int], fresh: set[int]) -> None:
    fair = Fair()
    before = fair.order("ann", sorted(labels), (), 0)
    fair.order("ben", sorted(labels), (), 1)
    again = fair.order("ann", sorted((labels - gone) | fresh), (), KEPT_MS - 1)
    assert again[: len(labels - gone)] == [label for label in before if label not in gone]
    assert set(again[len(labels - gone) :]) == fresh


def test_a_wall_that_is_loaded_again_soon_counts_once() -> None:
    fair = Fair(places=1)
    first = fair.order("ann", [1, 2], (), 0)[0]
    fair.order("ann", [1, 2], (), 1000)
    assert fair.views(first) == 1


def test_who_comes_back_later_is_shown_something_else() -> None:
    fair = Fair(places=2)
    first = fair.order("ann", [1, 2, 3, 4], (), 0)
    assert set(fair.order("ann", [1, 2, 3, 4], (), KEPT_MS)[:2]) == set(first[2:])


def test_who_presses_a_button_after_long_reading_finds_the_wall_as_it_was() -> None:
    fair = Fair(places=1)
    before = fair.order("ann", range(1, 50), (), 0)
    fair.stays("ann", 10 * KEPT_MS)
    fair.stays("nobody", 10 * KEPT_MS)
    assert fair.order("ann", range(1, 50), (), 10 * KEPT_MS + 100) == before


@pytest.mark.parametrize("labels", [[], [1]])
def test_an_empty_wall_and_a_single_label(labels: list[int]) -> None:
    assert Fair().order("ann", labels, labels, 0) == labels


def test_only_so_many_orders_are_remembered() -> None:
    fair = Fair(places=1)
    before = fair.order("first", range(1, 9), (), 0)
    for number in range(ORDERS_KEPT):
        fair.order(f"voice{number}", range(1, 9), (), 0)
    assert fair.order("first", range(1, 9), (), 0) != before
    assert FIRST_PLACES < ORDERS_KEPT
