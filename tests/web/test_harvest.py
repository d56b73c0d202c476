"""What came out of a talk: written on phones at the same time, read back, changed, and looked through by facilitators."""

from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest

from tests.web.site import Day, ask, do
from tests.web.test_forms import forms_of

TALK = "/harvest/topic/1"
PAGE = TALK[1:]


@pytest.fixture
def room(day: Day) -> tuple[httpx2.Client, httpx2.Client]:
    """Two who were in the room where Ann hosted a topic."""
    ann, ben = day.phone("Ann"), day.phone("Ben")
    assert do(ann, "propose_topic", title="Ladders <b>", host="Ann").status_code == 303
    return ann, ben


def write(client: httpx2.Client, kind: str, text: str, **more: str) -> httpx2.Response:
    return do(client, "write_note", about="topic/1", kind=kind, text=text, page=PAGE, **more)


def read(client: httpx2.Client, path: str = TALK) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return unescape(page.text)


def test_without_scripts_two_people_write_and_everybody_reads_both(room: tuple[httpx2.Client, httpx2.Client]) -> None:
    ann, ben = room
    assert "No note yet." in read(ben)
    hidden = forms_of(ann.get(TALK).text)["write_note"]
    assert hidden["page"] == PAGE
    done = write(ann, "line", "Lend <i>them</i>")
    assert (done.status_code, done.headers["location"]) == (303, ann.base_url.path + TALK.lstrip("/"))
    assert write(ben, "line", "Lend them all").status_code == 303
    assert write(ben, "point", "- Wood\n- Steel").status_code == 303
    for client in room:
        page = read(client)
        assert page.index("Lend <i>them</i>") < page.index("which one stands?") < page.index("Lend them all")
        assert re.findall(r'dir="auto">(Wood|Steel)</p>', page) == ["Wood", "Steel"]
    assert do(ann, "choose_line", note="2", page=PAGE).status_code == 303
    assert read(ann).index("Lend them all") < read(ann).index("which one stands?")


def test_what_is_refused_stays_in_its_own_field(room: tuple[httpx2.Client, httpx2.Client]) -> None:
    ann, _ = room
    for kind in ("line", "point", "quote"):
        long = write(ann, kind, "x" * 301)
        assert long.status_code == 422
        assert long.text.count("x" * 301) == 1
        assert f'id="{kind}-text-problem"' in long.text
        assert f'href="#{kind}-text"' in long.text
    action = do(ann, "agree_talk_action", about="topic/1", what="", who="Moira", page=PAGE)
    assert (action.status_code, 'value="Moira"' in action.text) == (422, True)
    assert write(ann, "line", "Fine", instead="nine").status_code == 422


def test_who_wrote_a_note_changes_it_and_nobody_else_can(room: tuple[httpx2.Client, httpx2.Client]) -> None:
    ann, ben = room
    assert write(ann, "quote", "I fell off").status_code == 303
    shown = re.compile(
        r'<p data-own(| hidden)><a class="button button--second button--small" href="[^"]*/harvest/note/1">'
    )
    assert [shown.findall(read(client)) for client in room] == [[""], [" hidden"]]
    assert (ann.get("/harvest/note/1").status_code, ben.get("/harvest/note/1").status_code) == (200, 404)
    assert ask(ann, "change_note", note="1", text="I fell")["mine"]["notes"] == [1]
    assert ask(ben, "change_note", note="1", text="No")["t"] == "refused"
    assert "I fell" in read(ben)
    assert "I fell off" not in read(ben)
    assert do(ann, "remove_note", note="1", page="harvest/note/1").status_code == 303
    assert "No note yet." in read(ben)


def test_reading_back_is_counted_and_a_change_afterwards_is_said(room: tuple[httpx2.Client, httpx2.Client]) -> None:
    ann, ben = room
    assert "Is this what we said?" not in read(ann)
    write(ann, "point", "Wood")
    hidden = forms_of(ben.get(TALK).text)["read_back"]
    for client in room:
        done = client.post("/do/read_back", data={**hidden, "id": f"read-{id(client):022}", "answer": "yes"})
        assert done.status_code == 303
    assert "2 people read it back: yes" in read(ann)
    assert "You said: yes, this is what we said." in read(ann)
    write(ben, "point", "Steel")
    assert "Changed since 2 people read it back" in read(ann)
    assert "It has changed since." in read(ann)
    missing = ask(ben, "read_back", about="topic/1", answer="missing", upto="2", changed="9" * 15)
    assert missing["say"] == "Noted. Please write below what is missing."
    assert "1 person says that something is missing" in read(ann)


