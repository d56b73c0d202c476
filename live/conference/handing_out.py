"""Files that a session gives out. What a file is was recognised by its content before it comes here (`live/web/handouts.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference import booking
from live.conference.bookings import HandoutPut, HandoutRemoved
from live.conference.people import Actor, Moment, Request
from live.conference.words import TITLE_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

LARGEST_HANDOUT = 5 * 1024 * 1024  # bytes: slides with pictures; a film belongs behind a link
MOST_BYTES = 50 * 1024 * 1024  # of all files of a conference, which stay in memory and in its one file
MOST_HANDOUTS = 10  # of one session

ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "text/plain": "txt",
    "image/png": "png",
    "image/jpeg": "jpg",
}
"""What can be given out, and how its name ends."""


class PutHandout(Request, frozen=True):
    """A file for a session. Only the server itself asks for this, after it has found out what the file is (`kind`)."""

    session: int
    name: str
    kind: str
    data: bytes


class HandoutRequest(Request, frozen=True):
    handout: int


def put_handout(conference: Conference, ask: PutHandout, by: Actor, moment: Moment) -> Sequence[HandoutPut]:
    if booking.session(conference, ask.session) is None:
        raise Refused(booking.SESSION_GONE)
    if ask.kind not in ENDINGS or not ask.data:
        raise Refused("Please choose a file that can be given out.", "data")
    here = conference.bookings.handouts_of(ask.session)
    if any((one.kind, one.data) == (ask.kind, ask.data) for one in here):
        return []  # the same file once more
    if len(here) >= MOST_HANDOUTS:
        raise Refused(f"A session can give out {MOST_HANDOUTS} files, and this one does.", "data")
    if len(ask.data) > LARGEST_HANDOUT:
        raise Refused(f"A file can have up to {LARGEST_HANDOUT // 1024**2} MB.", "data")
    if sum(len(one.data) for one in conference.bookings.handouts.values()) + len(ask.data) > MOST_BYTES:
        raise Refused(f"All files of a conference can have {MOST_BYTES // 1024**2} MB. This would be more.", "data")
    name = clean_line(ask.name, TITLE_LETTERS, "name", "The name of a file")
    return [HandoutPut(conference.bookings.latest_handout + 1, ask.session, name, ask.kind, ask.data)]


def remove_handout(conference: Conference, ask: HandoutRequest, by: Actor, moment: Moment) -> Sequence[HandoutRemoved]:
    return [HandoutRemoved(ask.handout)] if ask.handout in conference.bookings.handouts else []
