"""The facilitator's queue by keyboard, a hold that leaves every screen, paper labels typed in, and sheets that cut no label."""

from __future__ import annotations

import re
from math import ceil

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import WALL, Day
from tests.browser.people import People

LABELS = "facilitator/labels"
FINE = "Fine for the screen"

# Every printed label lies on its sheet, and its words lie in it.
CUT = """() => [...document.querySelectorAll(".paper-label")].flatMap((label) => {
  const inner = label.querySelector(".tag__body"), box = label.getBoundingClientRect();
  const sheet = label.closest(".a4").getBoundingClientRect();
  const complaints = [];
  if (inner.scrollHeight > inner.clientHeight + 1) complaints.push(`${inner.scrollHeight} in ${inner.clientHeight}`);
  if (inner.scrollWidth > inner.clientWidth + 1) complaints.push(`${inner.scrollWidth} wide in ${inner.clientWidth}`);
  if (box.bottom > sheet.bottom + 1 || box.right > sheet.right + 1) complaints.push("hangs over the edge");
  return complaints.map((why) => `${label.textContent.trim().slice(0, 60)}: ${why}`);
})"""


def write(day: Day, *texts: str) -> None:
    for text in texts:
        day.joined().do("post_label", kind="ask", text=text)


@pytest.fixture
def desk(people: People, day: Day) -> Page:
    write(day, "Who has a van?", "Who can sing?", "Who pays?")
    page = people.facilitator(day)
    page.goto(day.url(LABELS))
    expect(page.get_by_text("Connected")).to_be_visible()
    return page


