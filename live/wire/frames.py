"""Frames of RFC 6455 without a socket: what a server writes."""

from __future__ import annotations

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def frame(kind: int, payload: bytes, *, deflated: bool = False) -> bytes:
    """A whole, unmasked frame as a server sends it; `deflated` sets RSV1 (RFC 7692, 6)."""
    first = 0x80 | kind | (0x40 if deflated else 0)
    size = len(payload)
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload
