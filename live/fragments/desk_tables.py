"""The facilitators' tallies of open answers: all tables, one table as counted, and one answer with all rows to put it into."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference.wall import Label, Wall, can_be_hung, tally
from live.fragments import Piece, Scene, View
from live.fragments.desk_themes import Share, WallLink, Way, card_of, choices, title_of, walls


class TableLine(Struct, frozen=True):
    """A table in the list: how many of the answers of its wall are in a row, and how many marks that makes."""

    id: int
    title: str
    wall: str
    marks: int
    coded: Share


class ToHang(Struct, frozen=True):
    """A round whose answers in own words can be hung on a wall."""

    poll: int
    round: int
    title: str
    answers: int
    walls: tuple[WallLink, ...]


class TableHead(Struct, frozen=True):
    id: int
    title: str
    wall: str
    marks: int
    coded: Share
    next: int
    """The first answer that is in no row yet; 0 if there is none."""
    first: int


class Answer(Struct, frozen=True):
    """An answer in a row; `said` by so many."""

    id: int
    text: str


class RowLine(Struct, frozen=True):
    """A row with its answers; `share` of the longest, in hundredths."""

    id: int
    title: str
    table: int
    count: int
    share: int
    answers: tuple[Answer, ...]


def table_of(number: int) -> View:
    """One table as counted."""
    return View(
        f"desk/table/{number}", ("desk-table-top", "desk-rows"), lambda scene: _table(scene.conference.wall, number)
    )


def answer_in(number: int, label: int) -> View:
    """One answer, and the rows of a table that it can be put into."""
    containers = ("desk-put-words", "desk-put-list", "desk-put-ways")
    return View(f"desk/table/{number}/{label}", containers, lambda scene: _answer(scene.conference.wall, number, label))


def answers_of(wall: Wall, prompt: int) -> list[Label]:
    """What a table of this prompt counts, the oldest first."""
    return [label for label in reversed(wall.newest_first()) if label.prompt == prompt and wall.stands(label)]


def _tables(scene: Scene) -> Iterator[Piece]:
    conference = scene.conference
    wall = conference.wall
    for table in wall.tables:
        counted = tally(wall, table)
        share = Share(counted.coded, counted.answers)
        line = TableLine(table.id, table.title, title_of(wall, table.prompt), counted.marks, share)
        yield Piece(f"desk-table-{table.id}", "desk-tables", "fragments/_desk_table_line.html", line)
    if not wall.tables:
        yield Piece("desk-no-table", "desk-tables", "fragments/_desk_no_table.html", None)
    there = walls(wall)
    yield Piece("new-table-prompt", "desk-table-walls", "fragments/_desk_walls_choice.html", there)
    for number, one in can_be_hung(conference):
        poll = conference.polls.by_id[number]
        answers = next(
            len(poll.question.own_words(each.count.answers))
            for each in poll.rounds
            if each.number == one and each.count
        )
        hang = ToHang(number, one, poll.title, answers, there[1:])
        yield Piece(f"desk-hang-{number}-{one}", "desk-hang", "fragments/_desk_hang.html", hang)


def _table(wall: Wall, number: int) -> Iterator[Piece]:
    table = wall.table(number)
    if table is None:
        yield Piece("desk-table-head", "desk-table-top", "fragments/_desk_table_head.html", None)
        return
    counted = tally(wall, table)
    answers = answers_of(wall, table.prompt)
    rows = {row.theme.id for row in counted.rows}
    loose = next((label.id for label in answers if rows.isdisjoint(label.themes)), 0)
    share = Share(counted.coded, counted.answers)
    first = answers[0].id if answers else 0
    head = TableHead(
        number, table.title, title_of(wall, table.prompt), counted.marks, share, loose if rows else 0, first
    )
    yield Piece("desk-table-head", "desk-table-top", "fragments/_desk_table_head.html", head)
    most = max((row.count for row in counted.rows), default=0) or 1
    for row in counted.rows:
        theirs = tuple(Answer(label.id, label.text) for label in row.labels)
        line = RowLine(row.theme.id, row.theme.title, number, row.count, round(100 * row.count / most), theirs)
        yield Piece(f"desk-row-{row.theme.id}", "desk-rows", "fragments/_desk_row.html", line)


def _answer(wall: Wall, number: int, label_number: int) -> Iterator[Piece]:
    table, label = wall.table(number), wall.by_id.get(label_number)
    yield card_of(wall, label)
    if table is None or label is None:
        return
    rows = wall.rows_of(number)
    yield from choices(wall, label, rows, f"facilitator/tables/{number}/{label_number}", quotes=False)
    answers = answers_of(wall, table.prompt)
    numbers = {row.id for row in rows}
    places = [each.id for each in answers]
    before = max((each for each in places if each < label_number), default=0)
    later = [each for each in answers if each.id > label_number]
    loose = [each.id for each in (*later, *answers) if numbers.isdisjoint(each.themes) and each.id != label_number]
    place = sum(each <= label_number for each in places)
    home = f"facilitator/tables/{number}"
    way = Way(place, len(places), before, later[0].id if later else 0, loose[0] if loose else 0, home, home)
    yield Piece("desk-put-way", "desk-put-ways", "fragments/_desk_way.html", way)


desk_tables = View("desk/tables", ("desk-tables", "desk-table-walls", "desk-hang"), _tables)
