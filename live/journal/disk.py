"""One connection to a conference's file and the thread that it is used on: all that is done there is done in turn.

What belongs together goes over as one piece of work. Each way over and back waits for the event loop to come round, and while a
thousand phones are being told something that takes a while: five ways for each commit were most of an acknowledgement's delay.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Disk:
    """Made by `connect`."""

    def __init__(self, db: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._db = db
        self._thread = thread

    @classmethod
    async def connect(cls, path: Path, patience_seconds: float) -> "Disk":
        """Raises sqlite3.Error. `patience_seconds`: how long to wait for who else has the file locked."""
        thread = ThreadPoolExecutor(1, thread_name_prefix="journal")

        def connected() -> sqlite3.Connection:
            return sqlite3.connect(path, isolation_level=None, timeout=patience_seconds, check_same_thread=False)

        try:
            db = await asyncio.get_running_loop().run_in_executor(thread, connected)
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return cls(db, thread)

    async def run(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work(connection, ...)` gives or raises. Who does not wait for it to end does not stop it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._db, *args, **kwargs))

    async def close(self) -> None:
        """After all that was begun before."""
        try:
            await self.run(sqlite3.Connection.close)
        finally:
            self._thread.shutdown(wait=False)
