"""Questions with an ending: the chair's fair order, how a question ends, and that none vanishes."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given

from live.conference import Conference, agenda, board, replay, wall
from live.conference.wall import Ending, Label
from tests.conference.days import ANN, BEN, FACILITATOR, MADE, Asked, Rule, ask, play, refusal
from tests.conference.random_days import DICE, Day, days

NO_DATE = "Until when? Please give the date like 2026-05-31: year, month, day."
SOON = "2025-11-01"  # after AT, which is in October 2025


def asked(number: int, by: str, text: str = "") -> wall.LabelPosted:
    return wall.LabelPosted(number, "ask", text or f"Question {number}?", by, paper=not by)


def backed(number: int, *voices: str) -> list[wall.LabelBacked]:
    return [wall.LabelBacked(number, voice, "me_too") for voice in voices]


def call(number: int) -> Asked:
    return Asked(wall.call_question, wall.QuestionRequest(number))


def end(number: int, how: str = "answered", **more: object) -> Asked:
    fields = {"by": "Moira"} if how != "taken" and not more else more
    return Asked(wall.end_question, wall.EndQuestion(number, how, **fields), FACILITATOR)


def order(conference: Conference) -> list[int]:
    return [turn.label.id for turn in wall.in_fair_order(conference.wall)]


def test_turns_alternate_between_the_most_backed_and_the_one_that_waited_longest() -> None:
    conference = play(
        *(asked(number, voice) for number, voice in enumerate("abcdef", 1)),
        *backed(4, "x", "y", "z"),
        *backed(6, "x", "y"),
        start=MADE,
    )
    turns = list(wall.in_fair_order(conference.wall))
    assert [(turn.label.id, turn.why, turn.backers) for turn in turns] == [
        (4, "backed", 3),
        (1, "waited", 0),
        (6, "backed", 2),
        (2, "waited", 0),
        (3, "backed", 0),
        (5, "waited", 0),
    ]


def test_the_order_goes_on_where_it_was_when_questions_are_called() -> None:
    conference = play(
        *(asked(n, v) for n, v in enumerate("abcd", 1)), *backed(3, "x", "y"), *backed(4, "x"), start=MADE
    )
    assert order(conference) == [3, 1, 4, 2]
    assert order(play(call(3), start=conference)) == [1, 4, 2]
    assert order(play(call(3), call(1), start=conference)) == [4, 2]


def test_nobody_has_two_turns_in_a_row_while_somebody_else_waits() -> None:
    conference = play(
        *(asked(n, "ann") for n in (1, 2, 3)), *backed(1, "x", "y"), *backed(2, "x", "y"), asked(4, "ben"), start=MADE
    )
    assert order(conference) == [1, 4, 2, 3]
    assert order(play(call(4), start=conference)) == [1, 2, 3]
    assert order(play(call(1), start=conference)) == [4, 2, 3]


def test_labels_from_paper_count_as_different_people() -> None:
    conference = play(asked(1, ""), asked(2, ""), asked(3, "ann"), *backed(1, "x", "y"), *backed(2, "x"), start=MADE)
    assert order(conference) == [1, 2, 3]


def test_who_wrote_the_same_in_other_words_backs_it() -> None:
    conference = play(
        asked(1, "a"), asked(2, "b"), asked(3, "c"), *backed(2, "x"), asked(4, "d"), wall.LabelJoined(4, 3),
        *backed(4, "y"), start=MADE,
    )  # fmt: skip
    turns = list(wall.in_fair_order(conference.wall))
    assert [(turn.label.id, turn.backers) for turn in turns] == [(3, 2), (1, 0), (2, 1)]


def test_a_question_that_is_called_again_keeps_one_place_among_those_that_had_a_turn() -> None:
    conference = play(asked(1, "a"), asked(2, "b"), call(1), call(2), call(1), start=MADE)
    assert [label.id for label in wall.had_a_turn(conference.wall)] == [2, 1]
    assert list(ask(conference, call(1))) == []


WALL_ON = play(
    Asked(agenda.add_item, agenda.AddItem("wall", {}, "The wall")), agenda.ItemShown(1), asked(1, "a"), asked(2, "b"),
    start=MADE,
)  # fmt: skip


def test_a_question_that_is_called_is_shown_large_where_a_wall_is_on() -> None:
    conference = play(call(2), start=WALL_ON)
    assert (conference.agenda.shows, conference.agenda.spot) == ("one", 2)
    assert conference.wall.called == (2,)
    assert list(ask(conference, call(2))) == []
    back = play(Asked(agenda.turn_wall, agenda.TurnWall("labels", 1)), call(2), start=conference)
    assert (back.agenda.spot, back.wall.called) == (2, (2,))


def test_where_no_wall_is_on_or_nobody_has_looked_it_is_only_called() -> None:
    elsewhere = play(Asked(agenda.add_item, agenda.AddItem("pause", {}, "Tea")), agenda.ItemShown(2), start=WALL_ON)
    waits = play(wall.LabelPosted(3, "ask", "New?", "c", waits=True), start=WALL_ON)
    assert play(call(1), start=elsewhere).agenda.spot == 0
    called = play(call(3), start=waits)
    assert (called.agenda.spot, called.wall.called) == (0, (3,))


@pytest.mark.parametrize(
    ("ending", "kept", "words"),
    [
        (end(1, by=" Moira ", text="Yes, since May."), Ending("answered", "Moira", "Yes, since May."),
         "Answered by Moira: Yes, since May."),
        (end(1), Ending("answered", "Moira"), "Answered by Moira."),
        (end(1, "taken", text="The first conversation"), Ending("taken", text="The first conversation"),
         "Taken to “The first conversation”."),
        (end(1, "taken", topic=1, text="unheard"), Ending("taken", topic=1), "Taken to “Who holds the pen?”."),
        (end(1, "later", by="Moira", until=SOON), Ending("later", "Moira", until=SOON),
         "To be answered after the day, by Moira, until 1 November 2025."),
    ],
)  # fmt: skip
def test_a_question_ends_in_one_of_three_ways(ending: Asked, kept: Ending, words: str) -> None:
    start = play(asked(1, "a"), board.TopicProposed(1, "Who holds the pen?", "Ben", BEN.voice), start=MADE)
    conference = play(ending, start=start)
    label = conference.wall.by_id[1]
    assert label.ending == kept
    assert wall.ending_in_words(conference, kept) == words
    assert (order(conference), wall.ended(conference.wall)) == ([], [label])
    again = play(Asked(wall.reopen_question, wall.QuestionRequest(1), FACILITATOR), start=conference)
    assert order(again) == [1]


@pytest.mark.parametrize(
    ("how", "fields", "say", "field"),
    [
        ("", {}, "How did this question end? Please choose.", "how"),
        ("vanished", {}, "How did this question end? Please choose.", "how"),
        ("answered", {"by": " "}, "Who answered it needs some words.", "by"),
        ("answered", {"by": "Moira", "text": "x" * 301}, "The short answer can have 300 letters at most. Yours has 301.", "text"),
        ("taken", {"topic": 0}, "Where was it taken? Please choose a topic, or write the name of a session.", "topic"),
        ("taken", {"topic": 9}, "This topic is no longer on the board.", "topic"),
        ("later", {"by": "", "until": SOON}, "Who will answer it needs some words.", "by"),
        ("later", {"by": "Moira", "until": "soon"}, NO_DATE, "until"),
        ("later", {"by": "Moira", "until": "2025-02-30"}, NO_DATE, "until"),
        ("later", {"by": "Moira", "until": "20251101"}, NO_DATE, "until"),
        ("later", {"by": "Moira", "until": "2025-10-07"}, "This date is over already. Please give one that is to come.", "until"),
        ("later", {"by": "Moira", "until": "9025-10-07"}, "This date is very far away. Please look at the year again.", "until"),
    ],
)  # fmt: skip
def test_an_ending_says_what_people_need_to_know(how: str, fields: dict[str, object], say: str, field: str) -> None:
    start = play(asked(1, "a"), start=MADE)
    request = Asked(wall.end_question, wall.EndQuestion(1, how, **fields))  # type: ignore[arg-type]  # of the table
    assert refusal(start, request) == (say, field)


@pytest.mark.parametrize(
    ("change", "say"),
    [
        (wall.LabelTakenBack(1), "This label is no longer on the wall."),
        (wall.LabelHeld(1, "Unkind"), "This question was taken off the wall. Hang it again first."),
        (wall.LabelParked(1, "Not today"), "This question was taken off the wall. Hang it again first."),
        (wall.LabelJoined(1, 2), "Another question says the same and stands for this one. Please take that one."),
    ],
)
def test_only_a_question_that_hangs_for_itself_is_called_and_ended(change: wall.WallAct, say: str) -> None:
    start = play(asked(1, "a"), asked(2, "b"), change, start=MADE)
    assert refusal(start, call(1))[0] == say
    assert refusal(start, end(1))[0] == say


def test_what_is_offered_is_no_question() -> None:
    start = play(wall.LabelPosted(1, "contribute", "A ramp", "a"), start=MADE)
    assert refusal(start, end(1)) == ("This label is no question.", "")


def test_of_two_who_end_the_same_question_the_second_is_told() -> None:
    first = play(asked(1, "a"), end(1), start=MADE)
    assert list(ask(first, end(1))) == []
    assert "meanwhile" in refusal(first, end(1, by="Jo"))[0]
    assert "an ending already" in refusal(first, call(1))[0]


def test_a_joined_question_ends_with_the_one_that_stands_for_it() -> None:
    conference = play(asked(1, "a"), asked(2, "b"), wall.LabelJoined(2, 1), end(1), start=MADE)
    follower = conference.wall.by_id[2]
    assert wall.ending_of(conference.wall, follower) == Ending("answered", "Moira")
    assert wall.standing(conference.wall, follower) == "ended"
    parted = play(wall.LabelParted(2), start=conference)
    assert wall.standing(parted.wall, parted.wall.by_id[2]) == "open"


def test_a_question_whose_topic_is_withdrawn_is_open_again() -> None:
    topic = board.TopicProposed(1, "Who holds the pen?", "Ann", ANN.voice)
    conference = play(asked(1, "a"), topic, end(1, "taken", topic=1), start=MADE)
    withdrawn = play(Asked(board.withdraw_topic, board.TopicRequest(1), ANN), start=conference)
    assert order(withdrawn) == [1]


def test_what_was_taken_off_is_counted_with_the_reason_as_the_hall_is_told_it() -> None:
    conference = play(
        *(asked(number, "a") for number in (1, 2, 3, 4)), wall.LabelHeld(1, "Unkind"), wall.LabelHeld(3, "Unkind: to Jo"),
        wall.LabelParked(2, "Only the writer reads this"), start=MADE,
    )  # fmt: skip
    assert wall.put_away(conference.wall) == (("held", "unkind", 2), ("parked", "for another reason", 1))


def test_a_question_that_went_with_another_is_counted_among_those_taken_off() -> None:
    conference = play(
        *(asked(number, "ab"[number % 2]) for number in (1, 2, 3)), wall.LabelJoined(2, 1), wall.LabelHeld(1, "Unkind"),
        start=MADE,
    )  # fmt: skip
    assert wall.put_away(conference.wall) == (("held", "unkind", 2),)
    assert [label.id for label in wall.still_open(conference.wall)] == [3]


QUESTION_RULES: list[Rule] = [
    *[wall.post_label] * 3,
    *[wall.call_question] * 2,
    *(wall.end_question, wall.reopen_question, wall.back_label, wall.take_back_label),
    *(wall.hold_label, wall.release_label, board.withdraw_topic, wall.join_labels),
]


@given(days(rules=QUESTION_RULES, most=80))
def test_nobodys_question_vanishes(day: Day) -> None:
    """Every question that was hung and not taken back hangs: open or ended, by itself or under another that says the same. Or it
    was taken off with a reason, or went with that other one, and is counted."""
    posted = {act.label for act in day.acts if isinstance(act, wall.LabelPosted) and act.kind == "ask"}
    back = {act.label for act in day.acts if isinstance(act, wall.LabelTakenBack)}
    here = day.conference.wall
    assert posted - back == {label.id for label in here.by_id.values() if label.kind == "ask"}
    open_now, over = wall.still_open(here), wall.ended(here)
    away = {label.id for label in here.by_id.values() if label.kind == "ask" and any(here.taken_off(label))}
    assert sum(count for _, reason, count in wall.put_away(here) if reason) == len(away)
    for number in posted - back - away:
        head = standing_for(here, here.by_id[number])
        assert (head in open_now) + (head in over) == 1
    turns = {turn.label.id for turn in wall.in_fair_order(here)} | {label.id for label in wall.had_a_turn(here)}
    assert turns == {label.id for label in open_now}


def standing_for(here: wall.Wall, label: Label) -> Label:
    return here.by_id.get(label.same_as, label)


@given(DICE)
def test_whatever_is_asked_meanwhile_every_question_gets_its_turn(dice: Random) -> None:
    """The chair calls whoever is next while new ones come and are backed by many. None waits for ever for it, and no
    voice has two turns in a row while another waits."""
    conference = replay([asked(number, dice.choice("abc")) for number in range(1, dice.randrange(2, 12))], MADE)
    first = {label.id for label in wall.still_open(conference.wall)}
    for _ in range(3 * len(first)):
        turn = next(wall.in_fair_order(conference.wall))
        waiting = {one.label.writer for one in wall.in_fair_order(conference.wall)}
        before = conference.wall.called[-1:]
        if before and waiting - {conference.wall.by_id[before[0]].writer}:
            assert turn.label.writer != conference.wall.by_id[before[0]].writer
        conference = play(call(turn.label.id), start=conference)
        new = conference.wall.latest_id + 1
        conference = replay([asked(new, dice.choice("defgh")), *backed(new, *"stuvw")], conference)
    assert first <= set(conference.wall.called)


@given(DICE)
def test_the_order_that_is_shown_is_the_order_in_which_they_are_called(dice: Random) -> None:
    conference = replay([asked(number, dice.choice("aab")) for number in range(1, 9)], MADE)
    conference = replay(backed(dice.randrange(1, 9), *"xyz"), conference)
    shown = order(conference)
    called = []
    while rest := order(conference):
        called.append(rest[0])
        conference = play(call(rest[0]), start=conference)
    assert called == shown
    assert len(set(called)) == 8


def test_of_six_hundred_questions_each_has_one_turn_and_no_two_in_a_row_are_of_the_same_voice() -> None:
    conference = replay([asked(number, f"voice{number % 200}") for number in range(1, 601)], MADE)
    numbers = order(conference)
    assert sorted(numbers) == list(range(1, 601))
    writers = [conference.wall.by_id[number].writer for number in numbers]
    assert all(one != other for one, other in pairwise(writers))
