"""Whether listed words are in a text, however they are spelled: "sh1t", "i.d.i.o.t", "s h i t", "f**k", letters that look alike.

Whole words only, so that Scunthorpe and Arsenal are left in peace: a word of the text must be a listed word from its first letter
to its last. Small and capital letters, accents and letters without width make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from msgspec import Struct, field

# Letters of other scripts that look like Latin ones, and Latin ones that come apart only in spelling.
_ALIKE = str.maketrans(
    "аеорсухіјѕкмтнвԁɡαειοκνρτυχøłđħıſ", "aeopcyxijskmthbdgaeioknptuxoldhis", "ʼ\u0640"
) | str.maketrans({"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"})
_SIGNS = str.maketrans("0345789@$€!|", "oeastbgaseil")  # what is written for a letter; "1" is for two of them
_TYPED_AS_LETTERS = "@$€!|"
_WORDS_END = re.compile(r"[\s,;:/\\()\[\]{}<>=?…–—“”„«»‹›\"&]+")
_TRAILING = "!?.,'’*_~-"
_NO_LETTER = re.compile(r"[^\w@$€!|]|_")
_STARS = re.compile(r"[*#]")
# Scripts that put no spaces between words: there a listed word counts wherever it stands.
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
SPACED_OUT = 3  # so many single letters in a row are read as one word
DRAWN_OUT = 3  # "shiiit": so many of one letter stand for any number of it


class Branch(Struct):
    """Where the listed phrases go on after some of their words: by the next one, without drawn-out letters. `ends` are those that
    are complete here: their words, and the phrase as listed. So a text is not compared with each of thousands of phrases."""

    next: dict[str, Branch] = field(default_factory=dict)
    ends: list[tuple[tuple[str, ...], str]] = field(default_factory=list)


class Finder(Struct, frozen=True):
    """Listed words made ready to be looked for. Keys are words without drawn-out letters; each entry keeps the word as listed."""

    single: dict[str, list[tuple[str, str]]]
    several: Branch
    anywhere: list[tuple[str, str]]


@lru_cache(maxsize=64)
def finder(words: tuple[str, ...]) -> Finder:
    single: dict[str, list[tuple[str, str]]] = {}
    several = Branch()
    anywhere: list[tuple[str, str]] = []
    for word in words:
        parts = tuple(part for part in (_NO_LETTER.sub("", one) for one in plain(word).split()) if part)
        if not parts:
            continue
        if _WITHOUT_SPACES.search(word):
            anywhere.append(("".join(parts), word))
        elif len(parts) > 1:
            branch = several
            for part in parts:
                branch = branch.next.setdefault(_drawn_in(part), Branch())
            branch.ends.append((parts, word))
        else:
            single.setdefault(_drawn_in(parts[0]), []).append((parts[0], word))
    return Finder(single, several, anywhere)


def found(text: str, words: tuple[str, ...]) -> Sequence[str]:
    """Those of the listed words that are in the text."""
    if not words:
        return []
    by = finder(words)
    hits: set[str] = set()
    readings: list[frozenset[str]] = []
    chunks = _chunks(plain(text))
    for chunk in chunks:
        readings.append(_readings(chunk))
        for reading in readings[-1]:
            hits.update(word for form, word in by.single.get(_drawn_in(reading), ()) if _is(reading, form))
        hits.update(_starred(chunk, by))
    for row in _spaced_out(chunks):
        hits.update(word for forms in by.single.values() for form, word in forms if form in row)
    for start in range(len(readings)):
        hits.update(_phrases(by.several, readings[start:]))
    joined = "".join(plain(text).split())
    hits.update(word for form, word in by.anywhere if form in joined)
    return [word for word in words if word in hits]


def _phrases(listed: Branch, readings: Sequence[frozenset[str]]) -> Iterator[str]:
    """The listed phrases with which the readings begin."""
    at = [listed]
    for there in readings:
        words = {_drawn_in(reading) for reading in there}
        at = [branch.next[word] for branch in at for word in words if word in branch.next]
        if not at:
            return
        for parts, phrase in (end for branch in at for end in branch.ends):
            if _follow(parts, readings[: len(parts)]):
                yield phrase


def _follow(parts: Sequence[str], readings: Sequence[frozenset[str]]) -> bool:
    """Whether the parts of a listed phrase stand there, one after the other."""
    return len(readings) == len(parts) and all(
        any(_is(reading, part) for reading in there) for part, there in zip(parts, readings, strict=True)
    )


def plain(text: str) -> str:
    """Small letters without accents or anything that has no width, each as the Latin letter that it looks like."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    seen = "".join(
        letter
        for letter in apart
        if unicodedata.category(letter) not in ("Mn", "Me", "Cf", "Cc", "Co", "Cs") or letter in "\n\t"
    )
    return seen.translate(_ALIKE)


def _chunks(text: str) -> list[str]:
    """What stands between spaces and marks that end a word."""
    return [chunk for chunk in (part.strip(_TRAILING) for part in _WORDS_END.split(text)) if chunk]


def _spaced_out(chunks: Sequence[str]) -> list[str]:
    """Letters that stand alone, several in a row, as the words that they may be."""
    rows = ("".join(row) for alone, row in groupby(chunks, lambda chunk: len(chunk) == 1) if alone)
    return [reading for row in rows if len(row) >= SPACED_OUT for reading in _readings(row)]


def _readings(chunk: str) -> frozenset[str]:
    """The words that a chunk may be: its parts between dots and dashes, or all of it without these."""
    readings = set()
    for one in (chunk, *re.split(r"[^\w@$€!|*#]+|_", chunk)):
        letters = _NO_LETTER.sub("", one)
        if not any(letter.isalpha() for letter in letters):
            continue
        for for_one in "il":
            readings.add(letters.replace("1", for_one).translate(_SIGNS))
        readings.add(letters.strip(_TYPED_AS_LETTERS))
    return frozenset(readings - {""})


def _drawn_in(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


def _is(reading: str, form: str) -> bool:
    """Whether a word as written is the listed one, letters that were drawn out or not."""
    if reading == form:
        return True
    if reading[0] != form[0] or len(reading) < len(form):
        return False  # most are decided here
    written, listed = ([(letter, len(list(group))) for letter, group in groupby(word)] for word in (reading, form))
    return len(written) == len(listed) and all(
        one == other and (times == needed or times >= max(DRAWN_OUT, needed))
        for (one, times), (other, needed) in zip(written, listed, strict=True)
    )


def _starred(chunk: str, by: Finder) -> Sequence[str]:
    """The listed words that a chunk with stars for some of its letters may be: "f**k"."""
    if not _STARS.search(chunk):
        return []
    letters = "".join(
        "." if _STARS.match(one) else re.escape(one) for one in chunk if one.isalnum() or _STARS.match(one)
    )
    if not letters[0].isalpha() or sum(one.isalpha() for one in letters) < 2:
        return []
    pattern = re.compile(letters)
    return [word for forms in by.single.values() for form, word in forms if pattern.fullmatch(form)]
