"""Tallies of open answers: hanging the answers, putting them into rows, and counting the rows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from live.conference import Conference, Moment, polls, wall
from live.conference.wall import (
    LISTED,
    MOST_TABLES,
    HangAnswers,
    LabelHeld,
    LabelJoined,
    LabelPosted,
    NameTable,
    NameTheme,
    PromptPut,
    SortLabel,
    Table,
    TableNamed,
    TableRemoved,
    TableRequest,
    WordListPut,
    can_be_hung,
    hang_answers,
    name_table,
    name_theme,
    remove_table,
    sort_label,
    tally,
)
from tests.conference.days import (
    ANN,
    AT,
    BEN,
    CEM,
    DEE,
    FACILITATOR,
    MADE,
    PLANNED,
    TOKEN,
    Asked,
    acts_of,
    ask,
    play,
    refusal,
)
from tests.conference.random_days import Day, days

LATER = Moment(AT + polls.LATE_MS, TOKEN)
ASKED = 4
"""The question of the plan that is answered in own words."""


def table(title: str, number: int = 0, prompt: int = 0) -> Asked:
    return Asked(name_table, NameTable(title, number, prompt), FACILITATOR)


def row(title: str, table: int = 1) -> Asked:
    return Asked(name_theme, NameTheme(title, table=table), FACILITATOR)


def code(label: int, into: int) -> Asked:
    return Asked(sort_label, SortLabel(label, into), FACILITATOR)


def hang(to: str = "new", title: str = "", poll: int = ASKED, number: int = 1) -> Asked:
    return Asked(hang_answers, HangAnswers(poll, number, to, title), FACILITATOR, LATER)


ANSWERED = play(
    Asked(polls.open_poll, polls.RoundRequest(ASKED, 1)),
    *(
        Asked(polls.cast_vote, polls.CastVote(ASKED, 1, {"vote": [text]}), by)
        for by, text in ((ANN, "Carers"), (BEN, "Nurses and carers"), (CEM, "Nurses"), (DEE, "Everybody"))
    ),
    Asked(polls.close_poll, polls.RoundRequest(ASKED, 1)),
    start=PLANNED,
)
SHOWN = play(Asked(polls.show_result, polls.ShowResult(ASKED, 1), moment=LATER), start=ANSWERED)
HUNG = play(hang(), start=SHOWN)
"""Labels 1 to 4, sorted by their words: Carers, Everybody, Nurses, Nurses and carers."""

CODED = play(
    table("Who is it for", prompt=1),
    *(row(title) for title in ("Managers", "Nurses", "Carers", "All")),
    *(code(*pair) for pair in ((1, 3), (3, 2), (4, 2), (4, 3), (2, 4))),
    start=HUNG,
)


def rows(conference: Conference, number: int = 1) -> list[tuple[str, int]]:
    found = conference.wall.table(number)
    assert found is not None
    return [(one.theme.title, one.count) for one in tally(conference.wall, found).rows]


def test_answers_in_own_words_hang_on_a_wall_of_their_own_and_nobody_owns_them() -> None:
    assert acts_of(hang(), start=SHOWN) == (
        PromptPut(1, "What else?"),
        *(
            LabelPosted(number, "answer", text, "", at=LATER.at, prompt=1, source="poll/4/1")
            for number, text in enumerate(("Carers", "Everybody", "Nurses", "Nurses and carers"), 1)
        ),
    )
    assert [label.waits for label in HUNG.wall.by_id.values()] == [False] * 4


def test_a_listed_word_holds_an_answer_that_is_hung() -> None:
    listed = play(WordListPut("own", ("nurses",), on=True), start=SHOWN)
    hung = play(hang(), start=listed)
    held = sorted(label.text for label in hung.wall.by_id.values() if label.held)
    assert held == ["Nurses", "Nurses and carers"]
    assert {label.held for label in hung.wall.by_id.values()} == {"", LISTED}


def test_answers_hang_on_the_wall_that_was_chosen() -> None:
    walled = play(PromptPut(1, "Who is it for"), start=SHOWN)
    on_it = play(hang("1"), start=walled)
    assert [label.prompt for label in on_it.wall.by_id.values()] == [1] * 4
    assert play(hang(title="Who"), start=SHOWN).wall.prompts[0].title == "Who"
    assert refusal(walled, hang("0")) == ("Please choose the wall on which they should hang.", "to")
    assert refusal(walled, hang("first")) == ("Please choose the wall on which they should hang.", "to")
    assert refusal(walled, hang("7")) == ("This wall is no longer there.", "")


def test_answers_hang_once_only() -> None:
    assert ask(HUNG, hang()) == ask(HUNG, hang("1")) == []
    assert (can_be_hung(SHOWN), can_be_hung(HUNG)) == ([(4, 1)], [])


@pytest.mark.parametrize(
    ("step", "say"),
    [
        (hang(poll=9), "This question is no longer there."),
        (hang(number=2), "This question is no longer there."),
        (hang(poll=1), "This question is no longer there."),
    ],
)
def test_only_what_was_asked_can_be_hung(step: Asked, say: str) -> None:
    assert refusal(SHOWN, step) == (say, "")


def test_answers_that_not_everybody_sees_cannot_be_hung() -> None:
    say = "Not everybody sees these answers. They can be hung once the chair has shown the result."
    assert refusal(ANSWERED, hang()) == (say, "")
    hidden = play(Asked(polls.hide_result, polls.RoundRequest(ASKED, 1)), start=SHOWN)
    assert refusal(hidden, hang()) == (say, "")
    assert can_be_hung(ANSWERED) == can_be_hung(hidden) == []


def test_the_answers_of_other_questions_are_no_labels() -> None:
    shown = play(
        Asked(polls.open_poll, polls.RoundRequest(1, 1)),
        *(Asked(polls.cast_vote, polls.CastVote(1, 1, {"vote": ["A"]}), by) for by in (ANN, BEN, CEM)),
        Asked(polls.close_poll, polls.RoundRequest(1, 1)),
        Asked(polls.show_result, polls.ShowResult(1, 1), moment=LATER),
        start=PLANNED,
    )
    assert refusal(shown, hang(poll=1)) == ("Only answers in own words can be hung on a wall.", "")


def test_an_answer_feeds_several_rows_and_each_row_counts_it() -> None:
    assert rows(CODED) == [("Nurses", 2), ("Carers", 2), ("All", 1), ("Managers", 0)]
    counted = tally(CODED.wall, CODED.wall.tables[0])
    assert (counted.marks, counted.coded, counted.answers) == (5, 4, 4)
    assert [[label.id for label in one.labels] for one in counted.rows] == [[3, 4], [1, 4], [2], []]


def test_rows_that_tie_keep_the_order_in_which_they_were_put() -> None:
    tied = play(code(2, 1), code(1, 1), start=CODED)
    assert rows(tied) == [("Managers", 2), ("Nurses", 2), ("Carers", 2), ("All", 1)]


def test_what_says_the_same_is_counted_and_what_is_held_back_is_not() -> None:
    joined = play(LabelJoined(1, 4), start=CODED)
    assert rows(joined) == [("Nurses", 3), ("Carers", 2), ("All", 1), ("Managers", 0)]
    assert tally(joined.wall, joined.wall.tables[0]).answers == 4
    held = play(LabelHeld(4, "It names somebody."), start=CODED)
    assert rows(held) == [("Nurses", 1), ("Carers", 1), ("All", 1), ("Managers", 0)]


def test_a_table_counts_only_its_own_rows_and_its_own_prompt() -> None:
    two = play(table("Where", prompt=1), row("North", 2), code(1, 5), LabelPosted(9, "ask", "Me?", "ann"), start=CODED)
    assert rows(two, 2) == [("North", 1)]
    assert rows(two) == rows(CODED)
    counted = tally(two.wall, two.wall.tables[1])
    assert (counted.marks, counted.coded, counted.answers) == (1, 1, 4)


def test_a_table_has_a_name_of_its_own() -> None:
    assert ask(MADE, table(" Who\nis it for ")) == [TableNamed(1, "Who is it for")]
    assert refusal(CODED, table("WHO IS IT FOR", prompt=1)) == ("There is a table of this name already.", "title")
    assert ask(CODED, table("Who is it for")) == [TableNamed(2, "Who is it for")]
    assert ask(CODED, table("For whom", 1)) == [TableNamed(1, "For whom", 1)]
    assert ask(CODED, table("Who is it for", 1)) == []
    assert refusal(CODED, table("x", 9)) == ("This table is no longer there.", "")
    assert refusal(CODED, table("x", prompt=9)) == ("This wall is no longer there.", "")
    full = play(*(table(f"Table {number}") for number in range(MOST_TABLES)), start=MADE)
    assert refusal(full, table("More")) == ("There are 30 tables, which is as many as a day can hold.", "title")


def test_a_table_goes_with_its_rows_and_the_answers_stay() -> None:
    step = Asked(remove_table, TableRequest(1))
    assert ask(CODED, step) == [TableRemoved(1)]
    gone = play(step, start=CODED)
    assert (gone.wall.tables, gone.wall.themes, gone.wall.by_id) == ((), (), HUNG.wall.by_id)
    assert ask(gone, step) == []
    assert ask(gone, table("Again", prompt=1)) == [TableNamed(2, "Again", 1)]


@given(days(rules=[wall.sort_label, wall.sort_label, wall.name_theme, wall.name_table, wall.hold_label], most=120))
def test_every_count_equals_a_recount(day: Day) -> None:
    hall = day.conference.wall
    for one in hall.tables:
        counted = tally(hall, one)
        recount = Counter(
            theme
            for label in hall.by_id.values()
            if not label.is_off
            for theme in (label if hall.stands(label) else hall.by_id[label.same_as]).themes
        )
        assert {each.theme.id: each.count for each in counted.rows} == {
            each.id: recount[each.id] for each in hall.rows_of(one.id)
        }
        assert counted.marks == sum(each.count for each in counted.rows)
        assert counted.coded <= counted.answers
        assert [each.count for each in counted.rows] == sorted((each.count for each in counted.rows), reverse=True)


def test_a_table_without_rows_is_an_empty_table() -> None:
    empty = play(table("Who"), start=MADE)
    counted = tally(empty.wall, Table(1, "Who"))
    assert (counted.rows, counted.marks, counted.coded, counted.answers) == ((), 0, 0, 0)
