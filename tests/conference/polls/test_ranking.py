"""Ranking: an order of some or all options, and a result in which every voice weighs the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.ranking import Ranking

QUESTION = Ranking(("Tea", "Coffee", "Water", "Milk", "Juice"))
WRITTEN = '{"kind":"ranking","options":["Tea","Coffee","Water","Milk","Juice"]}', QUESTION
ORDERS = st.permutations(range(5)).flatmap(lambda order: st.integers(1, 5).map(lambda many: tuple(order[:many])))
NUMBERS = "Please write whole numbers from 1 to 5, or leave a field empty."
NO_OPTION = "That is not one of the answers. Please choose again."


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({"A": "2", "B": "", "C": "1"}, (2, 0)),
        ({"A": "5", "B": " 1 ", "C": "3"}, (1, 2, 0)),
        ({"A": "4"}, (0,)),
        ({"E": "1", "D": "02", "C": "3", "B": "4", "A": "5"}, (4, 3, 2, 1, 0)),
    ],
)
def test_numbers_beside_the_options_are_an_order_and_gaps_close_up(typed: dict[str, str], order: object) -> None:
    answer = QUESTION.read({f"vote.{letter}": [text] for letter, text in typed.items()} | {"poll": ["1"]})
    assert answer == order
    assert QUESTION.read(QUESTION.said(answer)) == order


@pytest.mark.parametrize(
    ("typed", "say", "field"),
    [
        ({}, "Please put at least one answer in your order.", "vote.A"),
        ({"vote.A": [""], "vote.B": []}, "Please put at least one answer in your order.", "vote.A"),
        (
            {"vote.D": ["2"], "vote.C": ["1"], "vote.B": ["2"]},
            "B and D are both number 2. Please give each a number of its own.",
            "vote.D",
        ),
        ({"vote.C": ["0"]}, NUMBERS, "vote.C"),
        ({"vote.C": ["6"]}, NUMBERS, "vote.C"),
        ({"vote.C": ["-1"]}, NUMBERS, "vote.C"),
        ({"vote.C": ["first"]}, NUMBERS, "vote.C"),
        ({"vote.C": ["1.0"]}, NUMBERS, "vote.C"),
        ({"vote.C": ["²"]}, NUMBERS, "vote.C"),
        ({"vote.C": ["１"]}, NUMBERS, "vote.C"),
        ({"vote.C": [" " * 10_000]}, NUMBERS, "vote.C"),
        ({"vote.C": ["0" * 10_000 + "1"]}, NUMBERS, "vote.C"),
        ({"vote.C": ["1", "2"]}, NO_OPTION, "vote"),
        ({"vote.F": ["1"]}, NO_OPTION, "vote"),
        ({"vote": ["C"]}, NO_OPTION, "vote"),
        ({"vote.A": ["1"], "vote.x": ["2"]}, NO_OPTION, "vote"),
    ],
)
def test_what_is_no_order_is_refused(typed: dict[str, list[str]], say: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read(typed)
    assert (refused.value.say, refused.value.field) == (say, field)


def test_an_order_is_read_back_as_a_list() -> None:
    assert QUESTION.read_back((2, 0)) == "1. Water\n2. Tea"


def test_mean_places_and_how_often_first_with_what_is_left_out_sharing_the_places_left() -> None:
    """Three rank all; one ranks Water alone, and the others then share places 2 to 5, the mean of which is 3.5."""
    tally = recount(QUESTION, [(0, 1, 2, 3, 4), (0, 2, 1, 3, 4), (1, 0, 2, 3, 4), (2,)])
    assert QUESTION.export(tally, ()) == {
        "mean_place": [1.875, 2.375, 2.25, 3.875, 4.625],
        "place": [1, 3, 2, 4, 5],
        "put_first": [2, 1, 1, 0, 0],
        "ranked": [3, 3, 4, 3, 3],
    }
    bars = QUESTION.bars(tally, 4)
    assert [(bar.letter, bar.value, bar.votes, bar.detail) for bar in bars] == [
        ("A", "1.9", 2, "2 people put it first"),
        ("B", "2.4", 1, "1 person put it first"),
        ("C", "2.2", 1, "1 person put it first"),
        ("D", "3.9", 0, "Nobody put it first"),
        ("E", "4.6", 0, "Nobody put it first"),
    ]
    assert [bar.share for bar in bars] == [0.78125, 0.65625, 0.6875, 0.28125, 0.09375]
    assert QUESTION.marks(tally) == 16


def test_what_one_person_likes_and_all_others_pass_over_does_not_come_first() -> None:
    tally = recount(QUESTION, [(4,), *[(0, 1)] * 9])
    assert QUESTION.ranks(tally) == (1, 2, 4, 4, 3)


def test_a_tie_is_shown_as_a_tie() -> None:
    tally = recount(QUESTION, [(0, 1, 2, 3, 4), (1, 0, 2, 4, 3)])
    assert QUESTION.ranks(tally) == (1, 1, 3, 4, 4)
    assert [bar.detail for bar in QUESTION.bars(tally, 2)] == [
        "Tied for place 1. 1 person put it first",
        "Tied for place 1. 1 person put it first",
        "Nobody put it first",
        "Tied for place 4. Nobody put it first",
        "Tied for place 4. Nobody put it first",
    ]


def test_different_means_do_not_look_the_same() -> None:
    two = Ranking(("Tea", "Coffee"))
    assert [bar.value for bar in two.bars(recount(two, [(0, 1)] * 11 + [(1, 0)] * 10), 21)] == ["1.48", "1.52"]


@given(st.lists(ORDERS, min_size=1, max_size=20))
def test_every_voice_weighs_the_same_however_much_it_ranks(orders: list[tuple[int, ...]]) -> None:
    """The places of each answer add up to the same sum, 1 + 2 + 3 + 4 + 5."""
    tally = recount(QUESTION, orders)
    assert sum(tally[:5]) == 2 * 15 * len(orders)
    assert sum(tally[5:10]) == len(orders)


@given(st.lists(ORDERS, min_size=1, max_size=20))
def test_the_longer_the_bar_the_better_the_mean_place(orders: list[tuple[int, ...]]) -> None:
    tally = recount(QUESTION, orders)
    bars = QUESTION.bars(tally, len(orders))
    by_length = sorted(range(5), key=lambda place: -bars[place].share)
    by_rank = sorted(range(5), key=QUESTION.ranks(tally).__getitem__)
    assert [QUESTION.ranks(tally)[place] for place in by_length] == [QUESTION.ranks(tally)[place] for place in by_rank]


def test_a_group_divides_by_what_its_people_put_first() -> None:
    parts = QUESTION.parts(recount(QUESTION, [(0, 1), (0,), (2, 0), (2,)]), 4)
    assert [(part.letter, part.percent) for part in parts if part.votes] == [("A", 50), ("C", 50)]


def test_without_answers_there_is_no_mean() -> None:
    bars = QUESTION.bars(QUESTION.empty(), 0)
    assert [(bar.value, bar.share, bar.detail) for bar in bars] == [("–", 0.0, "")] * 5
    assert QUESTION.export(QUESTION.empty(), ())["mean_place"] == [None] * 5


def test_thirty_options_can_be_ranked() -> None:
    question = Ranking(tuple(f"Option {number}" for number in range(30))).checked()
    answer = tuple(range(29, -1, -1))
    assert question.read(question.said(answer)) == answer


def test_options_come_from_the_form() -> None:
    assert Ranking.from_form({"options": ["Tea\nCoffee\nWater\nMilk\nJuice"]}).checked() == QUESTION
