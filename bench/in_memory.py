"""Our server with its journals in memory, to see what the disk costs: `python -m bench.in_memory serve …`, as `live serve`.

For measuring only: what people do is gone when it ends.
"""

from __future__ import annotations

from pathlib import Path

from live.cli import main
from live.journal.memory import MemoryJournal
from live.web import venue


class Forgetful:
    """Stands in for `SqliteJournal` where journals are opened."""

    @staticmethod
    async def open(path: Path, *, create: bool = False) -> MemoryJournal:
        if create:
            path.touch()  # noqa: ASYNC240  # the venue knows its conferences by their files
        return MemoryJournal()


if __name__ == "__main__":
    venue.SqliteJournal = Forgetful  # type: ignore[assignment,attr-defined]  # all that the venue needs of it
    main()
