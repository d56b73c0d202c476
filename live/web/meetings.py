"""Offers that meet asks, over the sockets of those whose they are: who is told of what, and how it looks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence

from live.conference import Act, Conference
from live.conference.meetings import MeetingEnded, MeetingPut
from live.conference.wall import BackingWithdrawn, LabelBacked
from live.fragments import with_fresh_ids
from live.fragments.delegate import MyMeetings
from live.web.templates import environment

PIECES = (("fragments/_my_meetings.html", "my-meetings"), ("fragments/_meetings_link.html", "my-meetings-link"))


def told_of(
    before: Conference, after: Conference, acts: Sequence[Act], looking: Callable[[], Collection[str]]
) -> set[str]:
    """The voices that are told at once what these acts mean for their meetings: the two of each; and who could help and whose ask
    it is, of those that are `looking`."""
    meant: set[str] = set()
    for act in acts:
        if isinstance(act, MeetingPut | MeetingEnded):
            known = (before.meetings.by_id.get(act.meeting), after.meetings.by_id.get(act.meeting))
            meant |= {voice for one in known if one is not None for voice in (one.asker, one.helper)}
        elif isinstance(act, LabelBacked | BackingWithdrawn) and act.support == "help":
            label = after.wall.by_id.get(act.label)
            meant |= {act.voice, label.writer if label is not None else ""} & set(looking())
    return meant


def operations(own: MyMeetings, base: str, code: str) -> list[list[str]]:
    """What a page that shows one's meetings, or the way to them, is told."""
    pieces = _pieces(own, base, code) if own.cards or own.hands or own.over else _nothing(base, code)
    return [["fill", into, with_fresh_ids(html)] for into, html in pieces]


def _pieces(own: MyMeetings, base: str, code: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (into, environment().get_template(template).render(it=own, base=base, code=code).strip())
        for template, into in PIECES
    )


@functools.lru_cache(maxsize=100)
def _nothing(base: str, code: str) -> tuple[tuple[str, str], ...]:
    """What most people have; made once, since a whole hall may be told something at the same time."""
    return _pieces(MyMeetings(), base, code)
