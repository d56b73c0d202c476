"""Another order of the answers on each phone, so that nothing is chosen more often because it stands first.

The order follows from the voice, the vote and the answers alone: the same phone sees the same order on every page, with scripts
and without. `static/choices.js` reckons it in the same way; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

KNOWN = 8  # letters of its own name that a phone knows
MASK = 0xFFFF_FFFF


def shuffled(things: Sequence[T], value: Callable[[T], str], voice: str, vote: str) -> list[T]:
    """The things in the order of this voice for this vote ("3.1"). `value` gives what the form says for each; all differ."""
    return sorted(things, key=lambda thing: (_number(f"{voice[:KNOWN]} {vote} {value(thing)}"), value(thing)))


def _number(text: str) -> int:
    """A number of 32 bits that looks like chance: FNV-1a, and the last steps of MurmurHash3, as its last letters alone stir too
    little. Browsers offer nothing of the kind to pages that come without https, as in a hall."""
    number = 0x811C_9DC5
    for letter in text:
        number = (number ^ ord(letter)) * 0x0100_0193 & MASK
    number = (number ^ number >> 16) * 0x85EB_CA6B & MASK
    number = (number ^ number >> 13) * 0xC2B2_AE35 & MASK
    return number ^ number >> 16
