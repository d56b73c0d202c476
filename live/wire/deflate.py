"""Compressed messages of RFC 7692, each by itself, so that one compressed message serves any number of sockets."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

from msgspec import Struct

LEVEL = 6
TAIL = b"\x00\x00\xff\xff"
MOST_ENDS = 8  # of a stream within one message


NAME = "permessage-deflate"
_ANSWER = b"permessage-deflate; server_no_context_takeover; client_no_context_takeover"

# RFC 6455, 9.1. None of the repetitions can give back what it has taken, so that a long header takes no longer than it is.
_SPACE = r"[ \t]*+"
_LETTER = r"[-!#$%&'*+.^_`|~0-9A-Za-z]"
_VALUE = rf"""(?:({_LETTER}++)|"((?:{_LETTER}|\\{_LETTER})++)")"""
_COMMAS = re.compile(rf"(?:{_SPACE},)*+{_SPACE}")
_EXTENSION = re.compile(rf"({_LETTER}++){_SPACE}")
_PARAMETER = re.compile(rf";{_SPACE}({_LETTER}++){_SPACE}(?:={_SPACE}{_VALUE}{_SPACE})?")

Extension = tuple[str, list[tuple[str, str | None]]]
"""The name of an extension, and its parameters with their values, if they have any."""


class Terms(Struct, frozen=True):
    """What is agreed on: each message is compressed by itself, in both directions. `answer` is the header's value."""

    answer: bytes


class Malformed(Exception):
    """A header that is against the grammar."""


class TooLong(Exception):
    """A message is longer than it may be when inflated."""


class BadData(Exception):
    """Bytes that are no DEFLATE data."""


@lru_cache(maxsize=64)  # a hall has few kinds of browsers
def offered(header: str) -> Terms | None:
    """What to answer to `Sec-WebSocket-Extensions`: agrees to the first offer that can be kept (RFC 7692, 5 and 7.1).

    A compressed message is shared by all sockets, so an offer that wants a window of its own for what the server sends cannot be
    kept, unless it is the largest one. The window of what a phone sends is left to the phone. None: no compression.
    Raises `Malformed`.
    """
    for name, parameters in extensions(header):
        values = dict(parameters)
        if name != NAME or len(values) < len(parameters):
            continue
        window = values.pop("server_max_window_bits", "")
        can_be_kept = (
            window in ("", "15")
            and values.pop("client_max_window_bits", None) in (None, "8", "9", "10", "11", "12", "13", "14", "15")
            and values.pop("server_no_context_takeover", None) is None
            and values.pop("client_no_context_takeover", None) is None
            and not values
        )
        if can_be_kept:
            return Terms(_ANSWER + b"; server_max_window_bits=15" if window else _ANSWER)
    return None


def extensions(header: str) -> list[Extension]:
    """The extensions in `Sec-WebSocket-Extensions`, in order. Raises `Malformed`."""
    found: list[Extension] = []
    at = 0
    while True:
        commas = _COMMAS.match(header, at)
        assert commas is not None
        if commas.end() == len(header) and found:
            return found
        extension = _EXTENSION.match(header, commas.end())
        if extension is None or (found and "," not in commas[0]):
            raise Malformed
        at = extension.end()
        parameters: list[tuple[str, str | None]] = []
        while parameter := _PARAMETER.match(header, at):
            name, plain, quoted = parameter.groups()
            parameters.append((name, plain if quoted is None else quoted.replace("\\", "")))
            at = parameter.end()
        found.append((extension[1], parameters))


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
