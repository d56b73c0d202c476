"""Bringing an offer and an ask together: both say yes or it does not happen, and either can end it at any time. The rules.

Nobody but the two can see or change a meeting: to everybody else it is one that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import wall
from live.conference.meetings import Given, Meeting, MeetingAct, MeetingEnded, MeetingPointPut, Side, put
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.wall import BackingWithdrawn, BackLabel, Label, LabelRequest, LabelReworded, RewordLabel
from live.conference.words import NAME_LETTERS, TITLE_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Act, Conference

MOST_YESES = 30  # of one person, at the same time
TIME_LETTERS = 30
NOT_YOURS = "You have no such meeting. It may have been ended."
NOTHING_THERE = "There is nothing to say yes to here any more."


class OfferToMeet(Request, frozen=True):
    """Say yes first: to meet over an `ask`, because one pressed "I can help" there (`offer` = 0), or because one of the two
    labels is one's own and the other fits to it."""

    ask: int
    offer: int = 0
    name: str = ""
    contact: str = ""


class AgreeToMeet(Request, frozen=True):
    """Say yes to somebody who said it first; or, said again, give another name or contact."""

    meeting: int
    name: str = ""
    contact: str = ""


class PlaceMeeting(Request, frozen=True):
    meeting: int
    place: str = ""
    time: str = ""


class MeetingRequest(Request, frozen=True):
    meeting: int


class PutMeetingPoint(Request, frozen=True):
    place: str = ""


def offer_to_meet(conference: Conference, ask: OfferToMeet, by: Actor, moment: Moment) -> Sequence[MeetingAct]:
    voice = joined_voice(conference, by).id
    asker, helper = _brought_together(conference, ask, voice)
    known = conference.meetings.about(ask.ask, helper)
    if known is None and conference.meetings.is_over(ask.ask, helper):
        raise Refused(NOTHING_THERE)
    given = _given(ask.name, ask.contact)
    if known is None:
        _not_too_many(conference, voice)
        known = Meeting(conference.meetings.latest_id + 1, ask.ask, asker, helper, ask.offer)
    return _said_yes(known, "asker" if voice == asker else "helper", given)


def _brought_together(conference: Conference, ask: OfferToMeet, voice: str) -> tuple[str, str]:
    """Who asks and who would help. Raises `Refused` if this voice is none of them."""
    asked, offered = _hangs(conference, ask.ask, "ask"), _hangs(conference, ask.offer, "contribute")
    if asked is not None and ask.offer == 0 and voice != asked.writer and voice in asked.help:
        return asked.writer, voice
    if asked is not None and offered is not None:
        asker, helper = asked.writer, offered.writer
        if asker != helper and voice in (asker, helper):
            return asker, helper
    raise Refused(NOTHING_THERE)


def _hangs(conference: Conference, number: int, kind: wall.LabelKind) -> Label | None:
    """A label that everybody can read and whose writer has a phone."""
    label, hall = conference.wall.by_id.get(number), conference.wall
    if label is None or label.kind != kind or not label.writer or label.is_off or not hall.may_be_read(label):
        return None
    return label


def agree_to_meet(conference: Conference, ask: AgreeToMeet, by: Actor, moment: Moment) -> Sequence[MeetingAct]:
    meeting, side = _own(conference, ask.meeting, by)
    given = _given(ask.name, ask.contact)
    if meeting.given_by(side) is None:
        _not_too_many(conference, by.voice)
    return _said_yes(meeting, side, given)


def place_meeting(conference: Conference, ask: PlaceMeeting, by: Actor, moment: Moment) -> Sequence[MeetingAct]:
    """Propose where and when; the other sees it, and can propose something else."""
    meeting, side = _own(conference, ask.meeting, by)
    if not meeting.is_agreed:
        raise Refused("First both of you say yes.")
    place = clean_line(ask.place, TITLE_LETTERS, "place", "The place", optional=True)
    time = clean_line(ask.time, TIME_LETTERS, "time", "The time", optional=True)
    if not place and not time:
        raise Refused("Please say where or when.", "place")
    if (place, time) == (meeting.place, meeting.time):
        return []
    return [put(replace(meeting, place=place, time=time, placed_by=side))]


