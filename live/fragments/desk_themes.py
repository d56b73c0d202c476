"""The facilitators' themes: the labels of one prompt in columns, and one label with all the themes it can stand under.

Several facilitators work at once, so each label in each column is a piece of its own, and a column's head is another: what one of
them does changes only what it is about. No label holds the list of all themes, or six hundred would be drawn anew for a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from live.conference import Conference
from live.conference.wall import THE_DAYS_WALL, Label, LabelKind, Theme, Wall, times_said
from live.conference.wall.themes import standing_for
from live.fragments import VOTING, Piece, Scene, View

UNSORTED = 0
"""The number of the column for labels that stand under no theme. Themes count from 1."""

THE_DAYS_TITLE = "Contribute and ask"


class WallLink(Struct, frozen=True):
    """One of the walls that there are themes of; `is_here`: the page is about it."""

    prompt: int
    title: str
    labels: int
    is_here: bool


class Share(Struct, frozen=True):
    """So many `of` so many."""

    part: int
    of: int


class Head(Struct, frozen=True):
    """What stands over a column. `number` is its key, in the order of the themes; `earlier` and `later` are the themes (0: none)
    that it would follow if it went one place on, None where it is the first or the last."""

    id: int
    title: str
    text: str = ""
    number: int = 0
    prompt: int = THE_DAYS_WALL
    earlier: int | None = None
    later: int | None = None
    has_themes: bool = True


class Wording(Struct, frozen=True):
    """A label, or another that says the same. `quoted`: it is a quote of the theme."""

    id: int
    text: str
    signed: str
    quoted: bool = False


class Card(Struct, frozen=True):
    """A label in one column: the other themes it stands under, and how often it was said, in which words."""

    id: int
    kind: LabelKind
    here: int
    wordings: tuple[Wording, ...]
    also: tuple[str, ...] = ()

    @property
    def said(self) -> int:
        return len(self.wordings)


class Choice(Struct, frozen=True):
    """A theme that one label can stand under, or does (`on`), with its key, and the quotes that it could give."""

    id: int
    label: int
    number: int
    title: str
    text: str
    on: bool
    page: str
    wordings: tuple[Wording, ...] = ()


class Way(Struct, frozen=True):
    """Where a label stands among those of its wall, and which come before and after it; 0 where there is none. `next` is the
    next one that stands nowhere yet. `home` is the page they are listed on, `path` what stands before a label's number."""

    place: int
    of: int
    before: int
    after: int
    next: int
    home: str
    path: str


def themes_of(prompt: int) -> View:
    """The themes of one prompt."""
    name = f"desk/themes/{prompt}" if prompt else "desk/themes"
    containers = ("desk-walls", "desk-sorted", "desk-theme-list", "desk-keys")
    return View(name, containers, lambda scene: _themes(scene.conference, prompt), apart_from=VOTING)


def label_under(label: int) -> View:
    """One label, and the themes of its prompt."""
    return View(
        f"desk/label/{label}",
        ("desk-put-words", "desk-put-list"),
        lambda scene: _label(scene, label),
        apart_from=VOTING,
    )


def page_of_themes(prompt: int) -> str:
    return f"facilitator/themes/{prompt}" if prompt else "facilitator/themes"


def title_of(wall: Wall, prompt: int) -> str:
    """What a wall is called. One that was removed, with nothing on it, may still have tables."""
    found = wall.prompt(prompt)
    if found is not None:
        return found.title
    return THE_DAYS_TITLE if prompt == THE_DAYS_WALL else "A wall that is no longer there"


def walls(wall: Wall, here: int = -1) -> tuple[WallLink, ...]:
    """All walls with how many labels hang there, each wording by itself."""
    labels = wall.newest_first()
    numbers = (THE_DAYS_WALL, *(prompt.id for prompt in wall.prompts))
    return tuple(
        WallLink(number, title_of(wall, number), sum(label.prompt == number for label in labels), number == here)
        for number in numbers
    )


