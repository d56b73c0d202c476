"""The write-up as files: JSON with everything in it, and one CSV table that any spreadsheet opens.

The table is long rather than wide: one line for each thing, with the part of the day it belongs to. Cells that a spreadsheet
would take for a formula are disarmed, since labels and answers are other people's words.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import msgspec
from defusedcsv import csv

from live.report import Question, Report

HEAD = ("part", "title", "round", "what", "text", "count", "note")
KINDS = {"contribute": "I can contribute", "ask": "I want to ask"}
STATES = {"open": "voting is open", "closed": "closed, not counted yet", "counted": "counted"}

Row = tuple[str, str, int | str, str, str, int | str, str]


def as_json(report: Report) -> bytes:
    """The whole report. Times are UTC, as RFC 3339 writes them."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2)


def as_csv(report: Report) -> bytes:
    """One table, UTF-8 with a byte order mark: without it Excel takes “é” for two letters."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(HEAD)
    writer.writerows(_rows(report))
    return table.getvalue().encode("utf-8-sig")


def _rows(report: Report) -> Iterator[Row]:
    yield "day", report.title, "", "people", report.place, report.people, report.date
    for block in report.programme:
        yield "programme", block.title, "", "block", block.text, "", _join(block.starts, block.ends, block.place)
        for workshop in block.workshops:
            yield "programme", workshop.title, "", "workshop", workshop.text, "", _join(workshop.host, workshop.room)
    for question in report.questions:
        yield from _question_rows(question)
    for theme in report.themes:
        yield "theme", theme.title, "", "labels", "", theme.count, ""
    for label in report.labels:
        note = _join(label.signed, *label.themes)
        yield "label", KINDS[label.kind], "", "me too", label.text, label.me_too, note
        if label.kind == "ask":
            yield "label", KINDS[label.kind], "", "can help", label.text, label.help, note
    for topic in report.topics:
        note = _join(topic.host, topic.starts, topic.room) if topic.room else _join(topic.host, "no place")
        for what, count in (("lead", topic.lead), ("listen", topic.listen), ("take part", topic.take_part)):
            yield "topic", topic.title, "", what, topic.why, count, note


def _question_rows(question: Question) -> Iterator[Row]:
    for one in question.rounds:
        head = ("question", question.title, one.number)
        result = one.result
        if result is None:
            yield *head, "state", STATES[one.state], "", question.kind_name
            continue
        yield *head, "people", "", result.voters, question.kind_name
        yield *head, "marks", "", result.marks, ""
        for bar in result.options:
            yield *head, "option", bar.text, bar.votes, f"{bar.percent} of 100 people"
        if result.mean is not None:
            yield *head, "mean", f"{result.mean:.2f}", "", ""
        for answer in result.answers:
            yield *head, "answer", answer, "", ""


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
