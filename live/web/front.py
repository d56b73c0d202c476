"""The front door: bounds on what comes in, and the headers that every answer bears."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from live.web.access import comes_from_our_pages
from live.web.uploads import LARGEST_UPLOAD
from live.web.venue import Venue
from live.web.visit import plain_page

LARGEST_BODY = 512 * 1024  # a plan of 256 KB as a form: every byte of it may need escaping, but hardly all of them
UPLOADS = ("/chair/picture", "/facilitator/handout", "/facilitator/drawing")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # bar lengths: style="--share: .46", nothing else, and never from what people type
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
# Over plain http browsers ignore it, and write an error about it for every page.
HEADERS_OVER_HTTPS = {"cross-origin-opener-policy": "same-origin"}


class TooLarge(Exception):
    """More came in than any form of ours sends."""


class FrontDoor:
    """ASGI middleware around everything that is HTTP. No post from another site's page comes in here."""

    def __init__(self, app: ASGIApp, venue: Venue) -> None:
        self._app = app
        self._venue = venue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0
        most = LARGEST_UPLOAD if scope["path"].endswith(UPLOADS) else LARGEST_BODY
        ours = {**HEADERS, **HEADERS_OVER_HTTPS} if self._venue.address.secure else HEADERS

        async def bounded_receive() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooLarge
            return message

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ours.items():
                    headers.setdefault(name, value)
                if "/static/" not in scope["path"]:
                    headers.setdefault("cache-control", "no-store")
                elif message["status"] == 200:
                    headers["cache-control"] = "public, max-age=31536000, immutable"
            await send(message)

        app = self._app
        if scope["method"] == "POST" and not comes_from_our_pages(HTTPConnection(scope), self._venue):
            app = plain_page(self._venue, 403, "This came from another site", "Please use the pages of this server.")
        await app(scope, bounded_receive, send_with_headers)
