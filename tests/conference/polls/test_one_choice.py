"""One choice: exactly one of the options."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.question import Bar

QUESTION = OneChoice(("Tea", "Coffee", "Water"))
WRITTEN = '{"kind":"one_choice","options":["Tea","Coffee","Water"]}', QUESTION


@given(st.integers(0, 2))
def test_an_answer_and_what_was_ticked_tell_the_same(place: int) -> None:
    assert QUESTION.read(QUESTION.said(place)) == place


@given(st.lists(st.integers(0, 2)), st.integers(0, 2))
def test_taking_an_answer_out_undoes_putting_it_in(before: list[int], place: int) -> None:
    tally = recount(QUESTION, before)
    assert QUESTION.add(QUESTION.add(tally, place), place, -1) == tally


@pytest.mark.parametrize(
    ("vote", "say"),
    [
        ([], "Please choose one answer."),
        (["A", "B"], "Please choose one answer."),
        (["A", "A"], "Please choose one answer."),
        (["D"], "That is not one of the answers. Please choose again."),
        (["AB"], "That is not one of the answers. Please choose again."),
        ([""], "That is not one of the answers. Please choose again."),
        (["a"], "That is not one of the answers. Please choose again."),
        (["0"], "That is not one of the answers. Please choose again."),
        (["\ud800"], "That is not one of the answers. Please choose again."),
    ],
)
def test_what_is_not_one_of_the_options_is_refused(vote: list[str], say: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read({"vote": vote})
    assert (refused.value.say, refused.value.field) == (say, "vote")


def test_a_form_without_a_vote_is_refused() -> None:
    with pytest.raises(Refused, match="Please choose one answer"):
        QUESTION.read({})


def test_every_option_has_its_bar_also_those_with_none() -> None:
    assert QUESTION.bars(recount(QUESTION, [0, 0, 2]), 3) == (
        Bar("A", "Tea", 2, 1.0, 67),
        Bar("B", "Coffee", 0, 0.0, 0),
        Bar("C", "Water", 1, 0.5, 33),
    )


def test_before_the_first_vote_all_bars_are_empty() -> None:
    assert [(bar.votes, bar.share, bar.percent) for bar in QUESTION.bars(QUESTION.empty(), 0)] == [(0, 0.0, 0)] * 3


@given(st.integers(0, 2))
def test_simulated_delegates_give_answers_that_can_be_read(thrown: int) -> None:
    assert QUESTION.read(QUESTION.imagine(lambda sides: thrown % sides)) == thrown


def test_options_come_from_the_form_one_on_each_line_and_cleaned() -> None:
    form = {"options": ["  Tea \r\n\r\nCoffee\u202e\nWater"]}
    assert OneChoice.from_form(form).checked() == QUESTION


@pytest.mark.parametrize(
    ("options", "say"),
    [
        ("", "Please give at least 2 answers to choose from, one on each line."),
        ("Tea", "Please give at least 2 answers to choose from, one on each line."),
        ("Tea\ntea", "Two of the answers are the same."),
        ("\n".join(map(str, range(31))), "Please give at most 30 answers. You have 31."),
        ("Tea\n" + "x" * 201, "An answer to choose from can have 200 letters at most. Yours has 201."),
        ("Tea\n\u200b", "An answer to choose from needs some words."),
    ],
)
def test_options_that_nobody_could_choose_from_are_refused(options: str, say: str) -> None:
    with pytest.raises(Refused) as refused:
        OneChoice.from_form({"options": [options]}).checked()
    assert (refused.value.say, refused.value.field) == (say, "options")
