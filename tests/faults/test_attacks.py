"""Whoever sends the server what no page of ours sends is refused, and the hall does not notice.

What is held here is order and outcome: each try is refused in the right words, the chair is answered and votes are acknowledged
while the attacker goes on, every vote counts once, and the server never needs more than 20 MiB more than before. How long the
others wait meanwhile is measured by `python -m bench attacks`: a time in a test says more about the machine that runs it.
"""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bench import memory
from bench.attackers import HALF_OPEN
from bench.attacks import Attacker, attacking
from tests.faults.crowded import WIRES, Crowd, in_a_crowd

PHONES = 40
TRIES = 6
MOST_MEMORY = 20 * memory.MIB
MOST_FOR_SOCKETS = {
    "own": MOST_MEMORY,
    "asgi": 48 * memory.MIB,
}  # 500 of uvicorn's, with two tasks each, have 40 KB each

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read in /proc")


def attacker(name: str, crowd: Crowd) -> AbstractAsyncContextManager[Attacker]:
    """Somebody of the hall, whose voice is the last one, is an attacker."""
    return attacking(name, crowd.port, crowd.hall.code, crowd.cookie(-1))


async def a_hall_with_an_open_question(crowd: Crowd) -> int:
    """And everything that it needs already loaded. The bytes that the server has."""
    await crowd.come(PHONES, others=1)
    await crowd.hall.ask_the_hall(1)
    await crowd.vote(1, range(PHONES))
    memory.forget_peak(crowd.here.process)
    return memory.resident(crowd.here.process)


async def the_hall_goes_on(crowd: Crowd, turn: int) -> None:
    """The chair's command is answered, and so is a vote."""
    await crowd.hall.chair("show_item", item=1 + turn % 2)
    await crowd.vote(1, [turn % PHONES])


async def nothing_was_lost(crowd: Crowd, before: int, most: int = MOST_MEMORY) -> None:
    assert memory.peak(crowd.here.process) - before <= most
    await crowd.vote(1, range(PHONES))
    assert not any(phone.socket is None or phone.socket.is_lost or phone.other for phone in crowd.phones)
    assert await crowd.counts(1) == crowd.expected(1)


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("name", "refusals"),
    [
        ("bomb", {"1009", "1002"}),  # too large; or a bit that was not agreed on, where compression is not offered
        ("huge_header", {"1009"}),
        ("fragments", {"1008"}),
        ("pings", {"1008"}),
        ("messages", {"1008"}),
        ("body", {"HTTP 413", "HTTP 403"}),  # 403: only the chair may send pictures, of any size
        ("headers", {"HTTP 431"}),
    ],
)
def test_an_attack_is_refused_and_the_hall_goes_on(data_folder: Path, wire: str, name: str, refusals: set[str]) -> None:
    """A bomb of 200 MiB in 200 KB, a header that says 1 TiB, seven million pieces of nothing, 300,000 pings, 300,000 messages,
    a body of 300 MiB, 8 MB of headers; again and again."""

    async def story(crowd: Crowd) -> None:
        before = await a_hall_with_an_open_question(crowd)
        async with attacker(name, crowd) as attack:
            turn = 0
            while attack.tries < TRIES:
                await the_hall_goes_on(crowd, turn)
                turn += 1
            assert attack.goes_on  # all of that was meanwhile
        assert attack.ends.keys() <= refusals
        if name == "messages":
            crowd.said[1, -1] = "A"  # of all its votes one counts
        await nothing_was_lost(crowd, before)

    in_a_crowd(story, data_folder, wire)


@pytest.mark.parametrize("wire", WIRES)
def test_connections_that_do_not_go_on_are_ended_and_the_hall_goes_on(data_folder: Path, wire: str) -> None:
    """2,000 of them, which say nothing, half a head, half a body, or no hello: a quarter each."""

    async def story(crowd: Crowd) -> None:
        before = await a_hall_with_an_open_question(crowd)
        async with attacker("half_open", crowd) as attack:
            await the_hall_goes_on(crowd, 0)
            assert attack.tries == 0  # all of them wait
            turn = 1
            while attack.tries < HALF_OPEN:
                await the_hall_goes_on(crowd, turn)
                turn += 1
        each = HALF_OPEN // 4
        assert attack.ends == {"cut": each, "HTTP 408": 2 * each, "1008": each}
        await nothing_was_lost(crowd, before, MOST_FOR_SOCKETS[wire])

    in_a_crowd(story, data_folder, wire)
