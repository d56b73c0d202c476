"""What was said, written up: themes with quotes, tables of coded answers, questions with their endings, what was put aside."""

from __future__ import annotations

from typing import Any

import pytest

from live.conference import Actor, Conference, board, people, wall
from live.conference.people import Role
from live.conference.wall import (
    Ending,
    LabelBacked,
    LabelHeld,
    LabelJoined,
    LabelParked,
    LabelPosted,
    LabelPutUnder,
    QuestionEnded,
    QuotePicked,
    TableNamed,
    ThemeMoved,
    ThemeNamed,
    tally,
)
from live.conference.writeup import WriteUpArranged
from live.report import Report, write_up
from live.report.formats import as_csv, as_json
from live.report.markdown import as_markdown
from live.report.tables import tables_of
from tests.conference.days import CHAIR, play
from tests.report.test_report import as_html

ROWS = (
    ("Frontline workers", 17),
    ("Health sector", 13),
    ("Statutory and local authority", 13),
    ("People who use the services", 12),
    ("Middle managers", 9),
    ("Third sector", 9),
    ("Local groups and communities", 9),
    ("Everyone at all levels", 8),
    ("Influencers and policy makers", 8),
)
THEMES = ("Sharing power", "Time and money", "Plain English")


def label(number: int, text: str = "", kind: str = "contribute", **more: Any) -> LabelPosted:
    return LabelPosted(number, kind, text or f"Label {number}", f"voice{number}", **more)  # type: ignore[arg-type]


def in_all_formats(report: Report) -> dict[str, str]:
    return {
        "html": as_html(report),
        "json": as_json(report).decode(),
        "csv": as_csv(report).decode("utf-8-sig"),
        "markdown": as_markdown(report).decode(),
        "tables": str(tables_of(report)),
    }


@pytest.fixture(scope="module")
def typed() -> Conference:
    """Thirty answers that were typed in: three themes, twelve quotes, one of them under two themes, and a coded table."""
    answers = [label(number, f"Answer {number}", "answer", prompt=0, paper=True) for number in range(1, 31)]
    themes = [ThemeNamed(number, title, f"About {title.lower()}") for number, title in enumerate(THEMES, 1)]
    quotes = {1: (1, 2, 3, 4), 2: (4, 5, 6, 7), 3: (8, 9, 10, 11)}
    under = [LabelPutUnder(number, theme) for theme, numbers in quotes.items() for number in numbers]
    picked = [QuotePicked(number, theme) for theme, numbers in quotes.items() for number in numbers]
    more = [LabelPutUnder(number, 1 + number % 3) for number in range(12, 31)]
    rows = [ThemeNamed(10 + place, title, table=1) for place, (title, _) in enumerate(ROWS)]
    marks = [
        LabelPutUnder(1 + (turn + 3 * place) % 30, 10 + place)
        for place, (_, count) in enumerate(ROWS)
        for turn in range(count)
    ]
    return play(*answers, *themes, *under, *picked, *more, TableNamed(1, "Who should it be for?"), *rows, *marks)


def test_thirty_typed_answers_become_the_write_up_of_a_conference(typed: Conference) -> None:
    report = write_up(typed, "delegate")
    assert [theme.title for theme in report.themes] == list(THEMES)
    quotes = [[quote.text for quote in theme.quotes] for theme in report.themes]
    assert [len(texts) for texts in quotes] == [4, 4, 4]
    assert "Answer 4" in quotes[0]
    assert "Answer 4" in quotes[1]
    assert sum(theme.count for theme in report.themes) == 12 + 19
    [table] = report.tables
    assert [(row.title, row.count) for row in table.rows] == list(ROWS)
    assert (table.marks, table.coded, table.answers) == (98, 30, 30)
    html = as_html(report)
    assert "98 marks from 30 answers" in html
    assert html.count('data-option="B"') == 9
    assert html.count("<blockquote>") == 12 + 19
    markdown = as_markdown(report).decode()
    for title, count in ROWS:
        assert f"| {title} | {count} |" in markdown


def test_a_table_of_the_write_up_is_the_tally_that_facilitators_see(typed: Conference) -> None:
    counted = tally(typed.wall, typed.wall.tables[0])
    [table] = write_up(typed, "chair").tables
    assert [(row.title, row.count) for row in table.rows] == [(row.theme.title, row.count) for row in counted.rows]


def test_rows_come_by_count_and_ties_as_they_were_put() -> None:
    rows = [ThemeNamed(number, title, table=1) for number, title in enumerate("ABC", 1)]
    day = play(
        *(label(number, kind="answer") for number in (1, 2, 3)),
        TableNamed(1, "Who?"),
        *rows,
        *(LabelPutUnder(number, 3) for number in (1, 2)),
        *(LabelPutUnder(3, theme) for theme in (2, 1)),
    )
    [table] = write_up(day, "chair").tables
    assert [(row.title, row.count, row.share) for row in table.rows] == [("C", 2, 1.0), ("A", 1, 0.5), ("B", 1, 0.5)]


