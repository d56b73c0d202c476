"""Word lists: a listed word is found however it is spelled, only as a whole word, and holds the label it is on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference.wall import (
    LANGUAGES,
    LISTED,
    SHIPPED,
    LabelHeld,
    LabelPosted,
    PostLabel,
    PutWordList,
    WordListPut,
    list_of,
    listed_in,
    post_label,
    put_word_list,
    spelling,
)
from live.conference.wall.spelling import found
from tests.conference.days import ANN, FACILITATOR, MADE, Asked, ask, play, refusal

EVERY_WORD = tuple(word for words in SHIPPED.values() for word in words)


def put(language: str = "en", words: str = "", on: str = "yes", shipped: str = "") -> Asked:
    return Asked(put_word_list, PutWordList(language, words, on, shipped), FACILITATOR)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("shit", "shit"),
        ("SHIT!!!", "shit"),
        ("sh1t", "shit"),
        ("$h!t", "shit"),
        ("5hit", "shit"),
        ("shiiiiit", "shit"),
        ("s h i t", "shit"),
        ("this is s.h.i.t, all of it", "shit"),
        ("sh*t", "shit"),
        ("sh.it", "shit"),
        ("s\u200bh\u200ci\u2060t", "shit"),
        ("ｓｈｉｔ", "shit"),
        ("ѕһіт", ""),  # the second letter looks like nothing in the table
        ("ѕhіt", "shit"),
        ("s̈ḧïẗ", "shit"),
        ("f**k", "fuck"),
        ("I.d.i.o.t", "idiot"),
        ("i_d_i_o_t", "idiot"),
        ("1d10t", "idiot"),
        ("i😀d😀i😀o😀t", "idiot"),
        ("idiot’s work", "idiot"),
        ("you (idiot)", "idiot"),
        ("Idiót", "idiot"),
        ("a$$hole", "asshole"),
        ("SCHEISSE", "scheiße"),
        ("Arschlo\u0308cher", "arschlöcher"),
        ("enculE", "enculé"),
        ("cabron", "cabrón"),
        ("Shut\n  UP, all of you", "shut up"),
        ("shut up!", "shut up"),
        ("F1CK D1CH", "fick dich"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(written: str, word: str) -> None:
    assert (word in found(written, EVERY_WORD)) if word else (found(written, EVERY_WORD) == [])


@pytest.mark.parametrize(
    "innocent",
    [
        "Scunthorpe, Penistone, Clitheroe and Lightwater play Arsenal",
        "An assassin in the cockpit, a classic cocktail, a mishit shuttlecock",
        "who’s hit by the cuts? It was hit hard. As hit by rain.",
        "Take the A55 and the B17 to Essex; size A4, 5 to 8 pm, 100%",
        "shiitake, Shih Tzu, Titanic, grape, therapist, analysis, Dickens, Sussex",
        "putto, putti, reputation, computer, dispute, deputy",
        "Matsushita, Hiroshi Tanaka, Mishima",
        "Le train est en retard, con mi perro negro, die Idioten-freie Zone",
        "Niger and Nigeria; snigger; renege",
        "push.it up, pass-it on, c. 1900, e.g. this, i.e. that, U.S.A., a b c d e f g",
        "**really** *important* #hashtag",
        "Wir sind dick befreundet. Das ist spät. Der Fuchs fickt nicht.",
        "La réunion commence tard. Un compte, une pub, un coup de pouce.",
        "¿Quién computa los votos? Disputas, diputados, reputación.",
        "",
        "!!! ??? ... 1 2 3 *** @@@",
    ],
)
def test_an_innocent_word_is_left_in_peace(innocent: str) -> None:
    kept = [word for word in found(innocent, EVERY_WORD) if word != "idioten"]
    assert kept == []


EVERYDAY = {
    "en": "A retired nurse, a con, a coin, a pub, a die, a fig, a mince pie, somebody with spastic diplegia, gay pride",
    "de": "Dick aufgetragen, die Kuh, die Sau, ein Mongole, ein Krüppel, schwul, lesbisch, behindert, arg, Fresko",
    "fr": "Avec un retard, un con, une chienne, une tapette à mouches, un nègre littéraire, un coq, handicapé, homo",
    "es": "Con la perra negra, la zorra, un capullo de rosa, la polla, negro, gay, la concha, coger el bus",
}


@pytest.mark.parametrize("language", EVERYDAY)
def test_what_is_an_everyday_word_in_one_language_is_on_no_list_of_another(language: str) -> None:
    others = tuple(word for other, words in SHIPPED.items() if other != language for word in words)
    assert found(EVERYDAY[language], others) == []


@given(st.sampled_from(EVERY_WORD), st.sampled_from(["", "xx "]), st.sampled_from(["", "!", " yy", ".", ", z"]))
def test_every_listed_word_is_found_and_not_inside_another_word(word: str, before: str, after: str) -> None:
    assert word in found(before + word.upper() + after, EVERY_WORD)
    assert word not in found(f"qq{word}qq", EVERY_WORD)


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    for word in found(text, EVERY_WORD):
        assert word in EVERY_WORD


def test_scripts_without_spaces_are_looked_through_as_well() -> None:
    assert found("你是笨蛋吗", ("笨蛋",)) == ["笨蛋"]
    assert found("คุณบ้าไปแล้ว", ("บ้า",)) == ["บ้า"]


def test_a_listed_word_holds_the_label_and_deletes_nothing() -> None:
    step = Asked(post_label, PostLabel("ask", "Are you all 1diots?"), ANN)
    [posted, held] = ask(MADE, step)
    assert isinstance(posted, LabelPosted)
    assert held == LabelHeld(1, LISTED)
    day = play(step, start=MADE)
    assert day.wall.hanging(0) == []
    assert day.wall.by_id[1].text == "Are you all 1diots?"
    assert listed_in(day.wall, day.wall.by_id[1].text) == ["idiots"]


def test_who_signs_with_a_listed_word_is_held_too() -> None:
    step = Asked(post_label, PostLabel("ask", "Who pays?", "The sh1t"), ANN)
    assert ask(MADE, step)[1:] == [LabelHeld(1, LISTED)]


def test_a_conference_changes_a_list_switches_it_off_and_has_it_as_shipped_again() -> None:
    assert ask(MADE, put(words=" Drat,\n\ndrat;Blast\n")) == [WordListPut("en", ("Blast", "drat"))]
    own = play(put("own", "drat"), start=MADE)
    assert listed_in(own.wall, "Drat! Shit!") == ["shit", "drat"]
    off = play(put("en", "drat", on=""), start=MADE)
    assert listed_in(off.wall, "Drat! Shit! Merde!") == ["merde"]
    again = play(put(on="", shipped="yes"), start=off)
    assert listed_in(again.wall, "Drat! Shit!") == ["shit"]
    assert ask(MADE, put(shipped="yes")) == []


def test_saving_a_list_as_it_is_changes_nothing() -> None:
    for language in LANGUAGES:
        assert ask(MADE, put(language, "\n".join(list_of(MADE.wall, language).words))) == []


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (put("tlh"), ""),
        (put(words="x" * 61), "words"),
        (put(words="\n".join(f"word{number}" for number in range(501))), "words"),
        (put(words="x" * 100_000), "words"),
    ],
)
def test_a_list_that_cannot_be_is_refused(step: Asked, field: str) -> None:
    assert refusal(MADE, step)[1] == field


SAID = st.lists(st.sampled_from(("go", "goooo", "g-o", "away", "aw4y", "now", "n.o.w", "hen")), max_size=12)
PHRASES = st.lists(st.lists(st.sampled_from(("go", "away", "now", "noow")), min_size=2, max_size=4), max_size=8)


@given(SAID, PHRASES)
def test_a_phrase_is_found_wherever_it_would_be_found_alone(said: list[str], phrases: list[list[str]]) -> None:
    """Looking for all of them at once leaves none out."""
    words = tuple(dict.fromkeys(map(" ".join, phrases)))
    text = " ".join(said)
    assert list(found(text, words)) == [word for word in words if found(text, (word,))]


def test_thousands_of_phrases_that_begin_alike_are_not_each_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    follow = spelling._follow

    def noted(parts: Sequence[str], readings: Sequence[frozenset[str]]) -> bool:
        compared.append(parts)
        return follow(parts, readings)

    monkeypatch.setattr(spelling, "_follow", noted)
    letters = "bcdefghijklmn"
    words = tuple(f"a a a {one}{two}{three}" for one in letters for two in letters for three in letters)
    assert found("a " * 149 + "bcd", words) == ["a a a bcd"]
    assert len(compared) == 1
