"""What was counted, as rows of a table: one line for each thing that a result says, whatever the kind of question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from live.conference.polls.question import Bar
from live.report.questions import Question, Result

STATES = {"open": "voting is open", "closed": "closed, not counted yet", "counted": "counted"}
KEPT_SMALL = "only how many took part is told, because so few did"

Counted = tuple[str, int, str, str, float | int | str, str]
"""The question, the round, what the line tells, its words, its number, a note."""


def rows_of(question: Question) -> Iterator[Counted]:
    for one in question.rounds:
        head = (question.title, one.number)
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
    return joined(bar.value or f"{bar.percent} of 100 people", bar.detail)


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


def joined(*parts: str) -> str:
    """Those of these words that are there, with semicolons between them."""
    return "; ".join(part for part in parts if part)
