"""Sockets as phones use them, and as somebody uses them who wants to do harm."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket as sockets
from collections.abc import Iterable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from live.conference import notation, subject_of
from live.conference.people import LinkRevoked
from live.journal import Filing
from live.web import access
from live.web.access import REQUESTS_IN_A_ROW, Pace
from live.web.doing import TOO_QUICK
from live.web.live_conference import now_ms
from live.web.requests import LONG_MESSAGE
from live.web.sockets import Conversation, door_of
from live.wire import Asked, Refusal, asgi, own, own_socket
from tests.web.site import POLL, WALL_ITEM, Day, Line, do

ONLY_TEXT = 1003
POLICY = 1008
TOO_BIG = 1009
NOT_ALLOWED = 4403
ABRUPTLY = 1006


def test_hello_is_answered_with_where_all_stands_and_then_with_the_view(day: Day) -> None:
    with day.line(day.phone("Ann"), "now") as line:
        welcome, frame = line.next(), line.next()
    assert (welcome["t"], welcome["epoch"], welcome["at"]) == ("welcome", day.live.clerk.epoch, day.position)
    assert len(welcome["mine"]["voice"]) == 8
    assert (frame["t"], frame["view"]) == ("frame", "now")
    assert {op[0] for op in frame["ops"]} == {"fill"}


def test_who_has_seen_it_all_gets_no_frame_and_who_missed_something_gets_just_that(day: Day) -> None:
    phone = day.phone()
    with day.line(phone, "now") as line:
        seen = line.next("frame")["seen"]
    with day.line(phone, "now", seen=seen) as line:
        line.say(t="ping")
        assert [line.next()["t"], line.next()["t"]] == ["welcome", "pong"]
    day.open_poll()
    with day.line(phone, "now", seen=seen) as line:
        kinds = {op[0] for op in line.next("frame")["ops"]}
    assert kinds
    with day.line(phone, "now", seen="somebody.else") as line:
        assert {op[0] for op in line.next("frame")["ops"]} == {"fill"}


def test_a_change_reaches_everybody_who_looks(day: Day) -> None:
    one, other = day.phone(), day.phone()
    with day.line(one, "wall") as line, day.line(other, "wall") as writer:
        line.next("frame", view="wall")
        assert writer.answer("post_label", kind="ask", text="Who has a spare ladder?")["t"] == "done"
        while "spare ladder" not in json.dumps(line.next("frame", view="wall")):
            pass


def test_an_answer_is_done_or_refused_and_says_so_in_words(day: Day) -> None:
    day.open_poll()
    with day.line(day.phone(), "now") as line:
        done = line.answer("cast_vote", **POLL, vote="A")
        assert (done["t"], done["at"], done["mine"]["votes"]) == (
            "done",
            day.position,
            {"2.1": {"fields": {"vote": ["A"]}, "words": "Yes, a lot"}},
        )
        refused = line.answer("cast_vote", poll="2", round="7", vote="A")
        assert refused["t"] == "refused"
        assert refused["say"].endswith(".")
        assert line.answer("post_label", kind="ask", text="x" * 400)["field"] == "text"
        assert line.answer("nonsense")["t"] == "refused"
        assert line.answer("show_item", item="1")["say"].startswith("Only the chair")


def test_the_same_id_is_counted_once(day: Day) -> None:
    with day.line(day.phone(), "wall") as line:
        id = secrets.token_urlsafe(16)
        positions = []
        for _ in range(2):
            line.ask("post_label", id, kind="ask", text="Once only")
            positions.append(line.next("done")["at"])
    assert positions == [day.position, day.position]
    assert len(day.live.conference.wall.by_id) == 1


def test_what_was_meant_for_its_moment_does_not_happen_later(day: Day) -> None:
    """A network may hand a message on long after it was sent. What was done in time is done, however late it is asked again."""
    message: dict[str, Any] = {"t": "do", "id": secrets.token_urlsafe(16), "name": "post_label"}
    message["fields"] = {"kind": ["ask"], "text": ["Now or never"]}
    with day.line(day.phone(), "wall") as line:
        line.say(**message, until=now_ms() - 1)
        assert line.next("done", "refused")["say"].startswith("This came too late")
        assert len(day.live.conference.wall.by_id) == 0
        line.say(**message, until=now_ms() + 60_000)
        assert line.next("done", "refused")["t"] == "done"
        line.say(**message, until=1)
        assert line.next("done", "refused")["t"] == "done"
    assert len(day.live.conference.wall.by_id) == 1


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "hello",
        "{}",
        "null",
        '{"t":"hello"}',
        '{"t":"hello","views":"now"}',
        '{"t":"hello","views":{"now":5}}',
        '{"t":"hello","views":{"now":""},"at":"many"}',
        '{"t":"hello","views":{"now":""},"at":1e400}',
        '{"t":"hello","views":{"now":"\\ud800"}}',
        '{"t":"do","id":"aaaaaaaaaaaaaaaaaaaaaa","name":"join","fields":{}}',
        '{"t":"ping"}',
        '{"t":"hello","views":{"a":"","b":"","c":"","d":"","e":""}}',
        "[" * 8_000,
        '{"t":"hello","x":' + "[" * 8_000,
        '{"t":"hello","views":{"now":""},"x":' + '{"x":' * 1_500,
    ],
)
def test_nonsense_instead_of_hello_ends_the_socket(day: Day, sent: str) -> None:
    with day.raw_line(day.phone()) as line:
        line.socket.send(sent)
        assert line.closed_with() == POLICY


@pytest.mark.parametrize(
    "sent",
    [
        '{"t":"do","id":5,"name":"join","fields":{}}',
        '{"t":"do","id":"aaaaaaaaaaaaaaaaaaaaaa","name":"join","fields":{"name":"Ann"}}',
        '{"t":"shout"}',
        '{"t":"ping","x":' + "[" * 10_000,
        '{"t":"hello","views":{"chair":""}}',
    ],
)
def test_nonsense_later_ends_the_socket_too(day: Day, sent: str) -> None:
    with day.line(day.phone(), "now") as line:
        line.next("welcome")  # from then on a message may be longer
        line.socket.send(sent)
        assert line.closed_with() == POLICY


def test_bytes_are_no_message(day: Day) -> None:
    with day.raw_line(day.phone()) as line:
        line.socket.send(b'{"t":"hello","views":{"now":""}}')
        assert line.closed_with() == ONLY_TEXT


def send_what_is_taken(line: Line, message: str | Iterable[str]) -> None:
    """The server may close before all of it is sent: how, is what the test asks."""
    with contextlib.suppress(ConnectionClosed):
        line.socket.send(message)


def test_a_message_beyond_the_bound_is_refused_whole_or_in_parts(day: Day) -> None:
    with day.line(day.phone(), "now") as line:
        line.next("welcome")
        send_what_is_taken(line, "x" * (LONG_MESSAGE + 1))
        assert line.closed_with() == TOO_BIG
    with day.line(day.phone(), "now") as line:
        line.next("welcome")
        send_what_is_taken(line, ("x" * (LONG_MESSAGE // 4) for _ in range(5)))
        assert line.closed_with() == TOO_BIG


def test_who_says_nothing_is_not_waited_for(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    for wire in (own_socket, asgi):
        monkeypatch.setattr(wire, "FIRST_MESSAGE_WITHIN", 0.05)
    monkeypatch.setattr(own, "SWEEP_SECONDS", 0.01)
    with day.raw_line(day.phone()) as line:
        assert line.closed_with() == POLICY


@pytest.mark.parametrize("view", ["chair", "chair/plan", "desk/board", "desk/themes", "desk/labels", "chair/secret"])
def test_a_delegate_may_not_look_at_another_roles_view(day: Day, view: str) -> None:
    with day.line(day.phone(), "now", view) as line:
        assert line.next()["t"] == "bye"
        assert line.closed_with() == NOT_ALLOWED


def test_who_has_not_joined_sees_the_screen_and_nothing_else(day: Day) -> None:
    with day.line(day.visitor(), "screen") as line:
        assert line.next("frame")["view"] == "screen"
        assert line.answer("cast_vote", **POLL, vote="A")["t"] == "refused"
    with day.line(day.visitor(), "now") as line:
        assert line.next()["t"] == "bye"


def test_a_view_that_cannot_be_drawn_ends_no_socket(
    day: Day, monkeypatch: pytest.MonkeyPatch, errors: list[str]
) -> None:
    begin = day.live.begin_picture

    def begin_but_for_the_wall(name: str) -> None:
        if name == "wall":
            raise ValueError("a fault in a template")
        begin(name)

    monkeypatch.setattr(day.live, "begin_picture", begin_but_for_the_wall)
    phone = day.phone()
    with day.line(phone, "now", "wall") as line:
        assert line.next("frame")["view"] in ("now", "mine")
        assert line.answer("post_label", kind="ask", text="Is it the wall?")["t"] == "done"
    assert [each.split("\n")[0] for each in errors] == ["live.web: the view wall could not be drawn"]
    errors.clear()


def test_an_unknown_view_is_an_empty_one(day: Day) -> None:
    with day.line(day.phone(), "poll/999", "poll/²", "topic/1", "\x00") as line:
        line.say(t="ping")
        assert [line.next()["t"], line.next()["t"]] == ["welcome", "pong"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1.evil.example"]
)
def test_another_sites_page_opens_no_socket(day: Day, origin: str) -> None:
    cookie = "; ".join(f"{each.name}={each.value}" for each in day.phone().cookies.jar)
    with (
        pytest.raises(InvalidStatus) as refused,
        day.raw_line(day.phone(), {"Origin": origin, "Cookie": cookie}),
    ):
        pass
    assert refused.value.response.status_code == 403


def test_an_unknown_conference_has_no_socket(day: Day) -> None:
    day.path = "/000000"
    with pytest.raises(InvalidStatus) as refused, day.raw_line(day.visitor()):
        pass
    assert refused.value.response.status_code == 403


def test_a_conference_that_is_not_open_is_opened_once_for_all_who_come(day: Day) -> None:
    venue = day.site.venue
    asked = Asked(f"{day.path}/live", "", {"origin": next(iter(venue.address.origins))})

    async def come() -> None:
        await venue._open.pop(day.code).stop()
        door, before = door_of(venue, Pace()), asyncio.all_tasks()
        refusals = [door(asked) for _ in range(20)]
        assert all(isinstance(each, Refusal) and (each.status, each.retry_after) == (503, 1) for each in refusals)
        opening = asyncio.all_tasks() - before
        assert len(opening) == 1
        await asyncio.gather(*opening)
        assert isinstance(door(asked), Conversation)

    day.site.call(come())


def test_who_looks_about_very_often_is_told_what_is_theirs_when_it_is_their_turn(day: Day) -> None:
    """Making it may take as long as a hundred votes do."""
    many = 30
    with day.line(day.phone(), "wall", seen="") as line:
        seen = line.next("frame", view="wall")["seen"]
        look = json.dumps({"t": "hello", "views": {"wall": seen}}).encode()
        frame = bytes((0x81, 0x80 | len(look))) + bytes(4) + look
        line.socket.socket.sendall(frame * many)
        line.say(t="ping")
        told = 0
        while (message := line.next("frame", "pong"))["t"] != "pong":
            told += message["view"] == "mine"
        assert told < many / 2


@pytest.mark.parametrize("views", [["chair", "screen"], ["screen"], ["desk/board"]])
def test_a_revoked_link_ends_at_once_also_where_a_page_is_open(day: Day, views: list[str]) -> None:
    """A chair who looks at the screen only, or helps at the facilitators' desk, must not stay chair by an open socket."""
    chair = day.chair()
    with day.line(chair, *views) as line:
        line.next("frame")
        day.site.call(day.site.venue.revoke(day.live, "chair"))
        if views == ["screen"]:  # everybody may look at it
            before = day.position
            assert line.answer("show_item", item=WALL_ITEM)["t"] == "refused"
            assert day.position == before
            line.say(t="hello", views={"chair": ""})
            assert line.closed_with() == POLICY
        else:
            assert "no longer in force" in line.next("bye")["say"]
            assert line.closed_with() == NOT_ALLOWED
    assert chair.get("/chair").status_code == 403
    assert do(chair, "show_item", item=WALL_ITEM).status_code == 422


