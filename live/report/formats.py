"""The write-up as files of plain data: JSON with everything in it, one long CSV table, and a CSV file for each table.

The long table has one line for each thing, with the part of the day it belongs to. Cells that a spreadsheet would take for a
formula are disarmed, since labels and answers are other people's words.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from defusedcsv import csv

from live.report import Report
from live.report.counted import joined, rows_of
from live.report.tables import KINDS, Cell, Table, lines_of, tables_of

HEAD = ("part", "title", "round", "what", "text", "count", "note")
SAME_DATE = (1980, 1, 1, 0, 0, 0)  # of the files in a ZIP: the same day makes the same bytes

Row = tuple[str, str, int | str, str, str, float | int | str, str]


def as_json(report: Report) -> bytes:
    """The whole report. Times are UTC, as RFC 3339 writes them."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2)


def as_csv(report: Report) -> bytes:
    """One table of everything."""
    return _csv([HEAD, *_rows(report)])


def table_as_csv(table: Table) -> bytes:
    return _csv([table.head, *table.rows])


def tables_as_zip(report: Report) -> bytes:
    """A CSV file for each table."""
    return as_zip({f"{table.name}.csv": table_as_csv(table) for table in tables_of(report)})


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """Files by their names in a ZIP."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(zipfile.ZipInfo(name, SAME_DATE), content, zipfile.ZIP_DEFLATED)
    return inside.getvalue()


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark: without it Excel takes “é” for two letters."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows(rows)
    return table.getvalue().encode("utf-8-sig")


def _rows(report: Report) -> Iterator[Row]:
    yield "day", report.title, "", "people", report.place, report.people, report.date
    for words, text in (("opening", report.opening), ("closing", report.closing)):
        if text:
            yield "day", report.title, "", words, text, "", ""
    for block in report.programme:
        yield "programme", block.title, "", "block", block.text, "", joined(block.starts, block.ends, block.place)
        for workshop in block.workshops:
            yield "programme", workshop.title, "", "workshop", workshop.text, "", joined(workshop.host, workshop.room)
    for question in report.questions:
        for row in rows_of(question):
            yield "question", *row
    for theme in report.themes:
        yield "theme", theme.title, "", "labels", theme.text, theme.count, theme.prompt
        for label in theme.quotes:
            yield "theme", theme.title, "", "quote", label.text, label.me_too, label.signed
    for table in report.tables:
        for line in table.rows:
            yield "table", table.title, "", "row", line.title, line.count, table.prompt
    yield from _said(report)
    for topic in report.topics:
        note = joined(topic.host, topic.starts, topic.room) if topic.room else joined(topic.host, "no place")
        for what, count in (("lead", topic.lead), ("listen", topic.listen), ("take part", topic.take_part)):
            yield "topic", topic.title, "", what, topic.why, count, note
        if topic.notes:
            yield "topic", topic.title, "", "notes", topic.notes, "", ""
        for part in topic.parts:
            yield "topic", topic.title, "", "with", part, "", ""
        for what, text in lines_of(topic.harvest):
            yield "topic", topic.title, "", what, text, "", ""
    for one in report.sessions:
        note = joined(one.host, one.starts, one.room)
        yield "session", one.title, "", "places taken", one.text, one.taken, note
        for what, text in lines_of(one.harvest):
            yield "session", one.title, "", what, text, "", ""
    for drawing in report.drawings:
        yield "drawing", drawing.about, "", "drawing", drawing.alt, drawing.number, drawing.by
    for visit in report.visits:
        yield "visit", visit.title, "", "have a place", visit.place, visit.going, visit.when
    for action in report.actions:
        yield "action", action.action, "", action.state, action.outcome, "", joined(action.who, action.by_when)
        for told in action.updates:
            yield "action", action.action, "", "update", told.text, "", joined(told.at.isoformat(), told.state)


def _said(report: Report) -> Iterator[Row]:
    for ask in report.asks:
        note = joined(ask.by, ask.answer, ask.until, ask.label.put_aside)
        yield "asked", "A question of the day", "", ask.ended, ask.label.text, ask.label.said_by, note
        for words in ask.label.wordings:
            yield "asked", "A question of the day", "", "also in these words", words, "", ask.label.text
    for label in (*report.labels, *report.put_aside):
        put_aside = f"put aside: {label.put_aside}" if label.put_aside else ""
        note = joined(label.signed, *label.themes, put_aside, "waits for a look" if label.waits else "")
        yield "label", KINDS[label.kind], "", "me too", label.text, label.me_too, note
        if label.kind == "ask":
            yield "label", KINDS[label.kind], "", "can help", label.text, label.help, note
        if label.said_by > 1:
            yield "label", KINDS[label.kind], "", "said by", label.text, label.said_by, note
        for words in label.wordings:
            yield "label", KINDS[label.kind], "", "also in these words", words, "", label.text
