"""`python -m bench.readme`: put the last run of `make bench` into the README, between the two marks there."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bench.__main__ import RESULTS, Results

README = Path(__file__).parents[1] / "README.md"
TABLES = ("reached", "deliveries", "votes", "screen", "back")
"""What stands there, in this order. Of the other figures README tells in words."""
BEGIN, END = "<!-- one run of make bench -->", "<!-- end of the run -->"


def told(readme: str, results: Results) -> str:
    """The README with these results in place of those before. Raises `ValueError` where the marks are missing."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"There is no {BEGIN} with a {END} after it.")
    tables = [results.tables[name].markdown() for name in TABLES if name in results.tables]
    return "\n\n".join([before + begin, f"One run: {results.machine}", *tables, end + after])


if __name__ == "__main__":
    results = msgspec.json.decode(RESULTS.read_bytes(), type=Results)
    README.write_text(told(README.read_text(), results))
    print(f"The README tells the run of: {results.machine}")
