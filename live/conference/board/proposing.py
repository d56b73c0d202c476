"""Proposing topics, changing their words, and taking them off the board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import harvest, wall
from live.conference.board.board_acts import HandRaised, TopicChanged, TopicParted, TopicProposed, TopicWithdrawn
from live.conference.board.board_fold import kept_hands
from live.conference.board.topics import NEEDS, Board, Need, Topic
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import (
    NAME_LETTERS,
    QUESTION_LETTERS,
    TEXT_LETTERS,
    TITLE_LETTERS,
    Refused,
    clean_line,
    clean_text,
)

if TYPE_CHECKING:
    from live.conference import Act, Conference

MOST_TOPICS_OF_ONE = 20  # open ones; a helper who types for others may need some
MOST_TOPICS = 500  # in all: more than anybody reads, and four times the largest open space that was thought of
QUIET = "Proposals are being written quietly. You can do this when the market opens."


class ProposeTopic(Request, frozen=True):
    """`needs_host` and the needs are "yes" where they are ticked. Who does not host a topic does not stand beside it."""

    title: str = ""
    why: str = ""
    host: str = ""
    needs: str = ""
    needs_host: str = ""
    step_free: str = ""
    quiet: str = ""
    screen: str = ""
    interpreter: str = ""


class ChangeTopic(ProposeTopic, frozen=True, kw_only=True):
    """All its words anew."""

    topic: int


class TopicRequest(Request, frozen=True):
    topic: int


def propose_topic(conference: Conference, ask: ProposeTopic, by: Actor, moment: Moment) -> Sequence[TopicProposed]:
    voice = joined_voice(conference, by)
    board = conference.board
    own = sum(topic.proposer == voice.id and not topic.repeat_of for topic in board.by_id.values())
    if own >= MOST_TOPICS_OF_ONE:
        raise Refused(f"You have proposed {own} topics, which is as many as one person can.")
    if len(board.by_id) >= MOST_TOPICS:
        raise Refused(f"There are {MOST_TOPICS} topics already, which is as many as a board can hold.")
    new = _as_asked(Topic(board.latest_id + 1, "", "", voice.id, at=moment.at), ask)
    _refuse_a_double(board, new)
    return [TopicProposed(new.id, new.title, new.host, voice.id, new.why, new.needs, new.at, new.wants, new.needs_host)]


def change_topic(conference: Conference, ask: ChangeTopic, by: Actor, moment: Moment) -> Sequence[TopicChanged]:
    """Whoever proposed a topic gives it other words. Its place, hands and host stay, and so they do for its repeats."""
    voice = joined_voice(conference, by)
    board = conference.board
    topic = board.by_id.get(ask.topic)
    if topic is None:
        raise Refused("This topic is no longer on the board.")
    if topic.proposer != voice.id:
        raise Refused("Only the person who proposed a topic can change it.")
    if topic.repeat_of:
        raise Refused("This topic is held again. Change the first one: this one has the same words.")
    changed = _as_asked(topic, ask)
    if changed == topic:
        return []
    _refuse_a_double(board, changed)
    repeats = [_as_asked(one, ask) for one in board.repeats_of(topic.id)]
    return [as_it_stands(one) for one in (changed, *repeats)]


def withdraw_topic(conference: Conference, ask: TopicRequest, by: Actor, moment: Moment) -> Sequence[Act]:
    """Take a topic off the board, and whenever else it is held. What became part of it stands for itself again, questions that
    were taken to it are open again, and what was noted about it goes too. Who chose what had become part of another topic still
    wants to come to that one."""
    voice = joined_voice(conference, by)
    topic = conference.board.by_id.get(ask.topic)
    if topic is None:
        return []
    if topic.proposer != voice.id:
        raise Refused("Only the person who proposed a topic can take it off the board.")
    acts: list[Act] = []
    for one in (*conference.board.repeats_of(topic.id), topic):
        acts += withdrawn(conference, one)
    return acts


def withdrawn(conference: Conference, topic: Topic) -> list[Act]:
    """What happens when this one topic goes; not to its repeats."""
    about = f"topic/{topic.id}"
    head = conference.board.head(topic)
    people = conference.board.people_of(head) if topic.merged_into else {}
    acts: list[Act] = [
        HandRaised(head.id, voice, people[voice])
        for voice in sorted(topic.hands)
        if topic.merged_into and voice not in head.hands
    ]
    acts += [TopicParted(part.id) for part in conference.board.parts_of(topic.id)]
    acts += [TopicWithdrawn(topic.id), *wall.opened_again(conference.wall, topic.id)]
    if about in conference.harvest.line:
        acts.append(harvest.LineChosen(about, 0))
    return [*acts, *(harvest.NoteRemoved(note.id) for note in conference.harvest.of(about))]


def known_topic(conference: Conference, number: int) -> Topic:
    """A topic that everybody sees. While proposals are quiet there is none: nobody learns whether there is one of this number."""
    if conference.board.stage == "quiet":
        raise Refused(QUIET)
    topic = conference.board.by_id.get(number)
    if topic is None:
        raise Refused("This topic is no longer on the board.")
    return topic


def as_it_stands(topic: Topic) -> TopicChanged:
    """The one act that holds all of a topic; what was written of it before leaves the disk."""
    return TopicChanged(
        topic.id,
        topic.title,
        topic.host,
        topic.proposer,
        topic.why,
        topic.needs,
        topic.at,
        topic.wants,
        topic.needs_host,
        topic.slot,
        topic.room,
        kept_hands(topic),
        topic.hosted_by,
        topic.merged_into,
        topic.repeat_of,
        topic.notes,
    )


def _as_asked(topic: Topic, ask: ProposeTopic) -> Topic:
    """The topic with the words that were asked for. A host who was found stays the host under their own name."""
    title = clean_line(ask.title, TITLE_LETTERS, "title", "A topic")
    host = clean_line(ask.host, NAME_LETTERS, "host", "Your first name", optional=True)
    why = clean_text(ask.why, TEXT_LETTERS, "why", "Why it matters", optional=True)
    needs = clean_line(ask.needs, QUESTION_LETTERS, "needs", "What would help", optional=True)
    ticked = {"step_free": ask.step_free, "quiet": ask.quiet, "screen": ask.screen, "interpreter": ask.interpreter}
    wants: tuple[Need, ...] = tuple(need for need in NEEDS if ticked[need] == "yes")  # type: ignore[misc]  # NEEDS has no others
    words = replace(topic, title=title, why=why, needs=needs, wants=wants)
    if topic.hosted_by:
        return words
    needs_host = ask.needs_host == "yes"
    return replace(words, needs_host=needs_host, host="" if needs_host else host)


def _refuse_a_double(board: Board, new: Topic) -> None:
    """Two topics of one name. While it is quiet, only of the same writer: nobody is told what others write."""
    for topic in board.by_id.values():
        if new.id in (topic.id, topic.repeat_of) or topic.title.casefold() != new.title.casefold():
            continue
        if topic.proposer == new.proposer:
            raise Refused("You have a topic of this name already. Please give this one another name.", "title")
        if board.stage == "open":
            raise Refused(
                "There is a topic of this name already. You could join it, or give yours another name.", "title"
            )
