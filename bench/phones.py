"""The phones: thousands of sockets in a process written in C (`bench/c/phones/`), told what to do from here.

Its figures do not depend on how quick Python is. Times are seconds of `time.perf_counter`, which is the same clock in both.
"""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from bench.building import built
from bench.sockets import Lost

SAID = struct.Struct("=QQqII")  # as in phones.h
Result = TypeVar("Result")


class Opened(Struct, frozen=True):
    """What came of opening sockets. The percentiles are of the time from connecting to the first view, in milliseconds."""

    there: int
    refused: int
    seconds: float
    p50_ms: float
    p99_ms: float
    problem: str


class Rounds(Struct, frozen=True):
    """How long each round took until everybody had heard it, in milliseconds."""

    rounds: int
    ms: list[float]


class Counts(Struct, frozen=True):
    """Messages since the last reset: of all phones, and of the one with the most and the least."""

    messages: int
    bytes: int
    most: int
    least: int
    there: int
    lost: int


class Fetched(Struct, frozen=True):
    """HTTP requests by the status of their answers."""

    seconds: float
    p50_ms: float
    p99_ms: float
    refused: int
    problem: str
    answers: dict[str, int]


class Answered(Struct, frozen=True):
    """One message: when it was sent and answered, and which position the answer names (-1 if none)."""

    sent: float
    answered: float
    at: int
    was_done: bool

    @property
    def ms(self) -> float:
        return 1000 * (self.answered - self.sent)


class Said(Struct, frozen=True):
    """What came of messages: `seconds` from the first one sent to the last answer."""

    seconds: float
    refused: int
    problem: str
    each: list[Answered]


class Frame(Struct, frozen=True):
    """A frame that several phones were sent: when the first, the last, and all of them had it or a newer one (0: never)."""

    first: float
    last: float
    by_all: float
    had_by: int
    message: bytes


class _Summary(Struct):
    sent: int
    answered: int
    refused: int
    seconds: float
    problem: str


class Phones:
    """The process. Groups are numbered from 0 to 6; a group is what was opened together."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self._process = process
        self._folder = folder

    async def open(
        self,
        group: int,
        url: str,
        count: int,
        *,
        path: str = "/",
        kind: Literal["ws", "raw", "sio"] = "ws",
        hello: bytes = b"",
        ready: str = "",
        cookies: Sequence[str] = (),
        deflate: bool = False,
        at_once: int = 200,
        seconds: float = 60.0,
    ) -> Opened:
        """Open so many sockets, some at a time; those of an earlier group of this number are broken off.

        Each says `hello`, and is there when it hears a message that begins with `ready`. `deflate` offers compression as browsers
        do. Raises `Lost` if not all are there in time.
        """
        port = urlsplit(url).port
        settings = {
            "port": port,
            "path": path,
            "kind": kind,
            "deflate": int(deflate),
            "ready": ready,
            "hello": self._file("hello", hello) if hello else "",
            "cookies": self._file(f"cookies-{group}", "\n".join(cookies).encode()) if cookies else "",
        }
        for key, value in settings.items():
            await self._tell(f"set {key} {value}", dict)
        opened = await self._tell(f"open {group} {count} {at_once} {seconds}", Opened)
        if opened.there < count:
            raise Lost(f"{opened.there} of {count} sockets opened, {opened.refused} were refused: {opened.problem}")
        return opened

    async def close(self, group: int) -> None:
        await self._tell(f"close {group}", dict)

    async def stall(self, group: int, count: int) -> None:
        """The last so many phones of a group stop reading; 0: all read again."""
        await self._tell(f"stall {group} {count}", dict)

    async def rounds(self, group: int, count: int, message: bytes, seconds: float = 60.0) -> Rounds:
        """The first phone says this, and once more as soon as everybody has heard something. Raises `Lost` if not all hear it."""
        rounds = await self._tell(f"rounds {group} {count} {self._file('round', message)} {seconds}", Rounds)
        if rounds.rounds < count:
            raise Lost(f"After {seconds:.0f} s, {rounds.rounds} of {count} messages had come to everybody.")
        return rounds

    async def say(
        self,
        group: int,
        messages: Sequence[tuple[int, bytes]],
        *,
        rate: float = 0.0,
        window: int = 1,
        linger: float = 0.0,
        seconds: float = 60.0,
    ) -> Said:
        """Have phones (by number) send messages, whose ids end with "-" and their place in the list.

        Evenly, `rate` a second, or as fast as they are answered, `window` of a phone on their way. `linger`: listen so many
        seconds longer. Raises `Lost` if not all are answered.
        """
        file = self._file("messages", b"".join(_record(phone, message) for phone, message in messages))
        out = self._folder / "said"
        summary = await self._tell(f"say {group} {file} {rate} {window} {linger} {seconds} {out}", _Summary)
        if summary.answered < len(messages):
            raise Lost(f"{summary.answered} of {len(messages)} messages were answered. {summary.problem}")
        each = [
            Answered(sent / 1e9, answered / 1e9, at, bool(done))
            for sent, answered, at, _, done in SAID.iter_unpack(out.read_bytes())
        ]
        return Said(summary.seconds, summary.refused, summary.problem, each)

    async def rest(self, group: int, message: bytes, silence: float, seconds: float) -> None:
        """Do nothing for so many seconds, but that a phone says this which has heard nothing for `silence` seconds."""
        await self._tell(f"rest {group} {self._file('rest', message)} {silence} {seconds}", dict)

    async def fetch(self, url: str, requests: Sequence[bytes], *, at_once: int = 50, seconds: float = 60.0) -> Fetched:
        """Send whole HTTP requests (which end their connections), each on a new connection."""
        await self._tell(f"set port {urlsplit(url).port}", dict)
        file = self._file("requests", b"".join(_record(0, request) for request in requests))
        return await self._tell(f"fetch {file} {at_once} {seconds}", Fetched)

    async def counts(self, group: int) -> Counts:
        return await self._tell(f"counts {group}", Counts)

    async def reset(self, group: int) -> None:
        await self._tell(f"reset {group}", dict)

    async def watch(self, group: int) -> None:
        """From now on know each frame by its bytes; what was seen before is forgotten."""
        await self._tell(f"watch {group}", dict)

    async def frames(self, group: int) -> list[Frame]:
        """The frames seen since `watch`, in the order in which the first phone had them."""
        out = self._folder / "frames"
        await self._tell(f"frames {group} {out}", dict)
        found = []
        for line in out.read_text().splitlines():
            first, last, by_all, had_by, deflated, message = line.split(" ")
            payload = bytes.fromhex(message)
            if deflated == "1":
                payload = zlib.decompressobj(-zlib.MAX_WBITS).decompress(payload + b"\0\0\xff\xff")
            found.append(Frame(int(first) / 1e9, int(last) / 1e9, int(by_all) / 1e9, int(had_by), payload))
        return found

    async def _tell(self, line: str, kind: type[Result]) -> Result:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        answer = await self._process.stdout.readline()
        if not answer:
            raise Lost(f"The phones ended at: {line}")
        return msgspec.json.decode(answer, type=kind)

    def _file(self, name: str, content: bytes) -> Path:
        file = self._folder / name
        file.write_bytes(content)
        return file


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("=II", number, len(content)) + content


@asynccontextmanager
async def some_phones() -> AsyncIterator[Phones]:
    """The process, until it is no longer needed. Raises `NoCompiler`."""
    program = built("phones")
    with TemporaryDirectory(prefix="live-phones-") as folder:
        process = await asyncio.create_subprocess_exec(
            program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 20
        )
        try:
            yield Phones(process, Path(folder))
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
