"""A picture tells everybody exactly what they missed: the operations lead from what was seen to what is there now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from msgspec.structs import replace

from live.conference import Conference
from live.fragments import BESIDE, Mine, Picture, Piece, Scene, View, views
from live.fragments.picture import DRAWN_AT_A_TIME, LAYOUTS_REMEMBERED, LOOKED_AT_AT_A_TIME
from live.fragments.suggestions import Suggested
from live.likeness import Match
from live.timetable.telling import Timetable
from tests.report.full_day import full_day

TEMPLATES = Environment(
    loader=DictLoader(
        {
            "leaf.html": '<i id="{{ key }}">{{ it }}</i>',
            "branch.html": '<b id="{{ key }}">{{ it }}<u id="in-{{ key }}">{{ children("in-" ~ key) }}</u></b>',
            "label.html": '<i id="{{ key }}">{{ it }}{% if mine.voice %} mine{% endif %}</i>',
        }
    ),
    autoescape=True,
)

Tree = dict[str, tuple[str, list[str]]]
"""Branches by number: the branch's own text, and the texts of its leaves by number (empty: no such leaf)."""

texts = st.sampled_from(["", "x", "y", "<z>"])
trees = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("pq"), st.lists(texts, max_size=4)), max_size=3)


def pieces_of(tree: list[tuple[str, str, list[str]]]) -> list[Piece]:
    pieces: list[Piece] = []
    seen = set()
    for name, text, leaves in tree:
        if name in seen:
            continue
        seen.add(name)
        pieces.append(Piece(name, "top", "branch.html", text))
        pieces += [
            Piece(f"{name}-{number}", f"in-{name}", "leaf.html", leaf) for number, leaf in enumerate(leaves) if leaf
        ]
    return pieces


class Browser:
    """Applies operations as a page does, on a tree of elements with ids."""

    def __init__(self) -> None:
        self.children: dict[str, list[str]] = {"top": []}
        self.own: dict[str, str] = {}

    def html(self, container: str = "top") -> str:
        return "".join(self._element(key) for key in self.children.get(container, []))

    def apply(self, ops: list[list[str]]) -> None:
        for op, *args in ops:
            getattr(self, op)(*args)

    def fill(self, container: str, html: str) -> None:
        self.children[container] = []
        self._read(container, html)

    def put(self, key: str, html: str) -> None:
        self._read(None, html)

    def add(self, container: str, follows: str, html: str) -> None:
        scratch: list[str] = []
        self.children["scratch"] = scratch
        self._read("scratch", html)
        place = self.children[container].index(follows) + 1 if follows else 0
        self.children[container][place:place] = scratch

    def cut(self, key: str) -> None:
        for keys in self.children.values():
            if key in keys:
                keys.remove(key)

    def _element(self, key: str) -> str:
        own = self.own[key]
        if key in "ABC":
            return f'<b id="{key}">{own}<u id="in-{key}">{self.html(f"in-{key}")}</u></b>'
        return f'<i id="{key}">{own}</i>'

    def _read(self, container: str | None, html: str) -> None:
        branch = re.compile(r'<b id="(\w)">([^<]*)<u id="in-\w">(.*?)</u></b>|<i id="([\w-]+)">([^<]*)</i>')
        for name, text, leaves, leaf, words in branch.findall(html):
            key = name or leaf
            self.own[key] = text or words
            if container is not None:
                self.children[container].append(key)
            if name:
                self.fill(f"in-{name}", leaves)


def picture_of(trees: list[Any]) -> tuple[Picture, list[Any]]:
    coming = list(trees)
    view = View("test", ("top",), lambda scene: pieces_of(coming[0]))
    return Picture(view, TEMPLATES), coming


def ops_of(frame: bytes) -> list[list[str]]:
    message: dict[str, Any] = msgspec.json.decode(frame)
    ops: list[list[str]] = message["ops"]
    return ops


@given(st.lists(trees, min_size=2, max_size=6), st.data())
def test_whoever_has_seen_any_earlier_layout_is_brought_to_the_present_one(
    days: list[Any], data: st.DataObject
) -> None:
    picture, coming = picture_of(days)
    picture.redraw(Scene(Conference()))
    browsers: list[tuple[str, Browser]] = []
    for day in days:
        coming[0] = day
        picture.redraw(Scene(Conference()))
        fresh = Browser()
        fresh.apply(ops_of(picture.frame("") or b'{"ops":[]}'))
        browsers.append((picture.stamp, fresh))
        late = data.draw(st.sampled_from(range(len(browsers))))
        stamp, browser = browsers[late]
        frame = picture.frame(stamp)
        if frame is not None:
            browser.apply(ops_of(frame))
        assert browser.html() == picture.fill("top") == fresh.html()
        browsers[late] = (picture.stamp, browser)


