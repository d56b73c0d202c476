"""`python -m tests.faults.sleeper PORT CODE COOKIE`: a phone in a process of its own, which can be stopped as a whole. It says
the number of each question that it is shown, and "lost" when its socket is closed."""

from __future__ import annotations

import asyncio
import sys

from bench.slow import LITTLE_ROOM, look_at_now
from tests.faults.crowded import SHOWN


async def main(port: str, code: str, cookie: str) -> None:
    def hear(message: bytes) -> None:
        if shown := SHOWN.search(message):
            print(int(shown[1]), flush=True)

    is_lost = asyncio.Event()
    await look_at_now(int(port), code, cookie, hear, lost=is_lost.set, room=LITTLE_ROOM)
    await is_lost.wait()
    print("lost", flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
