"""What the screen shows of a wall in pages: its themes with their quotes and tables, and the questions that are still open.

The first pages name the themes and how often each was said. Then each theme that has quotes has pages of its own, and each table
one or more. Of quotes and questions the screen shows what it may; how many are left out, it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from live.conference import Conference, wall
from live.conference.agenda import Item
from live.conference.polls.question import Bar
from live.conference.wall import Label, Table, Theme, Wall
from live.fragments import Piece, fit, notes
from live.fragments.stage_parts import Heading, aside_piece
from live.fragments.stage_results import Shown

LEAD_ROWS = 1  # longer leads are cut to it
NO_THEMES = "There are no themes yet. Facilitators put labels under them."
ALL_HAVE_ENDED = "All questions have an ending."
NO_QUESTIONS = "Nobody has asked a question yet."
NOT_LOOKED_AT = "No facilitator has looked at the questions that are still open, so the screen does not show them yet."


def themes_shown(conference: Conference, item: Item, page: int) -> Shown:
    """A page of the themes and tables of a wall; the last one if there are not so many."""
    here = conference.wall
    themes, tables = here.themes_of(item.prompt), [table for table in here.tables if table.prompt == item.prompt]
    sheets: list[Shown] = []
    if themes:
        said = _said(here, item.prompt)
        sheets += _overview(here, item, themes, said)
        for number, theme in enumerate(themes, 1):
            facts = f"Theme {number} of {len(themes)}"
            sheets += _quotes(here, theme, said[theme.id], facts)
    for number, table in enumerate(tables, 1):
        sheets += _table(here, table, f"Table {number} of {len(tables)}")
    return _page_of(sheets, page) if sheets else Shown(_heading(item.title, ""), body=(aside_piece(NO_THEMES),))


def open_shown(conference: Conference, item: Item, page: int) -> Shown:
    """A page of the questions that are still open; the last one if there are not so many."""
    here = conference.wall
    still_open, ended = wall.still_open(here), wall.ended(here)
    all_of_them = len(still_open) + len(ended)
    shown = [label for label in still_open if here.is_on_screen(label)]
    hidden = len(still_open) - len(shown)
    away = sum(count for _, _, count in wall.put_away(here))
    facts = " ".join(
        words
        for words, number in (
            (f"Waiting for a facilitator’s look: {hidden}.", hidden if shown else 0),
            (f"Held back or put aside, for a reason: {away}.", away),
        )
        if number
    )
    if not shown:
        words = NOT_LOOKED_AT if hidden else ALL_HAVE_ENDED if ended else NO_QUESTIONS
        lead = _endings(ended) if ended else ""
        return Shown(_heading(item.title, lead), body=(aside_piece(words),), facts=facts)
    lead = f"{len(still_open)} of {all_of_them} {'question is' if all_of_them == 1 else 'questions are'} still open."
    return _page_of(_on_notes(item.title, lead, [label.text for label in shown], facts), page)


def _page_of(sheets: Sequence[Shown], page: int) -> Shown:
    page = min(page, len(sheets))
    return replace(sheets[page - 1], page=page, pages=len(sheets))


def _heading(title: str, lead: str, title_fit: int = 0) -> Heading:
    title_fit = title_fit or fit.fit_of(title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
    return Heading(title, title_fit, lead=fit.shortened(lead, LEAD_ROWS, fit.BODY_WIDTH / fit.LEAD.letters))


def _said(here: Wall, prompt: int) -> dict[int, int]:
    """How often something was said under each theme: each wording counts."""
    theirs = [label for label in here.newest_first() if label.prompt == prompt]
    times = wall.times_said(theirs)
    heads = [label for label in theirs if here.stands(label)]
    return {
        theme.id: sum(times[label.id] for label in heads if theme.id in label.themes)
        for theme in here.themes_of(prompt)
    }


def _overview(here: Wall, item: Item, themes: Sequence[Theme], said: dict[int, int]) -> list[Shown]:
    heads = here.hanging(item.prompt)
    sorted_in = sum(any(theme.id in label.themes for theme in themes) for label in heads)
    words = "1 theme" if len(themes) == 1 else f"{len(themes)} themes"
    lead = f"{words}. {sorted_in} of {len(heads)} labels stand under one or more."
    return _bars(item.title, lead, [(theme.title, said[theme.id]) for theme in themes], "All themes")


def _quotes(here: Wall, theme: Theme, said: int, facts: str) -> list[Shown]:
    """The quotes of a theme; no page if it has none that the screen may show."""
    quotes = [label for label in wall.quotes_of(here, theme) if not (label.waits and here.screen_waits)]
    if not quotes:
        return []
    lead = f"{said} {'label' if said == 1 else 'labels'}. {theme.text}".strip()
    return _on_notes(theme.title, lead, [_signed(label) for label in quotes], facts)


def _signed(label: Label) -> str:
    return f"{label.text}\n– {label.signed}" if label.signed else label.text


def _table(here: Wall, table: Table, facts: str) -> list[Shown]:
    counted = wall.tally(here, table)
    lead = f"{counted.marks} marks. {counted.coded} of {counted.answers} answers are in a row or more."
    return _bars(table.title, lead, [(row.theme.title, row.count) for row in counted.rows], facts)


def _bars(title: str, lead: str, lines: Sequence[tuple[str, int]], facts: str) -> list[Shown]:
    """Lines with a number each, on as many pages as they need; no page without a line."""
    if not lines:
        return []
    words = tuple((text, "") for text, _ in lines)
    layout = fit.bars_pages(title, words, LEAD_ROWS, facts, kicker=False)
    most = max(1, *(number for _, number in lines))
    bars = [Bar("", text, number, number / most, 0, str(number)) for text, number in lines]
    frame = Piece("stage-result", "stage-body", "fragments/_stage_rows.html", ())
    pages = []
    for page in range(1, layout.count + 1):
        rows = (
            Piece(f"stage-mark-{place}", "stage-result", "fragments/_stage_bar.html", bar)
            for place, bar in enumerate(layout.of(bars, page))
        )
        pages.append(Shown(_heading(title, lead, layout.title_fit), layout.body_fit, (frame, *rows), facts=facts))
    return pages


def _on_notes(title: str, lead: str, texts: Sequence[str], facts: str) -> list[Shown]:
    """Words of people as paper notes, whole, on as many pages as they need."""
    heading = _heading(title, lead)
    foot = fit.foot_height(facts, paged=True)
    room = fit.room_under(title, heading.fit, LEAD_ROWS, kicker=False, foot=foot)
    layout = notes.on_pages(tuple(texts), round(room, 1))
    return [
        Shown(
            heading, layout.fit, (Piece("stage-notes", "stage-body", "fragments/_stage_notes.html", page),), facts=facts
        )
        for page in layout.pages
    ]


def _endings(ended: Sequence[Label]) -> str:
    """How so many questions ended: "12 questions: 7 answered, 3 taken to a topic or session, 2 to be answered after the day." """
    names = (
        ("answered", "answered"),
        ("taken", "taken to a topic or session"),
        ("later", "to be answered after the day"),
    )
    counts = {how: sum(label.ending is not None and label.ending.how == how for label in ended) for how, _ in names}
    words = ", ".join(f"{counts[how]} {name}" for how, name in names if counts[how])
    return f"{len(ended)} {'question' if len(ended) == 1 else 'questions'}: {words}."
