"""Holding a topic again, for those who found no seat, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import HandRaised, TopicRepeated
from live.conference.board.proposing import known_topic, withdrawn
from live.conference.board.topics import Board, Topic
from live.conference.people import Actor, Moment, Request
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Act, Conference

MOST_REPEATS = 5


class RepeatTopic(Request, frozen=True):
    """Hold a topic again; with `on` "no", `topic` is what is held again, and is not any more."""

    topic: int
    on: str = "yes"


def repeat_topic(conference: Conference, ask: RepeatTopic, by: Actor, moment: Moment) -> Sequence[Act]:
    """A repeat has a number, a place and people of its own, and waits for a place. Taken back, those who chose it want to come to
    the first one, if they have not said so anyway."""
    board = conference.board
    if ask.on == "no" and ask.topic not in board.by_id:
        return []
    topic = known_topic(conference, ask.topic)
    if ask.on == "no":
        return _taken_back(conference, topic)
    first = board.by_id.get(topic.repeat_of, topic)
    if first.merged_into:
        raise Refused(f"It became part of “{board.head(first).title}”. Hold that one again.")
    repeats = board.repeats_of(first.id)
    if any(not one.is_placed and not one.merged_into for one in repeats):
        raise Refused("It is held again already, and waits for a place. Place that one first.")
    if len(repeats) >= MOST_REPEATS:
        raise Refused(f"A topic can be held again {MOST_REPEATS} times at most.")
    return [TopicRepeated(board.latest_id + 1, first.id)]


def _taken_back(conference: Conference, topic: Topic) -> Sequence[Act]:
    first = conference.board.by_id.get(topic.repeat_of)
    if first is None:
        raise Refused("This is not a topic that is held again.")
    hands = [
        HandRaised(first.id, voice, interest)
        for voice, interest in sorted(topic.hands.items())
        if voice not in first.hands
    ]
    return [*hands, *withdrawn(conference, topic)]


def overfull(board: Board) -> list[Topic]:
    """Placed topics to which more people want to come than their room has seats, and that wait for no second time."""
    found = []
    for topic in board.standing():
        room = board.room(topic.room)
        if room is None or not room.seats or len(board.people_of(topic)) <= room.seats:
            continue
        family = board.repeats_of(topic.repeat_of or topic.id)
        if all(one.is_placed or one.merged_into for one in family):
            found.append(topic)
    return found
