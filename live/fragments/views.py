"""All views by name, as pages and sockets ask for them."""

from __future__ import annotations

from collections.abc import Iterable

from live.conference import Conference, booking, harvest, wall
from live.conference.people import Role
from live.fragments import (
    Piece,
    View,
    chair,
    delegate,
    desk_actions,
    desk_bell,
    desk_comments,
    desk_harvest,
    desk_labels,
    desk_market,
    desk_programme,
    desk_same,
    desk_tables,
    desk_themes,
    desk_timetable,
    desk_typed,
    desk_visits,
    facilitator,
    feed,
    paper,
    questions,
    stage,
    stage_bell,
)
from live.fragments.delegate import bell, my_day

_BY_NAME = {
    view.name: view
    for view in (
        bell.with_bell(delegate.now, "now-main"),
        delegate.wall,
        delegate.own_labels,
        bell.with_bell(delegate.board, "board-bell"),
        delegate.programme,
        delegate.survey,
        delegate.meet,
        bell.with_bell(my_day.my_day_view, "my-day-bell"),
        my_day.visits_view,
        stage_bell.with_bell(stage.screen),
        chair.chair,
        chair.plan,
        desk_bell.with_bell(facilitator.desk_board),
        desk_visits.desk_visits,
        desk_themes.themes_of(0),
        desk_tables.desk_tables,
        desk_labels.desk_labels(),
        desk_typed.desk_typed,
        desk_market.desk_market,
        paper.desk_paper,
        desk_same.desk_same,
        desk_actions.desk_actions,
        desk_comments.desk_comments,
        desk_programme.desk_programme,
        desk_harvest.desk_harvest,
        desk_harvest.desk_gaps,
        desk_timetable.desk_timetable,
        feed.feed,
        feed.desk_feed,
        questions.chair_questions,
        questions.desk_questions,
        questions.questions,
    )
}


def find_view(name: str, conference: Conference) -> View | None:
    """The view of this name; "poll/3", "topic/12" and "wall/2" only while there is such a question, topic or open prompt."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    kind, _, number = name.rpartition("/")
    if not (number.isascii() and number.isdecimal() and len(number) < 10 and number == str(int(number))):
        return None  # "poll/03" would be one more picture of the same
    if kind == "wall" and int(number) and wall.is_open(conference, int(number)):
        return delegate.wall_of(int(number))
    if kind == "desk/labels" and (int(number) == wall.THE_DAYS_WALL or conference.wall.prompt(int(number))):
        return desk_labels.desk_labels(int(number))
    if kind == "desk/question" and int(number) <= conference.wall.latest_id:
        return questions.question_of(int(number))
    if kind == "poll" and int(number) in conference.polls.by_id:
        return delegate.poll(int(number))
    if (desk := _desk(kind, int(number), conference)) is not None:
        return desk
    if kind == "desk/paper" and int(number) in conference.polls.by_id:
        return paper.paper_of(int(number))
    if kind == "session" and booking.session(conference, int(number)) is not None:
        return delegate.session(int(number))
    if kind == "topic" and int(number) in conference.board.by_id:
        return bell.with_bell(delegate.topic(int(number)), "topic-main")
    place, _, what = kind.rpartition("/")
    if place in ("harvest", "desk/harvest") and harvest.talk_of(conference, f"{what}/{number}") is not None:
        about = f"{what}/{number}"
        return delegate.talk_harvest(about) if place == "harvest" else desk_harvest.desk_talk(about)
    return None


def _desk(kind: str, number: int, conference: Conference) -> View | None:
    """Facilitators' views of themes and tables: "desk/themes/2", "desk/label/12", "desk/table/3", "desk/table/3/12"."""
    hall = conference.wall
    if kind == "desk/themes" and hall.prompt(number) is not None:
        return desk_themes.themes_of(number)
    if kind == "desk/label" and number in hall.by_id:
        return desk_themes.label_under(number)
    if kind == "desk/table" and hall.table(number) is not None:
        return desk_tables.table_of(number)
    table = kind.removeprefix("desk/table/")
    if table != kind and table.isascii() and table.isdecimal() and len(table) < 10 and number in hall.by_id:
        return desk_tables.answer_in(int(table), number) if hall.table(int(table)) is not None else None
    return None


def role_of_view(name: str) -> Role:
    """Which role a view belongs to. The screen's is for everybody: it shows nothing that the hall does not see."""
    if name == "screen":
        return "screen"
    if name == "chair" or name.startswith("chair/"):
        return "chair"
    if name.startswith("desk/"):
        return "facilitator"
    return "delegate"


def shows_own_labels(views: Iterable[str]) -> bool:
    """Whether a page that looks at these has something on it that is its owner's alone: own labels, or places in sessions."""
    return any(view in ("wall", "meet", "programme") or view.startswith(("wall/", "session/")) for view in views)


def my_labels_piece(conference: Conference, voice: str) -> Piece:
    """The list of a voice's own labels, which only this voice sees."""
    return Piece("my-labels-list", "my-labels", "fragments/_my_labels.html", delegate.my_labels(conference, voice))
