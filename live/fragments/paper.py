"""Paper ballots on the facilitators' table: which questions take them, and what has been typed in for one of them.

Each entry is a piece of its own, so two facilitators may type at once, and what one takes out is gone on the other's table too.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference.polls import Poll, Round, Sheet, read_back_answer
from live.fragments import Piece, Scene, View


class PaperQuestion(Struct, frozen=True):
    """A question on the list: its number and words, how it stands, and how many ballots are in."""

    poll: int
    title: str
    state: str
    is_open: bool
    on_paper: int


class PaperCount(Struct, frozen=True):
    on_paper: int
    by_phone: int
    is_open: bool


class Entry(Struct, frozen=True):
    """Something that was typed in: how many ballots, and what they say."""

    poll: int
    round: int
    sheet: int
    times: int
    words: str


STATES = {"draft": "not open yet", "open": "voting is open", "closed": "closed, not counted yet", "counted": "counted"}


def takes_paper(poll: Poll) -> Round | None:
    """The round that ballots can be typed in for: one that is open, or closed and not counted."""
    one = poll.round
    return one if one is not None and one.box is not None else None


def _questions(scene: Scene) -> Iterator[Piece]:
    for poll in scene.conference.polls.in_order():
        one = takes_paper(poll)
        paper = one.box.on_paper if one is not None and one.box is not None else 0
        if one is None and poll.round is not None and poll.round.count is not None:
            paper = poll.round.count.on_paper
        model = PaperQuestion(poll.id, poll.title, STATES[poll.state], one is not None, paper)
        yield Piece(f"paper-question-{poll.id}", "paper-questions", "fragments/_paper_question.html", model)


desk_paper = View("desk/paper", ("paper-questions",), _questions)


def paper_of(number: int) -> View:
    """What was typed in for one question."""

    def pieces(scene: Scene) -> Iterator[Piece]:
        poll = scene.conference.polls.by_id.get(number)
        one = takes_paper(poll) if poll is not None else None
        box = one.box if one is not None else None
        if poll is None or one is None or box is None:
            yield Piece("paper-count", "paper-lead", "fragments/_paper_count.html", PaperCount(0, 0, is_open=False))
            return
        count = PaperCount(box.on_paper, one.voters - box.on_paper, is_open=True)
        yield Piece("paper-count", "paper-lead", "fragments/_paper_count.html", count)
        for sheet in sorted(box.paper.values(), key=lambda sheet: -sheet.number):
            entry = Entry(poll.id, one.number, sheet.number, sheet.times, _words(poll, sheet))
            yield Piece(f"paper-{sheet.number}", "paper-list", "fragments/_paper_entry.html", entry)

    return View(f"desk/paper/{number}", ("paper-lead", "paper-list"), pieces)


def _words(poll: Poll, sheet: Sheet) -> str:
    if sheet.answer is not None:
        return read_back_answer(poll.question, sheet.answer)
    bars = poll.question.bars(sheet.totals, sheet.times)
    return "Totals: " + ", ".join(f"{bar.text} {bar.votes}" for bar in bars)
