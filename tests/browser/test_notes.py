"""Notes of a topic: its host types them on a phone, everybody reads them at once, and a facilitator adds the flipchart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People, press

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture
def day(own_machine: Server) -> Day:
    return own_machine.day()


def test_host_and_facilitator_note_what_came_out_of_a_topic(people: People, day: Day) -> None:
    host, other = people.phone(day, "board/propose"), people.phone(day)
    host.get_by_label("What is it about?").fill("Who holds the pen?")
    host.locator("form[action$=propose_topic] button:not([type=button])").last.tap()
    expect(host).to_have_url(day.url("board"))
    for page in (host, other):
        page.goto(day.url("board/1"))
        expect(page.locator(".connection")).to_have_attribute("data-state", "live")
    notes = host.get_by_label("Notes: what came out of it")
    notes.fill(f"We pay bus fares.\nNobody says {LONG_WORD} again.")
    press(host, "Save the notes")
    expect(host.get_by_text("Your notes are in.")).to_be_visible()
    expect(other.get_by_text("We pay bus fares.")).to_be_visible()
    complaints = looked_at_by_all(host, least=44)
    desk = people.facilitator(day)
    desk.get_by_role("link", name="Write its notes").click()
    typed = desk.get_by_label("What came out of it")
    expect(typed).to_have_value(f"We pay bus fares.\nNobody says {LONG_WORD} again.")
    typed.fill("We pay all fares.")
    desk.get_by_role("button", name="Save the notes").click()
    expect(other.get_by_text("We pay all fares.")).to_be_visible()
    expect(other.get_by_text("We pay bus fares.")).to_have_count(0)
    complaints += looked_at_by_all(desk, least=24, width=1280, height=800)
    assert complaints == []
