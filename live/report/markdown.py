"""The write-up as Markdown, as GitHub and most wikis read it: headings, lists, quotes and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from live.report import Report
from live.report.asks import Ask, Ended
from live.report.escaping import block, inline
from live.report.markdown_parts import joined, labels_list, listed, people, quote, quoted, table
from live.report.questions import AskedOnce, Question
from live.report.talks import Harvested

ENDINGS: tuple[tuple[Ended, str], ...] = (
    ("answered", "Answered"),
    ("taken", "Taken to a topic or session"),
    ("later", "To be answered after the day"),
    ("open", "Still open"),
    ("put aside", "Put aside"),
)
STATES = {"open": "not done yet", "done": "done", "dropped": "dropped"}

Lines = Iterator[str]
"""Blocks of Markdown; between two of them there is an empty line."""


def as_markdown(report: Report) -> bytes:
    """The whole report, parts in its order."""
    return ("\n\n".join(_blocks(report)) + "\n").encode()


def _blocks(report: Report) -> Lines:
    if report.state == "draft":
        yield "**Draft: it may still change**"
    yield f"# {inline(report.title)}"
    told = [text for text in (report.date, report.place) if text]
    if told:
        yield inline(". ".join(told) + ".")
    yield f"{people(report.people)} took part. {report.votes} votes were counted."
    if report.opening:
        yield block(report.opening)
    for section in report.sections:
        yield from SECTIONS[section](report)
    if report.closing:
        yield "---"
        yield block(report.closing)


def _programme(report: Report) -> Lines:
    if not report.programme:
        return
    yield "## The programme"
    rows: list[Sequence[str | int]] = []
    for item in report.programme:
        when = f"{item.starts} to {item.ends}" if item.ends else item.starts
        rows.append((when, item.title, item.place))
        rows += [("", joined(each.title, each.host), each.room) for each in item.workshops]
    yield table(("When", "What", "Where"), rows)


def _polls(report: Report) -> Lines:
    if report.questions:
        yield "## What we voted"
    for question in report.questions:
        yield f"### {inline(question.title)}"
        for one in question.rounds:
            if len(question.rounds) > 1:
                yield f"#### Round {one.number}"
            yield from _round(question, one)


def _round(question: Question, one: AskedOnce) -> Lines:
    result = one.result
    if result is None:
        if one.turnout is not None:
            yield "Only how many took part is told, because so few did."
            yield inline(one.facts)
        else:
            yield "Voting is open." if one.state == "open" else "Voting is closed. It has not been counted yet."
            yield inline(question.says)
        return
    if result.verdict:
        yield inline(result.verdict)
    if result.options:
        options = [(bar.text, bar.value or bar.votes, f"{bar.percent} %") for bar in result.options]
        percent = not any(bar.value for bar in result.options)
        head = ("Answer", result.counts, "Of those who voted")
        yield table(head if percent else head[:2], [row if percent else row[:2] for row in options])
    for strip in result.strips:
        parts = "; ".join(f"{part.text}: {part.votes}" for part in strip.parts)
        yield f"- {inline(strip.name)}: {inline(parts)}"
    if result.words:
        yield inline(", ".join(f"{word.text} ({word.people})" for word in result.words))
    if result.answers:
        yield listed(result.answers)
    for group in result.groups:
        parts = "; ".join(f"{bar.text}: {bar.value or bar.votes}" for bar in group.options)
        yield f"- {inline(f'{group.name} ({people(group.people)})')}: {inline(parts)}"
    for passed in result.passes:
        yield inline(f"{passed.text}: {passed.people}")
    if result.mean is not None:
        yield inline(f"The mean is {result.mean:.1f}.")
    yield inline(one.facts + ("" if one.shown else " This result was not shown on the day."))


def _themes(report: Report) -> Lines:
    if report.themes:
        yield "## What we said"
    prompts = list(dict.fromkeys(theme.prompt for theme in report.themes))
    for theme in report.themes:
        asked = f" ({inline(theme.prompt)})" if len(prompts) > 1 else ""
        yield f"### {inline(theme.title)}{asked}"
        if theme.text:
            yield block(theme.text)
        yield f"{theme.count} {'label' if theme.count == 1 else 'labels'}"
        for label in theme.quotes:
            yield quote(label)
        if theme.others:
            yield labels_list(theme.others)


def _tables(report: Report) -> Lines:
    if report.tables:
        yield "## What our answers come to"
    for one in report.tables:
        yield f"### {inline(one.title)}"
        yield table(("Answer", "Marks"), [(row.title, row.count) for row in one.rows])
        yield inline(f"{one.marks} marks from {one.coded} of {one.answers} answers to: {one.prompt}")


def _questions(report: Report) -> Lines:
    if report.asks:
        yield "## What we asked, and what became of it"
    for ended, words in ENDINGS:
        asks = [ask for ask in report.asks if ask.ended == ended]
        if asks:
            yield f"### {words}: {len(asks)}"
        for ask in asks:
            yield quote(ask.label)
            if became := _became(ask):
                yield block(became)


def _became(ask: Ask) -> str:
    if ask.ended == "answered":
        return ": ".join(text for text in (f"{ask.by} answered" if ask.by else "Answered", ask.answer) if text)
    if ask.ended == "taken":
        return f"Taken to: {ask.answer or 'a topic of the open space'}"
    if ask.ended == "later":
        until = f", by {ask.until}" if ask.until else ""
        return f"Who answers: {ask.by}{until}. {ask.answer}".rstrip()
    return ""


def _topics(report: Report) -> Lines:
    if report.topics:
        yield "## What the tables talked about"
    for topic in report.topics:
        yield f"### {inline(topic.title)}"
        place = f"{topic.room}, {topic.starts}." if topic.room else "It got no place on the board."
        host = f" Host: {topic.host}." if topic.host else ""
        yield inline(f"{place}{host} {people(topic.people)}.")
        for text in (topic.why, topic.needs):
            if text:
                yield block(text)
        if topic.parts:
            yield inline(f"Together with: {'; '.join(topic.parts)}.")
        if topic.notes:
            yield block(topic.notes)
        yield from _came_out(topic.harvest, topic.actions)


def _sessions(report: Report) -> Lines:
    if report.sessions:
        yield "## What the sessions came to"
    for one in report.sessions:
        yield f"### {inline(one.title)}"
        booked = f" {people(one.taken)} had one of {one.places} places." if one.places else ""
        host = f" Host: {one.host}." if one.host else ""
        yield inline(f"{', '.join(filter(None, [one.room, one.starts]))}.{host}{booked}")
        if one.text:
            yield block(one.text)
        yield from _came_out(one.harvest, one.actions)


def _came_out(harvest: Harvested, actions: Sequence[str]) -> Lines:
    """What a room wrote down, or that it did not."""
    if harvest.is_empty:
        yield "*No note yet.*"
    if harvest.line:
        yield f"**{inline(harvest.line)}**"
    if points := (*harvest.other_lines, *harvest.points):
        yield listed(points)
    for text in harvest.quotes:
        yield quoted(text)
    if harvest.read_back:
        yield f"Read back by {people(harvest.read_back)}."
    if actions:
        yield "What was agreed there:"
        yield listed(actions)


def _drawings(report: Report) -> Lines:
    if report.drawings:
        yield "## Drawings of the day"
    for one in report.drawings:
        about = f" ({one.about})" if one.about else ""
        yield inline(f"{one.number}. {one.alt}{about}{f'. By {one.by}' if one.by else ''}")


def _visits(report: Report) -> Lines:
    if not report.visits:
        return
    yield "## Study visits"
    rows = [(one.title, one.when, one.place, one.going, one.waiting) for one in report.visits]
    yield table(("Visit", "When", "Where", "Have a place", "Wait"), rows)


def _actions(report: Report) -> Lines:
    if not report.actions:
        return
    yield "## You said, who, what happened"
    head = ("Action", "Outcome", "Who", "By when", "What happened")
    rows = []
    for one in report.actions:
        told = [f"{told.at:%Y-%m-%d}: {told.text or STATES[told.state]}" for told in one.updates]
        rows.append((one.action, one.outcome, one.who, one.by_when, "; ".join([STATES[one.state], *told])))
    yield table(head, rows)


def _all_labels(report: Report) -> Lines:
    labels, aside = report.labels_without_theme, report.put_aside_only
    if labels or aside:
        yield "## What else was said" if report.themes else "## What we said"
    for prompt in dict.fromkeys(label.prompt for label in labels):
        yield f"### {inline(prompt)}"
        yield labels_list([label for label in labels if label.prompt == prompt])
    if aside:
        yield "### Put aside for another day"
        yield labels_list(aside)


SECTIONS: dict[str, Callable[[Report], Lines]] = {
    "programme": _programme,
    "polls": _polls,
    "themes": _themes,
    "tables": _tables,
    "questions": _questions,
    "topics": _topics,
    "sessions": _sessions,
    "drawings": _drawings,
    "visits": _visits,
    "actions": _actions,
    "labels": _all_labels,
}
