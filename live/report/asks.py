"""The questions of the day, each with its ending: answered, taken to a topic, for after the day, still open, or put aside."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from live.conference.wall import Label, date_in_words, ending_to_show
from live.report.said import LabelText, Said

Ended = Literal["answered", "taken", "later", "open", "put aside"]


class Ask(Struct, frozen=True):
    """A question that somebody hung on the wall, and what became of it.

    `by`: who answered, or promised to. `answer`: the short answer, or the name of the topic or session it was taken to.
    `until`: the date of a promised answer. Why a question was put aside is in its label.
    """

    label: LabelText
    ended: Ended
    by: str = ""
    answer: str = ""
    until: str = ""


def asks_of(said: Said) -> tuple[Ask, ...]:
    """All questions that hang or were put aside, in the order in which they were asked. Nobody's question vanishes."""
    everything = sorted((*said.hanging(), *said.put_aside()), key=lambda label: label.id)
    return tuple(_ask(label, said) for label in everything if label.kind == "ask")


def _ask(label: Label, said: Said) -> Ask:
    text = said.text(label)
    if label.ending is not None:
        ending = ending_to_show(said.conference, label.ending)
        return Ask(text, ending.how, ending.by, ending.text, date_in_words(ending.until))
    return Ask(text, "put aside" if label.parked else "open")
