"""The bell on the screen: a few words and a countdown over whatever is shown, but not over a blank screen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference
from live.fragments import Piece, Scene, View
from live.fragments.stage_parts import minutes


class StageBell(Struct, frozen=True):
    """`shown` is what stands there until a script counts."""

    starts: str
    ends_at: int
    shown: str


def bell_pieces(conference: Conference) -> Iterator[Piece]:
    """The bell, if it rings. It is the conference as it is: a frozen picture does not stop the time."""
    bell = conference.board.bell
    slot = conference.board.slot(bell.slot) if bell is not None else None
    if bell is not None and slot is not None:
        model = StageBell(slot.starts, bell.ends_at, minutes(bell.minutes * 60))
        yield Piece("stage-bell", "stage", "fragments/_stage_bell.html", model)


def with_bell(view: View) -> View:
    """The screen with the bell over it."""

    def pieces(scene: Scene) -> Iterator[Piece]:
        yield from view.pieces(scene)
        if not scene.conference.as_the_room_sees_it.agenda.blank:
            yield from bell_pieces(scene.conference)

    return replace(view, pieces=pieces)
