"""A piece of a page becomes what the server sent, and what somebody looks at, types in or has opened stays the same element.

The page, its script and the library below it are the real ones; what the socket says is made up here, so that a frame can be
anything.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.hall import Day
from tests.browser.people import PHONE, People

OLD = """
<ul>
  <li id="one">One</li>
  <li id="two"><form id="form" action="/"><input type="hidden" name="id" value="first"><input id="words" value=""></form></li>
  <li id="three">Three</li>
</ul>
"""
WITHOUT_MOVING = (
    "delete Element.prototype.moveBefore"  # as in browsers that cannot move an element without losing its focus
)
MARK = (
    """for (const element of document.querySelectorAll("#now-main [id]")) element.mark = element.getAttribute("id")"""
)
MARKED = """[...document.querySelectorAll("#now-main [id]")].map((element) => element.mark).filter(Boolean)"""
VALUES = """[...document.querySelectorAll("#now-main :is(textarea, select, input:not([type=hidden], [type=radio]))")]
  .map((field) => field.value)"""


class Paper:
    """Now on a phone. What is on it are pieces that a test sends."""

    def __init__(self, people: People, day: Day, prepare: str = "") -> None:
        self.page = people.somebody(PHONE)
        self.main = self.page.locator("#now-main")
        self._sockets: list[WebSocketRoute] = []
        self._frames = 0
        if prepare:
            self.page.add_init_script(prepare)
        self.page.route_web_socket(re.compile("/live$"), self._opened)
        self.page.goto(day.url("join"))
        self.page.get_by_role("button", name="Take part").tap()
        expect(self.page.locator(".connection")).to_have_attribute("data-state", "live")

    def gets(self, *ops: list[str]) -> None:
        """A frame. Its last operation leaves a sign that all of it is there."""
        self._frames += 1
        sign = f"frame-{self._frames}"
        frame = {"t": "frame", "view": "now", "seen": sign, "ops": [*ops, ["fill", "now-more", f'<p id="{sign}"></p>']]}
        self._sockets[-1].send(json.dumps(frame))
        expect(self.page.locator(f"#{sign}")).to_be_attached()

    def shows(self, html: str) -> None:
        """This is there from now on, and each element that has an id is marked, so that it is known again."""
        self.gets(["fill", "now-main", html])
        self.page.evaluate(MARK)

    def becomes(self, html: str) -> None:
        self.gets(["fill", "now-main", html])

    @property
    def html(self) -> str:
        return self.main.inner_html()

    @property
    def same(self) -> list[str]:
        """Which of the elements that are there were there when they were marked."""
        marked: list[str] = self.page.evaluate(MARKED)
        return marked

    @property
    def values(self) -> list[str]:
        values: list[str] = self.page.evaluate(VALUES)
        return values

    def _opened(self, socket: WebSocketRoute) -> None:
        self._sockets.append(socket)
        socket.on_message(lambda message: self._heard(socket, json.loads(message)))

    def _heard(self, socket: WebSocketRoute, message: dict[str, Any]) -> None:
        if message["t"] == "hello":
            welcome = {"t": "welcome", "epoch": "paper", "at": 1, "now": int(time.time() * 1000), "mine": {}}
            socket.send(json.dumps(welcome))
        elif message["t"] == "ping":
            socket.send('{"t":"pong"}')


@pytest.fixture
def paper(people: People, day: Day) -> Paper:
    return Paper(people, day)


@pytest.fixture(params=["", WITHOUT_MOVING], ids=["moving", "without moving"])
def prepare(request: pytest.FixtureRequest) -> str:
    prepared: str = request.param
    return prepared


@pytest.mark.parametrize(
    "after",
    [
        OLD,
        OLD.replace("Three", "Drei"),
        OLD.replace('<li id="one">One</li>', ""),
        OLD.replace('<li id="three">Three</li>', '<li id="four">Four</li><li id="three">Three</li>'),
        '<ul><li id="three">Three</li><li id="one">One</li></ul>',
        "<p>Closed</p>" + OLD,
        "<div>" + OLD + "</div>",
        "Only words",
        "",
    ],
)
def test_the_page_becomes_what_was_sent(paper: Paper, after: str) -> None:
    paper.shows(OLD)
    paper.becomes(after)
    assert paper.html == after


def test_what_is_still_there_is_the_same_element(paper: Paper) -> None:
    """By id, also when it has another place now, and when its form has a field that is named "id"."""
    paper.shows(OLD)
    paper.becomes(OLD.replace('<li id="one">One</li>', "").replace("</ul>", '<li id="one">One</li></ul>'))
    assert paper.same == ["two", "form", "words", "three", "one"]


def test_one_piece_changes_and_the_others_are_left(paper: Paper) -> None:
    paper.shows(OLD)
    paper.gets(["put", "three", '<li id="three" class="new">Drei</li>'])
    assert paper.html == OLD.replace('<li id="three">Three', '<li id="three" class="new">Drei')
    assert paper.same == ["one", "two", "form", "words", "three"]


def test_a_wrapper_without_an_id_is_known_by_what_is_inside(paper: Paper) -> None:
    """So that a new one above it does not take its place."""
    paper.shows('<div><p id="old">Old</p></div>')
    paper.becomes('<div><p id="new">New</p></div><div><p id="old">Old</p></div>')
    assert paper.same == ["old"]


def test_what_goes_while_somebody_writes_in_it_leaves_the_words(paper: Paper) -> None:
    paper.shows(
        '<p id="a">A</p><form id="f" action="/do/x" data-live data-says="Note"><textarea name="t"></textarea></form>'
    )
    paper.main.locator("textarea").fill("Half a thou")
    paper.becomes('<p id="a">A</p>')
    expect(paper.page.get_by_role("region", name="Kept on this phone")).to_contain_text("Note: Half a thou")


@pytest.mark.parametrize("order", [("two", "one", "three"), ("three", "two", "one"), ("one", "three", "two")])
def test_what_has_the_focus_keeps_it_whatever_moves(
    people: People, day: Day, prepare: str, order: tuple[str, ...]
) -> None:
    def listed(*names: str) -> str:
        return "".join(f'<p id="{name}"><button>{name}</button></p>' for name in names)

    paper = Paper(people, day, prepare)
    paper.shows(listed("one", "two", "three"))
    paper.page.get_by_role("button", name="two").focus()
    paper.becomes(listed(*order))
    assert paper.html == listed(*order)
    expect(paper.page.get_by_role("button", name="two")).to_be_focused()


def test_the_page_stays_where_it_is_scrolled_to(people: People, day: Day, prepare: str) -> None:
    """Also when what has the focus moves far above."""

    def listed(*names: str) -> str:
        rest = "".join(f'<p id="line-{number}">{number}</p>' for number in range(80))
        return "".join(f'<p id="{name}"><button>{name}</button></p>' for name in names) + rest

    paper = Paper(people, day, prepare)
    paper.shows(listed("one", "two"))
    paper.page.get_by_role("button", name="one").focus()
    paper.page.evaluate("scrollTo(0, 1500)")
    paper.becomes(listed("two", "one"))
    expect(paper.page.get_by_role("button", name="one")).to_be_focused()
    assert paper.page.evaluate("scrollY") == 1500


def test_words_that_somebody_types_stay_with_their_caret(paper: Paper) -> None:
    """The form is left as it is, whatever else changes around it."""
    form = '<form id="f" action="/do/x"><p>{}</p><textarea id="t" name="t"></textarea></form>'
    paper.shows(form.format("As it was"))
    field = paper.main.locator("textarea")
    field.press_sequentially("Hall in words")
    for _ in range(6):
        field.press("ArrowLeft")
    paper.becomes('<p id="new">New</p>' + form.format("Other"))
    assert paper.html == '<p id="new">New</p>' + form.format("As it was")
    field.press("!")
    assert paper.values == ["Hall in! words"]


def test_what_somebody_has_chosen_stays_chosen(paper: Paper) -> None:
    radios = '<form id="f" action="/do/x"><p>{}</p>{}</form>'
    both = "".join(f'<input type="radio" name="v" id="{value}" value="{value}">' for value in "XY")
    paper.shows(radios.format("As it was", both))
    paper.main.locator("#Y").check()
    paper.page.evaluate("document.activeElement.blur()")
    paper.becomes('<p id="new">New</p>' + radios.format("Other", both.replace('id="X"', 'id="X" checked=""')))
    expect(paper.main.locator("#Y")).to_be_checked()
    expect(paper.main).not_to_contain_text("Other")


def test_fields_that_nobody_has_touched_show_what_was_sent(paper: Paper) -> None:
    """And a select has its choice when its options have come over."""
    paper.shows('<input id="a" value="1"><textarea id="b">2</textarea><select id="c"><option>3<option>4</select>')
    paper.becomes(
        '<input id="a" value="5"><textarea id="b">6</textarea><select id="c"><option>3<option selected>4</select>'
    )
    assert paper.values == ["5", "6", "4"]
    radios = '<input type="radio" name="v" id="x" value="X"{}><input type="radio" name="v" id="y" value="Y"{}>'
    paper.shows(radios.format(" checked", ""))
    paper.becomes(radios.format("", " checked"))
    expect(paper.main.locator("#y")).to_be_checked()


def test_what_somebody_has_opened_stays_open(paper: Paper) -> None:
    details = '<details id="d"{}><summary>More</summary></details>'
    paper.shows(details.format(""))
    paper.page.get_by_text("More").tap()
    paper.becomes(details.format(' class="x"'))
    expect(paper.main.locator("details")).to_have_attribute("class", "x")
    expect(paper.main.locator("details")).to_have_attribute("open", "")


def keyboard(page: Page, day: Day, prepare: str) -> None:
    """The facilitator's board, with the focus where a topic is moved."""
    if prepare:
        page.add_init_script(prepare)
    page.goto(day.url("facilitator"))
    assert page.evaluate("'moveBefore' in Element.prototype") is not bool(prepare)
    expect(page.locator(".connection")).to_have_attribute("data-state", "live")
    page.get_by_text("Move… “Who holds the pen?”").click()
    page.get_by_label("Move “Who holds the pen?” to").focus()


def test_a_topic_moved_by_keyboard_keeps_the_focus(people: People, day: Day, prepare: str) -> None:
    """It goes to another part of the page, and whoever moved it can move it again."""
    day.joined("Moira").do("propose_topic", title="Who holds the pen?", host="Moira")
    page = people.facilitator(day)
    keyboard(page, day, prepare)
    for key in ("ArrowDown", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("td [data-drag-topic]")).to_have_count(1)
    expect(page.get_by_role("button", name="Move “Who holds the pen?”")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Move “Who holds the pen?” to")).to_be_focused()


def test_a_topic_that_somebody_else_moves_keeps_the_focus(people: People, day: Day, prepare: str) -> None:
    """And what was being chosen there."""
    day.joined("Moira").do("propose_topic", title="Who holds the pen?", host="Moira")
    page = people.facilitator(day)
    keyboard(page, day, prepare)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    select = page.get_by_label("Move “Who holds the pen?” to")
    chosen = select.input_value()
    day.role("facilitator").do("place_topic", topic=1, to="first/salisbury")
    expect(page.locator("td [data-drag-topic]")).to_have_count(1)
    expect(select).to_be_focused()
    assert select.input_value() == chosen != ""
