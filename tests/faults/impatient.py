"""`python -m tests.faults.impatient serve …`: our server, which waits for phones some seconds and not a minute."""

from __future__ import annotations

from live.wire import limits

limits.DRAIN_WITHIN = 4.0  # before anybody else takes it from there

from live.cli import main  # noqa: E402
from live.web import server  # noqa: E402

server.UNREAD_MS = 4_000

if __name__ == "__main__":
    main()
