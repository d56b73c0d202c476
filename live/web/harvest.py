"""The pages of the harvest: what came out of a talk, on a phone and at a facilitator's desk; and all talks with their gaps."""

from __future__ import annotations

from msgspec.structs import replace
from starlette.responses import Response

from live.conference import harvest
from live.conference.harvest import LINE_LETTERS, NOTE_LETTERS, Said, Talk
from live.fragments.views import role_of_view
from live.web.visit import Visit, plain_page

CALLED = {"line": "The one line", "point": "A key point", "quote": "A quote"}
SAID = {True: "You said: yes, this is what we said.", False: "You said that something is missing."}


async def of_topic(visit: Visit) -> Response:
    """`/{code}/harvest/topic/5`; a topic that became part of another has the page of that."""
    return _of_talk(visit, f"topic/{visit.params['topic']}", "harvest")


async def of_session(visit: Visit) -> Response:
    return _of_talk(visit, f"session/{visit.params['session']}", "harvest")


async def desk_topic(visit: Visit) -> Response:
    return _of_talk(visit, f"topic/{visit.params['topic']}", "desk/harvest")


async def desk_session(visit: Visit) -> Response:
    return _of_talk(visit, f"session/{visit.params['session']}", "desk/harvest")


def _of_talk(visit: Visit, about: str, place: str) -> Response:
    talk = harvest.talk_of(visit.conference, about)
    is_desk = place != "harvest"
    if talk is None:
        back = visit.live.path("facilitator/harvest" if is_desk else "board")
        return plain_page(visit.venue, 404, "Not here any more", "This talk is no longer there.", back, "Go back")
    view = f"{place}/{talk.about}"
    return visit.page(
        "pages/desk_talk.html" if is_desk else "pages/harvest.html",
        views=[view],
        title=f"Notes: {talk.title}",
        role=role_of_view(view),
        view=view,
        about=talk.about,
        page=f"facilitator/{view.removeprefix('desk/')}" if is_desk else view,
        talk_page=f"board/{talk.number}" if talk.is_topic else f"session/{talk.number}",
        said_before=_said_before(visit, talk),
        line_letters=LINE_LETTERS,
        note_letters=NOTE_LETTERS,
    )


def _said_before(visit: Visit, talk: Talk) -> str:
    """What this voice answered to "is this what we said?", while nothing has changed since."""
    answers = visit.conference.harvest.read.get(talk.about)
    said = answers.get(visit.actor.voice) if answers is not None else None
    if said is None:
        return ""
    state = harvest.state_of(harvest.notes_of(visit.conference, talk))
    return (
        SAID[said.yes] if replace(said, yes=True) == Said(True, *state) else f"{SAID[said.yes]} It has changed since."
    )


async def note(visit: Visit) -> Response:
    """`/{code}/harvest/note/12`: where who wrote a note changes it."""
    known = visit.conference.harvest.notes.get(int(visit.params["note"]))
    if known is None or known.writer != visit.actor.voice:
        text = "It is no longer there, or somebody else wrote it."
        return plain_page(visit.venue, 404, "This note is not yours", text, visit.live.path("board"), "Go on")
    return visit.page(
        "pages/harvest_note.html",
        views=["programme"],
        title="Change a note",
        note=known,
        heading=CALLED[known.kind],
        about=known.about,
        letters=LINE_LETTERS if known.kind == "line" else NOTE_LETTERS,
    )


async def desk(visit: Visit) -> Response:
    """`/{code}/facilitator/harvest`: all talks; with `?only=gaps` those that have no note yet."""
    view = "desk/gaps" if visit.request.query_params.get("only", "") == "gaps" else "desk/harvest"
    return visit.page("pages/desk_harvest.html", views=[view], title="Harvest", role="facilitator", view=view)
