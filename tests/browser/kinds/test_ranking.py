"""Ranking, in a browser."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from live.conference.polls import Terms
from live.conference.polls.ranking import Ranking
from tests.browser.hall import Server
from tests.browser.looking import cut_off
from tests.browser.people import People, press
from tests.browser.voting import Voting, walk_to

QUESTION = Ranking(
    (
        "A study visit to another project",
        "A round table discussion",
        "An event in your own area",
        "A webinar",
        "A discussion online",
    )
)
MANY = Ranking(tuple(f"{number}: an answer with some more words in it than it needs" for number in range(1, 31)))
TITLE = "What would help you most after today?"


def is_in_order(page: Page, *names: str) -> None:
    expect(page.locator("[data-ranked] [data-words]")).to_have_text(names)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    people.expect_complaints("status of 422")  # without scripts the browser tells of each refusal
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    expect(phone.get_by_text("Nothing yet.")).to_be_visible()
    for name in ("A webinar", "A discussion online", "A round table discussion"):
        button(phone, f"Add “{name}” to your order").tap()
    button(phone, "Move “A round table discussion” up").tap()
    button(phone, "Remove “A discussion online” from your order").tap()
    is_in_order(phone, "A webinar", "A round table discussion")
    hall.send(phone)
    assert hall.said(phone) == "1. A webinar 2. A round table discussion"

    keys = hall.by_keyboard()
    for name in ("A study visit to another project", "An event in your own area"):
        walk_to(keys, "button", f"Add “{name}” to your order")
        keys.keyboard.press("Enter")
    walk_to(keys, "button", "Move “An event in your own area” up")
    keys.keyboard.press("Space")
    hall.send_by_keyboard(keys)
    assert hall.said(keys) == "1. An event in your own area 2. A study visit to another project"

    plain = hall.without_scripts()
    expect(plain.get_by_text("Write 1 beside the answer")).to_be_visible()
    plain.get_by_role("textbox", name="A webinar").fill("1")
    plain.get_by_role("textbox", name="A discussion online").fill("1")
    plain.get_by_role("button", name="Send my vote").click()
    plain.get_by_role("link", name="D and E are both number 1.").click()
    online = plain.get_by_role("textbox", name="A discussion online")
    expect(online).to_be_focused()
    expect(online).to_have_value("1")
    online.fill("4")
    hall.send(plain)
    assert hall.said(plain) == "1. A webinar 2. A discussion online"

    result = hall.reveal()
    assert [bar["votes"] for bar in result["options"]] == [0, 0, 1, 2, 0]
    for page in (phone, people.screen(hall.day)):
        expect(page.get_by_role("main")).to_contain_text("2 people put it first")


def test_the_focus_stays_on_the_button_of_what_was_moved_and_the_place_is_said(
    own_machine: Server, people: People
) -> None:
    keys = Voting(own_machine, people, QUESTION, TITLE).by_keyboard()
    said = keys.locator("#announce")
    for name in QUESTION.options:
        walk_to(keys, "button", f"Add “{name}” to your order")
        keys.keyboard.press("Enter")
        expect(button(keys, f"Remove “{name}” from your order")).to_be_focused()
    up = button(keys, "Move “A webinar” up")
    walk_to(keys, "button", "Move “A webinar” up")
    for place in (3, 2, 1):
        keys.keyboard.press("Enter")
        expect(up).to_be_focused()
        keys.clock.run_for(200)
        expect(said).to_have_text(f"“A webinar” is now number {place} of 5")
    keys.keyboard.press("Enter")
    expect(up).to_be_focused()
    keys.clock.run_for(200)
    expect(said).to_have_text("“A webinar” is the first one already")
    expect(keys.locator("[data-ranked] [data-words]").first).to_have_text("A webinar")


def test_a_place_can_be_dragged_as_well(own_machine: Server, people: People) -> None:
    page = Voting(own_machine, people, QUESTION, TITLE).by_keyboard()
    for name in QUESTION.options[:4]:
        button(page, f"Add “{name}” to your order").click()
    grips = page.locator("[data-ranked] [data-grip]")
    grips.nth(0).scroll_into_view_if_needed()
    start, end = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + end["height"] - 4, steps=12)
    page.mouse.up()
    is_in_order(page, *(QUESTION.options[place] for place in (1, 2, 0, 3)))


def test_a_half_made_order_is_there_again_after_loading_the_page(own_machine: Server, people: People) -> None:
    phone = Voting(own_machine, people, QUESTION, TITLE).by_touch()
    for name in ("A webinar", "A round table discussion"):
        button(phone, f"Add “{name}” to your order").tap()
    is_in_order(phone, "A webinar", "A round table discussion")
    phone.reload()
    is_in_order(phone, "A webinar", "A round table discussion")


def test_an_order_that_is_in_can_be_changed(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    for name in ("A webinar", "A round table discussion"):
        button(phone, f"Add “{name}” to your order").tap()
    hall.send(phone)
    phone.reload()
    phone.get_by_role("button", name="Change my vote").tap()
    button(phone, "Move “A webinar” down").tap()
    hall.send(phone)
    assert hall.said(phone) == "1. A round table discussion 2. A webinar"
    assert hall.reveal()["voters"] == 1


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    for name in QUESTION.options[1:4]:
        button(phone, f"Add “{name}” to your order").tap()
    complaints = hall._on_the_phone(phone, "filled")
    assert complaints + hall.looked_at(voters=30) == []


def test_thirty_answers_fit_phones_and_the_screen(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, MANY, TITLE).looked_at(voters=30) == []


def test_an_order_of_the_phones_own_and_not_knowing_go_together_with_it(own_machine: Server, people: People) -> None:
    """Whoever does not know has no order, and gets it back by unticking."""
    hall = Voting(own_machine, people, QUESTION, TITLE, Terms(order="shuffled", passes=("unsure",)))
    phone = hall.by_touch()
    expect(button(phone, "Add “A webinar” to your order")).to_be_visible()
    shown = phone.locator("[data-rest] [data-words]").all_inner_texts()
    assert sorted(shown) == sorted(QUESTION.options)
    for name in reversed(shown[1:4]):
        button(phone, f"Add “{name}” to your order").tap()
    is_in_order(phone, *shown[3:0:-1])
    unsure = phone.get_by_role("group", name="Or").get_by_text("I don’t know")
    unsure.tap()
    expect(phone.get_by_text("Nothing yet.")).to_be_visible()
    hall.send(phone)
    assert hall.said(phone) == "I don’t know"
    press(phone, "Change my vote")
    unsure.tap()
    is_in_order(phone, *shown[3:0:-1])
    button(phone, f"Add “{shown[4]}” to your order").tap()
    hall.send(phone)
    assert hall.said(phone) == f"1. {shown[3]} 2. {shown[2]} 3. {shown[1]} 4. {shown[4]}"


def test_letters_twice_as_large_on_a_narrow_phone_leave_the_buttons_whole(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, QUESTION, TITLE)
    phone = hall.by_touch()
    for name in QUESTION.options[:3]:
        button(phone, f"Add “{name}” to your order").tap()
    for width, letters in ((320, 100), (390, 200), (320, 200)):
        assert cut_off(phone, width, 844, letters=letters) == []
        phone.evaluate("letters => { document.documentElement.style.fontSize = `${letters}%` }", letters)
        hall.picture(phone, f"filled-phone-{width}-letters-{letters}", full_page=True)
