"""What a fuzzer may do to everything that reads bytes of a phone: one function for each, which raises when a promise is broken.

Their corpus, which `fuzz.py` found, lies beside them in `corpus/`, and is tried again by an ordinary test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
from websockets.datastructures import Headers
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request
from websockets.server import ServerProtocol

from live.web.requests import LONG_MESSAGE
from live.web.sockets import NONSENSE, _messages
from live.wire import Asked, Refusal
from live.wire.deflate import BadData, TooLong, compress, inflate
from live.wire.frames import Broken, Close, Parser
from live.wire.upgrade import accept, refusal_bytes
from tests.wire.oracle import HEADS, agree

_HEADER = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*").fullmatch
CORPUS = Path(__file__).parent / "corpus"


def frames(data: bytes) -> None:
    """Any stream, cut anywhere: read as when it comes whole and as `websockets` reads it, within its bounds."""
    if len(data) < 2:
        return
    deflate, most, step, stream = bool(data[0] & 1), 8 * (data[0] | 1), 1 + data[1] % 32, data[2:]
    parser, events = Parser(most, 8, deflate), []
    for at in range(0, len(stream), step):
        events += parser.feed(stream[at : at + step])
        assert len(parser._frame or b"") + len(parser._message or b"") <= most + HEADS + 125
    assert events == Parser(most, 8, deflate).feed(stream)
    for place, event in enumerate(events):
        if isinstance(event, bytes):
            event.decode()
            assert len(event) <= most
        assert not isinstance(event, Close | Broken) or place == len(events) - 1
    agree(stream, deflate)


def inflating(data: bytes) -> None:
    """Any payload: never more than is allowed. And what is compressed comes out again."""
    most = int.from_bytes(data[:2], "big")
    try:
        assert len(inflate(data[2:], most)) <= most
    except (TooLong, BadData):
        assert data[2:]
    assert inflate(compress(data), len(data)) == data


def upgrades(data: bytes) -> None:
    """Any head: whoever we let in `websockets` lets in, and with the same proof. A refusal is a whole answer.

    Ours does not look at subprotocols, as it agrees to none, and finds what it needs in lists that may hold anything else.
    """
    lines = [line.partition(":") for line in data.decode("latin-1").split("\n")]
    # Only what a web server lets through.
    headers = {"host": "here"} | {
        name.lower(): value.strip(" \t") for name, _, value in lines if _HEADER(f"{name}:{value}")
    }
    ours = accept(Asked("/", "", headers), "GET", "1.1", deflate=True)
    if isinstance(ours, Refusal):
        head, body = refusal_bytes(ours).split(b"\r\n\r\n")
        assert f"\r\nContent-Length: {len(body)}\r\n".encode() in head
        return
    headers.pop("sec-websocket-protocol", None)
    headers |= {"upgrade": "websocket", "connection": "Upgrade"}
    request = Request("/", Headers(headers))
    theirs = ServerProtocol(extensions=[ServerPerMessageDeflateFactory()]).accept(request)
    assert theirs.status_code == 101, theirs
    assert f"\r\nSec-WebSocket-Accept: {theirs.headers['Sec-WebSocket-Accept']}\r\n".encode() in ours[0]
    assert ours[0].isascii()
    assert ours[0].count(b"\r\n\r\n") == 1


def messages(data: bytes) -> None:
    """Any text: nonsense, or a message of ours that says the same when it is written again."""
    if len(data) > LONG_MESSAGE or not _is_text(data):
        return
    try:
        message = _messages.decode(data)
    except NONSENSE:
        return
    assert _messages.decode(msgspec.json.encode(message)) == message


def _is_text(data: bytes) -> bool:
    return data.decode(errors="replace").encode() == data


TARGETS: dict[str, Callable[[bytes], None]] = {
    "frames": frames,
    "inflating": inflating,
    "upgrades": upgrades,
    "messages": messages,
}
