"""The write-up as the chair arranges it: opening and closing words, the order of its parts, who may read it, comments on a draft.

What stands in each part comes from the day itself (`live/report/`); here is only what the chair decides about the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Actor, Fact, Moment, Request
from live.conference.words import Refused, clean_text

if TYPE_CHECKING:
    from live.conference import Conference

AROUND_LETTERS = 4000  # opening or closing words: a page of A4

Section = Literal[
    "programme",
    "polls",
    "themes",
    "tables",
    "questions",
    "topics",
    "sessions",
    "drawings",
    "visits",
    "actions",
    "labels",
]
"""The parts of a write-up."""

SECTIONS: tuple[Section, ...] = get_args(Section)
"""In the order in which they stand as long as nobody chose another."""

State = Literal["kept", "draft", "final"]
"""*Kept* to chair and facilitators; a *draft* that delegates read and comment on; *final*: they read it as it is."""

STATES: tuple[State, ...] = get_args(State)


class Comment(Struct, frozen=True):
    """What a delegate says about a draft. `about` is a part, or "" for the whole; `name` what its writer wants people to know.
    `settled`: chair or facilitators are done with it."""

    id: int
    voice: str
    about: str
    text: str
    name: str = ""
    at: int = 0
    answer: str = ""
    settled: bool = False


class WriteUp(Struct, frozen=True):
    """`order` has the parts that somebody put into order, first those; `left_out` those that nobody shall see."""

    opening: str = ""
    closing: str = ""
    order: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    state: State = "kept"
    comments: HashTrieMap[int, Comment] = field(default_factory=HashTrieMap)
    latest_comment: int = 0

    @property
    def is_public(self) -> bool:
        """Whether delegates may read it."""
        return self.state != "kept"

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """Every part in its order, also those that are left out."""
        chosen = tuple(name for wanted in dict.fromkeys(self.order) for name in SECTIONS if name == wanted)
        return chosen + tuple(name for name in SECTIONS if name not in chosen)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts that stand in the write-up, in their order."""
        return tuple(name for name in self.all_sections if name not in self.left_out)


class WriteUpArranged(Fact, frozen=True):
    """The words around the write-up, the order of its parts and which are left out, all as they are from now on. Words that were
    there before leave the disk."""

    opening: str = ""
    closing: str = ""
    order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class WriteUpPublished(Fact, frozen=True):
    """Who may read it from now on; *kept* takes it back."""

    state: State


class CommentMade(Fact, frozen=True):
    comment: int
    voice: str
    about: str
    text: str
    name: str = ""
    at: int = 0


class CommentTakenBack(Fact, frozen=True):
    """Its writer took it back. Its words, and the answer to it, are erased from the disk with this act."""

    comment: int


class CommentAnswered(Fact, frozen=True):
    """Chair or facilitators answered it (`answer` may be empty), or are done with it (`settled`)."""

    comment: int
    answer: str = ""
    settled: bool = False


WriteUpAct = WriteUpArranged | WriteUpPublished | CommentMade | CommentTakenBack | CommentAnswered


def fold(writeup: WriteUp, act: WriteUpAct) -> WriteUp:
    match act:
        case WriteUpArranged():
            left_out = frozenset(act.left_out)
            return replace(writeup, opening=act.opening, closing=act.closing, order=act.order, left_out=left_out)
        case WriteUpPublished():
            return replace(writeup, state=act.state)
        case CommentMade():
            comment = Comment(act.comment, act.voice, act.about, act.text, act.name, act.at)
            latest = max(writeup.latest_comment, act.comment)
            return replace(writeup, comments=writeup.comments.insert(act.comment, comment), latest_comment=latest)
        case CommentTakenBack():
            latest = max(writeup.latest_comment, act.comment)
            return replace(writeup, comments=writeup.comments.discard(act.comment), latest_comment=latest)
        case CommentAnswered():
            known = writeup.comments.get(act.comment)
            if known is None:
                return writeup
            known = replace(known, answer=act.answer, settled=act.settled)
            return replace(writeup, comments=writeup.comments.insert(act.comment, known))
        case _:
            assert_never(act)


class WriteAround(Request, frozen=True):
    opening: str = ""
    closing: str = ""


class MoveSection(Request, frozen=True):
    """Put a part right after another; first, if `after` is empty."""

    section: str
    after: str = ""


class LeaveOut(Request, frozen=True):
    """Leave a part out (`on` "yes"), or take it in again."""

    section: str
    on: str = "yes"


class Publish(Request, frozen=True):
    state: str


def write_around(conference: Conference, ask: WriteAround, by: Actor, moment: Moment) -> Sequence[WriteUpAct]:
    """The chair's words before and after everything else."""
    writeup = conference.writeup
    opening = clean_text(ask.opening, AROUND_LETTERS, "opening", "The opening text", optional=True)
    closing = clean_text(ask.closing, AROUND_LETTERS, "closing", "The closing text", optional=True)
    return _arranged(writeup, replace(writeup, opening=opening, closing=closing))


def move_section(conference: Conference, ask: MoveSection, by: Actor, moment: Moment) -> Sequence[WriteUpAct]:
    writeup = conference.writeup
    section = _known_section(ask.section)
    after = _known_section(ask.after) if ask.after else ""
    if after == section:
        return []
    rest = [name for name in writeup.all_sections if name != section]
    rest.insert(rest.index(after) + 1 if after else 0, section)
    return _arranged(writeup, replace(writeup, order=tuple(rest))) if tuple(rest) != writeup.all_sections else []


def leave_out(conference: Conference, ask: LeaveOut, by: Actor, moment: Moment) -> Sequence[WriteUpAct]:
    writeup = conference.writeup
    section = _known_section(ask.section)
    left_out = writeup.left_out - {section} if ask.on == "no" else writeup.left_out | {section}
    return _arranged(writeup, replace(writeup, left_out=left_out))


def publish(conference: Conference, ask: Publish, by: Actor, moment: Moment) -> Sequence[WriteUpAct]:
    """At any time of the day, in whatever state it is: what is read is always the day as it stands."""
    for state in STATES:
        if state == ask.state:
            return [] if state == conference.writeup.state else [WriteUpPublished(state)]
    raise Refused("Please choose who can read the write-up.", "state")


def _arranged(before: WriteUp, after: WriteUp) -> Sequence[WriteUpAct]:
    if after == before:
        return []
    left_out = tuple(name for name in SECTIONS if name in after.left_out)
    return [WriteUpArranged(after.opening, after.closing, after.order, left_out)]


def _known_section(name: str) -> Section:
    for section in SECTIONS:
        if section == name:
            return section
    raise Refused("There is no such part of a write-up.", "section")
