"""The kinds of question there are. A new kind is one file beside this one, and one line in this list."""

from __future__ import annotations

from typing import get_args

from live.conference.polls.agreement import Agreement
from live.conference.polls.budget import Budget
from live.conference.polls.estimate import Estimate
from live.conference.polls.grid import PlaceOnGrid
from live.conference.polls.motion import Motion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.points import HundredPoints
from live.conference.polls.ranking import Ranking
from live.conference.polls.scale import Scale
from live.conference.polls.several_choices import SeveralChoices
from live.conference.polls.statements import Statements
from live.conference.polls.word_cloud import WordCloud

AnyQuestion = (
    OneChoice  #
    | SeveralChoices
    | Scale
    | OpenText
    | Motion
    | HundredPoints
    | WordCloud
    | Budget
    | Agreement
    | Statements
    | Ranking
    | Estimate
    | PlaceOnGrid
)

KINDS = {str(kind.__struct_config__.tag): kind for kind in get_args(AnyQuestion)}
