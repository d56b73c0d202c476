"""The web server's map: every address, and what answers there. The pages are listed in `pages.py`, what is said when something is
wrong in `problems.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute, compile_path
from starlette.websockets import WebSocket

from live.conference.people import Role
from live.conference.plan import write_plan
from live.fragments.views import role_of_view, shows_own_labels
from live.web import (
    actions,
    delegate,
    doors,
    drawings,
    handouts,
    health,
    operator,
    pictures,
)
from live.web.access import Pace, Who, give_voice, who
from live.web.encodings import Compressed
from live.web.forms import PageFunction, Posts, do_form
from live.web.front import FrontDoor
from live.web.live_conference import LiveConference
from live.web.operator import WRONG_LINK
from live.web.own_pages import frames_for
from live.web.pages import PAGES
from live.web.problems import Problems
from live.web.sockets import MOST_VIEWS, door_of, may_look, welcome
from live.web.templates import Trouble, compile_all, environment, static_files
from live.web.turns import Turns, line_of
from live.web.venue import Venue
from live.web.visit import Visit, plain_page
from live.wire.asgi import serve


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
            exception_handlers=Problems(self.venue).handlers(),
        )
        app.router.redirect_slashes = False  # it would redirect to whatever the Host header says
        return FrontDoor(app, self.venue)

    def routes(self, base: str) -> list[BaseRoute]:
        """All addresses, below a prefix."""
        home = base + "/{code:code}"
        pages = [
            Route(
                f"{home}/{path}" if path else home, self._page(function, role, is_file="." in path and role == "screen")
            )
            for path, function, role in PAGES
            if path != "now"
        ]
        return [
            Route(f"{base}/", self._operator(operator.join), methods=["GET", "POST"]),
            Route(f"{base}/new", self._operator(operator.new), methods=["GET", "POST"]),
            Route(f"{base}/operator/{{what}}", self._operator(operator.desk), methods=["POST"]),
            Route(f"{base}/health", self._operator(health.health)),
            Route(f"{base}/metrics", self._operator(health.metrics)),
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
