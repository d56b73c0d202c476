"""`make shots`: every page and state as pictures in `shots/`, to be looked at before somebody in a hall has to.

A server with the shipped plan, sixty simulated delegates, and the day from the first minute to the last. What a page complains
about, an icon that is not there and a page that scrolls sideways are told at the end, and the command then fails.
"""

from __future__ import annotations

import asyncio
import io
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from live import crowd, plans
from tests.browser.conftest import FLAGS
from tests.browser.hall import (
    BOARD,
    CHOICE,
    FORMATS,
    GRAPHICS,
    HARVEST,
    MARKET,
    MESSAGE,
    PAUSE,
    POLLS,
    PRIORITY,
    SCALE,
    TIMER,
    WALL,
    WORDS,
    Day,
    Server,
)
from tests.browser.people import PHONE as PHONE_DEVICE
from tests.browser.people import People, press
from tests.running import REPOSITORY

PEOPLE = 60
TOPICS, PLACED, LABELS = 12, 9, 120  # what the demo brings
SESSION = 5  # the first of the morning, by its number in the programme
FOLDER = REPOSITORY / "shots"
PHONE = ((390, 844, "light"), (390, 844, "dark"), (320, 640, "light"))
SCREEN = ((1920, 1080, "dark"), (1280, 720, "dark"))
CHAIR = ((390, 844, "light"), (390, 844, "dark"), (1024, 768, "light"))
DESK = ((1280, 800, "light"), (1280, 800, "dark"), (1024, 768, "light"))
WAIT_MS = 60_000
TALLEST = 6_000  # of a picture; there are 120 labels
NO_ICON = """[...document.querySelectorAll("use")]
  .map((use) => use.getAttribute("href")).filter((href) => href[0] === "#" && !document.querySelector(href))"""
