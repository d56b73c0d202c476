"""A hall that comes back at once: the server is killed while everybody votes, and all phones are there as soon as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from bench.slow import look_at_now
from tests.faults.crowded import WIRES, Crowd, in_a_crowd, label_id

PHONES = 300
MOST_PAUSE_SECONDS = 0.05  # between two tries of a phone: much less than our script's, which spares the server


@pytest.mark.parametrize("wire", WIRES)
def test_a_hall_that_comes_back_at_once_is_let_in_and_its_votes_count_once(data_folder: Path, wire: str) -> None:
    """Nobody is refused, and all see the newest view. Votes and labels of half of them were answered, those of the others just
    sent; all are sent once more under the same ids, as if no answer had arrived."""

    async def story(crowd: Crowd) -> None:
        everybody, some, others = range(PHONES), range(0, PHONES, 2), range(1, PHONES, 2)

        async def labels_hang(voices: range) -> None:
            for voice in voices:
                crowd.post_label(voice)
            await crowd.until(lambda: all(label_id(n) in crowd.phones[n].counted for n in voices), "labels hang")

        await crowd.come(PHONES)
        await crowd.open_all()
        await crowd.vote(1, some)
        await labels_hang(some)
        await crowd.hall.chair("show_item", item=7)
        for voice in others:
            crowd.cast(1, voice)
            crowd.post_label(voice)
        await crowd.here.kill()

        await asyncio.gather(crowd.here.begin(), *(comes_back(crowd, voice) for voice in everybody))
        await crowd.until(lambda: all(phone.question == 7 for phone in crowd.phones), "all see the newest view")
        await crowd.ask_again(1, everybody)
        await labels_hang(everybody)
        assert await crowd.counts(1) == crowd.expected(1)
        assert not any(phone.socket is None or phone.socket.is_lost or phone.other for phone in crowd.phones)

    written = in_a_crowd(story, data_folder, wire)
    assert [written[label_id(voice)] for voice in range(PHONES)] == [1] * PHONES


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
