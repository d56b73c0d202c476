"""A picture: one view as it stands, drawn once for everybody who looks at it, with its last few layouts.

A view is made anew from the conference at every beat, which is cheap; only pieces whose model has changed are rendered. Whoever
says what they have seen is given just what they missed, and all who missed the same get the same bytes.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from jinja2 import Environment
from msgspec.structs import replace

from live.conference import Conference
from live.fragments.layouts import (
    FRESH_ID,
    Drawn,
    Layout,
    changes,
    laid_out,
    mark,
    plain,
    whole,
    with_fresh_ids,
    with_inner,
)
from live.fragments.scene import BESIDE, NOBODY, Mine, Piece, Scene, View

# At ten beats a second a phone may miss a second and a half and still be given only what it missed.
LAYOUTS_REMEMBERED = 16
DRAWN_AT_A_TIME = 16  # pieces: 2 to 5 ms (measured)
LOOKED_AT_AT_A_TIME = 256  # pieces that may look as they did: 2 to 4 ms

_FRESH_ID = FRESH_ID.encode()


class Picture:
    """One view as it stands, for everybody who looks at it. `stamp` names the layout; a picture made anew has other stamps."""

    def __init__(self, view: View, templates: Environment) -> None:
        self.view = view
        self._templates = templates
        self._hidden = {name: value for name, value in BESIDE.items() if name not in view.shows}
        self._looks_at = [name for name in Conference.__struct_fields__ if name not in view.apart_from]
        self._born = secrets.token_urlsafe(6)
        self._version = 0
        self._begun = 0  # drawings, and which of them is the latest that is shown
        self._shown = 0
        self.stamp = f"{self._born}.0"
        self._layout = laid_out({})
        self._layouts: OrderedDict[str, Layout] = OrderedDict({self.stamp: self._layout})
        self._told: dict[str, bytes | None] = {self.stamp: None}
        self._filled: dict[str, str] = {}
        self._packed: dict[str, list[bytes]] = {}
        self._ahead: dict[str, Drawn] = {}
        self._scene: Scene | None = None

    def redraw(self, scene: Scene) -> bool:
        """Bring the picture up to date in one go; says whether anything changed."""
        before = self.stamp
        for _ in self.drawing(scene):
            pass
        return self.stamp != before

    def drawing(self, scene: Scene) -> Iterator[None]:
        """Bring the picture up to date, some pieces at a time: between them others can have their turn, and nothing of it is seen
        before the end. A desk with 5,000 labels takes most of a second the first time. Several may draw at once: nothing is drawn
        twice, and what was begun earlier, with an older scene, never takes the place of what was begun later.

        Where the scene is what it was, nothing is looked at: a hall that comes back asks for this 5,000 times in a second.
        """
        scene = replace(scene, **self._hidden)
        if self._scene is not None and self._shows_the_same(self._scene, scene):
            return
        self._begun += 1
        number = self._begun
        after: dict[str, Drawn] = {}
        worked = 0
        for piece in self.view.pieces(scene):
            drawn = self._known(piece)
            worked += 1
            if drawn is None:
                drawn = self._ahead[piece.key] = self._draw(piece, scene)
                worked += LOOKED_AT_AT_A_TIME // DRAWN_AT_A_TIME - 1
            after[piece.key] = drawn
            if worked >= LOOKED_AT_AT_A_TIME:
                worked = 0
                yield
        if number > self._shown:
            self._shown = number
            self._show(scene, after)

    def _show(self, scene: Scene, after: Mapping[str, Drawn]) -> None:
        before = self._layout.pieces
        changed = any(before.get(key) is not drawn for key, drawn in after.items())
        self._scene = scene
        self._ahead = {}
        if self._version and not changed and list(before) == list(after):
            return
        self._version += 1
        self.stamp = f"{self._born}.{self._version}"
        self._layout = self._layouts[self.stamp] = laid_out(after)
        if len(self._layouts) > LAYOUTS_REMEMBERED:
            self._layouts.popitem(last=False)
        self._told = {self.stamp: None}
        self._filled, self._packed = {}, {}

    def _known(self, piece: Piece) -> Drawn | None:
        """A piece as it was drawn before, if it still looks the same."""
        for drawn in (self._layout.pieces.get(piece.key), self._ahead.get(piece.key)):
            if drawn is not None and _same(drawn.piece, piece):
                return drawn
        return None

    def _draw(self, piece: Piece, scene: Scene) -> Drawn:
        html = self._render(piece, scene, NOBODY)
        return Drawn(piece, html, "\x00" in html)

    def frame(self, seen: str) -> bytes | None:
        """What somebody who has seen the layout stamped `seen` must be told: nothing, what they missed, or the whole view. The
        very same bytes for all who ask until the picture changes."""
        try:
            return self._told[seen]  # asked for each of thousands of phones at each beat
        except KeyError:
            return self._tell(seen if seen in self._layouts else "")

    def _tell(self, seen: str) -> bytes | None:
        """The frame for a stamp that is remembered, or for "": whoever has seen anything else is given the whole view. Where
        nothing was drawn yet there is nothing to tell."""
        if not self._version:
            return None
        if seen not in self._told:
            before = self._layouts.get(seen)
            ops = self._whole() if before is None else changes(self.view, before, self._layout)
            ops = [[with_fresh_ids(part) for part in op] for op in ops]
            told = {"t": "frame", "view": self.view.name, "seen": self.stamp, "ops": ops}
            self._told[seen] = msgspec.json.encode(told)
        return self._told[seen]

    def _shows_the_same(self, before: Scene, scene: Scene) -> bool:
        one, other = before.conference, scene.conference
        if one is not other and not all(getattr(one, name) is getattr(other, name) for name in self._looks_at):
            return False
        return before == replace(scene, conference=one)

    def keys(self, container: str) -> list[str]:
        """The keys of the pieces in a container, in order."""
        return [drawn.piece.key for drawn in self._layout.into.get(container, ())]

    def fill(self, container: str, mine: Mine = NOBODY, order: Sequence[str] | None = None) -> str:
        """The HTML of all pieces in a container, with what is `mine` marked; in an `order` of their keys, if it is another for
        whoever looks. A page gives its forms their ids at the end."""
        if mine is NOBODY and order is None:
            if container not in self._filled:
                self._filled[container] = plain(container, self._layout)
            return self._filled[container]
        touched = mine.touches() if mine is not NOBODY else set()
        pieces = self._layout.into.get(container, ())
        if order is not None:
            places = {key: place for place, key in enumerate(order)}
            pieces = sorted(pieces, key=lambda drawn: places.get(drawn.piece.key, len(places)))
        return self._compose(pieces, mine, touched)

    def _whole(self) -> list[list[str]]:
        return [["fill", container, self.fill(container)] for container in self.view.containers]

    def packed(self, container: str) -> Sequence[bytes]:
        """The HTML of all pieces in a container as it is for everybody, as bytes, cut where the ids of forms belong. Made piece
        by piece: one string of the whole first, 16 MB for a desk with 5,000 labels, took twice as long."""
        if container not in self._packed:
            packed: list[bytes] = []
            uncut: list[bytes] = []
            for drawn in self._layout.into.get(container, ()):
                first, *others = whole(drawn, self._layout).encode().split(_FRESH_ID)
                uncut.append(first)
                if others:
                    packed += (b"".join(uncut), *others[:-1])
                    uncut = others[-1:]
            self._packed[container] = [*packed, b"".join(uncut)]
        return self._packed[container]

    def _compose(self, pieces: Sequence[Drawn], mine: Mine, touched: set[str]) -> str:
        """Pieces one after the other, with what is `mine` marked."""
        parts = []
        for drawn in pieces:
            html = drawn.html
            if (drawn.piece.key in touched or (drawn.piece.is_personal and mine.voice)) and self._scene is not None:
                html = self._render(drawn.piece, self._scene, mine)
            if drawn.has_inner:
                html = with_inner(html, lambda container: self._compose(self._inner(container), mine, touched))
            parts.append(html)
        return "".join(parts)

    def _inner(self, container: str) -> Sequence[Drawn]:
        return self._layout.into.get(container, ())

    def _render(self, piece: Piece, scene: Scene, mine: Mine) -> str:
        template = self._templates.get_template(piece.template)
        return template.render(
            key=piece.key, it=piece.model, mine=mine, base=scene.base, code=scene.conference.code, children=mark
        ).strip()


def _same(one: Piece, other: Piece) -> bool:
    return (
        one.template == other.template
        and one.into == other.into
        and (one.model is other.model or one.model == other.model)
    )
