"""A result on the screen, as pages: the whole, or two rounds side by side, and then each group of people by itself.

What is here is in a count that the chair has shown, or in a running result: the caller sees to that.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from live.conference.polls import Count, Poll, Round, Terms
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Bar, Strip, Tally, pictured
from live.conference.polls.terms import DECIDES, PASSES
from live.fragments import Piece, fit, notes, scaled
from live.fragments.facts import facts_of
from live.fragments.results import Beside, beside_of, group_strips, remainder_of
from live.fragments.stage_parts import Heading

LEAD_ROWS = 2
LOW_BAR = 5.5  # how high a bar above notes is, with the gap under it, in u
NOTES_GAP = 1.2
LEAST_STRIP_TEXT = 3.1  # smaller names of divided rows go on another page
LEGEND_WIDTHS = (60, 24, 14, 9)  # how long an answer may be in the legend of groups, in letters' sizes
LEGEND_LETTER = 4.2  # its letter and the gaps beside it, in letters' sizes
LEGEND_ROOM = 4 * fit.BODY_WIDTH / 3.2  # four lines of it, in letters' sizes
GROUPS_SAY = "By group, of five people and more. Numbers are percent of a group."
LETTERS_SAY = "Letters are those of the pages before."
REST_HEIGHT = 6.0  # of the line about who is in no group


class Result(Struct, frozen=True):
    """A result, or what is on one page of it. `notes` are answers in people's own words. `is_small`: so few voted that only their
    number is told. `is_running`: voting is open."""

    question: AnyQuestion
    terms: Terms
    count: Count
    facts: str
    notes: tuple[notes.Note, ...] = ()
    is_small: bool = False
    is_running: bool = False
    rows: tuple[int, int] = (0, 99)
    """Which of the divided rows are on this page."""

    @property
    def voters(self) -> int:
        return self.count.voters

    @property
    def tally(self) -> Tally:
        return self.count.tally

    @property
    def strips(self) -> tuple[Strip, ...]:
        return self.question.strips(self.count.tally)[slice(*self.rows)]

    @property
    def verdict(self) -> str:
        return self.question.verdict(self.count.tally, self.count.could_vote)

    @property
    def passes(self) -> list[tuple[str, int]]:
        """What else was answered, and by how many."""
        return [] if self.is_running else [(PASSES[name][1], self.count.passed(name)) for name in self.terms.passes]


class Groups(Struct, frozen=True):
    """Groups on one page, and how many people are in none that is shown (said on the last one)."""

    strips: tuple[Strip, ...]
    rest: int


class Changes(Struct, frozen=True):
    """Two rounds on one page, and the fit of its words."""

    beside: Beside
    fit: int


class Shown(Struct, frozen=True):
    """One page of a picture: heading, body, which page of how many, what stands at the bottom, and the layout of its frame."""

    heading: Heading
    fit: int = 2
    body: tuple[Piece, ...] = ()
    page: int = 1
    pages: int = 1
    facts: str = ""
    layout: str = "plain"


def result_shown(poll: Poll, one: Round, count: Count, page: int) -> Shown:
    """A page of a round's result; the last one if there are not so many."""
    facts = facts_of(one, poll.terms)
    result = Result(poll.question, poll.terms, count, facts)
    if one.is_kept_small:
        title_fit = fit.fit_of(poll.title, fit.HEADINGS, fit.BODY_WIDTH, 40)
        return Shown(Heading(poll.title, title_fit, result=replace(result, is_small=True)), facts=facts)
    beside = beside_of(poll, one)
    if beside is not None:
        passes = (f"{words}: {number}." for words, number in result.passes if number)
        whole = _beside(poll, beside, " ".join(filter(None, (result.verdict, *passes, facts))), page)
    else:
        whole = _whole(poll, result, page)
    groups = _pages_of_groups(poll, count, facts)
    pages = whole.pages + len(groups)
    if page > whole.pages and groups:
        return replace(_by_group(poll, groups, page - whole.pages, facts), page=min(page, pages), pages=pages)
    return replace(whole, pages=pages)


def running_shown(poll: Poll, count: Count, page: int) -> Shown:
    """A page of a running result. Bars keep the options' order, so that none moves while people look at it."""
    result = Result(poll.question, poll.terms, count, "", is_running=True)
    decides, _ = DECIDES[poll.terms.decides]
    words = "Votes so far: it changes until voting closes."
    heading = Heading(poll.title, 1, "open", "Running result, voting is open", "vote", decides, words)
    return _whole(poll, result, page, heading)


def bars_in_order(bars: tuple[Bar, ...], question: AnyQuestion) -> tuple[Bar, ...]:
    """The longest first, each with none last. Some kinds keep their order: it means something."""
    return bars if question.is_ordered else tuple(sorted(bars, key=lambda bar: -bar.share))


def words_of(bar: Bar) -> str:
    """All words at the beginning of a bar, which need room."""
    return f"{bar.text} {bar.detail}" if bar.detail else bar.text


