"""Removing names and words: when their time is over, when the operator says so, or when whoever gave them takes them away.

The rules. What stays is put together in one act (`keeping.py`), which erases the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import board, bookings, comments, doors, harvest, meeting, polls, visiting, visits, wall
from live.conference.keeping import (
    GONE,
    EndDateSet,
    KeptAction,
    KeptBooking,
    KeptLabel,
    KeptPoll,
    KeptRound,
    KeptTopic,
    KeptVisit,
    VoiceForgotten,
    WordsForgotten,
)
from live.conference.people import Actor, Moment, Request, SlowRequest, joined_voice
from live.conference.polls.question import Answer
from live.conference.words import Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Act, Conference

DAY_MS = 86_400_000
KEPT_DAYS = 365  # actions are updated for months; after a year whoever needs the words has them in a write-up
LONGEST_KEPT_DAYS = 3653
FIRST_DAY = date(1970, 1, 1).toordinal()


class SetEndDate(Request, frozen=True):
    until: str = ""


class TakeAway(SlowRequest, frozen=True):
    """Take away all that one gave."""


class Forget(SlowRequest, frozen=True):
    """Remove words, names and contacts for good, now."""


def set_end_date(conference: Conference, ask: SetEndDate, by: Actor, moment: Moment) -> Sequence[EndDateSet]:
    typed = clean_line(ask.until, 20, "until", "The date", optional=True)
    try:
        until = date.fromisoformat(typed)
    except ValueError:
        raise Refused("Please give a date like 2027-11-22.", "until") from None
    days = until.toordinal() - FIRST_DAY - moment.at // DAY_MS
    if days < 0:
        raise Refused("This day is over. Please give a day from today on.", "until")
    if days > LONGEST_KEPT_DAYS:
        raise Refused("Names and words can be kept for ten years at most.", "until")
    return [] if until.isoformat() == conference.kept_until else [EndDateSet(until.isoformat())]


def date_after(at: int, days: int) -> str:
    """The day so many days after a moment, as "2027-11-22"."""
    return date.fromordinal(FIRST_DAY + at // DAY_MS + days).isoformat()


def take_away(conference: Conference, ask: TakeAway, by: Actor, moment: Moment) -> Sequence[Act]:
    """One step for all that a person gave: labels, topics, what they backed, votes that are not counted yet, and their name.
    Counted votes stay in their counts, since nobody knows whose they are."""
    from live.conference import replay

    voice = joined_voice(conference, by)
    acts: list[Act] = []

    def and_then(more: Sequence[Act]) -> None:
        nonlocal conference
        acts.extend(more)
        conference = replay(more, conference)

    and_then(meeting.all_ended(conference, voice.id))
    for label in sorted(conference.wall.by_id.values(), key=lambda label: label.id):
        if label.writer == voice.id:
            and_then(meeting.take_back_label(conference, wall.LabelRequest(label.id), by, moment))
            continue
        # By their rule, each of these would look through the whole wall.
        if voice.id in label.me_too:
            and_then([wall.BackingWithdrawn(label.id, voice.id, "me_too")])
        if voice.id in label.help:
            and_then([wall.BackingWithdrawn(label.id, voice.id, "help")])
    for topic in conference.board.topics():
        if topic.proposer == voice.id:
            and_then(board.withdraw_topic(conference, board.TopicRequest(topic.id), by, moment))
        elif voice.id in topic.hands:
            and_then([board.HandLowered(topic.id, voice.id)])
    and_then(board.no_longer_hosting(conference.board, voice.id))
    and_then(
        [
            bookings.SeatLeft(number, voice.id)
            for number, asked in conference.bookings.asked.items()
            if voice.id in asked
        ]
    )
    for note in sorted(conference.harvest.notes.values(), key=lambda note: note.id):
        if note.writer == voice.id:
            and_then(harvest.without(conference, note))  # with the one line: what stands instead
    for visit in conference.visits.in_order():
        rule = visiting.withdraw_visit if visit.host == voice.id else visiting.leave_visit
        and_then(rule(conference, visiting.VisitRequest(visit.id), by, moment))
    for comment in sorted(conference.writeup.comments.values(), key=lambda comment: comment.id):
        if comment.voice == voice.id:
            and_then(comments.take_back_comment(conference, comments.CommentRequest(comment.id), by, moment))
    voter = doors.voter_name(conference, voice.id)
    for poll in conference.polls.in_order():
        for one in poll.rounds:
            if not one.closed_at and (polls.my_answer(one, voter) is not None or polls.has_envelope(one, voter)):
                and_then(polls.withdraw_vote(conference, polls.WithdrawVote(poll.id, one.number), by, moment))
    return [*acts, VoiceForgotten(voice.id)]


def forget(conference: Conference, ask: Forget, by: Actor, moment: Moment) -> Sequence[Act]:
    """Erase what is personal. Questions that are open are closed and counted first."""
    return _forgetting(conference, moment)


def due(conference: Conference, moment: Moment) -> Sequence[Act]:
    """What is due by the clock: forgetting, when the time is over; and again, at most once a day, what was given after that."""
    at = next_due(conference)
    return _forgetting(conference, moment) if at is not None and moment.at >= at else []


def next_due(conference: Conference) -> int | None:
    """When `due` will next have something to do, in milliseconds since 1970; None if nothing is waited for."""
    if not conference.kept_until or not is_personal(conference):
        return None
    ends = (date.fromisoformat(conference.kept_until).toordinal() - FIRST_DAY + 1) * DAY_MS
    return ends if conference.forgotten_at < ends else conference.forgotten_at + DAY_MS


def is_personal(conference: Conference) -> bool:
    """Whether anything is there that forgetting would remove."""
    return bool(
        conference.people.voices
        or conference.people.gone
        or any(label.text for label in conference.wall.by_id.values())
        or any(topic.title != GONE or topic.notes for topic in conference.board.by_id.values())
        or conference.writeup.comments
        or conference.meetings.by_id
        or conference.meetings.over
        or any(action.what != GONE or action.updates for action in conference.actions.by_id.values())
        or conference.harvest.notes
        or conference.harvest.read
        or conference.harvest.graphics
        or any(visit.title != GONE for visit in conference.visits.by_id.values())
        or any(_has_words(poll) for poll in conference.polls.by_id.values())
    )


def _forgetting(conference: Conference, moment: Moment) -> Sequence[Act]:
    from live.conference import replay

    if not is_personal(conference):
        return []
    first: list[Act] = list(polls.close_and_count_all(conference, moment))
    return [*first, _what_stays(replay(first, conference), moment.at)]


def _what_stays(conference: Conference, at: int) -> WordsForgotten:
    labels = sorted(conference.wall.by_id.values(), key=lambda label: label.id)
    backers = wall.backers_of(conference.wall, [label for label in labels if conference.wall.stands(label)])
    return WordsForgotten(
        at,
        conference.people.took_part,
        tuple(_kept_label(label, backers.get(label.id, 0)) for label in labels),
        tuple(_kept_topic(topic) for topic in conference.board.topics()),
        tuple(_kept_poll(poll) for poll in conference.polls.in_order() if _has_words(poll)),
        tuple(KeptAction(each.id, each.state, each.renewed + 1) for each in conference.actions.in_order()),
        conference.wall.latest_id,
        conference.board.latest_id,
        conference.writeup.latest_comment,
        conference.actions.latest_id,
        conference.meetings.latest_id,
        conference.harvest.latest_id,
        conference.harvest.latest_graphic,
        conference.visits.latest_id,
        tuple(KeptBooking(session, len(asked)) for session, asked in sorted(conference.bookings.asked.items())),
        tuple(_kept_visit(conference.visits, visit) for visit in conference.visits.in_order()),
    )


def _kept_label(label: wall.Label, backers: int) -> KeptLabel:
    return KeptLabel(
        label.id,
        label.kind,
        label.prompt,
        tuple(sorted(label.themes)),
        backers,
        len(label.help),
        "held" if label.held else "parked" if label.parked else "",
        label.same_as,
        label.ending.how if label.ending is not None else None,
        label.paper,
        label.source,
    )


def _kept_topic(topic: board.Topic) -> KeptTopic:
    hands = Counter(topic.hands.values())
    return KeptTopic(
        topic.id,
        topic.slot,
        topic.room,
        hands["lead"],
        hands["listen"],
        hands["take_part"],
        topic.merged_into,
        topic.repeat_of,
    )


def _kept_visit(known: visits.Visits, visit: visits.Visit) -> KeptVisit:
    return KeptVisit(visit.id, visit.places, len(known.wishes.get(visit.id, ())), len(known.going.get(visit.id, ())))


def _has_words(poll: polls.Poll) -> bool:
    return any(one.count is not None and any(map(_is_words, one.count.answers)) for one in poll.rounds)


def _is_words(answer: Answer) -> bool:
    return isinstance(answer, str) or (isinstance(answer, tuple) and any(isinstance(part, str) for part in answer))


def _kept_poll(poll: polls.Poll) -> KeptPoll:
    return KeptPoll(
        poll.id,
        poll.title,
        poll.hint,
        poll.question,
        poll.terms,
        tuple(_kept_round(one, one.count) for one in poll.rounds if one.count is not None),
    )


def _kept_round(one: polls.Round, count: polls.Count) -> KeptRound:
    answers = tuple(answer for answer in count.answers if not _is_words(answer))
    return KeptRound(
        one.number,
        one.opened_at,
        one.closed_at,
        replace(count, answers=answers, words_gone=count.words_gone + len(count.answers) - len(answers)),
        one.shown,
        one.confirmed,
        one.beside,
        one.could_vote,
    )
