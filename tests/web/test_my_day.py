"""My day on a phone and as a calendar file: what is in it, what clashes, whom it is told to, and that nobody else sees it."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import httpx2
import pytest
from icalendar import Calendar

from live.conference import Act, Conference, board, fold, people, replay
from live.fragments.delegate.my_day import begins_in
from live.web import live_conference
from live.web.my_day import NO_DAY
from live.web.own_pages import MY_DAY, told_of
from tests.web.site import Day, do

PLAN = """
title = "Together"
day = "2027-05-14"
[[room]]
id = "library"
name = "Library"
[[room]]
id = "hall"
name = "Hall"
[[slot]]
id = "one"
starts = "11:00"
ends = "11:40"
[[slot]]
id = "two"
starts = "12:00"
ends = "12:40"
[[programme]]
starts = "11:20"
title = "Workshops"
ends = "12:00"
[[programme.workshops]]
title = "Mending"
room = "Cellar"
places = 1
"""


class Chosen:
    """A day with two topics, of which Ann chose the first, and a workshop that she has a place in."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.ann, self.ben = day.phone("Ann"), day.phone("Ben")
        self.chair = day.chair()
        assert do(self.chair, "take_plan", plan=PLAN, page="chair/plan").status_code == 303
        do(self.ben, "propose_topic", title="Ladders", host="Ben")
        do(self.ben, "propose_topic", title="Snakes", host="Ben")
        do(self.ann, "follow_topic", topic="1", role="listen")
        do(self.chair, "place_topic", topic="1", to="one/library")

    def book(self, *phones: httpx2.Client) -> None:
        [number] = [one.id for block in self.day.live.conference.agenda.programme for one in block.workshops]
        for phone in phones:
            assert do(phone, "ask_seat", session=str(number), page="programme").status_code == 303

    def sees(self, phone: httpx2.Client, page: str = "/my-day") -> str:
        inside = phone.get(page).text.partition("<main")[2].partition("<nav")[0]
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", inside)).replace(" ,", ","))


@pytest.fixture
def chosen(day: Day) -> Chosen:
    return Chosen(day)


def at(monkeypatch: pytest.MonkeyPatch, local: str) -> None:
    """It is this time in the hall, for pages."""
    monkeypatch.setattr(live_conference, "on_the_clock", lambda at: local)


def test_an_empty_day_says_how_to_fill_it(day: Day) -> None:
    page = day.phone().get("/my-day")
    assert "Nothing here yet" in page.text
    assert 'href="' + day.path + '/board"' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_what_was_chosen_stands_by_time_and_what_is_at_the_same_time_is_said(chosen: Chosen) -> None:
    chosen.book(chosen.ann)
    seen = chosen.sees(chosen.ann)
    assert re.search("11:00 Ladders Library, until 11:40 You listen", seen)
    assert "At 11:20 you also have “Mending”." in seen
    assert "At 11:00 you also have “Ladders”." in seen
    assert seen.index("11:00 Ladders") < seen.index("11:20 Mending")
    assert "Ladders" not in chosen.sees(chosen.day.phone("Cas"))


def test_a_place_on_the_waiting_list_is_said_and_a_topic_without_a_place_is_at_the_end(chosen: Chosen) -> None:
    chosen.book(chosen.ann, chosen.ben)
    seen = chosen.sees(chosen.ben)
    assert "Place 1 on the waiting list" in seen
    assert "At 11:20 you also wait for a place in “Mending”." in seen
    assert "Waiting for a place on the board" in seen
    assert seen.index("Mending Cellar") < seen.index("Snakes")


def test_a_moved_topic_is_told_at_once_to_who_looks_and_only_to_them(chosen: Chosen) -> None:
    with chosen.day.line(chosen.ann, "my-day") as mine, chosen.day.line(chosen.ben, "now") as other:
        assert "Library" in mine.next("frame", view="mine")["ops"][0][2]
        do(chosen.chair, "place_topic", topic="1", to="two/hall")
        ops = mine.next("frame", view="mine")["ops"]
        assert ops[0][:2] == ["fill", "my-day-list"]
        assert "12:00" in ops[0][2]
        assert "Hall" in ops[0][2]
        do(chosen.ann, "follow_topic", topic="2", role="lead")
        assert "Snakes" in mine.next("frame", view="mine")["ops"][0][2]
        do(chosen.chair, "ring_bell", slot="two", minutes="5")
        assert "my-day-list" not in str(other.next("frame", view="now"))


def test_who_has_no_sockets_is_told_as_well(chosen: Chosen) -> None:
    answer = chosen.ann.get("/frames", params={"view": "my-day", "seen": ""}).json()
    assert any("Ladders" in str(frame) for frame in answer["frames"] if frame["view"] == "mine")


