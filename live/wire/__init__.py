"""The wire: messages over websockets, with bounds on how large they are and how long a phone may take to read.

The only part that knows what kind of socket there is. It hands whole messages to a `Listener`, and takes messages that were made
once for any number of sockets (`Framed`). It knows bytes, and nothing of a conference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from live.wire.framed import Framed

__all__ = [
    "Asked",
    "Door",
    "Framed",
    "Listener",
    "Refusal",
    "Socket",
]


class Asked(Struct, frozen=True):
    """An upgrade that somebody asks for. `headers` have lower-case names, and values as they came; repeated ones are joined by
    ", " ("; " for cookies)."""

    path: str
    query: str
    headers: Mapping[str, str]
    peer: str = ""


class Socket(Protocol):
    """One accepted websocket, as those see it who talk over it."""

    most: int
    """Bytes that a message may have. Few, until whoever listens allows more."""

    @property
    def is_full(self) -> bool:
        """It has not taken yet what it was given: do without it, `Listener.drained` follows."""
        ...

    def send(self, framed: Framed) -> None:
        """Hand over a message. Never waits and never raises: what is sent to a socket that is gone goes nowhere."""
        ...

    def close(self, code: int, why: str = "") -> None:
        """End it with a code of RFC 6455, 7.4, and at most 123 bytes of a reason."""
        ...


class Listener(Protocol):
    """Who talks over a socket on our side. None of these may raise."""

    def opened(self, socket: Socket) -> None: ...

    def heard(self, message: bytes) -> None:
        """One whole text message, of valid UTF-8."""
        ...

    def drained(self) -> None:
        """It was full, and has taken all that it was given."""
        ...

    def gone(self) -> None:
        """Called once after `opened`, however it ended."""
        ...


class Refusal(Struct, frozen=True):
    """Why an upgrade is answered as plain HTTP. `retry_after` in seconds; 0: it is not worth asking again."""

    status: int
    text: str
    retry_after: int = 0


Door = Callable[[Asked], Listener | Refusal]
"""door(asked) → who listens to the new socket, or why there is none."""
