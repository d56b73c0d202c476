"""One simulated delegate: it joins by the form, looks at pages, opens the socket as the script on a phone does, and asks.

It speaks to a running server over real sockets and keeps the page that it looks at up to date. With a secret link
(`look("chair?key=…")`) the same class is a chair, a facilitator or a screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urljoin, urlsplit

import msgspec

from live.crowd.browsing import Browser, Fetched
from live.crowd.line import Dismissed, Line, pause
from live.crowd.messages import Answer, Done, Frame, Welcome
from live.crowd.page import Page

MOST_UNREAD = 500  # operations kept as they came until somebody looks at the page; then they are carried out
MOST_TRIES = 12  # to reach a page; about half a minute
BUSY = (429, 502, 503, 504)


Result = TypeVar("Result")


class Delegate:
    """`name` is what it calls itself, `dice` is its own chance. Used as `async with`, or ended by `leave`."""

    def __init__(self, base_url: str, code: str, name: str, dice: Random, *, origin: str = "") -> None:
        self.name = name
        self.dice = dice
        self.browser = Browser(base_url, origin)
        self.home = f"{urlsplit(base_url).path.rstrip('/')}/{code}"
        self.mine: dict[str, Any] = {}
        self.views: dict[str, str] = {}
        self.epoch = ""
        self.at = 0
        """The highest position that was acknowledged to it."""
        self.line = Line(
            self.browser, f"{self.home}/live", name, dice, hello=self._hello, hear=self._hear, ended=self._tell
        )
        self._page = Page()
        self._unread: list[list[str]] = []
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leave()

    async def join(self) -> None:
        """Open the day's page, fill in the form that is there, and send it."""
        await self._patiently(self._join_once)

    async def connect(self) -> None:
        """Open the socket for the page that it looks at, and wait for the welcome. From then on it comes back by itself."""
        await self.line.open()

    async def leave(self) -> None:
        """Put the phone away."""
        await self.line.close()

    async def ask(
        self, name: str, fields: Mapping[str, Sequence[str]], request_id: str | None = None, *, patient: bool = True
    ) -> Answer:
        """Ask for something and wait for the answer, over as many connections as it takes.

        A patient delegate that hears "later" waits a little and asks again, so it gets `Done` or `Refused`. Raises `Dismissed`.
        """
        return await self.line.ask(name, fields, request_id, patient)

    @property
    def page(self) -> Page:
        """What is on its screen now."""
        for op in self._unread:
            self._page.apply(op)
        self._unread.clear()
        return self._page

    async def until(self, holds: Callable[[Page], bool]) -> Page:
        """Wait until the page is so. Raises `Dismissed` when it cannot come to be any more."""
        while not holds(self.page):
            if self.line.over:
                raise Dismissed(self.line.over)
            await self._changed.wait()
        return self._page

    async def read(self, path: str = "") -> Page:
        """Another page of the day ("wall", "board"), read without going there."""
        return Page((await self._open(path)).html)

    async def look(self, path: str = "") -> Page:
        """Go to a page: what `connect` will look at. A secret link works too; only its path is used.

        Behind such a link is a page with one button, which is pressed.
        """
        fetched = await self._open(path)
        for form in Page(fetched.html).forms():
            if form.action.endswith("/enter"):
                fetched = await self.browser.post(form.action, form.fields)
        if fetched.status >= 400:
            raise Dismissed(f"{self.name} was answered {fetched.status} at {fetched.path.partition('?')[0]}.")
        self._turn_to(Page(fetched.html))
        return self._page

    async def _join_once(self) -> None:
        fetched = await self.browser.get(self.home)
        forms = Page(fetched.html).forms("join")
        if fetched.status < 400 and forms:
            groups = [choice.value for choice in forms[0].offers("group")]
            fields = {**forms[0].fields, "name": [self.name], "group": [self.dice.choice(groups) if groups else ""]}
            fetched = await self.browser.post(f"{self.home}/do/join", fields)
        _not_busy(fetched)
        if fetched.status >= 400:
            raise Dismissed(f"{self.name} was not let in ({fetched.status}).")
        self._turn_to(Page(fetched.html))

    async def _open(self, path: str) -> Fetched:
        parts = urlsplit(path)
        if not parts.scheme:
            parts = urlsplit(urljoin(f"{self.home}/", path) if path else self.home)
        where = parts.path + (f"?{parts.query}" if parts.query else "")

        async def get() -> Fetched:
            return _not_busy(await self.browser.get(where))

        return await self._patiently(get)

    async def _patiently(self, do: Callable[[], Awaitable[Result]]) -> Result:
        """Do it; while the server is away, with longer and longer pauses, again. In the end raises `Dismissed`."""
        tries = 0
        while True:
            tries += 1
            try:
                return await do()
            except (OSError, TimeoutError) as problem:
                if tries == MOST_TRIES:
                    raise Dismissed(f"{self.name} could not reach the server: {problem}") from problem
            await asyncio.sleep(pause(tries, self.dice))

    def _turn_to(self, page: Page) -> None:
        self._unread.clear()
        self._page = page
        for body in page.all_with("data-views"):
            self.views = msgspec.json.decode(body.attrs["data-views"], type=dict[str, str])
            self.epoch = body.attrs.get("data-epoch", self.epoch)
        mine = page.node("mine")
        if mine is not None and isinstance(text := next(iter(mine.inside), None), str):
            self.mine = msgspec.json.decode(text, type=dict[str, Any])
        self._tell()

    def _hello(self) -> dict[str, Any]:
        return {"views": self.views, "epoch": self.epoch, "at": self.at}

    def _hear(self, heard: Welcome | Frame | Answer) -> None:
        match heard:
            case Welcome():
                self.at = max(self.at, heard.at) if heard.epoch == self.epoch else heard.at
                self.epoch, self.mine = heard.epoch, heard.mine
            case Frame():
                if heard.view in self.views:  # pieces that are only ours come without a view of their own
                    self.views[heard.view] = heard.seen
                self._unread += heard.ops
                if len(self._unread) > MOST_UNREAD:
                    _ = self.page
            case Done():
                self.at = max(self.at, heard.at)
                self.mine |= heard.mine
        self._tell()

    def _tell(self) -> None:
        """Wake everybody who waits for a change."""
        self._changed.set()
        self._changed = asyncio.Event()


def _not_busy(fetched: Fetched) -> Fetched:
    if fetched.status in BUSY:
        raise OSError(f"it is busy ({fetched.status})")
    return fetched
