"""How long names and words are kept, and how they go: at the end of their time, or when whoever gave them takes them away.

A conference says until which day it keeps what is personal. After that day words, names and contacts are erased from the disk,
and what was counted stays: how many took part, voted, hung labels, under which themes. What the organisers published themselves
(the title, the programme, the questions and their answers, names of themes, the words around the write-up) is not personal and
stays too.

One act, `WordsForgotten`, holds all that stays, so a day can be told again when everything else is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap, HashTrieSet

from live.conference import actions, board, doors, harvest, meetings, people, polls, visits, wall
from live.conference.people import Fact
from live.conference.polls.kinds import AnyQuestion

if TYPE_CHECKING:
    from live.conference import Conference

GONE = "Words removed"
"""Stands where a topic's title was, or what an action was about."""


class KeptLabel(Struct, frozen=True, omit_defaults=True):
    """What stays of a label: where it hung, and how many backed it."""

    id: int
    kind: wall.LabelKind
    prompt: int = 0
    themes: tuple[int, ...] = ()
    me_too: int = 0
    help: int = 0
    off: str = ""
    same_as: int = 0
    how: wall.How | None = None
    paper: bool = False
    source: str = ""


class KeptTopic(Struct, frozen=True, omit_defaults=True):
    id: int
    slot: str = ""
    room: str = ""
    lead: int = 0
    listen: int = 0
    take_part: int = 0
    merged_into: int = 0
    repeat_of: int = 0


class KeptBooking(Struct, frozen=True, omit_defaults=True):
    """How many wanted a place in a session."""

    session: int
    asked: int


class KeptVisit(Struct, frozen=True, omit_defaults=True):
    id: int
    places: int
    wished: int = 0
    going: int = 0


class KeptAction(Struct, frozen=True, omit_defaults=True):
    """`renewed`: its owner's link ends with its words, or somebody could go on writing about it."""

    id: int
    state: actions.ActionState = "open"
    renewed: int = 0


class KeptRound(Struct, frozen=True, omit_defaults=True):
    """A round with its count, without the answers that were words."""

    number: int
    opened_at: int
    closed_at: int
    count: polls.Count
    shown: bool = False
    confirmed: bool = False
    beside: bool = False
    could_vote: int = 0


class KeptPoll(Struct, frozen=True, omit_defaults=True):
    poll: int
    title: str
    hint: str
    question: AnyQuestion
    terms: polls.Terms
    rounds: tuple[KeptRound, ...]


class EndDateSet(Fact, frozen=True):
    """Until the end of this day (by UTC, as "2027-11-22") names and words are kept."""

    until: str


class VoiceForgotten(Fact, frozen=True):
    """A person took away all they gave. How they wanted to be called, and their group, are erased with this act."""

    voice: str


class WordsForgotten(Fact, frozen=True):
    """Words, names and contacts are erased with this act; the rest of what there was is in it."""

    at: int
    took_part: int
    labels: tuple[KeptLabel, ...] = ()
    topics: tuple[KeptTopic, ...] = ()
    polls: tuple[KeptPoll, ...] = ()
    actions: tuple[KeptAction, ...] = ()
    latest_label: int = 0
    latest_topic: int = 0
    latest_comment: int = 0
    latest_action: int = 0
    latest_meeting: int = 0
    latest_note: int = 0
    latest_graphic: int = 0
    latest_visit: int = 0
    bookings: tuple[KeptBooking, ...] = ()
    visits: tuple[KeptVisit, ...] = ()


KeepingAct = EndDateSet | VoiceForgotten | WordsForgotten

PERSONAL = (
    *("label/", "topic/", "voice/", "badge-use", "comment/", "action/", "meeting/"),
    *("note/", "read-back/", "graphic/", "seats/", "visit/", "visits/"),
)
"""Under these subjects lies what people gave; a drawing shows what they said."""


def fold(conference: Conference, act: KeepingAct) -> Conference:
    match act:
        case EndDateSet():
            return replace(conference, kept_until=act.until)
        case VoiceForgotten():
            return replace(
                conference,
                people=people.without(conference.people, act.voice),
                doors=doors.without(conference.doors, act.voice),
            )
        case WordsForgotten():
            return _forgotten(conference, act)


