"""The facilitators’ suggested timetable, with the real worker: applied in part, as a whole, taken back; also without scripts."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import Caller, Day, Server
from tests.browser.looking import axe, cut_off, small_targets
from tests.browser.people import LAPTOP, People, is_live, press
from tests.browser.test_accessible import WCAG_LEAST

WORKED_OUT_MS = 20_000
FIELDS = ("Money", "Care", "Words", "Young people", "Transport", "Arts")
THINGS = (
    "who holds the purse",
    "what changes on Monday",
    "starting small",
    "without forms",
    "paying people for their time",
    "in the countryside",
    "with those who never come",
)
ROOMS = (
    *(
        ("Holyrood", 60, "step_free screen interpreter"),
        ("Pentland", 40, "step_free screen"),
        ("Lothian", 30, "screen"),
    ),
    *(("Moray", 20, "step_free quiet"), ("Forth", 20, "quiet"), ("Library", 12, "quiet step_free"), ("Foyer", 0, "")),
    ("Garden room", 16, "step_free"),
)
STARTS = ("09:30", "10:30", "11:30", "13:30", "14:30", "15:30")
PLAN = "\n".join(
    (
        'title = "Together"',
        *(f'[[room]]\nid = "r{at}"\nname = "{name}"\nseats = {seats}' for at, (name, seats, _) in enumerate(ROOMS)),
        *(f'[[slot]]\nid = "s{at}"\nstarts = "{starts}"' for at, starts in enumerate(STARTS)),
    )
)


def furnished(server: Server, topics: int, people: int) -> Day:
    """A board of eight rooms and six times, on another day than today, with topics that wait and people who want some of them."""
    day, dice = server.day(PLAN), Random(5)
    day.chair.do("describe_day", title="Together", day="2031-05-14")
    for at, (name, seats, offers) in enumerate(ROOMS):
        if offers:
            day.chair.do(
                "put_room", room=f"r{at}", name=name, seats=seats or "", **dict.fromkeys(offers.split(), "yes")
            )
    voices = [day.joined() for _ in range(people)]
    for number in range(topics):
        needs = {"step_free": "yes"} if number % 7 == 3 else {"screen": "yes"} if number % 5 == 2 else {}
        title = f"{FIELDS[number % 6]}: {THINGS[number % 7]}"
        voices[number % people].do("propose_topic", title=title, host=f"Host {number}", **needs)
    for place, voice in enumerate(voices):
        own = [number for number in range(1, topics + 1) if number % 6 == place % 6]
        for number in {*dice.sample(own, min(3, len(own))), *dice.sample(range(1, topics + 1), 2)}:
            voice.do("follow_topic", topic=number, role=dice.choice(("listen", "take_part", "take_part", "lead")))
    return day


def suggested(people: People, day: Day) -> Page:
    page = people.facilitator(day)
    page.goto(day.url("facilitator/timetable"))
    is_live(page)
    return page


def is_worked_out(page: Page) -> None:
    expect(page.locator("#timetable-sum")).to_be_visible(timeout=WORKED_OUT_MS)


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("LOOK_AT"):
        Path(folder).mkdir(exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def placed(page: Page, day: Day) -> int:
    """How many topics have a place, as everybody's board says."""
    page.goto(day.url("facilitator"))
    return page.locator(".board__grid .topic").count()


@pytest.fixture
def large(server: Server) -> Day:
    return furnished(server, 30, 24)


def test_two_facilitators_see_one_suggestion_and_apply_some_and_all_of_it_and_take_it_back(
    people: People, large: Day
) -> None:
    one, other = suggested(people, large), suggested(people, large)
    shot(one, "before")
    press(one, "Suggest places for what waits (30)")
    expect(other.get_by_role("main")).to_contain_text("A timetable is being worked out.")
    is_worked_out(one)
    is_worked_out(other)
    said = one.locator("#timetable-sum-title").inner_text()
    assert said.endswith("30 topics get a place.")
    expect(other.locator("#timetable-sum-title")).to_have_text(said)
    expect(one.get_by_role("checkbox", checked=True)).to_have_count(0)
    shot(one, "suggested")
    complaints = [*axe(one, "light", "dark"), *small_targets(one, WCAG_LEAST)]
    complaints += [*cut_off(one, 320, 640), *cut_off(one, 1280, 800, letters=200)]
    assert complaints == []
    one.set_viewport_size(LAPTOP["viewport"])

    press(one, "Apply those ticked")
    expect(one.get_by_text("Please tick at least one move.").first).to_be_visible()
    boxes = one.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    press(one, "Apply those ticked")
    expect(one.locator(".timetable__move[data-state=done]")).to_have_count(2)
    expect(other.locator(".timetable__move[data-state=done]")).to_have_count(2)
    press(other, "Apply all 28 moves")
    expect(one.locator(".timetable__move[data-state=done]")).to_have_count(30)
    shot(one, "applied")
    press(one, "Take back what was applied last")
    expect(one.locator(".timetable__move[data-state=done]")).to_have_count(2)
    large.role("facilitator").do("place_topic", topic=1, to="")
    expect(other.get_by_role("main")).not_to_contain_text("was moved otherwise")  # it waits, as it did before
    large.joined().do("propose_topic", title="One more")
    expect(other.get_by_role("main")).to_contain_text("The board has changed since this was suggested: 1 topic is new.")
    shot(other, "stale")
    press(other, "Put the suggestion away")
    expect(one.locator("#timetable-sum")).to_have_count(0)


def test_a_board_that_was_filled_badly_is_made_better_with_few_moves(people: People, large: Day) -> None:
    facilitator = large.role("facilitator")
    for number in range(1, 31):
        facilitator.do("place_topic", topic=number, to=f"s{(number - 1) % 6}/r{(number - 1) // 6}")
    page = suggested(people, large)
    press(page, "Suggest anew for all that may move (30)")
    is_worked_out(page)
    said = page.locator("#timetable-sum-title").inner_text()
    assert "are spared a clash" in said
    assert "get a place" not in said
    moves = page.locator(".timetable__move").count()
    assert 0 < moves < 30
    shot(page, "moved")
    press(page, f"Apply all {moves} moves")
    expect(page.locator(".timetable__move[data-state=done]")).to_have_count(moves)


def test_it_works_without_scripts(people: People, server: Server) -> None:
    day = furnished(server, 6, 6)
    page = people.facilitator(day, java_script_enabled=False)
    page.goto(day.url("facilitator/timetable"))
    press(page, "Suggest places for what waits (6)")
    assert page.url == day.url("facilitator/timetable")
    watching(day)
    page.goto(day.url("facilitator/timetable"))
    shot(page, "without scripts")
    expect(page.get_by_role("main")).to_contain_text("6 topics get a place.")
    page.get_by_role("checkbox").first.check()
    press(page, "Apply those ticked")
    expect(page.locator(".timetable__move[data-state=done]")).to_have_count(1)
    press(page, "Apply all 5 moves")
    assert placed(page, day) == 6


def watching(day: Day) -> None:
    """Wait until the suggestion is there, as a page that is live does."""
    caller: Caller = day.role("facilitator")
    caller.hears("timetable-sum-title", view="desk/timetable")
