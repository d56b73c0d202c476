"""A piece of a page becomes what the server sent, and what somebody looks at, types in or has opened stays the same element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.hall import Server

OLD = """
<ul>
  <li id="one">One</li>
  <li id="two"><form id="form"><input type="hidden" name="id" value="first"><input id="words" value=""></form></li>
  <li id="three">Three</li>
</ul>
"""
# Marks every element, makes the change, and tells what is there: the markup, the marks that are left, who went, and the focus.
CHANGE = """
async ([module, before, after, focus]) => {
  const { morphInside } = await import(module);
  const root = document.querySelector("main");
  root.innerHTML = before;
  for (const element of root.querySelectorAll("[id]")) element.mark = element.getAttribute("id");
  const focused = focus ? root.querySelector(focus) : null;
  focused?.focus();
  const left = [];
  morphInside(root, after, {
    mayChange: (old) => !("still" in (old.dataset ?? {})),
    mayChangeAttribute: (name) => name !== "open",
    leaving: (old) => left.push(old.getAttribute("id")),
  });
  return {
    html: root.innerHTML,
    same: [...root.querySelectorAll("[id]")].filter((each) => each.mark).map((each) => each.mark),
    left,
    focus: document.activeElement === focused,
    checked: [...root.querySelectorAll(":checked")].map((each) => each.value),
    values: [...root.querySelectorAll("textarea,select,input:not([type])")].map((each) => each.value),
  };
}
"""


class Paper:
    def __init__(self, page: Page, module: str) -> None:
        self._page = page
        self._module = module

    def change(self, before: str, after: str, focus: str = "") -> dict[str, Any]:
        told: dict[str, Any] = self._page.evaluate(CHANGE, [self._module, before, after, focus])
        return told


@pytest.fixture
def paper(browser: Browser, server: Server) -> Iterator[Paper]:
    page = browser.new_page()
    page.goto(server.url)
    yield Paper(page, "/static/any/morph.js")
    page.close()


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
    assert paper.change(OLD, after)["html"] == after


def test_what_is_still_there_is_the_same_element(paper: Paper) -> None:
    """By id, also when it has another place now, and when its form has a field that is named "id"."""
    told = paper.change(OLD, OLD.replace('<li id="one">One</li>', "").replace("</ul>", '<li id="one">One</li></ul>'))
    assert told["same"] == ["two", "form", "words", "three", "one"]
    assert told["left"] == []


def test_a_wrapper_without_an_id_is_known_by_what_is_inside(paper: Paper) -> None:
    """So that a new one above it does not take its place."""
    told = paper.change(
        '<div><p id="old">Old</p></div>', '<div><p id="new">New</p></div><div><p id="old">Old</p></div>'
    )
    assert told["same"] == ["old"]
    assert told["left"] == []


def test_what_goes_is_told_before_it_goes(paper: Paper) -> None:
    assert paper.change(OLD, OLD.replace('<li id="three">Three</li>', ""))["left"] == ["three"]


@pytest.mark.parametrize("order", [("two", "one", "three"), ("three", "two", "one"), ("one", "three", "two")])
def test_what_has_the_focus_keeps_it_whatever_moves(paper: Paper, order: tuple[str, ...]) -> None:
    def listed(*names: str) -> str:
        return "".join(f'<p id="{name}"><button>{name}</button></p>' for name in names)

    told = paper.change(listed("one", "two", "three"), listed(*order), "#two button")
    assert told["html"] == listed(*order)
    assert told["focus"]


def test_fields_show_what_was_sent_even_after_somebody_touched_them(paper: Paper) -> None:
    """And a select has its choice when its options have come over."""
    before = '<input id="a" value="1"><textarea id="b">2</textarea><select id="c"><option>3<option>4</select>'
    after = '<input id="a" value="5"><textarea id="b">6</textarea><select id="c"><option>3<option selected>4</select>'
    assert paper.change(before, after)["values"] == ["5", "6", "4"]
    radios = '<input type="radio" name="v" id="x" value="X"{}><input type="radio" name="v" id="y" value="Y"{}>'
    assert paper.change(radios.format(" checked", ""), radios.format("", " checked"))["checked"] == ["Y"]


def test_what_may_not_change_stays_with_all_that_is_inside(paper: Paper) -> None:
    kept = '<form id="f" data-still=""><p>As it was</p></form>'
    told = paper.change(kept, '<p>New</p><form id="f" class="other"><p>Other</p></form>')
    assert told["html"] == f"<p>New</p>{kept}"
    opened = '<details id="d" open=""><summary>More</summary></details>'
    assert paper.change(opened, opened.replace(' open=""', ' class="x"'))["html"] == opened.replace(
        ">", ' class="x">', 1
    )
