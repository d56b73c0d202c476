"""The parts that all pictures on the screen share: frame, heading, count, a message."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from live.fragments import Piece, fit


class Frame(Struct, frozen=True):
    """How the picture is divided ("plain", "dense", "waiting" or "blank") and how full its body is."""

    layout: str = "plain"
    fit: int = 2


class Heading(Struct, frozen=True):
    """What stands on top. `result` is there when a result is shown: its kind then says how many took part. `then` and `now` name
    the two rounds that stand side by side."""

    title: str
    fit: int
    status: str = ""
    status_words: str = ""
    icon: str = ""
    kicker: str = ""
    lead: str = ""
    result: Any = None
    then: str = ""
    now: str = ""


class Foot(Struct, frozen=True):
    """What stands at the bottom: which page of how many (if there are several), and the facts of a result."""

    page: int
    pages: int
    facts: str


class Count(Struct, frozen=True):
    """A large number at the side and two lines of words; with `most` also a bar, with a `note` more words below, small."""

    number: int
    first: str
    second: str
    most: int = 0
    note: str = ""


class Clock(Struct, frozen=True):
    """A countdown; `ends_at` 0 when it does not run. `shown` is what stands there until a script counts. A small one stands at
    the side, under its `text`."""

    ends_at: int
    seconds: int
    shown: str
    text: str = ""
    fit: int = 1


class Message(Struct, frozen=True):
    """A few words, large. Without a title it is an aside in the body of a picture that has a heading."""

    title: str
    title_fit: int
    text: str
    text_fit: int


def heading_piece(heading: Heading) -> Piece:
    return Piece("stage-title", "stage-head", "fragments/_stage_heading.html", heading)


def minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def count_piece(count: Count) -> Piece:
    return Piece("stage-count", "stage-side", "fragments/_stage_count.html", count)


def aside_piece(text: str) -> Piece:
    """A few words instead of a body, under a heading."""
    text_fit = fit.fit_of(text, fit.TEXTS, fit.BODY_WIDTH, 60)
    return Piece("stage-message", "stage-body", "fragments/_stage_message.html", Message("", 1, text, text_fit))
