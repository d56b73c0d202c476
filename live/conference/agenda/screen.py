"""What is on the screen: showing an item, turning its pages, blanking, and the timer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.agenda.editing import ItemRequest, known_item, seconds_of
from live.conference.agenda.run_of_show import (
    WALL_SHOWS,
    AgendaAct,
    ItemShown,
    PageTurned,
    ScreenBlanked,
    TimerExtended,
    TimerStarted,
    TimerStopped,
    WallTurned,
)
from live.conference.people import Actor, Moment, Request
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


MOST_PAGES = 999


class TurnPage(Request, frozen=True):
    """Naming the item and the page that is wanted makes a double tap harmless."""

    item: int
    number: int


class TurnWall(Request, frozen=True):
    """What the screen shows of the wall that is on it; of "one", the `label` it shows large. Naming the item makes a late tap
    harmless; from a list of labels, where no item is known, it is 0 and one label is shown large on whichever wall is on."""

    shows: str = ""
    item: int = 0
    label: int = 0


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


def show_item(conference: Conference, ask: ItemRequest, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    """Bring an item to the screen. A timer item starts its timer, a wall that begins one by one its first label. *Next* names
    the item it leads to, so two taps are one."""
    item = known_item(conference, ask.item)
    if item.id == conference.agenda.current and not conference.agenda.blank:
        return []
    acts: list[AgendaAct] = [ItemShown(item.id)]
    if item.kind == "timer" and item.id != conference.agenda.current:
        acts.append(TimerStarted(moment.at + item.seconds * 1000, item.seconds))
    if item.kind == "wall" and item.shows == "one":
        first = conference.wall.on_screen(item.prompt)[-1:]
        acts += [WallTurned("one", label.id) for label in first]
    return acts


def turn_page(conference: Conference, ask: TurnPage, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    """Go to a page of what is on the screen. How many there are depends on how words fit, which is not decided here: the screen
    shows its last page where there is none of this number."""
    if ask.item != conference.agenda.current:
        raise Refused("Something else is on the screen now. Please look again.")
    if not 1 <= ask.number <= MOST_PAGES:
        raise Refused("There is no such page.")
    return [] if ask.number == conference.agenda.page else [PageTurned(ask.number)]


def turn_wall(conference: Conference, ask: TurnWall, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    """Turn the wall on the screen to all labels, one label, its themes or the open questions."""
    agenda = conference.agenda
    if ask.shows not in WALL_SHOWS:
        raise Refused("What should the screen show of the wall? Please choose.", "shows")
    if agenda.item is None or agenda.item.kind != "wall":
        raise Refused("There is no wall on the screen now. Go to a wall in the run of show first.")
    if ask.item != agenda.item.id and (ask.item or ask.shows != "one"):
        raise Refused("Something else is on the screen now. Please look again.")
    number = ask.label if ask.shows == "one" else 0
    if ask.shows == "one":
        label = conference.wall.by_id.get(number)
        if label is None:
            raise Refused("This label is no longer on the wall.")
        if not conference.wall.stands(label):
            raise Refused("This label hangs with another that says the same. Please show that one.")
        if not conference.wall.is_on_screen(label):
            raise Refused("The screen may not show this label: it was taken off, or it waits for a facilitator’s look.")
    if (agenda.shows, agenda.spot) == (ask.shows, number):
        return []
    return [WallTurned(ask.shows, number)]  # type: ignore[arg-type]  # checked above


def blank_screen(conference: Conference, ask: BlankScreen, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    """Blank what the room sees, also when it is frozen, or bring it back."""
    on = ask.on == "yes"
    return [] if conference.as_the_room_sees_it.agenda.blank == on else [ScreenBlanked(on)]


def start_timer(conference: Conference, ask: StartTimer, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    seconds = seconds_of(ask.minutes)
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
    seconds = seconds_of(ask.minutes)
    if not seconds:
        raise Refused("How many minutes more?", "minutes")
    ends_at = max(timer.ends_at, moment.at) + seconds * 1000
    return [TimerExtended(ends_at, timer.seconds + seconds)]


def stop_timer(conference: Conference, ask: StopTimer, by: Actor, moment: Moment) -> Sequence[AgendaAct]:
    return [] if conference.agenda.timer is None else [TimerStopped()]
