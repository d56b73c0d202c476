"""The market place: quiet proposals, their opening, pitches, words that are changed, hosts who are found, and repeats."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from live.conference import (
    Act,
    Actor,
    Conference,
    FreezeScreen,
    Moment,
    board,
    erased_by,
    forgetting,
    harvest,
    replay,
    subject_of,
    wall,
)
from live.conference.board import KeptHands, TopicChanged, TopicParted, TopicWithdrawn
from live.conference.board.proposing import QUIET
from tests.conference.days import (
    ANN,
    AT,
    BEN,
    CEM,
    CHAIR,
    DEE,
    FACILITATOR,
    PLANNED,
    TOKEN,
    Asked,
    Rule,
    acts_of,
    ask,
    play,
    refusal,
)
from tests.conference.random_days import Day, days, left_after_erasing
from tests.conference.rules import RULES

QUIETLY = Asked(board.be_quiet, board.MarketRequest(), FACILITATOR)
OPEN = Asked(board.open_market, board.MarketRequest(), FACILITATOR)


def propose(title: str, by: Actor = ANN, **more: str) -> Asked:
    return Asked(board.propose_topic, board.ProposeTopic(title, **more), by)


def change(topic: int, title: str, by: Actor = ANN, **more: str) -> Asked:
    return Asked(board.change_topic, board.ChangeTopic(title, topic=topic, **more), by)


def follow(topic: int, role: str, by: Actor = CEM) -> Asked:
    return Asked(board.follow_topic, board.FollowTopic(topic, role), by)


def place(topic: int, to: str) -> Asked:
    return Asked(board.place_topic, board.PlaceTopic(topic, to), FACILITATOR)


def host(topic: int, by: Actor, name: str = "") -> Asked:
    return Asked(board.host_topic, board.HostTopic(topic, name), by)


def leave(topic: int, by: Actor) -> Asked:
    return Asked(board.leave_hosting, board.TopicRequest(topic), by)


def withdraw(topic: int, by: Actor = ANN) -> Asked:
    return Asked(board.withdraw_topic, board.TopicRequest(topic), by)


def pitch(topic: int = 0, at: int = AT) -> Asked:
    return Asked(board.pitch_topic, board.PitchTopic(topic), CHAIR, Moment(at, TOKEN))


def repeat(topic: int, on: str = "yes") -> Asked:
    return Asked(board.repeat_topic, board.RepeatTopic(topic, on), FACILITATOR)


def ids(conference: Conference) -> list[int]:
    return [topic.id for topic in conference.board.standing()]


WRITTEN = play(QUIETLY, propose("Ladders"), propose("Snakes", BEN), propose("Steps", CEM), start=PLANNED)
OPENED = play(OPEN, start=WRITTEN)


# --- quiet ---------------------------------------------------------------------------------------------------------------------


def test_quiet_proposals_are_there_and_nobody_sees_them() -> None:
    assert (ids(WRITTEN), WRITTEN.board.waiting(), len(WRITTEN.board.by_id)) == ([], [], 3)
    assert WRITTEN.board.seen(1) is None
    assert sorted(ids(OPENED)) == [1, 2, 3]


@pytest.mark.parametrize(
    "step",
    [
        *(follow(number, "lead", DEE) for number in (1, 9)),
        *(host(number, DEE) for number in (1, 9)),
        *(place(number, "am/hall") for number in (1, 9)),
        *(pitch(number) for number in (1, 9)),
        *(repeat(number) for number in (1, 9)),
        Asked(board.ask_to_merge, board.AskToMerge(1, 2, "this"), ANN),
        Asked(board.agree_to_merge, board.MergeRequest(1, 2), ANN),
        Asked(board.drop_merge, board.MergeRequest(1, 2), ANN),
        Asked(board.part_topic, board.TopicRequest(1), FACILITATOR),
    ],
)
def test_nothing_can_be_done_with_quiet_proposals_and_no_refusal_tells_which_there_are(step: Asked) -> None:
    assert refusal(WRITTEN, step) == (QUIET, "")


def test_a_writer_changes_and_takes_back_what_nobody_sees_yet() -> None:
    changed = play(change(1, "Longer ladders"), start=WRITTEN)
    assert changed.board.by_id[1].title == "Longer ladders"
    assert 1 not in play(withdraw(1), start=WRITTEN).board.by_id
    assert refusal(WRITTEN, change(1, "Mine now", BEN))[0] == "Only the person who proposed a topic can change it."


def test_a_quiet_writer_is_not_told_that_another_wrote_the_same() -> None:
    twice = play(propose("LADDERS", BEN), start=WRITTEN)
    assert [topic.title for topic in twice.board.topics()] == ["Ladders", "Snakes", "Steps", "LADDERS"]
    say = "You have a topic of this name already. Please give this one another name."
    assert refusal(WRITTEN, propose("ladders")) == (say, "title")


BEGUN = "Topics have been pitched, placed, merged or repeated already. Quiet writing comes before all that."


@pytest.mark.parametrize("step", [pitch(1), place(1, "am/hall"), repeat(1)])
def test_quiet_writing_does_not_begin_once_something_came_of_a_topic(step: Asked) -> None:
    assert refusal(play(step, start=OPENED), QUIETLY) == (BEGUN, "")
    assert ask(OPENED, QUIETLY) == [board.ProposalsQuiet()]


def test_quiet_writing_does_not_begin_while_a_move_can_be_taken_back() -> None:
    """It would put a topic that nobody sees in a place that everybody sees."""
    moved = play(place(1, "am/hall"), place(1, ""), start=OPENED)
    assert refusal(moved, QUIETLY) == (BEGUN, "")


def test_a_frozen_screen_shows_no_proposal_once_quiet_writing_begins() -> None:
    """Also not one that is changed while nobody may see it."""
    freeze = next(rule for rule in RULES if rule.__name__ == "freeze_screen")
    frozen = play(Asked(freeze, FreezeScreen()), QUIETLY, propose("Moss"), change(4, "Mosses"), start=OPENED)
    assert frozen.as_the_room_sees_it is not frozen
    assert frozen.as_the_room_sees_it.board.standing() == []


def test_a_market_opens_once() -> None:
    assert ask(OPENED, OPEN) == []
    assert ask(WRITTEN, QUIETLY) == []


def test_chance_makes_the_order_of_the_market_and_not_who_was_first() -> None:
    """Over many markets each of the three stands first about as often."""
    first: Counter[int] = Counter()
    for number in range(600):
        [opened] = ask(
            WRITTEN, Asked(board.open_market, board.MarketRequest(), FACILITATOR, Moment(AT, f"{number:064x}"))
        )
        assert isinstance(opened, board.MarketOpened)
        assert sorted(opened.order) == [1, 2, 3]
        first[opened.order[0]] += 1
    assert min(first.values()) > 150


def test_topics_that_come_later_stand_behind() -> None:
    assert ids(play(propose("Late", DEE), start=OPENED)) == [*OPENED.board.order, 4]


# --- pitches -------------------------------------------------------------------------------------------------------------------


def test_topics_are_pitched_for_a_minute_each_in_the_order_of_the_market() -> None:
    conference, called = OPENED, []
    for number in range(3):
        conference = play(pitch(at=AT + number * 60_000), start=conference)
        assert conference.board.pitch is not None
        called.append(conference.board.pitch.topic)
        assert conference.board.pitch.ends_at == AT + (number + 1) * 60_000
    assert tuple(called) == OPENED.board.order
    assert refusal(conference, pitch()) == ("All topics have been pitched.", "")
    assert refusal(PLANNED, pitch()) == ("There is no topic to pitch yet.", "")
    ended = play(Asked(board.end_pitch, board.MarketRequest()), start=conference)
    assert ended.board.pitch is None
    assert ask(ended, Asked(board.end_pitch, board.MarketRequest())) == []


def test_any_topic_is_pitched_out_of_turn_and_its_turn_does_not_come_again() -> None:
    last = OPENED.board.order[-1]
    called = play(pitch(last), start=OPENED)
    following = board.next_pitch(called.board)
    assert following is not None
    assert following.id == OPENED.board.order[0]
    both = play(pitch(at=AT + 60_000), pitch(at=AT + 120_000), start=called)
    assert board.next_pitch(both.board) is None


def test_two_people_who_call_the_same_topic_start_its_minute_once() -> None:
    called = play(pitch(1), start=OPENED)
    assert ask(called, pitch(1, AT + 800)) == []
    assert ask(called, pitch(1, AT + 30_000)) == [board.PitchCalled(1, AT + 90_000)]


# --- words ---------------------------------------------------------------------------------------------------------------------


def test_a_topic_says_what_its_room_must_have_and_whether_it_needs_a_host() -> None:
    there = play(propose("Ramps", needs_host="yes", host="Ann", step_free="yes", interpreter="yes"), start=PLANNED)
    topic = there.board.by_id[1]
    assert (topic.wants, topic.needs_host, topic.host, topic.seeks_host) == (
        ("step_free", "interpreter"),
        True,
        "",
        True,
    )


def test_a_changed_topic_keeps_its_people_place_host_and_time() -> None:
    before = play(propose("Plants", DEE, needs_host="yes"), host(4, BEN, "Ben"), start=OPENED)
    before = play(follow(4, "lead"), follow(4, "listen", ANN), place(4, "am/hall"), start=before)
    acts = ask(before, change(4, "Trees", DEE, why="Shade", quiet="yes"))
    hands = KeptHands(lead=("cem",), listen=("ann",))
    assert acts == [
        TopicChanged(4, "Trees", "Ben", "dee", "Shade", "", AT, ("quiet",), True, "am", "hall", hands, hosted_by="ben")
    ]
    after = replay(acts, before)
    assert ask(after, change(4, "Trees", DEE, why="Shade", quiet="yes")) == []


def test_the_old_words_of_a_topic_leave_the_disk() -> None:
    steps = (propose("A name that slipped in"), follow(1, "lead"), change(1, "Better words"))
    acts = acts_of(*steps, start=PLANNED)
    assert "slipped" not in str(left_after_erasing(acts))
    assert replay(left_after_erasing(acts), PLANNED) == play(*steps, start=PLANNED)


def test_a_repeat_has_the_new_words_too_and_outlives_the_erasing_of_the_old() -> None:
    steps = (propose("Plants"), repeat(1), follow(2, "lead"), place(2, "pm/hall"), change(1, "Trees", step_free="yes"))
    acts = acts_of(*steps, start=PLANNED)
    there = play(*steps, start=PLANNED)
    again = there.board.by_id[2]
    assert (again.title, again.wants, again.cell, dict(again.hands.items())) == (
        "Trees",
        ("step_free",),
        "pm/hall",
        {"cem": "lead"},
    )
    assert replay(left_after_erasing(acts), PLANNED) == there
    assert refusal(there, change(2, "Only here"))[0].startswith("This topic is held again.")


# --- hosts ---------------------------------------------------------------------------------------------------------------------

SEEKING = play(propose("Plants", ANN, needs_host="yes"), propose("Trees", BEN, host="Ben"), start=PLANNED)


def test_anybody_hosts_a_topic_that_needs_a_host_and_the_first_who_offers_does() -> None:
    hosted = play(host(1, CEM, "Cem"), start=SEEKING)
    topic = hosted.board.by_id[1]
    assert (topic.host, topic.speaker, topic.seeks_host) == ("Cem", "cem", False)
    assert ask(hosted, host(1, CEM)) == []
    say = "This topic has a host already. You could still lead it together: choose “Lead”."
    assert refusal(hosted, host(1, DEE)) == (say, "")
    assert refusal(SEEKING, host(2, DEE)) == (say, "")


def test_whoever_leaves_hosting_leaves_no_name_on_the_disk_and_nothing_else_changes() -> None:
    steps = (host(1, CEM, "Cem of the Trees"), repeat(1), follow(1, "lead", DEE), leave(1, CEM))
    acts = acts_of(*steps, start=SEEKING)
    there = play(*steps, start=SEEKING)
    assert there.board.by_id[1] == play(follow(1, "lead", DEE), start=SEEKING).board.by_id[1]
    assert there.board.by_id[3].host == "Cem of the Trees"
    assert replay(left_after_erasing(acts), SEEKING) == there
    gone = (*steps, leave(3, CEM))
    assert "Cem of" not in str(left_after_erasing(acts_of(*gone, start=SEEKING)))
    assert refusal(play(*steps[:1], start=SEEKING), leave(1, DEE)) == ("Only its host can do this.", "")
    assert ask(there, leave(1, CEM)) == []


def test_who_takes_everything_away_hosts_nothing_any_more() -> None:
    hosted = play(host(1, CEM, "Cem of the Trees"), repeat(1), follow(3, "lead", CEM), start=SEEKING)
    acts = ask(hosted, Asked(forgetting.take_away, forgetting.TakeAway(), CEM))
    after = replay(acts, hosted)
    assert [(topic.host, topic.hosted_by, len(topic.hands)) for topic in after.board.topics()] == [
        ("", "", 0),
        ("Ben", "", 0),
        ("", "", 0),
    ]
    assert "Cem of" not in str(acts)


def test_who_takes_everything_away_in_quiet_time_can() -> None:
    """Also if they had chosen topics before it began."""
    quiet = play(follow(1, "lead", DEE), QUIETLY, start=OPENED)
    after = replay(ask(quiet, Asked(forgetting.take_away, forgetting.TakeAway(), DEE)), quiet)
    assert "dee" not in after.board.by_id[1].hands
    assert "dee" not in after.people.voices


# --- repeats -------------------------------------------------------------------------------------------------------------------

FULL = play(
    propose("Plants"), place(1, "am/hall"), *(follow(1, "listen", who) for who in (BEN, CEM, DEE)), start=PLANNED
)


def test_a_topic_that_more_people_want_than_there_are_seats_is_suggested_to_be_held_again() -> None:
    """The hall of this day has two seats."""
    assert [topic.id for topic in board.overfull(FULL.board)] == [1]
    again = play(repeat(1), start=FULL)
    assert board.overfull(again.board) == []
    placed = play(place(2, "pm/hall"), follow(2, "listen", BEN), start=again)
    assert [topic.id for topic in board.overfull(placed.board)] == [1]


def test_a_repeat_has_its_own_number_place_and_people() -> None:
    again = play(repeat(1), follow(2, "lead", BEN), place(2, "pm/attic"), start=FULL)
    first, second = again.board.topics()
    assert (second.title, second.repeat_of, second.cell) == ("Plants", 1, "pm/attic")
    assert (len(first.hands), len(second.hands)) == (3, 1)
    third = play(repeat(2), start=again).board.by_id[3]
    assert third.repeat_of == 1
    waits = "It is held again already, and waits for a place. Place that one first."
    assert refusal(play(repeat(1), start=FULL), repeat(1)) == (waits, "")


def test_a_repeat_that_is_taken_back_loses_nobody() -> None:
    again = play(repeat(1), follow(2, "lead", BEN), follow(2, "take_part", ANN), start=FULL)
    back = play(repeat(2, "no"), start=again)
    assert dict(back.board.by_id[1].hands.items()) == {
        "ann": "take_part",
        "ben": "listen",
        "cem": "listen",
        "dee": "listen",
    }
    assert ask(back, repeat(2, "no")) == []
    assert refusal(FULL, repeat(1, "no")) == ("This is not a topic that is held again.", "")


def test_all_the_times_at_which_a_topic_is_held_go_with_it() -> None:
    conference = FULL
    for number, cell in enumerate(("am/attic", "pm/hall", "pm/attic"), 2):
        conference = play(repeat(1), place(number, cell), start=conference)
    conference = play(repeat(1), withdraw(1), start=conference)
    assert conference.board.topics() == []


# --- withdrawing ---------------------------------------------------------------------------------------------------------------


def test_with_a_topic_go_its_repeats_and_notes_and_its_parts_stand_for_themselves_again() -> None:
    merged = play(
        *(propose(title, who) for title, who in (("Plants", ANN), ("Trees", BEN), ("Shrubs", CEM))),
        Asked(board.ask_to_merge, board.AskToMerge(1, 2, "this"), ANN),
        Asked(board.agree_to_merge, board.MergeRequest(2, 1), BEN),
        Asked(board.ask_to_merge, board.AskToMerge(1, 3, "this"), ANN),
        repeat(1),
        harvest.NoteWritten(1, "topic/1", "line", "Plants grow", "ann", AT),
        harvest.LineChosen("topic/1", 1),
        harvest.NoteWritten(2, "topic/2", "point", "Trees grow", "ben", AT),
        harvest.NoteWritten(3, "topic/4", "quote", "Again!", "ben", AT),
        Asked(wall.post_label, wall.PostLabel("ask", "Which plants?"), DEE),
        Asked(wall.end_question, wall.EndQuestion(1, "taken", topic=1), FACILITATOR),
        start=PLANNED,
    )
    acts = ask(merged, withdraw(1))
    after = replay(acts, merged)
    assert [act for act in acts if isinstance(act, TopicWithdrawn | TopicParted)] == [
        TopicWithdrawn(4),
        TopicParted(2),
        TopicWithdrawn(1),
    ]
    assert (ids(after), after.board.merges) == ([2, 3], ())
    assert [note.id for note in after.harvest.notes.values()] == [2]
    assert after.harvest.line_of("topic/1") is None
    assert after.wall.by_id[1].ending is None


MARKET_RULES: list[Rule] = [
    *(board.be_quiet, board.open_market, board.pitch_topic, board.propose_topic, board.propose_topic),
    *(board.change_topic, board.withdraw_topic, board.repeat_topic, board.host_topic, board.leave_hosting),
    *(board.ask_to_merge, board.ask_to_merge, board.agree_to_merge, board.part_topic, board.follow_topic),
]


@given(days(rules=MARKET_RULES))
def test_nothing_ever_speaks_of_a_topic_that_is_gone(day: Day) -> None:
    there = day.conference.board
    spoken_of = {
        *(topic.merged_into for topic in there.by_id.values()),
        *(topic.repeat_of for topic in there.by_id.values()),
        *(number for ask in there.merges for number in (ask.topic, ask.into)),
        *there.pitched,
        *there.order,
        *([there.pitch.topic] if there.pitch is not None else []),
    }
    assert spoken_of - {0} <= set(there.by_id)


@given(days(rules=MARKET_RULES))
def test_whatever_the_market_erases_the_same_day_is_left(day: Day) -> None:
    assert replay(left_after_erasing(day.acts)) == day.conference


@given(days(rules=MARKET_RULES))
def test_words_that_were_changed_or_withdrawn_are_nowhere_in_the_journal(day: Day) -> None:
    """What stands in the acts that are left of a topic is what the topic says now."""
    words: dict[int, set[str]] = {}
    kept: list[Act] = left_after_erasing(day.acts)
    for act in kept:
        if isinstance(act, board.TopicProposed | board.TopicChanged):
            words.setdefault(act.topic, set()).add(act.title)
    assert words == {topic.id: {topic.title} for topic in day.conference.board.topics() if topic.id in words}
    changed = [act for act in day.acts if isinstance(act, TopicChanged)]
    assert all(subject_of(act) in erased_by(act) for act in changed)
