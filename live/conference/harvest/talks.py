"""The talks of a day, as the harvest sees them: the topics that stand for themselves, and the booked sessions.

A topic that became part of another brings its notes along: they are read with the head's, and whatever is written about it from
then on is the head's. So nothing is lost when topics merge, and each has its own again when they part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from live.conference.harvest.notes import Note
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

ABOUT = re.compile(r"(topic|session)/([1-9][0-9]{0,8})")
LAST = (99, 99)  # of what has no time, or one in words


class Talk(Struct, frozen=True):
    """One talk. `about` is what its notes are about ("topic/5", "session/3"); `when` and `room` are empty while it has none.
    `parts` are the topics that became part of it, `older` what days before the harvest noted of them, and `again` says that it is
    a topic that is held once more."""

    about: str
    title: str
    host: str = ""
    when: str = ""
    room: str = ""
    parts: tuple[str, ...] = ()
    older: str = ""
    again: bool = False

    @property
    def abouts(self) -> tuple[str, ...]:
        """All that its notes may be about, itself first."""
        return (self.about, *self.parts)

    @property
    def number(self) -> int:
        return int(self.about.partition("/")[2])

    @property
    def is_topic(self) -> bool:
        return self.about.startswith("topic/")


Notes = Mapping[str, Sequence[Note]]
"""Notes by what they are about."""


class Stand(Struct, frozen=True):
    """How far a talk was read back: by how many as it stands, by how many before it was changed, and how many miss something."""

    yes: int = 0
    before: int = 0
    missing: int = 0


def talk_of(conference: Conference, about: str) -> Talk | None:
    """The talk that something is about; that of the head for a topic that became part of another. None if there is no such talk,
    or nobody sees it yet."""
    found = ABOUT.fullmatch(about)
    if found is None:
        return None
    number = int(found[2])
    if found[1] == "session":
        return next((talk for talk in _sessions(conference) if talk.about == about), None)
    topic = conference.board.by_id.get(number)
    if topic is None or conference.board.stage == "quiet":
        return None
    return _topics(conference, [conference.board.head(topic).id])[0]


def known_talk(conference: Conference, about: str) -> Talk:
    talk = talk_of(conference, about)
    if talk is None:
        raise Refused("This talk is no longer there.")
    return talk


def all_talks(conference: Conference) -> list[Talk]:
    """All talks: by time, then as they stand in the programme and on the board. Those without a time are last."""
    topics = _topics(conference, [topic.id for topic in conference.board.standing()])
    return sorted((*_sessions(conference), *topics), key=lambda talk: _time(talk.when))


def by_talk(conference: Conference) -> Notes:
    """All notes by what they are about, the first first: for who lists many talks."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for note in sorted(conference.harvest.notes.values(), key=lambda note: note.id):
        found[note.about].append(note)
    return found


def notes_of(conference: Conference, talk: Talk, known: Notes | None = None) -> list[Note]:
    """The notes of a talk and of its parts, the first first. `known` are those of `by_talk`, where they are at hand."""
    abouts = talk.abouts
    if known is None:
        those = (note for note in conference.harvest.notes.values() if note.about in abouts)
    else:
        those = (note for about in abouts for note in known.get(about, ()))
    return sorted(those, key=lambda note: note.id)


def line_of(conference: Conference, talk: Talk) -> Note | None:
    """The one line of a talk: its own, or, where it has none, that of the first of its parts that has one."""
    lines = (conference.harvest.line_of(about) for about in talk.abouts)
    return next((line for line in lines if line is not None), None)


def stand_of(conference: Conference, talk: Talk, notes: Sequence[Note]) -> Stand:
    """How far these `notes` of a talk were read back."""
    latest, changed = state_of(notes)
    said = conference.harvest.read.get(talk.about)
    if not notes or said is None:
        return Stand()
    new = [one.yes for one in said.values() if one.note >= latest and one.at >= changed]
    before = sum(one.yes for one in said.values()) - sum(new)
    return Stand(sum(new), before, len(new) - sum(new))


def state_of(notes: Sequence[Note]) -> tuple[int, int]:
    """What tells one state of some notes from another: the latest of them, and when one was last written or changed."""
    return max((note.id for note in notes), default=0), max((note.at for note in notes), default=0)


def _sessions(conference: Conference) -> list[Talk]:
    return [
        Talk(
            f"session/{one.id}",
            one.title,
            one.host,
            _when(one.starts or block.starts, one.ends or ("" if one.starts else block.ends)),
            one.room,
        )
        for block in conference.agenda.programme
        for one in block.workshops
        if one.id
    ]


def _topics(conference: Conference, numbers: Sequence[int]) -> list[Talk]:
    board = conference.board
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for topic in board.topics():
        if topic.merged_into:
            parts[topic.merged_into].append(topic.id)
    talks = []
    for number in numbers:
        topic = board.by_id[number]
        room, slot = board.room(topic.room), board.slot(topic.slot)
        older = (board.by_id[one].notes for one in (number, *parts[number]))
        talks.append(
            Talk(
                f"topic/{number}",
                topic.title,
                topic.host,
                _when(slot.starts, slot.ends) if slot is not None else "",
                room.name if room is not None else "",
                tuple(f"topic/{part}" for part in parts[number]),
                "\n".join(filter(None, older)),
                bool(topic.repeat_of),
            )
        )
    return talks


def _when(starts: str, ends: str) -> str:
    return f"{starts} to {ends}" if ends else starts


def _time(when: str) -> tuple[int, int]:
    """The beginning of "9:05 to 9:40", to sort by."""
    found = re.match(r"([0-9]{1,2})[:.]([0-9]{2})", when)
    return (int(found[1]), int(found[2])) if found else LAST
