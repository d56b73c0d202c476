"""Counting: what becomes of a ballot box, and what is due by the clock."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from live.conference import doors
from live.conference.people import Envelopes, KeyGone, Moment
from live.conference.polls.groups import groups_to_show
from live.conference.polls.poll_acts import PollAct, PollClosed, PollCounted
from live.conference.polls.question import Answer, Tally
from live.conference.polls.rounds import Box, Poll, Round
from live.conference.polls.sealing import KEY_IS_GONE, votes_in
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


COUNT_AFTER_MS = 120_000  # a closed poll can be opened again for so long; then it is counted: no box stays on the disk
LATE_MS = 2_000  # a vote that was on its way at the close still counts if it arrives so soon after


def counted_now(conference: Conference, poll: Poll, one: Round, moment: Moment) -> PollCounted:
    """The count that the chair asked for. Raises `Refused` when envelopes cannot be opened."""
    try:
        return counted(conference, poll, one, moment.envelopes)
    except KeyGone as gone:
        raise Refused(KEY_IS_GONE) from gone


def counted(conference: Conference, poll: Poll, one: Round, envelopes: Envelopes | None = None) -> PollCounted:
    """The count of a round's box. Raises `KeyGone` when it holds envelopes that cannot be opened."""
    box = one.box
    if box is None:
        return PollCounted(poll.id, one.number, ())
    votes = votes_in(box, envelopes)
    answers: list[Answer] = list(votes.values())
    totals: Tally = ()
    in_totals = 0
    for sheet in box.paper.values():
        if sheet.answer is not None:
            answers += [sheet.answer] * sheet.times
        else:
            in_totals += sheet.times
            totals = tuple(
                one + other for one, other in zip(totals or poll.question.empty(), sheet.totals, strict=True)
            )
    known = [
        (group, by_helper, votes.get(box.key.pseudonym(name))) for name, group, by_helper in doors.voters(conference)
    ]
    said = [(group, answer) for group, _, answer in known if answer is not None]
    everybody = len(answers) + in_totals
    return PollCounted(
        poll.id,
        one.number,
        tuple(sorted(answers, key=by_content)),
        totals,
        max(one.could_vote or doors.could_vote(conference), len(votes)) + box.on_paper,
        sum(by_helper and answer is not None for _, by_helper, answer in known),
        box.on_paper,
        in_totals,
        groups_to_show(poll.question, said, everybody, box.on_paper) if poll.terms.by_group else (),
        _register(conference, box, votes) if box.is_sealed else (),
    )


def _register(conference: Conference, box: Box, votes: Mapping[str, Answer]) -> tuple[str, ...]:
    """The list numbers of those whose votes are in the count, sorted: it tells that they are in, and nothing else. Also of badges
    that no phone uses any more."""
    return tuple(sorted(listed for name, listed in doors.all_listed(conference) if box.key.pseudonym(name) in votes))


def by_content(answer: Answer) -> tuple[int, Answer]:
    """Sorts answers: those of one kind are alike, but for what all kinds share."""
    return (0 if isinstance(answer, int) else 1, answer)


def due(conference: Conference, now: int, envelopes: Envelopes | None = None) -> Sequence[PollAct]:
    """What is due by the clock: polls whose time is up close; those that are to be shown are counted as soon as no vote can be on
    its way, the others two minutes after they closed. A box whose envelopes cannot be opened waits."""
    acts: list[PollAct] = []
    for poll in conference.polls.in_order():
        for one in poll.rounds:
            if one.count is not None:
                continue
            if not one.closed_at:
                if one.closes_at and now >= one.closes_at:
                    acts.append(PollClosed(poll.id, one.number, one.closes_at, doors.could_vote(conference)))
            elif now >= one.closed_at + (LATE_MS if one.shown else COUNT_AFTER_MS):
                with contextlib.suppress(KeyGone):  # who serves the conference sees that it is overdue, and says so
                    acts.append(counted(conference, poll, one, envelopes))
    return acts


def close_and_count_all(conference: Conference, moment: Moment) -> Sequence[PollAct]:
    """Close and count every round that is not counted yet. Raises `Refused` where envelopes cannot be opened."""
    acts: list[PollAct] = []
    for poll in conference.polls.in_order():
        for one in poll.rounds:
            if one.count is not None:
                continue
            if not one.closed_at:
                acts.append(PollClosed(poll.id, one.number, moment.at, doors.could_vote(conference)))
            try:
                acts.append(counted(conference, poll, one, moment.envelopes))
            except KeyGone:
                raise Refused("The key to a sealed vote is not there, so that it cannot be counted.") from None
    return acts


def next_due(conference: Conference) -> int | None:
    """When `due` will next have something to do, in milliseconds since 1970; None if nothing is waited for."""
    times = [
        one.closed_at + (LATE_MS if one.shown else COUNT_AFTER_MS) if one.closed_at else one.closes_at
        for poll in conference.polls.by_id.values()
        for one in poll.rounds
        if one.count is None and (one.closed_at or one.closes_at)
    ]
    return min(times, default=None)


def turnout(conference: Conference, one: Round) -> tuple[int, int]:
    """How many have answered this round, and how many could have. Of a box with envelopes only these: a ballot on paper is none,
    and is told with the count."""
    if one.count is not None:
        return one.voters, max(one.count.could_vote, one.voters)
    by_phone = one.voters - one.on_paper
    could_vote = max(one.could_vote or doors.could_vote(conference), by_phone)
    return (by_phone, could_vote) if one.is_sealed else (one.voters, could_vote + one.on_paper)
