"""Those who have a browser open: delegates with phones, the chair, a facilitator, and the projector.

Everybody has a context of their own, as everybody in the hall has a device of their own.
"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from tests.browser.hall import Day

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PATIENCE_MS = 20_000  # until a test gives up; what comes sooner is not waited for
DOUBLE_TAP_MS = 500
BACK_MS = 15_000  # pauses between tries grow to ten seconds
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}


class People:
    """Those who have a browser open. Each gets a page; what their pages complain about is kept in `complaints`."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._expected: list[str] = []
        self.complaints: list[str] = []

    def somebody(self, device: dict[str, Any], **more: Any) -> Page:
        context = self._browser.new_context(**{**device, **more})
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._on_console)
        context.on("weberror", lambda problem: self.complaints.append(f"error: {problem.error}"))
        context.on("response", self._on_response)
        if more.get("java_script_enabled", True):
            context.clock.install()
        self._contexts.append(context)
        return context.new_page()

    def phone(self, day: Day, path: str = "", **more: Any) -> Page:
        """A delegate's phone that has joined."""
        page = self.somebody(PHONE, **more)
        page.goto(day.url("join"))
        page.get_by_role("button", name="Take part").click()
        expect(page.get_by_role("navigation", name="Parts of the day")).to_be_visible()
        if path:
            page.goto(day.url(path))
        if more.get("java_script_enabled", True):
            is_live(page)
        return page

    def chair(self, day: Day, **more: Any) -> Page:
        """The chair's phone, in by the secret link."""
        return self._by_link(day.links["chair"], PHONE, **more)

    def facilitator(self, day: Day, **more: Any) -> Page:
        """A facilitator's laptop, in by the secret link."""
        return self._by_link(day.links["facilitator"], LAPTOP, **more)

    def screen(self, day: Day, **more: Any) -> Page:
        """The projector."""
        page = self.somebody(PROJECTOR, **more)
        page.goto(day.url("screen"))
        is_live(page)
        return page

    def _by_link(self, link: str, device: dict[str, Any], **more: Any) -> Page:
        page = self.somebody(device, **more)
        page.goto(link)
        page.get_by_role("button", name="Open it on this device").click()
        expect(page.get_by_role("main")).not_to_contain_text("Open it on this device")
        if more.get("java_script_enabled", True):
            is_live(page)
        return page

    def expect_complaints(self, *patterns: str) -> None:
        """Complaints that belong to what the test does, such as a network that is taken away."""
        self._expected += patterns

    @property
    def unexpected(self) -> list[str]:
        return [each for each in self.complaints if not any(re.search(known, each) for known in self._expected)]

    def leave(self) -> None:
        self._expected.append("WebSocket is closed before the connection is established")  # by us, just now
        for context in self._contexts:
            context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")


def is_connected(page: Page) -> None:
    """Wait until the page is welcome on its socket, where it has one."""
    if (sign := page.locator(".connection")).count():
        expect(sign.first).to_have_attribute("data-state", "live", timeout=BACK_MS)


def is_live(page: Page) -> None:
    """Wait until the page is connected, and all its scripts hear what is done on it. People need not wait: pages work before, and
    a script that comes late puts right what it finds. But a test must know which of the two it tests."""
    page.wait_for_load_state()
    is_connected(page)
    page.evaluate(
        """() => Promise.all([...document.querySelectorAll("[data-script]")].map((part) => import(part.dataset.script)))
          .then((scripts) => scripts.length)"""
    )


def reload(page: Page) -> None:
    """Load the page again, and wait until all of it is there."""
    page.reload()
    is_live(page)


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """Follow a link, and wait until the page that it leads to is live. (A tap is over before the old page is gone.)"""
    link = page.get_by_role("link", name=name, exact=exact)
    with page.expect_navigation():
        if page.evaluate("navigator.maxTouchPoints"):
            link.tap()
        else:
            link.click()
    is_live(page)


def double_tap(page: Page, button: Locator) -> None:
    """Two taps in a row, by the page's clock at the same moment: a machine that is busy in between makes no slow finger of it."""
    button.wait_for()
    now = page.evaluate("Date.now()") / 1_000
    page.clock.set_fixed_time(now)
    button.dblclick()
    page.clock.set_system_time(now)


def press(page: Page, name: str, *, exact: bool = False) -> None:
    """Press a button: with a finger where there is a touch screen. As people do, some time after the last one: two taps at once
    count as one, also where the button has become another one in between."""
    button = page.get_by_role("button", name=name, exact=exact)
    button.wait_for()
    page.clock.fast_forward(DOUBLE_TAP_MS)
    if page.evaluate("navigator.maxTouchPoints"):
        button.tap()
    else:
        button.click()