def _forgotten(conference: Conference, act: WordsForgotten) -> Conference:
    before = conference.wall
    themes = tuple(replace(theme, quotes=()) if theme.quotes else theme for theme in before.themes)
    return replace(
        conference,
        people=replace(
            conference.people,
            voices=HashTrieMap(),
            helped=HashTrieSet(),
            gone=HashTrieSet(),
            took_part_before=act.took_part,
        ),
        doors=replace(conference.doors, held=HashTrieMap(), holds=HashTrieMap(), moved=HashTrieSet()),
        wall=replace(
            before,
            by_id=HashTrieMap({label.id: _label(label) for label in act.labels}),
            latest_id=act.latest_label,
            themes=themes,
            called=(),
            apart=frozenset(),
        ),
        board=replace(
            conference.board,
            by_id=HashTrieMap({topic.id: _topic(topic) for topic in act.topics}),
            latest_id=act.latest_topic,
        ),
        polls=_polls(conference.polls, act.polls),
        writeup=replace(conference.writeup, comments=HashTrieMap(), latest_comment=act.latest_comment),
        meetings=meetings.Meetings(latest_id=act.latest_meeting, point=conference.meetings.point),
        actions=actions.Actions(HashTrieMap({each.id: _action(each) for each in act.actions}), act.latest_action),
        bookings=replace(
            conference.bookings,
            asked=HashTrieMap({one.session: _some(one.asked) for one in act.bookings}),
            waited=frozenset(),
        ),
        harvest=harvest.Harvest(latest_id=act.latest_note, latest_graphic=act.latest_graphic),
        visits=visits.Visits(
            HashTrieMap({one.id: visits.Visit(one.id, "", GONE, "", "", one.places) for one in act.visits}),
            act.latest_visit,
            HashTrieMap({one.id: _some(one.wished) for one in act.visits if one.wished}),
            HashTrieMap({one.id: _some(one.going) for one in act.visits if one.going}),
            conference.visits.matched,
        ),
        forgotten_at=act.at,
    )


def _label(kept: KeptLabel) -> wall.Label:
    return wall.Label(
        kept.id,
        kept.kind,
        "",
        "",
        held="Held back" if kept.off == "held" else "",
        me_too=_nobody(kept.me_too),
        help=_nobody(kept.help),
        themes=frozenset(kept.themes),
        parked="Put aside" if kept.off == "parked" else "",
        prompt=kept.prompt,
        paper=kept.paper,
        source=kept.source,
        same_as=kept.same_as,
        ending=wall.Ending(kept.how) if kept.how is not None else None,
    )


def _topic(kept: KeptTopic) -> board.Topic:
    hands: dict[str, board.Interest] = {}
    hands |= {f"lead {number}": "lead" for number in range(kept.lead)}
    hands |= {f"listen {number}": "listen" for number in range(kept.listen)}
    hands |= {f"take part {number}": "take_part" for number in range(kept.take_part)}
    return board.Topic(
        kept.id,
        GONE,
        "",
        "",
        slot=kept.slot,
        room=kept.room,
        hands=HashTrieMap(hands),
        merged_into=kept.merged_into,
        repeat_of=kept.repeat_of,
    )


def _action(kept: KeptAction) -> actions.Action:
    return actions.Action(kept.id, GONE, state=kept.state, renewed=kept.renewed)


def _some(count: int) -> tuple[str, ...]:
    """As many as there were, who are nobody."""
    return tuple(f"nobody {number}" for number in range(count))


def _nobody(count: int) -> HashTrieSet[str]:
    """As many backers as there were, who are nobody."""
    return HashTrieSet(f"nobody {number}" for number in range(count))


def _polls(known: polls.Polls, kept: Sequence[KeptPoll]) -> polls.Polls:
    by_id = known.by_id
    for one in kept:
        rounds = tuple(
            polls.Round(
                each.number,
                each.opened_at,
                each.closed_at,
                count=each.count,
                shown=each.shown,
                confirmed=each.confirmed,
                beside=each.beside,
                could_vote=each.could_vote,
            )
            for each in one.rounds
        )
        by_id = by_id.insert(one.poll, polls.Poll(one.poll, one.title, one.hint, one.question, rounds, one.terms))
    return replace(known, by_id=by_id, latest_id=max(known.latest_id, *(one.poll for one in kept), 0))


def erased_by(act: WordsForgotten) -> tuple[str, ...]:
    """The subjects that go from the disk with it. A question in own words goes as a whole, and stands in the act without them."""
    return (*PERSONAL, *(f"poll/{one.poll}" for one in act.polls))
