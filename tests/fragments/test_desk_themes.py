"""Facilitators' themes and tables as they are drawn: one move touches one label, and words are only words."""

import re

import pytest

from live.conference import Actor, Request, wall
from live.conference.wall import LabelJoined, LabelPosted, PromptPut, PromptRemoved, TableNamed
from live.fragments import Picture, Scene, View
from live.fragments.desk_tables import answer_in, desk_tables, table_of
from live.fragments.desk_themes import label_under, themes_of
from tests.conference.days import ANN, FACILITATOR, MADE, Asked, Rule, play
from tests.fragments.drawing import changes, drawn, html_of

MANY = 600


class Day:
    """A conference that grows act by act, and the pictures of it."""

    def __init__(self) -> None:
        self.conference = MADE

    def do(self, rule: Rule, ask: Request, by: Actor) -> None:
        self.conference = play(Asked(rule, ask, by), start=self.conference)

    def post(self, text: str) -> None:
        self.do(wall.post_label, wall.PostLabel("ask", text), ANN)

    def picture(self, view: View) -> Picture:
        return drawn(view, self.conference)


def themed(*titles: str) -> Day:
    """Three questions on the wall of the day, and these themes."""
    day = Day()
    for number in (1, 2, 3):
        day.post(f"Question {number}")
    for title in titles:
        day.do(wall.name_theme, wall.NameTheme(title), FACILITATOR)
    return day


def sort(day: Day, label: int, theme: int, on: str = "yes", out_of: int = 0) -> None:
    day.do(wall.sort_label, wall.SortLabel(label, theme, on, out_of), FACILITATOR)


def test_a_label_stands_under_several_themes_and_once_in_each() -> None:
    day = themed("Power", "Money", "Time")
    picture = day.picture(themes_of(0))
    sort(day, 1, 1)
    sort(day, 1, 3)
    told = changes(picture, day.conference)
    assert ["cut", "desk-theme-0-label-1"] in told
    assert ["add", "desk-theme-1-labels", ""] in told
    assert ["add", "desk-theme-3-labels", ""] in told
    html = html_of(picture)
    assert html.count("Question 1") == 2
    assert "Also under Time" in html
    assert "1 of 3 labels are in a theme." in html


def test_sorting_one_label_leaves_the_others_alone() -> None:
    day = themed("Power")
    picture = day.picture(themes_of(0))
    sort(day, 2, 1)
    touched = {op[1] for op in changes(picture, day.conference)}
    assert touched == {
        "desk-sorted-number",
        "desk-theme-0-number",
        "desk-theme-0-label-2",
        "desk-theme-1-number",
        "desk-theme-1-labels",
    }


def test_a_new_theme_or_a_new_name_leaves_all_labels_alone() -> None:
    day = themed("Power")
    sort(day, 1, 1)
    picture = day.picture(themes_of(0))
    day.do(wall.name_theme, wall.NameTheme("Money"), FACILITATOR)
    day.do(wall.name_theme, wall.NameTheme("Who decides", 1), FACILITATOR)
    assert {op[1] for op in changes(picture, day.conference)} == {
        "desk-theme-list",
        "desk-theme-1-head",
        "desk-key-1",
        "desk-keys",
    }


def test_a_quote_changes_its_own_label_and_says_so_in_words() -> None:
    day = themed("Power")
    sort(day, 1, 1)
    picture = day.picture(themes_of(0))
    day.do(wall.pick_quote, wall.PickQuote(1, 1), FACILITATOR)
    assert changes(picture, day.conference) == [["put", "desk-theme-1-label-1"]]
    assert "Is a quote" in html_of(picture)


def test_labels_that_are_held_back_are_not_sorted_into_themes() -> None:
    day = themed("Power")
    day.do(wall.hold_label, wall.HoldLabel(1, "It names somebody."), FACILITATOR)
    assert "Question 1" not in html_of(day.picture(themes_of(0)))
    assert "This label is off the wall just now." in html_of(day.picture(label_under(1)))


def test_what_says_the_same_is_one_card_with_all_wordings_and_is_counted() -> None:
    day = themed("Power")
    day.conference = play(LabelJoined(2, 1), start=day.conference)
    sort(day, 1, 1)
    html = html_of(day.picture(themes_of(0)))
    assert "Said by 2" in html
    assert "2 of 3 labels are in a theme." in html
    assert re.findall(r'id="desk-theme-1-number">(\d+)', html) == ["2"]
    assert html.count("/do/pick_quote") == 2, "each wording can be the quote"


def test_rows_of_a_table_are_no_themes_and_themes_no_rows() -> None:
    day = themed("Power")
    day.do(wall.name_table, wall.NameTable("Who is it for"), FACILITATOR)
    day.do(wall.name_theme, wall.NameTheme("Carers", table=1), FACILITATOR)
    sort(day, 1, 2)
    html = html_of(day.picture(themes_of(0)))
    assert "Carers" not in html
    assert "0 of 3 labels are in a theme." in html
    html = html_of(day.picture(table_of(1)))
    assert "Power" not in html
    assert "1 mark. 1 of 3 answers are in a row." in html


def test_a_table_of_a_wall_that_was_removed_does_not_pass_for_one_of_the_day() -> None:
    day = themed()
    day.conference = play(
        PromptPut(1, "Who is it for?"), TableNamed(1, "Who", 1), PromptRemoved(1), start=day.conference
    )
    assert "A wall that is no longer there" in html_of(day.picture(table_of(1)))


def test_answers_are_gone_through_in_the_order_in_which_they_came() -> None:
    day = themed()
    day.do(wall.name_table, wall.NameTable("Who is it for"), FACILITATOR)
    day.do(wall.name_theme, wall.NameTheme("Carers", table=1), FACILITATOR)
    sort(day, 2, 1)
    html = html_of(day.picture(answer_in(1, 1)))
    assert "Answer 1 of 3" in html
    assert 'tables/1/2" rel="next"' in html
    assert 'tables/1/3">Next that is in no row' in html
    assert 'rel="prev"' not in html
    last = html_of(day.picture(answer_in(1, 3)))
    assert 'tables/1/2" rel="prev"' in last
    assert 'tables/1/1">Next that is in no row' in last, "those that were passed over come again"


@pytest.mark.parametrize(
    "view",
    [themes_of(0), label_under(1), desk_tables, table_of(1), answer_in(1, 1)],
    ids=lambda view: view.name,
)
def test_what_people_write_is_never_markup(view: View) -> None:
    day = Day()
    bad = '"><script>x</script>{{ 7*7 }}'
    day.post(bad)
    day.do(wall.name_theme, wall.NameTheme(bad, text=bad), FACILITATOR)
    day.do(wall.name_table, wall.NameTable(bad), FACILITATOR)
    day.do(wall.name_theme, wall.NameTheme(bad, table=1), FACILITATOR)
    sort(day, 1, 1)
    sort(day, 1, 2)
    html = html_of(day.picture(view))
    assert "<script" not in html
    assert "&lt;script&gt;x&lt;/script&gt;{{ 7*7 }}" in html


def test_with_six_hundred_labels_a_move_is_a_few_bytes_and_draws_one_label() -> None:
    day = themed(*(f"Theme {number}" for number in range(1, 13)))
    day.conference = play(
        *(LabelPosted(number, "ask", f"Question number {number}", "ann") for number in range(4, MANY + 1)),
        start=day.conference,
    )
    picture = day.picture(themes_of(0))
    seen = picture.stamp
    sort(day, 300, 5)
    picture.redraw(Scene(day.conference))
    frame = picture.frame(seen)
    assert frame is not None
    assert len(frame) < 3_000
