"""What is said when something is wrong: one page for each kind of problem, and for scripts whether to try again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from live.clerk import Unavailable
from live.journal import JournalError
from live.web.doing import RefusedAnswer
from live.web.front import RETRY_AFTER, TooLarge
from live.web.turns import TooManyPages
from live.web.venue import Venue
from live.web.visit import plain_page

TOO_LONG = "This is longer than anything that these pages send."

Handler = Callable[[Request, Exception], Awaitable[Response]]


class Problems:
    def __init__(self, venue: Venue) -> None:
        self.venue = venue

    def handlers(self) -> Mapping[type[Exception], Handler]:
        """What answers each kind of exception."""
        return {
            HTTPException: self._problem,
            JournalError: self._journal_problem,
            Unavailable: self._journal_problem,
            TooLarge: self._too_large,
            TooManyPages: self._too_many_pages,
            ClientDisconnect: self._gone,
            Exception: self._bug,
        }

    async def _problem(self, request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        if status == 404:
            text = "Check the six numbers on the big screen, and type them again."
            return plain_page(self.venue, 404, "There is nothing here", text, f"{self.venue.base}/", "Type the code")
        if status == 400:
            text = (
                "The form came damaged, or with far too much in it. Nothing was changed. Please go back and try again."
            )
            return plain_page(self.venue, 400, "The server could not read this", text)
        headers = problem.headers if isinstance(problem, HTTPException) else None
        return PlainTextResponse("This does not work here.", status, headers)

    async def _gone(self, request: Request, problem: Exception) -> Response:
        return PlainTextResponse("The connection ended before all was sent.", 400)

    async def _too_large(self, request: Request, problem: Exception) -> Response:
        if "application/json" in request.headers.get("accept", ""):
            # A script must hear that this is final: else it would send it again and again, before all that it has kept besides.
            refused = RefusedAnswer("", TOO_LONG)
            return Response(msgspec.json.encode(refused), 413, media_type="application/json")
        text = (
            f"{TOO_LONG} Nothing was changed. Please go back: what you wrote is still there, and can be made shorter."
        )
        return plain_page(self.venue, 413, "That is too much at once", text)

    async def _too_many_pages(self, request: Request, problem: Exception) -> Response:
        text = "This browser waits for many pages already. Please wait a few seconds, then load this page again."
        page = plain_page(self.venue, 429, "Too many pages at once", text)
        page.headers["retry-after"] = str(RETRY_AFTER)
        return page

    async def _journal_problem(self, request: Request, problem: Exception) -> Response:
        text = "The server cannot read this conference's file. Whoever runs the server finds the reason in its log."
        return plain_page(self.venue, 503, "This conference is not available now", text)

    async def _bug(self, request: Request, problem: Exception) -> Response:
        text = "It was written down for whoever runs the server. Please go back and try again."
        return plain_page(self.venue, 500, "Something went wrong on the server", text)
