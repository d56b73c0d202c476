"""What came out of a topic, written down by whoever proposed it or by a facilitator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import BoardAct, TopicNoted
from live.conference.board.proposing import known_topic
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import Refused, clean_text

if TYPE_CHECKING:
    from live.conference import Conference

NOTES_LETTERS = 2000  # half a page of the write-up


class NoteTopic(Request, frozen=True):
    """The notes of a topic, in place of those that stand there."""

    topic: int
    notes: str = ""


def note_own_topic(conference: Conference, ask: NoteTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Who proposed a topic writes down what came out of it."""
    voice = joined_voice(conference, by)
    if known_topic(conference, ask.topic).proposer != voice.id:
        raise Refused("Only the person who proposed a topic and the facilitators write its notes.")
    return note_topic(conference, ask, by, moment)


def note_topic(conference: Conference, ask: NoteTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    topic = known_topic(conference, ask.topic)
    notes = clean_text(ask.notes, NOTES_LETTERS, "notes", "The notes", optional=True)
    return [] if notes == topic.notes else [TopicNoted(topic.id, notes)]
