"""One conference while it is served: its clerk, its hub, and the pictures that people look at."""

from __future__ import annotations

import asyncio
import io
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime

import qrcode
from qrcode.image.svg import SvgPathImage

from live.clerk import Clerk
from live.conference import (
    Act,
    Actor,
    Conference,
    Moment,
    Request,
    board,
    forgetting,
    is_timeless,
    polls,
)
from live.conference.people import SlowRequest
from live.envelopes import Envelopes
from live.fragments import Picture, Scene
from live.fragments.delegate.fair import Fair
from live.fragments.views import find_view
from live.hub import Hub
from live.journal import Journal
from live.web import announcing, own_pages
from live.web.ballot_keys import BallotKeys
from live.web.guesses import Guesses
from live.web.newcomers import Newcomers
from live.web.personal import Personal
from live.web.planning import Planning
from live.web.presence import Presence
from live.web.suggesting import Suggesting
from live.web.templates import environment

log = logging.getLogger("live.web")

LOOK_FOR_DUE_SECONDS = 1.0
SHORTEST_LOOK_SECONDS = 0.02
TOKENS_AT_ONCE = 256

FIRST_VIEWS = ("screen", "chair", "now")


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def on_the_clock(at: int) -> str:
    """What a clock in the hall shows, where the server stands too: "2027-05-14 10:52"."""
    return datetime.fromtimestamp(at / 1_000).astimezone().strftime("%Y-%m-%d %H:%M")


