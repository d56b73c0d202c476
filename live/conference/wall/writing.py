"""Writing, backing and holding labels: the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.wall.labels import SUPPORTS, Label, LabelKind
from live.conference.wall.wall_acts import (
    BackingWithdrawn,
    LabelBacked,
    LabelHeld,
    LabelPosted,
    LabelReleased,
    LabelTakenBack,
    WallAct,
)
from live.conference.words import (
    LABEL_LETTERS,
    NAME_LETTERS,
    QUESTION_LETTERS,
    Refused,
    clean_line,
    clean_text,
)

if TYPE_CHECKING:
    from live.conference import Conference


class PostLabel(Request, frozen=True):
    kind: str = ""
    text: str = ""
    signed: str = ""


class LabelRequest(Request, frozen=True):
    label: int


class HoldLabel(Request, frozen=True):
    label: int
    reason: str = ""


class BackLabel(Request, frozen=True):
    """Press *me too* or *I can help*; with `on` = "no" take it back."""

    label: int
    support: str
    on: str = "yes"


def post_label(conference: Conference, ask: PostLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    if ask.kind not in get_args(LabelKind):
        raise Refused("Is it something you can contribute, or something you want to ask? Please choose.", "kind")
    text = clean_text(ask.text, LABEL_LETTERS, "text", "A label")
    signed = clean_line(ask.signed, NAME_LETTERS, "signed", "Where people can find you", optional=True)
    for label in conference.wall.by_id.values():
        if (label.writer, label.kind, label.text) == (voice.id, ask.kind, text):
            raise Refused("You have hung this label already.", "text")
    number = conference.wall.latest_id + 1
    return [LabelPosted(number, ask.kind, text, voice.id, signed, moment.at)]  # type: ignore[arg-type]  # kind checked above


def take_back_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    label = conference.wall.by_id.get(ask.label)
    if label is None:
        return []
    if label.writer != voice.id:
        raise Refused("Only the person who wrote a label can take it down.")
    return [LabelTakenBack(label.id)]


def hold_label(conference: Conference, ask: HoldLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Hold a label back, with the reason that its writer sees. Held labels can be given another reason."""
    label = hanging_label(conference, ask.label)
    reason = clean_line(ask.reason, QUESTION_LETTERS, "reason", "The reason, which the writer sees,")
    return [] if label.held == reason else [LabelHeld(label.id, reason)]


def release_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    label = hanging_label(conference, ask.label)
    return [LabelReleased(label.id)] if label.held else []


def back_label(conference: Conference, ask: BackLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    label = hanging_label(conference, ask.label)
    if ask.support not in SUPPORTS or (ask.support == "help" and label.kind != "ask"):
        raise Refused("That cannot be done with this label.")
    backers = label.me_too if ask.support == "me_too" else label.help
    if ask.on == "no":
        return [BackingWithdrawn(label.id, voice.id, ask.support)] if voice.id in backers else []  # type: ignore[arg-type]  # checked
    if label.writer == voice.id:
        raise Refused("This is your own label.")
    if label.held:
        raise Refused("This label is held back just now.")
    return [] if voice.id in backers else [LabelBacked(label.id, voice.id, ask.support)]  # type: ignore[arg-type]  # checked


def hanging_label(conference: Conference, number: int) -> Label:
    label = conference.wall.by_id.get(number)
    if label is None:
        raise Refused("This label is no longer on the wall.")
    return label
