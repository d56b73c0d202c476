"""Labels that were typed in from paper: the last ones, so that a slip of the keys is seen and taken out again."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference.wall import LabelKind
from live.fragments import Piece, Scene, View

LATEST_TYPED = 20


class TypedLabel(Struct, frozen=True):
    """A label from paper; `asked` is the title of its prompt, `held` why it is held back."""

    id: int
    kind: LabelKind
    text: str
    asked: str
    held: str


def _typed(scene: Scene) -> Iterator[Piece]:
    wall = scene.conference.wall
    labels = [label for label in wall.newest_first(held=True) if label.paper]
    yield Piece("desk-typed-number", "desk-typed-count", "fragments/_desk_typed_count.html", len(labels))
    for label in labels[:LATEST_TYPED]:
        prompt = wall.prompt(label.prompt)
        model = TypedLabel(label.id, label.kind, label.text, prompt.title if prompt is not None else "", label.held)
        yield Piece(f"desk-typed-{label.id}", "desk-typed-list", "fragments/_desk_typed.html", model)


desk_typed = View("desk/typed", ("desk-typed-count", "desk-typed-list"), _typed)
