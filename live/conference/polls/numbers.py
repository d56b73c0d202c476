"""Numbers as people type them and as they are read: decimal comma or point, spaces between thousands, a unit beside it.

But for amounts of money, which are whole, a number here is an int in units of its last decimal: with one decimal 12.5 is 125. So
all sums are exact.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

SPACE = "[ \u00a0\u2009\u202f]"
LONGEST_TYPED = 40
NUMBER = re.compile(
    rf"(?P<minus>[-−]?)(?P<whole>[0-9]{{1,12}}|[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}}){{1,3}})(?:[.,](?P<part>[0-9]{{1,12}}))?"
)
GROUPED = re.compile(
    r"(?P<minus>[-−]?)(?P<whole>[1-9][0-9]{0,2}(?P<gap>[,.])[0-9]{3}(?:(?P=gap)[0-9]{3}){0,2})"
    r"(?:(?!(?P=gap))[.,](?P<part>[0-9]{1,12}))?"
)


GAPS = "[ ,.'’\u00a0\u2009\u202f]"
AMOUNT = re.compile(rf"0*[0-9]{{1,10}}|[0-9]{{1,3}}(?P<gap>{GAPS})[0-9]{{3}}(?:(?P=gap)[0-9]{{3}}){{0,2}}")


class Unclear(Exception):
    """What was typed is no number, or not clearly one. `kind` is "number", "decimals" or "thousands"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def read_number(typed: str, decimals: int, unit: str = "") -> int:
    """The number in what somebody typed, in units of the last decimal. Raises `Unclear`."""
    if len(typed) > LONGEST_TYPED + len(unit):
        raise Unclear("number")
    text = typed.strip()
    if unit:
        text = text.removeprefix(unit).removesuffix(unit).strip()
    if grouped := GROUPED.fullmatch(text):
        # A single comma or point: 1,250 is a thousand and more, but where there are decimals it may mean one and a quarter.
        if decimals and grouped["whole"].count(grouped["gap"]) == 1 and not grouped["part"]:
            raise Unclear("thousands")
        return _units(grouped["minus"], grouped["whole"].replace(grouped["gap"], ""), grouped["part"], decimals)
    found = NUMBER.fullmatch(text)
    if found is None:
        raise Unclear("number")
    return _units(found["minus"], re.sub(SPACE, "", found["whole"]), found["part"], decimals)


def read_amount(typed: str, currency: str) -> int | None:
    """A whole amount of money: "20000", "£20,000", "20 000 hours", "20.000 €". None if it is not clear what is meant."""
    text = typed.strip()
    if len(text) > LONGEST_TYPED:
        return None
    text = text.removeprefix(currency).removesuffix(currency).strip()
    if text and unicodedata.category(text[0]) == "Sc":
        text = text[1:].strip()
    if text and unicodedata.category(text[-1]) == "Sc":
        text = text[:-1].strip()
    return int(re.sub(GAPS, "", text)) if AMOUNT.fullmatch(text) else None


def _units(minus: str, whole: str, part: str | None, decimals: int) -> int:
    after = (part or "").rstrip("0")
    if len(after) > decimals:
        raise Unclear("decimals")
    units = int(whole + after.ljust(decimals, "0"))
    return -units if minus else units


def plain(units: int, decimals: int) -> str:
    """A number as a form's field has it: "-12.5"."""
    return f"{Decimal(units).scaleb(-decimals):.{decimals}f}"


def words(units: int | Decimal, decimals: int, unit: str = "", *, short: bool = False) -> str:
    """A number as it is read: "12,500", "−3.5%", "£20", "7 people". `short`: without noughts after the point."""
    exact = Decimal(units).scaleb(-decimals)
    places = max(0 if short else decimals, -int(exact.normalize().as_tuple().exponent))
    text = f"{abs(exact):,.{places}f}"
    if unit and all(unicodedata.category(letter) == "Sc" for letter in unit):
        text = unit + text
    elif unit:
        text += f" {unit}" if any(map(str.isalpha, unit)) else unit
    return f"−{text}" if exact < 0 else text
