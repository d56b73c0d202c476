"""Offers that meet asks, from two phones: what each sees and when, that nobody else does, and that it leaves the disk."""

from __future__ import annotations

import logging
import re
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path

import httpx2
import pytest

from live.conference import Actor, forgetting
from live.conference.meetings import Meetings
from live.web.pages import PAGES
from tests.web.site import Day, ask, do
from tests.web.test_same import forms

ANNS = ("Annika Rosenzweig", "0131 496 0123")
BENS = ("Benedikt Ahornblatt", "ben@example.org, table 6")
ALL_OF_IT = (*ANNS, *BENS, "Beim Kachelofen", "13:07 sharp")


class Two:
    """Ann, who asks, and Ben, who has what she asks for; Cem, who can help, and Eve, whom it is none of her business."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.ann, self.ben, self.cem, self.eve = (day.phone(name) for name in ("", "", "", ""))
        do(self.ann, "post_label", kind="ask", text="Who can lend us a van?", page="")
        do(self.ben, "post_label", kind="contribute", text="I have a van, and time", page="")
        do(self.ben, "post_label", kind="ask", text="Why so many forms?", page="")
        do(self.cem, "back_label", label="1", support="help", page="")

    def sees(self, phone: httpx2.Client) -> str:
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", phone.get("/meet").text)))

    def agreed(self) -> Two:
        done(do(self.ben, "offer_to_meet", ask="1", offer="2", name=BENS[0], contact=BENS[1], page="meet"))
        done(do(self.ann, "agree_to_meet", meeting="1", name=ANNS[0], contact=ANNS[1], page="meet"))
        done(do(self.ann, "place_meeting", meeting="1", place=ALL_OF_IT[4], time=ALL_OF_IT[5], page="meet"))
        return self


def done(response: httpx2.Response) -> None:
    assert (response.status_code, response.headers["location"].rpartition("/")[2]) == (303, "meet")


@pytest.fixture
def two(day: Day) -> Two:
    return Two(day)


def bytes_on_disk(day: Day) -> bytes:
    """All files of the conference, the write-ahead log too."""
    folder = day.site.settings.data
    return b"".join(
        path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file() and day.code in path.name
    )


def given_in(content: bytes | str) -> list[str]:
    """What of all that the two gave stands in there."""
    raw = content if isinstance(content, bytes) else content.encode()
    return [text for text in ALL_OF_IT if text.encode() in raw or text.encode("utf-16-le") in raw]


def test_a_meeting_comes_about_by_plain_forms_and_each_sees_the_other_only_then(two: Two) -> None:
    assert "This may help you" in two.sees(two.ann)
    assert "You may be able to help here" in two.sees(two.ben)
    (offer,) = forms(two.ben.get("/meet"), "offer_to_meet")
    assert (offer["ask"], offer["offer"]) == ("1", "2")
    done(two.ben.post("/do/offer_to_meet", data={**offer, "name": BENS[0], "contact": BENS[1]}))
    assert "You said yes. The other person has not answered yet" in two.sees(two.ben)
    seen = two.sees(two.ann)
    assert "Somebody can help you, and said yes to meeting" in seen
    assert given_in(seen) == []
    (yes,) = forms(two.ann.get("/meet"), "agree_to_meet")
    done(two.ann.post("/do/agree_to_meet", data={**yes, "name": ANNS[0], "contact": ANNS[1]}))
    assert all(text in two.sees(two.ann) for text in BENS)
    assert all(text in two.sees(two.ben) for text in ANNS)


def test_who_can_help_is_counted_for_the_asker_and_offers_by_a_form(two: Two) -> None:
    assert "1 person can help with “Who can lend us a van?”." in two.sees(two.ann)
    assert "You can help here. Would you like to meet?" in two.sees(two.cem)
    (offer,) = forms(two.cem.get("/meet"), "offer_to_meet")
    done(two.cem.post("/do/offer_to_meet", data={**offer, "name": "Cem"}))
    assert "Somebody can help you, and said yes to meeting" in two.sees(two.ann)
    done(do(two.ann, "end_meeting", meeting="1", page="meet"))
    assert "The meeting over “Who can lend us a van?” was ended." in two.sees(two.cem)


def test_where_people_meet_is_set_by_facilitators_until_one_of_the_two_proposes_something_else(two: Two) -> None:
    desk = two.day.role("facilitator")
    do(desk, "put_meeting_point", place="By the green board", page="facilitator/same")
    assert 'value="By the green board"' in desk.get("/facilitator/same").text
    done(do(two.ben, "offer_to_meet", ask="1", offer="2", name="Ben", page="meet"))
    assert "By the green board" not in two.sees(two.ann)
    done(do(two.ann, "agree_to_meet", meeting="1", name="Ann", page="meet"))
    assert "By the green board" in two.sees(two.ben)
    done(do(two.ben, "place_meeting", meeting="1", place="By the stairs", time="13:10", page="meet"))
    assert "By the stairs, 13:10 (the other person proposes it)" in two.sees(two.ann)
    assert "By the stairs, 13:10 (you propose it)" in two.sees(two.ben)


def test_what_is_refused_is_shown_in_its_own_form_with_what_was_typed(two: Two) -> None:
    page = do(two.ben, "offer_to_meet", ask="1", offer="2", name="x" * 61, contact=BENS[1], page="meet")
    assert page.status_code == 422
    assert 'href="#meet-1-2-name"' in page.text
    assert re.search(r'id="meet-1-2-name"[^>]*aria-invalid="true"', page.text)
    assert f'id="meet-1-2-contact" name="contact" value="{BENS[1]}"' in page.text
    assert "Your name can have 60 letters at most. Yours has 61." in page.text
    refused = do(two.ben, "offer_to_meet", ask="1", offer="2", name=" ", page="meet")
    assert "Please give your name, or how you can be reached, or both." in refused.text


def test_somebody_elses_meeting_is_one_that_does_not_exist_whatever_is_sent(two: Two) -> None:
    two.agreed()
    chair, desk = two.day.chair(), two.day.role("facilitator")
    before = two.day.live.conference.meetings
    tampering: list[tuple[str, dict[str, str]]] = [
        ("agree_to_meet", {"name": "Eve"}),
        ("agree_to_meet", {}),
        ("agree_to_meet", {"name": "x" * 900}),
        ("place_meeting", {"place": "My table"}),
        ("place_meeting", {"place": "x" * 900}),
        ("place_meeting", {}),
        ("end_meeting", {}),
    ]
    for name, fields in tampering:
        answers = {
            (answer["t"], answer["say"], answer.get("field", ""))
            for phone in (two.day.phone("Eve"), two.day.phone("Fay"))
            for number in ("1", "2", "77", "0", "-1", "9" * 16)
            for answer in [ask(phone, name, meeting=number, **fields)]
        }
        assert answers == {("refused", "You have no such meeting. It may have been ended.", "")}
        for link in (chair, desk):
            assert ask(link, name, meeting="1", **fields)["t"] == "refused"
    for fields in ({"ask": "1", "offer": "2"}, {"ask": "1"}, {"ask": "3", "offer": "2"}, {"ask": "1", "offer": "77"}):
        assert (
            ask(two.eve, "offer_to_meet", name="Eve", **fields)["say"]
            == "There is nothing to say yes to here any more."
        )
    assert two.day.live.conference.meetings is before


def test_nothing_of_a_meeting_is_on_any_other_page_in_any_export_on_any_socket_or_in_the_log(
    two: Two, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    two.agreed()
    voices = [voice.encode() for voice in two.day.live.conference.people.voices]
    looked = 0
    for client in (two.eve, two.cem, two.ann, two.day.chair(), two.day.role("facilitator")):
        for pattern, _, _ in PAGES:
            path = (
                re.sub(r"\{[a-z]+:number\}", "1", pattern)
                .replace("{what:name}", "message")
                .replace("{table:name}", "labels")
            )
            if client is two.ann and path in ("meet", "mine"):
                continue
            page = client.get(f"/{path}")
            contents = [page.content]
            if page.content.startswith(b"PK"):
                archive = zipfile.ZipFile(BytesIO(page.content))
                contents += [archive.read(name) for name in archive.namelist()]
            for content in contents:
                assert given_in(content) == [], path
                assert not any(voice in content for voice in voices), path
            looked += page.status_code == 200
    assert looked > 60
    for client, view in ((two.eve, "meet"), (two.day.chair(), "chair"), (two.day.role("facilitator"), "desk/same")):
        client.get("/meet")
        with two.day.line(client, view) as line:
            done(do(two.ben, "place_meeting", meeting="1", place=ALL_OF_IT[4], time=str(id(client)), page="meet"))
            line.say(t="ping")
            heard = ""
            while "pong" not in heard:
                heard = line.socket.recv(timeout=20)  # type: ignore[assignment]
                assert given_in(heard) == []
    assert given_in(caplog.text) == []


def test_the_two_are_told_at_once_and_nobody_else(two: Two) -> None:
    with two.day.line(two.ann, "meet") as anns, two.day.line(two.ben, "meet") as bens:
        for line in (anns, bens):
            line.next("welcome")
        done(do(two.ben, "offer_to_meet", ask="1", offer="2", name=BENS[0], page="meet"))
        while "said yes to meeting" not in (told := str(anns.next("frame", view="mine"))):
            pass
        assert given_in(told) == []
        done(do(two.ann, "agree_to_meet", meeting="1", name=ANNS[0], page="meet"))
        while ANNS[0] not in str(bens.next("frame", view="mine")):
            pass
        done(do(two.ben, "end_meeting", meeting="1", page="meet"))
        while "was ended" not in (told := str(anns.next("frame", view="mine"))):
            pass
        assert given_in(told) == []
    assert two.ann.get("/frames", params={"view": "meet", "seen": ""}).status_code == 200


ENDINGS = [
    ("ann", "end_meeting", {"meeting": "1"}),
    ("ben", "end_meeting", {"meeting": "1"}),
    ("ann", "take_back_label", {"label": "1"}),
    ("ben", "take_back_label", {"label": "2"}),
    ("ben", "take_away", {}),
]


@pytest.mark.parametrize(("who", "name", "fields"), ENDINGS)
def test_what_was_given_is_gone_from_the_disk_when_it_ends(
    two: Two, who: str, name: str, fields: dict[str, str]
) -> None:
    two.agreed()
    assert given_in(bytes_on_disk(two.day)) == list(ALL_OF_IT)
    assert do(getattr(two, who), name, page="meet", **fields).status_code == 303
    assert given_in(bytes_on_disk(two.day)) == []
    for phone in (two.ann, two.ben):
        assert given_in(two.sees(phone)) == []


def test_nothing_that_was_given_is_on_the_disk_when_its_time_is_over(two: Two) -> None:
    two.agreed()
    live = two.day.live
    two.day.site.call(live.clerk.ask(forgetting.forget, forgetting.Forget(), Actor("chair")))
    assert given_in(bytes_on_disk(two.day)) == []
    assert live.conference.meetings == Meetings(latest_id=1)


def test_a_contact_that_was_changed_is_gone_from_the_disk(two: Two) -> None:
    two.agreed()
    done(do(two.ann, "agree_to_meet", meeting="1", name="Ann", contact="table 2", page="meet"))
    assert given_in(bytes_on_disk(two.day)) == [*BENS, *ALL_OF_IT[4:]]
    assert "table 2" in two.sees(two.ben)


def test_the_wall_tells_who_is_waited_for(two: Two) -> None:
    two.ann.get("/meet")
    assert "Offers that meet asks: 1</a>" in two.ann.get("/wall").text
    done(do(two.ben, "offer_to_meet", ask="1", offer="2", name="Ben", page="meet"))
    assert "Offers that meet asks: 1 said yes to you" in unescape(two.ann.get("/wall").text)
    assert "Offers that meet asks</a>" in two.eve.get("/wall").text


def test_what_people_write_stays_text(two: Two) -> None:
    nasty = '"><script>alert(1)</script>'
    done(do(two.ben, "offer_to_meet", ask="1", offer="2", name=nasty[:60], contact="{{ 7 * 7 }}\u202e", page="meet"))
    done(do(two.ann, "agree_to_meet", meeting="1", name="Ann", page="meet"))
    page = two.ann.get("/meet").text
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page
    assert "\u202e" not in page


def test_a_page_that_is_open_is_told_of_what_fits_and_of_who_can_help(two: Two) -> None:
    two.eve.get("/meet")
    with two.day.line(two.ann, "meet") as anns, two.day.line(two.eve, "meet") as eves:
        for line in (anns, eves):
            line.next("frame", view="mine")
        do(two.eve, "back_label", label="1", support="help", page="")
        while "2 people can help" not in str(anns.next("frame", view="mine")):
            pass
        while "You can help here. Would you like to meet?" not in str(eves.next("frame", view="mine")):
            pass
        do(two.day.phone("Fay"), "post_label", kind="contribute", text="My van is free", page="")
        while "My van is free" not in str(anns.next("frame", view="mine")):
            pass
