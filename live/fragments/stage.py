"""What the room sees: the one picture on the projector, which the chair's page shows too, small.

It is built from the conference as the room sees it, so a frozen picture stays. The frame (layout and sizes of letters) is one
piece; heading, body and counts are small ones inside, so that a vote, a label or a moved topic changes only itself. An open
question shows how many have voted and nothing more: a tally gets into a piece only when the chair has shown the result.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.conference.polls import Poll, Round, Terms, rounds
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Bar, Strip, Tally
from live.conference.polls.terms import PASSES
from live.fragments import Piece, Scene, View, fit
from live.fragments.facts import facts_of
from live.fragments.stage_halls import board_pieces, wall_pieces
from live.fragments.stage_parts import Count, Frame, Heading, Message, count_piece, heading_piece

MOST_HINT_ROWS = 2  # a longer hint is read on the phone
TINY = 5  # where answers get this small, the hint makes room for them
NOTES = (4, 9, 12, 20)  # how many paper notes fit at each fit of `stage.css`
NOTES_UNDER_BARS = (2, 6, 6, 12)
NOTE_TEXTS = (4.8, 3.5, 2.9, 2.4)
NOTE_LINES = (5, 4, 4, 4)
NOTE_WIDTHS = (53.0, 33.0, 33.0, 24.0)
NOTE_STEPS = (1.0, 0.8, 0.64, 0.54)
NOTE_MORE_LINES = (0, 1, 2, 4)
SITE_SIZES = (3.8, 2.9, 2.2)
GIANT_SITE_SIZES = (6.0, 4.6, 3.4)
HOUR_OF_THREE_FIGURES = 6000  # seconds: from here on minutes have three figures


class Join(Struct, frozen=True):
    """The way in. `fit` is how small the address must be to stay on one line."""

    site: str
    fit: int


class People(Struct, frozen=True):
    phones: int


class Clock(Struct, frozen=True):
    """A countdown; `ends_at` 0 when it does not run. `shown` is what stands there until a script counts."""

    ends_at: int
    seconds: int
    shown: str
    text: str = ""
    fit: int = 1


class Note(Struct, frozen=True):
    """One answer in somebody's own words."""

    text: str
    fit: int


class Options(Struct, frozen=True):
    """An open question's answers to choose from, as its kind's own template shows them. `lines` is how many stand in each of
    two columns; 0 for a single column."""

    question: AnyQuestion
    lines: int = 0


class Result(Struct, frozen=True):
    """A result that the chair has shown. `notes` are answers in people's own words, as many as fit. `is_small`: so few voted that
    only their number is told."""

    question: AnyQuestion
    terms: Terms
    count: rounds.Count
    facts: str
    notes: tuple[Note, ...] = ()
    is_small: bool = False

    @property
    def voters(self) -> int:
        return self.count.voters

    @property
    def tally(self) -> Tally:
        return self.count.tally

    @property
    def strips(self) -> tuple[Strip, ...]:
        return self.question.strips(self.count.tally)

    @property
    def verdict(self) -> str:
        return self.question.verdict(self.count.tally, self.count.could_vote)

    @property
    def passes(self) -> list[tuple[str, int]]:
        """What else was answered, and by how many."""
        return [(PASSES[name][1], self.count.passed(name)) for name in self.terms.passes]


def pieces(scene: Scene) -> Iterator[Piece]:
    conference = scene.conference.as_the_room_sees_it
    item = conference.agenda.item
    if conference.agenda.blank:
        yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame("blank"))
        yield from _way_in(scene)
    elif item is None or item.kind == "welcome":
        yield from _waiting(scene, conference, item)
    else:
        body = list(_body(conference, item))
        yield from (piece for piece in body if piece.into != "stage-side")
        yield from _way_in(scene)
        timer = conference.agenda.timer
        if timer is not None and item.kind != "timer":
            clock = Clock(timer.ends_at, timer.seconds, _minutes(timer.seconds))
            yield Piece("stage-timer", "stage-side", "fragments/_stage_timer.html", clock)
        yield from (piece for piece in body if piece.into == "stage-side")


