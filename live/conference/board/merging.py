"""Merging two topics, which needs a yes from both hosts, and parting them again.

A topic that became part of another keeps its words and its people, so nobody's interest is lost either way. Parts never have
parts: people could not see any more what they agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import MergeAgreed, MergeAsked, MergeDropped, TopicMerged, TopicParted
from live.conference.board.proposing import TopicRequest, known_topic
from live.conference.board.topics import Board, MergeAsk, Topic
from live.conference.people import Actor, Moment, Request
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

MergeStep = MergeAsked | MergeAgreed | MergeDropped | TopicMerged
MOST_ASKED = 10  # of one topic's host, while nobody has answered
NOT_YOURS = "Only the hosts of the two topics and the facilitators can do this."


class AskToMerge(Request, frozen=True):
    """Two topics would become one. `stands`: the title of "this" one (`topic`) stands over both, or that of the "other"."""

    topic: int
    other_topic: int = 0
    stands: str = ""


class MergeRequest(Request, frozen=True):
    """What somebody asked: that `topic` becomes part of `head`."""

    topic: int
    head: int


def ask_to_merge(conference: Conference, ask: AskToMerge, by: Actor, moment: Moment) -> Sequence[MergeStep]:
    """A host asks for their own topic, and so says yes for it. A facilitator may ask for any two."""
    board = conference.board
    this = known_topic(conference, ask.topic)
    if not ask.other_topic:
        raise Refused("Please choose the other topic.", "other_topic")
    other = known_topic(conference, ask.other_topic)
    if ask.stands not in ("this", "other"):
        raise Refused("Please choose which title stands over both.", "stands")
    topic, head = (other, this) if ask.stands == "this" else (this, other)
    if not (_is_facilitator(by) or _is_host(by, topic) or _is_host(by, head)):
        raise Refused(NOT_YOURS)
    if topic.merged_into == head.id or _asked(board, topic.id, head.id) is not None:
        return []
    _refuse_what_cannot_be(board, topic, head)
    turned = [MergeDropped(head.id, topic.id)] if _asked(board, head.id, topic.id) is not None else []
    asked = MergeAsk(topic.id, head.id)
    sides = [one.id for one in (topic, head) if _is_host(by, one)]
    if not _is_facilitator(by) and any(sum(side in one.yes for one in board.merges) >= MOST_ASKED for side in sides):
        raise Refused(f"You have asked {MOST_ASKED} others. Please wait for an answer, or take one back first.")
    return [*turned, MergeAsked(topic.id, head.id), *_agreed(board, asked, sides)]


def agree_to_merge(conference: Conference, ask: MergeRequest, by: Actor, moment: Moment) -> Sequence[MergeStep]:
    """Yes, for the topics whose host asks. A facilitator says it only for a topic that nobody hosts: where there is a host, it is
    theirs to say."""
    board = conference.board
    topic, head = known_topic(conference, ask.topic), known_topic(conference, ask.head)
    asked = _asked(board, topic.id, head.id)
    sides = [one.id for one in (topic, head) if speaks_for(by, one)]
    if not sides:
        raise Refused("Only the hosts of the two topics can say yes. For a topic that needs a host, a facilitator can.")
    if asked is None:
        if topic.merged_into == head.id:
            return []
        raise Refused("Nobody asks for this any more.")
    if asked.yes.issuperset(sides):
        return []
    _refuse_what_cannot_be(board, topic, head)
    return _agreed(board, asked, sides)


def drop_merge(conference: Conference, ask: MergeRequest, by: Actor, moment: Moment) -> Sequence[MergeDropped]:
    """A host says no, or somebody takes it back."""
    topic, head = known_topic(conference, ask.topic), known_topic(conference, ask.head)
    if not (_is_facilitator(by) or _is_host(by, topic) or _is_host(by, head)):
        raise Refused(NOT_YOURS)
    return [MergeDropped(topic.id, head.id)] if _asked(conference.board, topic.id, head.id) is not None else []


def part_topic(conference: Conference, ask: TopicRequest, by: Actor, moment: Moment) -> Sequence[TopicParted]:
    """The topic stands for itself again, with the people it had, and waits for a place."""
    topic = known_topic(conference, ask.topic)
    if not topic.merged_into:
        return []
    head = conference.board.head(topic)
    if not (_is_facilitator(by) or _is_host(by, topic) or _is_host(by, head)):
        raise Refused(NOT_YOURS)
    return [TopicParted(topic.id)]


def speaks_for(by: Actor, topic: Topic) -> bool:
    """Whether this person can say yes for a topic."""
    return _is_host(by, topic) or (_is_facilitator(by) and topic.seeks_host)


def mergeable(board: Board, topic: Topic) -> list[Topic]:
    """The topics that this one could be merged with, one way round or the other."""
    if topic.merged_into:
        return []
    family = topic.repeat_of or topic.id
    return [one for one in board.standing() if family not in (one.id, one.repeat_of)]


def _is_facilitator(by: Actor) -> bool:
    return by.role in ("facilitator", "chair")


def _is_host(by: Actor, topic: Topic) -> bool:
    return bool(by.voice) and by.voice == topic.speaker


def _asked(board: Board, topic: int, head: int) -> MergeAsk | None:
    return next((one for one in board.merges if (one.topic, one.into) == (topic, head)), None)


def _agreed(board: Board, asked: MergeAsk, sides: Sequence[int]) -> list[MergeStep]:
    """These sides say yes; with the second yes the topics are one."""
    acts: list[MergeStep] = [
        MergeAgreed(asked.topic, asked.into, side) for side in dict.fromkeys(sides) if side not in asked.yes
    ]
    if not asked.yes.union(sides) >= {asked.topic, asked.into}:
        return acts
    cannot_be_now = [MergeDropped(one.topic, one.into) for one in board.merges if one.topic == asked.into]
    return [*acts, *cannot_be_now, TopicMerged(asked.topic, asked.into)]


def _refuse_what_cannot_be(board: Board, topic: Topic, head: Topic) -> None:
    if topic.id == head.id:
        raise Refused("Please choose two different topics.", "other_topic")
    if head.id == topic.repeat_of or topic.id == head.repeat_of or 0 != topic.repeat_of == head.repeat_of:
        raise Refused("This is one topic that is held more than once.", "other_topic")
    for one in (topic, head):
        if one.merged_into:
            raise Refused(f"“{one.title}” is part of “{board.head(one).title}” already.", "other_topic")
    if board.parts_of(topic.id):
        raise Refused(
            f"“{topic.title}” has another topic in it. Let its title stand over both, or part that one first.", "stands"
        )
    if topic.cell in board.locked:
        raise Refused(f"“{topic.title}” stands in a place that is locked. A facilitator can unlock it first.")
