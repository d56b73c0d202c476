"""Themes: naming and ordering them, putting labels under them, and choosing the quotes that stand for them. The rules.

A theme with a `table` is a row of that table, and all of this goes for rows as well. What says the same as another label goes
where that one goes, so these rules act on the label that stands for it; but each wording can be a quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import THE_DAYS_WALL, Label, Theme, Wall
from live.conference.wall.wall_acts import (
    LabelPutUnder,
    LabelsLookedAt,
    LabelTakenFrom,
    QuoteDropped,
    QuotePicked,
    ThemeMoved,
    ThemeNamed,
    ThemeRemoved,
    WallAct,
)
from live.conference.wall.writing import hanging_label
from live.conference.words import NAME_LETTERS, QUESTION_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference


MOST_THEMES = 60  # of one prompt, or rows of one table
MOST_QUOTES = 12  # of one theme: a page of the write-up
THEME_IS_GONE = "This theme is no longer there."


class NameTheme(Request, frozen=True):
    """A new theme (`theme` = 0) of a prompt or, with a `table`, a new row of it; or other words for one."""

    title: str = ""
    theme: int = 0
    text: str = ""
    prompt: int = THE_DAYS_WALL
    table: int = 0


class ThemeRequest(Request, frozen=True):
    theme: int


class MoveTheme(Request, frozen=True):
    """Put a theme behind another one; `after` = 0 makes it the first."""

    theme: int
    after: int = 0


class SortLabel(Request, frozen=True):
    """Put a label under a theme, and if it comes from another one (`out_of`) take it from there; with `on` = "no" take it from
    the theme. A label may stand under several."""

    label: int
    theme: int
    on: str = "yes"
    out_of: int = 0


class PickQuote(Request, frozen=True):
    """Let a label that stands under a theme speak for it; with `on` = "no" no longer."""

    label: int
    theme: int
    on: str = "yes"


def name_theme(conference: Conference, ask: NameTheme, by: Actor, moment: Moment) -> Sequence[WallAct]:
    wall = conference.wall
    known = known_theme(wall, ask.theme) if ask.theme else None
    prompt, table = (known.prompt, known.table) if known is not None else _place_of(wall, ask)
    what = "A row" if table else "A theme"
    title = clean_line(ask.title, NAME_LETTERS, "title", what)
    text = clean_line(ask.text, QUESTION_LETTERS, "text", "What is said about a theme", optional=True)
    others = wall.rows_of(table) if table else wall.themes_of(prompt)
    for theme in others:
        if theme.title.casefold() == title.casefold() and theme is not known:
            raise Refused(f"There is a {'row' if table else 'theme'} of this name already.", "title")
    if known is not None:
        is_so = (known.title, known.text) == (title, text)
        return [] if is_so else [ThemeNamed(known.id, title, text, prompt, table)]
    if len(others) >= MOST_THEMES:
        many, of = ("rows", "a table") if table else ("themes", "the wall")
        raise Refused(f"There are {MOST_THEMES} {many}, which is as many as {of} can hold.", "title")
    return [ThemeNamed(wall.latest_theme + 1, title, text, prompt, table)]


def move_theme(conference: Conference, ask: MoveTheme, by: Actor, moment: Moment) -> Sequence[WallAct]:
    wall = conference.wall
    theme = known_theme(wall, ask.theme)
    order = [0, *(other.id for other in _beside(wall, theme))]
    if ask.after not in order:
        raise Refused("These two do not stand side by side any more. Please look again.")
    is_there = order[order.index(theme.id) - 1] == ask.after
    return [] if is_there or ask.after == theme.id else [ThemeMoved(theme.id, ask.after)]


def remove_theme(conference: Conference, ask: ThemeRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Take a theme away, or a row. Its labels stay on the wall."""
    return [ThemeRemoved(ask.theme)] if conference.wall.theme(ask.theme) is not None else []


def sort_label(conference: Conference, ask: SortLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    wall = conference.wall
    label = standing_for(wall, hanging_label(conference, ask.label))
    theme = known_theme(wall, ask.theme)
    if ask.on == "no":
        return _taken_from(wall, label, theme.id)
    if theme.prompt != label.prompt:
        raise Refused("This label hangs on another wall than the theme.")
    acts: list[WallAct] = [] if theme.id in label.themes else [LabelPutUnder(label.id, theme.id)]
    if ask.out_of and ask.out_of != theme.id:
        acts += _taken_from(wall, label, ask.out_of)
    return acts


def pick_quote(conference: Conference, ask: PickQuote, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """A quote is for the screen and the write-up, so whoever picks it has looked at it."""
    wall = conference.wall
    label = hanging_label(conference, ask.label)
    theme = known_theme(wall, ask.theme)
    is_quote = label.id in theme.quotes
    if ask.on == "no":
        return [QuoteDropped(label.id, theme.id)] if is_quote else []
    if is_quote:
        return []
    head = standing_for(wall, label)
    if theme.id not in head.themes:
        raise Refused("This label does not stand under the theme. Put it there first.")
    if label.is_off or head.is_off:
        raise Refused("This label is off the wall just now, so it can be no quote.")
    if len(theme.quotes) >= MOST_QUOTES:
        raise Refused(f"A theme can have {MOST_QUOTES} quotes at most. Take one away first.")
    looked: list[WallAct] = [LabelsLookedAt((label.id,), at=moment.at)] if label.waits else []
    return [*looked, QuotePicked(label.id, theme.id)]


def quotes_of(wall: Wall, theme: Theme) -> list[Label]:
    """The quotes of a theme that everybody may read, in the order in which they were picked. One that was taken off the wall is
    none for as long as it is off; nor one that stands for itself again, without the theme."""
    labels = (wall.by_id[number] for number in theme.quotes if number in wall.by_id)
    heads = ((label, standing_for(wall, label)) for label in labels)
    return [label for label, head in heads if theme.id in head.themes and not (label.is_off or head.is_off)]


def standing_for(wall: Wall, label: Label) -> Label:
    """The label that stands for this one: itself, as long as no other says the same."""
    return label if wall.stands(label) else wall.by_id[label.same_as]


def known_theme(wall: Wall, number: int) -> Theme:
    theme = wall.theme(number)
    if theme is None:
        raise Refused(THEME_IS_GONE)
    return theme


def known_prompt(wall: Wall, number: int) -> int:
    if number != THE_DAYS_WALL and wall.prompt(number) is None:
        raise Refused("This wall is no longer there.")
    return number


def _place_of(wall: Wall, ask: NameTheme) -> tuple[int, int]:
    """The prompt and table of a new theme."""
    if not ask.table:
        return known_prompt(wall, ask.prompt), 0
    table = wall.table(ask.table)
    if table is None:
        raise Refused("This table is no longer there.")
    return table.prompt, table.id


def _beside(wall: Wall, theme: Theme) -> list[Theme]:
    return wall.rows_of(theme.table) if theme.table else wall.themes_of(theme.prompt)


def _taken_from(wall: Wall, label: Label, number: int) -> list[WallAct]:
    """Taken from a theme, with all that says the same: no wording of it is a quote any more."""
    theme = wall.theme(number)
    if theme is None or number not in label.themes:
        return []
    followers = (
        other for other in map(wall.by_id.get, theme.quotes) if other is not None and other.same_as == label.id
    )
    return [*(QuoteDropped(other.id, number) for other in followers), LabelTakenFrom(label.id, number)]
