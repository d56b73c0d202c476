"""How `websockets` reads what a phone sends, said in our words, and that ours reads the same.

Where ours differs from `websockets` on purpose:
- A frame is refused by its head; theirs waits for the payload before it looks at reserved bits, the length of control frames
  and the order of pieces (RFC 6455, 5.2: all of these are in the head).
- A control frame that claims more than 125 bytes is 1002 whatever it claims (5.5); theirs says 1009 when it claims very much.
- A control frame in the middle of a message does not count against the message's size (5.4); theirs does count it.
- A close frame in the middle of a message is a close (5.4: control frames may be there); theirs is 1002.
- A message is held to a number of pieces (1008; a bound of our own, 7.4.1).
- The bound on a message holds for its bytes before inflating as well (7.4.1); theirs counts what is inflated.
- A compressed message in pieces is inflated when it is whole; theirs inflates each piece, and fails earlier.
- A stream that ends and goes on within a compressed message is read on (RFC 7692, 7.2.3.5); theirs drops what follows.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import cast

from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from live.wire.deflate import TAIL
from live.wire.frames import BINARY, TEXT, Binary, Broken, Close, Event, Parser, Ping, Pong

HEADS = 14  # bytes in the longest head
MUCH = 2**17  # bytes in a message where the bound is not what is tried


class Deflate(PerMessageDeflate):
    """Begins anew with each message, and knows whether it has dropped something behind the end of a stream."""

    has_dropped = False

    def decode(self, frame: Frame, *, max_size: int | None = None) -> Frame:
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY) and frame.rsv1:
            self.decoder = zlib.decompressobj(-15)
        read = super().decode(frame, max_size=max_size)
        if self.decoder.unused_data not in (b"", TAIL, b"\x00" + TAIL):
            self.has_dropped = True
        return read


@dataclass
class Oracle:
    """`websockets`, made to say what it reads in our words."""

    most: int = MUCH
    deflate: bool = False
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.deflating = Deflate(False, True, 15, 15)
        self.protocol = ServerProtocol(state=OPEN, max_size=self.most)
        if self.deflate:
            self.protocol.extensions = [self.deflating]
        self._kind = TEXT
        self._message = b""

    def ended(self) -> bool:
        return bool(self.events) and isinstance(self.events[-1], Close | Broken)

    def feed(self, data: bytes) -> None:
        if self.ended():
            return
        self.protocol.receive_data(data)
        for frame in cast("list[Frame]", self.protocol.events_received()):
            self._frame(frame.opcode, bytes(frame.data), frame.fin)
            if self.ended():
                return
        if self.protocol.parser_exc is not None:
            assert self.protocol.close_sent is not None
            self.events.append(Broken(int(self.protocol.close_sent.code), ""))

    def _frame(self, kind: Opcode, payload: bytes, fin: bool) -> None:
        if kind is Opcode.PING:
            self.events.append(Ping(payload))
        elif kind is Opcode.PONG:
            self.events.append(Pong(payload))
        elif kind is Opcode.CLOSE:
            closed = self.protocol.close_rcvd
            assert closed is not None
            self.events.append(Close(int(closed.code), closed.reason))
        else:
            if kind is not Opcode.CONT:
                self._kind, self._message = int(kind), b""
            self._message += payload
            if fin:
                self.events.append(self._whole())

    def _whole(self) -> Event:
        if self._kind == BINARY:
            return Binary(self._message)
        try:
            self._message.decode()  # `websockets` leaves this to whoever reads the message
        except UnicodeDecodeError:
            return Broken(1007, "")
        return self._message


def parsed(stream: bytes, most: int = MUCH, pieces: int = 8, inflate: bool = False) -> list[Event]:
    return Parser(most, pieces, inflate).feed(stream)


def codes(events: list[Event]) -> list[Event | int]:
    """Events, of which a failure is known by its code only."""
    return [event.code if isinstance(event, Broken) else event for event in events]


def agree(stream: bytes, deflate: bool, most: int = MUCH) -> None:
    """Ours and theirs read the same in a stream, but for the differences above."""
    ours = parsed(stream, most, pieces=len(stream) + 1, inflate=deflate)
    oracle = Oracle(most, deflate)
    oracle.feed(stream)
    if ours and isinstance(ours[-1], Broken):
        oracle.feed(bytes(most + HEADS))  # it may still wait for a payload of which ours has refused the head
        if ours[-1].why == "a control frame is too long":
            assert isinstance(oracle.events[-1], Broken)
            assert oracle.events[-1].code in (1002, 1009)
            oracle.events[-1] = ours[-1]
    if ours and isinstance(ours[-1], Close) and str(oracle.protocol.parser_exc) == "incomplete fragmented message":
        oracle.events[-1] = ours[-1]
    if oracle.deflating.has_dropped:
        return
    if str(oracle.protocol.parser_exc) == "decompression failed":
        assert whole_messages(ours) == whole_messages(oracle.events)
    else:
        assert codes(ours) == codes(oracle.events)


def whole_messages(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, bytes | Binary)]
