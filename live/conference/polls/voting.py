"""Voting: what may be asked of a poll. The rules that all kinds of question share."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import doors
from live.conference.people import Actor, Envelopes, KeyGone, Moment, Request, SlowRequest
from live.conference.polls import terms as terms_of
from live.conference.polls.groups import groups_to_show
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.poll_acts import (
    BallotBoxMade,
    PollAct,
    PollChanged,
    PollClosed,
    PollCounted,
    PollOpened,
    PollReopened,
    PollTimed,
    ResultHidden,
    ResultShown,
    VoteCast,
    VoteWithdrawn,
)
from live.conference.polls.question import Answer, Fields, Tally
from live.conference.polls.rounds import Box, Poll, Round, pseudonym
from live.conference.polls.sealing import KEY_IS_GONE, sealed_box, sealed_vote, votes_in
from live.conference.polls.terms import LONGEST_SECONDS, Terms, read_answer
from live.conference.words import QUESTION_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference


COUNT_AFTER_MS = 120_000  # a closed poll can be opened again for so long; then it is counted: no box stays on the disk
LATE_MS = 2_000  # a vote that was on its way at the close still counts if it arrives so soon after


class CastVote(Request, frozen=True):
    poll: int
    round: int
    fields: Fields


class WithdrawVote(Request, frozen=True):
    poll: int
    round: int


class RoundRequest(SlowRequest, frozen=True):
    """Something done to one round of a poll. Naming the round makes a double tap harmless."""

    poll: int
    round: int


class ShowResult(SlowRequest, frozen=True):
    """`confirm` "yes": also if fewer than three people voted. `beside` "yes": beside the round before."""

    poll: int
    round: int
    confirm: str = ""
    beside: str = ""


class TimePoll(Request, frozen=True):
    """So many seconds more until voting closes by itself; 0: it does not any more. `ends`: when the button thought it would
    close, so that two taps, or two people, do not add the time twice. `anew` "yes": so many from now, whatever was set."""

    poll: int
    round: int
    seconds: int
    ends: int = 0
    anew: str = ""


def cast_vote(conference: Conference, ask: CastVote, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Vote, or change the vote. Only for the very round that the form was for: a late vote never counts for the next question."""
    voter_name = doors.voter_of(conference, by)
    poll, one = round_of(conference, ask.poll, ask.round)
    if one.box is None or not _takes_votes(one, moment):
        raise Refused("Voting on this question has closed. This answer was not counted.")
    answer = read_answer(poll.question, poll.terms, ask.fields)
    voter = pseudonym(one.box.key, voter_name)
    if one.box.is_sealed:
        return [sealed_vote(poll, one, one.box, voter, answer, moment)]
    return [] if one.box.votes.get(voter) == answer else [VoteCast(poll.id, one.number, voter, answer)]


