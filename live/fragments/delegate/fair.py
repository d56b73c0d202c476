"""Which labels stand first on whose wall, so that each is looked at about as often as every other, however many hang.

People read the first few labels of a wall and then put the phone away. Sorted by popularity, or the newest first, the same few
labels would be read by the whole hall. So it is counted how often each label stood in the first places of a wall that somebody
opened, and whoever comes next is given first those that stood there least often.

Between any two labels that hang the counts differ by at most two: one because a wall has only so many first places, and one
more because nobody is given their own labels first while others had no more views than these.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

FIRST_PLACES = 10
"""As many labels as people read: three or four screens of a phone."""

KEPT_MS = 120_000
"""For so long a wall that is loaded again has the order that it had: nobody's reading is shuffled."""

ORDERS_KEPT = 2_000
"""The orders of so many people are remembered for a wall."""


class _Given(Struct):
    """The order that somebody was given, and when they last looked."""

    order: array[int]
    at: int


class Fair:
    """The views of the labels of one wall, in memory: after a restart of the server all begin again at the same count."""

    def __init__(self, places: int = FIRST_PLACES) -> None:
        self._places = places
        self._views: dict[int, int] = {}
        self._given: OrderedDict[str, _Given] = OrderedDict()

    def order(self, voice: str, hanging: Iterable[int], own: Collection[int], at: int) -> list[int]:
        """The labels that hang, in the order for this voice, which looks at the time `at` (milliseconds). A label that is new
        here begins at the count of the one that had the fewest views."""
        labels = list(hanging)
        self._meet(labels)
        known = self._given.get(voice)
        if known is not None and at - known.at < KEPT_MS:
            known.at = at
            self._given.move_to_end(voice)
            return _as_it_was(known.order, labels)
        order = sorted(labels, key=lambda label: self._turn(voice, label, label in own))
        for label in order[: self._places]:
            self._views[label] += 1
        if voice:
            self._given[voice] = _Given(array("I", order), at)
            self._given.move_to_end(voice)
            if len(self._given) > ORDERS_KEPT:
                self._given.popitem(last=False)
        return order

    def stays(self, voice: str, at: int) -> None:
        """This voice pressed something on the wall that it was given, and is about to see it again."""
        if voice in self._given:
            self._given[voice].at = at

    def views(self, label: int) -> int:
        """How often a label stood in the first places, and how far the others were when it came."""
        return self._views.get(label, 0)

    def _meet(self, labels: Sequence[int]) -> None:
        """What is new, or comes back after it was off the wall, begins beside the one that was looked at least."""
        known = {label: self._views[label] for label in labels if label in self._views}
        least = min(known.values(), default=0)
        self._views = {label: known.get(label, least) for label in labels}

    def _turn(self, voice: str, label: int, is_own: bool) -> tuple[int, bool, bytes]:
        """The smaller, the sooner it is a label's turn. What is left open between equals is another order for each voice."""
        chance = hashlib.blake2b(f"{voice} {label}".encode(), digest_size=8).digest()
        return self._views[label] + is_own, is_own, chance


def _as_it_was(order: Iterable[int], labels: Sequence[int]) -> list[int]:
    """The order of before, without what is gone; what is new stands below, where it moves nothing."""
    hanging = set(labels)
    known = [label for label in order if label in hanging]
    return known + sorted(hanging.difference(known))
