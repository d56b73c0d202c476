"""What is told to one person only, about their day, their topics and their study visits: to whom, and how it looks.

It is made when it is sent, so that a hall in which something moves is not made a thousand lists at the same moment.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from live.conference import Act, Conference, DayDescribed, agenda, board, bookings, keeping, plan, visits
from live.conference.board.hours import minutes
from live.fragments import with_fresh_ids
from live.fragments.delegate.my_day import begins_in, my_day
from live.fragments.delegate.topics import own_topics
from live.fragments.delegate.visits import my_visits
from live.web.templates import environment

if TYPE_CHECKING:
    from live.web.live_conference import LiveConference

MY_DAY, BOARD, VISITS, NEWS = "my-day", "board", "visits", "visit-news"
EVERYBODY = None

Frame = Callable[["LiveConference", str], bytes]
Told = tuple[str, set[str] | None, Frame]
"""What is told about which of these pages (or, as news, on any page) to which voices; None: to all who look at it."""


def told_of(before: Conference, after: Conference, acts: Sequence[Act]) -> list[Told]:
    """Who is told what because of these acts."""
    told: list[Told] = []
    if (mine := _whose_day(before, after, acts)) is EVERYBODY or mine:
        told.append((MY_DAY, mine, day_frame))
    if any(isinstance(act, _SHAPES_TOPICS) for act in acts):
        topics = (*before.board.by_id.values(), *after.board.by_id.values())
        told.append((BOARD, {voice for one in topics for voice in (one.proposer, one.hosted_by)} - {""}, topics_frame))
    if (own := _whose_visits(after, acts)) is EVERYBODY or own:
        told.append((VISITS, own, visits_frame))
    for act in acts:
        if isinstance(act, visits.VisitPlaceGiven) and act.visit in after.visits.by_id:
            told.append((NEWS, {act.voice}, _news(after.visits.by_id[act.visit].title)))
        elif isinstance(act, visits.VisitWithdrawn) and act.visit in before.visits.by_id:
            had = set(before.visits.going.get(act.visit, ()))
            told.append((NEWS, had, _news(before.visits.by_id[act.visit].title, gone=True)))
    return told


def _whose_day(before: Conference, after: Conference, acts: Sequence[Act]) -> set[str] | None:
    meant: set[str] = set()
    for act in acts:
        if isinstance(act, _SHAPES_A_TOPIC):
            meant |= _people_of(before.board, act.topic) | _people_of(after.board, act.topic)
        elif isinstance(act, board.HandRaised | board.HandLowered | board.HostFound | bookings.SeatAsked):
            meant.add(act.voice)
        elif isinstance(act, bookings.SeatLeft):
            meant |= set(before.bookings.asked.get(act.session, ()))
        elif isinstance(act, visits.VisitWished | visits.VisitLeft | visits.VisitPlaceGiven):
            there = before.visits.by_id.get(act.visit)
            waiting = before.visits.wishes.get(act.visit, ()) if not isinstance(act, visits.VisitWished) else ()
            meant |= {act.voice, there.host if there is not None else "", *waiting}
        elif isinstance(act, visits.VisitPut | visits.VisitWithdrawn):
            going, waiting = before.visits.going.get(act.visit, ()), before.visits.wishes.get(act.visit, ())
            there = before.visits.by_id.get(act.visit)
            meant |= {there.host if there is not None else "", *going, *waiting}
            if isinstance(act, visits.VisitPut):
                meant.add(act.host)
        elif isinstance(act, _SHAPES_DAYS):
            return EVERYBODY
    return meant


def _whose_visits(after: Conference, acts: Sequence[Act]) -> set[str] | None:
    meant: set[str] = set()
    for act in acts:
        if isinstance(act, _SHAPES_VISITS):
            return EVERYBODY
        if isinstance(act, visits.VisitWished | visits.VisitLeft | visits.VisitPlaceGiven):
            there = after.visits.by_id.get(act.visit)
            meant |= {act.voice, there.host if there is not None else ""} | set(after.visits.wishes.get(act.visit, ()))
    return meant


def _people_of(known: board.Board, number: int) -> set[str]:
    """In whose day a topic is: who proposed it, hosts it or wants to be there; with those of its head and parts."""
    topic = known.by_id.get(number)
    if topic is None:
        return set()
    family = (topic, known.head(topic), *known.parts_of(number))
    return {voice for one in family for voice in (one.proposer, one.hosted_by, *one.hands)} - {""}


_SHAPES_VISITS = (visits.VisitPut, visits.VisitWithdrawn, visits.VisitorsMatched, keeping.WordsForgotten)

_SHAPES_A_TOPIC = (
    board.TopicProposed,
    board.TopicChanged,
    board.TopicWithdrawn,
    board.TopicPlaced,
    board.TopicUnplaced,
    board.TopicMerged,
    board.TopicParted,
    board.TopicRepeated,
    board.HostLeft,
)
"""What moves something in the day of those who have to do with one topic. Others are told nothing: a day takes up to 12 ms
to draw (measured), and each topic that is proposed or placed would cost a thousand of them."""

_SHAPES_DAYS = (
    board.ProposalsQuiet,
    board.MarketOpened,
    board.RoomPut,
    board.RoomRemoved,
    board.SlotPut,
    board.SlotRemoved,
    agenda.BlockPut,
    agenda.BlockRemoved,
    agenda.WorkshopPut,
    agenda.WorkshopRemoved,
    bookings.SeatsDropped,
    plan.PlanTaken,
    keeping.WordsForgotten,
    DayDescribed,
)
"""What can move something in anybody's day."""


