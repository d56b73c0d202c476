"""A server and one kind of browser, and those who hold one: phones, the chair, a facilitator, the projector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.browser.hall import Day, Server
from tests.other_browsers.page import Page

PHONE = (390, 844)
DESK = (1280, 800)
PROJECTOR = (1920, 1080)
EXPECTED_WHILE_GONE = ("establish a connection", "interrupted while the page", "WebSocket", "NetworkError", "error: *$")
"""What browsers say of a server that is not there."""


class Browser(Protocol):
    name: str

    def page(self, who: str, width: int, height: int) -> Page:
        """A window of somebody who shares nothing with others."""


class House(Server):
    """A server that can also be stopped as Ctrl+C does it."""

    @property
    def is_there(self) -> bool:
        return self._process is not None

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._gone()


class Hall:
    """One conference, and the pages that are open. What they complain about is kept, but for what is `expected`."""

    def __init__(self, server: House, browser: Browser, plan: str | None = None) -> None:
        self.server = server
        self.browser = browser
        self.day: Day = server.day(plan)
        self.expected: list[str] = []
        self.notes: list[str] = []
        """What is worth telling of a story that went well."""
        self._pages: list[Page] = []

    def page(self, who: str, size: tuple[int, int] = PHONE) -> Page:
        page = self.browser.page(who, *size)
        self._pages.append(page)
        return page

    def phone(self, who: str = "a phone", path: str = "") -> Page:
        """A delegate who has come by the link and joined."""
        page = self.page(who)
        page.open(self.day.join_link)
        page.press("Take part")
        page.sees("Now", "Labels", "Open space")
        if path:
            page.open(self.day.url(path))
        page.is_live()
        return page

    def by_link(self, role: str, size: tuple[int, int] = PHONE) -> Page:
        page = self.page(f"the {role}", size)
        page.open(self.day.links[role])
        page.press("Open it on this device")
        page.sees_no("Open it on this device")
        page.is_live()
        return page

    def screen(self, size: tuple[int, int] = PROJECTOR) -> Page:
        page = self.page("the screen", size)
        page.open(self.day.url("screen"))
        page.is_live()
        return page

    def complaints(self) -> list[str]:
        every = [f"{page.who}: {one}" for page in self._pages for one in page.hears_itself()]
        return [one for one in every if not any(re.search(known, one) for known in self.expected)]

    def pictures(self, folder: Path, name: str) -> None:
        """What everybody sees, for finding out what went wrong."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self._pages):
            (folder / f"{name}-{number}-{page.who.replace(' ', '-')}.png").write_bytes(page.picture())

    def leave(self) -> None:
        for page in self._pages:
            page.close()


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[House]:
    """A server with these settings, on a folder of its own."""
    folder.mkdir(parents=True)
    (folder / "live.toml").write_text("".join(f'{name} = "{value}"\n' for name, value in settings.items()))
    with House(folder) as server:
        yield server
