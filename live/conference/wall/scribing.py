"""A scribe's list: what a table has said, hung in one go, a label from each line. The rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.wall.labels import THE_DAYS_WALL, LabelKind
from live.conference.wall.wall_acts import WallAct
from live.conference.wall.writing import Written, check_open, hung, said_already
from live.conference.words import LABEL_LETTERS, NAME_LETTERS, Refused, clean, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

MOST_LINES = 60
MOST_LETTERS = 2 * MOST_LINES * LABEL_LETTERS  # spaces and bullets included
QUOTED = 30  # letters of a line, for finding it again

# What stands before the words of a line in a list that was typed or pasted: "- ", "• ", "1. ", "2) ", "(3) ", "[ ] ".
_BULLET = re.compile(r"(?:[•◦‣⁃▪▫●○■□☐☑☒✓✔➢➤►→·]\s*|[-–—*+]\s+|\(?\d{1,3}[.)]\s+|\[[ xX]?\]\s*)+")
_BARE_BULLET = re.compile(r"(?:[-–—*+·]|\(?\d{1,3}[.)])")
_LINES = re.compile("\r\n|[\r\n\u2028\u2029]")


class PostLabels(Request, frozen=True):
    """Many labels at once: `texts` has a line for each. On the wall of the day all are of one `kind`; `signed` hangs with all."""

    texts: str = ""
    kind: str = ""
    signed: str = ""
    prompt: int = THE_DAYS_WALL


def post_labels(conference: Conference, ask: PostLabels, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Lines that hang already, or that are in the list twice, are left out. With one line that cannot hang, none of them does."""
    voice = joined_voice(conference, by)
    check_open(conference, ask.prompt)
    kind = _kind(ask)
    signed = clean_line(ask.signed, NAME_LETTERS, "signed", "Where people can find you", optional=True)
    written = [Written(kind, text, signed, "texts") for text in dict.fromkeys(lines_of(ask.texts))]
    known = said_already(conference.wall, voice.id, ask.prompt)
    new = [one for one in written if (one.kind, one.text) not in known]
    if not new:
        raise Refused("You have hung all of these already.", "texts")
    return hung(conference, new, voice.id, ask.prompt, moment)


def without_bullet(line: str) -> str:
    """A line without what marks it as one of a list."""
    line = line.strip()
    return "" if _BARE_BULLET.fullmatch(line) else _BULLET.sub("", line, count=1) if _BULLET.match(line) else line


def _kind(ask: PostLabels) -> LabelKind:
    if ask.prompt != THE_DAYS_WALL:
        return "answer"
    match ask.kind:
        case "contribute" | "ask" as kind:
            return kind
        case _:
            raise Refused("Are these things to contribute, or things to ask? Please choose.", "kind")


def lines_of(texts: str) -> list[str]:
    """The words of each line that has some. Lines are numbered as they are seen, empty ones too."""
    if len(texts) > MOST_LETTERS:
        raise Refused(
            f"A list can have {MOST_LINES} lines of {LABEL_LETTERS} letters each. This was much longer.", "texts"
        )
    lines: list[str] = []
    for number, line in enumerate(_LINES.split(texts), 1):
        text = clean(without_bullet(line))
        if len(text) > LABEL_LETTERS:
            raise Refused(
                f"Line {number}, “{text[:QUOTED]}…”, has {len(text)} letters. A label can have {LABEL_LETTERS} at most.",
                "texts",
            )
        if text:
            lines.append(text)
    if not lines:
        raise Refused("Please write at least one line.", "texts")
    if len(lines) > MOST_LINES:
        raise Refused(f"A list can have {MOST_LINES} lines at most. Yours has {len(lines)}.", "texts")
    return lines
