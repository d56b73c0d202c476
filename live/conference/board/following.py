"""Saying that one wants to lead a topic, to listen or to take part, and moving on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import BoardAct, HandLowered, HandRaised
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


def follow_topic(conference: Conference, ask: FollowTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    voice = joined_voice(conference, by)
    topic = known_topic(conference, ask.topic)
    if not ask.role:
        return [HandLowered(topic.id, voice.id)] if voice.id in topic.hands else []
    if ask.role not in INTERESTS:
        raise Refused("Would you like to lead, to listen or to take part?", "role")
    return [] if topic.hands.get(voice.id) == ask.role else [HandRaised(topic.id, voice.id, ask.role)]  # type: ignore[arg-type]  # role checked above
