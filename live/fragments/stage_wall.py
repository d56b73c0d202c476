"""The label wall on the screen: all labels as they come, one of them large, its themes, or the questions that are still open.

The screen shows only what it may (`Wall.on_screen`): what a facilitator has looked at, unless the conference does without. A
label that is shown large and may not be shown any more, for whatever reason, gives way to the whole wall at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference
from live.conference.agenda import Item, WallShows
from live.conference.wall import THE_DAYS_WALL, Label, LabelKind, Wall, off_the_wall
from live.fragments import Piece, fit
from live.fragments.stage_parts import Count, Foot, Frame, Heading, aside_piece, count_piece, heading_piece
from live.fragments.stage_results import Shown
from live.fragments.stage_sheets import open_shown, themes_shown

MOSAIC = (8, 18, 32)  # how many earlier labels fit at each fit of `stage.css`
SPOT_WIDTH = 94.0  # for the words of a label that is shown large
SPOT_SIGNED = fit.Size(3.8, 1.3)
SPOT_AROUND = 33.0  # its edges, its tail, the line that says its kind, two lines of who backs it
NOTE_LETTERS = 75  # at the side, five short lines
PROMPT_LINES = 2  # of what was asked, above an answer that is shown large


class Tag(Struct, frozen=True):
    """A label on the screen. `text` is empty where a label was taken down and nothing has taken its place."""

    kind: LabelKind = "contribute"
    text: str = ""
    signed: str = ""
    fit: int = 1


class Backing(Struct, frozen=True):
    """How many stand behind a label that is shown large: who said "me too", who can help, how many have written the same."""

    kind: LabelKind
    me_too: int
    help: int
    said_by: int


def shown_of(conference: Conference) -> WallShows:
    """What the screen shows of a wall: what was asked for, but the whole wall where one label may not be shown any more."""
    shows = conference.agenda.shows
    return "labels" if shows == "one" and spot_of(conference) is None else shows


def spot_of(conference: Conference) -> Label | None:
    """The label that the screen shows large, if it may."""
    label = conference.wall.by_id.get(conference.agenda.spot)
    return label if label is not None and conference.wall.is_on_screen(label) else None


def walk(wall: Wall, prompt: int) -> list[Label]:
    """The labels of a prompt one by one, the oldest first: so that a new one changes no label's place."""
    return wall.on_screen(prompt)[::-1]


def sheet_of(conference: Conference, item: Item) -> Shown | None:
    """What the screen shows in pages, the page that it is at; None where it shows labels."""
    match shown_of(conference):
        case "themes":
            return themes_shown(conference, item, conference.agenda.page)
        case "open":
            return open_shown(conference, item, conference.agenda.page)
        case _:
            return None


def wall_pieces(conference: Conference, item: Item) -> Iterator[Piece]:
    spot = spot_of(conference)
    sheet = sheet_of(conference, item)
    if sheet is not None:
        yield from _sheet(sheet)
    elif shown_of(conference) == "one" and spot is not None:
        yield from _one(conference, spot)
    else:
        yield from _labels(conference, item)


def _sheet(sheet: Shown) -> Iterator[Piece]:
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame(fit=sheet.fit))
    yield heading_piece(sheet.heading)
    yield from sheet.body
    if sheet.pages > 1 or sheet.facts:
        foot = Foot(sheet.page, sheet.pages, sheet.facts)
        yield Piece("stage-facts", "stage-foot", "fragments/_stage_foot.html", foot)