_SHAPES_TOPICS = (
    board.TopicProposed,
    board.TopicChanged,
    board.TopicWithdrawn,
    board.TopicPlaced,
    board.TopicUnplaced,
    board.MergeAsked,
    board.MergeAgreed,
    board.MergeDropped,
    board.TopicMerged,
    board.TopicParted,
    board.TopicRepeated,
    board.HostFound,
    board.HostLeft,
    board.ProposalsQuiet,
    board.MarketOpened,
    board.RoomPut,
    board.SlotPut,
    plan.PlanTaken,
    keeping.WordsForgotten,
)
"""What can change what somebody's topics are, or how they stand."""


def frames_for(live: LiveConference, voice: str, views: Iterable[str]) -> dict[str, Callable[[], bytes]]:
    """What a page that looks at these views begins with, by what it is about."""
    known: dict[str, Frame] = {MY_DAY: day_frame, BOARD: topics_frame, VISITS: visits_frame}
    return {view: functools.partial(known[view], live, voice) for view in views if view in known}


def day_frame(live: LiveConference, voice: str) -> bytes:
    return _frame(["fill", "my-day-list", _drawn(live, "fragments/_my_day.html", **day_models(live, voice))])


def day_models(live: LiveConference, voice: str) -> dict[str, Any]:
    """What the list of somebody's day is made of, as of now."""
    return {"own": my_day(live.conference, voice), "clock": live.clock(), "begins_in": begins_in}


def topics_frame(live: LiveConference, voice: str) -> bytes:
    own = own_topics(live.conference, voice)
    return _frame(["fill", "own-topics", _drawn(live, "fragments/_own_topics.html", own=own) if own else ""])


def visits_frame(live: LiveConference, voice: str) -> bytes:
    own = my_visits(live.conference, voice)
    return _frame(["fill", "my-visits", _drawn(live, "fragments/_my_visits.html", own=own)])


def _news(title: str, *, gone: bool = False) -> Frame:
    def frame(live: LiveConference, voice: str) -> bytes:
        html = _drawn(live, "fragments/_visit_news.html", title=title, gone=gone)
        return _frame(["cut", NEWS], ["add", "band", "-", html])  # what it said before is no news any more

    return frame


def _drawn(live: LiveConference, template: str, **models: object) -> str:
    if "own" in models:
        models["it"] = models.pop("own")
    context = {"base": live.path()[: -len(live.code) - 1], "code": live.code, **models}
    return with_fresh_ids(environment().get_template(template).render(context).strip())


def _frame(*ops: list[str]) -> bytes:
    return msgspec.json.encode({"t": "frame", "view": "mine", "seen": "", "ops": ops})


def seconds_of_day(conference: Conference, local: str, seconds: int) -> int:
    """The time in the hall ("2027-05-14 10:52", and the seconds) in seconds since midnight; -1 when it is another day than the
    conference's."""
    day, _, clock = local.partition(" ")
    minute = minutes(clock)
    if minute is None or conference.day not in ("", day):
        return -1
    return minute * 60 + seconds
