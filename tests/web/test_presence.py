"""Who is in the room: voices with a socket, and voices whose network lets none through."""

from __future__ import annotations

import time

import pytest

from live.journal import Journal
from live.journal.memory import MemoryJournal
from live.web.live_conference import LiveConference
from live.web.presence import POLLED_WITHIN_SECONDS


async def open_journal() -> Journal:
    return MemoryJournal()


def test_phones_that_poll_are_in_the_room_for_as_long_as_they_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveConference("482913", open_journal, url="http://x", site="x", base="", beat_seconds=0.1, key=b"k" * 32)
    live.presence.polled_by("a")
    live.presence.polled_by("b")
    live.presence.polled_by("a")
    began = time.monotonic()  # or a little later
    assert live.scene().phones == 2
    monkeypatch.setattr(time, "monotonic", lambda: began + POLLED_WITHIN_SECONDS / 2)
    live.presence.polled_by("b")
    monkeypatch.setattr(time, "monotonic", lambda: began + POLLED_WITHIN_SECONDS + 1)
    assert live.scene().phones == 1
