"""The questions of the day: whose turn it is, and how each ends. The rules, and the chair's fair order.

Every question that hangs is open until it has an ending, and nobody's vanishes: one that was taken off the wall is counted with
the reason, one that says the same as another ends with that one, and one whose topic is withdrawn is open again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from live.conference.agenda.run_of_show import WallTurned
from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import Ending, Label, Wall, backers
from live.conference.wall.moderation import in_the_hall
from live.conference.wall.wall_acts import EndingTakenBack, QuestionCalled, QuestionEnded
from live.conference.wall.writing import hanging_label
from live.conference.words import LABEL_LETTERS, NAME_LETTERS, TITLE_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference

FAIR_ORDER = (
    "Turns alternate: the question that most people back, then the one that has waited longest without a turn. The same person "
    "never has two turns in a row while somebody else’s question waits."
)
"""The rule of `in_fair_order`, for people."""

Standing = Literal["open", "ended", "held", "parked"]
LONGEST_AFTER = timedelta(days=5 * 366)  # beyond this a date is a slip of the finger
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class QuestionRequest(Request, frozen=True):
    label: int


class EndQuestion(Request, frozen=True):
    """How a question ended (`how`): "answered" `by` somebody, with a short answer (`text`) if there is one; "taken" to a `topic`
    of the board (its number) or to a session (`text`, its name); "later", to be answered `by` somebody `until` a date."""

    label: int
    how: str = ""
    by: str = ""
    text: str = ""
    topic: int = 0
    until: str = ""


class Turn(Struct, frozen=True):
    """A question in the fair order, and why it stands there: "backed" (of those that wait it is backed by most people, so many)
    or "waited" (it has waited longest)."""

    label: Label
    why: Literal["backed", "waited"]
    backers: int


def call_question(
    conference: Conference, ask: QuestionRequest, by: Actor, moment: Moment
) -> Sequence[QuestionCalled | WallTurned]:
    """It is this question's turn. Where a wall is on the screen, it is shown large, if the screen may show it."""
    wall, agenda = conference.wall, conference.agenda
    label = _question(conference, ask.label)
    if label.ending is not None:
        raise Refused("This question has an ending already. Open it again first.")
    acts: list[QuestionCalled | WallTurned] = []
    if wall.called[-1:] != (label.id,):
        acts.append(QuestionCalled(label.id, moment.at))
    is_wall = agenda.item is not None and agenda.item.kind == "wall"
    if is_wall and wall.is_on_screen(label) and (agenda.shows, agenda.spot) != ("one", label.id):
        acts.append(WallTurned("one", label.id))
    return acts


def end_question(conference: Conference, ask: EndQuestion, by: Actor, moment: Moment) -> Sequence[QuestionEnded]:
    label = _question(conference, ask.label)
    ending = _ending(conference, ask, moment)
    if label.ending == ending:
        return []
    if label.ending is not None:
        raise Refused("This question has got an ending meanwhile. To give it another, open it again first.")
    return [QuestionEnded(label.id, ending)]


def reopen_question(
    conference: Conference, ask: QuestionRequest, by: Actor, moment: Moment
) -> Sequence[EndingTakenBack]:
    label = hanging_label(conference, ask.label)
    return [EndingTakenBack(label.id)] if label.ending is not None else []


def opened_again(wall: Wall, topic: int) -> list[EndingTakenBack]:
    """The questions that were taken to a topic which is withdrawn are open again."""
    taken = (label for label in wall.by_id.values() if label.ending is not None and label.ending.topic == topic)
    return [EndingTakenBack(label.id) for label in sorted(taken, key=lambda label: label.id)]


def in_fair_order(wall: Wall) -> Iterator[Turn]:
    """The open questions that have not had a turn, in the order of their turns (`FAIR_ORDER`). What came from paper counts as
    from different people, since nobody knows."""
    called = set(wall.called)
    waiting = [label for label in still_open(wall) if label.id not in called]
    people = backers_of(wall, waiting)
    most_backed = sorted(waiting, key=lambda label: (-people[label.id], label.id))
    before = wall.by_id.get(wall.called[-1]) if wall.called else None
    voice = before.writer if before is not None else ""
    had: set[int] = set()
    for number in range(len(waiting)):
        by_backing = (len(wall.called) + number) % 2 == 0
        left = [label for label in (most_backed if by_backing else waiting) if label.id not in had]
        label = next((label for label in left if not voice or label.writer != voice), left[0])
        yield Turn(label, "backed" if by_backing else "waited", people[label.id])
        had.add(label.id)
        voice = label.writer


def still_open(wall: Wall) -> list[Label]:
    """The questions without an ending that hang, the oldest first, each once."""
    return [label for label in wall.questions() if label.ending is None]


def had_a_turn(wall: Wall) -> list[Label]:
    """The open questions that had a turn, the latest turn last."""
    called = (wall.by_id.get(number) for number in wall.called)
    return [label for label in called if label is not None and standing(wall, label) == "open" and wall.stands(label)]