def test_nothing_new_is_told_to_who_has_seen_all() -> None:
    picture, _ = picture_of([[("A", "p", ["x"])]])
    assert picture.redraw(Scene(Conference()))
    assert picture.frame(picture.stamp) is None
    assert not picture.redraw(Scene(Conference()))
    assert picture.frame(picture.stamp) is None


def test_one_changed_leaf_is_one_small_operation() -> None:
    picture, coming = picture_of([[("A", "p", ["x", "x", "x"]), ("B", "p", ["x"])]])
    picture.redraw(Scene(Conference()))
    before = picture.stamp
    coming[0] = [("A", "p", ["x", "y", "x"]), ("B", "p", ["x"])]
    picture.redraw(Scene(Conference()))
    assert ops_of(picture.frame(before) or b"") == [["put", "A-1", '<i id="A-1">y</i>']]


def test_everybody_who_missed_the_same_is_given_the_same_bytes() -> None:
    picture, coming = picture_of([[("A", "p", ["x"])]])
    picture.redraw(Scene(Conference()))
    before = picture.stamp
    coming[0] = [("A", "q", ["x"])]
    picture.redraw(Scene(Conference()))
    assert picture.frame(before) is picture.frame(before)


def test_nothing_is_looked_at_again_while_the_scene_is_what_it_was() -> None:
    drawn: list[Scene] = []

    def pieces(scene: Scene) -> list[Piece]:
        drawn.append(scene)
        return [Piece("A", "top", "leaf.html", "x")]

    picture, day = Picture(View("test", ("top",), pieces), TEMPLATES), Conference()
    picture.redraw(Scene(day))
    assert not picture.redraw(Scene(day, phones=1, screens=1))
    assert drawn == [Scene(day)]
    assert not picture.redraw(Scene(Conference()))
    assert len(drawn) == 2


