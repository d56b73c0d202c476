"""The page that a whole hall asks for at once is made once, and shows nothing of who is in the hall."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from live.web.newcomers import Newcomers, to_a_stranger
from live.web.visit import Visit
from tests.report.full_day import full_day
from tests.web.site import Day, do

ID = re.compile(r'name="id" value="([^"]+)"')


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of pages that were made, in order."""
    made: list[str] = []
    real = Visit._rendered

    def noted(visit: Visit, conference: object, template: str, *args: object, **more: object) -> str:
        made.append(template)
        return real(visit, conference, template, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Visit, "_rendered", noted)
    return made


def test_a_hall_of_newcomers_is_welcomed_by_one_page_with_ids_of_their_own(day: Day, made: list[str]) -> None:
    pages = [day.visitor().get(path).text for path in ("/join", "/wall", "/board", "/my-day")]
    assert made == ["pages/welcome.html"]
    ids = [ID.findall(page) for page in pages]
    assert all(len(each) == 1 for each in ids)
    assert len({id for (id,) in ids}) == len(pages)
    assert len({ID.sub("", page) for page in pages}) == 1


def test_people_who_join_and_vote_do_not_have_it_made_again_and_the_chair_does(day: Day, made: list[str]) -> None:
    day.visitor().get("/join")
    phone = day.phone("Moira")
    do(phone, "post_label", kind="ask", text="Who pays?")
    made.clear()
    assert "Who pays?" not in day.visitor().get("/join").text
    assert made == []
    chair = day.chair()
    do(chair, "describe_day", title="Another day", date="23 April", place="Leith")
    made.clear()
    page = day.visitor().get("/join").text
    assert made == ["pages/welcome.html"]
    assert "Another day" in page
    assert "23 April, Leith" in page


def test_who_is_known_or_was_refused_gets_a_page_of_their_own(day: Day) -> None:
    day.visitor().get("/join")
    assert 'value="Moira"' in day.phone("Moira").get("/join").text
    visitor = day.visitor()
    visitor.get("/join")
    refused = visitor.post("/do/join", data={"id": "x" * 20, "page": "join", "name": "y" * 5_000})
    assert refused.status_code == 422
    assert "y" * 5_000 in refused.text
    assert "yyy" not in day.visitor().get("/join").text


def test_nothing_of_a_full_day_but_the_day_itself_is_told_to_a_stranger() -> None:
    full = full_day()
    told = to_a_stranger(full)
    assert (told.title, told.people.groups, told.doors.kind) == (full.title, full.people.groups, full.doors.kind)
    empty = type(full)()
    same = [name for name in full.__struct_fields__ if getattr(told, name) == getattr(empty, name)]
    assert set(full.__struct_fields__) - set(same) <= {"code", "title", "date", "place", "people", "doors", "day"}
    assert told.people == replace(empty.people, groups=full.people.groups)


def test_each_page_is_made_from_what_strangers_know() -> None:
    pages, full = Newcomers(), full_day()
    seen = []

    def made(conference: object) -> str:
        seen.append(conference)
        return f"page {len(seen)}"

    assert [pages.page("a", full, "epoch", made) for _ in range(3)] == ["page 1"] * 3
    assert pages.page("b", full, "epoch", made) == "page 2"
    assert pages.page("a", full, "another", made) == "page 3"
    assert pages.page("a", replace(full, title="Another"), "another", made) == "page 4"
    assert seen[:3] == [to_a_stranger(full)] * 3
