"""The label wall: hanging, backing, holding back and sorting labels."""

from __future__ import annotations

import pytest

from live.conference import Act, Actor, Conference, FreezeScreen, erased_by, freeze_screen, replay, subject_of
from live.conference.wall import (
    MOST_THEMES,
    BackingWithdrawn,
    BackLabel,
    HoldLabel,
    Label,
    LabelBacked,
    LabelHeld,
    LabelPosted,
    LabelPutUnder,
    LabelReleased,
    LabelRequest,
    LabelTakenBack,
    LabelTakenFrom,
    NameTheme,
    PostLabel,
    SortLabel,
    Theme,
    ThemeNamed,
    ThemeRemoved,
    ThemeRequest,
    Wall,
    back_label,
    hold_label,
    name_theme,
    post_label,
    remove_theme,
    sort_label,
    take_back_label,
)
from tests.conference.days import ANN, AT, BEN, CEM, FACILITATOR, MADE, Asked, ask, play, refusal


def post(text: str, kind: str = "contribute", by: Actor = ANN, signed: str = "") -> Asked:
    return Asked(post_label, PostLabel(kind, text, signed), by)


def back(label: int, support: str = "me_too", on: str = "yes", by: Actor = BEN) -> Asked:
    return Asked(back_label, BackLabel(label, support, on), by)


def hold(label: int, reason: str = "Names a person") -> Asked:
    return Asked(hold_label, HoldLabel(label, reason), FACILITATOR)


def theme(title: str, number: int = 0) -> Asked:
    return Asked(name_theme, NameTheme(title, number), FACILITATOR)


def sort(label: int, under: int, on: str = "yes") -> Asked:
    return Asked(sort_label, SortLabel(label, under, on), FACILITATOR)


HUNG = play(post("I can cook"), post("Who has a van?", "ask", BEN), start=MADE)
THEMED = play(theme("Food"), theme("Transport"), sort(1, 1), start=HUNG)


def test_a_label_hangs_with_its_words_and_where_to_find_its_writer() -> None:
    step = post(" Listen\u202e first ", "ask", signed="Moira,\ntable 6")
    assert ask(HUNG, step) == [LabelPosted(3, "ask", "Listen first", "ann", "Moira, table 6", AT, waits=True)]


def test_the_newest_label_comes_first() -> None:
    assert [label.text for label in HUNG.wall.newest_first()] == ["Who has a van?", "I can cook"]


@pytest.mark.parametrize(
    ("step", "say", "field"),
    [
        (
            post("x", "shout"),
            "Is it something you can contribute, or something you want to ask? Please choose.",
            "kind",
        ),
        (post(" \u200b"), "A label needs some words.", "text"),
        (post("x" * 301), "A label can have 300 letters at most. Yours has 301.", "text"),
        (post("I can cook"), "You have hung this label already.", "text"),
        (post("x", signed="x" * 61), "Where people can find you can have 60 letters at most. Yours has 61.", "signed"),
        (post("x", by=FACILITATOR), "Please join first: type the six numbers on the big screen.", ""),
    ],
)
def test_a_label_that_cannot_hang_is_refused_with_the_reason(step: Asked, say: str, field: str) -> None:
    assert refusal(HUNG, step) == (say, field)


def test_two_people_may_hang_the_same_words() -> None:
    assert ask(HUNG, post("I can cook", by=BEN)) == [
        LabelPosted(3, "contribute", "I can cook", "ben", "", AT, waits=True)
    ]


def test_a_label_taken_back_leaves_no_words_and_its_number_is_not_used_again() -> None:
    down = play(Asked(take_back_label, LabelRequest(2), BEN), start=HUNG)
    assert down.wall == Wall(HUNG.wall.by_id.remove(2), latest_id=2)
    assert erased_by(LabelTakenBack(2)) == (subject_of(LabelPosted(2, "ask", "x", "ben")),)
    assert ask(down, post("Another"))[0] == LabelPosted(3, "contribute", "Another", "ann", "", AT, waits=True)


def test_the_number_of_an_erased_label_is_not_used_again_after_a_restart() -> None:
    assert replay([LabelTakenBack(2)]).wall == Wall(latest_id=2)


def test_only_its_writer_takes_a_label_down() -> None:
    step = Asked(take_back_label, LabelRequest(1), BEN)
    assert refusal(HUNG, step) == ("Only the person who wrote a label can take it down.", "")


def test_backing_a_label_and_thinking_better_of_it() -> None:
    assert ask(HUNG, back(1)) == [LabelBacked(1, "ben", "me_too")]
    backed = play(back(1), back(1, by=CEM), start=HUNG)
    assert set(backed.wall.by_id[1].me_too) == {"ben", "cem"}
    assert ask(backed, back(1)) == []
    assert ask(backed, back(1, on="no")) == [BackingWithdrawn(1, "ben", "me_too")]
    assert play(back(1, on="no"), back(1, on="no", by=CEM), start=backed) == HUNG
    assert ask(HUNG, back(1, on="no")) == []