def test_enter_after_enter_goes_through_the_queue(desk: Page, people: People, day: Day) -> None:
    """The focus is on the next label's button as soon as one is decided on; after the last it is on the heading."""
    day.show(WALL)
    screen = people.screen(day)
    desk.get_by_role("button", name=FINE).first.focus()
    for left in (2, 1):
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("button", name=FINE)).to_have_count(left)
        expect(desk.get_by_role("button", name=FINE).first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Waiting for a look")).to_be_focused()
    for text in ("Who has a van?", "Who can sing?", "Who pays?"):
        expect(screen.get_by_text(text)).to_be_visible()
    desk.get_by_role("button", name=re.compile("^Undo ?: it waits again")).first.press("Enter")
    expect(desk.get_by_role("button", name=FINE)).to_have_count(1)
    expect(screen.get_by_text("Who pays?")).to_have_count(0)


def test_enter_after_enter_goes_on_where_more_come_up_below(people: People, day: Day) -> None:
    """The queue shows sixty. For each that goes another one comes up at its end, and the focus does not go there."""
    day.joined().do("post_labels", kind="ask", texts="\n".join(f"{number} buses" for number in range(60)))
    write(day, "Who has a van?", "Who can sing?", "Who pays?")
    page = people.facilitator(day)
    page.goto(day.url(LABELS))
    expect(page.get_by_text("Connected")).to_be_visible()
    page.locator("#desk-waiting-1 [data-first]").focus()
    for number in (2, 3, 4):
        page.keyboard.press("Enter")
        expect(page.locator(f"#desk-waiting-{number} [data-first]")).to_be_focused()
    expect(page.locator("#desk-waiting-63")).to_be_attached()


def test_all_of_these_are_fine_means_those_that_could_be_read(desk: Page, day: Day) -> None:
    desk.clock.set_fixed_time(desk.evaluate("Date.now() / 1_000"))
    write(day, "Hung just now")
    expect(desk.locator("#desk-waiting-list")).to_contain_text("Hung just now")
    desk.get_by_role("button", name="All of these are fine").click()
    expect(desk.get_by_role("button", name=FINE)).to_have_count(1)
    expect(desk.locator("#desk-waiting-list")).to_contain_text("Hung just now")
    expect(desk.locator("#desk-looks")).to_contain_text("3 labels")


def test_what_one_facilitator_writes_stays_while_another_works(desk: Page, day: Day) -> None:
    waiting = desk.locator("#desk-waiting-2")
    waiting.get_by_text("Hold back or put aside").click()
    waiting.get_by_label("In your own words").fill("Please write it without")
    day.role("facilitator").do("hold_label", label=1, reason="unkind")
    write(day, "One more")
    expect(desk.locator("#desk-held-list")).to_contain_text("Unkind")
    expect(desk.locator("#desk-waiting-list")).to_contain_text("One more")
    expect(waiting.get_by_label("In your own words")).to_have_value("Please write it without")
    waiting.get_by_label("Why?").select_option("Names a person")
    waiting.get_by_role("button", name="Put aside").click()
    expect(desk.locator("#desk-parked-list")).to_contain_text("Names a person: Please write it without")


def test_a_hold_leaves_a_frozen_screen_one_that_shows_it_large_and_every_phone(
    desk: Page, people: People, day: Day
) -> None:
    desk.clock.fast_forward(3_000)
    desk.get_by_role("button", name="All of these are fine").click()
    expect(desk.get_by_role("button", name=FINE)).to_have_count(0)
    day.show(WALL)
    day.chair.do("turn_wall", shows="one", label=2)
    large, phone = people.screen(day), people.phone(day, "wall")
    for page in (large, phone):
        expect(page.get_by_text("Who can sing?").first).to_be_visible()
    day.chair.do("freeze_screen", on="yes")
    card = desk.locator("#desk-label-2")
    card.get_by_text("Hold back or put aside").click()
    card.get_by_label("Why?").select_option("Unkind")
    card.get_by_role("button", name="Hold back").click()
    for page in (large, phone):
        expect(page.get_by_text("Who can sing?")).to_have_count(0)
    expect(phone.get_by_text("1 held back: 1 unkind.")).to_be_visible()


def test_paper_labels_are_typed_in_with_the_keyboard_alone(people: People, day: Day) -> None:
    page = people.facilitator(day)
    page.goto(day.url(f"{LABELS}/paper/contribute"))
    expect(page.get_by_text("Connected")).to_be_visible()
    field = page.get_by_label("I can contribute")
    expect(field).to_be_focused()
    for text in ("My garden", "A van", "x" * 301, "Two strong friends"):
        page.clock.fast_forward(500)  # nobody types a label within half a second
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
        expect(field).to_have_value("")
        expect(field).to_be_focused()
    typed = page.locator("#desk-typed-list > li")
    expect(typed).to_have_count(3)
    expect(typed.first).to_contain_text("Two strong friends")
    expect(page.locator("#outbox")).to_contain_text("A label can have 300 letters at most. Yours has 301.")
    typed.nth(1).get_by_role("button", name="Take out again").press("Enter")
    expect(typed).to_have_count(2)
    expect(page.locator("#desk-typed-list")).not_to_contain_text("A van")


def test_printed_sheets_cut_no_label_however_much_is_on_it(people: People, day: Day) -> None:
    texts = [
        "W" * 300,
        "議" * 300,
        "a\n" * 149 + "a",
        "Plain words " * 25,
        "Short",
        "🙂" * 150,
        "ﷺ" * 200,
        "i" * 300,
        "x" * 60,
    ]
    for number, text in enumerate(texts):
        day.joined().do("post_label", kind=("ask", "contribute")[number % 2], text=text, signed="W" * 60)
    page = people.facilitator(day)
    for what, labels in (("both", 8), ("ask", 8), ("contribute", 8), ("hung-0", len(texts))):
        page.goto(day.url(f"{LABELS}/sheets?what={what}"))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 718, "height": 1047})  # A4 at 96 dpi without its margins
        expect(page.locator(".paper-label")).to_have_count(labels)
        page.evaluate("document.fonts.ready.then(() => {})")
        assert page.evaluate(CUT) == []
        with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as pdf:
            assert len(pdf) == ceil(labels / 8)
            assert [tuple(map(round, pdf.get_page_size(place))) for place in range(len(pdf))] == [(595, 842)] * len(pdf)
            on_paper = " ".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)
        assert len(re.findall("I want to ask|I can contribute", on_paper)) == labels
        page.emulate_media(media="screen")
