"""Tries everything that reads bytes of a phone with bytes that nobody would send: `python -m tests.wire.fuzz --seconds 600`.

Needs the extra "fuzz" (atheris: libFuzzer, which keeps what reaches new lines of the code). Each target gets its share of the
time in a process of its own, beginning with the corpus; `--keep` adds to that the few that reached something new. Ends with
status 1 if anything was broken; the input then lies in the folder that is named.
"""

from __future__ import annotations

import argparse
import importlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
NAMES = ("frames", "inflating", "upgrades", "messages")
LONGEST = 2000  # bytes of an input
KEPT_AT_MOST = 300  # bytes of an input that is kept


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    asked.add_argument("--seconds", type=int, default=600, help="for all targets together")
    asked.add_argument("--keep", action="store_true", help="add to the corpus what reached something new")
    options = asked.parse_args()
    tried, broken = 0, 0
    for name in NAMES:
        found = Path(tempfile.mkdtemp(prefix=f"live-fuzz-{name}-"))
        command = [sys.executable, "-m", "tests.wire.fuzz", "target", name, str(found), str(CORPUS / name)]
        bounds = [
            f"-max_total_time={options.seconds // len(NAMES)}",
            f"-max_len={LONGEST}",
            "-timeout=10",
            "-rss_limit_mb=2048",
        ]
        ended = subprocess.run(
            [*command, *bounds, f"-artifact_prefix={found}/broken-", "-print_final_stats=1"],
            capture_output=True,
            text=True,
            check=False,
        )
        inputs = int("".join(re.findall(r"number_of_executed_units: (\d+)", ended.stderr)) or 0)
        tried += inputs
        print(
            f"{name}: {inputs:,} inputs, {'nothing found' if ended.returncode == 0 else f'BROKEN, see {found}'}",
            flush=True,
        )
        if ended.returncode:
            broken += 1
            print(ended.stdout[-3000:] + ended.stderr[-3000:])
        elif options.keep:
            _keep(name, found)
    print(f"{tried:,} inputs tried; {'nothing found' if not broken else f'{broken} of {len(NAMES)} broken'}")
    return 1 if broken else 0


def _keep(name: str, found: Path) -> None:
    """Add the fewest small inputs that reach what the corpus does not reach yet."""
    for path in found.iterdir():
        if path.stat().st_size > KEPT_AT_MOST:
            path.unlink()
    command = [sys.executable, "-m", "tests.wire.fuzz", "target", name, "-set_cover_merge=1"]
    subprocess.run([*command, str(CORPUS / name), str(found)], check=True, capture_output=True)


def _target(name: str, arguments: list[str]) -> None:
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["live.wire", "tests.wire.targets"]):
        targets = importlib.import_module("tests.wire.targets")
    itself = (
        f"{sys.executable} -m tests.wire.fuzz target {name}"  # libFuzzer starts itself anew by these words to merge
    )
    atheris.Setup([itself, *arguments], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["target"]:
        _target(sys.argv[2], sys.argv[3:])
    sys.exit(main())
