"""`make bench`, or `python -m bench votes wall` for some of the figures: measure, print, and write `results.json`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from bench import machine
from bench.building import NoCompiler
from bench.sockets import Lost
from bench.table import Table, reached

FIGURES: Mapping[str, str] = {
    "deliveries": "deliveries",
    "votes": "votes_a_second",
    "screen": "vote_to_screen",
    "back": "coming_back",
    "attacks": "attacks",
    "slow": "slow_phones",
    "casting": "casting",
    "wall": "wall",
    "timetable": "timetable",
    "pages": "pages",
}
"""A figure by its name: the module here that has `measure()`. It is imported when it is wanted, as some need more installed."""

USUAL = ("deliveries", "votes", "screen", "back", "casting", "pages")
"""What `make bench` measures. The others take long, or want a browser."""


class Results(msgspec.Struct, frozen=True):
    """What `results.json` holds: the machine in words, and each figure's table by its name."""

    machine: str
    tables: dict[str, Table]


RESULTS = Path(__file__).parent / "results.json"
LONGEST_SECONDS = 240.0  # for one figure


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
    problems: list[str] = []
    began = time.monotonic()
    with machine.running_on(machine.CLIENTS):
        for name in names or USUAL:
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    tables[name] = await import_module(f"bench.{FIGURES[name]}").measure()
            except (NoCompiler, Lost, TimeoutError) as problem:
                problems.append(name)
                why = str(problem) or f"it took longer than {LONGEST_SECONDS:.0f} s."
                print(f"{name} was not measured: {why}\n", flush=True)
            else:
                print(f"{tables[name].markdown()}\n", flush=True)
    if claims := [claim for table in tables.values() for claim in table.claims]:
        tables["reached"] = reached(claims)
        print(f"{tables['reached'].markdown()}\n")
    RESULTS.write_bytes(as_json(words, tables))
    print(f"{time.monotonic() - began:.0f} s. The same as JSON: {RESULTS}")
    return 1 if problems else 0


def as_json(words: str, tables: Mapping[str, Table]) -> bytes:
    """What was measured, with the numbers as they are."""
    return msgspec.json.format(msgspec.json.encode(Results(words, dict(tables))))


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
