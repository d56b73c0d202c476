"""The hub: everybody who is connected, what each looks at, and the beat at which changes go out.

It knows bytes only. A *picture* (made elsewhere) says what somebody who has seen this much must be told; a *reader* is
one socket, with the stamp of what it has seen in each of its views, and nothing else: no queue and no task. A change marks
the hub as stale; at the next beat every picture that somebody looks at is brought up to date once, framed once, and the
same bytes are handed to its readers, some at a time, so that requests are answered meanwhile. A reader whose socket is full
is passed over: when it has taken what it was given it is told what it missed by then, so a slow phone skips pictures and
slows nobody.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from live.wire import Framed, Socket

log = logging.getLogger("live.hub")

AT_A_TIME = 100  # sockets that are written to before others have their turn: half a millisecond, on a busy machine one
AT_A_TIME_SECONDS = 0.004  # the same for what is made for each person alone
BUSY = 0.5  # the share of the loop's time that broadcasting may take: the beat gets slower before phones are answered later
DISMISSED = 4403

Scene = TypeVar("Scene")
Seen = TypeVar("Seen", contravariant=True)


class Picture(Protocol[Seen]):
    """What an audience looks at."""

    @property
    def stamp(self) -> str: ...

    def drawing(self, scene: Seen, /) -> Iterator[None]:
        """Bring it up to date, some of it at a time: its stamp is another at the end, if anything changed."""
        ...

    def frame(self, seen: str, /) -> bytes | None:
        """What is to be told to somebody who has seen `seen`; None if nothing. The same as long as its stamp is."""
        ...


class Reader:
    """One socket. `views` maps what it looks at to the stamp it has seen; `voice` is empty for who did not join as a delegate;
    `link` is the number of the chair's or facilitator's link it came by, or 0. The hub alone changes `views`."""

    __slots__ = ("farewell", "link", "own", "role", "socket", "views", "voice")

    def __init__(self, socket: Socket, role: str = "", voice: str = "", link: int = 0) -> None:
        self.socket = socket
        self.role = role
        self.voice = voice
        self.link = link
        self.views: dict[str, str] = {}
        self.farewell: bytes | None = None
        self.own: dict[str, Callable[[], bytes]] | None = None


class _Told(Generic[Seen]):
    """What a picture says as it stands, framed, by what somebody has seen."""

    __slots__ = ("_framed", "by_seen", "picture", "stamp")

    def __init__(self, picture: Picture[Seen]) -> None:
        self.picture = picture
        self.stamp = picture.stamp
        self.by_seen: dict[str, Framed | None] = {self.stamp: None}
        self._framed: dict[bytes, Framed] = {}

    def to(self, seen: str) -> Framed | None:
        """What somebody who has seen this much is told now."""
        try:
            return self.by_seen[seen]
        except KeyError:
            frame = self.picture.frame(seen)
            if frame is None:
                return None
            # Phones can say that they have seen anything: nothing is kept for that, and all of them are told the same.
            if frame not in self._framed:
                self._framed[frame] = self.by_seen[seen] = Framed(frame)
            return self._framed[frame]


class Hub(Generic[Scene]):
    """The audiences of one conference. `picture(view)` gives the picture of a view; `scene()` what there is to show now."""

    def __init__(
        self, picture: Callable[[str], Picture[Scene] | None], scene: Callable[[], Scene], beat_seconds: float = 0.1
    ) -> None:
        self._picture = picture
        self._scene = scene
        self._beat_seconds = beat_seconds
        self._stale = asyncio.Event()
        self._to_wake: set[str] = set()
        self._told: dict[str, _Told[Scene]] = {}
        self._audiences: dict[str, dict[Reader, None]] = {}
        self._with_own: dict[Reader, None] = {}
        self._own_news = asyncio.Event()
        self.readers: dict[Reader, None] = {}
        self._voices: Counter[str] = Counter()
        self._roles: Counter[str] = Counter()

    @property
    def phones(self) -> int:
        """How many voices are connected: a voice on two phones is one."""
        return len(self._voices)

    def is_connected(self, voice: str) -> bool:
        return voice in self._voices

    def connected(self, role: str) -> int:
        return self._roles[role]

    def has_audience(self, view: str) -> bool:
        """Whether somebody looks at it, so that every beat brings it up to date."""
        return view in self._audiences

    def voices_at(self, view: str, *below: str) -> set[str]:
        """Whose readers look at a view, or at one that begins like these; "" among them for somebody without a voice."""
        return {
            reader.voice
            for each, audience in self._audiences.items()
            if each == view or each.startswith(below)
            for reader in audience
        }

    def join(self, reader: Reader) -> None:
        self.readers[reader] = None
        self._roles[reader.role] += 1
        if reader.voice:
            self._voices[reader.voice] += 1
        self.changed()

    def leave(self, reader: Reader) -> None:
        if reader not in self.readers:
            return
        self.look(reader, {})
        del self.readers[reader]
        self._with_own.pop(reader, None)
        self._roles[reader.role] -= 1
        if reader.voice:
            self._voices[reader.voice] -= 1
            if not self._voices[reader.voice]:
                del self._voices[reader.voice]
        self.changed()

    def look(self, reader: Reader, views: Mapping[str, str]) -> None:
        """A reader looks at these views, of which it has seen this much; `catch_up` then tells it what it missed."""
        for view in reader.views.keys() - views.keys():
            audience = self._audiences[view]
            del audience[reader]
            if not audience:
                del self._audiences[view]
        for view in views.keys() - reader.views.keys():
            self._audiences.setdefault(view, {})[reader] = None
        reader.views = dict(views)

    def changed(self) -> None:
        """Something may look different: at the next beat."""
        self._stale.set()

    def wake(self, view: str) -> None:
        """A picture was redrawn by somebody else: at the next beat its readers are told."""
        self._to_wake.add(view)
        self._stale.set()

    def dismiss(self, is_meant: Callable[[Reader], bool], farewell: bytes) -> None:
        """Say goodbye to these readers; their sockets close after it."""
        for reader in [each for each in self.readers if is_meant(each)]:
            reader.farewell = farewell
            self.catch_up(reader)

    def tell_own(self, about: str, is_meant: Callable[[Reader], bool], frame: Callable[[str], bytes]) -> None:
        """Have these readers told what is theirs alone: `frame` makes it from a voice, not before it is sent. A later one about
        the same takes the place of one that was not sent yet."""
        for reader in self.readers:
            if reader.voice and is_meant(reader):
                self.give_own(reader, {about: functools.partial(frame, reader.voice)})

    def give_own(self, reader: Reader, frames: Mapping[str, Callable[[], bytes]]) -> None:
        """The same for one reader, who is told by `catch_up` or else as soon as it is its turn."""
        if not frames:
            return
        if reader.own is None:
            reader.own = {}
        reader.own.update(frames)
        self._with_own[reader] = None
        self._own_news.set()

    async def run(self) -> None:
        """The beat, for ever. It is as quick as set, but never so quick that broadcasting takes more than its share."""
        while True:
            await self._stale.wait()
            self._stale.clear()
            began = time.perf_counter()
            fresh: set[str] = set()
            try:
                spent = await self.redraw(fresh)
                spent += await self.broadcast(fresh)
            except Exception:
                # Whoever was not told yet is, when this is begun again.
                self._to_wake |= fresh
                self._stale.set()
                raise
            pause = max(self._beat_seconds, spent / BUSY) - (time.perf_counter() - began)
            await asyncio.sleep(max(0.0, pause))

    async def run_own(self) -> None:
        """Tell people what is theirs alone, for ever: making it may take long, and the beat does not wait for it."""
        while True:
            await self._own_news.wait()
            self._own_news.clear()
            until = time.perf_counter() + AT_A_TIME_SECONDS
            while self._with_own:
                reader = next(iter(self._with_own))
                del self._with_own[reader]
                self._hand_over_own(reader)
                if time.perf_counter() >= until:
                    await asyncio.sleep(0)
                    until = time.perf_counter() + AT_A_TIME_SECONDS

    async def redraw(self, fresh: set[str]) -> float:
        """Bring up to date what somebody looks at, with the others' turns between; the views that have something new are put into
        `fresh`. The seconds that it took."""
        spent = 0.0
        began = time.perf_counter()
        looked_at = list(self._audiences)
        if not looked_at:
            self._to_wake = set()
            return 0.0
        scene = self._scene()
        fresh |= self._to_wake
        self._to_wake = set()
        for view in looked_at:
            if time.perf_counter() - began >= AT_A_TIME_SECONDS:
                spent += time.perf_counter() - began
                await asyncio.sleep(0)
                began = time.perf_counter()
                scene = self._scene()
            try:
                picture = self._picture(view)
                if picture is None:
                    continue
                seen = picture.stamp
                for _ in picture.drawing(scene):
                    spent += time.perf_counter() - began
                    await asyncio.sleep(0)
                    began = time.perf_counter()
                    scene = self._scene()  # for the next: what has happened meanwhile may stand in it on a page already
                if picture.stamp != seen:
                    fresh.add(view)
            except Exception:
                # A view that cannot be drawn keeps its last picture; the others go on. A screen never shows an error.
                log.exception("the view %s could not be drawn", view)
        return spent + time.perf_counter() - began

    async def broadcast(self, views: Iterable[str]) -> float:
        """Tell the readers of these views what they have missed; the seconds that it took. First those that are no phones,
        because the whole hall looks at the screen, and it should not have to wait until some thousand phones have been told."""
        spent = 0.0
        for view in sorted(views, key=self._is_for_phones):
            told = list(self._audiences.get(view, ()))
            for start in range(0, len(told), AT_A_TIME):
                began = time.perf_counter()
                self._tell(view, told[start : start + AT_A_TIME])
                spent += time.perf_counter() - began
                await asyncio.sleep(0)
        return spent

    def _is_for_phones(self, view: str) -> bool:
        return any(reader.role == "delegate" for reader in self._audiences.get(view, ()))

    def _tell(self, view: str, readers: Iterable[Reader]) -> None:
        """Each of them what it missed of this view, unless its socket is full."""
        told = self._told_of(view)
        if told is None:
            return
        # What is done here for each reader is done 5,000 times a beat.
        stamp, by_seen = told.stamp, told.by_seen
        for reader in readers:
            socket, views = reader.socket, reader.views
            if socket.is_full:
                continue
            try:
                framed = by_seen[views[view]]
            except KeyError:
                if view not in views:  # it looks elsewhere by now
                    continue
                framed = told.to(views[view])
            if framed is not None:
                views[view] = stamp
                socket.send(framed)

    def catch_up(self, reader: Reader) -> None:
        """Tell one reader what it has not heard and seen, until its socket is full."""
        if reader.farewell is not None:
            reader.socket.send(Framed(reader.farewell))
            reader.socket.close(DISMISSED)
            self.leave(reader)
            return
        self._hand_over_own(reader)
        self.show(reader)

    def show(self, reader: Reader) -> None:
        """Tell one reader what it has not seen of what it looks at, until its socket is full."""
        for view in reader.views:
            self._tell(view, (reader,))

    def _hand_over_own(self, reader: Reader) -> None:
        """What is one's own, made as it is sent. A full socket keeps the rest until it has drained."""
        while reader.own and not reader.socket.is_full:
            about = next(iter(reader.own))
            make = reader.own.pop(about)
            try:
                reader.socket.send(Framed(make()))
            except Exception:
                # What is one person's cannot be drawn: the others go on.
                log.exception("what is told about %s could not be drawn", about)
        if not reader.own:
            reader.own = None
            self._with_own.pop(reader, None)

    def _told_of(self, view: str) -> _Told[Scene] | None:
        """What is said of a view now, framed once for all who have seen the same."""
        told = self._told.get(view)
        picture = self._picture(view)
        if picture is None:
            return None
        if told is None or told.picture is not picture or told.stamp != picture.stamp:
            told = self._told[view] = _Told(picture)
        return told
