"""The harvest as it stands and what happens to it."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Fact

NoteKind = Literal["line", "point", "quote"]
"""One line for the closing, a key point, or something that was said."""

NOTE_KINDS: tuple[str, ...] = get_args(NoteKind)


class Note(Struct, frozen=True):
    """`about` is a topic or a session: "topic/5", "session/3". `writer` is a voice, or empty where a facilitator wrote it."""

    id: int
    about: str
    kind: NoteKind
    text: str
    writer: str = ""
    at: int = 0


class Said(Struct, frozen=True):
    """What a voice answered to "is this what we said?", the latest note of the talk that it had read then, and when one of those
    was last changed (`at`)."""

    yes: bool
    note: int
    at: int = 0


class Graphic(Struct, frozen=True):
    """A drawing (a WebP, made clean by the server) with the words for those who do not see it. `by` is who drew it; `about` is a
    topic or a session, or empty for the whole day."""

    id: int
    data: bytes
    alt: str
    by: str = ""
    about: str = ""
    at: int = 0


class Harvest(Struct, frozen=True):
    notes: HashTrieMap[int, Note] = field(default_factory=HashTrieMap)
    latest_id: int = 0
    line: HashTrieMap[str, int] = field(default_factory=HashTrieMap)
    """By topic or session: the note of kind *line* that stands as its one line. Others are kept, and can be chosen instead."""
    read: HashTrieMap[str, HashTrieMap[str, Said]] = field(default_factory=HashTrieMap)
    """By topic or session and voice: who read it back."""
    graphics: HashTrieMap[int, Graphic] = field(default_factory=HashTrieMap)
    latest_graphic: int = 0

    def of(self, about: str) -> list[Note]:
        """The notes of a topic or session, the first first."""
        return sorted((note for note in self.notes.values() if note.about == about), key=lambda note: note.id)

    def line_of(self, about: str) -> Note | None:
        """Its one line."""
        return self.notes.get(self.line.get(about, 0))

    def pictures(self) -> list[Graphic]:
        """The drawings, the first first."""
        return sorted(self.graphics.values(), key=lambda graphic: graphic.id)


class NoteWritten(Fact, frozen=True):
    """Somebody wrote this down. Whether a line stands as the one of its topic is said by `LineChosen`."""

    note: int
    about: str
    kind: NoteKind
    text: str
    writer: str = ""
    at: int = 0


class NoteReworded(Fact, frozen=True):
    """Its words are now these. What was written of the note before is erased with this act."""

    note: int
    about: str
    kind: NoteKind
    text: str
    writer: str = ""
    at: int = 0


class NoteRemoved(Fact, frozen=True):
    """It is erased from the disk with this act."""

    note: int


class LineChosen(Fact, frozen=True):
    """This note of kind *line* stands as the one line of its topic or session; 0: none does."""

    about: str
    note: int


class ReadBack(Fact, frozen=True):
    """A voice says whether the notes, up to note `upto` and as they were last changed at a moment, are what was said."""

    about: str
    voice: str
    yes: bool
    upto: int
    changed: int = 0


class GraphicHung(Fact, frozen=True):
    graphic: int
    data: bytes
    alt: str
    by: str = ""
    about: str = ""
    at: int = 0


class GraphicRemoved(Fact, frozen=True):
    """It is erased from the disk with this act."""

    graphic: int


GraphicAct = GraphicHung | GraphicRemoved
HarvestAct = NoteWritten | NoteReworded | NoteRemoved | LineChosen | ReadBack | GraphicAct


def fold(harvest: Harvest, act: HarvestAct) -> Harvest:
    match act:
        case NoteWritten() | NoteReworded():
            note = Note(act.note, act.about, act.kind, act.text, act.writer, act.at)
            return replace(
                harvest, notes=harvest.notes.insert(note.id, note), latest_id=max(harvest.latest_id, note.id)
            )
        case NoteRemoved():
            return replace(harvest, notes=harvest.notes.discard(act.note), latest_id=max(harvest.latest_id, act.note))
        case LineChosen():
            line = harvest.line.insert(act.about, act.note) if act.note else harvest.line.discard(act.about)
            return replace(harvest, line=line)
        case ReadBack():
            said = harvest.read.get(act.about, HashTrieMap()).insert(act.voice, Said(act.yes, act.upto, act.changed))
            return replace(harvest, read=harvest.read.insert(act.about, said))
        case GraphicHung():
            graphic = Graphic(act.graphic, act.data, act.alt, act.by, act.about, act.at)
            return replace(
                harvest,
                graphics=harvest.graphics.insert(graphic.id, graphic),
                latest_graphic=max(harvest.latest_graphic, graphic.id),
            )
        case GraphicRemoved():
            return replace(
                harvest,
                graphics=harvest.graphics.discard(act.graphic),
                latest_graphic=max(harvest.latest_graphic, act.graphic),
            )
        case _:
            assert_never(act)


def subject_of(act: HarvestAct) -> str:
    match act:
        case NoteWritten() | NoteReworded():
            return f"note/{act.note}"
        case NoteRemoved() | LineChosen():
            return "harvest"
        case ReadBack():
            return f"read-back/{act.about}"
        case GraphicHung():
            return f"graphic/{act.graphic}"
        case GraphicRemoved():
            return "graphics"


def erased_by(act: HarvestAct) -> tuple[str, ...]:
    match act:
        case NoteReworded() | NoteRemoved():
            return (f"note/{act.note}",)
        case GraphicRemoved():
            return (f"graphic/{act.graphic}",)
        case _:
            return ()
