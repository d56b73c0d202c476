"""Moderation in the open, as facilitators see it: what waits for a look, what is held back or put aside, and what hangs.

Two views of the same pieces: all labels, or those of one prompt. Several facilitators work at once, so each label is a piece of
its own; the queue shows the oldest, and what comes later waits its turn below them, so that nothing moves under a finger.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from live.conference.wall import (
    LISTED,
    REASONS,
    THE_DAYS_WALL,
    Label,
    LabelKind,
    Wall,
    listed_in,
    seen_as,
    stands_as,
)
from live.fragments import VOTING, Piece, Scene, View

IN_THE_QUEUE = 60  # labels that wait and are shown; more than anybody reads at once
LATEST_LOOKS = 6
EVERY_WALL = -1


class DeskCounts(Struct, frozen=True):
    """How many labels wait for a look, hang, are held back and are put aside."""

    waiting: int
    hanging: int
    held: int
    parked: int


class DeskLabel(Struct, frozen=True):
    """A label as a facilitator sees it. `asked` is the title of its prompt; `page` where its forms lead back to; `seen` and `was`
    what its forms say it was when the page was made; `words` those on a list; `undo` what undoing the last step makes of it.
    `for_all`: phones wait for the look as well as the screen. `changed`: its writer wrote it anew since it was taken off."""

    id: int
    kind: LabelKind
    text: str
    signed: str
    page: str
    asked: str = ""
    paper: bool = False
    held: str = ""
    parked: str = ""
    seen: str = ""
    was: str = ""
    words: tuple[str, ...] = ()
    undo: str = ""
    for_all: bool = False
    changed: bool = False
    me_too: int = 0
    help: int = 0
    others: int = 0
    """How many say the same, stand with it, and go where it goes."""
    same_as: str = ""
    """The words of the label that says the same and stands for it."""
    reasons: tuple[tuple[str, str], ...] = tuple(REASONS.items())


class Waiting(Struct, frozen=True):
    """All labels of the queue: what a look at all of them names, and how many more wait below it."""

    page: str
    seen: tuple[str, ...]
    more: int
    for_all: bool


class Look(Struct, frozen=True):
    """Labels that were let through together, and the words of the first."""

    number: int
    labels: int
    first: str
    page: str


def desk_labels(prompt: int = EVERY_WALL) -> View:
    """The labels under one prompt, or all."""

    def pieces(scene: Scene) -> Iterator[Piece]:
        wall = scene.conference.wall
        labels = [one for one in wall.newest_first(held=True) if prompt in (EVERY_WALL, one.prompt)]
        waiting = [one for one in wall.waiting() if prompt in (EVERY_WALL, one.prompt)]
        yield from _pieces(wall, labels, waiting, page_of(prompt))

    name = "desk/labels" if prompt == EVERY_WALL else f"desk/labels/{prompt}"
    return View(name, CONTAINERS, pieces, apart_from=VOTING)


CONTAINERS = (
    *("desk-label-counts", "desk-all-place", "desk-waiting-list", "desk-looks"),
    *("desk-held-list", "desk-parked-list", "desk-label-list"),
)


def page_of(prompt: int) -> str:
    return "facilitator/labels" if prompt == EVERY_WALL else f"facilitator/labels/{prompt}"


def _pieces(wall: Wall, labels: Sequence[Label], waiting: Sequence[Label], page: str) -> Iterator[Piece]:
    others = Counter(label.same_as for label in labels if label.same_as and not label.is_off)
    held = [label for label in labels if label.held]
    parked = [label for label in labels if label.parked]
    hanging = [label for label in labels if not label.is_off]
    counts = DeskCounts(len(waiting), len(hanging), len(held), len(parked))
    yield Piece("desk-label-numbers", "desk-label-counts", "fragments/_desk_label_counts.html", counts)
    queue = waiting[:IN_THE_QUEUE]
    if len(queue) > 1:
        seen = tuple(seen_as(label) for label in queue)
        everything = Waiting(page, seen, len(waiting) - len(queue), wall.phones_wait)
        yield Piece("desk-all", "desk-all-place", "fragments/_desk_label_all.html", everything)
    for label in queue:
        key = f"desk-waiting-{label.id}"
        yield Piece(
            key, "desk-waiting-list", "fragments/_desk_label_waiting.html", _model(wall, label, page, others[label.id])
        )
    yield from _looks(labels, page)
    for name, off in (("held", held), ("parked", parked)):
        for label in sorted(off, key=lambda one: (not one.waits, -one.id)):
            key = f"desk-{name}-{label.id}"
            yield Piece(
                key, f"desk-{name}-list", "fragments/_desk_label_off.html", _model(wall, label, page, others[label.id])
            )
    in_the_queue = {label.id for label in waiting}
    for label in hanging:
        if label.id not in in_the_queue:
            key = f"desk-label-{label.id}"
            yield Piece(
                key, "desk-label-list", "fragments/_desk_label.html", _model(wall, label, page, others[label.id])
            )


def _looks(labels: Sequence[Label], page: str) -> Iterator[Piece]:
    """The last looks, the latest first: each can be undone as it was made, one label or many."""
    looks: dict[int, list[Label]] = defaultdict(list)
    for label in labels:
        if label.look and not label.waits:
            looks[label.look].append(label)
    for number in sorted(looks, reverse=True)[:LATEST_LOOKS]:
        look = Look(number, len(looks[number]), looks[number][-1].text, page)
        yield Piece(f"desk-look-{number}", "desk-looks", "fragments/_desk_look.html", look)


def _model(wall: Wall, label: Label, page: str, followers: int) -> DeskLabel:
    prompt = wall.prompt(label.prompt) if label.prompt != THE_DAYS_WALL else None
    return DeskLabel(
        label.id,
        label.kind,
        label.text,
        label.signed,
        page,
        prompt.title if prompt is not None else "",
        label.paper,
        label.held,
        label.parked,
        seen_as(label),
        stands_as(label),
        tuple(listed_in(wall, label.text, label.signed)) if label.held == LISTED else (),
        _undo(label),
        wall.phones_wait,
        label.is_off and label.waits,
        len(label.me_too),
        len(label.help),
        followers,
        "" if wall.stands(label) else wall.by_id[label.same_as].text,
    )


def _undo(label: Label) -> str:
    """What the label is after its last step was undone; "" where there is nothing to undo, or a list took the step."""
    before = label.before
    if before is None or label.held == LISTED:
        return ""
    if before.held:
        return "held back as before"
    if before.parked:
        return "put aside as before"
    return "waiting again" if before.waits else "hanging again"
