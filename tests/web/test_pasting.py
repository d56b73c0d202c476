"""Large parts of pages are put in when they are sent: the page is the same, and nothing that people type is taken for a mark."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from live.conference import Conference
from live.fragments import FRESH_ID, Mine, Picture, Piece, Scene, View, with_fresh_ids
from live.web import pasting
from live.web.pasting import LARGE, Pasting, Shown
from tests.web.site import Day

FORM = f'<i id="{FRESH_ID}"></i>'
TEMPLATES = Environment(
    loader=DictLoader({"label.html": '<li id="{{ key }}">{{ it }}' + FORM + "{{ mine.name }}</li>"}), autoescape=True
)
PAGE = Environment(autoescape=True).from_string("<h1>{{ title }}</h1>" + FORM + "{{ shown|safe }}<p>{{ title }}</p>")
ID = re.compile(r'<i id="[\w-]{24}-(\d+)(\.mark)?">')

typed = st.text(st.sampled_from("ab0\x02\x03\x00’<&"), max_size=12)


def picture_of(texts: list[str]) -> Picture:
    pieces = [Piece(f"label-{number}", "list", "label.html", text) for number, text in enumerate(texts)]
    picture = Picture(View("wall", ("list",), lambda scene: pieces), TEMPLATES)
    picture.redraw(Scene(Conference()))
    return picture


def without_ids(page: str) -> tuple[str, list[str]]:
    """A page with all ids made equal; and their numbers."""
    return ID.sub("ID", page), [number for number, _ in ID.findall(page)]


@given(st.lists(st.sampled_from(["x", "’", "<b>", "x" * 900]), max_size=12), typed, st.sampled_from(["", ".mark"]))
def test_a_page_is_the_same_however_large_its_parts_are(texts: list[str], title: str, mark: str) -> None:
    picture, title = picture_of(texts), title.replace(FRESH_ID, "")
    order = [f"label-{number}" for number in reversed(range(len(texts)))]
    ways: list[dict[str, Any]] = [{}, {"mine": Mine("v", "Moira", labels=(1,))}, {"order": order}]
    for way in ways:
        cut = Pasting()
        sent = cut.page(PAGE.render(title=title, shown=Shown(picture, cut).fill("list", **way)), mark).decode()
        whole = with_fresh_ids(PAGE.render(title=title, shown=picture.fill("list", **way)), mark)
        assert without_ids(sent) == without_ids(whole)
        assert without_ids(sent)[1] == [str(number + 1) for number in range(1 + len(texts))]


def test_only_large_parts_are_put_off() -> None:
    small, large = picture_of(["x"]), picture_of(["x" * LARGE])
    cut = Pasting()
    assert Shown(small, cut).fill("list") == small.fill("list")
    mark = Shown(large, cut).fill("list")
    assert len(mark) < 50
    assert Shown(large, cut).fill("nothing") == ""
    assert cut.page(mark, "").startswith(b'<li id="label-0">xxx')


def test_a_mark_of_one_page_means_nothing_in_another() -> None:
    one, other = Pasting(), Pasting()
    mark = one.later([b"secret"])
    other.later([b"other"])
    assert one.page(f"<p>{mark}</p>", "") == b"<p>secret</p>"
    assert b"secret" not in other.page(f"<p>{mark}</p>", "")


def test_what_everybody_sees_is_made_into_bytes_once() -> None:
    picture = picture_of(["x" * LARGE])
    assert picture.packed("list") is picture.packed("list")
    assert b"".join(picture.packed("list")).decode() == picture.fill("list").replace(FRESH_ID, "")


def test_pages_are_the_same_with_every_part_put_off(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """With bounds so low that each part of each page is put in when it is sent."""
    phone, chair, desk = day.phone("Moira"), day.chair(), day.role("facilitator")
    pages = [(phone, path) for path in ("/wall", "/board", "/programme", "/survey", "/questions", "/poll/2")]
    pages += [(chair, path) for path in ("/chair", "/chair/plan", "/screen", "/chair/questions")]
    pages += [(desk, f"/facilitator{path}") for path in ("", "/labels", "/themes", "/market", "/same", "/feed")]
    random = re.compile(r"[\w-]{24}-\d+|&#34;[\w-]{8}\.\d+&#34;")
    usual = [random.sub("", client.get(path).text) for client, path in pages]
    monkeypatch.setattr(pasting, "LARGE", 0)
    assert [random.sub("", client.get(path).text) for client, path in pages] == usual
    assert all("\x03" not in page and len(page) > 1_000 for page in usual)
