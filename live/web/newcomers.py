"""The page that a whole hall asks for in the same minute: what somebody is told who has not joined yet.

It is the same for all of them but for the ids of its forms, so it is made once and kept. What it is made of is no more than this
conference is to a stranger; since it is given nothing else, nothing that moves while people join and vote can stand in it.
"""

from __future__ import annotations

from collections.abc import Callable

from live.conference import Conference
from live.conference.doors import Doors
from live.conference.people import People


def to_a_stranger(conference: Conference) -> Conference:
    """A conference as far as somebody is told of it who has not joined: what the day is, the groups to choose from, and whether
    badges are needed."""
    return Conference(
        code=conference.code,
        title=conference.title,
        date=conference.date,
        place=conference.place,
        people=People(groups=conference.people.groups),
        doors=Doors(conference.doors.kind, conference.doors.helpers),
        day=conference.day,
        kept_until=conference.kept_until,
        forgotten_at=conference.forgotten_at,
    )


class Newcomers:
    """The pages for newcomers to one conference, by their templates, for as long as it is the same to a stranger."""

    def __init__(self) -> None:
        self._known: tuple[Conference, str] | None = None
        self._pages: dict[str, str] = {}

    def page(self, template: str, conference: Conference, epoch: str, made: Callable[[Conference], str]) -> str:
        """The page of a template; `made` makes it from the conference as strangers know it. `epoch` is that of the journal."""
        known = to_a_stranger(conference), epoch
        if known != self._known:
            self._known, self._pages = known, {}
        if template not in self._pages:
            self._pages[template] = made(known[0])
        return self._pages[template]
