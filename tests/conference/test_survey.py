"""The survey: several questions on one page, sent in one go or piece by piece."""

from __future__ import annotations

from live.conference import Actor, Conference
from live.conference.plan import TakePlan, take_plan
from live.conference.polls import (
    AnswerSurvey,
    PollClosed,
    PollOpened,
    RunSurvey,
    VoteCast,
    answer_survey,
    close_survey,
    open_survey,
    survey_polls,
)
from tests.conference.days import ANN, AT, MADE, Asked, ask, play, refusal

PLAN = """
title = "Together"
[[item]]
kind = "poll"
title = "Which one?"
terms = { survey = true }
question = { kind = "one_choice", options = ["Tea", "Coffee", "Water"] }
[[item]]
kind = "poll"
title = "On the day"
question = { kind = "scale" }
[[item]]
kind = "poll"
title = "What else?"
terms = { survey = true, passes = ["unsure"] }
question = { kind = "open_text" }
"""
PLANNED = play(Asked(take_plan, TakePlan(PLAN)), start=MADE)
OPEN = play(Asked(open_survey, RunSurvey()), start=PLANNED)


def answers(by: Actor = ANN, **fields: str) -> Asked:
    """`q1_vote="A"` is the field "1.1/vote"."""
    form = {name.replace("_", ".1/", 1).removeprefix("q").replace("_", "."): [value] for name, value in fields.items()}
    return Asked(answer_survey, AnswerSurvey(form), by)


def voters(conference: Conference) -> list[int]:
    return [poll.round.voters for poll in survey_polls(conference) if poll.round is not None]


def test_one_button_opens_and_closes_all_questions_of_the_survey_and_no_other() -> None:
    opened = [act.poll for act in ask(PLANNED, Asked(open_survey, RunSurvey())) if isinstance(act, PollOpened)]
    assert opened == [1, 3]
    assert ask(OPEN, Asked(open_survey, RunSurvey())) == []
    assert ask(OPEN, Asked(close_survey, RunSurvey())) == [PollClosed(1, 1, AT, 4), PollClosed(3, 1, AT, 4)]
    closed = play(Asked(close_survey, RunSurvey()), start=OPEN)
    assert ask(closed, Asked(close_survey, RunSurvey())) == []
    assert "No question is in the survey yet." in refusal(MADE, Asked(open_survey, RunSurvey()))[0]


def test_all_is_sent_in_one_go_or_piece_by_piece() -> None:
    at_once = play(answers(q1_vote="B", q3_vote="Time"), start=OPEN)
    assert voters(at_once) == [1, 1]
    piece = play(answers(q1_vote="B", q3_vote=" "), start=OPEN)
    assert voters(piece) == [1, 0]
    assert play(answers(q1_vote="B", q3_vote="Time"), start=piece) == at_once
    assert ask(at_once, answers(q1_vote="B", q3_vote="Time")) == []
    changed = ask(at_once, answers(q1_vote="C", q3_vote="Time"))
    assert [act.answer for act in changed if isinstance(act, VoteCast)] == [2]
    assert voters(play(answers(q3_vote_pass="unsure"), start=OPEN)) == [0, 1]


def test_points_that_were_all_taken_back_are_no_answer_but_an_estimate_of_nought_is_one() -> None:
    item = '[[item]]\nkind = "poll"\ntitle = "How?"\nterms = { survey = true }\nquestion = '
    plan = item + '{ kind = "points", options = ["Tea", "Coffee"] }\n' + item + '{ kind = "estimate" }\n'
    points = play(Asked(take_plan, TakePlan(plan)), Asked(open_survey, RunSurvey()), start=MADE)
    assert voters(play(answers(q1_vote_A="0", q1_vote_B="", q2_vote="0"), start=points)) == [0, 1]


def test_a_wrong_answer_is_named_with_its_question_and_nothing_is_sent() -> None:
    say = "Question 1: That is not one of the answers. Please choose again."
    assert refusal(OPEN, answers(q1_vote="Z", q3_vote="Time")) == (say, "1.1/vote")
    assert refusal(OPEN, answers()) == ("Please answer at least one question.", "")
    assert refusal(OPEN, answers(q1_vote="")) == ("Please answer at least one question.", "")


def test_what_does_not_belong_to_the_survey_is_refused() -> None:
    say = "This page is not the survey any more. Please load it again."
    assert refusal(OPEN, answers(q1_vote="A", q2_vote="3")) == (say, "")
    wrong = AnswerSurvey({"1.x/vote": ["A"]})
    assert refusal(OPEN, Asked(answer_survey, wrong, ANN))[0].startswith("This page is not the survey any more.")
    twice = AnswerSurvey({"1.1/vote": ["A"], "1.01/vote": ["B"]})
    assert refusal(OPEN, Asked(answer_survey, twice, ANN))[0].startswith("This page is not the survey any more.")
    stranger = answers(Actor("delegate", "eve"), q1_vote="A")
    assert "Please join first" in refusal(OPEN, stranger)[0]
