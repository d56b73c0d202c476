"""Phones that do not read, hardly read or have vanished cost the hall nothing: the others see every view in time, the server
holds little for them and soon gives them up, and when they come back they are given the newest view.

"In time" is held by order and not by a clock: before a view is made, everybody who reads has seen the view before the last one.
The server that is tried here waits four seconds where it otherwise waits a minute (`impatient.py`), and differs in nothing else.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench import memory
from tests.faults.crowded import LONG_QUESTION, QUESTIONS, WIRES, Crowd, in_a_crowd
from tests.faults.slow import slow_phones
from tests.running import COMMAND, REPOSITORY, SEE_SECONDS, environment

PHONES = 1_850
SLOW = 50  # of each kind
VIEWS = 16  # of 12 KB: more than the kernel keeps for a phone
HELD_FOR_ONE = 64 * 1024  # bytes in the kernel: what is not sent yet, which is bounded, and a view or two
STAYS = {"own": 4 * memory.MIB, "asgi": 20 * memory.MIB}  # holes where two tasks for each phone were
FLAT = 8 * memory.MIB  # what Python has not looked through yet; after 300 views there is no more of it
IMPATIENT = "tests.faults.impatient"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what the kernel holds is read in /proc")


async def show(crowd: Crowd) -> None:
    """Show the next view, when all phones that read have seen the one before the last."""
    await crowd.everybody_listens()
    behind = [phone.newest for phone in crowd.phones if phone.newest < crowd.views - 1]
    assert not behind
    await crowd.show()


async def all_see_the_newest(crowd: Crowd) -> None:
    await crowd.until(lambda: all(phone.newest == crowd.views for phone in crowd.phones), "all have seen the newest")


@pytest.mark.parametrize("wire", WIRES)
def test_the_hall_sees_every_view_whoever_does_not_read(data_folder: Path, wire: str) -> None:
    """2,000 phones: 50 do not read, 50 read one byte a second, 50 vanish without closing."""

    async def story(crowd: Crowd) -> None:
        await crowd.come(PHONES, others=3 * SLOW)
        await crowd.open_all()
        voices = crowd.hall.voices[PHONES:]
        for _ in range(3):
            await show(crowd)
        before = memory.resident(crowd.here.process)
        asleep, sipping, vanished = [
            await slow_phones(crowd, voices[kind * SLOW : (kind + 1) * SLOW]) for kind in range(3)
        ]
        slow = {phone.slow.port for phone in (*asleep, *sipping, *vanished)}
        async with asyncio.TaskGroup() as sips:
            for phone in asleep:
                phone.slow.stop_reading()
            for phone in vanished:
                phone.slow.vanish()
            tasks = [sips.create_task(phone.slow.sip()) for phone in sipping]
            for turn in range(VIEWS):
                await show(crowd)
                await crowd.vote(1, range(turn, PHONES, PHONES // 20))
                assert memory.in_the_kernel(crowd.port, slow) <= 3 * SLOW * HELD_FOR_ONE
            await all_see_the_newest(crowd)
            assert memory.resident(crowd.here.process) - before <= 20 * memory.MIB

            # They are given up, while the day goes on.
            async with asyncio.timeout(SEE_SECONDS):
                while memory.in_the_kernel(crowd.port, slow):
                    await show(crowd)
            for task in tasks:
                task.cancel()
        for phone in asleep:
            phone.slow.read_on()
        await crowd.until(
            lambda: all(phone.slow.is_lost for phone in asleep), "who slept too long finds its socket closed"
        )
        await all_see_the_newest(crowd)
        assert memory.resident(crowd.here.process) - before <= STAYS[wire]

        # And when they come back they see what the hall sees.
        back = await slow_phones(crowd, voices)
        assert {phone.question for phone in back} == {crowd.screen.question}
        assert not any(phone.other for phone in crowd.phones)
        assert not any(phone.socket is None or phone.socket.is_lost for phone in crowd.phones)
        assert await crowd.counts(1) == crowd.expected(1)

    in_a_crowd(story, data_folder, wire, question=LONG_QUESTION, program=IMPATIENT)


@asynccontextmanager
async def sleeper(crowd: Crowd) -> AsyncIterator[asyncio.subprocess.Process]:
    """The last voice's phone, a process of its own, which looks at Now."""
    words = ("-m", "tests.faults.sleeper", str(crowd.port), crowd.hall.code, crowd.cookie(-1))
    process = await asyncio.create_subprocess_exec(
        COMMAND[0], *words, cwd=REPOSITORY, env=environment(), stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        await process.communicate()


@pytest.mark.parametrize("wire", WIRES)
def test_a_phone_that_stands_still_changes_nothing_for_the_others(data_folder: Path, wire: str) -> None:
    """Its process is stopped. The memory is the same after twenty views and after eighty, and then it sees the newest one."""

    async def story(crowd: Crowd) -> None:
        await crowd.come(30, others=1)
        await crowd.open_all()
        async with sleeper(crowd) as phone, asyncio.timeout(4 * SEE_SECONDS):
            assert phone.stdout is not None
            assert await phone.stdout.readline() == b"1\n"
            phone.send_signal(signal.SIGSTOP)
            for _ in range(20):
                await show(crowd)
            few = memory.resident(crowd.here.process)
            for _ in range(60):
                await show(crowd)
            await all_see_the_newest(crowd)
            assert memory.resident(crowd.here.process) - few <= FLAT
            assert memory.in_the_kernel(crowd.port) <= 512 * 1024  # for all; it was sent twice as much
            phone.send_signal(signal.SIGCONT)
            seen = [int(await phone.stdout.readline())]
            while seen[-1] != crowd.screen.question:
                seen.append(int(await phone.stdout.readline()))
            assert len(seen) < QUESTIONS  # what the kernel still held, and the newest
        assert not any(each.socket is None or each.socket.is_lost or each.other for each in crowd.phones)

    in_a_crowd(story, data_folder, wire, question=LONG_QUESTION)
