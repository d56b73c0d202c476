"""The run of show as it stands and what happens to it: items, the one on the screen, the timer, the programme."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from msgspec import Struct
from msgspec.structs import replace

from live.conference.agenda.programme import Block, BlockPut, BlockRemoved, ProgrammeAct, WorkshopPut, WorkshopRemoved
from live.conference.agenda.programme import fold as fold_programme
from live.conference.people import Fact

ItemKind = Literal["welcome", "message", "poll", "wall", "board", "market", "harvest", "graphics", "timer", "pause"]
"""*Board* is the timetable, *market* the proposals and their pitches, *harvest* every topic with its line, *graphics* what the
graphic facilitator drew."""

ITEM_KINDS: tuple[str, ...] = get_args(ItemKind)

WallShows = Literal["labels", "one", "themes", "open"]
"""What the screen shows of a wall: all labels as they come, one large, the themes, or the questions that are still open."""

WALL_SHOWS: tuple[str, ...] = get_args(WallShows)


class Item(Struct, frozen=True, omit_defaults=True):
    """One line of the run of show. `starts` is a time of day as written ("10:40"); `seconds` is a timer's length. A wall hangs
    under a `prompt` (0: the wall of the day), and begins with what it `shows`."""

    id: int
    kind: ItemKind
    title: str
    text: str = ""
    starts: str = ""
    poll: int = 0
    seconds: int = 0
    prompt: int = 0
    shows: WallShows = "labels"


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
    latest_line: int = 0
    """Of the lines of the programme and the sessions in them: they share their numbers."""
    page: int = 1
    """Which page of the item is on the screen, if it has several. Another item, or another state of it, begins with the first."""
    shows: WallShows = "labels"
    """What the screen shows of a wall just now."""
    spot: int = 0
    """The label that it shows large, where it shows one."""

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


class PageTurned(Fact, frozen=True):
    """What is on the screen goes on with this page of it."""

    page: int


class WallTurned(Fact, frozen=True):
    """Of the wall on the screen something else is shown; `label` is the one that is shown large."""

    shows: WallShows
    label: int = 0


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
    | PageTurned
    | WallTurned
    | TimerStarted
    | TimerExtended
    | TimerStopped
    | ProgrammeAct
)


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
            item = agenda.find(act.item)
            shows = item.shows if item is not None else "labels"
            return replace(agenda, current=act.item, been=agenda.been | {act.item}, blank=False, shows=shows, spot=0)
        case ScreenBlanked():
            return replace(agenda, blank=act.blank)
        case PageTurned():
            return replace(agenda, page=act.page)
        case WallTurned():
            return replace(agenda, shows=act.shows, spot=act.label)
        case TimerStarted() | TimerExtended():
            return replace(agenda, timer=Timer(act.ends_at, act.seconds))
        case TimerStopped():
            return replace(agenda, timer=None)
        case BlockPut() | BlockRemoved() | WorkshopPut() | WorkshopRemoved():
            programme, latest = fold_programme(agenda.programme, agenda.latest_line, act)
            return replace(agenda, programme=programme, latest_line=latest)
        case _:
            assert_never(act)


def _put_behind(items: tuple[Item, ...], item: Item, after: int) -> tuple[Item, ...]:
    place = next((place + 1 for place, other in enumerate(items) if other.id == after), 0)
    return (*items[:place], item, *items[place:])