def test_a_link_that_was_revoked_in_a_write_of_unknown_outcome_ends_when_the_journal_is_read_again(day: Day) -> None:
    async def write_and_lose_the_answer() -> None:
        clerk = day.live.clerk
        revoked = LinkRevoked(next(link.id for link in day.live.conference.people.links if link.role == "chair"))
        assert clerk._journal is not None
        await clerk._journal.append([Filing("", ((subject_of(revoked), notation.write(revoked)),), at=1)])
        await clerk._open_again()

    with day.line(day.chair(), "chair") as line:
        line.next("frame")
        day.site.call(write_and_lose_the_answer())
        assert line.closed_with() == NOT_ALLOWED


def test_a_renewed_link_ends_the_old_one_and_no_other(day: Day) -> None:
    with day.line(day.chair(), "chair") as chair, day.line(day.role("facilitator"), "desk/board") as facilitator:
        facilitator.next("frame")
        day.site.call(day.site.venue.renew(day.live, "chair"))
        assert chair.closed_with() == NOT_ALLOWED
        facilitator.say(t="ping")
        assert facilitator.next("pong")


def test_that_a_label_is_held_back_only_its_writer_hears(day: Day) -> None:
    writer, other = day.phone("Ann"), day.phone("Ben")
    with day.line(writer, "wall") as mine, day.line(other, "wall") as theirs:
        mine.answer("post_label", kind="ask", text="Call Fred at home")
        facilitator = day.role("facilitator")
        reason = "It names somebody who may not know."
        assert do(facilitator, "hold_label", label="1", reason=reason).status_code == 303
        while reason not in str(mine.next("frame", view="mine")["ops"]):
            pass
        theirs.say(t="do", id="a" * 22, name="post_label", fields={"kind": ["ask"], "text": ["The last one"]})
        told = ""
        while "The last one" not in told:
            told += json.dumps(theirs.next("frame"), ensure_ascii=False)
    assert reason not in told
    page = other.get("/wall").text
    assert "Fred" not in page
    assert reason not in page
    assert reason in writer.get("/wall").text


