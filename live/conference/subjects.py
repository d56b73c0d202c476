"""Subjects: under which an act lies in the journal, and which of them go from the disk with it.

A subject is what can be erased as one. So what somebody gave lies under a subject of its own, and what must outlive it (that it
is over, where a topic stood) lies beside it. An act about a poll, a label or a topic lies there unless it is said here that it
lies elsewhere, so that nothing personal is kept because somebody forgot to say so.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, assert_never, cast, get_args

from live.conference import (
    actions,
    agenda,
    board,
    bookings,
    describing,
    doors,
    harvest,
    keeping,
    meetings,
    people,
    pictures,
    plan,
    polls,
    visits,
    wall,
    writeup,
)

if TYPE_CHECKING:
    from live.conference import Act

Erasing = (
    polls.PollCounted
    | wall.LabelTakenBack
    | wall.LabelReworded
    | board.TopicWithdrawn
    | board.TopicChanged
    | board.TopicNoted
    | keeping.VoiceForgotten
    | keeping.WordsForgotten
    | pictures.PictureRemoved
    | writeup.WriteUpArranged
    | writeup.CommentTakenBack
    | actions.ActionChanged
    | actions.ActionRemoved
    | meetings.MeetingPut
    | meetings.MeetingEnded
    | bookings.SeatsDropped
    | bookings.HandoutRemoved
    | harvest.NoteReworded
    | harvest.NoteRemoved
    | harvest.GraphicRemoved
    | visits.VisitPut
    | visits.VisitWithdrawn
)
"""The acts that erase something."""

Other = (
    people.PeopleAct | doors.DoorAct | pictures.PictureAct | writeup.WriteUpAct | actions.ActionAct | keeping.KeepingAct
)

_ERASING = frozenset(get_args(Erasing))
_VOTES = (polls.VoteCast, polls.SealedVoteCast, polls.VoteWithdrawn)


def is_timeless(act: Act) -> bool:
    """Whether the entry of this act bears no time: the time of a vote could tell whose it is."""
    return isinstance(act, _VOTES)


def erased_by(act: Act) -> tuple[str, ...]:
    """The subjects that go from the disk for good together with this act."""
    return _erased_by(cast(Erasing, act)) if type(act) in _ERASING else ()


def _erased_by(act: Erasing) -> tuple[str, ...]:
    match act:
        case polls.PollCounted():
            return (f"poll/{act.poll}/{act.round}/votes",)
        case wall.LabelTakenBack() | wall.LabelReworded():
            return (f"label/{act.label}",)
        case board.TopicWithdrawn():
            return (f"topic/{act.topic}", f"topic/{act.topic}/notes")
        case board.TopicChanged():
            return (f"topic/{act.topic}",)
        case board.TopicNoted():
            return (f"topic/{act.topic}/notes",)
        case keeping.VoiceForgotten():
            return (f"voice/{act.voice}",)
        case keeping.WordsForgotten():
            return keeping.erased_by(act)
        case pictures.PictureRemoved():
            return (f"picture/{act.picture}",)
        case writeup.WriteUpArranged():
            return ("writeup/words",)
        case writeup.CommentTakenBack():
            return (f"comment/{act.comment}",)
        case actions.ActionChanged() | actions.ActionRemoved():
            return (f"action/{act.action}",)
        case meetings.MeetingPut() | meetings.MeetingEnded():
            return meetings.erased_by(act)
        case bookings.SeatsDropped() | bookings.HandoutRemoved():
            return bookings.erased_by(act)
        case harvest.NoteReworded() | harvest.NoteRemoved() | harvest.GraphicRemoved():
            return harvest.erased_by(act)
        case visits.VisitPut() | visits.VisitWithdrawn():
            return visits.erased_by(act)
        case _:
            assert_never(act)


def subject_of(act: Act) -> str:
    """Under which subject an act lies in the journal."""
    return _subject_of(type(act))(act)


@functools.cache  # asking an act for its class, one class after the other, takes 0.3 µs each time (measured)
def _subject_of(kind: type[Act]) -> Callable[[Any], str]:
    """How the subject of acts of one kind is found."""
    if issubclass(kind, polls.PollAct):
        return _of_poll
    if issubclass(kind, wall.WallAct):
        return _of_wall
    if issubclass(kind, board.BoardAct):
        return _of_board
    if issubclass(kind, meetings.MeetingAct):
        return meetings.subject_of
    if issubclass(kind, bookings.BookingAct):
        return bookings.subject_of
    if issubclass(kind, harvest.HarvestAct):
        return harvest.subject_of
    if issubclass(kind, visits.VisitAct):
        return visits.subject_of
    if issubclass(kind, agenda.AgendaAct | describing.DescribingAct | plan.PlanTaken):
        return lambda act: "day"
    if issubclass(kind, Other):
        return _of_another
    assert_never(kind)


def _of_poll(act: polls.PollAct) -> str:
    match act:
        case (
            polls.VoteCast()
            | polls.SealedVoteCast()
            | polls.VoteWithdrawn()
            | polls.BallotBoxMade()
            | polls.PaperTyped()
            | polls.PaperTakenOut()
        ):
            return f"poll/{act.poll}/{act.round}/votes"
        case _:
            return f"poll/{act.poll}"


def _of_wall(act: wall.WallAct) -> str:
    match act:
        case wall.LabelTakenBack() | wall.PairKeptApart() | wall.LabelsLookedAt() | wall.LabelsWaitAgain():
            return "wall"
        case wall.ThemeNamed() | wall.ThemeMoved() | wall.ThemeRemoved() | wall.TableNamed() | wall.TableRemoved():
            return "themes"
        case wall.PromptPut() | wall.PromptRemoved() | wall.LookChosen() | wall.WordListPut():
            return "day"
        case _:
            return f"label/{act.label}"


def _of_board(act: board.BoardAct) -> str:
    match act:
        case (
            board.TopicWithdrawn()
            | board.TopicPlaced()
            | board.TopicUnplaced()
            | board.PitchCalled()
            | board.MergeAsked()
            | board.MergeAgreed()
            | board.MergeDropped()
            | board.TopicMerged()
        ):
            return "board"  # numbers only: what they say of the board itself must outlive the words of a topic
        case board.TopicNoted():
            return f"topic/{act.topic}/notes"
        case (
            board.ProposalsQuiet()
            | board.MarketOpened()
            | board.PitchEnded()
            | board.StepUndone()
            | board.CellLocked()
            | board.CellUnlocked()
            | board.RoomPut()
            | board.RoomRemoved()
            | board.SlotPut()
            | board.SlotRemoved()
            | board.BellRung()
            | board.BellStilled()
        ):
            return "day"
        case _:
            return f"topic/{act.topic}"


def _of_another(act: Other) -> str:
    match act:
        case people.VoiceJoined() | people.VoiceDescribed() | keeping.VoiceForgotten():
            return f"voice/{act.voice}"
        case doors.BadgeUsed():
            return "badge-use"
        case pictures.PictureKept():
            return f"picture/{act.picture}"
        case pictures.PictureRemoved():
            return "pictures"
        case writeup.CommentMade() | writeup.CommentAnswered():
            return f"comment/{act.comment}"
        case writeup.WriteUpArranged():
            return "writeup/words"
        case writeup.WriteUpPublished() | writeup.CommentTakenBack():
            return "writeup"
        case actions.ActionAgreed() | actions.ActionChanged() | actions.ActionUpdated() | actions.ActionLinkRenewed():
            return f"action/{act.action}"
        case actions.ActionRemoved():
            return "actions"
        case (
            people.LinkMade()
            | people.LinkRevoked()
            | doors.DoorChosen()
            | doors.BadgesMade()
            | keeping.EndDateSet()
            | keeping.WordsForgotten()
        ):
            return "day"
        case _:
            assert_never(act)
