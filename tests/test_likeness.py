"""What is suggested: texts that may say the same, words that many share, offers that fit to asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.likeness import (
    ALIKE_TO_ONE,
    LEAST_SCORE,
    MATCHES_OF_ONE,
    MOST_HOLDERS,
    MOST_PAIRS,
    MOST_SHARED_WORDS,
    Alike,
    Likeness,
    Match,
    Shared,
    language_of,
    matches,
    shared_words,
)

WORDS = st.sampled_from(["time", "more", "school", "schools", "children", "van", "trust", "the", "I", "can", "bus"])
SENTENCES = st.lists(WORDS, max_size=6).map(" ".join)
ANYTHING = st.text(max_size=60) | st.text("🙂\u200d\u0301aא ", max_size=60) | SENTENCES
WALLS = st.dictionaries(st.integers(1, 30), SENTENCES | ANYTHING, max_size=ALIKE_TO_ONE)


def pairs(*texts: str) -> list[tuple[int, int]]:
    return [(pair.one, pair.other) for pair in Likeness().alike(dict(enumerate(texts, 1)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("More time for the children!", "Children: more TIME"),
        ("Who has a van?", "who has a van"),
        ("Listen to families", "Listening to our families"),
        ("Too many forms to fill in", "to many froms to fill in"),
        ("Mehr Zeit für die Kinder", "Die Kinder brauchen mehr Zeit"),
        ("Plus de temps pour les enfants", "Du temps pour l’enfant"),
        ("Más tiempo para los niños", "Tiempo para un niño"),
        ("🙂🙂🙂", "🙂🙂🙂"),
        ("ﬁne", "fine"),
        ("信任需要时间", "信任需要时间"),
    ],
)
def test_what_says_the_same_in_other_words_is_found(one: str, other: str) -> None:
    assert pairs(one, other) == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I can cook", "I can sing"),
        ("Who has a van?", "Who has a pan?"),
        ("We need more time", "We need more money"),
        ("Trust", "A long label about trust, schools, buses and the price of everything"),
        ("", "Trust"),
    ],
)
def test_what_only_begins_alike_is_not(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_the_nearest_pairs_come_first_and_the_older_before_the_younger() -> None:
    found = Likeness().alike(
        {7: "Trust takes time", 5: "Trust takes time!", 2: "Trust takes times", 9: "Trust takes tim"}
    )
    assert found[:3] == [Alike(2, 5, 100.0), Alike(2, 7, 100.0), Alike(5, 7, 100.0)]
    assert {(pair.one, pair.other) for pair in found[3:]} == {(2, 9), (5, 9), (7, 9)}
    assert all(LEAST_SCORE <= pair.score < 100 for pair in found[3:])


def test_a_new_text_is_compared_once_and_the_others_not_again() -> None:
    wall = {number: f"Label about subject {chr(96 + number) * 9}" for number in range(1, 21)}
    likeness = Likeness()
    likeness.alike(wall)
    assert likeness.compared == 20
    likeness.alike(wall)
    assert likeness.compared == 20
    likeness.alike({**wall, 21: "One more"})
    assert likeness.compared == 21
    likeness.alike({**wall, 21: "One more, in other words", 3: "Changed"})
    assert likeness.compared == 23


@given(st.lists(WALLS, min_size=1, max_size=4))
def test_what_is_remembered_never_changes_what_is_found(walls: list[dict[int, str]]) -> None:
    """After labels came, went and were reworded it finds what somebody finds who has seen only the last wall."""
    likeness = Likeness()
    for wall in walls:
        assert likeness.alike(wall) == Likeness().alike(dict(reversed(wall.items())))


@given(WALLS)
def test_pairs_are_of_texts_that_are_there_each_once_and_in_order(wall: dict[int, str]) -> None:
    found = Likeness().alike(wall)
    assert found == sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))
    assert all(pair.one < pair.other and {pair.one, pair.other} <= wall.keys() for pair in found)
    assert len({(pair.one, pair.other) for pair in found}) == len(found)


def test_hundreds_of_copies_of_one_joke_stay_few_suggestions() -> None:
    joke = dict.fromkeys(range(600), "Same joke " * 25)
    likeness = Likeness()
    assert len(likeness.alike(joke)) == MOST_PAIRS
    assert sum(map(len, likeness._near.values())) <= 2 * ALIKE_TO_ONE * 600


def test_words_that_many_labels_share_are_found_by_their_stems() -> None:
    wall = {
        1: "Schools need time",
        2: "Our school",
        4: "A school bus",
        9: "The school, please",
        10: "More trust",
        12: "Bread",
    }
    wall |= {13: "Salt", 14: "Butter"}
    assert shared_words(wall) == [Shared("school", (1, 2, 4, 9))]


def test_a_word_that_nearly_all_share_is_no_theme() -> None:
    assert shared_words({number: f"School {number}" for number in range(8)}) == []


def test_two_words_that_always_come_together_are_one_group() -> None:
    wall = dict.fromkeys((1, 2, 3), "Public transport") | dict.fromkeys(range(4, 9), "Bread")
    assert [group.texts for group in shared_words({**wall, 9: "Salt", 10: "Oil"})] == [(4, 5, 6, 7, 8), (1, 2, 3)]


@given(WALLS)
def test_whatever_is_written_groups_are_bounded_and_of_texts_that_are_there(wall: dict[int, str]) -> None:
    groups = shared_words(wall)
    assert groups == shared_words(dict(reversed(wall.items())))
    assert len(groups) <= MOST_SHARED_WORDS
    for group in groups:
        assert len(group.texts) >= 3
        assert set(group.texts) <= wall.keys()


def test_an_offer_meets_an_ask_by_the_words_they_share() -> None:
    asks = {1: "Who can lend us a van for Saturday?", 2: "Who knows about grants?", 6: "Why so many forms?"}
    offers = {3: "I have a van, and like driving", 4: "I wrote three grant applications", 5: "I can sing"}
    assert matches(asks, offers) == [Match(1, 3, ("van",), 0.5), Match(2, 4, ("grants",), 0.5)]


def test_a_word_that_fifty_offers_hold_finds_none_of_them_however_many_labels_there_are() -> None:
    """Or thousands of labels made of the same few hundred words would take the server's time for itself."""
    others = {number: f"Number {'x' * (number % 40)}" for number in range(1000, 2000)}
    offers = {**others, **dict.fromkeys(range(MOST_HOLDERS + 1), "I have a van")}
    assert matches({9999: "Who has a van?"}, offers) == []
    del offers[0]
    assert {match.words for match in matches({9999: "Who has a van?"}, offers)} == {("van",)}