def test_a_voice_on_two_phones_is_one_person_in_the_room(day: Day) -> None:
    phone = day.phone()
    with day.line(phone, "now") as one, day.line(phone, "wall") as two, day.line(day.phone(), "now") as other:
        for line in (one, two, other):
            line.next("frame")
        assert (day.live.hub.phones, len(day.live.hub.readers)) == (2, 3)


def test_who_sends_too_quickly_waits_and_nobody_else_does(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "REQUESTS_A_SECOND", 0)
    with day.line(day.phone(), "now") as quick, day.line(day.phone(), "now") as calm:
        ids = [quick.ask("follow_topic", topic="1", role="lead") for _ in range(REQUESTS_IN_A_ROW * 2)]
        by_id = {each["id"]: each for each in (quick.next("refused", "later") for _ in ids)}
        answers = [by_id[id] for id in ids]
        assert "later" not in {each["t"] for each in answers[: REQUESTS_IN_A_ROW - 1]}  # joining was one
        assert {"t": "later", "id": answers[-1]["id"], "say": TOO_QUICK} == answers[-1]
        assert calm.answer("post_label", kind="ask", text="Is anybody cold?")["t"] == "done"


def test_three_phones_that_know_more_than_the_journal_are_an_alarm(day: Day, errors: list[str]) -> None:
    """The file may be an old copy. One phone may be wrong, and one that remembers another file's epoch is no witness."""
    epoch, at = day.live.clerk.epoch, day.position + 100
    with day.line(day.chair(), "chair") as chair:
        chair.next("frame")
        same = day.phone()
        for phone in (same, same, day.phone(), day.visitor()):
            with day.line(phone, "now", epoch=epoch, at=at) as line:
                line.next("welcome", "bye")
        with day.line(day.phone(), "now", epoch="another", at=at) as line:
            line.next("welcome")
        assert day.site.client().get("/health").status_code == 200
        with day.line(day.phone(), "now", epoch=epoch, at=at) as line:
            line.next("welcome")
        while "older copy" not in str(chair.next("frame", view="chair")):
            pass
    assert day.site.client().get("/health").status_code == 503
    assert [each.split(":")[0] for each in errors] == ["live.web"]
    errors.clear()


