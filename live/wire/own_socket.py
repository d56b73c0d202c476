"""One socket of our own over an asyncio transport: a small protocol object, no task, no queue.

What is sent goes to the kernel at once, past the transport, because the same bytes go to thousands of
sockets one after the other and a transport's bookkeeping costs a third of what the kernel does (measured). Only what the
kernel does not take at once is left to the transport, and until that has drained the socket counts as full.
"""

from __future__ import annotations

import asyncio
import logging
import socket as sockets
from collections.abc import Callable
from time import monotonic

from live.wire import Framed, Listener
from live.wire.frames import (
    PING,
    POLICY,
    Binary,
    Broken,
    Close,
    Event,
    Parser,
    Ping,
    Pong,
    close_frame,
    frame,
    pong_frame,
)
from live.wire.limits import (
    CLOSE_WITHIN,
    DRAIN_WITHIN,
    FIRST_MESSAGE_WITHIN,
    MESSAGES_A_SECOND,
    MESSAGES_IN_A_ROW,
    MESSAGES_TOO_MANY,
    PING_AFTER,
    PINGS_A_SECOND,
    PINGS_IN_A_ROW,
    SILENT_FOR,
    Allowance,
)

log = logging.getLogger("live.wire")

UNSUPPORTED, FAULT, RESTART = 1003, 1011, 1012
AT_ONCE = 8 * 1024  # bytes that are parsed before anybody looks at what they say: a flood is noticed at its beginning
LOOKED_AT = 16 * 1024  # bytes after our close among which an answer to it is looked for; a flood is not
READ_AFTER_A_FAULT = 1024 * 1024  # bytes that are thrown away so that our close arrives before the connection is reset

_open, _closing, _gone = 0, 1, 2
_PING = frame(PING, b"")


