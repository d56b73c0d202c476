"""A place on a grid, in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from live.conference.polls.grid import PlaceOnGrid
from tests.browser.hall import Server
from tests.browser.looking import cut_off, overlaps
from tests.browser.people import People, is_live
from tests.browser.voting import SCREENS, Voting, walk_to

QUESTION = PlaceOnGrid("Effort", "little effort", "much effort", "Effect", "little effect", "much effect")
LONG = PlaceOnGrid(
    "How much all of it would cost",
    "Hardly any if it is all shared",
    "More than we could ever raise",
    "What changes for people here",
    "Nobody would notice anything",
    "Wholly different lives for all",
)
TITLE = "Where does a shared kitchen belong?"


def tap(page: Page, column: int, row: int) -> None:
    """Tap a cell, both counted from 1 at the lower left."""
    pad = page.locator(".place__pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    side = box["width"] / 9
    page.touchscreen.tap(box["x"] + (column - 0.5) * side, box["y"] + box["height"] - (row - 0.5) * side)


def is_marked(page: Page, column: int, row: int) -> None:
    """The mark comes to stand in this cell, both counted from 1 at the lower left."""
    page.wait_for_function(
        """([column, row]) => {
          const [pad, mark] = [".place__pad", ".place__mark"].map((part) => document.querySelector(part).getBoundingClientRect());
          const across = (mark.x + mark.width / 2 - pad.x) / pad.width;
          const up = (pad.y + pad.height - mark.y - mark.height / 2) / pad.height;
          return Math.ceil(9 * across) === column && Math.ceil(9 * up) === row;
        }""",
        arg=[column, row],
    )


def table(page: Page) -> list[str]:
    """How many marks are in each of the nine fields, as the table has it."""
    texts = page.locator(".place-result__thirds tbody td").all_inner_texts()
    return [re.sub(r"\s+", " ", text).strip() for text in texts]


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    expect(phone.locator(".place__mark")).to_be_hidden()
    expect(phone.get_by_text("Tap, or move it with the arrow keys.")).to_be_visible()
    tap(phone, 3, 9)
    is_marked(phone, 3, 9)
    tap(phone, 1, 7)
    is_marked(phone, 1, 7)
    hall.picture(phone, "placed-phone", full_page=True)
    hall.send(phone)
    assert hall.said(phone) == "little effort, much effect (1 of 9 across, 7 of 9 up)"
    phone.reload()
    is_live(phone)
    phone.get_by_role("button", name="Change my vote").tap()
    is_marked(phone, 1, 7)

    keys = hall.by_keyboard()
    walk_to(keys, "radio", "little effort, much effect")
    keys.keyboard.press("Space")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown"):
        keys.keyboard.press(key)
    keys.clock.fast_forward(200)
    expect(keys.locator("#announce")).to_have_text(
        "near: Effort in the middle, Effect in the middle. 4 of 9 across, 5 of 9 up"
    )
    expect(keys.get_by_role("radio", name="Effort in the middle, Effect in the middle")).to_be_focused()
    hall.send_by_keyboard(keys)

    plain = hall.without_scripts()
    expect(plain.get_by_text("Tap, or move it with the arrow keys.")).to_be_hidden()
    plain.get_by_role("radio", name="much effort, little effect").check()
    hall.picture(plain, "placed-plain", full_page=True)
    hall.send(plain)
    result = hall.reveal()
    assert (result["voters"], result["marks"]) == (3, 3)
    expect(phone.locator(".place-result__thirds")).to_be_visible()
    assert table(phone) == ["1 your mark", "0", "0", "0", "1", "0", "0", "0", "1"]
    places = phone.locator(".place-result__dot").evaluate_all(
        "dots => dots.map(({ style }) => ['--across', '--up'].map((name) => Math.ceil(style.getPropertyValue(name) * 9)))"
    )
    assert places == [[1, 7], [4, 5], [8, 2]]


def test_no_mark_is_there_before_somebody_places_it(own_machine: Server, people: People) -> None:
    phone = Voting(own_machine, people, QUESTION, TITLE).by_touch()
    assert phone.locator("input:checked").count() == 0
    expect(phone.locator(".place__mark")).to_be_hidden()


def test_the_mark_stays_on_the_grid_and_a_reload_does_not_lose_it(own_machine: Server, people: People) -> None:
    keys = Voting(own_machine, people, QUESTION, TITLE).by_keyboard()
    walk_to(keys, "radio", "little effort, much effect")
    for key in ("ArrowUp",) * 3 + ("ArrowRight",) * 9:
        keys.keyboard.press(key)
    is_marked(keys, 9, 9)
    keys.reload()
    expect(keys.locator(".place__mark")).to_be_visible()
    is_marked(keys, 9, 9)


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, QUESTION, TITLE).looked_at(voters=40) == []


def test_the_longest_words_fit(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, LONG, f"{TITLE} " * 5)
    screen, phone = people.screen(hall.day), hall.by_touch()
    for state in ("longest-open", "longest-result"):
        if state == "longest-result":
            hall.filled(30)
            hall.reveal()
            screen.reload()
            phone.reload()
        expect(screen.locator(".stage-place")).to_be_visible()
        for width, height in SCREENS:
            assert cut_off(screen, width, height, whole=True) + overlaps(screen) == []
            hall.picture(screen, f"{state}-screen-{width}")
        assert cut_off(phone, 320, 640) + cut_off(phone, 390, 844, letters=200) == []
        hall.picture(phone, f"{state}-phone", full_page=True)
