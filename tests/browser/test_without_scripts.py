"""The same day without JavaScript: plain links and forms, and a page that is loaded again to see what is new."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import BOARD, CHOICE, PAUSE, WALL, WORDS, Day, Server
from tests.browser.people import People


@pytest.fixture
def day(own_machine: Server) -> Day:
    return own_machine.day()


def press(page: Page, name: str, *, exact: bool = False) -> None:
    page.get_by_role("button", name=name, exact=exact).click()


def test_a_delegate_votes_and_changes_the_vote(people: People, day: Day) -> None:
    """The vote is a page, its receipt is a page, and both say what counts."""
    day.ask(CHOICE)
    phone = people.phone(day, java_script_enabled=False)
    phone.get_by_text("Not yet").tap()
    press(phone, "Send my vote")
    expect(phone.get_by_text("Your vote is in. You can change it until voting closes.")).to_be_visible()
    expect(phone.locator("[data-receipt]")).to_have_text("Not yet")
    assert day.turnout(CHOICE) == "1 of 1"

    phone.get_by_role("link", name="Change my vote").tap()
    expect(phone.get_by_label("Not yet")).to_be_checked()
    phone.get_by_text("Yes, a little").tap()
    press(phone, "Send my vote")
    expect(phone.locator("[data-receipt]")).to_have_text("Yes, a little")

    phone.go_back()  # to the form as it was, from where the vote can be changed once more
    phone.get_by_text("Yes, a lot").tap()
    press(phone, "Send my vote")
    expect(phone.locator("[data-receipt]")).to_have_text("Yes, a lot")
    assert day.turnout(CHOICE) == "1 of 1"

    day.reveal(CHOICE)
    phone.get_by_role("link", name="Load again").tap()
    expect(phone.get_by_role("listitem").filter(has_text="Yes, a lot")).to_contain_text("1 vote")


def test_a_vote_that_comes_too_late_is_refused_with_its_words(people: People, day: Day) -> None:
    """What somebody wrote is still on the page when the question has closed."""
    people.expect_complaints("422")
    day.ask(WORDS)
    phone = people.phone(day, java_script_enabled=False)
    phone.get_by_role("textbox", name="Your answer").fill("By sharing the keys")
    day.reveal(WORDS)
    press(phone, "Send my vote")
    expect(phone.get_by_role("alert")).to_contain_text("closed")
    expect(phone.get_by_text("By sharing the keys")).to_be_visible()


def test_a_delegate_writes_a_label_and_says_me_too(people: People, day: Day) -> None:
    """Refused while it is empty or too long, with everything that was typed; then it hangs."""
    people.expect_complaints("422")
    day.joined().do("post_label", kind="ask", text="Who knows the bus times?")
    day.show(WALL)
    phone = people.phone(day, java_script_enabled=False)
    phone.get_by_role("link", name="Write a label").tap()
    phone.get_by_label("Your name, and where to find you").fill("Table 4")
    phone.get_by_label("I want to ask").fill("   ")
    press(phone, "Hang it on the wall")
    expect(phone.get_by_role("alert")).to_contain_text("There is a problem")
    expect(phone.get_by_label("I can contribute")).to_have_attribute("aria-invalid", "true")
    expect(phone.get_by_label("Your name, and where to find you")).to_have_value("Table 4")

    too_long = "Who pays? " * 30 + "And when?"
    phone.get_by_label("I want to ask").fill(too_long)
    phone.get_by_label("With my name").nth(1).check()
    press(phone, "Hang it on the wall")
    expect(phone.get_by_role("alert")).to_contain_text("300")
    expect(phone.get_by_label("I want to ask")).to_have_value(too_long)
    expect(phone.get_by_label("With my name").nth(1)).to_be_checked()

    phone.get_by_label("I want to ask").fill("Who pays?")
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("Your label is in.")).to_be_visible()
    mine = phone.locator("#wall-list").get_by_role("listitem").filter(has_text="Who pays?")
    expect(mine).to_contain_text("Table 4")
    expect(mine).to_contain_text("Yours")
    other = phone.locator("#wall-list").get_by_role("listitem").filter(has_text="bus times")
    me_too = other.get_by_role("button", name="Me too")
    expect(me_too).to_have_attribute("aria-pressed", "false")
    me_too.tap()
    expect(me_too).to_have_text("Me too 1")
    expect(me_too).to_have_attribute("aria-pressed", "true")
    me_too.tap()
    expect(me_too).to_have_text("Me too 0")


def test_a_delegate_proposes_a_topic_follows_another_and_moves_on(people: People, day: Day) -> None:
    day.joined("Marek").do("propose_topic", title="Who holds the pen?", host="Marek")
    day.show(BOARD)
    phone = people.phone(day, java_script_enabled=False)
    phone.get_by_role("link", name="Propose a topic").tap()
    phone.get_by_label("What is it about?").fill("Trust takes time")
    press(phone, "Put it on the board")
    expect(phone.locator("#waiting-topics").get_by_role("link", name="Trust takes time")).to_be_visible()

    pen = phone.get_by_role("listitem").filter(has_text="Who holds the pen?")
    pen.get_by_role("button", name="Listen").tap()
    expect(pen.get_by_role("button", name="Listen")).to_have_attribute("aria-pressed", "true")
    expect(pen).to_contain_text("1 coming")
    pen.get_by_role("button", name="Move on").tap()
    expect(pen).to_contain_text("0 coming")
    expect(pen.get_by_role("button", name="Listen")).to_have_attribute("aria-pressed", "false")


def test_the_chair_runs_a_question(people: People, day: Day) -> None:
    """Go to it, open it, close it, show it, go on."""
    chair = people.chair(day, java_script_enabled=False)
    press(chair, "Go to “Has co-production changed the way we do things here?”")
    press(chair, "Open voting")
    expect(chair.get_by_role("button", name="Close voting")).to_be_visible()
    day.vote(CHOICE, "A", "C")
    press(chair, "Close voting")
    expect(chair.get_by_text("2 of 2 voted")).to_be_visible()
    press(chair, "Show result")
    day.wait_for_the_result(CHOICE)  # votes on their way are let in first
    chair.reload()
    expect(chair.locator(".status").first).to_have_text("Result shown")
    press(chair, "Next item")
    expect(chair.locator("#chair-title")).to_contain_text("How do we share our strengths")
    press(chair, "Blank")
    expect(chair.get_by_text("The screen is blank.", exact=True)).to_be_visible()
    press(chair, "Show again")
    expect(chair.get_by_text("The screen is blank.", exact=True)).to_have_count(0)
    chair.get_by_role("link", name="Plan", exact=True).click()
    chair.get_by_role("link", name="Change “Lunch and market place stalls”").click()
    chair.get_by_label("Title").fill("Soup and stalls")
    press(chair, "Save")
    expect(chair.get_by_text("Soup and stalls").first).to_be_visible()
    press(chair, "Move up: “Soup and stalls”")
    expect(chair.locator("#chair-plan-list").get_by_role("listitem").nth(PAUSE - 2)).to_contain_text("Soup and stalls")


def test_a_facilitator_places_a_topic_and_holds_a_label_back(people: People, day: Day) -> None:
    writer = day.joined("Marek")
    writer.do("propose_topic", title="Who holds the pen?", host="Marek")
    writer.do("post_label", kind="ask", text="Why does Bob never listen?")
    desk = people.facilitator(day, java_script_enabled=False)
    desk.get_by_text("Move… “Who holds the pen?”").click()
    desk.get_by_label("Move “Who holds the pen?” to").select_option("11:50 Salisbury")
    press(desk, "Move “Who holds the pen?”")
    expect(desk.locator("[data-drop-cell='second/salisbury']")).to_contain_text("Who holds the pen?")

    desk.get_by_role("link", name="Labels").click()
    label = desk.get_by_role("main").get_by_role("listitem").filter(has_text="Why does Bob never listen?")
    label.get_by_text("Hold back or put aside").click()
    label.get_by_label("In your own words").fill("Please name nobody.")
    label.get_by_role("button", name="Hold back").click()
    expect(label.get_by_text("Please name nobody.")).to_be_visible()
    assert "Please name nobody." in writer.client.get("/wall").text
    label.get_by_role("button", name="Let it hang again").click()
    expect(label.get_by_text("Please name nobody.")).to_have_count(0)

    desk.get_by_role("link", name="Themes").click()
    desk.get_by_label("A new theme").fill("Listening")
    press(desk, "Add")
    card = desk.get_by_role("listitem").filter(has_text="Why does Bob never listen?")
    card.get_by_role("link", name="Put under").click()
    press(desk, "Listening")
    expect(desk.get_by_role("button", name="Listening")).to_contain_text("stands here")
    desk.get_by_role("link", name="All themes").click()
    expect(desk.get_by_role("region", name="Listening")).to_contain_text("Why does Bob never listen?")
