"""A motion: for, against or abstain, and carried only by the rule that was announced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.motion import Motion
from live.conference.polls.question import Bar

HALF = Motion()
TWO_THIRDS = Motion("two_thirds")
HALF_PRESENT = Motion("half", "present")
TWO_THIRDS_PRESENT = Motion("two_thirds", "present")
WRITTEN = '{"kind":"motion","threshold":"two_thirds","of":"present"}', TWO_THIRDS_PRESENT
VOTES = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("vote", "say"),
    [
        ([], "Please choose for, against or abstain."),
        (["1", "2"], "Please choose for, against or abstain."),
        (["1", "1"], "Please choose for, against or abstain."),
        (["0"], "That is not one of the answers. Please choose again."),
        (["4"], "That is not one of the answers. Please choose again."),
        (["-1"], "That is not one of the answers. Please choose again."),
        (["For"], "That is not one of the answers. Please choose again."),
        (["１"], "That is not one of the answers. Please choose again."),
        ([""], "That is not one of the answers. Please choose again."),
    ],
)
def test_what_is_no_answer_is_refused(vote: list[str], say: str) -> None:
    with pytest.raises(Refused) as refused:
        HALF.read({"vote": vote})
    assert (refused.value.say, refused.value.field) == (say, "vote")


def test_the_three_answers_are_read_back_and_counted() -> None:
    answers = [HALF.read({"vote": [mark]}) for mark in "11123"]
    assert [HALF.read_back(answer) for answer in answers] == ["For", "For", "For", "Against", "Abstain"]
    assert HALF.bars(recount(HALF, answers), 5) == (
        Bar("1", "For", 3, 1.0, 60),
        Bar("2", "Against", 1, 0.333, 20),
        Bar("3", "Abstain", 1, 0.333, 20),
    )


@pytest.mark.parametrize(
    ("motion", "tally", "could_vote", "verdict"),
    [
        (HALF, (61, 29, 12), 140, "Carried: 61 of 90 votes cast were for; more than half was needed."),
        (HALF, (29, 61, 0), 90, "Not carried: 29 of 90 votes cast were for; more than half was needed."),
        (HALF, (45, 45, 3), 140, "Not carried: it is a tie, 45 of 90 votes cast were for; more than half was needed."),
        (HALF, (46, 45, 0), 140, "Carried: 46 of 91 votes cast were for; more than half was needed."),
        (HALF, (1, 0, 0), 1, "Carried: 1 of 1 vote cast was for; more than half was needed."),
        (HALF, (0, 0, 12), 12, "Not carried: nobody voted for or against; more than half was needed."),
        (HALF, (0, 0, 0), 0, "Not carried: nobody voted for or against; more than half was needed."),
        (TWO_THIRDS, (60, 30, 50), 140, "Carried: 60 of 90 votes cast were for; at least two thirds was needed."),
        (TWO_THIRDS, (59, 30, 0), 140, "Not carried: 59 of 89 votes cast were for; at least two thirds was needed."),
        (TWO_THIRDS, (2, 1, 0), 3, "Carried: 2 of 3 votes cast were for; at least two thirds was needed."),
        (TWO_THIRDS, (0, 0, 1), 3, "Not carried: nobody voted for or against; at least two thirds was needed."),
        (HALF_PRESENT, (61, 29, 12), 140, "Not carried: 61 of 140 people present were for; more than half was needed."),
        (HALF_PRESENT, (71, 0, 0), 140, "Carried: 71 of 140 people present were for; more than half was needed."),
        (
            HALF_PRESENT,
            (70, 0, 0),
            140,
            "Not carried: it is exactly half, 70 of 140 people present were for; more than half was needed.",
        ),
        (TWO_THIRDS_PRESENT, (6, 0, 0), 9, "Carried: 6 of 9 people present were for; at least two thirds was needed."),
        (TWO_THIRDS_PRESENT, (0, 0, 0), 0, "Not carried: nobody voted for or against; at least two thirds was needed."),
    ],
)
def test_the_verdict_gives_its_figures(motion: Motion, tally: tuple[int, ...], could_vote: int, verdict: str) -> None:
    assert motion.verdict(tally, could_vote) == verdict


@given(VOTES, VOTES, VOTES)
def test_exactly_half_is_never_more_than_half(votes_for: int, against: int, abstained: int) -> None:
    assert HALF.is_carried((votes_for, against, abstained), 0) == (votes_for > against)
    assert not HALF_PRESENT.is_carried((votes_for, 0, 0), 2 * votes_for)


@given(VOTES.filter(bool), VOTES)
def test_exactly_two_thirds_is_enough_and_one_vote_fewer_is_not(third: int, abstained: int) -> None:
    assert TWO_THIRDS.is_carried((2 * third, third, abstained), 0)
    assert not TWO_THIRDS.is_carried((2 * third - 1, third + 1, abstained), 0)
    assert not TWO_THIRDS.is_carried((2 * third - 1, third, abstained), 0)


@given(VOTES, VOTES, VOTES, VOTES)
def test_abstentions_make_no_difference_to_votes_cast_but_count_as_present(a: int, b: int, c: int, more: int) -> None:
    assert HALF.verdict((a, b, c), 0) == HALF.verdict((a, b, c + more), 0)
    present = a + b + c + more
    assert HALF_PRESENT.is_carried((a, b, c), present) == (2 * a > present)


def test_whoever_voted_was_present_whatever_the_count_of_people_says() -> None:
    assert not HALF_PRESENT.is_carried((5, 5, 0), 3)


def test_the_rule_says_exactly_what_counts() -> None:
    assert TWO_THIRDS.rule == (
        "It is carried if at least two thirds of the votes cast are for. "
        "Votes cast are those for and against; abstentions are not counted."
    )
    assert HALF_PRESENT.rule == (
        "It is carried if more than half of the people present are for. "
        "Present is everybody who could vote, also those who abstain or do not vote."
    )


def test_the_rule_comes_from_the_form() -> None:
    assert Motion.from_form({"threshold": ["two_thirds"], "of": ["present"]}) == TWO_THIRDS_PRESENT
    assert Motion.from_form({}) == HALF


@pytest.mark.parametrize(
    ("field", "say"),
    [
        ("threshold", "Please choose how many must be for it."),
        ("of", "Please choose of what: votes cast, or people present."),
    ],
)
def test_a_rule_that_there_is_not_is_refused(field: str, say: str) -> None:
    with pytest.raises(Refused) as refused:
        Motion.from_form({field: ["most"]})
    assert (refused.value.say, refused.value.field) == (say, field)


def test_the_export_has_the_rule_and_its_figures() -> None:
    assert TWO_THIRDS.export((6, 3, 2), ()) == {
        "threshold": "two_thirds",
        "of": "votes",
        "for": 6,
        "against": 3,
        "abstained": 2,
    }
