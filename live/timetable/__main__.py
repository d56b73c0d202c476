"""The worker process: a problem as JSON on stdin, the plan as JSON on stdout. `python -m live.timetable SECONDS`.

It opens nothing else, makes way for the server (`nice`), and ends by itself when its time is up, whatever becomes of the server.
"""

from __future__ import annotations

import os
import sys
import time

import msgspec

from live.timetable.planning import planned
from live.timetable.problem import Problem

NICER = 5


def main() -> None:
    seconds = float(sys.argv[1])
    ends = time.monotonic() + seconds
    os.nice(NICER)
    problem = msgspec.json.decode(sys.stdin.buffer.read(), type=Problem)
    plan = planned(problem, lambda: (ends - time.monotonic()) / seconds)
    sys.stdout.buffer.write(msgspec.json.encode(plan))


if __name__ == "__main__":
    main()
