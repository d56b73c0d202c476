"""What is kept and for how long: the chair's page with the last day, and each delegate's page with all that they gave."""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from live.conference import Conference
from live.conference.agenda import sessions
from live.conference.forgetting import is_personal
from live.conference.harvest import Note
from live.fragments.kept import in_words
from live.web.visit import Visit


class Given(Struct, frozen=True):
    """What a voice gave that is still there, in words: one line for each kind of thing."""

    name: str
    group: str
    labels: tuple[str, ...]
    topics: tuple[str, ...]
    comments: tuple[str, ...]
    to_meet: tuple[str, ...]
    hosting: tuple[str, ...]
    notes: tuple[str, ...]
    visits: tuple[str, ...]
    places: tuple[str, ...]
    backed: int
    followed: int
    votes: int


async def chair_keeping(visit: Visit) -> Response:
    return visit.page(
        "pages/chair_keeping.html",
        title="What is kept",
        role="chair",
        until=in_words(visit.conference.kept_until),
        is_personal=is_personal(visit.conference),
    )


async def mine(visit: Visit) -> Response:
    """All that the visitor gave, and one button that takes it away."""
    return visit.page("pages/given.html", title="What you gave", given=given(visit))


def given(visit: Visit) -> Given:
    conference, own, voice = visit.conference, visit.mine, visit.actor.voice
    still_open = {f"{poll.id}.{one.number}" for poll in conference.polls.in_order() for one in poll.rounds if one.box}
    return Given(
        own.name,
        own.group,
        tuple(conference.wall.by_id[number].text for number in sorted(own.labels)),
        tuple(conference.board.by_id[number].title for number in sorted(own.proposed)),
        tuple(one.text for one in conference.writeup.comments.values() if one.voice == voice),
        _given_to_meet(conference, voice),
        tuple(
            ", ".join(filter(None, (one.title, one.host)))
            for one in conference.board.topics()
            if one.hosted_by == voice
        ),
        tuple(note.text for note in sorted(conference.harvest.notes.values(), key=_number) if note.writer == voice),
        _visits(conference, voice),
        tuple(
            one.title
            for _, one in sessions(conference.agenda.programme)
            if voice in conference.bookings.asked.get(one.id, ())
        ),
        len(own.supports),
        len(own.topics),
        sum(key in still_open for key in own.votes),
    )


def _number(note: Note) -> int:
    return note.id


def _visits(conference: Conference, voice: str) -> tuple[str, ...]:
    """The study visits that a voice offered, with what it gave to those who come, and those it would like to make."""
    visits = conference.visits
    offered = [one for one in visits.in_order() if one.host == voice]
    wished = [
        one for one in visits.in_order() if voice in (*visits.wishes.get(one.id, ()), *visits.going.get(one.id, ()))
    ]
    return (
        *(", ".join(filter(None, ("Offered: " + one.title, one.name, one.contact))) for one in offered),
        *(f"To come along: {one.title}" for one in wished),
    )


def _given_to_meet(conference: Conference, voice: str) -> tuple[str, ...]:
    """The names and contacts that a voice gave with a yes to meeting somebody, each once."""
    own = [(meeting, meeting.side_of(voice)) for meeting in conference.meetings.of(voice)]
    given = [meeting.given_by(side) for meeting, side in own if side is not None]
    return tuple(dict.fromkeys(", ".join(filter(None, (one.name, one.contact))) for one in given if one is not None))
