"""The write-up as tables: what a spreadsheet, a database or a CSV file wants. Every format of tables is made from these.

Each has its name (of the file, the sheet, the address), its head, and rows of text and numbers. All of them are always there; one
whose part was left out, or of which the day had nothing, has its head alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from live.report import Report
from live.report.asks import Ask
from live.report.counted import STATES, rows_of
from live.report.said import LabelText, ThemeOfLabels
from live.report.talks import Harvested, SessionHeld, TopicOnBoard

Cell = str | int | float

KINDS = {"contribute": "I can contribute", "ask": "I want to ask", "answer": "answer"}
WORDINGS_APART = " / "


TABLES = (
    *(
        "day",
        "programme",
        "polls",
        "results",
        "themes",
        "quotes",
        "tables",
        "questions",
        "topics",
        "sessions",
        "harvest",
        "drawings",
        "visits",
        "actions",
        "updates",
    ),
    "labels",
)
"""The names of all tables, in their order."""


class Table(Struct, frozen=True):
    """`name` is for addresses and files, `title` for people. Every row is as long as the head."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(report: Report) -> tuple[Table, ...]:
    """All tables, always the same ones in the same order."""
    return (
        _table("day", "The day", "what; value", _day(report)),
        _table("programme", "Programme", "starts; ends; title; place; host; text", _programme(report)),
        _table(
            "polls",
            "Questions put to the hall",
            "question; round; kind; it decides; state; opened; closed; could vote; voters; by phone; on paper; by helper; facts",
            _polls(report),
        ),
        _table(
            "results",
            "What was counted",
            "question; round; what; text; count; note",
            (row for question in report.questions for row in rows_of(question)),
        ),
        _table("themes", "Themes", "asked; theme; description; labels", map(_theme, report.themes)),
        _table("quotes", "Labels under themes", "theme; label; text; signed; quote", _quotes(report.themes)),
        _table("tables", "Tallies of open answers", "table; asked; row; count; labels", _tallies(report)),
        _table(
            "questions",
            "Questions that people asked",
            "label; question; signed; said by; other wordings; me too; can help; how it ended; by; answer; until; "
            "put aside because",
            map(_ask, report.asks),
        ),
        _table(
            "topics",
            "Topics",
            "title; host; starts; ends; room; people; lead; take part; listen; why; needs; with; held again; notes",
            map(_topic, report.topics),
        ),
        _table(
            "sessions",
            "Booked sessions",
            "title; host; starts; ends; room; places; taken; waited; text; links",
            map(_session, report.sessions),
        ),
        _table("harvest", "What came out of the rooms", "talk; of; what; text; read back by", _harvest(report)),
        _table(
            "drawings",
            "Drawings",
            "drawing; what it shows; by; about",
            ((one.number, one.alt, one.by, one.about) for one in report.drawings),
        ),
        _table(
            "visits",
            "Study visits",
            "visit; when; where; places; have a place; wait",
            ((one.title, one.when, one.place, one.places, one.going, one.waiting) for one in report.visits),
        ),
        _table("actions", "Actions", "action; outcome; who; by when; state; topic", _actions(report)),
        _table("updates", "What came of the actions", "action; told; update; state", _updates(report)),
        _table(
            "labels",
            "Labels",
            "label; asked; kind; text; signed; me too; can help; said by; other wordings; themes; put aside because; on paper; "
            "waits for a look",
            map(_label, (*report.labels, *report.put_aside)),
        ),
    )


def _table(name: str, title: str, head: str, rows: Iterable[Sequence[Cell]]) -> Table:
    return Table(name, title, tuple(head.split("; ")), tuple(tuple(row) for row in rows))


def _day(report: Report) -> Iterable[Sequence[Cell]]:
    yield "title", report.title
    yield "date", report.date
    yield "place", report.place
    yield "people", report.people
    yield "votes", report.votes
    yield "opening", report.opening
    yield "closing", report.closing


def _programme(report: Report) -> Iterable[Sequence[Cell]]:
    for block in report.programme:
        yield block.starts, block.ends, block.title, block.place, "", block.text
        for workshop in block.workshops:
            yield block.starts, block.ends, workshop.title, workshop.room, workshop.host, workshop.text


def _polls(report: Report) -> Iterable[Sequence[Cell]]:
    for question in report.questions:
        for one in question.rounds:
            closed = one.closed.isoformat() if one.closed else ""
            told = one.turnout
            ways: Sequence[Cell] = [""] * 5
            if told is not None:
                ways = (told.could_vote, told.voters, told.by_phone, told.on_paper, told.by_helper)
            state = (STATES[one.state], one.opened.isoformat(), closed)
            yield question.title, one.number, question.kind_name, question.decides, *state, *ways, one.facts


def _theme(theme: ThemeOfLabels) -> Sequence[Cell]:
    return theme.prompt, theme.title, theme.text, theme.count


def _quotes(themes: Iterable[ThemeOfLabels]) -> Iterable[Sequence[Cell]]:
    for theme in themes:
        for chosen, labels in (("yes", theme.quotes), ("no", theme.others)):
            for label in labels:
                yield theme.title, label.number, label.text, label.signed, chosen


def _tallies(report: Report) -> Iterable[Sequence[Cell]]:
    for table in report.tables:
        for row in table.rows:
            yield table.title, table.prompt, row.title, row.count, " ".join(map(str, row.labels))


def _ask(ask: Ask) -> Sequence[Cell]:
    label = ask.label
    said = (label.number, label.text, label.signed, label.said_by, WORDINGS_APART.join(label.wordings))
    return *said, label.me_too, label.help, ask.ended, ask.by, ask.answer, ask.until, label.put_aside


def _topic(topic: TopicOnBoard) -> Sequence[Cell]:
    people = (topic.people, topic.lead, topic.take_part, topic.listen)
    about = (topic.why, topic.needs, WORDINGS_APART.join(topic.parts), "yes" if topic.is_repeat else "", topic.notes)
    return topic.title, topic.host, topic.starts, topic.ends, topic.room, *people, *about


def _session(one: SessionHeld) -> Sequence[Cell]:
    counts = (one.places, one.taken, one.waited)
    return one.title, one.host, one.starts, one.ends, one.room, *counts, one.text, " ".join(one.links)


def _harvest(report: Report) -> Iterable[Sequence[Cell]]:
    talks = [(one.title, "topic", one.harvest) for one in report.topics]
    talks += [(one.title, "session", one.harvest) for one in report.sessions]
    for title, of, harvest in talks:
        for what, text in lines_of(harvest):
            yield title, of, what, text, harvest.read_back


def lines_of(harvest: Harvested) -> Iterable[tuple[str, str]]:
    """All that a room wrote down, each with what it is."""
    if harvest.line:
        yield "line", harvest.line
    for what, texts in (("other line", harvest.other_lines), ("key point", harvest.points), ("quote", harvest.quotes)):
        for text in texts:
            yield what, text


def _actions(report: Report) -> Iterable[Sequence[Cell]]:
    for one in report.actions:
        yield one.action, one.outcome, one.who, one.by_when, one.state, one.topic


def _updates(report: Report) -> Iterable[Sequence[Cell]]:
    for action in report.actions:
        for told in action.updates:
            yield action.action, told.at.isoformat(), told.text, told.state


def _label(label: LabelText) -> Sequence[Cell]:
    return (
        *(label.number, label.prompt, KINDS[label.kind], label.text, label.signed, label.me_too, label.help),
        *(label.said_by, WORDINGS_APART.join(label.wordings), "; ".join(label.themes), label.put_aside),
        *("yes" if label.on_paper else "", "yes" if label.waits else ""),
    )