def test_phones_without_sockets_are_witnesses_too(day: Day, errors: list[str]) -> None:
    for at in (day.position + 100, "nonsense", "9" * 400):
        asked = {"view": "now", "seen": "", "epoch": day.live.clerk.epoch, "at": at}
        for _ in range(3):
            assert day.phone().get("/frames", params=asked).status_code == 200
    assert day.live.presence.alarm
    errors.clear()


LONG = "A long label for the wall. " * 10


def _narrow(day: Day) -> sockets.socket:
    """A connection that takes little at a time."""
    narrow = sockets.socket()
    narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", int(day.site.url.rpartition(":")[2])))
    return narrow


def _fill_the_wall(day: Day, labels: int) -> None:
    """Many labels from many voices, each seen by somebody who reads before the next comes."""
    with day.line(day.phone(), "wall") as quick:
        quick.next("frame")
        for start in range(0, labels, 10):
            with day.line(day.phone(), "programme") as line:
                for number in range(start, min(start + 10, labels)):
                    assert line.answer("post_label", kind="ask", text=f"{LONG}{number}.")["t"] == "done"
            while f"{LONG}{min(start + 10, labels) - 1}." not in str(quick.next("frame", view="wall")):
                pass


def test_a_phone_that_does_not_read_delays_nobody_and_gets_the_newest_afterwards(day: Day) -> None:
    phone = day.phone()
    with day.raw_line(phone, sock=_narrow(day), max_queue=1, compression=None) as slow:
        slow.say(t="hello", views={"wall": ""})
        _fill_the_wall(day, 200)
        frames: list[dict[str, Any]] = []
        while not frames or f"{LONG}199." not in str(frames[-1]["ops"]):
            frames.append(slow.next("frame", view="wall"))
        assert len(frames) < 200
        picture = day.live.picture("wall")
        assert picture is not None
        assert frames[-1]["seen"] == picture.stamp


def test_a_phone_that_never_reads_is_given_up(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    for wire in (own_socket, asgi):
        monkeypatch.setattr(wire, "DRAIN_WITHIN", 0.1)
    monkeypatch.setattr(own, "SWEEP_SECONDS", 0.01)
    stuck = day.phone()
    with day.raw_line(stuck, sock=_narrow(day), max_queue=1, ping_interval=None, compression=None) as slow:
        slow.say(t="hello", views={"wall": ""})
        _fill_the_wall(day, 200)
        assert slow.closed_with() == ABRUPTLY
    for _ in range(100):  # the phone may hear of its end a moment before the server has put it away
        if not day.live.hub.phones:
            break
        assert stuck.get("/programme").status_code == 200
    assert day.live.hub.phones == 0
