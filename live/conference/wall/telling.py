"""What writers are told at once: whether what they wrote hangs, who sees it, and what was left out, in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Request
from live.conference.wall.scribing import PostLabels, lines_of
from live.conference.wall.wall_acts import LabelHeld, LabelPosted, LabelReworded

if TYPE_CHECKING:
    from live.conference import Conference


def what_hangs(conference: Conference, ask: Request, acts: Sequence[object]) -> str:
    """Of labels that were just hung; "" if there are none, because the same request was answered before."""
    posted = [act for act in acts if isinstance(act, LabelPosted)]
    if not posted:
        return ""
    held = [act for act in acts if isinstance(act, LabelHeld)]
    hang = len(posted) - len(held)
    said: list[str] = []
    if hang and conference.wall.phones_wait:
        waits = "wait" if hang > 1 else "waits"
        said.append(
            f"{_labels(hang, len(posted))} {waits} for a facilitator’s look before anybody else sees {_them(hang)}."
        )
    elif hang:
        said.append(f"{_labels(hang, len(posted))} {'hang' if hang > 1 else 'hangs'} on the wall.")
        if conference.wall.screen_waits:
            said.append(f"The big screen shows {_them(hang)} after a facilitator’s look.")
    if held:
        are = "are" if len(held) > 1 else "is"
        said.append(f"{_labels(len(held), len(posted))} {are} held back: {held[0].reason}")
    left_out = len(lines_of(ask.texts)) - len(posted) if isinstance(ask, PostLabels) else 0
    if left_out:
        said.append(f"{left_out} {'line was' if left_out == 1 else 'lines were'} left out: the same hangs already.")
    return " ".join(said)


def what_is_changed(conference: Conference, ask: Request, acts: Sequence[object]) -> str:
    """Of a label that was just written anew; "" if nothing was changed."""
    anew = next((act for act in acts if isinstance(act, LabelReworded)), None)
    if anew is None:
        return ""
    held = next((act for act in acts if isinstance(act, LabelHeld)), None)
    if anew.held or anew.parked:
        return "Your label is changed. It stays off the wall until a facilitator has looked at it again."
    if held is not None:
        return f"Your label is changed. It is held back: {held.reason}"
    if conference.wall.phones_wait:
        return "Your label is changed. It waits for a facilitator’s look before anybody else sees it."
    if conference.wall.screen_waits:
        return "Your label is changed. The big screen shows it after a facilitator’s look."
    return "Your label is changed."


def _labels(number: int, of: int) -> str:
    if number < of:
        return f"{number} of your labels"
    return "Your label" if number == 1 else f"Your {number} labels"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"