def _labels(conference: Conference, item: Item) -> Iterator[Piece]:
    """The newest label large, the earlier ones in fixed places, so that none moves when a new one comes."""
    labels = conference.wall.on_screen(item.prompt)
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 12) + 1
    body_fit = next((step for step, most in enumerate(MOSAIC, 1) if len(labels) <= most + 1), len(MOSAIC))
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame("dense" if labels else "plain", body_fit))
    yield heading_piece(Heading(item.title, title_fit))
    if not labels:
        yield aside_piece(item.text or "Nothing hangs here yet. Write the first label on your phone.")
        return
    yield Piece("stage-wall", "stage-body", "fragments/_stage_wall.html", ())
    newest, *earlier = labels
    room = fit.PICTURE_HEIGHT - fit.GAP - 20 - fit.height(item.title, fit.HEADINGS[title_fit - 1], fit.BODY_WIDTH)
    tag = _large(newest, fit.NEWEST, 28, room, fit.Size(3.5, 1.3))
    yield Piece(f"stage-newest-{newest.id}", "stage-newest", "fragments/_stage_newest.html", tag)
    places = _places(conference.wall, item.prompt, earlier[::-1], MOSAIC[body_fit - 1])
    for place in range(max(places, default=-1) + 1):
        there = places.get(place)
        tag = Tag(there.kind, there.text) if there is not None else Tag()
        yield Piece(f"stage-label-{place}", "stage-labels", "fragments/_stage_label.html", tag)
    words = "label on" if len(labels) == 1 else "labels on"
    yield count_piece(Count(len(labels), words, "the wall", note=_held(conference.wall, item.prompt)))


def _held(wall: Wall, prompt: int) -> str:
    """How many labels are held back, and why; of many reasons, only how many there are, since the phones tell them all."""
    off = off_the_wall(wall, prompt)
    words = replace(off, parked=0).sentences
    if not words or len(words[0]) <= NOTE_LETTERS:
        return "".join(words)
    return f"{off.held} held back, for {len(off.held_for)} reasons."


def _places(wall: Wall, prompt: int, labels: Sequence[Label], most: int) -> dict[int, Label]:
    """Which label hangs in which of so many places; `labels` are the oldest first. Each has its own place by its number. Where
    that is taken, as when labels of several walls come in turn, it goes to the next free one; if none is, the older one goes."""
    first = 1 if prompt == THE_DAYS_WALL else min(one.id for one in wall.by_id.values() if one.prompt == prompt)
    places: dict[int, Label] = {}
    for label in labels:
        own = (label.id - first) % most
        free = ((own + step) % most for step in range(most))
        places[next((place for place in free if place not in places), own)] = label
    return places


def _one(conference: Conference, label: Label) -> Iterator[Piece]:
    """One label, and which of how many it is. Of an answer it is said above what was asked."""
    wall = conference.wall
    prompt = wall.prompt(label.prompt)
    asked = fit.shortened(prompt.title, PROMPT_LINES, fit.BODY_WIDTH / fit.HEADINGS[-1].letters) if prompt else ""
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
    if asked:
        yield heading_piece(Heading(asked, len(fit.HEADINGS)))
    above = fit.height(asked, fit.HEADINGS[-1], fit.BODY_WIDTH) + fit.GAP if asked else 0.0
    tag = _large(label, fit.SPOTS, SPOT_WIDTH, fit.PICTURE_HEIGHT - SPOT_AROUND - above, SPOT_SIGNED)
    yield Piece(f"stage-spot-{label.id}", "stage-body", "fragments/_stage_spot.html", (tag, not asked))
    wordings = wall.said_by(label)
    helpers = {voice for one in wordings for voice in one.help}
    backing = Backing(label.kind, wall.backers(label), len(helpers), len(wordings))
    yield Piece("stage-spot-backing", "stage-backing", "fragments/_stage_backing.html", backing)
    labels = walk(wall, label.prompt)
    words = "label" if len(labels) == 1 else "labels"
    yield count_piece(Count(labels.index(label) + 1, f"of {len(labels)}", words))


def _large(label: Label, sizes: tuple[fit.Size, ...], width: float, room: float, signature: fit.Size) -> Tag:
    """A label in large letters. Who wrote it is left out where the words need all the room; on the phones it is there."""
    for signed in (label.signed, ""):
        left = room - fit.height(signed, signature, width)
        step = fit.fit_of(label.text, sizes, width, left)
        if fit.height(label.text, sizes[step - 1], width) <= left:
            return Tag(label.kind, label.text, signed, step)
    return Tag(label.kind, label.text, "", len(sizes))
