"""Notes of topics: what came out of a table's talk, written by its host or a facilitator, read by everybody."""

from __future__ import annotations

from tests.web.site import Day, do


def test_notes_of_a_topic_are_written_by_its_host_or_a_facilitator_and_read_by_all(day: Day) -> None:
    phone, other, facilitator = day.phone("Ann"), day.phone("Ben"), day.role("facilitator")
    assert do(phone, "propose_topic", title="Ladders", host="Ann").status_code == 303
    assert ['id="notes"' in each.get("/board/1").text for each in (phone, other)] == [True, False]
    assert do(phone, "note_own_topic", topic="1", notes="Lend <b>them</b>", page="board/1").status_code == 303
    assert "Lend &lt;b&gt;them" in other.get("/board/1").text
    assert do(other, "note_own_topic", topic="1", notes="Mine").status_code == 422
    assert do(other, "note_topic", topic="1", notes="Mine").status_code == 422
    long = do(phone, "note_own_topic", topic="1", notes="x" * 2001, page="board/1")
    assert (long.status_code, "x" * 2001 in long.text) == (422, True)
    assert f'href="{day.path}/facilitator/notes/1"' in facilitator.get("/facilitator").text
    assert "Lend &lt;b&gt;them" in facilitator.get("/facilitator/notes/1").text
    long = do(facilitator, "note_topic", topic="1", notes="x" * 2001, page="facilitator/notes/1")
    assert (long.status_code, "x" * 2001 in long.text) == (422, True)
    assert (
        do(facilitator, "note_topic", topic="1", notes="Lend them all", page="facilitator/notes/1").status_code == 303
    )
    assert "Lend them all" in other.get("/board/1").text
