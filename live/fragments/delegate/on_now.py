"""Now: what the chair has brought to the screen, as a phone can use it; and one question by itself."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import ItemKind
from live.conference.board import Topic
from live.conference.polls import Poll
from live.fragments import Piece, Scene, View
from live.fragments.delegate.day import coming
from live.fragments.delegate.questions import question_pieces
from live.fragments.delegate.survey import SurveyLink
from live.fragments.delegate.topics import Gone
from live.fragments.stage_market import pitched


class Item(Struct, frozen=True):
    """What is on, when it is not a question. `following` is the next line of the programme with its time; `wall` the address of
    the wall that is on, or of the wall of the day; `is_quiet` while nobody sees the proposals of others. `drawing` is the one on
    the screen: its number, what it shows, and who drew it."""

    kind: ItemKind
    title: str
    lines: tuple[str, ...]
    following: tuple[str, str] | None
    wall: str = "wall"
    is_quiet: bool = False
    drawing: tuple[int, str, str] | None = None


class PitchNow(Struct, frozen=True):
    """The topic that is being pitched."""

    id: int
    title: str
    host: str
    seeks_host: bool


class Countdown(Struct, frozen=True):
    """A timer. `is_all` when the time is what this moment is about."""

    ends_at: int
    seconds: int
    is_all: bool

    @property
    def length(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        return f"{minutes}:{seconds:02}"


class StillOpen(Struct, frozen=True):
    """Questions that can be answered though they are not on the screen: number and words."""

    questions: tuple[tuple[int, str], ...]


def poll(number: int) -> View:
    """One question by itself."""

    def pieces(scene: Scene) -> Iterable[Piece]:
        known = scene.conference.polls.by_id.get(number)
        if known is None or (known.round is None and known is not _on_screen(scene.conference)):
            gone = Gone("This question is not open.")
            return [Piece("poll-gone", "poll-main", "fragments/_gone.html", gone)]
        return question_pieces(scene.conference, known, "poll-main", f"poll/{number}")

    return View(f"poll/{number}", ("poll-main",), pieces)


def _pieces(scene: Scene) -> Iterable[Piece]:
    conference = scene.conference
    agenda, item, here = conference.agenda, conference.agenda.item, _on_screen(conference)
    if agenda.timer is not None:
        is_all = item is not None and item.kind == "timer"
        timer = Countdown(agenda.timer.ends_at, agenda.timer.seconds, is_all)
        yield Piece("now-timer", "now-main", "fragments/_countdown.html", timer)
    if here is not None:
        yield from question_pieces(conference, here, "now-main", "now")
    elif (topic := _pitched(conference)) is not None:
        model = PitchNow(topic.id, topic.title, topic.host, topic.seeks_host)
        yield Piece(f"topic-{topic.id}", "now-main", "fragments/_pitch.html", model)
    else:
        yield Piece("now-item", "now-main", "fragments/_item.html", _item(conference))
    still_open = [one for one in conference.polls.in_order() if one.state == "open" and one is not here]
    asked = sum(one.terms.survey for one in still_open)
    if asked:
        yield Piece("now-survey", "now-more", "fragments/_survey_link.html", SurveyLink(asked))
    others = tuple((one.id, one.title) for one in still_open if not one.terms.survey)
    if others:
        yield Piece("now-open", "now-more", "fragments/_still_open.html", StillOpen(others))


def _on_screen(conference: Conference) -> Poll | None:
    """The question that the current item asks."""
    item = conference.agenda.item
    return conference.polls.by_id.get(item.poll) if item is not None else None


def _item(conference: Conference) -> Item:
    item = conference.agenda.item
    block = coming(conference.agenda)
    following = (block.title, block.starts) if block is not None else None
    if item is None:
        return Item("welcome", conference.title, (), following)
    lines = tuple(line for line in item.text.split("\n") if line)
    return Item(
        item.kind,
        item.title,
        lines,
        following,
        f"wall/{item.prompt}" if item.prompt else "wall",
        conference.board.stage == "quiet",
        _drawing(conference) if item.kind == "graphics" else None,
    )


def _pitched(conference: Conference) -> Topic | None:
    """The topic that is pitched, while the market place is what is on."""
    item = conference.agenda.item
    return pitched(conference) if item is not None and item.kind == "market" else None


def _drawing(conference: Conference) -> tuple[int, str, str] | None:
    """The drawing that is on the screen, as the chair has turned it."""
    drawings = conference.harvest.pictures()
    one = drawings[min(conference.agenda.page, len(drawings)) - 1] if drawings else None
    return (one.id, one.alt, one.by) if one is not None else None


now = View("now", ("now-main", "now-more"), _pieces)
