"""The result by group: no group that is shown is of fewer than five, and neither is what is left of the whole without them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from live.conference.polls import add_answer, recount
from live.conference.polls.groups import FEWEST, NO_GROUP, GroupCount, groups_to_show
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.question import Answer
from live.conference.polls.several_choices import SeveralChoices

OPTIONS = ("Tea", "Coffee", "Water")
ONE, SEVERAL = OneChoice(OPTIONS), SeveralChoices(OPTIONS)

Said = list[tuple[str, Answer]]

sizes = st.lists(st.integers(0, 12), max_size=6)
unknown = st.integers(0, 9)  # people of whom no group is known: on paper


def hall(sizes: list[int], dice: list[Answer]) -> Said:
    """People of groups of these sizes, the first of those who named none, with answers from `dice` in turn."""
    groups = [name for place, size in enumerate(sizes) for name in [f"Group {place}" if place else ""] * size]
    return [(name, dice[place % len(dice)]) for place, name in enumerate(groups)]


answers = st.lists(st.sampled_from([0, 1, 2, -1]), min_size=1, max_size=7)


@given(sizes, answers, unknown)
@example([0, 5, 5, 4], [0], 0)  # the four would be all that is left
@example([0, 5, 6, 1], [0, 1], 3)
@example([4, 5], [0], 0)
def test_nobody_can_be_made_out_also_not_by_subtraction(sizes: list[int], dice: list[Answer], unknown: int) -> None:
    said = hall(sizes, dice)
    shown = groups_to_show(ONE, said, len(said) + unknown)
    remainder = len(said) + unknown - sum(group.answered for group in shown)
    assert all(group.answered >= FEWEST for group in shown)
    assert not shown or remainder == 0 or remainder >= FEWEST


@given(sizes, answers, unknown)
@example([0, 5, 5, 3], [0], 2)  # three on phones and two on paper: whoever typed these in would know the three
@example([0, 5, 5], [0], 2)
def test_who_knows_the_ballots_on_paper_can_make_out_nobody_either(
    sizes: list[int], dice: list[Answer], on_paper: int
) -> None:
    said = hall(sizes, dice)
    shown = groups_to_show(ONE, said, len(said) + on_paper, on_paper)
    by_phone = len(said) - sum(group.answered for group in shown)
    assert not shown or by_phone == 0 or by_phone >= FEWEST
    assert not shown or by_phone + on_paper == 0 or by_phone + on_paper >= FEWEST


@given(sizes, answers, unknown)
def test_each_group_is_counted_as_it_answered(sizes: list[int], dice: list[Answer], unknown: int) -> None:
    said = hall(sizes, dice)
    for group in groups_to_show(ONE, said, len(said) + unknown):
        mine = [answer for name, answer in said if (name or NO_GROUP) == group.name]
        assert group == GroupCount(group.name, len(mine), recount(ONE, mine))


@given(sizes, answers, unknown)
def test_groups_and_what_is_left_make_the_whole(sizes: list[int], dice: list[Answer], unknown: int) -> None:
    said = hall(sizes, dice)
    whole = recount(ONE, [answer for _, answer in said])
    shown = groups_to_show(ONE, said, len(said) + unknown)
    names = {group.name for group in shown}
    left = recount(ONE, [answer for name, answer in said if (name or NO_GROUP) not in names])
    added = tuple(map(sum, zip(left, *(group.tally for group in shown), strict=True)))
    assert added == whole


@given(sizes, answers, unknown, st.randoms(use_true_random=False))
def test_the_order_of_votes_makes_no_difference(
    sizes: list[int], dice: list[Answer], unknown: int, chance: object
) -> None:
    said = hall(sizes, dice)
    turned = list(said)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    everybody = len(said) + unknown
    assert groups_to_show(ONE, said, everybody) == groups_to_show(ONE, turned, everybody)
    assert [group.name for group in groups_to_show(ONE, said, everybody)] == sorted(
        group.name for group in groups_to_show(ONE, turned, everybody)
    )


def test_the_smallest_group_goes_too_where_what_is_left_would_be_too_few() -> None:
    said = hall([0, 7, 5, 3], [0])
    assert [group.name for group in groups_to_show(ONE, said, len(said))] == ["Group 1"]
    assert [group.name for group in groups_to_show(ONE, said, len(said) + 2)] == ["Group 1", "Group 2"]
    assert groups_to_show(ONE, hall([0, 5, 4], [0]), 9) == ()


def test_several_choices_of_one_person_are_one_person_in_the_group() -> None:
    said: Said = [("Carers", (0, 1))] * 5 + [("Carers", -1)]
    assert groups_to_show(SEVERAL, said, 6) == (GroupCount("Carers", 6, (5, 5, 0)),)
    assert add_answer(SEVERAL, (5, 5, 0), -1) == (5, 5, 0)
