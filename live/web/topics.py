"""Pages about topics: one's own in other words, hosting, merging; and the facilitators' market place."""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from live.conference.board import NEED_WORDS, Topic, mergeable, speaks_for
from live.conference.words import TITLE_LETTERS
from live.fragments.delegate.topics import GONE_TOPIC, QUIET, Named, asks_about
from live.web.visit import Visit, plain_page

CALM_VIEW = "programme"  # see `delegate.py`


class TopicNow(Struct, frozen=True):
    """What stands in the form of a topic. `hosted`: a host was found, who is not changed there."""

    title: str = ""
    why: str = ""
    host: str = ""
    needs: str = ""
    wants: tuple[str, ...] = ()
    needs_host: bool = False
    hosted: bool = False


def needs_in_words() -> tuple[tuple[str, str], ...]:
    """What a room may have to have: the name of the field, and the words beside it."""
    return tuple((need, words[0].upper() + words[1:]) for need, words in NEED_WORDS.items())


async def propose(visit: Visit) -> Response:
    return visit.page(
        "pages/propose.html",
        views=[CALM_VIEW],
        title="Propose a topic",
        title_letters=TITLE_LETTERS,
        is_quiet=visit.conference.board.stage == "quiet",
        needs=needs_in_words(),
        now=TopicNow(host=visit.mine.name),
    )


async def change(visit: Visit) -> Response:
    """An own topic in other words. While proposals are quiet, this is all there is to see of it."""
    topic = visit.conference.board.by_id.get(int(visit.params["topic"]))
    if topic is None or topic.proposer != visit.actor.voice or topic.repeat_of:
        return gone(visit, "Only the person who proposed a topic can change it, and only while it is there.")
    now = TopicNow(
        topic.title, topic.why, topic.host, topic.needs, topic.wants, topic.needs_host, bool(topic.hosted_by)
    )
    return visit.page(
        "pages/topic_change.html",
        views=[CALM_VIEW],
        title="Change a topic",
        number=topic.id,
        title_letters=TITLE_LETTERS,
        is_quiet=visit.conference.board.stage == "quiet",
        needs=needs_in_words(),
        now=now,
    )


async def host(visit: Visit) -> Response:
    """Where somebody offers to host a topic, or leaves that."""
    topic = visit.conference.board.seen(int(visit.params["topic"]))
    if topic is None:
        return not_seen(visit)
    is_host = bool(topic.hosted_by) and topic.hosted_by == visit.actor.voice
    return visit.page("pages/topic_host.html", views=[CALM_VIEW], title="Host a topic", topic=topic, is_host=is_host)


async def merge(visit: Visit) -> Response:
    """Where hosts ask each other to make two topics one, answer, and part them again."""
    board, by = visit.conference.board, visit.actor
    topic = board.seen(int(visit.params["topic"]))
    if topic is None:
        return not_seen(visit)
    is_facilitator = by.role in ("facilitator", "chair")
    asks = asks_about(board, topic)
    head = board.head(topic) if topic.merged_into else None
    near = [topic, *([head] if head is not None else []), *board.parts_of(topic.id)]
    near += [one for ask in asks for one in (board.seen(ask.part.id), board.seen(ask.head.id)) if one is not None]
    is_host = bool(by.voice) and by.voice == topic.speaker
    return visit.page(
        "pages/topic_merge.html",
        views=[CALM_VIEW],
        title="Merge and part",
        topic=topic,
        asks=asks,
        head=head,
        parts=[_named(part) for part in board.parts_of(topic.id)],
        speaks=[one.id for one in near if speaks_for(by, one)],
        may_part=is_host or is_facilitator,
        may_ask=is_host or is_facilitator,
        is_facilitator=is_facilitator,
        others=[_named(one) for one in mergeable(board, topic)],
    )


async def market(visit: Visit) -> Response:
    """`facilitator/market`: quiet proposals, their opening, pitches, merges and repeats."""
    return visit.page(
        "pages/facilitator_market.html",
        views=["desk/market"],
        title="Market place",
        role="facilitator",
    )


def not_seen(visit: Visit) -> Response:
    """For a topic that is not there, or that nobody may see yet."""
    return gone(visit, QUIET if visit.conference.board.stage == "quiet" else GONE_TOPIC)


def gone(visit: Visit, say: str) -> Response:
    heading = "Not yet" if say == QUIET else "Not here any more"
    return plain_page(visit.venue, 404, heading, say, visit.live.path("board"), "To the open space")


def _named(topic: Topic) -> Named:
    return Named(topic.id, topic.title, topic.host)
