"""What came out of a talk: two phones in one room write at once, read back, and a facilitator and a scribe see it come."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People, is_live, press

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def day(own_machine: Server) -> Day:
    return own_machine.day()


def shoot(page: Page, name: str) -> None:
    """A picture to be looked at, where somebody asks for it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def propose(page: Page, day: Day, title: str) -> None:
    page.goto(day.url("board/propose"))
    page.get_by_label("What is it about?").fill(title)
    page.locator("form[action$=propose_topic] button:not([type=button])").last.click()
    expect(page).to_have_url(day.url("board"))


def enter(page: Page, day: Day, path: str = "harvest/topic/1") -> None:
    page.goto(day.url(path))
    is_live(page)


def test_two_phones_write_at_once_and_nothing_is_lost(people: People, day: Day) -> None:
    ann, ben = people.phone(day), people.phone(day)
    propose(ann, day, "Who holds the pen?")
    for page in (ann, ben):
        enter(page, day)
        expect(page.get_by_text("No note yet.")).to_be_visible()
    shoot(ann, "empty")
    line = "What should the hall hear of this talk?"
    ann.get_by_label(line).fill("We pay bus fares")
    ben.get_by_label(line).fill("Nobody pays alone")
    ben.get_by_label("Key points, a line for each").fill(f"- Half-typed {LONG_WORD}")
    ann.locator("#line-form").get_by_role("button", name="Write it down").tap()
    expect(ben.locator("#harvest-talk")).to_contain_text("We pay bus fares")
    expect(ben.get_by_label(line)).to_have_value("Nobody pays alone")
    expect(ben.get_by_label("Key points, a line for each")).to_have_value(f"- Half-typed {LONG_WORD}")
    expect(ann.get_by_label(line)).to_have_value("")
    ben.locator("#line-form").get_by_role("button", name="Write it down").tap()
    expect(ben.locator("#line-form [data-answer]")).to_contain_text("It is kept.")
    for page in (ann, ben):
        expect(page.get_by_text("Somebody wrote one too: which one stands?")).to_be_visible()
    press(ann, "This one stands")
    expect(ben.locator(".harvest-note--stands")).to_contain_text("Nobody pays alone")
    ben.locator("#point-form").get_by_role("button").tap()
    expect(ann.locator("#points li")).to_have_count(1)
    ann.get_by_label("Something that was said, in its own words").fill("I walk home at ten")
    ann.locator("#quote-form").get_by_role("button").tap()
    ann.get_by_label("Action", exact=True).fill("Ask for a night bus")
    ann.get_by_label("Who (optional)").fill("Moira")
    ann.locator("#action-form").get_by_role("button").tap()
    expect(ben.locator("#agreed")).to_contain_text("Ask for a night bus")
    expect(ben.locator("#quotes")).to_contain_text("I walk home at ten")
    expect(ann.locator("[data-own]:visible")).to_have_count(2)
    expect(ben.locator("[data-own]:visible")).to_have_count(2)
    for page in (ann, ben):
        press(page, "Yes, this is what we said")
    expect(ann.get_by_text("2 people read it back: yes")).to_be_visible()
    shoot(ann, "talk")
    complaints = looked_at_by_all(ann, least=44) + looked_at_by_all(ann, least=44, width=320, height=640)
    shoot(ann, "talk-320")
    ann.get_by_role("link", name="Change “I walk home at ten”").click()
    is_live(ann)
    complaints += looked_at_by_all(ann, least=44)
    shoot(ann, "change")
    ann.get_by_label("In these words").fill("I walk home at nine")
    press(ann, "Save")
    expect(ben.locator("#quotes")).to_contain_text("I walk home at nine")
    expect(ben.get_by_text("Changed since 2 people read it back")).to_be_visible()
    press(ben, "Something is missing")
    expect(ben.locator("#harvest-read [data-answer]")).to_contain_text("Please write below what is missing.")
    assert complaints == []


def test_words_wait_on_the_phone_while_the_network_is_gone_and_drafts_are_kept(people: People, day: Day) -> None:
    people.expect_complaints("ERR_INTERNET_DISCONNECTED", "WebSocket")
    ann, ben = people.phone(day), people.phone(day)
    propose(ann, day, "Ladders")
    enter(ann, day)
    enter(ben, day)
    ann.get_by_label("Something that was said, in its own words").fill("A draft")
    ann.context.set_offline(True)
    ann.get_by_label("Key points, a line for each").fill("Wood\nSteel")
    ann.locator("#point-form").get_by_role("button").tap()
    expect(ann.locator("#outbox")).to_contain_text("Wood")
    ann.context.set_offline(False)
    expect(ben.locator("#points .harvest-note__words")).to_have_text(["Wood", "Steel"], timeout=20_000)
    ann.reload()
    is_live(ann)
    expect(ann.get_by_label("Something that was said, in its own words")).to_have_value("A draft")


