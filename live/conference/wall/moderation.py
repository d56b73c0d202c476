"""Moderation in the open: labels are looked at, held back, put aside and let hang again, each time with a reason. The rules.

The writer reads each reason at once; the hall reads how many labels are off the wall and why. A facilitator's own words are for
the writer alone: the hall hears of "another reason". Every step can be undone: a label remembers how it stood before.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import THE_DAYS_WALL, Label, Wall
from live.conference.wall.own_labels import heir
from live.conference.wall.wall_acts import (
    LabelHeld,
    LabelParked,
    LabelPosted,
    LabelReleased,
    LabelsLookedAt,
    LabelsWaitAgain,
    LabelTakenBack,
    LookChosen,
    WallAct,
)
from live.conference.wall.word_lists import LISTED, held_by_list
from live.conference.wall.writing import LabelRequest, check_open, hanging_label
from live.conference.words import LABEL_LETTERS, QUESTION_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference

REASONS: Mapping[str, str] = {
    "same": "The same as another",
    "unkind": "Unkind",
    "names": "Names a person",
    "private": "A telephone number or an address",
    "off_topic": "Not about today",
    "advertising": "Advertising",
    "later": "For another day",
}
"""Why a label is held back or put aside: the key a form sends, and what the writer reads. Keys and words stay as they are:
journals have them, and the hall's count goes by them."""

RELEASE_REASONS: Mapping[str, str] = {
    "fine": "A facilitator has looked at it: it is fine.",
    "mistake": "It was taken off by mistake.",
    "changed": "It is fine as it is now.",
}
"""Why a label hangs again; the first is ready, so that letting it hang is one tap."""

UNDONE = "A facilitator took the last step back."

IN_THE_HALL: Mapping[str, str] = {
    "The same as another": "the same as another",
    "Unkind": "unkind",
    "Names a person": "naming a person",
    "A telephone number or an address": "with a telephone number or an address",
    "Not about today": "not about today",
    "Advertising": "advertising",
    "For another day": "for another day",
    LISTED: "for a word on the list",
}
"""How each reason is said of several labels: "9 the same as another"."""

CHANGED = "Its writer has just changed this label. Please read it again."
ANOTHER = "for another reason"
WAITS: Mapping[str, tuple[bool, bool]] = {"screen": (True, False), "both": (True, True), "nobody": (False, False)}
"""Who waits for a facilitator's look: the screen, and phones."""


class HoldLabel(Request, frozen=True):
    """Hold a label back, or put it aside: `reason` is a key of `REASONS`, or words; `own` are a facilitator's own words, with
    one of the list or without."""

    label: int
    reason: str = ""
    own: str = ""


class ReleaseLabel(Request, frozen=True):
    """Let a label hang again: `reason` is a key of `RELEASE_REASONS`, or words; with `seen` (`seen_as`) only as it was read."""

    label: int
    reason: str = "fine"
    seen: str = ""


class LookAtLabels(Request, frozen=True):
    """Labels that a facilitator has read and lets through: what `seen_as` gave for each in the page, with spaces between. So what
    was hung, or written anew, meanwhile is not waved through unread."""

    seen: str = ""


class UndoLook(Request, frozen=True):
    """Take back the last step with a `label`, which stood as `stands_as` said in the page (so a second tap does not take back the
    taking back); or a whole `look`, of however many labels."""

    label: int = 0
    was: str = ""
    look: int = 0


class ChooseLook(Request, frozen=True):
    """Who waits for a facilitator's look: "screen", "both" (phones too) or "nobody"."""

    waits: str = ""


class TypeLabel(Request, frozen=True):
    """A label from paper; `kind` is "contribute" or "ask" on the wall of the day, and nothing under a `prompt` of its own."""

    text: str = ""
    kind: str = ""
    prompt: int = THE_DAYS_WALL


