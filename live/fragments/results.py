"""What phones and screen say alike of a result: two rounds side by side, and how each group of people answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from live.conference.polls import Count, Poll, Round
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Bar, Strip, pictured

NOON = 12


class Change(Struct, frozen=True):
    """One answer, then and now: what stands at the ends of the two bars, how long they are (0 to 1), and the change in words."""

    letter: str
    paper: str
    text: str
    then: str
    now: str
    then_share: float
    now_share: float
    words: str
    way: Literal["up", "down", ""]
    picture: str = ""


class Beside(Struct, frozen=True):
    """Two rounds side by side. `then` and `now` name them, with how many voted."""

    then: str
    now: str
    changes: tuple[Change, ...]


def beside_of(poll: Poll, one: Round) -> Beside | None:
    """This round beside the one before it, if the chair shows them so."""
    before = poll.before(one)
    if not one.beside or before is None or before.count is None or one.count is None:
        return None
    question = poll.question
    then, now = (pictured(question, question.bars(count.tally, count.voters)) for count in (before.count, one.count))
    first, second = _times(before, one)
    return Beside(
        f"{first}, {_size(question, before.count)}",
        f"{second}, {_size(question, one.count)}",
        tuple(_changes(then, now, before.count.voters, one.count.voters)),
    )


def _size(question: AnyQuestion, count: Count) -> str:
    mean = question.mean(count.tally) if count.voters else None
    on_average = f", {mean:.1f} on average" if mean is not None else ""
    return f"{count.voters} {'vote' if count.voters == 1 else 'votes'}{on_average}"


def _times(before: Round, one: Round) -> tuple[str, str]:
    """What to call the two rounds. Hours are those of the server's own place."""
    then, now = (datetime.fromtimestamp(each.opened_at / 1000) for each in (before, one))  # noqa: DTZ006
    if then.date() == now.date() and then.hour < NOON <= now.hour:
        return "This morning", "Now"
    return ("First time" if before.number == 1 else "The time before"), "Now"


def _changes(then: tuple[Bar, ...], now: tuple[Bar, ...], voters_then: int, voters_now: int) -> list[Change]:
    """In the options' own order: longer and shorter bars change places too easily to sort them."""
    pairs: list[tuple[str, str, float, float, int | None]]
    if any(bar.amount for bar in (*then, *now)):  # shares are of each round's own longest bar: not to be compared
        pairs = [
            (old.value, new.value, old.amount, new.amount, _whole(new.amount) - _whole(old.amount))
            for old, new in zip(then, now, strict=True)
        ]
    elif any(bar.value for bar in (*then, *now)):  # of kinds whose bars do not count votes
        pairs = [(old.value, new.value, old.share, new.share, None) for old, new in zip(then, now, strict=True)]
    else:
        pairs = [
            (
                f"{old.percent}%",
                f"{new.percent}%",
                old.votes / max(1, voters_then),
                new.votes / max(1, voters_now),
                new.percent - old.percent,
            )
            for old, new in zip(then, now, strict=True)
        ]
    longest = max((max(was, is_now) for _, _, was, is_now, _ in pairs), default=0) or 1
    return [
        Change(
            bar.letter,
            bar.paper,
            bar.text,
            before,
            after,
            round(was / longest, 3),
            round(is_now / longest, 3),
            "" if by is None else f"up {by}" if by > 0 else f"down {-by}" if by < 0 else "the same",
            "up" if by and by > 0 else "down" if by else "",
            bar.picture,
        )
        for bar, (before, after, was, is_now, by) in zip(now, pairs, strict=True)
    ]


def _whole(amount: float) -> int:
    return int(amount + 0.5)


def group_strips(question: AnyQuestion, count: Count) -> tuple[Strip, ...]:
    """How each group that may be shown divides."""
    return tuple(
        Strip(
            group.name,
            group.answered,
            _parts(question.parts(group.tally, group.answered)),
            f"{mean:.1f} on average" if (mean := question.mean(group.tally)) is not None else question.parts_say,
        )
        for group in count.groups
    )


def _parts(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """Bars as parts of one row, in the options' own order."""
    whole = sum(bar.share for bar in bars) or 1
    return tuple(replace(bar, share=round(bar.share / whole, 3)) for bar in bars)


def remainder_of(count: Count) -> int:
    """How many people are in no group that is shown: at least five, or none."""
    return count.voters - sum(group.answered for group in count.groups) if count.groups else 0
