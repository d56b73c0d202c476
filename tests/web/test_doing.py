"""Asking without waiting: one answer to everything, whatever comes of it, also for who is gone by then."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from live.web import doing, requests
from live.web.access import REQUESTS_IN_A_ROW, Pace, Who, voice_of
from live.web.doing import Answer, Done, Later, RefusedAnswer
from tests.web.site import POLL, Day

SECRET = "a-voice-of-22-letters-x"


def asked(
    day: Day, *wanted: tuple[str, str, dict[str, list[str]]], until: int = 0
) -> tuple[list[Answer], list[Answer]]:
    """Ask for these (name, id, fields) one right after the other: what was answered at once, and all answers when the last
    has come."""
    who, pace = Who(voice_of(SECRET)), Pace()

    async def ask() -> tuple[list[Answer], list[Answer]]:
        answers: list[Answer] = []
        for name, id, fields in wanted:
            doing.ask(day.live, who, pace, name, id, fields, until, answers.append)
        at_once = answers[:]
        await doing.do(day.live, who, Pace(), "join", "the-last-of-them-all", {})
        return at_once, answers

    return day.site.call(ask())


def vote(letter: str) -> dict[str, list[str]]:
    return {**{name: [value] for name, value in POLL.items()}, "vote": [letter]}


def test_each_request_has_one_answer_when_it_is_written_or_at_once_where_nothing_is_to_be_decided(day: Day) -> None:
    day.open_poll()
    join: tuple[str, str, dict[str, list[str]]] = ("join", "request-of-mine-1", {})
    at_once, answers = asked(
        day,
        join,
        join,
        ("cast_vote", "request-of-mine-2", vote("A")),
        ("cast_vote", "request-of-mine-3", vote("Z")),
        ("cast_vote", "request-of-mine-4", {"poll": ["1" * 20], "round": ["1"]}),
        ("no_such_thing", "request-of-mine-5", {}),
        ("show_item", "request-of-mine-6", {"item": ["1"]}),
        ("cast_vote", "short", vote("A")),
    )
    assert [(type(answer), answer.id) for answer in at_once] == [
        (RefusedAnswer, f"request-of-mine-{number}") for number in (4, 5, 6)
    ] + [(RefusedAnswer, "short")]
    assert [(type(answer), answer.id) for answer in answers[len(at_once) :]] == [
        (Done, "request-of-mine-1"),
        (Done, "request-of-mine-1"),
        (Done, "request-of-mine-2"),
        (RefusedAnswer, "request-of-mine-3"),
    ]
    first, twin, voted = (answer for answer in answers if isinstance(answer, Done))
    assert first.at == twin.at == voted.at - 1 <= day.position
    assert list(voted.mine["votes"]) == [".".join(POLL.values())]
    assert asked(day, join)[0] == [first], "and a late copy hears at once what the first one heard"


def test_what_comes_too_quickly_or_too_late_is_told_so(day: Day) -> None:
    many = [("join", f"request-of-mine-{number:03}", dict[str, list[str]]()) for number in range(REQUESTS_IN_A_ROW + 1)]
    at_once, answers = asked(day, *many)
    assert [type(answer) for answer in at_once] == [Later]
    assert len(answers) == len(many)
    _, answers = asked(day, ("join", "request-of-mine-x", {"name": ["Ann"]}), until=1)
    assert answers == [RefusedAnswer("request-of-mine-x", doing.TOO_LATE)]


def test_a_fault_in_an_answer_is_told_as_one_and_hurts_nobody_else(
    day: Day, errors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> str:
        raise ZeroDivisionError

    broken = msgspec.structs.replace(requests.ASKS["join"], told=breaks)
    monkeypatch.setattr(requests, "ASKS", {**requests.ASKS, "join_and_break": broken})
    before = day.position
    _, answers = asked(day, ("join_and_break", "request-of-mine-1", {}), ("join", "request-of-mine-2", {}))
    assert answers[0] == RefusedAnswer("request-of-mine-1", doing.BROKEN)
    assert isinstance(answers[1], Done)
    assert day.position == before + 1
    assert errors == ["live.web: the request join_and_break failed: ZeroDivisionError\nNone"]
    errors.clear()


def test_who_is_gone_by_then_leaves_what_was_written_written(day: Day, errors: list[str]) -> None:
    async def ask() -> None:
        def gone(_: Answer) -> None:
            raise ConnectionError

        tell: Callable[[Answer], None] = gone
        doing.ask(day.live, Who(voice_of(SECRET)), Pace(), "join", "request-of-mine-1", {}, 0, tell)
        done = await doing.do(day.live, Who(voice_of(SECRET + "y")), Pace(), "join", "request-of-mine-2", {})
        assert isinstance(done, Done)

    day.site.call(ask())
    assert voice_of(SECRET) in day.live.conference.people.voices
    assert "somebody could not be told" in errors.pop()
