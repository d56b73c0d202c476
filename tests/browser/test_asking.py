"""The chair sets how a question is asked, and until when, and phones follow."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from live.conference.polls import Terms
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from tests.browser.hall import Day, Server
from tests.browser.people import LAPTOP, People, press
from tests.browser.voting import Voting, walk_to

OPTIONS = OneChoice(("Tea", "Coffee", "Water"))
# A minute of patience; and begun seconds are told, and clocks differ by the time of a message, so that there may be one more.
ABOUT_FIVE_MINUTES, ABOUT_SIX_MINUTES = re.compile(r"^(4:\d\d|5:0[01])$"), re.compile(r"^(5:(0[2-9]|[1-5]\d)|6:0[01])$")


def test_a_question_is_added_by_keyboard_with_its_terms(people: People, day: Day) -> None:
    chair = people.chair(day, **LAPTOP)
    chair.goto(day.url("chair/plan"))
    walk_to(chair, "link", "Several choices")
    chair.keyboard.press("Enter")
    expect(chair.get_by_role("heading", name="Several choices", level=1)).to_be_visible()
    walk_to(chair, "textbox", "Question")
    chair.keyboard.type("Which of these?")
    walk_to(chair, "textbox", "Answers to choose from")
    chair.keyboard.type("Tea\nCoffee")
    summary = chair.locator(".terms > summary")
    expect(summary.get_by_text("Temperature. Options: as written. Open until you close it.")).to_be_visible()
    summary.focus()
    chair.keyboard.press("Enter")
    walk_to(chair, "radio", "Temperature.")
    chair.keyboard.press("ArrowDown")
    expect(chair.get_by_role("radio", name="Advice.")).to_be_checked()
    walk_to(chair, "checkbox", "I don’t know")
    chair.keyboard.press("Space")
    walk_to(chair, "textbox", "Minutes until voting closes by itself")
    chair.keyboard.type("a few")
    summary.focus()
    chair.keyboard.press("Enter")
    expect(summary.get_by_text("Changed, not saved yet.")).to_be_visible()
    expect(summary.get_by_text("Temperature.")).to_be_hidden()
    chair.keyboard.press("Enter")
    walk_to(chair, "button", "Add")
    chair.keyboard.press("Enter")
    expect(chair.get_by_text("Please write the minutes until voting closes as a number up to 240")).to_be_visible()
    closing = chair.get_by_label("Minutes until voting closes by itself")
    expect(closing).to_be_focused()
    expect(chair.get_by_role("radio", name="Advice.")).to_be_checked()
    closing.press("ControlOrMeta+a")
    chair.keyboard.type("3")
    chair.clock.fast_forward(1_000)
    chair.keyboard.press("Enter")
    expect(chair.get_by_role("heading", name="Plan of the day")).to_be_visible()
    chair.get_by_role("link", name="Change “Which of these?”").click()
    said = "Advice. Options: as written. Also: “I don’t know”. Closes after 3 minutes."
    expect(chair.locator(".terms__said")).to_have_text(said)


def test_whoever_has_the_chairs_link_gives_more_time_and_phones_show_it(server: Server, people: People) -> None:
    """Also who is filling in the form just now; what is filled in stays."""
    voting = Voting(server, people, OpenText())
    phone, chair = voting.by_touch(), people.chair(voting.day)
    words = phone.get_by_role("textbox")
    words.fill("Half a thought")
    words.focus()
    press(chair, "Close in 5 minutes")
    expect(phone.get_by_text("Time to vote:")).to_be_visible()
    expect(phone.locator("[data-left]")).to_have_text(ABOUT_FIVE_MINUTES)
    another = people.chair(voting.day)
    press(another, "1 minute more")
    expect(chair.locator("#chair-poll-time [data-left]")).to_have_text(ABOUT_SIX_MINUTES)
    expect(phone.locator("[data-left]")).to_have_text(ABOUT_SIX_MINUTES)
    expect(words).to_have_value("Half a thought")
    expect(words).to_be_focused()
    press(chair, "No time limit")
    expect(phone.get_by_text("Time to vote:")).to_have_count(0)
    expect(words).to_have_value("Half a thought")


def test_the_form_stays_until_the_server_closes_it(server: Server, people: People) -> None:
    """A phone whose clock is ahead shows 0:00, and its vote still counts."""
    voting = Voting(server, people, OPTIONS, terms=Terms(seconds=120))
    phone = voting.by_touch()
    phone.clock.fast_forward(100_000)
    expect(phone.locator("[data-ends]")).to_have_attribute("data-state", "last-minute")
    phone.clock.fast_forward(30_000)
    expect(phone.locator("[data-left]")).to_have_text("0:00")
    expect(phone.locator("#announce")).to_have_text("Time is up")
    phone.get_by_label("Coffee").check()
    voting.send(phone)
    assert voting.day.turnout(1) == "1 of 1"
