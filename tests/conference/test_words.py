"""Words that people type: cleaned, bounded, refused kindly."""

import re
import unicodedata
from typing import ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import words
from live.conference.words import MARKS_IN_A_ROW, MARKS_TO_SORT, Refused, clean, clean_line, clean_text

LETTERS = st.one_of(
    st.characters(),
    st.characters(categories=("Mn", "Me", "Mc", "Cf", "Cs", "Cc", "Zs", "Zl", "Zp", "Lo")),
    st.sampled_from("\r\n\t\u200d\u0301\u0323e가가"),
)
ANY_TEXT = st.text(LETTERS, max_size=60)


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """So an answer, a group or a plan that comes back through a form is still the same."""
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_cleaned_text_can_be_written_down_and_hides_nothing(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode().decode() == cleaned
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in cleaned if letter != "\n")
    assert not any(unicodedata.bidirectional(letter) in BIDI_MARKS for letter in cleaned)


BIDI_MARKS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(ANY_TEXT)
def test_a_line_is_one_line(text: str) -> None:
    line = clean_line(text, 10_000, "name", "A name", optional=True)
    assert line.splitlines() in ([], [line])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Tea   and\tcake ", "Tea and cake"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("\u202egnp.exe", "gnp.exe"),
        ("pay\u200bpal\u00ad", "paypal"),
        ("nul\x00 esc\x1b[31m", "nul esc[31m"),
        ("half \ud83d letter", "half letter"),
        ("e\u200b\u0301", "é"),
        ("cafe\u0301", "café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🌾 ❤\ufe0f", "👩\u200d🌾 ❤\ufe0f"),
        ("Tiếng Việt, हिन्दी, ไทย", "Tiếng Việt, हिन्दी, ไทย"),
        ("<b>5 < 6</b>", "<b>5 < 6</b>"),
        ("\u200d", ""),
        ("\u3164 \u2800", ""),
        ("\u0301", ""),
    ],
)
def test_what_is_kept_of_what_was_typed(typed: str, kept: str) -> None:
    """Every living script and every emoji stays; what hides or turns text goes."""
    assert clean(typed) == kept


@pytest.mark.parametrize("between", ["", "\u200d", "\u200b", "\x00"])
def test_towers_of_accents_are_lowered(between: str) -> None:
    tower = clean("q" + f"\u0323{between}" * 100 + "!")
    assert tower.count("\u0323") == MARKS_IN_A_ROW


def test_a_line_break_in_a_line_becomes_a_space() -> None:
    assert clean_line("a\r\nb\rc\nd\u2028e", 20, "title", "The title") == "a b c d e"


def test_text_that_is_too_long_is_refused_with_its_length_and_never_cut() -> None:
    assert clean_text("x" * 300, 300, "text", "A label") == "x" * 300
    with pytest.raises(Refused) as refused:
        clean_text("x" * 301, 300, "text", "A label")
    assert (refused.value.say, refused.value.field) == ("A label can have 300 letters at most. Yours has 301.", "text")


def test_text_far_too_long_is_refused_without_being_read() -> None:
    with pytest.raises(Refused) as refused:
        clean_text("x" * 12_001, 300, "text", "A label")
    assert refused.value.say == "A label can have 300 letters at most. This was much longer."


def test_text_without_words_is_refused_unless_it_is_optional() -> None:
    with pytest.raises(Refused, match=r"^A label needs some words\.$"):
        clean_text(" \u200b\n", 300, "text", "A label")
    assert clean_text(" \u200b\n", 300, "text", "A label", optional=True) == ""


@given(st.text(st.sampled_from("a\u0301\u0323\u0344\u302e\u200d\u200b"), max_size=400))
def test_no_tower_of_marks_is_sorted_whatever_stands_between_them(text: str) -> None:
    """Sorting the marks of one letter takes the square of their number: one label could stop the server for seconds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(words, "unicodedata", Noting())
        clean(text * 20)
    for composed in Noting.composed:
        runs = re.findall(r"[^\0]+", "".join("x" if unicodedata.combining(letter) else "\0" for letter in composed))
        assert max(map(len, runs), default=0) <= MARKS_TO_SORT
    Noting.composed.clear()


class Noting:
    """Unicode's tables, with a note of what was composed."""

    composed: ClassVar[list[str]] = []
    category, combining = staticmethod(unicodedata.category), staticmethod(unicodedata.combining)

    def normalize(self, form: Literal["NFC"], text: str) -> str:
        self.composed.append(text)
        return unicodedata.normalize(form, text)
