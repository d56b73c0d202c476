"""Lists, divided rows and clouds of words are laid out so that the screen can show all of them whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference.polls.question import Bar, Strip, Word
from live.fragments import fit
from live.fragments.scaled import HIGH, LEAST, WIDE, Cloud, alphabet, cloud, listed, stripped

TEXTS = st.text(st.sampled_from("ilmWÄ漢 "), min_size=1, max_size=24).map(str.strip).filter(bool)
WORDS = st.dictionaries(TEXTS, st.integers(1, 400), max_size=60).map(
    lambda people: [Word(text, count) for text, count in people.items()]
)
ORDINARY = [Word(text, people) for people, text in enumerate(("trust", "time", "tea", "equal voice", "hope"), 3)]


def words_of(picture: Cloud) -> list[str]:
    return [word.text for row in picture.rows for word in row]


@given(WORDS)
def test_a_cloud_is_no_wider_and_no_higher_than_its_page(words: list[Word]) -> None:
    picture = cloud(words)
    for row in picture.rows:
        assert sum(fit.ems(word.text) * word.size for word in row) <= WIDE
    assert sum(max(word.size for word in row) for row in picture.rows) <= picture.high


@given(WORDS)
def test_every_word_is_in_the_cloud_or_counted_as_one_more(words: list[Word]) -> None:
    picture = cloud(words)
    assert len(words_of(picture)) + picture.more == len(words)
    assert len(words_of(picture)) <= 24
    shown = set(words_of(picture))
    hidden = [word.people for word in words if word.text not in shown]
    assert max(hidden, default=0) == picture.more_said
    assert min((word.people for word in words if word.text in shown), default=400) >= picture.more_said


@given(WORDS)
def test_words_stand_by_the_alphabet_whatever_order_they_came_in(words: list[Word]) -> None:
    picture = cloud(words)
    assert cloud(words[::-1]) == picture
    assert words_of(picture) == sorted(words_of(picture), key=lambda text: alphabet(Word(text, 1)))


def test_the_more_people_said_a_word_the_larger_it_is() -> None:
    placed = sorted((word for row in cloud(ORDINARY).rows for word in row), key=lambda word: word.people)
    sizes = [word.size for word in placed]
    assert sizes == sorted(set(sizes))
    assert [word.is_top for word in placed] == [False, False, True, True, True]


def test_words_said_equally_often_are_equally_large_and_none_stands_out() -> None:
    placed = [word for row in cloud([Word(text, 2) for text in "abcdef"]).rows for word in row]
    assert len({word.size for word in placed}) == 1
    assert not any(word.is_top for word in placed)


def test_of_many_words_said_once_those_shown_come_from_all_over_the_alphabet() -> None:
    picture = cloud([Word(f"{letter}{number}", 1) for letter in "abcdefghij" for number in range(6)])
    assert (picture.more, picture.more_said) == (36, 1)
    assert {text[0] for text in words_of(picture)} == set("abcdefghij")


def test_24_words_of_an_ordinary_hall_are_all_large_enough_to_be_read_from_the_back() -> None:
    people = (31, 14, 44, 37, 12, 71, 18, 6, 58, 25, 9, 7, 49, 22, 28, 5, 8, 10, 6, 15, 4, 20, 7, 11)
    texts = """partnership honesty sharing-power listening community together respect design trust people time carers
        equal-voice change lived-experience fun bottom-up openness hope joint-decisions gifts relationships risk plain-English"""
    picture = cloud([Word(text, count) for text, count in zip(texts.split(), people, strict=True)])
    assert picture.more == 0
    assert picture.high <= HIGH
    assert min(word.size for row in picture.rows for word in row) >= 3.5
    assert max(word.size for row in picture.rows for word in row) >= 7.5


def test_a_sign_that_stands_for_many_letters_is_taken_as_wide_as_these() -> None:
    [[placed]] = cloud([Word("\ufdfa" * 24, 9)]).rows
    assert placed.size < 1


@pytest.mark.parametrize(("rows", "letters"), [(2, 20), (4, 60), (8, 60), (8, 120)])
def test_the_more_there_is_to_read_the_smaller_it_is_laid_out(rows: int, letters: int) -> None:
    texts = ["W" * letters] * rows
    parts = tuple(Bar(str(step), "Neither one nor the other", 1, 0.2, 20) for step in range(1, 6))
    sizes = stripped([Strip(text, 5, parts, "mean 3.0") for text in texts])
    assert rows * fit.rows(texts[0], WIDE * sizes.room / 100 / sizes.text) * sizes.text <= sizes.high
    assert stripped([Strip("Short", 5, parts)]).text >= sizes.text
    assert listed(texts).text <= listed(["Short"]).text


def test_nothing_needs_no_room() -> None:
    assert cloud([]) == Cloud((), LEAST)
    assert stripped([]).high == listed([]).high == LEAST
