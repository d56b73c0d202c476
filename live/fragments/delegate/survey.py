"""The survey on a phone: the questions that are open on one page, each with its own fields, and a place for what is sent."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from live.conference.polls import survey_polls
from live.fragments import Piece, Scene, View
from live.fragments.delegate.questions import Ballot, ballot


class SurveyQuestion(Struct, frozen=True):
    """One question of the survey. `place` counts from 1 among all of them, also those that are not open."""

    place: int
    ballot: Ballot


class NoSurvey(Struct, frozen=True):
    """Nothing of the survey is open. `is_over`: it was."""

    is_over: bool


class SurveyLink(Struct, frozen=True):
    questions: int


def _pieces(scene: Scene) -> Iterable[Piece]:
    asked = survey_polls(scene.conference)
    is_any_open = False
    for place, poll in enumerate(asked, 1):
        one = poll.round
        if one is None or poll.state != "open":
            continue
        is_any_open = True
        model = SurveyQuestion(place, ballot(poll, one, "survey", ""))
        key = f"survey-{poll.id}-{one.number}"
        yield Piece(key, "survey-questions", "fragments/_survey_question.html", model, is_personal=True)
    if not is_any_open:
        model_of_none = NoSurvey(any(poll.rounds for poll in asked))
        yield Piece("survey-none", "survey-questions", "fragments/_survey_none.html", model_of_none)


survey = View("survey", ("survey-questions",), _pieces)
