"""What a change means for single people: they are told what is theirs alone, and nobody else is.

What everybody sees comes in frames, by the hub. Here is who else is told at once: whose link is no longer in force, whose label
was decided on, who holds a badge, meets somebody, has a place or sees the day move. It is made when it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from live.conference import Act, Conference, doors, wall
from live.hub import Reader
from live.web import meetings, own_pages, seats

if TYPE_CHECKING:
    from live.web.live_conference import LiveConference

MINE = "mine"
"""What a reader is told that is its owner's alone and stands on many pages: own labels, meetings, places."""


def tell_whom_it_concerns(live: LiveConference, before: Conference, after: Conference, acts: Sequence[Act]) -> None:
    """Of all that one write brought; votes are no news for anybody alone."""
    _dismiss_revoked(live, before, after)
    writers = _writers_decided_on(before, after, acts)
    meeting = meetings.told_of(before, after, acts, lambda: live.hub.voices_at("meet"))
    meant = writers | _holders(before, acts) | meeting
    all_are = any(isinstance(act, doors.DoorChosen | wall.LookChosen) for act in acts)
    if meant or all_are:
        live.hub.tell_own(MINE, lambda reader: all_are or reader.voice in meant, live.personal.frame)
    booked = seats.told_of(before, after, acts, lambda: live.hub.voices_at("programme", "session/"))
    if booked:
        live.hub.tell_own("seats", lambda reader: reader.voice in booked, live.personal.seats_frame)
    for about, voices, frame in own_pages.told_of(before, after, acts):
        _tell_own(live, about, voices, frame)


def _dismiss_revoked(live: LiveConference, before: Conference, after: Conference) -> None:
    # From what is so, and not from the acts: after a write that failed the journal tells what became of it.
    revoked = set() if after.people is before.people else _links_in_force(before) - _links_in_force(after)
    if revoked:
        farewell = msgspec.json.encode(
            {"t": "bye", "say": "This link is no longer in force. Please ask for a new one."}
        )
        live.hub.dismiss(lambda reader: reader.link in revoked, farewell)


def _links_in_force(conference: Conference) -> set[int]:
    return {link.id for link in conference.people.links if not link.revoked}


def _writers_decided_on(before: Conference, after: Conference, acts: Sequence[Act]) -> set[str]:
    return {
        there.by_id[label].writer
        for act in acts
        for label in wall.decided_on(act)
        for there in (before.wall, after.wall)  # a listed word holds a label as it is posted
        if label in there.by_id
    } - {""}


def _holders(before: Conference, acts: Sequence[Act]) -> set[str]:
    """Who has a badge now, and who had it before."""
    return {
        voice
        for act in acts
        if isinstance(act, doors.BadgeUsed)
        for voice in (act.voice, before.doors.held.get(act.badge, ""))
    }


def _tell_own(live: LiveConference, about: str, voices: set[str] | None, frame: own_pages.Frame) -> None:
    """Have people told what is theirs alone, on the page that shows it; news on any page."""

    def is_meant(reader: Reader) -> bool:
        return (about == own_pages.NEWS or about in reader.views) and (voices is None or reader.voice in voices)

    live.hub.tell_own(about, is_meant, lambda voice: frame(live, voice))
