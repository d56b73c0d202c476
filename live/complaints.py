"""What the system refuses, in one sentence for whoever typed the command.

Python's own words ("[Errno 13] Permission denied: 'data/secret'") say what failed, and not what to do. What is not named here
keeps the system's words, with the file's name before them.
"""

from __future__ import annotations

import errno
import socket

OTHER_FOLDER = "Another data folder is named with --data."


def in_words(problem: OSError) -> str:
    """Why a file or folder could not be used. What our own code raised is a sentence already."""
    if problem.strerror is None:
        return str(problem)
    if problem.filename is None:
        return f"{problem.strerror}."
    if isinstance(problem, PermissionError):
        return f"This user is not allowed to read or write {problem.filename}. {OTHER_FOLDER}"
    return f"{problem.filename}: {problem.strerror}."


def why_it_cannot_start(problem: OSError, host: str, port: int) -> str:
    """Why a server could not listen, or could not use its folder."""
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already. Choose another one with --port or LIVE_PORT."
    if problem.errno == errno.EADDRNOTAVAIL or isinstance(problem, socket.gaierror):
        return f"This machine has no address {host}. Without --host it is reached at all that it has."
    if problem.errno == errno.EACCES and problem.filename is None:
        return f"This user is not allowed to listen on port {port}. Choose one from 1024 on with --port."
    if problem.filename is None and problem.strerror:
        return f"The server cannot start: {problem.strerror}."
    return f"The server cannot start. {in_words(problem)}"
