"""A scribe hangs a table's whole list: a label from each line, and nothing of what was typed is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Actor, agenda
from live.conference.wall import LISTED, MOST_LINES, LabelPosted, PostLabels, post_label, post_labels, what_hangs
from live.conference.wall.moderation import ChooseLook, choose_look
from live.conference.wall.scribing import without_bullet
from live.conference.wall.writing import PostLabel
from tests.conference.days import ANN, AT, BEN, CHAIR, MADE, Asked, ask, play, refusal

ASKED = play(
    Asked(agenda.add_item, agenda.AddItem("wall", {}, "What stands in the way?", asks="answers")),
    Asked(agenda.show_item, agenda.ItemRequest(1)),
    start=MADE,
)


def scribe(texts: str, kind: str = "", signed: str = "", prompt: int = 1, by: Actor = ANN) -> Asked:
    return Asked(post_labels, PostLabels(texts, kind, signed, prompt), by)


def words(step: Asked) -> list[str]:
    return [act.text for act in ask(ASKED, step) if isinstance(act, LabelPosted)]


def test_each_line_is_a_label_signed_by_the_table() -> None:
    assert ask(ASKED, scribe("Money\nTime", signed="Table 6")) == [
        LabelPosted(1, "answer", "Money", "ann", "Table 6", AT, 1, waits=True),
        LabelPosted(2, "answer", "Time", "ann", "Table 6", AT, 1, waits=True),
    ]


def test_a_list_on_the_wall_of_the_day_is_of_one_kind() -> None:
    assert ask(ASKED, scribe("I can cook", "contribute", prompt=0)) == [
        LabelPosted(1, "contribute", "I can cook", "ann", "", AT, waits=True)
    ]
    say = "Are these things to contribute, or things to ask? Please choose."
    assert refusal(ASKED, scribe("I can cook", prompt=0)) == (say, "kind")
    assert refusal(ASKED, scribe("I can cook", "answer", prompt=0)) == (say, "kind")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("- Money", "Money"),
        ("– Money", "Money"),
        ("• Money", "Money"),
        ("•Money", "Money"),
        ("* Money", "Money"),
        ("1. Money", "Money"),
        ("12) Money", "Money"),
        ("(3) Money", "Money"),
        ("[ ] Money", "Money"),
        ("- [x] Money", "Money"),
        ("\t◦  Money", "Money"),
        ("-", ""),
        ("2.", ""),
        ("•", ""),
        ("3.5 million is too little", "3.5 million is too little"),
        ("-5 degrees in the hall", "-5 degrees in the hall"),
        ("24 hours are too few", "24 hours are too few"),
        ("2026 was late", "2026 was late"),
        ("(Not) our choice", "(Not) our choice"),
        ("[sic] Money", "[sic] Money"),
    ],
)
def test_what_marks_a_line_of_a_list_is_no_part_of_it(line: str, left: str) -> None:
    assert without_bullet(line) == left


def test_empty_lines_and_lines_that_are_there_twice_are_passed_over() -> None:
    assert words(scribe("\n  \n- Money\r\n-\n\u200b\nTime\u2028* Money\r")) == ["Money", "Time"]


def test_what_the_scribe_has_hung_before_is_left_out_and_said() -> None:
    hung = play(Asked(post_label, PostLabel(text="Money", prompt=1), ANN), start=ASKED)
    step = scribe("Money\nTime\nTime")
    acts = ask(hung, step)
    assert acts == [LabelPosted(2, "answer", "Time", "ann", "", AT, 1, waits=True)]
    assert what_hangs(hung, step.ask, acts) == (
        "Your label hangs on the wall. The big screen shows it after a facilitator’s look. "
        "2 lines were left out: the same hangs already."
    )
    assert refusal(hung, scribe("Money")) == ("You have hung all of these already.", "texts")
    assert ask(hung, scribe("Money", by=BEN)) != []


@pytest.mark.parametrize(
    ("texts", "say"),
    [
        (" \n- \n", "Please write at least one line."),
        (
            "One\n\n3. " + "long " * 70,
            "Line 3, “long long long long long long …”, has 349 letters. A label can have 300 at most.",
        ),
        (
            "\n".join(f"Line {number}" for number in range(MOST_LINES + 1)),
            "A list can have 60 lines at most. Yours has 61.",
        ),
        ("x" * 50_000, "A list can have 60 lines of 300 letters each. This was much longer."),
    ],
)
def test_a_list_that_cannot_hang_is_refused_with_its_line(texts: str, say: str) -> None:
    assert refusal(ASKED, scribe(texts)) == (say, "texts")


def test_the_writer_hears_who_sees_the_labels() -> None:
    for waits, say in (
        ("screen", "Your 2 labels hang on the wall. The big screen shows them after a facilitator’s look."),
        ("both", "Your 2 labels wait for a facilitator’s look before anybody else sees them."),
        ("nobody", "Your 2 labels hang on the wall."),
    ):
        step = Asked(choose_look, ChooseLook(waits), CHAIR)
        day = play(step, start=ASKED) if ask(ASKED, step) else ASKED
        assert what_hangs(day, scribe("").ask, ()) == ""
        post = Asked(post_label, PostLabel(contribute="I can cook", ask="Who?"), ANN)
        assert what_hangs(day, post.ask, ask(day, post)) == say


def test_the_writer_hears_that_a_listed_word_holds_a_label() -> None:
    post = Asked(post_label, PostLabel(text="What an idiot", prompt=1), ANN)
    assert what_hangs(ASKED, post.ask, ask(ASKED, post)) == f"Your label is held back: {LISTED}"
    both = scribe("Money\nWhat an idiot")
    assert what_hangs(ASKED, both.ask, ask(ASKED, both)) == (
        "1 of your labels hangs on the wall. The big screen shows it after a facilitator’s look. "
        f"1 of your labels is held back: {LISTED}"
    )


def test_there_is_an_end_to_the_labels_of_one_person() -> None:
    lists = [scribe("\n".join(f"{number} of list {one}" for number in range(MOST_LINES))) for one in range(5)]
    full = play(*lists, start=ASKED)
    say = "One person can hang 300 labels. Take one down before you hang another."
    assert refusal(full, scribe("One more")) == (say, "")
    assert refusal(full, Asked(post_label, PostLabel(ask="One more"), ANN)) == (say, "")
    assert ask(full, scribe("One more", by=BEN)) != []


BULLETS = st.sampled_from(["", "- ", "• ", "•", "1. ", "12) ", " – ", "* ", "[ ] "])
LINES = st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F), min_size=1, max_size=20)


@given(st.lists(st.tuples(BULLETS, LINES), min_size=1, max_size=MOST_LINES), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_whatever_a_list_looks_like_each_of_its_lines_hangs_once(lines: list[tuple[str, str]], ends: str) -> None:
    assert words(scribe(ends.join(bullet + text for bullet, text in lines))) == [
        *dict.fromkeys(text for _, text in lines)
    ]
