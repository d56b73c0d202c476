"""Large parts of pages, put in as bytes when a page is sent.

Hundreds of labels are drawn once for everybody, and yet a page that holds them copied them six times: into the template, out of
it, around the ids of its forms, and into bytes. Here a template is given a mark in their place. The mark bears a random word, so
that nothing that people type can be one.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from live.fragments import FRESH_ID, NOBODY, Mine, Picture

LARGE = 4_000  # bytes; what is smaller goes the usual way
_FRESH_ID = FRESH_ID.encode()


class Pasting:
    """What is to be pasted into one page."""

    def __init__(self) -> None:
        self._token = f"\x03{secrets.token_hex(8)}\x03"
        self._parts: list[Sequence[bytes]] = []

    def later(self, parts: Sequence[bytes]) -> str:
        """The mark in whose place these stand, which were cut where the ids of forms belong."""
        self._parts.append(parts)
        return f"{self._token}{len(self._parts) - 1}{self._token}"

    def page(self, html: str, mark: str) -> bytes:
        """`html` as it is sent: with what was put off, and with ids for its forms as `with_fresh_ids` gives them."""
        start = secrets.token_urlsafe(18)
        sent: list[bytes] = []
        forms = 0
        for place, text in enumerate(html.split(self._token)):
            first, *rest = self._parts[int(text)] if place % 2 else text.encode().split(_FRESH_ID)
            sent.append(first)
            for part in rest:
                forms += 1
                sent += (f"{start}-{forms}{mark}".encode(), part)
        return b"".join(sent)


class Shown:
    """A picture as a template sees it."""

    def __init__(self, picture: Picture, pasting: Pasting) -> None:
        self._picture = picture
        self._pasting = pasting

    def fill(self, container: str, mine: Mine = NOBODY, order: Sequence[str] | None = None) -> str:
        """As `Picture.fill`, or the mark of it."""
        if mine is NOBODY and order is None:
            packed = self._picture.packed(container)
            if sum(map(len, packed)) >= LARGE:
                return self._pasting.later(packed)
        html = self._picture.fill(container, mine, order)
        return html if len(html) < LARGE else self._pasting.later(html.encode().split(_FRESH_ID))
