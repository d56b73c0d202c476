"""Which fragment shows what, and how a change becomes a few small pieces of HTML for everybody who looks at the same view.

A *view* is what one audience sees ("wall", "screen", "poll/3"): containers, and in them *pieces*, each an element with a
stable id, a template and the model that the template reads. A view is made anew from the conference at every beat, which is
cheap; only pieces whose model has changed are rendered, once for the whole audience. A *picture* remembers a view's last few
layouts, so that whoever says what it has seen is given just what it missed, and all who missed the same get the same bytes.

Pieces are the same for all who look: what is personal (my vote, my label) is marked on the phone, or, in a page as it is first
sent, by rendering the few pieces that `Mine` is about once more.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from jinja2 import Environment
from msgspec import Struct, field
from msgspec.structs import replace

from live.conference import Conference
from live.conference.booking import OwnSeat
from live.fragments.suggestions import Suggested
from live.timetable.telling import Timetable

LAYOUTS_REMEMBERED = (
    16  # at ten beats a second a phone may miss a second and a half and still be given only what it missed
)


DRAWN_AT_A_TIME = 16  # pieces: 2 to 5 ms (measured)
LOOKED_AT_AT_A_TIME = 256  # pieces that may look as they did: 2 to 4 ms


class Scene(Struct, frozen=True):
    """All that a view may show: the conference, and who is connected just now."""

    conference: Conference
    phones: int = 0
    screens: int = 0
    join_site: str = ""
    """The address people type, without "http://": "192.168.1.20:8000"."""
    alarm: str = ""
    """What the chair must know about the server at once; "" if all is well."""
    base: str = ""
    """What stands before every path, if a proxy put the server below one: "" or "/live"."""
    suggested: Suggested = Suggested()
    """What may say the same, as it was last worked out."""
    timetable: Timetable = Timetable()
    """What there is of suggested timetables."""
    local: str = ""
    """The time on the clock in the hall, as "2027-05-14 10:52"; "" where nobody knows it."""


class Said(Struct, frozen=True):
    """What one voice answered: the form fields that give this answer, and how it is read back."""

    fields: Mapping[str, Sequence[str]]
    words: str = ""


class Mine(Struct, frozen=True):
    """What one voice did. `votes` maps "poll.round" to its answer; `topics` maps topics to an interest."""

    voice: str = ""
    name: str = ""
    group: str = ""
    votes: Mapping[str, Said] = field(default_factory=dict)
    labels: tuple[int, ...] = ()
    supports: tuple[str, ...] = ()
    topics: Mapping[int, str] = field(default_factory=dict)
    proposed: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    """Those that it wrote about talks."""
    seats: Mapping[int, OwnSeat] = field(default_factory=dict)
    """What it has in booked sessions."""
    hosted: tuple[int, ...] = ()
    """The topics that it offered to host."""

    def touches(self) -> set[str]:
        """The keys of the pieces that look different for this voice."""
        keys = {f"poll-{key.replace('.', '-')}-answer" for key in self.votes}
        keys |= {f"label-{number}" for number in self.labels}
        keys |= {f"label-{support.partition('.')[0]}" for support in self.supports}
        keys |= {f"topic-{number}" for number in (*self.topics, *self.proposed)}
        keys |= {f"seat-{number}" for number in self.seats}
        keys |= {f"note-{number}" for number in self.notes}
        return keys


NOBODY = Mine()


class Piece(Struct, frozen=True):
    """One element of a view. `key` is its id, `into` the id of the container it stands in (which may be inside another piece),
    `template` a file in `templates/`, `model` all that the template reads: equal models look the same. `is_personal`: in a page
    as it is first sent it looks different for each voice, also for one that has done nothing yet."""

    key: str
    into: str
    template: str
    model: Any
    is_personal: bool = False


class View(Struct, frozen=True):
    """What one audience looks at: the ids of the containers in its page, and the pieces in them, in order. They follow from the
    scene and nothing else. Of what moves beside the conference (`BESIDE`) a view is told no more than it says that it `shows`,
    and it is not looked at while only those parts of the conference change that it is `apart_from`."""

    name: str
    containers: tuple[str, ...]
    pieces: Callable[[Scene], Iterable[Piece]]
    shows: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()


BESIDE: Mapping[str, Any] = {
    "phones": 0,
    "screens": 0,
    "alarm": "",
    "suggested": Suggested(),
    "timetable": Timetable(),
    "local": "",
}
"""What changes in a scene without anything happening in the conference, and what it is where nobody knows it."""

VOTING = ("polls", "people")
"""What changes with each vote and each phone that joins: many times a second, when a hall is asked something."""


class Drawn(Struct, frozen=True):
    """A piece and its HTML, with a mark where the pieces of an inner container belong. `has_inner`: there is such a mark."""

    piece: Piece
    html: str
    has_inner: bool = False


class Layout(Struct, frozen=True):
    """The pieces of a view by their keys, in order; and by the container that they stand in."""

    pieces: Mapping[str, Drawn]
    into: Mapping[str, Sequence[Drawn]]


def _laid_out(pieces: Mapping[str, Drawn]) -> Layout:
    into: dict[str, list[Drawn]] = {}
    for drawn in pieces.values():
        into.setdefault(drawn.piece.into, []).append(drawn)
    return Layout(pieces, into)


_MARK = "\x00{}\x00"

FRESH_ID = "\x02"
"""Stands in rendered pieces where a form's request id belongs. Pieces are shared by a whole audience, ids never are."""
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
        self._layout = _laid_out({})
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
        self._layout = self._layouts[self.stamp] = _laid_out(after)
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
            ops = self._whole() if before is None else _changes(self.view, before, self._layout)
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
                self._filled[container] = _plain(container, self._layout)
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
                first, *others = _whole(drawn, self._layout).encode().split(_FRESH_ID)
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
                html = _with_inner(html, lambda container: self._compose(self._inner(container), mine, touched))
            parts.append(html)
        return "".join(parts)

    def _inner(self, container: str) -> Sequence[Drawn]:
        return self._layout.into.get(container, ())

    def _render(self, piece: Piece, scene: Scene, mine: Mine) -> str:
        template = self._templates.get_template(piece.template)
        return template.render(
            key=piece.key, it=piece.model, mine=mine, base=scene.base, code=scene.conference.code, children=_mark
        ).strip()


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