def test_without_scripts_the_server_says_what_starts_next_on_the_day_and_not_on_another(
    chosen: Chosen, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2027-05-14 10:56")
    assert "Next Ladders starts in 4 minutes, in Library" in chosen.sees(chosen.ann)
    at(monkeypatch, "2027-05-14 11:00")
    assert "Next Ladders starts now, in Library" in chosen.sees(chosen.ann)
    at(monkeypatch, "2027-05-14 11:01")
    assert "data-next hidden" in chosen.ann.get("/my-day").text
    at(monkeypatch, "2027-05-13 10:56")
    assert "starts in" not in chosen.sees(chosen.ann)
    do(chosen.chair, "describe_day", title="Together", day="", page="chair/plan")
    assert "Next Ladders starts in 4 minutes" in chosen.sees(chosen.ann)


def test_how_long_it_is_is_said_in_words() -> None:
    assert [begins_in(left, "11:00") for left in (0, 1, 59, 60)] == [
        "starts now",
        "starts in 1 minute",
        "starts in 59 minutes",
        "starts at 11:00",
    ]


# --- the calendar file -------------------------------------------------------------------------------------------------


def events(phone: httpx2.Client) -> list[dict[str, object]]:
    """The events of the file as another program reads them: moments of those with a time, texts of the rest."""
    file = phone.get("/my-day.ics")
    assert (file.status_code, file.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert file.headers["cache-control"] == "no-store"
    return [
        {key.lower(): event.decoded(key) if key.startswith("DT") else str(event[key]) for key in event}
        for event in Calendar.from_ical(file.text).walk("VEVENT")
    ]


def test_the_file_has_floating_times_rooms_and_ids_that_stay(chosen: Chosen) -> None:
    chosen.book(chosen.ben, chosen.ann)
    ladders, mending = events(chosen.ann)
    assert (ladders["dtstart"], ladders["dtend"]) == (datetime(2027, 5, 14, 11, 0), datetime(2027, 5, 14, 11, 40))  # noqa: DTZ001
    assert (ladders["summary"], ladders["location"]) == ("Ladders", "Library")
    assert (ladders["status"], mending["status"]) == ("CONFIRMED", "TENTATIVE")
    assert ladders["uid"] == f"topic-1.{chosen.day.code}.2027-05-14@live"
    assert "dtstamp" in ladders
    [voice] = [one.id for one in chosen.day.live.conference.people.voices.values() if one.name == "Ann"]
    assert voice[:8] not in chosen.ann.get("/my-day.ics").text
    assert "11:00:00Z" not in chosen.ann.get("/my-day.ics").text
    do(chosen.chair, "place_topic", topic="1", to="two/hall")
    again = [event for event in events(chosen.ann) if event["summary"] == "Ladders"]
    assert [(one["uid"], one["location"]) for one in again] == [(ladders["uid"], "Hall")]


def test_without_a_day_it_says_so_instead_of_giving_a_file(chosen: Chosen) -> None:
    do(chosen.chair, "describe_day", title="Together", day="", page="chair/plan")
    page = chosen.ann.get("/my-day.ics")
    assert page.status_code == 404
    assert NO_DAY in unescape(page.text)
    assert "my-day.ics" not in chosen.ann.get("/my-day").text


def test_the_chair_gives_the_day_in_a_form(chosen: Chosen) -> None:
    assert 'name="day" type="date"' in chosen.chair.get("/chair/plan").text
    refused = do(chosen.chair, "describe_day", title="Together", day="tomorrow", page="chair/plan")
    assert "Please give the day like 2027-05-14." in refused.text
    assert do(chosen.chair, "describe_day", title="Together", day="2027-05-15", page="chair/plan").status_code == 303
    assert chosen.day.live.conference.day == "2027-05-15"


NASTY = (
    "a;b,c\\d\nEND:VEVENT",
    "BEGIN:VEVENT\r\nSUMMARY:evil",
    'quote " and colon : and \\n and \\, ',
    "🧑🏽‍🚀 " + "long words " * 10,
    "مرحبا " * 20,
)


@pytest.mark.parametrize("words", NASTY)
def test_what_people_wrote_stays_words_in_the_file(chosen: Chosen, words: str) -> None:
    title = " ".join(words.split())[:120].strip()
    assert do(chosen.ann, "propose_topic", title=title, page="board/propose").status_code == 303
    do(chosen.chair, "place_topic", topic="3", to="two/hall")
    raw = chosen.ann.get("/my-day.ics").content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.count(b"\r\nBEGIN:VEVENT\r\n") == raw.count(b"\r\nEND:VEVENT\r\n") == 2
    [event] = [one for one in events(chosen.ann) if str(one["uid"]).startswith("topic-3.")]
    assert event["summary"] == title


def test_what_happens_to_a_topic_is_told_to_those_in_whose_day_it_is_and_not_to_a_thousand_others() -> None:
    """Its host and who chose it, also by what it is part of."""
    topics: list[Act] = [board.TopicProposed(number, f"Topic {number}", "", f"writer {number}") for number in (1, 2, 3)]
    hands: list[Act] = [board.HandRaised(number, f"hand {number}", "lead") for number in (1, 2, 3)]
    joined: list[Act] = [people.VoiceJoined(f"somebody {number}") for number in range(20)]
    day = replay([*joined, *topics, *hands, board.HostFound(1, "host", "H"), board.TopicMerged(2, 1)], Conference())

    def told(act: Act) -> set[str] | None:
        found = [voices for about, voices, _ in told_of(day, fold(day, act), [act]) if about == MY_DAY]
        assert len(found) == 1
        return found[0]

    of_both = {"writer 1", "hand 1", "host", "writer 2", "hand 2"}
    for act in (board.TopicPlaced(1, "first", "hall"), board.TopicParted(2), board.TopicWithdrawn(1)):
        assert told(act) == of_both
    assert told(board.TopicProposed(4, "Topic 4", "", "writer 4")) == {"writer 4"}
    assert told(board.RoomRemoved("hall")) is None, "everybody"