def ended(wall: Wall) -> list[Label]:
    """The questions that hang and have an ending, the oldest first."""
    return [label for label in wall.questions() if label.ending is not None]


def put_away(wall: Wall) -> tuple[tuple[Standing, str, int], ...]:
    """The questions that were taken off the wall: held back or put aside, why (as the hall is told), how many; most first. What
    said the same as one of them went with it, and is counted too."""
    reasons = (wall.taken_off(label) for label in wall.by_id.values() if label.kind == "ask")
    off: Iterator[tuple[Standing, str]] = (
        ("held", held) if held else ("parked", parked) for held, parked in reasons if held or parked
    )
    counts = Counter((how, in_the_hall(why)) for how, why in off)
    return tuple((how, why, count) for (how, why), count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def standing(wall: Wall, label: Label) -> Standing:
    """How a question stands. One that says the same as another stands as that one does, unless it was taken off itself."""
    held, parked = wall.taken_off(label)
    if held or parked:
        return "held" if held else "parked"
    return "open" if ending_of(wall, label) is None else "ended"


def ending_of(wall: Wall, label: Label) -> Ending | None:
    """How a question ended; one that says the same as another ends with that one."""
    return label.ending if wall.stands(label) else wall.by_id[label.same_as].ending


def ending_in_words(conference: Conference, ending: Ending) -> str:
    """An ending as a sentence or two: "Answered by Moira: Yes, since May." """
    if ending.how == "answered":
        return f"Answered by {ending.by}: {ending.text}" if ending.text else f"Answered by {ending.by}."
    if ending.how == "later":
        return f"To be answered after the day, by {ending.by}, until {date_in_words(ending.until)}."
    name = ending_to_show(conference, ending).text
    return f"Taken to “{name}”." if name else "Taken to a topic of the open space."


def ending_to_show(conference: Conference, ending: Ending) -> Ending:
    """An ending with the name of the topic that the question was taken to, for as long as the topic is there."""
    topic = conference.board.seen(ending.topic)
    return replace(ending, text=topic.title) if topic is not None else ending


def date_in_words(text: str) -> str:
    """ "2026-05-03" as "3 May 2026"; what is no date as it is."""
    day = _date(text)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day is not None else text


def _question(conference: Conference, number: int) -> Label:
    """The question of this number, if it can be called and ended."""
    label = hanging_label(conference, number)
    if label.kind != "ask":
        raise Refused("This label is no question.")
    if not conference.wall.stands(label):
        raise Refused("Another question says the same and stands for this one. Please take that one.")
    if label.is_off:
        raise Refused("This question was taken off the wall. Hang it again first.")
    return label


def _ending(conference: Conference, ask: EndQuestion, moment: Moment) -> Ending:
    """The ending that a form describes. Of a topic only its number is kept, so that its words go when it is withdrawn."""
    if ask.how == "answered":
        text = clean_text(ask.text, LABEL_LETTERS, "text", "The short answer", optional=True)
        return Ending("answered", clean_line(ask.by, NAME_LETTERS, "by", "Who answered it"), text)
    if ask.how == "later":
        name = clean_line(ask.by, NAME_LETTERS, "by", "Who will answer it")
        return Ending("later", name, until=_until(ask.until, moment))
    if ask.how != "taken":
        raise Refused("How did this question end? Please choose.", "how")
    if ask.topic:
        if conference.board.seen(ask.topic) is None:
            raise Refused("This topic is no longer on the board.", "topic")
        return Ending("taken", topic=ask.topic)
    session = clean_line(ask.text, TITLE_LETTERS, "text", "The session", optional=True)
    if not session:
        raise Refused("Where was it taken? Please choose a topic, or write the name of a session.", "topic")
    return Ending("taken", text=session)


def _until(text: str, moment: Moment) -> str:
    """A date from today on. Where it is today, it may be yesterday by the clock of the core, which knows no time zones."""
    day = _date(text.strip())
    if day is None:
        raise Refused("Until when? Please give the date like 2026-05-31: year, month, day.", "until")
    now = date(1970, 1, 1) + timedelta(milliseconds=moment.at)
    if day < now - timedelta(days=1):
        raise Refused("This date is over already. Please give one that is to come.", "until")
    if day > now + LONGEST_AFTER:
        raise Refused("This date is very far away. Please look at the year again.", "until")
    return day.isoformat()


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def backers_of(wall: Wall, labels: Sequence[Label]) -> dict[int, int]:
    """How many people back each of these, by all its wordings."""
    wordings: dict[int, list[Label]] = defaultdict(list)
    for label in wall.by_id.values():
        if label.same_as and not label.is_off:
            wordings[label.same_as].append(label)
    return {label.id: backers(label, [label, *wordings[label.id]]) for label in labels}
