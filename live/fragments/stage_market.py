"""The market place on the screen: how many proposals there are while they are written quietly, then all of them, and a pitch.

While proposals are quiet nothing of them is in a piece but their number.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.conference.board import NEED_WORDS, PITCH_MS, Topic, next_pitch
from live.fragments import Piece, fit, notes
from live.fragments.stage_parts import Clock, Foot, Frame, Heading, aside_piece, heading_piece, minutes
from live.fragments.stage_results import Shown
from live.fragments.timetable import NEEDS_HOST

PITCH_SECONDS = PITCH_MS // 1000
PITCH_TITLES = fit.HEADINGS
PITCH_TEXTS = fit.TEXTS[:4]
PITCH_FACT = fit.Size(3.5, 1.2)
FACT_ICON = 5.0  # and the gap after it
FACT_GAP = 1.2
PITCH_GAP = 3.6
NOBODY_YET = "Nobody has proposed a topic yet. Write the first one on your phone."
HOW = (
    "Take your phone and propose a topic.",
    "Nobody sees it yet. All proposals are shown at one moment, in random order.",
)
TIME_LEFT = "Time for this pitch"


class Quiet(Struct, frozen=True):
    """How many have been proposed, and how to do it."""

    number: int
    how: tuple[str, ...]


class Proposal(Struct, frozen=True):
    """A topic as a note of paper; `under` is its host, or that it needs one."""

    title: str
    under: str
    note: notes.Note


class Pitched(Struct, frozen=True):
    """What is said of the topic that is pitched. `fit` is that of `why`."""

    why: str
    fit: int
    host: str
    seeks_host: bool
    needs: str


def pitched(conference: Conference) -> Topic | None:
    """The topic that is being pitched."""
    pitch = conference.board.pitch
    topic = conference.board.by_id.get(pitch.topic) if pitch is not None else None
    return conference.board.head(topic) if topic is not None and conference.board.stage == "open" else None


def market_shown(conference: Conference, item: Item, page: int) -> Shown:
    """A page of the proposals, the last one if there are not so many; while they are quiet, their number."""
    board = conference.board
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
    if board.stage == "quiet":
        text = " ".join(item.text.split())
        lead = fit.shortened(text, 2, fit.BODY_WIDTH / fit.LEAD.letters)
        body = Piece("stage-quiet", "stage-body", "fragments/_stage_quiet.html", Quiet(len(board.by_id), HOW))
        return Shown(Heading(item.title, title_fit, lead=lead), body=(body,))
    topics = [topic for topic in board.standing() if not topic.repeat_of]
    if not topics:
        return Shown(Heading(item.title, title_fit), body=(aside_piece(item.text or NOBODY_YET),))
    seeking = sum(topic.seeks_host for topic in topics)
    lead = f"{len(topics)} {'topic' if len(topics) == 1 else 'topics'}{', in random order' if board.order else ''}."
    facts = (
        f"{seeking} {'needs' if seeking == 1 else 'need'} a host. One tap on your phone is enough." if seeking else ""
    )
    foot = fit.foot_height(facts, paged=True)
    room = fit.room_under(item.title, title_fit, 1, kicker=False, foot=foot)
    layout = notes.on_pages(tuple(_words(topic) for topic in topics), round(room, 1))
    page = min(page, len(layout.pages))
    first = sum(len(each) for each in layout.pages[: page - 1])
    proposals = tuple(
        Proposal(topic.title, _under(topic), note)
        for topic, note in zip(topics[first:], layout.pages[page - 1], strict=False)
    )
    body = Piece("stage-proposals", "stage-body", "fragments/_stage_proposals.html", proposals)
    heading = Heading(item.title, title_fit, lead=lead)
    return Shown(heading, layout.fit, (body,), page, len(layout.pages), facts)


def pitch_pieces(conference: Conference, topic: Topic) -> Iterator[Piece]:
    """A topic while it is pitched, large: with its countdown, and which is next."""
    board = conference.board
    following = next_pitch(board)
    then = f"Then: {following.title}" if following is not None else ""
    then = fit.shortened(then, 2, fit.BODY_WIDTH / fit.FACTS.letters)
    needs = ", ".join(filter(None, (topic.needs, *(NEED_WORDS[want] for want in topic.wants))))
    facts = [NEEDS_HOST if topic.seeks_host else topic.host, needs]
    around = sum(fit.height(words, PITCH_FACT, fit.BODY_WIDTH - FACT_ICON) + FACT_GAP for words in facts if words)
    around += fit.GAP + fit.KICKER + 2 * PITCH_GAP + fit.foot_height(then, paged=False)
    title_fit, text_fit = _fits(topic.title, topic.why, fit.PICTURE_HEIGHT - around)
    every = sum(not one.repeat_of for one in board.standing())
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame())
    yield heading_piece(
        Heading(
            topic.title,
            title_fit,
            "open",
            "Pitch",
            "people",
            f"{len(board.pitched)} of {max(every, len(board.pitched))}",
        )
    )
    said = Pitched(topic.why, text_fit, topic.host, topic.seeks_host, needs)
    yield Piece(f"stage-pitch-{topic.id}", "stage-body", "fragments/_stage_pitch.html", said)
    if then:
        yield Piece("stage-facts", "stage-foot", "fragments/_stage_foot.html", Foot(1, 1, then))
    if board.pitch is not None:
        clock = Clock(board.pitch.ends_at, PITCH_SECONDS, minutes(PITCH_SECONDS), TIME_LEFT)
        yield Piece("stage-timer", "stage-side", "fragments/_stage_timer.html", clock)


def _fits(title: str, why: str, room: float) -> tuple[int, int]:
    for both in range(2, len(PITCH_TITLES) + len(PITCH_TEXTS) + 1):
        for title_fit in range(1, len(PITCH_TITLES) + 1):
            text_fit = both - title_fit
            if not 1 <= text_fit <= len(PITCH_TEXTS):
                continue
            high = fit.height(title, PITCH_TITLES[title_fit - 1], fit.BODY_WIDTH)
            if high + fit.height(why, PITCH_TEXTS[text_fit - 1], fit.BODY_WIDTH) <= room:
                return title_fit, text_fit
    return len(PITCH_TITLES), len(PITCH_TEXTS)


def _words(topic: Topic) -> str:
    under = _under(topic)
    return f"{topic.title}\n{under}" if under else topic.title


def _under(topic: Topic) -> str:
    return NEEDS_HOST if topic.seeks_host else topic.host