class LiveConference:
    """Everything that serves one conference. `site` is the address people type, `url` the one in the QR code."""

    def __init__(
        self,
        code: str,
        open_journal: Callable[[], Awaitable[Journal]],
        *,
        url: str,
        site: str,
        base: str,
        beat_seconds: float,
        envelopes: Envelopes | None = None,
        key: bytes,
    ) -> None:
        self.code = code
        self._keys = BallotKeys(envelopes)
        self._alarm_of_keys = ""
        self.guesses = Guesses()
        self.clerk = Clerk(
            open_journal,
            self._announced,
            now=now_ms,
            token=_tokens().__next__,
            envelopes=envelopes,
            key=key,
            local=on_the_clock,
        )
        self.hub: Hub[Scene] = Hub(self.picture, self.scene, beat_seconds)
        self.presence = Presence(self.hub)
        self.suggesting = Suggesting(lambda: self.conference, self._suggested_anew)
        self.planning = Planning(lambda: self.conference, lambda: on_the_clock(now_ms()), self.hub.changed)
        self.personal = Personal(lambda: self.conference, self.suggesting, base, code)
        self.newcomers = Newcomers()
        self.url = url
        self._site = site
        self._base = base
        self.watching = 0  # sockets that came to look at the screen and at nothing else
        self._pictures: dict[str, Picture] = {}
        self._fair: dict[str, Fair] = {}
        self._minute = ""
        self._tasks: list[asyncio.Task[None]] = []
        self.qr = _qr_svg(f"{url}/{code}")

    @property
    def conference(self) -> Conference:
        return self.clerk.conference

    def path(self, page: str = "") -> str:
        """The path of a page of this conference: `path("wall")`, and of what is on now: `path("")`."""
        return f"{self._base}/{self.code}" + (f"/{page}" if page else "")

    async def start(self) -> None:
        await self.clerk.open()
        await self._keys.start(self.conference)
        works = {"clerk": self.clerk.run, "hub": self.hub.run, "own": self.hub.run_own, "due": self._look_for_due}
        works |= {"suggestions": self.suggesting.run, "timetables": self.planning.run}
        for name, work in works.items():
            self._tasks.append(asyncio.create_task(self._keep_going(name, work), name=f"{name} {self.code}"))
        if self.conference.code:
            self._draw_first_views()

    def _draw_first_views(self) -> None:
        """What a hall looks at that comes back after a restart is drawn, and its templates compiled, before anybody is let in."""
        for name in FIRST_VIEWS:
            try:
                self.fresh_picture(name)
            except Exception:
                # The conference can be served all the same; whoever looks at it hears of it then.
                log.exception("the view %s could not be drawn", name)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.clerk.close()
        await self._keys.stop()

    def scene(self) -> Scene:
        alarm = self.presence.alarm or self._alarm_of_keys
        if not self.clerk.is_writable:
            alarm = "The server cannot write to its disk just now. Votes are kept on the phones until it can."
        return Scene(
            self.conference,
            phones=self.presence.phones,
            screens=self.hub.connected("screen"),
            join_site=self._site,
            alarm=alarm,
            base=self._base,
            suggested=self.suggesting.latest,
            timetable=self.planning.latest,
            local=on_the_clock(now_ms()),
        )

    def clock(self) -> int:
        """The time on the clock in the hall, in seconds since midnight; -1 on another day than the conference's."""
        return own_pages.seconds_of_day(self.conference, on_the_clock(now_ms()), now_ms() // 1_000 % 60)

    def picture(self, name: str) -> Picture | None:
        """The picture of a view, as it was last drawn, or not at all yet; None if there is no such view."""
        picture = self._pictures.get(name)
        if picture is None:
            view = find_view(name, self.conference)
            if view is None:
                return None
            picture = self._pictures[name] = Picture(view, environment())
        return picture

    def fresh_picture(self, name: str) -> Picture:
        """A picture as of now, for a page or a greeting. Raises `KeyError` if there is no such view."""
        picture = self.picture(name)
        if picture is None:
            raise KeyError(name)
        if picture.redraw(self.scene()):
            self.hub.wake(name)  # the next beat would find nothing left to draw, and wake nobody
        return picture

    async def draw_ahead(self, name: str) -> None:
        """Before a page of hundreds of pieces is made: draw what is new of them with the others' turns between."""
        picture = self.picture(name)
        if picture is None:
            return
        before = picture.stamp
        for _ in picture.drawing(self.scene()):
            await asyncio.sleep(0)
        if picture.stamp != before:
            self.hub.wake(name)
            await asyncio.sleep(0)  # the page itself is a piece of work too

    def begin_picture(self, name: str) -> None:
        """For who begins to look at a view at which nobody looked: draw what is new of it, or a part of that where it is much.
        The rest is drawn at the next beat, and told then."""
        picture = self.picture(name)
        if picture is not None and not self.hub.has_audience(name):
            for _ in picture.drawing(self.scene()):
                self.hub.changed()
                break

    def fair(self, wall: str) -> Fair:
        """How often the labels of a wall ("wall/3", or one kind of them, "wall?kind=ask") stood first. Each counts by itself."""
        return self._fair.setdefault(wall, Fair())

    def stays_on_the_wall(self, voice: str) -> None:
        """Somebody pressed a button on a wall, which comes back to them as it was."""
        for fair in self._fair.values():
            fair.stays(voice, now_ms())

    def _announced(self, before: Conference, after: Conference, acts: Sequence[Act]) -> None:
        self.hub.changed()
        self._keys.announced(before, after, acts)
        acts = [act for act in acts if not is_timeless(act)]  # a vote is news for nobody alone, and there are thousands
        self.planning.announced(acts)
        if after.wall is not before.wall and any(self.hub.has_audience(view) for view in ("desk/same", "meet")):
            self.suggesting.want()
        announcing.tell_whom_it_concerns(self, before, after, acts)

    def _suggested_anew(self) -> None:
        self.hub.changed()
        meant = self.hub.voices_at("meet")
        self.hub.tell_own(announcing.MINE, lambda reader: reader.voice in meant, self.personal.frame)

    async def _look_for_due(self) -> None:
        """Close polls whose time is up, and count those that are to be counted, so that no ballot box stays on the disk."""
        while True:
            times = (
                polls.next_due(self.conference),
                forgetting.next_due(self.conference),
                board.next_bell_due(self.conference),
            )
            due = min((time for time in times if time is not None), default=None)
            seconds = LOOK_FOR_DUE_SECONDS if due is None else (due - now_ms()) / 1000
            await asyncio.sleep(min(max(seconds, SHORTEST_LOOK_SECONDS), LOOK_FOR_DUE_SECONDS))
            if due is not None and due <= now_ms():
                done = await self.clerk.ask(_do_what_is_due, SlowRequest(), Actor("chair"))
                if not done.acts:  # a box that cannot be opened
                    await asyncio.sleep(LOOK_FOR_DUE_SECONDS)
            if (minute := on_the_clock(now_ms())) != self._minute:
                self._minute = minute
                self.hub.changed()  # facilitators are reminded of the bell
            alarm = self._keys.alarm(self.conference, now_ms())
            if alarm != self._alarm_of_keys:
                self._alarm_of_keys = alarm
                self.hub.changed()

    async def _keep_going(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """A fault in one of these must be loud, and must not be the end of the day."""
        while True:
            try:
                await work()
            except Exception:
                log.exception("%s of conference stopped; starting it again", name)
                await asyncio.sleep(LOOK_FOR_DUE_SECONDS)


def _do_what_is_due(conference: Conference, ask: Request, by: Actor, moment: Moment) -> Sequence[Act]:
    return (
        board.bell_due(conference, moment.at)
        or polls.due(conference, moment.at, moment.envelopes)
        or forgetting.due(conference, moment)
    )


def _tokens() -> Iterator[str]:
    """64 random hex digits each time. Drawn many at once: asking the kernel for each vote lets go of the interpreter, which then
    waits for the thread that writes."""
    while True:
        drawn = secrets.token_hex(32 * TOKENS_AT_ONCE)
        yield from (drawn[start : start + 64] for start in range(0, len(drawn), 64))


def _qr_svg(address: str) -> bytes:
    """The QR code of an address: black on white with its quiet margin, whatever the page behind it is coloured."""
    code = qrcode.QRCode(border=4, image_factory=SvgPathImage, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    code.make(fit=True)
    file = io.BytesIO()
    code.make_image().save(file)
    svg = file.getvalue()
    return svg.replace(b"<path ", b'<rect width="100%" height="100%" fill="#fff"/><path ', 1)
