"""A morning in the hall, with everybody in it at once: two phones, a facilitator, a chair and the screen."""

from __future__ import annotations

import re
from typing import NamedTuple

from playwright.sync_api import Page, expect

from tests.browser.hall import BOARD, PRIORITY, WALL, Day
from tests.browser.people import PHONE, People, press


class Cast(NamedTuple):
    """Who is there. `anna` and `ben` are delegates with phones."""

    anna: Page
    ben: Page
    facilitator: Page
    chair: Page
    screen: Page


def test_a_morning_with_everybody_at_once(people: People, day: Day) -> None:
    """Votes, labels, topics and the chair's remote reach those whom they are for, while they look."""
    cast = Cast(
        _joins(people, day, "Anna"),
        people.phone(day),
        people.facilitator(day),
        people.chair(day),
        people.screen(day),
    )
    expect(cast.screen.locator("#stage-people")).to_contain_text("2 phones are")
    _a_question_is_asked_and_answered(cast, day)
    _a_survey_shows_those_with_none(cast, day)
    _a_label_hangs_and_is_held_back(cast, day)
    _a_topic_finds_its_place(cast, day)
    _the_chair_blanks_freezes_and_times(cast, day)
    _a_question_is_asked_again(cast, day)


def _joins(people: People, day: Day, name: str) -> Page:
    """By the code, as it is read from the screen: with a space in the middle."""
    page = people.somebody(PHONE)
    page.goto(day.server.url)
    page.get_by_label("Room code").fill(f"{day.code[:3]} {day.code[3:]}")
    press(page, "Join")
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_label("Which group are you part of?").select_option("I use services")
    press(page, "Take part")
    expect(page.get_by_role("status").filter(has_text="Connected")).to_be_visible()
    return page


def _go_to(cast: Cast, title: str) -> None:
    press(cast.chair, f"Go to “{title}”")


def _a_question_is_asked_and_answered(cast: Cast, day: Day) -> None:
    question = "Has co-production changed the way we do things here?"
    _go_to(cast, question)
    for page in (cast.anna, cast.ben, cast.screen):
        expect(page.get_by_role("heading", level=1, name=question)).to_be_visible()
    expect(cast.chair.locator("#chair-title")).to_have_text(question)
    press(cast.chair, "Open voting")
    expect(cast.screen.get_by_text("Voting open")).to_be_visible()

    cast.anna.get_by_text("Yes, a little").tap()
    press(cast.anna, "Send my vote")
    expect(cast.screen.locator(".count__number")).to_have_text("1")
    expect(cast.anna.get_by_role("heading", name="You chose")).to_be_visible()
    expect(cast.anna.locator("[data-receipt]")).to_have_text("Yes, a little")
    expect(cast.chair.get_by_text("1 of 2 have voted so far")).to_be_visible()

    cast.ben.get_by_text("Not yet").tap()
    press(cast.ben, "Send my vote")
    press(cast.ben, "Change my vote")
    expect(cast.ben.get_by_label("Not yet")).to_be_checked()
    cast.ben.get_by_text("Yes, a little").tap()
    press(cast.ben, "Send my vote")
    expect(cast.ben.locator("[data-receipt]")).to_have_text("Yes, a little")
    expect(cast.screen.locator(".count")).to_contain_text("2 of 2")

    press(cast.chair, "Close voting")
    for page in (cast.anna, cast.ben, cast.screen):
        expect(page.get_by_text("Voting closed", exact=True)).to_be_visible()
    press(cast.chair, "Show result")
    for page in (cast.anna, cast.ben):
        expect(page.get_by_text("Only how many took part is shown, because so few did.")).to_be_visible()
    cast.chair.once("dialog", lambda dialog: dialog.accept())
    press(cast.chair, "Show the count all the same")
    for page in (cast.anna, cast.ben):
        mine = page.get_by_role("listitem").filter(has_text="Yes, a little")
        expect(mine).to_contain_text("2 votes")
        expect(mine.get_by_text("Your choice")).to_be_visible()
        expect(page.get_by_text("Your choice").filter(visible=True)).to_have_count(1)
    expect(cast.screen.get_by_role("listitem").filter(has_text="Yes, a little")).to_contain_text("2")


