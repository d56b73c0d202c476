"""What each page costs the server: every page of a full day, as a phone's or a laptop's browser asks for it, in processor time.

The server's own app is called in this process (routes, cookies, page, compression, headers), without a network in between. "Most"
is the largest of all times: whatever else the machine did meanwhile counts in it.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.full_day import LABELS, OPEN, PEOPLE, TOPICS, full_day, secret
from bench.sockets import Lost
from bench.table import Claim, Spread, Table, Told, percentile
from live.conference.people import Role
from live.network import find_address
from live.settings import Settings
from live.web.access import role_cookie, voice_cookie
from live.web.live_conference import LiveConference
from live.web.pages import PAGES
from live.web.server import make_server
from live.web.venue import Venue

TIMED, BEFORE = 30, 3
ALLOWED_MS = 3.0
PARAMS: dict[str, int | str] = {"poll": OPEN, "prompt": 1, "table": 1, "label": 1, "topic": 1, "session": 5, "note": 1}
PARAMS |= {"visit": 1, "block": 4, "item": 5, "option": 1, "what": "one_choice", "kind": "ask"}
NOT_TIMED = (".zip", ".xlsx", ".csv", ".json", ".md", "/counted", "{action:number}")  # files; what only some days have


async def measure(timed: int = TIMED, labels: int = LABELS, least_ms: float = 2.0) -> Table:
    """Pages that take at least so many milliseconds in the median, the dearest first; the others in one line."""
    found: list[tuple[str, Role, Spread, float, int, int]] = []
    with TemporaryDirectory(prefix="live-bench-") as folder:
        venue = Venue(Path(folder) / "data", find_address("", "127.0.0.1", 8000), keys_folder=Path(folder) / "keys")
        try:
            live = await full_day(venue, labels)
            app = make_server(Settings(data=venue.data), venue).config.app
            for path, role in _paths(labels):
                times, plain, sent = await _timed(app, live, path, _cookies(venue, live, role), timed)
                found.append((path, role, Spread.of(times), percentile(times, 0.99), plain, sent))
        finally:
            await venue.close()
    found.sort(key=lambda page: -page[2].median)
    dear = [page for page in found if page[2].median >= least_ms]
    rows: list[tuple[Told, ...]] = [
        (f"/{path}", times.median, most, plain, sent) for path, _, times, most, plain, sent in dear
    ]
    if cheap := found[len(dear) :]:
        most = max(page[3] for page in cheap)
        plain, sent = max(page[4] for page in cheap), max(page[5] for page in cheap)
        rows.append((f"{len(cheap)} others: at most", cheap[0][2].median, most, plain, sent))
    phones = [times.median for path, role, times, *_ in found if role == "delegate" and not path.endswith(".ics")]
    claims = (
        Claim("a page on a phone, the middle one", Spread.of(phones), "ms", most=ALLOWED_MS),
        Claim("a page on a phone, the dearest", Spread.of([max(phones)]), "ms", most=ALLOWED_MS),
    )
    over = sum(page[2].median > ALLOWED_MS for page in found)
    title = (
        f"{len(found)} pages of a day with {PEOPLE} people, {labels} labels and {TOPICS} topics; {over} take over 3 ms"
    )
    return Table(title, ("page", "ms", "most", "bytes", "sent"), tuple(rows), claims)


def _paths(labels: int) -> Iterator[tuple[str, Role]]:
    """Every page with something in it, and whose it is."""
    for pattern, _, role in PAGES:
        path = pattern
        for name, value in PARAMS.items():
            path = path.replace(f"{{{name}:number}}", str(value)).replace(f"{{{name}:name}}", str(value))
        path = path.replace("tables/1/1", f"tables/1/{labels + 1}")
        if path.endswith(NOT_TIMED) or path == "now":
            continue
        yield path, "delegate" if path == "join" else "chair" if role == "screen" else role


def _cookies(venue: Venue, live: LiveConference, role: Role) -> str:
    links = {link.role: venue.keys.for_link(live.code, link.id) for link in live.conference.people.links}
    name, value = (role_cookie(live.code, role), links[role]) if role in links else (voice_cookie(live.code), secret(1))
    return f"{name}={value}"


async def _timed(app: Any, live: LiveConference, path: str, cookies: str, timed: int) -> tuple[list[float], int, int]:
    """Milliseconds of processor time of each answer after the first few; its size, and its size as it is sent."""
    plain = len(await _answer(app, live, path, cookies, "identity"))
    sent = 0
    times: list[float] = []
    gc.collect()
    for number in range(BEFORE + timed):
        began = time.process_time_ns()
        sent = len(await _answer(app, live, path, cookies, "gzip, deflate"))
        if number >= BEFORE:
            times.append((time.process_time_ns() - began) / 1_000_000)
    return times, plain, sent


async def _answer(app: Any, live: LiveConference, path: str, cookies: str, accept: str) -> bytes:
    """The body of a page. Raises `Lost` if there is none."""
    parts: list[bytes] = []
    headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", cookies.encode()), (b"accept-encoding", accept.encode())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": live.path(path),
        "raw_path": live.path(path).encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] != 200:
            raise Lost(f"/{path} was answered with {message['status']}")
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return b"".join(parts)
