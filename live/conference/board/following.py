"""Saying that one wants to lead a topic, to listen or to take part, and moving on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import HandLowered, HandRaised
from live.conference.board.proposing import known_topic
from live.conference.board.topics import INTERESTS
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


class FollowTopic(Request, frozen=True):
    """Say that I want to lead, listen or take part; with `role` empty that I move on."""

    topic: int
    role: str = ""


def follow_topic(
    conference: Conference, ask: FollowTopic, by: Actor, moment: Moment
) -> Sequence[HandRaised | HandLowered]:
    """Of a topic that became part of another: of that one. Who moves on from a merged topic moves on from all its parts."""
    voice = joined_voice(conference, by)
    board = conference.board
    topic = board.head(known_topic(conference, ask.topic))
    if not ask.role:
        together = (topic, *board.parts_of(topic.id))
        return [HandLowered(one.id, voice.id) for one in together if voice.id in one.hands]
    if ask.role not in INTERESTS:
        raise Refused("Would you like to lead, to listen or to take part?", "role")
    if board.people_of(topic).get(voice.id) == ask.role:
        return []
    return [HandRaised(topic.id, voice.id, ask.role)]  # type: ignore[arg-type]  # role checked above
