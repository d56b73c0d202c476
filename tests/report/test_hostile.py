"""What people wrote stays words in every format: no element, link, formula or heading comes of it, and all of it is there."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from itertools import cycle

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from live.fragments import NOBODY
from live.report import Report
from live.report.escaping import block, inline
from live.report.formats import as_csv, as_json, tables_as_zip
from live.report.markdown import as_markdown
from live.report.spreadsheet import as_xlsx
from live.report.tables import Cell, tables_of
from live.web.report_site import as_site
from live.web.templates import environment
from tests.report.hostile import HOSTILE, TOWER, words, write_up_of

FORMULA = ("=", "+", "-", "@", "%", "|", "\t", "\r")
NUMBER = re.compile(r"-?[0-9,.]+")

DRAWN = {1: b"RIFF", 2: b"RIFF"}


class Elements(HTMLParser):
    """What a browser would make of a page: its elements with the names of their attributes, addresses, and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.addresses: set[str] = set()
        self.said = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "keep") not in attrs:  # what keeps hyphened words of a heading whole
            self.elements.append((tag, *(name for name, _ in attrs)))
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment in the page")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("a processing instruction in the page")


def seen(text: str) -> str:
    """Words as they are read: any space is a space."""
    return " ".join(text.split())


def dealt(texts: Iterable[str]) -> tuple[Report, Report]:
    """A write-up of these words, and one in which each is replaced by a harmless one, the same by the same."""
    harmless: dict[str, str] = {}

    def take(source: Iterable[str], name: Callable[[str], str]) -> Report:
        turn = cycle(source)
        return write_up_of(lambda: name(next(turn)))

    texts = list(texts)
    return take(texts, str), take(texts, lambda text: harmless.setdefault(text, f"word{len(harmless)}"))


