"""Comments on a draft, as chair and facilitators read them: what is open first, part by part; what is settled below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from live.conference.writeup import Comment, WriteUp
from live.fragments import Piece, Scene, View
from live.fragments.desk_actions import day_of

SECTION_WORDS: Mapping[str, str] = {
    "": "The whole write-up",
    "programme": "The programme",
    "polls": "What we voted",
    "themes": "Themes and their quotes",
    "tables": "Tables of answers",
    "questions": "Questions and how they ended",
    "topics": "Topics of the open space",
    "sessions": "Booked sessions",
    "drawings": "Drawings",
    "visits": "Study visits",
    "actions": "Actions",
    "labels": "All labels",
}
"""What people call the parts of a write-up."""


class CommentCard(Struct, frozen=True):
    """A comment as its writer, the chair and the facilitators see it: never with a voice."""

    id: int
    about: str
    text: str
    name: str
    day: str
    answer: str
    settled: bool


class HowMany(Struct, frozen=True):
    open: int
    settled: int


def cards(writeup: WriteUp) -> list[CommentCard]:
    """In the order of the parts, the oldest first."""
    places = {name: place for place, name in enumerate(("", *writeup.all_sections))}
    return [card(one) for one in sorted(writeup.comments.values(), key=lambda one: (places[one.about], one.id))]


def cards_of(writeup: WriteUp, voice: str) -> list[CommentCard]:
    """Those of one voice, the newest first."""
    own = (one for one in writeup.comments.values() if voice and one.voice == voice)
    return [card(one) for one in sorted(own, key=lambda one: -one.id)]


def card(one: Comment) -> CommentCard:
    return CommentCard(one.id, SECTION_WORDS[one.about], one.text, one.name, day_of(one.at), one.answer, one.settled)


def _desk_comments(scene: Scene) -> Iterator[Piece]:
    found = cards(scene.conference.writeup)
    settled = sum(one.settled for one in found)
    yield Piece(
        "desk-comments-number",
        "desk-comments-count",
        "fragments/_desk_comments_number.html",
        HowMany(len(found) - settled, settled),
    )
    for one in found:
        into = "desk-comments-settled" if one.settled else "desk-comments-open"
        yield Piece(f"desk-comment-{one.id}", into, "fragments/_desk_comment.html", one)


desk_comments = View(
    "desk/comments", ("desk-comments-count", "desk-comments-open", "desk-comments-settled"), _desk_comments
)
