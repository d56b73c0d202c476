"""Running the web server: the listening socket with its bounds, uvicorn, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import resource
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.convertors import Convertor, register_url_convertor

from live.logs import log_config
from live.settings import Settings
from live.web.app import Web
from live.web.collecting import Collector, collecting_seldom
from live.web.front import Refusals, body_of
from live.web.requests import LONG_MESSAGE
from live.web.reserve import is_awaited, kept_back
from live.web.sockets import PONG
from live.web.venue import Venue
from live.wire import Asked
from live.wire.bounded import BoundedWebSocket
from live.wire.bounds import Bounds
from live.wire.own import OwnWire
from live.wire.serving import serving

NOTE = "server"
BACKLOG = 4096  # a hall that comes back at once; the kernel's usual 2,048 overflowed in trials
ACCEPTED_AT_ONCE = 8
"""Connections taken from the backlog in one turn of asyncio's loop (uvloop takes one by one). When 5,000 came and all were taken
at once, nobody else was answered for 1.0 to 1.5 s; with 8 they waited 7 to 12 ms, and all 5,000 had their answers no later."""
UNREAD_MS = 30_000  # after so long without an acknowledgement the kernel gives a phone up; without it, never (measured)
SEND_BUFFER = 64 * 1024  # what the kernel may hold for one phone; 200 frozen phones once held 550 MB
UNSENT = (
    16 * 1024
)  # of it, what may wait for the network: what is newer then is given to the kernel, and not what is old


class FolderInUse(Exception):
    """Another server uses this data folder. Its text is one sentence for whoever starts a second one."""


class CodeConvertor(Convertor[str]):
    """Six figures in an address."""

    regex = "[0-9]{6}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("code", CodeConvertor())


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Raises `OSError` when the port is in use."""
    family = socket.AF_INET6 if ":" in settings.listens_on else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        # Inherited by each connection. asyncio sets it only on sockets that name their protocol, which ours do not: every page
        # took 40 ms longer, waiting for the browser's delayed acknowledgement of its headers.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
        listening.bind((settings.listens_on, settings.port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


class Server(uvicorn.Server):
    """Uvicorn, which tells when it has started, and ends without raising the signal that ended it once more: what comes
    after (the note in the data folder, the simulated delegates) is still to be put away."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.has_started = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(BACKLOG)  # asyncio has one number for both: how many may wait, and how many are taken at once
        self.has_started.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def _is_safari(asked: Asked) -> bool:
    """By what a browser calls itself. On iPhones all browsers are Safari underneath, and say so; Chrome says "Chrome" as well."""
    agent = asked.headers.get("user-agent", "")
    return "AppleWebKit/" in agent and "Chrome/" not in agent


COMPRESS: dict[str, Callable[[Asked], bool]] = {
    "not-safari": lambda asked: not _is_safari(asked),
    "all": lambda asked: True,
    "none": lambda asked: False,
}
"""The setting → whether messages are compressed for whoever asks for a socket so."""


def make_server(settings: Settings, venue: Venue) -> Server:
    """The server, ready to be run with `await server.serve(sockets=[listening])`."""
    full_from, tight_from = kept_back(_allow_many_sockets())
    bounds = Bounds(
        body=body_of,
        answer=Refusals(venue),
        is_awaited=is_awaited(venue),
        full_from=full_from,
        tight_from=tight_from,
    )
    web = Web(venue)
    own = OwnWire(web.door, deflates=COMPRESS[settings.compress], sign=PONG)
    config = uvicorn.Config(
        web.app(),
        http=serving(bounds, own.take_over if settings.wire == "own" else None),
        ws=BoundedWebSocket,
        log_config=log_config(settings.log_level),
        log_level=None,
        access_log=False,
        backlog=ACCEPTED_AT_ONCE,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        ws_max_size=LONG_MESSAGE,
        ws_per_message_deflate=False,  # 60 KB and much time for each phone (measured)
        timeout_graceful_shutdown=3,
        lifespan="on",
    )
    return Server(config)


async def run(
    settings: Settings,
    ready: Callable[[Venue], None],
    started: Callable[[Venue, str], Awaitable[None]] | None = None,
) -> None:
    """Serve until stopped. `ready(venue)` is called when the conferences are open, then `started(venue, local address)`.

    While it runs, the file `server` in the data folder holds the local address, so that the command line finds it. Raises
    `FolderInUse` when another server uses the folder, and `OSError` when the port is in use.
    """
    with _take_folder(settings.data) as note, listen(settings) as listening:
        port = listening.getsockname()[1]
        venue = Venue(settings.data, settings.address(port), settings.beat_ms / 1000, keys_folder=settings.keys_folder)
        local = f"http://{_as_host(settings.listens_on)}:{port}"
        uvicorn_server = make_server(settings, venue)
        serving = asyncio.create_task(uvicorn_server.serve(sockets=[listening]))
        starting = asyncio.create_task(uvicorn_server.has_started.wait())
        try:
            await asyncio.wait((serving, starting), return_when=asyncio.FIRST_COMPLETED)
            async with collecting(settings.wire, venue):
                if not serving.done():
                    os.pwrite(note, f"{local}\n".encode(), 0)
                    ready(venue)
                    if started is not None:
                        await started(venue, local)
                await serving
        finally:
            starting.cancel()
            await venue.close()  # uvicorn leaves it open when it is told twice to stop


@contextlib.asynccontextmanager
async def collecting(wire: str, venue: Venue) -> AsyncIterator[None]:
    """Look for garbage when nobody waits. Not where sockets are left to the web server underneath: each of them that goes is a
    circle of 20 KB and more, and a hall that comes and goes would fill the memory before the next look."""
    if wire != "own":
        yield
        return
    collector = Collector(lambda: sum(each.clerk.position + len(each.hub.readers) for each in venue.conferences))
    looking = asyncio.create_task(collector.run())
    try:
        with collecting_seldom():
            yield
    finally:
        looking.cancel()


def running_on(data: Path) -> str | None:
    """The local address of the server that uses this data folder, if one answers there."""
    try:
        address = (data / NOTE).read_text().strip()
    except FileNotFoundError:
        return None
    parts = urlsplit(address)
    if not parts.hostname:
        return None
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=5):
            return address
    except OSError:
        return None  # it was killed and could not empty its note


@contextlib.contextmanager
def _take_folder(data: Path) -> Iterator[int]:
    """The note in the data folder, held for this server alone. It is emptied and not removed at the end: two servers could
    otherwise hold two files of the same name."""
    data.mkdir(parents=True, exist_ok=True)
    note = os.open(data / NOTE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _hold(note, data)
        os.ftruncate(note, 0)
        try:
            yield note
        finally:
            os.ftruncate(note, 0)
    finally:
        os.close(note)


def _hold(note: int, data: Path) -> None:
    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        address = os.pread(note, 200, 0).decode(errors="replace").strip() or "one that is just starting"
        raise FolderInUse(f"Another server uses the folder {data} already: {address}.") from None


def _as_host(address: str) -> str:
    """Where this machine reaches a server that listens there, as it stands in an address."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)
    return f"[{here}]" if ":" in here else here


def _allow_many_sockets() -> int:
    """As many open files as the system lets us have: each phone is one. How many that are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard
