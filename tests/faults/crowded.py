"""A hall with many phones in one process, for faults that only a crowd shows: lean sockets that remember the newest they saw.

Nothing here waits for time: whoever waits, waits for something that is heard, and for `SEE_SECONDS` at the most.
"""

from __future__ import annotations

import asyncio
import re
import tomllib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import msgspec

from bench.hall import DONE, FRAME, LETTERS, QUESTION, Hall, vote_id
from bench.machine import allow_many_sockets
from bench.serving import Serving
from bench.sockets import Socket
from live.crowd import Done
from live.settings import FIELDS
from tests.running import SEE_SECONDS, House, house

STORY_SECONDS = 120
QUESTIONS = 20
WIRES = ("own", "asgi") if "wire" in FIELDS else ("own",)
WELCOME = b'{"t":"welcome"'
SIGN = b'{"t":"pong"'
"""That the server is there: told also to those who have not asked."""
SHOWN = re.compile(rb"Question (\d+):")
LONG_QUESTION = QUESTION.replace('"Trust"', ", ".join(f'"Choice {n}: {"so " * 55}much"' for n in range(12)))
"""While it is open its view has 8 KB."""


class Phone:
    """What one phone has heard: the question on its page, of which view of the hall's it is, counted from 1 over all that were
    shown, and which of its votes were acknowledged."""

    def __init__(self, news: asyncio.Event) -> None:
        self.question = 0
        self.newest = 0
        self.counted: set[str] = set()
        self.other: list[bytes] = []
        self.socket: Socket | None = None
        self.news = news

    def hear(self, message: bytes) -> None:
        if message.startswith(FRAME):
            if shown := SHOWN.search(message):
                self.question = int(shown[1])
                self.newest += (self.question - self.newest) % QUESTIONS
        elif message.startswith(DONE):
            self.counted.add(msgspec.json.decode(message)["id"])
        elif not message.startswith((WELCOME, SIGN)):
            self.other.append(message)
        self.news.set()


def label_id(voice: int) -> str:
    return f"label-{voice:012}"


