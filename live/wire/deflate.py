"""Compressed messages of RFC 7692, each by itself, so that one compressed message serves any number of sockets."""

from __future__ import annotations

import zlib

LEVEL = 6
TAIL = b"\x00\x00\xff\xff"
MOST_ENDS = 8  # of a stream within one message


class TooLong(Exception):
    """A message is longer than it may be when inflated."""


class BadData(Exception):
    """Bytes that are no DEFLATE data."""


def compress(message: bytes) -> bytes:
    """The payload of a compressed message (RFC 7692, 7.2.1), which needs nothing of any message before it."""
    deflating = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return (deflating.compress(message) + deflating.flush(zlib.Z_SYNC_FLUSH)).removesuffix(TAIL)


def inflate(payload: bytes, most: int) -> bytes:
    """The message in a compressed payload (RFC 7692, 7.2.2). Raises `TooLong` and `BadData`.

    Never makes more than `most` + 1 bytes. A sender may end its stream within a message and begin another (7.2.3.4 and 7.2.3.5).
    """
    message = b""
    rest = payload + TAIL
    for _ in range(MOST_ENDS):
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            message += inflating.decompress(rest, most + 1 - len(message))
        except zlib.error:
            raise BadData from None
        if len(message) > most:
            raise TooLong
        if not inflating.unused_data:
            return message
        rest = inflating.unused_data
    raise BadData
