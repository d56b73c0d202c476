"""Running the web server: the listening socket with its bounds, uvicorn, and a clean end."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.convertors import Convertor, register_url_convertor

from live.logs import log_config
from live.settings import Settings
from live.web.app import Web
from live.web.venue import Venue
from live.wire import LARGEST_MESSAGE

NOTE = "server"
BACKLOG = 4096  # a hall that comes back at once; the kernel's usual 2,048 overflowed in trials
UNREAD_MS = 30_000  # after so long without an acknowledgement the kernel gives a phone up; without it, never (measured)
SEND_BUFFER = 64 * 1024  # what the kernel may hold for one phone; 200 frozen phones once held 550 MB


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
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        listening.bind((settings.listens_on, settings.port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def make_server(settings: Settings, venue: Venue) -> uvicorn.Server:
    """The server, ready to be run with `await server.serve(sockets=[listening])`."""
    _allow_many_sockets()
    config = uvicorn.Config(
        Web(venue).app(),
        log_config=log_config(settings.log_level),
        log_level=None,
        access_log=False,
        backlog=BACKLOG,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # 60 KB and much time for each phone (measured)
        timeout_graceful_shutdown=3,
        lifespan="on",
    )
    return uvicorn.Server(config)


async def run(
    settings: Settings,
    ready: Callable[[Venue], None],
    started: Callable[[Venue, str], Awaitable[None]] | None = None,
) -> None:
    """Serve until stopped. `ready(venue)` is called when the conferences are open, then `started(venue, local address)`.

    While it runs, the file `server` in the data folder holds the local address, so that the command line finds it.
    """
    with listen(settings) as listening:
        port = listening.getsockname()[1]
        venue = Venue(settings.data, settings.address(port), settings.beat_ms / 1000)
        local = f"http://{'127.0.0.1' if settings.listens_on == '0.0.0.0' else settings.listens_on}:{port}"
        uvicorn_server = make_server(settings, venue)
        serving = asyncio.create_task(uvicorn_server.serve(sockets=[listening]))
        note = settings.data / NOTE
        try:
            await _until_started(uvicorn_server, serving)
            if not serving.done():
                note.write_text(local + "\n")
                ready(venue)
                if started is not None:
                    await started(venue, local)
            await serving
        finally:
            note.unlink(missing_ok=True)


def running_on(data: Path) -> str | None:
    """The local address of the server that uses this data folder, if one answers there."""
    try:
        address = (data / NOTE).read_text().strip()
    except FileNotFoundError:
        return None
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5):
            return address
    except OSError:
        return None  # it was killed and could not take its note away


async def _until_started(uvicorn_server: uvicorn.Server, serving: asyncio.Task[None]) -> None:
    """Uvicorn says that it has started by a flag only."""
    while not uvicorn_server.started and not serving.done():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


def _allow_many_sockets() -> None:
    """As many open files as the system lets us have: each phone is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
