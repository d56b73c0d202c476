"""The questions of the day: the chair's queue in its fair order, the facilitators' list, one question by itself, and what
delegates see of them all.

Who asked is told nowhere but by what they signed. A question that was taken off the wall is counted, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference, wall
from live.conference.wall import Label
from live.fragments import VOTING, Piece, Scene, View
from live.fragments.chair_words import Ask

MOST_IN_LINE = 60  # of the queue; a chair calls some thirty in a day
WHY = {
    "backed": "Most people back it",
    "unbacked": "Nobody backs one of those that wait, so it is the one that has waited longest",
    "waited": "It has waited longest",
}
OFF = {"held": "held back", "parked": "put aside"}


class Line(Struct, frozen=True):
    """A question in a list. `call` is the chair's button for its turn; `ending` how it ended, in words; `why` it is next. `page`
    is where it can be given an ending, below the code."""

    id: int
    text: str
    signed: str
    people: int
    page: str
    waits: bool = False
    why: str = ""
    ending: str = ""
    call: Ask | None = None


class Numbers(Struct, frozen=True):
    """How many questions there are, and how many of them are still open; `line` of these have had no turn."""

    questions: int
    still_open: int
    line: int


class Away(Struct, frozen=True):
    """Questions that were taken off the wall: how, why, and how many."""

    lines: tuple[tuple[str, str, int], ...]


class Said(Struct, frozen=True):
    """A question as delegates see it. `ending` is empty while it is open."""

    id: int
    text: str
    signed: str
    ending: str


class One(Struct, frozen=True):
    """A question by itself, with its other wordings. `off`: why it can be given no ending."""

    line: Line
    others: tuple[str, ...]
    off: str = ""


def _list(scene: Scene, place: str) -> Iterator[Piece]:
    """The chair's queue (`place` "chair"), or the facilitators' list, which calls nobody."""
    conference = scene.conference
    here = conference.wall
    still_open, ended, had = wall.still_open(here), wall.ended(here), wall.had_a_turn(here)
    numbers = Numbers(len(still_open) + len(ended), len(still_open), len(still_open) - len(had))
    yield Piece("questions-numbers", "questions-lead", "fragments/_questions_numbers.html", numbers)
    people = wall.backers_of(here, still_open)
    now = had[-1] if had and here.called[-1:] == (had[-1].id,) else None
    if now is not None:
        line = _line(conference, now, people[now.id], place, says=_shown_again(conference, now))
        yield Piece(f"question-now-{now.id}", "questions-now", "fragments/_question_now.html", line)
    for number, turn in zip(range(MOST_IN_LINE), wall.in_fair_order(here), strict=False):
        why = "" if number else WHY[turn.why if turn.backers or turn.why == "waited" else "unbacked"]
        line = _line(conference, turn.label, turn.backers, place, why, "Call it")
        template = "fragments/_question_line.html" if number else "fragments/_question_next.html"
        yield Piece(f"question-{turn.label.id}", "questions-line" if number else "questions-next", template, line)
    for label in reversed([label for label in had if label is not now]):
        line = _line(conference, label, people[label.id], place, says="Call again")
        yield Piece(f"question-had-{label.id}", "questions-had", "fragments/_question_line.html", line)
    for label in reversed(ended):
        line = _line(conference, label, 0, place)
        yield Piece(f"question-ended-{label.id}", "questions-ended", "fragments/_question_line.html", line)
    yield from _away(conference)


def _line(conference: Conference, label: Label, people: int, place: str, why: str = "", says: str = "") -> Line:
    call = Ask("call_question", says, "hand", (("label", str(label.id)),)) if says and place == "chair" else None
    waits = not conference.wall.is_on_screen(label)
    page = f"{place}/questions/{label.id}"
    ending = _ending(conference, label)
    return Line(label.id, label.text, label.signed, people, page, waits and not ending, why, ending, call)


def _ending(conference: Conference, label: Label) -> str:
    ending = wall.ending_of(conference.wall, label)
    return wall.ending_in_words(conference, ending) if ending is not None else ""


def _shown_again(conference: Conference, label: Label) -> str:
    """What the button of the question whose turn it is says; "" where there is nothing to press."""
    agenda = conference.agenda
    may = agenda.item is not None and agenda.item.kind == "wall" and conference.wall.is_on_screen(label)
    return "Show it large" if may and (agenda.shows, agenda.spot) != ("one", label.id) else ""


def _away(conference: Conference) -> Iterator[Piece]:
    lines = tuple((OFF[how], why, count) for how, why, count in wall.put_away(conference.wall))
    if lines:
        yield Piece("questions-away-lines", "questions-away", "fragments/_questions_away.html", Away(lines))


def _one(scene: Scene, number: int) -> Iterator[Piece]:
    """A question by itself, for who gives it an ending. Another one that stands for it is shown in its place."""
    conference = scene.conference
    here = conference.wall
    label = here.by_id.get(number)
    if label is None or label.kind != "ask":
        yield Piece("question-gone", "question-state", "fragments/_question_gone.html", ())
        return
    off = "This question was taken off the wall. Hang it again first." if label.is_off else ""
    if not here.stands(label):
        off = "Another question says the same and stands for this one. It ends with that one."
    line = _line(conference, label, wall.backers_of(here, [label])[label.id], "facilitator")
    others = tuple(other.text for other in here.said_by(label) if other is not label)
    yield Piece("question-one", "question-state", "fragments/_question_one.html", One(line, others, off))


def _for_delegates(scene: Scene) -> Iterator[Piece]:
    conference = scene.conference
    here = conference.wall
    everything = [label for label in here.questions() if here.is_on_phones(label)]
    still_open = [label for label in everything if label.ending is None]
    numbers = Numbers(len(everything), len(still_open), 0)
    yield Piece("asked-numbers", "asked-lead", "fragments/_questions_numbers.html", numbers)
    for label in everything:
        model = Said(label.id, label.text, label.signed, _ending(conference, label))
        into = "asked-open" if label.ending is None else "asked-ended"
        yield Piece(f"{into}-{label.id}", into, "fragments/_asked.html", model)
    yield from _away(conference)


LISTS = ("questions-lead", "questions-now", "questions-next", "questions-line", "questions-had", "questions-ended")


def _queue(place: str) -> View:
    name = "chair/questions" if place == "chair" else "desk/questions"
    return View(name, (*LISTS, "questions-away"), lambda scene: _list(scene, place), apart_from=VOTING)


def question_of(number: int) -> View:
    """One question: "desk/question/5"."""
    return View(f"desk/question/{number}", ("question-state",), lambda scene: _one(scene, number), apart_from=VOTING)


chair_questions = _queue("chair")
desk_questions = _queue("facilitator")
questions = View(
    "questions", ("asked-lead", "asked-open", "asked-ended", "questions-away"), _for_delegates, apart_from=VOTING
)
