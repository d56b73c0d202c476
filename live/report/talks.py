"""What came out of the rooms, written up: the topics of the open space and the booked sessions, each with its one line, key
points, quotes and what was agreed there; the drawings of the day; and study visits, counted."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from live.conference import Conference
from live.conference.actions import Action
from live.conference.agenda import Block, Workshop, sessions
from live.conference.board import Topic
from live.conference.harvest import state_of


class Harvested(Struct, frozen=True):
    """What a room wrote down: one line (empty: no note yet), other lines that were proposed, key points and quotes as they were
    written, and how many people read all of it back and said "yes, this is what we said"."""

    line: str = ""
    other_lines: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    read_back: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.line or self.other_lines or self.points or self.quotes)


class TopicOnBoard(Struct, frozen=True):
    """A topic, its place on the board (empty if it never got one), how many wanted to be there, in which role, and what came out
    of it. `parts` are the titles of topics that became part of it; `is_repeat`: it was held once more. `actions` are what was
    agreed there, as sentences. `notes` are of days before there was a harvest."""

    title: str
    host: str
    why: str
    needs: str
    starts: str
    ends: str
    room: str
    people: int
    lead: int
    listen: int
    take_part: int
    notes: str
    parts: tuple[str, ...]
    is_repeat: bool
    harvest: Harvested
    actions: tuple[str, ...]


class SessionHeld(Struct, frozen=True):
    """A booked session: when and where as the programme has it, how many places it had (0: nobody booked), how many were taken,
    how many people waited at the end, and what came out of it."""

    title: str
    host: str
    text: str
    starts: str
    ends: str
    room: str
    places: int
    taken: int
    waited: int
    links: tuple[str, ...]
    harvest: Harvested
    actions: tuple[str, ...]


class Drawing(Struct, frozen=True):
    """A drawing by its number, what it shows in words, who drew it, and the title of what it is about; both may be empty."""

    number: int
    alt: str
    by: str
    about: str


class VisitOffered(Struct, frozen=True):
    """A study visit: how many places it had, how many people got one, and how many more would have liked to come."""

    title: str
    when: str
    place: str
    places: int
    going: int
    waiting: int


NEEDS_IN_WORDS = {
    "step_free": "no steps on the way",
    "quiet": "quiet",
    "screen": "a screen",
    "interpreter": "room for an interpreter",
}
"""What a topic may need, for readers."""


def topics_of(conference: Conference, *, with_actions: bool) -> tuple[TopicOnBoard, ...]:
    """By time and room as the board has them; those that never got a place last. None while proposals are quiet."""
    board = conference.board
    slots = {slot.id: place for place, slot in enumerate(board.slots)}
    rooms = {room.id: place for place, room in enumerate(board.rooms)}
    last = len(slots)
    in_order = sorted(board.standing(), key=lambda topic: (slots.get(topic.slot, last), rooms.get(topic.room, 0)))
    return tuple(_topic(conference, topic, with_actions=with_actions) for topic in in_order)


def _topic(conference: Conference, topic: Topic, *, with_actions: bool) -> TopicOnBoard:
    board = conference.board
    slot, room = board.slot(topic.slot), board.room(topic.room)
    counts = board.counts_of(topic)
    parts = board.parts_of(topic.id)
    numbers = (topic.id, *(part.id for part in parts))
    agreed = [action for action in conference.actions.in_order() if action.topic in numbers] if with_actions else []
    needs = "; ".join([*(NEEDS_IN_WORDS[need] for need in topic.wants), *filter(None, [topic.needs])])
    return TopicOnBoard(
        topic.title,
        topic.host,
        topic.why,
        needs,
        slot.starts if slot else "",
        slot.ends if slot else "",
        room.name if room else "",
        counts.total(),
        counts["lead"],
        counts["listen"],
        counts["take_part"],
        "\n".join(filter(None, [topic.notes, *(part.notes for part in parts)])),
        tuple(part.title for part in parts),
        bool(topic.repeat_of),
        harvested(conference, [f"topic/{number}" for number in numbers]),
        tuple(map(in_a_sentence, agreed)),
    )


def sessions_of(conference: Conference, *, with_actions: bool) -> tuple[SessionHeld, ...]:
    """As the programme has them."""
    found = sessions(conference.agenda.programme)
    return tuple(_session(conference, block, one, with_actions=with_actions) for block, one in found)


def _session(conference: Conference, block: Block, one: Workshop, *, with_actions: bool) -> SessionHeld:
    bookings = conference.bookings
    agreed = [action for action in conference.actions.in_order() if action.session == one.id] if with_actions else []
    return SessionHeld(
        one.title,
        one.host,
        one.text,
        one.starts or block.starts,
        one.ends or block.ends,
        one.room or block.place,
        one.places,
        len(bookings.inside(one.id, one.places)),
        len(bookings.waiting(one.id, one.places)) if one.places else 0,
        tuple(link.url for link in one.links),
        harvested(conference, [f"session/{one.id}"]),
        tuple(map(in_a_sentence, agreed)),
    )


_KINDS = ("line", "point", "quote")


def harvested(conference: Conference, talks: Sequence[str]) -> Harvested:
    """What was written down about these: a topic with those that became part of it, or a session. The line is that of the first
    that has one."""
    harvest = conference.harvest
    notes = [note for talk in talks for note in harvest.of(talk)]
    line = next((one for one in map(harvest.line_of, talks) if one is not None), None)
    said = {kind: tuple(note.text for note in notes if note.kind == kind and note != line) for kind in _KINDS}
    latest, changed = state_of(notes)
    answers = [said for talk in talks for said in harvest.read.get(talk, {}).values()]
    read_back = sum(one.yes and one.note >= latest and one.at >= changed for one in answers) if notes else 0
    return Harvested(line.text if line else "", said["line"], said["point"], said["quote"], read_back)


def in_a_sentence(action: Action) -> str:
    """What was agreed, as "Ask the council: a yes or a no (Moira, by June)"."""
    who = ", ".join(filter(None, [action.who, f"by {action.until}" if action.until else ""]))
    return f"{action.what}{f': {action.outcome}' if action.outcome else ''}{f' ({who})' if who else ''}"


def drawings_of(conference: Conference) -> tuple[Drawing, ...]:
    """The first hung first."""
    return tuple(
        Drawing(one.id, one.alt, one.by, title_of_talk(conference, one.about)) for one in conference.harvest.pictures()
    )


def title_of_talk(conference: Conference, about: str) -> str:
    """The title of "topic/5" or "session/3"; empty if there is none."""
    kind, _, number = about.partition("/")
    if not number.isdecimal():
        return ""
    if kind == "topic":
        topic = conference.board.seen(int(number))
        return topic.title if topic is not None else ""
    found = (one.title for _, one in sessions(conference.agenda.programme) if one.id == int(number))
    return next(found, "")


def visits_of(conference: Conference) -> tuple[VisitOffered, ...]:
    visits = conference.visits
    return tuple(
        VisitOffered(
            one.title,
            one.when,
            one.place,
            one.places,
            len(visits.going.get(one.id, ())),
            len(visits.wishes.get(one.id, ())),
        )
        for one in visits.in_order()
    )
