"""Badges and shared devices in a real browser: scanned, typed by keyboard, without scripts; and nobody is shut out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from live.conference.badges import read_code
from tests.browser.hall import CHOICE, Day
from tests.browser.looking import looked_at_by_all
from tests.browser.people import PHONE, People, is_live, press

THUMB = 44
WCAG_LEAST = 24  # for the sheet, which is for a printer
CODE = "The code on your badge"


@pytest.fixture
def codes(day: Day) -> list[str]:
    """The chair has chosen badges and allowed shared devices; the codes on the first badges."""
    day.chair.do("choose_door", door="badges", helpers="yes")
    day.chair.do("make_badges", many=30)
    return re.findall(r'class="label__code">([^<]*)<', day.chair.client.get("/chair/badges").text)


def tab_to(page: Page, words: str) -> None:
    """Walk by keyboard to what is labelled so."""
    for _ in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent")
        if words in here:
            return
    raise AssertionError(f"Tab does not reach {words!r}")


def test_a_badge_that_is_scanned_fills_itself_in_and_leaves_the_address(
    people: People, day: Day, codes: list[str]
) -> None:
    page = people.somebody(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.goto(f"{day.url('join')}#{read_code(codes[0])}")
    expect(page.get_by_label(CODE)).to_have_value(codes[0])
    assert page.url == day.url("join")
    page.get_by_role("button", name="Take part").click()
    expect(page.get_by_role("navigation", name="Parts of the day")).to_be_visible()
    page.goto(day.url("badge"))
    expect(page.get_by_text("In use on this phone")).to_be_visible()
    assert not [each for each in asked if read_code(codes[0]) in each.split("#")[0]]


def test_a_badge_is_typed_by_keyboard_alone(people: People, day: Day, codes: list[str]) -> None:
    """By somebody who came without one, meets an open question, and mistypes it at first."""
    people.expect_complaints("422")
    day.ask(CHOICE)
    page = people.somebody({"viewport": {"width": 390, "height": 844}})
    page.goto(day.url())
    tab_to(page, "Take part")
    page.keyboard.press("Enter")
    expect(page.get_by_text("To vote here you need a badge.")).to_be_visible()
    tab_to(page, "Your badge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your badge")).to_be_visible()
    tab_to(page, CODE)
    page.keyboard.type(("C" if codes[0][0] != "C" else "D") + codes[0][1:])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Look again at")
    tab_to(page, "Look again at")
    page.keyboard.press("Enter")
    expect(page.get_by_label(CODE)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(codes[0].lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_text("In use on this phone")).to_be_visible()
    tab_to(page, "What is on now")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    is_live(page)
    tab_to(page, "Yes, a lot")
    page.keyboard.press("Space")
    tab_to(page, "Send my vote")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your vote is in.")).to_be_visible()


def test_a_badge_moves_with_its_vote_and_the_old_phone_says_so_by_itself(
    people: People, day: Day, codes: list[str]
) -> None:
    day.ask(CHOICE)
    old, new = people.phone(day, "badge"), people.phone(day, "badge")
    for page in (old, new):
        page.get_by_label(CODE).fill(codes[0])
        press(page, "Use this badge here")
        page.get_by_role("link", name="What is on now").click()
        if page is old:
            page.get_by_label("Not yet").check()
            press(page, "Send my vote")
            expect(page.get_by_text("Your vote is in.")).to_be_visible()
    expect(new.locator("[data-receipt]")).to_have_text("Not yet")
    expect(old.get_by_text("Your badge is in use on another phone now, so this phone cannot vote.")).to_be_visible()
    assert day.turnout(CHOICE).startswith("1 of")


def test_a_table_votes_on_one_tablet_without_scripts(people: People, day: Day, codes: list[str]) -> None:
    day.ask(CHOICE)
    page = people.somebody(PHONE, java_script_enabled=False)
    page.goto(day.url("join"))
    page.get_by_label(CODE).fill(codes[0])
    page.get_by_role("button", name="Take part").click()
    page.get_by_role("link", name="Several people share this phone").click()
    for number, name in ((1, "Nan"), (2, "")):
        page.get_by_label("What should we call them?").fill(name)
        page.get_by_label("The code on their badge").fill(codes[number])
        page.get_by_role("button", name="Add a person").click()
    expect(page.get_by_text("Now answering: Person 3")).to_be_visible()
    page.get_by_role("link", name="Go on as Person 3").click()
    for answer, following in (
        ("Yes, a lot", "Next: Person 1"),
        ("Not yet", "Next: Nan"),
        ("Not yet", "Next: Person 3"),
    ):
        page.get_by_label(answer).check()
        page.get_by_role("button", name="Send my vote").click()
        expect(page.get_by_text("Your vote is in.")).to_be_visible()
        page.get_by_role("button", name=following).click()
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    expect(page.locator("[data-receipt]")).to_have_text("Yes, a lot")
    assert day.turnout(CHOICE).startswith("3 of")


def test_a_page_of_the_person_before_loads_itself_again(people: People, day: Day) -> None:
    """Two tabs of one tablet: no vote goes to whoever has the turn by now."""
    day.chair.do("choose_door", door="open", helpers="yes")
    day.ask(CHOICE)
    page = people.phone(day, "table")
    press(page, "Add a person")
    expect(page.get_by_text("Now answering: Person 2")).to_be_visible()
    page.goto(day.url())
    expect(page.get_by_text("Now answering: Person 2")).to_be_visible()
    other = page.context.new_page()
    other.goto(day.url("table"))
    press(other, "Answer as Person 1")
    expect(other.get_by_text("Now answering: Person 1")).to_be_visible()
    expect(page.get_by_text("Now answering: Person 1")).to_be_visible()


def test_nobody_is_shut_out_of_the_pages_of_who_may_vote(people: People, day: Day, codes: list[str]) -> None:
    people.expect_complaints("422")
    day.ask(CHOICE)
    phone = people.somebody(PHONE)
    phone.goto(day.url("join"))
    complaints = looked_at_by_all(phone, least=THUMB)
    phone.get_by_role("button", name="Take part").click()
    expect(phone.get_by_text("To vote here you need a badge.")).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    phone.goto(day.url("badge"))
    complaints += looked_at_by_all(phone, least=THUMB)
    phone.get_by_label(CODE).fill("CDFH")
    press(phone, "Use this badge here")
    expect(phone.get_by_role("alert")).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    phone.goto(day.url("table"))
    complaints += looked_at_by_all(phone, least=THUMB)
    phone.get_by_label("What should we call them?").fill("Donaudampfschifffahrtsgesellschaftskapitän")
    press(phone, "Add a person")
    expect(phone.get_by_text("Now answering:")).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    phone.goto(day.url())
    expect(phone.get_by_text("Now answering:")).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    chair = people.chair(day)
    chair.goto(day.url("chair/doors"))
    complaints += looked_at_by_all(chair, least=THUMB)
    chair.get_by_label("How many more?").fill("0")
    press(chair, "Make badges")
    expect(chair.get_by_role("alert")).to_be_visible()
    complaints += looked_at_by_all(chair, least=THUMB)
    chair.goto(day.url("chair/badges"))
    complaints += looked_at_by_all(chair, least=WCAG_LEAST)
    assert not complaints, "\n" + "\n".join(complaints)