def withdraw_vote(conference: Conference, ask: WithdrawVote, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Take one's vote back, as long as it could be changed. A sealed one is replaced by an envelope with nothing in it."""
    voter_name = doors.voter_of(conference, by)
    poll, one = round_of(conference, ask.poll, ask.round)
    if one.box is None or not _takes_votes(one, moment):
        raise Refused("Voting on this question has closed, so your vote stays in.")
    voter = pseudonym(one.box.key, voter_name)
    if voter in one.box.sealed:
        return [sealed_vote(poll, one, one.box, voter, None, moment)]
    return [VoteWithdrawn(poll.id, one.number, voter)] if voter in one.box.votes else []


def _takes_votes(one: Round, moment: Moment) -> bool:
    """Whether the box is open, or closed so lately that a vote may have been on its way."""
    end = one.closed_at or one.closes_at
    return one.count is None and not (end and moment.at >= end + LATE_MS)


def open_poll(conference: Conference, ask: RoundRequest, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Open the round named: the first, or the next one ("ask again"), or the latest once more as long as it is not counted."""
    poll = known_poll(conference, ask.poll)
    last = poll.round
    latest = last.number if last is not None else 0
    if last is not None and ask.round == latest:
        if last.count is not None:
            raise Refused("This question has been counted. You can ask it again as a new round.")
        return [PollReopened(poll.id, latest)] if last.closed_at else []
    if ask.round != latest + 1:
        raise Refused("Somebody else has just changed this question. Please look again.")
    acts: list[PollAct] = []
    if last is not None and last.count is None:
        acts += [PollClosed(poll.id, latest, moment.at, doors.could_vote(conference))] if not last.closed_at else []
        acts.append(_counted_now(conference, poll, last, moment))
    closes_at = moment.at + 1000 * poll.terms.seconds if poll.terms.seconds else 0
    sealed = doors.is_sealed(conference)
    box = sealed_box(poll, ask.round, moment) if sealed else BallotBoxMade(poll.id, ask.round, moment.token)
    return [*acts, PollOpened(poll.id, ask.round, moment.at, closes_at), box]


def time_poll(conference: Conference, ask: TimePoll, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Let voting close by itself, later or sooner than it would, or not by itself."""
    poll, one = round_of(conference, ask.poll, ask.round)
    if one.closed_at:
        raise Refused("Voting on this question has closed.")
    if ask.ends != one.closes_at:
        return []
    if not 0 <= ask.seconds <= LONGEST_SECONDS:
        raise Refused("Voting can be open for at most four hours before it closes by itself.", "seconds")
    since = moment.at if ask.anew == "yes" else max(one.closes_at, moment.at)
    closes_at = since + 1000 * ask.seconds if ask.seconds else 0
    if closes_at > moment.at + 1000 * LONGEST_SECONDS:
        raise Refused("Voting can be open for at most four hours before it closes by itself.", "seconds")
    return [] if closes_at == one.closes_at else [PollTimed(poll.id, one.number, closes_at)]


def close_poll(conference: Conference, ask: RoundRequest, by: Actor, moment: Moment) -> Sequence[PollAct]:
    poll, one = round_of(conference, ask.poll, ask.round)
    return [] if one.closed_at else [PollClosed(poll.id, one.number, moment.at, doors.could_vote(conference))]


def show_result(conference: Conference, ask: ShowResult, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Show the result, and count the box if that has not been done: at once, or, as long as votes may be on their way, by
    `due_counts` when they have come. From the count on the vote cannot be opened again."""
    poll, one = round_of(conference, ask.poll, ask.round)
    if not one.closed_at:
        raise Refused("Close the voting first. Then you can show the result.")
    confirmed = ask.confirm == "yes" or (one.confirmed and one.shown)
    beside = ask.beside == "yes"
    if beside and not poll.before(one):
        raise Refused("There is no earlier result of this question to show beside it.")
    if (one.shown, one.confirmed, one.beside) == (True, confirmed, beside):
        return []
    shown = ResultShown(poll.id, one.number, confirmed, beside)
    if one.count is not None or moment.at < one.closed_at + LATE_MS:
        return [shown]
    return [_counted_now(conference, poll, one, moment), shown]


def hide_result(conference: Conference, ask: RoundRequest, by: Actor, moment: Moment) -> Sequence[PollAct]:
    poll, one = round_of(conference, ask.poll, ask.round)
    return [ResultHidden(poll.id, one.number)] if one.shown else []


def _counted_now(conference: Conference, poll: Poll, one: Round, moment: Moment) -> PollCounted:
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
        (group, by_helper, votes.get(pseudonym(box.key, name))) for name, group, by_helper in doors.voters(conference)
    ]
    said = [(group, answer) for group, _, answer in known if answer is not None]
    everybody = len(answers) + in_totals
    return PollCounted(
        poll.id,
        one.number,
        tuple(sorted(answers, key=_by_content)),
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
    return tuple(sorted(listed for name, listed in doors.all_listed(conference) if pseudonym(box.key, name) in votes))


def _by_content(answer: Answer) -> tuple[int, Answer]:
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


def question_from(kind: str, fields: Fields) -> AnyQuestion:
    """The question in an editing form."""
    if kind not in KINDS:
        raise Refused("Please choose a kind of question.", "question")
    question: AnyQuestion = KINDS[kind].from_form(fields).checked()
    return question


def terms_checked(terms: Terms, question: AnyQuestion) -> tuple[Terms, AnyQuestion]:
    """Terms that fit a question, and the question as it is asked on these terms."""
    terms = terms_of.checked(terms, question)
    sorted_question = question.sorted_by_words() if terms.order == "alphabetical" else question
    return terms, sorted_question  # type: ignore[return-value]  # each kind gives its own


def checked_words(title: str, hint: str) -> tuple[str, str]:
    """A question's words, cleaned."""
    return (
        clean_line(title, QUESTION_LETTERS, "title", "The question"),
        clean_text(hint, TEXT_LETTERS, "text", "The help text", optional=True),
    )


def changed(poll: Poll, title: str, hint: str, question: AnyQuestion, terms: Terms) -> Sequence[PollAct]:
    """Change a poll. One that was ever opened keeps its answers and terms, and one with votes its words: a vote must mean what
    its voter read. Only how long the next round is open may still change."""
    if poll.rounds and question != poll.question:
        raise Refused("This question has been open for voting, so its answers stay as they are.", "options")
    if poll.rounds and replace(terms, seconds=poll.terms.seconds) != poll.terms:
        raise Refused(
            "This question has been open for voting, so what was announced about it stays as it is.", "decides"
        )
    if any(one.voters for one in poll.rounds) and (title, hint) != (poll.title, poll.hint):
        raise Refused("People have voted on this question, so its words stay as they are.", "title")
    if (title, hint, question, terms) == (poll.title, poll.hint, poll.question, poll.terms):
        return []
    return [PollChanged(poll.id, title, question, hint, terms)]


def has_been_voted_on(poll: Poll) -> bool:
    """Whether there are votes, or a ballot box that is not counted: such a question belongs to the day's record. Also a box with
    nothing in it any more may have had votes that were taken back, and only the count erases them from the disk."""
    return any(one.voters or one.count is None for one in poll.rounds)


def known_poll(conference: Conference, number: int) -> Poll:
    poll = conference.polls.by_id.get(number)
    if poll is None:
        raise Refused("This question is no longer there.")
    return poll


def round_of(conference: Conference, number: int, round_number: int) -> tuple[Poll, Round]:
    """A poll and one of its rounds. Raises `Refused` when there is none."""
    poll = known_poll(conference, number)
    for one in poll.rounds:
        if one.number == round_number:
            return poll, one
    raise Refused("This question has not been opened yet.")
