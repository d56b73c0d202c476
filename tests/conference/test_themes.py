"""Themes of a wall: each prompt has its own, in an order that people chose, with quotes that stand for them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Conference, Refused, replay, wall
from live.conference.wall import (
    MOST_QUOTES,
    HoldLabel,
    LabelHeld,
    LabelJoined,
    LabelParted,
    LabelPosted,
    LabelPutUnder,
    LabelsLookedAt,
    LabelTakenFrom,
    MoveTheme,
    NameTable,
    NameTheme,
    PickQuote,
    PromptPut,
    QuoteDropped,
    QuotePicked,
    SortLabel,
    Theme,
    ThemeMoved,
    ThemeNamed,
    ThemeRequest,
    hold_label,
    move_theme,
    name_table,
    name_theme,
    pick_quote,
    quotes_of,
    remove_theme,
    sort_label,
)
from tests.conference.days import AT, FACILITATOR, MADE, Asked, Rule, ask, play, refusal
from tests.conference.random_days import DICE, any_request, days
from tests.conference.random_days import Day as RandomDay


def theme(title: str, number: int = 0, text: str = "", prompt: int = 0, table: int = 0) -> Asked:
    return Asked(name_theme, NameTheme(title, number, text, prompt, table), FACILITATOR)


def sort(label: int, under: int, on: str = "yes", out_of: int = 0) -> Asked:
    return Asked(sort_label, SortLabel(label, under, on, out_of), FACILITATOR)


def move(number: int, after: int) -> Asked:
    return Asked(move_theme, MoveTheme(number, after), FACILITATOR)


def quote(label: int, of: int, on: str = "yes") -> Asked:
    return Asked(pick_quote, PickQuote(label, of, on), FACILITATOR)


def label(number: int, prompt: int = 0, *, waits: bool = False) -> LabelPosted:
    return LabelPosted(number, "answer" if prompt else "ask", f"Label {number}", "ann", prompt=prompt, waits=waits)


HUNG = play(PromptPut(1, "What stands in the way?"), *(label(number) for number in (1, 2, 3)), label(4, 1), start=MADE)
THEMED = play(theme("Power"), theme("Money"), theme("Time"), theme("Power", prompt=1), start=HUNG)


def titles(conference: Conference, prompt: int = 0) -> list[str]:
    return [one.title for one in conference.wall.themes_of(prompt)]


def test_a_theme_has_a_title_and_a_short_description() -> None:
    step = theme(" Sharing\npower ", text="Who decides,\nand who is asked")
    assert ask(HUNG, step) == [ThemeNamed(1, "Sharing power", "Who decides, and who is asked")]
    assert refusal(HUNG, theme("x", text="x" * 201)) == (
        "What is said about a theme can have 200 letters at most. Yours has 201.",
        "text",
    )


def test_each_prompt_and_each_table_has_themes_of_its_own_also_of_the_same_name() -> None:
    assert (titles(THEMED), titles(THEMED, 1)) == (["Power", "Money", "Time"], ["Power"])
    assert refusal(THEMED, theme("power", prompt=1)) == ("There is a theme of this name already.", "title")
    tabled = play(Asked(name_table, NameTable("Who is it for", prompt=1)), theme("Power", table=1), start=THEMED)
    assert tabled.wall.rows_of(1) == [Theme(5, "Power", prompt=1, table=1)]
    assert titles(tabled, 1) == ["Power"]
    assert refusal(tabled, theme("POWER", table=1)) == ("There is a row of this name already.", "title")
    assert refusal(THEMED, theme("x", prompt=2)) == ("This wall is no longer there.", "")
    assert refusal(THEMED, theme("x", table=1)) == ("This table is no longer there.", "")


def test_other_words_for_a_theme_leave_it_where_it_stands() -> None:
    named = play(theme("Who decides", 4, "All of us"), theme("Cash", 2), start=THEMED)
    assert named.wall.theme(4) == Theme(4, "Who decides", "All of us", 1)
    assert titles(named) == ["Power", "Cash", "Time"]
    assert ask(named, theme("Who decides", 4, "All of us")) == []


def test_themes_stand_in_the_order_that_people_gave_them() -> None:
    assert ask(THEMED, move(3, 0)) == [ThemeMoved(3, 0)]
    assert titles(play(move(3, 0), start=THEMED)) == ["Time", "Power", "Money"]
    assert titles(play(move(1, 2), start=THEMED)) == ["Money", "Power", "Time"]
    assert ask(THEMED, move(2, 1)) == ask(THEMED, move(2, 2)) == ask(THEMED, move(1, 0)) == []


@pytest.mark.parametrize("after", [4, 9, -1])
def test_a_theme_follows_only_a_theme_of_the_same_prompt(after: int) -> None:
    assert refusal(THEMED, move(1, after))[0] == "These two do not stand side by side any more. Please look again."
    assert refusal(THEMED, move(9, 1)) == ("This theme is no longer there.", "")


def test_the_order_of_one_prompt_does_not_touch_that_of_another() -> None:
    more = play(theme("Trust", prompt=1), move(5, 0), move(3, 0), start=THEMED)
    assert (titles(more), titles(more, 1)) == (["Time", "Power", "Money"], ["Trust", "Power"])


def test_a_label_stands_only_under_themes_of_its_own_prompt() -> None:
    assert refusal(THEMED, sort(4, 1)) == ("This label hangs on another wall than the theme.", "")
    assert ask(THEMED, sort(4, 4)) == [LabelPutUnder(4, 4)]


def test_a_label_that_moves_from_one_theme_to_another_does_so_at_once_and_one_step_undoes_it() -> None:
    under = play(sort(1, 1), start=THEMED)
    assert ask(under, sort(1, 2, out_of=1)) == [LabelPutUnder(1, 2), LabelTakenFrom(1, 1)]
    moved = play(sort(1, 2, out_of=1), start=under)
    assert moved.wall.by_id[1].themes == {2}
    assert play(sort(1, 1, out_of=2), start=moved) == under
    assert (
        ask(moved, sort(1, 2, out_of=1)) == ask(moved, sort(1, 2, out_of=9)) == ask(moved, sort(1, 2, out_of=2)) == []
    )


def test_two_facilitators_move_one_label_at_once_and_neither_move_is_lost() -> None:
    """Each saw it under no theme. What the second asks for is added to what the first did."""
    both = play(sort(1, 1), sort(1, 2), start=THEMED)
    assert both.wall.by_id[1].themes == {1, 2}


def test_what_says_the_same_goes_with_the_label_that_stands_for_it() -> None:
    joined = play(LabelJoined(2, 1), start=THEMED)
    assert ask(joined, sort(2, 1)) == [LabelPutUnder(1, 1)]
    under = play(sort(2, 1), start=joined)
    assert [one.id for one in under.wall.of_theme(1)] == [1]
    assert ask(under, sort(2, 1, "no")) == [LabelTakenFrom(1, 1)]


def test_each_wording_can_be_the_quote_and_goes_when_its_label_goes_from_the_theme() -> None:
    under = play(LabelJoined(2, 1), sort(1, 1), quote(2, 1), start=THEMED)
    assert [one.text for one in quotes_of(under.wall, under.wall.themes[0])] == ["Label 2"]
    assert ask(under, sort(1, 2, out_of=1)) == [LabelPutUnder(1, 2), QuoteDropped(2, 1), LabelTakenFrom(1, 1)]
    parted = play(LabelParted(2), start=under)
    assert quotes_of(parted.wall, parted.wall.themes[0]) == []


def test_a_quote_stands_under_its_theme() -> None:
    assert refusal(THEMED, quote(1, 1))[0] == "This label does not stand under the theme. Put it there first."
    under = play(sort(1, 1), sort(1, 2), start=THEMED)
    assert ask(under, quote(1, 1)) == [QuotePicked(1, 1)]
    picked = play(quote(1, 1), quote(1, 2), start=under)
    assert [one.quotes for one in picked.wall.themes_of(0)] == [(1,), (1,), ()]
    assert ask(picked, quote(1, 1)) == ask(under, quote(1, 1, "no")) == []
    assert play(quote(1, 1, "no"), quote(1, 2, "no"), start=picked) == under
    assert [one.quotes for one in play(sort(1, 1, "no"), start=picked).wall.themes_of(0)] == [(), (1,), ()]


def test_whoever_picks_a_quote_has_looked_at_it() -> None:
    unseen = play(label(5, waits=True), sort(5, 1), start=THEMED)
    assert ask(unseen, quote(5, 1)) == [LabelsLookedAt((5,), at=AT), QuotePicked(5, 1)]


def test_a_quote_that_is_held_back_is_none_until_it_hangs_again() -> None:
    picked = play(sort(1, 1), quote(1, 1), start=THEMED)
    held = play(Asked(hold_label, HoldLabel(1, "It names somebody.")), start=picked)
    assert quotes_of(held.wall, held.wall.themes[0]) == []
    assert refusal(play(sort(2, 1), LabelHeld(2, "x"), start=held), quote(2, 1))[0] == (
        "This label is off the wall just now, so it can be no quote."
    )
    assert [one.id for one in quotes_of(picked.wall, picked.wall.themes[0])] == [1]


def test_a_theme_has_so_many_quotes_and_no_more() -> None:
    numbers = range(5, 5 + MOST_QUOTES + 1)
    full = play(*(step for one in numbers for step in (label(one), sort(one, 1))), start=THEMED)
    full = play(*(quote(one, 1) for one in numbers[:-1]), start=full)
    assert refusal(full, quote(numbers[-1], 1))[0] == "A theme can have 12 quotes at most. Take one away first."


def test_there_are_no_more_themes_than_a_wall_can_hold_and_another_wall_has_room() -> None:
    full = play(*(theme(f"Theme {number}") for number in range(57)), start=THEMED)
    assert refusal(full, theme("One more")) == ("There are 60 themes, which is as many as the wall can hold.", "title")
    assert ask(full, theme("One more", prompt=1)) == [ThemeNamed(62, "One more", prompt=1)]


RULES: list[Rule] = [
    wall.sort_label,
    wall.sort_label,
    wall.sort_label,
    wall.pick_quote,
    wall.pick_quote,
    wall.move_theme,
    wall.name_theme,
    wall.remove_theme,
    wall.take_back_label,
    wall.name_table,
    wall.remove_table,
]


@given(days(rules=RULES, most=80), DICE)
def test_moving_themes_keeps_all_of_them_and_all_that_is_under_them(day: RandomDay, dice: Random) -> None:
    before = day.conference
    for _ in range(12):
        step = any_request(dice, before, [wall.move_theme])
        try:
            after = replay(ask(before, step), before)
        except Refused:
            continue
        assert sorted(after.wall.themes, key=lambda one: one.id) == sorted(before.wall.themes, key=lambda one: one.id)
        assert after.wall.by_id is before.wall.by_id


@given(days(rules=RULES, most=80), st.data())
def test_removing_a_theme_or_a_table_loses_no_label(day: RandomDay, data: st.DataObject) -> None:
    before = day.conference
    steps = [Asked(remove_theme, ThemeRequest(one.id)) for one in before.wall.themes]
    steps += [Asked(wall.remove_table, wall.TableRequest(one.id)) for one in before.wall.tables]
    if not steps:
        return
    step = data.draw(st.sampled_from(steps))
    after = replay(ask(before, step), before)
    assert {one.id: one.text for one in after.wall.by_id.values()} == {
        one.id: one.text for one in before.wall.by_id.values()
    }
    assert len(after.wall.themes) < len(before.wall.themes) or isinstance(step.ask, wall.TableRequest)


@given(days(rules=RULES, most=120))
def test_labels_stand_only_under_themes_that_are_there_and_quotes_only_under_theirs(day: RandomDay) -> None:
    there = {one.id: one for one in day.conference.wall.themes}
    for one in day.conference.wall.by_id.values():
        assert one.themes <= set(there)
        assert {there[number].prompt for number in one.themes} <= {one.prompt}
    for each in there.values():
        assert all(each.id in day.conference.wall.by_id[number].themes for number in each.quotes)
