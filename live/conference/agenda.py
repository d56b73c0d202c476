"""The run of show: the chair's ordered list of the day, what is on the screen, and the timer.

The programme that delegates read stands beside it: the run of show is what the chair does, the programme is what people plan by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from msgspec import Struct
from msgspec.structs import replace

from live.conference import polls
from live.conference.people import Actor, Fact, Moment, Request
from live.conference.polls.question import Fields
from live.conference.words import QUESTION_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference

ItemKind = Literal["welcome", "message", "poll", "wall", "board", "timer", "pause"]
ITEM_KINDS: tuple[str, ...] = get_args(ItemKind)
MOST_ITEMS = 200  # a long conference has 40; beyond this the list is a mistake
LONGEST_TIMER_SECONDS = 4 * 3600


class Item(Struct, frozen=True, omit_defaults=True):
    """One line of the run of show. `starts` is a time of day as written ("10:40"); `seconds` is a timer's length."""

    id: int
    kind: ItemKind
    title: str
    text: str = ""
    starts: str = ""
    poll: int = 0
    seconds: int = 0


class Workshop(Struct, frozen=True, omit_defaults=True):
    """A booked session beside the free topics."""

    title: str
    host: str = ""
    room: str = ""
    text: str = ""


class Block(Struct, frozen=True, omit_defaults=True):
    """One line of the programme."""

    starts: str
    title: str
    ends: str = ""
    place: str = ""
    text: str = ""
    workshops: tuple[Workshop, ...] = ()


class Timer(Struct, frozen=True):
    """A countdown. `ends_at` in milliseconds since 1970; `seconds` is its whole length, extensions included."""

    ends_at: int
    seconds: int


class Agenda(Struct, frozen=True):
    items: tuple[Item, ...] = ()
    current: int = 0
    """The item on the screen; 0 before the first: the waiting room."""
    been: frozenset[int] = frozenset()
    blank: bool = False
    timer: Timer | None = None
    programme: tuple[Block, ...] = ()
    latest_id: int = 0

    @property
    def item(self) -> Item | None:
        return self.find(self.current)

    @property
    def following(self) -> Item | None:
        """The item that *Next* leads to."""
        place = next((place for place, item in enumerate(self.items) if item.id == self.current), -1)
        return self.items[place + 1] if place + 1 < len(self.items) else None

    def find(self, number: int) -> Item | None:
        return next((item for item in self.items if item.id == number), None)


class ItemAdded(Fact, frozen=True):
    item: Item
    after: int = 0
    """The item it follows; 0 puts it first."""


class ItemChanged(Fact, frozen=True):
    item: Item


class ItemMoved(Fact, frozen=True):
    item: int
    after: int = 0


class ItemRemoved(Fact, frozen=True):
    item: int


class ItemShown(Fact, frozen=True):
    item: int


class ScreenBlanked(Fact, frozen=True):
    blank: bool


class TimerStarted(Fact, frozen=True):
    ends_at: int
    seconds: int


class TimerExtended(Fact, frozen=True):
    ends_at: int
    seconds: int


class TimerStopped(Fact, frozen=True):
    pass


AgendaAct = (
    ItemAdded
    | ItemChanged
    | ItemMoved
    | ItemRemoved
    | ItemShown
    | ScreenBlanked
    | TimerStarted
    | TimerExtended
    | TimerStopped
)


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


class ChangeItem(Request, frozen=True):
    item: int
    fields: Fields
    title: str = ""
    text: str = ""
    starts: str = ""
    minutes: str = ""
    question: str = ""


class MoveItem(Request, frozen=True):
    """Put an item behind another one (0: first)."""

    item: int
    after: int


class ItemRequest(Request, frozen=True):
    item: int


class BlankScreen(Request, frozen=True):
    on: str = "yes"


class StartTimer(Request, frozen=True):
    minutes: str = "5"


class ExtendTimer(Request, frozen=True):
    minutes: str = "1"
    ends: int = 0
    """When the timer ended, as the chair saw it: a double tap does not add twice."""


class StopTimer(Request, frozen=True):
    pass


def fold(agenda: Agenda, act: AgendaAct) -> Agenda:
    match act:
        case ItemAdded():
            items = _put_behind(agenda.items, act.item, act.after)
            return replace(agenda, items=items, latest_id=max(agenda.latest_id, act.item.id))
        case ItemChanged():
            items = tuple(act.item if item.id == act.item.id else item for item in agenda.items)
            return replace(agenda, items=items)
        case ItemMoved():
            moved = agenda.find(act.item)
            if moved is None:
                return agenda
            rest = tuple(item for item in agenda.items if item.id != act.item)
            return replace(agenda, items=_put_behind(rest, moved, act.after))
        case ItemRemoved():
            rest = tuple(item for item in agenda.items if item.id != act.item)
            return replace(agenda, items=rest, current=0 if agenda.current == act.item else agenda.current)
        case ItemShown():
            return replace(agenda, current=act.item, been=agenda.been | {act.item}, blank=False)
        case ScreenBlanked():
            return replace(agenda, blank=act.blank)
        case TimerStarted() | TimerExtended():
            return replace(agenda, timer=Timer(act.ends_at, act.seconds))
        case TimerStopped():
            return replace(agenda, timer=None)
        case _:
            assert_never(act)


