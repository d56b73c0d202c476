"""The bell on phones: how long the round still has. The same piece for all; whose round it is, the phone or the page marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference
from live.conference.agenda import sessions, times_of
from live.fragments import Piece, Scene, View


class BellBar(Struct, frozen=True):
    """A bell that rings. `ends_at` in milliseconds since 1970; `topics` are those of the slot, with what became part of them,
    `sessions` the booked ones at just this time."""

    starts: str
    minutes: int
    ends_at: int
    topics: tuple[int, ...]
    sessions: tuple[int, ...] = ()

    @property
    def clock(self) -> str:
        """ "11:40", by the clock of the server's own place: what stands there without scripts."""
        return f"{datetime.fromtimestamp(self.ends_at / 1000):%H:%M}"  # noqa: DTZ006


def bell_pieces(conference: Conference, into: str) -> Iterator[Piece]:
    """The bar of the bell on top of a container, while it rings."""
    board = conference.board
    bell = board.bell
    slot = board.slot(bell.slot) if bell is not None else None
    if bell is None or slot is None:
        return
    topics = tuple(topic.id for topic in board.topics() if board.head(topic).slot == slot.id)
    booked = sessions(conference.agenda.programme)
    beside = tuple(one.id for block, one in booked if times_of(block, one) == (slot.starts, slot.ends))
    bar = BellBar(slot.starts, bell.minutes, bell.ends_at, topics, beside)
    yield Piece(f"bell-{bell.at}", into, "fragments/_bell.html", bar, is_personal=True)


def with_bell(view: View, into: str) -> View:
    """The same view with the bar of the bell on top of one of its containers, while it rings."""

    def pieces(scene: Scene) -> Iterator[Piece]:
        yield from bell_pieces(scene.conference, into)
        yield from view.pieces(scene)

    return replace(view, pieces=pieces)