class OffTheWall(Struct, frozen=True):
    """How many labels of a prompt are held back and put aside, and for which reasons: words for several, and how many, the most
    frequent first."""

    held: int = 0
    parked: int = 0
    held_for: tuple[tuple[str, int], ...] = ()
    parked_for: tuple[tuple[str, int], ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the hall reads: "12 held back: 9 the same as another, 3 unkind." None where nothing is off the wall."""
        both = ((self.held, "held back", self.held_for), (self.parked, "put aside", self.parked_for))
        return tuple(
            f"{number} {how}: " + ", ".join(f"{times} {why}" for why, times in reasons) + "."
            for number, how, reasons in both
            if number
        )


def hold_label(conference: Conference, ask: HoldLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Nobody sees it but its writer, who reads why. What is held can be given another reason."""
    label = hanging_label(conference, ask.label)
    reason = _reason(ask)
    is_so = (
        label.held == reason and not label.waits
    )  # written anew it is read again, and may be held for the same reason
    return [] if is_so else [LabelHeld(label.id, reason)]


def park_label(conference: Conference, ask: HoldLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Off the wall and the screen; people can unfold what was put aside, and the write-up has it."""
    label = hanging_label(conference, ask.label)
    reason = _reason(ask)
    is_so = label.parked == reason and not label.waits
    return [] if is_so else [LabelParked(label.id, reason)]


def release_label(conference: Conference, ask: ReleaseLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    label = hanging_label(conference, ask.label)
    if ask.seen and ask.seen != seen_as(label):
        raise Refused(CHANGED)
    words = RELEASE_REASONS.get(ask.reason, ask.reason)
    reason = clean_line(words, QUESTION_LETTERS, "reason", "The reason, which the writer sees,")
    return [LabelReleased(label.id, reason)] if label.is_off else []


def look_at_labels(conference: Conference, ask: LookAtLabels, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Let through what was read, in one look. What is off the wall, or was let through already, stays as it is."""
    asked = set(ask.seen.split())
    if not asked:
        raise Refused("Please say which labels you have looked at.")
    hanging = {seen_as(label): label for label in conference.wall.newest_first() if label.waits}
    seen = tuple(sorted(label.id for mark, label in hanging.items() if mark in asked))
    if seen:
        return [LabelsLookedAt(seen, conference.wall.latest_look + 1, moment.at)]
    changed = {str(label.id) for label in hanging.values()} & {mark.partition(".")[0] for mark in asked}
    if changed:
        raise Refused(CHANGED)
    return []


def undo_look(conference: Conference, ask: UndoLook, by: Actor, moment: Moment) -> Sequence[WallAct]:
    wall = conference.wall
    if ask.look:
        through = tuple(sorted(label.id for label in wall.by_id.values() if label.look == ask.look))
        return [LabelsWaitAgain(through)] if through else []
    label = hanging_label(conference, ask.label)
    before = label.before
    if before is None or ask.was != stands_as(label):
        return []
    if before.held:
        return [LabelHeld(label.id, before.held)]
    if before.parked:
        return [LabelParked(label.id, before.parked)]
    return [LabelsWaitAgain((label.id,))] if before.waits else [LabelReleased(label.id, UNDONE)]


def choose_look(conference: Conference, ask: ChooseLook, by: Actor, moment: Moment) -> Sequence[WallAct]:
    if ask.waits not in WAITS:
        raise Refused("Please choose who waits for a facilitator’s look.", "waits")
    screen, phones = WAITS[ask.waits]
    wall = conference.wall
    return [] if (wall.screen_waits, wall.phones_wait) == (screen, phones) else [LookChosen(screen, phones)]


def type_label(conference: Conference, ask: TypeLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Hang what stands on a paper label. Who typed it in has read it, so it does not wait; a listed word holds it."""
    check_open(conference, ask.prompt)
    kind = ask.kind if ask.prompt == THE_DAYS_WALL else "answer"
    if kind not in ("contribute", "ask", "answer") or (kind == "answer") != (ask.prompt != THE_DAYS_WALL):
        raise Refused("Is it something to contribute, or something to ask? Please choose.", "kind")
    text = clean_text(ask.text, LABEL_LETTERS, "text", "A label")
    number = conference.wall.latest_id + 1
    posted = LabelPosted(number, kind, text, "", "", moment.at, ask.prompt, waits=False, paper=True)  # type: ignore[arg-type]  # checked above
    return [posted, *held_by_list(conference.wall, number, text)]


def take_out_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Take out a label that was typed in from paper; its words are erased. If it stood for others, one of them does so now."""
    label = conference.wall.by_id.get(ask.label)
    if label is None:
        return []
    if not label.paper:
        raise Refused("Only labels that were typed in from paper can be taken out here.")
    return [*heir(conference.wall, label), LabelTakenBack(label.id)]


def seen_as(label: Label) -> str:
    """A label's number with a mark of its words, for `LookAtLabels`: written anew, it bears another."""
    words = f"{label.text}\0{label.signed}".encode(errors="surrogatepass")
    return f"{label.id}.{hashlib.sha256(words).hexdigest()[:12]}"


def stands_as(label: Label) -> str:
    """What a facilitator made of a label, and why, in a few letters: for `UndoLook`."""
    state = "held" if label.held else "parked" if label.parked else "hangs"
    why = f"{state}\0{label.held or label.parked or label.released}".encode(errors="surrogatepass")
    return hashlib.sha256(why).hexdigest()[:12]


def off_the_wall(wall: Wall, prompt: int) -> OffTheWall:
    """What the hall is told about labels of a prompt that hang no longer, also of those that went with another one."""
    off = [wall.taken_off(label) for label in wall.by_id.values() if label.prompt == prompt]
    held = _counted(held for held, _ in off if held)
    parked = _counted(parked for held, parked in off if parked and not held)
    return OffTheWall(sum(times for _, times in held), sum(times for _, times in parked), held, parked)


def _counted(reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(in_the_hall(reason) for reason in reasons)
    order = (*IN_THE_HALL.values(), ANOTHER)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], order.index(pair[0]))))


def in_the_hall(reason: str) -> str:
    """What the hall is told of a reason: never a facilitator's own words."""
    listed = (words for why, words in IN_THE_HALL.items() if reason == why or reason.startswith(f"{why}: "))
    return next(listed, ANOTHER)


def _reason(ask: HoldLabel) -> str:
    listed = REASONS.get(ask.reason, ask.reason)
    own = clean_line(ask.own, QUESTION_LETTERS, "own", "Your own words", optional=True)
    reason = clean_line(listed, QUESTION_LETTERS, "reason", "The reason, which the writer sees,", optional=bool(own))
    return f"{reason}: {own}" if reason and own else reason or own