screen = View("screen", ("stage",), pieces)


def _way_in(scene: Scene) -> Iterator[Piece]:
    yield Piece("stage-join", "stage-side", "fragments/_stage_join.html", _join(scene, SITE_SIZES, 22.5))
    yield Piece("stage-line", "stage-side", "fragments/_stage_line.html", ())


def _body(conference: Conference, item: Item) -> Iterator[Piece]:
    poll = conference.polls.by_id.get(item.poll)
    if poll is not None:
        yield from _poll(conference, poll)
    elif item.kind == "wall":
        yield from wall_pieces(conference, item)
    elif item.kind == "board":
        yield from board_pieces(conference, item)
    elif item.kind == "timer":
        yield from _timer(conference, item)
    else:
        yield from _message(item)


def _waiting(scene: Scene, conference: Conference, item: Item | None) -> Iterator[Piece]:
    words = fit.shortened(item.text if item else "", 3, 86 / 4.4)
    title_fit = fit.fit_of(conference.title, fit.TITLES, 86, 36 if words else 50)
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame("waiting"))
    heading = Heading(conference.title, title_fit, lead=words or "No account needed. Every voice counts.")
    join = _join(scene, GIANT_SITE_SIZES, 45)
    yield Piece("stage-title", "stage-head", "fragments/_stage_welcome.html", (heading, join.site))
    yield Piece("stage-people", "stage-head", "fragments/_stage_people.html", People(scene.phones))
    yield Piece("stage-join", "stage-side", "fragments/_stage_join_giant.html", join)
    yield Piece("stage-line", "stage-side", "fragments/_stage_line.html", ())


def _join(scene: Scene, sizes: tuple[float, ...], width: float) -> Join:
    wide = fit.ems(scene.join_site)
    return Join(scene.join_site, next((step for step, size in enumerate(sizes, 1) if wide * size <= width), 4))


