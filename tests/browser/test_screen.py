"""The screen in every state, with the longest texts that people may write: nothing scrolls, nothing is cut, nothing lies on
something else, on three sizes of projector; and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import tomli_w
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import (
    BOARD,
    CHOICE,
    FORMATS,
    MESSAGE,
    PAUSE,
    POLLS,
    PRIORITY,
    SCALE,
    TIMER,
    WALL,
    WORDS,
    Day,
    Server,
)
from tests.browser.looking import axe, cut_off, overlaps, torn_words
from tests.browser.people import People

SIZES = ((1920, 1080), (1280, 720), (1280, 800), (1024, 768))
LEAST_LETTERS = 0.029  # of the picture's height, where it is 16:9 or wider
LONGEST_WORD = 20  # longer ones may be broken where they do not fit
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


def written(letters: int, start: str = "") -> str:
    """Plain words, as many letters as asked for."""
    words = "how do people who use services and people who run them make decisions together "
    return (start + words * (letters // len(words) + 1))[:letters].rstrip()


def asking(start: str, **question: object) -> dict[str, object]:
    return {"kind": "poll", "title": written(200, start), "text": written(600), "question": question}


# In the order of the shipped plan, so that items and questions have the same numbers.
LONG_PLAN = tomli_w.dumps(
    {
        "title": written(120, "Our day: "),
        "room": [{"id": f"room-{n}", "name": written(40, f"Room {n}, "), "seats": 20} for n in range(6)],
        "slot": [{"id": f"slot-{n}", "starts": f"{n + 9:02}:00", "ends": f"{n + 9:02}:40"} for n in range(6)],
        "item": [
            {"kind": "welcome", "title": "Welcome", "text": written(600)},
            {"kind": "message", "title": written(200, "Message: "), "text": written(600)},
            {"kind": "wall", "title": written(200, "Wall: ")},
            asking("Scale: ", kind="scale", words=[written(40, "A, "), LONG_WORD, "Three", "Four", written(40, "E, ")]),
            asking("Ten: ", kind="one_choice", options=[written(80, f"{n}, ") for n in range(10)]),
            asking("Words: ", kind="open_text"),
            {"kind": "market", "title": written(200, "Market: "), "text": written(600)},
            {"kind": "board", "title": written(200, "Board: ")},
            {"kind": "timer", "title": written(200, "Timer: "), "text": written(600), "minutes": 120},
            {"kind": "pause", "title": f"{LONG_WORD} {LONG_WORD}", "text": written(600)},
            {"kind": "harvest", "title": written(200, "Harvest: "), "text": written(600)},
            {"kind": "graphics", "title": written(200, "Drawings: "), "text": written(600)},
            asking("Twenty: ", kind="several_choices", options=[f"{n} {LONG_WORD}" for n in range(20)]),
            asking("Thirty: ", kind="one_choice", options=[written(200, f"{n}, ") for n in range(30)]),
        ],
    }
)


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module", params=["the shipped plan", "the longest texts"])
def day(request: pytest.FixtureRequest, own_machine: Server) -> Day:
    """A day with words of the usual length, and one with the longest there can be."""
    is_long = request.param == "the longest texts"
    day = own_machine.day(LONG_PLAN if is_long else None)
    host = day.joined("Isobel")
    for number in range(1, 7):
        title = written(120, f"{number}. ") if is_long else f"Topic {number}: who holds the pen?"
        host.do("propose_topic", title=title, host="Isobel")
    rooms = ("room-1", "room-2") if is_long else ("pentland", "salisbury")
    slots = ("slot-1", "slot-2", "slot-3") if is_long else ("first", "second", "third")
    desk = day.role("facilitator")
    desk.do("choose_look", waits="nobody")
    places = [f"{slot}/{room}" for slot in slots for room in rooms]
    for number, place in enumerate(places, 1):
        desk.do("place_topic", topic=number, to=place)
    for number in range(12):
        text = written(300, f"{number}. ") if is_long else f"Label {number}: I can lend a ramp"
        day.joined().do("post_label", kind="ask" if number % 2 else "contribute", text=text, signed="Marek, table 4")
    return day


@pytest.fixture(scope="module")
def screen(people: People, day: Day) -> Page:
    return people.screen(day)


def all_well(screen: Page, state: str, *, for_all: bool = True) -> None:
    complaints = []
    for width, height in SIZES:
        complaints += cut_off(screen, width, height, whole=True)
        complaints += [f"{width}x{height}: {each}" for each in (*overlaps(screen), *torn_words(screen, LONGEST_WORD))]
    if for_all:
        complaints += axe(screen, "dark")
    assert not complaints, "\n".join([f"{state}:", *complaints])


def test_the_waiting_room(screen: Page, day: Day) -> None:
    expect(screen.locator(".waiting__title")).to_be_visible()
    all_well(screen, "waiting room")


@pytest.mark.parametrize("item", [MESSAGE, WALL, BOARD, TIMER, PAUSE])
def test_what_is_shown(screen: Page, day: Day, item: int) -> None:
    before = screen.locator("h1").inner_text()
    day.show(item)
    expect(screen.locator("h1")).not_to_have_text(before)
    all_well(screen, "shown")
    if item == TIMER:
        day.chair.do("start_timer", minutes="120")
        expect(screen.locator("[data-ends] [data-left]")).to_have_text(re.compile("119:5"))
        all_well(screen, "running")


def too_small(screen: Page) -> list[str]:
    """Words of a question that are smaller than the back row can read."""
    found: list[str] = screen.evaluate(SMALL_WORDS, LEAST_LETTERS)
    return found


# The way in is looked at apart: its address gets smaller the longer it is.
SMALL_WORDS = """(least) => {
  const screen = document.querySelector(".screen").getBoundingClientRect();
  const unit = Math.min(screen.height, screen.width * 0.625);
  const complaints = [];
  const texts = document.createTreeWalker(document.querySelector(".stage"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest(".visually-hidden, .join-tag, .strips")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize) / unit;
    if (size < least - 0.0001)
      complaints.push(`“${texts.currentNode.data.trim().slice(0, 50)}” is ${(100 * size).toFixed(2)}u`);
  }
  return complaints;
}"""


def every_page(screen: Page, day: Day, item: int, state: str) -> int:
    """Every page of what is on the screen; of very many the first two and the last. Says how many there are."""
    foot = screen.locator(".stage-foot__page")
    pages = int(foot.inner_text().split()[-1]) if foot.count() else 1
    for page in range(1, pages + 1) if pages <= 4 else (1, 2, pages):
        if page > 1:
            day.chair.do("turn_page", item=item, number=page)
            expect(foot).to_have_text(f"Page {page} of {pages}")
        all_well(screen, f"{state}, page {page} of {pages}", for_all=page in (1, pages))
        assert too_small(screen) == []
    return pages


@pytest.mark.parametrize("item", [SCALE, CHOICE, WORDS, FORMATS, PRIORITY])
def test_a_question(screen: Page, day: Day, item: int) -> None:
    """Before it opens, open, closed, and answered; with a timer beside it; all of its pages."""
    before = screen.locator("h1").inner_text()
    day.show(item)
    expect(screen.locator("h1")).not_to_have_text(before)
    all_well(screen, "draft")
    day.chair.do("start_timer", minutes="2")
    day.chair.do("open_poll", poll=POLLS[item], round=1)
    expect(screen.get_by_text("Voting open")).to_be_visible()
    every_page(screen, day, item, "open")
    votes = {WORDS: None, SCALE: ["2", "3", "3"], FORMATS: ["ABC", "C", "C"]}.get(item, ["A", "B", "B"])
    answers = [[written(300, f"{number}. ")] for number in range(8)]
    day.vote(item, *(votes or answers))
    day.close(item)
    expect(screen.get_by_text("Voting closed")).to_be_visible()
    all_well(screen, "closed")
    day.chair.do("show_result", poll=POLLS[item], round=1)
    expect(screen.locator("#stage-result")).to_be_visible()
    every_page(screen, day, item, "result")
    day.chair.do("stop_timer")


GROUPS = [written(60, f"Group {n}, ") for n in range(4)]
AGAIN = tomli_w.dumps(
    {
        "title": "Again",
        "groups": GROUPS,
        "item": [
            {**each, "terms": {"by_group": True, "running": True, "decides": "decision", "seconds": 3600}}
            for each in (
                asking("Scale: ", kind="scale", words=[written(40, f"{n}, ") for n in range(5)]),
                asking("Ten: ", kind="one_choice", options=[written(80, f"{n}, ") for n in range(10)]),
                asking("Thirty: ", kind="one_choice", options=[f"{n} {LONG_WORD}" for n in range(30)]),
            )
        ],
    }
)


@pytest.mark.parametrize(("poll", "answers"), [(1, "12345"), (2, "ABCDEFGHIJ"), (3, "ABCDEFGHIJKLMNOPQRSTUVW")])
def test_running_again_and_by_group(own_machine: Server, people: People, poll: int, answers: str) -> None:
    """A running result, two rounds side by side, and groups, with the longest texts, and few votes."""
    day = own_machine.day(AGAIN)
    screen = people.screen(day)
    hall = [day.joined() for _ in range(23)]
    for number, each in enumerate(hall):
        each.do("join", name="", group=GROUPS[number // 6])
    day.chair.do("show_item", item=poll)
    day.chair.do("open_poll", poll=poll, round=1)
    expect(screen.get_by_text("Voting closes in")).to_be_visible()
    every_page(screen, day, poll, "open, closes by itself")
    for round_number in (1, 2):
        for number, each in enumerate(hall):
            vote = answers[number * round_number % len(answers)]
            each.do("cast_vote", poll=poll, round=round_number, vote=vote)
            if number == 6:
                expect(screen.get_by_text("Running result, voting is open")).to_be_visible()
                every_page(screen, day, poll, "running")
        day.chair.do("close_poll", poll=poll, round=round_number)
        expect(screen.get_by_text("Voting closed")).to_be_visible()
        beside = {"beside": "yes"} if round_number > 1 else {}
        day.chair.do("show_result", poll=poll, round=round_number, **beside)
        expect(screen.locator("#stage-compare" if beside else "#stage-result")).to_be_visible()
        pages = every_page(screen, day, poll, f"result {round_number}")
        expect(screen.locator("#stage-groups")).to_be_visible()
        assert pages > 1
        if not beside:
            day.chair.do("open_poll", poll=poll, round=2)
            expect(screen.get_by_text("Asked again")).to_be_visible()


def test_of_two_votes_only_the_turnout_is_shown(own_machine: Server, people: People) -> None:
    day = own_machine.day(AGAIN)
    screen = people.screen(day)
    day.chair.do("show_item", item=2)
    day.chair.do("open_poll", poll=1, round=1)
    day.chair.do("open_poll", poll=2, round=1)
    for _ in range(2):
        day.joined().do("cast_vote", poll=2, round=1, vote="A")
    day.chair.do("close_poll", poll=2, round=1)
    day.chair.do("show_result", poll=2, round=1)
    expect(screen.get_by_text("Only how many took part is shown")).to_be_visible()
    all_well(screen, "very few")
    assert too_small(screen) == []


def test_blank_and_without_connection(screen: Page, day: Day, people: People) -> None:
    people.expect_complaints("ERR_INTERNET_DISCONNECTED", "WebSocket connection")
    day.chair.do("blank_screen", on="yes")
    expect(screen.get_by_role("heading", name="The screen is blank for now")).to_be_attached()
    all_well(screen, "blank")
    day.chair.do("blank_screen", on="no")
    expect(screen.get_by_role("heading", name="The screen is blank for now")).to_have_count(0)
    screen.context.set_offline(True)
    screen.clock.fast_forward(30_000)  # nobody has said anything for so long
    expect(screen.get_by_text("Not connected")).to_be_visible(timeout=15_000)
    all_well(screen, "not connected")
    screen.context.set_offline(False)
