"""Slow phones of a crowd (`bench/slow.py` says in which ways)."""

from __future__ import annotations

from collections.abc import Sequence

from bench.slow import LITTLE_ROOM, SlowSocket, look_at_now
from tests.faults.crowded import Crowd, Phone


class SlowPhone(Phone):
    """Looks at Now. What is slow about it is its socket."""

    @property
    def slow(self) -> SlowSocket:
        assert isinstance(self.socket, SlowSocket)
        return self.socket


async def slow_phones(crowd: Crowd, voices: Sequence[str]) -> list[SlowPhone]:
    """A phone for each voice, with little room for what it has not read, which has been given the newest view."""
    phones = []
    for voice in voices:
        phone = SlowPhone(crowd.news)
        cookie = crowd.hall._cookie(voice)
        phone.socket = await look_at_now(
            crowd.port, crowd.hall.code, cookie, phone.hear, lost=crowd.news.set, room=LITTLE_ROOM
        )
        crowd.others.append(phone.socket)
        phones.append(phone)
    await crowd.until(lambda: all(phone.question for phone in phones), "slow phones have seen the view")
    return phones
