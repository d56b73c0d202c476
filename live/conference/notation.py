"""How acts are written in the journal: one line of JSON each, `[version, {"act": "VoteCast", ...}]`.

A line can be read for as long as there are journals. Fields that a newer version added have defaults; fields that this
version does not know are passed over; what cannot be said by a default is said by a step in `STEPS`, which turns a line of
one version into the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from live.conference import Act

VERSION = 1

Step = Callable[[dict[str, Any]], dict[str, Any]]
STEPS: Mapping[int, Step] = {}
"""From each older version to the next. Empty: version 1 is the first."""


class _Line(msgspec.Struct, array_like=True, frozen=True):
    version: int
    act: Act


class _OlderLine(msgspec.Struct, array_like=True, frozen=True):
    version: int
    act: dict[str, Any]


class UnknownNotation(Exception):
    """A line that this version cannot read: written by a newer one, or not by this program at all."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Line)
_older = msgspec.json.Decoder(_OlderLine)


def write(act: Act) -> bytes:
    """`act` as one line, without the line's end."""
    return _encoder.encode(_Line(VERSION, act))


def read(line: bytes, *, version: int = VERSION, steps: Mapping[int, Step] = STEPS) -> Act:
    """The act in a line written by this version or an older one. Raises `UnknownNotation`."""
    try:
        if line.startswith(b"[%d," % version):
            return _decoder.decode(line).act
        older = _older.decode(line)
        if older.version > version:
            raise UnknownNotation(
                f"This was written by a newer version of the program (notation {older.version}; this one reads up to {version})."
            )
        act = older.act
        for number in range(older.version, version):
            act = steps[number](act)
        converted: Act = msgspec.convert(act, Act)
        return converted
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError) as problem:
        raise UnknownNotation(f"This is not an act that this program can read: {problem}") from problem
