"""Both engines of the journal, and short ways to file and to read."""

import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from live.journal import Entry, Filing, Journal
from live.journal.memory import MemoryJournal
from live.journal.sqlite import SqliteJournal

REPOSITORY = Path(__file__).parents[2]

type_of_engine = Callable[[], AbstractAsyncContextManager[Journal]]


def vote(request: str, act: str = "B", subject: str = "poll/7/votes") -> Filing:
    """A filing of one act without a time."""
    return Filing(request=request, acts=((subject, act.encode()),), at=0)


async def entries(journal: Journal, after: int = 0) -> list[Entry]:
    """All entries after a position."""
    return [entry async for entry in journal.read(after)]


@contextmanager
def python(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A second process that runs a script over this very code, and is dead at the end."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def bytes_on_disk(path: Path) -> bytes:
    """Every byte of a conference's file and of the files beside it. Not while this process has it open."""
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(f"{path.name}*")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a conference's file may be made."""
    return tmp_path / "482913.live"


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, path: Path) -> type_of_engine:
    """A way to open a journal of each kind, closed at the end."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Journal]:
        journal: Journal = MemoryJournal() if request.param == "memory" else await SqliteJournal.open(path, create=True)
        try:
            yield journal
        finally:
            await journal.close()

    return opened