def all_words(report: Report) -> set[str]:
    """Every text in a write-up that is not its own."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, dict):
            for inner in value.values():
                walk(inner)

    walk(json.loads(as_json(report)))
    return found


def page_of(report: Report) -> str:
    context = {
        "base": "",
        "code": "482913",
        "mine": NOBODY,
        "title": "Write-up",
        "report": report,
        "files": [],
        "graphic_at": str,
    }
    return environment().get_template("pages/report.html").render(context)


def site_of(report: Report) -> str:
    with zipfile.ZipFile(io.BytesIO(as_site(report, pictures={}, drawings=DRAWN))) as site:
        return site.read("index.html").decode()


def html_keeps(report: Report, harmless: Report) -> None:
    for write in (page_of, site_of):
        page, plain = Elements(write(report)), Elements(write(harmless))
        assert page.elements == plain.elements
        assert page.addresses == plain.addresses
    said = seen(Elements(page_of(report)).said)
    for text in (label.text for label in report.labels_without_theme):
        assert seen(text) in said
    for text in (report.opening, report.closing, report.title, report.actions[0].updates[0].text):
        assert seen(text) in said


def tokens_of(markdown: str) -> tuple[Counter[str], str]:
    """What a reader of Markdown with tables, struck-out words and bare links makes of it: marks, and text."""
    marks: Counter[str] = Counter()
    said: list[str] = []
    parser = MarkdownIt("gfm-like")
    for token in parser.parse(markdown):
        if token.type != "inline":
            marks[token.type] += 1
        for inner in token.children or ():
            if inner.type in ("text", "text_special", "code_inline"):
                said.append(inner.content)
            elif inner.type in ("softbreak", "hardbreak"):
                said.append("\n")
            else:
                marks[inner.type] += 1
        said.append("\n")
    return marks, seen("".join(said))


def markdown_keeps(report: Report, harmless: Report) -> None:
    marks, said = tokens_of(as_markdown(report).decode())
    expected, _ = tokens_of(as_markdown(harmless).decode())
    for name in ("paragraph_open", "paragraph_close"):  # an empty line in somebody's words begins another paragraph
        del marks[name], expected[name]
    assert marks == expected
    assert not {"link_open", "image", "html_inline", "html_block", "code_block", "fence", "code_inline"} & set(marks)
    for text in (report.title, report.opening, report.closing, *(label.text for label in report.labels_without_theme)):
        assert seen(text) in said
    for cell in (report.actions[0].action, report.actions[0].who, report.tables[0].rows[0].title):
        assert seen(cell) in said


def disarmed(cell: Cell) -> str:
    """A cell as it must stand in a CSV file."""
    text = str(cell)
    if not isinstance(cell, str) or not text.startswith(("=", "+", "-", "@", "%", "|")) or NUMBER.fullmatch(text):
        return text
    return "'" + text.replace("|", "\\|")


def csv_keeps(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(tables_as_zip(report))) as files:
        for table in tables_of(report):
            rows = list(csv.reader(io.StringIO(files.read(f"{table.name}.csv").decode("utf-8-sig"), newline="")))
            assert rows == [[disarmed(cell) for cell in row] for row in (table.head, *table.rows)]
    for row in csv.reader(io.StringIO(as_csv(report).decode("utf-8-sig"), newline="")):
        assert len(row) == 7
        assert not any(cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) for cell in row)


def xlsx_keeps(report: Report) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the reader, on newer Pythons
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report)))
    tables = [table for table in tables_of(report) if table.rows]
    assert book.sheetnames == [table.title[:31] for table in tables]
    for sheet, table in zip(book.worksheets, tables, strict=True):
        for row, cells in zip(sheet.iter_rows(), [table.head, *table.rows], strict=True):
            assert [_read(cell.value) for cell in row] == list(map(_read, cells))
            assert {cell.data_type for cell in row} <= {"s", "n"}
            assert all(cell.hyperlink is None for cell in row)
    book.close()


def _read(cell: object) -> object:
    """An empty cell is an empty text, and spaces at the end are not seen."""
    return cell.rstrip() if isinstance(cell, str) else "" if cell is None else cell


def keeps_everywhere(texts: Iterable[str]) -> None:
    report, harmless = dealt(texts)
    html_keeps(report, harmless)
    markdown_keeps(report, harmless)
    csv_keeps(report)
    xlsx_keeps(report)
    assert set(texts) & all_words(report) == set(texts)


@pytest.mark.parametrize("text", [*HOSTILE, TOWER], ids=[*(f"{text[:24]!r}" for text in HOSTILE), "a tower of marks"])
def test_hostile_words_stay_words_in_every_format(text: str) -> None:
    keeps_everywhere([text])


@given(st.lists(words, min_size=1, max_size=6, unique=True))
def test_any_words_stay_words_in_every_format(texts: list[str]) -> None:
    keeps_everywhere(texts)


@given(words)
def test_in_markdown_words_read_back_as_they_were_written(text: str) -> None:
    for markdown in (inline(text), block(text), block(text, "> ", "> "), block(text, "- ", "  ")):
        marks, said = tokens_of(markdown)
        assert said == seen(text)
        assert set(marks) <= {
            *("paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close"),
            *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        }
    marks, said = tokens_of(f"| head | b |\n| --- | --- |\n| {inline(text)} | after |")
    assert (marks["td_open"], marks["tr_open"], marks["th_open"]) == (2, 2, 2)
    assert said == f"head b {seen(text)} after"


def test_marks_are_only_put_where_they_are_needed() -> None:
    plain = "Don’t use jargon, plain English is better for everybody. (It is!) 5 of 7; e-mail, a + b, 3.7 at 10:40."
    assert inline(plain) == plain


def test_a_day_is_the_same_file_each_time() -> None:
    report, _ = dealt(HOSTILE)
    for write in (
        as_xlsx,
        as_markdown,
        as_json,
        as_csv,
        tables_as_zip,
        lambda day: as_site(day, pictures={}, drawings=DRAWN),
    ):
        assert write(report) == write(report)


def test_the_hostile_words_are_hostile() -> None:
    """Left alone, each of these would become something else somewhere."""
    tokens = sum((tokens_of(f"so {text}")[0] + tokens_of(text)[0] for text in HOSTILE), Counter[str]())
    assert {"link_open", "image", "html_block", "html_inline", "heading_open", "fence", "table_open"} <= set(tokens)
    assert any(unicodedata.category(letter) == "Cf" for text in HOSTILE for letter in text)
