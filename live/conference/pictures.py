"""Pictures beside answers: which one stands beside an option, and those that a chair has uploaded.

A picture that comes here was made small and clean before (live/web/uploads.py). It is kept for as long as any question has it;
with the last one that has it, it goes, from the disk as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import polls
from live.conference.people import Actor, Fact, Moment, Request
from live.conference.polls.options import WithOptions
from live.conference.polls.question import Question
from live.conference.polls.symbols import SYMBOLS
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

MOST_PICTURES = 200
LARGEST_PICTURE = 64 * 1024  # bytes; a photo of 320 by 320 points has 10 to 30 KB


class PictureKept(Fact, frozen=True):
    """A picture was uploaded: its name ("own-" and 32 hex digits of its hash), and the bytes of a WebP."""

    picture: str
    data: bytes


class PictureRemoved(Fact, frozen=True):
    picture: str


PictureAct = PictureKept | PictureRemoved


class PutPicture(Request, frozen=True):
    """A picture by its name for one option ("B") of a question; "" for none. `words`: what the option was when it was chosen."""

    poll: int
    option: str
    picture: str = ""
    words: str = ""


class PutOwnPicture(Request, frozen=True):
    """The same with a picture that comes along. Only the server itself asks for this, after it has made the picture clean."""

    poll: int
    option: str
    data: bytes
    words: str = ""


def put_picture(
    conference: Conference, ask: PutPicture, by: Actor, moment: Moment
) -> Sequence[polls.PollChanged | PictureAct]:
    """Put a picture beside an option, or take it away. Not once the question was open: a vote must mean what its voter saw."""
    poll, question, place = _option(conference, ask)
    if ask.picture and ask.picture not in SYMBOLS and ask.picture not in conference.pictures:
        raise Refused("This picture is no longer there. Please choose another one.", "picture")
    return _put(conference, poll, question, place, ask.picture)


def put_own_picture(
    conference: Conference, ask: PutOwnPicture, by: Actor, moment: Moment
) -> Sequence[polls.PollChanged | PictureAct]:
    """Put an uploaded picture beside an option."""
    poll, question, place = _option(conference, ask)
    if len(ask.data) > LARGEST_PICTURE:
        raise Refused("This picture is too large, even when it is made small.", "file")
    name = name_of(ask.data)
    if name in conference.pictures:
        return _put(conference, poll, question, place, name)
    if len(conference.pictures) >= MOST_PICTURES:
        raise Refused(f"A conference can have {MOST_PICTURES} pictures of its own, and has them already.", "file")
    return [PictureKept(name, ask.data), *_put(conference, poll, question, place, name)]


def name_of(data: bytes) -> str:
    """What an uploaded picture is called: the same bytes always the same."""
    return f"own-{hashlib.sha256(data).hexdigest()[:32]}"


def no_longer_used(conference: Conference, changed: Mapping[int, Question | None]) -> list[PictureRemoved]:
    """The pictures that no question has any more when these polls have other questions, or (None) are gone."""
    if not conference.pictures:
        return []
    questions: dict[int, Question | None] = {
        number: poll.question for number, poll in conference.polls.by_id.items()
    } | dict(changed)
    used = frozenset().union(*map(own_pictures, questions.values()))
    return [PictureRemoved(name) for name in sorted(conference.pictures) if name not in used]


def own_pictures(question: Question | None) -> Iterable[str]:
    """The uploaded pictures that a question has."""
    return question.own_pictures if isinstance(question, WithOptions) else ()


def fold(conference: Conference, act: PictureAct) -> Conference:
    known = conference.pictures
    if isinstance(act, PictureKept):
        return replace(conference, pictures=known.insert(act.picture, act.data))
    return replace(conference, pictures=known.discard(act.picture))


def _option(conference: Conference, ask: PutPicture | PutOwnPicture) -> tuple[polls.Poll, WithOptions, int]:
    """The question that is asked about, and the option's place in it. Raises `Refused`."""
    poll = polls.known_poll(conference, ask.poll)
    question = poll.question
    if not isinstance(question, WithOptions) or ask.option not in question.letters:
        raise Refused("This question has no such answer.", "option")
    if poll.rounds:
        raise Refused("This question has been open for voting, so its pictures stay as they are.")
    place = question.letters.index(ask.option)
    if ask.words and ask.words != question.options[place]:
        raise Refused("Somebody has changed the answers of this question meanwhile. Please look again.")
    return poll, question, place


def _put(
    conference: Conference, poll: polls.Poll, question: WithOptions, place: int, name: str
) -> list[polls.PollChanged | PictureAct]:
    pictures = list(question.all_pictures)
    pictures[place] = name
    after = question.with_pictures(pictures)
    if after == question:
        return []
    changed = polls.PollChanged(poll.id, poll.title, after, poll.hint, poll.terms)  # type: ignore[arg-type]  # of its kind
    return [changed, *no_longer_used(conference, {poll.id: after})]
