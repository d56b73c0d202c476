"""The items of a plan that is taken in: which number each gets, and the poll or the prompt that it shows.

What has votes or labels keeps its number, its answers and its place, also when the plan leaves it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from live.conference import agenda, polls, wall
from live.conference.plan_text import PlannedItem
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.options import WithOptions
from live.conference.words import QUESTION_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference


class PlannedPoll(Struct, frozen=True, omit_defaults=True):
    poll: int
    title: str
    question: AnyQuestion
    hint: str = ""
    terms: polls.Terms = polls.Terms()


class Numbers(Struct):
    """Gives out the next item, poll and prompt numbers while a plan is taken in."""

    item: int
    poll: int
    prompt: int
    items: list[agenda.Item] = field(default_factory=list)
    polls: list[PlannedPoll] = field(default_factory=list)
    prompts: list[wall.Prompt] = field(default_factory=list)


def take_item(conference: Conference, planned: PlannedItem, numbers: Numbers) -> None:
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
    seconds = 0
    if planned.kind == "timer":
        if not 1 <= planned.minutes * 60 <= agenda.LONGEST_TIMER_SECONDS:
            raise Refused(f"“{title}” is a timer: give its minutes, for example minutes = 5.", "plan")
        seconds = round(planned.minutes * 60)
    prompt = 0
    if planned.kind == "wall" and planned.asks == "answers":
        prompt = _take_prompt(conference, known, title, text, numbers)
    elif planned.asks != "both" or (planned.kind != "wall" and planned.shows != "labels"):
        raise Refused(f"“{title}” is no wall, so it has no “asks” and no “shows”.", "plan")
    starts = agenda.clean_time(planned.starts, "plan")
    number = known.id if known is not None else numbers.item
    numbers.items.append(agenda.Item(number, planned.kind, title, text, starts, poll, seconds, prompt, planned.shows))


def _take_prompt(conference: Conference, known: agenda.Item | None, title: str, hint: str, numbers: Numbers) -> int:
    """The prompt of a wall: the one that its item had, or else the one of the same words, so that a wall can be shown twice."""
    same = next((prompt.id for prompt in numbers.prompts if prompt.title == title), 0)
    number = (known.prompt if known is not None else 0) or same
    if not number:
        number = next((prompt.id for prompt in conference.wall.prompts if prompt.title == title), 0)
    if not number:
        numbers.prompt += 1
        number = numbers.prompt
    if all(prompt.id != number for prompt in numbers.prompts):
        numbers.prompts.append(wall.Prompt(number, title, hint))
    return number


def _take_poll(
    conference: Conference,
    planned: PlannedItem,
    known: agenda.Item | None,
    title: str,
    hint: str,
    numbers: Numbers,
) -> int:
    if planned.question is None:
        raise Refused(f"“{title}” is a poll without a question. Add [item.question].", "plan")
    question = planned.question.checked()
    if isinstance(question, WithOptions):  # pictures that were uploaded elsewhere are not here
        question = question.with_known_pictures(conference.pictures)
    terms, question = polls.terms_checked(planned.terms, question)
    before = conference.polls.by_id.get(known.poll) if known is not None else None
    if before is not None:
        polls.changed(before, title, hint, question, terms)  # refuses new answers for a question that has votes
        number = before.id
    else:
        numbers.poll += 1
        number = numbers.poll
    numbers.polls.append(PlannedPoll(number, title, question, hint, terms))
    return number


def keep_voted(conference: Conference, numbers: Numbers) -> None:
    kept = {planned.poll for planned in numbers.polls}
    for item in conference.agenda.items:
        poll = conference.polls.by_id.get(item.poll)
        if poll is not None and poll.rounds and poll.id not in kept:
            numbers.items.append(item)
            numbers.polls.append(PlannedPoll(poll.id, poll.title, poll.question, poll.hint, poll.terms))


def keep_hung(conference: Conference, numbers: Numbers) -> None:
    """Prompts under which labels hang stay, with their place in the run of show."""
    taken = {prompt.id for prompt in numbers.prompts}
    hung = {label.prompt for label in conference.wall.by_id.values()}
    for prompt in conference.wall.prompts:
        if prompt.id in hung and prompt.id not in taken:
            numbers.prompts.append(prompt)
            numbers.items += [item for item in conference.agenda.items if item.prompt == prompt.id][:1]
