"""Voting: what may be asked of a poll. The rules that all kinds of question share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.question import Fields
from live.conference.polls.rounds import (
    BallotBoxMade,
    Poll,
    PollAct,
    PollChanged,
    PollClosed,
    PollCounted,
    PollOpened,
    PollReopened,
    ResultHidden,
    ResultShown,
    Round,
    VoteCast,
    pseudonym,
)
from live.conference.words import QUESTION_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference


COUNT_AFTER_MS = 120_000  # a closed poll can be opened again for so long; then it is counted: no box stays on the disk


class CastVote(Request, frozen=True):
    poll: int
    round: int
    fields: Fields


class RoundRequest(Request, frozen=True):
    """Something done to one round of a poll. Naming the round makes a double tap harmless."""

    poll: int
    round: int


def cast_vote(conference: Conference, ask: CastVote, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Vote, or change the vote. Only for the very round that the form was for: a late vote never counts for the next question."""
    voice = joined_voice(conference, by)
    poll, one = _round(conference, ask.poll, ask.round)
    if one.closed_at or one.count is not None or one.box is None:
        raise Refused("Voting on this question has closed. This answer was not counted.")
    answer = poll.question.read(ask.fields)
    voter = pseudonym(one.box.key, voice.id)
    return [] if one.box.votes.get(voter) == answer else [VoteCast(poll.id, one.number, voter, answer)]


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
        acts += [PollClosed(poll.id, latest, moment.at)] if not last.closed_at else []
        acts.append(counted(poll.id, last))
    return [*acts, PollOpened(poll.id, ask.round, moment.at), BallotBoxMade(poll.id, ask.round, moment.token)]


def close_poll(conference: Conference, ask: RoundRequest, by: Actor, moment: Moment) -> Sequence[PollAct]:
    poll, one = _round(conference, ask.poll, ask.round)
    return [] if one.closed_at else [PollClosed(poll.id, one.number, moment.at)]


def show_result(conference: Conference, ask: RoundRequest, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Count the box, if that has not been done, and show the result. From here on the vote cannot be opened again."""
    poll, one = _round(conference, ask.poll, ask.round)
    if not one.closed_at:
        raise Refused("Close the voting first. Then you can show the result.")
    if one.shown:
        return []
    acts: list[PollAct] = [counted(poll.id, one)] if one.count is None else []
    return [*acts, ResultShown(poll.id, one.number)]


def hide_result(conference: Conference, ask: RoundRequest, by: Actor, moment: Moment) -> Sequence[PollAct]:
    poll, one = _round(conference, ask.poll, ask.round)
    return [ResultHidden(poll.id, one.number)] if one.shown else []


def counted(poll: int, one: Round) -> PollCounted:
    """The count of a round's box."""
    answers = tuple(one.box.votes.values()) if one.box is not None else ()
    return PollCounted(poll, one.number, tuple(sorted(answers)))


def due_counts(conference: Conference, now: int) -> Sequence[PollAct]:
    """The counts that are due because their poll has been closed for two minutes."""
    return [
        counted(poll.id, one)
        for poll in conference.polls.in_order()
        for one in poll.rounds
        if one.count is None and one.closed_at and now >= one.closed_at + COUNT_AFTER_MS
    ]


def question_from(kind: str, fields: Fields) -> AnyQuestion:
    """The question in an editing form."""
    if kind not in KINDS:
        raise Refused("Please choose a kind of question.", "question")
    question: AnyQuestion = KINDS[kind].from_form(fields).checked()
    return question


def checked_words(title: str, hint: str) -> tuple[str, str]:
    """A question's words, cleaned."""
    return (
        clean_line(title, QUESTION_LETTERS, "title", "The question"),
        clean_text(hint, TEXT_LETTERS, "text", "The help text", optional=True),
    )


def changed(poll: Poll, title: str, hint: str, question: AnyQuestion) -> Sequence[PollAct]:
    """Change a poll. One that was ever opened keeps its answers: a vote must mean what its voter read."""
    if poll.rounds and question != poll.question:
        raise Refused("This question has been open for voting, so its answers stay as they are.", "options")
    if (title, hint, question) == (poll.title, poll.hint, poll.question):
        return []
    return [PollChanged(poll.id, title, question, hint)]


def has_been_voted_on(poll: Poll) -> bool:
    """Whether there are votes, or may be some on their way: such a question belongs to the day's record."""
    return poll.state == "open" or any(one.voters for one in poll.rounds)


def known_poll(conference: Conference, number: int) -> Poll:
    poll = conference.polls.by_id.get(number)
    if poll is None:
        raise Refused("This question is no longer there.")
    return poll


def _round(conference: Conference, number: int, round_number: int) -> tuple[Poll, Round]:
    poll = known_poll(conference, number)
    for one in poll.rounds:
        if one.number == round_number:
            return poll, one
    raise Refused("This question has not been opened yet.")
