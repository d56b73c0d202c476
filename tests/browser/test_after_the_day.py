"""After the day: publishing the write-up, comments on a draft, actions and their owners; on phones and laptops, with and without
scripts, by keyboard, and for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all, torn_words
from tests.browser.people import LAPTOP, PHONE, People, press

THUMB = 44
WCAG_LEAST = 24  # SC 2.5.8, for desks that are used with a mouse
LONG = "Donaudampfschifffahrtsgesellschaftskapitän " * 6


def all_well(complaints: list[str]) -> None:
    assert not complaints, "\n" + "\n".join(complaints)


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[People]:
    """The same people for all tests here that look at pages."""
    here = People(browser)
    here.expect_complaints("403", "422")
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module")
def day(own_machine: Server) -> Day:
    """A published draft with comments, one of them answered, and actions in every state."""
    day = own_machine.day()
    ann, ben, chair = day.joined("Ann"), day.joined("Ben"), day.chair
    ann.do("propose_topic", title="Who holds the pen?", host="Ann")
    chair.do("agree_action", what="Ask the council", outcome="A yes or a no", who="Moira", until="June", topic=1)
    chair.do("agree_action", what=LONG, who="x" * 60)
    chair.do("agree_action", what="Find out who pays for tea")
    chair.do("update_action", action=1, text="They said yes.", state="done")
    chair.do("update_action", action=3, text="", state="dropped")
    chair.do("publish_write_up", state="draft")
    chair.do("leave_out_section", section="labels", on="yes")
    ann.do("make_comment", about="themes", text=LONG, name="Ann, table 6")
    ben.do("make_comment", about="", text="A typing mistake")
    chair.do("answer_comment", comment=2, answer="Mended", settled="yes")
    return day


def owners_link(day: Day, action: int = 1) -> str:
    page = day.chair.client.get("/chair/owners").text
    found = re.search(rf"(http\S*/action/{action}\?key=[\w-]+)<", page)
    assert found is not None
    return unescape(found[1])


@pytest.mark.parametrize("path", ["actions", "report/comments?about=themes", "programme", "action/1"])
def test_what_delegates_read(people: People, day: Day, path: str) -> None:
    phone = people.phone(day, "report/comments")
    phone.get_by_label("Your comment").fill("Of my own")
    press(phone, "Send it")
    expect(phone.get_by_role("heading", name="Your comments")).to_be_visible()
    phone.goto(day.url(path))
    all_well(looked_at_by_all(phone, least=THUMB))


def test_the_write_up_as_delegates_read_it_on_a_phone(people: People, day: Day) -> None:
    """Opened out, and no time of the programme is torn apart."""
    phone = people.phone(day, "report")
    phone.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    # Where a table is too wide for a phone, each cell says its column's name, and the heads are hidden from eyes on purpose.
    complaints = [each for each in looked_at_by_all(phone, least=WCAG_LEAST) if "by THEAD" not in each]
    phone.set_viewport_size({"width": 390, "height": 844})
    complaints += [each for each in torn_words(phone, 12) if re.search(r"\d\d:\d\d", each)]
    all_well(complaints)


def test_the_owners_pages(people: People, day: Day) -> None:
    """Before the link is used, the form, and the form with a problem."""
    owner = people.somebody(PHONE)
    owner.goto(owners_link(day))
    complaints = looked_at_by_all(owner, least=THUMB)
    owner.get_by_role("button", name="Open it on this device").tap()
    expect(owner.get_by_role("button", name="Tell it")).to_be_visible()
    complaints += looked_at_by_all(owner, least=THUMB)
    owner.get_by_label("Done").check()
    owner.get_by_role("button", name="Tell it").tap()
    expect(owner.get_by_role("alert")).to_be_visible()
    complaints += looked_at_by_all(owner, least=THUMB)
    all_well(complaints)


@pytest.mark.parametrize("path", ["chair/report", "chair/owners"])
def test_the_chairs_pages(people: People, day: Day, path: str) -> None:
    chair = people.chair(day)
    chair.goto(day.url(path))
    all_well(looked_at_by_all(chair, least=THUMB))


@pytest.mark.parametrize("path", ["facilitator/actions?topic=1", "facilitator/comments"])
def test_the_facilitators_pages(people: People, day: Day, path: str) -> None:
    """With everything unfolded."""
    desk = people.facilitator(day)
    desk.goto(day.url(path))
    desk.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    all_well(looked_at_by_all(desk, least=WCAG_LEAST, width=1280, height=800))


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until this control has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name")
        if text.startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_the_chair_arranges_and_publishes_by_keyboard_alone(browser: Browser, own_machine: Server) -> None:
    people, day = People(browser), own_machine.day()
    page = people.somebody(LAPTOP)
    page.goto(day.links["chair"])
    tab_to(page, "Open it on this device")
    page.keyboard.press("Enter")
    expect(page).to_have_url(day.url("chair"))
    page.goto(day.url("chair/report"))
    tab_to(page, "Publish it as a draft")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Draft", exact=True)).to_be_visible()
    tab_to(page, "Move down: The programme")
    page.keyboard.press("Enter")
    expect(page.locator(".plan__title").nth(1)).to_have_text("The programme")
    tab_to(page, "Leave out: What we voted")
    page.keyboard.press("Space")
    expect(page.get_by_text("Left out", exact=True)).to_be_visible()
    tab_to(page, "opening")
    page.keyboard.type("Thank you all")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer]")).to_have_text("Saved.")
    phone = people.phone(day, "report")
    expect(phone.get_by_text("Thank you all")).to_be_visible()
    people.leave()
    assert people.unexpected == []


def test_without_scripts_all_of_it_works(browser: Browser, own_machine: Server) -> None:
    """The chair publishes, a delegate comments and takes it back, an action is written down, and its owner tells of it."""
    people, day = People(browser), own_machine.day()
    chair = people.chair(day, java_script_enabled=False)
    chair.goto(day.url("chair/report"))
    chair.get_by_role("button", name="Publish it as a draft").click()
    expect(chair.get_by_text("Done.", exact=True)).to_be_visible()

    phone = people.phone(day, "programme", java_script_enabled=False)
    phone.get_by_role("link", name="The draft of the write-up").click()
    phone.get_by_role("link", name="Comment on “The programme”").click()
    expect(phone.get_by_label("What is it about?")).to_have_value("programme")
    phone.get_by_label("Your comment").fill("Lunch was later")
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("article", name="About: The programme")).to_contain_text("Lunch was later")

    chair.goto(day.url("facilitator/comments"))
    chair.get_by_label(re.compile("^Answer")).fill("It was, thank you")
    chair.get_by_role("button", name="Settle it").click()
    expect(chair.get_by_text("0 open, 1 settled")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("It was, thank you")).to_be_visible()
    phone.get_by_role("button", name=re.compile("^Take it back")).click()
    expect(phone.get_by_text("Your comment is taken back, for good.")).to_be_visible()

    chair.goto(day.url("facilitator/actions"))
    chair.get_by_label("Action", exact=True).first.fill("Ask the council")
    chair.get_by_role("button", name="Write it down").click()
    expect(chair.get_by_text("1 action, 0 done")).to_be_visible()

    owner = people.somebody(PHONE, java_script_enabled=False)
    owner.goto(owners_link(day))
    owner.get_by_role("button", name="Open it on this device").click()
    owner.get_by_label("In your words").fill("They said yes")
    assert "key=" not in owner.url
    owner.get_by_label("Done").check()
    owner.get_by_role("button", name="Tell it").click()
    expect(owner.get_by_text("Thank you. It is written down.")).to_be_visible()
    phone.goto(day.url("actions"))
    expect(phone.get_by_text("They said yes")).to_be_visible()
    people.leave()
    assert people.unexpected == []


def test_two_facilitators_write_actions_at_once_and_see_each_others(browser: Browser, own_machine: Server) -> None:
    people, day = People(browser), own_machine.day()
    one, other = people.facilitator(day), people.facilitator(day)
    for page in (one, other):
        page.goto(day.url("facilitator/actions"))
    other.locator("#new-what").fill("Half a sentence")
    one.locator("#new-what").fill("Print the songs")
    press(one, "Write it down")
    expect(other.locator("#desk-action-1")).to_contain_text("Print the songs")
    expect(other.locator("#new-what")).to_have_value("Half a sentence")
    press(other, "Write it down")
    expect(one.locator("#desk-action-2")).to_contain_text("Half a sentence")
    one.locator("#desk-action-2").get_by_text("What came of it?").click()
    one.locator("#desk-action-2").get_by_label("Done").check()
    one.locator("#desk-action-2").get_by_role("button", name="Save", exact=True).first.click()
    expect(other.locator("#desk-action-2 .status")).to_have_text("Done")
    people.leave()
    assert people.unexpected == []


def test_the_link_to_the_write_up_comes_and_goes_while_phones_look_at_the_day(
    browser: Browser, own_machine: Server
) -> None:
    people, day = People(browser), own_machine.day()
    phone = people.phone(day, "programme")
    link = phone.get_by_role("link", name="The write-up of the day")
    expect(phone.locator(".connection")).to_have_attribute("data-state", "live")
    day.chair.do("publish_write_up", state="final")
    expect(link).to_be_visible()
    day.chair.do("publish_write_up", state="kept")
    expect(link).to_have_count(0)
    people.leave()
    assert people.unexpected == []
