"""The conference day as data and plain functions: facts (acts), rules that give acts or raise `Refused`, and the fold.

Pure: no clock, no files, no randomness, no asyncio. The journal holds only what the rules accepted, so the fold never decides
anything and cannot fail; an old journal replays to the same day under newer code. What an act does not touch keeps its identity:
`before.wall is after.wall` says that nothing on the wall must be drawn again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference import (
    actions,
    agenda,
    board,
    bookings,
    doors,
    forgetting,
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
from live.conference.people import Actor, Fact, Moment, Request
from live.conference.words import NAME_LETTERS, TITLE_LETTERS, Refused, clean_day, clean_line

__all__ = ["Act", "Actor", "Conference", "Moment", "Refused", "Request", "fold", "replay"]


class Conference(Struct, frozen=True):
    """One conference as it stands. `frozen` is the picture that the room keeps seeing while the chair has frozen the screen."""

    code: str = ""
    title: str = ""
    date: str = ""
    place: str = ""
    people: people.People = field(default_factory=people.People)
    agenda: agenda.Agenda = field(default_factory=agenda.Agenda)
    polls: polls.Polls = field(default_factory=polls.Polls)
    wall: wall.Wall = field(default_factory=wall.Wall)
    board: board.Board = field(default_factory=board.Board)
    doors: doors.Doors = field(default_factory=doors.Doors)
    pictures: HashTrieMap[str, bytes] = field(default_factory=HashTrieMap)
    """Those that the chair has uploaded, by their names."""
    writeup: writeup.WriteUp = field(default_factory=writeup.WriteUp)
    actions: actions.Actions = field(default_factory=actions.Actions)
    meetings: meetings.Meetings = field(default_factory=meetings.Meetings)
    bookings: bookings.Bookings = field(default_factory=bookings.Bookings)
    harvest: harvest.Harvest = field(default_factory=harvest.Harvest)
    visits: visits.Visits = field(default_factory=visits.Visits)
    day: str = ""
    """The day as "2027-05-14", where the chair gave it: for calendars, and for what is about to start. `date` is words."""
    kept_until: str = ""
    """The day (by UTC, as "2027-11-22") after which names and words are removed; "" where none was ever set."""
    forgotten_at: int = 0
    frozen: Conference | None = None

    @property
    def as_the_room_sees_it(self) -> Conference:
        return self.frozen or self


class ConferenceMade(Fact, frozen=True):
    code: str
    title: str
    at: int


class DayDescribed(Fact, frozen=True):
    """The day's title, date and place, as the chair wrote them."""

    title: str
    date: str = ""
    place: str = ""
    day: str = ""


class ScreenFrozen(Fact, frozen=True):
    frozen: bool


Act = (
    polls.PollAct
    | wall.WallAct
    | people.PeopleAct
    | doors.DoorAct
    | board.BoardAct
    | agenda.AgendaAct
    | pictures.PictureAct
    | writeup.WriteUpAct
    | actions.ActionAct
    | meetings.MeetingAct
    | bookings.BookingAct
    | harvest.HarvestAct
    | visits.VisitAct
    | keeping.KeepingAct
    | ConferenceMade
    | DayDescribed
    | ScreenFrozen
    | plan.PlanTaken
)


# What is taken down goes from a frozen screen too, and blank means blank at once. So does everything that erases something: what
# is gone from the disk must not live on in an old picture.
REACHES_A_FROZEN_SCREEN = (
    agenda.ScreenBlanked,
    wall.LabelHeld,
    wall.LabelParked,
    wall.LabelsWaitAgain,
    wall.LabelJoined,
    board.ProposalsQuiet,
)


class MakeConference(Request, frozen=True):
    code: str
    title: str


class DescribeDay(Request, frozen=True):
    """`date` as people say it; `day` as "2027-05-14", for calendars, or empty."""

    title: str = ""
    date: str = ""
    place: str = ""
    day: str = ""


class FreezeScreen(Request, frozen=True):
    on: str = "yes"


