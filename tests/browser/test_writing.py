"""Writing on a phone: two halves of one form, a scribe's list, own labels; with no scripts, no network, and keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import WALL, Day
from tests.browser.people import BACK_MS, People, follow, is_live, press
from tests.browser.test_network import NO_NETWORK

ASKED = "What stands in the way?"


@pytest.fixture
def prompt(day: Day) -> Day:
    """A day on which a question of its own is on the screen."""
    day.chair.do("add_item", kind="wall", title=ASKED, asks="answers")
    items = re.findall(r'/chair/plan/(\d+)"', day.chair.client.get("/chair/plan").text)
    day.show(max(map(int, items)))
    return day


def mine(page: Page) -> Page:
    """Unfold the own labels."""
    page.get_by_text("Your labels:").click()
    return page


def test_both_halves_hang_at_once_and_only_what_is_signed_has_the_name(people: People, day: Day) -> None:
    day.show(WALL)
    phone = people.phone(day)
    follow(phone, "Write a label")
    phone.get_by_label("I can contribute").fill("I can bake")
    phone.get_by_label("I want to ask").fill("Who pays?")
    phone.get_by_label("With my name").nth(1).check()
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("Please write your name as well")).to_be_visible()
    expect(phone.get_by_label("Your name, and where to find you")).to_be_focused()
    phone.keyboard.type("Moira, table 6")
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("Your 2 labels hang on the wall.")).to_be_visible()
    for half in ("I can contribute", "I want to ask"):
        expect(phone.get_by_label(half)).to_have_value("")
    expect(phone.get_by_label("With my name").nth(1)).not_to_be_checked()
    expect(phone.get_by_label("Your name, and where to find you")).to_have_value("Moira, table 6")
    own = mine(phone).locator("#my-labels").get_by_role("listitem")
    expect(own.filter(has_text="Who pays?")).to_contain_text("Moira, table 6")
    expect(own.filter(has_text="I can bake")).not_to_contain_text("Moira")
    expect(own.filter(has_text="I can bake")).to_contain_text("Waiting for a facilitator’s look")


def test_the_main_button_leads_to_the_question_that_is_on_and_a_scribe_hangs_a_list(
    people: People, prompt: Day
) -> None:
    phone = people.phone(prompt)
    phone.get_by_role("link", name="Write your answer").tap()
    expect(phone.get_by_role("heading", name=ASKED)).to_be_visible()
    follow(phone, "Many at once")
    box = phone.get_by_label("Your list, a line for each")
    box.fill("- Money\n\n2. Time\n• " + "long " * 70)
    phone.get_by_label("Who says it?").fill("Table 6")
    press(phone, "Hang them on the wall")
    expect(phone.get_by_text("Line 4, “long long long")).to_be_visible()
    expect(box).to_have_value("- Money\n\n2. Time\n• " + "long " * 70)
    box.fill("- Money\n\n2. Time\n• Money")
    press(phone, "Hang them on the wall")
    expect(phone.get_by_text("Your 2 labels hang on the wall.")).to_contain_text("1 line was left out")
    phone.get_by_role("link", name="Read the wall").tap()
    answers = phone.locator("#wall-list").get_by_role("listitem")
    expect(answers).to_have_count(2)
    expect(answers.filter(has_text="Money")).to_contain_text("Table 6")


def test_a_list_written_without_a_network_is_kept_as_a_draft_and_sent_once(people: People, prompt: Day) -> None:
    people.expect_complaints(*NO_NETWORK)
    phone = people.phone(prompt)
    follow(phone, "Write your answer")
    follow(phone, "Many at once")
    phone.get_by_label("Your list, a line for each").fill("- Money\n- Time")
    phone.reload()
    expect(phone.get_by_label("Your list, a line for each")).to_have_value("- Money\n- Time")
    is_live(phone)
    phone.context.set_offline(True)
    press(phone, "Hang them on the wall")
    expect(phone.get_by_role("region", name="Kept on this phone")).to_contain_text("List: - Money - Time")
    phone.context.set_offline(False)
    # Sent again where the first answer was lost, it is told so in other words.
    expect(phone.get_by_text(re.compile("Your (2 labels hang on the wall|labels are in)"))).to_be_visible(
        timeout=BACK_MS
    )
    expect(phone.get_by_role("region", name="Kept on this phone")).to_be_hidden()
    phone.get_by_role("link", name="Read the wall").tap()
    expect(phone.locator("#wall-list").get_by_role("listitem")).to_have_count(2)


def test_a_label_is_changed_after_a_warning_and_taken_down_without_scripts(people: People, day: Day) -> None:
    people.expect_complaints("404")
    phone = people.phone(day, "wall/write", java_script_enabled=False)
    phone.get_by_label("I want to ask").fill("Who pays?")
    phone.get_by_role("button", name="Hang it on the wall").tap()
    expect(phone.get_by_text("Your labels: 1")).to_be_visible()  # it hangs, so others can press its buttons
    for name in ("Ben", "Cas"):
        day.joined(name).do("back_label", label=1, support="me_too")
    mine(phone).get_by_role("link", name="Change").tap()
    expect(phone.get_by_text("2 people said me too to these words.")).to_be_visible()
    expect(phone.get_by_text("With other words, that falls off.")).to_be_visible()
    phone.get_by_role("textbox", name="I want to ask").fill("Who pays for the bus?")
    phone.get_by_role("button", name="Save").tap()
    expect(phone.get_by_text("Your label is changed.")).to_be_visible()
    expect(phone.get_by_text("said me too")).to_have_count(0)
    phone.get_by_role("link", name="Back to the wall").tap()
    label = phone.locator("#wall-list").get_by_role("listitem")
    expect(label).to_contain_text("Who pays for the bus?")
    expect(label).to_contain_text("Me too 0")
    mine(phone).locator("#my-labels").get_by_role("button", name="Take it down").tap()
    expect(phone.get_by_text("Your label is off the wall, for good.")).to_be_visible()
    expect(phone.locator("#wall-list").get_by_role("listitem")).to_have_count(0)
    phone.goto(day.url("wall/label/1"))
    expect(phone.get_by_role("heading", name="Not here any more")).to_be_visible()


def test_the_page_of_a_label_says_nothing_that_is_no_longer_true(people: People, day: Day) -> None:
    """A facilitator holds it back while its writer changes it; then its writer takes it down."""
    writer = people.phone(day, "wall/write")
    is_live(writer)
    writer.get_by_label("I want to ask").fill("Who pays?")
    press(writer, "Hang it on the wall")
    expect(writer.get_by_text("Your labels: 1")).to_be_visible()
    writer.goto(day.url("wall/label/1"))
    is_live(writer)
    hangs = writer.locator("strong", has_text="Hangs on the wall.")  # and not what screen readers are told once
    expect(hangs).to_be_visible()
    writer.get_by_role("textbox", name="I want to ask").fill("Who pays for the bus?")
    day.role("facilitator").do("hold_label", label=1, reason="unkind")
    press(writer, "Save")
    expect(writer.get_by_text("It stays off the wall until a facilitator has looked at it again.")).to_be_visible()
    expect(hangs).to_be_hidden()
    writer.once("dialog", lambda dialog: dialog.accept())
    press(writer, "Take it down")
    expect(writer.get_by_text("Your label is off the wall, for good.")).to_be_visible()
    expect(writer.get_by_role("button")).to_have_count(0)
    expect(writer.get_by_role("link", name="Back to the wall")).to_be_visible()


def test_arabic_is_read_from_right_to_left(people: People, day: Day) -> None:
    day.joined().do("post_label", kind="ask", text="\u0645\u062a\u0649?")
    phone = people.phone(day, "wall")
    text = phone.locator("#label-1-text")
    expect(text).to_be_visible()
    ends_at = text.evaluate(
        """(node) => {
          const range = document.createRange(), [start, stop] = [0, node.firstChild.length - 1];
          const at = (place) => {
            range.setStart(node.firstChild, place);
            range.setEnd(node.firstChild, place + 1);
            return range.getBoundingClientRect().left;
          };
          return at(stop) - at(start);
        }"""
    )
    assert ends_at < 0, "the question mark stands at the right, where the sentence begins"


def test_the_writer_sees_at_once_what_a_facilitator_does(people: People, day: Day) -> None:
    """On the page on which they write."""
    phone = people.phone(day, "wall/write")
    is_live(phone)
    phone.get_by_label("I want to ask").fill("Why does Bob never listen?")
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("Your labels: 1, waiting for a facilitator’s look")).to_be_visible()
    facilitator = day.role("facilitator")
    facilitator.do("hold_label", label=1, reason="names")
    expect(phone.locator("#my-labels")).to_contain_text("Held back by a facilitator. Names a person.")
    facilitator.do("release_label", label=1)
    expect(phone.get_by_text("Your labels: 1", exact=True)).to_be_visible()
    facilitator.do("park_label", label=1, reason="later")
    expect(phone.locator("#my-labels")).to_contain_text("Put aside by a facilitator. For another day.")


def test_a_label_is_written_by_keys_alone(people: People, day: Day) -> None:
    page = people.phone(day, "wall/write")
    is_live(page)
    page.get_by_label("I can contribute").focus()
    for key in ("Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_label("I want to ask")).to_be_focused()
    page.keyboard.type("Who has a van?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("With my name").nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your label hangs on the wall.")).to_be_visible()
