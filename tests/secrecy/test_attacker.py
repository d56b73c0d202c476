"""An attacker with the data folder, a backup, the logs and everything published in hand does no better than chance.

200 people and 20 accomplices, five answers, twenty days at each door. The same attacker finds nearly everybody on builds that
leak on purpose, one fault at a time: so each of these tests can fail.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest
from msgspec.structs import replace

from live.conference import Act, Actor
from live.conference.doors import Kind
from live.conference.polls import PollCounted, VoteCast
from live.envelopes import Envelopes
from live.journal import Filing, connection
from live.journal import conference_file as file
from tests.secrecy.attacker import attack
from tests.secrecy.hall import ACCOMPLICES, CODE, PEOPLE, Leak, Lived, changing, hits, lived

DAYS = 20
OPTIONS = 5
VICTIMS = PEOPLE - ACCOMPLICES


def is_chance(days: Sequence[Lived], *, after: bool) -> None:
    """Right within three standard deviations of guessing one of five."""
    tries = len(days) * VICTIMS
    expected, deviation = tries / OPTIONS, math.sqrt(tries / OPTIONS * (1 - 1 / OPTIONS))
    method, right = attacked(days, after=after)
    assert abs(right - expected) <= 3 * deviation, f"{method}: {right} of {tries}"


def attacked(days: Sequence[Lived], *, after: bool) -> tuple[str, int]:
    method, guesses = attack([day.after if after else day.during for day in days], [day.told for day in days])
    assert sum(map(len, guesses)) == len(days) * VICTIMS
    return method, hits(days, guesses)


def twenty(folder: Path, door: Kind, **odd: Any) -> list[Lived]:
    """Twenty days; every second one is a little different."""
    return [*lived(folder, range(0, DAYS, 2), door), *lived(folder, range(1, DAYS, 2), door, **odd)]


def test_after_the_count_nobody_can_be_linked_at_the_open_door(tmp_path: Path) -> None:
    """On every second day most people vote on devices of helpers."""
    is_chance(twenty(tmp_path, "open", helpers=True), after=True)


def test_after_the_count_nobody_can_be_linked_with_badges(tmp_path: Path) -> None:
    is_chance(twenty(tmp_path, "badges"), after=True)


def test_sealed_votes_can_be_linked_neither_while_voting_is_open_nor_afterwards(tmp_path: Path) -> None:
    """Afterwards with everything that was copied meanwhile. Every second question is answered in own words, short and long."""
    days = twenty(tmp_path, "secret", words=True)
    is_chance(days, after=False)
    is_chance(days, after=True)


# --- the same attacker, on builds that leak --------------------------------------------------------------------------------


def by_name(act: Act, by: Actor) -> Act:
    return replace(act, voter=by.voice) if isinstance(act, VoteCast) else act


NUMBERS = itertools.count()


def by_nobody(act: Act, by: Actor) -> Act:
    """Whose vote it is cannot be seen from the vote."""
    return replace(act, voter=f"{next(NUMBERS):032x}") if isinstance(act, VoteCast) else act


def not_erasing(filing: Filing, times: Any) -> Filing:
    return replace(filing, erase=())


def with_times(filing: Filing, times: Mapping[str, int]) -> Filing:
    return replace(filing, erase=(), at=times.get(filing.request, filing.at), request="")


def without_requests(filing: Filing, times: Any) -> Filing:
    return replace(filing, erase=(), request="")


class Unfilled(Envelopes):
    """Envelopes as long as what is in them."""

    def seal(self, public: str, content: bytes, length: int) -> str:
        return super().seal(public, content, len(content))


PLAIN = Leak(changing(by_name), not_erasing)
LEAKS: dict[str, tuple[Kind, dict[str, Any], bool, str]] = {
    "votes are stored plainly": ("open", {"leak": PLAIN}, True, "the name on a vote"),
    "votes are stored plainly, with badges": ("badges", {"leak": PLAIN}, True, "the name on a vote"),
    "votes are stored plainly, by helpers": ("open", {"leak": PLAIN, "helpers": True}, True, "the name on a vote"),
    "pseudonyms and their key stay": ("badges", {"leak": Leak(filing=not_erasing)}, True, "the name on a vote"),
    "an open door while voting is open": ("open", {}, False, "the name on a vote"),
    "ids of requests stay": ("open", {"leak": Leak(changing(by_nobody), not_erasing)}, True, "the request id beside a vote"),
    "times stay": ("open", {"leak": Leak(changing(by_nobody), with_times)}, True, "the time of a vote"),
    "only the order stays": ("open", {"leak": Leak(changing(by_nobody), without_requests)}, True, "the order of rows"),
    "the key lies in the data folder": (
        "secret",
        {"leak": Leak(envelopes=lambda data: Envelopes(data, f"here-{CODE}"))},
        False,
        "a key that lies about",
    ),
    "envelopes differ in length": (
        "secret",
        {"leak": Leak(envelopes=lambda data: Unfilled(data.parent / "keys", f"here-{CODE}")), "words": True},
        False,
        "the length of envelopes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", LEAKS)
def test_the_attacker_finds_nearly_everybody_where(fault: str, tmp_path: Path) -> None:
    door, how, after, expected = LEAKS[fault]
    days = lived(tmp_path, range(2), door, **how)
    method, right = attacked(days, after=after)
    assert right > 0.9 * len(days) * VICTIMS, f"{method}: {right}"
    assert method == expected


def test_the_attacker_finds_nearly_everybody_where_a_count_is_in_the_order_of_voting(tmp_path: Path) -> None:
    cast: dict[str, int] = {}

    def in_order(act: Act, by: Actor) -> Act:
        if isinstance(act, VoteCast):
            cast.pop(by.voice, None)
            assert isinstance(act.answer, int)
            cast[by.voice] = act.answer
        return replace(act, answers=tuple(cast.values())) if isinstance(act, PollCounted) else act

    method, right = attacked(lived(tmp_path, [1], "badges", leak=Leak(changing(in_order))), after=True)
    assert right > 0.9 * VICTIMS
    assert method == "the count in the order of voting"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_attacker_finds_nearly_everybody_where_erased_rows_are_not_swept_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Nothing but the order of what is left in the pages of the write-ahead log: votes of nobody, without ids."""

    def not_sweeping(db: Connection, meta: file.Meta) -> file.Meta:
        return replace(meta, unswept=0)

    monkeypatch.setattr(connection, "sweep", not_sweeping)
    leak = Leak(changing(by_nobody), lambda filing, times: replace(filing, request=""))
    method, right = attacked(lived(tmp_path, [seed], "open", leak=leak), after=True)
    assert right > 0.9 * VICTIMS
    assert method == "the order in the files"
