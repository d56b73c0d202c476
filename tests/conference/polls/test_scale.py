"""A scale from 1 to 5, each step with its word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.question import Bar
from live.conference.polls.scale import Scale
from live.conference.polls.steps import USUAL_WORDS

QUESTION = Scale()
WRITTEN = (
    '{"kind":"scale","words":["No","Hardly","Partly","Mostly","Yes"]}',
    Scale(("No", "Hardly", "Partly", "Mostly", "Yes")),
)
PLACES = st.integers(0, 4)


@given(PLACES)
def test_an_answer_and_what_was_ticked_tell_the_same(place: int) -> None:
    assert QUESTION.read(QUESTION.said(place)) == place


@given(st.lists(PLACES), PLACES)
def test_taking_an_answer_out_undoes_putting_it_in(before: list[int], place: int) -> None:
    tally = recount(QUESTION, before)
    assert QUESTION.add(QUESTION.add(tally, place), place, -1) == tally


@pytest.mark.parametrize(
    ("vote", "say"),
    [
        ([], "Please choose a number from 1 to 5."),
        (["1", "2"], "Please choose a number from 1 to 5."),
        (["0"], "That is not one of the answers. Please choose again."),
        (["6"], "That is not one of the answers. Please choose again."),
        (["3.5"], "That is not one of the answers. Please choose again."),
        (["٣"], "That is not one of the answers. Please choose again."),
        (["A"], "That is not one of the answers. Please choose again."),
    ],
)
def test_what_is_not_a_step_is_refused(vote: list[str], say: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read({"vote": vote})
    assert (refused.value.say, refused.value.field) == (say, "vote")


def test_every_step_has_its_bar_and_there_is_a_mean() -> None:
    tally = recount(QUESTION, [4, 4, 1])
    assert QUESTION.bars(tally, 3) == (
        Bar("1", "Not at all", 0, 0.0, 0),
        Bar("2", "A little", 1, 0.5, 33),
        Bar("3", "Partly", 0, 0.0, 0),
        Bar("4", "Mostly", 0, 0.0, 0),
        Bar("5", "Completely", 2, 1.0, 67),
    )
    assert QUESTION.mean(tally) == 4.0


@given(st.lists(PLACES, min_size=1))
def test_the_mean_lies_between_the_lowest_and_the_highest_step(places: list[int]) -> None:
    mean = QUESTION.mean(recount(QUESTION, places))
    assert mean is not None
    assert min(places) + 1 <= mean <= max(places) + 1


def test_the_mean_of_no_votes_is_nothing() -> None:
    assert QUESTION.mean(QUESTION.empty()) is None


@given(PLACES)
def test_simulated_delegates_give_answers_that_can_be_read(thrown: int) -> None:
    assert QUESTION.read(QUESTION.imagine(lambda sides: thrown % sides)) == thrown


def test_the_words_come_from_the_form_and_the_usual_ones_if_it_is_left_empty() -> None:
    assert Scale.from_form({"words": ["a\r\nb\n\n c\nd\ne\u200e"]}).checked() == Scale(("a", "b", "c", "d", "e"))
    assert Scale.from_form({"words": [" \n"]}).checked() == Scale(USUAL_WORDS)
    assert Scale.from_form({}).checked() == Scale()


@pytest.mark.parametrize(
    ("words", "say"),
    [
        ("a\nb\nc\nd", "A scale needs five words, one for each step, each on a line of its own."),
        ("a\nb\nc\nd\ne\nf", "A scale needs five words, one for each step, each on a line of its own."),
        ("a\nb\nc\nd\n" + "e" * 61, "A step's word can have 60 letters at most. Yours has 61."),
    ],
)
def test_a_scale_without_five_short_words_is_refused(words: str, say: str) -> None:
    with pytest.raises(Refused) as refused:
        Scale.from_form({"words": [words]}).checked()
    assert (refused.value.say, refused.value.field) == (say, "words")
