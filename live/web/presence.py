"""Who is in the room: phones with a socket, phones that can only ask every few seconds, and what phones remember of the day."""

from __future__ import annotations

import logging
import time

from live.fragments import Scene
from live.hub import Hub

log = logging.getLogger("live.web")

POLLED_WITHIN_SECONDS = 15.0  # phones without sockets ask every three
VOICES_FOR_AN_ALARM = 3  # one phone could be wrong, or joking

ALARM = (
    "Some phones were told that things were written down which this server does not have. "
    "It may be running on an older copy of the day. Please ask whoever runs the server."
)


class Presence:
    def __init__(self, hub: Hub[Scene]) -> None:
        self._hub = hub
        self._polling: dict[str, float] = {}
        """By voice, the longest silent first: when it last asked, in seconds of a clock of any beginning."""
        self._voices_ahead: set[str] = set()

    @property
    def phones(self) -> int:
        """How many phones are in the room."""
        return self._hub.phones + self._phones_that_poll()

    def polled_by(self, voice: str) -> None:
        """A phone whose network lets no sockets through asked what is new: it is in the room as well."""
        self._polling.pop(voice, None)
        self._polling[voice] = time.monotonic()
        self._hub.changed()

    def _phones_that_poll(self) -> int:
        since = time.monotonic() - POLLED_WITHIN_SECONDS
        while self._polling and next(iter(self._polling.values())) < since:
            del self._polling[next(iter(self._polling))]
        return sum(not self._hub.is_connected(voice) for voice in self._polling)

    def is_ahead(self, voice: str, at: int, end: int) -> None:
        """A phone remembers an acknowledgement (`at`) beyond the end of this journal: something that was on the disk is gone."""
        if not self._voices_ahead:
            log.critical("a phone was told of position %d, but the journal ends at %d", at, end)
        self._voices_ahead.add(voice)
        self._hub.changed()

    @property
    def alarm(self) -> str:
        """What the chair has to know of this; "" as long as all is well."""
        return ALARM if len(self._voices_ahead) >= VOICES_FOR_AN_ALARM else ""
