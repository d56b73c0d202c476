"""What a view is made of: all that may be shown, what one voice did, and the pieces of a page that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from live.conference import Conference
from live.conference.booking import OwnSeat
from live.fragments.suggestions import Suggested
from live.timetable.telling import Timetable


class Scene(Struct, frozen=True):
    """All that a view may show: the conference, and who is connected just now."""

    conference: Conference
    phones: int = 0
    screens: int = 0
    join_site: str = ""
    """The address people type, without "http://": "192.168.1.20:8000"."""
    alarm: str = ""
    """What the chair must know about the server at once; "" if all is well."""
    base: str = ""
    """What stands before every path, if a proxy put the server below one: "" or "/live"."""
    suggested: Suggested = Suggested()
    """What may say the same, as it was last worked out."""
    timetable: Timetable = Timetable()
    """What there is of suggested timetables."""
    local: str = ""
    """The time on the clock in the hall, as "2027-05-14 10:52"; "" where nobody knows it."""


class Said(Struct, frozen=True):
    """What one voice answered: the form fields that give this answer, and how it is read back."""

    fields: Mapping[str, Sequence[str]]
    words: str = ""


class Mine(Struct, frozen=True):
    """What one voice did. `votes` maps "poll.round" to its answer; `topics` maps topics to an interest."""

    voice: str = ""
    name: str = ""
    group: str = ""
    votes: Mapping[str, Said] = field(default_factory=dict)
    labels: tuple[int, ...] = ()
    supports: tuple[str, ...] = ()
    topics: Mapping[int, str] = field(default_factory=dict)
    proposed: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    """Those that it wrote about talks."""
    seats: Mapping[int, OwnSeat] = field(default_factory=dict)
    """What it has in booked sessions."""
    hosted: tuple[int, ...] = ()
    """The topics that it offered to host."""

    def touches(self) -> set[str]:
        """The keys of the pieces that look different for this voice."""
        keys = {f"poll-{key.replace('.', '-')}-answer" for key in self.votes}
        keys |= {f"label-{number}" for number in self.labels}
        keys |= {f"label-{support.partition('.')[0]}" for support in self.supports}
        keys |= {f"topic-{number}" for number in (*self.topics, *self.proposed)}
        keys |= {f"seat-{number}" for number in self.seats}
        keys |= {f"note-{number}" for number in self.notes}
        return keys


NOBODY = Mine()


class Piece(Struct, frozen=True):
    """One element of a view. `key` is its id, `into` the id of the container it stands in (which may be inside another piece),
    `template` a file in `templates/`, `model` all that the template reads: equal models look the same. `is_personal`: in a page
    as it is first sent it looks different for each voice, also for one that has done nothing yet."""

    key: str
    into: str
    template: str
    model: Any
    is_personal: bool = False


class View(Struct, frozen=True):
    """What one audience looks at: the ids of the containers in its page, and the pieces in them, in order. They follow from the
    scene and nothing else. Of what moves beside the conference (`BESIDE`) a view is told no more than it says that it `shows`,
    and it is not looked at while only those parts of the conference change that it is `apart_from`."""

    name: str
    containers: tuple[str, ...]
    pieces: Callable[[Scene], Iterable[Piece]]
    shows: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()


BESIDE: Mapping[str, Any] = {
    "phones": 0,
    "screens": 0,
    "alarm": "",
    "suggested": Suggested(),
    "timetable": Timetable(),
    "local": "",
}
"""What changes in a scene without anything happening in the conference, and what it is where nobody knows it."""

VOTING = ("polls", "people")
"""What changes with each vote and each phone that joins: many times a second, when a hall is asked something."""
