"""What facilitators look at: the open-space board, and labels put under themes.

Several facilitators may work at once, so each topic and each label is a piece of its own, and what changes by itself (counts,
clashes) is a smaller piece inside it: a hand raised in the hall does not touch the select that somebody has just opened. For the
same reason every "Move to" control offers the same, all places, taken or not: it is right however old it is, and the rule of the
board says if a place is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from live.conference.board import Board, Interest, Room, Slot, Topic, clashes
from live.conference.wall import Label, LabelKind, Theme
from live.fragments import Piece, Scene, View

UNSORTED = 0
"""The number of the column for labels that stand under no theme. Themes count from 1."""


INTEREST_WORDS: dict[Interest, str] = {"lead": "lead", "take_part": "take part", "listen": "listen"}


class Place(Struct, frozen=True):
    """One choice of a "Move to" control; `to` is the form's value."""

    to: str
    text: str


class TopicCard(Struct, frozen=True):
    id: int
    title: str
    host: str
    why: str
    needs: str
    places: tuple[Place, ...]


class Hands(Struct, frozen=True):
    """How many people want to come, and how: "3 lead, 10 take part"."""

    people: int
    how: str


class ClashNote(Struct, frozen=True):
    """One clash in full, and the topics it is about: number and title."""

    say: str
    topics: tuple[tuple[int, str], ...]


class Grid(Struct, frozen=True):
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]


class Column(Struct, frozen=True):
    """A theme, or with id 0 the labels that stand under none."""

    id: int
    title: str
    has_choices: bool
    """Whether there is a theme to put a label under."""


class SortedLabel(Struct, frozen=True):
    """A label in one column: where else it stands, and the themes it could be put under."""

    id: int
    kind: LabelKind
    text: str
    signed: str
    here: int
    here_title: str
    also: tuple[str, ...]
    choices: tuple[Theme, ...]


class Share(Struct, frozen=True):
    """So many `of` so many."""

    part: int
    of: int


def _desk_board(scene: Scene) -> Iterator[Piece]:
    board = scene.conference.board
    found = clashes(board)
    notes = tuple(
        ClashNote(clash.say, tuple((number, board.by_id[number].title) for number in clash.topics)) for clash in found
    )
    yield Piece("desk-clashes", "desk-clashes-place", "fragments/_desk_clashes.html", notes)
    waiting = sum(not topic.is_placed for topic in board.by_id.values())
    yield Piece("desk-waiting-number", "desk-waiting-count", "fragments/_desk_number.html", waiting)
    yield Piece("desk-grid", "desk-grid-place", "fragments/_desk_grid.html", Grid(board.rooms, board.slots))
    places = _places(board)
    shorts = {topic.id: tuple(clash.short for clash in found if topic.id in clash.topics) for topic in board.topics()}
    for topic in board.topics():
        yield from _topic(topic, places, shorts[topic.id])


def _topic(topic: Topic, places: tuple[Place, ...], shorts: tuple[str, ...]) -> Iterator[Piece]:
    key = f"desk-topic-{topic.id}"
    into = f"desk-cell-{topic.slot}.{topic.room}" if topic.is_placed else "desk-waiting"
    card = TopicCard(topic.id, topic.title, topic.host, topic.why, topic.needs, places)
    yield Piece(key, into, "fragments/_desk_topic.html", card)
    counts = Counter(topic.hands.values())
    how = ", ".join(f"{counts[name]} {words}" for name, words in INTEREST_WORDS.items() if counts[name])
    hands = Hands(len(topic.hands), how)
    yield Piece(f"{key}-people", f"{key}-counts", "fragments/_desk_people.html", hands)
    if shorts:
        yield Piece(f"{key}-clash", f"{key}-problems", "fragments/_desk_topic_clash.html", shorts)


def _places(board: Board) -> tuple[Place, ...]:
    return tuple(
        Place(f"{slot.id}/{room.id}", f"{slot.starts} {room.name}") for slot in board.slots for room in board.rooms
    )


def _desk_themes(scene: Scene) -> Iterator[Piece]:
    wall = scene.conference.wall
    labels = wall.newest_first()
    titles = {theme.id: theme.title for theme in wall.themes}
    in_a_theme = sum(bool(label.themes) for label in labels)
    yield Piece("desk-sorted-number", "desk-sorted", "fragments/_desk_sorted.html", Share(in_a_theme, len(labels)))
    for number, title in ((UNSORTED, "Not in a theme yet"), *titles.items()):
        column = Column(number, title, bool(titles) or number != UNSORTED)
        yield Piece(f"desk-theme-{number}", "desk-theme-list", "fragments/_desk_theme.html", column)
        here = [label for label in labels if (number in label.themes if number else not label.themes)]
        yield Piece(
            f"desk-theme-{number}-number", f"desk-theme-{number}-count", "fragments/_desk_number.html", len(here)
        )
        for label in here:
            key = f"desk-theme-{number}-label-{label.id}"
            model = _sorted_label(label, number, titles)
            yield Piece(key, f"desk-theme-{number}-labels", "fragments/_desk_theme_label.html", model)


def _sorted_label(label: Label, here: int, titles: dict[int, str]) -> SortedLabel:
    also = tuple(title for number, title in titles.items() if number in label.themes and number != here)
    choices = tuple(Theme(number, title) for number, title in titles.items() if number not in label.themes)
    return SortedLabel(label.id, label.kind, label.text, label.signed, here, titles.get(here, ""), also, choices)


desk_board = View(
    "desk/board", ("desk-clashes-place", "desk-waiting-count", "desk-waiting", "desk-grid-place"), _desk_board
)
desk_themes = View("desk/themes", ("desk-sorted", "desk-theme-list"), _desk_themes)