def test_a_session_of_the_programme_gathers_notes_as_well(day: Day) -> None:
    phone = day.phone()
    [number, *_] = [one.id for block in day.live.conference.agenda.programme for one in block.workshops]
    assert do(phone, "write_note", about=f"session/{number}", kind="line", text="Wool").status_code == 303
    assert "Wool" in read(phone, f"/harvest/session/{number}")
    agreed = {"about": f"session/{number}", "what": "Bring wool", "who": "Ben"}
    assert do(phone, "agree_talk_action", **agreed).status_code == 303
    assert "Bring wool" in read(phone, f"/harvest/session/{number}")
    assert [one.session for one in day.live.conference.actions.in_order()] == [number]
    assert phone.get("/harvest/session/999").status_code == 404
    assert phone.get("/harvest/topic/7").status_code == 404


def test_facilitators_see_all_talks_their_gaps_and_write_and_remove(
    day: Day, room: tuple[httpx2.Client, httpx2.Client]
) -> None:
    ann, ben = room
    desk = day.role("facilitator")
    assert do(ben, "propose_topic", title="Snakes").status_code == 303
    write(ann, "line", "Lend them")
    everything, gaps = read(desk, "/facilitator/harvest"), read(desk, "/facilitator/harvest?only=gaps")
    assert "“Lend them”" in everything
    assert "Nobody has read it back." in everything
    assert ("Snakes" in gaps, "Ladders" in gaps) == (True, False)
    assert f'href="{day.path}/facilitator/harvest"' in read(desk, "/facilitator")
    page = "facilitator/harvest/topic/2"
    done = do(desk, "write_note", about="topic/2", kind="point", text="From the flipchart", page=page)
    assert (done.status_code, done.headers["location"]) == (303, f"{day.path}/{page}")
    assert "From the flipchart" in read(ben, "/harvest/topic/2")
    assert [note.writer for note in day.live.conference.harvest.of("topic/2")] == [""]
    assert do(desk, "change_note", note="1", text="Lend all", page="facilitator/harvest/topic/1").status_code == 303
    assert do(desk, "remove_note", note="2", page=page).status_code == 303
    assert "Lend all" in read(desk, "/facilitator/harvest/topic/1")
    assert ann.get("/facilitator/harvest").status_code == 403


def test_notes_go_with_a_topic_that_is_withdrawn_and_those_of_a_session_are_left_to_facilitators(
    day: Day, room: tuple[httpx2.Client, httpx2.Client]
) -> None:
    ann, ben = room
    write(ben, "point", "Wood is good")
    assert do(ann, "withdraw_topic", topic="1").status_code == 303
    assert ben.get(TALK).status_code == 404
    assert not day.live.conference.harvest.notes
    number = next(one.id for block in day.live.conference.agenda.programme for one in block.workshops)
    assert do(ben, "write_note", about=f"session/{number}", kind="quote", text="Wool is full").status_code == 303
    desk = day.role("facilitator")
    assert do(desk, "remove_session", session=str(number)).status_code == 303
    assert "Wool is full" in read(desk, "/facilitator/harvest")
    assert do(desk, "remove_note", note="2", page="facilitator/harvest").status_code == 303
    assert "Wool is full" not in read(desk, "/facilitator/harvest")


def test_words_that_were_changed_or_removed_are_gone_from_the_file(
    day: Day, room: tuple[httpx2.Client, httpx2.Client]
) -> None:
    ann, _ = room
    write(ann, "point", "Xylophone of somebody")
    write(ann, "quote", "Zeppelins for all")
    file = next(day.site.settings.data.glob(f"*{day.code}*.live"), None) or next(
        path for path in day.site.settings.data.rglob("*") if path.is_file() and b"Xylophone" in path.read_bytes()
    )
    folder = file.parent

    def on_the_disk(word: bytes) -> bool:
        return any(word in path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert on_the_disk(b"Xylophone")
    assert on_the_disk(b"Zeppelins")
    assert do(ann, "change_note", note="1", text="Drums").status_code == 303
    assert do(ann, "remove_note", note="2").status_code == 303
    assert not on_the_disk(b"Xylophone")
    assert not on_the_disk(b"Zeppelins")
    assert on_the_disk(b"Drums")
