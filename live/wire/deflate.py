"""Compressed messages of RFC 7692, each by itself, so that one compressed message serves any number of sockets."""

from __future__ import annotations

import zlib

LEVEL = 6
TAIL = b"\x00\x00\xff\xff"


def compress(message: bytes) -> bytes:
    """The payload of a compressed message (RFC 7692, 7.2.1), which needs nothing of any message before it."""
    deflating = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return (deflating.compress(message) + deflating.flush(zlib.Z_SYNC_FLUSH)).removesuffix(TAIL)
