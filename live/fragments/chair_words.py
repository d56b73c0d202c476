"""The words of the chair's remote: what state an item is in, and what the room sees just now."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.conference.polls import Poll
from live.fragments.stage_questions import question_shown

Fields = tuple[tuple[str, str], ...]


class Ask(Struct, frozen=True):
    """A button that sends one request. `confirm` is asked first, where there are scripts."""

    name: str
    says: str
    icon: str
    fields: Fields = ()
    hint: str = ""
    confirm: str = ""


class Status(Struct, frozen=True):
    """How something stands: a state that the stylesheets know, and what it says."""

    state: str
    words: str
    icon: str


class Step(Struct, frozen=True):
    """One of the steps of a question. `state` is "done", "now" or ""."""

    words: str
    state: str


STATUSES: Mapping[str, Status] = {
    "waiting": Status("waiting", "Waiting room", "people"),
    "welcome": Status("waiting", "Waiting room", "people"),
    "message": Status("open", "On the screen", "screen"),
    "poll": Status("draft", "Question gone", "question"),
    "wall": Status("open", "Label wall", "tag"),
    "board": Status("open", "Timetable", "board"),
    "market": Status("open", "Market place", "people"),
    "harvest": Status("open", "Harvest", "tag"),
    "graphics": Status("open", "Drawings", "eye"),
    "timer": Status("open", "Timer", "clock"),
    "pause": Status("waiting", "Pause", "pause"),
    "draft": Status("draft", "Not open yet", "clock"),
    "open": Status("open", "Voting open", "vote"),
    "closed": Status("closed", "Voting closed", "lock"),
    "counted": Status("closed", "Voting closed", "lock"),
    "counting": Status("closed", "Counting: votes on their way are let in", "clock"),
    "shown": Status("open", "Result shown", "eye"),
}

KIND_WORDS: Mapping[str, str] = {
    "welcome": "Waiting room",
    "message": "Message",
    "poll": "Question",
    "wall": "Label wall",
    "board": "Open-space timetable",
    "market": "Market place of topics",
    "harvest": "What came out of the rooms",
    "graphics": "Drawings of the day",
    "timer": "Timer",
    "pause": "Pause",
}

BEGINS_WITH: Mapping[str, str] = {
    "labels": "all labels",
    "one": "one label",
    "themes": "themes",
    "open": "open questions",
}
"""What the screen shows of a wall at first, as the end of a sentence."""

STATE_WORDS: Mapping[str, str] = {
    "draft": "",
    "open": "Voting open.",
    "closed": "Voting closed.",
    "counted": "Voting closed.",
}

STEPS = ("Open", "Close", "Show result")
STEPS_DONE: Mapping[str, int] = {"draft": 0, "open": 1, "closed": 2, "counted": 2}


def steps_of(poll: Poll) -> tuple[Step, ...]:
    """The three steps of a question, and where it stands."""
    done = len(STEPS) if poll.is_shown else STEPS_DONE[poll.state]
    return tuple(
        Step(words, "done" if place < done else "now" if place == done else "") for place, words in enumerate(STEPS)
    )


def about(conference: Conference, item: Item) -> str:
    """What kind of item it is, and how it stands, in a few words."""
    poll = conference.polls.by_id.get(item.poll)
    if poll is not None:
        state = "Result shown." if poll.is_shown else STATE_WORDS[poll.state]
        return f"{poll.question.kind_name}. {state}" if state else poll.question.kind_name
    if item.kind == "timer":
        minutes, seconds = divmod(item.seconds, 60)
        return f"Timer, {minutes}:{seconds:02} minutes" if seconds else f"Timer, {minutes} minutes"
    if item.kind == "wall":
        return f"{'Label wall of its own' if item.prompt else 'Label wall'}. Begins with {BEGINS_WITH[item.shows]}."
    return KIND_WORDS[item.kind]


def seen_by_the_room(conference: Conference) -> str:
    """The picture on the screen in a sentence, for who cannot see the small one."""
    room = conference.as_the_room_sees_it
    item = room.agenda.item
    if room.agenda.blank:
        return "The screen is blank. Only the way to join is there."
    if item is None or item.kind == "welcome":
        return "The waiting room: how to join, and how many phones are here."
    poll = room.polls.by_id.get(item.poll)
    if poll is not None:
        shown = question_shown(poll, room.agenda.page)
        page = f" Page {shown.page} of {shown.pages}." if shown.pages > 1 else ""
        return f"The question “{poll.title}”. {_of_the_question(poll)}{page}"
    if item.kind == "timer":
        return f"A large countdown: {item.title}"
    return f"{item.title}. {item.text}".strip()


def _of_the_question(poll: Poll) -> str:
    one = poll.round
    if one is not None and poll.is_shown:
        if one.is_kept_small:
            by_phone = " by phone" if one.count is not None and one.count.few_by_phone else ""
            return f"How many took part. The count is not shown, because so few did{by_phone}."
        return "Its result, beside the one before." if one.beside and poll.before(one) else "Its result."
    if poll.state == "draft":
        return "Voting opens soon."
    hidden = "The result is hidden."
    if (
        one is not None and not one.closed_at
    ):  # as the screen has it: behind a frozen one, a question is counted all the same
        running = one.box.running if one.box is not None else None
        if running is not None and running.may_be_shown:
            return "Its running result, and how many have voted."
        return f"Its answers, and how many have voted. {hidden}"
    return f"Its answers, and that voting is closed. {hidden}"
