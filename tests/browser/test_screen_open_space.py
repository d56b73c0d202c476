"""Open space on the screen with the longest texts, many rooms and many pages: nothing scrolls, is cut or lies on something else,
on four sizes of projector; letters can be read from the back; axe finds nothing; also under the bell."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator

import pytest
import tomli_w
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import axe, looked_at_by_all
from tests.browser.people import People, is_live, press
from tests.browser.test_screen import LONG_WORD, all_well, every_page, too_small, written

BOARD, MARKET, HARVEST, GRAPHICS = 1, 2, 3, 4
ROOMS, TIMES, TOPICS = 8, 6, 30


def plan_of(*, is_long: bool) -> str:
    def room(number: int) -> str:
        return written(60, f"Room {number}, {LONG_WORD} ") if is_long else f"Room {number}"

    kinds = ("board", "market", "harvest", "graphics")
    return tomli_w.dumps(
        {
            "title": written(120, "Our day: ") if is_long else "Our day",
            "room": [{"id": f"r{n}", "name": room(n), "seats": 20} for n in range(ROOMS)],
            "slot": [{"id": f"s{n}", "starts": f"{n + 9:02}:00", "ends": f"{n + 9:02}:40"} for n in range(TIMES)],
            "programme": [
                {
                    "starts": "10:00",
                    "ends": "11:20",
                    "title": "Workshops",
                    "workshops": [
                        {"title": written(120, "Session: "), "host": "Fiona", "room": where, "places": 30}
                        for where in (room(2), "Chapel")
                    ],
                }
            ],
            "item": [{"kind": kind, "title": written(200, f"{kind}: "), "text": written(600)} for kind in kinds]
            if is_long
            else [{"kind": kind, "title": f"Open space: {kind}"} for kind in kinds],
        }
    )


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module", params=["usual words", "the longest texts"])
def day(request: pytest.FixtureRequest, own_machine: Server) -> Day:
    """Proposals are quiet, and there are as many as a morning brings."""
    is_long = request.param == "the longest texts"
    day = own_machine.day(plan_of(is_long=is_long))
    day.role("facilitator").do("be_quiet")
    for number in range(TOPICS):
        day.joined().do(
            "propose_topic",
            title=(LONG_WORD * 3)[:120] if is_long and number == 3 else title(number, is_long=is_long),
            why=written(600) if is_long else "We give our time, and then a form comes.",
            host=written(60, "Isobel, ") if is_long else "Isobel",
            needs=written(200) if is_long else "Big print",
            quiet="yes",
            screen="yes",
        )
    return day


@pytest.fixture(scope="module")
def screen(people: People, day: Day) -> Page:
    return people.screen(day)


def title(number: int, *, is_long: bool) -> str:
    return written(120, f"{number}. ") if is_long else f"Topic {number}: who holds the pen, and who writes it down?"


def shown(screen: Page, day: Day, item: int) -> None:
    before = screen.locator("h1").inner_text()
    day.show(item)
    expect(screen.locator("h1")).not_to_have_text(before)


def test_the_market_from_quiet_proposals_to_a_pitch(screen: Page, day: Day) -> None:
    shown(screen, day, MARKET)
    expect(screen.locator(".stage-quiet__number")).to_have_text(str(TOPICS))
    all_well(screen, "quiet")
    assert too_small(screen) == []
    day.chair.do("open_market")
    expect(screen.locator("#stage-proposals")).to_be_visible()
    assert every_page(screen, day, MARKET, "market") > 1
    day.chair.do("pitch_topic")
    expect(screen.locator(".stage-pitch")).to_be_visible()
    expect(screen.locator(".stage-timer [data-left]")).to_be_visible()
    all_well(screen, "pitch")
    assert too_small(screen) == []
    day.chair.do("end_pitch")
    expect(screen.locator("#stage-proposals")).to_be_visible()


def test_the_timetable_also_under_the_bell(screen: Page, day: Day) -> None:
    desk = day.role("facilitator")
    cells = [f"s{slot}/r{room}" for slot in range(TIMES) for room in range(ROOMS) if (slot + room) % 3 and room != 2]
    for number, cell in enumerate(cells[:TOPICS], 1):
        desk.do("place_topic", topic=number, to=cell)
    shown(screen, day, BOARD)
    assert every_page(screen, day, BOARD, "board") > 1
    desk.do("ring_bell", slot="s1", minutes=5)
    expect(screen.locator("#stage-bell")).to_be_visible()
    all_well(screen, "board under the bell")
    desk.do("still_bell")
    expect(screen.locator("#stage-bell")).to_have_count(0)


def test_the_harvest(screen: Page, day: Day) -> None:
    for number in range(1, TOPICS, 2):
        someone = day.joined()
        someone.do("write_note", about=f"topic/{number}", kind="line", text=written(200))
        someone.do("write_note", about=f"topic/{number}", kind="quote", text=written(300))
    shown(screen, day, HARVEST)
    expect(screen.get_by_text("without a note yet.")).to_be_visible()
    assert every_page(screen, day, HARVEST, "harvest") > 3


@pytest.mark.parametrize(("width", "height"), [(1600, 900), (500, 2000)])
def test_a_drawing(screen: Page, day: Day, width: int, height: int) -> None:
    desk = day.role("facilitator")
    file = io.BytesIO()
    Image.new("RGB", (width, height), (250, 210, 70)).save(file, "PNG")
    words = {"id": secrets.token_urlsafe(18), "alt": written(600), "by": written(60, "Rosa, "), "about": "topic/1"}
    desk.client.post("/facilitator/drawing", data=words, files={"file": ("drawing.png", file.getvalue(), "image/png")})
    day.show(GRAPHICS)
    picture = screen.locator(".stage-drawing__picture")
    expect(picture).to_be_visible()
    pages = screen.locator(".stage-foot__page")
    if height > width:
        day.chair.do("turn_page", item=GRAPHICS, number=2)
        expect(pages).to_have_text("Page 2 of 2")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("drawing => drawing.naturalWidth") > 0
    all_well(screen, "a drawing")
    assert too_small(screen) == []
    high = picture.evaluate("drawing => drawing.getBoundingClientRect().height / innerHeight")
    assert high > 0.4, "the drawing has most of the room"


def test_the_chair_leads_through_the_market(people: People, day: Day, screen: Page) -> None:
    chair = people.chair(day)
    shown(screen, day, MARKET)
    expect(chair.get_by_role("heading", name="Market place")).to_be_visible()
    press(chair, "Next pitch")
    expect(screen.locator(".stage-pitch")).to_be_visible()
    before = screen.locator("h1").inner_text()
    phone = people.phone(day)
    press(phone, "Listen")
    expect(phone.get_by_role("button", name="Listen")).to_have_attribute("aria-pressed", "true")
    assert looked_at_by_all(phone, least=44) == []
    assert axe(chair, "light", "dark") == []
    press(chair, "Next pitch")
    expect(screen.locator("h1")).not_to_have_text(before)
    press(chair, "End this pitch")
    expect(screen.locator("#stage-proposals")).to_be_visible()
    is_live(chair)
