"""The label wall on a phone: every label that hangs, the newest first; and, for its writer alone, the own labels."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from live.conference import Conference
from live.conference.wall import Label, LabelKind
from live.fragments import Piece, Scene, View


class Tag(Struct, frozen=True):
    """A label as everybody sees it, with how many back it."""

    id: int
    kind: LabelKind
    text: str
    signed: str
    me_too: int
    help: int


class WallSize(Struct, frozen=True):
    labels: int


class MyLabel(Struct, frozen=True):
    """An own label. `held` is why it is held back, or empty."""

    id: int
    kind: LabelKind
    text: str
    held: str


MyLabels = tuple[MyLabel, ...]


def my_labels(conference: Conference, voice: str) -> MyLabels:
    """The labels that this voice wrote, the newest first, those that are held back too."""
    return tuple(
        MyLabel(label.id, label.kind, label.text, label.held)
        for label in conference.wall.newest_first(held=True)
        if voice and label.writer == voice
    )


def _pieces(scene: Scene) -> Iterable[Piece]:
    labels = scene.conference.wall.newest_first()
    yield Piece("wall-size", "wall-lead", "fragments/_wall_size.html", WallSize(len(labels)))
    for label in labels:
        yield Piece(f"label-{label.id}", "wall-list", "fragments/_label.html", _tag(label))


def _tag(label: Label) -> Tag:
    return Tag(label.id, label.kind, label.text, label.signed, len(label.me_too), len(label.help))


wall = View("wall", ("wall-lead", "wall-list"), _pieces)
