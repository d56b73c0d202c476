"""A hundred points to share over the options."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.points import HundredPoints
from live.conference.polls.question import Answer, Bar

QUESTION = HundredPoints(("Training", "Time", "Money"))
WRITTEN = '{"kind":"points","options":["Training","Time","Money"]}', QUESTION
VOTES: list[Answer] = [(100, 0, 0), (40, 60, 0), (10, 60, 30)]


def share(*cuts: int) -> tuple[int, ...]:
    first, second = sorted(cuts)
    return (first, second - first, 100 - second)


ANSWERS = st.builds(share, st.integers(0, 100), st.integers(0, 100))


@given(ANSWERS)
def test_an_answer_and_what_was_typed_tell_the_same(answer: tuple[int, ...]) -> None:
    assert QUESTION.read(QUESTION.said(answer)) == answer


@given(st.lists(ANSWERS), ANSWERS)
def test_taking_an_answer_out_undoes_putting_it_in(before: list[Answer], answer: tuple[int, ...]) -> None:
    tally = recount(QUESTION, before)
    assert QUESTION.add(QUESTION.add(tally, answer), answer, -1) == tally


def test_fields_left_empty_are_no_points() -> None:
    assert QUESTION.read({"vote.A": [" 30 "], "vote.B": [""], "vote.C": ["70"]}) == (30, 0, 70)


@pytest.mark.parametrize(
    ("typed", "say", "field"),
    [
        (("50", "50", "10"), "You gave 110 points. Please take back 10.", "vote.A"),
        (("", "", "101"), "You gave 101 points. Please take back 1.", "vote.C"),
        (
            ("", "70", "0"),
            "You gave 70 points. Please give the other 30 too: then every voice weighs the same.",
            "vote.B",
        ),
        (("1", "", ""), "You gave 1 point. Please give the other 99 too: then every voice weighs the same.", "vote.A"),
        (("", "0", ""), "Please share out your 100 points.", "vote.A"),
        (("100", "-1", "1"), "Please write points as whole numbers from 0 to 100, like 10.", "vote.B"),
        (("99.5", "0.5", ""), "Please write points as whole numbers from 0 to 100, like 10.", "vote.A"),
        (("1e2", "", ""), "Please write points as whole numbers from 0 to 100, like 10.", "vote.A"),
        (("", "", "１００"), "Please write points as whole numbers from 0 to 100, like 10.", "vote.C"),
        (("", "", "10²"), "Please write points as whole numbers from 0 to 100, like 10.", "vote.C"),
        (("9" * 5_000, "", ""), "Please write points as whole numbers from 0 to 100, like 10.", "vote.A"),
    ],
)
def test_anything_but_a_hundred_points_is_refused_with_what_is_missing(
    typed: tuple[str, ...], say: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read({f"vote.{letter}": [text] for letter, text in zip("ABC", typed, strict=True)})
    assert (refused.value.say, refused.value.field) == (say, field)


@pytest.mark.parametrize(
    "fields",
    [
        {"vote.A": ["100"], "vote.D": ["0"]},
        {"vote.A": ["100"], "vote": ["A"]},
        {"vote.A": ["100"], "vote.a": ["1"]},
        {"vote.A": ["50", "50"]},
        {},
    ],
)
def test_points_for_what_is_no_option_are_refused(fields: dict[str, list[str]]) -> None:
    with pytest.raises(Refused):
        QUESTION.read(fields)


def test_the_tally_is_sums_squares_and_how_many_gave_any() -> None:
    assert recount(QUESTION, VOTES) == (150, 120, 30, 10_000 + 1_600 + 100, 7_200, 900, 3, 2, 1)


def test_mean_and_spread_are_exact() -> None:
    tally = recount(QUESTION, VOTES)
    assert QUESTION.means(tally) == [50, 40, 10]
    assert QUESTION.spreads(tally) == pytest.approx([1_400**0.5, 800**0.5, 200**0.5])


def test_a_bar_is_as_long_as_its_mean_and_shows_the_spread() -> None:
    """The longest that is drawn is the end of the first bar's spread: 50 + 37.4 points."""
    assert QUESTION.bars(recount(QUESTION, VOTES), 4) == (
        Bar("A", "Training", 3, 0.572, 50, "50 points", "give or take 37", 0.144, 1.0, amount=50),
        Bar("B", "Time", 2, 0.458, 40, "40 points", "give or take 28", 0.134, 0.781, amount=40),
        Bar("C", "Money", 1, 0.114, 10, "10 points", "give or take 14", 0.0, 0.276, amount=10),
    )


def test_where_all_agree_no_spread_is_drawn() -> None:
    bars = QUESTION.bars(recount(QUESTION, [(75, 25, 0)] * 3), 3)
    assert [(bar.value, bar.detail, bar.low, bar.high) for bar in bars] == [
        ("75 points", "all gave about the same", 0, 0),
        ("25 points", "all gave about the same", 0, 0),
        ("0 points", "", 0, 0),
    ]


def test_one_person_alone_has_no_spread_in_words() -> None:
    assert [bar.detail for bar in QUESTION.bars(recount(QUESTION, [(75, 25, 0)]), 1)] == ["", "", ""]


@pytest.mark.parametrize(
    ("votes", "value"),
    [([(1, 0, 99)], "1 point"), ([(1, 0, 99), (0, 1, 99), (0, 1, 99)], "under 1 point"), ([(0, 100, 0)], "0 points")],
)
def test_few_points_are_said_as_they_are(votes: list[Answer], value: str) -> None:
    assert QUESTION.bars(recount(QUESTION, votes), len(votes))[0].value == value


def test_before_the_first_vote_all_bars_are_empty_and_nobody_leads() -> None:
    assert [(bar.votes, bar.share, bar.high, bar.detail) for bar in QUESTION.bars(QUESTION.empty(), 0)] == [
        (0, 0.0, 0.0, "")
    ] * 3
    assert QUESTION.leaders(QUESTION.empty()) == []


def test_those_with_as_many_points_lead_together() -> None:
    assert QUESTION.leaders(recount(QUESTION, [(50, 50, 0), (30, 30, 40)])) == ["Training", "Time"]


def test_people_are_counted_not_points() -> None:
    assert QUESTION.marks(recount(QUESTION, VOTES)) == 3


def test_the_report_has_the_figures_behind_the_bars() -> None:
    assert QUESTION.export(recount(QUESTION, VOTES), VOTES)["points"][1] == {
        "option": "Time",
        "mean": 40.0,
        "standard_deviation": 28.28,
        "people": 2,
    }


def test_an_answer_is_read_back_as_it_was_given() -> None:
    assert QUESTION.read_back((30, 0, 70)) == "30 for Training, 70 for Money"


@given(st.integers(0, 20))
def test_simulated_delegates_give_answers_that_can_be_read(thrown: int) -> None:
    answer = QUESTION.read(QUESTION.imagine(lambda sides: thrown % sides))
    assert isinstance(answer, tuple)
    assert sum(map(int, answer)) == 100


def test_options_come_from_the_form_one_on_each_line() -> None:
    assert HundredPoints.from_form({"options": ["Training\r\nTime\nMoney"]}).checked() == QUESTION
