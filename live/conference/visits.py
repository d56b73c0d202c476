"""Study visits and other sign-ups with two sides: who can be visited offers when and where, who would like to come says so, and
they are matched.

All that is known of a visit lies under `visit/N` and is written anew when its host changes it, so that nothing old stays on the
disk. Who would like to come, and who is matched, lies under `visits/N`.
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Fact


class Visit(Struct, frozen=True):
    """What a host offers. `when` and `place` as written. `name` and `contact` are the host's, for those who are matched only."""

    id: int
    host: str
    title: str
    when: str
    place: str
    places: int
    text: str = ""
    name: str = ""
    contact: str = ""
    at: int = 0


class Visits(Struct, frozen=True):
    by_id: HashTrieMap[int, Visit] = field(default_factory=HashTrieMap)
    latest_id: int = 0
    wishes: HashTrieMap[int, tuple[str, ...]] = field(default_factory=HashTrieMap)
    """By visit: the voices that would like to come and have no place in it, in the order in which they wait."""
    going: HashTrieMap[int, tuple[str, ...]] = field(default_factory=HashTrieMap)
    """By visit: the voices that have a place."""
    matched: int = 0
    """How often visitors were matched; before the first time nobody has a place."""

    def in_order(self) -> list[Visit]:
        return sorted(self.by_id.values(), key=lambda visit: visit.id)


class VisitPut(Fact, frozen=True):
    """All that a host offers, as it is now. What was written of it before is erased with this act."""

    visit: int
    host: str
    title: str
    when: str
    place: str
    places: int
    text: str = ""
    name: str = ""
    contact: str = ""
    at: int = 0


class VisitWithdrawn(Fact, frozen=True):
    """It is erased from the disk with this act, and with it who wanted to come."""

    visit: int


class VisitWished(Fact, frozen=True):
    """A voice would like to come: it waits."""

    visit: int
    voice: str


class VisitLeft(Fact, frozen=True):
    """A voice does not want to come any more, or gives its place back."""

    visit: int
    voice: str


class VisitPlaceGiven(Fact, frozen=True):
    """A voice that waited has a place."""

    visit: int
    voice: str


class VisitorsMatched(Fact, frozen=True):
    """Places were given out, by acts of their own."""


VisitAct = VisitPut | VisitWithdrawn | VisitWished | VisitLeft | VisitPlaceGiven | VisitorsMatched


def fold(visits: Visits, act: VisitAct) -> Visits:
    match act:
        case VisitPut():
            visit = Visit(
                act.visit,
                act.host,
                act.title,
                act.when,
                act.place,
                act.places,
                act.text,
                act.name,
                act.contact,
                act.at,
            )
            return replace(
                visits, by_id=visits.by_id.insert(visit.id, visit), latest_id=max(visits.latest_id, visit.id)
            )
        case VisitWithdrawn():
            return replace(
                visits,
                by_id=visits.by_id.discard(act.visit),
                latest_id=max(visits.latest_id, act.visit),
                wishes=visits.wishes.discard(act.visit),
                going=visits.going.discard(act.visit),
            )
        case VisitWished():
            return replace(visits, wishes=_with(visits.wishes, act.visit, act.voice))
        case VisitLeft():
            return replace(
                visits,
                wishes=_without(visits.wishes, act.visit, act.voice),
                going=_without(visits.going, act.visit, act.voice),
            )
        case VisitPlaceGiven():
            return replace(
                visits,
                wishes=_without(visits.wishes, act.visit, act.voice),
                going=_with(visits.going, act.visit, act.voice),
            )
        case VisitorsMatched():
            return replace(visits, matched=visits.matched + 1)
        case _:
            assert_never(act)


def _with(lists: HashTrieMap[int, tuple[str, ...]], visit: int, voice: str) -> HashTrieMap[int, tuple[str, ...]]:
    known = lists.get(visit, ())
    return lists if voice in known else lists.insert(visit, (*known, voice))


def _without(lists: HashTrieMap[int, tuple[str, ...]], visit: int, voice: str) -> HashTrieMap[int, tuple[str, ...]]:
    left = tuple(one for one in lists.get(visit, ()) if one != voice)
    return lists.insert(visit, left) if left else lists.discard(visit)


def subject_of(act: VisitAct) -> str:
    match act:
        case VisitPut():
            return f"visit/{act.visit}"
        case VisitWished() | VisitLeft() | VisitPlaceGiven():
            return f"visits/{act.visit}"
        case VisitWithdrawn() | VisitorsMatched():
            return "visiting"


def erased_by(act: VisitAct) -> tuple[str, ...]:
    match act:
        case VisitPut():
            return (f"visit/{act.visit}",)
        case VisitWithdrawn():
            return (f"visit/{act.visit}", f"visits/{act.visit}")
        case _:
            return ()
