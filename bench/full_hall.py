"""A hall full of phones on a running server: voices that join by the form, phones that look at Now, the screen, votes.

The phones are those in C (`phones.py`); the chair is one simulated person in Python (`hall.py`).
"""

from __future__ import annotations

import asyncio
import secrets
from bisect import bisect_left
from operator import itemgetter
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Struct

from bench.hall import FRAME, LETTERS, Hall, turnout
from bench.phones import Fetched, Frame, Opened, Phones, Said
from bench.serving import Serving
from bench.sockets import Lost

PHONES = 0  # the group, if nothing else is said
JOIN_AT_ONCE = 50
NOW_HELLO = msgspec.json.encode({"t": "hello", "views": {"now": ""}})
SCREEN_HELLO = msgspec.json.encode({"t": "hello", "views": {"screen": ""}})
PING = b'{"t":"ping"}'
LINGER_SECONDS = 0.7  # after the last answer, in which the last frames come
PATIENCE = 20  # times that long


class Shown(Struct, frozen=True):
    """Votes: how long until each was answered, on the screen, and on every phone, in milliseconds; and frames of a phone."""

    said: Said
    to_the_answer: list[float]
    to_the_screen: list[float]
    to_all_phones: list[float]
    frames_a_second: float
    """For a phone that is sent each of them."""
    delivered: int
    """Frames to all phones together."""


class FullHall:
    """One conference with questions numbered from 1. `server` may be set to another one when it was started again."""

    def __init__(self, server: Serving, phones: Phones, questions: int, group: int = PHONES) -> None:
        """Its phones are the group of this number, its screen that of the next."""
        self.hall = Hall(server, questions)
        self.server = server
        self.phones = phones
        self.group = group
        self.screen = group + 1
        self.cookies: list[str] = []

    async def make(self) -> None:
        await self.hall.make()

    async def close(self) -> None:
        await self.phones.close(self.group)
        await self.phones.close(self.screen)
        await self.hall.close()

    async def join(self, count: int, *, at_once: int = JOIN_AT_ONCE) -> Fetched:
        """So many voices join by the form, as people without scripts do. Raises `Lost` if anybody is refused."""
        self.cookies = [f"live-{self.hall.code}-voice={secrets.token_urlsafe(16)}" for _ in range(count)]
        posts = [self._join_form(number, cookie) for number, cookie in enumerate(self.cookies)]
        joined = await self.phones.fetch(self.server.url, posts, at_once=at_once)
        if joined.answers != {"303": count}:
            raise Lost(f"{count} voices wanted to join and were answered {joined.answers}. {joined.problem}")
        return joined

    async def open(self, *, deflate: bool = False, at_once: int = 200, seconds: float = 60.0) -> Opened:
        """A phone on Now for each voice. It is there with its first view.

        `deflate`: they offer compression, as browsers do. Phones that vote do not, as these here cannot inflate a long answer.
        """
        return await self.phones.open(
            self.group,
            self.server.url,
            len(self.cookies),
            path=f"/{self.hall.code}/live",
            hello=NOW_HELLO,
            ready=FRAME.decode(),
            cookies=self.cookies,
            deflate=deflate,
            at_once=at_once,
            seconds=seconds,
        )

    async def put_up_the_screen(self) -> None:
        path = f"/{self.hall.code}/live"
        await self.phones.open(
            self.screen, self.server.url, 1, path=path, hello=SCREEN_HELLO, ready=FRAME.decode(), deflate=True
        )

    def vote(self, voice: int, question: int, place: int, choice: int = 0) -> tuple[int, bytes]:
        """The message at this place in a list: a vote of a phone in a question. A place has one vote for each choice."""
        asked = {
            "t": "do",
            "id": f"vote-{question}-{choice}-{place:012}",
            "name": "cast_vote",
            "fields": {
                "poll": [str(question)],
                "round": ["1"],
                "vote": [LETTERS[choice % len(LETTERS)]],
            },
        }
        return voice, msgspec.json.encode(asked)

    async def vote_evenly(self, question: int, votes: int, a_second: float) -> Shown:
        """Open the question and have so many phones vote in it, one after the other; the screen must be up."""
        await self.hall.ask_the_hall(question)
        for group in (self.group, self.screen):
            await self.phones.reset(group)
            await self.phones.watch(group)
        messages = [self.vote(voice, question, voice) for voice in range(votes)]
        said = await self.phones.say(self.group, messages, rate=a_second, linger=LINGER_SECONDS)
        if said.refused:
            raise Lost(f"{said.refused} votes were not taken: {said.problem}")
        delivered = (await self.phones.counts(self.group)).messages - votes
        screen = await self._turnouts(self.screen, votes)
        phones = await self._turnouts(self.group, votes)
        return Shown(
            said,
            [vote.ms for vote in said.each],
            until_shown(said, [(frame.first, voted) for frame, voted in screen]),
            until_shown(said, [(frame.by_all, voted) for frame, voted in phones]),
            _each_second([frame.first for frame, _ in phones]),
            delivered,
        )

    async def _turnouts(self, group: int, votes: int) -> list[tuple[Frame, int]]:
        """The frames that a group was sent with how many have voted. On a slow machine the last ones come late."""
        patience = PATIENCE
        while True:
            frames = [(frame, turnout(frame.message)) for frame in await self.phones.frames(group)]
            told = [(frame, voted) for frame, voted in frames if voted is not None]
            if not patience or any(frame.by_all and voted >= votes for frame, voted in told):
                return told
            patience -= 1
            await asyncio.sleep(LINGER_SECONDS)

    def _join_form(self, number: int, cookie: str) -> bytes:
        form = urlencode({"id": f"join-{number:016}", "name": "", "group": ""}).encode()
        head = [
            f"POST /{self.hall.code}/do/join HTTP/1.1",
            f"Host: {urlsplit(self.server.url).netloc}",
            f"Origin: {self.server.url}",
            f"Cookie: {cookie}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(form)}",
            "Connection: close",
        ]
        return "\r\n".join([*head, "", ""]).encode() + form


def _each_second(times: list[float]) -> float:
    return (len(times) - 1) / (max(times) - min(times)) if len(times) > 1 else 0.0


def until_shown(said: Said, frames: list[tuple[float, int]]) -> list[float]:
    """Milliseconds from each vote to the first frame with a turnout that has it in it. Raises `Lost` if one never shows."""
    shown: list[tuple[int, float]] = []
    for when, voted in sorted((frame for frame in frames if frame[0]), key=itemgetter(0)):
        if voted > (shown[-1][0] if shown else 0):
            shown.append((voted, when))
    turnouts = [voted for voted, _ in shown]
    times = []
    for place, vote in enumerate(sorted(said.each, key=lambda vote: vote.at), start=1):
        found = bisect_left(turnouts, place)
        if found == len(shown):
            raise Lost(f"{len(said.each)} votes were taken, and {turnouts[-1] if turnouts else 0} were shown.")
        times.append(1000 * (shown[found][1] - vote.sent))
    return times
