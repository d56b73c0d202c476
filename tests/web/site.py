"""A real server for the tests of the web: uvicorn in a thread, on a random port of this machine, with a folder of its own.

Tests stand outside, as phones and attackers do: they use HTTP and sockets. What they may look at inside is the venue, to see
whether something was written down.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import ssl
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx2
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from live import plans
from live.settings import Settings
from live.web.live_conference import LiveConference
from live.web.server import listen, make_server
from live.web.venue import Venue

PATIENCE = 20.0  # seconds until something that should come at once is given up
POLL = {"poll": "2", "round": "1"}  # the shipped plan's question with one choice among several
POLL_ITEM = "5"
WALL_ITEM = "3"

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # a client makes one if it is given none, and that takes long

T = TypeVar("T")
Form = Mapping[str, str | Sequence[str]]


class Site:
    """A running server. `url` is where it listens, without the prefix of a public address."""

    def __init__(self, data: Path, **settings: Any) -> None:
        usual = {"beat_ms": 10, "wire": os.environ.get("LIVE_TEST_WIRE", "own")}
        self.settings = Settings(data=data, host="127.0.0.1", port=0, **{**usual, **settings})
        self._listening = listen(self.settings)
        port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.venue = Venue(
            data, self.settings.address(port), self.settings.beat_ms / 1000, keys_folder=data.parent / "keys"
        )
        self._server = make_server(self.settings, self.venue)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run)
        self._clients: list[httpx2.Client] = []

    def __enter__(self) -> Self:
        self._thread.start()
        # The listening socket is there already: whoever asks now waits until the conferences are open.
        assert self.client().get("/health").status_code in (200, 503)
        return self

    def __exit__(self, *problem: object) -> None:
        for client in self._clients:
            client.close()
        self._server.should_exit = True
        self._thread.join(PATIENCE)
        self._listening.close()
        assert not self._thread.is_alive()

    def _run(self) -> None:
        async def serve(server: uvicorn.Server) -> None:
            self._loop = asyncio.get_running_loop()
            await server.serve(sockets=[self._listening])

        asyncio.run(serve(self._server))

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Have the server's own loop do something."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def client(self, path: str = "", **more: Any) -> httpx2.Client:
        """Somebody with a browser that is new here. It says where its posts come from, as browsers do."""
        headers = {"origin": next(iter(sorted(self.venue.address.origins))), **more.pop("headers", {})}
        client = httpx2.Client(base_url=self.url + path, headers=headers, timeout=PATIENCE, verify=NO_TLS, **more)
        self._clients.append(client)
        return client

    def day(self) -> Day:
        """A new conference with the shipped plan."""
        return Day(self, self.call(self.venue.make("A day of tests", plans.plan_text("co-production"))))


class Day:
    """One conference on a site."""

    def __init__(self, site: Site, live: LiveConference) -> None:
        self.site = site
        self.live = live
        self.code = live.code
        self.path = f"{site.venue.base}/{live.code}"

    @property
    def position(self) -> int:
        """Where the journal stands."""
        return self.live.clerk.position

    def key(self, role: str) -> str:
        """The key in a role's link."""
        return next(each.url for each in self.site.venue.links(self.live).roles if each.role == role).partition("=")[2]

    def visitor(self, **more: Any) -> httpx2.Client:
        """Somebody who has not joined."""
        return self.site.client(self.path, **more)

    def phone(self, name: str = "", **more: Any) -> httpx2.Client:
        """Somebody who has joined."""
        phone = self.visitor(**more)
        assert phone.get("/join").status_code == 200
        assert do(phone, "join", name=name, page="").status_code == 303
        return phone

    def role(self, role: str) -> httpx2.Client:
        """Somebody who has opened a role link."""
        client = self.visitor()
        entered = client.post("/enter", data={"role": role, "key": self.key(role)})
        assert (entered.status_code, entered.headers["location"]) == (303, f"{self.path}/{role}")
        return client

    def chair(self) -> httpx2.Client:
        return self.role("chair")

    def open_poll(self) -> None:
        """The chair brings the question `POLL` to the screen and opens it."""
        chair = self.chair()
        assert do(chair, "show_item", item=POLL_ITEM).status_code == 303
        assert do(chair, "open_poll", **POLL).status_code == 303

    @contextmanager
    def line(self, client: httpx2.Client, *views: str, seen: str = "", epoch: str = "", at: int = 0) -> Iterator[Line]:
        """A socket of this client's page, greeted. `seen`, `epoch` and `at` are what the page says that it has."""
        with self.raw_line(client) as line:
            line.say(t="hello", views=dict.fromkeys(views, seen), epoch=epoch, at=at)
            yield line

    @contextmanager
    def raw_line(
        self, client: httpx2.Client, headers: Mapping[str, str] | None = None, *, place: str = "live", **more: Any
    ) -> Iterator[Line]:
        """A socket that has said nothing yet."""
        cookies = "; ".join(f"{each.name}={each.value}" for each in client.cookies.jar)
        address = f"{self.site.url.replace('http', 'ws', 1)}{self.path}/{place}"
        sent = {"Origin": client.headers["origin"], "Cookie": cookies} if headers is None else headers
        with connect(address, additional_headers=sent, open_timeout=PATIENCE, close_timeout=1, **more) as socket:
            yield Line(socket)


class Line:
    """A socket as a page has one."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def ask(self, name: str, /, id: str = "", **fields: str) -> str:
        """Send a request, as the outbox does; its id."""
        id = id or secrets.token_urlsafe(16)
        self.say(t="do", id=id, name=name, fields={field: [value] for field, value in fields.items()})
        return id

    def next(self, *kinds: str, view: str = "") -> dict[str, Any]:
        """The next message of one of these kinds; others are passed over."""
        while True:
            message: dict[str, Any] = json.loads(self.socket.recv(timeout=PATIENCE))
            if (not kinds or message["t"] in kinds) and (not view or message.get("view") == view):
                return message

    def answer(self, name: str, /, **fields: str) -> dict[str, Any]:
        """The answer to a request."""
        id = self.ask(name, **fields)
        while (answer := self.next("done", "refused", "later"))["id"] != id:
            pass
        return answer

    def closed_with(self) -> int:
        """Wait until the server closes; its code."""
        try:
            while True:
                self.socket.recv(timeout=PATIENCE)
        except ConnectionClosed:
            assert self.socket.close_code is not None
            return self.socket.close_code


def suggested(day: Day, client: httpx2.Client, which: str = "waiting") -> str:
    """Ask for a timetable, and wait until it is there: the page."""
    with day.line(client, "desk/timetable") as line:
        assert line.answer("suggest_timetable", which=which)["say"] == "It is being worked out."
        while "timetable-sum-title" not in json.dumps(line.next("frame", view="desk/timetable")):
            pass
    return client.get("/facilitator/timetable").text


def do(client: httpx2.Client, name: str, /, id: str = "", **fields: str | Sequence[str]) -> httpx2.Response:
    """Send a plain form, with a new id if none is given."""
    return client.post(f"/do/{name}", data={"id": id or secrets.token_urlsafe(18), **fields})


def ask(client: httpx2.Client, name: str, /, id: str = "", **fields: str) -> dict[str, Any]:
    """Send a request as a script without sockets does."""
    data = {"id": id or secrets.token_urlsafe(18), **fields}
    answer: dict[str, Any] = client.post(f"/do/{name}", data=data, headers={"accept": "application/json"}).json()
    return answer