def _a_survey_shows_those_with_none(cast: Cast, day: Day) -> None:
    """Both themes that nobody chooses are seen, with a nought."""
    day.ask(PRIORITY)
    for page, choices in ((cast.anna, "ACDE"), (cast.ben, "EGH")):
        for letter in choices:
            page.locator(f"input[value={letter}] + label").tap()
        press(page, "Send my vote")
        expect(page.get_by_text("Your vote is in.")).to_be_visible()
    day.reveal(PRIORITY)
    for none in ("Stories of current activity", "Themes relating to practice"):
        for page in (cast.anna, cast.ben):
            expect(page.get_by_role("listitem").filter(has_text=none)).to_contain_text("0 people")
        expect(cast.screen.get_by_role("listitem").filter(has_text=none)).to_contain_text("0")
    expect(cast.screen.get_by_role("listitem").filter(has_text="Personal stories")).to_contain_text("2")


def _a_label_hangs_and_is_held_back(cast: Cast, day: Day) -> None:
    day.joined().do("post_label", kind="contribute", text="I can bake for forty people")
    words = "How do I begin when nobody answers the phone?"
    day.show(WALL)
    cast.ben.get_by_role("link", name="Labels").tap()
    expect(cast.ben.get_by_text("I can bake for forty people")).to_be_visible()
    expect(cast.ben.get_by_text("Connected", exact=True)).to_be_visible()

    cast.anna.get_by_role("link", name="Write a label").tap()
    cast.anna.get_by_label("I want to ask").fill(words)
    press(cast.anna, "Hang it on the wall")
    expect(cast.anna.get_by_text("Your label hangs on the wall.")).to_be_visible()
    cast.anna.get_by_role("link", name="Labels").tap()
    mine = cast.anna.locator("#wall-list").get_by_role("listitem").filter(has_text=words)
    expect(mine).to_contain_text("Yours")
    cast.facilitator.get_by_role("link", name="Labels").click()
    card = cast.facilitator.get_by_role("list").get_by_role("listitem").filter(has_text=words)
    expect(card).to_be_visible()
    expect(cast.screen.get_by_text(words)).to_have_count(0)  # before a facilitator has looked at it
    card.get_by_role("button", name="Fine for the screen").click()
    expect(cast.screen.get_by_label("Newest label")).to_contain_text(words)

    expect(cast.ben.get_by_text(words)).to_have_count(0)  # nothing moves under a finger
    press(cast.ben, "Show new labels: 1")
    hers = cast.ben.get_by_role("listitem").filter(has_text=words)
    press_in = hers.get_by_role("button", name="Me too")
    press_in.tap()
    expect(press_in).to_have_attribute("aria-pressed", "true")
    expect(press_in).to_have_text("Me too 1")
    expect(mine.get_by_role("button", name="Me too")).to_have_text("Me too 1")
    expect(mine.get_by_role("button", name="Me too")).to_have_attribute("aria-pressed", "false")

    hung = cast.facilitator.locator("#desk-label-list").get_by_role("listitem").filter(has_text=words)
    hung.get_by_text("Hold back or put aside").click()
    hung.get_by_label("Why? The writer reads this.").select_option("Names a person")
    hung.get_by_label("In your own words").fill("Please leave out who does not answer.")
    hung.get_by_role("button", name="Hold back").click()
    expect(cast.facilitator.locator("#desk-held-list")).to_contain_text(words)
    expect(cast.screen.get_by_text(words)).to_have_count(0)
    expect(cast.ben.get_by_text(words)).to_have_count(0)
    expect(cast.anna.get_by_text("Names a person: Please leave out who does not answer.")).to_be_visible()


