"""`make bench`, or `python -m bench votes wall` for some of the figures: measure, print, and write `results.json`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from bench import casting, machine, timetable, vote_to_screen, votes_a_second, wall
from bench.table import Table

FIGURES: Mapping[str, Callable[[], Awaitable[Table]]] = {
    "votes": votes_a_second.measure,
    "screen": vote_to_screen.measure,
    "casting": casting.measure,
    "wall": wall.measure,
    "timetable": timetable.measure,
}
"""A new figure is one file with such a function, and one line here."""

RESULTS = Path(__file__).parent / "results.json"
LONGEST_SECONDS = 120.0  # for one figure


async def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"There is no figure {unknown[0]}, only: {', '.join(FIGURES)}.")
        return 2
    machine.allow_many_sockets()
    with TemporaryDirectory(prefix="live-bench-") as folder:
        words = machine.in_words(Path(folder))
    print(f"{words}\n", flush=True)
    tables: dict[str, Table] = {}
    began = time.monotonic()
    with machine.running_on(machine.CLIENTS):
        for name in names or FIGURES:
            async with asyncio.timeout(LONGEST_SECONDS):
                tables[name] = await FIGURES[name]()
            print(f"{tables[name].markdown()}\n", flush=True)
    RESULTS.write_bytes(as_json(words, tables))
    print(f"{time.monotonic() - began:.0f} s. The same as JSON: {RESULTS}")
    return 0


def as_json(words: str, tables: Mapping[str, Table]) -> bytes:
    """What was measured, with the numbers as they are."""
    return msgspec.json.format(msgspec.json.encode({"machine": words, "tables": tables}))


def quick_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """The quicker event loop, where it is installed: the servers have it too."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=quick_loop()) as runner:
        sys.exit(runner.run(main(sys.argv[1:])))
