"""A wall of 600 labels on a phone: what comes is small and touches one place, nothing moves under a finger, all can use it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from tests.browser.hall import Caller, Day, Server
from tests.browser.looking import looked_at_by_all
from tests.browser.people import People, double_tap

LABELS = 600
MOST_BYTES = 2_000  # for each phone, when one more label is hung
NUMBERS = count(1)
THUMB = 44

# Notes what is touched in the list: the number of nodes that came and went, and the labels in which anything changed.
NOTE = """() => {
  window.touched = { added: [], removed: 0, within: [] };
  const list = document.getElementById("wall-list");
  new MutationObserver((records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      if (target === list) {
        touched.added.push(...[...addedNodes].map(({ id }) => id));
        touched.removed += removedNodes.length;
      } else touched.within.push(target.parentElement.closest("#wall-list > li").id);
    }
  }).observe(list, { childList: true, attributes: true, characterData: true, subtree: true });
}"""
TOUCHED = "() => ({ ...touched, within: [...new Set(touched.within)] })"
IN_ORDER = "() => [...document.querySelectorAll('#wall-list > li')].map(({ id }) => id)"


@pytest.fixture(scope="module")
def people(browser: Browser) -> Iterator[People]:
    here = People(browser)
    here.expect_complaints("WebSocket connection")
    yield here
    here.leave()
    assert here.unexpected == []


@pytest.fixture(scope="module")
def day(server: Server) -> Day:
    return server.day()


@pytest.fixture(scope="module")
def writers(day: Day) -> list[Caller]:
    """Forty people, who have hung 600 labels."""
    here = [day.joined(f"Writer {number}") for number in range(40)]
    for number in range(LABELS):
        kind = "ask" if number % 3 else "contribute"
        signed = "Moira, table 6" if number % 2 else ""
        here[number % 40].do(
            "post_label", kind=kind, text=f"{number} days of {'waiting ' * (number % 12)}", signed=signed
        )
    return here


def open_wall(people: People, day: Day, path: str = "wall", **more: Any) -> Page:
    page = people.phone(day, path, **more)
    expect(page.locator(".connection").first).to_have_text("Connected")
    return page


def waiting(page: Page, number: int, timeout: float = 20_000) -> Locator:
    """The button behind which so many new labels wait. By its id: among a thousand buttons names are looked for slowly. And as a
    list: where one thing is hidden or not there, Playwright describes the whole page at each look, which keeps the page busy."""
    button = page.locator("#wall-list-new")
    expect(button).to_have_text([f"Show new labels: {number}"], timeout=timeout)
    button.wait_for()
    return button


def me_too(page: Page, place: int, support: str = "me_too") -> Locator:
    """A button of the so-manieth question. (Each phone has an order of its own, in which offers stand between them.)"""
    return page.locator(f"#wall-list .tag--ask [data-support$={support}]").nth(place)


def one_more(writers: list[Caller], kind: str = "ask") -> str:
    words = f"One more, number {next(NUMBERS)}"
    writers[0].do("post_label", kind=kind, text=words)
    return words


def test_one_more_label_is_little_and_touches_one_place(people: People, day: Day, writers: list[Caller]) -> None:
    phone = open_wall(people, day)
    received: list[str] = []
    network = phone.context.new_cdp_session(phone)
    network.on("Network.webSocketFrameReceived", lambda frame: received.append(frame["response"]["payloadData"]))
    network.send("Network.enable")
    phone.evaluate(NOTE)
    words = one_more(writers)
    waiting(phone, 1)
    assert phone.evaluate(TOUCHED) == {"added": [], "removed": 0, "within": []}
    waiting(phone, 1).tap()
    label = phone.locator("#wall-list > li").first
    expect(label).to_contain_text(words)
    touched = phone.evaluate(TOUCHED)
    assert (len(touched["added"]), touched["removed"]) == (1, 0)
    assert set(touched["within"]) <= set(touched["added"])

    assert words in "".join(received)
    # What is one's own comes with its own frame, when the page has just connected.
    size = sum(len(frame.encode()) for frame in received if '"view":"mine"' not in frame)
    assert size < MOST_BYTES
    whole = writers[0].client.get("/frames", params={"view": "wall", "seen": ""}).content
    assert size * 100 < len(whole)


@pytest.mark.usefixtures("writers")
def test_a_button_touches_its_own_label_only(people: People, day: Day) -> None:
    """Whether this phone or another one presses it."""
    phone = open_wall(people, day)
    phone.evaluate(NOTE)
    label = me_too(phone, 300).evaluate("button => button.closest('#wall-list > li').id")
    button = me_too(phone, 300)
    button.tap()
    expect(button).to_have_text("Me too 1")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert phone.evaluate(TOUCHED) == {"added": [], "removed": 0, "within": [label]}
    someone = day.joined()
    someone.do("back_label", label=label.removeprefix("label-"), support="me_too")
    expect(button).to_have_text("Me too 2")
    assert phone.evaluate(TOUCHED) == {"added": [], "removed": 0, "within": [label]}


@pytest.mark.usefixtures("writers")
def test_taps_on_two_labels_are_two_wishes_and_two_taps_on_one_are_one(people: People, day: Day) -> None:
    phone = open_wall(people, day)
    one, other = (me_too(phone, place, "help") for place in (3, 5))
    labels = [each.evaluate("button => button.closest('#wall-list > li').id") for each in (one, other)]
    phone.evaluate(
        "ids => { for (const id of ids) document.querySelector(`#${id} [data-support$=help]`).click() }", labels
    )
    for label in labels:
        button = phone.locator(f"#{label}").get_by_role("button", name="I can help")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_have_text("I can help 1")
    third = me_too(phone, 8, "help")
    double_tap(phone, third)
    expect(third).to_have_text("I can help 1")
    expect(third).to_have_attribute("aria-pressed", "true")


@pytest.mark.usefixtures("writers")
def test_what_a_button_was_for_is_said_while_it_is_not_sent(people: People, day: Day) -> None:
    """All labels share one form; without their numbers the buttons' words say enough."""

    def dead_spot(socket: WebSocketRoute) -> None:
        """What the phone asks for is lost."""
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if json.loads(message)["t"] == "do" else server.send(message))

    phone = people.phone(day)
    phone.route_web_socket(re.compile("/live$"), dead_spot)
    phone.goto(day.url("wall"))
    expect(phone.locator(".connection").first).to_have_text("Connected")
    button = me_too(phone, 2)
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#outbox li")).to_have_text(["Me too"])


