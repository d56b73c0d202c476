"""The plan of a day: a `day.toml` taken in and given out, and what is said when it is not right."""

from __future__ import annotations

import pytest

from live.conference import Conference, agenda, board, replay
from live.conference.plan import PlannedPoll, PlanTaken, TakePlan, take_plan, write_plan
from live.conference.plan_text import PLAN_BYTES
from live.conference.polls import RoundRequest, Terms, open_poll
from live.conference.polls.kinds import KINDS
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.conference.polls.scale import Scale
from live.conference.polls.several_choices import SeveralChoices
from tests.conference.days import MADE, PLAN, PLANNED, Asked, ask, play, refusal


def take(plan: str) -> Asked:
    return Asked(take_plan, TakePlan(plan))


OPENED = play(Asked(open_poll, RoundRequest(1, 1)), Asked(open_poll, RoundRequest(3, 1)), start=PLANNED)


WORKSHOPS = agenda.Block(
    "11:00",
    "Workshops",
    "12:00",
    id=2,
    workshops=(
        agenda.Workshop("Films", id=3, places=2),
        agenda.Workshop("Songs", id=4, places=1, ends="11:30"),
        agenda.Workshop("Walks", id=5),
    ),
)


def test_a_plan_becomes_the_day() -> None:
    assert ask(MADE, take(PLAN)) == [
        PlanTaken(
            "Together",
            "22 May",
            "City hall",
            ("Carers", "Staff"),
            (board.Room("hall", "Hall", 2), board.Room("attic", "Attic")),
            (board.Slot("am", "11:00", "11:40"), board.Slot("pm", "14:00")),
            (agenda.Block("09:30", "Welcome", id=1), WORKSHOPS),
            (
                agenda.Item(1, "welcome", "Welcome"),
                agenda.Item(2, "poll", "Which one?", poll=1),
                agenda.Item(3, "poll", "Which ones?", poll=2),
                agenda.Item(4, "poll", "How much?", poll=3),
                agenda.Item(5, "poll", "What else?", poll=4),
                agenda.Item(6, "timer", "Break", seconds=300),
            ),
            (
                PlannedPoll(1, "Which one?", OneChoice(("Tea", "Coffee", "Water"))),
                PlannedPoll(2, "Which ones?", SeveralChoices(("Films", "Talks", "Walks"), 2)),
                PlannedPoll(3, "How much?", Scale()),
                PlannedPoll(4, "What else?", OpenText()),
            ),
        )
    ]


@pytest.mark.parametrize("conference", [PLANNED, OPENED, play(take("[[item]]\nkind='wall'\ntitle='W'"), start=OPENED)])
def test_a_plan_given_out_and_taken_in_again_is_the_same_day(conference: Conference) -> None:
    assert replay(ask(conference, take(write_plan(conference))), conference) == conference


TERMS = """[[item]]
kind = "poll"
title = "Which one?"
[item.question]
kind = "one_choice"
options = ["Water", "Tea", "Coffee"]
[item.terms]
decides = "advice"
by_group = true
running = true
order = "alphabetical"
passes = ["unsure", "none"]
seconds = 90
survey = true
"""


def test_the_terms_of_a_question_stand_in_the_plan_and_come_back_as_they_were() -> None:
    taken = play(take(TERMS), start=MADE)
    poll = taken.polls.by_id[1]
    assert poll.terms == Terms("advice", True, True, "alphabetical", ("none", "unsure"), 90, True)
    assert poll.question == OneChoice(("Coffee", "Tea", "Water"))
    assert replay(ask(taken, take(write_plan(taken))), taken) == taken
    assert play(take(write_plan(taken)), start=MADE).polls.by_id[1] == poll