def test_without_scripts_a_phone_writes_and_reads_back(people: People, day: Day) -> None:
    plain = people.phone(day, java_script_enabled=False)
    propose(plain, day, "Ladders")
    plain.get_by_role("link", name="Ladders").last.click()
    plain.get_by_role("link", name="What came out of it").click()
    plain.get_by_label("What should the hall hear of this talk?").fill("Lend them")
    plain.locator("#line-form").get_by_role("button").click()
    expect(plain.get_by_text("It is written down.")).to_be_visible()
    expect(plain.locator(".harvest-note--stands")).to_contain_text("Lend them")
    plain.get_by_role("button", name="Yes, this is what we said").click()
    expect(plain.get_by_text("1 person read it back: yes")).to_be_visible()
    expect(plain.get_by_text("You said: yes, this is what we said.")).to_be_visible()
    plain.get_by_role("link", name="Change").click()
    plain.get_by_label("In these words").fill("Lend them all")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_text("The note is changed.")).to_be_visible()
    plain.goto(day.url("feed"))
    expect(plain.locator(".feed__text")).to_have_text(["Lend them all"])


def test_by_keyboard_alone_a_line_is_written(people: People, day: Day) -> None:
    ann = people.phone(day)
    propose(ann, day, "Ladders")
    enter(ann, day)
    ann.get_by_label("What should the hall hear of this talk?").focus()
    ann.keyboard.type("Lend them")
    ann.keyboard.press("Tab")
    expect(ann.get_by_role("button", name="Write it down", exact=True)).to_be_focused()
    ann.keyboard.press("Enter")
    expect(ann.locator(".harvest-note--stands")).to_contain_text("Lend them")
    assert looked_at_by_all(ann, least=44) == []


def test_facilitators_find_gaps_hang_drawings_and_scribes_read_the_feed(
    people: People, day: Day, tmp_path: Path
) -> None:
    ann, desk = people.phone(day), people.facilitator(day)
    for title in ("Ladders", "Snakes and other things that nobody has named yet", LONG_WORD):
        propose(ann, day, title)
    enter(desk, day, "facilitator/harvest")
    scribe = people.phone(day, "feed")
    expect(scribe.get_by_text("Nothing yet.")).to_be_visible()
    enter(ann, day)
    ann.get_by_label("What should the hall hear of this talk?").fill("Lend them all")
    ann.locator("#line-form").get_by_role("button").tap()
    expect(desk.locator("#desk-harvest-topic-1")).to_contain_text("“Lend them all”")
    expect(scribe.locator(".feed__entry").first).to_contain_text("Lend them all")
    desk.get_by_role("link", name="No note yet").click()
    is_live(desk)
    expect(desk.locator("#desk-harvest-topic-1")).to_have_count(0)
    complaints = looked_at_by_all(desk, least=24, width=1280, height=800)
    shoot(desk, "desk")
    desk.locator("#desk-harvest-topic-2").get_by_role("link", name="Read and write").click()
    is_live(desk)
    desk.get_by_label("Key points, a line for each").fill("One\nTwo\nThree")
    desk.get_by_role("button", name="Write the points down").click()
    expect(desk.locator("#points > li")).to_have_count(3)
    expect(scribe.locator(".feed__text")).to_have_text(["Three", "Two", "One", "Lend them all"])
    desk.locator("#points > li").first.get_by_text("Change or remove").click()
    complaints += looked_at_by_all(desk, least=24, width=1280, height=800)
    shoot(desk, "desk-talk")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.locator("#points > li").first.get_by_role("button", name="Remove it").click()
    expect(scribe.locator(".feed__text")).to_have_text(["Three", "Two", "Lend them all"])
    complaints += looked_at_by_all(scribe, least=44) + looked_at_by_all(scribe, least=44, width=320, height=640)
    shoot(scribe, "feed")
    Image.linear_gradient("L").resize((1600, 900)).convert("RGB").save(tmp_path / "drawing.png")
    desk.goto(day.url("facilitator/drawings"))
    desk.get_by_label("The drawing").set_input_files(tmp_path / "drawing.png")
    desk.get_by_label("What it shows, in words").fill("A ladder that leads into the light")
    desk.get_by_label("What it is about").select_option("Ladders")
    desk.get_by_role("button", name="Hang it up").click()
    expect(desk.get_by_text("The drawing hangs.")).to_be_visible()
    expect(desk.get_by_role("img", name="A ladder that leads into the light")).to_be_visible()
    expect(scribe.locator(".feed__text").first).to_have_text("A ladder that leads into the light")
    complaints += looked_at_by_all(desk, least=24, width=1280, height=800)
    shoot(desk, "drawings")
    desk.get_by_role("button", name="Remove the drawing").click()
    expect(desk.get_by_text("No drawing hangs yet.")).to_be_visible()
    assert complaints == []
