"""What the screen shows of a wall: turned by whoever runs the day, and never to what it may not show."""

from __future__ import annotations

import pytest

from live.conference import Conference, agenda, wall
from tests.conference.days import ANN, CHAIR, MOMENT, Asked, ask, play, refusal

LOOKED = [wall.LabelPosted(number, "ask", f"Question {number}?", ANN.voice) for number in (1, 2, 3)]


def wall_on(*more: object, shows: str = "") -> Conference:
    """Three labels that were looked at, and a wall (item 1) on the screen; item 2 is a message."""
    return play(
        *LOOKED,
        Asked(agenda.add_item, agenda.AddItem("wall", {}, "The wall", shows=shows)),
        Asked(agenda.add_item, agenda.AddItem("message", {}, "Welcome")),
        agenda.ItemShown(1),
        *more,  # type: ignore[arg-type]  # acts and requests
    )


def turn(shows: str, label: int = 0, item: int = 1) -> Asked:
    return Asked(agenda.turn_wall, agenda.TurnWall(shows, item, label), CHAIR, MOMENT)


@pytest.mark.parametrize("shows", ["labels", "themes", "open"])
def test_an_item_begins_with_what_its_plan_says(shows: str) -> None:
    assert wall_on(shows=shows).agenda.shows == shows


def test_a_wall_that_begins_one_by_one_begins_with_its_oldest_label() -> None:
    start = wall_on(Asked(agenda.add_item, agenda.AddItem("wall", {}, "Again", shows="one")))
    conference = play(Asked(agenda.show_item, agenda.ItemRequest(3)), start=start)
    assert (conference.agenda.shows, conference.agenda.spot) == ("one", 1)


def test_a_wall_is_turned_to_one_label_and_back() -> None:
    one = play(turn("one", 2), start=wall_on())
    assert (one.agenda.shows, one.agenda.spot) == ("one", 2)
    back = play(turn("labels"), start=one)
    assert (back.agenda.shows, back.agenda.spot) == ("labels", 0)
    assert list(ask(back, turn("labels"))) == []


def test_another_item_begins_anew() -> None:
    again = play(turn("one", 2), agenda.ItemShown(2), agenda.ItemShown(1), start=wall_on())
    assert (again.agenda.shows, again.agenda.spot) == ("labels", 0)


def test_a_tap_that_comes_late_turns_nothing() -> None:
    moved_on = play(agenda.ItemShown(2), start=wall_on())
    assert "no wall on the screen" in refusal(moved_on, turn("themes"))[0]
    assert "no wall on the screen" in refusal(moved_on, turn("one", 1, item=0))[0]
    other_wall = play(
        Asked(agenda.add_item, agenda.AddItem("wall", {}, "Another")), agenda.ItemShown(3), start=wall_on()
    )
    assert "Something else is on the screen" in refusal(other_wall, turn("themes"))[0]
    assert "Something else is on the screen" in refusal(other_wall, turn("themes", item=0))[0]


def test_from_a_list_of_labels_one_is_shown_on_whichever_wall_is_on() -> None:
    assert play(turn("one", 3, item=0), start=wall_on()).agenda.spot == 3


@pytest.mark.parametrize(
    ("change", "say"),
    [
        (wall.LabelTakenBack(2), "no longer on the wall"),
        (wall.LabelHeld(2, "It names somebody."), "may not show this label"),
        (wall.LabelParked(2, "Not today."), "may not show this label"),
        (wall.LabelJoined(2, 1), "Please show that one."),
        (wall.LabelReworded(2, "ask", "In other words?", ANN.voice, waits=True), "may not show this label"),
    ],
)
def test_the_screen_never_shows_large_what_it_may_not_show(change: wall.WallAct, say: str) -> None:
    assert say in refusal(wall_on(change), turn("one", 2))[0]


def test_what_is_shown_must_be_one_of_the_four() -> None:
    assert refusal(wall_on(), turn("everything")) == (
        "What should the screen show of the wall? Please choose.",
        "shows",
    )
