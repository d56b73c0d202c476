"""HTTP on the wire: uvicorn's protocol with bounds on size and time, and the hand-over of upgrades.

With `bounded.py` the only file that knows uvicorn's insides; `knocking.py` knows the set of connections that it ends. Uvicorn by
itself waits for ever for the rest of a request, takes heads of 8 MB and bodies of any length (measured). Here each byte counts
that brings a request no further, one sweeper ends what takes too long, and what is refused gets one whole answer.
`tests/wire/test_serving.py` fails when uvicorn changes below us.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from live.wire import Asked
from live.wire.bounds import NEVER, Body, Bounds, Sweeper
from live.wire.knocking import HandOver, Knock

HEAD, BODY, WHOLE, REFUSED, UPGRADED = range(5)
"""How far a request has come: its head is awaited, its body is, all of it is there, what else comes is dropped, the connection is
somebody else's."""

TOO_LARGE = "live.too_large"
"""Set in the scope of a request whose body is larger than it may be: what the application received is not all of it, and there
will be no more. It answers so, in its own words."""

MOST_DROPPED = 16 * 1024 * 1024
"""Bytes of a refused body that are read and dropped. A browser looks at the answer once it has sent all: whoever chose too large
a file is told so."""
MOST_IN_A_ROW = 32
"""Requests on one connection sent without waiting for answers. Browsers wait; thousands of them fit into one packet."""
UNREAD_A_SECOND = 8 * 1024
"""Bytes of an answer that must be read in a second, after the first minute: a quarter of what a poor network brings."""
BRING_BODIES = (b"content-length", b"transfer-encoding")


class Refused(Exception):
    """No more of this request is read. Raised within the parser, which stops at once."""

    def __init__(self, status: int) -> None:
        self.status = status