@given(st.lists(trees, min_size=2, max_size=4), st.data())
def test_what_is_drawn_with_turns_between_is_what_would_have_been_drawn(days: list[Any], data: st.DataObject) -> None:
    """Also if others draw it meanwhile, at once or with turns between, and whoever is done first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("live.fragments.picture.LOOKED_AT_AT_A_TIME", 1)  # a turn after each piece
        (pieced, coming), (plain, other) = picture_of(days), picture_of(days)
        under_way: list[Iterator[None]] = []
        seen = pieced.stamp
        for day in days:
            coming[0] = other[0] = day
            under_way.append(pieced.drawing(Scene(Conference())))
            next(under_way[-1], None)
            for _ in range(data.draw(st.integers(0, 4))):
                next(data.draw(st.sampled_from(under_way)), None)
            if data.draw(st.booleans()):
                pieced.redraw(Scene(Conference()))
        while under_way:
            drawing = data.draw(st.sampled_from(under_way))
            if next(drawing, "done") == "done":
                under_way.remove(drawing)
        plain.redraw(Scene(Conference()))
        assert pieced.fill("top") == plain.fill("top")
        browser = Browser()
        browser.apply(ops_of(pieced.frame(seen) or b'{"ops":[]}'))
        assert browser.html() == plain.fill("top")


def test_drawing_lets_others_have_their_turn_and_draws_nothing_twice() -> None:
    asked: list[int] = []

    class Noted(str):
        """Tells each time that it is drawn."""

        def __html__(self) -> str:
            asked.append(1)
            return str(self)

    tree = [("A", "p", [Noted(f"x{number}") for number in range(4 * DRAWN_AT_A_TIME)])]
    picture, _ = picture_of([tree])
    stamp, day = picture.stamp, Scene(Conference())
    one, other = picture.drawing(day), picture.drawing(day)
    for drawing in (one, other, one):
        next(drawing)
    assert (picture.stamp, picture.fill("top"), picture.frame("")) == (stamp, "", None)
    for _ in (*one, *other):
        pass
    assert picture.stamp != stamp
    assert len(asked) == 4 * DRAWN_AT_A_TIME
    assert list(picture.drawing(day)) == []


def test_looking_at_what_has_not_changed_lets_others_have_their_turn_too() -> None:
    tree = [("A", "p", ["x"] * (3 * LOOKED_AT_AT_A_TIME))]
    picture, coming = picture_of([tree])
    picture.redraw(Scene(Conference()))
    before = picture.stamp
    coming[0] = [*tree, ("B", "p", [])]
    assert len(list(picture.drawing(Scene(Conference())))) == 3
    assert [op[:2] for op in ops_of(picture.frame(before) or b"")] == [["add", "top"]]


def test_what_was_begun_earlier_does_not_take_the_place_of_what_was_begun_later() -> None:
    tree = [("A", "p", ["x"] * (2 * DRAWN_AT_A_TIME))]
    picture, coming = picture_of([tree])
    slow = picture.drawing(Scene(Conference()))
    next(slow)
    coming[0] = [("B", "q", ["y"])]
    picture.redraw(Scene(Conference()))
    stamp, html = picture.stamp, picture.fill("top")
    for _ in slow:
        pass
    assert (picture.stamp, picture.fill("top")) == (stamp, html)


def every_view(day: Conference) -> list[View]:
    """All views that there are on a day."""
    kinds = (
        "poll wall desk/labels desk/question desk/paper desk/themes desk/label desk/table session topic harvest/topic"
    )
    kinds += " harvest/session desk/harvest/topic desk/harvest/session"
    numbered = [f"{kind}/{number}" for kind in kinds.split() for number in range(1, 20)]
    names = [*views._BY_NAME, "desk/table/1/40", *numbered]
    return [view for name in names if (view := views.find_view(name, day)) is not None]


def test_a_view_is_told_of_no_more_beside_the_conference_than_it_says_that_it_shows() -> None:
    """The others are not drawn again when phones come and go, or a minute is over."""
    moved: dict[str, Any] = {
        "phones": 2,
        "screens": 2,
        "alarm": "The disk is full.",
        "suggested": Suggested(fitting=(Match(1, 2, ("bus",), 90.0),)),
        "timetable": Timetable(working=True),
        "local": "2027-05-14 10:52",
    }
    assert moved.keys() == BESIDE.keys() < set(Scene.__struct_fields__)
    told: list[Scene] = []

    def pieces(scene: Scene) -> list[Piece]:
        told.append(scene)
        return []

    picture, day = Picture(View("test", (), pieces, ("phones",)), TEMPLATES), Conference()
    for scene in (Scene(day), Scene(day, **(moved | {"phones": 0})), Scene(day, **moved)):
        picture.redraw(scene)
    assert told == [Scene(day), Scene(day, phones=2)]
    shows = {view.name: view.shows for view in every_view(full_day()) if view.shows}
    assert shows == {
        "screen": ("phones",),
        "chair": ("phones", "screens", "alarm"),
        "desk/same": ("suggested",),
        "desk/timetable": ("timetable", "local"),
        "desk/board": ("local",),
    }


def test_a_view_that_is_apart_from_votes_is_the_same_without_any() -> None:
    day, nothing = full_day(), Conference()
    apart = [view for view in every_view(day) if view.apart_from]
    assert {"wall", "board", "programme", "desk/labels", "topic/1", "session/5"} <= {view.name for view in apart}
    for view in apart:
        changed = replace(day, **{name: getattr(nothing, name) for name in view.apart_from})
        assert list(view.pieces(Scene(changed))) == list(view.pieces(Scene(day))), view.name


def test_a_view_is_looked_at_when_what_it_shows_changes_and_not_for_a_vote() -> None:
    looked: list[Scene] = []

    def pieces(scene: Scene) -> list[Piece]:
        looked.append(scene)
        return [Piece("A", "top", "leaf.html", scene.conference.title)]

    day = full_day()
    picture = Picture(View("test", ("top",), pieces, apart_from=("polls", "people")), TEMPLATES)
    picture.redraw(Scene(day))
    assert not picture.redraw(Scene(replace(day, polls=Conference().polls, people=Conference().people)))
    assert len(looked) == 1
    assert picture.redraw(Scene(replace(day, title="Another", polls=Conference().polls)))
    assert not picture.redraw(Scene(replace(day, title="Another", wall=Conference().wall)))
    assert len(looked) == 3


def test_who_has_seen_a_layout_that_is_forgotten_gets_the_whole_view() -> None:
    picture, coming = picture_of([[("A", "p", ["x"])]])
    picture.redraw(Scene(Conference()))
    old = picture.stamp
    for number in range(LAYOUTS_REMEMBERED):
        coming[0] = [("A", "pq"[number % 2], ["xy"[number % 2]]), ("B", f"{number}", [])]
        picture.redraw(Scene(Conference()))
    for seen in (old, "", "another-life.3", "nonsense", "."):
        assert [op[0] for op in ops_of(picture.frame(seen) or b"")] == ["fill"]


def test_only_what_is_mine_is_rendered_for_me() -> None:
    view = View(
        "wall", ("top",), lambda scene: [Piece(f"label-{number}", "top", "label.html", "x") for number in (1, 2)]
    )
    picture = Picture(view, TEMPLATES)
    picture.redraw(Scene(Conference()))
    assert picture.fill("top") == '<i id="label-1">x</i><i id="label-2">x</i>'
    mine = Mine(voice="v", labels=(2,))
    assert picture.fill("top", mine) == '<i id="label-1">x</i><i id="label-2">x mine</i>'
    assert picture.fill("top") == '<i id="label-1">x</i><i id="label-2">x</i>'
