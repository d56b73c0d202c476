"""People's words in Markdown: whatever they wrote stays words, and becomes no heading, list, link, picture, table or HTML.

Nothing is taken out of them: a backslash is put before what Markdown would read as a mark, there where it would. (GitHub makes a
link of a written-out e-mail address even so; no mark can prevent that there.)
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"[\\`*_\[\]<>|~$&#{}@^]")
# What programs look for that make links of bare addresses. Times and numbers are none: "10:40", "3.7".
_IN_ADDRESSES = re.compile(r"(?<!\d)[:.](?=\S)|[:.](?=[^\s\d])|(?<=/)/|/(?=/)")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|(?:\d+(?=[.)])))")
_LINE_ENDS = re.compile(r"\r\n?")


def inline(text: str) -> str:
    """Words for within a line: a heading, a cell of a table, a sentence. Line breaks become spaces."""
    return _line(" ".join(_LINE_ENDS.sub("\n", text).split("\n")))


def block(text: str, first: str = "", rest: str = "") -> str:
    """Words as lines of their own, with their line breaks: the first begins with `first`, all others with `rest`."""
    lines = [_line(line) for line in _LINE_ENDS.sub("\n", text).split("\n")]
    ends = ["\\" if line and following else "" for line, following in zip(lines, [*lines[1:], ""], strict=True)]
    starts = [first, *([rest] * (len(lines) - 1))]
    return "\n".join(f"{start}{line}{end}".rstrip(" ") for start, line, end in zip(starts, lines, ends, strict=True))


def _line(line: str) -> str:
    line = line.strip()
    marked = _MARKS.sub(lambda found: "\\" + found[0], line)
    marked = _IN_ADDRESSES.sub(lambda found: "\\" + found[0], marked)
    return _AT_THE_START.sub(_disarmed, marked)


def _disarmed(found: re.Match[str]) -> str:
    """A number with a point is disarmed at its point, other marks of lists and underlines as they are."""
    space, mark = found[1], found[2]
    return f"{space}{mark}\\" if mark[0].isdecimal() else f"{space}\\{mark}"
