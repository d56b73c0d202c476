"""What acts make of the board. It never decides anything, and knows how to live with topics whose words are erased."""

from __future__ import annotations

from typing import TypeVar, assert_never

from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.board.board_acts import (
    BellRung,
    BellStilled,
    BoardAct,
    CellLocked,
    CellUnlocked,
    HandLowered,
    HandRaised,
    HostFound,
    HostLeft,
    KeptHands,
    MarketOpened,
    MergeAgreed,
    MergeAsked,
    MergeDropped,
    OfOneTopic,
    PitchCalled,
    PitchEnded,
    ProposalsQuiet,
    RoomPut,
    RoomRemoved,
    SlotPut,
    SlotRemoved,
    StepUndone,
    TopicChanged,
    TopicMerged,
    TopicNoted,
    TopicParted,
    TopicPlaced,
    TopicProposed,
    TopicRepeated,
    TopicUnplaced,
    TopicWithdrawn,
)
from live.conference.board.topics import Bell, Board, Interest, MergeAsk, Move, Pitch, Room, Slot, Step, Topic

MOST_STEPS = 50  # of a morning's moves: who wants back further begins anew
Place = TypeVar("Place", Room, Slot)


def fold(board: Board, act: BoardAct) -> Board:
    match act:
        case TopicProposed():
            topic = Topic(
                act.topic,
                act.title,
                act.host,
                act.proposer,
                act.why,
                act.needs,
                act.at,
                wants=act.wants,
                needs_host=act.needs_host,
            )
            return _with(board, topic)
        case TopicChanged():
            return _changed(board, act)
        case TopicRepeated():
            one = board.by_id.get(act.of)
            if one is None:
                return replace(board, latest_id=max(board.latest_id, act.topic))
            again = replace(
                one, id=act.topic, repeat_of=act.of, slot="", room="", hands=HashTrieMap(), notes="", merged_into=0
            )
            return _with(board, again)
        case TopicWithdrawn():
            return _withdrawn(board, act.topic)
        case StepUndone():
            return replace(board, steps=tuple(step for step in board.steps if step.number != act.step))
        case CellLocked():
            return replace(board, locked=board.locked | {act.cell})
        case CellUnlocked():
            return replace(board, locked=board.locked - {act.cell})
        case ProposalsQuiet():
            return replace(board, stage="quiet", pitch=None)
        case MarketOpened():
            return replace(board, stage="open", order=act.order)
        case PitchCalled():
            return replace(board, pitch=Pitch(act.topic, act.ends_at), pitched=board.pitched | {act.topic})
        case PitchEnded():
            return replace(board, pitch=None)
        case MergeAsked():
            rest = tuple(one for one in board.merges if (one.topic, one.into) != (act.topic, act.into))
            return replace(board, merges=(*rest, MergeAsk(act.topic, act.into)))
        case MergeAgreed():
            merges = tuple(
                replace(one, yes=one.yes | {act.side}) if (one.topic, one.into) == (act.topic, act.into) else one
                for one in board.merges
            )
            return replace(board, merges=merges)
        case MergeDropped():
            merges = tuple(one for one in board.merges if (one.topic, one.into) != (act.topic, act.into))
            return replace(board, merges=merges)
        case RoomPut():
            rooms = _put(board.rooms, act.room)
            return replace(board, rooms=rooms, latest_place=max(board.latest_place, _made_by_hand(act.room.id)))
        case SlotPut():
            slots = tuple(sorted(_put(board.slots, act.slot), key=lambda slot: slot.starts))
            return replace(board, slots=slots, latest_place=max(board.latest_place, _made_by_hand(act.slot.id)))
        case RoomRemoved():
            return without_places(replace(board, rooms=tuple(room for room in board.rooms if room.id != act.room)))
        case SlotRemoved():
            return without_places(replace(board, slots=tuple(slot for slot in board.slots if slot.id != act.slot)))
        case BellRung():
            return replace(board, bell=Bell(act.slot, act.minutes, act.at))
        case BellStilled():
            return replace(board, bell=None)
        case _:
            return _of_one_topic(board, act)


def _of_one_topic(board: Board, act: OfOneTopic) -> Board:
    """What the act says of the board itself holds also when the topic is not known any more: its words may be erased."""
    after = board
    if (known := board.by_id.get(act.topic)) is not None:
        after = replace(board, by_id=board.by_id.insert(act.topic, _fold_topic(known, act)))
    match act:
        case TopicPlaced() if act.step:
            return _with_move(after, act.step, Move(act.topic, act.was, f"{act.slot}/{act.room}"))
        case TopicUnplaced() if act.step:
            return _with_move(after, act.step, Move(act.topic, act.was, ""))
        case TopicMerged():
            return replace(after, merges=tuple(one for one in board.merges if act.topic not in (one.topic, one.into)))
        case _:
            return after


