"""The topics of the open space, written up."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from live.conference.board import Board, Topic


class TopicOnBoard(Struct, frozen=True):
    """A topic, its place on the board (empty if it never got one), how many wanted to be there, in which role, and the notes of
    what came out of it."""

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
    notes: str = ""


def topics_of(board: Board) -> tuple[TopicOnBoard, ...]:
    """By time and room as the board has them; those that never got a place last."""
    slots = {slot.id: place for place, slot in enumerate(board.slots)}
    rooms = {room.id: place for place, room in enumerate(board.rooms)}
    last = len(slots)
    in_order = sorted(board.topics(), key=lambda topic: (slots.get(topic.slot, last), rooms.get(topic.room, 0)))
    return tuple(_topic(topic, board) for topic in in_order)


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
        topic.notes,
    )
