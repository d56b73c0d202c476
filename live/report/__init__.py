"""The day written up: what was asked and counted, what hung on the wall, what stood on the board, what was agreed.

A `Report` is made from a conference and holds only what may be read by whoever it is given to: no voices, no keys, no held
labels, and numbers only from rounds that were counted. All in it is text or a number, so each format is a plain walk
through it. Parts that the chair left out are empty, in every format.
"""

from __future__ import annotations

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Block
from live.conference.people import Role
from live.conference.writeup import Section, State
from live.report.actions import ActionAgreed, actions_of
from live.report.asks import Ask, asks_of
from live.report.questions import Question, questions_of
from live.report.said import LabelText, Said, TallyTable, ThemeOfLabels
from live.report.talks import (
    Drawing,
    SessionHeld,
    TopicOnBoard,
    VisitOffered,
    drawings_of,
    sessions_of,
    topics_of,
    visits_of,
)

__all__ = ["MAY_SEE_ALL", "LabelText", "Question", "Report", "ThemeOfLabels", "TopicOnBoard", "write_up"]

MAY_SEE_ALL: tuple[Role, ...] = ("chair", "facilitator")
"""The roles whose report has the results that the chair has not shown, and the labels that nobody has looked at."""


class Report(Struct, frozen=True):
    """A conference day, written up.

    `people` is how many voices joined. `opening` and `closing` are the chair's words around it. `sections` are its parts in
    their order; a part that is not among them was left out, and is empty here: programme, polls (`questions`: what was put
    to the hall), themes, tables, questions (`asks`: what people asked), topics, sessions, drawings, visits, actions, labels.
    `state`: kept to chair and facilitators, a draft that delegates comment on, or final.
    """

    title: str
    date: str
    place: str
    people: int
    programme: tuple[Block, ...]
    questions: tuple[Question, ...]
    themes: tuple[ThemeOfLabels, ...]
    labels: tuple[LabelText, ...]
    topics: tuple[TopicOnBoard, ...]
    sessions: tuple[SessionHeld, ...]
    drawings: tuple[Drawing, ...]
    visits: tuple[VisitOffered, ...]
    tables: tuple[TallyTable, ...]
    asks: tuple[Ask, ...]
    put_aside: tuple[LabelText, ...]
    actions: tuple[ActionAgreed, ...]
    opening: str
    closing: str
    sections: tuple[Section, ...]
    state: State

    @property
    def votes(self) -> int:
        """How many answers were counted, in all rounds that are in this report."""
        return sum(one.turnout.voters for question in self.questions for one in question.rounds if one.turnout)

    @property
    def labels_without_theme(self) -> tuple[LabelText, ...]:
        """Labels that stand in no other part of this report."""
        told = {ask.label.number for ask in self.asks}
        told |= {label.number for theme in self.themes for label in (*theme.quotes, *theme.others)}
        return tuple(label for label in self.labels if label.number not in told)

    @property
    def put_aside_only(self) -> tuple[LabelText, ...]:
        """What was put aside and stands in no other part of this report."""
        told = {ask.label.number for ask in self.asks}
        return tuple(label for label in self.put_aside if label.number not in told)

    @property
    def has_waiting(self) -> bool:
        """Whether labels stand in it that only chair and facilitators read, as nobody has looked at them."""
        everything = [*self.labels, *self.put_aside, *(ask.label for ask in self.asks)]
        everything += [label for theme in self.themes for label in (*theme.quotes, *theme.others)]
        return any(label.waits for label in everything)


def write_up(conference: Conference, for_role: Role) -> Report:
    """The write-up for somebody of this role: results that the chair has not shown, and labels that nobody has looked at, are for
    chair and facilitators only."""
    sees_all = for_role in MAY_SEE_ALL
    writeup = conference.writeup
    has = set(writeup.sections)
    said = Said(conference, sees_all=sees_all)
    return Report(
        conference.title,
        conference.date,
        conference.place,
        conference.people.took_part,
        conference.agenda.programme if "programme" in has else (),
        tuple(questions_of(conference, sees_all=sees_all)) if "polls" in has else (),
        said.themes(with_others="labels" in has) if "themes" in has else (),
        tuple(map(said.text, said.hanging())) if "labels" in has else (),
        topics_of(conference, with_actions="actions" in has) if "topics" in has else (),
        sessions_of(conference, with_actions="actions" in has) if "sessions" in has else (),
        drawings_of(conference) if "drawings" in has else (),
        visits_of(conference) if "visits" in has else (),
        said.tables() if "tables" in has else (),
        asks_of(said) if "questions" in has else (),
        tuple(map(said.text, said.put_aside())) if "labels" in has else (),
        actions_of(conference) if "actions" in has else (),
        writeup.opening,
        writeup.closing,
        writeup.sections,
        writeup.state,
    )
