"""The wall as it stands: prompts, labels, who backs them, what is held back and why, themes, tables, and how questions ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Literal, get_args

from msgspec import Struct, field
from rpds import HashTrieMap, HashTrieSet

LabelKind = Literal["contribute", "ask", "answer"]
"""On the wall of the day people *contribute* and *ask*; under a prompt of its own they *answer*."""

Support = Literal["me_too", "help"]

SUPPORTS: tuple[str, ...] = get_args(Support)

How = Literal["answered", "taken", "later"]

THE_DAYS_WALL = 0
"""The number of the prompt that every day has: what people can contribute and want to ask. Others count from 1."""

MOST_PROMPTS = 60  # a day asks a handful; a phone lists them all


class Prompt(Struct, frozen=True, omit_defaults=True):
    """What people are asked to write about. Each prompt has a wall of its own."""

    id: int
    title: str
    hint: str = ""


class Ending(Struct, frozen=True, omit_defaults=True):
    """How a question ended: *answered* (`by` whom, `text` the short answer), *taken* to a topic or session (`text` its name,
    `topic` its number if it is one of the board), or to be answered *later*, after the day (`by` whom, `until` when, a date)."""

    how: How
    by: str = ""
    text: str = ""
    topic: int = 0
    until: str = ""


class Before(Struct, frozen=True):
    """How a label stood before a facilitator's last step with it, so that the step can be undone."""

    waits: bool = False
    held: str = ""
    parked: str = ""


class Label(Struct, frozen=True):
    """One label. `signed` is what the writer wants people to know ("Moira, table 6"); it bears no name otherwise.

    `held` is why it is held back (nobody sees it but its writer and facilitators), `parked` why it was put aside for another day
    (off the wall and the screen, in the write-up). `waits`: no facilitator has looked at it yet. `writer` is empty for what was
    typed in from paper (`paper`) and for the answers of a question that were hung (`source`, "poll/3/1": poll and round).
    `same_as` is the label that says the same and stands for it; 0 if it stands for itself. `released` is why it hangs again,
    `look` the number of the look at which it was let through, and `looked_at` when that was. `called_at` is when it last had
    its turn.
    """

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
    """The themes, and the rows of tables, that it stands under."""
    parked: str = ""
    prompt: int = THE_DAYS_WALL
    waits: bool = False
    paper: bool = False
    source: str = ""
    same_as: int = 0
    ending: Ending | None = None
    released: str = ""
    look: int = 0
    before: Before | None = None
    looked_at: int = 0
    called_at: int = 0

    @property
    def is_off(self) -> bool:
        """Whether a facilitator took it off the wall."""
        return bool(self.held or self.parked)


class Theme(Struct, frozen=True):
    """A named group of labels of one prompt; with a `table`, one row of it. `quotes` are the labels chosen to stand for it."""

    id: int
    title: str
    text: str = ""
    prompt: int = THE_DAYS_WALL
    table: int = 0
    quotes: tuple[int, ...] = ()


class Table(Struct, frozen=True):
    """A tally of open answers, such as "Who is it for": its rows are the themes that bear its number."""

    id: int
    title: str
    prompt: int = THE_DAYS_WALL


class WordList(Struct, frozen=True):
    """Words that hold a label until a facilitator has looked at it: those of a language as a conference has changed them."""

    language: str
    words: tuple[str, ...]
    on: bool = True


_NUMBER = attrgetter("id")


