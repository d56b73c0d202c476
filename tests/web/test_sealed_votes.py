"""The secret door over HTTP and sockets: what phones, screen and chair are told, and what becomes of the key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from live.conference import Actor, replay
from live.conference.badges import code_of
from live.conference.entering import ChooseDoor, MakeBadges, UseBadge, choose_door, make_badges, use_badge
from live.conference.people import hash_of_key
from live.conference.polls import COUNT_AFTER_MS, BallotBoxMade, Count, PollAdded, PollClosed, PollOpened
from live.conference.polls.kinds import KINDS
from live.conference.polls.sealing import NO_ENVELOPES
from live.envelopes import Envelopes
from live.web.ballot_keys import OVERDUE_MS, BallotKeys
from tests.web.site import POLL, Day, Line, Site, ask, do

CHAIR = Actor("chair")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """A conference where votes are sealed, with its first question open."""
    with Site(tmp_path / "data") as site:
        day = site.day()
        site.call(day.live.clerk.ask(choose_door, ChooseDoor("secret"), CHAIR))
        site.call(day.live.clerk.ask(make_badges, MakeBadges("9"), CHAIR))
        day.open_poll()
        yield day


def phone(day: Day, badge: int) -> httpx2.Client:
    """Somebody who has joined and typed in a badge."""
    client = day.phone()
    [secret] = [value for name, value in client.cookies.items() if name.endswith("-voice")]
    code = code_of(day.site.venue.keys.for_badges(day.code), badge)
    day.site.call(day.live.clerk.ask(use_badge, UseBadge(code), Actor("delegate", hash_of_key(secret))))
    return client


def now(day: Day, client: httpx2.Client) -> str:
    """The page of what is on."""
    return client.get(day.site.url + day.path).text


def keys(day: Day) -> list[Path]:
    folder = day.site.venue.data.parent / "keys"
    return sorted(folder.iterdir()) if folder.exists() else []


def count(day: Day) -> Count:
    """Close, show, and wait until the count is there."""
    chair = day.chair()
    with day.line(chair, "screen") as line:
        assert ask(chair, "close_poll", **POLL)["t"] == "done"
        assert ask(chair, "show_result", **POLL)["t"] == "done"
        return counted(day, line)


def counted(day: Day, line: Line) -> Count:
    while (made := day.live.conference.polls.by_id[2].rounds[0].count) is None:
        line.next("frame")
    return made


def test_a_vote_goes_into_an_envelope_and_nobody_is_told_what_is_in_it(day: Day) -> None:
    someone, other = phone(day, 1), phone(day, 2)
    answer = ask(someone, "cast_vote", **POLL, vote="B")
    assert answer["say"] == "Your envelope is in the box. You can replace it until voting closes."
    assert answer["mine"]["votes"] == {}
    assert answer["mine"]["sealed"] == {"2.1": {"fields": {}, "words": "In a sealed envelope"}}
    assert ask(other, "cast_vote", **POLL, vote="A")["mine"]["sealed"] == answer["mine"]["sealed"]
    page = now(day, someone)
    assert "Your envelope is in the box. You can replace it until voting closes." in page
    assert "In a sealed envelope" in page
    assert not re.search(r"<input[^>]*name=\"vote\"[^>]*checked", page)
    box = day.live.conference.polls.by_id[2].rounds[0].box
    assert box is not None
    assert not box.votes
    assert not any(box.tally)


def test_the_room_and_the_chair_see_how_many_envelopes_there_are_and_nothing_else(day: Day) -> None:
    for badge, letter in ((1, "A"), (2, "B")):
        assert ask(phone(day, badge), "cast_vote", **POLL, vote=letter)["t"] == "done"
    room = re.sub(r"<[^>]+>", " ", day.visitor().get("/screen").text)
    assert re.search(r"2\s+envelopes\s+in the box", room)
    assert re.search(r"2\s+envelopes are in the box", re.sub(r"<[^>]+>", " ", day.chair().get("/chair").text))
    assert re.search(r"2\s+envelopes are in the box", re.sub(r"<[^>]+>", " ", now(day, phone(day, 3))))


def test_a_vote_taken_back_leaves_an_envelope_and_is_not_counted(day: Day) -> None:
    """Over a plain form too."""
    someone, other, third = (phone(day, badge) for badge in (1, 2, 3))
    for client in (someone, other, third):
        assert ask(client, "cast_vote", **POLL, vote="B")["t"] == "done"
    answer = ask(other, "withdraw_vote", **POLL)
    assert answer["say"] == "Your vote is taken back. Your envelope stays in the box, with nothing in it."
    assert do(third, "withdraw_vote", **POLL, page="now").status_code == 303
    result = count(day)
    [number] = [badge.listed for badge in day.live.conference.doors.badges.values() if badge.number == 1]
    assert (result.answers, result.register) == ((1,), (number,))


def test_a_badge_that_was_laid_down_after_its_vote_is_on_the_list_as_well(day: Day) -> None:
    """Its phone took another one: the vote is in the count, so its list number is on the list."""
    voted = [phone(day, badge) for badge in (1, 2, 3)]
    for client in voted:
        assert ask(client, "cast_vote", **POLL, vote="B")["t"] == "done"
    code = code_of(day.site.venue.keys.for_badges(day.code), 4)
    assert ask(voted[0], "use_badge", badge=code)["t"] == "done"
    result = count(day)
    listed = {badge.number: badge.listed for badge in day.live.conference.doors.badges.values()}
    assert (result.voters, result.register) == (3, tuple(sorted(listed[badge] for badge in (1, 2, 3))))


def test_everybody_can_look_which_badges_were_counted(day: Day) -> None:
    """Only once the result is shown; with one's own number on one's own phone."""
    voted = [phone(day, badge) for badge in (1, 2, 3)]
    for client in voted:
        assert ask(client, "cast_vote", **POLL, vote="B")["t"] == "done"
    assert voted[0].get("/poll/2/counted").status_code == 404
    count(day)
    listed = {badge.number: badge.listed for badge in day.live.conference.doors.badges.values()}
    page = day.visitor().get("/poll/2/counted").text
    assert ", ".join(sorted(listed[badge] for badge in (1, 2, 3))) in page
    assert "Your list number" not in page
    assert f"<strong>{listed[2]}</strong>: your vote was counted." in voted[1].get("/poll/2/counted").text
    assert (
        f"<strong>{listed[4]}</strong>: no vote of yours was counted here." in phone(day, 4).get("/poll/2/counted").text
    )
    assert 'href="/' in voted[0].get("/poll/2").text
    assert "See whether your badge was counted" in voted[0].get("/poll/2").text
    assert day.visitor().get("/poll/3/counted").status_code == 404


def test_an_open_vote_taken_back_is_gone_from_the_phone(tmp_path: Path) -> None:
    with Site(tmp_path / "data") as site:
        day = site.day()
        day.open_poll()
        someone = day.phone()
        assert ask(someone, "cast_vote", **POLL, vote="B")["mine"]["votes"]["2.1"]["fields"] == {"vote": ["B"]}
        assert 'formaction="' in now(day, someone)
        answer = ask(someone, "withdraw_vote", **POLL)
        assert (answer["say"], answer["mine"]["votes"]["2.1"]) == (
            "Your vote is taken back.",
            {"fields": {}, "words": ""},
        )
        assert day.live.conference.polls.by_id[2].rounds[0].voters == 0


def test_the_key_lives_from_the_opening_to_the_count(day: Day) -> None:
    [key] = keys(day)
    assert key.name.startswith(f"{day.site.venue.keys.owner}-{day.code}-")
    content = key.read_bytes()
    assert ask(phone(day, 1), "cast_vote", **POLL, vote="B")["t"] == "done"
    for path in day.site.venue.data.iterdir():
        assert content not in path.read_bytes(), path
        assert content.hex().encode() not in path.read_bytes(), path
    count(day)
    day.site.call(day.live._keys.stop())
    assert keys(day) == []


def test_keys_that_a_crash_left_are_destroyed_at_the_start_and_those_in_use_are_kept(day: Day) -> None:
    [key] = keys(day)
    assert ask(phone(day, 1), "cast_vote", **POLL, vote="B")["t"] == "done"
    left = key.with_name(key.name.replace(key.stem[-32:], "0" * 32))
    left.write_bytes(b"k" * 32)
    strange = key.with_name(f"elsewhere-123456-{'0' * 32}.key")
    strange.write_bytes(b"k" * 32)

    async def again() -> None:
        await day.site.venue.close()
        live = await day.site.venue.find(day.code)
        assert live is not None
        day.live = live

    day.site.call(again())
    assert keys(day) == sorted([key, strange])
    assert day.live.conference.polls.by_id[2].rounds[0].voters == 1


def test_a_missing_key_is_loud_and_the_day_goes_on(day: Day, errors: list[str]) -> None:
    """The chair is told while voting is still open; nothing is lost; with the key back the count is made."""
    [key] = keys(day)
    assert ask(phone(day, 1), "cast_vote", **POLL, vote="B")["t"] == "done"
    content = key.read_bytes()
    key.unlink()
    chair = day.chair()
    with day.line(chair, "chair") as line:
        while "the key to them is not on this server" not in str(line.next("frame", view="chair")):
            pass
    with day.line(chair, "screen", "chair") as line:
        assert ask(chair, "close_poll", **POLL)["t"] == "done"
        assert ask(chair, "show_result", **POLL)["t"] == "done"
        assert ask(day.phone(), "post_label", kind="ask", text="Does the day go on?", signed="")["t"] == "done"
        one = day.live.conference.polls.by_id[2].rounds[0]
        assert (one.count, one.voters) == (None, 1)
        key.write_bytes(content)
        assert counted(day, line).answers == (1,)
    assert "the key to them is not on this server" not in chair.get("/chair").text
    [told] = errors
    assert "sealed ballot boxes whose keys are missing" in told
    errors.clear()


def test_without_a_folder_for_keys_nothing_is_asked_in_secret(day: Day) -> None:
    day.live.clerk._envelopes = None
    refused = ask(day.chair(), "open_poll", poll="3", round="1")
    assert refused["say"] == NO_ENVELOPES


def test_a_key_that_is_another_one_is_loud_too(tmp_path: Path, errors: list[str]) -> None:
    """The file is there, so only time tells: the box is overdue."""
    envelopes = Envelopes(tmp_path / "keys", "here-123456")
    key_id, public = envelopes.new_key()
    question = KINDS["one_choice"].example()
    box = BallotBoxMade(1, 1, "5e" * 32, public, key_id)
    day = replay([PollAdded(1, "What now?", question), PollOpened(1, 1, 1), box, PollClosed(1, 1, 1000)])
    keys = BallotKeys(envelopes)
    assert keys.alarm(day, 1000 + COUNT_AFTER_MS) == ""
    assert keys.alarm(day, 1000 + COUNT_AFTER_MS + OVERDUE_MS + 1).startswith("The votes on “What now?” are sealed")
    assert "sealed ballot boxes whose keys are missing" in errors.pop()