def _a_topic_finds_its_place(cast: Cast, day: Day) -> None:
    """Placed by keyboard, then moved with the mouse; the phones and the screen follow."""
    day.show(BOARD)
    cast.anna.get_by_role("link", name="Open space").tap()
    cast.anna.get_by_role("link", name="Propose a topic").tap()
    cast.anna.get_by_label("What is it about?").fill("Who holds the pen?")
    expect(cast.anna.get_by_label("Your first name")).to_have_value("Anna")
    press(cast.anna, "Put it on the board")
    expect(cast.anna.get_by_role("heading", name="Waiting for a place")).to_be_visible()

    cast.ben.get_by_role("link", name="Open space").tap()
    cast.facilitator.get_by_role("link", name="Open space").click()
    cast.facilitator.get_by_text("Move… “Who holds the pen?”").click()
    move = cast.facilitator.get_by_label("Move “Who holds the pen?” to")
    move.focus()
    cast.facilitator.keyboard.press("ArrowDown")  # waiting
    cast.facilitator.keyboard.press("ArrowDown")
    expect(move.locator("option:checked")).to_have_text("11:00 Pentland")
    cast.facilitator.keyboard.press("Tab")
    cast.facilitator.keyboard.press("Enter")
    first = cast.facilitator.locator("[data-drop-cell='first/pentland']")
    expect(first).to_contain_text("Who holds the pen?")
    slot = cast.ben.get_by_role("region", name=re.compile("11:00"))
    expect(slot.get_by_role("listitem")).to_contain_text("Pentland")
    expect(cast.screen.get_by_role("row").nth(1)).to_contain_text("Who holds the pen?")

    target = cast.facilitator.locator("[data-drop-cell='second/salisbury']")
    cast.facilitator.get_by_role("heading", name="Who holds the pen?").drag_to(target)
    expect(target).to_contain_text("Who holds the pen?")
    later = cast.ben.get_by_role("region", name=re.compile("11:50"))
    expect(later.get_by_role("listitem")).to_contain_text("Salisbury")
    later.get_by_role("button", name="Take part").tap()
    expect(later.get_by_text("1 coming")).to_be_visible()


def _the_chair_blanks_freezes_and_times(cast: Cast, day: Day) -> None:
    _go_to(cast, "Nobody here is only a visitor")
    heading = cast.screen.get_by_role("heading", name="Nobody here is only a visitor")
    expect(heading).to_be_visible()
    press(cast.chair, "Blank")
    expect(heading).to_have_count(0)
    expect(cast.screen.get_by_role("img", name="QR code")).to_be_visible()
    press(cast.chair, "Show again")
    expect(heading).to_be_visible()

    press(cast.chair, "Freeze")
    expect(cast.chair.get_by_text("The screen is frozen.")).to_be_visible()
    _go_to(cast, "Lunch and market place stalls")
    expect(cast.chair.locator("#chair-title")).to_have_text("Lunch and market place stalls")
    expect(heading).to_be_visible()
    press(cast.chair, "Go on")
    expect(cast.screen.get_by_role("heading", name="Lunch and market place stalls")).to_be_visible()

    cast.chair.get_by_label("Minutes").fill("2")
    press(cast.chair, "Start")
    left = cast.screen.locator("#stage-timer [data-left]")
    expect(left).to_have_text(re.compile(r"1:5\d"))
    press(cast.chair, "1 minute more")
    expect(left).to_have_text(re.compile(r"2:\d\d"))
    press(cast.chair, "Stop the timer")
    expect(left).to_have_count(0)


def _a_question_is_asked_again(cast: Cast, day: Day) -> None:
    """As a new round, from nothing: what somebody chose the first time is not chosen for them."""
    for page in (cast.anna, cast.ben):
        page.get_by_role("link", name="Now").tap()
    _go_to(cast, "Has co-production changed the way we do things here?")
    cast.chair.once("dialog", lambda dialog: dialog.accept())
    press(cast.chair, "Ask again")
    for page in (cast.anna, cast.ben):
        expect(page.get_by_text("Asked again")).to_be_visible()
        expect(page.get_by_role("button", name="Send my vote")).to_be_visible()
        expect(page.locator("input:checked")).to_have_count(0)
    expect(cast.screen.locator(".count")).to_contain_text("0 of 3")
    cast.anna.get_by_text("I’m not sure").tap()
    press(cast.anna, "Send my vote")
    expect(cast.screen.locator(".count")).to_contain_text("1 of 3")
    [first, second] = day.rounds("Has co-production changed the way we do things here?")
    assert first == {"Yes, a lot": 0, "Yes, a little": 2, "Not yet": 0, "I’m not sure": 0}
    assert second is None
