"""Own labels: writing one anew and taking one back, and what becomes of others that said the same. The rules.

Each label can be erased by itself, so what happens to other labels because one of them goes is written down as acts of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.wall.labels import Label, Wall
from live.conference.wall.wall_acts import (
    LabelBacked,
    LabelJoined,
    LabelParted,
    LabelPutUnder,
    LabelReworded,
    LabelTakenBack,
    PairKeptApart,
    QuestionCalled,
    QuestionEnded,
    QuotePicked,
    WallAct,
)
from live.conference.wall.word_lists import held_by_list
from live.conference.wall.writing import LabelRequest, hanging_label, said_already
from live.conference.words import LABEL_LETTERS, NAME_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference


class RewordLabel(Request, frozen=True):
    """Other words for an own label, or another name on it."""

    label: int
    text: str = ""
    signed: str = ""


def take_back_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    label = conference.wall.by_id.get(ask.label)
    if label is None:
        return []
    if label.writer != voice.id:
        raise Refused("Only the person who wrote a label can take it down.")
    return [*heir(conference.wall, label), LabelTakenBack(label.id)]


def reword_label(conference: Conference, ask: RewordLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Write a label anew. Who backed the old words has not backed the new ones; where only the name changes, everything stays."""
    voice = joined_voice(conference, by)
    label = hanging_label(conference, ask.label)
    if label.writer != voice.id:
        raise Refused("Only the person who wrote a label can change it.")
    text = clean_text(ask.text, LABEL_LETTERS, "text", "A label")
    signed = clean_line(ask.signed, NAME_LETTERS, "signed", "Where people can find you", optional=True)
    if (text, signed) == (label.text, label.signed):
        return []
    if text != label.text and (label.kind, text) in said_already(conference.wall, voice.id, label.prompt):
        raise Refused("You have hung this label already.", "text")
    anew = LabelReworded(
        label.id,
        label.kind,
        text,
        label.writer,
        signed,
        label.at,
        label.prompt,
        waits=True,
        held=label.held,
        parked=label.parked,
        themes=tuple(sorted(label.themes)),
        ending=label.ending,
    )
    if text == label.text:
        return [anew, *_same_words(conference.wall, label), *_listed(conference.wall, label, text, signed)]
    return [*heir(conference.wall, label), anew, *_listed(conference.wall, label, text, signed)]


def _listed(wall: Wall, label: Label, text: str, signed: str) -> Sequence[WallAct]:
    """What holds the label for its new words. What is held stays so; what was put aside can be unfolded, so it is held."""
    return [] if label.held else held_by_list(wall, label.id, text, signed)


def _same_words(wall: Wall, label: Label) -> list[WallAct]:
    """What hung on a label whose words stay: it is written down again, since all about the label is erased with the old name."""
    acts: list[WallAct] = [LabelBacked(label.id, voice, "me_too") for voice in sorted(label.me_too)]
    acts += [LabelBacked(label.id, voice, "help") for voice in sorted(label.help)]
    if not wall.stands(label):
        acts.append(LabelJoined(label.id, label.same_as))
    acts += [QuotePicked(label.id, theme.id) for theme in wall.themes if label.id in theme.quotes]
    acts += [PairKeptApart(one, other) for one, other in sorted(wall.apart) if label.id in (one, other)]
    if wall.called[-1:] == (label.id,):
        acts.append(QuestionCalled(label.id, label.called_at))
    return acts


def heir(wall: Wall, label: Label) -> list[WallAct]:
    """When a label goes that stood for others which say the same: the oldest of these that hangs stands for them from now on,
    with the support that the thing they all say had, its themes and its ending."""
    followers = (other for other in wall.by_id.values() if other.same_as == label.id)
    others = sorted(followers, key=lambda other: (other.is_off, other.id))
    if not others:
        return []
    first, *rest = others
    acts: list[WallAct] = [LabelParted(first.id), *(LabelJoined(other.id, first.id) for other in rest)]
    writers = {other.writer for other in others}
    backed = {voice for other in others for voice in other.me_too} | writers
    acts += [LabelBacked(first.id, voice, "me_too") for voice in sorted(label.me_too) if voice not in backed]
    offered = {voice for other in others for voice in other.help} | writers
    acts += [LabelBacked(first.id, voice, "help") for voice in sorted(label.help) if voice not in offered]
    acts += [LabelPutUnder(first.id, theme) for theme in sorted(label.themes - first.themes)]
    if label.ending is not None and first.ending is None:
        acts.append(QuestionEnded(first.id, label.ending))
    return acts