@pytest.mark.usefixtures("writers")
def test_only_what_is_near_is_drawn(people: People, day: Day) -> None:
    phone = open_wall(people, day)
    phone.wait_for_function(
        """(most) => {
          const all = [...document.querySelectorAll("#wall-list .tag__text")];
          const drawn = all.filter((words) => words.checkVisibility({ contentVisibilityAuto: true }));
          return drawn.length > 0 && drawn.length < most;
        }""",
        arg=LABELS / 10,
    )
    assert phone.evaluate("document.documentElement.scrollHeight") > 50_000


def test_a_phone_keeps_its_order_when_it_is_told_everything_again(
    people: People, day: Day, writers: list[Caller]
) -> None:
    """As after a long time without network: what it had stays where it was, and what is new waits."""
    lines: list[WebSocketRoute] = []

    def forgetful(socket: WebSocketRoute) -> None:
        """When it comes back, the phone says that it has seen nothing."""
        server = socket.connect_to_server()
        lines.append(socket)

        def on(message: str | bytes) -> None:
            said = json.loads(message)
            is_back = said["t"] == "hello" and len(lines) > 1
            server.send(json.dumps({**said, "views": {"wall": ""}}) if is_back else message)

        socket.on_message(on)

    phone = people.phone(day)
    phone.route_web_socket(re.compile("/live$"), forgetful)
    phone.goto(day.url("wall"))
    expect(phone.locator(".connection").first).to_have_text("Connected")
    before = phone.evaluate(IN_ORDER)
    words = [one_more(writers) for _ in range(3)]
    writers[1].do("take_back_label", label=2)
    waiting(phone, 3)
    lines[0].close()
    words.append(one_more(writers))
    waiting(phone, 4)
    assert len(lines) == 2, "it came back on another line"
    assert phone.evaluate(IN_ORDER) == [label for label in before if label != "label-2"]
    waiting(phone, 4).tap()
    expect(phone.locator("#wall-list > li").first).to_contain_text(words[-1])
    assert phone.evaluate(IN_ORDER)[4:] == [label for label in before if label != "label-2"]


def test_without_websockets_new_labels_wait_as_well(people: People, day: Day, writers: list[Caller]) -> None:
    phone = people.phone(day)
    phone.route_web_socket(re.compile("/live$"), lambda socket: socket.close())
    phone.goto(day.url("wall"))
    expect(phone.locator(".connection").first).to_have_text("Connected", timeout=15_000)
    before = phone.evaluate(IN_ORDER)
    words = one_more(writers)
    waiting(phone, 1)
    assert phone.evaluate(IN_ORDER) == before
    waiting(phone, 1).tap()
    expect(phone.locator("#wall-list > li").first).to_contain_text(words)


def test_what_is_left_out_is_not_announced_as_new(people: People, day: Day, writers: list[Caller]) -> None:
    phone = open_wall(people, day, "wall?kind=ask&order=new")
    one_more(writers, "contribute")
    words = one_more(writers)
    waiting(phone, 1).tap()
    expect(phone.locator("#wall-list > li:visible").first).to_contain_text(words)