class Wall(Struct, frozen=True):
    """`by_id` has the labels that hang or are held; numbers are never used twice, also not after one was taken down.

    `screen_waits`: the screen shows a label only after a facilitator's look; `phones_wait`: phones too. `called`: the questions
    that had their turn, in that order. `apart`: pairs of labels (smaller number first) of which a person said that they are not
    the same. `lists`: the word lists that this conference changed, switched on or off; all others are as they were shipped.
    """

    by_id: HashTrieMap[int, Label] = field(default_factory=HashTrieMap)
    latest_id: int = 0
    themes: tuple[Theme, ...] = ()
    latest_theme: int = 0
    prompts: tuple[Prompt, ...] = ()
    latest_prompt: int = 0
    tables: tuple[Table, ...] = ()
    latest_table: int = 0
    screen_waits: bool = True
    phones_wait: bool = False
    lists: tuple[WordList, ...] = ()
    called: tuple[int, ...] = ()
    apart: frozenset[tuple[int, int]] = frozenset()
    latest_look: int = 0

    def newest_first(self, *, held: bool = False) -> list[Label]:
        """The labels that hang under any prompt, the newest first, each that says the same as another too; with `held` those that
        were taken off as well."""
        labels = (label for label in self.by_id.values() if label.text and (held or not label.is_off))
        return sorted(labels, key=_NUMBER, reverse=True)

    def hanging(self, prompt: int) -> list[Label]:
        """What phones show of a prompt, the newest first: what hangs and stands for itself."""
        return [label for label in self.newest_first() if label.prompt == prompt and self.is_on_phones(label)]

    def on_screen(self, prompt: int) -> list[Label]:
        """What the screen may show of a prompt, the newest first."""
        return [label for label in self.hanging(prompt) if self.is_on_screen(label)]

    def stands(self, label: Label) -> bool:
        """Whether it stands for itself: no label that says the same stands for it."""
        return not label.same_as or label.same_as not in self.by_id

    def is_on_phones(self, label: Label) -> bool:
        """Whether everybody can see it on a phone, by itself."""
        return self.stands(label) and not (label.is_off or (label.waits and self.phones_wait))

    def may_be_read(self, label: Label) -> bool:
        """Whether everybody may read its words: where it hangs, beside one that says the same, or put aside."""
        return not (label.held or (label.waits and self.phones_wait))

    def taken_off(self, label: Label) -> tuple[str, str]:
        """Why a label is held back, and why put aside: by itself, or with the one that stands for it. Empty if it hangs."""
        head = label if label.is_off or self.stands(label) else self.by_id[label.same_as]
        return head.held, head.parked

    def is_on_screen(self, label: Label) -> bool:
        return self.is_on_phones(label) and not (label.waits and self.screen_waits)

    def waiting(self) -> list[Label]:
        """Labels that no facilitator has looked at and that somebody does not see for it, the oldest first."""
        wait = self.screen_waits or self.phones_wait
        return [label for label in reversed(self.newest_first()) if wait and label.waits]

    def said_by(self, label: Label) -> list[Label]:
        """A label and all that say the same and hang, in the order in which they were written."""
        others = (other for other in self.by_id.values() if other.same_as == label.id and not other.is_off)
        return sorted((label, *others), key=lambda one: one.id)

    def backers(self, label: Label) -> int:
        """How many people say it too: those who backed any of the wordings, and those who wrote the others."""
        return backers(label, self.said_by(label))

    def of_theme(self, theme: int) -> list[Label]:
        """The labels under a theme or in a row of a table, the newest first, each that stands for itself."""
        there = (
            label for label in self.by_id.values() if theme in label.themes and self.stands(label) and not label.is_off
        )
        return sorted(there, key=lambda label: -label.id)

    def themes_of(self, prompt: int) -> list[Theme]:
        return [theme for theme in self.themes if theme.prompt == prompt and not theme.table]

    def rows_of(self, table: int) -> list[Theme]:
        """The rows of a table, in the order in which they were put."""
        return [theme for theme in self.themes if theme.table == table]

    def theme(self, number: int) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == number), None)

    def table(self, number: int) -> Table | None:
        return next((table for table in self.tables if table.id == number), None)

    def prompt(self, number: int) -> Prompt | None:
        """A prompt of its own; None for the wall of the day, which has no words but the item's."""
        return next((prompt for prompt in self.prompts if prompt.id == number), None)

    def questions(self) -> Iterator[Label]:
        """What people want to ask, of all that hangs, the oldest first; what says the same as another is asked once."""
        return (label for label in reversed(self.newest_first()) if label.kind == "ask" and self.stands(label))


def backers(label: Label, wordings: Iterable[Label]) -> int:
    """How many people say the same as a label, besides who wrote it; `wordings` are the label and all that it stands for. What
    came from paper has no voice: it counts among the wordings alone."""
    voices: set[str] = set()
    for one in wordings:
        voices.add(one.writer)
        voices.update(one.me_too)
    return len(voices - {label.writer, ""})
