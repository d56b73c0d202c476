"""Answers made smaller on their way: what a browser can take, and pages compressed without holding up anybody else.

Files that never change are compressed once (`static.py`). Pages are made for each visitor, so they are compressed each time, with
the effort that pays: above a certain size in a thread, since the loop acknowledges no vote while it compresses.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 600  # bytes; below it the headers cost as much as is gained
LARGE = 48 * 1024  # bytes; from here on beside the loop
EFFORTS = ((LARGE, 6), (256 * 1024, 5), (None, 3))
"""Up to how many bytes which effort, of 9. Measured with our pages: 9 takes twice as long as 6 for a hundredth less; what is
larger than any phone's page goes to a few laptops, and 3 takes half as long as 5 for an eighth more."""
GZIP_WINDOW = 31  # zlib's word for "with gzip's head and tail"
COMPRESSIBLE = ("text/", "image/svg+xml", "application/json", "application/toml", "application/schema+json")
LONGEST_HEADER = 200  # letters; no browser says more about encodings than a line


def best_encoding(header: str, ours: tuple[str, ...]) -> str:
    """Of `ours`, best first, the one that this Accept-Encoding likes most; "" for the answer as it is. RFC 9110, 12.5.3."""
    return _best_encoding(header, ours) if len(header) <= LONGEST_HEADER else ""


@lru_cache(maxsize=256)
def _best_encoding(header: str, ours: tuple[str, ...]) -> str:
    liked: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *params = (word.strip() for word in part.split(";"))
        liked[{"x-gzip": "gzip"}.get(name, name)] = _quality(params)
    others = liked.get("*", 0.0)
    as_it_is = liked.get("identity", 0.0)  # allowed also where nobody speaks of it, but liked less than what is named
    best = max(ours, key=lambda name: liked.get(name, others))  # the first of equals
    quality = liked.get(best, others)
    return best if quality > 0 and quality >= as_it_is else ""


def _quality(params: Sequence[str]) -> float:
    for param in params:
        if param.startswith("q="):
            try:
                return min(max(float(param[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


class Compressed:
    """ASGI middleware: answers that come in one piece leave with gzip, where their reader can take it and it pays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        can_take = best_encoding(Headers(scope=scope).get("accept-encoding", ""), ("gzip",))
        held: Message | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _may_be_compressed(message):
                held = message
                return
            if held is not None:
                start, held = held, None
                body = message.get("body", b"")
                if can_take and len(body) >= SMALLEST and not message.get("more_body"):
                    body = await asyncio.to_thread(gzipped, body) if len(body) >= LARGE else gzipped(body)
                    message = {**message, "body": body}
                    headers = MutableHeaders(scope=start)
                    headers["content-encoding"] = "gzip"
                    headers["content-length"] = str(len(body))
                await send(start)
            await send(message)

        await self._app(scope, receive, send_compressed)


def gzipped(body: bytes) -> bytes:
    """`body` with gzip, made with the effort that its size is worth."""
    effort = next(effort for most, effort in EFFORTS if most is None or len(body) < most)
    work = zlib.compressobj(effort, zlib.DEFLATED, GZIP_WINDOW)
    return work.compress(body) + work.flush()


def _may_be_compressed(start: Message) -> bool:
    """Whether this head is one of an answer that gzip makes smaller; it is then told to caches that there are two of it."""
    headers = MutableHeaders(scope=start)
    if not headers.get("content-type", "").startswith(COMPRESSIBLE) or "content-encoding" in headers:
        return False
    headers.add_vary_header("accept-encoding")
    return True
