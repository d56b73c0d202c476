"""A conference on a running server with its phones: voices joined by the form, phones that look at Now, the screen, the chair.

It speaks as pages do ("Between browser and server" in ARCHITECTURE.md) and knows nothing of the code behind it.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from bench.serving import Serving
from bench.sockets import Hear, Lost, Socket, open_socket, some_at_once
from live.crowd import Delegate, Done

LETTERS = "ABCD"
JOINING = 8  # connections over which voices join
FRAME, DONE = b'{"t":"frame"', b'{"t":"done"'  # how messages begin

QUESTION = """
[[item]]
kind = "poll"
title = "Question {number}: what comes first?"

[item.question]
kind = "one_choice"
options = ["Time to talk", "Money", "Plain words", "Trust"]
"""


class Hall:
    """One conference with `questions` questions, numbered from 1, each on an item of the same number."""

    def __init__(self, server: Serving, questions: int) -> None:
        self.server = server
        self.code = ""
        self.voices: list[str] = []
        self._plan = "".join(QUESTION.format(number=number) for number in range(1, questions + 1))
        self._chair: Delegate | None = None
        self._sockets: list[Socket] = []

    async def make(self) -> None:
        asked = {"title": "A day to be measured", "plan": self._plan}
        head = {"Authorization": f"Bearer {self.server.key}", "Content-Type": "application/json"}
        [made] = await _posted(self.server.url, [("/operator/new", head, msgspec.json.encode(asked))])
        self.code = made["code"]
        [link] = [role["url"] for role in made["roles"] if role["role"] == "chair"]
        self._chair = Delegate(self.server.url, self.code, "the chair", Random(1))
        await self._chair.look(link)
        await self._chair.connect()

    async def close(self) -> None:
        for socket in self._sockets:
            socket.close()
        if self._chair is not None:
            await self._chair.leave()

    async def join(self, count: int) -> None:
        """So many voices join."""
        self.voices = [secrets.token_urlsafe(16) for _ in range(count)]
        posts = []
        for number, voice in enumerate(self.voices):
            form = urlencode({"id": f"join-{number:016}", "name": "", "group": ""}).encode()
            head = {"Cookie": self._cookie(voice), "Content-Type": "application/x-www-form-urlencoded"}
            posts.append((f"/{self.code}/do/join", head, form))
        parts = [posts[start::JOINING] for start in range(JOINING)]
        for answers in await asyncio.gather(*(_posted(self.server.url, part) for part in parts if part)):
            for answer in answers:
                if answer["t"] != "done":
                    raise Lost(f"A voice could not join: {answer}")

    async def chair(self, name: str, **fields: int) -> int:
        """The chair asks for something; the position at which it stands in the journal."""
        assert self._chair is not None
        answer = await self._chair.ask(name, {field: [str(value)] for field, value in fields.items()})
        if not isinstance(answer, Done):
            raise Lost(f"The chair wanted to {name} and heard: {answer}")
        return answer.at

    async def ask_the_hall(self, question: int) -> int:
        """Bring a question to the screen and open it; the last position before the first vote."""
        await self.chair("show_item", item=question)
        return await self.chair("open_poll", poll=question, round=1)

    async def phones(self, hears: Sequence[Hear]) -> list[Socket]:
        """A phone on Now for each voice, which hears what its `hears` is told."""
        openings: list[Callable[[], Any]] = [
            partial(self._look, "now", hear, voice) for voice, hear in zip(self.voices, hears, strict=True)
        ]
        return await some_at_once(openings)

    async def screen(self, hear: Hear) -> Socket:
        return await self._look("screen", hear, "")

    def vote(self, voice: int, number: int, question: int) -> bytes:
        """The message with the vote `number` of a voice, which differs from its last one."""
        letter = LETTERS[(voice + number) % len(LETTERS)]
        asked = {
            "t": "do",
            "id": vote_id(voice, number, question),
            "name": "cast_vote",
            "fields": {"poll": [str(question)], "round": ["1"], "vote": [letter]},
        }
        return msgspec.json.encode(asked)

    async def _look(self, view: str, hear: Hear, voice: str) -> Socket:
        """A socket that looks at a view. It is there when it has been sent the whole view."""
        seen = asyncio.get_running_loop().create_future()

        def first(message: bytes) -> None:
            if message.startswith(FRAME):
                socket.hear = hear
                seen.set_result(None)
                hear(message)

        socket = await open_socket(self.server.url, f"/{self.code}/live", first, self._cookie(voice) if voice else "")
        self._sockets.append(socket)
        socket.send(msgspec.json.encode({"t": "hello", "views": {view: ""}}))
        async with asyncio.timeout(30):
            await seen
        return socket

    def _cookie(self, voice: str) -> str:
        return f"live-{self.code}-voice={voice}"


def vote_id(voice: int, number: int, question: int) -> str:
    return f"vote-{question}-{voice:06}-{number:06}"


class _Frame(msgspec.Struct):
    ops: list[list[str]]


_frames = msgspec.json.Decoder(_Frame)
TAG = re.compile(r"<[^>]*>")
TURNOUT = re.compile(r"(\d+)\s+of\s+\d+\s+(?:people\s+)?ha(?:ve|s)\s+voted")


def turnout(frame: bytes) -> int | None:
    """How many have voted, as a frame for the screen or a phone says it in words; None if it says nothing of it."""
    html = " ".join(op[-1] for op in _frames.decode(frame).ops)
    found = TURNOUT.search(TAG.sub(" ", html))
    return int(found[1]) if found else None


async def _posted(url: str, posts: Sequence[tuple[str, Mapping[str, str], bytes]]) -> list[dict[str, Any]]:
    """Send posts (path, headers, body) one after the other over one connection; their JSON answers."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    answers = []
    try:
        for path, headers, body in posts:
            lines = [
                f"POST {path} HTTP/1.1",
                f"Host: {parts.netloc}",
                f"Origin: {url}",
                "Accept: application/json",
                f"Content-Length: {len(body)}",
                *(f"{name}: {value}" for name, value in headers.items()),
            ]
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            async with asyncio.timeout(30):
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"(?im)^content-length: *(\d+)", head)
                if not head.startswith("HTTP/1.1 200") or length is None:
                    raise Lost(f"{path} was answered: {head.partition(chr(13))[0]}")
                answers.append(msgspec.json.decode(await reader.readexactly(int(length[1]))))
    finally:
        writer.close()
        await writer.wait_closed()
    return answers
