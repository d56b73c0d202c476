"""Merging and parting: both hosts say yes, and nobody who chose a topic is lost."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Actor, Conference, Refused, board, fold, replay
from live.conference.board import (
    HandLowered,
    HandRaised,
    MergeAgreed,
    MergeAsked,
    MergeDropped,
    TopicMerged,
    clashes,
)
from tests.conference.days import (
    ANN,
    BEN,
    CEM,
    CHAIR,
    DEE,
    DELEGATES,
    FACILITATOR,
    PLANNED,
    Asked,
    ask,
    play,
    refusal,
)
from tests.conference.test_market import follow, host, place, propose, repeat, withdraw


def merge(topic: int, other: int, by: Actor, stands: str = "this") -> Asked:
    return Asked(board.ask_to_merge, board.AskToMerge(topic, other, stands), by)


def agree(topic: int, head: int, by: Actor) -> Asked:
    return Asked(board.agree_to_merge, board.MergeRequest(topic, head), by)


def drop(topic: int, head: int, by: Actor) -> Asked:
    return Asked(board.drop_merge, board.MergeRequest(topic, head), by)


def part(topic: int, by: Actor) -> Asked:
    return Asked(board.part_topic, board.TopicRequest(topic), by)


THREE = play(
    *(propose(title, who) for title, who in (("Plants", ANN), ("Trees", BEN), ("Shrubs", CEM))),
    *(follow(1, "lead", ANN), follow(1, "listen", DEE), follow(2, "take_part", DEE), follow(2, "listen", CEM)),
    start=PLANNED,
)
MERGED = play(merge(1, 2, ANN), agree(2, 1, BEN), start=THREE)
"""Trees became part of Plants."""


def test_two_topics_become_one_when_both_hosts_have_said_yes() -> None:
    assert ask(THREE, merge(1, 2, ANN)) == [MergeAsked(2, 1), MergeAgreed(2, 1, 1)]
    asked = play(merge(1, 2, ANN), start=THREE)
    assert ask(asked, agree(2, 1, BEN)) == [MergeAgreed(2, 1, 2), TopicMerged(2, 1)]
    assert [topic.id for topic in MERGED.board.standing()] == [1, 3]
    assert MERGED.board.merges == ()


def test_who_asks_says_which_title_stands_over_both() -> None:
    assert ask(THREE, merge(1, 2, ANN, "other")) == [MergeAsked(1, 2), MergeAgreed(1, 2, 1)]
    assert refusal(THREE, merge(1, 2, ANN, "")) == ("Please choose which title stands over both.", "stands")


def test_who_chose_both_is_counted_once() -> None:
    people = MERGED.board.people_of(MERGED.board.by_id[1])
    assert people == {"ann": "lead", "dee": "listen", "cem": "listen"}


def test_who_hosts_both_topics_need_not_ask() -> None:
    there = play(propose("Moss", ANN), start=THREE)
    assert ask(there, merge(1, 4, ANN))[-1] == TopicMerged(4, 1)


def test_a_facilitator_asks_and_both_hosts_say_yes() -> None:
    asked = play(merge(1, 2, FACILITATOR), start=THREE)
    assert ask(THREE, merge(1, 2, FACILITATOR)) == [MergeAsked(2, 1)]
    one = play(agree(2, 1, BEN), start=asked)
    assert one.board.by_id[2].merged_into == 0
    assert play(agree(2, 1, ANN), start=one).board.by_id[2].merged_into == 1
    assert ask(one, agree(2, 1, BEN)) == []


def test_a_facilitator_says_yes_only_for_a_topic_that_needs_a_host() -> None:
    say = "Only the hosts of the two topics can say yes. For a topic that needs a host, a facilitator can."
    asked = play(merge(1, 2, ANN), start=THREE)
    assert refusal(asked, agree(2, 1, FACILITATOR)) == (say, "")
    assert refusal(asked, agree(2, 1, CEM)) == (say, "")
    assert ask(asked, agree(2, 1, ANN)) == []
    seeking = play(propose("Moss", DEE, needs_host="yes"), merge(1, 4, ANN), start=THREE)
    assert play(agree(4, 1, FACILITATOR), start=seeking).board.by_id[4].merged_into == 1
    hosted = play(host(4, CEM), start=seeking)
    assert refusal(hosted, agree(4, 1, FACILITATOR)) == (say, "")
    assert play(agree(4, 1, CEM), start=hosted).board.by_id[4].merged_into == 1


@pytest.mark.parametrize("by", [ANN, BEN, FACILITATOR, CHAIR])
def test_a_host_says_no_and_either_host_or_a_facilitator_parts_the_two_again(by: Actor) -> None:
    asked = play(merge(1, 2, ANN), start=THREE)
    assert ask(asked, drop(2, 1, by)) == [MergeDropped(2, 1)]
    assert ask(THREE, drop(2, 1, by)) == []
    parted = play(part(2, by), start=MERGED)
    assert parted.board == THREE.board
    assert ask(parted, part(2, by)) == []
    assert refusal(parted, agree(2, 1, BEN)) == ("Nobody asks for this any more.", "")


OTHERS = "Only the hosts of the two topics and the facilitators can do this."


@pytest.mark.parametrize(
    ("start", "step"), [(THREE, merge(1, 2, DEE)), (THREE, drop(2, 1, DEE)), (MERGED, part(2, DEE))]
)
def test_nobody_else_merges_or_parts(start: Conference, step: Asked) -> None:
    assert refusal(start, step) == (OTHERS, "")


@pytest.mark.parametrize(
    ("start", "step", "say", "field"),
    [
        (THREE, merge(1, 1, ANN), "Please choose two different topics.", "other_topic"),
        (THREE, merge(1, 0, ANN), "Please choose the other topic.", "other_topic"),
        (THREE, merge(1, 99, ANN), "This topic is no longer on the board.", ""),
        (MERGED, merge(3, 2, CEM), "“Trees” is part of “Plants” already.", "other_topic"),
        (
            MERGED,
            merge(3, 1, CEM),
            "“Plants” has another topic in it. Let its title stand over both, or part that one first.",
            "stands",
        ),
        (
            play(repeat(1), start=THREE),
            merge(1, 4, ANN),
            "This is one topic that is held more than once.",
            "other_topic",
        ),
    ],
)
def test_what_cannot_be_merged_is_refused_with_the_reason(start: Conference, step: Asked, say: str, field: str) -> None:
    assert refusal(start, step) == (say, field)


def test_asking_the_other_way_round_takes_the_place_of_the_first_asking() -> None:
    asked = play(merge(1, 2, ANN), start=THREE)
    assert ask(asked, merge(1, 2, ANN)) == []
    assert ask(asked, merge(2, 1, BEN)) == [MergeDropped(2, 1), MergeAsked(1, 2), MergeAgreed(1, 2, 2)]


def test_a_merge_that_became_impossible_is_dropped_with_the_one_that_made_it_so() -> None:
    both = play(merge(2, 1, BEN), merge(3, 2, CEM), merge(3, 1, CEM), start=THREE)
    one = ask(both, agree(1, 2, ANN))
    assert one == [MergeAgreed(1, 2, 1), MergeDropped(2, 3), TopicMerged(1, 2)]
    assert replay(one, both).board.merges == ()


def test_a_merged_topic_frees_its_place_and_waits_for_one_when_it_is_parted() -> None:
    placed = play(place(2, "am/hall"), merge(1, 2, ANN), agree(2, 1, BEN), start=THREE)
    assert placed.board.at("am", "hall") is None
    parted = play(place(1, "am/hall"), part(2, BEN), start=placed)
    assert [(topic.id, topic.cell) for topic in parted.board.standing()] == [(1, "am/hall"), (2, ""), (3, "")]


def test_who_chose_a_part_is_still_expected_when_its_words_are_taken_off_the_board() -> None:
    gone = play(withdraw(2, BEN), start=MERGED)
    assert 2 not in gone.board.by_id
    assert gone.board.people_of(gone.board.by_id[1]) == {"ann": "lead", "dee": "listen", "cem": "listen"}


def test_both_hosts_of_a_merged_topic_are_in_one_place_at_a_time() -> None:
    named = play(propose("Moss", DEE, host="Ben"), propose("Ferns", DEE, host="ben"), start=MERGED)
    merged = play(merge(1, 4, ANN), agree(4, 1, DEE), place(1, "am/hall"), start=named)
    bark = play(propose("Bark", BEN), place(6, "am/attic"), start=merged)
    assert clashes(bark)[0].say == "One person hosts “Plants” and “Bark”, which are at the same time, 11:00."
    ferns = play(place(5, "am/attic"), start=merged)
    assert clashes(ferns)[0].say == "Ben hosts “Plants” and “Ferns”, which are at the same time, 11:00."
    apart = play(place(5, "pm/attic"), start=merged)
    assert not any("hosts" in clash.say for clash in clashes(apart))


def test_a_topic_in_a_locked_place_is_not_merged_away() -> None:
    asked = play(place(2, "am/hall"), merge(2, 3, BEN, "other"), board.CellLocked("am/hall"), start=THREE)
    say = "“Trees” stands in a place that is locked. A facilitator can unlock it first."
    assert refusal(asked, agree(2, 3, CEM)) == (say, "")
    assert refusal(asked, merge(1, 2, ANN)) == (say, "")
    assert play(merge(2, 1, BEN), agree(1, 2, ANN), start=asked).board.by_id[1].merged_into == 2


def test_whoever_chooses_a_merged_topic_chooses_the_one_that_stands_for_it() -> None:
    assert ask(MERGED, follow(2, "lead", BEN)) == [HandRaised(1, "ben", "lead")]
    assert ask(MERGED, follow(2, "listen", CEM)) == []
    assert ask(MERGED, follow(1, "", DEE)) == [HandLowered(1, "dee"), HandLowered(2, "dee")]
    assert ask(MERGED, follow(2, "", CEM)) == [HandLowered(2, "cem")]


# --- laws ----------------------------------------------------------------------------------------------------------------------

FOUR = play(propose("Moss", DEE), start=THREE)
HANDS = st.dictionaries(
    st.tuples(st.integers(1, 4), st.sampled_from([f"voice {number}" for number in range(8)])),
    st.sampled_from(["lead", "listen", "take_part"]),
    max_size=20,
)


def hands(there: board.Board) -> dict[int, dict[str, str]]:
    return {topic.id: dict(topic.hands.items()) for topic in there.topics()}


def merged_and_parted(dice: Random, conference: Conference, steps: int) -> list[board.BoardAct]:
    """What comes of people who merge and part all the time."""
    told: list[board.BoardAct] = []
    for _ in range(steps):
        one, other = dice.sample(range(1, 5), 2)
        asked = conference.board.merges
        if asked and dice.randrange(2):
            one, other = (asked[-1].topic, asked[-1].into)
        by = dice.choice([*DELEGATES, FACILITATOR])
        stands = dice.choice(["this", "other"])
        yes, no = agree(one, other, by), drop(one, other, by)
        step = dice.choice([merge(one, other, by, stands), yes, yes, yes, no, part(one, by)])
        try:
            acts = [act for act in ask(conference, step) if isinstance(act, board.BoardAct)]
        except Refused:
            continue
        conference = replay(acts, conference)
        told += acts
    return told


@given(HANDS, st.integers(0, 2**32), st.integers(1, 80))
def test_merging_and_parting_lose_nobody(raised: dict[tuple[int, str], board.Interest], seed: int, steps: int) -> None:
    """At every step each topic has the people it had; who is counted at a topic that stands for others is who chose any of them;
    and when all are parted again, the board is what it was."""
    day = replay([HandRaised(topic, voice, how) for (topic, voice), how in raised.items()], FOUR)
    before = hands(day.board)
    for act in merged_and_parted(Random(seed), day, steps):
        day = fold(day, act)
        there = day.board
        assert hands(there) == before
        standing = there.standing()
        for head in standing:
            together = (head, *there.parts_of(head.id))
            assert set(there.people_of(head)) == {voice for one in together for voice in before[one.id]}
            assert sum(there.counts_of(head).values()) == len(there.people_of(head))
        everywhere = {voice for head in standing for voice in there.people_of(head)}
        assert everywhere == {voice for voices in before.values() for voice in voices}
    for topic in day.board.topics():
        if topic.merged_into:
            day = play(part(topic.id, FACILITATOR), start=day)
    assert hands(day.board) == before
    assert [topic.id for topic in day.board.standing()] == [1, 2, 3, 4]


@given(st.integers(0, 2**32))
def test_a_part_never_has_parts_or_a_place_and_nothing_is_merged_without_two_yeses(seed: int) -> None:
    day, said = FOUR, set[tuple[int, int, int]]()
    for act in merged_and_parted(Random(seed), day, 80):
        if isinstance(act, MergeAgreed):
            said.add((act.topic, act.into, act.side))
        if isinstance(act, MergeAsked | MergeDropped | board.TopicParted):
            said = {one for one in said if act.topic not in one[:2] or getattr(act, "into", one[1]) != one[1]}
        if isinstance(act, TopicMerged):
            assert {(act.topic, act.into, side) for side in (act.topic, act.into)} <= said
        day = fold(day, act)
        for topic in day.board.topics():
            if topic.merged_into:
                assert not day.board.by_id[topic.merged_into].merged_into
                assert not topic.is_placed


def test_the_people_of_the_laws_do_merge() -> None:
    """Or the laws above would say nothing."""
    seen = [type(act) for seed in range(30) for act in merged_and_parted(Random(seed), FOUR, 80)]
    assert seen.count(TopicMerged) > 30
    assert seen.count(board.TopicParted) > 10
