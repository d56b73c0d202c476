"""Door signs and the timetable as real PDFs: eight rooms, six times, the longest titles. Nothing is cut, each is on its paper and
says when it was true; and what is open to be printed follows the board."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import tomli_w
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import axe, cut_off
from tests.browser.people import People
from tests.browser.test_report import squeezed
from tests.browser.test_screen import written

ROOMS, TIMES, TOPICS = 8, 6, 40
SESSION = "The first conversation"
A4, A4_WIDE, A3_WIDE = (595, 842), (842, 595), (1191, 842)
FOLLOWS_MS = 5_000
# A function that sets it: what Playwright evaluates to a function is called, and so something would be printed at once.
NOTE_WHAT_IS_PRINTED = """() => {
  window.print = () => { window.printed = document.querySelectorAll("td b, .sign__title").length; };
}"""
PLAN = tomli_w.dumps(
    {
        "title": written(120, "Our day: "),
        "room": [
            {"id": f"r{n}", "name": written(60, f"Room {n}, "), "seats": 20, "offers": ["step_free", "quiet"]}
            for n in range(ROOMS - 1)
        ]
        + [{"id": "r7", "name": "Hall"}],
        "slot": [{"id": f"s{n}", "starts": f"{n + 9:02}:00", "ends": f"{n + 9:02}:40"} for n in range(TIMES)],
        "programme": [
            {
                "starts": starts,
                "ends": "",
                "title": "Workshops",
                "workshops": [{"title": SESSION, "host": written(60, "Fiona, "), "room": room, "places": 30}],
            }
            for starts, room in (("14:00", "Hall"), ("17:00", "Chapel"))
        ],
    }
)


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module")
def day(own_machine: Server) -> Day:
    """A board that is full but for its last places."""
    day = own_machine.day(PLAN)
    desk = day.role("facilitator")
    hosts = [day.joined("Isobel") for _ in range(TIMES)]
    for number in range(TOPICS):
        hosts[number // ROOMS].do("propose_topic", title=title(number), host=written(60, "Isobel, "))
        desk.do("place_topic", topic=number + 1, to=f"s{number // ROOMS}/r{number % ROOMS}")
    return day


@pytest.fixture(scope="module")
def desk(people: People, day: Day) -> Page:
    return people.facilitator(day)


def title(number: int) -> str:
    return written(116, f"{number}. ") + " END"


def printed(desk: Page, day: Day, path: str, folder: Path) -> tuple[list[str], list[tuple[int, ...]]]:
    """The words on each sheet, and how large each is, in points."""
    desk.goto(day.url(path))
    desk.pdf(path=folder / "print.pdf", tagged=True, prefer_css_page_size=True, print_background=True)
    pdf = pypdfium2.PdfDocument(folder / "print.pdf")
    try:
        texts = [squeezed(sheet.get_textpage().get_text_bounded()) for sheet in pdf]
        return texts, [tuple(round(side) for side in sheet.get_size()) for sheet in pdf]
    finally:
        pdf.close()


def test_each_door_has_a_sheet_of_its_own(desk: Page, day: Day, tmp_path: Path) -> None:
    texts, sizes = printed(desk, day, "facilitator/print/doors", tmp_path)
    assert sizes == [A4] * (ROOMS + 1), "a sign for each room, and one for the chapel that only a session is in"
    for number, text in enumerate(texts[:ROOMS]):
        assert text.startswith("Hall" if number == ROOMS - 1 else squeezed(written(60, f"Room {number}, ")))
        for topic in range(number, TOPICS, ROOMS):
            assert squeezed(title(topic)) in text
    assert "Nostepsontheway·Aquietroom" in texts[0]
    assert squeezed("Free. Propose a topic") in texts[0]
    assert squeezed(SESSION) in texts[ROOMS - 1]
    assert squeezed(SESSION) in texts[ROOMS]
    assert all(re.search(r"Asof\d{1,2}[A-Z][a-z]+,\d\d:\d\d", text) for text in texts)


@pytest.mark.parametrize(("paper", "size"), [("a4", A4_WIDE), ("a3", A3_WIDE)])
def test_the_whole_timetable(desk: Page, day: Day, tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    texts, sizes = printed(desk, day, f"facilitator/print/timetable?paper={paper}", tmp_path)
    assert set(sizes) == {size}
    assert len(sizes) == 1
    everything = "".join(texts)
    for topic in range(TOPICS):
        assert squeezed(title(topic)) in everything
    assert everything.count(squeezed(SESSION)) == 1, "the other is at none of these times"
    assert all(re.search(r"Asof\d{1,2}[A-Z][a-z]+,\d\d:\d\d", text) for text in texts)


@pytest.mark.parametrize("path", ["facilitator/print/doors", "facilitator/print/timetable"])
def test_the_pages_before_they_are_printed(desk: Page, day: Day, path: str) -> None:
    desk.goto(day.url(path))
    assert axe(desk, "light") == []
    assert cut_off(desk, 1280, 800) == []
    assert cut_off(desk, 320, 640) == []


@pytest.mark.parametrize("path", ["facilitator/print/doors", "facilitator/print/timetable"])
def test_sheets_follow_the_board_and_are_looked_at_once_more_when_they_are_printed(
    people: People, own_machine: Server, path: str
) -> None:
    """Somebody opens the page, the other facilitator moves a topic, and only then is it printed."""
    people.expect_complaints("ERR_INTERNET_DISCONNECTED")
    day = own_machine.day(PLAN)
    day.joined("Isobel").do("propose_topic", title="Who holds the pen?")
    page = people.facilitator(day)
    page.goto(day.url(path))
    in_its_room = page.locator("td, .sign__line", has_text="Who holds the pen?")
    expect(in_its_room).to_have_count(0)
    day.role("facilitator").do("place_topic", topic=1, to="s0/r0")
    page.clock.fast_forward(FOLLOWS_MS)
    expect(in_its_room).to_have_count(1)

    page.evaluate(NOTE_WHAT_IS_PRINTED)
    before = page.locator("td b, .sign__title").count()
    day.role("facilitator").do("place_topic", topic=1, to="")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("() => window.printed !== undefined")
    expect(page.get_by_role("status")).to_have_text("")
    assert page.evaluate("window.printed") == before - 1, "as the board is at this moment"

    page.context.set_offline(True)
    page.clock.fast_forward(FOLLOWS_MS)
    expect(page.get_by_role("status")).to_have_text(
        "The server cannot be reached. The sheets are as of the time that stands on them."
    )
    page.context.set_offline(False)
    page.clock.fast_forward(FOLLOWS_MS)
    expect(page.get_by_role("status")).to_have_text("")
