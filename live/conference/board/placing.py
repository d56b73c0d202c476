"""Placing topics: moves and steps that can be taken back, and what a facilitator should know before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import BoardAct, TopicPlaced, TopicUnplaced
from live.conference.board.proposing import known_topic
from live.conference.people import Actor, Moment, Request
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


class PlaceTopic(Request, frozen=True):
    """Move a topic to "slot/room", or with `to` empty back to those that wait for a place."""

    topic: int
    to: str = ""


def place_topic(conference: Conference, ask: PlaceTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Place a topic in an empty cell, or take it off the grid. Clashes are warned of, not refused: people may know better."""
    board = conference.board
    topic = known_topic(conference, ask.topic)
    if not ask.to:
        return [TopicUnplaced(topic.id, board.latest_step + 1, topic.cell)] if topic.is_placed else []
    slot_id, _, room_id = ask.to.partition("/")
    slot, room = board.slot(slot_id), board.room(room_id)
    if slot is None or room is None:
        raise Refused("Please choose a time and a room.", "to")
    there = board.at(slot.id, room.id)
    if there is not None and there.id != topic.id:
        raise Refused(f"“{there.title}” is in {room.name} at {slot.starts} already. Move that one first.", "to")
    if there is not None:
        return []
    return [TopicPlaced(topic.id, slot.id, room.id, board.latest_step + 1, topic.cell)]