ALL_OF_IT = "document.documentElement.scrollHeight"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Album:
    """Takes the pictures and keeps what is wrong with the pages."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def take(self, name: str, page: Page, looks: tuple[tuple[int, int, str], ...], *, whole: bool = True) -> None:
        for width, height, scheme in looks:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": height})
            if (
                whole
            ):  # as a very tall device shows it: bars that stick to an edge would stand in the middle of a long picture
                page.set_viewport_size({"width": width, "height": min(TALLEST, max(height, page.evaluate(ALL_OF_IT)))})
            where = f"{name}-{width}" + ("-dark" if scheme == "dark" and looks is not SCREEN else "")
            page.screenshot(path=FOLDER / f"{where}.png", animations="disabled")
            self.problems += [f"{where}: there is no {icon}" for icon in page.evaluate(NO_ICON)]
            if (over := page.evaluate(TOO_WIDE)) > 0:
                self.problems.append(f"{where}: {over} px too wide")


@contextmanager
def a_crowd(day: Day) -> Iterator[None]:
    """Simulated delegates who live their day in a thread of their own, as fast as it goes."""
    loop = asyncio.new_event_loop()
    demo = crowd.read_demo(plans.demo_text("co-production"))
    living = crowd.live_a_day(
        day.server.url, day.code, demo, PEOPLE, pace=0, origin=day.server.url, facilitator=day.links["facilitator"]
    )
    task = loop.create_task(living)

    def live() -> None:
        try:
            loop.run_until_complete(asyncio.wait([task]))
        finally:
            loop.close()

    thread = threading.Thread(target=live)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()


class Shooting:
    """The day, scene by scene."""

    def __init__(self, album: Album, people: People, day: Day) -> None:
        self.album, self.people, self.day = album, people, day

    def tell(self) -> None:
        self.the_front_door()
        self.phone = self.people.phone(self.day)
        self.screen = self.people.screen(self.day)
        self.chair = self.people.chair(self.day)
        self.before_the_day()
        with a_crowd(self.day):
            self.wall_and_board()
            self.the_questions()
            self.the_afternoon()
        self.the_closing()
        self.desks()
        self.after_the_day()
        self.doors()
        self.no_network()

    def everybody(self, name: str, *, chair: bool = False) -> None:
        """The same moment on a phone and on the screen, and on the chair's devices."""
        self.album.take(f"phone-{name}", self.phone, PHONE)
        self.album.take(f"screen-{name}", self.screen, SCREEN, whole=False)
        if chair:
            self.album.take(f"chair-{name}", self.chair, CHAIR)

    def phone_page(self, name: str, path: str) -> None:
        self.phone.goto(self.day.url(path))
        expect(self.phone.locator(".connection")).to_have_attribute("data-state", "live")
        self.album.take(f"phone-{name}", self.phone, PHONE)

    def shown(self, words: str) -> None:
        """Wait until phone and screen show it."""
        for page in (self.phone, self.screen):
            expect(page.get_by_role("main")).to_contain_text(words, timeout=WAIT_MS)

    def back_to_now(self) -> None:
        self.phone.goto(self.day.url())
        expect(self.phone.locator(".connection")).to_have_attribute("data-state", "live")

    def the_front_door(self) -> None:
        page = self.people.somebody({})
        for name, address in (
            ("front", self.day.server.url),
            ("no-such-code", f"{self.day.server.url}/000000"),
            ("no-such-page", self.day.url("nowhere")),
            ("join", self.day.url()),
            ("enter", self.day.links["chair"]),
            ("operator", self.day.server.operator_link),
        ):
            page.goto(address)
            self.album.take(f"door-{name}", page, PHONE)
        press(page, "Open it on this device")
        self.album.take("door-new", page, DESK)
        page.get_by_label("Title of the day").fill("Growing old in the Highlands")
        press(page, "Make the conference")
        expect(page.get_by_role("heading", name="is ready")).to_be_visible()
        self.album.take("door-made", page, DESK)

    def before_the_day(self) -> None:
        self.everybody("waiting", chair=True)
        self.day.show(MESSAGE)
        self.shown("Nobody here is only a visitor")
        self.everybody("message")

    def wall_and_board(self) -> None:
        self.day.show(WALL)
        self.shown("One thing to contribute")
        wall = self.people.phone(self.day, "wall")
        expect(self.people.facilitator(self.day).locator("[data-drag-topic]")).to_have_count(TOPICS, timeout=WAIT_MS)
        expect(wall.locator("#wall-size")).to_contain_text(str(LABELS), timeout=WAIT_MS)
        self.everybody("wall-item", chair=True)
        self.phone_page("wall-write", "wall/write")
        self.phone.get_by_label("I want to ask").fill("Who pays for the bus, and who asked them to?")
        self.album.take("phone-wall-write-filled", self.phone, PHONE)
        press(self.phone, "Hang it on the wall")
        self.phone_page("wall", "wall")
        self.phone_page("questions", "questions")
        self.phone_page("programme", "programme")
        self.phone_page("my-day", "my-day")
        self.phone_page("visits", "visits")
        self.back_to_now()
        self.the_market()
        self.day.show(BOARD)
        self.shown("Open space: what do you want to talk about?")
        expect(self.screen.locator(".count__number")).to_have_text(str(TOPICS - PLACED), timeout=WAIT_MS)
        self.everybody("board-item", chair=True)
        self.phone_page("board", "board")
        self.phone_page("propose", "board/propose")
        self.phone.goto(self.day.url("board"))
        self.phone.locator(".talk__title a").first.click()
        expect(self.phone.get_by_role("button", name="Listen")).to_be_visible()
        self.album.take("phone-topic", self.phone, PHONE)
        self.back_to_now()

    def the_market(self) -> None:
        """Proposals, and a pitch. Quiet they were before: this day begins with topics that stand on the board."""
        self.day.show(MARKET)
        self.shown("one minute for each topic")
        self.everybody("market-item", chair=True)
        self.day.chair.do("pitch_topic")
        expect(self.screen.locator(".stage-pitch")).to_be_visible()
        expect(self.phone.get_by_role("button", name="Listen")).to_be_visible()
        self.everybody("pitch", chair=True)
        self.day.chair.do("end_pitch")

    def the_closing(self) -> None:
        """What came out of the rooms, and what was drawn."""
        for number, line in ((1, "Pay in cash before people go home."), (2, "Design the corridor first.")):
            someone = self.day.joined("Ann")
            someone.do("write_note", about=f"topic/{number}", kind="line", text=line)
            someone.do("write_note", about=f"topic/{number}", kind="quote", text="Nobody had asked me before.")
        self.day.show(HARVEST)
        self.shown("What came out of the rooms")
        self.everybody("harvest-item", chair=True)
        self.phone_page("harvest", "harvest/topic/1")
        self.phone_page("my-day", "my-day")
        self.phone_page("visits", "visits")
        self.phone_page("session", f"session/{SESSION}")
        self.back_to_now()
        drawing = io.BytesIO()
        Image.new("RGB", (1600, 1000), (255, 217, 77)).save(drawing, "PNG")
        self.day.role("facilitator").client.post(
            "/facilitator/drawing",
            data={"id": secrets.token_urlsafe(18), "alt": "A circle of chairs, one of them empty.", "by": "Rosa"},
            files={"file": ("drawing.png", drawing.getvalue(), "image/png")},
        )
        self.day.show(GRAPHICS)
        self.shown("A circle of chairs")
        expect(self.screen.locator(".stage-drawing__picture")).to_have_js_property("complete", True)
        self.everybody("graphics-item", chair=True)

    def the_questions(self) -> None:
        for item, name, vote in ((SCALE, "scale", "4"), (CHOICE, "choice", "Yes, a little"), (WORDS, "words", "")):
            self.day.ask(item)
            send = self.phone.get_by_role("button", name="Send my")
            expect(send).to_be_visible()
            self.voted()
            self.everybody(f"{name}-open", chair=True)
            if vote:
                self.phone.get_by_label(vote).check()
            else:
                self.phone.get_by_role("textbox").fill("Ask first, plan later")
            self.album.take(f"phone-{name}-filled", self.phone, PHONE)
            send.tap()
            expect(self.phone.get_by_role("button", name="Change my")).to_be_visible()
            self.album.take(f"phone-{name}-counted", self.phone, PHONE)
            self.day.close(item)
            self.shown("closed")
            self.everybody(f"{name}-closed", chair=True)
            self.result(item, name)

    def the_afternoon(self) -> None:
        for item, name in ((FORMATS, "formats"), (PRIORITY, "priority")):
            self.day.ask(item)
            expect(self.phone.get_by_role("button", name="Send my")).to_be_visible()
            self.voted()
            self.everybody(f"{name}-open", chair=True)
            self.day.close(item)
            self.result(item, name)
        self.day.show(TIMER)
        self.shown("Open space, first round")
        self.everybody("timer-before", chair=True)
        self.day.chair.do("start_timer", minutes="40")
        expect(self.screen.locator("[data-ends]")).to_be_visible()
        self.everybody("timer", chair=True)
        self.day.chair.do("stop_timer")
        self.day.show(PAUSE)
        self.shown("Lunch")
        self.everybody("pause")
        self.day.chair.do("blank_screen", on="yes")
        expect(self.screen.get_by_text("Lunch")).to_be_hidden()
        self.everybody("blank", chair=True)
        self.day.chair.do("blank_screen", on="no")

    def voted(self) -> None:
        """Wait until the crowd has voted; the phone here has not."""
        expect(self.chair.locator(".turnout .number").first).to_have_text(str(PEOPLE), timeout=WAIT_MS)

    def result(self, item: int, name: str) -> None:
        self.day.chair.do("show_result", poll=POLLS[item], round=1)
        expect(self.phone.get_by_text("Result", exact=True)).to_be_visible()
        expect(self.screen.get_by_text("closed")).to_be_hidden()
        self.everybody(f"{name}-result", chair=True)

    def desks(self) -> None:
        for name, path in (
            *(("plan", "chair/plan"), ("plan-item", f"chair/plan/{FORMATS}")),
            *(("wall", "chair/plan/add/wall"), ("questions", "chair/questions")),
        ):
            self.chair.goto(self.day.url(path))
            self.album.take(f"chair-{name}", self.chair, CHAIR)
        facilitator = self.people.facilitator(self.day)
        for name, path in (
            ("board", ""),
            ("market", "/market"),
            ("suggested", "/timetable"),
            ("places", "/places"),
            ("print-doors", "/print/doors"),
            ("print-timetable", "/print/timetable"),
            ("programme", "/programme"),
            ("harvest", "/harvest"),
            ("feed", "/feed"),
            ("drawings", "/drawings"),
            ("visits", "/visits"),
            ("themes", "/themes"),
            ("put-under", "/themes/label/1"),
            ("labels", "/labels"),
            ("words", "/labels/words"),
            ("paper-labels", "/labels/paper/ask"),
            ("sheets", "/labels/sheets?what=hung-0"),
            ("questions", "/questions"),
        ):
            facilitator.goto(self.day.url(f"facilitator{path}"))
            self.album.take(f"facilitator-{name}", facilitator, DESK)
        facilitator.goto(self.day.url("report"))
        self.album.take("report", facilitator, DESK[:1])

    def after_the_day(self) -> None:
        """Publishing the write-up, comments on it, and what was agreed."""
        chair = self.day.chair
        chair.do("agree_action", what="Ask for a bus on Sundays", outcome="A yes or a no", who="Moira", until="June")
        chair.do("update_action", action=1, text="They said yes: from September on.", state="done")
        chair.do("agree_action", what="Print the song book in large letters")
        chair.do("publish_write_up", state="draft")
        self.day.joined("Ann").do("make_comment", about="themes", text="Meals were more than this.", name="Ann")
        for name, path in (("write-up", "chair/report"), ("owners", "chair/owners")):
            self.chair.goto(self.day.url(path))
            self.album.take(f"chair-{name}", self.chair, CHAIR)
        facilitator = self.people.facilitator(self.day)
        for name in ("actions", "comments"):
            facilitator.goto(self.day.url(f"facilitator/{name}"))
            self.album.take(f"facilitator-{name}", facilitator, DESK)
        for name, path in (("actions", "actions"), ("comments", "report/comments"), ("write-up", "report")):
            self.phone.goto(self.day.url(path))
            self.album.take(f"phone-{name}", self.phone, PHONE)
        self.back_to_now()

    def doors(self) -> None:
        """Who can vote: the chair's page, a sheet, and the pages of who needs a badge or shares a device."""
        self.people.expect_complaints("status of 422")
        self.chair.goto(self.day.url("chair/doors"))
        self.album.take("chair-doors", self.chair, CHAIR)
        self.day.chair.do("choose_door", door="badges", helpers="yes")
        self.day.chair.do("make_badges", many=30)
        self.chair.goto(self.day.url("chair/doors"))
        self.album.take("chair-doors-badges", self.chair, CHAIR)
        for sheet in ("3x8", "3x7"):
            self.chair.goto(self.day.url(f"chair/badges?sheet={sheet}"))
            self.album.take(f"chair-badges-{sheet}", self.chair, DESK[:1])
        newcomer = self.people.somebody(PHONE_DEVICE)
        newcomer.goto(self.day.url())
        self.album.take("phone-join-badge", newcomer, PHONE)
        press(newcomer, "Take part")
        expect(newcomer.get_by_text("To vote here you need a badge.")).to_be_visible()
        self.album.take("phone-no-badge", newcomer, PHONE)
        newcomer.goto(self.day.url("badge"))
        newcomer.get_by_label("The code on your badge").fill("KRTM-4PXW-C")
        press(newcomer, "Use this badge here")
        expect(newcomer.get_by_role("alert")).to_be_visible()
        self.album.take("phone-badge", newcomer, PHONE)
        newcomer.goto(self.day.url("table"))
        press(newcomer, "Add a person")
        expect(newcomer.get_by_text("Now answering")).to_be_visible()
        self.album.take("phone-table", newcomer, PHONE)
        newcomer.goto(self.day.url())
        expect(newcomer.get_by_text("Now answering")).to_be_visible()
        self.album.take("phone-turn", newcomer, PHONE)
        self.day.chair.do("choose_door", door="open")

    def no_network(self) -> None:
        self.people.expect_complaints("ERR_INTERNET_DISCONNECTED", "WebSocket")
        self.day.show(WALL)
        self.phone_page("wall-write-again", "wall/write")
        self.phone.get_by_label("I want to ask").fill("Is anybody there?")
        self.phone.context.set_offline(True)
        press(self.phone, "Hang it on the wall")
        expect(self.phone.locator(".connection")).to_have_attribute("data-state", "offline", timeout=WAIT_MS)
        expect(self.phone.locator("#outbox")).to_be_visible()
        self.album.take("phone-offline", self.phone, PHONE)
        self.screen.context.set_offline(True)
        expect(self.screen.locator(".connection")).to_have_attribute("data-state", "offline", timeout=WAIT_MS)
        self.album.take("screen-offline", self.screen, SCREEN, whole=False)


def main() -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    album = Album()
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder) / "hall") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        people = People(browser)
        people.expect_complaints("status of 404")
        Shooting(album, people, server.day()).tell()
        album.problems += people.unexpected
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures are in {FOLDER}.")
    print(*album.problems, sep="\n", file=sys.stderr)
    return 1 if album.problems else 0


if __name__ == "__main__":
    sys.exit(main())
