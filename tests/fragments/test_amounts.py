"""Two rounds side by side of a kind whose bars do not count votes: both are drawn on one scale."""

from live.conference.polls import Count, Poll, Round, recount
from live.conference.polls.points import HundredPoints
from live.fragments.results import beside_of

QUESTION = HundredPoints(("Training", "Time"))


def counted(number: int, *answers: tuple[int, int], beside: bool = False) -> Round:
    count = Count(len(answers), recount(QUESTION, answers), answers)
    return Round(number, 1, 2, None, count, shown=True, beside=beside)


def test_points_then_and_now_are_as_long_as_they_are_many() -> None:
    """Alone, each round's bars are as long as its own spread leaves room for; side by side that would tell a lie."""
    before, now = counted(1, (0, 100), (100, 0), (50, 50)), counted(2, *[(25, 75)] * 3, beside=True)
    beside = beside_of(Poll(1, "So?", "", QUESTION, (before, now)), now)
    assert beside is not None
    assert [(change.then, change.now, change.words) for change in beside.changes] == [
        ("50 points", "25 points", "down 25"),
        ("50 points", "75 points", "up 25"),
    ]
    assert [(change.then_share, change.now_share) for change in beside.changes] == [(0.667, 0.333), (0.667, 1.0)]
