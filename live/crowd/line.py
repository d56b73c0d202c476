"""A phone's line to the server: a socket that comes back by itself, and requests that survive it.

Every request has an id of its own and is sent again, with that id, after each lost connection until it is answered. Lines come
back with uneven pauses. A line that can not go on (sent away, or the server is gone for good) ends and tells everybody who waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import msgspec
from msgspec import Struct
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from live.crowd.browsing import Browser
from live.crowd.messages import Answer, Bye, Done, Frame, Later, Refused, Welcome, read_message

log = logging.getLogger(__name__)

MOST_AT_ONCE = 8  # requests without an answer; the ninth waits for one of them
FRAME_BYTES = 16 * 1024 * 1024  # as for a page
RESEND_SECONDS = 10.0  # no answer for so long on an open socket: ask again, the id keeps it from counting twice
LONGEST_PAUSE_SECONDS = 8.0
PATIENCE_SECONDS = 120.0  # a server that is away for longer is not restarting
NOT_LET_IN = (400, 401, 403, 404)


class Dismissed(Exception):
    """A delegate cannot go on: not let in, sent away, or the server is gone for good. Its text is one line."""


class _Unanswered(Struct):
    message: str
    answer: asyncio.Future[Answer]


class Line:
    """`hello` gives the first message of each connection; `hear` is told of welcomes, frames and answers; `ended` of the end."""

    def __init__(
        self,
        browser: Browser,
        path: str,
        name: str,
        dice: Random,
        *,
        hello: Callable[[], dict[str, Any]],
        hear: Callable[[Welcome | Frame | Answer], None],
        ended: Callable[[], None],
    ) -> None:
        self.browser, self.path, self.name, self.dice = browser, path, name, dice
        self._hello, self._hear, self._ended = hello, hear, ended
        self.over = ""
        """Why it ended; empty while it goes on."""
        self._welcomed = asyncio.Event()
        self._connection: ClientConnection | None = None
        self._staying: asyncio.Task[None] | None = None
        self._unanswered: dict[str, _Unanswered] = {}
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._lost = 0

    async def open(self) -> None:
        """Open the socket and wait for the welcome. From then on it comes back by itself."""
        if self._staying is None:
            self._staying = asyncio.create_task(self._stay(), name=f"{self.name} stays connected")
        await self._welcomed.wait()
        if self.over:
            raise Dismissed(self.over)

    async def close(self) -> None:
        self._end(f"{self.name} has left.")
        if self._staying is not None:
            self._staying.cancel()
            await asyncio.wait((self._staying,))
            if not self._staying.cancelled():
                self._staying.result()  # a fault in here is not to be lost

    async def drop(self) -> None:
        """Lose the connection, as in a lift. The line comes back by itself."""
        if self._connection is not None:
            self._connection.transport.abort()
            await self._connection.wait_closed()

    async def ask(
        self, name: str, fields: Mapping[str, Sequence[str]], request_id: str | None, patient: bool
    ) -> Answer:
        request = request_id or secrets.token_urlsafe(18)
        values = {field: list(value) for field, value in fields.items()}
        message = json.dumps({"t": "do", "id": request, "name": name, "fields": values})
        tries = 0
        async with self._places:
            while True:
                answer = await self._answer_to(request, message)
                if not (patient and isinstance(answer, Later)):
                    return answer
                tries += 1
                await asyncio.sleep(pause(tries, self.dice))

    async def _answer_to(self, request: str, message: str) -> Answer:
        waiting = _Unanswered(message, asyncio.get_running_loop().create_future())
        self._unanswered[request] = waiting
        try:
            while not self.over:
                await self._send(message)
                await asyncio.wait((waiting.answer,), timeout=RESEND_SECONDS)
                if waiting.answer.done():
                    return waiting.answer.result()
            raise Dismissed(self.over)
        finally:
            self._unanswered.pop(request, None)

    async def _send(self, message: str) -> None:
        if self._connection is not None:
            with contextlib.suppress(ConnectionClosed):  # it is in `_unanswered`, so it goes out after the next hello
                await self._connection.send(message)

    async def _stay(self) -> None:
        clock = asyncio.get_running_loop().time
        away_since = clock()
        try:
            while not self.over:
                await self._one_connection()
                if self._connection is not None:
                    self._connection, away_since = None, clock()
                if clock() - away_since > PATIENCE_SECONDS:
                    self._end(f"{self.name} gave up: the server did not come back.")
                    break
                self._lost += 1
                await asyncio.sleep(pause(self._lost, self.dice))
        finally:
            self._end(f"{self.name} has stopped.")

    async def _one_connection(self) -> None:
        parts = self.browser.parts
        scheme = "wss" if parts.scheme == "https" else "ws"
        try:
            async with open_socket(
                f"{scheme}://{parts.netloc}{self.path}",
                origin=self.browser.origin,  # type: ignore[arg-type]  # a NewType of str
                additional_headers={"Cookie": self.browser.cookie_header},
                user_agent_header="live-crowd",
                max_size=FRAME_BYTES,
                proxy=None,
            ) as connection:
                await self._talk(connection)
        except InvalidStatus as problem:
            if problem.response.status_code in NOT_LET_IN:
                self._end(f"{self.name} was not let in ({problem.response.status_code}).")
        except msgspec.DecodeError as problem:
            self._end(f"{self.name} could not read what the server said: {problem}")
        except (OSError, TimeoutError, WebSocketException) as problem:
            log.debug("%s lost the connection: %s", self.name, problem)

    async def _talk(self, connection: ClientConnection) -> None:
        try:
            await connection.send(json.dumps({"t": "hello", **self._hello()}))
            async for message in connection:
                match read_message(message):
                    case Bye() as bye:
                        self._end(f"{self.name} was sent away: {bye.say}")
                    case Welcome() as welcome:
                        self._hear(welcome)
                        await self._go_on(connection)
                    case Frame() as frame:
                        self._hear(frame)
                    case (Done() | Refused() | Later()) as answer:
                        self._hear(answer)
                        self._take(answer)
        finally:
            if connection.close_code in (1008, 4403):
                self._end(f"{self.name} was sent away: {connection.close_reason or connection.close_code}.")

    async def _go_on(self, connection: ClientConnection) -> None:
        self._connection, self._lost = connection, 0
        for waiting in list(self._unanswered.values()):
            await self._send(waiting.message)
        self._welcomed.set()

    def _take(self, answer: Answer) -> None:
        waiting = self._unanswered.get(answer.id)
        if waiting is not None and not waiting.answer.done():
            waiting.answer.set_result(answer)

    def _end(self, why: str) -> None:
        if self.over:
            return
        self.over = why
        self._connection = None
        for waiting in self._unanswered.values():
            if not waiting.answer.done():
                waiting.answer.set_exception(Dismissed(why))
        self._welcomed.set()
        self._ended()


def pause(tries: int, dice: Random) -> float:
    """Seconds before the next try: longer each time, and never the same for all, so that a hall does not come back at once."""
    return dice.uniform(0.2, 1.0) * min(LONGEST_PAUSE_SECONDS, 0.25 * float(2 ** min(tries, 10)))
