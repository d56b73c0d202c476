"""Planning in a process of its own, so that the server goes on while it counts; the process ends in time, or is ended."""

from __future__ import annotations

import asyncio
import contextlib
import sys

import msgspec

from live.timetable.problem import WAITS, Problem

SECONDS = 2.0  # for swapping. With starting the process and reading the board an answer comes within three
LONGEST_SECONDS = 20.0  # then something is wrong, and the process is ended
LARGEST_ANSWER = 1_000_000  # bytes


class NoPlan(Exception):
    """The worker gave no answer. The text says why, for the log."""


async def plan_elsewhere(problem: Problem, seconds: float = SECONDS, longest: float = LONGEST_SECONDS) -> list[int]:
    """The plan for a problem, worked out by another process for so many seconds. Raises `NoPlan`. The process is gone when this
    returns, is cancelled or raises."""
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "live.timetable", str(seconds)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(longest):
            out, err = await worker.communicate(msgspec.json.encode(problem))
    except TimeoutError:
        raise NoPlan(f"no answer after {longest:g} seconds") from None
    finally:
        if worker.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()
    if worker.returncode:
        raise NoPlan(f"the worker ended with {worker.returncode}: {err[-2000:].decode(errors='replace').strip()}")
    plan = msgspec.json.decode(out[:LARGEST_ANSWER], type=list[int])
    cells = range(WAITS, problem.slots * len(problem.rooms))
    if len(plan) != len(problem.talks) or not all(cell in cells for cell in plan):
        raise NoPlan("the answer is not a plan for this problem")
    return plan