def _poll(conference: Conference, poll: Poll) -> Iterator[Piece]:
    one = poll.round
    if one is not None and one.count is not None and one.shown:
        yield from _result(poll, one)
        return
    hint_rows = fit.rows(poll.hint, fit.BODY_WIDTH / fit.LEAD.letters) if poll.hint else 0
    hint = poll.hint if hint_rows <= MOST_HINT_ROWS else ""
    if one is None:
        title_fit = fit.fit_of(poll.title, fit.HEADINGS, fit.BODY_WIDTH, 45)
        yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
        yield heading_piece(Heading(poll.title, title_fit, "draft", "Voting opens soon", "clock", lead=hint))
        return
    options = tuple(_said(bar) for bar in poll.question.bars(poll.question.empty(), 0))
    title_fit, body_fit, columns = fit.options_fit(poll.title, options, hint_rows if hint else 0)
    if body_fit >= TINY:
        hint = ""
        title_fit, body_fit, columns = fit.options_fit(poll.title, options, 0)
    status = ("closed", "Voting closed", "lock") if one.closed_at else ("open", "Voting open", "vote")
    again = "Asked again" if one.number > 1 else ""
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame(fit=body_fit))
    yield heading_piece(Heading(poll.title, title_fit, *status, again, hint))
    shown = Options(poll.question, (len(options) + 1) // 2 if columns == 2 else 0)
    yield Piece("stage-options", "stage-body", f"polls/{poll.question.kind}/stage.html", shown)
    people = len(conference.people.voices)
    words = ("envelopes", "are in the box") if one.is_sealed else (f"of {people}", "have voted")
    yield count_piece(Count(one.voters, *words, people))


def _result(poll: Poll, one: Round) -> Iterator[Piece]:
    count, question = one.count, poll.question
    assert count is not None  # the caller looked
    facts = facts_of(one, poll.terms)
    if one.is_kept_small:
        title_fit = fit.fit_of(poll.title, fit.HEADINGS, fit.BODY_WIDTH, 45)
        yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
        result = Result(question, poll.terms, count, facts, is_small=True)
        yield heading_piece(Heading(poll.title, title_fit, result=result))
        return
    bars = bars_in_order(question.bars(count.tally, count.voters), question)
    notes: tuple[Note, ...] = ()
    if bars and question.shows_words and (words := question.own_words(count.answers)):
        title_fit = fit.fit_of(poll.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
        notes, body_fit = _notes(list(words), NOTES_UNDER_BARS, in_order=True)
    elif bars:
        lines = [bar.line for bar in bars if bar.line]
        title_fit, body_fit = fit.bars_fit(poll.title, [*map(_said, bars), *lines], 2)
    else:
        title_fit = fit.fit_of(poll.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
        notes, body_fit = _notes(list(question.own_words(count.answers)))
    result = Result(question, poll.terms, count, facts, notes)
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame(fit=body_fit))
    yield heading_piece(Heading(poll.title, title_fit, result=result))
    yield Piece("stage-result", "stage-body", f"polls/{question.kind}/stage_result.html", result)
    for bar in bars:
        yield Piece(f"stage-bar-{bar.letter}", "stage-result", "fragments/_stage_bar.html", bar)


def _said(bar: Bar) -> str:
    """All words at the beginning of a bar, which need room."""
    return f"{bar.text} {bar.detail}" if bar.detail else bar.text


def bars_in_order(bars: tuple[Bar, ...], question: AnyQuestion) -> tuple[Bar, ...]:
    """The longest first, each with none last. Some kinds keep their order: it means something."""
    return bars if question.is_ordered else tuple(sorted(bars, key=lambda bar: -bar.share))


def _notes(
    answers: list[str], room: tuple[int, ...] = NOTES, *, in_order: bool = False
) -> tuple[tuple[Note, ...], int]:
    """Answers as paper notes, and the fit for so many; fewer where many are long. `room` is how many have room at each fit. If
    not all do, they are picked evenly from all of them: answers lie in the order of the alphabet, and the first ones would all
    begin alike. `in_order`: those that come first matter most, and are picked."""
    body_fit = next((step for step, most in enumerate(room, 1) if len(answers) <= most), len(room))
    while True:
        most = room[body_fit - 1]
        shown = answers[:most]
        if len(answers) > most and not in_order:
            shown = [answers[place * len(answers) // most] for place in range(most)]
        notes = tuple(Note(answer, _note_fit(answer, body_fit - 1)) for answer in shown)
        too_long = sum(note.fit > len(NOTE_STEPS) for note in notes)
        if body_fit == 1 or too_long <= len(notes) // 4:
            return notes, body_fit
        body_fit -= 1


def _note_fit(answer: str, place: int) -> int:
    """The step of size at which an answer is whole on its note; one more than there are if it is not."""
    for note_fit, (step, more) in enumerate(zip(NOTE_STEPS, NOTE_MORE_LINES, strict=True), 1):
        if fit.rows(answer, NOTE_WIDTHS[place] / NOTE_TEXTS[place] / step) <= NOTE_LINES[place] + more:
            return note_fit
    return len(NOTE_STEPS) + 1


def _timer(conference: Conference, item: Item) -> Iterator[Piece]:
    timer = conference.agenda.timer
    seconds = timer.seconds if timer else item.seconds
    text = fit.shortened(item.text, 2, fit.BODY_WIDTH / 4.8)
    size = 2 if seconds >= HOUR_OF_THREE_FIGURES else 1
    clock = Clock(timer.ends_at if timer else 0, seconds, _minutes(seconds), text, size)
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 12) + 1
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
    yield heading_piece(Heading(item.title, title_fit))
    yield Piece("stage-clock", "stage-body", "fragments/_stage_clock.html", clock)


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _message(item: Item) -> Iterator[Piece]:
    title_fit, text_fit = fit.fits_of(item.title, fit.MESSAGES, item.text, fit.BODY_WIDTH, fit.PICTURE_HEIGHT - 4)
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
    message = Message(item.title, title_fit, item.text, text_fit)
    yield Piece("stage-message", "stage-body", "fragments/_stage_message.html", message)