class OwnSocket(asyncio.Protocol):
    """One accepted websocket, from its handshake on."""

    __slots__ = (
        "_deflate",
        "_direct",
        "_forget",
        "_hasty",
        "_heard",
        "_line",
        "_listener",
        "_messages",
        "_parser",
        "_pings",
        "_send",
        "_state",
        "_thrown_away",
        "_transport",
        "deadline",
        "is_full",
    )

    def __init__(
        self, transport: asyncio.Transport, listener: Listener, *, deflate: bool, forget: Callable[[OwnSocket], None]
    ) -> None:
        """`deflate`: compression was agreed on; `forget(socket)` is called when it is gone."""
        self._forget = forget
        self._transport = transport
        self._listener = listener
        self._deflate = deflate
        self._parser = Parser(inflate=deflate)
        # The same descriptor as the transport's, which alone closes it. `send` costs 0.3 µs less than `os.write` (measured).
        descriptor: int = transport.get_extra_info("socket").fileno()
        self._direct = sockets.SocketType(sockets.AF_INET, sockets.SOCK_STREAM, 0, descriptor)
        self._send = self._direct.send
        self._state = _open
        self._heard = monotonic()
        self._messages = Allowance(MESSAGES_IN_A_ROW, self._heard)
        self._pings: Allowance | None = None
        self._line: list[bytes] | None = None  # what is said while something is heard goes out in one piece
        self._hasty = False
        self._thrown_away = 0
        self.deadline = 0.0
        """When it is ended unless something happens before; 0 for never. The wire's sweep looks."""
        self.is_full = False

    # what those who talk over it do

    @property
    def most(self) -> int:
        return self._parser.most

    @most.setter
    def most(self, size: int) -> None:
        self._parser.most = size

    def send(self, framed: Framed) -> None:
        data = framed.deflated if self._deflate else framed.plain
        if self._state != _open:
            return
        if self._line is not None:
            self._line.append(data)
            return
        if self.is_full:
            self._transport.write(data)
            return
        # As in `_write`, without another call: this is what is done for each phone at each beat.
        try:
            sent = self._send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            return
        if sent != len(data):
            self._transport.write(data[sent:])

    def close(self, code: int, why: str = "") -> None:
        if self._state != _open:
            return
        self._write_the_line()
        self._write(close_frame(code, why))
        self._state = _closing
        self._watch(CLOSE_WITHIN)
        if self._hasty:
            self._transport.resume_reading()  # the other side's goodbye is awaited

    # what the transport tells

    def data_received(self, data: bytes) -> None:
        if self._state != _open:
            self._wait_for_the_end(data)
            return
        self._heard = monotonic()
        self._line = []
        if len(data) <= AT_ONCE:
            self._take(data)
        else:
            for start in range(0, len(data), AT_ONCE):
                self._take(data[start : start + AT_ONCE])
                if self._state != _open:
                    self._thrown_away += len(data) - start
                    break
        self._write_the_line()

    def _take(self, data: bytes) -> None:
        """Hear what has become whole with this."""
        now = self._heard
        try:
            for event in self._parser.feed(data):
                if type(event) is bytes:
                    self._hear(event, now)
                else:
                    self._obey(event, now)
                if self._state != _open:
                    return
        except Exception:
            # A fault of ours in what one phone asked for: it comes back by itself, and the others go on.
            log.exception("a message could not be answered")
            self.close(FAULT)

    def eof_received(self) -> bool:
        return False  # the transport ends as well

    def pause_writing(self) -> None:
        if not self.is_full:
            self.is_full = True
            if self._state == _open:
                # Who does not read is not heard either, so that answers cannot pile up.
                self._transport.pause_reading()
                self._watch(DRAIN_WITHIN)

    def resume_writing(self) -> None:
        if self.is_full:
            self.is_full = False
            if self._state == _open:
                # Who has said nothing yet may have been full of what came before the upgrade: they still have to say hello.
                self._watch(FIRST_MESSAGE_WITHIN if self._messages.left == MESSAGES_IN_A_ROW else 0)
                if not self._hasty:
                    self._transport.resume_reading()
                self._listener.drained()

    def connection_lost(self, problem: Exception | None) -> None:
        self._state = _gone  # the descriptor may belong to somebody else from now on
        self._direct.detach()
        self._forget(self)
        listener = self._listener
        del self._listener  # each holds the other, and would be there until the next look for garbage
        listener.gone()

    def shutdown(self) -> None:
        """The server is stopping."""
        self.close(RESTART)
        self._end()

    # inside

    def begin(self, answer: bytes) -> None:
        """Answer the upgrade. From now on there is somebody to talk to."""
        # An answer on the same connection may still be on its way. Afterwards, full is what the kernel does not take.
        self.is_full = self._transport.get_write_buffer_size() > 0
        self._transport.set_write_buffer_limits(high=0)
        self._write(answer)
        self._watch(FIRST_MESSAGE_WITHIN)
        self._listener.opened(self)

    def _write_the_line(self) -> None:
        line, self._line = self._line, None
        if line:
            self._write(line[0] if len(line) == 1 else b"".join(line))

    def _write(self, data: bytes) -> None:
        if self._line is not None:
            self._line.append(data)
            return
        if not self.is_full:
            try:
                sent = self._send(data)
            except BlockingIOError:
                sent = 0
            except OSError:
                return  # it is gone, as the transport will find out when it reads
            if sent == len(data):
                return
            data = data[sent:]
        self._transport.write(data)

    def _hear(self, message: bytes, now: float) -> None:
        if self.deadline and not self.is_full:
            self._watch(0)
        left = self._messages.take(1, MESSAGES_A_SECOND, MESSAGES_IN_A_ROW, now)
        if left < 0:
            if left < -MESSAGES_TOO_MANY:
                self.close(POLICY, "too many messages at once")
                return
            self._slow_down(-left / MESSAGES_A_SECOND)
        self._listener.heard(message)

    def _obey(self, event: Event, now: float) -> None:
        match event:
            case Ping(payload):
                if self._may_ping(now):
                    self._write(pong_frame(payload))
            case Pong():
                self._may_ping(now)
            case Close(code):
                self.close(code)
                self._end()
            case Broken(code, why):
                self.close(code, why)
                self._transport.write_eof()
            case Binary():
                self.close(UNSUPPORTED, "only text is understood here")

    def _may_ping(self, now: float) -> bool:
        if self._pings is None:
            self._pings = Allowance(PINGS_IN_A_ROW, now)
        if self._pings.take(1, PINGS_A_SECOND, PINGS_IN_A_ROW, now) < 0:
            self.close(POLICY, "too many pings")
        return self._state == _open

    def _slow_down(self, seconds: float) -> None:
        if not self._hasty:
            self._hasty = True
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(seconds, self._go_on)

    def _go_on(self) -> None:
        self._hasty = False
        if self._state == _open and not self.is_full:
            self._transport.resume_reading()

    def _wait_for_the_end(self, data: bytes) -> None:
        """We have said goodbye. What still comes is thrown away, until the other side says so too or has said too much."""
        self._thrown_away += len(data)
        if self._thrown_away > READ_AFTER_A_FAULT:
            self.abort()
        elif self._thrown_away <= LOOKED_AT and any(isinstance(event, Close) for event in self._parser.feed(data)):
            self._end()

    def _watch(self, seconds: float) -> None:
        self.deadline = monotonic() + seconds if seconds else 0.0

    def look_at_the_clock(self, now: float) -> None:
        """Called by the wire in every sweep in which the deadline has passed."""
        if self._state != _open or self.is_full:
            self.abort()
        else:
            self.close(POLICY, "nothing was said")

    def look_for_life(self, now: float) -> None:
        """Called by the wire now and then: ping who has been silent, so that the kernel notices who has vanished."""
        silent = now - self._heard
        if silent > SILENT_FOR and not self._hasty:
            self.abort()
        elif silent > PING_AFTER and self._state == _open and not self.is_full:
            self._write(_PING)

    def _end(self) -> None:
        self._state = _closing
        self._transport.close()

    def abort(self) -> None:
        self._state = _closing
        self._transport.abort()
