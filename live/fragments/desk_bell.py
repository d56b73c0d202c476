"""The bell on the facilitators' board: ringing it for a time, and being reminded to, by the clock in the hall."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from live.conference.board import Slot
from live.conference.board.hours import minutes
from live.fragments import Piece, Scene, View

REMIND_BEFORE = 5  # minutes before the end of a slot


class DeskBell(Struct, frozen=True):
    """`rings`: for which time it rings now ("" for none), until `ends_at`. `due`: the id of the slot that ends in `left`
    minutes."""

    slots: tuple[Slot, ...]
    rings: str = ""
    ends_at: int = 0
    due: str = ""
    due_starts: str = ""
    left: int = 0


def bell_pieces(scene: Scene) -> Iterator[Piece]:
    board = scene.conference.board
    if not board.slots:
        return
    bell = board.bell
    slot = board.slot(bell.slot) if bell is not None else None
    if bell is not None and slot is not None:
        model = DeskBell(board.slots, slot.starts, bell.ends_at)
    else:
        due = ends_soon(scene)
        model = DeskBell(board.slots, "", 0, due[0].id, due[0].starts, due[1]) if due else DeskBell(board.slots)
    yield Piece("desk-bell", "desk-bell-place", "fragments/_desk_bell.html", model)


def ends_soon(scene: Scene) -> tuple[Slot, int] | None:
    """A slot with topics that ends within five minutes by the clock in the hall, and in how many. None on another day."""
    day, _, clock = scene.local.partition(" ")
    now = minutes(clock)
    if now is None or scene.conference.day not in ("", day):
        return None
    held = {topic.slot for topic in scene.conference.board.standing()}
    for slot in scene.conference.board.slots:
        ends = minutes(slot.ends)
        if slot.id in held and ends is not None and 0 < ends - now <= REMIND_BEFORE:
            return slot, ends - now
    return None


def with_bell(view: View) -> View:
    """The facilitators' board with the bell."""

    def pieces(scene: Scene) -> Iterator[Piece]:
        yield from bell_pieces(scene)
        yield from view.pieces(scene)

    return replace(view, containers=(*view.containers, "desk-bell-place"), pieces=pieces, shows=(*view.shows, "local"))
