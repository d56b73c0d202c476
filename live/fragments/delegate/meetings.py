"""Meetings as one of the two sees them, and nobody else: what they may say yes to, who has said it, and where they meet.

Before both have said yes nothing in here tells who the other is: only that "somebody" can help, or said yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from live.conference import Conference
from live.conference.meetings import Given, Meeting
from live.conference.wall import Label, Wall
from live.fragments import Mine, Piece, Scene, View
from live.likeness import Match

MOST_SUGGESTED = 12
HIDDEN = "(This label cannot be read just now.)"

State = Literal["agreed", "asked", "waiting", "open"]
"""Both said yes; the other did; only I did; nobody did yet."""


class MeetingCard(Struct, frozen=True):
    """One meeting, or what could be one (`number` 0). `is_mine`: the ask is mine. `other` is known once both have said yes."""

    key: str
    state: State
    is_mine: bool
    number: int
    ask: int
    about: str
    offer: int = 0
    offered: str = ""
    words: tuple[str, ...] = ()
    mine: Given | None = None
    other: Given | None = None
    place: str = ""
    time: str = ""
    placed_by: Literal["you", "they", ""] = ""


class MyMeetings(Struct, frozen=True):
    """`hands` are own asks with which so many people can help; `over` the asks of meetings that were ended."""

    cards: tuple[MeetingCard, ...] = ()
    hands: tuple[tuple[str, int], ...] = ()
    over: tuple[str, ...] = ()
    point: str = ""

    @property
    def is_waited_for(self) -> int:
        """To how many people one could say yes who said it already."""
        return sum(card.state == "asked" for card in self.cards)


def my_meetings(conference: Conference, mine: Mine, fitting: Iterable[Match] = ()) -> MyMeetings:
    """What there is for one voice. `fitting` are suggested pairs of labels, the best first."""
    voice, by_id = mine.voice, conference.wall.by_id
    if not voice:
        return MyMeetings()
    known = [one for one in conference.meetings.of(voice) if one.ask in by_id]
    order: dict[State, int] = {"agreed": 0, "asked": 1, "waiting": 2, "open": 3}
    cards = sorted((_card(conference, one, voice) for one in known), key=lambda card: (order[card.state], card.number))
    taken = {(one.ask, one.helper) for one in known} | {
        (one.ask, one.helper) for one in conference.meetings.over.values()
    }
    could_be = list(_could_be(conference, mine, fitting, taken))
    own = [by_id[number] for number in sorted(mine.labels) if number in by_id]
    over = [one for one in conference.meetings.over.values() if one.ask in by_id]
    return MyMeetings(
        (*cards, *could_be[:MOST_SUGGESTED]),
        tuple((label.text, len(label.help)) for label in own if label.kind == "ask" and len(label.help)),
        tuple(
            sorted(
                {_words_of(conference, one.ask, voice) for one in over if voice in (one.helper, by_id[one.ask].writer)}
            )
        ),
        conference.meetings.point,
    )


def _card(conference: Conference, meeting: Meeting, voice: str) -> MeetingCard:
    side = meeting.side_of(voice)
    assert side is not None
    given = meeting.given_by(side)
    state: State = "agreed" if meeting.is_agreed else "waiting" if given is not None else "asked"
    return MeetingCard(
        f"meet-{meeting.id}",
        state,
        side == "asker",
        meeting.id,
        meeting.ask,
        _words_of(conference, meeting.ask, voice),
        meeting.offer,
        _words_of(conference, meeting.offer, voice),
        mine=given,
        other=meeting.given_by("helper" if side == "asker" else "asker") if state == "agreed" else None,
        place=meeting.place or (conference.meetings.point if state == "agreed" else ""),
        time=meeting.time,
        placed_by="" if meeting.placed_by is None else "you" if meeting.placed_by == side else "they",
    )


def _words_of(conference: Conference, number: int, voice: str) -> str:
    """The words of a label as this voice may read them: one of the other's may have been held back since."""
    label = conference.wall.by_id.get(number)
    if label is None:
        return ""
    return label.text if label.writer == voice or conference.wall.may_be_read(label) else HIDDEN


def _could_be(
    conference: Conference, mine: Mine, fitting: Iterable[Match], taken: set[tuple[int, str]]
) -> Iterator[MeetingCard]:
    """What one could say yes to first: asks that one can help with, then labels that fit to one's own."""
    by_id = conference.wall.by_id
    for number in sorted(int(support.partition(".")[0]) for support in mine.supports if support.endswith(".help")):
        ask = by_id.get(number)
        if ask is not None and _may_meet(conference.wall, ask) and (ask.id, mine.voice) not in taken:
            taken.add((ask.id, mine.voice))
            yield MeetingCard(f"meet-{ask.id}-0", "open", False, 0, ask.id, ask.text)
    for match in fitting:
        ask, offer = by_id.get(match.ask), by_id.get(match.offer)
        if ask is None or offer is None or ask.writer == offer.writer:
            continue
        if mine.voice not in (ask.writer, offer.writer) or (ask.id, offer.writer) in taken:
            continue
        if _may_meet(conference.wall, ask) and _may_meet(conference.wall, offer):
            taken.add((ask.id, offer.writer))
            is_mine, key = ask.writer == mine.voice, f"meet-{ask.id}-{offer.id}"
            yield MeetingCard(key, "open", is_mine, 0, ask.id, ask.text, offer.id, offer.text, match.words)


def _may_meet(wall: Wall, label: Label) -> bool:
    """Whether everybody can read it and its writer has a phone."""
    return bool(label.writer) and not label.is_off and wall.may_be_read(label)


def _nothing(scene: Scene) -> Iterable[Piece]:
    return ()


meet = View("meet", (), _nothing)
"""Nothing that an audience sees: a page that looks at it is told what is its owner's alone."""