@pytest.mark.usefixtures("writers")
def test_without_scripts_a_button_leads_back_to_its_label(people: People, day: Day) -> None:
    phone = people.phone(day, "wall", java_script_enabled=False)
    label = phone.locator("#wall-list > li").nth(200)
    words = label.locator(".tag__text").text_content() or "?"
    label.get_by_role("button").first.tap()
    phone.wait_for_url("**/wall#label-*")
    expect(phone.locator("#wall-list > li").nth(200).locator(".tag__text")).to_have_text(words)
    expect(phone.locator("#wall-list > li").nth(200)).to_be_in_viewport()
    expect(phone.locator("#wall-list > li").nth(200).get_by_role("button").first).to_have_attribute(
        "aria-pressed", "true"
    )


def test_by_keyboard_somebody_walks_from_what_was_new_into_it(people: People, day: Day, writers: list[Caller]) -> None:
    phone = open_wall(people, day)
    one_more(writers)
    button = waiting(phone, 1)
    button.focus()
    phone.keyboard.press("Enter")
    expect(button).to_be_hidden()
    phone.keyboard.press("Tab")
    focused = "document.activeElement.closest('#wall-list > li')?.id"
    assert phone.evaluate(focused) == phone.evaluate(IN_ORDER)[0]
    phone.keyboard.press("Space")
    expect(phone.locator("#wall-list > li").first.get_by_role("button").first).to_have_attribute("aria-pressed", "true")


@pytest.fixture(scope="module")
def busy_day(server: Server) -> Day:
    """A wall with all that a wall can have: labels joined, put aside and held, a question with its ending, and other walls."""
    day = server.day()
    marek, isobel = day.joined("Marek"), day.joined("Isobel")
    for text in ("I can bake for forty people", "Donaudampfschifffahrtsgesellschaftskapitän"):
        marek.do("post_label", kind="contribute", text=text, signed="Marek, table 4")
    for text in (
        "Who pays for the bus?",
        "Who is to pay for the bus, and when?",
        "Who " + "listens? " * 32,
        "Why?",
        "Bob!",
    ):
        isobel.do("post_label", kind="ask", text=text)
    desk = day.role("facilitator")
    desk.do("join_labels", label=4, into=3)
    desk.do("park_label", label=6, reason="later")
    desk.do("hold_label", label=7, reason="names")
    desk.do("end_question", label=5, how="later", by="Moira McKinnon-Ferguson", until="2027-03-31")
    long = "What stands in the way of it, where you work or where you live?"
    day.chair.do("add_item", kind="wall", asks="answers", title=long)
    for title in ("What will you do differently on Monday?", long):
        line = rf'id="chair-line-(\d+)"(?:(?!</li>).)*{re.escape(title)}'
        found = re.search(line, day.chair.client.get("/chair").text, re.DOTALL)
        assert found is not None
        day.show(int(found[1]))
    for prompt, text in ((1, "Ask before I plan"), (2, "The stairs"), (2, "The " + "stairs " * 40)):
        isobel.do("post_label", text=text, prompt=prompt)
    return day


@pytest.mark.parametrize("path", ["wall", "wall?kind=contribute&order=backed", "wall/1", "wall/2?order=new"])
def test_nobody_is_shut_out(people: People, busy_day: Day, path: str) -> None:
    phone = open_wall(people, busy_day, path)
    for summary in phone.locator("summary:visible").all():
        summary.tap()
    complaints = looked_at_by_all(phone, least=THUMB)
    assert not complaints, "\n".join(complaints)


def test_a_wall_has_all_that_belongs_to_it(people: People, busy_day: Day) -> None:
    phone = open_wall(people, busy_day)
    expect(phone.get_by_text("4 labels so far. Who could you help? 1 held back: 1 naming a person.")).to_be_visible()
    phone.get_by_text("Put aside: 1").tap()
    expect(phone.get_by_text("Why?", exact=True)).to_be_visible()
    phone.get_by_text("Said by 2").tap()
    expect(phone.get_by_text("Who is to pay for the bus, and when?")).to_be_visible()
    expect(phone.get_by_text("31 March 2027")).to_be_visible()
    expect(phone.get_by_text("Bob!")).to_have_count(0)
    expect(phone.get_by_text("stand first, so that each is looked at about as often")).to_be_visible()
    phone.get_by_text("Other walls of the day: 2").tap()
    walls = phone.get_by_role("navigation", name="The walls of the day")
    expect(walls.get_by_role("link")).to_have_count(3)
    walls.get_by_role("link", name="What will you do differently on Monday?").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What will you do differently on Monday?")
    expect(phone.get_by_text("Ask before I plan")).to_be_visible()
    phone.get_by_role("link", name="Most backed").tap()
    expect(phone.get_by_text("The labels that most people back stand first.")).to_be_visible()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What will you do differently on Monday?")
