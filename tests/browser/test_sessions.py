"""Booked sessions on phones: taking a place, waiting, moving up, giving it back; and the desk where the programme is edited."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import DOUBLE_TAP_MS, LAPTOP, People, is_live, press

THUMB = 44
WCAG_LEAST = 24
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
PLAN = f"""
title = "A day"
[[room]]
id = "hall"
name = "Hall"
[[slot]]
id = "first"
starts = "11:00"
ends = "11:40"
[[programme]]
starts = "11:00"
ends = "12:30"
title = "Workshops and open space"
text = "Choose one, or go where your feet take you."
[[programme.workshops]]
title = "Ladders"
host = "Eve"
room = "Attic"
text = "Bring one if you have one."
places = 1
[[programme.workshops.links]]
url = "https://example.org/ladders"
title = "All about ladders"
[[programme.workshops]]
title = "How do we stop saying {LONG_WORD}?"
host = "{LONG_WORD}"
places = 24
[[programme.workshops]]
title = "A walk"
"""
LADDERS, WORDS = 2, 3
SHOTS = os.environ.get("LIVE_TEST_SHOTS", "")


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    here.expect_complaints("422")
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture
def day(server: Server) -> Day:
    return server.day(PLAN)


def session(page: Page, number: int) -> Locator:
    return page.locator(f"#session-{number}")


def tap(page: Page, number: int, name: str) -> None:
    """Press a button of a session, as people do some time after the last one: two taps at once count as one."""
    button = session(page, number).get_by_role("button", name=name)
    button.wait_for()
    page.clock.fast_forward(DOUBLE_TAP_MS)
    button.tap()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_place_is_given_back_and_who_waits_is_told_on_whatever_page_they_are(people: People, day: Day) -> None:
    ann, ben = people.phone(day, "programme"), people.phone(day, "programme")
    expect(session(ann, LADDERS)).to_contain_text("1 of 1 place left")
    tap(ann, LADDERS, "Take a place")
    expect(session(ann, LADDERS)).to_contain_text("You have a place")
    expect(session(ann, LADDERS).get_by_role("button", name="waiting list")).to_be_hidden()
    expect(session(ben, LADDERS)).to_contain_text("The only place is taken")
    expect(session(ben, LADDERS)).not_to_contain_text("You have a place")
    tap(ben, LADDERS, "Place 1 on the waiting list")
    expect(session(ben, LADDERS)).to_contain_text("You are at place 1 of the waiting list")
    expect(session(ann, LADDERS)).to_contain_text("1 waiting")
    expect(session(ann, LADDERS)).to_contain_text("You have a place")
    ben.goto(day.url())
    is_live(ben)
    tap(ann, LADDERS, "Give my place back")
    expect(ben.get_by_text("You moved up: you have a place in “Ladders” now.")).to_be_visible()
    expect(session(ann, LADDERS).get_by_role("button", name="Place 1 on the waiting list")).to_be_visible()
    press(ben, "Thank you")
    expect(ben.get_by_text("You moved up")).to_have_count(0)
    ben.goto(day.url(f"session/{LADDERS}"))
    expect(session(ben, LADDERS)).to_contain_text("You have a place")


def test_what_one_has_stays_on_the_page_when_the_programme_changes(people: People, day: Day) -> None:
    ann = people.phone(day, "programme")
    tap(ann, LADDERS, "Take a place")
    expect(session(ann, LADDERS)).to_contain_text("You have a place")
    line: dict[str, str | int] = {"block": 1, "starts": "11:00", "ends": "12:30", "text": "", "place": ""}
    day.chair.do("put_block", **line, title="Workshops")
    expect(ann.get_by_role("heading", name="Workshops", exact=True)).to_be_visible()
    expect(session(ann, LADDERS)).to_contain_text("You have a place")
    day.chair.do("put_block", block=0, starts="09:00", title="Coffee")
    expect(ann.get_by_role("heading", name="Coffee")).to_be_visible()
    expect(session(ann, LADDERS)).to_contain_text("You have a place")


def test_a_second_place_at_the_same_time_is_taken_instead_of_the_first_by_keyboard(people: People, day: Day) -> None:
    ann = people.somebody(LAPTOP)
    ann.goto(day.url("join"))
    ann.get_by_role("button", name="Take part").click()
    expect(ann.get_by_role("navigation", name="Parts of the day")).to_be_visible()
    ann.goto(day.url("programme"))
    is_live(ann)
    session(ann, LADDERS).get_by_role("button", name="Take a place").focus()
    ann.keyboard.press("Enter")
    expect(session(ann, LADDERS)).to_contain_text("You have a place")
    expect(session(ann, WORDS)).to_contain_text("You have a place in “Ladders” at the same time.")
    expect(session(ann, WORDS).get_by_role("button", name="Take a place")).to_be_hidden()
    session(ann, WORDS).get_by_role("button", name="Take this one instead").focus()
    ann.keyboard.press("Enter")
    expect(session(ann, WORDS)).to_contain_text("Give my place back")
    expect(session(ann, LADDERS)).to_contain_text("1 of 1 place left")
    expect(session(ann, LADDERS).get_by_role("button", name="Take this one instead")).to_be_visible()


def test_all_of_it_works_without_scripts(people: People, day: Day) -> None:
    ann = people.phone(day, "programme", java_script_enabled=False)
    session(ann, LADDERS).get_by_role("button", name="Take a place").tap()
    expect(session(ann, LADDERS)).to_contain_text("You have a place")
    expect(session(ann, WORDS).get_by_role("button", name="Take a place")).to_be_hidden()
    session(ann, WORDS).get_by_role("button", name="Take this one instead").tap()
    expect(session(ann, WORDS)).to_contain_text("23 of 24 places left")
    ann.goto(day.url(f"session/{WORDS}"))
    ann.get_by_role("button", name="Give my place back").tap()
    expect(session(ann, WORDS)).to_contain_text("24 of 24 places left")


def test_phones_with_sessions_shut_nobody_out(people: People, day: Day) -> None:
    wool = {"file": ("Wool and ladders.txt", b"Bring wool", "text/plain")}
    page = {"id": "x" * 24, "page": "facilitator/programme", "session": str(LADDERS)}
    assert day.chair.client.post("/facilitator/handout", data=page, files=wool).status_code == 303
    day.joined("Eve").do("propose_topic", title="Who holds the pen?", host="Eve")
    day.chair.do("place_topic", topic=1, to="first/hall")
    ann, ben = people.phone(day, "programme"), people.phone(day, "programme")
    tap(ann, LADDERS, "Take a place")
    expect(session(ann, LADDERS)).to_contain_text("You have a place")
    tap(ben, LADDERS, "Place 1 on the waiting list")
    expect(session(ben, LADDERS)).to_contain_text("You are at place 1")
    for name, phone in (("inside", ann), ("waits", ben)):
        for path in ("programme", f"session/{LADDERS}"):
            phone.goto(day.url(path))
            is_live(phone)
            assert looked_at_by_all(phone, least=THUMB) == []
            shot(phone, f"{name}-{path.partition('/')[0]}")
    tap(ann, LADDERS, "Give my place back")
    ben.goto(day.url())
    expect(ben.get_by_text("You moved up: you have a place in “Ladders” now.")).to_be_visible()
    assert looked_at_by_all(ben, least=THUMB) == []
    shot(ben, "moved-up")


def test_the_desk_edits_the_programme_and_shuts_nobody_out(people: People, day: Day) -> None:
    day.joined("Ann").do("ask_seat", session=LADDERS)
    desk = people.facilitator(day)
    desk.goto(day.url("facilitator/programme"))
    expect(session(desk, LADDERS)).to_contain_text("1 of 1 place taken, 0 waiting.")
    day.joined("Ben").do("ask_seat", session=LADDERS)
    expect(session(desk, LADDERS)).to_contain_text("1 of 1 place taken, 1 waiting.")
    shot(desk, "desk-programme")
    assert looked_at_by_all(desk, least=WCAG_LEAST, width=1280, height=800) == []
    desk.get_by_role("link", name="Change the session Ladders").click()
    desk.get_by_label("Places (optional)").fill("0")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_contain_text("Bookings would be lost: 2 people")
    shot(desk, "desk-session-refused")
    assert looked_at_by_all(desk, least=WCAG_LEAST, width=1280, height=800) == []
    desk.get_by_label("Places (optional)").fill("2")
    desk.get_by_role("button", name="Save").click()
    expect(session(desk, LADDERS)).to_contain_text("2 of 2 places taken, 0 waiting.")
    desk.get_by_role("link", name="Add a line").click()
    assert looked_at_by_all(desk, least=WCAG_LEAST, width=1280, height=800) == []
    desk.get_by_label("Starts").fill("9:30")
    desk.get_by_label("Title").fill("Coffee")
    shot(desk, "desk-line")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator("#desk-programme-list > li").first).to_contain_text("09:30 Coffee")
    desk.get_by_role("link", name="Change the session Ladders").click()
    desk.get_by_label("File", exact=True).set_input_files(
        {"name": "Wool.txt", "mimeType": "text/plain", "buffer": b"Bring wool"}
    )
    desk.get_by_role("button", name="Upload").click()
    expect(desk.get_by_role("link", name="Wool.txt")).to_be_visible()
    shot(desk, "desk-session")
    assert looked_at_by_all(desk, least=WCAG_LEAST, width=1280, height=800) == []
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Wool.txt").click()
    assert download.value.path().read_bytes() == b"Bring wool"
