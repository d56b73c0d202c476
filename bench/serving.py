"""Servers as processes on a core of their own: ours as people start it, and whatever it is compared with."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import Struct

from bench import machine
from bench.sockets import Lost

REPOSITORY = Path(__file__).parents[1]
DATA = "data"
START_SECONDS = 20.0
STOP_SECONDS = 20.0
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)(?:/new\?key=(\S+))?")
LAST_LINES = re.compile(r"Make a conference:|Serving on")


class Serving(Struct, frozen=True):
    """A server that runs: its address, its process, and the operator's key where it has one."""

    url: str
    process: int
    key: str = ""


@asynccontextmanager
async def serving(*words: str, program: Path | None = None) -> AsyncIterator[Serving]:
    """`python -m words…` or a program, on the server's core, until it is no longer needed. What it says goes nowhere but into an
    error. Ours is ended as people end it; the others, who have nothing to put away, at once."""
    command = (sys.executable, "-m", *words) if program is None else (str(program), *words)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIVE_")}
    with machine.running_on(machine.SERVER):
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=REPOSITORY,
            env=kept,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    said: list[str] = []
    assert process.stdout is not None
    listening: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(START_SECONDS):
            await _until_it_is_there(process.stdout, said)
        address = ADDRESS.search(said[-1])
        assert address is not None
        listening = asyncio.create_task(_listen(process.stdout, said))
        yield Serving(address[1], process.pid, address[2] or "")
    except BaseException as problem:
        problem.add_note("The server said: " + "".join(said[-20:]))
        raise
    finally:
        await _end(process, signal.SIGINT if words[:1] == ("live",) else signal.SIGKILL)
        if listening is not None:
            await listening


def live_serve(folder: Path, port: int = 0, module: str = "live") -> tuple[str, ...]:
    """The words for our server, with everything that it keeps in this folder; or for a module that takes the same words."""
    folders = ("--data", str(folder / DATA), "--keys", str(folder / "keys"))
    return (module, "serve", *folders, "--host", "127.0.0.1", "--port", str(port))


async def _until_it_is_there(stream: asyncio.StreamReader, said: list[str]) -> None:
    while line := (await stream.readline()).decode(errors="replace"):
        said.append(line)
        if LAST_LINES.search(line):
            return
    raise Lost("A server did not start: " + "".join(said[-20:]))


async def _listen(stream: asyncio.StreamReader, said: list[str]) -> None:
    """Keep reading, or its pipe fills and it stands still."""
    while line := (await stream.readline()).decode(errors="replace"):
        said.append(line)
        del said[:-100]


async def _end(process: asyncio.subprocess.Process, how: signal.Signals) -> None:
    if process.returncode is None:
        process.send_signal(how)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
