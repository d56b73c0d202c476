"""The suggested timetable over the web: worked out beside the server, the same for all facilitators, gone with the server."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx2
import pytest

from tests.test_timetable import workers
from tests.web.site import Day, Site, ask, do, suggested
from tests.web.test_forms import problem

PLACED = {"1": "first/pentland", "2": "first/holyrood"}


@pytest.fixture
def facilitator(day: Day) -> httpx2.Client:
    """At a conference on another day, with four topics that wait."""
    assert do(day.chair(), "describe_day", title="A day of tests", day="2031-05-14").status_code == 303
    for number in range(1, 5):
        assert do(day.phone(), "propose_topic", title=f"Topic {number}").status_code == 303
    return day.role("facilitator")


def test_all_facilitators_see_the_same_suggestion_and_the_server_goes_on_meanwhile(
    day: Day, facilitator: httpx2.Client
) -> None:
    other = day.role("facilitator")
    with day.line(other, "desk/timetable") as line:
        assert do(facilitator, "suggest_timetable", which="waiting", page="facilitator/timetable").status_code == 303
        assert "A timetable is being worked out." in other.get("/facilitator/timetable").text
        assert ask(day.role("facilitator"), "suggest_timetable", which="all")["t"] == "done"  # gets the same
        assert len(workers()) <= 1
        assert do(day.phone(), "propose_topic", title="Meanwhile").status_code == 303
        while "4 topics get a place." not in json.dumps(line.next("frame", view="desk/timetable"), ensure_ascii=False):
            pass
    page = facilitator.get("/facilitator/timetable").text
    assert "4 topics get a place." in page
    assert "The board has changed since this was suggested: 1 topic is new." in page
    assert workers() == []


def test_what_is_suggested_is_not_written_down_and_what_is_applied_is(day: Day, facilitator: httpx2.Client) -> None:
    before = day.position
    page = suggested(day, facilitator)
    assert day.position == before
    every = page.split('name="every" value="')[1].split('"')[0].replace("&#34;", '"')
    assert do(facilitator, "apply_moves", every=every, all="yes").status_code == 303
    assert all(topic.is_placed for topic in day.live.conference.board.topics())
    assert page.count("(done)") == 0
    assert facilitator.get("/facilitator/timetable").text.count("(done)") == 4
    step = str(day.live.conference.board.latest_step)
    assert do(facilitator, "undo_step", step=step, page="facilitator/timetable").status_code == 303
    assert not any(topic.is_placed for topic in day.live.conference.board.topics())


def test_a_suggestion_that_is_put_away_is_gone_for_all_and_a_newer_one_stays(
    day: Day, facilitator: httpx2.Client
) -> None:
    suggested(day, facilitator)
    suggested(day, facilitator, "all")
    assert ask(facilitator, "drop_timetable", number="1")["t"] == "done"
    assert "4 topics get a place." in facilitator.get("/facilitator/timetable").text
    assert ask(facilitator, "drop_timetable", number="2")["t"] == "done"
    assert "4 topics get a place." not in facilitator.get("/facilitator/timetable").text


def test_a_suggestion_goes_with_the_words_that_it_quotes(day: Day, facilitator: httpx2.Client) -> None:
    writer = day.phone("Ann")
    assert do(writer, "propose_topic", title="Ann’s own secret").status_code == 303
    topic = str(day.live.conference.board.latest_id)
    assert "Ann’s own secret" in suggested(day, facilitator)
    assert do(writer, "withdraw_topic", topic=topic, page=f"board/{topic}").status_code == 303
    page = facilitator.get("/facilitator/timetable").text
    assert "Ann’s own secret" not in page
    assert "topics get a place" not in page


def test_there_is_nothing_to_suggest_without_topics_or_places(day: Day) -> None:
    facilitator = day.role("facilitator")

    def refused(which: str) -> str:
        page = do(facilitator, "suggest_timetable", which=which, page="facilitator/timetable")
        assert page.status_code == 422
        return problem(page)

    assert refused("some") == "Which topics: those that wait, or all that may move?"
    assert refused("all") == "There are no topics yet."
    assert do(facilitator, "be_quiet").status_code == 303
    assert refused("all") == "Proposals are still quiet. Open the market first, then place them."
    assert do(facilitator, "open_market").status_code == 303
    assert do(day.chair(), "describe_day", title="A day of tests", day="2031-05-14").status_code == 303
    for topic, cell in PLACED.items():
        assert do(day.phone(), "propose_topic", title=f"One in {cell}").status_code == 303
        assert do(facilitator, "place_topic", topic=topic, to=cell).status_code == 303
    assert refused("waiting") == "No topic waits for a place."
    board = day.live.conference.board
    for slot in board.slots:
        for room in board.rooms:
            assert do(facilitator, "lock_cell", cell=f"{slot.id}/{room.id}").status_code == 303
    assert refused("all").startswith("No place can be used: all are locked, booked, or begin too soon.")


def test_a_worker_that_fails_is_told_of_and_can_be_asked_again(
    day: Day, facilitator: httpx2.Client, errors: list[str]
) -> None:
    with day.line(facilitator, "desk/timetable") as line:
        assert line.answer("suggest_timetable", which="waiting")["t"] == "done"
        [worker] = _started()
        os.kill(worker, 9)
        while "No timetable could be worked out." not in json.dumps(line.next("frame", view="desk/timetable")):
            pass
    assert [each.split(":")[1].strip() for each in errors] == ["no timetable was suggested"]
    errors.clear()
    assert "4 topics get a place." in suggested(day, facilitator)


def _started() -> list[int]:
    """The worker that is just being started."""
    found: list[str] = []
    while not found:
        found = workers()
    return [int(each) for each in found]


def test_the_worker_ends_with_the_server(tmp_path: Path) -> None:
    with Site(tmp_path / "data") as site:
        day = site.day()
        assert do(day.chair(), "describe_day", title="A day of tests", day="2031-05-14").status_code == 303
        assert do(day.phone(), "propose_topic", title="One").status_code == 303
        assert ask(day.role("facilitator"), "suggest_timetable", which="all")["t"] == "done"
        assert len(_started()) == 1
    assert workers() == []


def test_a_suggestion_stays_while_what_it_quotes_is_the_same(day: Day, facilitator: httpx2.Client) -> None:
    """Somebody says more about their topic while facilitators read: that takes nothing out of their hands."""
    ann = day.phone("Ann")
    assert do(ann, "propose_topic", title="Buses", host="Ann").status_code == 303
    assert "5 topics get a place." in suggested(day, facilitator)
    said = {"topic": "5", "page": "board/5/change", "host": "Ann"}
    assert do(ann, "change_topic", **said, title="Buses", why="They end at ten").status_code == 303
    assert "5 topics get a place." in facilitator.get("/facilitator/timetable").text
    assert do(ann, "change_topic", **said, title="Night trams").status_code == 303
    assert "5 topics get a place." not in facilitator.get("/facilitator/timetable").text
