"""What the room sees: the one picture on the projector, which the chair's page shows too, small.

It is built from the conference as the room sees it, so a frozen picture stays. The frame (layout and sizes of letters) is one
piece; heading, body and counts are small ones inside, so that a vote, a label or a moved topic changes only itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.fragments import Piece, Scene, View, fit
from live.fragments.stage_pages import open_space_pieces
from live.fragments.stage_parts import Clock, Frame, Heading, Message, heading_piece, minutes
from live.fragments.stage_questions import closing_clock, question_pieces
from live.fragments.stage_wall import wall_pieces

SITE_SIZES = (3.8, 2.9, 2.2)
GIANT_SITE_SIZES = (6.0, 4.6, 3.4)
OPEN_SPACE = ("board", "market", "harvest", "graphics")
HOUR_OF_THREE_FIGURES = 6000  # seconds: from here on minutes have three figures


class Join(Struct, frozen=True):
    """The way in. `fit` is how small the address must be to stay on one line."""

    site: str
    fit: int


class People(Struct, frozen=True):
    phones: int


def pieces(scene: Scene) -> Iterator[Piece]:
    conference = scene.conference.as_the_room_sees_it
    item = conference.agenda.item
    if conference.agenda.blank:
        yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame("blank"))
        yield from _way_in(scene)
    elif item is None or item.kind == "welcome":
        yield from _waiting(scene, conference, item)
    else:
        body = list(_body(conference, item))
        yield from (piece for piece in body if piece.into != "stage-side")
        yield from _way_in(scene)
        timer = conference.agenda.timer
        poll = conference.polls.by_id.get(item.poll)
        has_clock = item.kind == "timer" or (poll is not None and closing_clock(poll) is not None)
        has_clock = has_clock or (item.kind == "market" and conference.board.pitch is not None)
        if timer is not None and not has_clock:  # two countdowns at once are none
            clock = Clock(timer.ends_at, timer.seconds, minutes(timer.seconds), "Time left")
            yield Piece("stage-timer", "stage-side", "fragments/_stage_timer.html", clock)
        yield from (piece for piece in body if piece.into == "stage-side")


screen = View("screen", ("stage",), pieces, shows=("phones",))


def _way_in(scene: Scene) -> Iterator[Piece]:
    yield Piece("stage-join", "stage-side", "fragments/_stage_join.html", _join(scene, SITE_SIZES, 22.5))
    yield Piece("stage-line", "stage-side", "fragments/_stage_line.html", ())


def _body(conference: Conference, item: Item) -> Iterator[Piece]:
    poll = conference.polls.by_id.get(item.poll)
    if poll is not None:
        yield from question_pieces(conference, poll)
    elif item.kind == "wall":
        yield from wall_pieces(conference, item)
    elif item.kind in OPEN_SPACE:
        yield from open_space_pieces(conference, item)
    elif item.kind == "timer":
        yield from _timer(conference, item)
    else:
        yield from _message(item)


def _waiting(scene: Scene, conference: Conference, item: Item | None) -> Iterator[Piece]:
    words = fit.shortened(item.text if item else "", 3, 86 / 4.4)
    title_fit = fit.fit_of(conference.title, fit.TITLES, 86, 36 if words else 50)
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame("waiting"))
    heading = Heading(conference.title, title_fit, lead=words or "No account needed. Every voice counts.")
    join = _join(scene, GIANT_SITE_SIZES, 45)
    yield Piece("stage-title", "stage-head", "fragments/_stage_welcome.html", (heading, join.site))
    yield Piece("stage-people", "stage-head", "fragments/_stage_people.html", People(scene.phones))
    yield Piece("stage-join", "stage-side", "fragments/_stage_join_giant.html", join)
    yield Piece("stage-line", "stage-side", "fragments/_stage_line.html", ())


def _join(scene: Scene, sizes: tuple[float, ...], width: float) -> Join:
    wide = fit.ems(scene.join_site)
    return Join(scene.join_site, next((step for step, size in enumerate(sizes, 1) if wide * size <= width), 4))


def _timer(conference: Conference, item: Item) -> Iterator[Piece]:
    timer = conference.agenda.timer
    seconds = timer.seconds if timer else item.seconds
    text = fit.shortened(item.text, 2, fit.BODY_WIDTH / 4.8)
    size = 2 if seconds >= HOUR_OF_THREE_FIGURES else 1
    clock = Clock(timer.ends_at if timer else 0, seconds, minutes(seconds), text, size)
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 12) + 1
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
    yield heading_piece(Heading(item.title, title_fit))
    yield Piece("stage-clock", "stage-body", "fragments/_stage_clock.html", clock)


def _message(item: Item) -> Iterator[Piece]:
    title_fit, text_fit = fit.fits_of(item.title, fit.MESSAGES, item.text, fit.BODY_WIDTH, fit.PICTURE_HEIGHT - 4)
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
    message = Message(item.title, title_fit, item.text, text_fit)
    yield Piece("stage-message", "stage-body", "fragments/_stage_message.html", message)
