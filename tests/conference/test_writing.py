"""Writing labels: two halves of one form, answers under a prompt, a scribe's list."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from live.conference import Actor, Conference, agenda, wall
from live.conference.wall import LabelKind, LabelPosted, PostLabel, is_open, post_label
from tests.conference.days import ANN, AT, MADE, Asked, ask, play, refusal

ASKED = play(
    Asked(agenda.add_item, agenda.AddItem("wall", {}, "What stands in the way?", asks="answers")),
    Asked(agenda.add_item, agenda.AddItem("message", {}, "Lunch")),
    start=MADE,
)
"""A day with one prompt, which was not on the screen yet."""

SHOWN = play(Asked(agenda.show_item, agenda.ItemRequest(1)), start=ASKED)


def halves(contribute: str = "", question: str = "", signed: str = "", ticked: Sequence[str] = ()) -> Asked:
    ticks = ["yes" if kind in ticked else "" for kind in ("contribute", "ask")]
    form = PostLabel(
        signed=signed, contribute=contribute, ask=question, contribute_signed=ticks[0], ask_signed=ticks[1]
    )
    return Asked(post_label, form, ANN)


def posted(number: int, kind: LabelKind, text: str, signed: str = "", prompt: int = 0) -> LabelPosted:
    """A label of Ann's as it is hung: nobody has looked at it."""
    return LabelPosted(number, kind, text, "ann", signed, AT, prompt, waits=True)


def answer(text: str, prompt: int = 1, kind: str = "", signed: str = "", by: Actor = ANN) -> Asked:
    return Asked(post_label, PostLabel(kind, text, signed, prompt), by)


def test_one_form_hangs_both_halves() -> None:
    assert ask(MADE, halves("I can cook", "Who has a van?")) == [
        posted(1, "contribute", "I can cook"),
        posted(2, "ask", "Who has a van?"),
    ]


@pytest.mark.parametrize("empty", ["", " \n\u200b"])
def test_either_half_may_be_left_empty(empty: str) -> None:
    assert ask(MADE, halves("I can cook", empty)) == [posted(1, "contribute", "I can cook")]
    assert ask(MADE, halves(empty, "Who?")) == [posted(1, "ask", "Who?")]


def test_the_name_hangs_only_with_the_half_that_is_signed() -> None:
    step = halves("I can cook", "Who?", "Moira, table 6", ["ask"])
    assert [act.signed for act in ask(MADE, step) if isinstance(act, LabelPosted)] == ["", "Moira, table 6"]
    assert ask(MADE, halves("I can cook", signed="Moira")) == [posted(1, "contribute", "I can cook")]


@pytest.mark.parametrize(
    ("step", "say", "field"),
    [
        (halves(), "Please write something in one of the two fields, or in both.", "contribute"),
        (halves(" ", "\u200b"), "Please write something in one of the two fields, or in both.", "contribute"),
        (halves("I can cook", "x" * 301), "A label can have 300 letters at most. Yours has 301.", "ask"),
        (
            halves("I can cook", ticked=["contribute"]),
            "Please write your name as well, or take the tick at “With my name” out.",
            "signed",
        ),
    ],
)
def test_halves_that_cannot_hang_are_refused_together(step: Asked, say: str, field: str) -> None:
    assert refusal(MADE, step) == (say, field)


def test_a_half_that_hangs_already_is_named() -> None:
    hung = play(halves("I can cook"), start=MADE)
    assert refusal(hung, halves("I can cook", "Who?")) == ("You have hung this label already.", "contribute")


def test_an_answer_hangs_under_its_prompt_once_that_was_on_the_screen() -> None:
    say = "This question was not asked yet. You can answer it once it is on the screen."
    assert refusal(ASKED, answer("Money")) == (say, "")
    assert ask(SHOWN, answer("Money")) == [posted(1, "answer", "Money", "", 1)]
    later = play(Asked(agenda.show_item, agenda.ItemRequest(2)), start=SHOWN)
    assert ask(later, answer("Money", kind="answer", signed="Ann")) == [posted(1, "answer", "Money", "Ann", 1)]


@pytest.mark.parametrize(
    ("conference", "prompt", "is_it"),
    [(MADE, 0, True), (MADE, 1, False), (ASKED, 1, False), (SHOWN, 1, True), (SHOWN, 2, False)],
)
def test_where_people_can_write(conference: Conference, prompt: int, is_it: bool) -> None:
    assert is_open(conference, prompt) is is_it


@pytest.mark.parametrize(
    ("step", "say", "field"),
    [
        (answer("x", 2), "This question is no longer there.", ""),
        (answer(" "), "An answer needs some words.", "text"),
        (Asked(post_label, PostLabel(prompt=1, answer=" "), ANN), "An answer needs some words.", "answer"),
        (
            answer("x", kind="ask"),
            "Is it something you can contribute, or something you want to ask? Please choose.",
            "kind",
        ),
        (
            answer("x", 0, "answer"),
            "Is it something you can contribute, or something you want to ask? Please choose.",
            "kind",
        ),
    ],
)
def test_an_answer_that_cannot_hang_is_refused(step: Asked, say: str, field: str) -> None:
    assert refusal(SHOWN, step) == (say, field)


def test_an_answer_is_signed_only_where_its_writer_ticks_it() -> None:
    unsigned = PostLabel(prompt=1, answer="Money", signed="Moira", contribute="Not asked here")
    assert ask(SHOWN, Asked(post_label, unsigned, ANN)) == [posted(1, "answer", "Money", "", 1)]
    signed = PostLabel(prompt=1, answer="Money", signed="Moira", answer_signed="yes")
    assert ask(SHOWN, Asked(post_label, signed, ANN)) == [posted(1, "answer", "Money", "Moira", 1)]


def test_the_same_words_may_answer_two_prompts() -> None:
    both = play(
        Asked(agenda.add_item, agenda.AddItem("wall", {}, "And now?", asks="answers")),
        Asked(agenda.show_item, agenda.ItemRequest(3)),
        answer("Money"),
        start=SHOWN,
    )
    assert refusal(both, answer("Money")) == ("You have hung this label already.", "text")
    assert ask(both, answer("Money", 2)) == [posted(2, "answer", "Money", "", 2)]


def test_labels_of_a_prompt_are_apart_from_the_wall_of_the_day() -> None:
    hung = play(answer("Money"), halves("I can cook"), start=SHOWN)
    assert [label.text for label in hung.wall.hanging(1)] == ["Money"]
    assert [label.text for label in hung.wall.hanging(wall.THE_DAYS_WALL)] == ["I can cook"]