@pytest.mark.parametrize(("role", "reads"), [("delegate", False), ("chair", True)])
def test_what_was_put_aside_and_written_anew_waits_for_a_look(role: Role, reads: bool) -> None:
    anew = wall.LabelReworded(1, "ask", "Unread words", "voice1", parked="For another day", waits=True)
    report = write_up(play(label(1, "Who pays?", "ask"), LabelParked(1, "For another day"), anew), role)
    assert {name: "Unread words" in text for name, text in in_all_formats(report).items()} == dict.fromkeys(
        ("html", "json", "csv", "markdown", "tables"), reads
    )
    assert report.has_waiting == reads
    assert [one.waits for one in report.put_aside] == [True] * reads


@pytest.mark.parametrize("role", ["delegate", "chair"])
def test_a_wording_that_is_held_back_is_in_no_format(role: Role) -> None:
    labels = (label(1, "The first words", "ask"), label(2, "Held words", "ask"), label(3, "Other words", "ask"))
    quoted = (ThemeNamed(1, "Time"), LabelPutUnder(1, 1), QuotePicked(2, 1))
    day = play(*labels, LabelJoined(2, 1), LabelJoined(3, 1), *quoted, LabelHeld(2, "Unkind"))
    texts = in_all_formats(write_up(day, role))
    assert ["Held words" in text for text in texts.values()] == [False] * len(texts)
    assert ["Other words" in text for text in texts.values()] == [True] * len(texts)
    gone = in_all_formats(write_up(play(LabelHeld(1, "Unkind"), start=day), role))
    assert ["first words" in text or "Other words" in text for text in gone.values()] == [False] * len(gone)


def test_without_all_labels_only_the_chosen_quotes_are_told(typed: Conference) -> None:
    """Leaving out the part with all labels leaves no theme without words."""
    bare = ThemeNamed(4, "Nothing chosen")
    short = play(bare, LabelPutUnder(30, 4), WriteUpArranged(left_out=("labels",)), start=typed)
    report = write_up(short, "delegate")
    assert [len(theme.others) for theme in report.themes] == [0, 0, 0, 1]
    assert (report.labels, report.put_aside) == ((), ())
    assert [theme.count for theme in report.themes[:3]] == [theme.count for theme in write_up(typed, "chair").themes]


def test_quotes_stand_as_they_were_chosen_and_themes_in_their_order() -> None:
    day = play(
        *map(label, (1, 2, 3)),
        ThemeNamed(1, "First"),
        ThemeNamed(2, "Second"),
        *(LabelPutUnder(number, 1) for number in (1, 2, 3)),
        QuotePicked(3, 1),
        QuotePicked(1, 1),
        ThemeMoved(2, 0),
    )
    second, first = write_up(day, "chair").themes
    assert (second.title, second.count) == ("Second", 0)
    assert [quote.text for quote in first.quotes] == ["Label 3", "Label 1"]
    assert [other.text for other in first.others] == ["Label 2"]
    html = as_html(write_up(day, "chair"))
    assert html.index("Label 3") < html.index("Label 1") < html.index("Label 2")


def test_labels_that_say_the_same_stand_once_with_all_their_wordings() -> None:
    day = play(
        *map(label, (1, 2, 3, 4, 5)),
        *(LabelJoined(number, 1) for number in (2, 3, 4)),
        LabelHeld(4, "unkind"),
        *(LabelBacked(number, voice, "me_too") for number in (1, 2) for voice in ("ann", "ben")),
        LabelBacked(2, "voice3", "me_too"),
        ThemeNamed(1, "Power"),
        LabelPutUnder(1, 1),
    )
    report = write_up(day, "chair")
    one, other = report.labels
    assert (one.text, one.said_by, one.wordings, one.me_too) == ("Label 1", 3, ("Label 2", "Label 3"), 2)
    assert (other.text, other.said_by, other.wordings) == ("Label 5", 1, ())
    assert report.themes[0].count == 3
    for name, text in in_all_formats(report).items():
        assert "Label 3" in text, name
        assert "Label 4" not in text, name
    assert "Said by 3." in as_html(report)


def test_a_wording_that_was_chosen_as_a_quote_brings_all_who_said_it() -> None:
    day = play(
        *map(label, (1, 2)),
        ThemeNamed(1, "Power"),
        *(LabelPutUnder(number, 1) for number in (1, 2)),
        QuotePicked(2, 1),
        LabelJoined(2, 1),
    )
    [theme] = write_up(day, "chair").themes
    assert [(quote.text, quote.said_by, quote.wordings) for quote in theme.quotes] == [("Label 2", 2, ("Label 1",))]
    assert theme.others == ()


