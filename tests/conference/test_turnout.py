"""How many have answered and how many could have: the same everywhere, with badges, on paper and in envelopes."""

from __future__ import annotations

from pathlib import Path

from live.conference import Moment
from live.conference.doors import Badge, BadgesMade, BadgeUsed, DoorChosen
from live.conference.polls import (
    LATE_MS,
    CastVote,
    RoundRequest,
    ShowResult,
    TypePaper,
    cast_vote,
    close_poll,
    open_poll,
    show_result,
    turnout,
    type_paper,
)
from live.envelopes import Envelopes
from tests.conference.days import ANN, AT, BEN, FACILITATOR, PLANNED, TOKEN, Asked, play

FIRST = RoundRequest(1, 1)
BADGES = (BadgesMade((Badge(1, "one", "L1"), Badge(2, "two", "L2"))), BadgeUsed("ann", 1), BadgeUsed("ben", 2))
VOTE = Asked(cast_vote, CastVote(1, 1, {"vote": ["A"]}), ANN)
PAPER = Asked(type_paper, TypePaper(1, 1, {"vote": ["B"]}, "3"), FACILITATOR)
AFTER = Moment(AT + LATE_MS, TOKEN)
COUNTED = (Asked(close_poll, FIRST), Asked(show_result, ShowResult(1, 1), moment=AFTER))


def test_whoever_votes_on_paper_could_vote_too_before_the_count_and_after_it() -> None:
    opened = play(Asked(open_poll, FIRST), VOTE, PAPER, start=PLANNED)
    assert turnout(opened, opened.polls.by_id[1].rounds[0]) == (4, 4 + 3)
    counted = play(*COUNTED, start=opened)
    assert turnout(counted, counted.polls.by_id[1].rounds[0]) == (4, 4 + 3)


def test_with_badges_only_whoever_has_one_could_vote() -> None:
    opened = play(DoorChosen("badges"), *BADGES, Asked(open_poll, FIRST), VOTE, start=PLANNED)
    assert turnout(opened, opened.polls.by_id[1].rounds[0]) == (1, 2)


def test_a_ballot_on_paper_is_no_envelope(tmp_path: Path) -> None:
    sealing = Moment(AT, TOKEN, Envelopes(tmp_path, "here-123456"))
    opening, vote = Asked(open_poll, FIRST, moment=sealing), VOTE._replace(moment=sealing)
    opened = play(
        DoorChosen("secret"), *BADGES, opening, vote, VOTE._replace(by=BEN, moment=sealing), PAPER, start=PLANNED
    )
    assert turnout(opened, opened.polls.by_id[1].rounds[0]) == (2, 2)
