"""The steps that the browser tests of all kinds of question share: a hall with one question, the three ways to answer it (with a
finger, with a keyboard, without scripts), and a look at it in every state by everybody whom it might shut out.

With `SHOTS` in the environment the looks leave pictures in `shots/kinds/`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Page, expect

from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls import Terms
from live.conference.polls.kinds import AnyQuestion
from tests.browser.hall import Day, Server
from tests.browser.looking import SCHEMES, axe, cut_off, looked_at_by_all, overlaps
from tests.browser.people import LAPTOP, People, is_live, press, reload
from tests.running import REPOSITORY

THUMB = 44
SCREENS = ((1280, 720), (1920, 1080), (1280, 800), (1024, 768))
PICTURES = REPOSITORY / "shots" / "kinds"


class Voting:
    """A hall in which one question is open and on the screen. Its poll is number 1, and this is its first round."""

    def __init__(
        self,
        server: Server,
        people: People,
        question: AnyQuestion,
        title: str = "What matters most for the next day like this one?",
        terms: Terms | None = None,
    ) -> None:
        item = PlannedItem("poll", title, question=question, terms=terms or Terms())
        self.people = people
        self.question = question
        self.day: Day = server.day(plan_as_text(Plan(title="Sharing our strengths", items=(item,))))
        self.day.chair.do("show_item", item=1)
        self.day.chair.do("open_poll", poll=1, round=1)

    # three ways to answer

    def by_touch(self) -> Page:
        """A phone, used with a finger."""
        return self.people.phone(self.day)

    def by_keyboard(self) -> Page:
        """A laptop without a mouse: only keys are pressed in the tests that use it."""
        page = self.people.somebody(LAPTOP)
        page.goto(self.day.url("join"))
        page.get_by_role("button", name="Take part").press("Enter")
        expect(page.get_by_role("navigation", name="Parts of the day")).to_be_visible()
        is_live(page)
        return page

    def without_scripts(self) -> Page:
        """A phone that runs no scripts: links and forms."""
        return self.people.phone(self.day, java_script_enabled=False)

    def send(self, page: Page) -> None:
        """Send the vote with a finger (or, without scripts, a click), and see that it is in."""
        if page.evaluate("document.querySelector('[data-live]') !== null && navigator.maxTouchPoints > 0 && 1") == 1:
            press(page, "Send my vote")
        else:
            page.get_by_role("button", name="Send my vote").click()
        self.is_in(page)

    def send_by_keyboard(self, page: Page) -> None:
        """Walk on with Tab to the button that sends, and press Enter."""
        walk_to(page, "button", "Send my vote")
        page.keyboard.press("Enter")
        self.is_in(page)

    def is_in(self, page: Page) -> None:
        expect(page.get_by_text("Your vote is in. You can change it until voting closes.")).to_be_visible()

    # what the server has

    def said(self, page: Page) -> str:
        """How the vote is read back on the phone."""
        return re.sub(r"\s+", " ", page.locator("[data-receipt]").inner_text()).strip()

    def filled(self, voters: int = 12) -> None:
        """So many others vote, by plain forms, each as somebody might."""
        for number in range(voters):
            fields = self.question.imagine(Random(number).randrange)
            caller = self.day.joined()
            caller.do("cast_vote", poll=1, round=1, **{name: list(values) for name, values in fields.items()})

    def reveal(self) -> dict[str, Any]:
        """Close the question, show its result, wait until it is counted, and give it as the write-up has it."""
        self.day.chair.do("close_poll", poll=1, round=1)
        self.day.chair.do("show_result", poll=1, round=1, confirm="yes")
        chair = self.people.chair(self.day)
        expect(chair.locator("#chair-item")).to_contain_text("Result shown")  # votes on their way are let in first
        [asked] = self.day.chair.client.get("/report.json").json()["questions"]
        result: dict[str, Any] = asked["rounds"][0]["result"]
        return result

    # looking

    def looked_at(self, *, voters: int = 12, states: Sequence[str] = ("open", "result")) -> list[str]:
        """What somebody might complain about, on a phone and on the screen, while the question is open and with its result."""
        phone, screen = self.by_touch(), self.people.screen(self.day)
        phone.bring_to_front()
        complaints: list[str] = []
        if "open" in states:
            expect(phone.get_by_role("button", name="Send my vote")).to_be_visible()
            complaints += self._on_the_phone(phone, "open")
            complaints += self._on_the_screen(screen, "open")
        if "result" in states:
            self.filled(voters)
            self.reveal()
            for page in (phone, screen):
                reload(page)
            expect(phone.locator(".status").first).to_contain_text("Result")
            complaints += self._on_the_phone(phone, "result")
            complaints += self._on_the_screen(screen, "result")
        return complaints

    def _on_the_phone(self, page: Page, state: str) -> list[str]:
        complaints = [f"phone, {state}: {each}" for each in looked_at_by_all(page, least=THUMB)]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            self.picture(page, f"{state}-phone-{scheme}", full_page=True)
        page.emulate_media(color_scheme="light")
        return complaints

    def _on_the_screen(self, page: Page, state: str) -> list[str]:
        complaints = axe(page, *SCHEMES)
        for width, height in SCREENS:
            complaints += cut_off(page, width, height, whole=True)
            complaints += overlaps(page)
            self.picture(page, f"{state}-screen-{width}")
        return [f"screen, {state}: {each}" for each in complaints]

    def picture(self, page: Page, name: str, *, full_page: bool = False) -> None:
        """A picture to be looked at by people, where pictures are wanted."""
        if "SHOTS" in os.environ:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(PICTURES, f"{self.question.kind}-{name}.png"), full_page=full_page)


def walk_to(page: Page, role: str, name: str) -> None:
    """Press Tab until this control has the focus; backwards once round if it is not ahead."""
    wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]  # any role of ARIA
    wanted.first.wait_for()
    wanted.first.evaluate("element => { window.wanted = element }")  # a mark on it would go with the next frame
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === window.wanted"):
            return
    raise AssertionError(f"{role} “{name}” cannot be reached with Tab")
