"""Offers meet asks on two phones: both say yes, each sees the other, they agree on a place, and one ends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People, press

THUMB = 44
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    here.expect_complaints("422")
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture
def day(own_machine: Server) -> Day:
    return own_machine.day()


def write(page: Page, day: Day, half: str, text: str) -> None:
    page.goto(day.url("wall/write"))
    page.locator(f"textarea[name={half}]").fill(text)
    page.locator("form[action$=post_label] button:not([type=button])").last.tap()
    expect(page.get_by_text("Your label hangs on the wall.")).to_be_visible()


def meet(page: Page, day: Day) -> Page:
    page.goto(day.url("meet"))
    expect(page.locator(".connection")).to_have_attribute("data-state", "live")
    return page


def test_two_phones_say_yes_meet_and_part(people: People, day: Day) -> None:
    ann, ben = people.phone(day), people.phone(day)
    write(ann, day, "ask", "Who can lend us a van on Saturday?")
    write(ben, day, "contribute", "I have a van, and time")
    meet(ann, day)
    expect(ann.get_by_role("heading", name="This may help you")).to_be_visible()
    meet(ben, day)
    ben.get_by_text("Say yes to meeting").tap()
    ben.get_by_label("How you can be reached (optional)").fill("0131 496 0000")
    press(ben, "Yes, I would like to meet")
    expect(ben.get_by_role("heading", name="The other person has not answered yet")).to_be_visible()
    expect(ann.get_by_role("heading", name="Somebody can help you, and said yes to meeting")).to_be_visible()
    assert "0131 496" not in ann.content()
    press(ann, "Yes, let us meet")
    expect(ann.get_by_text("Please give your name, or how you can be reached, or both.")).to_be_visible()
    ann.get_by_label("Your name (optional)").fill("Ann")
    press(ann, "Yes, let us meet")
    expect(ann.get_by_text("0131 496 0000")).to_be_visible()
    expect(ben.get_by_role("heading", name="You both said yes")).to_be_visible()
    expect(ben.get_by_text("Ann", exact=True)).to_be_visible()
    ann.get_by_text("Propose where and when").tap()
    ann.get_by_label("Where", exact=True).fill("By the green board")
    ann.get_by_label("When", exact=True).fill("13:10")
    press(ann, "Propose", exact=True)
    expect(ben.get_by_text("By the green board, 13:10 (the other person proposes it)")).to_be_visible()
    ben.on("dialog", lambda dialog: dialog.accept())
    press(ben, "End this meeting")
    expect(ann.get_by_text("was ended. What you gave each other is erased.")).to_be_visible()
    assert "0131 496" not in ann.content()


def test_it_works_without_scripts_and_keeps_what_was_typed(people: People, day: Day) -> None:
    day.joined("Ann").do("post_label", kind="ask", text="Who can lend us a van?")
    ben = people.phone(day, java_script_enabled=False)
    ben.goto(day.url("wall"))
    with ben.expect_navigation():
        ben.locator("#label-1").get_by_role("button", name="I can help").tap()
    ben.goto(day.url("meet"))
    ben.get_by_text("Say yes to meeting").tap()
    ben.get_by_label("Your name (optional)").fill("x" * 61)
    ben.get_by_label("How you can be reached (optional)").fill("table 6")
    press(ben, "Yes, I would like to meet")
    problem = ben.get_by_role("alert").get_by_role("link", name="Your name can have 60 letters at most. Yours has 61.")
    expect(problem).to_be_visible()
    expect(ben.get_by_label("How you can be reached (optional)")).to_have_value("table 6")
    ben.get_by_label("Your name (optional)").fill("Ben")
    press(ben, "Yes, I would like to meet")
    expect(ben.get_by_text("You gave: Ben, table 6")).to_be_visible()


def test_nobody_is_shut_out(people: People, day: Day) -> None:
    """With a meeting, one that is waited for, one that waits, a suggestion, hands, and one that was ended; all unfolded."""
    others = [day.joined() for _ in range(4)]
    phone = people.phone(day)
    write(phone, day, "ask", f"Who has a van for the {LONG_WORD}?")
    write(phone, day, "contribute", "I can bake bread")
    for place, other in enumerate(others):
        other.do("post_label", kind="ask", text=f"Who bakes bread for table {place}?")
        other.do("back_label", label=1, support="help")
        if place:
            other.do("offer_to_meet", ask=1, offer=0, name=f"Person {place}", contact=f"{LONG_WORD}@example.org")
    meet(phone, day)
    for number in (1, 2):
        card = phone.locator(f"#meet-{number}")
        card.get_by_label("Your name (optional)").fill("Ann")
        card.get_by_role("button", name="Yes, let us meet").tap()
        expect(card.get_by_text("You both said yes")).to_be_visible()
    others[2].do("end_meeting", meeting=2)
    others[1].do("place_meeting", meeting=1, place=LONG_WORD, time="13:10")
    phone.locator("article", has_text="You may be able to help here").first.get_by_text("Say yes to meeting").tap()
    card = phone.locator("article[id^=meet-]", has_text="You may be able to help here").first
    card.get_by_label("Your name (optional)").fill("Ann")
    card.get_by_role("button", name="Yes, I would like to meet").tap()
    expect(phone.get_by_text("The other person has not answered yet")).to_be_visible()
    phone.reload()
    phone.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    complaints = looked_at_by_all(phone, least=THUMB)
    assert not complaints, "\n".join(complaints)