def fold(conference: Conference, act: Act) -> Conference:
    """The conference after `act`."""
    after = _from_page_one(conference, _fold(conference, act))
    if conference.frozen is not None and (isinstance(act, REACHES_A_FROZEN_SCREEN) or erased_by(act)):
        return replace(after, frozen=_from_page_one(conference.frozen, _fold(conference.frozen, act)))
    return after


def _from_page_one(before: Conference, after: Conference) -> Conference:
    """What has several pages on the screen begins with the first when it is something else, or in another state."""
    if after.agenda.page == 1 or _on_the_screen(before) == _on_the_screen(after):
        return after
    return replace(after, agenda=replace(after.agenda, page=1))


def _on_the_screen(conference: Conference) -> tuple[object, ...]:
    """The item on the screen and, of a question, what is shown of it: all but who has voted meanwhile."""
    item = conference.agenda.item
    poll = conference.polls.by_id.get(item.poll) if item is not None else None
    one = poll.round if poll is not None else None
    if one is None:
        return conference.agenda.current, conference.agenda.shows, conference.agenda.spot
    is_result = one.shown and one.count is not None
    running = one.box.running if one.box is not None else None
    is_running = running is not None and running.may_be_shown
    is_small = is_result and one.is_kept_small
    return conference.agenda.current, one.number, bool(one.closed_at), is_running, is_result, one.beside, is_small


