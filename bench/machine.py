"""The machine: which core is whose, how many sockets there may be, and what it is in words."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYNCS = 50
MOST_FILES = 20_000


def _cores() -> tuple[set[int], set[int]]:
    if not hasattr(os, "sched_getaffinity"):
        return set(), set()
    first, *others = sorted(os.sched_getaffinity(0))
    return {first}, set(others) or {first}


SERVER, CLIENTS = _cores()
"""The server's core, and everybody else's. The same twice where there is one core; empty where the system cannot pin."""


@contextmanager
def running_on(some: set[int]) -> Iterator[None]:
    """This thread, and processes that it starts meanwhile, run on these cores."""
    if not some:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, some)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_many_sockets() -> None:
    """Here and in processes started from here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def cpu_seconds(process: int) -> float:
    """What a process has used of a processor so far, with all its threads; 0 where the system does not say."""
    folder = Path(f"/proc/{process}")
    try:
        threads = [thread / "schedstat" for thread in (folder / "task").iterdir()]
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    except FileNotFoundError:
        pass  # a kernel that keeps no such accounts: hundredths of a second, then
    stat = folder / "stat"
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def sync_ms(folder: Path) -> float:
    """How long the disk takes to say that 4 KB are on it: the median, in milliseconds."""
    times = []
    with (folder / "sync").open("wb") as file:
        for _ in range(SYNCS):
            file.write(os.urandom(4096))
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def in_words(folder: Path) -> str:
    """The machine in one sentence."""
    places = "server and clients on cores of their own" if SERVER != CLIENTS else "server and clients on the SAME core"
    system = platform.freedesktop_os_release()["PRETTY_NAME"] if sys.platform == "linux" else platform.platform()
    return (
        f"{os.cpu_count()} cores ({places}), {system}, Python {platform.python_version()}, "
        f"a disk that takes {sync_ms(folder):.2g} ms for an fsync; load before the run {os.getloadavg()[0]:.1f}."
    )
