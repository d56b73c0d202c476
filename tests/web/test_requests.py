"""The table of requests: what it names fits the rules, the pages and the documents."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields as struct_fields

from live.conference import Refused, Request
from live.conference.people import Role
from live.web.asks import ABOVE, FORM, LISTS, agenda, board, people, polls, programme, wall, writeup
from live.web.front import body_of
from live.web.pages import PAGES
from live.web.requests import ASKS, LONG_MESSAGE, MESSAGE, UNCLEAR, largest_message, read, role_for
from live.web.uploads import LARGEST_UPLOAD

TEMPLATES = Path(__file__).parents[2] / "templates"
PARTS = (Path(__file__).parents[2] / "live/web/asks").glob("*.py")


def least(name: str) -> dict[str, list[str]]:
    """The fewest fields with which a request can be read."""
    return {field.name: ["1"] for field in struct_fields(ASKS[name].shape) if field.required and field.name != "fields"}


@pytest.mark.parametrize("name", ASKS)
def test_a_rule_takes_the_request_that_the_table_makes_for_it(name: str) -> None:
    ask = ASKS[name]
    _, asked, _, _ = inspect.signature(ask.rule).parameters.values()
    assert asked.annotation.rpartition(".")[2] == ask.shape.__name__
    request = read(ask, least(name))
    assert isinstance(request, Request)
    for field in struct_fields(ask.shape):
        if field.required and get_type_hints(ask.shape)[field.name] is int:
            assert getattr(request, field.name) == 1


@pytest.mark.parametrize("name", ASKS)
def test_a_field_that_must_be_there_is_missed(name: str) -> None:
    for field in least(name):
        fields = {other: value for other, value in least(name).items() if other != field}
        for missing in (fields, {**fields, field: []}):
            with pytest.raises(Refused, match=re.escape(UNCLEAR)):
                read(ASKS[name], missing)


@given(st.sampled_from(sorted(ASKS)), st.data())
def test_reading_makes_a_request_or_refuses_it(name: str, data: st.DataObject) -> None:
    """And a field that is a number is one: never text, however it is written."""
    names = st.sampled_from([field.name for field in struct_fields(ASKS[name].shape)] or ["x"])
    texts = st.one_of(
        st.text(max_size=20), st.integers().map(str), st.sampled_from(["²", "٣", "1_0", "+1", " 1", "--1", "-"])
    )
    fields = data.draw(st.dictionaries(names, st.lists(texts, max_size=3), max_size=8))
    try:
        request = read(ASKS[name], {**least(name), **fields})
    except Refused:
        return
    for field, hint in get_type_hints(ASKS[name].shape).items():
        if hint in (int, str):
            assert type(getattr(request, field)) is hint
        if hint is int and fields.get(field):
            assert str(int(fields[field][0])) == str(getattr(request, field))
            assert abs(getattr(request, field)) < 10**16


@pytest.mark.parametrize("name", ASKS)
def test_the_answer_is_a_sentence_and_leads_to_a_page_that_is_there(name: str) -> None:
    ask = ASKS[name]
    assert re.fullmatch(r"[A-Z].*\.", ask.say)
    assert ask.go in {None, ABOVE, *(path for path, _, _ in PAGES)}
    assert not ask.leaves or ask.go not in (None, ABOVE)
    assert ask.roles


def test_no_two_parts_have_a_request_of_the_same_name() -> None:
    parts = (agenda, board, people, polls, programme, wall, writeup)
    assert {part.__name__.rpartition(".")[2] for part in parts} == {path.stem for path in PARTS} - {"__init__"}
    assert sorted(name for part in parts for name in part.ASKS) == sorted(ASKS)


def test_who_may_ask_for_what() -> None:
    everybody: tuple[Role, ...] = ("chair", "facilitator", "delegate")
    may = {role: {name for name, ask in ASKS.items() if role_for(ask, [role])} for role in everybody}
    assert "cast_vote" in may["delegate"] - may["chair"] - may["facilitator"]
    assert "hold_label" in may["facilitator"] & may["chair"]
    assert may["facilitator"] < may["chair"]
    merging = {"ask_to_merge", "agree_to_merge", "drop_merge", "part_topic"}
    writing = {"write_note", "change_note", "remove_note", "choose_line", "agree_talk_action"}
    assert may["delegate"] & may["chair"] == may["delegate"] & may["facilitator"] == merging | writing
    for name in ("show_result", "open_poll", "take_plan", "show_item"):
        assert name in may["chair"] - may["facilitator"] - may["delegate"]
    assert all(role_for(ask, ["screen"]) is None for ask in ASKS.values())


def test_pages_name_no_request_that_is_not_in_the_table() -> None:
    named = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'"do/(\w+)"', path.read_text())}
    assert named
    assert named <= set(ASKS)


LONGEST = "🌻"  # twelve bytes in a form, and one letter for a rule


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "offer_visit",
            {"title": 120, "when": 60, "place": 120, "text": 600, "name": 60, "contact": 120, "places": "20"},
        ),
        ("propose_topic", {"title": 120, "host": 60, "why": 600, "needs": 200}),
        ("post_labels", {"texts": [300] * 60, "signed": 60}),
        ("write_around", {"opening": 4000, "closing": 4000}),
        ("put_session", {"title": 120, "host": 120, "room": 60, "text": 600, "links": 6200}),
        ("put_word_list", {"words": [60] * 500}),
        ("add_item", {"title": 200, "text": 600, "options": [200] * 26, "statements": [120] * 26}),
    ],
)
def test_the_longest_that_a_rule_takes_fits_into_a_form(name: str, fields: dict[str, str | int | list[int]]) -> None:
    def written(length: str | int | list[int]) -> str:
        if isinstance(length, str):
            return length
        return "\n".join(LONGEST * each for each in length) if isinstance(length, list) else LONGEST * length

    hidden = {"id": "x" * 32, "page": "x" * 60, "limit": "9" * 15}
    form = urlencode({**{field: written(length) for field, length in fields.items()}, **hidden})
    assert len(form) <= body_of("POST", f"/day/482913/do/{name}").most
    assert set(fields) <= {field.name for field in struct_fields(ASKS[name].shape)} or name == "add_item"


@pytest.mark.parametrize(
    ("target", "most"),
    [
        ("/", FORM),
        ("/482913/do/cast_vote", FORM),
        ("/482913/do/take_plan?x=/new", LISTS),
        ("/482913/do/cast_vote?x=/do/take_plan", FORM),
        ("/482913/do/nothing", FORM),
        ("/482913/do/", FORM),
        ("/482913/chair/picture", LARGEST_UPLOAD),
        ("/day/482913/facilitator/handout", LARGEST_UPLOAD),
        ("/482913/facilitator/drawing?x", LARGEST_UPLOAD),
        ("/new", LISTS),
        ("/operator/new", LISTS),
        ("/operator/renew", FORM),
        ("*", FORM),
    ],
)
def test_what_a_request_may_bring_is_told_by_its_address(target: str, most: int) -> None:
    body = body_of("POST", target)
    assert body.most == most
    assert body.seconds >= 10
    assert body.seconds <= (11 if most == FORM else 20 if most == LISTS else 180)


def test_a_page_that_may_send_lists_may_send_long_messages() -> None:
    assert largest_message("screen") == MESSAGE
    assert largest_message("delegate") == largest_message("chair") == LONG_MESSAGE
    kept = re.search(r"MOST_LETTERS = ([\d_]+);", (TEMPLATES.parent / "static/outbox.js").read_text())
    assert kept
    assert int(kept[1].replace("_", "")) * 3 < LONG_MESSAGE
