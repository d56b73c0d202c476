"""A hall that comes back at once: the server is killed while everybody votes, and all phones are there as soon as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from bench.hall import vote_id
from bench.slow import look_at_now
from tests.faults.crowded import WIRES, Crowd, in_a_crowd

PHONES = 300
MOST_PAUSE_SECONDS = 0.05  # between two tries of a phone: much less than our script's, which spares the server


@pytest.mark.parametrize("wire", WIRES)
def test_a_hall_that_comes_back_at_once_is_let_in_and_its_votes_count_once(data_folder: Path, wire: str) -> None:
    """Nobody is refused, and all see the newest view. Half of the votes were answered, the other half was just sent; all are
    sent once more under the same ids, as if no answer had arrived."""

    async def story(crowd: Crowd) -> None:
        await crowd.come(PHONES)
        await crowd.open_all()
        await crowd.vote(1, range(0, PHONES, 2))
        await crowd.vote(2, range(0, PHONES, 2))
        await crowd.hall.chair("show_item", item=7)
        for voice in range(1, PHONES, 2):
            crowd.cast(1, voice)
            crowd.cast(2, voice)
        await crowd.here.kill()

        coming = [comes_back(crowd, voice) for voice in range(PHONES)]
        await asyncio.gather(crowd.here.begin(), *coming)
        await crowd.until(lambda: all(phone.question == 7 for phone in crowd.phones), "all see the newest view")
        await crowd.ask_again(1, range(PHONES))
        await crowd.ask_again(2, range(PHONES))
        assert await crowd.counts(1) == crowd.expected(1)
        assert not any(phone.socket is None or phone.socket.is_lost or phone.other for phone in crowd.phones)

    written = in_a_crowd(story, data_folder, wire)
    of_the_open_question = [vote_id(voice, 1, 2) for voice in range(PHONES)]
    assert [written[each] for each in of_the_open_question] == [1] * PHONES


async def comes_back(crowd: Crowd, voice: int) -> None:
    """The same phone, as soon as there is a server. Raises `Lost` when it is not let in."""
    dice = Random(voice)
    crowd.phones[voice] = phone = crowd.phone()
    while True:
        try:
            phone.socket = await look_at_now(
                crowd.port, crowd.hall.code, crowd.cookie(voice), phone.hear, lost=crowd.news.set
            )
        except ConnectionRefusedError:  # by the kernel: nobody listens yet
            await asyncio.sleep(dice.uniform(0, MOST_PAUSE_SECONDS))
        else:
            crowd.others.append(phone.socket)
            return
