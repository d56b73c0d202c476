"""Requests about questions that are put to the hall: votes, the survey, paper, opening and closing, results."""

from __future__ import annotations

from collections.abc import Mapping

from live.conference import polls
from live.web.asks import CHAIR, DELEGATE, FACILITATOR, TEXTS, Ask

ASKS: Mapping[str, Ask] = {
    # delegates
    "cast_vote": Ask(
        polls.CastVote,
        polls.cast_vote,
        DELEGATE,
        "Your vote is in. You can change it until voting closes.",
        say_sealed="Your envelope is in the box. You can replace it until voting closes.",
        is_said=False,
    ),
    "withdraw_vote": Ask(
        polls.WithdrawVote,
        polls.withdraw_vote,
        DELEGATE,
        "Your vote is taken back.",
        say_sealed="Your vote is taken back. Your envelope stays in the box, with nothing in it.",
    ),
    "answer_survey": Ask(
        polls.AnswerSurvey,
        polls.answer_survey,
        DELEGATE,
        "Your answers are in. You can change them until the survey closes.",
        most=TEXTS,  # twenty questions, of which each may have its own words
    ),
    # facilitators
    "type_paper": Ask(polls.TypePaper, polls.type_paper, FACILITATOR, "Typed in."),
    "take_out_paper": Ask(polls.TakeOutPaper, polls.take_out_paper, FACILITATOR, "It is out again."),
    # the chair
    "open_poll": Ask(polls.RoundRequest, polls.open_poll, CHAIR, "Voting is open."),
    "open_survey": Ask(polls.RunSurvey, polls.open_survey, CHAIR, "The survey is open."),
    "close_survey": Ask(polls.RunSurvey, polls.close_survey, CHAIR, "The survey is closed."),
    "close_poll": Ask(polls.RoundRequest, polls.close_poll, CHAIR, "Voting is closed."),
    "time_poll": Ask(polls.TimePoll, polls.time_poll, CHAIR, "The time is set."),
    "show_result": Ask(polls.ShowResult, polls.show_result, CHAIR, "Everybody sees the result."),
    "hide_result": Ask(polls.RoundRequest, polls.hide_result, CHAIR, "The result is hidden."),
}