@given(WALLS, WALLS)
def test_whatever_is_written_each_is_in_few_pairs_that_share_a_word(
    asks: dict[int, str], offers: dict[int, str]
) -> None:
    found = matches(asks, offers)
    assert found == matches(dict(reversed(asks.items())), dict(reversed(offers.items())))
    for ask in asks:
        assert sum(match.ask == ask for match in found) <= MATCHES_OF_ONE
    for offer in offers:
        assert sum(match.offer == offer for match in found) <= MATCHES_OF_ONE
    assert all(match.words for match in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The schools and the children", "english"),
        ("Die Schule und das Geld", "german"),
        ("Les écoles et la confiance", "french"),
        ("Las escuelas y el dinero", "spanish"),
        ("信任 trust Vertrauen", "english"),
        ("", "english"),
    ],
)
def test_the_language_is_known_by_its_small_words(text: str, language: str) -> None:
    assert language_of([text]) == language


@pytest.mark.parametrize(
    "text", ["", "a" * 30_000, "\u0301" * 10_000, "<script>", "=1+1", "\x00\ud800", "a b " * 5_000]
)
def test_nasty_texts_are_texts(text: str) -> None:
    assert pairs(text, text, "Bread") == [(1, 2)]
    assert shared_words({1: text}) == []
    assert matches({1: text}, {2: "Bread"}) == []