def _themes(conference: Conference, prompt: int) -> Iterator[Piece]:
    wall = conference.wall
    yield Piece("desk-walls-list", "desk-walls", "fragments/_desk_walls.html", walls(wall, prompt))
    theirs = [label for label in wall.newest_first() if label.prompt == prompt]
    said = times_said(theirs)
    labels = [label for label in theirs if wall.stands(label)]
    themes = wall.themes_of(prompt)
    numbers = {theme.id for theme in themes}
    loose = [label for label in labels if numbers.isdisjoint(label.themes)]
    in_a_theme = sum(said[label.id] for label in labels) - sum(said[label.id] for label in loose)
    yield Piece("desk-sorted-number", "desk-sorted", "fragments/_desk_sorted.html", Share(in_a_theme, len(theirs)))
    titles = {theme.id: theme.title for theme in themes}
    wordings = _wordings(wall, theirs)
    heads = [Head(UNSORTED, "Not in a theme yet", has_themes=bool(themes)), *_heads(themes)]
    for head in heads:
        key = f"desk-theme-{head.id}"
        here = [label for label in labels if head.id in label.themes] if head.id else loose
        yield Piece(key, "desk-theme-list", "fragments/_desk_theme.html", head.id)
        yield Piece(f"{key}-head", f"{key}-top", "fragments/_desk_theme_head.html", head)
        count = sum(said[label.id] for label in here)
        yield Piece(f"{key}-number", f"{key}-count", "fragments/_desk_number.html", count)
        quotes = next((theme.quotes for theme in themes if theme.id == head.id), ())
        for label in here:
            also = tuple(title for number, title in titles.items() if number in label.themes and number != head.id)
            card = Card(label.id, label.kind, head.id, _quoted(wordings[label.id], quotes), also)
            yield Piece(f"{key}-label-{label.id}", f"{key}-labels", "fragments/_desk_theme_label.html", card)
    for head in heads[1:]:
        choice = Choice(head.id, 0, head.number, head.title, head.text, on=False, page="")
        yield Piece(f"desk-key-{head.id}", "desk-keys", "fragments/_desk_key.html", choice)


def _heads(themes: list[Theme]) -> Iterator[Head]:
    for place, theme in enumerate(themes):
        earlier = None if place == 0 else themes[place - 2].id if place > 1 else 0
        later = themes[place + 1].id if place + 1 < len(themes) else None
        yield Head(theme.id, theme.title, theme.text, place + 1, theme.prompt, earlier, later)


def _wordings(wall: Wall, labels: list[Label]) -> Mapping[int, tuple[Wording, ...]]:
    """All wordings of the labels that stand for themselves: their own first, then the others, the oldest first."""
    found = {label.id: [Wording(label.id, label.text, label.signed)] for label in labels if wall.stands(label)}
    for label in reversed(labels):
        if label.same_as in found:
            found[label.same_as].append(Wording(label.id, label.text, label.signed))
    return {number: tuple(each) for number, each in found.items()}


def _quoted(wordings: tuple[Wording, ...], quotes: tuple[int, ...]) -> tuple[Wording, ...]:
    if not any(each.id in quotes for each in wordings):
        return wordings
    return tuple(Wording(each.id, each.text, each.signed, each.id in quotes) for each in wordings)


def _label(scene: Scene, number: int) -> Iterator[Piece]:
    wall = scene.conference.wall
    label = wall.by_id.get(number)
    yield card_of(wall, label)
    if label is not None:
        yield from choices(wall, label, wall.themes_of(label.prompt), f"facilitator/themes/label/{number}")


def card_of(wall: Wall, label: Label | None) -> Piece:
    """A label by itself, in all its wordings; where it is off the wall, that it is."""
    card = None
    if label is not None and not label.is_off:
        others = (each for each in wall.said_by(label) if each is not label)
        wordings = tuple(Wording(each.id, each.text, each.signed) for each in (label, *others))
        card = Card(label.id, label.kind, UNSORTED, wordings)
    return Piece("desk-put-label", "desk-put-words", "fragments/_desk_put_label.html", card)


def choices(wall: Wall, label: Label, themes: list[Theme], page: str, *, quotes: bool = True) -> Iterator[Piece]:
    """The themes, or rows, that a label can be put under."""
    label = standing_for(wall, label)
    said = tuple(Wording(each.id, each.text, each.signed) for each in wall.said_by(label) if not each.is_off)
    for number, theme in enumerate(themes, 1):
        on = theme.id in label.themes
        theirs = _quoted(said, theme.quotes) if on and quotes else ()
        choice = Choice(theme.id, label.id, number, theme.title, theme.text, on, page, theirs)
        yield Piece(f"desk-put-{theme.id}", "desk-put-list", "fragments/_desk_put.html", choice)
