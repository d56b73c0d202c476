"""What came out of a talk, on the phones of those who were there: its line, key points, quotes and actions as they are written
down, and the question whether this is what was said.

Each note is a piece of its own, so what somebody writes appears beside what others write at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from live.conference import Conference, harvest
from live.conference.harvest import Note, Stand, Talk
from live.fragments import VOTING, Piece, Scene, View
from live.fragments.delegate.topics import Gone

NOTHING = "No note yet."


class ByTalk:
    """All notes by what they are about. Every talk that somebody looks at asks for them at every beat, so they are put in order
    once for each change of the harvest: with 2,000 notes that is ten times the work of one talk (measured)."""

    def __init__(self) -> None:
        self._harvest: harvest.Harvest | None = None
        self._notes: harvest.Notes = {}

    def __call__(self, conference: Conference) -> harvest.Notes:
        if conference.harvest is not self._harvest:
            self._harvest, self._notes = conference.harvest, harvest.by_talk(conference)
        return self._notes


by_talk = ByTalk()


class Heading(Struct, frozen=True):
    """Which talk it is. `page` is its own page, below the code."""

    title: str
    host: str
    where: str
    page: str
    again: bool


class NoteCard(Struct, frozen=True):
    """A note. `stands`: it is the one line; `could`: it is another line, which could be that instead."""

    id: int
    kind: str
    text: str
    page: str
    stands: bool = False
    could: bool = False


class Part(Struct, frozen=True):
    """Notes of one kind with their heading; they stand in the container `into`. `hint` is said below the heading."""

    title: str
    into: str
    hint: str = ""


class Older(Struct, frozen=True):
    """What days before the harvest noted, lines as they were typed."""

    text: str


class AgreedHere(Struct, frozen=True):
    what: str
    outcome: str
    who: str
    until: str


class Reading(Struct, frozen=True):
    """Whether what is written is what was said: how many say so. `upto` and `changed` are the state of the notes here."""

    about: str
    page: str
    notes: int
    stand: Stand
    upto: int
    changed: int


class LineWays(Struct, frozen=True):
    """The buttons under the field of the one line: `standing` is the number of the line that stands, or 0."""

    standing: int


def talk_harvest(about: str) -> View:
    """All that is written down about one talk."""

    def pieces(scene: Scene) -> Iterable[Piece]:
        talk = harvest.talk_of(scene.conference, about)
        if talk is None:
            yield Piece("talk-gone", "harvest-talk", "fragments/_gone.html", Gone("This talk is no longer there."))
            return
        page = f"harvest/{talk.about}"
        notes = harvest.notes_of(scene.conference, talk, by_talk(scene.conference))
        line = harvest.line_of(scene.conference, talk)
        yield heading(talk, "harvest-talk")
        yield from written(scene.conference, talk, notes, page, "fragments/_harvest_note.html")
        stand = harvest.stand_of(scene.conference, talk, notes)
        reading = Reading(talk.about, page, len(notes), stand, *harvest.state_of(notes))
        yield Piece("harvest-reading", "harvest-read", "fragments/_harvest_read.html", reading)
        yield line_ways(line)

    return View(f"harvest/{about}", ("harvest-talk", "harvest-read", "harvest-line-ways"), pieces, apart_from=VOTING)


def heading(talk: Talk, into: str) -> Piece:
    page = f"board/{talk.number}" if talk.is_topic else f"session/{talk.number}"
    where = ", ".join(filter(None, [talk.when, talk.room]))
    return Piece(
        "harvest-head", into, "fragments/_harvest_head.html", Heading(talk.title, talk.host, where, page, talk.again)
    )


def written(conference: Conference, talk: Talk, notes: Sequence[Note], page: str, template: str) -> Iterator[Piece]:
    """The notes of a talk and what was agreed there; with their headings, where there are any."""
    line = harvest.line_of(conference, talk)
    if line is not None:
        yield _note(line, "harvest-talk", page, template, stands=True)
    elif not notes and not talk.older:
        yield Piece("harvest-none", "harvest-talk", "fragments/_harvest_none.html", Gone(NOTHING))
    others = [note for note in notes if note.kind == "line" and note != line]
    if others:
        says = "Somebody wrote one too: which one stands?" if line else "Several lines are there: which one stands?"
        yield _part("other-lines", says)
        for note in others:
            yield _note(note, "other-lines", page, template, could=True)
    for kind, title in (("point", "Key points"), ("quote", "Quotes")):
        those = [note for note in notes if note.kind == kind]
        older = talk.older if kind == "point" else ""
        if those or older:
            yield _part(f"{kind}s", title)
        for note in those:
            yield _note(note, f"{kind}s", page, template)
        if older:
            yield Piece("older-notes", f"{kind}s", "fragments/_harvest_older.html", Older(older))
    agreed = harvest.actions_of(conference, talk)
    if agreed:
        yield _part("agreed", "Actions")
    for one in agreed:
        model = AgreedHere(one.what, one.outcome, one.who, one.until)
        yield Piece(f"agreed-{one.id}", "agreed", "fragments/_harvest_action.html", model)


def line_ways(line: Note | None) -> Piece:
    return Piece(
        "line-ways",
        "harvest-line-ways",
        "fragments/_harvest_line_ways.html",
        LineWays(line.id if line is not None else 0),
    )


def _part(into: str, title: str) -> Piece:
    return Piece(f"{into}-part", "harvest-talk", "fragments/_harvest_part.html", Part(title, into))


def _note(note: Note, into: str, page: str, template: str, *, stands: bool = False, could: bool = False) -> Piece:
    return Piece(f"note-{note.id}", into, template, NoteCard(note.id, note.kind, note.text, page, stands, could))
