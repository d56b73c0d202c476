"""Ballots on paper: a facilitator types them in, singly or as totals, and can take out what was wrong until the count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request
from live.conference.polls.poll_acts import PaperTakenOut, PaperTyped, PollAct
from live.conference.polls.question import Fields, Tally, first, whole_number
from live.conference.polls.rounds import Box, Poll, Sheet
from live.conference.polls.terms import read_answer
from live.conference.polls.voting import round_of
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

MOST_BALLOTS = 5_000  # typed in at once: more is a slip of the finger
MOST_SHEETS = 2_000  # things typed in for one round: more are totals
MOST_ON_PAPER = 20_000  # ballots of one round: each is written down at the count
FEWEST_IN_TOTALS = 3  # totals stand apart from the votes in what is handed on for recounting


class TypePaper(Request, frozen=True):
    """One ballot, the same `times` times (the answer's fields in `fields`); or with `totals` "yes" a number for each bar in the
    fields "total.<letter>", from `times` ballots."""

    poll: int
    round: int
    fields: Fields
    times: str = ""
    totals: str = ""


class TakeOutPaper(Request, frozen=True):
    poll: int
    round: int
    sheet: int


def type_paper(conference: Conference, ask: TypePaper, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Add what stands on paper to an open question, or to a closed one that is not counted."""
    poll, one = round_of(conference, ask.poll, ask.round)
    box = _open_box(one.box)
    if len(box.paper) >= MOST_SHEETS:
        raise Refused(
            f"As many as {MOST_SHEETS} entries from paper are in. Please type in the rest as totals.", "times"
        )
    number = max(box.paper, default=0) + 1
    if ask.totals == "yes":
        sheet = Sheet(number, *_totals(poll, ask))
    else:
        times = _times(ask.times) or 1
        sheet = Sheet(number, times, read_answer(poll.question, poll.terms, ask.fields))
    if box.on_paper + sheet.times > MOST_ON_PAPER:
        raise Refused(f"A round takes {MOST_ON_PAPER:,} ballots on paper at most. {box.on_paper:,} are in.", "times")
    return [PaperTyped(poll.id, one.number, sheet)]


def take_out_paper(conference: Conference, ask: TakeOutPaper, by: Actor, moment: Moment) -> Sequence[PollAct]:
    """Take out what was typed in wrongly."""
    poll, one = round_of(conference, ask.poll, ask.round)
    box = _open_box(one.box)
    return [PaperTakenOut(poll.id, one.number, ask.sheet)] if ask.sheet in box.paper else []


def _open_box(box: Box | None) -> Box:
    if box is None:
        raise Refused("This question has been counted, so nothing can be changed any more.")
    return box


def _totals(poll: Poll, ask: TypePaper) -> tuple[int, None, Tally]:
    """How many ballots, no answer, and the totals of each bar."""
    question = poll.question
    if not question.has_totals:
        raise Refused("Ballots of this kind of question are typed in one by one.", "totals")
    totals = tuple(
        whole_number(
            first(ask.fields, f"total.{bar.letter}"),
            f"total.{bar.letter}",
            "Please write each total as a whole number.",
            MOST_BALLOTS,
        )
        for bar in question.bars(question.empty(), 0)
    )
    if question.most_marks == 1:
        times = sum(totals)
    else:
        times = _times(ask.times)
        if times < max(totals) or sum(totals) > times * question.most_marks:
            raise Refused("These totals need more ballots than you gave. How many ballots were there?", "times")
    if not sum(totals) or times > MOST_BALLOTS:
        raise Refused(f"Please write the totals of at least one ballot, and of at most {MOST_BALLOTS:,}.", "totals")
    if times < FEWEST_IN_TOTALS:
        raise Refused(
            "Please type so few ballots in one by one: totals of one or two would tell who voted what.", "totals"
        )
    return times, None, totals


def _times(text: str) -> int:
    say = f"Please write how many ballots as a whole number, up to {MOST_BALLOTS:,}."
    return whole_number(text, "times", say, MOST_BALLOTS)
