"""Voting: what may be asked of a poll. The rules that all kinds of question share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import doors
from live.conference.people import Actor, Moment, Request, SlowRequest
from live.conference.polls import terms as terms_of
from live.conference.polls.counting import LATE_MS, counted_now
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.poll_acts import (
    BallotBoxMade,
    PollAct,
    PollChanged,
    PollClosed,
    PollOpened,
    PollReopened,
    PollTimed,
    ResultHidden,
    ResultShown,
    VoteCast,
    VoteWithdrawn,
)
from live.conference.polls.question import Fields
from live.conference.polls.rounds import Poll, Round
from live.conference.polls.sealing import sealed_box, sealed_vote
from live.conference.polls.terms import LONGEST_SECONDS, Terms, read_answer
from live.conference.words import QUESTION_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference


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
    voter = one.box.key.pseudonym(voter_name)
    if one.box.is_sealed:
        return [sealed_vote(poll, one, one.box, voter, answer, moment)]
    return [] if one.box.votes.get(voter) == answer else [VoteCast(poll.id, one.number, voter, answer)]


def withdraw_vote(conference: Conference, ask: WithdrawVote, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Take one's vote back, as long as it could be changed. A sealed one is replaced by an envelope with nothing in it."""
    voter_name = doors.voter_of(conference, by)
    poll, one = round_of(conference, ask.poll, ask.round)
    if one.box is None or not _takes_votes(one, moment):
        raise Refused("Voting on this question has closed, so your vote stays in.")
    voter = one.box.key.pseudonym(voter_name)
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
        acts.append(counted_now(conference, poll, last, moment))
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
    return [counted_now(conference, poll, one, moment), shown]


def hide_result(conference: Conference, ask: RoundRequest, by: Actor, moment: Moment) -> Sequence[PollAct]:
    poll, one = round_of(conference, ask.poll, ask.round)
    return [ResultHidden(poll.id, one.number)] if one.shown else []


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
