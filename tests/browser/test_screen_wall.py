"""The wall on the screen with the longest and nastiest words: one label large, themes, tables, open questions. Nothing scrolls,
is cut or lies on something else, on four sizes of projector; axe finds nothing; a new label moves none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tomli_w
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import Day, Server
from tests.browser.people import People
from tests.browser.test_screen import LONG_WORD, all_well, every_page, too_small, written

WALL, OWN = 1, 2  # the wall of the day; one of its own

PLAN = tomli_w.dumps(
    {
        "title": written(120, "Our day: "),
        "item": [
            {"kind": "wall", "title": written(200, "Wall: ")},
            {"kind": "wall", "title": written(200, "Own: "), "text": written(600), "asks": "answers", "shows": "one"},
        ],
    }
)
NASTY = (
    written(300, "Long: "),
    f"{LONG_WORD * 7}"[:300],
    "W" * 300,
    "Ü" * 299 + "?",
    "🙂👩‍👩‍👧‍👦" * 20,
    "مرحبا كيف نقرر معا " * 14,
    "<b>bold</b> & “quoted” \u202eturned",
    "Short?",
)
PLACES = """() => [...document.querySelectorAll("#stage-labels > li")].map((each) => {
  const { x, y } = each.getBoundingClientRect();
  return `${each.id} ${x} ${y}`;
})"""
SIGNED = written(60, "Marek, ")


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module")
def day(own_machine: Server) -> Day:
    """Labels that are all looked at: number 1 to 8 are questions, 9 to 16 are offers, 17 to 24 answer a prompt."""
    day = own_machine.day(PLAN)
    desk = day.role("facilitator")
    desk.do("choose_look", waits="nobody")
    day.chair.do("show_item", item=OWN)
    for kind in ("ask", "contribute", "answer"):
        prompt = {"prompt": 1} if kind == "answer" else {}
        for text in NASTY:
            day.joined().do("post_label", kind=kind, text=text, signed=SIGNED, **prompt)
    for label in range(1, 9):
        day.joined().do("back_label", label=label, support="me_too")
        day.joined().do("back_label", label=label, support="help")
    day.chair.do("show_item", item=WALL)
    return day


@pytest.fixture(scope="module")
def screen(people: People, day: Day) -> Page:
    return people.screen(day)


def test_one_label_large_whatever_is_in_it(screen: Page, day: Day) -> None:
    for label in range(1, 25):
        day.chair.do("turn_wall", item=WALL, shows="one", label=label)
        expect(screen.locator(f"#stage-spot-{label}")).to_be_visible()
        all_well(screen, f"label {label}", for_all=label in (1, 9, 17))
        assert too_small(screen) == []


def test_the_whole_wall_and_a_new_label_moves_none(screen: Page, day: Day) -> None:
    day.chair.do("turn_wall", item=WALL, shows="labels")
    expect(screen.locator("#stage-wall")).to_be_visible()
    all_well(screen, "all labels")
    before = screen.evaluate(PLACES)
    day.joined().do("post_label", kind="ask", text="One more?")
    expect(screen.locator("#stage-newest")).to_contain_text("One more?")
    assert screen.evaluate(PLACES)[: len(before)] == before
    all_well(screen, "and one more")


def test_a_wall_of_its_own(screen: Page, day: Day) -> None:
    day.chair.do("show_item", item=OWN)
    expect(screen.locator("#stage-spot-17")).to_be_visible()
    for shows, sign in (("labels", screen.locator("#stage-wall")), ("themes", screen.get_by_text("no themes yet"))):
        day.chair.do("turn_wall", item=OWN, shows=shows)
        expect(sign).to_be_visible()
        expect(screen.locator("h1")).to_contain_text("Own:")
        all_well(screen, f"a wall of its own: {shows}")
    day.chair.do("show_item", item=WALL)


def test_themes_and_tables(screen: Page, day: Day) -> None:
    desk = day.role("facilitator")  # who may ask for some forty things in a row
    for number in range(1, 7):
        desk.do("name_theme", title=written(60, f"{number} {LONG_WORD} "), text=written(200))
    for label in range(1, 13):
        desk.do("sort_label", label=label, theme=1 + label % 2)
    for label in range(1, 10):
        desk.do("pick_quote", label=label, theme=1 + label % 2)
    desk.do("name_table", title=written(120, "Who is it for, "))
    for number in range(1, 9):
        desk.do("name_theme", title=written(60, f"{number} {LONG_WORD} "), table=1)
    day.chair.do("turn_wall", item=WALL, shows="themes")
    expect(screen.locator(".stage-foot__page")).to_be_visible()
    assert every_page(screen, day, WALL, "themes") > 4


def test_open_questions_until_all_have_an_ending(screen: Page, day: Day) -> None:
    day.chair.do("turn_wall", item=WALL, shows="open")
    expect(screen.get_by_text("questions are still open")).to_be_visible()
    assert every_page(screen, day, WALL, "open questions") > 1
    day.role("facilitator").do("hold_label", label=2, reason="unkind")
    for label in (1, *range(3, 9), 25):
        day.chair.do("end_question", label=label, how="answered", by=SIGNED, text=written(300))
    expect(screen.get_by_text("All questions have an ending.")).to_be_visible()
    all_well(screen, "all have ended")
    assert too_small(screen) == []


def test_a_label_that_is_held_back_while_it_is_shown_large_goes_from_a_frozen_screen(screen: Page, day: Day) -> None:
    day.chair.do("turn_wall", item=WALL, shows="one", label=8)
    expect(screen.locator("#stage-spot-8")).to_be_visible()
    day.chair.do("freeze_screen", on="yes")
    day.role("facilitator").do("hold_label", label=8, reason="unkind")
    expect(screen.locator("#stage-spot-8")).to_have_count(0)
    expect(screen.locator("#stage-wall")).to_be_visible()
    day.chair.do("freeze_screen", on="no")
