"""The chair's remote for a wall: what the screen shows of it, one label after another, and the way to the questions.

Each button names what it leads to, down to the label: so a tap on a page that is late shows what it said, or is refused.
"""

from __future__ import annotations

from msgspec import Struct

from live.conference import Conference, wall
from live.conference.agenda import Item
from live.conference.wall import Label
from live.fragments import fit
from live.fragments.chair_words import Ask
from live.fragments.stage_wall import shown_of, walk

WORDS_OF_A_LABEL = 32.0  # of the label that a button leads to, two short lines
WAYS = (
    ("labels", "All labels", "tag"),
    ("one", "One by one", "quote"),
    ("themes", "Themes", "board"),
    ("open", "Open questions", "question"),
)


class Way(Struct, frozen=True):
    """One of the four things that the screen may show; no `ask` where there is nothing to show."""

    says: str
    icon: str
    on: bool
    ask: Ask | None


class Remote(Struct, frozen=True):
    """The part of the remote that is about the wall on the screen. `place` says which label of how many it is."""

    ways: tuple[Way, ...]
    place: str = ""
    before: Ask | None = None
    after: Ask | None = None
    waiting: int = 0
    """How many questions have had no turn yet."""


def remote_of(conference: Conference, item: Item) -> Remote:
    shown, spot = shown_of(conference), conference.agenda.spot
    here = conference.wall.by_id.get(spot)
    labels = walk(conference.wall, here.prompt if here is not None else item.prompt)
    begin = next((label for label in labels if label.id == spot), labels[0] if labels else None)

    def to(label: Label | None, says: str, icon: str) -> Ask | None:
        if label is None:
            return None
        return Ask("turn_wall", says, icon, _fields(item, "one", label), f"“{_short(label)}”")

    ways = []
    for shows, says, icon in WAYS:
        is_there = shows != "one" or begin is not None
        label = begin if shows == "one" else None
        ask = Ask("turn_wall", says, icon, _fields(item, shows, label)) if is_there else None
        ways.append(Way(says, icon, shows == shown, ask))
    waiting = len(wall.still_open(conference.wall)) - len(wall.had_a_turn(conference.wall))
    if shown != "one" and not spot:
        return Remote(tuple(ways), waiting=waiting)
    before = next((label for label in reversed(labels) if label.id < spot), None)
    after = next((label for label in labels if label.id > spot), None)
    place = next((f"Label {number} of {len(labels)}" for number, label in enumerate(labels, 1) if label.id == spot), "")
    return Remote(
        tuple(ways),
        place or "The label that was shown is off the screen",
        to(before, "Label before", "undo"),
        to(after, "Next label", "next"),
        waiting,
    )


def in_words(conference: Conference) -> str:
    """What the room sees of a wall, in a sentence."""
    match shown_of(conference):
        case "one":
            label = conference.wall.by_id[conference.agenda.spot]
            return f"One label, large: “{label.text}”"
        case "themes":
            return "The themes of the wall, with their counts and quotes."
        case "open":
            return "The questions that are still open."
        case _:
            return "The label wall: the newest label large, the earlier ones beside it."


def _fields(item: Item, shows: str, label: Label | None) -> tuple[tuple[str, str], ...]:
    fields = (("item", str(item.id)), ("shows", shows))
    return (*fields, ("label", str(label.id))) if label is not None else fields


def _short(label: Label) -> str:
    return fit.shortened(label.text, 1, WORDS_OF_A_LABEL) or label.text[:20] + "…"
