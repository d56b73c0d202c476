"""The plan of a day: what `day.toml` holds. A whole plan can be taken in and given out, before the day and during it."""

from __future__ import annotations

from collections.abc import Sequence
from tomllib import TOMLDecodeError
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from live.conference import agenda, board, polls
from live.conference.people import Actor, Fact, Moment, Request
from live.conference.polls.kinds import AnyQuestion
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

Place = TypeVar("Place", board.Room, board.Slot)
PLAN_BYTES = 256 * 1024  # a plan of 200 items with long texts is 60 KB


class PlannedItem(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, rename={"number": "id"}):
    """An item in a plan. `id` is there in plans that were given out, so that taking one in again finds the same items."""

    kind: agenda.ItemKind
    title: str
    text: str = ""
    starts: str = ""
    minutes: float = 0
    question: AnyQuestion | None = None
    number: int = 0


class Plan(
    Struct,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"rooms": "room", "slots": "slot", "items": "item"},
):
    title: str = ""
    date: str = ""
    place: str = ""
    groups: tuple[str, ...] = ()
    rooms: tuple[board.Room, ...] = ()
    slots: tuple[board.Slot, ...] = ()
    programme: tuple[agenda.Block, ...] = ()
    items: tuple[PlannedItem, ...] = ()


class PlannedPoll(Struct, frozen=True, omit_defaults=True):
    poll: int
    title: str
    question: AnyQuestion
    hint: str = ""


class PlanTaken(Fact, frozen=True):
    """A whole plan as it was accepted, with the numbers its items and polls got."""

    title: str
    date: str = ""
    place: str = ""
    groups: tuple[str, ...] = ()
    rooms: tuple[board.Room, ...] = ()
    slots: tuple[board.Slot, ...] = ()
    programme: tuple[agenda.Block, ...] = ()
    items: tuple[agenda.Item, ...] = ()
    polls: tuple[PlannedPoll, ...] = ()


class TakePlan(Request, frozen=True):
    plan: str = ""
    """The text of a `day.toml`."""


class _Numbers(Struct):
    """Gives out the next item and poll numbers while a plan is taken in."""

    item: int
    poll: int
    items: list[agenda.Item] = field(default_factory=list)
    polls: list[PlannedPoll] = field(default_factory=list)


def read_plan(text: str) -> Plan:
    """The plan in the text of a `day.toml`. Raises `Refused` with what is wrong and where."""
    if len(text.encode()) > PLAN_BYTES:
        raise Refused(f"A plan can have {PLAN_BYTES // 1024} KB. This one is longer.", "plan")
    try:
        return msgspec.toml.decode(text, type=Plan)
    except msgspec.ValidationError as problem:
        raise Refused(f"This plan is not right yet: {problem}.", "plan") from None
    except (TOMLDecodeError, msgspec.DecodeError) as problem:
        raise Refused(f"This plan cannot be read: {problem}.", "plan") from None


def write_plan(conference: Conference) -> str:
    """The day's plan as the text of a `day.toml`; `read_plan` reads it back."""
    items = tuple(_planned(conference, item) for item in conference.agenda.items)
    plan = Plan(
        conference.title,
        conference.date,
        conference.place,
        conference.people.groups,
        conference.board.rooms,
        conference.board.slots,
        conference.agenda.programme,
        items,
    )
    return msgspec.toml.encode(plan).decode()


def take_plan(conference: Conference, ask: TakePlan, by: Actor, moment: Moment) -> Sequence[PlanTaken]:
    """Replace the plan. Questions that have votes stay: they keep their answers, and their place at the end if the plan leaves
    them out."""
    if not ask.plan.strip():
        raise Refused("Please choose a plan file, or paste the plan.", "plan")
    plan = read_plan(ask.plan)
    rooms = _with_ids(plan.rooms, "room")
    slots = _with_ids(plan.slots, "slot")
    numbers = _Numbers(conference.agenda.latest_id, conference.polls.latest_id)
    for planned in plan.items:
        _take_item(conference, planned, numbers)
    _keep_voted(conference, numbers)
    if len(numbers.items) > agenda.MOST_ITEMS:
        raise Refused(f"A plan can have {agenda.MOST_ITEMS} items. This one has {len(numbers.items)}.", "plan")
    return [
        PlanTaken(
            clean_line(plan.title, TITLE_LETTERS, "plan", "The title", optional=True) or conference.title,
            clean_line(plan.date, NAME_LETTERS, "plan", "The date", optional=True),
            clean_line(plan.place, TITLE_LETTERS, "plan", "The place", optional=True),
            tuple(clean_line(group, NAME_LETTERS, "plan", "A group") for group in plan.groups),
            rooms,
            slots,
            tuple(_block(block) for block in plan.programme),
            tuple(numbers.items),
            tuple(numbers.polls),
        )
    ]