def test_help_is_offered_for_questions_and_is_not_me_too() -> None:
    offered = play(back(2, "help", by=CEM), start=HUNG)
    assert (set(offered.wall.by_id[2].help), set(offered.wall.by_id[2].me_too)) == ({"cem"}, set())
    assert refusal(HUNG, back(1, "help")) == ("That cannot be done with this label.", "")
    assert refusal(HUNG, back(2, "clap", by=CEM)) == ("That cannot be done with this label.", "")


def test_nobody_backs_their_own_label() -> None:
    assert refusal(HUNG, back(1, by=ANN)) == ("This is your own label.", "")


def test_a_held_label_is_off_the_wall_and_cannot_be_backed() -> None:
    held = play(hold(1), start=HUNG)
    assert [label.id for label in held.wall.newest_first()] == [2]
    assert [label.id for label in held.wall.newest_first(held=True)] == [2, 1]
    assert refusal(held, back(1)) == ("This label is held back just now.", "")


def test_what_is_taken_down_goes_from_a_frozen_screen_too() -> None:
    frozen = play(Asked(freeze_screen, FreezeScreen("yes")), start=HUNG)
    after = play(hold(1), Asked(take_back_label, LabelRequest(2), BEN), post("New"), start=frozen)
    assert after.as_the_room_sees_it.wall.newest_first() == []
    assert [label.id for label in after.wall.newest_first()] == [3]


def test_a_label_may_stand_under_several_themes() -> None:
    assert ask(HUNG, theme("Food")) == [ThemeNamed(1, "Food")]
    assert ask(THEMED, sort(1, 2)) == [LabelPutUnder(1, 2)]
    both = play(sort(1, 2), start=THEMED)
    assert both.wall.by_id[1].themes == {1, 2}
    assert [both.wall.of_theme(number) for number in (1, 2)] == [[both.wall.by_id[1]]] * 2
    assert ask(both, sort(1, 2)) == []
    assert ask(both, sort(1, 2, "no")) == [LabelTakenFrom(1, 2)]
    assert ask(THEMED, sort(1, 2, "no")) == []
    assert play(sort(1, 2, "no"), start=both) == THEMED


def test_a_theme_taken_away_leaves_its_labels_on_the_wall() -> None:
    gone = play(Asked(remove_theme, ThemeRequest(1)), start=THEMED)
    assert gone.wall.themes == (Theme(2, "Transport"),)
    assert gone.wall.by_id[1] == Label(1, "contribute", "I can cook", "ann", "", AT, waits=True)
    assert ask(gone, Asked(remove_theme, ThemeRequest(1))) == []
    assert ask(gone, theme("Food")) == [ThemeNamed(3, "Food")]
    assert ask(THEMED, Asked(remove_theme, ThemeRequest(1))) == [ThemeRemoved(1)]


def test_a_theme_can_be_renamed_also_in_its_capitals() -> None:
    assert ask(THEMED, theme("FOOD", 1)) == [ThemeNamed(1, "FOOD")]
    assert ask(THEMED, theme("Food", 1)) == []
    assert play(theme("Meals", 1), start=THEMED).wall.themes == (Theme(1, "Meals"), Theme(2, "Transport"))


def test_themes_are_told_apart_by_name() -> None:
    assert refusal(THEMED, theme("food")) == ("There is a theme of this name already.", "title")
    assert refusal(THEMED, theme("transport", 1)) == ("There is a theme of this name already.", "title")
    assert refusal(THEMED, theme("Money", 9)) == ("This theme is no longer there.", "")


def test_there_are_no_more_themes_than_the_wall_can_hold() -> None:
    full = play(*(theme(f"Theme {number}") for number in range(MOST_THEMES)), start=MADE)
    assert refusal(full, theme("More")) == ("There are 60 themes, which is as many as the wall can hold.", "title")


@pytest.mark.parametrize(
    "step",
    [hold(9), back(9), sort(9, 1)],
    ids=lambda step: step.rule.__name__,
)
def test_a_label_that_is_gone_cannot_be_touched(step: Asked) -> None:
    assert refusal(THEMED, step) == ("This label is no longer on the wall.", "")


def test_taking_back_a_label_that_is_gone_is_done_already() -> None:
    assert ask(THEMED, Asked(take_back_label, LabelRequest(9), ANN)) == []


def test_acts_about_labels_that_were_erased_change_nothing() -> None:
    acts: list[Act] = [LabelHeld(1, "x"), LabelReleased(1), LabelBacked(1, "ben", "help"), LabelPutUnder(1, 1)]
    assert replay(acts) == Conference()
