"""Study visits from several phones: what each sees and when, what is told at once, and what leaves the disk."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import httpx2
import pytest

from tests.web.site import Day, do

CONTACT = "ada@example.org"
OFFER = {
    "title": "A day on the ward",
    "when": "21 May, 10:00",
    "place": "Ward 3",
    "places": "1",
    "page": "visits/offer",
}


class Visiting:
    """Ada offers a visit with one place; Ben and Cem would like to come, Eve would not."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.ada, self.ben, self.cem, self.eve = (day.phone(name) for name in ("Ada", "Ben", "Cem", "Eve"))
        self.desk = day.role("facilitator")
        offered = do(self.ada, "offer_visit", **OFFER, name="Ada Lovelace", contact=CONTACT, text="Bring warm shoes")
        assert (offered.status_code, offered.headers["location"]) == (303, f"{day.path}/visits")
        for phone in (self.ben, self.cem):
            assert do(phone, "wish_visit", visit="1", page="visits").status_code == 303

    def match(self) -> tuple[httpx2.Client, httpx2.Client]:
        """Who has the place, and who waits."""
        assert do(self.desk, "match_visitors", page="facilitator/visits").status_code == 303
        return (self.ben, self.cem) if CONTACT in self.ben.get("/visits").text else (self.cem, self.ben)


@pytest.fixture
def visiting(day: Day) -> Visiting:
    return Visiting(day)


def sees(phone: httpx2.Client, page: str = "/visits") -> str:
    inside = phone.get(page).text.partition("<main")[2].partition("<nav")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", inside)))


def test_a_contact_is_told_to_who_has_a_place_and_names_to_the_host_only(visiting: Visiting) -> None:
    for phone in (visiting.ben, visiting.eve, visiting.desk):
        assert CONTACT not in phone.get("/visits").text
    assert "0 of 1 place is taken. 2 people wait." in sees(visiting.ada)
    assert "Ben" not in sees(visiting.ada)
    going, waiting = visiting.match()
    assert f"Your host: Ada Lovelace, {CONTACT}" in sees(going)
    name = "Ben" if going is visiting.ben else "Cem"
    assert f"Your visitors: {name}" in sees(visiting.ada)
    assert "Place 1 on the waiting list" in sees(waiting)
    for phone in (waiting, visiting.eve):
        page = phone.get("/visits").text + phone.get("/visits/1").text
        assert CONTACT not in page
        assert "Ada" not in re.sub(r'"mine">.*?</script>', "", page)


def test_facilitators_see_numbers_and_no_names(visiting: Visiting) -> None:
    assert "2 people would like to go somewhere, 0 of them have a place." in sees(visiting.desk, "/facilitator/visits")
    visiting.match()
    page = sees(visiting.desk, "/facilitator/visits")
    assert "A day on the ward 21 May, 10:00 Ward 3 1 1 1" in page
    assert not [name for name in ("Ada", "Ben", "Cem", CONTACT) if name in page]


def test_who_gets_a_place_is_told_at_once_on_whatever_page_they_are(visiting: Visiting) -> None:
    going, waiting = visiting.match()
    with visiting.day.line(waiting, "now") as line, visiting.day.line(visiting.eve, "now") as other:
        assert do(going, "leave_visit", visit="1", page="visits").status_code == 303
        frame = line.next("frame", view="mine")
        assert frame["ops"][1][:3] == ["add", "band", "-"]
        assert "You have a place: “A day on the ward”." in frame["ops"][1][3]
        do(visiting.day.chair(), "show_item", item="2")
        assert "ward" not in str(other.next("frame"))
    assert CONTACT in waiting.get("/visits").text
    assert CONTACT not in going.get("/visits").text


def test_who_looks_at_the_visits_sees_what_changes(visiting: Visiting) -> None:
    with visiting.day.line(visiting.ada, "visits") as host, visiting.day.line(visiting.ben, "visits") as visitor:
        assert "2 people wait" in host.next("frame", view="mine")["ops"][0][2]
        assert "I no longer want to come" in visitor.next("frame", view="mine")["ops"][0][2]
        do(visiting.cem, "leave_visit", visit="1", page="visits")
        assert "1 person waits" in host.next("frame", view="mine")["ops"][0][2]
        do(visiting.desk, "match_visitors", page="facilitator/visits")
        assert CONTACT in str([visitor.next("frame", view="mine") for _ in range(2)])


def test_an_offer_is_changed_and_withdrawn_by_its_host_with_plain_forms(visiting: Visiting) -> None:
    form = visiting.ada.get("/visits/1").text
    assert 'value="Ward 3"' in form
    assert visiting.ben.get("/visits/1").status_code == 404
    wrong = do(visiting.ada, "change_visit", **{**OFFER, "places": "none", "page": "visits/1"}, visit="1", name="A")
    assert wrong.status_code == 422
    assert 'id="places" name="places" value="none"' in wrong.text
    assert "Please give a number from 1 to 500." in wrong.text
    gone = do(visiting.ada, "withdraw_visit", visit="1", page="visits/1")
    assert (gone.status_code, gone.headers["location"]) == (303, f"{visiting.day.path}/visits")
    assert "Nobody has offered a visit yet." in sees(visiting.ben)


def test_what_was_given_leaves_the_disk_when_a_visit_is_withdrawn(visiting: Visiting) -> None:
    visiting.match()
    assert CONTACT.encode() in on_disk(visiting.day)
    do(visiting.ada, "change_visit", **{**OFFER, "page": "visits/1"}, visit="1", name="Ada", contact="table 6, at noon")
    assert CONTACT.encode() not in on_disk(visiting.day)
    do(visiting.ada, "withdraw_visit", visit="1", page="visits/1")
    assert not [text for text in (b"table 6, at noon", b"Ward 3", b"warm shoes") if text in on_disk(visiting.day)]


def on_disk(day: Day) -> bytes:
    folder = Path(day.site.settings.data)
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and day.code in path.name)
