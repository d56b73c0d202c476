"""Those who would take a server down: `python -m bench.attackers NAME TARGET`, each a process of its own that ends by itself.

An attacker does its worst again and again, until it has done so for long enough or its standard input ends. It says "begun" when
it is in place, and then, line by line, what each of its tries was told: a close code ("1009"), a status ("HTTP 413"), "cut" for a
connection that ended without a word, "let be" for one that was left alone.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import cycle, repeat

import msgspec
from msgspec import Struct

from bench.machine import allow_many_sockets
from bench.sockets import CLOSE, PING, TEXT, framed

MIB = 1024 * 1024
PIECE = 64 * 1024  # bytes that are written at once
LONGEST_SECONDS = 60.0
GLANCE_SECONDS = 0.2  # how long it takes to notice that it should end
PAUSE_SECONDS = 0.05  # between two tries: it is not new connections that are tried here
BOMB = 200 * MIB
FRAGMENTS = 7_000_000
PINGS = MESSAGES = 300_000
BODY = 300 * MIB
HEADERS = 8 * 1000 * 1000
HALF_OPEN = 2_000
FORM = "Content-Type: application/x-www-form-urlencoded"
DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate"


class Patience:
    """When to end, whatever is going on."""

    def __init__(self, seconds: float) -> None:
        self.has_begun = False
        self._until = time.monotonic() + seconds
        self._told = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def is_over(self) -> bool:
        return self._told.is_set() or time.monotonic() > self._until

    def pause(self) -> None:
        self._told.wait(PAUSE_SECONDS)

    def _listen(self) -> None:
        sys.stdin.read()
        self._told.set()


class Target(Struct, frozen=True):
    """A server, a conference on it, and the cookie of somebody who has joined there: attackers may come from the hall."""

    port: int
    code: str
    cookie: str
    patience: Patience

    def begin(self) -> None:
        if not self.patience.has_begun:
            self.patience.has_begun = True
            print("begun", flush=True)


class Line:
    """One connection, and what came back on it so far: the number of messages of each kind, and how it ended."""

    def __init__(self, target: Target) -> None:
        self.patience = target.patience
        self.socket = socket.create_connection(("127.0.0.1", target.port), timeout=10)
        self.socket.setblocking(False)
        self._poll = select.poll()
        self.came: Counter[int] = Counter()
        self.end = ""
        self.head = b""
        self._is_open = False
        self._buffer = bytearray()

    def push(self, pieces: Iterable[bytes], *, deaf: bool = False) -> None:
        """Write until all is written or the connection is over; `deaf`: without reading meanwhile."""
        for piece in pieces:
            left = memoryview(piece)
            while left:
                if self.end or self.patience.is_over:
                    return
                ready = self._ready(select.POLLOUT if deaf else select.POLLOUT | select.POLLIN, GLANCE_SECONDS)
                if ready & select.POLLIN:
                    self._read()
                if ready & ~select.POLLIN and not self.end:
                    try:
                        left = left[self.socket.send(left) :]
                    except BlockingIOError:
                        continue
                    except OSError:
                        self.listen(0.0)  # what was said before it was cut can still be read
                        self._cut()

    def listen(self, seconds: float, *, until: Callable[[], bool] = lambda: False) -> None:
        """Read until the connection is over, or so long, or until this holds."""
        give_up = time.monotonic() + seconds
        while not self.end and not until():
            left = give_up - time.monotonic()
            if self._ready(select.POLLIN, max(0.0, min(GLANCE_SECONDS, left))):
                self._read()
            elif left <= 0 or self.patience.is_over:
                return

    def _ready(self, what: int, seconds: float) -> int:
        self._poll.register(self.socket, what)
        return sum(event for _, event in self._poll.poll(1000 * seconds))

    def _read(self) -> None:
        try:
            data = self.socket.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._cut()
        self._buffer += data
        if not self._is_open:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self.head, self._buffer, self._is_open = bytes(head), rest, True
            if not head.startswith(b"HTTP/1.1 101"):
                self.end = f"HTTP {head[9:12].decode()}"
        if not self.end.startswith("HTTP"):
            self._take_frames()

    def _cut(self) -> None:
        self.end = self.end or "cut"

    def _take_frames(self) -> None:
        buffer, start = self._buffer, 0
        while len(buffer) >= start + 2:
            size, head = buffer[start + 1], 2
            if size >= 126:
                head = 4 if size == 126 else 10
                size = int.from_bytes(buffer[start + 2 : start + head], "big")
            if len(buffer) < start + head + size:
                break
            kind = buffer[start] & 15
            self.came[kind] += 1
            if kind == CLOSE:
                self.end = str(int.from_bytes(buffer[start + head : start + head + 2], "big"))
            start += head + size
        del buffer[:start]


def upgraded(target: Target, *more: str) -> Line:
    """A socket of somebody in the hall, who looks at Now."""
    line = Line(target)
    line.push([_head(target, f"GET /{target.code}/live", *UPGRADE, *more)])
    line.listen(10, until=lambda: bool(line.head))
    line.push([framed(b'{"t":"hello","views":{"now":""}}')])
    line.listen(10, until=lambda: line.came[TEXT] >= 2)
    target.begin()
    return line


UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)


def _head(target: Target, first: str, *lines: str) -> bytes:
    url = f"127.0.0.1:{target.port}"
    whole = (f"{first} HTTP/1.1", f"Host: {url}", f"Origin: http://{url}", f"Cookie: {target.cookie}", *lines, "", "")
    return "\r\n".join(whole).encode()


@cache
def _deflated(size: int) -> bytes:
    """A message of so many letters, compressed, as a frame: about a thousandth of them."""
    making = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts = [making.compress(b"a" * MIB) for _ in range(size // MIB)]
    payload = b"".join([*parts, making.compress(b"a" * (size % MIB)), making.flush(zlib.Z_SYNC_FLUSH)])[:-4]
    frame = framed(payload)
    return bytes([frame[0] | 0x40]) + frame[1:]


def told(line: Line, seconds: float = 10.0) -> Iterator[str]:
    """How it ended, after which there is a pause."""
    line.listen(seconds)
    line.socket.close()
    if line.end or not line.patience.is_over:
        yield line.end or "let be"
    line.patience.pause()


def bomb(target: Target) -> Iterator[str]:
    """200 MiB in a frame of 200 KB; then in as many frames as are allowed in size, 8 MiB each."""
    for frame in (_deflated(BOMB), _deflated(8 * MIB - 8192)):
        line = upgraded(target, DEFLATE)
        line.push([frame])
        yield from told(line)


def huge_header(target: Target) -> Iterator[str]:
    """A frame that says it has 1 TiB, and begins."""
    line = upgraded(target)
    line.push([b"\x81\xff" + (1 << 40).to_bytes(8, "big") + bytes(4), *repeat(b"a" * PIECE, 1024)])
    yield from told(line)


def fragments(target: Target) -> Iterator[str]:
    """A message in seven million pieces of nothing."""
    line = upgraded(target)
    empty, at_once = b"\x00\x80\0\0\0\0", 10_000
    line.push([b"\x01\x80\0\0\0\0", *repeat(empty * at_once, FRAGMENTS // at_once)])
    yield from told(line)


def pings(target: Target) -> Iterator[str]:
    """Pings of 125 bytes, first without reading what comes back, then reading it."""
    for deaf in (True, False):
        line = upgraded(target)
        line.push(repeat(framed(b"a" * 125, PING) * 100, PINGS // 100), deaf=deaf)
        yield from told(line, 5.0)


def messages(target: Target) -> Iterator[str]:
    """Small messages: every second one a vote."""
    line = upgraded(target)
    fields = {"poll": ["1"], "round": ["1"], "vote": ["A"]}
    pairs = (
        framed(b'{"t":"ping"}')
        + framed(msgspec.json.encode({"t": "do", "id": f"attack-{n:012}", "name": "cast_vote", "fields": fields}))
        for n in range(MESSAGES // 2)
    )
    line.push(pairs)
    yield from told(line)


def body(target: Target) -> Iterator[str]:
    """300 MiB where a form is taken and where a picture is, with their length said before and not."""
    for path, mark in (("do/post_label", "?"), ("chair/picture", "?"), ("do/post_label", "chunked")):
        line = Line(target)
        target.begin()
        chunked = mark == "chunked"
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {BODY}"
        piece = (b"%x\r\n" % PIECE + b"a" * PIECE + b"\r\n") if chunked else b"a" * PIECE
        line.push([_head(target, f"POST /{target.code}/{path}", FORM, length), *repeat(piece, BODY // PIECE)])
        yield from told(line)


def headers(target: Target) -> Iterator[str]:
    """8 MB before the request has an end: in one line, in many, in a request for a socket, in the address."""
    one, many = f"X: {'a' * HEADERS}", [f"X-{n:06}: {'a' * 990}" for n in range(HEADERS // 1000)]
    for head in (
        _head(target, "GET /", one),
        _head(target, "GET /", *many),
        _head(target, f"GET /{target.code}/live", *UPGRADE, *many),
        _head(target, f"GET /?{'a' * HEADERS}"),
    ):
        line = Line(target)
        target.begin()
        line.push([head[start : start + PIECE] for start in range(0, len(head), PIECE)])
        yield from told(line)


def half_open(target: Target) -> Iterator[str]:
    """2,000 connections that say nothing, half a head, half a body, or nothing after the upgrade."""
    head = _head(target, f"POST /{target.code}/do/post_label", FORM, "Content-Length: 100")
    shake = _head(target, f"GET /{target.code}/live", *UPGRADE)
    begun = (b"", head[:40], head + b"a" * 50, shake)
    lines = []
    for _, words in zip(range(HALF_OPEN), cycle(begun)):
        lines.append(line := Line(target))
        line.push([words])
    target.begin()
    for line in lines:
        line.listen(LONGEST_SECONDS)
        yield line.end or "let be"


ATTACKS: Mapping[str, Callable[[Target], Iterator[str]]] = {
    "bomb": bomb,
    "huge_header": huge_header,
    "fragments": fragments,
    "pings": pings,
    "messages": messages,
    "body": body,
    "headers": headers,
    "half_open": half_open,
}
ONCE = ("half_open",)
"""It takes its time, and ends then."""


def main(name: str, port: str, code: str, cookie: str) -> None:
    allow_many_sockets()
    os.nice(19)  # whoever measures how the others fare may be on the same processor
    target = Target(int(port), code, cookie, Patience(LONGEST_SECONDS))
    while not target.patience.is_over:
        for end in ATTACKS[name](target):
            print(end, flush=True)
        if name in ONCE:
            break


if __name__ == "__main__":
    main(*sys.argv[1:])
