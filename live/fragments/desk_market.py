"""The facilitators' market place: quiet writing and its end, pitches, topics that are merged, and those that are held again.

While proposals are quiet, facilitators see how many there are, and not a word of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from live.conference.board import Board, Topic, be_quiet, next_pitch, overfull, speaks_for, together
from live.conference.board.market import MarketRequest
from live.conference.people import Actor, Moment
from live.conference.words import Refused
from live.fragments import VOTING, Piece, Scene, View
from live.fragments.delegate.topics import Asked, Named, asks_about, kin_of, place_in_words
from live.fragments.time_left import TimeLeft

FACILITATOR = Actor("facilitator")


class Stage(Struct, frozen=True):
    """Whether proposals are quiet, how many there are, and, where that is so, why quiet writing cannot begin."""

    is_quiet: bool
    proposals: int
    why_not: str = ""


class Pitches(Struct, frozen=True):
    """Who pitches now, and who is next; how many of how many have pitched."""

    now: Named | None
    left: TimeLeft
    following: Named | None
    done: int
    every: int


class Card(Struct, frozen=True):
    """A topic. `seats` of its room, 0 where nobody counted them; `more_than_seats`: it could be held again."""

    id: int
    title: str
    host: str
    seeks_host: bool
    people: int
    seats: int
    where: str
    is_pitched: bool
    is_repeat: bool
    more_than_seats: bool


class DeskAsk(Struct, frozen=True):
    """A merge that is asked for. `sides`: for these a facilitator can say yes, since they need a host."""

    ask: Asked
    sides: tuple[int, ...]


class Part(Struct, frozen=True):
    part: Named
    head: Named


def _pieces(scene: Scene) -> Iterable[Piece]:
    board = scene.conference.board
    try:
        be_quiet(scene.conference, MarketRequest(), FACILITATOR, Moment(0))
        why_not = ""
    except Refused as refused:
        why_not = refused.say
    is_quiet = board.stage == "quiet"
    stage = Stage(is_quiet, len(board.by_id), why_not)
    yield Piece("market-stage", "market-stage-place", "fragments/_market_stage.html", stage)
    if is_quiet:
        return
    yield Piece("market-pitch", "market-pitch-place", "fragments/_market_pitch.html", _pitches(board))
    yield from _merges(board)
    full = {topic.id for topic in overfull(board)}
    topics = board.standing()
    kin = kin_of(board)
    for topic in sorted(topics, key=lambda one: one.id not in full):
        card = _card(board, topic, len(together(topic, kin.parts.get(topic.id, ()))), topic.id in full)
        yield Piece(f"market-topic-{topic.id}", "market-topics", "fragments/_market_topic.html", card)


def _pitches(board: Board) -> Pitches:
    topic = board.seen(board.pitch.topic) if board.pitch is not None else None
    every = [one for one in board.standing() if not one.repeat_of]
    following = next_pitch(board)
    return Pitches(
        _named(board.head(topic)) if topic is not None else None,
        TimeLeft(board.pitch.ends_at if board.pitch is not None else 0),
        _named(following) if following is not None else None,
        sum(one.id in board.pitched for one in every),
        len(every),
    )


def _merges(board: Board) -> Iterator[Piece]:
    others = tuple(_named(one) for one in board.standing())
    yield Piece("market-merge", "market-merge-place", "fragments/_market_merge.html", others)
    for ask in dict.fromkeys(ask for topic in board.topics() for ask in asks_about(board, topic)):
        both = (board.by_id[ask.part.id], board.by_id[ask.head.id])
        sides = tuple(one.id for one in both if one.id not in ask.yes and speaks_for(FACILITATOR, one))
        key = f"market-ask-{ask.part.id}-{ask.head.id}"
        yield Piece(key, "market-asks", "fragments/_market_ask.html", DeskAsk(ask, sides))
    for topic in board.topics():
        if topic.merged_into:
            part = Part(_named(topic), _named(board.head(topic)))
            yield Piece(f"market-part-{topic.id}", "market-parts", "fragments/_market_part.html", part)


def _card(board: Board, topic: Topic, people: int, is_full: bool) -> Card:
    room = board.room(topic.room)
    return Card(
        topic.id,
        topic.title,
        topic.host,
        topic.seeks_host,
        people,
        room.seats if room is not None else 0,
        place_in_words(board, topic) or "waits for a place",
        topic.id in board.pitched,
        bool(topic.repeat_of),
        is_full,
    )


def _named(topic: Topic) -> Named:
    return Named(topic.id, topic.title, topic.host)


desk_market = View(
    "desk/market",
    (
        *("market-stage-place", "market-pitch-place", "market-asks", "market-parts", "market-merge-place"),
        "market-topics",
    ),
    _pieces,
    apart_from=VOTING,
)
