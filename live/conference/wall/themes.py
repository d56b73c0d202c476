"""Themes: naming them, and putting labels under them. The rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import Theme, Wall
from live.conference.wall.wall_acts import LabelPutUnder, LabelTakenFrom, ThemeNamed, ThemeRemoved, WallAct
from live.conference.wall.writing import hanging_label
from live.conference.words import (
    NAME_LETTERS,
    Refused,
    clean_line,
)

if TYPE_CHECKING:
    from live.conference import Conference


MOST_THEMES = 60


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
    label = hanging_label(conference, ask.label)
    theme = _known_theme(conference.wall, ask.theme)
    if ask.on == "no":
        return [LabelTakenFrom(label.id, theme.id)] if theme.id in label.themes else []
    return [] if theme.id in label.themes else [LabelPutUnder(label.id, theme.id)]


def _known_theme(wall: Wall, number: int) -> Theme:
    for theme in wall.themes:
        if theme.id == number:
            return theme
    raise Refused("This theme is no longer there.")
