"""What a server holds: memory of its process, and bytes that the kernel keeps for its sockets. Linux only (`/proc`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

MIB = 1024 * 1024


def resident(process: int) -> int:
    """Bytes of memory that a process has now."""
    return _status(process, "VmRSS")


def forget_peak(process: int) -> None:
    """From now on `peak` counts anew."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


def peak(process: int) -> int:
    """Bytes of memory that a process had at the most, since it began or since `forget_peak`."""
    return _status(process, "VmHWM")


def in_the_kernel(port: int, peers: Collection[int] | None = None) -> int:
    """Bytes that the kernel holds for the sockets of a server on this port, in both directions: not read by the server yet, and
    not acknowledged by those whom they were sent to. With `peers`: for those who come from these ports of this machine."""
    total = 0
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            _, local, remote, _, queues, *_ = line.split()
            if _port(local) == port and (peers is None or _port(remote) in peers):
                total += sum(int(size, 16) for size in queues.split(":"))
    return total


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def _status(process: int, name: str) -> int:
    found = re.search(rf"(?m)^{name}:\s+(\d+) kB$", Path(f"/proc/{process}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024
