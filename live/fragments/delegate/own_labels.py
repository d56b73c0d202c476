"""A writer's own labels, seen by nobody else: how each stands, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from live.conference import Conference
from live.conference.wall import Label, LabelKind, ending_in_words, ending_of
from live.conference.wall.moderation import in_the_hall
from live.fragments import View

State = Literal["hangs", "same", "held", "parked", "along"]
"""It hangs, it is said by another label too, which stands for both, it is held back, it is put aside, or it went along
with another label that says the same and was taken off."""

Waits = Literal["", "screen", "everybody"]


class MyLabel(Struct, frozen=True):
    """An own label. `why` is a facilitator's reason, or, of what says the `same` as another, the words of that one, if everybody
    may read them. `waits`: who sees it only after a facilitator's look. `asked` is the question that it answers, if it is not of
    the wall of the day."""

    id: int
    kind: LabelKind
    text: str
    signed: str = ""
    asked: str = ""
    prompt: int = 0
    state: State = "hangs"
    why: str = ""
    waits: Waits = ""
    me_too: int = 0
    help: int = 0
    ending: str = ""

    @property
    def is_off(self) -> bool:
        return self.state in ("held", "parked", "along")


MyLabels = tuple[MyLabel, ...]


def my_labels(conference: Conference, voice: str) -> MyLabels:
    """The labels that this voice wrote, the newest first, those that are off the wall too."""
    by_id = conference.wall.by_id
    return labels_of(conference, [label.id for label in by_id.values() if label.writer == voice] if voice else ())


def labels_of(conference: Conference, own: Iterable[int]) -> MyLabels:
    """The same, where it is known which labels they are."""
    known = (conference.wall.by_id.get(number) for number in sorted(own, reverse=True))
    return tuple(my_label(conference, label) for label in known if label is not None and label.text)


def my_label(conference: Conference, label: Label) -> MyLabel:
    """A label as its writer sees it."""
    state, why = _state(conference, label)
    prompt = conference.wall.prompt(label.prompt)
    return MyLabel(
        label.id,
        label.kind,
        label.text,
        label.signed,
        prompt.title if prompt is not None else "",
        label.prompt,
        state,
        why,
        _waits(conference, label),
        len(label.me_too),
        len(label.help),
        _ending(conference, label),
    )


def _ending(conference: Conference, label: Label) -> str:
    """How a question ended; one that says the same as another ends with that one."""
    ending = ending_of(conference.wall, label)
    return ending_in_words(conference, ending) if ending is not None else ""


def _state(conference: Conference, label: Label) -> tuple[State, str]:
    if label.held:
        return "held", label.held
    if label.parked:
        return "parked", label.parked
    if conference.wall.stands(label):
        return "hangs", label.released
    held, parked = conference.wall.taken_off(label)
    if held or parked:
        return "along", in_the_hall(held or parked)  # a facilitator's own words are for the writer of that other one
    head = conference.wall.by_id[label.same_as]
    return "same", head.text if conference.wall.may_be_read(head) else ""


def _waits(conference: Conference, label: Label) -> Waits:
    if not label.waits:
        return ""
    if conference.wall.phones_wait:
        return "everybody"
    return "screen" if conference.wall.screen_waits else ""


own_labels = View("wall/own", (), lambda scene: ())
"""What pages look at on which one's own labels stand, and nothing else changes: what is written there can wait in the outbox."""
