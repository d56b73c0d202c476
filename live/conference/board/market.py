"""The market place: proposals written quietly, opened for all at one moment in an order made by chance, pitched one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.board.board_acts import MarketOpened, PitchCalled, PitchEnded, ProposalsQuiet
from live.conference.board.proposing import known_topic
from live.conference.board.topics import Board, Topic
from live.conference.people import Actor, Moment, Request
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

PITCH_MS = 60_000
SAME_PRESS_MS = 3_000  # two people who press the same button, or one who presses twice


class MarketRequest(Request, frozen=True):
    """There is but one market."""


class PitchTopic(Request, frozen=True):
    """`topic` 0 is the next in the order of the market that was not pitched yet."""

    topic: int = 0


def be_quiet(conference: Conference, ask: MarketRequest, by: Actor, moment: Moment) -> Sequence[ProposalsQuiet]:
    """From now on everybody writes proposals that nobody else sees. Only while nothing has come of any topic: what stood on the
    board would vanish from all phones."""
    board = conference.board
    if board.stage == "quiet":
        return []
    moved = {move.topic for step in board.steps for move in step.moves}
    if any(
        one.is_placed or one.merged_into or one.repeat_of or one.id in board.pitched or one.id in moved
        for one in board.by_id.values()
    ):
        raise Refused(
            "Topics have been pitched, placed, merged or repeated already. Quiet writing comes before all that."
        )
    return [ProposalsQuiet()]


def open_market(conference: Conference, ask: MarketRequest, by: Actor, moment: Moment) -> Sequence[MarketOpened]:
    """All proposals become visible at one moment. Chance makes their order, so that who was first gains nothing by it."""
    if conference.board.stage == "open":
        return []

    def chance(number: int) -> bytes:
        return hashlib.sha256(f"{moment.token}/{number}".encode()).digest()

    return [MarketOpened(tuple(sorted(conference.board.by_id, key=chance)))]


def pitch_topic(conference: Conference, ask: PitchTopic, by: Actor, moment: Moment) -> Sequence[PitchCalled]:
    board = conference.board
    if ask.topic:
        topic = board.head(known_topic(conference, ask.topic))
    else:
        following = next_pitch(board)
        if following is None:
            say = "All topics have been pitched." if board.standing() else "There is no topic to pitch yet."
            raise Refused(say)
        topic = following
    ends_at = moment.at + PITCH_MS
    running = board.pitch
    if running is not None and running.topic == topic.id and abs(ends_at - running.ends_at) < SAME_PRESS_MS:
        return []
    return [PitchCalled(topic.id, ends_at)]


def end_pitch(conference: Conference, ask: MarketRequest, by: Actor, moment: Moment) -> Sequence[PitchEnded]:
    return [PitchEnded()] if conference.board.pitch is not None else []


def next_pitch(board: Board) -> Topic | None:
    """The next topic in the order of the market that was not pitched yet. What is held again was pitched the first time."""
    not_yet = (one for one in board.standing() if one.id not in board.pitched and not one.repeat_of)
    return next(not_yet, None)