@pytest.mark.parametrize(
    ("before", "after", "say"),
    [
        (
            '"advice"',
            '"law"',
            "This plan is not right yet: item 1, terms, decides cannot be “law”, only one of temperature, advice, decision.",
        ),
        (
            '"unsure"',
            '"maybe"',
            "This plan is not right yet: item 1, terms, passes 1 cannot be “maybe”, only one of none, unsure.",
        ),
        ('"advice"', "3", "This plan is not right yet: item 1, terms, decides should be words in quotes."),
        ("survey", "surveys", "This plan is not right yet: “surveys” is not known in item 1, terms. Known are: "),
        ("90", "14401", "Voting can be open for at most four hours before it closes by itself."),
        ("90", "-1", "Voting can be open for at most four hours before it closes by itself."),
        (
            'kind = "one_choice"\noptions = ["Water", "Tea", "Coffee"]',
            'kind = "scale"',
            "Answers to a question of the kind “Scale from 1 to 5” have one order only.",
        ),
        (
            'kind = "one_choice"\noptions = ["Water", "Tea", "Coffee"]',
            'kind = "open_text"',
            "Answers to a question of the kind “Own words” cannot be shown by group.",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused(before: str, after: str, say: str) -> None:
    assert refusal(MADE, take(TERMS.replace(before, after)))[0].startswith(say)


def test_what_was_announced_about_a_question_stays_once_it_was_open() -> None:
    opened = play(take(TERMS), Asked(open_poll, RoundRequest(1, 1)), start=MADE)
    say = "This question has been open for voting, so what was announced about it stays as it is."
    assert refusal(opened, take(write_plan(opened).replace("advice", "decision"))) == (say, "decides")
    longer = play(take(write_plan(opened).replace("90", "120")), start=opened)
    assert longer.polls.by_id[1].terms.seconds == 120


def test_a_plan_with_other_answers_for_a_question_that_has_votes_is_refused() -> None:
    say = "This question has been open for voting, so its answers stay as they are."
    changed = write_plan(OPENED).replace('"Coffee"', '"Cocoa"')
    assert refusal(OPENED, take(changed)) == (say, "options")
    assert play(take(changed), start=PLANNED).polls.by_id[1].question == OneChoice(("Tea", "Cocoa", "Water"))


def test_questions_that_have_votes_stay_when_the_plan_leaves_them_out() -> None:
    kept = play(take('title = "Short"\n[[item]]\nkind = "pause"\ntitle = "Tea"'), start=OPENED)
    assert [(item.id, item.title) for item in kept.agenda.items] == [(7, "Tea"), (2, "Which one?"), (4, "How much?")]
    assert kept.polls.in_order() == [OPENED.polls.by_id[1], OPENED.polls.by_id[3]]


def test_the_words_of_a_question_that_has_votes_can_be_put_right() -> None:
    better = play(take(write_plan(OPENED).replace("How much?", "How much, really?")), start=OPENED)
    poll = better.polls.by_id[3]
    assert (poll.title, poll.rounds) == ("How much, really?", OPENED.polls.by_id[3].rounds)
    assert better.polls.by_id[1] is OPENED.polls.by_id[1]


def test_numbers_are_not_used_again_after_an_empty_plan() -> None:
    emptied = play(take('title = "Nothing yet"'), start=PLANNED)
    again = play(take(PLAN), start=emptied)
    assert [item.id for item in again.agenda.items] == [7, 8, 9, 10, 11, 12]
    assert sorted(again.polls.by_id) == [5, 6, 7, 8]


def test_an_item_that_leaves_the_plan_leaves_the_screen() -> None:
    shown = play(Asked(agenda.show_item, agenda.ItemRequest(1)), start=PLANNED)
    assert play(take("title = 'Short'"), start=shown).agenda.current == 0
    assert play(take(write_plan(shown).replace("Welcome", "Hello")), start=shown).agenda.current == 1


def test_an_id_given_twice_or_to_another_kind_makes_a_new_item() -> None:
    plan = "[[item]]\nid=6\nkind='pause'\ntitle='A'\n[[item]]\nid=1\nkind='welcome'\ntitle='B'\n" * 2
    taken = play(take(plan), start=PLANNED)
    assert [(item.id, item.kind) for item in taken.agenda.items] == [
        (7, "pause"),
        (1, "welcome"),
        (8, "pause"),
        (9, "welcome"),
    ]


def test_all_words_of_a_plan_are_cleaned() -> None:
    plan = """
title = " Day\\u202e "
groups = ["Staff", "Staff\\u200b"]
[[room]]
id = "r"
name = "\\u202eHall"
about = "first\\nfloor"
[[slot]]
id = "s"
starts = " 11:00\\u200b"
[[programme]]
starts = "9.05"
title = "\\u202eMorning"
[[programme.workshops]]
title = "Films\\u202e"
host = "\\u0000Ann"
"""
    (taken,) = ask(MADE, take(plan))
    assert taken == PlanTaken(
        "Day",
        groups=("Staff",),
        rooms=(board.Room("r", "Hall", about="first floor"),),
        slots=(board.Slot("s", "11:00"),),
        programme=(agenda.Block("09:05", "Morning", workshops=(agenda.Workshop("Films", "Ann", id=2),), id=1),),
    )


NOT_RIGHT = "This plan is not right yet: "
ITEM = '[[item]]\nkind = "poll"\ntitle = "Which?"\n'


@pytest.mark.parametrize(
    ("plan", "say"),
    [
        ("", "Please choose a plan file, or paste the plan."),
        (" \n", "Please choose a plan file, or paste the plan."),
        ('title = \nplace = "x"', "This plan cannot be read. Something is not as it should be at line 1."),
        ('a = "b"\ntitle "x"', "This plan cannot be read. Something is not as it should be at line 2."),
        (
            "a = [",
            "This plan cannot be read. Something is not as it should be at its end, or at a very long number or list.",
        ),
        (
            "a = " + "[" * 3000,
            "This plan cannot be read. Something is not as it should be at its end, or at a very long number or list.",
        ),
        (
            "a = " + "1" * 5000,
            "This plan cannot be read. Something is not as it should be at its end, or at a very long number or list.",
        ),
        ("#" + "x" * PLAN_BYTES, "A plan can have 256 KB. This one is longer."),
        (
            'titel = "x"',
            NOT_RIGHT + "“titel” is not known in a plan. "
            "Known are: title, date, place, groups, room, slot, programme, item, day.",
        ),
        (
            '[[room]]\nid = "a"\nname = "A"\nseat = 4',
            NOT_RIGHT + "“seat” is not known in room 1. Known are: id, name, seats, about, offers.",
        ),
        (
            '[[programme]]\nstarts = "9:00"\ntitle = "A"\n[[programme.workshops]]\ntitle = "B"\nhosts = "C"',
            NOT_RIGHT + "“hosts” is not known in programme 1, workshops 1. "
            "Known are: title, host, room, text, id, places, starts, ends, links.",
        ),
        (
            ITEM + '[item.question]\nkind = "one_choice"\noption = ["A"]',
            NOT_RIGHT + "“option” is not known in item 1, question. Known are: kind, options, pictures.",
        ),
        ("title = 3", NOT_RIGHT + "title should be words in quotes."),
        ("date = 2025-05-22", NOT_RIGHT + "date should be words in quotes."),
        ("item = 3", NOT_RIGHT + "item should be a list."),
        ("item = [3]", NOT_RIGHT + "item 1 should be a section of its own."),
        ("groups = ['a', 3]", NOT_RIGHT + "groups 2 should be words in quotes."),
        ('[[room]]\nid = "a"\nname = "A"\nseats = "many"', NOT_RIGHT + "room 1, seats should be a whole number."),
        ('[[item]]\nkind = "pause"', NOT_RIGHT + "“title” is missing in item 1."),
        (
            '[[item]]\nkind = "lunch"\ntitle = "A"',
            NOT_RIGHT + "item 1, kind cannot be “lunch”, "
            "only one of welcome, message, poll, wall, board, market, harvest, graphics, timer, pause.",
        ),
        (
            ITEM + '[item.question]\nkind = "riddle"',
            NOT_RIGHT + f"item 1, question, kind cannot be “riddle”, only one of {', '.join(KINDS)}.",
        ),
        (ITEM + "[item.question]\noptions = []", NOT_RIGHT + "“kind” is missing in item 1, question."),
        (ITEM + "question = 3", NOT_RIGHT + "item 1, question should be a section of its own."),
        (ITEM, "“Which?” is a poll without a question. Add [item.question]."),
        (
            '[[item]]\nkind = "wall"\ntitle = "Wall"\n[item.question]\nkind = "scale"',
            "“Wall” has a question, so its kind must be “poll”.",
        ),
        (
            ITEM + '[item.question]\nkind = "one_choice"\noptions = ["A"]',
            "Please give at least 2 answers to choose from, one on each line.",
        ),
        (
            '[[room]]\nid = "a/b"\nname = "A"',
            "Every room needs an id of its own in letters and digits, like “room-1”. Please look at room 1.",
        ),
        (
            '[[slot]]\nid = "a"\nstarts = "9"\n[[slot]]\nid = "a"\nstarts = "10"',
            "Every slot needs an id of its own in letters and digits, like “slot-1”. Please look at slot 2.",
        ),
        ('[[slot]]\nid = "a"\nstarts = ""', "When a slot starts needs some words."),
        (
            '[[room]]\nid = "a"\nname = "A"\nseats = -1',
            "The seats of room “a” should be a number from 0 (not counted) up.",
        ),
        (
            '[[room]]\nid = "a"\nname = "A"\nseats = 1' + "0" * 30,
            "The seats of room “a” should be a number from 0 (not counted) up.",
        ),
        *(
            (
                f'[[item]]\nkind = "timer"\ntitle = "Tea"\nminutes = {minutes}',
                "“Tea” is a timer: give its minutes, for example minutes = 5.",
            )
            for minutes in ("0", "-5", "nan", "inf", "241", "1e300")
        ),
        (
            '[[item]]\nkind = "timer"\ntitle = "Tea"\nminutes = 1' + "0" * 400,
            NOT_RIGHT + "item 1, minutes is out of range.",
        ),
        (
            '[[item]]\nkind = "poll"\ntitle = "a"\n[item.question]\nkind = "motion"\nthreshold = "most"',
            NOT_RIGHT + "item 1, question, threshold cannot be “most”.",
        ),
        (
            '[[item]]\nkind = "pause"\ntitle = "Tea"\nstarts = "noon"',
            "Please write the time like 10:40. “noon” is not a time.",
        ),
        ("[[item]]\nkind = 'pause'\ntitle = 'Tea'\n" * 201, "A plan can have 200 items. This one has 201."),
    ],
)
def test_a_plan_that_is_not_right_is_refused_with_what_and_where(plan: str, say: str) -> None:
    assert refusal(MADE, take(plan))[0] == say


def test_half_a_letter_in_a_plan_is_left_out() -> None:
    assert play(take('title = "Day\ud800"'), start=MADE).title == "Day"
