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
    """The program made from `bench/c/NAME.c`, or of all in the folder `bench/c/NAME`, built anew when anything there has changed.
    Raises `NoCompiler`."""
    single, folder, program = SOURCES / f"{name}.c", SOURCES / name, BUILT / name
    sources = sorted(folder.glob("*.c")) if folder.is_dir() else [single]
    newest = max(file.stat().st_mtime_ns for file in (*sources, *folder.glob("*.h")))
    if program.exists() and program.stat().st_mtime_ns > newest:
        return program
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler(
            "There is no C compiler here, and the bench's phones are written in C. On Debian: apt install gcc."
        )
    BUILT.mkdir(exist_ok=True)
    fresh = program.with_suffix(f".{os.getpid()}")  # tests may build it twice at the same time
    command = [compiler, "-O2", "-o", str(fresh), *map(str, sources)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own files
    if made.returncode:
        raise NoCompiler(f"The C compiler cannot build {name}, which needs Linux: {made.stderr.strip()[:300]}")
    fresh.replace(program)
    return program
