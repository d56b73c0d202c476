"""A session with 30 places, 500 people who want one at the same moment, and a server that is killed while they ask."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import sqlite3
from pathlib import Path
from typing import Any

import httpx2

from live.conference import Conference, notation, replay
from live.conference.bookings import SeatAsked
from live.crowd import Page
from live.web.access import voice_cookie, voice_of
from tests.running import SEE_SECONDS, House, Links, house

PEOPLE, PLACES = 500, 30
EARLY, KILLED_AFTER = 250, 100  # of so many who are asking, when so many are on the disk: the others come later
STORY_SECONDS = 180
PLAN = f"""
title = "A day"
[[programme]]
starts = "11:00"
title = "Workshops"
[[programme.workshops]]
title = "Ladders"
places = {PLACES}
"""
SESSION = "2"
AS_JSON = {"accept": "application/json"}


class Crowd:
    """People with a phone each, who all press at once. `told` is what each was told, by the secret in their cookie."""

    def __init__(self, here: House, links: Links) -> None:
        self.here, self.code = here, links.code
        self.secrets = [secrets.token_urlsafe(18) for _ in range(PEOPLE)]
        self.asked_as = {secret: secrets.token_urlsafe(18) for secret in self.secrets}
        self.told: dict[str, int] = {}
        self._client = httpx2.AsyncClient(
            base_url=here.url,
            headers={"origin": here.url},
            timeout=60,
            limits=httpx2.Limits(max_connections=PEOPLE, max_keepalive_connections=PEOPLE),
        )

    async def does(self, secret: str, what: str, request: str, **fields: str) -> dict[str, Any]:
        answer = await self._client.post(
            f"/{self.code}/do/{what}",
            data={"id": request, **fields},
            headers={**AS_JSON, "cookie": f"{voice_cookie(self.code)}={secret}"},
        )
        said: dict[str, Any] = answer.json()
        return said

    async def reads(self, secret: str, path: str) -> str:
        answer = await self._client.get(
            f"/{self.code}/{path}", headers={"cookie": f"{voice_cookie(self.code)}={secret}"}
        )
        assert answer.status_code == 200
        return Page(answer.text).words

    async def joins(self) -> None:
        said = await asyncio.gather(*(self.does(one, "join", secrets.token_urlsafe(18)) for one in self.secrets))
        assert {one["t"] for one in said} == {"done"}

    async def asks(self, secret: str) -> None:
        """Ask for a place, always under the same id, as an outbox does."""
        said = await self.does(secret, "ask_seat", self.asked_as[secret], session=SESSION)
        assert said["t"] == "done", said
        self.told[secret] = said["at"]

    async def all_ask(self) -> None:
        """Everybody asks at the same moment."""
        await asyncio.gather(*map(self.asks, self.secrets))

    async def the_server_dies_while_some_ask(self) -> None:
        """When some of what they ask is on the disk the server is killed. What was on its way to people then is lost."""
        asking = asyncio.gather(*map(self.asks, self.secrets[:EARLY]), return_exceptions=True)
        await asyncio.to_thread(self._kill_in_the_middle)
        lost = [one for one in await asking if one is not None]
        assert all(isinstance(one, httpx2.TransportError) for one in lost), lost
        assert await self.here.ended() == -signal.SIGKILL

    def _kill_in_the_middle(self) -> None:
        """From a thread of its own: by the time that this process has read an answer, most of the others are on their way."""
        with contextlib.closing(sqlite3.connect(f"file:{self.here.data / self.code}.live?mode=ro", uri=True)) as file:
            while True:
                [there] = file.execute(
                    "SELECT count(*) FROM entries WHERE subject = ?", (f"seats/{SESSION}",)
                ).fetchone()
                if there >= KILLED_AFTER:
                    return self.here.signal(signal.SIGKILL)

    async def close(self) -> None:
        await self._client.aclose()


async def conference_on_disk(here: House, code: str) -> tuple[Conference, list[str]]:
    """The day as the file tells it, and the voices in the order in which the file has them asking."""
    acts = [notation.read(entry.act) for entry in await here.entries(code)]
    return replay(acts), [act.voice for act in acts if isinstance(act, SeatAsked)]


def test_a_session_is_never_over_booked_whoever_asks_and_whatever_breaks(data_folder: Path) -> None:
    async def story() -> None:
        async with asyncio.timeout(STORY_SECONDS), house(data_folder) as here:
            links = await here.desk("new", title="", plan=PLAN)
            crowd = Crowd(here, links)
            await crowd.joins()
            await crowd.the_server_dies_while_some_ask()
            told = dict(crowd.told)
            _, order = await conference_on_disk(here, links.code)
            voices = {secret: voice_of(secret, 1) for secret in crowd.secrets}
            assert {voices[secret] for secret in told} <= set(order), "what was acknowledged is there"
            assert KILLED_AFTER <= len(order) <= EARLY, "killed in the middle"

            await here.begin()
            await crowd.close()
            after = Crowd(here, links)
            after.secrets, after.asked_as = crowd.secrets, crowd.asked_as
            await after.all_ask()
            assert {one: after.told[one] for one in told} == told, "who was told already is told the same"
            assert "place 1 of the waiting list" in await reads(after, voices, order[PLACES])
            first = next(one for one in crowd.secrets if voices[one] == order[0])
            left = await after.does(first, "leave_seat", secrets.token_urlsafe(18), session=SESSION)
            assert left["t"] == "done"
            assert "You moved up: you have a place" in await reads(after, voices, order[PLACES])
            await after.close()
            await here.stop()

            day, asked = await conference_on_disk(here, links.code)
            assert asked[: len(order)] == order, "the order is kept"
            assert sorted(asked) == sorted(voices.values()), "everybody asked once"
            assert list(day.bookings.asked[int(SESSION)]) == asked[1:]
            assert list(day.bookings.inside(int(SESSION), PLACES)) == asked[1 : PLACES + 1]

    asyncio.run(story())


async def reads(crowd: Crowd, voices: dict[str, str], voice: str) -> str:
    """What somebody reads on the page of the session."""
    secret = next(one for one in crowd.secrets if voices[one] == voice)
    async with asyncio.timeout(SEE_SECONDS):
        return await crowd.reads(secret, f"session/{SESSION}")
