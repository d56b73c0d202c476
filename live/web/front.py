"""The front door: how much a request may bring, whose posts come in, and the headers that every answer bears."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from live.web import asks, requests
from live.web.access import comes_from_our_pages
from live.web.uploads import LARGEST_UPLOAD
from live.web.venue import Venue
from live.web.visit import plain_page
from live.wire.bounds import Body
from live.wire.serving import TOO_LARGE

UPLOADS = ("/chair/picture", "/facilitator/handout", "/facilitator/drawing")
BRING_PLANS = ("/new", "/operator/new")
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


BYTES_A_SECOND = 64 * 1024
"""How quickly as much as may come must come, after the first ten seconds: of an upload, 10 MB may, so it has 170 seconds. A photo
of 5 MB then comes in over 240 kbit/s, the poor end of what the mobile network gives in a full hall."""
FORM_SECONDS = 10.0

REFUSALS = {
    400: (
        "The server could not read this",
        "What came was no request as browsers send them. Please load the page again.",
    ),
    408: ("This took too long", "Not all of it came in time, and nothing was changed. Please go back and try again."),
    431: (
        "That is too much at once",
        "The address, or what your browser sent with it, is too long. Nothing was changed.",
    ),
    503: ("The server is full just now", "There is no room for one more phone. Please try again in a few seconds."),
}
"""What is said where no page of a conference can say it: status → heading, sentence."""
RETRY_AFTER = 5  # seconds


class TooLarge(Exception):
    """More came in than any form of ours sends."""


def body_of(method: str, target: str) -> Body:
    """What a request may bring: bytes, and seconds for them to come."""
    path = target.partition("?")[0]
    if path.endswith(UPLOADS):
        most = LARGEST_UPLOAD
    elif path.endswith(BRING_PLANS):
        most = asks.LISTS
    else:
        ask = requests.ASKS.get(path.rpartition("/do/")[2])
        most = asks.FORM if ask is None else ask.most
    return Body(most, FORM_SECONDS + most / BYTES_A_SECOND)


class Refusals:
    """Whole answers, as bytes, for what is refused before it is a request. Each is made once, when it is first needed."""

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self._made: dict[int, bytes] = {}

    def __call__(self, status: int) -> bytes:
        if status not in self._made:
            page = plain_page(self._venue, status, *REFUSALS[status])
            page.headers.update({**HEADERS, "cache-control": "no-store", "connection": "close"})
            if status == 503:
                page.headers["retry-after"] = str(RETRY_AFTER)
            lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
            lines += [name + b": " + value for name, value in page.raw_headers]
            self._made[status] = b"\r\n".join([*lines, b"", bytes(page.body)])
        return self._made[status]


class FrontDoor:
    """ASGI middleware around everything that is HTTP. No post from another site's page comes in here."""

    def __init__(self, app: ASGIApp, venue: Venue) -> None:
        self._app = app
        self._venue = venue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ours = {**HEADERS, **HEADERS_OVER_HTTPS} if self._venue.address.secure else HEADERS

        async def bounded_receive() -> Message:
            message = await receive()
            if TOO_LARGE in scope:
                raise TooLarge
            return message

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ours.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        app = self._app
        if scope["method"] == "POST" and not comes_from_our_pages(HTTPConnection(scope).headers, self._venue):
            app = plain_page(self._venue, 403, "This came from another site", "Please use the pages of this server.")
        await app(scope, bounded_receive, send_with_headers)