def _mark(container: str) -> str:
    """Stands in a piece's HTML where the pieces of an inner container belong. Not HTML, so nothing to escape: ids are ours."""
    return _MARK.format(container)


def _with_inner(html: str, filled: Callable[[str], str]) -> str:
    parts = html.split("\x00")
    parts[1::2] = map(filled, parts[1::2])
    return "".join(parts)


def _same(one: Piece, other: Piece) -> bool:
    return (
        one.template == other.template
        and one.into == other.into
        and (one.model is other.model or one.model == other.model)
    )


def _plain(container: str, layout: Layout) -> str:
    """The HTML of all pieces in a container, as it is for everybody."""
    return "".join([_whole(drawn, layout) for drawn in layout.into.get(container, ())])


def _whole(drawn: Drawn, layout: Layout) -> str:
    """The HTML of a piece with all that stands in it."""
    if not drawn.has_inner:
        return drawn.html
    return _with_inner(drawn.html, lambda container: _plain(container, layout))


def _changes(view: View, before: Layout, after: Layout) -> list[list[str]]:
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
            ops.append(["fill", container, _plain(container, after)])
            sent.update(new)
            continue
        ops += [["cut", key] for key in old if key not in stayed and key not in after.pieces]
        follows = ""
        for key in new:
            if key not in stayed:
                ops.append(["add", container, follows, _whole(after.pieces[key], after)])
                sent.add(key)
            elif after.pieces[key] is not before.pieces[key]:
                ops.append(["put", key, _whole(after.pieces[key], after)])
                sent.add(key)
            follows = key
    return ops
