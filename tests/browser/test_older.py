"""Phones that nobody updates: engines that do not know all of our styles. Chromium plays them, with what they do not know taken
out of the style sheets; other engines themselves are tried by `python -m tests.other_browsers`."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import Page, Route

from tests.browser.hall import CHOICE, Server
from tests.browser.people import People

NOT_BEFORE_104 = (re.compile(r"(?<=[;{])(?:translate|scale|rotate):[^;}]*;?"), "")
LAYERS = (re.compile(r"@layer [^;{]*;|@layer [a-z]+\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"), "")
UNITS_SINCE_LAYERS = (re.compile("100dvh"), "100unknown")
LARGEST_ICON = 32


def without(page: Page, *unknown: tuple[re.Pattern[str], str]) -> None:
    """Style sheets come without what these match, and the page is loaded again."""

    def older(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        for pattern, instead in unknown:
            text = pattern.sub(instead, text)
        route.fulfill(response=answer, body=text)

    page.context.route("**/*.css", older)
    page.reload()
    page.wait_for_load_state("networkidle")


def test_nothing_looks_chosen_where_scaling_is_not_known(people: People, own_machine: Server) -> None:
    day = own_machine.day()
    day.ask(CHOICE)
    phone = people.phone(day)
    without(phone, NOT_BEFORE_104)
    for choice in phone.get_by_role("radio").all():
        picture = Image.open(io.BytesIO(choice.screenshot())).convert("RGB")
        assert picture.getpixel((picture.width // 2, picture.height // 2)) == (255, 255, 255)


def test_icons_stay_small_where_layers_are_not_known(people: People, own_machine: Server) -> None:
    """There nearly all rules are dropped: the page is plain, and can be read."""
    day = own_machine.day()
    day.ask(CHOICE)
    phone = people.phone(day)
    without(phone, LAYERS, UNITS_SINCE_LAYERS)
    assert phone.evaluate("getComputedStyle(document.body).marginTop") == "8px"
    sizes = phone.locator("svg:visible").evaluate_all("all => all.map((one) => one.getBoundingClientRect().width)")
    assert sizes
    assert max(sizes) <= LARGEST_ICON