ENDINGS = (
    (1, Ending("answered", "Moira", "Yes, since May.")),
    (2, Ending("taken", topic=1)),
    (3, Ending("later", "Callum", until="2026-12-01")),
)


def test_every_question_has_its_ending_and_none_vanishes() -> None:
    day = play(
        *(label(number, f"Question {number}?", "ask") for number in range(1, 7)),
        board.TopicProposed(1, "Paying people", "Callum", "voice9"),
        *(QuestionEnded(number, ending) for number, ending in ENDINGS),
        LabelParked(5, "For another day"),
        LabelJoined(6, 4),
    )
    report = write_up(day, "delegate")
    assert [(ask.label.number, ask.ended, ask.by, ask.answer, ask.until) for ask in report.asks] == [
        (1, "answered", "Moira", "Yes, since May.", ""),
        (2, "taken", "", "Paying people", ""),
        (3, "later", "Callum", "", "1 December 2026"),
        (4, "open", "", "", ""),
        (5, "put aside", "", "", ""),
    ]
    for name, text in in_all_formats(report).items():
        for words in ("Moira", "Yes, since May", "Paying people", "1 December 2026", "for another day", "Question 6?"):
            assert words in text, (name, words)
    html = as_html(report)
    for heading in ("Answered: 1", "Taken to a topic or session: 1", "Still open: 1", "Put aside: 1"):
        assert heading in html


@pytest.mark.parametrize(("role", "sees"), [("chair", True), ("facilitator", True), ("delegate", False)])
def test_labels_nobody_has_looked_at_are_only_for_those_who_could(role: Role, *, sees: bool) -> None:
    day = play(
        label(1, "Looked at"),
        label(2, "Not looked at", waits=True),
        label(3, "Nor this?", "ask", waits=True),
        ThemeNamed(1, "Power"),
        *(LabelPutUnder(number, 1) for number in (1, 2)),
    )
    report = write_up(day, role)
    assert [theme.count for theme in report.themes] == [2 if sees else 1]
    assert (len(report.labels), len(report.asks), report.has_waiting) == ((3, 1, True) if sees else (1, 0, False))
    for name, text in in_all_formats(report).items():
        assert ("Not looked at" in text, "Nor this?" in text) == (sees, sees), name
    assert ("Waiting for a facilitator’s look." in as_html(report)) is sees


def test_where_nothing_waits_for_a_look_everybody_reads_all() -> None:
    day = play(label(1, waits=True), wall.LookChosen(screen=False, phones=False))
    [only] = write_up(day, "delegate").labels
    assert not only.waits


def test_a_facilitators_own_words_for_putting_aside_are_not_for_everybody() -> None:
    day = play(label(1), label(2), LabelParked(1, "Not while Ann is here"), LabelParked(2, "Not about today: see Ann"))
    assert [one.put_aside for one in write_up(day, "facilitator").put_aside] == [
        "Not while Ann is here",
        "Not about today: see Ann",
    ]
    everybodys = write_up(day, "delegate")
    assert [one.put_aside for one in everybodys.put_aside] == ["for another reason", "not about today"]
    for name, text in in_all_formats(everybodys).items():
        assert "Ann" not in text, name


def test_what_was_put_aside_bears_its_reason_and_what_is_held_is_nowhere() -> None:
    day = play(
        *map(label, (1, 2, 3)),
        LabelParked(2, "For next year"),
        LabelHeld(3, "Names a person"),
        ThemeNamed(1, "Power"),
        *(LabelPutUnder(number, 1) for number in (1, 2, 3)),
    )
    report = write_up(day, "chair")
    assert [(one.text, one.put_aside) for one in report.put_aside] == [("Label 2", "For next year")]
    assert [theme.count for theme in report.themes] == [1]
    for name, text in in_all_formats(report).items():
        assert "For next year" in text, name
        assert "Label 3" not in text, name
        assert "Names a person" not in text, name


def test_nobodys_voice_is_in_any_format(typed: Conference) -> None:
    voice = Actor("delegate", "5ecre7voice")
    day = play(
        people.VoiceJoined("5ecre7voice", "Unsigned Name"),
        LabelPosted(99, "ask", "Whose is it?", voice.voice, "Moira, table 6"),
        LabelBacked(1, "5ecre7voice", "me_too"),
        start=typed,
    )
    for name, text in in_all_formats(write_up(day, CHAIR.role)).items():
        assert "5ecre7" not in text, name
        assert "Unsigned Name" not in text, name
        assert "Moira, table 6" in text, name
