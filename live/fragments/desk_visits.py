"""Study visits for facilitators: numbers, and matching visitors. No names: whom somebody visits is between the two."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.fragments import Piece, Scene, View


class VisitLine(Struct, frozen=True):
    title: str
    when: str
    place: str
    places: int
    going: int
    wished: int


class VisitNumbers(Struct, frozen=True):
    """`people`: how many would like to go anywhere; `placed`: how many of them have a place somewhere."""

    lines: tuple[VisitLine, ...]
    people: int
    placed: int
    matched: int


def _pieces(scene: Scene) -> Iterator[Piece]:
    known = scene.conference.visits
    lines = tuple(
        VisitLine(
            visit.title,
            visit.when,
            visit.place,
            visit.places,
            len(known.going.get(visit.id, ())),
            len(known.wishes.get(visit.id, ())),
        )
        for visit in known.in_order()
        if visit.host
    )
    placed = {voice for voices in known.going.values() for voice in voices}
    people = placed | {voice for voices in known.wishes.values() for voice in voices}
    model = VisitNumbers(lines, len(people), len(placed), known.matched)
    yield Piece("desk-visits-numbers", "desk-visits", "fragments/_desk_visits.html", model)


desk_visits = View("desk/visits", ("desk-visits",), _pieces)
