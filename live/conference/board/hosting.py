"""Hosting a topic that needs a host, and leaving that again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference.board.board_acts import HostFound, HostLeft, TopicChanged
from live.conference.board.proposing import TopicRequest, as_it_stands, known_topic
from live.conference.board.topics import Board, Topic
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import NAME_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference


class HostTopic(Request, frozen=True):
    """Somebody offers to host a topic; `host` is how they want to be called there."""

    topic: int
    host: str = ""


def host_topic(conference: Conference, ask: HostTopic, by: Actor, moment: Moment) -> Sequence[HostFound]:
    voice = joined_voice(conference, by)
    topic = known_topic(conference, ask.topic)
    if topic.hosted_by == voice.id:
        return []
    if not topic.seeks_host:
        raise Refused("This topic has a host already. You could still lead it together: choose “Lead”.")
    return [HostFound(topic.id, voice.id, clean_line(ask.host, NAME_LETTERS, "host", "Your first name", optional=True))]


def leave_hosting(
    conference: Conference, ask: TopicRequest, by: Actor, moment: Moment
) -> Sequence[HostLeft | TopicChanged]:
    """Who offered to host a topic does not any more. It needs a host again."""
    voice = joined_voice(conference, by)
    topic = conference.board.by_id.get(ask.topic)
    if topic is None or not topic.hosted_by:
        return []
    if topic.hosted_by != voice.id:
        raise Refused("Only its host can do this.")
    return _left(conference.board, [topic])


def no_longer_hosting(board: Board, voice: str) -> list[HostLeft | TopicChanged]:
    """A voice leaves all that it hosts."""
    return _left(board, [topic for topic in board.topics() if topic.hosted_by == voice])


def _left(board: Board, hosted: list[Topic]) -> list[HostLeft | TopicChanged]:
    """With all of the topics written down anew, so that the name of who hosted them leaves the disk. Their repeats are written
    anew as well: they began as copies of what leaves the disk."""
    known = {one.id: one for topic in hosted for one in (topic, *board.repeats_of(topic.id))}
    known |= {topic.id: replace(topic, hosted_by="", host="") for topic in hosted}
    return [*(HostLeft(topic.id) for topic in hosted), *(as_it_stands(known[number]) for number in sorted(known))]
