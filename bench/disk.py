"""What the disk alone takes: the votes in a conference's file, appended once more to an empty journal, with nothing around it.

A process of its own, so that it runs on the server's core: `python -m bench.disk FILE COUNT` prints how many entries a second it
takes in the largest groups there are, and how many with a commit for each of COUNT.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from live.journal import Filing
from live.journal.group_commit import ENTRIES_PER_COMMIT
from live.journal.sqlite import SqliteJournal


class Taken(Struct, frozen=True):
    """Entries a second."""

    votes: int
    in_groups: float
    one_by_one: float


async def votes_in(file: Path) -> list[Filing]:
    journal = await SqliteJournal.open(file)
    try:
        return [
            Filing(entry.request, ((entry.subject, entry.act),), entry.at)
            async for entry in journal.read()
            if b'"VoteCast"' in entry.act
        ]
    finally:
        await journal.close()


async def appended_each_second(filings: list[Filing], at_once: int, folder: Path) -> float:
    """How many filings a second a journal takes, so many at once, each group durable before the next is begun."""
    with TemporaryDirectory(dir=folder) as here:
        journal = await SqliteJournal.open(Path(here) / "alone.live", create=True)
        try:
            start = time.perf_counter()
            for first in range(0, len(filings), at_once):
                await journal.append(filings[first : first + at_once])
            return len(filings) / (time.perf_counter() - start)
        finally:
            await journal.close()


async def main(file: Path, count: int) -> Taken:
    filings = await votes_in(file)
    return Taken(
        len(filings),
        await appended_each_second(filings, ENTRIES_PER_COMMIT, file.parent),
        await appended_each_second(filings[:count], 1, file.parent),
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))))