def fold_plan(conference: Conference, act: PlanTaken) -> Conference:
    """The conference with the plan in place. Topics in a room or slot that is gone wait for a place again."""
    by_id = conference.polls.by_id
    wanted = {planned.poll for planned in act.polls}
    for number in list(by_id):
        if number not in wanted:
            by_id = by_id.remove(number)
    for planned in act.polls:
        known = by_id.get(planned.poll)
        rounds = known.rounds if known is not None else ()
        by_id = by_id.insert(
            planned.poll, polls.Poll(planned.poll, planned.title, planned.hint, planned.question, rounds)
        )
    items = {item.id for item in act.items}
    places = {(slot.id, room.id) for slot in act.slots for room in act.rooms}
    topics = conference.board.by_id
    for topic in conference.board.by_id.values():
        if topic.is_placed and (topic.slot, topic.room) not in places:
            topics = topics.insert(topic.id, replace(topic, slot="", room=""))
    now = conference.agenda
    return replace(
        conference,
        title=act.title,
        date=act.date,
        place=act.place,
        people=replace(conference.people, groups=act.groups),
        agenda=replace(
            now,
            items=act.items,
            current=now.current if now.current in items else 0,
            programme=act.programme,
            latest_id=max(items, default=0) if not now.items else max(now.latest_id, *items, 0),
        ),
        polls=polls.Polls(by_id, max(conference.polls.latest_id, *wanted, 0)),
        board=replace(conference.board, rooms=act.rooms, slots=act.slots, by_id=topics),
    )


def _planned(conference: Conference, item: agenda.Item) -> PlannedItem:
    poll = conference.polls.by_id.get(item.poll)
    return PlannedItem(
        item.kind,
        poll.title if poll else item.title,
        poll.hint if poll else item.text,
        item.starts,
        item.seconds / 60,
        poll.question if poll else None,
        item.id,
    )


def _take_item(conference: Conference, planned: PlannedItem, numbers: _Numbers) -> None:
    known = conference.agenda.find(planned.number) if planned.number else None
    if known is not None and (known.kind != planned.kind or any(item.id == known.id for item in numbers.items)):
        known = None
    if known is None:
        numbers.item += 1
    poll = 0
    title = clean_line(planned.title, QUESTION_LETTERS, "plan", "An item's title")
    text = clean_text(planned.text, TEXT_LETTERS, "plan", "An item's text", optional=True)
    if planned.kind == "poll":
        poll = _take_poll(conference, planned, known, title, text, numbers)
        text = ""
    elif planned.question is not None:
        raise Refused(f"“{title}” has a question, so its kind must be “poll”.", "plan")
    seconds = round(planned.minutes * 60) if planned.kind == "timer" else 0
    if planned.kind == "timer" and not 1 <= seconds <= agenda.LONGEST_TIMER_SECONDS:
        raise Refused(f"“{title}” is a timer: give its minutes, for example minutes = 5.", "plan")
    starts = agenda.clean_time(planned.starts, "plan")
    number = known.id if known is not None else numbers.item
    numbers.items.append(agenda.Item(number, planned.kind, title, text, starts, poll, seconds))


def _take_poll(
    conference: Conference,
    planned: PlannedItem,
    known: agenda.Item | None,
    title: str,
    hint: str,
    numbers: _Numbers,
) -> int:
    if planned.question is None:
        raise Refused(f"“{title}” is a poll without a question. Add [item.question].", "plan")
    question = planned.question.checked()
    before = conference.polls.by_id.get(known.poll) if known is not None else None
    if before is not None:
        polls.changed(before, title, hint, question)  # refuses new answers for a question that has votes
        number = before.id
    else:
        numbers.poll += 1
        number = numbers.poll
    numbers.polls.append(PlannedPoll(number, title, question, hint))
    return number


def _keep_voted(conference: Conference, numbers: _Numbers) -> None:
    kept = {planned.poll for planned in numbers.polls}
    for item in conference.agenda.items:
        poll = conference.polls.by_id.get(item.poll)
        if poll is not None and poll.rounds and poll.id not in kept:
            numbers.items.append(item)
            numbers.polls.append(PlannedPoll(poll.id, poll.title, poll.question, poll.hint))


def _with_ids(things: tuple[Place, ...], what: str) -> tuple[Place, ...]:
    seen: set[str] = set()
    for thing in things:
        if not thing.id or "/" in thing.id or thing.id in seen or len(thing.id) > NAME_LETTERS:
            raise Refused(f"Every {what} needs a short id of its own, without “/”. “{thing.id}” is not one.", "plan")
        seen.add(thing.id)
    return things


def _block(block: agenda.Block) -> agenda.Block:
    return replace(
        block,
        starts=agenda.clean_time(block.starts, "plan"),
        ends=agenda.clean_time(block.ends, "plan"),
        title=clean_line(block.title, TITLE_LETTERS, "plan", "A line of the programme"),
        place=clean_line(block.place, TITLE_LETTERS, "plan", "A place", optional=True),
        text=clean_text(block.text, TEXT_LETTERS, "plan", "A text in the programme", optional=True),
    )
