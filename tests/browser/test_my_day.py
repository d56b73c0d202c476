"""My day, the bell and study visits: on phones by touch and without scripts, on a laptop, and on the screen."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import MESSAGE, Day, Server
from tests.browser.looking import axe, looked_at_by_all
from tests.browser.people import People, follow, is_live, press

THUMB = 44
LEAD = 20  # minutes until the first round
CONTACT = "ada@example.org"
NOTE_WHAT_IS_SAID = """() => {
  window.said = [];
  const voice = document.getElementById("announce");
  new MutationObserver(() => said.push(voice.textContent)).observe(voice, { childList: true });
}"""


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    here.expect_complaints("422")
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module")
def noon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in a place where it is about noon, so that no round of the test lies behind midnight."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = f"HALL{datetime.now(UTC).hour - 12:+d}"
    try:
        with Server(tmp_path_factory.mktemp("noon")) as here:
            yield here
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before


def rounds(server: Server) -> Day:
    """A day whose first round starts in twenty minutes by the clock in the hall; the second follows it."""
    hall = datetime.now(UTC) - timedelta(hours=int(os.environ["TZ"].removeprefix("HALL")))
    times = [
        (hall + timedelta(minutes=minutes)).strftime("%H:%M") for minutes in (LEAD, LEAD + 40, LEAD + 50, LEAD + 90)
    ]
    return server.day(
        f"""