def _whole(poll: Poll, result: Result, page: int, heading: Heading | None = None) -> Shown:
    """The result as its kind shows it. Some of the answers stand on each page; what a kind draws as one picture is one page."""
    question, count = poll.question, result.count
    lead_rows, kicker = (1, True) if heading else (LEAD_ROWS, False)
    heading = heading or Heading(poll.title, 1, result=result)
    bars = pictured(question, question.bars(count.tally, count.voters))
    written = () if result.is_running else question.own_words(count.answers)
    if bars and question.shows_words and written:
        return _notes_under_bars(poll, result, bars, written, page)
    if bars:
        if not result.is_running:
            bars = bars_in_order(bars, question)
        lines = tuple((words_of(bar), bar.line) for bar in bars)
        pictures = question.has_pictures
        layout = fit.bars_pages(poll.title, lines, lead_rows, result.facts, kicker=kicker, pictured=pictures)
        page = min(page, layout.count)
        body = (_kinds_own(result), *map(_bar_piece, layout.of(bars, page)))
        return Shown(
            replace(heading, fit=layout.title_fit), layout.body_fit, body, page, layout.count, facts=result.facts
        )
    title_fit = fit.fit_of(poll.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
    heading = replace(heading, fit=title_fit)
    foot = fit.foot_height(result.facts, paged=True)
    room = fit.room_under(poll.title, title_fit, lead_rows, kicker=kicker, foot=foot)
    if written:
        layout_of_notes = notes.on_pages(tuple(written), round(room, 1))
        pages = len(layout_of_notes.pages)
        page = min(page, pages)
        shown = replace(result, notes=layout_of_notes.pages[page - 1])
        return Shown(heading, layout_of_notes.fit, (_kinds_own(shown),), page, pages, result.facts)
    strips = question.strips(count.tally)
    size = _strips_on_a_page(strips, room)
    pages = max(1, -(-len(strips) // size))
    page = min(page, pages)
    shown = replace(result, rows=((page - 1) * size, page * size)) if pages > 1 else result
    return Shown(heading, 2, (_kinds_own(shown),), page, pages, result.facts)


def _notes_under_bars(poll: Poll, result: Result, bars: tuple[Bar, ...], written: tuple[str, ...], page: int) -> Shown:
    """Bars, low ones, and under them on every page some of what people wrote, for kinds that show both."""
    title_fit = fit.fit_of(poll.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
    foot = fit.foot_height(result.facts, paged=True)
    room = fit.room_under(poll.title, title_fit, LEAD_ROWS, kicker=False, foot=foot) - LOW_BAR * len(bars) - NOTES_GAP
    layout = notes.on_pages(written, round(room, 1))
    page = min(page, len(layout.pages))
    shown = replace(result, notes=layout.pages[page - 1])
    heading = Heading(poll.title, title_fit, result=shown)
    body = (_kinds_own(shown), *map(_bar_piece, bars))
    return Shown(heading, layout.fit, body, page, len(layout.pages), result.facts)


def _kinds_own(result: Result) -> Piece:
    return Piece("stage-result", "stage-body", f"polls/{result.question.kind}/stage_result.html", result)


def _bar_piece(bar: Bar) -> Piece:
    return Piece(f"stage-bar-{bar.letter}", "stage-result", "fragments/_stage_bar.html", bar)


def _beside(poll: Poll, beside: Beside, facts: str, page: int) -> Shown:
    words = tuple(change.text for change in beside.changes)
    layout = fit.changes_pages(poll.title, words, LEAD_ROWS, facts, pictured=poll.question.has_pictures)
    page = min(page, layout.count)
    shown = Changes(replace(beside, changes=tuple(layout.of(beside.changes, page))), layout.body_fit)
    heading = Heading(poll.title, layout.title_fit, then=beside.then, now=beside.now)
    body = Piece("stage-compare", "stage-body", "fragments/_stage_compare.html", shown)
    return Shown(heading, layout.body_fit, (body,), page, layout.count, facts)


def _pages_of_groups(poll: Poll, count: Count, facts: str) -> list[Groups]:
    strips = _with_short_words(group_strips(poll.question, count))
    if not strips:
        return []
    title_fit = _title_fit_over_groups(poll)
    foot = fit.foot_height(facts, paged=True)
    rest = remainder_of(count)
    room = fit.room_under(poll.title, title_fit, 1, kicker=False, foot=foot) - (REST_HEIGHT if rest else 0)
    size = _strips_on_a_page(strips, room)
    starts = range(0, len(strips), size)
    return [Groups(strips[start : start + size], rest if start == starts[-1] else 0) for start in starts]


def _by_group(poll: Poll, groups: list[Groups], page: int, facts: str) -> Shown:
    on_page = groups[min(page, len(groups)) - 1]
    has_words = any(part.text for part in on_page.strips[0].parts)
    lead = GROUPS_SAY if has_words else f"{GROUPS_SAY} {LETTERS_SAY}"
    heading = Heading(poll.title, _title_fit_over_groups(poll), lead=lead)
    return Shown(
        heading, 2, (Piece("stage-groups", "stage-body", "fragments/_stage_groups.html", on_page),), facts=facts
    )


def _title_fit_over_groups(poll: Poll) -> int:
    return fit.fit_of(poll.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 11) + 1


def _strips_on_a_page(strips: tuple[Strip, ...], room: float) -> int:
    """How many divided rows can be read on one page, evenly dealt."""
    most = max(1, len(strips))
    for count in range(1, most + 1):
        size = -(-most // count)
        sizes = scaled.stripped(strips[:size])
        if sizes.text * min(1.0, room / sizes.high) >= LEAST_STRIP_TEXT:
            return size
    return 1


def _with_short_words(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """Groups whose legend is not larger than they are: long answers are shortened there, and where there are very many their
    letters must do. They are whole on the pages before."""
    if not strips:
        return ()
    words = [part.text for part in strips[0].parts]
    tried = ([fit.shortened(text, 1, width) for text in words] for width in LEGEND_WIDTHS)
    fitting = (each for each in tried if sum(map(fit.ems, each)) + LEGEND_LETTER * len(words) <= LEGEND_ROOM)
    short = next(fitting, [""] * len(words))
    return tuple(
        replace(strip, parts=tuple(replace(part, text=text) for part, text in zip(strip.parts, short, strict=True)))
        for strip in strips
    )
