"""The plan of a day: what `day.toml` holds. A whole plan can be taken in and given out, before the day and during it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from live.conference import agenda, board, people, pictures, polls, programming, wall
from live.conference.bookings import BookingAct
from live.conference.people import Actor, Fact, Moment, Request
from live.conference.plan_items import Numbers, PlannedPoll, keep_hung, keep_voted, take_item
from live.conference.plan_text import Plan, PlannedItem, plan_as_text, read_plan
from live.conference.words import (
    NAME_LETTERS,
    QUESTION_LETTERS,
    TEXT_LETTERS,
    TITLE_LETTERS,
    Refused,
    clean_day,
    clean_line,
    clean_text,
)

if TYPE_CHECKING:
    from live.conference import Conference

__all__ = [
    "Plan",
    "PlanTaken",
    "PlannedItem",
    "PlannedPoll",
    "TakePlan",
    "fold_plan",
    "read_plan",
    "take_plan",
    "write_plan",
]

Part = TypeVar("Part", people.People, agenda.Agenda, polls.Polls, board.Board, wall.Wall)


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
    prompts: tuple[wall.Prompt, ...] = ()
    day: str = ""


class TakePlan(Request, frozen=True):
    plan: str = ""
    """The text of a `day.toml`."""


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
        conference.day,
    )
    return plan_as_text(plan)


def take_plan(
    conference: Conference, ask: TakePlan, by: Actor, moment: Moment
) -> Sequence[PlanTaken | pictures.PictureRemoved | BookingAct]:
    """Replace the plan. Questions that have votes stay: they keep their answers, and their place at the end if the plan leaves
    them out. Sessions that stay keep who booked them."""
    if not ask.plan.strip():
        raise Refused("Please choose a plan file, or paste the plan.", "plan")
    plan = read_plan(ask.plan)
    numbers = Numbers(conference.agenda.latest_id, conference.polls.latest_id, conference.wall.latest_prompt)
    for planned in plan.items:
        take_item(conference, planned, numbers)
    keep_voted(conference, numbers)
    keep_hung(conference, numbers)
    if len(numbers.items) > agenda.MOST_ITEMS:
        raise Refused(f"A plan can have {agenda.MOST_ITEMS} items. This one has {len(numbers.items)}.", "plan")
    lines = programming.known_again(conference, map(_block, plan.programme))
    programme, _ = agenda.numbered(lines, conference.agenda.latest_line)
    questions = dict.fromkeys(conference.polls.by_id) | {each.poll: each.question for each in numbers.polls}
    return [
        PlanTaken(
            clean_line(plan.title, TITLE_LETTERS, "plan", "The title", optional=True) or conference.title,
            clean_line(plan.date, NAME_LETTERS, "plan", "The date", optional=True),
            clean_line(plan.place, TITLE_LETTERS, "plan", "The place", optional=True),
            tuple(dict.fromkeys(clean_line(group, NAME_LETTERS, "plan", "A group") for group in plan.groups)),
            _rooms(plan.rooms),
            _slots(plan.slots),
            programme,
            tuple(numbers.items),
            tuple(numbers.polls),
            tuple(sorted(numbers.prompts, key=lambda prompt: prompt.id)),
            clean_day(plan.day, "plan"),
        ),
        *pictures.no_longer_used(conference, questions),
        *programming.as_in(conference, programme),
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
        poll = polls.Poll(planned.poll, planned.title, planned.hint, planned.question, rounds, planned.terms)
        if poll != known:
            by_id = by_id.insert(planned.poll, poll)
    items = {item.id for item in act.items}
    now = conference.agenda
    programme, latest_line = agenda.numbered(
        act.programme, now.latest_line
    )  # plans of older days have no numbers in it
    after = replace(
        now,
        items=act.items,
        current=now.current if now.current in items else 0,
        programme=programme,
        latest_id=max(now.latest_id, *items, 0),
        latest_line=latest_line,
    )
    return replace(
        conference,
        title=act.title,
        date=act.date,
        place=act.place,
        people=_kept(conference.people, replace(conference.people, groups=act.groups)),
        agenda=_kept(now, after),
        wall=_kept(conference.wall, _with_prompts(conference.wall, act.prompts)),
        polls=_kept(conference.polls, polls.Polls(by_id, max(conference.polls.latest_id, *wanted, 0))),
        board=_kept(
            conference.board, board.without_places(replace(conference.board, rooms=act.rooms, slots=act.slots))
        ),
        day=act.day or conference.day,
    )


def _kept(before: Part, after: Part) -> Part:
    """A part that stays as it was keeps its identity."""
    return before if before == after else after


def _with_prompts(known: wall.Wall, prompts: tuple[wall.Prompt, ...]) -> wall.Wall:
    return replace(known, prompts=prompts, latest_prompt=max(known.latest_prompt, *(each.id for each in prompts), 0))


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
        poll.terms if poll else polls.Terms(),
        "answers" if item.prompt else "both",
        item.shows,
    )


def _rooms(rooms: tuple[board.Room, ...]) -> tuple[board.Room, ...]:
    _check_ids([room.id for room in rooms], "room")
    for room in rooms:
        if not 0 <= room.seats <= board.MOST_SEATS:
            raise Refused(f"The seats of room “{room.id}” should be a number from 0 (not counted) up.", "plan")
    return tuple(
        board.Room(
            room.id,
            clean_line(room.name, NAME_LETTERS, "plan", "A room's name"),
            room.seats,
            clean_line(room.about, QUESTION_LETTERS, "plan", "What is said about a room", optional=True),
            tuple(need for need in board.NEEDS if need in room.offers),
        )
        for room in rooms
    )


def _slots(slots: tuple[board.Slot, ...]) -> tuple[board.Slot, ...]:
    _check_ids([slot.id for slot in slots], "slot")
    return tuple(
        board.Slot(
            slot.id,
            clean_line(slot.starts, NAME_LETTERS, "plan", "When a slot starts"),
            clean_line(slot.ends, NAME_LETTERS, "plan", "When a slot ends", optional=True),
        )
        for slot in slots
    )


def _check_ids(ids: list[str], what: str) -> None:
    """Ids stand in addresses and in forms ("slot/room"), so they are short and plain."""
    if len(ids) > board.MOST_PLACES:
        raise Refused(f"A plan can have {board.MOST_PLACES} {what}s. This one has {len(ids)}.", "plan")
    for place, one in enumerate(ids):
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", one) or one in ids[:place]:
            raise Refused(
                f"Every {what} needs an id of its own in letters and digits, like “{what}-1”. "
                f"Please look at {what} {place + 1}.",
                "plan",
            )


def _block(block: agenda.Block) -> agenda.Block:
    return replace(
        block,
        starts=agenda.clean_time(block.starts, "plan"),
        ends=agenda.clean_time(block.ends, "plan"),
        title=clean_line(block.title, TITLE_LETTERS, "plan", "A line of the programme"),
        place=clean_line(block.place, TITLE_LETTERS, "plan", "A place", optional=True),
        text=clean_text(block.text, TEXT_LETTERS, "plan", "A text in the programme", optional=True),
        workshops=tuple(_workshop(workshop) for workshop in block.workshops),
    )


def _workshop(workshop: agenda.Workshop) -> agenda.Workshop:
    if not 0 <= workshop.places <= board.MOST_SEATS:
        raise Refused("The places of a workshop should be a number from 0 (nobody books) up.", "plan")
    return replace(
        workshop,
        title=clean_line(workshop.title, TITLE_LETTERS, "plan", "A workshop's title"),
        host=clean_line(workshop.host, TITLE_LETTERS, "plan", "A workshop's host", optional=True),
        room=clean_line(workshop.room, NAME_LETTERS, "plan", "A workshop's room", optional=True),
        text=clean_text(workshop.text, TEXT_LETTERS, "plan", "A workshop's text", optional=True),
        starts=agenda.clean_time(workshop.starts, "plan"),
        ends=agenda.clean_time(workshop.ends, "plan"),
        links=agenda.clean_links(workshop.links, "plan"),
    )
