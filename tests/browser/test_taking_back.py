"""Taking a vote back, and envelopes: what a phone shows, after a reload too, with a finger, a keyboard and without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from live.conference.badges import code_of
from live.web.keys import Keys
from tests.browser.hall import CHOICE, Day, Server
from tests.browser.looking import axe
from tests.browser.people import LAPTOP, People, press

ENVELOPE = "Your envelope is in the box. You can replace it until voting closes."
TAKE_BACK = "Take my vote back"


def vote(page: Page, answer: str) -> None:
    page.get_by_role("radio", name=answer).first.check(force=True)
    press(page, "Send my vote")


def nothing_is_chosen(page: Page) -> None:
    expect(page.get_by_role("button", name="Send my vote")).to_be_visible()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)


def test_a_vote_is_taken_back_with_a_finger(people: People, day: Day) -> None:
    day.ask(CHOICE)
    page = people.phone(day)
    vote(page, "Yes, a lot")
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    axe(page)
    press(page, TAKE_BACK)
    expect(page.get_by_text("Your vote is taken back.")).to_be_visible()
    nothing_is_chosen(page)
    assert day.turnout(CHOICE).startswith("0 of")
    page.reload()
    nothing_is_chosen(page)
    vote(page, "Yes, a little")
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    expect(page.locator("[data-receipt]")).to_have_text("Yes, a little")
    assert day.turnout(CHOICE).startswith("1 of")


def test_enter_in_the_form_sends_a_vote_and_takes_none_back(people: People, day: Day) -> None:
    """The first button of a form is the one that Enter presses."""
    day.ask(CHOICE)
    page = people.somebody(LAPTOP)
    page.goto(day.url("join"))
    page.get_by_role("button", name="Take part").press("Enter")
    page.get_by_role("radio", name="Yes, a lot").first.press("Space")
    page.get_by_role("radio", name="Yes, a lot").first.press("Enter")
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    page.clock.fast_forward(1000)
    page.get_by_role("button", name=TAKE_BACK).press("Enter")
    expect(page.get_by_text("Your vote is taken back.")).to_be_visible()


def test_a_vote_is_taken_back_without_scripts(people: People, day: Day) -> None:
    day.ask(CHOICE)
    page = people.phone(day, java_script_enabled=False)
    page.get_by_role("radio", name="Yes, a lot").first.check(force=True)
    page.get_by_role("button", name="Send my vote").click()
    page.get_by_role("button", name=TAKE_BACK).click()
    expect(page.get_by_text("Your vote is taken back.")).to_be_visible()
    nothing_is_chosen(page)
    assert day.turnout(CHOICE).startswith("0 of")


def test_a_sealed_vote_is_remembered_by_its_phone_alone(people: People, server: Server) -> None:
    day = server.day()
    day.chair.do("choose_door", door="secret")
    day.chair.do("make_badges", many="5")
    day.ask(CHOICE)
    key = Keys(server.folder / "data").for_badges(day.code)

    def somebody(badge: int) -> Page:
        page = people.phone(day)
        page.goto(day.url("badge"))
        page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code_of(key, badge))
        page.get_by_role("button", name=re.compile("badge", re.IGNORECASE)).first.tap()
        expect(page.get_by_text(re.compile("in use", re.IGNORECASE)).first).to_be_visible()
        page.goto(day.url())
        return page

    page = somebody(1)
    vote(page, "Yes, a lot")
    expect(page.get_by_text(ENVELOPE)).to_be_visible()
    expect(page.locator("[data-receipt]")).to_have_text("Yes, a lot")
    page.reload()
    expect(page.get_by_text(ENVELOPE)).to_be_visible()
    expect(page.locator("[data-receipt]")).to_have_text("Yes, a lot")
    sent = page.evaluate("fetch(location.href).then((answer) => answer.text())")
    assert "In a sealed envelope" in sent
    assert not re.search(r"data-receipt>Yes, a lot", sent)
    axe(page)

    other = somebody(1)  # the badge moves to another phone, and its vote with it; what it says, nobody knows there
    expect(other.get_by_text(ENVELOPE)).to_be_visible()
    expect(other.locator("[data-receipt]")).to_have_text("In a sealed envelope")
    press(other, TAKE_BACK)
    expect(other.get_by_text("Your vote is taken back. Your envelope stays in the box")).to_be_visible()
    nothing_is_chosen(other)
    other.reload()
    nothing_is_chosen(other)
