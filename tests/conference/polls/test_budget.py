"""A budget to spend: what fits, what it is enough for by votes, and honesty about ties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.budget import Budget, Spending
from live.conference.polls.question import Bar

QUESTION = Budget(("Benches", "Lights", "Trees", "A bus"), (20_000, 10_000, 5_000, 30_000), 35_000)
WRITTEN = (
    '{"kind":"budget","options":["Benches","Lights"],"costs":[20000,10000],"budget":25000,"currency":"€"}',
    Budget(("Benches", "Lights"), (20_000, 10_000), 25_000, "€"),
)
TIE = "“Benches” and “A bus” have equally many votes, and the money is not enough for all of them: votes do not decide which."
AFFORDABLE = st.sets(st.integers(0, 3), min_size=1).filter(
    lambda places: sum(QUESTION.costs[place] for place in places) <= QUESTION.budget
)


@given(AFFORDABLE)
def test_an_answer_and_what_was_ticked_tell_the_same(places: set[int]) -> None:
    answer = tuple(sorted(places))
    assert QUESTION.read(QUESTION.said(answer)) == answer


@given(st.lists(AFFORDABLE), AFFORDABLE)
def test_taking_an_answer_out_undoes_putting_it_in(before: list[set[int]], places: set[int]) -> None:
    tally = recount(QUESTION, [tuple(sorted(each)) for each in before])
    assert QUESTION.add(QUESTION.add(tally, tuple(places)), tuple(places), -1) == tally


@pytest.mark.parametrize(
    ("vote", "say"),
    [
        ([], "Please choose at least one project."),
        ([""], "Please choose at least one project."),
        (["A", "A"], "Please choose each project only once."),
        (["A", "B", "C", "D", "A"], "Please choose each project only once."),
        (["E"], "That is not one of the answers. Please choose again."),
        (["a"], "That is not one of the answers. Please choose again."),
        (
            ["A", "D"],
            "What you chose costs £50,000. That is £15,000 more than there is. Please leave something out.",
        ),
    ],
)
def test_what_cannot_be_paid_for_is_refused_with_the_amount(vote: list[str], say: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read({"vote": vote})
    assert (refused.value.say, refused.value.field) == (say, "vote")


def test_all_the_money_may_be_spent() -> None:
    assert QUESTION.read({"vote": ["C", "B", "A"]}) == (0, 1, 2)


@pytest.mark.parametrize(
    ("tally", "spending"),
    [
        ((9, 7, 5, 3), Spending((0, 1, 2), 35_000)),
        ((9, 3, 1, 7), Spending((0,), 20_000)),  # the bus does not fit, and what comes after it gets nothing
        ((3, 7, 9, 0), Spending((2, 1, 0), 35_000)),
        ((0, 0, 4, 0), Spending((2,), 5_000)),  # nobody chose the others
        ((0, 0, 0, 0), Spending()),
        ((5, 5, 5, 1), Spending((0, 1, 2), 35_000)),  # a tie that the money is enough for is none
    ],
)
def test_the_money_goes_down_the_list_until_the_next_does_not_fit(tally: tuple[int, ...], spending: Spending) -> None:
    assert QUESTION.spending(tally) == spending


@pytest.mark.parametrize(
    ("tally", "spending"),
    [
        ((5, 1, 0, 5), Spending((0,), 20_000, (0, 3))),  # benches or bus: each would fit, both do not
        ((4, 9, 0, 4), Spending((1, 0), 30_000, (0, 3))),  # the benches fit after the lights, the bus does not
        ((9, 8, 4, 4), Spending((0, 1, 2), 35_000, (2, 3))),
        ((4, 9, 9, 4), Spending((1, 2, 0), 35_000, (0, 3))),
    ],
)
def test_where_the_line_falls_into_a_tie_the_tie_is_told(tally: tuple[int, ...], spending: Spending) -> None:
    assert QUESTION.spending(tally) == spending


def test_a_tie_below_the_line_is_none() -> None:
    """Neither fits any more, so it makes no difference which comes first."""
    question = Budget(("A", "B", "C"), (30, 10, 10), 35)
    assert question.spending((5, 2, 2)) == Spending((0,), 30)


def test_a_tie_matters_although_the_one_written_first_does_not_fit() -> None:
    question = Budget(("A", "B", "C"), (30, 10, 5), 35)
    assert question.spending((5, 2, 2)) == Spending((0,), 30, (1, 2))
    assert [bar.line for bar in question.bars((5, 2, 2), 5)] == [
        "The money ends here, in a tie: votes do not decide between them",
        "",
        "",
    ]


def test_bars_have_votes_costs_and_the_line_where_the_money_ends() -> None:
    assert QUESTION.bars((4, 1, 0, 2), 4) == (
        Bar("A", "Benches", 4, 1.0, 100, detail="£20,000", line="The money ends here: £20,000 of £35,000"),
        Bar("B", "Lights", 1, 0.25, 25, detail="£10,000"),
        Bar("C", "Trees", 0, 0.0, 0, detail="£5,000"),
        Bar("D", "A bus", 2, 0.5, 50, detail="£30,000"),
    )


def test_where_the_money_is_enough_for_all_that_was_chosen_there_is_no_line() -> None:
    assert [bar.line for bar in QUESTION.bars((4, 1, 1, 0), 4)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("tally", "say"),
    [
        ((0, 0, 0, 0), "Nobody chose a project."),
        ((9, 7, 5, 3), "By votes, the money is enough for “Benches”, “Lights” and “Trees”: £35,000 of £35,000."),
        (
            (4, 9, 0, 4),
            f"By votes, the money is enough for “Lights”: £10,000 of £35,000. {TIE}",
        ),
        (
            (4, 0, 0, 4),
            TIE,
        ),
    ],
)
def test_the_verdict_says_what_the_money_is_enough_for(tally: tuple[int, ...], say: str) -> None:
    assert QUESTION.verdict(tally, 20) == say


def test_the_report_has_money_and_votes_of_each_project() -> None:
    assert QUESTION.export((4, 9, 0, 4), ()) == {
        "budget": 35_000,
        "currency": "£",
        "cost": 10_000,
        "projects": [
            {"project": "Lights", "cost": 10_000, "votes": 9, "paid": "yes"},
            {"project": "Benches", "cost": 20_000, "votes": 4, "paid": "tied"},
            {"project": "A bus", "cost": 30_000, "votes": 4, "paid": "tied"},
            {"project": "Trees", "cost": 5_000, "votes": 0, "paid": "no"},
        ],
    }


def test_an_answer_is_read_back_with_what_it_costs() -> None:
    assert QUESTION.read_back((0, 2)) == "Benches, Trees: £25,000 in all"


@pytest.mark.parametrize(
    ("currency", "words"), [("£", "£20,000"), ("€", "€20,000"), ("hours", "20,000 hours"), ("kr.", "20,000 kr.")]
)
def test_a_sign_stands_before_an_amount_and_a_word_after_it(currency: str, words: str) -> None:
    assert Budget(("A", "B"), (1, 1), 1, currency).money(20_000) == words


@pytest.mark.parametrize(
    "amount",
    [
        "20000",
        " 20 000 ",
        "20,000",
        "20.000",
        "£20,000",
        "£ 20 000",
        "20 000 £",
        "20.000 €",
        "20\u202f000",
        "20’000",
        "020000",
    ],
)
def test_amounts_are_read_as_people_write_them(amount: str) -> None:
    form = {"options": [f"Benches: {amount}\r\nA bus: 3 o’clock: 30 000"], "budget": ["35 000"]}
    assert Budget.from_form(form).checked() == Budget(("Benches", "A bus: 3 o’clock"), (20_000, 30_000), 35_000)


@pytest.mark.parametrize("amount", ["", "20k", "20,000.50", "1 2", "20 00", "2,0000", "-5", "1e4", "２０", "²", "free"])
def test_an_amount_that_is_not_clear_is_refused_with_its_project(amount: str) -> None:
    with pytest.raises(Refused) as refused:
        Budget.from_form({"options": [f"Trees: 5\nBenches: {amount}"], "budget": ["35 000"]})
    assert refused.value.say == (
        "Please write the cost of “Benches” as a whole number, like 20 000: at least 1, at most a thousand million."
    )
    assert refused.value.field == "options"


def test_the_form_may_have_another_currency_which_may_stand_at_the_amounts() -> None:
    form = {"options": ["Benches: 20 hours\nTrees: 5"], "budget": ["22 hours"], "currency": [" hours "]}
    assert Budget.from_form(form).checked() == Budget(("Benches", "Trees"), (20, 5), 22, "hours")


def test_what_a_chair_wrote_is_shown_again_so_that_it_is_read_the_same() -> None:
    form = {"options": [QUESTION.written], "budget": [str(QUESTION.budget)], "currency": [QUESTION.currency]}
    assert Budget.from_form(form).checked() == QUESTION


@pytest.mark.parametrize(
    ("options", "budget", "currency", "say", "field"),
    [
        (
            "Benches 20 000\nTrees: 5",
            "10",
            "",
            "Please write what “Benches 20 000” costs: the project, a colon, and its cost, like “Benches: 20 000”.",
            "options",
        ),
        (
            "Benches: 5\nTrees: 4",
            "much",
            "",
            "Please write the budget as a whole number, like 20 000: at least 1, at most a thousand million.",
            "budget",
        ),
        (
            "Benches: 5\nTrees: 4",
            "0",
            "",
            "Please write the budget as a whole number, like 20 000: at least 1, at most a thousand million.",
            "budget",
        ),
        (
            "Benches: 0\nTrees: 4",
            "10",
            "",
            "Please write the cost of “Benches” as a whole number, like 20 000: at least 1, at most a thousand million.",
            "options",
        ),
        ("Benches: 20 000\nTrees: 4", "10", "", "“Benches” costs £20,000: more than the £10 there is.", "options"),
        ("Benches: 5\nbenches: 4", "10", "", "Two of the answers are the same.", "options"),
        (
            "Benches: 5\nTrees: 4",
            "10",
            "US$ 2",
            "Please write the currency as a sign or a word, without figures.",
            "currency",
        ),
    ],
)
def test_what_nobody_could_spend_is_refused(options: str, budget: str, currency: str, say: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        Budget.from_form({"options": [options], "budget": [budget], "currency": [currency]}).checked()
    assert (refused.value.say, refused.value.field) == (say, field)


def test_a_plan_with_too_few_costs_is_refused() -> None:
    with pytest.raises(Refused, match="Every project needs its cost"):
        Budget(("A", "B"), (1,), 10).checked()


def test_in_the_order_of_the_alphabet_each_project_keeps_its_cost() -> None:
    assert QUESTION.sorted_by_words() == Budget(
        ("A bus", "Benches", "Lights", "Trees"), (30_000, 20_000, 10_000, 5_000), 35_000
    )


@given(st.integers(0, 20))
def test_simulated_delegates_never_spend_more_than_there_is(thrown: int) -> None:
    assert QUESTION.read(QUESTION.imagine(lambda sides: thrown % sides))