class Crowd:
    """A conference on a running server, its chair, phones that look at Now, and the screen."""

    def __init__(self, here: House, question: str) -> None:
        self.here = here
        self.hall = Hall(Serving(here.url, here.process, here.operator_key), QUESTIONS)
        self.hall._plan = "".join(question.format(number=number) for number in range(1, QUESTIONS + 1))
        self.choices = len(next(iter(tomllib.loads(self.hall._plan)["item"]))["question"]["options"])
        self.phones: list[Phone] = []
        self.others: list[Socket] = []
        """Sockets of phones that are not as the others, to be closed at the end."""
        self.views = 0
        self.said: dict[tuple[int, int], str] = {}
        """The vote that each voice cast last, by question and voice."""
        self.news = asyncio.Event()
        self.screen = Phone(self.news)
        self._casts: Counter[tuple[int, int]] = Counter()

    @property
    def port(self) -> int:
        return self.here.port

    def cookie(self, voice: int) -> str:
        return self.hall._cookie(self.hall.voices[voice])

    def phone(self) -> Phone:
        return Phone(self.news)

    async def come(self, phones: int, others: int = 0) -> None:
        """So many voices join, of which the first look at Now with phones that read."""
        await self.hall.join(phones + others)
        self.phones = [self.phone() for _ in range(phones)]
        rest = self.hall.voices[phones:]
        del self.hall.voices[phones:]
        sockets = await self.hall.phones([phone.hear for phone in self.phones])
        self.hall.voices += rest
        for phone, its in zip(self.phones, sockets, strict=True):
            phone.socket = its

        await self.hall.screen(self.screen.hear)

    async def show(self) -> None:
        """The chair brings the next question to the screen, and it is there."""
        self.views += 1
        await self.hall.chair("show_item", item=1 + (self.views - 1) % QUESTIONS)
        await self.until(lambda: self.screen.newest == self.views, f"view {self.views} is on the screen")

    async def open_all(self) -> None:
        """All questions are open, and the first is shown."""
        for question in range(1, QUESTIONS + 1):
            await self.hall.chair("open_poll", poll=question, round=1)
        await self.show()

    async def everybody_listens(self) -> None:
        """What was sent to our sockets before is heard: each is read once while the loop turns."""
        for _ in range(3):
            await asyncio.sleep(0)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until it is so, looking whenever phones have heard something."""
        try:
            async with asyncio.timeout(SEE_SECONDS):
                while not holds():
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            raise AssertionError(f"Not after {SEE_SECONDS} seconds: {what}") from None

    def cast(self, question: int, voice: int) -> None:
        """Send a new vote of this voice."""
        self._casts[question, voice] += 1
        self.said[question, voice] = LETTERS[(voice + self._casts[question, voice]) % len(LETTERS)]
        self._send_vote(question, voice)

    def post_label(self, voice: int) -> None:
        """Send this voice's label: the same one each time, under the same id."""
        its = self.phones[voice].socket
        assert its is not None
        fields = {"kind": ["ask"], "text": [f"What does voice {voice} ask?"]}
        its.send(msgspec.json.encode({"t": "do", "id": label_id(voice), "name": "post_label", "fields": fields}))

    async def ask_again(self, question: int, voices: Iterable[int]) -> None:
        """Send the last vote of each once more, as a phone does that heard no answer, and wait for all answers."""
        asked = []
        for voice in voices:
            self._send_vote(question, voice)
            asked.append((self.phones[voice], vote_id(voice, self._casts[question, voice], question)))
        await self.until(lambda: all(id in phone.counted for phone, id in asked), "all votes are acknowledged")

    async def vote(self, question: int, voices: Iterable[int]) -> None:
        """Each of these casts a new vote, and sends it twice; all are acknowledged."""
        some = list(voices)
        for voice in some:
            self.cast(question, voice)
        await self.ask_again(question, some)

    def _send_vote(self, question: int, voice: int) -> None:
        its = self.phones[voice].socket
        assert its is not None
        its.send(self.hall.vote(voice, self._casts[question, voice], question))

    async def counts(self, question: int) -> list[int]:
        """Close the question, show its result, and read it in the chair's report."""
        chair = self.hall._chair
        assert chair is not None
        await self.hall.chair("close_poll", poll=question, round=1)
        shown = {"poll": [str(question)], "round": ["1"], "confirm": ["yes"]}
        assert isinstance(await chair.ask("show_result", shown), Done)
        async with self.here.browser(chair.browser.cookies) as browser, asyncio.timeout(SEE_SECONDS):
            while True:  # votes on their way are let in first
                report = (await browser.get(f"/{self.hall.code}/report.json")).json()
                [result] = report["questions"][question - 1]["rounds"]
                if result["result"] is not None:
                    return [bar["votes"] for bar in result["result"]["options"]]

    def expected(self, question: int) -> list[int]:
        """What must come of the votes: each voice's last, once."""
        last = Counter(letter for (asked, _), letter in self.said.items() if asked == question)
        return [last[letter] for letter in LETTERS] + [0] * (self.choices - len(LETTERS))


def in_a_crowd(
    story: Callable[[Crowd], Awaitable[None]],
    data: Path,
    wire: str,
    *,
    question: str = QUESTION,
    program: str = "live",
) -> Counter[str]:
    """Run a story on a server that uses this wire. How often each request is in the journal at the end, by its id."""
    allow_many_sockets()
    words = ("--wire", wire) if "wire" in FIELDS else ()

    async def run() -> Counter[str]:
        async with asyncio.timeout(STORY_SECONDS), house(data, *words, program=program) as here:
            crowd = Crowd(here, question)
            try:
                await crowd.hall.make()
                await story(crowd)
            finally:
                for each in crowd.others:
                    each.close()
                await crowd.hall.close()
                await asyncio.sleep(0)
            await here.stop()
            return Counter(entry.request for entry in await here.entries(crowd.hall.code))

    return asyncio.run(run())
