"""The same thing said twice: one label stands for all that say it, and no wording is lost. The rules.

A person decides it, never a machine. Labels are joined only under one prompt and of one kind. One of a group stands for itself
and for the others, which say in their own acts whom they follow: so each can be erased alone, and the others stay. What becomes
of them when the writer of the first takes it back or rewords it is in `own_labels.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import Label, Wall
from live.conference.wall.themes import standing_for
from live.conference.wall.wall_acts import LabelJoined, LabelParted, LabelPutUnder, PairKeptApart, WallAct
from live.conference.wall.writing import LabelRequest, hanging_label
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


class JoinLabels(Request, frozen=True):
    """`label`, and all that it stands for, says the same as `into`, which stands for all of them from now on."""

    label: int
    into: int


class KeepApart(Request, frozen=True):
    """These two do not say the same: nobody is asked again."""

    one: int
    other: int


def join_labels(conference: Conference, ask: JoinLabels, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Whom a label says the same as. It brings along those it stood for, and the themes that it stands under."""
    label, into = _two(conference, ask.label, ask.into)
    if label.id == into.id:
        return []
    if label.is_off or into.is_off:
        raise Refused("One of these labels is off the wall just now. Let it hang again first.")
    themes = sorted(label.themes - into.themes)
    return [
        *(LabelJoined(one.id, into.id) for one in (label, *followers(conference.wall, label.id))),
        *(LabelPutUnder(into.id, theme) for theme in themes),
    ]


def part_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Let a label stand for itself again; if it stands for others, all of them."""
    label = hanging_label(conference, ask.label)
    parted = followers(conference.wall, label.id) or ([label] if label.same_as else [])
    return [LabelParted(one.id) for one in parted]


def keep_apart(conference: Conference, ask: KeepApart, by: Actor, moment: Moment) -> Sequence[WallAct]:
    one, other = _two(conference, ask.one, ask.other)
    if one.id == other.id:
        raise Refused("These two are joined. Part them first.")
    pair = min(one.id, other.id), max(one.id, other.id)
    return [] if pair in conference.wall.apart else [PairKeptApart(*pair)]


def followers(wall: Wall, number: int) -> list[Label]:
    """The labels that this one stands for, the oldest first, those that are off the wall as well."""
    return sorted((label for label in wall.by_id.values() if label.same_as == number), key=lambda label: label.id)


def are_apart(wall: Wall, one: int, other: int) -> bool:
    """Whether a person said that these two do not say the same."""
    return (min(one, other), max(one, other)) in wall.apart


def _two(conference: Conference, one: int, other: int) -> tuple[Label, Label]:
    """The labels that stand for these two. Raises `Refused` if they are not of one prompt and kind."""
    first = standing_for(conference.wall, hanging_label(conference, one))
    second = standing_for(conference.wall, hanging_label(conference, other))
    if first.prompt != second.prompt:
        raise Refused("These labels answer two different questions.")
    if first.kind != second.kind:
        raise Refused("One is something to contribute and the other something to ask, so they cannot be joined.")
    return first, second
