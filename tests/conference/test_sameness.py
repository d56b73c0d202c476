"""The same thing said twice: joining labels, parting them, keeping them apart, and taking a suggested theme."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Act, Actor, Conference, Refused, replay, wall
from live.conference.wall import (
    MOST_THEMES,
    JoinLabels,
    KeepApart,
    Label,
    LabelJoined,
    LabelParted,
    LabelPutUnder,
    LabelRequest,
    NameTheme,
    PairKeptApart,
    SortLabel,
    TakeSuggestion,
    ThemeNamed,
    followers,
    join_labels,
    keep_apart,
    part_label,
    take_suggestion,
)
from live.conference.wall.wall_acts import PromptPut
from tests.conference.days import ANN, BEN, CEM, DELEGATES, FACILITATOR, MADE, Asked, Rule, acts_of, ask, play, refusal
from tests.conference.random_days import Day, days, left_after_erasing


def post(text: str, by: Actor = ANN, kind: str = "contribute") -> Asked:
    return Asked(wall.post_label, wall.PostLabel(kind, text), by)


def join(label: int, into: int) -> Asked:
    return Asked(join_labels, JoinLabels(label, into), FACILITATOR)


def part(label: int) -> Asked:
    return Asked(part_label, LabelRequest(label), FACILITATOR)


def apart(one: int, other: int) -> Asked:
    return Asked(keep_apart, KeepApart(one, other), FACILITATOR)


def take(title: str, *labels: object, prompt: int = 0) -> Asked:
    return Asked(take_suggestion, TakeSuggestion(title, prompt, {"label": list(map(str, labels))}), FACILITATOR)


HUNG_ACTS = acts_of(
    post("More time"),
    post("Time!", BEN),
    post("A bit of time", CEM),
    post("Bread"),
    post("Time?", BEN, "ask"),
    start=MADE,
)
HUNG = replay(HUNG_ACTS, MADE)


def said(conference: Conference, label: int) -> list[str]:
    return [one.text for one in conference.wall.said_by(conference.wall.by_id[label])]


def test_two_that_say_the_same_hang_as_one_with_both_wordings() -> None:
    joined = play(join(2, 1), start=HUNG)
    assert said(joined, 1) == ["More time", "Time!"]
    assert [label.id for label in joined.wall.hanging(0)] == [5, 4, 3, 1]
    assert ask(joined, join(2, 1)) == ask(joined, join(1, 2)) == []
    assert play(part(2), start=joined) == play(part(1), start=joined) == HUNG


def test_who_joins_brings_along_those_it_stood_for() -> None:
    pair = play(join(2, 1), start=HUNG)
    assert ask(pair, join(1, 3)) == [LabelJoined(1, 3), LabelJoined(2, 3)]
    assert ask(pair, join(2, 3)) == [LabelJoined(1, 3), LabelJoined(2, 3)]
    assert ask(pair, join(3, 2)) == [LabelJoined(3, 1)]
    three = play(join(1, 3), start=pair)
    assert said(three, 3) == ["More time", "Time!", "A bit of time"]
    assert ask(three, part(3)) == [LabelParted(1), LabelParted(2)]
    assert ask(three, part(1)) == [LabelParted(1)]
    assert ask(three, part(4)) == []


def test_who_stands_for_the_others_stands_under_their_themes() -> None:
    themed = play(
        *(Asked(wall.name_theme, NameTheme(title)) for title in ("Time", "Money")),
        *(Asked(wall.sort_label, SortLabel(label, theme)) for label, theme in ((1, 1), (2, 1), (2, 2))),
        start=HUNG,
    )
    assert ask(themed, join(2, 1)) == [LabelJoined(2, 1), LabelPutUnder(1, 2)]
    parted = play(join(2, 1), part(2), start=themed)
    assert [sorted(parted.wall.by_id[label].themes) for label in (1, 2)] == [[1, 2], [1, 2]]


HELD = play(Asked(wall.hold_label, wall.HoldLabel(2, "Too loud")), start=HUNG)
ASKED = play(
    PromptPut(1, "What stands in the way?"), wall.LabelPosted(6, "answer", "Time", "ann", prompt=1), start=HUNG
)


@pytest.mark.parametrize(
    ("conference", "step", "say"),
    [
        (HUNG, join(9, 1), "This label is no longer on the wall."),
        (HUNG, join(1, 0), "This label is no longer on the wall."),
        (HUNG, part(9), "This label is no longer on the wall."),
        (HUNG, apart(1, 9), "This label is no longer on the wall."),
        (HUNG, join(5, 1), "One is something to contribute and the other something to ask, so they cannot be joined."),
        (ASKED, join(6, 1), "These labels answer two different questions."),
        (HELD, join(2, 1), "One of these labels is off the wall just now. Let it hang again first."),
        (HELD, join(1, 2), "One of these labels is off the wall just now. Let it hang again first."),
        (HUNG, apart(1, 1), "These two are joined. Part them first."),
        (play(join(2, 1), start=HUNG), apart(2, 1), "These two are joined. Part them first."),
    ],
)
def test_what_cannot_be_joined_or_kept_apart_is_refused_with_the_reason(
    conference: Conference, step: Asked, say: str
) -> None:
    assert refusal(conference, step) == (say, "")


def test_a_pair_that_is_not_the_same_is_remembered_once() -> None:
    kept = play(apart(3, 1), start=HUNG)
    assert kept.wall.apart == {(1, 3)}
    assert wall.are_apart(kept.wall, 3, 1)
    assert not wall.are_apart(kept.wall, 1, 2)
    assert ask(kept, apart(1, 3)) == []
    assert ask(play(join(2, 1), start=HUNG), apart(2, 4)) == [PairKeptApart(1, 4)]


def test_a_head_taken_back_leaves_the_others_standing_and_together() -> None:
    acts = [*HUNG_ACTS, *acts_of(join(2, 1), join(3, 1), start=HUNG)]
    joined = replay(acts, MADE)
    down = ask(joined, Asked(wall.take_back_label, LabelRequest(1), ANN))
    after = replay(down, joined)
    assert said(after, 2) == ["Time!", "A bit of time"]
    assert [label.id for label in after.wall.hanging(0)] == [5, 4, 2]
    assert replay(left_after_erasing([*acts, *down]), MADE) == after


def test_a_suggested_theme_is_taken_with_the_labels_that_were_seen() -> None:
    assert ask(HUNG, take("time", 2, 1)) == [ThemeNamed(1, "time"), LabelPutUnder(1, 1), LabelPutUnder(2, 1)]
    taken = play(take("Time", 1, 2), start=HUNG)
    assert ask(taken, take("Time", 1, 2)) == []
    assert ask(taken, take("TIME", 2, 3)) == [LabelPutUnder(3, 1)]
    assert ask(play(join(2, 1), start=HUNG), take("Time", 1, 2)) == [ThemeNamed(1, "Time"), LabelPutUnder(1, 1)]
    assert ask(ASKED, take("Time", 1, 6, prompt=1)) == [ThemeNamed(1, "Time", prompt=1), LabelPutUnder(6, 1)]
    assert ask(HELD, take("Time", 1, 2, 77, "x", "٣", -1)) == [ThemeNamed(1, "Time"), LabelPutUnder(1, 1)]


@pytest.mark.parametrize(
    ("step", "say", "field"),
    [
        (take("Time"), "These labels do not hang there any more. Please look again.", ""),
        (take("Time", 88, "9" * 5000), "These labels do not hang there any more. Please look again.", ""),
        (take(" ", 1), "A theme needs some words.", "title"),
        (take("x" * 61, 1), "A theme can have 60 letters at most. Yours has 61.", "title"),
        (take("Time", *range(201)), "At most 200 labels can be taken at once.", ""),
    ],
)
def test_a_suggestion_that_cannot_be_taken_is_refused(step: Asked, say: str, field: str) -> None:
    assert refusal(HUNG, step) == (say, field)


def test_no_suggestion_makes_more_themes_than_the_wall_holds() -> None:
    full = replay([ThemeNamed(number, f"Theme {number}") for number in range(1, MOST_THEMES + 1)], HUNG)
    assert refusal(full, take("Time", 1)) == ("There are 60 themes, which is as many as the wall can hold.", "title")


# --- laws ------------------------------------------------------------------------------------------------------------------

RULES: list[Rule] = [
    join_labels,
    join_labels,
    join_labels,
    part_label,
    keep_apart,
    wall.take_back_label,
    wall.reword_label,
]
RULES += [wall.hold_label, wall.release_label, wall.post_label, take_suggestion]


def groups(conference: Conference) -> dict[int, list[Label]]:
    """The labels that stand for themselves, each with all that say the same, also those off the wall."""
    hall = conference.wall
    return {label.id: [label, *followers(hall, label.id)] for label in hall.by_id.values() if hall.stands(label)}


@given(days(rules=RULES))
def test_whatever_is_joined_and_parted_each_wording_is_said_in_one_group(day: Day) -> None:
    hall = day.conference.wall
    told = sorted(label.id for group in groups(day.conference).values() for label in group)
    assert told == sorted(hall.by_id)
    for head, group in groups(day.conference).items():
        assert hall.by_id[head].same_as == 0
        assert len({(label.prompt, label.kind) for label in group}) == 1
        hangs = [label.id for label in group if not label.is_off or label.id == head]
        assert [label.id for label in hall.said_by(hall.by_id[head])] == sorted(hangs)


@given(days(rules=RULES))
def test_nothing_of_a_label_that_was_taken_back_is_needed_to_tell_the_others(day: Day) -> None:
    assert replay(left_after_erasing(day.acts)) == day.conference


PAIRS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=12)


@given(PAIRS, st.integers(0, 2**32))
def test_in_whatever_order_pairs_are_joined_the_same_labels_are_together(
    pairs: list[tuple[int, int]], seed: int
) -> None:
    wall_of_eight = play(*(post(f"Label {number}", DELEGATES[number % 4]) for number in range(8)), start=MADE)

    def joined(pairs: list[tuple[int, int]]) -> set[frozenset[int]]:
        conference = wall_of_eight
        for label, into in pairs:
            conference = replay(ask(conference, join(label, into)), conference)
        return {frozenset(label.id for label in group) for group in groups(conference).values()}

    shuffled = [pair[::-1] if number % 2 else pair for number, pair in enumerate(pairs)]
    Random(seed).shuffle(shuffled)
    assert joined(pairs) == joined(shuffled)


@given(days(rules=RULES))
def test_parting_every_group_gives_back_every_label_as_it_stood(day: Day) -> None:
    conference = day.conference
    for head in groups(day.conference):
        acts: list[Act] = list(ask(conference, part(head)))
        conference = replay(acts, conference)
    assert all(label.same_as == 0 for label in conference.wall.by_id.values())
    assert {label.text for label in conference.wall.by_id.values()} == {
        label.text for label in day.conference.wall.by_id.values()
    }


@given(days(rules=RULES), st.integers(1, 8), st.integers(1, 8))
def test_those_who_were_joined_are_never_suggested_again(day: Day, one: int, other: int) -> None:
    try:
        conference = play_quietly(day.conference, join(one, other))
    except Refused:
        return
    heads = {number: head for head, group in groups(conference).items() for number in (label.id for label in group)}
    assert heads[one] == heads[other]


def play_quietly(conference: Conference, step: Asked) -> Conference:
    return replay(ask(conference, step), conference)
