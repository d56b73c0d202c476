"""The web server's map: every address, and what answers there. The pages are listed in `pages.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute, compile_path
from starlette.websockets import WebSocket

from live.clerk import Unavailable
from live.conference.people import Role
from live.conference.plan import write_plan
from live.fragments.views import role_of_view, shows_own_labels
from live.journal import JournalError
from live.web import (
    actions,
    delegate,
    doors,
    drawings,
    handouts,
    operator,
    pictures,
)
from live.web.access import Pace, Who, give_voice, who
from live.web.collecting import PAUSES
from live.web.doing import RefusedAnswer
from live.web.encodings import Compressed
from live.web.forms import PageFunction, Posts, do_form
from live.web.front import RETRY_AFTER, FrontDoor, TooLarge
from live.web.live_conference import LiveConference
from live.web.operator import WRONG_LINK
from live.web.own_pages import frames_for
from live.web.pages import PAGES
from live.web.sockets import MOST_VIEWS, door_of, may_look, welcome
from live.web.templates import Trouble, compile_all, environment, static_files
from live.web.turns import TooManyPages, Turns, line_of
from live.web.venue import Venue
from live.web.visit import Visit, plain_page
from live.wire.asgi import serve

TOO_LONG = "This is longer than anything that these pages send."


class Web:
    """The web server of one venue."""

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self.pace = Pace()
        self.posts = Posts()
        self.turns = Turns()
        self.door = door_of(venue, self.pace)

    def app(self) -> FrontDoor:
        base = self.venue.base
        routes = self.routes("")
        if base:  # a proxy may take the prefix away or leave it
            join = Route(base, self._operator(operator.join), methods=["GET", "POST"])
            routes = [*self.routes(base), join, *routes]
        app = Starlette(
            routes=routes,
            lifespan=self._lifespan,
            middleware=[Middleware(Compressed)],
            exception_handlers={
                HTTPException: self._problem,
                JournalError: self._journal_problem,
                Unavailable: self._journal_problem,
                TooLarge: self._too_large,
                TooManyPages: self._too_many_pages,
                ClientDisconnect: self._gone,
                Exception: self._bug,
            },
        )
        app.router.redirect_slashes = False  # it would redirect to whatever the Host header says
        return FrontDoor(app, self.venue)

    def routes(self, base: str) -> list[BaseRoute]:
        """All addresses, below a prefix."""
        home = base + "/{code:code}"
        pages = [
            Route(f"{home}/{path}" if path else home, self._page(function, role, is_file="." in path))
            for path, function, role in PAGES
            if path != "now"
        ]
        return [
            Route(f"{base}/", self._operator(operator.join), methods=["GET", "POST"]),
            Route(f"{base}/new", self._operator(operator.new), methods=["GET", "POST"]),
            Route(f"{base}/operator/{{what}}", self._operator(operator.desk), methods=["POST"]),
            Route(f"{base}/health", self.health),
            Route(f"{base}/metrics", self.metrics),
            Route(f"{base}/static/{{version}}/{{name:path}}", static_files().serve),
            Route(f"{home}/do/{{name}}", self.do, methods=["POST"]),  # before the pages: addresses are tried one by one
            *pages,
            Route(f"{home}/", self._without_slash),
            Route(f"{home}/chair/day.toml", self.day_toml),
            Route(f"{home}/chair/picture", self.upload, methods=["POST"]),
            Route(f"{home}/picture/{{name}}", self.picture),
            Route(f"{home}/facilitator/handout", self.hand_out, methods=["POST"]),
            Route(f"{home}/handout/{{handout:number}}", self.handout),
            Route(f"{home}/facilitator/drawing", self.hang, methods=["POST"]),
            Route(f"{home}/graphic/{{graphic:number}}", self.graphic),
            Route(f"{home}/qr.svg", self.qr),
            Route(f"{home}/frames", self.frames),
            Route(f"{home}/enter", self.enter, methods=["POST"]),
            Route(f"{home}/table", self.table, methods=["POST"]),
            Route(f"{home}/action/{{action:number}}", self.tell, methods=["POST"]),
            WebSocketRoute(f"{home}/live", self.live),
        ]

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        await self.venue.open_all()
        compiling = asyncio.create_task(compile_all(environment()))
        try:
            yield
        finally:
            await self.venue.close()
            compiling.cancel()
            with suppress(asyncio.CancelledError):
                await compiling

    # pages

    def _operator(
        self, function: Callable[[Request, Venue], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await function(request, self.venue)

        return endpoint

    def _page(
        self, function: PageFunction, role: Role, *, is_file: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            live = await self._conference(request)
            visitor = who(request, live)
            line = "" if is_file else line_of(request, live, visitor)  # a file is made once for all who want it
            return await self.turns.make(line, partial(page, request, live, visitor), request.is_disconnected)

        async def page(request: Request, live: LiveConference, visitor: Who) -> Response:
            if role in ("chair", "facilitator") and "key" in request.query_params:
                return await operator.enter_page(request, self.venue, live, role)
            visit = Visit(request, self.venue, live, visitor, params=dict(request.path_params))
            shown = await self._show(visit, function, role)
            return shown or plain_page(self.venue, 403, "This page needs a link", WRONG_LINK)

        return endpoint

    async def _show(self, visit: Visit, function: PageFunction, role: Role) -> Response | None:
        """A page, if this visitor may see it. Who has not joined yet is welcomed first."""
        may_see = may_look(visit.live, visit.who, {role})
        if not may_see and role != "delegate":
            return None
        if may_see and function is not delegate.welcome:
            return await function(visit)
        response = await delegate.welcome(visit)
        give_voice(visit.request, response, self.venue, visit.live.code)
        return response

    async def _show_again(
        self, request: Request, live: LiveConference, visitor: Who, page: str, trouble: Trouble
    ) -> Response | None:
        """A page by its name, with what was refused: for a plain form that comes from there."""
        for pattern, function, role in PAGES:
            regex, _, convertors = compile_path(f"/{pattern}")
            match = regex.fullmatch(f"/{page}")
            if match is not None:
                params = {name: convertors[name].convert(text) for name, text in match.groupdict().items()}
                visit = Visit(request, self.venue, live, visitor, params=params, trouble=trouble)
                return await self._show(visit, function, role)
        return None

    # the conference's other addresses

    async def do(self, request: Request) -> Response:
        live = await self._conference(request)
        return await do_form(request, self.venue, live, self.pace, self.posts, self._show_again)

    async def upload(self, request: Request) -> Response:
        live = await self._conference(request)
        return await pictures.upload(request, self.venue, live, self.pace, self.posts, self._show_again)

    async def picture(self, request: Request) -> Response:
        return await pictures.give_out(request, await self._conference(request))

    async def hand_out(self, request: Request) -> Response:
        live = await self._conference(request)
        return await handouts.upload(request, self.venue, live, self.pace, self.posts, self._show_again)

    async def handout(self, request: Request) -> Response:
        return await handouts.give_out(request, await self._conference(request))

    async def hang(self, request: Request) -> Response:
        live = await self._conference(request)
        return await drawings.upload(request, self.venue, live, self.pace, self.posts, self._show_again)

    async def graphic(self, request: Request) -> Response:
        return await drawings.give_out(request, await self._conference(request))

    async def enter(self, request: Request) -> Response:
        return await operator.enter(request, self.venue, await self._conference(request))

    async def table(self, request: Request) -> Response:
        live = await self._conference(request)
        return await doors.turn_to(request, self.venue, live, self.pace, self.posts, self._show_again)

    async def tell(self, request: Request) -> Response:
        return await actions.tell(request, self.venue, await self._conference(request), self.pace, self.posts)

    async def live(self, socket: WebSocket) -> None:
        await serve(socket, self.door)

    async def frames(self, request: Request) -> Response:
        """What a socket would have told, for phones whose network lets no sockets through."""
        live = await self._conference(request)
        visitor = who(request, live)
        line = line_of(request, live, visitor)
        return await self.turns.make(line, partial(self._frames, request, live, visitor), request.is_disconnected)

    async def _frames(self, request: Request, live: LiveConference, visitor: Who) -> Response:
        views = dict(zip(request.query_params.getlist("view"), request.query_params.getlist("seen"), strict=False))
        if len(views) > MOST_VIEWS or not may_look(live, visitor, {role_of_view(view) for view in views}):
            return JSONResponse({"t": "bye", "say": "Please join again, or open your link again."}, 403)
        frames = []
        for view, seen in views.items():
            await live.draw_ahead(view)
            if live.picture(view) is not None and (frame := live.fresh_picture(view).frame(seen)) is not None:
                frames.append(msgspec.Raw(frame))
        known = request.query_params.get("at", "")
        at = int(known) if known.isascii() and known.isdecimal() and len(known) <= 15 else 0
        if visitor.voice in live.conference.people.voices:
            live.presence.polled_by(visitor.voice)
        if visitor.voice and (shows_own_labels(views) or live.conference.doors.needs_badge):
            frames.append(msgspec.Raw(live.personal.frame(visitor.voice)))
        if visitor.voice:
            frames += [msgspec.Raw(frame()) for frame in frames_for(live, visitor.voice, views).values()]
        answer = {"welcome": welcome(live, visitor, request.query_params.get("epoch", ""), at), "frames": frames}
        return Response(msgspec.json.encode(answer), media_type="application/json")

    async def _without_slash(self, request: Request) -> Response:
        return RedirectResponse(f"{self.venue.base}/{request.path_params['code']}", 308)

    async def qr(self, request: Request) -> Response:
        return Response((await self._conference(request)).qr, media_type="image/svg+xml")

    async def day_toml(self, request: Request) -> Response:
        live = await self._conference(request)
        if not may_look(live, who(request, live), {"chair"}):
            return plain_page(self.venue, 403, "This page needs a link", WRONG_LINK)
        headers = {"content-disposition": f'attachment; filename="day-{live.code}.toml"'}
        return Response(write_plan(live.conference), media_type="application/toml", headers=headers)

    async def _conference(self, request: Request) -> LiveConference:
        live = await self.venue.find(request.path_params["code"])
        if live is None:
            raise HTTPException(404)
        return live

    # for whoever runs it

    async def health(self, request: Request) -> Response:
        """Whether all is well: room on the disk, every journal open for writing, no phone ahead of its journal. No codes."""
        conferences = self.venue.conferences
        rows = [
            {"position": each.clerk.position, "writable": each.clerk.is_writable, "alarm": bool(each.presence.alarm)}
            for each in conferences
        ]
        room = self.venue.has_room()
        opened = len(conferences) == len(self.venue.codes())
        well = room and opened and all(row["writable"] and not row["alarm"] for row in rows)
        return JSONResponse({"ok": well, "room_on_disk": room, "conferences": rows}, 200 if well else 503)

    async def metrics(self, request: Request) -> Response:
        registry = CollectorRegistry()
        conferences = self.venue.conferences
        figures = {
            "live_conferences": ("Conferences that are open.", len(conferences)),
            "live_phones": ("Voices connected just now.", sum(each.hub.phones for each in conferences)),
            "live_sockets": ("Sockets connected just now.", sum(len(each.hub.readers) for each in conferences)),
            "live_voices": ("Voices that joined.", sum(len(each.conference.people.voices) for each in conferences)),
            "live_entries": ("Positions given in all journals.", sum(each.clerk.position for each in conferences)),
            "live_pauses": ("Looks for garbage, for which everything stood still.", PAUSES.count),
            "live_longest_pause_seconds": ("The longest of these pauses.", PAUSES.longest),
        }
        for name, (words, value) in figures.items():
            Gauge(name, words, registry=registry).set(value)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    # when something is wrong

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