class Protocol(HttpToolsProtocol):
    """One connection, until it is upgraded. `serving` makes the class that a server uses, with its bounds."""

    bounds: Bounds
    sweeper: Sweeper
    hand_over: HandOver | None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.stage = HEAD
        self.due = NEVER
        self._fruitless = 0  # bytes since something came of them: a head, a piece of a body
        self._bears_fruit = False
        self._body: Body | None = None  # what this request may bring; None as long as it brings nothing
        self._taken = 0  # bytes of its body so far, or of what is dropped
        self._is_late = False  # it has one of the descriptors that are kept back

    # the connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        descriptor: int = transport.get_extra_info("socket").fileno()
        in_use = self.sweeper.in_use(descriptor, len(self.connections), monotonic())
        self._is_late = in_use > self.bounds.full_from
        if in_use > self.bounds.tight_from:
            self.sweeper.make_room()
        self._await_head()

    def let_in(self, transport: asyncio.Transport, due: float) -> None:
        """A connection that came when there was room, and has begun to ask: it has until `due` for its head."""
        super().connection_made(transport)
        self.due = due
        self.sweeper.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.sweeper.remove(self)
        self.pipeline.clear()
        super().connection_lost(exc)

    def overdue(self) -> None:
        """Called by the sweeper."""
        if self.stage == REFUSED or self.transport.is_closing():
            self.transport.abort()
        elif self.stage == WHOLE:
            self.sweeper.remove(self)
            if self.transport.get_write_buffer_size():
                self.transport.abort()  # it is answered, and does not read it
        elif self.stage == HEAD and not self._fruitless:
            self._close()  # a browser that opened one to be quick later: it has asked nothing, so nothing is answered
        else:
            self._refuse(408)

    @property
    def is_silent(self) -> bool:
        return self.stage == HEAD

    def shutdown(self) -> None:
        if self.stage == REFUSED:
            self.transport.close()
        else:
            super().shutdown()

    @property
    def _last(self) -> RequestResponseCycle | None:
        """The last request that was handed to the application."""
        return self.cycle

    def _await_head(self) -> None:
        self.stage = HEAD
        self._await(self.bounds.late_seconds if self._is_late else self.bounds.head_seconds)

    def _await(self, seconds: float) -> None:
        self.due = monotonic() + seconds
        self.sweeper.add(self)

    # what comes

    def data_received(self, data: bytes) -> None:
        if self.stage == REFUSED:
            self._drop(data)
            return
        self._unset_keepalive_if_required()
        if self.stage == WHOLE:
            self._await_head()
        try:
            self._feed(data)
        except Refused as refused:
            self._refuse(refused.status)
        except httptools.HttpParserError as problem:
            why = problem.__context__  # what was raised within the parser
            self._refuse(why.status if isinstance(why, Refused) else 400)
        else:
            if self.stage == WHOLE:
                self._rest()

    def _rest(self) -> None:
        """All of a request is there. Where the answer was complete before, uvicorn's timer for idle connections is gone."""
        if (cycle := self._last) is not None and cycle.response_complete:
            self._await_head()
        else:
            self._await_reading()

    def _feed(self, data: bytes) -> None:
        """Parse no more at once than may come without fruit, so that a head is never longer than its bound."""
        most = self.bounds.head_bytes
        view, at = memoryview(data), 0
        while at < len(data) and self.stage != REFUSED:
            piece = view[at : at + most - self._fruitless]
            self._bears_fruit = False
            try:
                self.parser.feed_data(piece)
            except httptools.HttpParserUpgrade as upgrade:
                if self._should_upgrade():
                    self._upgrade(data[at + upgrade.args[0] :])
                return  # any other upgrade is not made: it is answered as the request that it is
            at += len(piece)
            self._fruitless = 0 if self._bears_fruit else self._fruitless + len(piece)
            if self._fruitless >= most:
                raise Refused(431)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self.stage == WHOLE:
            self._await_head()
        self._body = None
        self._taken = 0

    def on_headers_complete(self) -> None:
        self._bears_fruit = True
        if len(self.pipeline) >= MOST_IN_A_ROW:
            raise Refused(503)
        if self._is_late:
            self._check_room()
        is_too_large = False
        for name, value in self.headers:
            if name in BRING_BODIES:
                if value != b"0" and self.parser.should_upgrade() and self._should_upgrade():
                    raise Refused(400)  # there is no application that could read it
                is_too_large = self._is_too_large()
                break
        self.stage = BODY
        super().on_headers_complete()
        if is_too_large:
            raise Refused(413)

    def on_body(self, body: bytes) -> None:
        self._bears_fruit = True
        self._taken += len(body)
        if self._body is None or self._taken > self._body.most:
            raise Refused(413)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._bears_fruit = True
        self.stage = WHOLE
        super().on_message_complete()

    def _is_too_large(self) -> bool:
        """Look up what this request may bring; whether it says beforehand that it is more."""
        self._body = self.bounds.body(self.parser.get_method().decode(), self.url.decode("latin-1"))
        self._await(self._body.seconds)
        return any(name == b"content-length" and int(value) > self._body.most for name, value in self.headers)

    def _check_room(self) -> None:
        cookies = "; ".join(value.decode("latin-1") for name, value in self.headers if name == b"cookie")
        if not self.bounds.is_awaited(self.url.decode("latin-1"), cookies):
            raise Refused(503)

    # what is not taken in

    def _refuse(self, status: int) -> None:
        """Answer, and end the connection."""
        if status == 413:
            self._let_it_be_said()
            return
        is_body = self.stage == BODY
        may_send_more = is_body or status in (400, 431)
        cycle = self._last
        is_answering = cycle is not None and not cycle.response_complete
        is_its_turn = not self.pipeline and (not is_answering or (is_body and not self.cycle.response_started))
        self.pipeline.clear()
        if cycle is not None and is_answering:
            cycle.disconnected = True
            cycle.message_event.set()
        if (
            not is_its_turn
        ):  # in the middle of an answer, or before the one to an earlier request, there is no place for this
            self.transport.abort()
            return
        if is_answering or not is_body:
            self.transport.write(self.bounds.answer(status))
        if may_send_more:
            self.stage, self._taken = REFUSED, 0
            self._hang_up()
        else:
            self._close()

    def _close(self) -> None:
        """End it when all is read that was said, but do not wait for ever."""
        self._await(self.bounds.refused_seconds)
        self.transport.close()

    def _let_it_be_said(self) -> None:
        """The body is too large: the application says so, and then the connection ends."""
        self.stage, self._taken = REFUSED, 0
        self._await(self.bounds.refused_seconds)
        self.scope[TOO_LARGE] = True  # type: ignore[literal-required]
        self.flow.resume_reading()
        cycle = self.cycle
        if cycle.response_complete:
            self._hang_up()
        else:
            cycle.keep_alive = False
            cycle.transport = Unclosed(self.transport)  # type: ignore[assignment]
            cycle.waiting_for_100_continue = False
            cycle.message_event.set()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.stage == REFUSED and self.cycle.response_complete and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self._hang_up()
        elif self.stage == WHOLE:
            self._await_reading()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.stage == WHOLE:
            self._await_reading()

    def _await_reading(self) -> None:
        """As much time as it needs for what was said and is not read yet."""
        if unread := self.transport.get_write_buffer_size():
            self._await(self.bounds.unread_seconds + unread / UNREAD_A_SECOND)
        else:
            self.sweeper.remove(self)

    def _hang_up(self) -> None:
        """Nothing more is said. What comes is dropped for a while, as a browser looks at the answer once it has sent all."""
        self.transport.write_eof()
        self.flow.resume_reading()
        self._await(self.bounds.refused_seconds)

    def _drop(self, data: bytes) -> None:
        self._taken += len(data)
        if self._taken > MOST_DROPPED:
            self.transport.abort()

    # upgrades

    def _upgrade(self, rest: bytes) -> None:
        path = httptools.parse_url(self.url).path
        if not path or ((cycle := self._last) is not None and not cycle.response_complete):
            raise Refused(400)  # "http://host" names nothing; and an answer must not come out in the middle of frames
        self.sweeper.remove(self)
        self.stage = UPGRADED
        if self.hand_over is None:
            self.handle_websocket_upgrade()
        else:
            asked = Asked(
                path.decode("latin-1"),
                (httptools.parse_url(self.url).query or b"").decode("latin-1"),
                joined(self.headers),
                self.client[0] if self.client else "",
            )
            self.hand_over(
                self.transport,
                asked,
                method=self.scope["method"],
                http_version=self.scope["http_version"],
                rest=rest,
                registry=self.connections,
            )
            if self.transport.get_protocol() is not self:  # else it was refused, and is a connection until its end
                self.connections.discard(self)
        self.parser = None  # type: ignore[assignment]  # it holds this protocol, which holds it


class Unclosed:
    """What an answer is written to whose connection `Protocol` closes: closed with something unread, it may be lost."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.write = transport.write
        self.is_closing = transport.is_closing

    def close(self) -> None:
        """Uvicorn is done with it."""


def joined(headers: list[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """Headers as `Asked` has them: each name once."""
    found: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name in found:
            value = f"{found[name]}{'; ' if name == 'cookie' else ', '}{value}"
        found[name] = value
    return found


def serving(bounds: Bounds, hand_over: HandOver | None = None) -> type[Knock] | type[Protocol]:
    """The class that one server gives to uvicorn as `http`. Without `hand_over`, upgrades go uvicorn's own way to the ASGI
    application."""
    given = {"bounds": bounds, "sweeper": Sweeper(bounds), "hand_over": staticmethod(hand_over) if hand_over else None}
    http: type[Protocol] = type("ServingProtocol", (Protocol,), given)
    if hand_over is None:
        return http
    knock: type[Knock] = type("ServingKnock", (Knock,), {"__slots__": (), **given, "http": http})
    return knock
