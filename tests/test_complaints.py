"""What the system refuses is one sentence that says what to do."""

from __future__ import annotations

import errno
import os
import socket

import pytest

from live.complaints import in_words, why_it_cannot_start

OTHER = "Another data folder is named with --data."


def refused(number: int, place: str | None = None) -> OSError:
    """As the system raises it."""
    return OSError(number, os.strerror(number), place)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (refused(errno.EACCES, "day/secret"), f"This user is not allowed to read or write day/secret. {OTHER}"),
        (refused(errno.ENOSPC, "day/secret"), "day/secret: No space left on device."),
        (refused(errno.ENOSPC), "No space left on device."),
        (FileExistsError("copy.live is already there."), "copy.live is already there."),
    ],
)
def test_a_file_that_cannot_be_used_is_named(problem: OSError, said: str) -> None:
    assert in_words(problem) == said


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (refused(errno.EADDRINUSE), "Port 80 is in use already. Choose another one with --port or LIVE_PORT."),
        (refused(errno.EACCES), "This user is not allowed to listen on port 80. Choose one from 1024 on with --port."),
        (
            refused(errno.EADDRNOTAVAIL),
            "This machine has no address hall. Without --host it is reached at all that it has.",
        ),
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            "This machine has no address hall. Without --host it is reached at all that it has.",
        ),
        (refused(errno.ENOBUFS), "The server cannot start: No buffer space available."),
        (
            refused(errno.EACCES, "day/server"),
            f"The server cannot start. This user is not allowed to read or write day/server. {OTHER}",
        ),
        (OSError("day/secret holds no secret."), "The server cannot start. day/secret holds no secret."),
    ],
)
def test_a_server_that_cannot_start_says_why(problem: OSError, said: str) -> None:
    assert why_it_cannot_start(problem, host="hall", port=80) == said
