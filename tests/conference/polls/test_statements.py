"""Several statements on one scale."""

from __future__ import annotations

import pytest

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.question import Bar, Strip
from live.conference.polls.statements import Statements
from live.conference.polls.steps import USUAL_WORDS

QUESTION = Statements(("I was heard", "It can be done", "I know what to do"))
WRITTEN = (
    '{"kind":"statements","statements":["We listen","We act"],"words":["No","Hardly","Partly","Mostly","Yes"]}',
    Statements(("We listen", "We act"), ("No", "Hardly", "Partly", "Mostly", "Yes")),
)


def test_statements_may_be_left_out() -> None:
    assert QUESTION.read({"vote.1": ["4"], "vote.2": [""], "vote.3": ["1"]}) == (4, 0, 1)
    assert QUESTION.read({"vote.2": ["5"]}) == (0, 5, 0)
    assert QUESTION.said((0, 5, 1)) == {"vote.2": ["5"], "vote.3": ["1"]}
    assert QUESTION.read_back((0, 5, 1)) == "It can be done: 5 Completely; I know what to do: 1 Not at all"


ONE_EACH = "Please choose one number from 1 to 5 for each statement, or leave it out."
NO_STATEMENT = "That is not one of the statements. Please choose again."


@pytest.mark.parametrize(
    ("fields", "say", "field"),
    [
        ({}, "Please choose a number from 1 to 5 for at least one statement.", "vote.1"),
        ({"vote.1": [""], "vote.3": []}, "Please choose a number from 1 to 5 for at least one statement.", "vote.1"),
        ({"vote.2": ["0"]}, ONE_EACH, "vote.2"),
        ({"vote.2": ["6"]}, ONE_EACH, "vote.2"),
        ({"vote.3": ["３"]}, ONE_EACH, "vote.3"),
        ({"vote.3": ["3.5"]}, ONE_EACH, "vote.3"),
        ({"vote.1": ["1", "2"]}, ONE_EACH, "vote.1"),
        ({"vote.1": ["1"], "vote.4": ["1"]}, NO_STATEMENT, "vote.1"),
        ({"vote.1": ["1"], "vote": ["1"]}, NO_STATEMENT, "vote.1"),
    ],
)
def test_what_is_no_number_for_a_statement_is_refused(fields: dict[str, list[str]], say: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read(fields)
    assert (refused.value.say, refused.value.field) == (say, field)


def test_each_statement_is_counted_for_itself() -> None:
    tally = recount(QUESTION, [(4, 0, 1), (5, 0, 0), (4, 0, 3)])
    assert tally == (0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0)
    assert QUESTION.marks(tally) == 5
    heard, done, do = QUESTION.strips(tally)
    assert heard == Strip(
        "I was heard",
        3,
        (
            Bar("1", "Not at all", 0, 0.0, 0),
            Bar("2", "A little", 0, 0.0, 0),
            Bar("3", "Partly", 0, 0.0, 0),
            Bar("4", "Mostly", 2, 0.667, 67),
            Bar("5", "Completely", 1, 0.333, 33),
        ),
        "mean 4.3",
    )
    assert (done.size, done.detail, [part.share for part in done.parts]) == (0, "", [0.0] * 5)
    assert (do.size, do.detail) == (2, "mean 2.0")
    assert QUESTION.export(tally, ())["statements"] == [
        {"text": "I was heard", "people": 3, "mean": 4.33, "steps": [0, 0, 0, 2, 1]},
        {"text": "It can be done", "people": 0, "mean": None, "steps": [0, 0, 0, 0, 0]},
        {"text": "I know what to do", "people": 2, "mean": 2.0, "steps": [1, 0, 1, 0, 0]},
    ]


def test_statements_and_words_come_from_the_form() -> None:
    made = Statements.from_form({"statements": ["We  listen\r\n\r\n We act\u200e"], "words": [""]}).checked()
    assert made == Statements(("We listen", "We act"), USUAL_WORDS)
    assert Statements.from_form({"statements": ["a\nb"], "words": ["1\n2\n3\n4\n5"]}).checked().words == tuple("12345")


@pytest.mark.parametrize(
    ("statements", "words", "say", "field"),
    [
        ("One", "", "Please give 2 to 8 statements, one on each line.", "statements"),
        ("a\nb\nc\nd\ne\nf\ng\nh\ni", "", "Please give 2 to 8 statements, one on each line.", "statements"),
        ("We act\nwe ACT", "", "Two of the statements are the same.", "statements"),
        ("a\n" + "b" * 121, "", "A statement can have 120 letters at most. Yours has 121.", "statements"),
        ("a\nb", "x", "A scale needs five words, one for each step, each on a line of its own.", "words"),
    ],
)
def test_what_cannot_be_asked_is_refused(statements: str, words: str, say: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        Statements.from_form({"statements": [statements], "words": [words]}).checked()
    assert (refused.value.say, refused.value.field) == (say, field)
