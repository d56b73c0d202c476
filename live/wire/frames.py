"""Frames of RFC 6455 without a socket: what a phone sent is read (`Parser`), and what a server writes is made.

The parser is fed bytes as they come, cut anywhere, and gives what has become whole. It is made for many sockets of which nearly
all are silent: between two frames it holds nothing. Bounds are checked on the head of a frame, before its payload comes.
"""

from __future__ import annotations

from msgspec import Struct

from live.wire.deflate import BadData, TooLong, inflate

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
_KINDS = {CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG}

# Close codes (RFC 6455, 7.4.1)
NORMAL, GOING_AWAY, PROTOCOL_ERROR, NO_CODE, BAD_TEXT, POLICY, TOO_BIG = 1000, 1001, 1002, 1005, 1007, 1008, 1009
SENT_IN_CLOSES = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014}

MOST_BYTES = 8 * 1024
MOST_PIECES = 8
MOST_IN_CONTROL = 125
MOST_OF_A_REASON = MOST_IN_CONTROL - 2

_FIN, _RSV1, _RSV2_AND_3, _MASKED = 0x80, 0x40, 0x30, 0x80
_WHOLE_TEXT = _FIN | TEXT
_NOTHING, _ENDED = 0, -1


class Binary(Struct, frozen=True):
    data: bytes


class Ping(Struct, frozen=True):
    payload: bytes


class Pong(Struct, frozen=True):
    payload: bytes


class Close(Struct, frozen=True):
    """The other side ends it. Without a code in its frame, `code` is 1005, with which `close_frame` makes the right answer."""

    code: int
    why: str


class Broken(Struct, frozen=True):
    """It sent what may not be sent: 1002 against the protocol, 1007 not UTF-8, 1008 too many pieces, 1009 too big."""

    code: int
    why: str


Event = bytes | Binary | Ping | Pong | Close | Broken
"""What was read; `bytes` is a whole text message, of valid UTF-8."""


class _Fault(Exception):
    def __init__(self, code: int, why: str) -> None:
        self.code, self.why = code, why