def _put_behind(items: tuple[Item, ...], item: Item, after: int) -> tuple[Item, ...]:
    place = next((place + 1 for place, other in enumerate(items) if other.id == after), 0)
    return (*items[:place], item, *items[place:])


def add_item(conference: Conference, ask: AddItem, by: Actor, moment: Moment) -> Sequence[AgendaAct | polls.PollAct]:
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
    acts: list[AgendaAct | polls.PollAct] = []
    poll = 0
    if ask.kind == "poll":
        poll = conference.polls.latest_id + 1
        title, hint = polls.checked_words(ask.title, ask.text)
        acts.append(polls.PollAdded(poll, title, polls.question_from(ask.question, ask.fields), hint))
    return [*acts, ItemAdded(_item(number, ask.kind, ask, poll), after)]


def change_item(
    conference: Conference, ask: ChangeItem, by: Actor, moment: Moment
) -> Sequence[AgendaAct | polls.PollAct]:
    item = known_item(conference, ask.item)
    acts: list[AgendaAct | polls.PollAct] = []
    poll = conference.polls.by_id.get(item.poll)
    if poll is not None:
        title, hint = polls.checked_words(ask.title, ask.text)
        question = polls.question_from(ask.question, ask.fields) if ask.question else poll.question
        acts += polls.changed(poll, title, hint, question)
    after = _item(item.id, item.kind, ask, item.poll)
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
) -> Sequence[AgendaAct | polls.PollAct]:
    item = conference.agenda.find(ask.item)
    if item is None:
        return []
    if item.id == conference.agenda.current:
        raise Refused("This is on the screen now. Go to another item first.")
    poll = conference.polls.by_id.get(item.poll)
    if poll is None:
        return [ItemRemoved(item.id)]
    if poll.rounds:
        raise Refused("People have voted on this question, so it stays in the list.")
    return [ItemRemoved(item.id), polls.PollRemoved(poll.id)]


def show_item(conference: Conference, ask: ItemRequest, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    """Bring an item to the screen. A timer item starts its timer. *Next* names the item it leads to, so two taps are one."""
    item = known_item(conference, ask.item)
    if item.id == conference.agenda.current and not conference.agenda.blank:
        return []
    acts: list[AgendaAct] = [ItemShown(item.id)]
    if item.kind == "timer" and item.id != conference.agenda.current:
        acts.append(TimerStarted(moment.at + item.seconds * 1000, item.seconds))
    return acts


def blank_screen(conference: Conference, ask: BlankScreen, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    """Blank what the room sees, also when it is frozen, or bring it back."""
    on = ask.on == "yes"
    return [] if conference.as_the_room_sees_it.agenda.blank == on else [ScreenBlanked(on)]


def start_timer(conference: Conference, ask: StartTimer, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    seconds = _seconds(ask.minutes)
    if not seconds:
        raise Refused("How many minutes should the timer run?", "minutes")
    return [TimerStarted(moment.at + seconds * 1000, seconds)]


def extend_timer(conference: Conference, ask: ExtendTimer, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    """More time; from now on, if the timer has run out already."""
    timer = conference.agenda.timer
    if timer is None:
        raise Refused("No timer is running.")
    if ask.ends and ask.ends != timer.ends_at:
        return []
    seconds = _seconds(ask.minutes)
    if not seconds:
        raise Refused("How many minutes more?", "minutes")
    ends_at = max(timer.ends_at, moment.at) + seconds * 1000
    return [TimerExtended(ends_at, timer.seconds + seconds)]


def stop_timer(conference: Conference, ask: StopTimer, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    return [] if conference.agenda.timer is None else [TimerStopped()]


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


def _item(number: int, kind: str, ask: AddItem | ChangeItem, poll: int) -> Item:
    seconds = _seconds(ask.minutes) if kind == "timer" else 0
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
    )


def _seconds(minutes: str) -> int:
    """Whole or half minutes as seconds; 0 when left empty."""
    text = minutes.strip().replace(",", ".")
    if not text:
        return 0
    try:
        seconds = round(float(text) * 60)
    except (ValueError, OverflowError):
        raise Refused("Please write the minutes as a number, for example 5.", "minutes") from None
    if not 1 <= seconds <= LONGEST_TIMER_SECONDS:
        raise Refused("A timer runs for at least a second and at most four hours.", "minutes")
    return seconds
