"""The scribes' feed: everything new from all rooms, the newest first, for whoever may read it elsewhere, and nothing else."""

from __future__ import annotations

import re
from html import unescape

import httpx2

from live.conference.wall import seen_as
from tests.web.site import WALL_ITEM, Day, do

ENTRY = re.compile(r'<li class="feed__entry" id="feed-(\w+)-0*(\d+)">(.*?)</li>', re.DOTALL)


def feed(client: httpx2.Client, path: str = "/feed") -> list[tuple[str, str]]:
    """Each entry of the page: what it is, and its words."""
    page = client.get(path)
    assert page.status_code == 200
    return [
        (kind, unescape(re.findall(r'class="feed__text" dir="auto">(.*?)</', inside, re.DOTALL)[0]))
        for kind, _, inside in ENTRY.findall(page.text)
    ]


def test_everything_new_comes_the_newest_first(day: Day) -> None:
    ann, ben, chair = day.phone("Ann"), day.phone("Ben"), day.chair()
    assert feed(ann) == []
    assert "Nothing yet." in ann.get("/feed").text
    do(ann, "propose_topic", title="Ladders")
    do(chair, "show_item", item=WALL_ITEM)
    do(ann, "post_label", kind="ask", text="Who lends <b>one</b>?")
    do(ben, "write_note", about="topic/1", kind="quote", text="I fell off")
    do(ben, "agree_talk_action", about="topic/1", what="Lend them", who="Moira")
    assert feed(ann) == [("action", "Lend them"), ("note", "I fell off")]
    seen = next(iter(day.live.conference.wall.by_id.values()))
    do(chair, "look_at_labels", seen=seen_as(seen))
    do(chair, "call_question", label="1")
    assert feed(ann)[:2] in (
        [("label", "Who lends <b>one</b>?"), ("called", "Who lends <b>one</b>?")],
        [("called", "Who lends <b>one</b>?"), ("label", "Who lends <b>one</b>?")],
    )
    assert "Ladders" in ann.get("/feed").text
    assert "Moira" in ann.get("/feed").text
    do(chair, "hold_label", label="1", reason="unkind")
    assert [kind for kind, _ in feed(ann)] == ["action", "note"]
    do(ben, "remove_note", note="1")
    assert feed(ann) == feed(chair, "/facilitator/feed") == [("action", "Lend them")]


def test_it_is_for_who_joined_and_for_facilitators_and_tells_no_voices(day: Day) -> None:
    ann = day.phone("Ann")
    do(ann, "propose_topic", title="Ladders")
    do(ann, "write_note", about="topic/1", kind="line", text="Lend them")
    assert ENTRY.findall(day.visitor().get("/feed").text) == []
    assert ann.get("/facilitator/feed").status_code == 403
    desk = day.role("facilitator")
    assert feed(desk, "/facilitator/feed") == [("note", "Lend them")]
    for voice in day.live.conference.people.voices:
        assert voice not in desk.get("/facilitator/feed").text
        assert voice[:8] not in desk.get("/facilitator/feed").text
    assert day.visitor().get("/frames", params={"view": "feed", "seen": ""}).status_code == 403


def test_what_came_before_the_latest_hundred_is_read_page_by_page(day: Day) -> None:
    desk = day.role("facilitator")
    do(day.phone(), "propose_topic", title="Ladders")
    for start in range(0, 120, 30):
        points = "\n".join(f"Point {number}" for number in range(start, start + 30))
        assert do(desk, "write_note", about="topic/1", kind="point", text=points).status_code == 303
    first, second = feed(desk, "/facilitator/feed"), feed(desk, "/facilitator/feed?page=2")
    assert (len(first), len(second), first[0], second[-1]) == (100, 20, ("note", "Point 119"), ("note", "Point 0"))
    assert 'href="?page=2"' in desk.get("/facilitator/feed").text
    assert "Earlier" not in desk.get("/facilitator/feed?page=2").text
    for nonsense in ("0", "999", "9999", "x", "-1"):
        assert desk.get(f"/facilitator/feed?page={nonsense}").status_code == 200


def test_a_page_that_looks_at_it_is_told_what_is_new(day: Day) -> None:
    ann, ben = day.phone("Ann"), day.phone("Ben")
    do(ann, "propose_topic", title="Ladders")
    with day.line(ann, "feed") as line:
        line.next("frame", view="feed")
        do(ben, "write_note", about="topic/1", kind="line", text="Lend them")
        told = line.next("frame", view="feed")
    assert [op[:3] for op in told["ops"] if op[0] == "add"] == [["add", "feed-list", ""]]
    assert "Lend them" in str(told["ops"])
