"""The survey: questions that stand on one page, open for days, answered in one's own time, all at once or piece by piece."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request, SlowRequest
from live.conference.polls.poll_acts import PollAct
from live.conference.polls.question import Fields
from live.conference.polls.rounds import Poll
from live.conference.polls.voting import CastVote, RoundRequest, cast_vote, close_poll, known_poll, open_poll
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


class AnswerSurvey(Request, frozen=True):
    """Answers to several questions: the fields of each begin with "<poll>.<round>/". What is left empty is not answered yet."""

    fields: Fields


class RunSurvey(SlowRequest, frozen=True):
    """Open or close all questions of the survey."""


def survey_polls(conference: Conference) -> list[Poll]:
    """The questions of the survey, in the order of the run of show."""
    by_id = conference.polls.by_id
    in_order = [by_id[item.poll] for item in conference.agenda.items if item.poll in by_id]
    return [poll for poll in in_order if poll.terms.survey]


def answer_survey(conference: Conference, ask: AnswerSurvey, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Vote on every question that something was filled in for. All of it counts, or nothing: the sentence names the question."""
    acts: list[PollAct] = []
    filled = _filled(ask.fields)
    if not filled:
        raise Refused("Please answer at least one question.")
    asked = survey_polls(conference)
    if not {name.partition(".")[0] for name in filled} <= {str(poll.id) for poll in asked}:
        raise Refused("This page is not the survey any more. Please load it again.")
    for place, poll in enumerate(asked, 1):
        for name in [name for name in filled if name.partition(".")[0] == str(poll.id)]:
            number = name.partition(".")[2]
            if not re.fullmatch("[1-9][0-9]{0,8}", number):  # nor the same round twice, as 1 and 01
                raise Refused("This page is not the survey any more. Please load it again.")
            try:
                acts += cast_vote(conference, CastVote(poll.id, int(number), filled[name]), by, moment)
            except Refused as refused:
                field = f"{name}/{refused.field}" if refused.field else ""
                raise Refused(f"Question {place}: {refused.say}", field) from None
    return acts


def open_survey(conference: Conference, ask: RunSurvey, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Open every question of the survey that was never open."""
    waiting = [poll for poll in survey_polls(conference) if poll.round is None]
    if not survey_polls(conference):
        raise Refused("No question is in the survey yet. You put one in where it is written, under “How it is asked”.")
    return [act for poll in waiting for act in open_poll(conference, RoundRequest(poll.id, 1), by, moment)]


def close_survey(conference: Conference, ask: RunSurvey, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Close every question of the survey that is open. Each result is shown when its item is on the screen."""
    return [
        act
        for poll in survey_polls(conference)
        if poll.state == "open" and poll.round is not None
        for act in close_poll(
            conference, RoundRequest(known_poll(conference, poll.id).id, poll.round.number), by, moment
        )
    ]


def _filled(fields: Fields) -> dict[str, dict[str, Sequence[str]]]:
    """The fields of each question that something was filled in for, without what they begin with."""
    filled: dict[str, dict[str, Sequence[str]]] = {}
    for name, values in fields.items():
        question, slash, field = name.partition("/")
        if slash and (field == "vote" or field.startswith("vote.")):
            filled.setdefault(question, {})[field] = values
    return {
        question: each
        for question, each in filled.items()
        if any(_is_filled(field, value) for field, values in each.items() for value in values)
    }


def _is_filled(field: str, value: str) -> bool:
    """Whether something stands in a field. A 0 in one of several says nothing: buttons that take points back leave it."""
    return bool(value.strip()) and (field == "vote" or value.strip() != "0")
