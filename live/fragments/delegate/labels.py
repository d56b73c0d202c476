"""A wall on a phone: every label that hangs, what was put aside, and the other walls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference
from live.conference.wall import (
    THE_DAYS_WALL,
    Label,
    LabelKind,
    Prompt,
    Wall,
    backers,
    ending_in_words,
    is_open,
    off_the_wall,
)
from live.conference.wall.moderation import in_the_hall
from live.fragments import VOTING, Piece, Scene, View


class Tag(Struct, frozen=True):
    """A label as everybody sees it, with how many people back it. `others`: how others put the same."""

    id: int
    kind: LabelKind
    text: str
    signed: str
    me_too: int
    help: int
    others: tuple[str, ...] = ()
    ending: str = ""
    """How a question ended, in words."""


class WallSize(Struct, frozen=True):
    """`asks` and `hint`: what a prompt asks, and the words beside it; empty on the wall of the day. `held`: how many labels are
    held back and why, in a sentence."""

    labels: int
    asks: str = ""
    hint: str = ""
    held: str = ""


class Way(Struct, frozen=True):
    """The way to one of the day's walls. `prompt` is 0 for the wall of the day, which has no title of its own."""

    prompt: int
    title: str


class Walls(Struct, frozen=True):
    """All walls that are open, for somebody who looks at the one of `prompt`."""

    prompt: int
    ways: tuple[Way, ...]


class PutAside(Struct, frozen=True):
    """A label that is off the wall until another day, and why, as the hall is told: without a facilitator's own words."""

    id: int
    kind: LabelKind
    text: str
    reason: str


def _pieces(scene: Scene, prompt: int) -> Iterable[Piece]:
    conference = scene.conference
    labels = conference.wall.hanging(prompt)
    yield Piece("wall-size", "wall-lead", "fragments/_wall_size.html", _size(conference, prompt, len(labels)))
    ways = _ways(conference)
    if len(ways) > 1:
        yield Piece("wall-ways", "wall-nav", "fragments/_wall_ways.html", Walls(prompt, ways))
    same = _same(conference.wall)
    for label in labels:
        tag = _tag(conference, label, same.get(label.id, ()))
        yield Piece(f"label-{label.id}", "wall-list", "fragments/_label.html", tag)
    aside = _put_aside(conference, prompt)
    if aside:
        yield Piece("wall-aside", "wall-off", "fragments/_wall_aside.html", aside)


def _size(conference: Conference, prompt: int, labels: int) -> WallSize:
    asked = conference.wall.prompt(prompt) or Prompt(prompt, "")
    held = replace(
        off_the_wall(conference.wall, prompt), parked=0, parked_for=()
    )  # what is put aside can be read below
    return WallSize(labels, asked.title, asked.hint, " ".join(held.sentences))


def _ways(conference: Conference) -> tuple[Way, ...]:
    asked = [prompt for prompt in conference.wall.prompts if is_open(conference, prompt.id)]
    return (Way(THE_DAYS_WALL, ""), *(Way(prompt.id, prompt.title) for prompt in asked))


def people_behind(wall: Wall, labels: Iterable[Label]) -> dict[int, int]:
    """How many people say the same as each of these labels, by its number."""
    same = _same(wall)
    return {label.id: backers(label, (label, *same.get(label.id, ()))) for label in labels}


def _same(wall: Wall) -> dict[int, list[Label]]:
    """The labels that say the same as another and hang, by the one that stands for them, the oldest first."""
    same: defaultdict[int, list[Label]] = defaultdict(list)
    joined = (label for label in wall.by_id.values() if label.same_as and label.text and not label.is_off)
    for label in sorted(joined, key=lambda label: label.id):
        if not wall.stands(label):
            same[label.same_as].append(label)
    return same


def _tag(conference: Conference, label: Label, same: Sequence[Label]) -> Tag:
    others = tuple(other.text for other in same if conference.wall.may_be_read(other))
    helpers = {voice for one in (label, *same) for voice in one.help}
    people = backers(label, (label, *same))
    ending = ending_in_words(conference, label.ending) if label.ending is not None else ""
    return Tag(label.id, label.kind, label.text, label.signed, people, len(helpers), others, ending)


def _put_aside(conference: Conference, prompt: int) -> tuple[PutAside, ...]:
    wall = conference.wall
    here = (label for label in wall.by_id.values() if label.prompt == prompt and label.text)
    parked = (label for label in here if label.parked and wall.may_be_read(label))  # not what was written anew since
    return tuple(
        PutAside(label.id, label.kind, label.text, in_the_hall(label.parked))
        for label in sorted(parked, key=lambda label: -label.id)
    )


def wall_of(prompt: int) -> View:
    """The wall of a prompt of its own."""
    return _view(f"wall/{prompt}", prompt)


def _view(name: str, prompt: int) -> View:
    return View(
        name,
        ("wall-lead", "wall-nav", "wall-off", "wall-list"),
        lambda scene: _pieces(scene, prompt),
        apart_from=VOTING,
    )


wall = _view("wall", THE_DAYS_WALL)
