"""The open-space board: topics, places, hands and clashes."""

from __future__ import annotations

import pytest

from live.conference import Act, Actor, Conference, erased_by, replay, subject_of
from live.conference.board import (
    Board,
    Clash,
    FollowTopic,
    HandLowered,
    HandRaised,
    PlaceTopic,
    ProposeTopic,
    Topic,
    TopicNoted,
    TopicPlaced,
    TopicProposed,
    TopicRequest,
    TopicUnplaced,
    TopicWithdrawn,
    clashes,
    follow_topic,
    place_topic,
    propose_topic,
    withdraw_topic,
)
from live.conference.plan import TakePlan, take_plan
from tests.conference.days import ANN, AT, BEN, CEM, DEE, FACILITATOR, PLAN, PLANNED, Asked, acts_of, ask, play, refusal
from tests.conference.random_days import left_after_erasing


def propose(title: str, by: Actor = ANN, host: str = "", why: str = "", needs: str = "") -> Asked:
    return Asked(propose_topic, ProposeTopic(title, why, host, needs), by)


def place(topic: int, to: str) -> Asked:
    return Asked(place_topic, PlaceTopic(topic, to), FACILITATOR)


def follow(topic: int, role: str, by: Actor = CEM) -> Asked:
    return Asked(follow_topic, FollowTopic(topic, role), by)


PROPOSED = play(propose("Paying people"), propose("Plain words", BEN, "Ben"), start=PLANNED)
PLACED = play(place(1, "am/hall"), place(2, "am/attic"), start=PROPOSED)


def test_a_topic_bears_only_the_name_that_its_proposer_gives_with_it() -> None:
    """Also if they gave one when they joined: everybody reads it, and the write-up has it."""
    assert ask(PROPOSED, propose(" Trust\u202e ", why="It takes\ntime", needs="Chairs")) == [
        TopicProposed(3, "Trust", "", "ann", "It takes\ntime", "Chairs", AT)
    ]
    assert ask(PROPOSED, propose("Trust", host="Moira")) == [TopicProposed(3, "Trust", "Moira", "ann", "", "", AT)]


@pytest.mark.parametrize(
    ("step", "say", "field"),
    [
        (propose(""), "A topic needs some words.", "title"),
        (propose("x" * 121), "A topic can have 120 letters at most. Yours has 121.", "title"),
        (propose("x", why="x" * 601), "Why it matters can have 600 letters at most. Yours has 601.", "why"),
        (propose("x", host="x" * 61), "Your first name can have 60 letters at most. Yours has 61.", "host"),
        (
            propose("paying PEOPLE", BEN),
            "There is a topic of this name already. You could join it, or give yours another name.",
            "title",
        ),
        (propose("x", FACILITATOR), "Please join first: type the six numbers on the big screen.", ""),
    ],
)
def test_a_topic_that_cannot_be_proposed_is_refused_with_the_reason(step: Asked, say: str, field: str) -> None:
    assert refusal(PROPOSED, step) == (say, field)


def test_a_topic_waits_until_it_is_placed() -> None:
    assert ask(PROPOSED, place(1, "am/hall")) == [TopicPlaced(1, "am", "hall", 1)]
    placed = play(place(1, "am/hall"), start=PROPOSED)
    assert [topic.id for topic in placed.board.waiting()] == [2]
    assert placed.board.at("am", "hall") == Topic(1, "Paying people", "", "ann", at=AT, slot="am", room="hall")
    assert ask(placed, place(1, "am/hall")) == []
    assert ask(placed, place(1, "")) == [TopicUnplaced(1, 2, "am/hall")]
    assert play(place(1, ""), start=placed).board.by_id == PROPOSED.board.by_id
    assert ask(PROPOSED, place(1, "")) == []


def test_no_two_topics_are_put_in_one_place() -> None:
    say = "“Paying people” is in Hall at 11:00 already. Swap the two, or choose another place."
    assert refusal(PLACED, place(2, "am/hall")) == (say, "swap")


@pytest.mark.parametrize("to", ["am", "am/", "/hall", "/", "am/cellar", "noon/hall", "hall/am", "am/hall/", "\ud800"])
def test_a_place_that_is_not_on_the_board_is_refused(to: str) -> None:
    assert refusal(PROPOSED, place(1, to)) == ("Please choose a time and a room.", "to")


def test_a_topic_that_is_gone_cannot_be_placed_or_followed() -> None:
    assert refusal(PROPOSED, place(9, "am/hall")) == ("This topic is no longer on the board.", "")
    assert refusal(PROPOSED, follow(9, "lead")) == ("This topic is no longer on the board.", "")


