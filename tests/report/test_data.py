"""The write-up as data: JSON as its schema says, tables, Markdown and a spreadsheet of a whole day; what is left out is out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from live.conference import Conference
from live.conference.writeup import SECTIONS, WriteUpArranged
from live.report import Report, spreadsheet, write_up
from live.report.formats import as_csv, as_json, tables_as_zip
from live.report.markdown import as_markdown
from live.report.schema import schema
from live.report.spreadsheet import as_xlsx
from live.report.tables import TABLES, tables_of
from tests.conference.days import MADE, play
from tests.report.full_day import AUDIENCES, MARKS, THEMES, full_day
from tests.report.test_report import as_html


@pytest.fixture(scope="module")
def day() -> Conference:
    return full_day()


@pytest.fixture(scope="module")
def report(day: Conference) -> Report:
    return write_up(day, "chair")


def problems(written: Any) -> list[str]:
    """What the schema has against it."""
    return [
        f"{error.json_path}: {error.message}"[:200] for error in Draft202012Validator(described()).iter_errors(written)
    ]


def described() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(schema())
    return made


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(described())


@pytest.mark.parametrize("role", ["chair", "delegate"])
def test_the_json_of_a_whole_day_is_as_the_schema_says(day: Conference, role: Any) -> None:
    assert problems(json.loads(as_json(write_up(day, role)))) == []


def test_the_json_of_an_empty_day_is_as_the_schema_says() -> None:
    assert problems(json.loads(as_json(write_up(MADE, "chair")))) == []


def test_the_schema_finds_what_is_wrong(report: Report) -> None:
    written = json.loads(as_json(report))
    del written["actions"]
    written["voices"] = []
    written["themes"][0]["count"] = "many"
    written["asks"][0]["ended"] = "vanished"
    del written["labels"][0]["signed"]
    said = "\n".join(problems(written))
    for words in (
        "'actions' is a required",
        "'voices' was unexpected",
        "'many' is not of",
        "'vanished' is not",
        "'signed' is a",
    ):
        assert words in said


def test_every_part_is_described_in_words() -> None:
    described_parts = described()["$defs"]
    for name, part in described_parts.items():
        if "properties" in part:
            assert part.get("description"), name


def test_tables_are_always_the_same_and_whole(report: Report) -> None:
    for written in (report, write_up(MADE, "chair")):
        tables = tables_of(written)
        assert tuple(table.name for table in tables) == TABLES
        assert len({table.title[:31] for table in tables}) == len(tables)
        for table in tables:
            assert {len(row) for row in table.rows} <= {len(table.head)}, table.name
            assert len(set(table.head)) == len(table.head)
    assert [table.name for table in tables_of(report) if not table.rows] == []


def test_each_table_is_a_file_in_the_zip(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(tables_as_zip(report))) as files:
        assert files.namelist() == [f"{name}.csv" for name in TABLES]
        rows = list(csv.DictReader(io.StringIO(files.read("tables.csv").decode("utf-8-sig"), newline="")))
        assert [(row["row"], int(row["count"])) for row in rows] == list(zip(AUDIENCES, MARKS, strict=True))
        updates = list(csv.DictReader(io.StringIO(files.read("updates.csv").decode("utf-8-sig"), newline="")))
        assert [row["state"] for row in updates] == ["open", "done", "dropped"]
        for name in files.namelist():
            assert files.read(name).startswith(b"\xef\xbb\xbf")


def test_the_spreadsheet_has_a_sheet_for_each_table_with_numbers_as_numbers(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report)))
    assert book.sheetnames == [table.title[:31] for table in tables_of(report)]
    sheet = book["Tallies of open answers"]
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == list(MARKS)
    assert sheet.freeze_panes == "A2"
    book.close()


def test_a_cell_never_has_more_than_a_spreadsheet_can_hold(day: Conference) -> None:
    long = play(WriteUpArranged(opening="x" * 40_000), start=day)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(write_up(long, "chair"))))
    cells = {row[0].value: row[1].value for row in book["The day"].iter_rows()}
    assert len(str(cells["opening"])) == spreadsheet.MOST_LETTERS - 1
    book.close()


def test_markdown_has_the_parts_in_their_order(day: Conference) -> None:
    headings = [
        "The programme",
        "What we voted",
        "What we said",
        "What our answers come to",
        "What we asked, and what became of it",
        "What the tables talked about",
        "What the sessions came to",
        "Drawings of the day",
        "Study visits",
        "You said, who, what happened",
        "What else was said",
    ]
    assert headings_of(write_up(day, "chair")) == headings
    turned = play(WriteUpArranged(order=("labels", "actions"), left_out=("polls", "programme")), start=day)
    assert headings_of(write_up(turned, "chair")) == [headings[10], headings[9], *headings[2:9]]


def headings_of(report: Report) -> list[str]:
    tokens = MarkdownIt("gfm-like").parse(as_markdown(report).decode())
    return [
        tokens[place + 1].content
        for place, token in enumerate(tokens)
        if (token.type, token.tag) == ("heading_open", "h2")
    ]


def test_markdown_has_tables_and_quotes(report: Report) -> None:
    tokens = MarkdownIt("gfm-like").parse(as_markdown(report).decode())
    kinds = [token.type for token in tokens]
    tables = 1 + sum(
        bool(one.result and one.result.options) for question in report.questions for one in question.rounds
    )
    assert kinds.count("table_open") == tables + len(report.tables) + len(("actions", "visits"))
    in_rooms = sum(len(one.harvest.quotes) for one in report.topics)
    in_rooms += sum(len(one.harvest.quotes) for one in report.sessions)
    said = sum(len(theme.quotes) for theme in report.themes) + len(report.asks)
    assert kinds.count("blockquote_open") == said + in_rooms
    text = as_markdown(report).decode()
    for title, about in THEMES:
        assert f"### {title}\n\n{about}".strip() in text
    lines = [one.harvest.line for one in report.topics if one.harvest.line]
    assert text.count("**") == 2 * len(lines)


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_left_out_is_out_of_every_format(day: Conference, section: str) -> None:
    without = write_up(play(WriteUpArranged(left_out=(section,)), start=day), "chair")
    assert section not in without.sections
    html = as_html(without)
    assert f'id="{section}"' not in html
    whole = write_up(day, "chair")
    assert f'id="{section}"' in as_html(whole)
    names = {"programme": "programme", "polls": "questions", "questions": "asks"}
    assert json.loads(as_json(without))[names.get(section, section)] == []
    assert len(as_markdown(without)) < len(as_markdown(whole))
    assert len(as_csv(without)) < len(as_csv(whole))
    filled = {table.name for table in tables_of(without) if table.rows}
    assert section not in filled


def test_the_chairs_words_stand_at_both_ends(report: Report) -> None:
    html = as_html(report)
    opening, closing = "Sixty people met", "Thank you to everybody"
    assert html.index(opening) < html.index('id="programme"')
    assert html.index(closing) > html.index('id="labels"')
    text = as_markdown(report).decode()
    assert text.index(opening) < text.index("## The programme") < text.index(closing)


def test_actions_tell_what_came_of_each(report: Report) -> None:
    first, second, third = report.actions
    assert (first.state, first.topic, [told.state for told in first.updates]) == (
        "done",
        "Paying people fairly for their time",
        ["open", "done"],
    )
    assert (second.state, second.updates, third.state) == ("open", (), "dropped")
    html = as_html(report)
    for words in (
        "It is printed, and lies in every library.",
        "<strong>Done</strong>",
        "<strong>Dropped</strong>",
        "Moira and Aileen",
    ):
        assert words in html
