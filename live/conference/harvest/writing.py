"""Writing down what came out of a talk, and reading it back. The rules.

Whoever was in the room may write, and everybody has the same say. Each line is a note of its own: several people write at the
same time and none of them overwrites another. That holds for the one line as well: a second one is kept beside the first until
somebody says which of them stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from live.conference import actions
from live.conference.harvest.notes import (
    LineChosen,
    Note,
    NoteKind,
    NoteRemoved,
    NoteReworded,
    NoteWritten,
    ReadBack,
    Said,
)
from live.conference.harvest.talks import Talk, known_talk, line_of, notes_of, state_of, talk_of
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.wall.scribing import without_bullet
from live.conference.words import LABEL_LETTERS, QUESTION_LETTERS, Refused, clean, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

MOST_NOTES = 200  # of one talk: a table of ten writes some thirty
MOST_NOTES_OF_ONE = 100  # of one talk by one voice: room for others
MOST_POINTS = 30  # at once
MOST_ACTIONS_OF_A_TALK = 20
MOST_FROM_TALKS = 150  # of the 200 actions of a conference: the rest is for facilitators
LINE_LETTERS = QUESTION_LETTERS  # it is read from the back row
NOTE_LETTERS = LABEL_LETTERS
QUOTED = 30  # letters of a point, for finding it again
CALLED = {"line": "The one line", "point": "A key point", "quote": "A quote"}

_BREAKS = re.compile("\r\n|[\r\n\u2028\u2029]")


class WriteNote(Request, frozen=True):
    """A note about a talk; of key points several, a line each. `instead`: the one line that its writer saw stand, and wants this
    one to stand for."""

    about: str = ""
    kind: str = ""
    text: str = ""
    instead: int = 0


class ChangeNote(Request, frozen=True):
    note: int
    text: str = ""


class NoteRequest(Request, frozen=True):
    note: int


class ReadTalk(Request, frozen=True):
    """Is this what we said? `upto` and `changed` are the state of the notes that was read: the latest of them, and when one was
    last written or changed."""

    about: str = ""
    answer: str = ""
    upto: int = 0
    changed: int = 0


class AgreeTalkAction(Request, frozen=True):
    about: str = ""
    what: str = ""
    outcome: str = ""
    who: str = ""
    until: str = ""


def write_note(conference: Conference, ask: WriteNote, by: Actor, moment: Moment) -> Sequence[NoteWritten | LineChosen]:
    """What its writer wrote here already is not written again."""
    writer = _writer(conference, by)
    talk = known_talk(conference, ask.about)
    kind = _kind(ask.kind)
    texts = _points(ask.text) if kind == "point" else [_clean(kind, ask.text)]
    notes = notes_of(conference, talk)
    there = {note.text: note for note in notes if note.kind == kind and note.writer == writer}
    new = [text for text in texts if text not in there]
    if len(notes) + len(new) > MOST_NOTES:
        raise Refused(f"A talk can have {MOST_NOTES} notes at most.", "text")
    if writer and new and sum(note.writer == writer for note in notes) + len(new) > MOST_NOTES_OF_ONE:
        say = f"One person can write {MOST_NOTES_OF_ONE} notes about a talk. Please leave the rest to others."
        raise Refused(say, "text")
    first = conference.harvest.latest_id + 1
    written = [NoteWritten(first + place, talk.about, kind, text, writer, moment.at) for place, text in enumerate(new)]
    if kind != "line":
        return written
    number = written[0].note if written else there[texts[0]].id
    standing = line_of(conference, talk)
    stands = standing is None or (ask.instead == standing.id and number != standing.id)
    return [*written, LineChosen(talk.about, number)] if stands else written


def what_is_written(conference: Conference, ask: Request, acts: Sequence[object]) -> str:
    """What the phone says to a line that does not stand; "" where there is nothing special to say."""
    if not isinstance(ask, WriteNote) or ask.kind != "line" or any(isinstance(act, LineChosen) for act in acts):
        return ""
    talk = talk_of(conference, ask.about)
    line = line_of(conference, talk) if talk is not None else None
    written = [act.note for act in acts if isinstance(act, NoteWritten)]
    if line is None or line.id in written or not written:
        return ""
    return "It is kept. Another line stands: which one should it be? Please press “This one stands” there."


def what_to_do(conference: Conference, ask: Request, acts: Sequence[object]) -> str:
    """Where something is missing, the phone says where to write it."""
    is_missing = isinstance(ask, ReadTalk) and ask.answer == "missing"
    return "Noted. Please write below what is missing." if is_missing else ""


def change_note(conference: Conference, ask: ChangeNote, by: Actor, moment: Moment) -> Sequence[NoteReworded]:
    note = _own_note(conference, ask.note, by)
    if note is None:
        raise Refused("This note is no longer there.")
    text = _clean(note.kind, ask.text)
    if text == note.text:
        return []
    talk = talk_of(conference, note.about)
    _, changed = state_of(notes_of(conference, talk) if talk is not None else [note])
    at = max(moment.at, changed + 1)  # so that whoever read it back before has not read this
    return [NoteReworded(note.id, note.about, note.kind, text, note.writer, at)]


def remove_note(
    conference: Conference, ask: NoteRequest, by: Actor, moment: Moment
) -> Sequence[NoteRemoved | LineChosen]:
    """Its words leave the disk. Of lines that are left, one stands if it is the only one."""
    note = _own_note(conference, ask.note, by)
    if note is None:
        return []
    return without(conference, note)


def without(conference: Conference, note: Note) -> list[NoteRemoved | LineChosen]:
    """A note goes; and with the one line, what stands instead."""
    acts: list[NoteRemoved | LineChosen] = [NoteRemoved(note.id)]
    for about, number in conference.harvest.line.items():
        if number == note.id:
            left = [one.id for one in conference.harvest.of(about) if one.kind == "line" and one.id != note.id]
            acts.append(LineChosen(about, left[0] if len(left) == 1 else 0))
    return acts


def choose_line(conference: Conference, ask: NoteRequest, by: Actor, moment: Moment) -> Sequence[LineChosen]:
    """Which of several lines stands as the one of its talk: anybody who was there may say so."""
    _writer(conference, by)
    note = conference.harvest.notes.get(ask.note)
    if note is None or note.kind != "line":
        raise Refused("This line is no longer there.")
    talk = known_talk(conference, note.about)
    standing = line_of(conference, talk)
    if standing is not None and standing.id == note.id and conference.harvest.line_of(talk.about) == standing:
        return []
    return [LineChosen(talk.about, note.id)]


def read_back(conference: Conference, ask: ReadTalk, by: Actor, moment: Moment) -> Sequence[ReadBack]:
    """Is this what we said? The answer is about the notes as they stood on the phone, not about any that came meanwhile."""
    voice = joined_voice(conference, by)
    talk = known_talk(conference, ask.about)
    if ask.answer not in ("yes", "missing"):
        raise Refused("Is this what we said? Please choose.", "answer")
    latest, changed = state_of(notes_of(conference, talk))
    if not latest:
        raise Refused("There is nothing to read back yet.")
    said = Said(ask.answer == "yes", max(0, min(ask.upto, latest)), max(0, min(ask.changed, changed)))
    before = conference.harvest.read.get(talk.about)
    if before is not None and before.get(voice.id) == said:
        return []
    return [ReadBack(talk.about, voice.id, said.yes, said.note, said.at)]


def agree_talk_action(
    conference: Conference, ask: AgreeTalkAction, by: Actor, moment: Moment
) -> Sequence[actions.ActionAct]:
    """Whoever was in the room writes down what was agreed there; changing and removing it is for facilitators."""
    _writer(conference, by)
    talk = known_talk(conference, ask.about)
    topic, session = (talk.number, 0) if talk.is_topic else (0, talk.number)
    request = actions.AgreeAction(ask.what, ask.outcome, ask.who, ask.until, topic, session)
    agreed = actions.agree_action(conference, request, by, moment)
    if agreed and len(actions_of(conference, talk)) >= MOST_ACTIONS_OF_A_TALK:
        raise Refused(f"A talk can have {MOST_ACTIONS_OF_A_TALK} actions at most.", "what")
    if agreed and by.role == "delegate" and len(conference.actions.by_id) >= MOST_FROM_TALKS:
        say = f"There are {MOST_FROM_TALKS} actions already. Please ask a facilitator to write this one down."
        raise Refused(say, "what")
    return agreed


def actions_of(conference: Conference, talk: Talk) -> list[actions.Action]:
    """What was agreed at a talk or at one of its parts, the first first."""
    known = actions_by_talk(conference)
    return sorted((one for about in talk.abouts for one in known.get(about, ())), key=lambda action: action.id)


def actions_by_talk(conference: Conference) -> Mapping[str, Sequence[actions.Action]]:
    """What was agreed, by the talk that it comes from: for who lists many talks."""
    found: defaultdict[str, list[actions.Action]] = defaultdict(list)
    for action in conference.actions.by_id.values():
        if action.topic:
            found[f"topic/{action.topic}"].append(action)
        elif action.session:
            found[f"session/{action.session}"].append(action)
    return found


def _writer(conference: Conference, by: Actor) -> str:
    """The voice that writes; empty for a facilitator who has not joined."""
    if by.role in ("facilitator", "chair") and by.voice not in conference.people.voices:
        return ""
    return joined_voice(conference, by).id


def _own_note(conference: Conference, number: int, by: Actor) -> Note | None:
    """A note that this person may change or remove: an own one, or, for facilitators, any."""
    note = conference.harvest.notes.get(number)
    if by.role not in ("facilitator", "chair"):
        voice = joined_voice(conference, by)
        if note is not None and note.writer != voice.id:
            raise Refused("Only who wrote a note and the facilitators can change or remove it.")
    return note


def _kind(kind: str) -> NoteKind:
    match kind:
        case "line" | "point" | "quote" as known:
            return known
        case _:
            raise Refused("Is it the one line, a key point or a quote? Please choose.", "kind")


def _clean(kind: NoteKind, text: str) -> str:
    return clean_line(text, LINE_LETTERS if kind == "line" else NOTE_LETTERS, "text", CALLED[kind])


def _points(texts: str) -> list[str]:
    """The words of each line that has some, each once."""
    if len(texts) > 2 * MOST_POINTS * NOTE_LETTERS:
        raise Refused(f"That was too much at once. Please write {MOST_POINTS} points at most.", "text")
    points: list[str] = []
    for number, line in enumerate(_BREAKS.split(texts), 1):
        text = clean(without_bullet(line))
        if len(text) > NOTE_LETTERS:
            raise Refused(
                f"Line {number}, “{text[:QUOTED]}…”, has {len(text)} letters. A key point can have {NOTE_LETTERS} at most.",
                "text",
            )
        if text and text not in points:
            points.append(text)
    if not points:
        raise Refused("A key point needs some words.", "text")
    if len(points) > MOST_POINTS:
        raise Refused(f"You can write {MOST_POINTS} points at once. Yours has {len(points)} lines.", "text")
    return points
