"""The codes on badges: which letters, the check letter, how typed ones are read, and how they come from the conference's key.

A code is eight letters and a check letter, shown as `KRTM-4PXW-H`. The nineteen letters (some are figures) are hard to take
for one another in print or hand: of `0 O Q D`, `6 G`, `7 1 I L`, `U V` there is one at most, of `2 Z`, `5 S`, `8 B` none. Nor is
there any of `A E I O U`, so that no words come about. Nineteen is a prime, and every place has a weight of its own, smaller than
it: so a single wrong letter, and a swap of two neighbours, always change the sum.

Codes and list numbers are derived from a key that no file of the conference holds, so a sheet can be printed again. What the
conference keeps of a code is a hash under the same key: without it, trying all codes against the file finds nothing.
"""

from __future__ import annotations

import hmac
import unicodedata

from live.conference.words import Refused

LETTERS = "CDFHJKMNPRTWXY34679"
CODE_LETTERS = 8
LIST_LETTERS = 5
MOST_TYPED = 60  # of a field that holds a code; more was pasted by mistake

WHOLE = CODE_LETTERS + 1
WEIGHTS = (*range(2, 2 + CODE_LETTERS), 1)  # the check letter's is 1, so that it can be worked out
HASH_LETTERS = 32  # 128 bits in hex


class WrongBadge(Refused):
    """The letters belong together, but no badge has them: what a guess looks like."""

    def __init__(self) -> None:
        super().__init__(
            "No badge of this conference has these letters. Please look again, or ask at the desk for another badge.",
            "badge",
        )


def check_letter(code: str) -> str:
    """The ninth letter for these eight."""
    total = sum(weight * LETTERS.index(letter) for weight, letter in zip(WEIGHTS, code[:CODE_LETTERS], strict=False))
    return LETTERS[-total % len(LETTERS)]


def is_whole(code: str) -> bool:
    """Whether nine letters belong together."""
    return len(code) == WHOLE and check_letter(code) == code[-1]


def shown(code: str) -> str:
    """A code as it is printed: `KRTM-4PXW-H`."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def read_code(typed: str) -> str:
    """The nine letters in what somebody typed, in any case, with any spaces and hyphens. Raises `Refused` with where to look."""
    if len(typed) > MOST_TYPED:
        raise Refused("This is much longer than the code on a badge, which has nine letters and figures.", "badge")
    letters = [each for each in unicodedata.normalize("NFKC", typed).upper() if each.isalnum()]
    if not letters:
        raise Refused("Please type the code on your badge: nine letters and figures, such as KRTM-4PXW-H.", "badge")
    for place, letter in enumerate(letters, 1):
        if letter not in LETTERS:
            raise Refused(f"Look again at letter {place}: there is no “{letter}” on any badge.", "badge")
    if len(letters) == LIST_LETTERS:
        raise Refused(
            "This looks like the number for the list. Please type the longer code, nine letters and figures.", "badge"
        )
    if len(letters) != WHOLE:
        raise Refused(f"A badge has nine letters and figures. This has {len(letters)}: please look again.", "badge")
    code = "".join(letters)
    if not is_whole(code):
        raise Refused(
            f"Look again at {shown(code)}, letter by letter: one is not as on the badge, or two have changed places.",
            "badge",
        )
    return code


def code_of(key: bytes, number: int) -> str:
    """The code of a badge, by its number."""
    code = _letters(_digest(key, f"badge/code/{number}"), CODE_LETTERS)
    return code + check_letter(code)


def list_number_of(key: bytes, number: int) -> str:
    """What stands for a badge in a published list. It comes from the same key by another way, so it tells nothing of the code."""
    return _letters(_digest(key, f"badge/list/{number}"), LIST_LETTERS)


def hash_of_code(key: bytes, code: str) -> str:
    """What the conference keeps of a code."""
    return _digest(key, f"badge/hash/{code}").hex()[:HASH_LETTERS]


def _digest(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, purpose.encode(), "sha256")


def _letters(digest: bytes, count: int) -> str:
    """So many letters, all equally likely: 256 bits are far more than they need."""
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(count):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)
