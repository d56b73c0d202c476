"""The facilitators' board: by mouse, by finger, by keyboard only, without scripts, and two facilitators at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.hall import Day
from tests.browser.looking import looked_at_by_all
from tests.browser.people import PHONE, People, is_live, press
from tests.browser.test_accessible import WCAG_LEAST

WORDS = (
    "Who holds the pen?",
    "Plain words",
    "What would a co-produced budget look like, from the first meeting to the last receipt?",
)


@pytest.fixture
def proposed(day: Day) -> Day:
    """The shipped plan with three topics that wait for a place."""
    for text in WORDS:
        day.joined("Moira").do("propose_topic", title=text)
    return day


def board(people: People, day: Day) -> Page:
    page = people.facilitator(day)
    page.goto(day.url("facilitator"))
    is_ready(page)
    return page


def is_ready(page: Page) -> None:
    """Wait until the page is live, and cards can be lifted."""
    is_live(page)
    page.wait_for_function(
        "() => Object.keys(document.getElementById('desk-waiting')).some(key => key.startsWith('Sortable'))"
    )


def cell(page: Page, place: str) -> Locator:
    return page.locator(f"[data-drop-cell='{place}']")


def title(page: Page, topic: int) -> Locator:
    return page.locator(f"#desk-topic-{topic}").get_by_role("heading")


def drag(page: Page, topic: int, place: str) -> None:
    """With the mouse, as a hand does: some way at a time."""
    title(page, topic).scroll_into_view_if_needed()
    start = title(page, topic).bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=4)
    hover(page, place)


def hover(page: Page, place: str) -> None:
    goal = cell(page, place).bounding_box()
    assert goal is not None
    page.mouse.move(goal["x"] + 30, goal["y"] + 30, steps=6)
    expect(cell(page, place)).to_have_attribute("data-drop-here", "")


def test_a_mouse_drags_a_topic_and_the_other_facilitator_sees_it_and_takes_it_back(
    people: People, proposed: Day
) -> None:
    one, other = board(people, proposed), board(people, proposed)
    drag(one, 1, "first/pentland")
    one.mouse.up()
    expect(cell(one, "first/pentland")).to_contain_text(WORDS[0])
    expect(cell(other, "first/pentland")).to_contain_text(WORDS[0])
    said = f"“{WORDS[0]}” from waiting to Pentland at 11:00"
    expect(one.locator(".undo__what")).to_have_text(f"{said} (your move)")
    expect(other.locator(".undo__what")).to_have_text(f"{said} (another facilitator’s move)")

    press(other, f"Take back {said}")
    expect(one.locator("#desk-waiting")).to_contain_text(WORDS[0])
    expect(one.locator(".undo")).to_contain_text("Nothing was moved yet.")


def test_a_drag_onto_a_place_that_was_just_taken_asks_whether_to_swap(people: People, proposed: Day) -> None:
    """Two facilitators at once: neither move is lost, and neither is made behind the other's back."""
    proposed.role("facilitator").do("place_topic", topic=1, to="second/holyrood")
    page = board(people, proposed)
    drag(page, 1, "first/pentland")
    proposed.role("facilitator").do("place_topic", topic=2, to="first/pentland")
    expect(cell(page, "first/pentland")).to_contain_text(WORDS[1])
    expect(cell(page, "first/pentland")).to_have_attribute("data-drop-here", "")
    page.mouse.up()
    asked = page.locator("#place")
    expect(asked).to_contain_text(
        "“Plain words” is in Pentland at 11:00 already. Swap the two, or choose another place."
    )
    expect(cell(page, "second/holyrood")).to_contain_text(WORDS[0])
    page.clock.fast_forward(500)
    press(page, "Leave it")
    expect(asked).to_be_hidden()
    drag(page, 1, "first/pentland")
    page.mouse.up()
    press(page, "Swap them")
    expect(cell(page, "first/pentland")).to_contain_text(WORDS[0])
    expect(asked).not_to_be_in_viewport()
    expect(cell(page, "second/holyrood")).to_contain_text(WORDS[1])


def touch(line: CDPSession, kind: str, *at: tuple[float, float]) -> None:
    line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})


def test_a_finger_drags_a_topic_after_it_has_rested(people: People, proposed: Day) -> None:
    page = people.somebody({**PHONE, "viewport": {"width": 1024, "height": 768}})
    page.goto(proposed.links["facilitator"])
    page.get_by_role("button", name="Open it on this device").click()
    expect(page.get_by_role("main")).not_to_contain_text("Open it on this device")
    page.goto(proposed.url("facilitator"))
    is_ready(page)
    start, goal = title(page, 1).bounding_box(), cell(page, "second/salisbury").bounding_box()
    assert start is not None
    assert goal is not None
    begin = (start["x"] + 20, start["y"] + 10)
    line = page.context.new_cdp_session(page)
    touch(line, "touchStart", begin)
    page.clock.fast_forward(400)
    expect(page.locator(".sortable-chosen")).to_have_count(1)
    touch(line, "touchMove", (begin[0] + 30, begin[1] + 5))
    touch(line, "touchMove", (goal["x"] + 20, goal["y"] + 20))
    touch(line, "touchMove", (goal["x"] + 30, goal["y"] + 30))
    expect(cell(page, "second/salisbury")).to_have_attribute("data-drop-here", "")
    touch(line, "touchEnd")
    expect(cell(page, "second/salisbury")).to_contain_text(WORDS[0])


