"""What people hung on the walls, written up: labels, themes with their quotes, tables of coded answers.

A label that says the same as others stands once, with all its wordings. What is held back is nowhere. What was put aside
bears its reason. What no facilitator has looked at yet is only for those who could look: in their write-up it is marked, in
everybody else's it does not stand and is in no count.
"""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference
from live.conference.wall import THE_DAYS_WALL, Label, LabelKind, Tally, Theme, Wall, quotes_of, tally
from live.conference.wall.moderation import in_the_hall
from live.conference.wall.themes import standing_for

THE_WALL = "The label wall"


class LabelText(Struct, frozen=True):
    """A label. `prompt` is what people were asked on the wall where it hangs; `signed` is as its writer signed it, or empty.

    `said_by`: how many wrote this or the same; `wordings` are the others' words. `me_too` and `help` are people, each once,
    who did not write it. `themes` are the titles it stands under. `waits`: no facilitator has looked at it yet. `put_aside`
    is the reason why it was put aside for another day, or empty; a facilitator's own words for it are only for who sees all.
    `on_paper`: it was written on paper and typed in.
    """

    number: int
    prompt: str
    kind: LabelKind
    text: str
    signed: str
    me_too: int
    help: int
    said_by: int
    wordings: tuple[str, ...]
    themes: tuple[str, ...]
    waits: bool = False
    put_aside: str = ""
    on_paper: bool = False


class ThemeOfLabels(Struct, frozen=True):
    """A theme. `count` is how many labels stand under it, each wording of those that say the same counted. `quotes` were
    chosen to stand for it; `others` are all others."""

    title: str
    text: str
    prompt: str
    count: int
    quotes: tuple[LabelText, ...]
    others: tuple[LabelText, ...]


class TallyRow(Struct, frozen=True):
    """`labels` are the numbers of the answers that stand here (those that say the same have one). `share` is of the longest bar,
    from 0 to 1."""

    title: str
    count: int
    share: float
    labels: tuple[int, ...] = ()


class TallyTable(Struct, frozen=True):
    """Answers in own words, coded by people into rows; an answer may count in several. Most first, ties as the table has them.
    `marks`: all rows together. `coded`: how many of all `answers` are in a row at least."""

    title: str
    prompt: str
    rows: tuple[TallyRow, ...]
    marks: int
    coded: int
    answers: int


class Said:
    """All that was said on the walls of a conference, as whoever reads the write-up may see it."""

    def __init__(self, conference: Conference, *, sees_all: bool) -> None:
        self.conference = conference
        self._sees_all = sees_all
        self.wall = conference.wall if sees_all else _looked_at(conference.wall)
        self._prompts = {THE_DAYS_WALL: _the_days_wall(conference)}
        self._prompts |= {prompt.id: prompt.title for prompt in self.wall.prompts}
        self._waits = {label.id for label in _not_looked_at(self.wall)}
        everything = sorted(self.wall.by_id.values(), key=lambda label: label.id)
        self._standing = [label for label in everything if self.wall.stands(label)]
        self._followers: dict[int, list[Label]] = defaultdict(list)
        for label in everything:
            if label.same_as and not label.is_off:
                self._followers[label.same_as].append(label)
        self._under: dict[int, list[Label]] = defaultdict(list)
        for label in self._standing:  # those whose words were removed count too
            for theme in label.themes if not label.is_off else ():
                self._under[theme].append(label)

    def prompt(self, number: int) -> str:
        return self._prompts.get(number, "")

    def hanging(self) -> list[Label]:
        """What hangs and stands for itself, the oldest first."""
        return [label for label in self._standing if label.text and not label.is_off]

    def put_aside(self) -> list[Label]:
        """What was put aside and stands for itself, the oldest first."""
        return [label for label in self._standing if label.text and label.parked and not label.held]

    def alike(self, label: Label) -> list[Label]:
        """A label and all that say the same, of those that may be read, in the order in which they were written."""
        return sorted((label, *self._followers.get(label.id, ())), key=lambda one: one.id)

    def text(self, label: Label) -> LabelText:
        alike = self.alike(standing_for(self.wall, label))
        writers = {one.writer for one in alike}
        own = [theme for theme in self.wall.themes if not theme.table and theme.id in label.themes]
        return LabelText(
            label.id,
            self.prompt(label.prompt),
            label.kind,
            label.text,
            label.signed,
            len({voice for one in alike for voice in one.me_too} - writers),
            len({voice for one in alike for voice in one.help} - writers),
            len(alike),
            tuple(one.text for one in alike if one.text and one.id != label.id),
            tuple(theme.title for theme in own),
            label.id in self._waits,
            label.parked if self._sees_all else in_the_hall(label.parked) if label.parked else "",
            label.paper,
        )

    def themes(self, *, with_others: bool) -> tuple[ThemeOfLabels, ...]:
        """Prompt by prompt. Without the others, only the quotes of a theme are told, where it has any."""
        themes = [theme for theme in self.wall.themes if not theme.table]
        in_order = list(self._prompts)
        themes.sort(key=lambda theme: in_order.index(theme.prompt) if theme.prompt in in_order else len(in_order))
        return tuple(self._theme(theme, with_others) for theme in themes)

    def _theme(self, theme: Theme, with_others: bool) -> ThemeOfLabels:
        under = self._under.get(theme.id, [])
        quotes = [label for label in quotes_of(self.wall, theme) if label.text]
        quoted = {standing_for(self.wall, label).id for label in quotes}
        others = (
            [label for label in under if label.text and label.id not in quoted] if with_others or not quotes else []
        )
        return ThemeOfLabels(
            theme.title,
            theme.text,
            self.prompt(theme.prompt),
            sum(len(self.alike(label)) for label in under),
            tuple(map(self.text, quotes)),
            tuple(map(self.text, others)),
        )

    def tables(self) -> tuple[TallyTable, ...]:
        return tuple(self._table(tally(self.wall, table)) for table in self.wall.tables)

    def _table(self, counted: Tally) -> TallyTable:
        longest = max((row.count for row in counted.rows), default=0) or 1
        rows = (
            TallyRow(
                row.theme.title,
                row.count,
                round(row.count / longest, 3),
                tuple(label.id for label in row.labels if label.text),
            )
            for row in counted.rows
        )
        prompt = self.prompt(counted.table.prompt)
        return TallyTable(counted.table.title, prompt, tuple(rows), counted.marks, counted.coded, counted.answers)


def _looked_at(wall: Wall) -> Wall:
    """The wall without the labels that wait for a facilitator's look."""
    by_id = wall.by_id
    for label in _not_looked_at(wall):
        by_id = by_id.remove(label.id)
    return replace(wall, by_id=by_id)


def _not_looked_at(wall: Wall) -> list[Label]:
    """The labels that wait for a facilitator's look, with those that were put aside and written anew since."""
    if not (wall.screen_waits or wall.phones_wait):
        return []
    return [label for label in wall.by_id.values() if label.waits and label.text and not label.held]


def _the_days_wall(conference: Conference) -> str:
    """What the wall that every day has is called: as the item that shows it."""
    walls = (item for item in conference.agenda.items if item.kind == "wall" and item.prompt == THE_DAYS_WALL)
    item = next(walls, None)
    return item.title if item is not None else THE_WALL