def end_meeting(conference: Conference, ask: MeetingRequest, by: Actor, moment: Moment) -> Sequence[MeetingAct]:
    """End it, or say no. Somebody who is still waiting for an answer only takes their yes back, and may say it again."""
    meeting, side = _own(conference, ask.meeting, by)
    if not meeting.is_agreed and meeting.given_by(side) is not None:
        return [MeetingEnded(meeting.id)]
    return [MeetingEnded(meeting.id, meeting.ask, meeting.helper)]


def put_meeting_point(
    conference: Conference, ask: PutMeetingPoint, by: Actor, moment: Moment
) -> Sequence[MeetingPointPut]:
    place = clean_line(ask.place, TITLE_LETTERS, "place", "The meeting point", optional=True)
    return [] if place == conference.meetings.point else [MeetingPointPut(place)]


def take_back_label(conference: Conference, ask: LabelRequest, by: Actor, moment: Moment) -> Sequence[Act]:
    """Take a label down, and with it the meetings that it brought about."""
    acts = wall.take_back_label(conference, ask, by, moment)
    gone = [one for one in conference.meetings.by_id.values() if ask.label in (one.ask, one.offer)] if acts else []
    return [*_ended(gone), *acts]


def reword_label(conference: Conference, ask: RewordLabel, by: Actor, moment: Moment) -> Sequence[Act]:
    """Other words on a label: a yes to the old ones that was not answered yet goes with them. Who has agreed still meets."""
    acts = wall.reword_label(conference, ask, by, moment)
    before = conference.wall.by_id.get(ask.label)
    if not any(isinstance(act, LabelReworded) and before is not None and act.text != before.text for act in acts):
        return acts
    about = [one for one in conference.meetings.by_id.values() if ask.label in (one.ask, one.offer)]
    return [*_ended(one for one in about if not one.is_agreed), *acts]


def back_label(conference: Conference, ask: BackLabel, by: Actor, moment: Moment) -> Sequence[Act]:
    """Who takes "I can help" back takes a yes with it that was not answered yet."""
    acts = wall.back_label(conference, ask, by, moment)
    taken = [act.label for act in acts if isinstance(act, BackingWithdrawn) and act.support == "help"]
    mine = [conference.meetings.about(label, by.voice) for label in taken]
    return [*_ended(one for one in mine if one is not None and one.offer == 0 and not one.is_agreed), *acts]


def all_ended(conference: Conference, voice: str) -> Sequence[MeetingAct]:
    """What ends all meetings of somebody who takes away all they gave."""
    return _ended(conference.meetings.of(voice))


def _ended(meetings: Iterable[Meeting]) -> list[MeetingAct]:
    return [MeetingEnded(one.id) for one in sorted(meetings, key=lambda one: one.id)]


def _own(conference: Conference, number: int, by: Actor) -> tuple[Meeting, Side]:
    """A meeting of this voice, and which of the two it is. Others hear the same as about a meeting that does not exist."""
    voice = joined_voice(conference, by).id
    meeting = conference.meetings.by_id.get(number)
    side = meeting.side_of(voice) if meeting is not None else None
    if meeting is None or side is None:
        raise Refused(NOT_YOURS)
    return meeting, side


def _given(name: str, contact: str) -> Given:
    given = Given(
        clean_line(name, NAME_LETTERS, "name", "Your name", optional=True),
        clean_line(contact, TITLE_LETTERS, "contact", "How you can be reached", optional=True),
    )
    if given == Given():
        raise Refused("Please give your name, or how you can be reached, or both.", "name")
    return given


def _said_yes(meeting: Meeting, side: Side, given: Given) -> list[MeetingAct]:
    if meeting.given_by(side) == given:
        return []
    return [put(replace(meeting, **{f"{side}_gives": given}))]


def _not_too_many(conference: Conference, voice: str) -> None:
    mine = conference.meetings.of(voice)
    if sum(one.given_by(side) is not None for one in mine if (side := one.side_of(voice))) >= MOST_YESES:
        raise Refused(f"You have said yes {MOST_YESES} times. Please end some meetings first.")
