"""The write-up as files: JSON with everything in it, and one CSV table that any spreadsheet opens.

The table is long rather than wide: one line for each thing, with the part of the day it belongs to. Cells that a spreadsheet
would take for a formula are disarmed, since labels and answers are other people's words.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from defusedcsv import csv

from live.conference.polls.question import Bar
from live.report import Report
from live.report.questions import Question, Result

HEAD = ("part", "title", "round", "what", "text", "count", "note")
KINDS = {"contribute": "I can contribute", "ask": "I want to ask"}
STATES = {"open": "voting is open", "closed": "closed, not counted yet", "counted": "counted"}
KEPT_SMALL = "only how many took part is told, because so few did"

Row = tuple[str, str, int | str, str, str, float | int | str, str]


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
        if one.turnout is None:
            yield *head, "state", STATES[one.state], "", question.kind_name
            continue
        yield *head, "people", one.facts, one.turnout.voters, question.kind_name
        yield *head, "could vote", "", one.turnout.could_vote, ""
        yield *head, "by phone", "", one.turnout.by_phone, ""
        yield *head, "on paper", "", one.turnout.on_paper, ""
        yield *head, "by helper", "", one.turnout.by_helper, ""
        if one.result is None:
            yield *head, "state", KEPT_SMALL, "", question.kind_name
        else:
            yield from ((*head, *row) for row in _result_rows(one.result))


def _result_rows(result: Result) -> Iterator[tuple[str, str, float | int | str, str]]:
    yield "marks", "", result.marks, ""
    for bar in result.options:
        yield "option", bar.text, bar.votes, _about(bar)
    for passed in result.passes:
        yield "passed", passed.text, passed.people, ""
    for strip in result.strips:
        for part in strip.parts:
            yield "part", f"{strip.name}: {part.text}", part.votes, f"{part.percent} of 100 of these {strip.size}"
    for word in result.words:
        yield "word", word.text, word.people, ""
    if result.mean is not None:
        yield "mean", f"{result.mean:.2f}", "", ""
    if result.verdict:
        yield "verdict", result.verdict, "", ""
    for answer in result.answers:
        yield "answer", answer, "", ""
    for group in result.groups:
        mean = f"mean {group.mean:.2f}" if group.mean is not None else ""
        yield "group", group.name, group.people, mean
        for bar in group.options:
            yield "option of a group", f"{group.name}: {bar.text}", bar.votes, _about(bar)
    if result.groups:
        yield "in no group that is shown", "", result.in_no_group, ""
    for path, value in _flat(result.figures):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        yield "figure", path, value if is_number else "", "" if is_number or value is None else str(value)


def _about(bar: Bar) -> str:
    return _join(bar.value or f"{bar.percent} of 100 people", bar.detail)


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All single values in lists and sections, each with its place: "points 1, mean"."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}, {name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{path} {number}")
    else:
        yield path, value


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
