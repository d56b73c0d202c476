"""Editing the run of show, before the day and during it: add, change, move and remove items and their questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import pictures, polls, wall
from live.conference.agenda.run_of_show import (
    ITEM_KINDS,
    WALL_SHOWS,
    AgendaAct,
    Item,
    ItemAdded,
    ItemChanged,
    ItemMoved,
    ItemRemoved,
)
from live.conference.people import Actor, Moment, Request
from live.conference.polls.options import WithOptions
from live.conference.polls.question import Fields, first
from live.conference.words import QUESTION_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference


MOST_ITEMS = 200  # a long conference has 40; beyond this the list is a mistake


LONGEST_TIMER_SECONDS = 4 * 3600


class AddItem(Request, frozen=True):
    """A new item, and with kind "poll" its question (`question` names the kind of question; its own fields are in `fields`)."""

    kind: str
    fields: Fields
    title: str = ""
    text: str = ""
    starts: str = ""
    minutes: str = ""
    question: str = ""
    after: int = -1
    """The item it follows; -1 puts it last."""
    asks: str = ""
    """Of a wall: "answers" for a prompt of its own; otherwise it is the wall of the day."""
    shows: str = ""


class ChangeItem(Request, frozen=True):
    item: int
    fields: Fields
    title: str = ""
    text: str = ""
    starts: str = ""
    minutes: str = ""
    question: str = ""
    shows: str = ""


class MoveItem(Request, frozen=True):
    """Put an item behind another one (0: first)."""

    item: int
    after: int


class ItemRequest(Request, frozen=True):
    item: int


def add_item(
    conference: Conference, ask: AddItem, by: Actor, moment: Moment
) -> Sequence[AgendaAct | polls.PollAct | wall.PromptPut]:
    agenda = conference.agenda
    if len(agenda.items) >= MOST_ITEMS:
        raise Refused(f"The list has {MOST_ITEMS} items, which is as many as it can hold.")
    if ask.kind not in ITEM_KINDS:
        raise Refused("Please choose what to add.", "kind")
    last = agenda.items[-1].id if agenda.items else 0
    after = (
        ask.after if ask.after == 0 or agenda.find(ask.after) else last
    )  # what it should follow may have gone meanwhile
    number = agenda.latest_id + 1
    acts: list[AgendaAct | polls.PollAct | wall.PromptPut] = []
    poll = prompt = 0
    if ask.kind == "wall" and ask.asks == "answers":
        if len(conference.wall.prompts) >= wall.MOST_PROMPTS:
            raise Refused(f"There are {wall.MOST_PROMPTS} walls, which is as many as a day can hold.")
        prompt = conference.wall.latest_prompt + 1
        acts.append(_prompt(prompt, ask))
    if ask.kind == "poll":
        poll = conference.polls.latest_id + 1
        title, hint = polls.checked_words(ask.title, ask.text)
        question = polls.question_from(ask.question, ask.fields)
        terms, question = polls.terms_checked(_terms(ask.fields), question)
        acts.append(polls.PollAdded(poll, title, question, hint, terms))
    return [*acts, ItemAdded(_item(number, ask.kind, ask, poll, prompt), after)]


def change_item(
    conference: Conference, ask: ChangeItem, by: Actor, moment: Moment
) -> Sequence[AgendaAct | polls.PollAct | pictures.PictureRemoved | wall.PromptPut]:
    item = known_item(conference, ask.item)
    acts: list[AgendaAct | polls.PollAct | pictures.PictureRemoved | wall.PromptPut] = []
    if item.prompt:
        words = _prompt(item.prompt, ask)
        if conference.wall.prompt(item.prompt) != wall.Prompt(words.prompt, words.title, words.hint):
            acts.append(words)
    poll = conference.polls.by_id.get(item.poll)
    if poll is not None:
        title, hint = polls.checked_words(ask.title, ask.text)
        question = polls.question_from(ask.question, ask.fields) if ask.question else poll.question
        if isinstance(question, WithOptions):
            question = question.with_pictures_like(poll.question)
        terms, question = polls.terms_checked(_terms(ask.fields, poll.terms), question)
        acts += polls.changed(poll, title, hint, question, terms)
        acts += pictures.no_longer_used(conference, {poll.id: question})
    after = _item(item.id, item.kind, ask, item.poll, item.prompt)
    return [*acts, ItemChanged(after)] if after != item else acts


def move_item(conference: Conference, ask: MoveItem, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    item = known_item(conference, ask.item)
    if ask.after:
        known_item(conference, ask.after)
    order = (0, *(other.id for other in conference.agenda.items))
    is_there = order[order.index(item.id) - 1] == ask.after
    return [] if is_there or ask.after == item.id else [ItemMoved(item.id, ask.after)]


def remove_item(
    conference: Conference, ask: ItemRequest, by: Actor, moment: Moment
) -> Sequence[AgendaAct | polls.PollAct | pictures.PictureRemoved | wall.PromptRemoved]:
    item = conference.agenda.find(ask.item)
    if item is None:
        return []
    if item.id == conference.agenda.current:
        raise Refused("This is on the screen now. Go to another item first.")
    poll = conference.polls.by_id.get(item.poll)
    if item.prompt and not any(other.prompt == item.prompt for other in conference.agenda.items if other is not item):
        if any(label.prompt == item.prompt for label in conference.wall.by_id.values()):
            raise Refused("Labels hang on this wall, so it stays in the list.")
        return [ItemRemoved(item.id), wall.PromptRemoved(item.prompt)]
    if poll is None:
        return [ItemRemoved(item.id)]
    if polls.has_been_voted_on(poll):
        raise Refused("People have voted on this question, or still can, so it stays in the list.")
    gone = pictures.no_longer_used(conference, {poll.id: None})
    return [ItemRemoved(item.id), polls.PollRemoved(poll.id), *gone]


def known_item(conference: Conference, number: int) -> Item:
    item = conference.agenda.find(number)
    if item is None:
        raise Refused("This item is no longer in the list.")
    return item


def clean_time(text: str, name: str = "starts") -> str:
    """A time of day as "9:05" or "14:30", or nothing."""
    cleaned = clean_line(text, 20, name, "A time", optional=True).replace(".", ":")
    if not cleaned:
        return ""
    hours, _, minutes = cleaned.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(hours) < 24 and int(minutes) < 60):
        raise Refused(f"Please write the time like 10:40. “{cleaned}” is not a time.", name)
    return f"{int(hours):02}:{int(minutes):02}"


def _prompt(number: int, ask: AddItem | ChangeItem) -> wall.PromptPut:
    """What a wall of its own asks: the title and text of its item."""
    title = clean_line(ask.title, QUESTION_LETTERS, "title", "The title")
    return wall.PromptPut(number, title, clean_text(ask.text, TEXT_LETTERS, "text", "The text", optional=True))


def _item(number: int, kind: str, ask: AddItem | ChangeItem, poll: int, prompt: int) -> Item:
    seconds = seconds_of(ask.minutes) if kind == "timer" else 0
    if kind == "timer" and not seconds:
        raise Refused("How many minutes should the timer run?", "minutes")
    return Item(
        number,
        kind,  # type: ignore[arg-type]  # checked against ITEM_KINDS by the caller
        clean_line(ask.title, QUESTION_LETTERS, "title", "The title"),
        "" if poll else clean_text(ask.text, TEXT_LETTERS, "text", "The text", optional=True),
        clean_time(ask.starts),
        poll,
        seconds,
        prompt,
        ask.shows if kind == "wall" and ask.shows in WALL_SHOWS else "labels",  # type: ignore[arg-type]  # just checked
    )


def _terms(fields: Fields, before: polls.Terms | None = None) -> polls.Terms:
    """The terms in a form; as they were where a form does not ask for them."""
    before = before or polls.Terms()
    seconds = _closing(fields) if "closing" in fields else before.seconds
    return polls.terms_from_form(fields, seconds) if "decides" in fields else replace(before, seconds=seconds)


def _closing(fields: Fields) -> int:
    """How long voting is open, in seconds; 0 when nothing was typed."""
    try:
        return seconds_of(first(fields, "closing"), "closing")
    except Refused:
        say = "Please write the minutes until voting closes as a number up to 240, or leave it empty."
        raise Refused(say, "closing") from None


def seconds_of(minutes: str, name: str = "minutes") -> int:
    """Whole or half minutes as seconds; 0 when left empty."""
    text = minutes.strip().replace(",", ".")
    if not text:
        return 0
    try:
        seconds = round(float(text) * 60)
    except (ValueError, OverflowError):
        raise Refused("Please write the minutes as a number, for example 5.", name) from None
    if not 1 <= seconds <= LONGEST_TIMER_SECONDS:
        raise Refused("A timer runs for at least a second and at most four hours.", name)
    return seconds
