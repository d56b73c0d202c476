"""A place on a grid: what a mark means, with nine fields and with 81 cells."""

from __future__ import annotations

import pytest

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.grid import CELLS, NOT_THERE, WORDS, Dot, PlaceOnGrid

QUESTION = PlaceOnGrid.example()
assert isinstance(QUESTION, PlaceOnGrid)
WRITTEN = (
    '{"kind":"grid","across":"Cost","across_low":"low","across_high":"high","up":"Use","up_low":"little","up_high":"much"}',
    PlaceOnGrid("Cost", "low", "high", "Use", "little", "much"),
)


def test_one_of_nine_fields_means_the_cell_in_its_middle() -> None:
    values = [field.value for row in QUESTION.fields for field in row]
    assert values == ["2.8", "5.8", "8.8", "2.5", "5.5", "8.5", "2.2", "5.2", "8.2"]
    assert [QUESTION.read({"vote": [value]}) for value in values] == [
        *((1, 7), (4, 7), (7, 7)),
        *((1, 4), (4, 4), (7, 4)),
        *((1, 1), (4, 1), (7, 1)),
    ]


def test_each_field_says_what_a_mark_there_means() -> None:
    assert [[field.words for field in row] for row in QUESTION.fields] == [
        ["little effort, much effect", "Effort in the middle, much effect", "much effort, much effect"],
        [
            "little effort, Effect in the middle",
            "Effort in the middle, Effect in the middle",
            "much effort, Effect in the middle",
        ],
        ["little effort, little effect", "Effort in the middle, little effect", "much effort, little effect"],
    ]


def test_ends_that_do_not_name_their_axis_are_said_with_it() -> None:
    _, question = WRITTEN
    assert question.columns == ("Cost: low", "Cost in the middle", "Cost: high")
    assert question.read_back((0, 8)) == "Cost: low, Use: much (1 of 9 across, 9 of 9 up)"


@pytest.mark.parametrize("value", CELLS)
def test_every_cell_can_be_chosen_with_or_without_its_field(value: str) -> None:
    cell = QUESTION.read({"vote.at": [value]})
    assert cell == CELLS[value]
    assert QUESTION.said(cell)["vote.at"] == [value]
    assert QUESTION.read(QUESTION.said(cell)) == cell


def test_a_mark_is_read_back_by_its_field_and_its_cell() -> None:
    assert QUESTION.read_back((8, 0)) == "much effort, little effect (9 of 9 across, 1 of 9 up)"
    assert QUESTION.said((8, 0)) == {"vote": ["8.2"], "vote.at": ["9.1"]}


@pytest.mark.parametrize(
    ("fields", "say"),
    [
        ({}, "Please place your mark."),
        ({"vote": [""], "vote.at": [""]}, "Please place your mark."),
        ({"vote": ["2.2", "5.5"]}, NOT_THERE),
        ({"vote": ["1.1"]}, NOT_THERE),  # no field has this in its middle
        ({"vote": ["0.2"]}, NOT_THERE),
        ({"vote": ["２.2"]}, NOT_THERE),
        ({"vote.at": ["9.10"]}, NOT_THERE),
        ({"vote.at": ["1.1", "1.2"]}, NOT_THERE),
        ({"vote": ["8.8"], "vote.at": ["1.1"]}, NOT_THERE),
        ({"vote.at": ["1." * 5_000_000]}, NOT_THERE),
    ],
)
def test_what_is_no_place_on_the_grid_is_refused(fields: dict[str, list[str]], say: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read(fields)
    assert (refused.value.say, refused.value.field) == (say, "vote")


MARKS = [(0, 8), (1, 7), (1, 7), (1, 7), (1, 7), (8, 0), (3, 3)]


def test_marks_are_counted_by_cell_and_by_field() -> None:
    tally = recount(QUESTION, MARKS)
    assert len(tally) == 81
    assert (tally[72], tally[64], tally[8], tally[30]) == (1, 4, 1, 1)
    assert [[part.votes for part in strip.parts] for strip in QUESTION.strips(tally)] == [
        [5, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ]
    assert [strip.name for strip in QUESTION.strips(tally)] == ["much effect", "Effect in the middle", "little effect"]
    assert QUESTION.densest(tally) == ("little effort, much effect", 5)


def test_a_circle_has_the_area_of_its_marks() -> None:
    assert QUESTION.dots(recount(QUESTION, MARKS)) == (
        Dot(0, 8, 1, 0.5),
        Dot(1, 7, 4, 1.0),
        Dot(3, 3, 1, 0.5),
        Dot(8, 0, 1, 0.5),
    )
    assert QUESTION.dots(recount(QUESTION, [(4, 4)] * 16))[0].size == 1.0
    assert QUESTION.dots(recount(QUESTION, [(4, 4)]))[0].size == 0.5  # a single mark is no crowd


def test_fields_with_equally_many_marks_are_not_called_the_densest() -> None:
    assert QUESTION.densest(recount(QUESTION, [(0, 0), (8, 8)])) == ("", 1)
    assert QUESTION.densest(QUESTION.empty()) == ("", 0)


def test_the_export_has_every_cell_with_marks() -> None:
    assert QUESTION.export(recount(QUESTION, [(8, 0), (8, 0), (0, 1)]), ()) == {
        "marks": [{"across": 9, "up": 1, "people": 2}, {"across": 1, "up": 2, "people": 1}]
    }


FORM = {
    "across": ["Effort"],
    "across_low": [" little\teffort"],
    "across_high": ["much effort\u200e"],
    "up": ["Effect"],
    "up_low": ["little effect"],
    "up_high": ["much effect"],
}


def test_the_axes_come_from_the_form() -> None:
    assert PlaceOnGrid.from_form(FORM).checked() == QUESTION


@pytest.mark.parametrize("name", WORDS)
def test_every_axis_needs_a_name_and_two_ends(name: str) -> None:
    with pytest.raises(Refused) as refused:
        PlaceOnGrid.from_form({**FORM, name: [" "]}).checked()
    assert (refused.value.say, refused.value.field) == (f"{WORDS[name]} needs some words.", name)
    with pytest.raises(Refused) as refused:
        PlaceOnGrid.from_form({**FORM, name: ["x" * 31]}).checked()
    assert refused.value.say == f"{WORDS[name]} can have 30 letters at most. Yours has 31."


@pytest.mark.parametrize(
    ("field", "other", "say"),
    [
        ("across_high", "Little effort", "Both ends of the axis from left to right mean the same."),
        ("up_high", "little EFFECT", "Both ends of the axis from bottom to top mean the same."),
    ],
)
def test_the_ends_of_an_axis_mean_different_things(field: str, other: str, say: str) -> None:
    with pytest.raises(Refused) as refused:
        PlaceOnGrid.from_form({**FORM, field: [other]}).checked()
    assert (refused.value.say, refused.value.field) == (say, field)
