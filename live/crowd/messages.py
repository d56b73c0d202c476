"""What a server may say on the socket, as types. Anything else is a fault of the server, and said so."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field


class _Said(Struct, frozen=True, tag_field="t", tag=str.lower):
    pass


class Welcome(_Said, frozen=True):
    epoch: str
    at: int
    now: int
    mine: dict[str, Any] = field(default_factory=dict)


class Frame(_Said, frozen=True):
    view: str
    seen: str
    ops: list[list[str]]


class Done(_Said, frozen=True):
    """Accepted, and on the disk."""

    id: str
    at: int = 0
    say: str = ""
    mine: dict[str, Any] = field(default_factory=dict)
    go: str = ""


class Refused(_Said, frozen=True):
    """Not allowed, with the reason for the person and the form field it is about."""

    id: str
    say: str = ""
    field: str = ""


class Later(_Said, frozen=True):
    """Not now: the same request may be sent again."""

    id: str
    say: str = ""


class Bye(_Said, frozen=True):
    say: str = ""


class Pong(_Said, frozen=True):
    pass


Answer = Done | Refused | Later
Heard = Welcome | Frame | Done | Refused | Later | Bye | Pong

_decoder = msgspec.json.Decoder(Heard)


def read_message(text: str | bytes) -> Heard:
    """Raises `msgspec.DecodeError` with what was expected."""
    message: Heard = _decoder.decode(text)
    return message
