"""What stands under every result: when voting was open, how many could vote, how many did and by which way, what it decides."""

from __future__ import annotations

from datetime import datetime

from live.conference.polls import Round, Terms
from live.conference.polls.terms import DECIDES


def facts_of(one: Round, terms: Terms) -> str:
    """The facts of a round that has been counted, in plain sentences. Times are those of the server's own place."""
    count = one.count
    if count is None:
        return ""
    could = max(count.could_vote, count.voters)
    ways = [
        words
        for number, words in (
            (count.by_phone, f"{count.by_phone} by phone"),
            (count.on_paper, f"{count.on_paper} on paper"),
            (count.by_helper, f"{count.by_helper} by helper"),
        )
        if number
    ]
    by = f": {_listed(ways)}" if len(ways) > 1 or count.on_paper or count.by_helper else ""
    name, sentence = DECIDES[terms.decides]
    return (
        f"Open {_when(one)}. {count.voters} of {could} people answered{by}. {name}: {sentence[0].lower()}{sentence[1:]}"
    )


def _when(one: Round) -> str:
    """ "from 10:41 to 10:44", with the days where it was open for longer than one."""
    opened, closed = (datetime.fromtimestamp(at / 1000) for at in (one.opened_at, one.closed_at or one.opened_at))  # noqa: DTZ006
    if opened.date() == closed.date():
        return f"from {opened:%H:%M} to {closed:%H:%M}"
    return f"from {opened.day} {opened:%B, %H:%M} to {closed.day} {closed:%B, %H:%M}"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
