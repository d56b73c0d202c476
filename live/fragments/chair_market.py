"""The chair's remote for the market place: opening it, and one pitch after the other; and open space on the screen in words.

Each button of a pitch names its topic, so that a second tap, or a tap on a page that is late, pitches what it said.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.conference.board import next_pitch
from live.fragments import fit
from live.fragments.chair_words import Ask
from live.fragments.stage_market import PITCH_SECONDS, pitched
from live.fragments.stage_parts import minutes

SHORT = 32.0  # of the topic that a button leads to, one line


class Market(Struct, frozen=True):
    """The part of the remote that is about the market place. `ends_at` 0: nobody pitches just now."""

    says: str
    asks: tuple[Ask, ...]
    ends_at: int = 0
    shown: str = ""


def next_step(conference: Conference) -> Ask | None:
    """What the main button does on the market place; None when the next item is the next thing to do."""
    board = conference.board
    if board.stage == "quiet":
        many = _many(len(board.by_id), "proposal", "proposals")
        return Ask("open_market", "Open the market", "eye", (), f"Then everybody sees {many}, in random order.")
    following = next_pitch(board)
    if following is None or not board.pitched:
        return None
    return _pitch("Next pitch", following.id, following.title)


def market_remote(conference: Conference) -> Market:
    board = conference.board
    if board.stage == "quiet":
        return Market(f"{_many(len(board.by_id), 'proposal', 'proposals')} so far. Nobody sees them yet.", ())
    return Market(_state(conference), tuple(_asks(conference)), *_clock(conference))


def open_space_in_words(conference: Conference, item: Item) -> str:
    """What the room sees of open space, in a sentence."""
    board = conference.board
    topic = pitched(conference)
    match item.kind:
        case "market" if topic is not None:
            return f"A pitch, with its countdown: “{topic.title}”."
        case "market" if board.stage == "quiet":
            return f"How many proposals there are so far: {len(board.by_id)}. Not their words."
        case "market":
            return "All proposals, in random order." if board.order else "All proposals."
        case "harvest":
            return "What came out of the rooms: each talk with its line and a quote."
        case "graphics":
            return "A drawing, with what it shows in words."
        case _:
            return "The open-space timetable: which topic is where and when."


def _asks(conference: Conference) -> Iterator[Ask]:
    board = conference.board
    following = next_pitch(board)
    if board.pitch is not None:
        yield Ask("end_pitch", "End this pitch", "check")
    if following is not None and not board.pitched:  # from then on, the main button calls them
        yield _pitch("Begin the pitches", following.id, following.title)
    topic = pitched(conference)
    if topic is not None:
        yield Ask(
            "pitch_topic", "This pitch anew", "undo", (("topic", str(topic.id)),), f"{PITCH_SECONDS} seconds from now."
        )


def _pitch(says: str, topic: int, title: str) -> Ask:
    short = fit.shortened(title, 1, SHORT) or f"{title[:20]}…"
    return Ask("pitch_topic", says, "next", (("topic", str(topic)),), f"“{short}”")


def _state(conference: Conference) -> str:
    board = conference.board
    topics = sum(not topic.repeat_of for topic in board.standing())
    if not topics:
        return "Nobody has proposed a topic yet."
    return f"{min(len(board.pitched), topics)} of {_many(topics, 'topic', 'topics')} pitched."


def _clock(conference: Conference) -> tuple[int, str]:
    pitch = conference.board.pitch
    return (pitch.ends_at, minutes(PITCH_SECONDS)) if pitch is not None else (0, "")


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
