"""A question on the screen: announced, open, closed, and with its result once the chair shows it.

An open question shows how many have voted and nothing more: a tally gets into a piece only when the chair has shown the result,
or as a running result if that was announced, which moves by three votes or more. What does not fit one picture at a size that
the back row can read takes several pages, which the chair turns.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.polls import Count, Poll, Round, turnout
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Bar, pictured
from live.conference.polls.terms import DECIDES
from live.fragments import Piece, fit
from live.fragments.stage_parts import Clock, Foot, Frame, Heading, count_piece, heading_piece, minutes
from live.fragments.stage_parts import Count as CountAtTheSide
from live.fragments.stage_results import Shown, result_shown, running_shown, words_of

MOST_HINT_ROWS = 2  # a longer hint is read on the phone
TITLE_ROOM = 20  # above what a kind draws in its own way
CLOSES_IN = "Voting closes in"


class Options(Struct, frozen=True):
    """The answers to choose from on this page, as a question's kind shows them. `lines` is how many stand in each of two columns;
    0 for a single column."""

    question: AnyQuestion
    bars: tuple[Bar, ...]
    lines: int = 0


def question_shown(poll: Poll, page: int) -> Shown:
    """A question as it stands, on this page; on the last one if there are not so many."""
    one = poll.round
    if one is not None and one.count is not None and one.shown:
        return result_shown(poll, one, one.count, page)
    if one is None:
        title_fit = fit.fit_of(poll.title, fit.HEADINGS, fit.BODY_WIDTH, 45)
        decides, _ = DECIDES[poll.terms.decides]
        return Shown(Heading(poll.title, title_fit, "draft", "Voting opens soon", "clock", decides, _hint(poll)))
    running = one.box.running if one.box is not None and not one.closed_at else None
    if running is not None and running.may_be_shown:
        return running_shown(poll, Count(running.voters, running.tally, ()), page)
    return _options_shown(poll, one, page)


def question_pieces(conference: Conference, poll: Poll) -> Iterator[Piece]:
    shown = question_shown(poll, conference.agenda.page)
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame(fit=shown.fit))
    yield heading_piece(shown.heading)
    yield from shown.body
    if shown.pages > 1 or shown.facts:
        foot = Foot(shown.page, shown.pages, shown.facts)
        yield Piece("stage-facts", "stage-foot", "fragments/_stage_foot.html", foot)
    one = poll.round
    if one is None or (one.count is not None and one.shown):
        return
    clock = closing_clock(poll)
    if clock is not None:
        yield Piece("stage-timer", "stage-side", "fragments/_stage_timer.html", clock)
    voted, people = turnout(conference, one)
    if one.is_sealed:
        yield count_piece(CountAtTheSide(voted, "envelope" if voted == 1 else "envelopes", "in the box", people))
    else:
        yield count_piece(CountAtTheSide(voted, f"of {people}", "have voted", people))


def closing_clock(poll: Poll) -> Clock | None:
    """The countdown of an open question that closes by itself."""
    one = poll.round
    if one is None or one.closed_at or not one.closes_at:
        return None
    seconds = max(0, one.closes_at - one.opened_at) // 1000
    return Clock(one.closes_at, seconds, minutes(seconds), CLOSES_IN)


def _options_shown(poll: Poll, one: Round, page: int) -> Shown:
    question = poll.question
    bars = pictured(question, question.bars(question.empty(), 0))
    options = tuple(map(words_of, bars))
    hint = _hint(poll)
    layout = fit.options_pages(poll.title, options, _hint_rows(hint), pictured=question.has_pictures)
    if hint and (layout.body_fit >= len(fit.OPTIONS) or layout.count > 1):
        hint = ""  # it makes room for the answers; it stands on the phones
        layout = fit.options_pages(poll.title, options, 0, pictured=question.has_pictures)
    title_fit = layout.title_fit if bars else fit.fit_of(poll.title, fit.HEADINGS, fit.BODY_WIDTH, TITLE_ROOM)
    page = min(page, layout.count)
    status = ("closed", "Voting closed", "lock") if one.closed_at else ("open", "Voting open", "vote")
    decides, _ = DECIDES[poll.terms.decides]
    kicker = f"{decides}. Asked again" if one.number > 1 else decides
    on_page = tuple(layout.of(bars, page))
    shown = Options(question, on_page, (len(on_page) + 1) // 2 if layout.columns > 1 else 0)
    body = Piece("stage-options", "stage-body", f"polls/{question.kind}/stage.html", shown)
    return Shown(Heading(poll.title, title_fit, *status, kicker, hint), layout.body_fit, (body,), page, layout.count)


def _hint(poll: Poll) -> str:
    return poll.hint if _hint_rows(poll.hint) <= MOST_HINT_ROWS else ""


def _hint_rows(hint: str) -> int:
    return fit.rows(hint, fit.BODY_WIDTH / fit.LEAD.letters) if hint else 0