def _fold(conference: Conference, act: Act) -> Conference:
    match act:
        case (
            polls.VoteCast()
            | polls.SealedVoteCast()
            | polls.VoteWithdrawn()
            | polls.PollAdded()
            | polls.PollChanged()
            | polls.PollRemoved()
            | polls.PollOpened()
            | polls.BallotBoxMade()
            | polls.PollTimed()
            | polls.PaperTyped()
            | polls.PaperTakenOut()
            | polls.PollClosed()
            | polls.PollReopened()
            | polls.PollCounted()
            | polls.ResultShown()
            | polls.ResultHidden()
        ):
            return replace(conference, polls=polls.fold(conference.polls, act))
        case (
            wall.PromptPut()
            | wall.PromptRemoved()
            | wall.LabelPosted()
            | wall.LabelReworded()
            | wall.LabelTakenBack()
            | wall.LabelHeld()
            | wall.LabelParked()
            | wall.LabelReleased()
            | wall.LabelsLookedAt()
            | wall.LabelsWaitAgain()
            | wall.LookChosen()
            | wall.WordListPut()
            | wall.LabelBacked()
            | wall.BackingWithdrawn()
            | wall.LabelJoined()
            | wall.LabelParted()
            | wall.PairKeptApart()
            | wall.TableNamed()
            | wall.TableRemoved()
            | wall.ThemeNamed()
            | wall.ThemeMoved()
            | wall.ThemeRemoved()
            | wall.LabelPutUnder()
            | wall.LabelTakenFrom()
            | wall.QuotePicked()
            | wall.QuoteDropped()
            | wall.QuestionCalled()
            | wall.QuestionEnded()
            | wall.EndingTakenBack()
        ):
            return replace(conference, wall=wall.fold(conference.wall, act))
        case people.VoiceJoined() | people.VoiceDescribed() | people.LinkMade() | people.LinkRevoked():
            return replace(conference, people=people.fold(conference.people, act))
        case doors.DoorChosen() | doors.BadgesMade() | doors.BadgeUsed():
            return replace(conference, doors=doors.fold(conference.doors, act))
        case (
            board.TopicProposed()
            | board.TopicChanged()
            | board.TopicWithdrawn()
            | board.TopicPlaced()
            | board.TopicUnplaced()
            | board.StepUndone()
            | board.CellLocked()
            | board.CellUnlocked()
            | board.TopicNoted()
            | board.HandRaised()
            | board.HandLowered()
            | board.HostFound()
            | board.HostLeft()
            | board.ProposalsQuiet()
            | board.MarketOpened()
            | board.PitchCalled()
            | board.PitchEnded()
            | board.MergeAsked()
            | board.MergeAgreed()
            | board.MergeDropped()
            | board.TopicMerged()
            | board.TopicParted()
            | board.TopicRepeated()
            | board.RoomPut()
            | board.RoomRemoved()
            | board.SlotPut()
            | board.SlotRemoved()
            | board.BellRung()
            | board.BellStilled()
        ):
            return replace(conference, board=board.fold(conference.board, act))
        case (
            agenda.ItemAdded()
            | agenda.ItemChanged()
            | agenda.ItemMoved()
            | agenda.ItemRemoved()
            | agenda.ItemShown()
            | agenda.ScreenBlanked()
            | agenda.PageTurned()
            | agenda.WallTurned()
            | agenda.TimerStarted()
            | agenda.TimerExtended()
            | agenda.TimerStopped()
            | agenda.BlockPut()
            | agenda.BlockRemoved()
            | agenda.WorkshopPut()
            | agenda.WorkshopRemoved()
        ):
            return replace(conference, agenda=agenda.fold(conference.agenda, act))
        case pictures.PictureKept() | pictures.PictureRemoved():
            return pictures.fold(conference, act)
        case (
            writeup.WriteUpArranged()
            | writeup.WriteUpPublished()
            | writeup.CommentMade()
            | writeup.CommentTakenBack()
            | writeup.CommentAnswered()
        ):
            return replace(conference, writeup=writeup.fold(conference.writeup, act))
        case (
            actions.ActionAgreed()
            | actions.ActionChanged()
            | actions.ActionRemoved()
            | actions.ActionUpdated()
            | actions.ActionLinkRenewed()
        ):
            return replace(conference, actions=actions.fold(conference.actions, act))
        case meetings.MeetingPut() | meetings.MeetingEnded() | meetings.MeetingPointPut():
            return replace(conference, meetings=meetings.fold(conference.meetings, act))
        case (
            bookings.SeatAsked()
            | bookings.SeatLeft()
            | bookings.SeatSeen()
            | bookings.SeatsDropped()
            | bookings.HandoutPut()
            | bookings.HandoutRemoved()
        ):
            return replace(conference, bookings=bookings.fold(conference.bookings, act))
        case (
            harvest.NoteWritten()
            | harvest.NoteReworded()
            | harvest.NoteRemoved()
            | harvest.LineChosen()
            | harvest.ReadBack()
            | harvest.GraphicHung()
            | harvest.GraphicRemoved()
        ):
            return replace(conference, harvest=harvest.fold(conference.harvest, act))
        case (
            visits.VisitPut()
            | visits.VisitWithdrawn()
            | visits.VisitWished()
            | visits.VisitLeft()
            | visits.VisitPlaceGiven()
            | visits.VisitorsMatched()
        ):
            return replace(conference, visits=visits.fold(conference.visits, act))
        case keeping.EndDateSet() | keeping.VoiceForgotten() | keeping.WordsForgotten():
            return keeping.fold(conference, act)
        case ConferenceMade():
            return replace(conference, code=act.code, title=act.title)
        case DayDescribed():
            return replace(conference, title=act.title, date=act.date, place=act.place, day=act.day)
        case ScreenFrozen():
            return replace(conference, frozen=replace(conference, frozen=None) if act.frozen else None)
        case plan.PlanTaken():
            return plan.fold_plan(conference, act)
        case _:
            assert_never(act)


def replay(acts: Iterable[Act], conference: Conference | None = None) -> Conference:
    """The conference that these acts lead to, beginning with `conference` or with nothing."""
    conference = conference or Conference()
    for act in acts:
        conference = fold(conference, act)
    return conference


def make_conference(conference: Conference, ask: MakeConference, by: Actor, moment: Moment) -> Sequence[Act]:
    if conference.code:
        raise Refused("This conference has been made already.")
    made = ConferenceMade(ask.code, clean_line(ask.title, TITLE_LETTERS, "title", "The title"), moment.at)
    return [made, keeping.EndDateSet(forgetting.date_after(moment.at, forgetting.KEPT_DAYS))]


