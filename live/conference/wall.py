"""The label wall: what people can contribute and want to ask, who backs it, what is held back and why, and themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap, HashTrieSet

from live.conference.people import Actor, Fact, Moment, Request, joined_voice
from live.conference.words import (
    LABEL_LETTERS,
    NAME_LETTERS,
    QUESTION_LETTERS,
    Refused,
    clean_line,
    clean_text,
)

if TYPE_CHECKING:
    from live.conference import Conference

LabelKind = Literal["contribute", "ask"]
Support = Literal["me_too", "help"]
SUPPORTS: tuple[str, ...] = get_args(Support)
MOST_THEMES = 60


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


class PostLabel(Request, frozen=True):
    kind: str = ""
    text: str = ""
    signed: str = ""


class LabelRequest(Request, frozen=True):
    label: int


class HoldLabel(Request, frozen=True):
    label: int
    reason: str = ""


class BackLabel(Request, frozen=True):
    """Press *me too* or *I can help*; with `on` = "no" take it back."""

    label: int
    support: str
    on: str = "yes"


class NameTheme(Request, frozen=True):
    """A new theme (`theme` = 0), or a new name for one."""

    title: str = ""
    theme: int = 0


class ThemeRequest(Request, frozen=True):
    theme: int


class SortLabel(Request, frozen=True):
    """Put a label under a theme; with `on` = "no" take it from there. A label may stand under several."""

    label: int
    theme: int
    on: str = "yes"


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


def post_label(conference: Conference, ask: PostLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    if ask.kind not in get_args(LabelKind):
        raise Refused("Is it something you can contribute, or something you want to ask? Please choose.", "kind")
    text = clean_text(ask.text, LABEL_LETTERS, "text", "A label")
    signed = clean_line(ask.signed, NAME_LETTERS, "signed", "Where people can find you", optional=True)
    for label in conference.wall.by_id.values():
        if (label.writer, label.kind, label.text) == (voice.id, ask.kind, text):
            raise Refused("You have hung this label already.", "text")
    number = conference.wall.latest_id + 1
    return [LabelPosted(number, ask.kind, text, voice.id, signed, moment.at)]  # type: ignore[arg-type]  # kind checked above


def take_back_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    label = conference.wall.by_id.get(ask.label)
    if label is None:
        return []
    if label.writer != voice.id:
        raise Refused("Only the person who wrote a label can take it down.")
    return [LabelTakenBack(label.id)]


def hold_label(conference: Conference, ask: HoldLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Hold a label back, with the reason that its writer sees. Held labels can be given another reason."""
    label = _hanging(conference, ask.label)
    reason = clean_line(ask.reason, QUESTION_LETTERS, "reason", "The reason, which the writer sees,")
    return [] if label.held == reason else [LabelHeld(label.id, reason)]


def release_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    label = _hanging(conference, ask.label)
    return [LabelReleased(label.id)] if label.held else []


def back_label(conference: Conference, ask: BackLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    label = _hanging(conference, ask.label)
    if ask.support not in SUPPORTS or (ask.support == "help" and label.kind != "ask"):
        raise Refused("That cannot be done with this label.")
    backers = label.me_too if ask.support == "me_too" else label.help
    if ask.on == "no":
        return [BackingWithdrawn(label.id, voice.id, ask.support)] if voice.id in backers else []  # type: ignore[arg-type]
    if label.writer == voice.id:
        raise Refused("This is your own label.")
    if label.held:
        raise Refused("This label is held back just now.")
    return [] if voice.id in backers else [LabelBacked(label.id, voice.id, ask.support)]  # type: ignore[arg-type]


def name_theme(conference: Conference, ask: NameTheme, by: Actor, moment: Moment) -> Sequence[WallAct]:
    wall = conference.wall
    title = clean_line(ask.title, NAME_LETTERS, "title", "A theme")
    for theme in wall.themes:
        if theme.title.casefold() == title.casefold() and theme.id != ask.theme:
            raise Refused("There is a theme of this name already.", "title")
    if ask.theme:
        return [] if _known_theme(wall, ask.theme).title == title else [ThemeNamed(ask.theme, title)]
    if len(wall.themes) >= MOST_THEMES:
        raise Refused(f"There are {MOST_THEMES} themes, which is as many as the wall can hold.", "title")
    return [ThemeNamed(wall.latest_theme + 1, title)]


def remove_theme(conference: Conference, ask: ThemeRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Take a theme away. Its labels stay on the wall."""
    return [ThemeRemoved(ask.theme)] if any(theme.id == ask.theme for theme in conference.wall.themes) else []


def sort_label(conference: Conference, ask: SortLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    label = _hanging(conference, ask.label)
    theme = _known_theme(conference.wall, ask.theme)
    if ask.on == "no":
        return [LabelTakenFrom(label.id, theme.id)] if theme.id in label.themes else []
    return [] if theme.id in label.themes else [LabelPutUnder(label.id, theme.id)]


def _hanging(conference: Conference, number: int) -> Label:
    label = conference.wall.by_id.get(number)
    if label is None:
        raise Refused("This label is no longer on the wall.")
    return label


def _known_theme(wall: Wall, number: int) -> Theme:
    for theme in wall.themes:
        if theme.id == number:
            return theme
    raise Refused("This theme is no longer there.")
