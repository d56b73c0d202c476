"""Said twice, as facilitators see it: two of them at one day, with and without scripts, and nobody shut out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People

WCAG_LEAST = 24  # SC 2.5.8, for desks that are used with a mouse
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.fixture
def day(own_machine: Server) -> Day:
    day = own_machine.day()
    marek, isobel = day.joined("Marek"), day.joined("Isobel")
    for text in ("I can bake for forty people", "I can lend a ramp to the school", f"{LONG_WORD} " * 5, "A school bus"):
        marek.do("post_label", kind="contribute", text=text, signed="Marek, table 4")
    for text in (
        "I can bake for 40 people!",
        "People: I can bake for forty",
        "Lend a ramp to a school",
        f"{LONG_WORD} " * 5,
    ):
        isobel.do("post_label", kind="contribute", text=text)
    for text in ("Who pays for the bus?", "Who pays for a bus?", "Schools without forms?"):
        isobel.do("post_label", kind="ask", text=text)
    return day


def test_two_facilitators_decide_at_once_and_each_sees_what_the_other_did(people: People, day: Day) -> None:
    ada, bob = people.facilitator(day), people.facilitator(day)
    for page in (ada, bob):
        page.goto(day.url("facilitator/same"))
        expect(page.locator(".connection")).to_have_attribute("data-state", "live")
    pair = bob.locator("#same-pairs > li", has_text="Who pays for the bus?")
    expect(pair).to_be_visible()
    ada.locator("#same-pairs > li", has_text="Who pays for the bus?").get_by_role(
        "button", name="Yes, the same"
    ).click()
    expect(pair).to_have_count(0)
    joined = bob.locator("#same-joined > li", has_text="Who pays for the bus?")
    expect(joined).to_contain_text("stands for all 2")
    joined.get_by_role("button", name="Part").click()
    expect(ada.locator("#same-pairs > li", has_text="Who pays for the bus?")).to_be_visible()
    ada.locator("#same-words > li", has=ada.get_by_text("School", exact=True)).get_by_role(
        "button", name="Make it a theme"
    ).click()
    expect(bob.get_by_role("button", name="Undo: no theme")).to_be_visible()
    day.joined("Cem").do("post_label", kind="ask", text="Who pays for this bus?")
    expect(ada.locator("#same-pairs > li", has_text="Who pays for this bus?").first).to_be_visible()


def test_yes_after_yes_goes_through_the_pairs_by_keyboard(people: People, day: Day) -> None:
    page = people.facilitator(day)
    page.goto(day.url("facilitator/same"))
    expect(page.locator(".connection")).to_have_attribute("data-state", "live")
    answers = page.get_by_role("button", name="Yes, the same")
    left = answers.count()
    assert left >= 3
    answers.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#same-joined")).to_contain_text("stands for all 2")
    expect(answers.first).to_be_focused()


@pytest.mark.parametrize("width", [1280, 320])
def test_nobody_is_shut_out(people: People, day: Day, width: int) -> None:
    day.role("facilitator").do("join_labels", label=5, into=1)
    page: Page = people.facilitator(day)
    page.goto(day.url("facilitator/same"))
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    complaints = looked_at_by_all(page, least=WCAG_LEAST, width=width, height=800)
    assert not complaints, "\n".join(complaints)
