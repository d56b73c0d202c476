"""The chair's remote and the list of the plan.

One main button does the next sensible thing; all others are smaller. Every button names the very item, question and round it is
about, so a second tap, or a tap on a page that is late, changes nothing. Who is connected and how many have voted are pieces of
their own, because they change all the time.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference, polls
from live.conference.agenda import Item
from live.conference.polls import Poll, Round
from live.fragments import Piece, Scene, View
from live.fragments.chair_market import market_remote, next_step, open_space_in_words
from live.fragments.chair_wall import in_words, remote_of
from live.fragments.chair_words import STATUSES, Ask, Fields, Status, Step, about, seen_by_the_room, steps_of
from live.fragments.stage import OPEN_SPACE
from live.fragments.stage_pages import shown_of
from live.fragments.stage_questions import question_shown
from live.fragments.stage_results import Shown
from live.fragments.time_left import TimeLeft, chairs_time

ONLY_RUNNING = "The screen shows the running result. The result itself stays hidden until you show it."
ALL_THE_SAME = "Show the count all the same"
SO_FEW = "So few voted that people may work out who said what. Show the count all the same?"
UNTIL_COUNTED = "Then the votes are counted, and voting stays closed. For two minutes you can still open it again."


class Now(Struct, frozen=True):
    """The item on the screen: its state, its place in the list, and its steps."""

    title: str
    status: Status
    place: str
    steps: tuple[Step, ...] = ()


class Connected(Struct, frozen=True):
    number: int
    one: str
    several: str
    icon: str


class Turnout(Struct, frozen=True):
    voted: int
    people: int
    is_over: bool
    sealed: bool = False


class TimerState(Struct, frozen=True):
    """`ends_at` 0: no timer is running. `shown` stands there until a script counts."""

    ends_at: int = 0
    shown: str = ""


class Turning(Struct, frozen=True):
    """Which page of how many is on the screen; the buttons that lead to the others."""

    page: int
    pages: int
    before: Ask | None
    after: Ask | None


class Line(Struct, frozen=True):
    """One line of the run of show. `state` is "now", "done" or ""."""

    id: int
    title: str
    starts: str
    note: str
    state: str


class Still(Struct, frozen=True):
    """A question that is open while something else is on the screen."""

    title: str
    ask: Ask
    left: TimeLeft


class PlanLine(Struct, frozen=True):
    """One line of the plan while it is written. `up` and `down` are what it would follow; -1 if it cannot go there."""

    id: int
    title: str
    starts: str
    note: str
    up: int
    down: int
    may_go: bool


def pieces(scene: Scene) -> Iterator[Piece]:
    conference = scene.conference
    agenda = conference.agenda
    poll = conference.polls.by_id.get(agenda.item.poll) if agenda.item else None
    phones = Connected(scene.phones, "phone", "phones", "phone")
    screens = Connected(scene.screens, "screen", "screens", "screen")
    yield Piece("chair-phones", "chair-people", "fragments/_chair_connected.html", phones)
    yield Piece("chair-screens", "chair-people", "fragments/_chair_connected.html", screens)
    if scene.alarm:
        yield Piece("chair-alarm", "chair-now", "fragments/_chair_alarm.html", scene.alarm)
    yield Piece("chair-item", "chair-now", "fragments/_chair_now.html", _now(conference, poll))
    if poll is not None and poll.round is not None:
        so_far = Turnout(*polls.turnout(conference, poll.round), poll.state != "open", poll.round.is_sealed)
        yield Piece("chair-turnout", "chair-now", "fragments/_chair_turnout.html", so_far)
    notice = _notice(conference)
    if notice:
        yield Piece("chair-notice", "chair-now", "fragments/_chair_notice.html", notice)
    yield Piece("chair-sees-words", "chair-sees", "fragments/_chair_words.html", _seen(conference))
    yield Piece("chair-next", "chair-remote", "fragments/_chair_next.html", main_button(conference, poll))
    yield Piece("chair-more", "chair-remote", "fragments/_chair_more.html", tuple(_others(conference, poll)))
    item = agenda.item
    if item is not None and item.kind == "wall":
        yield Piece("chair-wall", "chair-remote", "fragments/_chair_wall.html", remote_of(conference, item))
    if item is not None and item.kind == "market":
        yield Piece("chair-market", "chair-remote", "fragments/_chair_market.html", market_remote(conference))
    shown = question_shown(poll, agenda.page) if poll is not None else _sheet(conference)
    turning = _turning(agenda.current, shown) if shown is not None else None
    if turning is not None:
        yield Piece("chair-pages", "chair-remote", "fragments/_chair_pages.html", turning)
    if poll is not None and poll.round is not None and poll.state == "open":
        time = chairs_time(poll, poll.round)
        yield Piece("chair-poll-time", "chair-remote", "fragments/_chair_poll_time.html", time)
    others_open = [other for other in conference.polls.in_order() if other.state == "open" and other is not poll]
    if others_open:
        yield Piece("chair-still", "chair-remote", "fragments/_chair_still.html", None)
    for other in others_open:
        yield Piece(f"chair-still-{other.id}", "chair-still-list", "fragments/_chair_still_line.html", _still(other))
    timer = agenda.timer
    state = TimerState(timer.ends_at, f"{timer.seconds // 60}:{timer.seconds % 60:02}") if timer else TimerState()
    yield Piece("chair-timer", "chair-remote", "fragments/_chair_timer.html", state)
    for each in agenda.items:
        state_of_line = "now" if each.id == agenda.current else "done" if each.id in agenda.been else ""
        line = Line(each.id, _title(conference, each), each.starts, about(conference, each), state_of_line)
        yield Piece(f"chair-line-{each.id}", "chair-run", "fragments/_chair_line.html", line)


chair = View(
    "chair",
    ("chair-people", "chair-now", "chair-sees", "chair-remote", "chair-run"),
    pieces,
    shows=("phones", "screens", "alarm"),
)


def plan_pieces(scene: Scene) -> Iterator[Piece]:
    conference = scene.conference
    order = (0, *(item.id for item in conference.agenda.items))
    for place, item in enumerate(conference.agenda.items, 1):
        poll = conference.polls.by_id.get(item.poll)
        has_votes = poll is not None and polls.has_been_voted_on(poll)
        line = PlanLine(
            item.id,
            _title(conference, item),
            item.starts,
            about(conference, item),
            order[place - 2] if place > 1 else -1,
            order[place + 1] if place + 1 < len(order) else -1,
            may_go=not has_votes and item.id != conference.agenda.current,
        )
        yield Piece(f"chair-plan-{item.id}", "chair-plan-list", "fragments/_chair_plan_line.html", line)


plan = View("chair/plan", ("chair-plan-list",), plan_pieces)


def main_button(conference: Conference, poll: Poll | None) -> Ask | None:
    """The next sensible thing to do; None at the end of the day."""
    if conference.as_the_room_sees_it.agenda.blank:
        return Ask("blank_screen", "Show the screen again", "eye", (("on", "no"),), "The screen is blank now.")
    if poll is not None:
        one = poll.round
        if one is None:
            return Ask("open_poll", "Open voting", "vote", _round(poll, 1), "Then people can vote on their phones.")
        if poll.state == "open":
            words = ONLY_RUNNING if poll.terms.running else "The result stays hidden until you show it."
            return Ask("close_poll", "Close voting", "lock", _round(poll, one.number), words)
        if not one.shown:
            words = "Then everybody sees it." if one.count else UNTIL_COUNTED
            return Ask("show_result", "Show result", "eye", _round(poll, one.number), words)
    item = conference.agenda.item
    if item is not None and item.kind == "market" and (step := next_step(conference)) is not None:
        return step
    following = conference.agenda.following
    if following is None:
        return None
    words = f"{following.starts} {_title(conference, following)}".strip()
    says = "Next item" if conference.agenda.item else "Begin"
    return Ask("show_item", says, "next", (("item", str(following.id)),), f"Next: {words}")


def _others(conference: Conference, poll: Poll | None) -> Iterator[Ask]:
    """All other buttons. Those that are always there come first, so that no button moves when a question opens or closes."""
    if conference.frozen is not None:
        yield Ask("freeze_screen", "Go on", "next", (("on", "no"),))
    else:
        yield Ask("freeze_screen", "Freeze", "pause", (("on", "yes"),))
    if conference.as_the_room_sees_it.agenda.blank:
        yield Ask("blank_screen", "Show again", "eye", (("on", "no"),))
    else:
        yield Ask("blank_screen", "Blank", "blank", (("on", "yes"),))
    items = conference.agenda.items
    place = next((place for place, item in enumerate(items) if item.id == conference.agenda.current), -1)
    if place > 0:
        yield Ask("show_item", "Back", "undo", (("item", str(items[place - 1].id)),))
    following = conference.agenda.following
    if following is not None and place >= 0:
        yield Ask("show_item", "Next", "next", (("item", str(following.id)),))
    one = poll.round if poll is not None else None
    if poll is not None and one is not None:
        yield from _round_buttons(poll, one)


def _sheet(conference: Conference) -> Shown | None:
    """The page of what is on the screen, where it has pages and is no question."""
    item = conference.agenda.item
    return shown_of(conference, item) if item is not None else None


def _turning(item: int, shown: Shown) -> Turning | None:
    """Buttons for the pages of what has several. Each names the page it leads to."""
    if shown.pages < 2:
        return None

    def to(page: int, says: str, icon: str) -> Ask | None:
        fields = (("item", str(item)), ("number", str(page)))
        return Ask("turn_page", says, icon, fields) if 1 <= page <= shown.pages else None

    before, after = to(shown.page - 1, "Page before", "undo"), to(shown.page + 1, "Next page", "next")
    return Turning(shown.page, shown.pages, before, after)


def _round_buttons(poll: Poll, one: Round) -> Iterator[Ask]:
    this = _round(poll, one.number)
    if poll.state == "closed":
        yield Ask("open_poll", "Open again", "vote", this)
    if one.shown:
        yield Ask("hide_result", "Hide result", "eye-off", this)
    if one.shown and one.is_kept_small:
        beside = (("beside", "yes"),) if one.beside else ()
        yield Ask("show_result", ALL_THE_SAME, "eye", (*this, ("confirm", "yes"), *beside), confirm=SO_FEW)
    before = poll.before(one)
    if one.shown and one.beside and before is not None:
        yield Ask("show_result", "Show by itself", "eye", this)
    elif one.count is not None and before is not None:
        which = "first time" if before.number == 1 else "time before"
        yield Ask("show_result", f"Show beside the {which}", "eye", (*this, ("beside", "yes")))
    if one.count is not None:
        words = "Ask this question again, from nothing? The first result stays in the report."
        yield Ask("open_poll", "Ask again", "vote", _round(poll, one.number + 1), confirm=words)


def _still(poll: Poll) -> Still:
    number = poll.round.number if poll.round else 0
    words = f"Close voting on “{poll.title}”?"
    left = TimeLeft(poll.round.closes_at if poll.round else 0)
    return Still(poll.title, Ask("close_poll", "Close voting", "lock", _round(poll, number), confirm=words), left)


def _round(poll: Poll, number: int) -> Fields:
    return (("poll", str(poll.id)), ("round", str(number)))


def _now(conference: Conference, poll: Poll | None) -> Now:
    item = conference.agenda.item
    items = conference.agenda.items
    if item is None:
        return Now("The waiting room", STATUSES["waiting"], f"{len(items)} items in the plan")
    place = f"Item {items.index(item) + 1} of {len(items)}"
    if poll is None:
        return Now(item.title, STATUSES[item.kind], place)
    is_counting = poll.round is not None and poll.round.shown and poll.state == "closed"
    shown = "shown" if poll.is_shown else "counting" if is_counting else poll.state
    return Now(poll.title, STATUSES[shown], place, steps_of(poll))


def _seen(conference: Conference) -> str:
    """The picture on the screen in a sentence, for who cannot see the small one."""
    room = conference.as_the_room_sees_it
    item = room.agenda.item
    if item is None or room.agenda.blank or item.kind not in ("wall", *OPEN_SPACE):
        return seen_by_the_room(conference)
    sheet = shown_of(room, item)
    page = f" Page {sheet.page} of {sheet.pages}." if sheet is not None and sheet.pages > 1 else ""
    return f"{in_words(room) if item.kind == 'wall' else open_space_in_words(room, item)}{page}"


def _notice(conference: Conference) -> str:
    if conference.as_the_room_sees_it.agenda.blank:
        return "The screen is blank."
    if conference.frozen is not None:
        return "The screen is frozen. The room keeps this picture until you press “Go on”."
    return ""


def _title(conference: Conference, item: Item) -> str:
    poll = conference.polls.by_id.get(item.poll)
    return poll.title if poll is not None else item.title
