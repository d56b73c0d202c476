"""Words that people type: cleaned, bounded, and refused kindly.

No person-given text is trusted. Control characters and the marks that turn the direction of text around are taken out, because
on a big screen they can make a label say something else than it seems to. Nothing is ever cut short silently: text that is too
long is refused with its length, and the form keeps what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

NAME_LETTERS = 60
LABEL_LETTERS = 300
TITLE_LETTERS = 120
QUESTION_LETTERS = 200
ANSWER_LETTERS = 300
TEXT_LETTERS = 600
MARKS_IN_A_ROW = 4  # on one letter: enough for every living script, too few to smear over the line above
MARKS_TO_SORT = (
    30  # as they come, before they are composed: to sort 12,000 on one letter takes half a second (measured)
)

# Marks that turn or hide text: bidi embeddings, overrides, isolates and marks; zero-width space, word joiner, BOM; soft hyphen;
# line and paragraph separators; language tags. Joiners (U+200C, U+200D) stay: Persian and many emoji need them.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LETTERS = frozenset(
    "\u115f\u1160\u2800\u3164\uffa0"
)  # letters by name, with nothing to see: fillers, blank Braille
_LINE_BREAKS = re.compile("[\r\n\u2028\u2029]+")
_BLANK_LINES = re.compile(r"\n{3,}")


class Refused(Exception):
    """A request that the rules do not allow. `say` is shown to the person; `field` names the form field it is about, if any."""

    def __init__(self, say: str, field: str = "") -> None:
        super().__init__(say)
        self.say = say
        self.field = field


def clean(text: str) -> str:
    """`text` without hidden marks, control characters, needless spaces and towers of accents; line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = "".join(letter for letter in _HIDDEN.sub("", text) if letter == "\n" or _may_stay(letter))
    text = unicodedata.normalize("NFC", _sortable(text))  # what was taken out may have stood between
    text = _without_towers(text)
    if not any(map(_is_seen, text)):
        return ""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _may_stay(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn")


def _is_seen(letter: str) -> bool:
    """Whether there is something to see: not spaces, joiners or marks alone."""
    return unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK_LETTERS


def _sortable(text: str) -> str:
    """Without marks beyond `MARKS_TO_SORT` in a row. Composing sorts those of each letter, in the square of their number."""
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS_TO_SORT:
            kept.append(letter)
    return "".join(kept)


def _without_towers(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        if category in ("Mn", "Me"):
            marks += 1
        elif category != "Cf":  # a joiner between the marks does not begin a new letter
            marks = 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)


def clean_text(text: str, most: int, field: str, what: str, *, optional: bool = False) -> str:
    """Cleaned text of at most `most` letters, which may have several lines. `what` begins the sentence of a refusal."""
    if len(text) > 40 * most:  # far beyond anything typed by hand; not worth cleaning
        raise Refused(f"{what} can have {most} letters at most. This was much longer.", field)
    cleaned = clean(text)
    if not cleaned and not optional:
        raise Refused(f"{what} needs some words.", field)
    if len(cleaned) > most:
        raise Refused(f"{what} can have {most} letters at most. Yours has {len(cleaned)}.", field)
    return cleaned


def clean_line(text: str, most: int, field: str, what: str, *, optional: bool = False) -> str:
    """As `clean_text`, on one line."""
    return clean_text(_LINE_BREAKS.sub(" ", text), most, field, what, optional=optional)


def clean_day(text: str, field: str = "day") -> str:
    """A day as "2027-05-14", or empty. Raises `Refused`."""
    typed = clean_line(text, 20, field, "The day", optional=True)
    if not typed:
        return ""
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise Refused("Please give the day like 2027-05-14.", field) from None