def test_hands_are_raised_changed_and_lowered_with_one_tap() -> None:
    assert ask(PROPOSED, follow(1, "listen")) == [HandRaised(1, "cem", "listen")]
    raised = play(follow(1, "listen"), follow(1, "lead", DEE), start=PROPOSED)
    assert dict(raised.board.by_id[1].hands) == {"cem": "listen", "dee": "lead"}
    assert ask(raised, follow(1, "listen")) == []
    assert dict(play(follow(1, "take_part"), start=raised).board.by_id[1].hands) == {"cem": "take_part", "dee": "lead"}
    assert ask(raised, follow(1, "")) == [HandLowered(1, "cem")]
    assert play(follow(1, ""), follow(1, "", DEE), start=raised) == PROPOSED
    assert ask(PROPOSED, follow(1, "")) == []
    assert refusal(PROPOSED, follow(1, "sleep")) == ("Would you like to lead, to listen or to take part?", "role")


def test_a_topic_withdrawn_leaves_no_words_and_its_number_is_not_used_again() -> None:
    gone = play(Asked(withdraw_topic, TopicRequest(2), BEN), start=PLACED)
    assert gone.board.topics() == [PLACED.board.by_id[1]]
    assert erased_by(TopicWithdrawn(2)) == (subject_of(TopicProposed(2, "x", "y", "z")), subject_of(TopicNoted(2, "x")))
    assert ask(gone, propose("Next")) == [TopicProposed(3, "Next", "", "ann", "", "", AT)]
    assert ask(gone, Asked(withdraw_topic, TopicRequest(2), BEN)) == []
    assert replay([TopicWithdrawn(2)]).board == Board(latest_id=2)


def test_only_its_proposer_withdraws_a_topic() -> None:
    say = "Only the person who proposed a topic can take it off the board."
    assert refusal(PROPOSED, Asked(withdraw_topic, TopicRequest(1), BEN)) == (say, "")


def test_notes_of_older_days_are_still_read_and_go_with_their_topic() -> None:
    acts = (
        *acts_of(propose("Paying people"), start=PLANNED),
        TopicNoted(1, "Somebody’s name"),
        TopicNoted(1, "Pay bus fares"),
    )
    assert replay(acts, PLANNED).board.by_id[1].notes == "Pay bus fares"
    assert "Somebody" not in str(left_after_erasing(acts))
    assert replay(left_after_erasing(acts), PLANNED) == replay(acts, PLANNED)
    acts += acts_of(Asked(withdraw_topic, TopicRequest(1), ANN), start=replay(acts, PLANNED))
    assert "bus fares" not in str(left_after_erasing(acts))


def test_a_board_without_trouble_has_no_clashes() -> None:
    assert clashes(PLACED) == ()


def test_a_host_in_two_places_at_once_is_a_clash() -> None:
    twice = play(propose("Trust", CEM, "ben"), place(2, ""), place(3, "am/attic"), start=PLACED)
    both = play(place(1, ""), place(2, "am/hall"), start=twice)
    say = "Ben hosts “Plain words” and “Trust”, which are at the same time, 11:00."
    assert clashes(both) == (Clash((2, 3), say, "Ben twice", 5_000_000),)
    assert clashes(play(place(3, "pm/hall"), start=both)) == ()


def test_one_person_who_proposed_two_topics_at_the_same_time_is_a_clash_too() -> None:
    twice = play(propose("Trust", ANN, "Moira"), place(2, ""), place(3, "am/attic"), start=PLACED)
    say = "One person proposed both “Paying people” and “Trust”, which are at the same time, 11:00."
    assert clashes(twice) == (Clash((1, 3), say, "One person twice", 5_000_000),)


def test_a_room_too_small_for_those_who_want_to_come_is_a_clash() -> None:
    full = play(*(follow(1, "listen", by) for by in (BEN, CEM)), start=PLACED)
    assert clashes(full) == ()
    crowded = play(follow(1, "listen", DEE), start=full)
    say = "Hall has 2 seats, and 3 people want to come to “Paying people” at 11:00."
    assert clashes(crowded) == (Clash((1,), say, "3 for 2 seats", 2_000_001),)


def test_a_room_whose_seats_nobody_counted_is_never_too_small() -> None:
    crowded = play(*(follow(2, "listen", by) for by in (ANN, BEN, CEM, DEE)), start=PLACED)
    assert clashes(crowded) == ()


def test_a_topic_whose_room_is_taken_from_the_plan_waits_for_a_place_again() -> None:
    without_attic = PLAN.replace('[[room]]\nid = "attic"\nname = "Attic"\n', "")
    assert without_attic != PLAN
    moved = play(Asked(take_plan, TakePlan(without_attic)), start=PLACED)
    assert [(topic.id, topic.slot, topic.room) for topic in moved.board.topics()] == [(1, "am", "hall"), (2, "", "")]


def test_acts_about_topics_that_were_erased_change_nothing() -> None:
    acts: list[Act] = [
        TopicPlaced(1, "am", "hall"),
        TopicUnplaced(1),
        HandRaised(1, "x", "lead"),
        HandLowered(1, "x"),
        TopicNoted(1, "x"),
    ]
    assert replay(acts) == Conference()
