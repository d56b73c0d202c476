"""Writing labels: one, two halves of one form, answers under a prompt, a scribe's list. The rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.wall.labels import THE_DAYS_WALL, Label, LabelKind, Wall
from live.conference.wall.wall_acts import LabelPosted, WallAct
from live.conference.wall.word_lists import held_by_list
from live.conference.words import (
    LABEL_LETTERS,
    NAME_LETTERS,
    Refused,
    clean_line,
    clean_text,
)

if TYPE_CHECKING:
    from live.conference import Conference


MOST_OWN = 300  # labels of one person: five lists of a scribe; more than this is no longer writing


class PostLabel(Request, frozen=True):
    """A label to hang. On the wall of the day the two halves of one form, `contribute` and `ask`, either of which may be empty;
    under a `prompt` of its own an `answer`. `signed` is who wrote them, and hangs with what is ticked (`ask_signed`: "yes").
    Or one `text`, of a `kind` or under a prompt, which hangs with `signed` as it is."""

    kind: str = ""
    text: str = ""
    signed: str = ""
    prompt: int = THE_DAYS_WALL
    contribute: str = ""
    ask: str = ""
    answer: str = ""
    contribute_signed: str = ""
    ask_signed: str = ""
    answer_signed: str = ""


class LabelRequest(Request, frozen=True):
    label: int


class Written(NamedTuple):
    """What somebody wrote on one label, cleaned. `field` is the form's field that it came from."""

    kind: LabelKind
    text: str
    signed: str
    field: str


def is_open(conference: Conference, prompt: int) -> bool:
    """Whether people can write there: always on the wall of the day, and under a prompt once it was on the screen."""
    if prompt == THE_DAYS_WALL:
        return True
    asked = [item.id for item in conference.agenda.items if item.prompt == prompt]
    return conference.wall.prompt(prompt) is not None and any(
        item in conference.agenda.been or item == conference.agenda.current for item in asked
    )


def post_label(conference: Conference, ask: PostLabel, by: Actor, moment: Moment) -> Sequence[WallAct]:
    voice = joined_voice(conference, by)
    check_open(conference, ask.prompt)
    written = _halves(ask) or [_single(ask)]
    known = said_already(conference.wall, voice.id, ask.prompt)
    for one in written:
        if (one.kind, one.text) in known:
            raise Refused("You have hung this label already.", one.field)
    return hung(conference, written, voice.id, ask.prompt, moment)


def check_open(conference: Conference, prompt: int) -> None:
    if is_open(conference, prompt):
        return
    if conference.wall.prompt(prompt) is None:
        raise Refused("This question is no longer there.")
    raise Refused("This question was not asked yet. You can answer it once it is on the screen.")


def said_already(wall: Wall, writer: str, prompt: int) -> set[tuple[LabelKind, str]]:
    """The kinds and words of the labels that somebody has hung there."""
    own = (label for label in wall.by_id.values() if (label.writer, label.prompt) == (writer, prompt))
    return {(label.kind, label.text) for label in own}


def hung(
    conference: Conference, written: Sequence[Written], writer: str, prompt: int, moment: Moment
) -> Sequence[WallAct]:
    """What hangs labels on the wall, each with the next number. They wait for a look; a listed word holds one back."""
    if len(written) + sum(label.writer == writer for label in conference.wall.by_id.values()) > MOST_OWN:
        raise Refused(f"One person can hang {MOST_OWN} labels. Take one down before you hang another.")
    acts: list[WallAct] = []
    for number, one in enumerate(written, conference.wall.latest_id + 1):
        acts.append(LabelPosted(number, one.kind, one.text, writer, one.signed, moment.at, prompt, waits=True))
        acts += held_by_list(conference.wall, number, one.text, one.signed)
    return acts


def _halves(ask: PostLabel) -> list[Written]:
    """The parts of the form that have words; none where the form has one text."""
    signed = clean_line(ask.signed, NAME_LETTERS, "signed", "Where people can find you", optional=True)
    halves: tuple[tuple[LabelKind, str, str], ...] = (
        ("contribute", ask.contribute, ask.contribute_signed),
        ("ask", ask.ask, ask.ask_signed),
    )
    if ask.prompt != THE_DAYS_WALL:
        halves = (("answer", ask.answer, ask.answer_signed),)
    written = []
    for kind, words, tick in halves:
        text = clean_text(words, LABEL_LETTERS, kind, "A label", optional=True)
        if text and tick and not signed:
            raise Refused("Please write your name as well, or take the tick at “With my name” out.", "signed")
        if text:
            written.append(Written(kind, text, signed if tick else "", kind))
    if not written and not ask.kind and not ask.text:
        if ask.prompt == THE_DAYS_WALL:
            raise Refused("Please write something in one of the two fields, or in both.", "contribute")
        raise Refused("An answer needs some words.", "answer")
    return written


def _single(ask: PostLabel) -> Written:
    kind = ask.kind or ("" if ask.prompt == THE_DAYS_WALL else "answer")
    if kind not in get_args(LabelKind) or (kind == "answer") != (ask.prompt != THE_DAYS_WALL):
        raise Refused("Is it something you can contribute, or something you want to ask? Please choose.", "kind")
    text = clean_text(ask.text, LABEL_LETTERS, "text", "A label" if kind != "answer" else "An answer")
    signed = clean_line(ask.signed, NAME_LETTERS, "signed", "Where people can find you", optional=True)
    return Written(kind, text, signed, "text")  # type: ignore[arg-type]  # checked above


def hanging_label(conference: Conference, number: int) -> Label:
    label = conference.wall.by_id.get(number)
    if label is None:
        raise Refused("This label is no longer on the wall.")
    return label
