"""The open-space board on a phone: the timetable by times, the topics that wait for a place, one topic by itself, and one's own.

While proposals are quiet, no view shows any of them. A writer's own are in their page only, which is made for them alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference
from live.conference.board import NEED_WORDS, Board, MergeAsk, Slot, Topic, speaks_for, together
from live.conference.people import Actor
from live.fragments import VOTING, Piece, Scene, View


class Named(Struct, frozen=True):
    """Another topic that is spoken of. `where` is what tells it from others of its name: its host, or its time and place."""

    id: int
    title: str
    where: str = ""


class Asked(Struct, frozen=True):
    """Somebody asks that `part` becomes part of `head`. `yes` has the numbers of the two whose host has agreed."""

    part: Named
    head: Named
    yes: tuple[int, ...]


class Talk(Struct, frozen=True):
    """A topic as everybody sees it. `when` and `room` are empty while it waits for a place. `wants` is what the room must offer,
    in words; `parts` became part of it, or it became part of `head`. `times`: when else it is held."""

    id: int
    title: str
    host: str
    why: str
    needs: str
    when: str
    room: str
    about_room: str
    leading: int
    listening: int
    taking_part: int
    notes: str = ""
    """What came out of it; only where it stands by itself."""
    seeks_host: bool = False
    wants: tuple[str, ...] = ()
    parts: tuple[Named, ...] = ()
    head: Named | None = None
    is_repeat: bool = False
    times: tuple[Named, ...] = ()
    asks: tuple[Asked, ...] = ()

    @property
    def coming(self) -> int:
        return self.leading + self.listening + self.taking_part


class Time(Struct, frozen=True):
    """A slot of the timetable, and whether anything stands in it yet."""

    when: str
    is_empty: bool


class Waiting(Struct, frozen=True):
    """The heading over the topics without a place. `by_chance`: a market has shuffled them."""

    topics: int
    by_chance: bool = False


class Gone(Struct, frozen=True):
    """What was here is not here any more."""

    say: str


class Kin(Struct, frozen=True):
    """What became part of each topic, and when else each is held: looked for once, and not once for each of a hundred topics."""

    parts: Mapping[int, Sequence[Topic]]
    repeats: Mapping[int, Sequence[Topic]]


class OwnTopic(Struct, frozen=True):
    """One of those that a voice proposed or hosts, for this voice alone. `answer`: another host waits for its yes or no."""

    id: int
    title: str
    state: str
    answer: bool = False


QUIET = "Proposals are being written quietly. All of them can be read when the market opens."
GONE_TOPIC = "This topic is no longer on the board."


def topic(number: int) -> View:
    """One topic by itself."""

    def pieces(scene: Scene) -> Iterable[Piece]:
        board = scene.conference.board
        known = board.seen(number)
        if known is None:
            gone = Gone(QUIET if board.stage == "quiet" else GONE_TOPIC)
            yield Piece("topic-gone", "topic-main", "fragments/_gone.html", gone)
        else:
            model = replace(_talk(board, known, kin_of(board)), notes=known.notes, asks=asks_about(board, known))
            yield Piece(f"topic-{number}", "topic-main", "fragments/_topic.html", model)

    return View(f"topic/{number}", ("topic-main",), pieces, apart_from=VOTING)


def _pieces(scene: Scene) -> Iterable[Piece]:
    board = scene.conference.board
    if board.stage == "quiet":
        yield Piece("board-quiet", "board-rest", "fragments/_board_quiet.html", QUIET)
        return
    topics, kin = board.standing(), kin_of(board)
    rooms = {room.id: place for place, room in enumerate(board.rooms)}
    for place, slot in enumerate(board.slots, 1):
        here = sorted((one for one in topics if one.slot == slot.id), key=lambda one: rooms.get(one.room, len(rooms)))
        yield Piece(f"slot-{place}", "board-slots", "fragments/_slot.html", Time(when_of(slot), not here))
        for one in here:
            yield Piece(f"topic-{one.id}", f"slot-{place}-topics", "fragments/_talk.html", _talk(board, one, kin))
    waiting = [one for one in topics if not one.is_placed]
    if waiting or not board.slots:
        heading = Waiting(len(waiting), any(one.id in board.order for one in waiting))
        yield Piece("board-waiting", "board-rest", "fragments/_waiting.html", heading)
    for one in waiting:
        yield Piece(f"topic-{one.id}", "waiting-topics", "fragments/_talk.html", _talk(board, one, kin))


def kin_of(board: Board) -> Kin:
    parts: dict[int, list[Topic]] = {}
    times: dict[int, list[Topic]] = {}
    for one in board.topics():
        if one.merged_into:
            parts.setdefault(one.merged_into, []).append(one)
        if one.repeat_of:
            times.setdefault(one.repeat_of, []).append(one)
    return Kin(parts, times)


def _talk(board: Board, one: Topic, kin: Kin) -> Talk:
    room, slot = board.room(one.room), board.slot(one.slot)
    parts = kin.parts.get(one.id, [])
    counts = Counter(together(one, parts).values() if parts else one.hands.values())
    first = one.repeat_of or one.id
    family = [first, *(other.id for other in kin.repeats.get(first, []))]
    return Talk(
        one.id,
        one.title,
        one.host,
        one.why,
        one.needs,
        when_of(slot) if slot else "",
        room.name if room else "",
        room.about if room else "",
        counts["lead"],
        counts["listen"],
        counts["take_part"],
        seeks_host=one.seeks_host,
        wants=tuple(NEED_WORDS[want] for want in one.wants),
        parts=tuple(Named(part.id, part.title, part.host) for part in parts),
        head=_named(board, board.head(one)) if one.merged_into else None,
        is_repeat=bool(one.repeat_of),
        times=tuple(
            _named(board, other) for other in map(board.by_id.get, family) if other is not None and other.id != one.id
        ),
    )


def _named(board: Board, one: Topic) -> Named:
    return Named(one.id, one.title, place_in_words(board, one) or "waiting for a place")


def asks_about(board: Board, one: Topic) -> tuple[Asked, ...]:
    """The merges that are asked for with this topic."""
    return tuple(
        Asked(Named(part.id, part.title, part.host), Named(head.id, head.title, head.host), tuple(sorted(ask.yes)))
        for ask in board.merges
        if one.id in (ask.topic, ask.into)
        for part, head in _both(board, ask)
    )


def _both(board: Board, ask: MergeAsk) -> Iterable[tuple[Topic, Topic]]:
    """The two topics of an ask, if both are there: words may be erased."""
    part, head = board.by_id.get(ask.topic), board.by_id.get(ask.into)
    return [(part, head)] if part is not None and head is not None else []


def own_topics(conference: Conference, voice: str) -> tuple[OwnTopic, ...]:
    """What this voice proposed or hosts, with how each stands."""
    board = conference.board
    by = Actor("delegate", voice)
    asked = {
        one.id
        for ask in board.merges
        for both in _both(board, ask)
        for one in both
        if one.id not in ask.yes and speaks_for(by, one)
    }
    own = [one for one in board.topics() if voice and voice in (one.proposer, one.hosted_by)]
    return tuple(OwnTopic(one.id, one.title, _state(board, one), one.id in asked) for one in own)


def _state(board: Board, one: Topic) -> str:
    if board.stage == "quiet":
        return "Nobody else can read it yet"
    if one.merged_into:
        return f"Part of “{board.head(one).title}”"
    where = place_in_words(board, one) or "Waiting for a place"
    return f"Held again: {where}" if one.repeat_of else where


def place_in_words(board: Board, one: Topic) -> str:
    """ "11:00, Hall", or "" while it waits."""
    room, slot = board.room(one.room), board.slot(one.slot)
    return ", ".join(filter(None, (slot.starts if slot else "", room.name if room else "")))


def when_of(slot: Slot) -> str:
    return f"{slot.starts} to {slot.ends}" if slot.ends else slot.starts


board = View("board", ("board-bell", "board-slots", "board-rest"), _pieces, apart_from=VOTING)
