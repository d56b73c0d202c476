"""An estimate in numbers: how it is typed, how numbers spread, and a right answer that waits for the result."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.bins import MOST_BINS, bins
from live.conference.polls.estimate import Estimate, Middle
from live.conference.polls.question import Answer

QUESTION = Estimate("%", 0, 100, 0, 37)
FINE = Estimate("°", -5, 12.5, 2)
PEOPLE = Estimate("people", 0, 20_000)
WRITTEN = (
    '{"kind":"estimate","unit":"km","least":-2.5,"most":40,"decimals":1,"answer":12.5}',
    Estimate("km", -2.5, 40, 1, 12.5),
)


@given(st.integers(-500, 1_250))
def test_an_answer_and_what_was_typed_tell_the_same(units: int) -> None:
    assert FINE.read(FINE.said((units,))) == (units,)


@given(st.lists(st.integers(-500, 1_250)), st.integers(-500, 1_250))
def test_taking_an_answer_out_undoes_putting_it_in(before: list[int], units: int) -> None:
    tally = recount(FINE, [(each,) for each in before])
    assert FINE.add(FINE.add(tally, (units,)), (units,), -1) == tally


@pytest.mark.parametrize(
    ("question", "typed", "units"),
    [
        (QUESTION, "37", 37),
        (QUESTION, " 37 % ", 37),
        (QUESTION, "37%", 37),
        (QUESTION, "37.0", 37),
        (QUESTION, "-0", 0),
        (FINE, "1.25", 125),
        (FINE, "1,25", 125),
        (FINE, "0,250", 25),
        (FINE, "-3.5", -350),
        (FINE, "−3,5 °", -350),
        (PEOPLE, "12500", 12_500),
        (PEOPLE, "12 500", 12_500),
        (PEOPLE, "12\u202f500 people", 12_500),
        (PEOPLE, "12,500", 12_500),
        (PEOPLE, "12.500", 12_500),
        (Estimate("£", 0, 20_000, 2), "12,500.50", 1_250_050),
        (Estimate("£", 0, 20_000, 2), "£12.500,5", 1_250_050),
        (Estimate("£", 0, 20_000, 2), "12 500,5", 1_250_050),
    ],
)
def test_numbers_are_read_as_people_type_them(question: Estimate, typed: str, units: int) -> None:
    assert question.read({"vote": [typed]}) == (units,)


@pytest.mark.parametrize(
    ("question", "typed", "say"),
    [
        (QUESTION, "", "Please write a number from 0 to 100%."),
        (QUESTION, "NaN", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "inf", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "1e1", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "0x10", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "²", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "３", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "forty", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "4 0", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "1.2.3", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "5.", "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "9" * 100_000, "Please write a number from 0 to 100%, in figures."),
        (QUESTION, "37.5", "Please write a whole number."),
        (QUESTION, "101", "Please write a number from 0 to 100%. You wrote 101%."),
        (QUESTION, "-1", "Please write a number from 0 to 100%. You wrote −1%."),
        (FINE, "1.255", "Please write thousands without a comma or point: it could be taken for decimals."),
        (FINE, "0.255", "Please write at most 2 decimals."),
        (FINE, "12.51", "Please write a number from −5 to 12.5°. You wrote 12.51°."),
        (Estimate("", 0, 1, 1), "0.55", "Please write at most 1 decimal."),
    ],
)
def test_what_is_no_number_in_the_range_is_refused(question: Estimate, typed: str, say: str) -> None:
    with pytest.raises(Refused) as refused:
        question.read({"vote": [typed]})
    assert (refused.value.say, refused.value.field) == (say, "vote")


@pytest.mark.parametrize("vote", [[], ["1", "2"], ["1", "1"]])
def test_one_number_is_asked_for(vote: list[str]) -> None:
    with pytest.raises(Refused, match="Please write a number from 0 to 100%"):
        QUESTION.read({"vote": vote})


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (0, 100, [(0, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 79), (80, 89), (90, 100)]),
        (1, 5, [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
        (0, 20, [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13), (14, 15), (16, 17), (18, 19), (20, 20)]),
        (-30, 30, [(-30, -21), (-20, -11), (-10, -1), (0, 9), (10, 19), (20, 30)]),
        (3, 47, [(3, 4), (5, 9), (10, 14), (15, 19), (20, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 47)]),
    ],
)
def test_bins_have_round_edges(least: int, most: int, expected: list[tuple[int, int]]) -> None:
    assert list(bins(least, most)) == expected


@given(st.integers(-(10**11), 10**11), st.integers(1, 2 * 10**11))
def test_there_are_at_most_twelve_bins_and_every_number_lies_in_one(least: int, width: int) -> None:
    edges = bins(least, least + width)
    assert 2 <= len(edges) <= MOST_BINS
    assert (edges[0][0], edges[-1][1]) == (least, least + width)
    assert all(low <= high for low, high in edges)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(edges))
    inner = {high - low for low, high in edges[1:-1]}
    assert len(inner) <= 1


def test_the_tally_is_as_long_as_there_are_bins_however_large_the_range() -> None:
    """Counting a vote costs the same for a thousand million numbers."""
    assert len(Estimate("", -1_000_000_000, 1_000_000_000, 2).empty()) <= MOST_BINS + 1


def test_bars_are_in_order_and_count_people() -> None:
    answers: list[Answer] = [(0,), (9,), (10,), (100,)]
    bars = Estimate("%").bars(recount(QUESTION, answers), 4)
    assert [(bar.text, bar.votes, bar.percent, bar.detail) for bar in bars if bar.votes] == [
        ("0 to 9%", 2, 50, ""),
        ("10 to 19%", 1, 25, ""),
        ("90 to 100%", 1, 25, ""),
    ]
    assert len(bars) == 10


def test_a_unit_in_words_is_not_said_again_at_every_bar() -> None:
    assert [bar.text for bar in PEOPLE.bars(PEOPLE.empty(), 0)][:2] == ["0 to 1,999", "2,000 to 3,999"]
    assert [bar.text for bar in Estimate("km", 1, 3).bars((0, 0, 0, 0), 0)] == ["1", "2", "3"]


def test_the_right_answer_stands_at_its_bar_once_there_are_votes_and_never_before() -> None:
    assert [bar.detail for bar in QUESTION.bars(QUESTION.empty(), 0)] == [""] * 10
    with_votes = [bar.detail for bar in QUESTION.bars(recount(QUESTION, [(90,)]), 1)]
    assert with_votes == ["", "", "", "Right answer: 37%", "", "", "", "", "", ""]
    assert not QUESTION.can_run


@pytest.mark.parametrize(
    ("numbers", "middle"),
    [
        ([], None),
        ([40], Middle(Decimal(40), 40, 40)),
        ([10, 41], Middle(Decimal("25.5"), 10, 41)),
        ([1, 2, 3, 4], Middle(Decimal("2.5"), 2, 3)),
        ([9, 1, 5], Middle(Decimal(5), 1, 9)),
        ([0, 10, 20, 30, 40, 50, 60, 70], Middle(Decimal(35), 20, 50)),
    ],
)
def test_the_middle_of_the_numbers(numbers: list[int], middle: Middle | None) -> None:
    assert QUESTION.middle([(number,) for number in numbers]) == middle


@given(st.lists(st.integers(0, 100), min_size=1))
def test_at_least_half_of_the_numbers_are_in_the_middle_half(numbers: list[int]) -> None:
    middle = QUESTION.middle([(number,) for number in numbers])
    assert middle is not None
    assert 2 * sum(middle.low <= number <= middle.high for number in numbers) >= len(numbers)


@pytest.mark.parametrize(
    ("question", "numbers", "say"),
    [
        (QUESTION, [], "The right answer is 37%."),
        (
            QUESTION,
            [20, 30, 41, 50],
            "The middle answer is 35.5%. The middle half lies from 30 to 41%. The right answer is 37%.",
        ),
        (PEOPLE, [1_200] * 3, "The middle answer is 1,200 people. Half of the answers or more are 1,200 people."),
        (FINE, [-350, 1_250], "The middle answer is 4.50°. The middle half lies from −3.50 to 12.50°."),
    ],
)
def test_the_summary_says_the_middle_and_the_right_answer(question: Estimate, numbers: list[int], say: str) -> None:
    assert question.summary([-1, *((number,) for number in numbers)]) == say


def test_the_mean_is_exact() -> None:
    assert FINE.mean(recount(FINE, [(-350,), (1_250,)])) == 4.5
    assert FINE.mean(FINE.empty()) is None
    assert FINE.marks(recount(FINE, [(-350,), (1_250,)])) == 2


def test_the_report_has_the_numbers_and_their_quartiles() -> None:
    answers: list[Answer] = [(-350,), (0,), (100,), (1_250,)]
    assert FINE.export(recount(FINE, answers), answers) == {
        "unit": "°",
        "least": -5,
        "most": 12.5,
        "median": 0.5,
        "lower_quartile": 0.0,
        "upper_quartile": 1.0,
        "right_answer": None,
        "numbers": [-3.5, 0.0, 1.0, 12.5],
    }


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (QUESTION, "37%"),
        (PEOPLE, "37 people"),
        (Estimate("£", 0, 100), "£37"),
        (Estimate("", 0, 100), "37"),
        (Estimate("km", 0, 100, 1), "3.7 km"),
    ],
)
def test_an_answer_is_read_back_with_its_unit(question: Estimate, words: str) -> None:
    assert question.read_back((37,)) == words


@pytest.mark.parametrize(
    ("question", "slider"),
    [
        (QUESTION, (0, 100, 1)),
        (PEOPLE, (0, 20_000, 100)),
        (FINE, (-500, 1_250, 10)),
        (Estimate("", 3, 1_003), (0, 1_005, 5)),
    ],
)
def test_a_slider_has_at_most_two_hundred_steps_with_round_numbers(
    question: Estimate, slider: tuple[int, int, int]
) -> None:
    assert question.slider == slider


def test_the_form_gives_the_question() -> None:
    form = {"unit": [" km "], "least": ["-2,5"], "most": ["1 000 km"], "decimals": ["1"], "answer": ["12.5"]}
    assert Estimate.from_form(form).checked() == Estimate("km", -2.5, 1_000, 1, 12.5)


def test_the_right_answer_may_be_left_out() -> None:
    form = {"least": ["0"], "most": ["10"], "answer": [" "]}
    assert Estimate.from_form(form).checked() == Estimate("", 0, 10)


@pytest.mark.parametrize(
    ("changes", "say", "field"),
    [
        ({"least": ""}, "Please write the least number in figures, like 20 or 1 000.", "least"),
        ({"most": "many"}, "Please write the most in figures, like 20 or 1 000.", "most"),
        ({"most": "10.5"}, "Please write the most in figures, like 20 or 1 000.", "most"),
        ({"most": "0"}, "The most has to be more than the least.", "most"),
        ({"most": "-1"}, "The most has to be more than the least.", "most"),
        ({"most": "2000000000"}, "The most has to be a number, at most a thousand million.", "most"),
        ({"answer": "11"}, "The right answer has to lie between the least and the most.", "answer"),
        ({"answer": "?"}, "Please write the right answer in figures, like 20 or 1 000.", "answer"),
        ({"decimals": "3"}, "Numbers can have no decimals, one or two.", "decimals"),
        ({"unit": "m2"}, "Please write the unit without figures.", "unit"),
        ({"unit": "x" * 21}, "The unit can have 20 letters at most. Yours has 21.", "unit"),
    ],
)
def test_what_nobody_could_estimate_is_refused(changes: dict[str, str], say: str, field: str) -> None:
    form = {"least": "0", "most": "10", "answer": "", "decimals": "0", "unit": "", **changes}
    with pytest.raises(Refused) as refused:
        Estimate.from_form({name: [value] for name, value in form.items()}).checked()
    assert (refused.value.say, refused.value.field) == (say, field)


@pytest.mark.parametrize(
    ("keys", "say"),
    [
        ({"least": float("nan")}, "The least number has to be a number, at most a thousand million."),
        ({"most": float("inf")}, "The most has to be a number, at most a thousand million."),
        ({"answer": 3.5}, "The right answer has more decimals than people can give."),
        ({"decimals": 3}, "Numbers can have no decimals, one or two."),
    ],
)
def test_a_plan_with_numbers_that_are_none_is_refused(keys: dict[str, Any], say: str) -> None:
    with pytest.raises(Refused) as refused:
        Estimate(**keys).checked()
    assert refused.value.say == say


@given(st.integers(0, 2**40))
def test_simulated_delegates_give_answers_that_can_be_read(thrown: int) -> None:
    assert FINE.read(FINE.imagine(lambda sides: thrown % sides))
