"""Proposing topics and taking them off the board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference import wall
from live.conference.board.board_acts import BoardAct, TopicProposed, TopicWithdrawn
from live.conference.board.topics import Topic
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import (
    NAME_LETTERS,
    QUESTION_LETTERS,
    TEXT_LETTERS,
    TITLE_LETTERS,
    Refused,
    clean_line,
    clean_text,
)

if TYPE_CHECKING:
    from live.conference import Conference


class ProposeTopic(Request, frozen=True):
    title: str = ""
    why: str = ""
    host: str = ""
    needs: str = ""


class TopicRequest(Request, frozen=True):
    topic: int


def propose_topic(conference: Conference, ask: ProposeTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    voice = joined_voice(conference, by)
    title = clean_line(ask.title, TITLE_LETTERS, "title", "A topic")
    host = clean_line(ask.host, NAME_LETTERS, "host", "Your first name", optional=True)
    why = clean_text(ask.why, TEXT_LETTERS, "why", "What you add", optional=True)
    needs = clean_line(ask.needs, QUESTION_LETTERS, "needs", "What would help", optional=True)
    for topic in conference.board.by_id.values():
        if topic.title.casefold() == title.casefold():
            raise Refused(
                "There is a topic of this name already. You could join it, or give yours another name.",
                "title",
            )
    return [TopicProposed(conference.board.latest_id + 1, title, host, voice.id, why, needs, moment.at)]


def withdraw_topic(
    conference: Conference, ask: TopicRequest, by: Actor, moment: Moment
) -> Sequence[BoardAct | wall.EndingTakenBack]:
    """Take a topic off the board. Questions that were taken to it are open again."""
    voice = joined_voice(conference, by)
    topic = conference.board.by_id.get(ask.topic)
    if topic is None:
        return []
    if topic.proposer != voice.id:
        raise Refused("Only the person who proposed a topic can take it off the board.")
    return [TopicWithdrawn(topic.id), *wall.opened_again(conference.wall, topic.id)]


def known_topic(conference: Conference, number: int) -> Topic:
    topic = conference.board.by_id.get(number)
    if topic is None:
        raise Refused("This topic is no longer on the board.")
    return topic