def test_by_keyboard_only_a_topic_is_placed_swapped_locked_and_taken_back(people: People, proposed: Day) -> None:
    proposed.role("facilitator").do("place_topic", topic=2, to="first/pentland")
    page = board(people, proposed)
    summary = page.locator("#desk-topic-1 summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label(f"Move “{WORDS[0]}” to")).to_be_focused()
    page.keyboard.press("ArrowDown")  # waiting
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    swap = page.locator("#desk-topic-1").get_by_role("button", name="Swap them")
    expect(swap).to_be_focused()
    page.clock.fast_forward(500)
    page.keyboard.press("Enter")
    expect(cell(page, "first/pentland")).to_contain_text(WORDS[0])
    expect(page.locator("#desk-waiting")).to_contain_text(WORDS[1])

    lock = page.get_by_role("button", name="Lock Pentland at 11:00")
    lock.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Locked Unlock Pentland at 11:00")).to_be_focused()
    back = page.get_by_role("button", name="Take back")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("Pentland at 11:00 is locked, so")
    page.clock.fast_forward(500)
    page.get_by_role("button", name="Locked Unlock Pentland at 11:00").focus()
    page.keyboard.press("Enter")
    expect(lock).to_be_focused()
    page.clock.fast_forward(500)
    back.focus()
    page.keyboard.press("Enter")
    expect(cell(page, "first/pentland")).to_contain_text(WORDS[1])
    expect(page.locator("#desk-waiting")).to_contain_text(WORDS[0])


def test_without_scripts_a_topic_is_swapped_locked_and_taken_back(people: People, proposed: Day) -> None:
    people.expect_complaints("422")
    proposed.role("facilitator").do("place_topic", topic=2, to="first/pentland")
    page = people.facilitator(proposed, java_script_enabled=False)
    page.goto(proposed.url("facilitator"))
    page.get_by_text(f"Move… “{WORDS[0]}”").click()
    page.get_by_label(f"Move “{WORDS[0]}” to").select_option("11:00 Pentland")
    press(page, f"Move “{WORDS[0]}”")
    expect(page.get_by_role("alert")).to_contain_text("“Plain words” is in Pentland at 11:00 already.")
    press(page, "Swap them")
    expect(cell(page, "first/pentland")).to_contain_text(WORDS[0])
    press(page, "Lock Pentland at 11:00")
    press(page, "Take back")
    expect(page.get_by_role("alert")).to_contain_text("Pentland at 11:00 is locked")
    press(page, "Locked Unlock Pentland at 11:00")
    press(page, "Take back")
    expect(cell(page, "first/pentland")).to_contain_text(WORDS[1])


def test_two_facilitators_lose_no_move_while_one_has_no_network(people: People, proposed: Day) -> None:
    people.expect_complaints("ERR_INTERNET_DISCONNECTED", "WebSocket")
    one, other = board(people, proposed), board(people, proposed)
    one.context.set_offline(True)
    drag(one, 1, "first/pentland")
    one.mouse.up()
    one.clock.fast_forward(500)
    drag(one, 2, "second/salisbury")
    one.mouse.up()
    drag(other, 3, "third/pentland")
    other.mouse.up()
    expect(cell(other, "third/pentland")).to_contain_text(WORDS[2])
    one.context.set_offline(False)
    for page in (one, other):
        for place, text in zip(("first/pentland", "second/salisbury", "third/pentland"), WORDS, strict=True):
            expect(cell(page, place)).to_contain_text(text, timeout=15_000)


def test_a_room_and_a_time_are_added_and_removed(people: People, proposed: Day) -> None:
    page = board(people, proposed)
    page.get_by_role("link", name="Times and rooms").click()
    is_live(page)
    added = page.locator("form", has=page.get_by_role("button", name="Add the room"))
    added.get_by_label("Name").fill("Barn")
    added.get_by_label("Seats").fill("a few")
    added.get_by_label("no steps on the way").check()
    press(page, "Add the room")
    expect(added).to_contain_text("Please give the seats as a number")
    expect(added.get_by_label("Seats")).to_be_focused()
    added.get_by_label("Seats").fill("60")
    press(page, "Add the room")
    barn = page.get_by_text("Barn, 60 seats, no steps on the way (0 topics)")
    expect(barn).to_be_visible()
    proposed.role("facilitator").do("place_topic", topic=1, to="first/n1")
    page.reload()
    is_live(page)
    page.get_by_text("Barn, 60 seats, no steps on the way (1 topic)").click()
    press(page, "Remove “Barn”")
    gone = page.locator("form", has=page.get_by_role("button", name="Remove “Barn”"))
    expect(gone).to_contain_text("There is 1 topic in “Barn”. Tick the box to let them wait for a place again.")
    gone.get_by_label("1 topic is there. Let it wait for a place again.").check()
    press(page, "Remove “Barn”")
    expect(page.get_by_text("Barn")).to_have_count(0)


@pytest.mark.parametrize("path", ["facilitator", "facilitator/places"])
def test_everybody_can_use_the_pages(people: People, proposed: Day, path: str) -> None:
    desk = proposed.role("facilitator")
    for topic, place in ((1, "first/pentland"), (2, "first/salisbury"), (3, "third/holyrood")):
        desk.do("place_topic", topic=topic, to=place)
    desk.do("lock_cell", cell="first/pentland")
    page = board(people, proposed)
    page.goto(proposed.url(path))
    is_live(page)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    complaints = looked_at_by_all(page, least=WCAG_LEAST, width=1280, height=800)
    assert not complaints, "\n" + "\n".join(complaints)
