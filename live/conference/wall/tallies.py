"""Tallies of open answers: a table ("Who is it for"), its rows, and how many answers were put into each. The rules and the count.

The rows of a table are themes that bear its number (`themes.py` has their rules), so answers are put into rows as labels are put
under themes, and an answer may feed several. The answers of a question that was asked in own words are hung on a wall first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import MOST_PROMPTS, THE_DAYS_WALL, Label, Table, Theme, Wall
from live.conference.wall.themes import known_prompt
from live.conference.wall.wall_acts import LabelPosted, PromptPut, TableNamed, TableRemoved, WallAct
from live.conference.wall.word_lists import held_by_list
from live.conference.words import QUESTION_LETTERS, TITLE_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference
    from live.conference.polls import Poll, Round

MOST_TABLES = 30
A_NEW_WALL = "new"


class NameTable(Request, frozen=True):
    """A new table (`table` = 0) for the labels of a prompt, or a new name for one."""

    title: str = ""
    table: int = 0
    prompt: int = THE_DAYS_WALL


class TableRequest(Request, frozen=True):
    table: int


class HangAnswers(Request, frozen=True):
    """Hang the answers of a round as labels: under the prompt whose number `to` says, or under a new one ("new") of this `title`;
    without a title it is called as the question is. A listed word holds one. Never on the wall of the day, where people
    contribute and ask."""

    poll: int
    round: int
    to: str = A_NEW_WALL
    title: str = ""


class Row(Struct, frozen=True):
    """A row of a table as counted: `labels` that stand in it, the oldest first, and how many answers these are (`count`), each
    wording that says the same counted too."""

    theme: Theme
    count: int
    labels: tuple[Label, ...]


class Tally(Struct, frozen=True):
    """A table as counted: rows by count, the largest first; those that tie keep the order in which they were put. `marks` is the
    sum of the rows, `coded` how many of the `answers` are in a row at least; one that is in none is not left out of `answers`."""

    table: Table
    rows: tuple[Row, ...]
    marks: int
    coded: int
    answers: int


def name_table(conference: Conference, ask: NameTable, by: Actor, moment: Moment) -> Sequence[WallAct]:
    wall = conference.wall
    known = _known_table(wall, ask.table) if ask.table else None
    prompt = known.prompt if known is not None else known_prompt(wall, ask.prompt)
    title = clean_line(ask.title, TITLE_LETTERS, "title", "A table")
    for table in wall.tables:
        if table.prompt == prompt and table.title.casefold() == title.casefold() and table is not known:
            raise Refused("There is a table of this name already.", "title")
    if known is not None:
        return [] if known.title == title else [TableNamed(known.id, title, prompt)]
    if len(wall.tables) >= MOST_TABLES:
        raise Refused(f"There are {MOST_TABLES} tables, which is as many as a day can hold.", "title")
    return [TableNamed(wall.latest_table + 1, title, prompt)]


def remove_table(conference: Conference, ask: TableRequest, by: Actor, moment: Moment) -> Sequence[WallAct]:
    """Take a table away, with its rows. The answers stay on their wall."""
    return [TableRemoved(ask.table)] if conference.wall.table(ask.table) is not None else []


def hang_answers(conference: Conference, ask: HangAnswers, by: Actor, moment: Moment) -> Sequence[WallAct]:
    wall = conference.wall
    answers = _public_answers(conference, ask)
    source = f"poll/{ask.poll}/{ask.round}"
    if any(label.source == source for label in wall.by_id.values()):
        return []
    acts: list[WallAct] = []
    if ask.to == A_NEW_WALL:
        if len(wall.prompts) >= MOST_PROMPTS:
            raise Refused(f"There are {MOST_PROMPTS} walls, which is as many as a day can hold.", "to")
        asked = conference.polls.by_id[ask.poll].title
        title = clean_line(ask.title, QUESTION_LETTERS, "title", "The wall", optional=True) or asked
        prompt = wall.latest_prompt + 1
        acts.append(PromptPut(prompt, title))
    else:
        prompt = _prompt_in(wall, ask.to)
    for number, text in enumerate(answers, wall.latest_id + 1):
        acts.append(LabelPosted(number, "answer", text, "", at=moment.at, prompt=prompt, source=source))
        acts += held_by_list(wall, number, text)
    return acts


def can_be_hung(conference: Conference) -> list[tuple[int, int]]:
    """The rounds (poll, round) whose answers in own words everybody sees, and which do not hang yet."""
    hung = {label.source for label in conference.wall.by_id.values()}
    return [
        (poll.id, one.number)
        for poll in conference.polls.in_order()
        for one in poll.rounds
        if _answers(poll, one) and f"poll/{poll.id}/{one.number}" not in hung
    ]


def tally(wall: Wall, table: Table) -> Tally:
    """A table as it stands. What is off the wall counts nowhere; a label whose words were removed still does."""
    theirs = [label for label in wall.by_id.values() if label.prompt == table.prompt and not label.is_off]
    said = times_said(theirs)
    heads = sorted((label for label in theirs if wall.stands(label)), key=lambda label: label.id)
    rows = []
    for theme in wall.rows_of(table.id):
        labels = tuple(label for label in heads if theme.id in label.themes)
        rows.append(Row(theme, sum(said[label.id] for label in labels), labels))
    rows.sort(key=lambda row: -row.count)
    numbers = {row.theme.id for row in rows}
    coded = sum(said[label.id] for label in heads if not numbers.isdisjoint(label.themes))
    answers = sum(said[label.id] for label in heads)
    return Tally(table, tuple(rows), sum(row.count for row in rows), coded, answers)


def times_said(labels: Sequence[Label]) -> dict[int, int]:
    """How often each of these labels was said: once, and once more by each of them that says the same."""
    said = dict.fromkeys((label.id for label in labels), 1)
    for label in labels:
        if label.same_as in said:
            said[label.same_as] += 1
    return said


def _known_table(wall: Wall, number: int) -> Table:
    table = wall.table(number)
    if table is None:
        raise Refused("This table is no longer there.")
    return table


def _public_answers(conference: Conference, ask: HangAnswers) -> tuple[str, ...]:
    poll = conference.polls.by_id.get(ask.poll)
    one = next((one for one in poll.rounds if one.number == ask.round), None) if poll is not None else None
    if poll is None or one is None:
        raise Refused("This question is no longer there.")
    if not poll.question.shows_words:
        raise Refused("Only answers in own words can be hung on a wall.")
    if one.result is None:
        raise Refused("Not everybody sees these answers. They can be hung once the chair has shown the result.")
    answers = _answers(poll, one)
    if not answers:
        raise Refused("Nobody answered in own words, so there is nothing to hang.")
    return answers


def _answers(poll: Poll, one: Round) -> tuple[str, ...]:
    """The answers in own words that everybody sees."""
    return poll.question.own_words(one.result.answers) if one.result is not None else ()


def _prompt_in(wall: Wall, to: str) -> int:
    if not (to.isascii() and to.isdecimal() and len(to) < 10 and int(to) != THE_DAYS_WALL):
        raise Refused("Please choose the wall on which they should hang.", "to")
    return known_prompt(wall, int(to))
