"""Open text: an answer in one's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.open_text import IMAGINED, OpenText

QUESTION = OpenText()
WRITTEN = '{"kind":"open_text"}', QUESTION
WORDS = st.text(st.characters(categories=("L", "M", "P", "Z", "S", "C")), max_size=30)


@given(WORDS)
def test_an_answer_and_what_was_typed_tell_the_same(typed: str) -> None:
    answer = QUESTION.read({"vote": [f"So: {typed}"]})
    assert QUESTION.read(QUESTION.said(answer)) == answer


def test_taking_an_answer_out_undoes_putting_it_in() -> None:
    assert QUESTION.add(QUESTION.add((2,), "Trust"), "Trust", -1) == (2,)


def test_answers_are_counted_and_have_no_bars() -> None:
    tally = recount(QUESTION, ["Trust", "Time", "Trust"])
    assert (tally, QUESTION.marks(tally), QUESTION.bars(tally, 3)) == ((3,), 3, ())


@pytest.mark.parametrize(
    ("vote", "say"),
    [
        ([], "Your answer needs some words."),
        ([""], "Your answer needs some words."),
        ([" \n\t "], "Your answer needs some words."),
        (["\u202e\u200b\ud800"], "Your answer needs some words."),
        (["x" * 301], "Your answer can have 300 letters at most. Yours has 301."),
        (["x" * 20_000], "Your answer can have 300 letters at most. This was much longer."),
    ],
)
def test_an_answer_without_words_or_with_too_many_is_refused(vote: list[str], say: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read({"vote": vote})
    assert (refused.value.say, refused.value.field) == (say, "vote")


def test_an_answer_may_have_several_lines() -> None:
    assert QUESTION.read({"vote": ["Trust,\r\nand time"]}) == "Trust,\nand time"


@pytest.mark.parametrize("thrown", range(len(IMAGINED)))
def test_simulated_delegates_give_answers_that_can_be_read(thrown: int) -> None:
    assert QUESTION.read(QUESTION.imagine(lambda sides: thrown % sides)) == IMAGINED[thrown]


def test_there_is_nothing_to_set_up_in_the_form() -> None:
    assert OpenText.from_form({"options": ["ignored"]}).checked() == OpenText()
