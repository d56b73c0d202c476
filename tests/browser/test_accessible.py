"""Nobody is shut out: all pages and states stand axe in both schemes, narrow phones, large letters, thumbs and keyboards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import (
    BOARD,
    CHOICE,
    FORMATS,
    MESSAGE,
    MONDAY,
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
from tests.browser.looking import looked_at_by_all
from tests.browser.people import PHONE, People

THUMB = 44
WCAG_LEAST = 24  # SC 2.5.8, for desks that are used with a mouse
LONG_LABEL = "Who " + "listens? " * 32  # 292 letters
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"  # 42 letters


def all_well(complaints: list[str]) -> None:
    assert not complaints, "\n" + "\n".join(complaints)


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[People]:
    """The same people for all tests here: what they look at is one busy day."""
    here = People(browser)
    here.expect_complaints("40[34]", "422")
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module")
def day(own_machine: Server) -> Day:
    """A day with labels, topics, a clash, a theme, a label that is held back, and an answered question of each kind."""
    day = own_machine.day()
    day.show(MONDAY)
    marek, isobel = day.joined("Marek"), day.joined("Isobel")
    for text in ("I can bake for forty people", "I can lend a ramp", LONG_WORD):
        marek.do("post_label", kind="contribute", text=text, signed="Marek, table 4")
    for text in ("Who pays for the bus?", LONG_LABEL, "Why does Bob never listen?"):
        isobel.do("post_label", kind="ask", text=text)
    marek.do("propose_topic", title="Who holds the pen?", why="It decides who is heard.", host="Marek", needs="A loop")
    marek.do("propose_topic", title="Trust takes time", host="Marek")
    isobel.do("propose_topic", title=f"How do we stop saying {LONG_WORD} to each other?", host="Isobel")
    isobel.do("follow_topic", topic=1, role="take_part")
    desk = day.role("facilitator")
    desk.do("place_topic", topic=1, to="first/pentland")
    desk.do("place_topic", topic=2, to="first/salisbury")
    desk.do("hold_label", label=6, reason="Please name nobody.")
    desk.do("name_theme", theme=0, title="Getting there")
    desk.do("sort_label", label=4, theme=1)
    return day


@pytest.fixture(scope="module")
def phone(people: People, day: Day) -> Page:
    """The phone of somebody whose label is held back."""
    page = people.phone(day, "wall/write")
    page.get_by_label("I can contribute").fill("I can sing")
    page.get_by_role("button", name="Hang it on the wall").tap()
    expect(page.get_by_text("Your label hangs on the wall.")).to_be_visible()
    day.role("facilitator").do("hold_label", label=7, reason="Please say when.")
    return page


@pytest.fixture(scope="module")
def chair(people: People, day: Day) -> Page:
    return people.chair(day)


@pytest.fixture(scope="module")
def facilitator(people: People, day: Day) -> Page:
    return people.facilitator(day)


@pytest.mark.parametrize(
    "path",
    [
        "wall",
        "wall?kind=ask",
        "wall/write",
        "wall/list",
        "wall/1/write",
        "wall/1/list",
        "wall/label/7",
        "board",
        "board/1",
        "board/propose",
        "programme",
        "my-day",
        "visits",
        "visits/offer",
        "mine",
        "join",
        "poll/2",
        "chair",
        "x",
    ],
)
def test_delegates_pages(phone: Page, day: Day, path: str) -> None:
    """With what only a writer sees on the wall; also the pages for those who may not come in or are lost."""
    phone.goto(day.url(path))
    if path == "wall":
        expect(phone.get_by_text("Please say when.")).to_be_visible()
    all_well(looked_at_by_all(phone, least=THUMB))


def test_the_front_door(people: People, day: Day) -> None:
    """Typing the code, a code that nobody has, and a secret link before it is used."""
    page = people.somebody(PHONE)
    page.goto(day.server.url)
    complaints = looked_at_by_all(page, least=THUMB)
    page.get_by_label("Room code").fill("000 000")
    page.get_by_role("button", name="Join").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    complaints += looked_at_by_all(page, least=THUMB)
    page.goto(day.links["chair"])
    complaints += looked_at_by_all(page, least=THUMB)
    page.goto(day.url("programme"))
    assert page.get_by_role("button", name="Take part").is_visible()
    all_well(complaints)


@pytest.mark.parametrize("item", [MESSAGE, WALL, BOARD, TIMER, PAUSE])
def test_what_is_on(phone: Page, day: Day, item: int) -> None:
    day.show(item)
    phone.goto(day.url())
    all_well(looked_at_by_all(phone, least=THUMB))


@pytest.mark.parametrize("item", [SCALE, CHOICE, WORDS, FORMATS])
def test_a_question_open_voted_and_answered(phone: Page, day: Day, item: int) -> None:
    """Each kind: before it opens, open, with a vote in, closed, and with its result."""
    day.show(item)
    phone.goto(day.url())
    complaints = looked_at_by_all(phone, least=THUMB)
    day.chair.do("open_poll", poll=POLLS[item], round=1)
    send = phone.get_by_role("button", name="Send my vote")
    expect(send).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    if item == WORDS:
        phone.get_by_role("textbox").fill(f"Less {LONG_WORD}, more tea")
    else:
        phone.locator("form[data-vote] input[name=vote]").nth(1).check()
    send.tap()
    expect(phone.get_by_text("Your vote is in.")).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    day.close(item)
    expect(phone.get_by_text("Voting closed", exact=True)).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    day.chair.do("show_result", poll=POLLS[item], round=1)
    expect(phone.get_by_text("Result", exact=True)).to_be_visible()
    complaints += looked_at_by_all(phone, least=THUMB)
    all_well(complaints)


def test_pages_that_say_what_is_wrong(people: People, day: Day) -> None:
    """As they come without our scripts; axe itself is one, so only ours are kept away."""
    people.expect_complaints("ERR_FAILED")
    page = people.somebody(PHONE)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(day.url("join"))
    page.get_by_role("button", name="Take part").click()
    expect(page.get_by_role("navigation", name="Parts of the day")).to_be_visible()
    page.goto(day.url("wall/write"))
    page.get_by_label("I want to ask").fill("  ")
    page.get_by_role("button", name="Hang it on the wall").click()
    expect(page.get_by_role("alert")).to_be_visible()
    all_well(looked_at_by_all(page, least=THUMB))


def test_the_chairs_remote(chair: Page, day: Day) -> None:
    """Before a question opens, open, answered; frozen, blank and with a timer."""
    complaints = []
    day.show(PRIORITY)
    expect(chair.get_by_role("button", name="Open voting")).to_be_visible()
    complaints += looked_at_by_all(chair, least=THUMB)
    day.chair.do("open_poll", poll=POLLS[PRIORITY], round=1)
    day.vote(PRIORITY, "ACE", "EG")
    expect(chair.get_by_text("have voted so far")).to_contain_text("2 of")
    complaints += looked_at_by_all(chair, least=THUMB)
    day.reveal(PRIORITY)
    expect(chair.get_by_role("button", name="Ask again")).to_be_visible()
    complaints += looked_at_by_all(chair, least=THUMB)
    day.chair.do("freeze_screen", on="yes")
    day.chair.do("start_timer", minutes="30")
    expect(chair.get_by_role("button", name="1 minute more")).to_be_visible()
    complaints += looked_at_by_all(chair, least=THUMB)
    day.chair.do("freeze_screen", on="no")
    day.chair.do("blank_screen", on="yes")
    expect(chair.get_by_text("The screen is blank.", exact=True)).to_be_visible()
    complaints += looked_at_by_all(chair, least=THUMB)
    day.chair.do("blank_screen", on="no")
    day.chair.do("stop_timer")
    all_well(complaints)


@pytest.mark.parametrize(
    "path",
    [
        "chair/plan",
        "chair/plan/add/several_choices",
        f"chair/plan/{CHOICE}",
        f"chair/plan/{TIMER}",
        f"chair/plan/{PRIORITY}",
        "chair/keeping",
        "report",
    ],
)
def test_the_chairs_pages(chair: Page, day: Day, path: str) -> None:
    """With everything unfolded."""
    chair.goto(day.url(path))
    chair.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    complaints = looked_at_by_all(chair, least=THUMB if path != "report" else WCAG_LEAST)
    chair.goto(day.url("chair"))
    all_well(complaints)


@pytest.mark.parametrize(
    "path",
    [
        *("facilitator", "facilitator/themes", "facilitator/labels", "facilitator/labels/words"),
        *("facilitator/labels/paper/ask", "facilitator/labels/sheets?what=hung-0", "report"),
    ],
)
def test_the_facilitators_tables(facilitator: Page, day: Day, path: str) -> None:
    """With a clash, a theme, a label that is held back, and everything unfolded."""
    facilitator.goto(day.url(path))
    facilitator.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    all_well(looked_at_by_all(facilitator, least=WCAG_LEAST, width=1280, height=800))


def test_making_a_conference(people: People, own_machine: Server) -> None:
    """The operator's link, the form, the form with a problem, and the links that come of it."""
    page = people.somebody(PHONE)
    page.goto(own_machine.operator_link)
    complaints = looked_at_by_all(page, least=THUMB)
    page.get_by_role("button", name="Open it on this device").tap()
    expect(page.get_by_role("heading", name="Make a conference")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    complaints += looked_at_by_all(page, least=WCAG_LEAST)
    page.get_by_label("Or its text").fill("title = ")
    page.get_by_role("button", name="Make the conference").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    complaints += looked_at_by_all(page, least=WCAG_LEAST)
    page.get_by_label("Or its text").fill('title = "A day of our own"')
    page.get_by_role("button", name="Make the conference").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A day of our own")
    complaints += looked_at_by_all(page, least=WCAG_LEAST)
    all_well(complaints)


def test_a_vote_by_keyboard_alone(people: People, own_machine: Server) -> None:
    """Tab, arrows and Enter are enough to join, vote and change the vote, and it is always seen where one is."""
    day = own_machine.day()
    day.ask(CHOICE)
    page = people.somebody({"viewport": {"width": 390, "height": 844}})
    page.goto(day.url())

    def tab_to(words: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            here: str = page.evaluate(SEEN_FOCUS)
            assert not here.startswith("UNSEEN"), here
            if words in here:
                return
        raise AssertionError(f"Tab does not reach {words!r}")

    tab_to("Take part")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Send my vote")).to_be_visible()
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    tab_to("Yes, a lot")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Not yet")).to_be_checked()
    tab_to("Send my vote")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    expect(page.locator("[data-receipt]")).to_have_text("Not yet")
    tab_to("Change my vote")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Not yet")).to_be_focused()
    page.keyboard.press("ArrowUp")
    tab_to("Send my vote")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Change my vote")).to_be_visible()
    expect(page.locator("[data-receipt]")).to_have_text("Yes, a little")
    assert day.turnout(CHOICE) == "1 of 1"


# What has the focus, in words; UNSEEN when nothing shows it: no outline on it, on its label, or around it.
SEEN_FOCUS = """() => {
  const here = document.activeElement;
  if (here === document.body) return ""; // the browser's own buttons have it
  const parts = [here, ...(here.labels ?? []), here.parentElement];
  const seen = parts.some((part) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  });
  const words = (here.labels?.[0] ?? here).textContent.trim() || here.outerHTML.slice(0, 100);
  return (seen ? "" : "UNSEEN ") + words;
}"""
