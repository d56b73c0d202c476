"""The programme on phones and at the facilitators' desk: places, waiting lists, moving up, and editing."""

from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest

from tests.web.site import Day, do

PLAN = """
title = "A day"
[[slot]]
id = "first"
starts = "11:00"
ends = "11:40"
[[room]]
id = "hall"
name = "Hall"
[[programme]]
starts = "11:00"
ends = "12:00"
title = "Workshops"
[[programme.workshops]]
title = "Films & talk"
host = "Eve"
room = "Attic"
text = "Bring one"
places = 1
[[programme.workshops.links]]
url = "https://example.org/films"
title = "What to watch"
[[programme.workshops]]
title = "Songs"
places = 2
[[programme.workshops]]
title = "Walks"
"""


@pytest.fixture
def planned(day: Day) -> Day:
    assert do(day.chair(), "take_plan", plan=PLAN).status_code == 303
    return day


def words(page: httpx2.Response) -> str:
    """What stands on a page, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", page.text)))


def ids(day: Day) -> list[int]:
    return [one.id for block in day.live.conference.agenda.programme for one in block.workshops]


def test_a_delegate_reads_what_there_is_and_takes_a_place_without_scripts(planned: Day) -> None:
    films, songs, walks = map(str, ids(planned))
    ann, ben = planned.phone("Ann"), planned.phone("Ben")
    page = words(ann.get("/programme"))
    assert "1 of 1 place left" in page
    assert "2 of 2 places left" in page
    taken = do(ann, "ask_seat", session=films, page="programme")
    assert (taken.status_code, taken.headers["location"]) == (303, f"{planned.path}/programme#session-{films}")
    page = words(ann.get("/programme"))
    assert "You have a place" in page
    assert "Give my place back" in page
    assert "You have a place in “Films & talk” at the same time." in page
    page = words(ben.get("/programme"))
    assert "The only place is taken" in page
    assert "Take place 1 on the waiting list" in page
    assert "You have a place" not in page
    assert do(ben, "ask_seat", session=films, page=f"session/{films}").status_code == 303
    page = words(ben.get(f"/session/{films}"))
    assert "You are at place 1 of the waiting list" in page
    for said in ("What to watch", "Host: Eve", "Bring one", "Attic", "11:00 to 12:00"):
        assert said in page
    assert "Nobody books for this session. Just come." in words(ben.get(f"/session/{walks}"))
    refused = do(ann, "ask_seat", session=songs, page="programme")
    assert refused.status_code == 422
    assert "You have a place in “Films & talk” at the same time. Take this one instead?" in words(refused)
    assert do(ann, "ask_seat", session=songs, instead="yes", page="programme").status_code == 303
    moved = words(ben.get(planned.site.url + planned.path))
    assert "You moved up: you have a place in “Films & talk” now." in moved
    assert do(ben, "see_seat", session=films, page="programme").status_code == 303
    assert "You moved up" not in words(ben.get(planned.site.url + planned.path))
    assert "You have a place" in words(ben.get("/programme"))


def test_who_moves_up_is_told_on_the_phone_as_it_happens_and_nobody_else_is(planned: Day) -> None:
    films = str(ids(planned)[0])
    ann, ben, cem = planned.phone("Ann"), planned.phone("Ben"), planned.phone("Cem")
    for phone in (ann, ben, cem):
        assert do(phone, "ask_seat", session=films).status_code == 303
    with planned.line(ben, "now") as on_now, planned.line(cem, "programme") as on_the_day:
        first = on_the_day.next("frame", view="mine")
        assert ["put", f"seat-{films}"] in [op[:2] for op in first["ops"]]
        assert do(ann, "leave_seat", session=films).status_code == 303
        told = {op[0]: op for op in on_now.next("frame", view="mine")["ops"] if op[1] == "band"}
        assert "You moved up: you have a place in “Films &amp; talk” now." in told["add"][3]
        while True:
            ops = {op[1]: op for op in on_the_day.next("frame", view="mine")["ops"]}
            if "place 1 of the waiting list" in ops[f"seat-{films}"][2]:
                break
        assert ops["my-seats"] == ["cut", "my-seats"]
    voices = set(planned.live.conference.people.voices)
    pages = "".join(each.get("/programme").text for each in (ann, ben, cem))
    desk = planned.chair().get("/facilitator/programme").text
    assert not [voice for voice in voices if voice in pages + desk]


def test_beside_the_sessions_stand_the_topics_of_the_same_time(planned: Day) -> None:
    ann, chair = planned.phone("Ann"), planned.chair()
    assert "Open space, 11:00 to 11:40" in words(ann.get("/programme"))
    assert do(ann, "propose_topic", title="Ladders for all", host="Ann").status_code == 303
    assert do(chair, "place_topic", topic="1", to="first/hall").status_code == 303
    page = ann.get("/programme")
    assert "Ladders for all" in words(page)
    assert f'href="{planned.path}/board/1"' in page.text


def test_a_facilitator_edits_lines_and_sessions_and_sees_numbers(planned: Day) -> None:
    chair, ann = planned.chair(), planned.phone("Ann")
    films = str(ids(planned)[0])
    assert do(ann, "ask_seat", session=films).status_code == 303
    assert "1 of 1 place taken, 0 waiting." in words(chair.get("/facilitator/programme"))
    made = do(chair, "put_block", block="0", starts="9.30", title="Coffee", page="facilitator/programme/add")
    assert made.headers["location"] == f"{planned.path}/facilitator/programme"
    assert [one.title for one in planned.live.conference.agenda.programme] == ["Coffee", "Workshops"]
    coffee = str(planned.live.conference.agenda.programme[0].id)
    page = f"facilitator/programme/{coffee}/add"
    refused = do(chair, "put_session", block=coffee, title="Cups", places="many", text="Kept words", page=page)
    assert refused.status_code == 422
    assert "Please write the places as a number" in words(refused)
    assert "Kept words" in refused.text
    assert do(chair, "put_session", block=coffee, title="Cups", places="3", page=page).status_code == 303
    page = f"facilitator/programme/session/{films}"
    refused = do(chair, "remove_session", session=films, page=page)
    assert (refused.status_code, 'name="confirm" value="yes"' in refused.text) == (422, True)
    assert "Bookings would be lost: 1 person" in words(refused)
    assert do(chair, "remove_session", session=films, confirm="yes", page=page).status_code == 303
    assert ann.get(f"/session/{films}").status_code == 404
    assert do(chair, "remove_block", block=coffee, page=f"facilitator/programme/{coffee}").status_code == 303


def test_only_facilitators_and_the_chair_edit(planned: Day) -> None:
    phone = planned.phone("Ann")
    for name, fields in (
        ("put_block", {"starts": "10:00", "title": "Mine"}),
        ("remove_block", {"block": "1"}),
        ("put_session", {"block": "1", "title": "Mine"}),
        ("remove_session", {"session": "2"}),
        ("remove_handout", {"handout": "1"}),
    ):
        assert do(phone, name, **fields).status_code == 422
    assert phone.get("/facilitator/programme").status_code == 403
    assert do(planned.role("facilitator"), "put_block", starts="10:00", title="Tea").status_code == 303