title = "Together"
[[room]]
id = "library"
name = "Library"
[[room]]
id = "hall"
name = "Hall"
[[slot]]
id = "first"
starts = "{times[0]}"
ends = "{times[1]}"
[[slot]]
id = "second"
starts = "{times[2]}"
ends = "{times[3]}"
[[programme]]
starts = "09:00"
title = "Welcome"
[[item]]
kind = "welcome"
title = "Welcome"
[[item]]
kind = "message"
title = "A message"
"""
    )


@pytest.fixture
def day(noon: Server) -> Day:
    return rounds(noon)


def chose(people: People, day: Day) -> Page:
    """A phone whose owner tapped that they take part in the first of two topics, both in the first round."""
    ann = day.joined("Ann")
    for title in ("Ladders", "Snakes"):
        ann.do("propose_topic", title=title, host="Ann")
    day.chair.do("place_topic", topic=1, to="first/library")
    day.chair.do("place_topic", topic=2, to="first/hall")
    phone = people.phone(day, "board/1")
    press(phone, "Take part")
    expect(phone.locator("button[name=role][value=take_part]")).to_have_attribute("aria-pressed", "true")
    return phone


def test_a_chosen_topic_counts_down_and_moves_as_the_board_does(people: People, day: Day) -> None:
    phone = chose(people, day)
    phone.goto(day.url("board"))
    phone.get_by_role("link", name="My day").tap()
    expect(phone.get_by_role("heading", name="My day")).to_be_visible()
    is_live(phone)
    words = phone.locator("[data-next-words]")
    expect(words).to_have_text(re.compile(r"^starts in (19|20) minutes, in Library$"))
    phone.clock.fast_forward(16 * 60_000)
    expect(words).to_have_text(re.compile(r"^starts in [34] minutes, in Library$"))
    is_live(phone)
    day.chair.do("place_topic", topic=1, to="second/library")
    expect(phone.locator("#my-topic-1")).to_contain_text("You take part")
    expect(phone.locator("[data-next-words]")).to_contain_text("Library")
    expect(phone.locator("#my-topic-1 time")).not_to_have_text("")
    day.chair.do("place_topic", topic=2, to="second/hall")
    expect(phone.locator("#my-topic-2")).to_have_count(0)
    assert looked_at_by_all(phone, least=THUMB) == []


def test_what_is_at_the_same_time_is_said_and_an_empty_day_helps_on(people: People, day: Day) -> None:
    empty = people.phone(day, "my-day")
    expect(empty.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    assert looked_at_by_all(empty, least=THUMB) == []
    phone = chose(people, day)
    phone.goto(day.url("board/2"))
    is_live(phone)
    press(phone, "Listen")
    expect(phone.locator("button[name=role][value=listen]")).to_have_attribute("aria-pressed", "true")
    phone.goto(day.url("my-day"))
    expect(phone.locator(".my-day__clash")).to_have_count(2)
    expect(phone.locator("#my-topic-1 .my-day__clash")).to_contain_text("you also have “Snakes”.")
    is_live(phone)
    assert looked_at_by_all(phone, least=THUMB) == []


def test_my_day_and_the_bell_without_scripts(people: People, day: Day) -> None:
    for topic in (1, 2):
        day.joined(f"Host {topic}").do("propose_topic", title=f"Topic {topic}")
    day.chair.do("place_topic", topic=1, to="first/library")
    phone = people.phone(day, java_script_enabled=False)
    phone.goto(day.url("board/1"))
    with phone.expect_navigation():
        phone.locator("button[name=role][value=take_part]").tap()
    phone.goto(day.url("my-day"))
    expect(phone.locator("[data-next-words]")).to_have_text(re.compile(r"^starts in \d+ minutes, in Library$"))
    day.chair.do("ring_bell", slot="first", minutes="5")
    for path in ("", "board", "board/1", "my-day"):
        phone.goto(day.url(path))
        expect(phone.get_by_text(re.compile(r"Time left in the \d\d:\d\d round: until \d\d:\d\d"))).to_be_visible()
        expect(phone.get_by_text("You are in this round.")).to_be_visible()
    day.chair.do("still_bell")
    phone.goto(day.url())
    expect(phone.get_by_text("Time left in the")).to_have_count(0)


def test_the_bell_reaches_phones_and_the_screen_and_is_taken_back(people: People, day: Day) -> None:
    day.show(MESSAGE)
    mine, other = chose(people, day), people.phone(day)
    mine.goto(day.url())
    is_live(mine)
    mine.evaluate(NOTE_WHAT_IS_SAID)
    screen, desk = people.screen(day), people.facilitator(day)
    desk.get_by_text("Ring the bell", exact=True).click()
    assert axe(desk, "light", "dark") == []
    desk.locator("#desk-bell button[name=slot]").first.click()
    expect(desk.get_by_text("The bell rings for")).to_be_visible()
    for phone in (mine, other):
        expect(phone.locator("[id^=bell-]")).to_contain_text(re.compile(r"Time left in the \d\d:\d\d round: [45]:\d\d"))
    expect(mine.locator("[data-yours]")).to_be_visible()
    expect(other.locator("[data-yours]")).to_be_hidden()
    mine.wait_for_function(
        r"() => said.some((words) => /^5 minutes left in the \d\d:\d\d round\. You are in this/.test(words))"
    )
    expect(screen.locator("#stage-bell")).to_contain_text(re.compile(r"Left in the \d\d:\d\d round *[45]:\d\d"))
    assert looked_at_by_all(mine, least=THUMB) == []
    assert axe(screen, "dark") == []
    day.chair.do("blank_screen", on="yes")
    expect(screen.locator("#stage-bell")).to_have_count(0)
    day.chair.do("blank_screen", on="no")
    expect(screen.locator("#stage-bell")).to_be_visible()
    press(desk, "Take the bell back")
    for page in (mine, other, screen):
        expect(page.locator("[id^=bell-], #stage-bell")).to_have_count(0)


def test_a_visit_is_offered_wished_for_matched_and_left(people: People, day: Day) -> None:
    ada, ben, cem = (people.phone(day, "visits") for _ in range(3))
    assert looked_at_by_all(ada, least=THUMB) == []
    follow(ada, "Offer a visit")
    ada.get_by_label("What visitors see").fill("A morning on the ward")
    ada.get_by_label("When").fill("21 May, 10:00")
    ada.get_by_label("Where").fill("Ward 3")
    ada.get_by_label("How many people can come").fill("1")
    assert looked_at_by_all(ada, least=THUMB) == []
    press(ada, "Offer it")
    expect(ada.get_by_text("Please give your name, or how you can be reached, or both.")).to_be_visible()
    ada.get_by_label("How you can be reached").fill(CONTACT)
    press(ada, "Offer it")
    expect(ada.get_by_role("heading", name="A morning on the ward")).to_be_visible()
    for phone in (ben, cem):
        expect(phone.get_by_role("heading", name="A morning on the ward")).to_be_visible()
        press(phone, "I would like to come")
        expect(phone.get_by_text("Places are given out later.")).to_be_visible()
        assert CONTACT not in phone.content()
    desk = people.facilitator(day)
    desk.goto(day.url("facilitator/visits"))
    is_live(desk)
    assert axe(desk, "light", "dark") == []
    desk.on("dialog", lambda dialog: dialog.accept())
    press(desk, "Match visitors")
    expect(desk.get_by_text("1 place was given out.")).to_be_visible()
    places = ben.get_by_text("You have a place", exact=True).or_(ben.get_by_text("Place 1 on the waiting list"))
    expect(places).to_be_visible()
    going, waiting = (ben, cem) if CONTACT in ben.content() else (cem, ben)
    expect(going.get_by_text(CONTACT)).to_be_visible()
    expect(waiting.get_by_text("Place 1 on the waiting list")).to_be_visible()
    assert looked_at_by_all(going, least=THUMB) == []
    waiting.goto(day.url())
    is_live(waiting)
    going.on("dialog", lambda dialog: dialog.accept())
    press(going, "Give my place back")
    expect(waiting.locator("#visit-news")).to_contain_text("You have a place: “A morning on the ward”.")
    assert looked_at_by_all(waiting, least=THUMB) == []


def test_visits_work_without_scripts(people: People, day: Day) -> None:
    offer = {"title": "A ward", "when": "14:00", "place": "Ward 3", "places": "1", "name": "Ada"}
    day.joined("Ada").do("offer_visit", **offer)
    phone = people.phone(day, "visits", java_script_enabled=False)
    phone.get_by_role("button", name="I would like to come").tap()
    expect(phone.get_by_text("You would like to come.")).to_be_visible()
    day.chair.do("match_visitors")
    phone.goto(day.url("my-day"))
    expect(phone.locator("#my-visit-1")).to_contain_text("You have a place")
    expect(phone.locator("#my-visit-1 time")).to_have_text("14:00")
    phone.goto(day.url("visits"))
    phone.get_by_role("button", name="Give my place back").tap()
    expect(phone.get_by_role("button", name="I would like to come")).to_be_visible()