class Parser:
    """Reads what one phone sends. After `Close` or `Broken` it is deaf.

    `most`: bytes in a message, whether sent in pieces or compressed; may be set at any time. `pieces`: frames in a message.
    `inflate`: compressed messages were agreed on, and that each is compressed by itself. It holds at most `most` + 139 bytes
    between two calls (a message in the making, and a head or a ping in the middle of it).
    """

    __slots__ = ("_deflated", "_frame", "_kind", "_message", "_needed", "_pieces", "inflate", "most", "pieces")

    def __init__(self, most: int = MOST_BYTES, pieces: int = MOST_PIECES, inflate: bool = False) -> None:
        self.most = most
        self.pieces = pieces
        self.inflate = inflate
        self._frame: bytearray | None = None  # the beginning of a frame
        self._needed = 0  # bytes of it that must be there before it is worth another look
        self._kind = _NOTHING  # of the message in the making
        self._message: bytearray | None = None  # its payload up to here
        self._pieces = 0
        self._deflated = False

    def feed(self, data: bytes) -> list[Event]:
        """What has become whole with this `data`, in order. Never raises."""
        # Nearly everything that comes is one small text of its own in one packet.
        if self._frame is None and self._kind == _NOTHING and len(data) > 6 and data[0] == _WHOLE_TEXT:
            size = len(data) - 6
            if data[1] == _MASKED | size and size <= MOST_IN_CONTROL and size <= self.most:
                text = unmasked(data, 6, size)
                if _is_utf8(text):
                    return [text]
        return self._read(data)

    def _read(self, data: bytes | bytearray) -> list[Event]:
        events: list[Event] = []
        if self._kind == _ENDED:
            return events
        if self._frame is not None:
            self._frame += data
            if len(self._frame) < self._needed:
                return events
            data = self._frame
        at = 0
        try:
            while True:
                # One round is one frame: from `at` its head, from `start` its payload, up to `end`.
                self._needed = 2
                if len(data) < at + 2:
                    break
                first, size = data[at], data[at + 1] & 0x7F
                start = at + 6
                if size == 126:
                    start = at + 8
                elif size == 127:
                    start = at + 14
                if not data[at + 1] & _MASKED:
                    raise _Fault(PROTOCOL_ERROR, "a frame is not masked")
                if first & 0x0F not in _KINDS:
                    raise _Fault(PROTOCOL_ERROR, "a reserved opcode")
                if size > MOST_IN_CONTROL:
                    self._needed = start - at - 4
                    if len(data) < start - 4:
                        break
                    size = int.from_bytes(data[at + 2 : start - 4], "big")
                self._check(first, size)
                end = start + size
                self._needed = end - at
                if len(data) < end:
                    break
                event = self._take(first, unmasked(data, start, size))
                at = end
                if event is not None:
                    events.append(event)
                    if self._kind == _ENDED:
                        return events
        except _Fault as fault:
            self._end()
            events.append(Broken(fault.code, fault.why))
            return events
        if at == len(data):
            self._frame = None
        elif at or data is not self._frame:
            self._frame = bytearray(data[at:])
        return events

    def _check(self, first: int, size: int) -> None:
        """Refuse a frame by its head."""
        kind = first & 0x0F
        if kind >= CLOSE:
            if size > MOST_IN_CONTROL:
                raise _Fault(PROTOCOL_ERROR, "a control frame is too long")
            if first & (_RSV1 | _RSV2_AND_3):
                raise _Fault(PROTOCOL_ERROR, "a reserved bit is set")
            if not first & _FIN:
                raise _Fault(PROTOCOL_ERROR, "a control frame in pieces")
            return
        so_far = 0 if self._message is None else len(self._message)
        if so_far + size > self.most:
            raise _Fault(TOO_BIG, f"a message may have {self.most} bytes")
        if first & _RSV2_AND_3:
            raise _Fault(PROTOCOL_ERROR, "a reserved bit is set")
        if first & _RSV1 and (kind == CONTINUATION or not self.inflate):
            raise _Fault(PROTOCOL_ERROR, "a reserved bit is set")
        if (kind == CONTINUATION) != (self._kind != _NOTHING):
            raise _Fault(PROTOCOL_ERROR, "the pieces of a message are out of order")
        if kind == CONTINUATION and self._pieces >= self.pieces:
            raise _Fault(POLICY, "a message has too many pieces")

    def _take(self, first: int, payload: bytes) -> Event | None:
        """What a whole frame says, if it makes something whole."""
        kind = first & 0x0F
        if kind == PING:
            return Ping(payload)
        if kind == PONG:
            return Pong(payload)
        if kind == CLOSE:
            closed = _closed(payload)
            self._end()
            return closed
        if kind == CONTINUATION:
            assert self._message is not None
            self._message += payload
            self._pieces += 1
            if not first & _FIN:
                return None
            kind, deflated, payload = self._kind, self._deflated, bytes(self._message)
            self._kind, self._message = _NOTHING, None
        elif first & _FIN:
            deflated = bool(first & _RSV1)
        else:
            self._kind, self._message = kind, bytearray(payload)
            self._deflated, self._pieces = bool(first & _RSV1), 1
            return None
        if deflated:
            payload = self._inflated(payload)
        if kind == BINARY:
            return Binary(payload)
        if not _is_utf8(payload):
            raise _Fault(BAD_TEXT, "text that is not UTF-8")
        return payload

    def _inflated(self, payload: bytes) -> bytes:
        try:
            return inflate(payload, self.most)
        except TooLong:
            raise _Fault(TOO_BIG, f"a message may have {self.most} bytes") from None
        except BadData:
            raise _Fault(PROTOCOL_ERROR, "a compressed message cannot be read") from None

    def _end(self) -> None:
        self._kind, self._frame, self._message = _ENDED, None, None


def unmasked(data: bytes | bytearray, start: int, size: int) -> bytes:
    """The payload at `start`, with the mask that stands right before it taken off (RFC 6455, 5.3)."""
    mask = (data[start - 4 : start] * ((size + 3) >> 2))[:size]
    return (int.from_bytes(data[start : start + size], "little") ^ int.from_bytes(mask, "little")).to_bytes(
        size, "little"
    )


def _closed(payload: bytes) -> Close:
    """RFC 6455, 5.5.1 and 7.4."""
    if not payload:
        return Close(NO_CODE, "")
    if not _is_utf8(payload[2:]):
        raise _Fault(BAD_TEXT, "a reason that is not UTF-8")
    code = int.from_bytes(payload[:2], "big")  # of one byte alone: a number below 256, which is none either
    if not (code in SENT_IN_CLOSES or 3000 <= code < 5000):
        raise _Fault(PROTOCOL_ERROR, "a close code that may not be sent")
    return Close(code, payload[2:].decode())


def _is_utf8(payload: bytes) -> bool:
    if payload.isascii():
        return True
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


def frame(kind: int, payload: bytes, *, deflated: bool = False) -> bytes:
    """A whole, unmasked frame as a server sends it; `deflated` sets RSV1 (RFC 7692, 6)."""
    first = _FIN | kind | (_RSV1 if deflated else 0)
    size = len(payload)
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


def close_frame(code: int, why: str = "") -> bytes:
    """The end of a socket; `why` is cut to 123 bytes. 1005 stands for no code at all, as in `Close`."""
    if code == NO_CODE:
        return frame(CLOSE, b"")
    reason = why.encode(errors="replace")[:MOST_OF_A_REASON].decode(errors="ignore")
    return frame(CLOSE, code.to_bytes(2, "big") + reason.encode())


def pong_frame(payload: bytes) -> bytes:
    """The answer to a ping: what it carried."""
    return frame(PONG, payload)
