"""The two programs in C, built with this machine's compiler when they are needed: the phones, and the limit."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SOURCES = Path(__file__).parent / "c"
BUILT = Path(__file__).parent / "build"


class NoCompiler(Exception):
    """There is none here, or it cannot build this. Its text is one sentence."""


def built(name: str) -> Path:
    """The program made from `bench/c/NAME.c`, built anew when that has changed. Raises `NoCompiler`."""
    source, program = SOURCES / f"{name}.c", BUILT / name
    if program.exists() and program.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return program
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler(
            "There is no C compiler here, and the bench's phones are written in C. On Debian: apt install gcc."
        )
    BUILT.mkdir(exist_ok=True)
    fresh = program.with_suffix(f".{os.getpid()}")  # tests may build it twice at the same time
    made = subprocess.run([compiler, "-O2", "-o", str(fresh), str(source)], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    if made.returncode:
        raise NoCompiler(f"The C compiler cannot build {source.name}, which needs Linux: {made.stderr.strip()[:300]}")
    fresh.replace(program)
    return program
