"""The day written up: what was asked and counted, what hung on the wall, what stood on the board.

A `Report` is made from a conference and holds only what may be read by whoever it is given to: no voices, no keys, no held
labels, and numbers only from rounds that were counted. All in it is text or a number, so each format is a plain walk
through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Block
from live.conference.board import Board, Topic
from live.conference.people import Role
from live.conference.polls import Count, Poll, Round
from live.conference.polls.question import Bar
from live.conference.wall import Label, LabelKind

MAY_SEE_ALL: tuple[Role, ...] = ("chair", "facilitator")
"""The roles whose report has the results that the chair has not shown."""


class Result(Struct, frozen=True):
    """What was counted. `options` in the question's own order, those that nobody chose too; `answers` are own words, sorted."""

    voters: int
    marks: int
    options: tuple[Bar, ...] = ()
    mean: float | None = None
    answers: tuple[str, ...] = ()


class AskedOnce(Struct, frozen=True):
    """One round. A round that is open, or closed and not yet counted, has no numbers."""

    number: int
    state: Literal["open", "closed", "counted"]
    opened: datetime
    closed: datetime | None = None
    shown: bool = False
    result: Result | None = None


class Question(Struct, frozen=True):
    title: str
    hint: str
    kind: str
    kind_name: str
    rounds: tuple[AskedOnce, ...]


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
        return sum(one.result.voters for question in self.questions for one in question.rounds if one.result)

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
        tuple(_questions(conference, sees_all=for_role in MAY_SEE_ALL)),
        tuple(_theme(title, wall.of_theme(number)) for number, title in titles.items()),
        tuple(_label(label, titles) for label in reversed(wall.newest_first())),
        tuple(_topic(topic, conference.board) for topic in _by_place(conference.board)),
    )


def _questions(conference: Conference, *, sees_all: bool) -> Iterator[Question]:
    """The questions in the order of the day. One that was never asked is a plan, not a thing that happened."""
    by_id = conference.polls.by_id
    in_order = [item.poll for item in conference.agenda.items if item.poll in by_id]
    for number in dict.fromkeys((*in_order, *(poll.id for poll in conference.polls.in_order()))):
        poll = by_id[number]
        rounds = tuple(
            _round(poll, one, sees_all=sees_all) for one in poll.rounds if sees_all or one.shown or one.count is None
        )
        if rounds:
            yield Question(poll.title, poll.hint, poll.question.kind, poll.question.kind_name, rounds)


def _round(poll: Poll, one: Round, *, sees_all: bool) -> AskedOnce:
    result = _result(poll, one.count) if one.count is not None and (sees_all or not one.is_kept_small) else None
    state: Literal["open", "closed", "counted"] = "counted" if result else "closed" if one.closed_at else "open"
    closed = _time(one.closed_at) if one.closed_at else None
    return AskedOnce(one.number, state, _time(one.opened_at), closed, one.shown, result)


def _result(poll: Poll, count: Count) -> Result:
    question = poll.question
    mean = question.mean(count.tally)
    return Result(
        count.voters,
        question.marks(count.tally),
        question.bars(count.tally, count.voters),
        round(mean, 2) if mean is not None and count.voters else None,
        question.own_words(count.answers),
    )


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)


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
