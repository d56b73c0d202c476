"""The scribes' feed: everything new from all rooms as it comes, the newest first, to be read and drawn from.

It is for the graphic facilitator and whoever reports the day. All that stands in it can be read by everybody who joined, on the
pages of the talks and on the wall. Of the wall it is stricter: where looks are asked for, a label comes only once a facilitator
has looked at it. Who wrote what is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

from msgspec import Struct

from live.conference import Conference, harvest
from live.conference.actions import Action
from live.fragments import VOTING, Piece, Scene, View

LATEST = 100
MOST_PAGES = 100

SAYS: Mapping[str, str] = {
    "line": "In one line",
    "point": "Key point",
    "quote": "Quote",
    "action": "Action",
    "contribute": "Can contribute",
    "ask": "Asks",
    "answer": "Answers",
    "called": "Question called",
    "drawing": "Drawing",
}


class Entry(Struct, frozen=True):
    """Something new. `about` is the talk that it comes from, or what was asked; `more` who does an action and by when, or what a
    label is signed with. `clock` is when it came, "14:05" by the server's clock; empty where nobody noted it."""

    kind: str
    clock: str
    text: str
    about: str = ""
    more: str = ""

    @property
    def says(self) -> str:
        return SAYS[self.kind]


class Earlier(Struct, frozen=True):
    """The way to what came before: how many there are on this page and all in all."""

    page: int
    is_more: bool


class _New(NamedTuple):
    """What is new, before its words are looked for: a day has thousands, and a page a hundred."""

    at: int
    id: int
    kind: str


def entries(conference: Conference, page: int = 1) -> tuple[list[tuple[str, Entry]], bool]:
    """One page of the feed, the newest first, each with its key; and whether there is more before it."""
    titles = {about: talk.title for talk in harvest.all_talks(conference) for about in talk.abouts}
    wanted = LATEST * page + 1
    latest = nlargest(wanted, (*_from_the_rooms(conference, titles), *_from_the_wall(conference)))
    here = latest[LATEST * (page - 1) : LATEST * page]
    made = [(f"feed-{one.kind}-{one.id}", _entry(conference, titles, one)) for one in here]
    return made, len(latest) == wanted


def _from_the_rooms(conference: Conference, titles: Mapping[str, str]) -> Iterator[_New]:
    for note in conference.harvest.notes.values():
        if note.about in titles:
            yield _New(note.at, note.id, "note")
    for action in conference.actions.by_id.values():
        if _about(action) in titles:
            yield _New(action.at, action.id, "action")
    for drawing in conference.harvest.graphics.values():
        yield _New(drawing.at, drawing.id, "drawing")


def _from_the_wall(conference: Conference) -> Iterator[_New]:
    wall = conference.wall
    called = frozenset(wall.called)
    for label in wall.by_id.values():
        if label.text and wall.is_on_screen(label):
            yield _New(max(label.at, label.looked_at), label.id, "label")
            if label.id in called:
                yield _New(label.called_at, label.id, "called")


def _entry(conference: Conference, titles: Mapping[str, str], new: _New) -> Entry:
    when = clock(new.at)
    if new.kind == "note":
        note = conference.harvest.notes[new.id]
        return Entry(note.kind, when, note.text, titles[note.about])
    if new.kind == "action":
        action = conference.actions.by_id[new.id]
        words = f"{action.what}: {action.outcome}" if action.outcome else action.what
        return Entry("action", when, words, titles[_about(action)], ", ".join(filter(None, [action.who, action.until])))
    if new.kind == "drawing":
        drawing = conference.harvest.graphics[new.id]
        return Entry("drawing", when, drawing.alt, titles.get(drawing.about, ""), drawing.by)
    label = conference.wall.by_id[new.id]
    prompt = conference.wall.prompt(label.prompt)
    kind = "called" if new.kind == "called" else label.kind
    return Entry(kind, when, label.text, prompt.title if prompt is not None else "", label.signed)


def _about(action: Action) -> str:
    return f"topic/{action.topic}" if action.topic else f"session/{action.session}"


def clock(at: int) -> str:
    """What the server's clock showed at a moment: "14:05"."""
    return datetime.fromtimestamp(at / 1000).strftime("%H:%M") if at else ""  # noqa: DTZ006


def _pieces(scene: Scene) -> Iterator[Piece]:
    latest, is_more = entries(scene.conference)
    if not latest:
        yield Piece("feed-none", "feed-rest", "fragments/_feed_none.html", Earlier(1, is_more=False))
    for key, entry in latest:
        yield Piece(key, "feed-list", "fragments/_feed_entry.html", entry)
    if is_more:
        yield Piece("feed-earlier", "feed-rest", "fragments/_feed_earlier.html", Earlier(1, is_more=True))


CONTAINERS = ("feed-list", "feed-rest")
feed = View("feed", CONTAINERS, _pieces, apart_from=VOTING)
desk_feed = View("desk/feed", CONTAINERS, _pieces, apart_from=VOTING)
