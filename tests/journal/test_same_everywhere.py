"""Whatever is filed, erased and opened again, both engines hold the same entries and give the same answers."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from live.journal import Filing
from live.journal.care import check
from live.journal.memory import MemoryJournal
from live.journal.sqlite import SqliteJournal
from tests.journal.conftest import entries

subjects = st.sampled_from(["poll/1/votes", "poll/2/votes", "label/1", "thème\0"])
requests = st.sampled_from(["", "a", "b", "c", "b\0", "\0"]) | st.text(max_size=3)
filings = st.builds(
    Filing,
    request=requests,
    acts=st.lists(st.tuples(subjects, st.binary(max_size=20)), max_size=3).map(tuple),
    at=st.integers(0, 2**62),
    erase=st.just(()) | st.lists(subjects, max_size=2).map(tuple),
)
OPEN_AGAIN = "open again"
steps = st.lists(st.lists(filings, max_size=5) | subjects | st.just(OPEN_AGAIN), max_size=12)


@given(steps)
def test_the_engine_on_the_disk_is_the_one_in_memory(steps: list[list[Filing] | str]) -> None:
    async def day(path: Path) -> None:
        memory, sqlite = MemoryJournal(), await SqliteJournal.open(path, create=True)
        for step in steps:
            if step == OPEN_AGAIN:
                await sqlite.close()
                sqlite = await SqliteJournal.open(path)
            elif isinstance(step, str):
                await memory.erase(step)
                await sqlite.erase(step)
            else:
                assert await sqlite.append(step) == await memory.append(step)
            assert await entries(sqlite) == await entries(memory)
            assert await sqlite.head() == await memory.head()
        await sqlite.close()
        assert check(path).faults == ()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(day(Path(folder) / "day.live"))
