"""The conference as a whole: making and describing it, and under which subject its acts lie."""

from __future__ import annotations

import pytest

from live.conference import (
    Act,
    Conference,
    ConferenceMade,
    DayDescribed,
    DescribeDay,
    MakeConference,
    agenda,
    board,
    describe_day,
    erased_by,
    is_timeless,
    keeping,
    make_conference,
    people,
    polls,
    replay,
    subject_of,
    wall,
)
from tests.conference.days import AT, FURNISHED, PLANNED, Asked, ask, play, refusal


def test_a_conference_is_made_once() -> None:
    step = Asked(make_conference, MakeConference("482913", " Together\n"))
    assert ask(Conference(), step) == [
        ConferenceMade("482913", "Together", AT),
        keeping.EndDateSet("2026-10-09"),
    ]
    assert refusal(play(step), step) == ("This conference has been made already.", "")
    assert refusal(Conference(), Asked(make_conference, MakeConference("482913", " "))) == (
        "The title needs some words.",
        "title",
    )


def test_the_day_can_be_described_again() -> None:
    assert ask(PLANNED, Asked(describe_day, DescribeDay("Together", "23 May"))) == [DayDescribed("Together", "23 May")]
    assert ask(PLANNED, Asked(describe_day, DescribeDay("Together", "22 May", "City hall"))) == []
    assert refusal(PLANNED, Asked(describe_day, DescribeDay(""))) == ("The title needs some words.", "title")


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        (polls.PollOpened(3, 2, AT), "poll/3"),
        (polls.PollCounted(3, 2, ()), "poll/3"),
        (polls.BallotBoxMade(3, 2, "key"), "poll/3/2/votes"),
        (polls.VoteCast(3, 2, "x", 0), "poll/3/2/votes"),
        (wall.LabelPosted(31, "ask", "x", "ann"), "label/31"),
        (wall.LabelBacked(31, "ann", "help"), "label/31"),
        (wall.LabelTakenBack(31), "wall"),
        (wall.ThemeNamed(1, "x"), "themes"),
        (board.TopicProposed(12, "x", "Ann", "ann"), "topic/12"),
        (board.HandRaised(12, "ann", "lead"), "topic/12"),
        (board.TopicWithdrawn(12), "board"),
        (people.VoiceJoined("ann"), "voice/ann"),
        (people.LinkMade(1, "chair", "x"), "day"),
        (agenda.ItemShown(1), "day"),
    ],
)
def test_acts_lie_under_what_can_be_erased_as_one(act: Act, subject: str) -> None:
    assert subject_of(act) == subject


def test_an_act_never_erases_itself() -> None:
    """That a box was counted or a label taken down stays on the disk, so that the day can be told without what was erased."""
    erasing: list[Act] = [polls.PollCounted(3, 2, ()), wall.LabelTakenBack(31), board.TopicWithdrawn(12)]
    assert [erased_by(act) for act in erasing] == [
        ("poll/3/2/votes",),
        ("label/31",),
        ("topic/12", "topic/12/notes"),
    ]
    assert [act for act in erasing if subject_of(act) in erased_by(act)] == []
    assert {type(act) for act in FURNISHED if erased_by(act)} == {polls.PollCounted}


def test_the_entry_of_a_vote_and_no_other_bears_no_time() -> None:
    """The time of a vote could tell whose it is."""
    assert {type(act) for act in FURNISHED if is_timeless(act)} == {polls.VoteCast}
    for act in (polls.SealedVoteCast(1, 1, "x", "y"), polls.VoteWithdrawn(1, 1, "x")):
        assert is_timeless(act)
        assert subject_of(act) == "poll/1/1/votes"
    assert polls.VoteCast.__struct_fields__ == ("poll", "round", "voter", "answer")
    assert polls.SealedVoteCast.__struct_fields__ == ("poll", "round", "voter", "sealed")
    assert polls.VoteWithdrawn.__struct_fields__ == ("poll", "round", "voter")


def test_replay_of_nothing_is_an_empty_day() -> None:
    assert replay([]) == Conference()
    assert replay([], PLANNED) is PLANNED
