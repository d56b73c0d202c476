"""Up to three words: what counts as the same word, and how often each was said."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.question import Word
from live.conference.polls.word_cloud import WordCloud, folded, singular

QUESTION = WordCloud()
WRITTEN = ('{"kind":"word_cloud"}', WordCloud())

WORDS = st.sampled_from(
    ("trust", "Trust", "trusts", "cup", "Cups", "bus", "buses", "glass", "news", "new", "co-production", "coproduction")
)
ANSWERS = st.lists(WORDS, min_size=1, max_size=3, unique_by=folded).map(tuple)


def cloud(*answers: tuple[str, ...]) -> list[tuple[str, int]]:
    return [(word.text, word.people) for word in QUESTION.cloud(answers)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trust", "trust"),
        ("co-production", "coproduction"),
        ("co-production", "Co production"),
        ("co\u2010production", "co\u2013production"),
        ("lived  experience", "lived-experience"),
        ("“trust”", "trust!"),
        ("#hope", "hope"),
        ("people’s", "people's"),
        ("ﬁne", "fine"),
        ("CAFÉ", "café"),
    ],
)
def test_capitals_spaces_hyphens_and_marks_around_make_no_other_word(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("cafe", "café"), ("trust", "truth"), ("C", "C++"), ("!", "?"), ("🙂", "🙁")]
)
def test_accents_letters_and_signs_make_another_word(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("cups", "cup"),
        ("buses", "bus"),
        ("communities", "community"),
        ("wishes", "wish"),
        ("heroes", "hero"),
        ("Cafés", "café"),
        ("equal voices", "Equal voice"),
        ("movies", "movie"),
    ],
)
def test_a_plain_plural_is_its_singular_where_both_were_written(plural: str, one: str) -> None:
    assert cloud((plural,), (one,), (one,)) == [(one, 3)]
    assert cloud((plural,)) == [(plural, 1)]


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("trusts", "trust"),
        ("news", "new"),
        ("means", "mean"),
        ("rights", "right"),
        ("glass", "glas"),
        ("glasses", "glass"),
        ("gas", "ga"),
        ("bus", "bu"),
        ("buses", "bu"),
        ("rose", "ro"),
        ("ours", "our"),
    ],
)
def test_what_only_looks_like_a_plural_stays_a_word_of_its_own(word: str, other: str) -> None:
    assert len(cloud((word,), (other,))) == 2


def test_plurals_of_plurals_come_to_the_same_word() -> None:
    assert singular("lenses", {"lenses", "lens", "len"}) == "len"


def test_somebody_who_writes_the_same_word_three_times_counts_once() -> None:
    fields = {"vote.1": ["Trust"], "vote.2": [" trust "], "vote.3": ["TRUST!"]}
    assert QUESTION.read(fields) == ("Trust",)
    assert cloud(("cup", "cups")) == [("cup", 1)]
    assert cloud(("cup", "Cups"), ("cups",)) == [("cup", 2)]


def test_the_spelling_that_most_people_chose_is_shown() -> None:
    assert cloud(("Co-production",), ("co-production",), ("Co-production",)) == [("Co-production", 3)]


def test_of_spellings_chosen_equally_often_the_shortest_without_capitals_is_shown() -> None:
    assert cloud(("Trust",), ("trust",)) == [("trust", 2)]
    assert cloud(("bottom-up",), ("bottomup",)) == [("bottomup", 2)]


def test_words_stand_by_how_many_said_them_and_then_by_the_alphabet() -> None:
    answers = [("trust", "hope"), ("Gifts",), ("trust", "an ear")]
    for order in permutations(answers):
        assert cloud(*order) == [("trust", 2), ("an ear", 1), ("Gifts", 1), ("hope", 1)]


@given(st.lists(ANSWERS, max_size=8))
def test_the_cloud_does_not_depend_on_the_order_of_votes(answers: list[tuple[str, ...]]) -> None:
    before = QUESTION.cloud(answers)
    assert QUESTION.cloud(answers[::-1]) == before
    assert sum(word.people for word in before) <= QUESTION.marks(recount(QUESTION, answers))
    assert all(1 <= word.people <= len(answers) for word in before)


def test_people_and_words_are_counted_apart() -> None:
    tally = recount(QUESTION, [("trust", "hope"), ("tea",), ("trust", "time", "tea")])
    assert tally == (3, 6)
    assert QUESTION.marks(tally) == 6


def test_nothing_was_said() -> None:
    assert QUESTION.cloud(()) == ()
    assert QUESTION.cloud((-1, -2)) == ()  # “None of these” is no word
    assert QUESTION.export((2, 3), (("tea",), ("Tea", "time"))) == {
        "words": [{"text": "tea", "people": 2}, {"text": "time", "people": 1}]
    }


def test_boxes_may_be_left_empty_and_the_answer_is_what_was_written() -> None:
    assert QUESTION.read({"vote.1": [""], "vote.2": [" \n"], "vote.3": ["sharing  power\u202e"]}) == ("sharing power",)
    assert QUESTION.said(("tea", "time")) == {"vote.1": ["tea"], "vote.2": ["time"]}
    assert QUESTION.read_back(("tea", "time")) == "tea, time"


@pytest.mark.parametrize(
    ("fields", "say", "field"),
    [
        ({}, "Please write at least one word.", "vote.1"),
        ({"vote.1": ["", "  "]}, "Please write at least one word.", "vote.1"),
        ({"vote.4": ["tea"], "vote": ["tea"]}, "Please write at least one word.", "vote.1"),
        ({"vote.2": ["\u200b\u2800"]}, "Please write at least one word.", "vote.1"),
        ({"vote.2": ["tea", "time"]}, "Please write one word or short phrase in each box.", "vote.2"),
        ({"vote.3": ["x" * 25]}, "Your third word can have 24 letters at most. Yours has 25.", "vote.3"),
        (
            {"vote.1": ["x" * 10_000_000]},
            "Your first word can have 24 letters at most. This was much longer.",
            "vote.1",
        ),
    ],
)
def test_what_are_no_three_short_words_is_refused(fields: dict[str, list[str]], say: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read(fields)
    assert (refused.value.say, refused.value.field) == (say, field)


def test_a_word_is_shown_once_in_the_cloud_even_if_it_is_only_a_mark() -> None:
    assert QUESTION.cloud((("!!!",), ("🙂",), ("!!!",))) == (Word("!!!", 2), Word("🙂", 1))
