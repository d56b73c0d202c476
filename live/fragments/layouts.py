"""How the pieces of a view lie in each other, and the way from one layout to the next as a few operations on elements.

In the HTML of a piece stands a mark for each container in it, where the pieces of that container belong, and one for each id that
a form of it is given when it is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from live.fragments.scene import Piece, View

_MARK = "\x00{}\x00"

FRESH_ID = "\x02"
"""Stands in rendered pieces where a form's request id belongs. Pieces are shared by a whole audience, ids never are."""


class Drawn(Struct, frozen=True):
    """A piece and its HTML, with a mark where the pieces of an inner container belong. `has_inner`: there is such a mark."""

    piece: Piece
    html: str
    has_inner: bool = False


class Layout(Struct, frozen=True):
    """The pieces of a view by their keys, in order; and by the container that they stand in."""

    pieces: Mapping[str, Drawn]
    into: Mapping[str, Sequence[Drawn]]


def laid_out(pieces: Mapping[str, Drawn]) -> Layout:
    """The layout of these pieces, by their keys, in order."""
    into: dict[str, list[Drawn]] = {}
    for drawn in pieces.values():
        into.setdefault(drawn.piece.into, []).append(drawn)
    return Layout(pieces, into)


def with_fresh_ids(html: str, mark: str = "") -> str:
    """`html` as it may leave the house: every form with a request id of its own, which ends with `mark`. The ids of one page
    differ by their number: so nobody can guess them, and hundreds of them cost no more than one."""
    if FRESH_ID not in html:
        return html
    first, *rest = html.split(FRESH_ID)
    start = secrets.token_urlsafe(18)
    parts = [first]
    for number, part in enumerate(rest, 1):
        parts += (f"{start}-{number}{mark}", part)
    return "".join(parts)


def mark(container: str) -> str:
    """Stands in a piece's HTML where the pieces of an inner container belong. Not HTML, so nothing to escape: ids are ours."""
    return _MARK.format(container)


def with_inner(html: str, filled: Callable[[str], str]) -> str:
    """The HTML of a piece with its inner containers filled: `filled(container)` gives what stands in one."""
    parts = html.split("\x00")
    parts[1::2] = map(filled, parts[1::2])
    return "".join(parts)


def plain(container: str, layout: Layout) -> str:
    """The HTML of all pieces in a container, as it is for everybody."""
    return "".join([whole(drawn, layout) for drawn in layout.into.get(container, ())])


def whole(drawn: Drawn, layout: Layout) -> str:
    """The HTML of a piece with all that stands in it."""
    if not drawn.has_inner:
        return drawn.html
    return with_inner(drawn.html, lambda container: plain(container, layout))


def changes(view: View, before: Layout, after: Layout) -> list[list[str]]:
    """The way from one layout to another, as operations on elements. A piece that is sent brings its inner pieces with it, so
    containers inside a piece that is sent (or gone) are passed over."""
    ops: list[list[str]] = []
    sent: set[str] = set()
    inner_of: dict[str, str] = {}
    for layout in (before, after):
        for key, drawn in layout.pieces.items():
            if drawn.has_inner:
                inner_of |= dict.fromkeys(drawn.html.split("\x00")[1::2], key)

    def is_covered(container: str) -> bool:
        while container in inner_of:
            key = inner_of[container]
            if key in sent or key not in after.pieces:
                return True
            container = after.pieces[key].piece.into
        return False

    containers = list(dict.fromkeys((*view.containers, *after.into, *inner_of)))
    for container in containers:
        if is_covered(container):
            continue
        old, new = ([drawn.piece.key for drawn in layout.into.get(container, ())] for layout in (before, after))
        stayed = set(old) & set(new)
        if [key for key in old if key in stayed] != [key for key in new if key in stayed]:
            ops.append(["fill", container, plain(container, after)])
            sent.update(new)
            continue
        ops += [["cut", key] for key in old if key not in stayed and key not in after.pieces]
        follows = ""
        for key in new:
            if key not in stayed:
                ops.append(["add", container, follows, whole(after.pieces[key], after)])
                sent.add(key)
            elif after.pieces[key] is not before.pieces[key]:
                ops.append(["put", key, whole(after.pieces[key], after)])
                sent.add(key)
            follows = key
    return ops