def _fold_topic(topic: Topic, act: OfOneTopic) -> Topic:
    match act:
        case TopicPlaced():
            return replace(topic, slot=act.slot, room=act.room)
        case TopicUnplaced():
            return replace(topic, slot="", room="")
        case TopicNoted():
            return replace(topic, notes=act.notes)
        case HandRaised():
            return replace(topic, hands=topic.hands.insert(act.voice, act.interest))
        case HandLowered():
            return replace(topic, hands=topic.hands.discard(act.voice))
        case HostFound():
            return replace(topic, hosted_by=act.voice, host=act.host)
        case HostLeft():
            return replace(topic, hosted_by="", host="")
        case TopicMerged():
            return replace(topic, merged_into=act.into, slot="", room="")
        case TopicParted():
            return replace(topic, merged_into=0)
        case _:
            assert_never(act)


def _with(board: Board, topic: Topic) -> Board:
    return replace(board, by_id=board.by_id.insert(topic.id, topic), latest_id=max(board.latest_id, topic.id))


def _changed(board: Board, act: TopicChanged) -> Board:
    """Also when nothing of the topic is known any more: then this act is all there is of it."""
    topic = Topic(
        act.topic,
        act.title,
        act.host,
        act.proposer,
        act.why,
        act.needs,
        act.at,
        act.slot,
        act.room,
        hands_of(act.hands),
        act.notes,
        act.wants,
        act.needs_host,
        act.hosted_by,
        act.merged_into,
        act.repeat_of,
    )
    return _with(board, topic)


def hands_of(kept: KeptHands) -> HashTrieMap[str, Interest]:
    hands: dict[str, Interest] = dict.fromkeys(kept.lead, "lead")
    hands |= dict.fromkeys(kept.listen, "listen")
    hands |= dict.fromkeys(kept.take_part, "take_part")
    return HashTrieMap(hands)


def kept_hands(topic: Topic) -> KeptHands:
    by_interest: dict[Interest, list[str]] = {"lead": [], "listen": [], "take_part": []}
    for voice, interest in topic.hands.items():
        by_interest[interest].append(voice)
    return KeptHands(*(tuple(sorted(voices)) for voices in by_interest.values()))


def _withdrawn(board: Board, number: int) -> Board:
    return replace(
        board,
        by_id=board.by_id.discard(number),
        latest_id=max(board.latest_id, number),
        order=tuple(one for one in board.order if one != number),
        pitch=None if board.pitch is not None and board.pitch.topic == number else board.pitch,
        pitched=board.pitched - {number},
        merges=tuple(one for one in board.merges if number not in (one.topic, one.into)),
    )


def _with_move(board: Board, number: int, move: Move) -> Board:
    if board.steps and board.steps[-1].number == number:
        last = board.steps[-1]
        steps = (*board.steps[:-1], replace(last, moves=(*last.moves, move)))
    else:
        steps = (*board.steps, Step(number, (move,)))[-MOST_STEPS:]
    return replace(board, steps=steps, latest_step=max(board.latest_step, number))


def _put(places: tuple[Place, ...], place: Place) -> tuple[Place, ...]:
    if any(one.id == place.id for one in places):
        return tuple(place if one.id == place.id else one for one in places)
    return places + (place,)  # noqa: RUF005  # in a literal, mypy loses what kind of place it is


def _made_by_hand(number: str) -> int:
    """The number in the id of a room or slot that was made in a form ("n7"); 0 of those from a plan."""
    return int(number[1:]) if number[:1] == "n" and number[1:].isdecimal() and len(number) < 9 else 0


def without_places(board: Board) -> Board:
    """The board when rooms or times have gone: topics that were there wait for a place again, and nothing else speaks of them."""
    cells = {f"{slot.id}/{room.id}" for slot in board.slots for room in board.rooms}
    by_id = board.by_id
    for topic in board.by_id.values():
        if topic.is_placed and topic.cell not in cells:
            by_id = by_id.insert(topic.id, replace(topic, slot="", room=""))
    known = {"", *cells}
    steps = tuple(step for step in board.steps if all({move.was, move.now} <= known for move in step.moves))
    bell = board.bell if board.bell is not None and board.slot(board.bell.slot) is not None else None
    locked = board.locked & cells
    if (by_id, steps, bell, locked) == (board.by_id, board.steps, board.bell, board.locked):
        return board
    return replace(board, by_id=by_id, steps=steps, bell=bell, locked=locked)
