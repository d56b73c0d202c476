"""The wall as it stands and what happens to it: labels, who backs them, what is held back and why, themes."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap, HashTrieSet

from live.conference.people import Fact

LabelKind = Literal["contribute", "ask"]

Support = Literal["me_too", "help"]

SUPPORTS: tuple[str, ...] = get_args(Support)


class Label(Struct, frozen=True):
    """One label. `signed` is what the writer wants people to know ("Moira, table 6"); `held` is why it is held back, if it is."""

    id: int
    kind: LabelKind
    text: str
    writer: str
    signed: str = ""
    at: int = 0
    held: str = ""
    me_too: HashTrieSet[str] = field(default_factory=HashTrieSet)
    help: HashTrieSet[str] = field(default_factory=HashTrieSet)
    themes: frozenset[int] = frozenset()


class Theme(Struct, frozen=True):
    id: int
    title: str


class Wall(Struct, frozen=True):
    """`by_id` has the labels that hang or are held; numbers are never used twice, also not after one was taken down."""

    by_id: HashTrieMap[int, Label] = field(default_factory=HashTrieMap)
    latest_id: int = 0
    themes: tuple[Theme, ...] = ()
    latest_theme: int = 0

    def newest_first(self, *, held: bool = False) -> list[Label]:
        """The labels that hang, the newest first; with `held` those that are held back too."""
        labels = (label for label in self.by_id.values() if held or not label.held)
        return sorted(labels, key=lambda label: -label.id)

    def of_theme(self, theme: int) -> list[Label]:
        return [label for label in self.newest_first() if theme in label.themes]


class LabelPosted(Fact, frozen=True):
    label: int
    kind: LabelKind
    text: str
    writer: str
    signed: str = ""
    at: int = 0


class LabelTakenBack(Fact, frozen=True):
    """Its writer took it down. The label's words are erased from the disk with this act."""

    label: int


class LabelHeld(Fact, frozen=True):
    label: int
    reason: str


class LabelReleased(Fact, frozen=True):
    label: int


class LabelBacked(Fact, frozen=True):
    label: int
    voice: str
    support: Support


class BackingWithdrawn(Fact, frozen=True):
    label: int
    voice: str
    support: Support


class ThemeNamed(Fact, frozen=True):
    """A new theme, or a new name for one."""

    theme: int
    title: str


class ThemeRemoved(Fact, frozen=True):
    theme: int


class LabelPutUnder(Fact, frozen=True):
    label: int
    theme: int


class LabelTakenFrom(Fact, frozen=True):
    label: int
    theme: int


WallAct = (
    LabelPosted
    | LabelTakenBack
    | LabelHeld
    | LabelReleased
    | LabelBacked
    | BackingWithdrawn
    | ThemeNamed
    | ThemeRemoved
    | LabelPutUnder
    | LabelTakenFrom
)


def fold(wall: Wall, act: WallAct) -> Wall:
    match act:
        case LabelPosted():
            label = Label(act.label, act.kind, act.text, act.writer, act.signed, act.at)
            return replace(wall, by_id=wall.by_id.insert(act.label, label), latest_id=max(wall.latest_id, act.label))
        case LabelTakenBack():
            return replace(wall, by_id=wall.by_id.discard(act.label), latest_id=max(wall.latest_id, act.label))
        case ThemeNamed():
            return _with_theme(wall, Theme(act.theme, act.title))
        case ThemeRemoved():
            return _without_theme(wall, act.theme)
    known = wall.by_id.get(act.label)
    if known is None:
        return wall
    return replace(wall, by_id=wall.by_id.insert(act.label, _fold_label(known, act)))


def _fold_label(
    label: Label,
    act: LabelHeld | LabelReleased | LabelBacked | BackingWithdrawn | LabelPutUnder | LabelTakenFrom,
) -> Label:
    match act:
        case LabelHeld():
            return replace(label, held=act.reason)
        case LabelReleased():
            return replace(label, held="")
        case LabelBacked(support="me_too"):
            return replace(label, me_too=label.me_too.insert(act.voice))
        case LabelBacked():
            return replace(label, help=label.help.insert(act.voice))
        case BackingWithdrawn(support="me_too"):
            return replace(label, me_too=label.me_too.discard(act.voice))
        case BackingWithdrawn():
            return replace(label, help=label.help.discard(act.voice))
        case LabelPutUnder():
            return replace(label, themes=label.themes | {act.theme})
        case LabelTakenFrom():
            return replace(label, themes=label.themes - {act.theme})
        case _:
            assert_never(act)


def _with_theme(wall: Wall, theme: Theme) -> Wall:
    known = any(other.id == theme.id for other in wall.themes)
    themes = (
        tuple(theme if other.id == theme.id else other for other in wall.themes) if known else (*wall.themes, theme)
    )
    return replace(wall, themes=themes, latest_theme=max(wall.latest_theme, theme.id))


def _without_theme(wall: Wall, theme: int) -> Wall:
    by_id = wall.by_id
    for label in wall.by_id.values():
        if theme in label.themes:
            by_id = by_id.insert(label.id, replace(label, themes=label.themes - {theme}))
    return replace(wall, by_id=by_id, themes=tuple(other for other in wall.themes if other.id != theme))
