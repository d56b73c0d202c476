"""Codes on badges: one wrong letter and two swapped ones are always noticed, and what was typed is read kindly."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference.badges import (
    CODE_LETTERS,
    LETTERS,
    WHOLE,
    check_letter,
    code_of,
    hash_of_code,
    is_whole,
    list_number_of,
    read_code,
    shown,
)
from live.conference.words import Refused

KEY = b"k" * 32
CODES = st.text(LETTERS, min_size=CODE_LETTERS, max_size=CODE_LETTERS).map(lambda code: code + check_letter(code))


def whole_code(fixed: dict[int, str]) -> str:
    """A code that is whole and has these letters at these places (from 0)."""
    letters = list("C3D4F6H7J")
    for place, letter in fixed.items():
        letters[place] = letter
    free = next(place for place in range(WHOLE) if place not in fixed)
    for letter in LETTERS:
        letters[free] = letter
        if is_whole("".join(letters)):
            return "".join(letters)
    raise AssertionError(f"no code has {fixed}")


def test_no_letter_can_be_taken_for_another() -> None:
    assert len(set(LETTERS)) == len(LETTERS) == 19
    for alike in ("0OQD", "1IL7", "2Z", "5S", "8B", "UV", "6G", "9G", "4A"):
        assert len(set(alike) & set(LETTERS)) <= 1
    assert not set("AEIOU01258") & set(LETTERS)


def test_any_single_wrong_letter_is_noticed() -> None:
    """At every place, every letter taken for every other. What the rest of the code is does not matter: the check is a sum."""
    for place in range(WHOLE):
        for right in LETTERS:
            code = whole_code({place: right})
            passed = [wrong for wrong in LETTERS if is_whole(code[:place] + wrong + code[place + 1 :])]
            assert passed == [right]


def test_any_swap_of_neighbours_is_noticed() -> None:
    """At every place, every pair; the check letter and the one before it too."""
    for place in range(WHOLE - 1):
        for one, other in permutations(LETTERS, 2):
            code = whole_code({place: one, place + 1: other})
            assert not is_whole(code[:place] + other + one + code[place + 2 :])


@given(CODES)
def test_a_code_has_exactly_one_check_letter(code: str) -> None:
    assert [letter for letter in LETTERS if is_whole(code[:-1] + letter)] == [code[-1]]


@given(CODES, st.data())
def test_a_code_is_read_however_it_is_typed(code: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from(["", " ", "-", "–", ".", "\u00a0"]))
        + data.draw(st.sampled_from([each, each.lower()]))
        for each in code
    )
    assert read_code(typed) == code
    assert read_code(shown(code)) == code
    assert re.fullmatch("[C-Y34679]{4}-[C-Y34679]{4}-[C-Y34679]", shown(code))


@pytest.mark.parametrize(
    ("typed", "say"),
    [
        (" - ", "Please type the code on your badge: nine letters and figures, such as KRTM-4PXW-H."),
        (f"CD0{'F' * 6}", "Look again at letter 3: there is no “0” on any badge."),
        ("krtm 4pxö h", "Look again at letter 8: there is no “Ö” on any badge."),
        ("CDFHJKMN", "A badge has nine letters and figures. This has 8: please look again."),
        ("CDFHJKMNPR", "A badge has nine letters and figures. This has 10: please look again."),
        ("CDFHJ", "This looks like the number for the list. Please type the longer code, nine letters and figures."),
        (
            "FCDHJKMN3",
            "Look again at FCDH-JKMN-3, letter by letter: one is not as on the badge, or two have changed places.",
        ),
        ("C" * 61, "This is much longer than the code on a badge, which has nine letters and figures."),
    ],
)
def test_what_is_no_code_is_refused_with_where_to_look(typed: str, say: str) -> None:
    with pytest.raises(Refused) as refused:
        read_code(typed)
    assert (refused.value.say, refused.value.field) == (say, "badge")


def test_codes_and_list_numbers_are_made_from_the_key_again_and_again() -> None:
    """And differ from conference to conference, as their keys do."""
    numbers = range(1, 200)
    codes = {code_of(KEY, number) for number in numbers}
    assert codes == {code_of(KEY, number) for number in numbers}
    assert len(codes) == 199
    assert all(map(is_whole, codes))
    assert codes.isdisjoint(code_of(b"other" * 8, number) for number in numbers)


def test_a_list_number_tells_nothing_of_the_code() -> None:
    """It is no part of it, and without the key it leads nowhere; nor does the hash that the conference keeps."""
    for number in range(1, 200):
        code, listed = code_of(KEY, number), list_number_of(KEY, number)
        assert listed not in code
        assert hash_of_code(KEY, code) not in (hash_of_code(b"", code), hash_of_code(b"x" * 32, code))
        assert re.fullmatch("[0-9a-f]{32}", hash_of_code(KEY, code))
