"""What came out of the rooms, at the facilitators' desk: every talk with how far it is, those that have no note yet, and one
talk by itself, where facilitators write for a room and take out what should not stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from live.conference import Conference, harvest
from live.conference.harvest import Stand, Talk
from live.fragments import VOTING, Piece, Scene, View
from live.fragments.delegate.harvest import by_talk, heading, line_ways, written
from live.fragments.delegate.topics import Gone


class TalkLine(Struct, frozen=True):
    """One talk in the list. `line` is empty where there is none; `lines` are further ones, among which nobody has chosen yet."""

    about: str
    title: str
    where: str
    line: str
    lines: int
    points: int
    quotes: int
    actions: int
    stand: Stand
    again: bool

    @property
    def is_gap(self) -> bool:
        return not (self.line or self.lines or self.points or self.quotes)


class Numbers(Struct, frozen=True):
    talks: int
    gaps: int
    read: int
    """How many of them somebody read back as they stand."""


class Left(Struct, frozen=True):
    """Notes about a talk that is no longer there."""

    notes: tuple[tuple[int, str], ...]


def lines(conference: Conference) -> list[TalkLine]:
    known, agreed = by_talk(conference), harvest.actions_by_talk(conference)
    return [
        _line(conference, talk, known, sum(len(agreed.get(about, ())) for about in talk.abouts))
        for talk in harvest.all_talks(conference)
    ]


def _line(conference: Conference, talk: Talk, known: harvest.Notes, agreed: int) -> TalkLine:
    notes = harvest.notes_of(conference, talk, known)
    line = harvest.line_of(conference, talk)
    kinds = [note.kind for note in notes if note != line]
    return TalkLine(
        talk.about,
        talk.title,
        ", ".join(filter(None, [talk.when, talk.room])),
        line.text if line is not None else "",
        kinds.count("line"),
        kinds.count("point") + bool(talk.older),
        kinds.count("quote"),
        agreed,
        harvest.stand_of(conference, talk, notes),
        talk.again,
    )


def _list(scene: Scene, *, only_gaps: bool) -> Iterator[Piece]:
    found = lines(scene.conference)
    gaps = [one for one in found if one.is_gap]
    numbers = Numbers(len(found), len(gaps), sum(bool(one.stand.yes) for one in found))
    yield Piece("desk-harvest-numbers", "desk-harvest-count", "fragments/_desk_harvest_numbers.html", numbers)
    for one in gaps if only_gaps else found:
        key = f"desk-harvest-{one.about.replace('/', '-')}"
        yield Piece(key, "desk-harvest-list", "fragments/_desk_harvest_talk.html", one)
    left = _left(scene.conference)
    if left.notes:
        yield Piece("desk-harvest-left", "desk-harvest-rest", "fragments/_desk_harvest_left.html", left)


def _left(conference: Conference) -> Left:
    there = {about for talk in harvest.all_talks(conference) for about in talk.abouts}
    if conference.board.stage == "quiet":  # they are there, and nobody sees them yet
        there |= {f"topic/{number}" for number in conference.board.by_id}
    notes = sorted(conference.harvest.notes.values(), key=lambda note: note.id)
    return Left(tuple((note.id, note.text) for note in notes if note.about not in there))


def _all(scene: Scene) -> Iterator[Piece]:
    return _list(scene, only_gaps=False)


def _gaps(scene: Scene) -> Iterator[Piece]:
    return _list(scene, only_gaps=True)


CONTAINERS = ("desk-harvest-count", "desk-harvest-list", "desk-harvest-rest")
desk_harvest = View("desk/harvest", CONTAINERS, _all, apart_from=VOTING)
desk_gaps = View("desk/gaps", CONTAINERS, _gaps, apart_from=VOTING)


def desk_talk(about: str) -> View:
    """One talk, with every note to be changed or removed."""

    def pieces(scene: Scene) -> Iterable[Piece]:
        talk = harvest.talk_of(scene.conference, about)
        if talk is None:
            yield Piece("talk-gone", "harvest-talk", "fragments/_gone.html", Gone("This talk is no longer there."))
            return
        notes = harvest.notes_of(scene.conference, talk, by_talk(scene.conference))
        page = f"facilitator/harvest/{talk.about}"
        yield heading(talk, "harvest-talk")
        yield from written(scene.conference, talk, notes, page, "fragments/_desk_note.html")
        stand = harvest.stand_of(scene.conference, talk, notes)
        yield Piece("desk-talk-stand", "desk-talk-read", "fragments/_desk_stand.html", stand)
        yield line_ways(harvest.line_of(scene.conference, talk))

    return View(
        f"desk/harvest/{about}", ("harvest-talk", "desk-talk-read", "harvest-line-ways"), pieces, apart_from=VOTING
    )
