"""*Me too* and *I can help*: once for each person, and undone as easily. The rule.

What says the same as another label hangs there no longer, so its support counts at the label that stands for it: somebody who
taps on an old page is heard there, and nobody is counted twice for the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.wall.labels import Label, Support, Wall
from live.conference.wall.themes import standing_for
from live.conference.wall.wall_acts import BackingWithdrawn, LabelBacked, WallAct
from live.conference.wall.writing import hanging_label
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


class BackLabel(Request, frozen=True):
    """Press *me too* or *I can help*; with `on` = "no" take it back."""

    label: int
    support: str
    on: str = "yes"


def back_label(conference: Conference, ask: BackLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    wall = conference.wall
    label = standing_for(wall, hanging_label(conference, ask.label))
    wordings = [label, *(other for other in wall.by_id.values() if other.same_as == label.id)]
    for support in get_args(Support):
        if support == ask.support and (support != "help" or label.kind == "ask"):
            backed = [one for one in wordings if voice.id in (one.me_too if support == "me_too" else one.help)]
            if ask.on == "no":
                return [BackingWithdrawn(one.id, voice.id, support) for one in backed]
            _may_back(wall, label, wordings, voice.id)
            return [] if backed else [LabelBacked(label.id, voice.id, support)]
    raise Refused("That cannot be done with this label.")


def _may_back(wall: Wall, label: Label, wordings: Sequence[Label], voice: str) -> None:
    if label.writer == voice:
        raise Refused("This is your own label.")
    if any(one.writer == voice for one in wordings):
        raise Refused("You wrote the same in other words, and that counts here already.")
    if label.held:
        raise Refused("This label is held back just now.")
    if label.parked:
        raise Refused("This label is put aside just now.")
    if not wall.is_on_phones(label):
        raise Refused("This label is not on the wall yet.")
