"""The opening handshake of RFC 6455, 4.2: a head that was read already → the bytes of the answer."""

from __future__ import annotations

import re
from binascii import b2a_base64
from email.utils import formatdate
from hashlib import sha1
from http import HTTPStatus

from live.wire import Asked, Refusal
from live.wire.deflate import Malformed, offered

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY = re.compile(r"[A-Za-z0-9+/]{22}==")  # 16 bytes
_ANSWER = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
_EXTENSIONS = b"\r\nSec-WebSocket-Extensions: "
_END = b"\r\n\r\n"

# Headers that an answer with this status has to bring.
_WITH = {
    405: "Allow: GET\r\n",
    426: "Sec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n",
}


def accept(asked: Asked, method: str, http_version: str, *, deflate: bool) -> tuple[bytes, bool] | Refusal:
    """Answer an upgrade: the bytes to send, and whether compressed messages were agreed on (only if `deflate` allows it).

    `http_version` as in "1.1". A subprotocol that is asked for is not agreed to; browsers then go on without only if none was
    asked for, as our pages do.
    """
    headers = asked.headers
    if method != "GET":
        return Refusal(405, "A websocket begins with GET.")
    if http_version != "1.1":
        return Refusal(505, "A websocket begins with HTTP/1.1.")
    if not headers.get("host"):
        return Refusal(400, "The header Host is missing.")
    if not _names("websocket", headers.get("upgrade", "")) or not _names("upgrade", headers.get("connection", "")):
        return Refusal(426, "This address is for websockets only.")
    if headers.get("sec-websocket-version") != "13":
        return Refusal(426, "Only version 13 of websockets is spoken here.")
    key = headers.get("sec-websocket-key", "")
    if not _KEY.fullmatch(key):
        return Refusal(400, "The header Sec-WebSocket-Key is not 16 bytes in base64.")
    extensions = headers.get("sec-websocket-extensions")
    try:
        terms = None if extensions is None else offered(extensions)
    except Malformed:
        return Refusal(400, "The header Sec-WebSocket-Extensions cannot be read.")
    proof = b2a_base64(sha1(key.encode() + _GUID, usedforsecurity=False).digest(), newline=False)
    if terms is None or not deflate:
        return _ANSWER + proof + _END, False
    return _ANSWER + proof + _EXTENSIONS + terms.answer + _END, True


def refusal_bytes(refusal: Refusal) -> bytes:
    """A whole HTTP answer, after which the connection is closed."""
    body = (refusal.text + "\n").encode()
    extra = _WITH.get(refusal.status, "")
    if refusal.retry_after:
        extra += f"Retry-After: {refusal.retry_after}\r\n"
    head = (
        f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}\r\n"
        f"Date: {formatdate(usegmt=True)}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"{extra}"
        f"Connection: {'close, Upgrade' if 'Upgrade:' in extra else 'close'}\r\n\r\n"
    )
    return head.encode("latin-1") + body


def _names(token: str, header: str) -> bool:
    """Whether a header with a list of tokens, of any case, names this one."""
    return header.lower() == token or token in [each.strip(" \t") for each in header.lower().split(",")]
