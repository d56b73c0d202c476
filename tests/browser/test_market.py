"""The market place as people see it: written quietly, opened at one moment, pitched, hosted, merged and parted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import LAPTOP, People, follow, is_live, press

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.fixture
def day(own_machine: Server) -> Day:
    return own_machine.day()


def enter(page: Page, day: Day, path: str) -> None:
    page.goto(day.url(path))
    is_live(page)


def test_everybody_writes_quietly_and_the_market_opens_on_all_phones_at_once(people: People, day: Day) -> None:
    desk, ann, ben = people.facilitator(day), people.phone(day), people.phone(day, "board")
    enter(desk, day, "facilitator/market")
    press(desk, "Write quietly")
    expect(ben.get_by_role("heading", name="Quiet time")).to_be_visible()
    enter(ann, day, "board/propose")
    ann.get_by_label("What is it about?").fill("Ladders for all")
    ann.get_by_label("It needs another host").check()
    press(ann, "Hand it in")
    expect(ann).to_have_url(day.url("board"))
    expect(ann.get_by_text("Nobody else can read it yet")).to_be_visible()
    expect(desk.locator("#market-stage")).to_contain_text("1 proposal is written.")
    expect(desk.get_by_role("main")).not_to_contain_text("Ladders")
    expect(ben.get_by_role("main")).not_to_contain_text("Ladders")
    follow(ann, "Ladders for all")
    expect(ann.get_by_label("It needs another host")).to_be_checked()
    ann.get_by_label("What is it about?").fill("Ladders for everybody")
    press(ann, "Save")
    expect(ann.locator("form[action$=change_topic] [data-answer]")).to_have_text("Your topic is changed.")
    desk.once("dialog", lambda question: question.accept())
    press(desk, "Open the market")
    expect(ben.get_by_role("link", name="Ladders for everybody")).to_be_visible()
    expect(ben.get_by_text("Needs a host")).to_be_visible()
    expect(desk.locator("#market-topic-1")).to_contain_text("Ladders for everybody")


def test_topics_are_pitched_one_after_the_other_and_then_go_to_the_board(people: People, day: Day) -> None:
    for title in ("Ladders", "Snakes"):
        day.joined("Ann").do("propose_topic", title=title, host="Ann")
    desk = people.facilitator(day)
    enter(desk, day, "facilitator/market")
    press(desk, "First: “Ladders”")
    expect(desk.locator("#market-pitch")).to_contain_text("Time to pitch:")
    expect(desk.locator("#market-pitch")).to_contain_text("1 of 2 pitched.")
    press(desk, "Next: “Snakes”")
    expect(desk.locator("#market-pitch .large")).to_contain_text("Snakes")
    press(desk, "End the pitch")
    expect(desk.get_by_role("link", name="To the board")).to_be_visible()
    expect(desk.get_by_role("button", name="End the pitch")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_hosts_merge_and_part_by_keyboard_with_scripts_and_without(people: People, day: Day, scripts: bool) -> None:
    day.joined("Ann").do("propose_topic", title="Ladders", host="Ann", needs_host="yes")
    ben, cem = (people.phone(day, java_script_enabled=scripts) for _ in range(2))
    cem.goto(day.url("board/propose"))
    cem.get_by_label("What is it about?").fill("Snakes")
    if scripts:
        is_live(cem)
    cem.get_by_role("button", name="Put it on the board").press("Enter")
    cem.wait_for_url(day.url("board"))
    ben.goto(day.url("board/1"))
    ben.get_by_role("link", name="I can host it").press("Enter")
    ben.get_by_label("Your first name (optional)").fill("Ben")
    ben.get_by_role("button", name="I host it").press("Enter")
    expect(ben.get_by_role("main")).to_contain_text("Host: Ben")
    ben.get_by_role("link", name="Merge with another topic, or part").press("Enter")
    ben.get_by_label("Which topic fits yours?").select_option("Snakes")
    ben.get_by_label("“Ladders”").press("Space")
    ben.get_by_role("button", name="Ask the other host").press("Enter")
    expect(ben.get_by_role("main")).to_contain_text("“Snakes”: not answered yet")
    cem.goto(day.url("board"))
    cem.get_by_role("link", name="Another host asks to merge: answer").press("Enter")
    cem.get_by_role("button", name="Yes, make them one").press("Enter")
    expect(cem.get_by_role("main")).to_contain_text("It is part of “Ladders”.")
    ben.goto(day.url("board"))
    expect(ben.get_by_role("main")).to_contain_text("With: “Snakes”")
    cem.get_by_role("button", name="Part the two again").press("Enter")
    expect(cem.get_by_role("main")).not_to_contain_text("It is part of “Ladders”.")
    ben.goto(day.url("board"))
    expect(ben.get_by_role("link", name="Snakes")).to_be_visible()


def test_a_change_of_hosts_and_merges_comes_to_phones_that_look_at_the_topic(people: People, day: Day) -> None:
    ann, ben = day.joined("Ann"), day.joined("Ben")
    ann.do("propose_topic", title="Ladders", host="Ann", needs_host="yes")
    ben.do("propose_topic", title="Snakes", host="Ben")
    phone = people.phone(day, "board/2")
    ann.do("ask_to_merge", topic=2, other_topic=1, stands="other")
    expect(phone.get_by_role("heading", name="Shall two topics become one?")).to_be_visible()
    ben.do("agree_to_merge", topic=2, head=1)
    expect(phone.get_by_role("main")).to_contain_text("It is now part of “Ladders”")
    expect(phone.get_by_role("button", name="Listen: Snakes")).to_have_count(0)


def test_all_pages_of_the_market_are_for_all(people: People, day: Day) -> None:
    """axe, thumbs, 320 pixels, and letters twice as large; with words that are long."""
    day.role("facilitator").do("be_quiet")
    phone, desk = people.phone(day), people.facilitator(day)
    enter(phone, day, "board/propose")
    phone.get_by_label("What is it about?").fill(f"How do we stop saying {LONG_WORD}?")
    press(phone, "Hand it in")
    phone.wait_for_url(day.url("board"))
    isobel = day.joined("Isobel")
    isobel.do(
        "propose_topic", title=f"And {LONG_WORD}?", why="It matters.", needs_host="yes", step_free="yes", needs="A loop"
    )
    isobel.do("propose_topic", title="Trust takes time", host="Isobel")
    for path in ("board", "board/1", "board/propose"):
        enter(phone, day, path)
        assert looked_at_by_all(phone, least=44) == [], path
    desk.goto(day.url("facilitator/market"))
    assert looked_at_by_all(desk, least=24, **_size(LAPTOP)) == []
    facilitator = day.role("facilitator")
    facilitator.do("open_market")
    facilitator.do("ask_to_merge", topic=1, other_topic=2, stands="this")
    isobel.do("ask_to_merge", topic=2, other_topic=3, stands="other")
    facilitator.do("repeat_topic", topic=3)
    facilitator.do("pitch_topic", topic=3)
    for path in ("board", "board/1", "board/1/merge", "board/2", "board/2/host", "board/3", "board/1/change"):
        enter(phone, day, path)
        assert looked_at_by_all(phone, least=44) == [], path
    enter(desk, day, "facilitator/market")
    assert looked_at_by_all(desk, least=24, **_size(LAPTOP)) == []


def _size(device: dict[str, dict[str, int]]) -> dict[str, int]:
    return device["viewport"]