def describe_day(conference: Conference, ask: DescribeDay, by: Actor, moment: Moment) -> Sequence[Act]:
    title = clean_line(ask.title, TITLE_LETTERS, "title", "The title")
    date = clean_line(ask.date, NAME_LETTERS, "date", "The date", optional=True)
    place = clean_line(ask.place, TITLE_LETTERS, "place", "The place", optional=True)
    day = clean_day(ask.day)
    if (title, date, place, day) == (conference.title, conference.date, conference.place, conference.day):
        return []
    return [DayDescribed(title, date, place, day)]


def freeze_screen(conference: Conference, ask: FreezeScreen, by: Actor, moment: Moment) -> Sequence[Act]:
    """Keep the picture on the screen while the chair looks for something, or let it go on."""
    on = ask.on == "yes"
    return [] if (conference.frozen is not None) == on else [ScreenFrozen(on)]


def subject_of(act: Act) -> str:
    """Under which subject an act lies in the journal. A subject is what can be erased as one."""
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
        case wall.LabelTakenBack() | wall.PairKeptApart() | wall.LabelsLookedAt() | wall.LabelsWaitAgain():
            return "wall"
        case agenda.WallTurned():
            return "day"
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
        case doors.BadgeUsed():
            return "badge-use"
        case wall.ThemeNamed() | wall.ThemeMoved() | wall.ThemeRemoved() | wall.TableNamed() | wall.TableRemoved():
            return "themes"
        case pictures.PictureRemoved():
            return "pictures"
        case writeup.WriteUpArranged():
            return "writeup/words"
        case writeup.WriteUpPublished() | writeup.CommentTakenBack():
            return "writeup"
        case actions.ActionRemoved():
            return "actions"
        case meetings.MeetingPut() | meetings.MeetingEnded() | meetings.MeetingPointPut():
            return meetings.subject_of(act)
        case (
            bookings.SeatAsked()
            | bookings.SeatLeft()
            | bookings.SeatSeen()
            | bookings.SeatsDropped()
            | bookings.HandoutPut()
            | bookings.HandoutRemoved()
        ):
            return bookings.subject_of(act)
        case (
            harvest.NoteWritten()
            | harvest.NoteReworded()
            | harvest.NoteRemoved()
            | harvest.LineChosen()
            | harvest.ReadBack()
            | harvest.GraphicHung()
            | harvest.GraphicRemoved()
        ):
            return harvest.subject_of(act)
        case (
            visits.VisitPut()
            | visits.VisitWithdrawn()
            | visits.VisitWished()
            | visits.VisitLeft()
            | visits.VisitPlaceGiven()
            | visits.VisitorsMatched()
        ):
            return visits.subject_of(act)
        case _:
            for name in ("comment", "action", "poll", "label", "topic", "voice", "picture"):
                if name in act.__struct_fields__:
                    return f"{name}/{getattr(act, name)}"
            return "day"


def erased_by(act: Act) -> tuple[str, ...]:
    """The subjects that go from the disk for good together with this act."""
    if isinstance(act, _VOTES):  # most acts are, and each case takes its time
        return ()
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
        case meetings.MeetingPut() | meetings.MeetingEnded() | meetings.MeetingPointPut():
            return meetings.erased_by(act)
        case bookings.SeatsDropped() | bookings.HandoutRemoved():
            return bookings.erased_by(act)
        case harvest.NoteReworded() | harvest.NoteRemoved() | harvest.GraphicRemoved():
            return harvest.erased_by(act)
        case visits.VisitPut() | visits.VisitWithdrawn():
            return visits.erased_by(act)
        case _:
            return ()


def is_timeless(act: Act) -> bool:
    """Whether the entry of this act bears no time: the time of a vote could tell whose it is."""
    return isinstance(act, _VOTES)


_VOTES = (polls.VoteCast, polls.SealedVoteCast, polls.VoteWithdrawn)
