"""Several choices: as many options as one likes, up to a maximum. People and marks are counted apart."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.question import Bar
from live.conference.polls.several_choices import SeveralChoices

QUESTION = SeveralChoices(("Films", "Talks", "Walks", "Songs"), most=3)
WRITTEN = '{"kind":"several_choices","options":["Films","Talks","Walks","Songs"],"most":3}', QUESTION
ANSWERS = st.sets(st.integers(0, 3), min_size=1, max_size=3).map(lambda places: tuple(sorted(places)))

FORMATS = {
    "Keynote speakers": 25,
    "Films": 18,
    "Open space technology": 16,
    "Participative workshop": 49,
    "Standard presentations": 11,
    "Market place stalls": 17,
    "Interactive voting": 18,
    "Twitter feeds": 7,
    "Live streaming": 11,
    "Group discussions": 40,
}
PRIORITIES = {
    "Examples of co-production": 32,
    "Stories of current activity": 0,
    "Policy context": 14,
    "Key messages": 15,
    "Personal stories": 38,
    "Themes relating to practice": 0,
    "Examples from elsewhere": 16,
    "Networking": 15,
}


def dealt(marks: Sequence[int], people: int) -> list[list[str]]:
    """Ballots of so many people that make these marks together: dealt like cards, so nobody marks an option twice."""
    cards = [letter for letter, count in zip("ABCDEFGHIJ", marks, strict=False) for _ in range(count)]
    return [cards[person::people] for person in range(people)]


@pytest.mark.parametrize(
    ("survey", "people", "marks"), [(FORMATS, 71, 212), (PRIORITIES, 60, 130)], ids=["formats", "priorities"]
)
def test_the_surveys_of_the_real_conference_are_counted_right(survey: dict[str, int], people: int, marks: int) -> None:
    """Marks are counted apart from people, and options with no mark at all have their bar too."""
    question = SeveralChoices(tuple(survey)).checked()
    tally = recount(question, [question.read({"vote": vote}) for vote in dealt(tuple(survey.values()), people)])
    assert (tally, question.marks(tally)) == (tuple(survey.values()), marks)
    longest = max(survey.values())
    assert question.bars(tally, people) == tuple(
        Bar(letter, option, count, round(count / longest, 3), round(100 * count / people))
        for letter, (option, count) in zip("ABCDEFGHIJ", survey.items(), strict=False)
    )


@given(ANSWERS)
def test_an_answer_and_what_was_ticked_tell_the_same(answer: tuple[int, ...]) -> None:
    assert QUESTION.read(QUESTION.said(answer)) == answer


def test_the_order_of_ticking_and_ticking_twice_make_no_difference() -> None:
    assert QUESTION.read({"vote": ["C", "A", "C", "A"]}) == (0, 2)


@given(st.lists(ANSWERS), ANSWERS)
def test_taking_an_answer_out_undoes_putting_it_in(before: list[tuple[int, ...]], answer: tuple[int, ...]) -> None:
    tally = recount(QUESTION, before)
    assert QUESTION.add(QUESTION.add(tally, answer), answer, -1) == tally


@pytest.mark.parametrize(
    ("vote", "say"),
    [
        ([], "Please choose at least one answer."),
        (["A", "B", "C", "D"], "Please choose at most 3. You chose 4."),
        (["A", "E"], "That is not one of the answers. Please choose again."),
        (["A,B"], "That is not one of the answers. Please choose again."),
        (["A", ""], "That is not one of the answers. Please choose again."),
        (["\ud800"], "That is not one of the answers. Please choose again."),
    ],
)
def test_what_cannot_be_chosen_is_refused(vote: list[str], say: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read({"vote": vote})
    assert (refused.value.say, refused.value.field) == (say, "vote")


def test_without_a_maximum_all_may_be_chosen() -> None:
    assert SeveralChoices(QUESTION.options).read({"vote": list("ABCD")}) == (0, 1, 2, 3)


@given(st.lists(st.integers(0, 100), min_size=8, max_size=8))
def test_simulated_delegates_give_answers_that_can_be_read(throws: list[int]) -> None:
    numbers = iter(throws)
    imagined = QUESTION.imagine(lambda sides: next(numbers) % sides)
    assert QUESTION.said(QUESTION.read(imagined)) == imagined


def test_options_and_the_maximum_come_from_the_form() -> None:
    form = {"options": ["Films\nTalks\nWalks\nSongs"], "most": [" 03 "]}
    assert SeveralChoices.from_form(form).checked() == QUESTION


@pytest.mark.parametrize("most", ["", "0", "00", " "])
def test_an_empty_maximum_means_all(most: str) -> None:
    form = {"options": ["Films\nTalks"], "most": [most]}
    assert SeveralChoices.from_form(form).checked() == SeveralChoices(("Films", "Talks"))


@pytest.mark.parametrize(
    ("most", "say"),
    [
        ("3", "People can choose at most 2 of 2 answers."),
        ("9" * 5000, "People can choose at most 2 of 2 answers."),
        ("-1", "Please write the most that can be chosen as a number, or leave it empty."),
        ("two", "Please write the most that can be chosen as a number, or leave it empty."),
        ("٢", "Please write the most that can be chosen as a number, or leave it empty."),
    ],
)
def test_a_maximum_that_makes_no_sense_is_refused(most: str, say: str) -> None:
    with pytest.raises(Refused) as refused:
        SeveralChoices.from_form({"options": ["Films\nTalks"], "most": [most]}).checked()
    assert (refused.value.say, refused.value.field) == (say, "most")
