"""The day written up: what was asked and counted, what hung on the wall, what stood on the board.

A `Report` is made from a conference and holds only what may be read by whoever it is given to: no voices, no keys, no held
labels, and numbers only from rounds that were counted. All in it is text or a number, so each format is a plain walk
through it.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Block
from live.conference.board import Board, Topic
from live.conference.people import Role
from live.conference.wall import Label, LabelKind
from live.report.questions import Question, questions_of

__all__ = ["MAY_SEE_ALL", "LabelText", "Question", "Report", "ThemeOfLabels", "TopicOnBoard", "write_up"]

MAY_SEE_ALL: tuple[Role, ...] = ("chair", "facilitator")
"""The roles whose report has the results that the chair has not shown."""


class LabelText(Struct, frozen=True):
    """A label as it hangs; `signed` as its writer signed it, or empty."""

    kind: LabelKind
    text: str
    signed: str
    me_too: int
    help: int
    themes: tuple[str, ...]


class ThemeOfLabels(Struct, frozen=True):
    title: str
    count: int
    labels: tuple[str, ...]


class TopicOnBoard(Struct, frozen=True):
    title: str
    host: str
    why: str
    needs: str
    starts: str
    ends: str
    room: str
    people: int
    lead: int
    listen: int
    take_part: int


class Report(Struct, frozen=True):
    title: str
    date: str
    place: str
    people: int
    """How many voices joined."""
    programme: tuple[Block, ...]
    questions: tuple[Question, ...]
    themes: tuple[ThemeOfLabels, ...]
    labels: tuple[LabelText, ...]
    topics: tuple[TopicOnBoard, ...]

    @property
    def votes(self) -> int:
        """How many answers were counted, in all rounds that are in this report."""
        return sum(one.turnout.voters for question in self.questions for one in question.rounds if one.turnout)

    @property
    def labels_without_theme(self) -> tuple[LabelText, ...]:
        return tuple(label for label in self.labels if not label.themes)


def write_up(conference: Conference, for_role: Role) -> Report:
    """The write-up for somebody of this role: results that the chair has not shown are for chair and facilitators only."""
    wall = conference.wall
    titles = {theme.id: theme.title for theme in wall.themes}
    return Report(
        conference.title,
        conference.date,
        conference.place,
        len(conference.people.voices),
        conference.agenda.programme,
        tuple(questions_of(conference, sees_all=for_role in MAY_SEE_ALL)),
        tuple(_theme(title, wall.of_theme(number)) for number, title in titles.items()),
        tuple(_label(label, titles) for label in reversed(wall.newest_first())),
        tuple(_topic(topic, conference.board) for topic in _by_place(conference.board)),
    )


def _theme(title: str, labels: list[Label]) -> ThemeOfLabels:
    return ThemeOfLabels(title, len(labels), tuple(label.text for label in reversed(labels)))


def _label(label: Label, titles: dict[int, str]) -> LabelText:
    themes = tuple(title for number, title in titles.items() if number in label.themes)
    return LabelText(label.kind, label.text, label.signed, len(label.me_too), len(label.help), themes)


def _by_place(board: Board) -> list[Topic]:
    """By time and room as the board has them; those that never got a place last."""
    slots = {slot.id: place for place, slot in enumerate(board.slots)}
    rooms = {room.id: place for place, room in enumerate(board.rooms)}
    last = len(slots)
    return sorted(board.topics(), key=lambda topic: (slots.get(topic.slot, last), rooms.get(topic.room, 0)))


def _topic(topic: Topic, board: Board) -> TopicOnBoard:
    slot, room = board.slot(topic.slot), board.room(topic.room)
    hands = Counter(topic.hands.values())
    return TopicOnBoard(
        topic.title,
        topic.host,
        topic.why,
        topic.needs,
        slot.starts if slot else "",
        slot.ends if slot else "",
        room.name if room else "",
        len(topic.hands),
        hands["lead"],
        hands["listen"],
        hands["take_part"],
    )
