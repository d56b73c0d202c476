"""Own labels are written anew and taken back, and support counts once for what several people say."""

from __future__ import annotations

import pytest
from hypothesis import given

from live.conference import Act, Actor, Conference, erased_by, fold, replay, subject_of
from live.conference.wall import (
    BackingWithdrawn,
    BackLabel,
    Ending,
    HoldLabel,
    LabelBacked,
    LabelHeld,
    LabelJoined,
    LabelParked,
    LabelParted,
    LabelPosted,
    LabelPutUnder,
    LabelRequest,
    LabelReworded,
    LabelTakenBack,
    LookChosen,
    PairKeptApart,
    QuestionCalled,
    QuestionEnded,
    QuotePicked,
    RewordLabel,
    ThemeNamed,
    back_label,
    hold_label,
    join_labels,
    part_label,
    post_label,
    post_labels,
    release_label,
    reword_label,
    take_back_label,
)
from tests.conference.days import ANN, AT, BEN, CEM, DEE, FACILITATOR, MADE, Asked, Rule, ask, play, refusal
from tests.conference.random_days import Day, days, left_after_erasing


def hung(number: int, text: str, writer: str = "ann") -> LabelPosted:
    return LabelPosted(number, "ask", text, writer, "", AT)


def reword(label: int, text: str, signed: str = "", by: Actor = ANN) -> Asked:
    return Asked(reword_label, RewordLabel(label, text, signed), by)


def take_back(label: int, by: Actor = ANN) -> Asked:
    return Asked(take_back_label, LabelRequest(label), by)


def back(label: int, by: Actor, support: str = "me_too", on: str = "yes") -> Asked:
    return Asked(back_label, BackLabel(label, support, on), by)


HUNG = play(hung(1, "Who pays?"), hung(2, "Who has a van?", "ben"), start=MADE)
BACKED = play(
    ThemeNamed(1, "Money"),
    LabelPutUnder(1, 1),
    QuotePicked(1, 1),
    LabelBacked(1, "ben", "me_too"),
    LabelBacked(1, "cem", "help"),
    PairKeptApart(1, 2),
    QuestionCalled(1),
    start=HUNG,
)
"""Ann's question under a theme, which it was chosen for, backed by two, and it is its turn."""

JOINED = play(
    hung(3, "Who will pay?", "ben"),
    hung(4, "And who pays for it?", "cem"),
    LabelBacked(3, "dee", "me_too"),
    LabelJoined(3, 1),
    LabelJoined(4, 1),
    start=play(LabelPutUnder(1, 1), LabelBacked(1, "dee", "me_too"), start=play(ThemeNamed(1, "Money"), start=HUNG)),
)
"""Three people ask the same; Ann's question stands for all."""


# writing anew


def test_a_label_with_other_words_keeps_its_place_and_loses_what_was_said_to_the_old_ones() -> None:
    after = play(reword(1, "Who pays for the van?", "Ann"), start=BACKED)
    label = after.wall.by_id[1]
    assert (label.text, label.signed, label.at, *label.themes) == ("Who pays for the van?", "Ann", AT, 1)
    assert (set(label.me_too), set(label.help), label.waits) == (set(), set(), True)
    assert (after.wall.themes[0].quotes, after.wall.called, after.wall.apart) == ((), (), frozenset())


def test_the_old_words_leave_the_disk() -> None:
    acts = ask(BACKED, reword(1, "Who pays for the van?"))
    assert [erased_by(act) for act in acts] == [("label/1",)]


def test_a_new_name_on_the_same_words_loses_nothing() -> None:
    acts = ask(BACKED, reword(1, "Who pays?", "Ann"))
    after = replay(acts, BACKED)
    before, label = BACKED.wall.by_id[1], after.wall.by_id[1]
    assert (label.signed, label.me_too, label.help, label.themes) == ("Ann", before.me_too, before.help, before.themes)
    assert (after.wall.themes, after.wall.called, after.wall.apart) == (
        BACKED.wall.themes,
        BACKED.wall.called,
        BACKED.wall.apart,
    )
    assert replay(left_after_erasing([LabelPosted(1, "ask", "Who pays?", "ann", "Moira"), *acts])).wall.by_id[
        1
    ].me_too == (before.me_too)


def test_a_label_that_says_the_same_as_another_still_does_with_a_new_name() -> None:
    assert play(reword(3, "Who will pay?", "Ben", BEN), start=JOINED).wall.by_id[3].same_as == 1


def test_a_label_with_other_words_stands_for_itself() -> None:
    assert play(reword(3, "Who will cook?", by=BEN), start=JOINED).wall.by_id[3].same_as == 0


@pytest.mark.parametrize("off", [LabelHeld(1, "Unkind"), LabelParked(1, "For another day")])
def test_what_was_taken_off_stays_off_until_a_facilitator_has_looked(off: Act) -> None:
    label = play(off, reword(1, "Who may pay?"), start=HUNG).wall.by_id[1]
    assert (label.is_off, label.waits, label.held or label.parked) == (True, True, off.reason)  # type: ignore[union-attr]


def test_an_ending_stays_with_the_question() -> None:
    ended = play(QuestionEnded(1, Ending("answered", "Moira", "The city")), start=HUNG)
    assert play(reword(1, "Who pays, then?"), start=ended).wall.by_id[1].ending == Ending(
        "answered", "Moira", "The city"
    )


def test_a_listed_word_holds_new_words_too() -> None:
    assert play(reword(1, "Who pays this idiot?"), start=HUNG).wall.by_id[1].held != ""


def test_the_same_again_changes_nothing() -> None:
    assert ask(BACKED, reword(1, " Who pays? ")) == []


@pytest.mark.parametrize(
    ("step", "say", "field"),
    [
        (reword(1, " "), "A label needs some words.", "text"),
        (reword(1, "x" * 301), "A label can have 300 letters at most. Yours has 301.", "text"),
        (reword(2, "x"), "Only the person who wrote a label can change it.", ""),
        (reword(9, "x"), "This label is no longer on the wall.", ""),
        (reword(5, "Who pays?"), "You have hung this label already.", "text"),
        (reword(1, "x", by=FACILITATOR), "Please join first: type the six numbers on the big screen.", ""),
    ],
)
def test_what_cannot_be_changed_is_refused(step: Asked, say: str, field: str) -> None:
    assert refusal(play(hung(5, "Who cooks?"), start=HUNG), step) == (say, field)


def test_nobody_owns_what_came_from_paper() -> None:
    paper = play(LabelPosted(5, "ask", "On paper", "", "", AT, paper=True), start=HUNG)
    assert refusal(paper, take_back(5)) == ("Only the person who wrote a label can take it down.", "")
    assert refusal(paper, reword(5, "x")) == ("Only the person who wrote a label can change it.", "")


# those that said the same


@pytest.mark.parametrize("step", [take_back(1), reword(1, "Something else?")], ids=["taken back", "written anew"])
def test_when_a_label_goes_that_stood_for_others_the_oldest_of_them_stands_for_them(step: Asked) -> None:
    """What they all say keeps its place and its support."""
    wall = play(step, start=JOINED).wall
    assert (wall.by_id[3].same_as, wall.by_id[4].same_as) == (0, 3)
    assert [label.id for label in wall.said_by(wall.by_id[3])] == [3, 4]
    assert (*wall.by_id[3].themes, *wall.by_id[3].me_too) == (1, "dee")


def test_support_moves_on_but_counts_nobody_twice() -> None:
    backed = play(back(1, DEE, "help"), LabelBacked(1, "eve", "me_too"), start=JOINED)
    acts = ask(backed, take_back(1))
    assert [act for act in acts if isinstance(act, LabelBacked)] == [
        LabelBacked(3, "eve", "me_too"),  # Dee backs one of the wordings already
        LabelBacked(3, "dee", "help"),
    ]
    assert replay(acts, backed).wall.backers(replay(acts, backed).wall.by_id[3]) == 3  # Cem, Dee, Eve


def test_one_that_hangs_stands_before_one_that_is_held_back() -> None:
    held = play(Asked(hold_label, HoldLabel(3, "Unkind"), FACILITATOR), start=JOINED)
    assert ask(held, take_back(1))[:2] == [LabelParted(4), LabelJoined(3, 4)]


def test_the_ending_of_a_question_stays_with_those_who_asked_it_too() -> None:
    ended = play(QuestionEnded(1, Ending("answered", "Moira")), start=JOINED)
    assert play(take_back(1), start=ended).wall.by_id[3].ending == Ending("answered", "Moira")


def test_a_label_that_follows_another_goes_alone() -> None:
    assert ask(JOINED, take_back(3, BEN)) == [LabelTakenBack(3)]


def test_the_others_stand_as_well_when_the_disk_has_forgotten_the_first() -> None:
    told: list[Act] = [
        *(hung(number, f"Question {number}", writer) for number, writer in ((1, "ann"), (2, "ben"), (3, "cem"))),
        LabelJoined(2, 1),
        LabelJoined(3, 1),
    ]
    day = replay(told, MADE)
    told += ask(day, take_back(1))
    left = left_after_erasing(told)
    assert "label/1" not in {subject_of(act) for act in left}
    assert replay(left, MADE).wall == replay(told, MADE).wall


# me too, I can help


def test_who_taps_on_an_old_page_is_heard_at_the_label_that_stands_for_it() -> None:
    assert ask(JOINED, back(4, Actor("delegate", "dee"), "help")) == [LabelBacked(1, "dee", "help")]


def test_nobody_backs_the_same_thing_twice_and_all_of_it_is_undone_in_one_tap() -> None:
    assert ask(JOINED, back(1, DEE)) == []
    assert ask(JOINED, back(1, DEE, on="no")) == [
        BackingWithdrawn(1, "dee", "me_too"),
        BackingWithdrawn(3, "dee", "me_too"),
    ]
    apart = play(back(1, DEE, on="no"), start=JOINED)
    assert ask(apart, back(3, DEE)) == [LabelBacked(1, "dee", "me_too")]


def test_who_wrote_the_same_counts_already() -> None:
    assert refusal(JOINED, back(1, BEN)) == ("You wrote the same in other words, and that counts here already.", "")
    assert refusal(JOINED, back(3, ANN)) == ("This is your own label.", "")


@pytest.mark.parametrize(
    ("acts", "say"),
    [
        ([LabelHeld(1, "Unkind")], "This label is held back just now."),
        ([LabelParked(1, "For another day")], "This label is put aside just now."),
        (
            [LookChosen(True, True), LabelPosted(5, "ask", "New", "ann", "", AT, waits=True)],
            "This label is not on the wall yet.",
        ),
    ],
)
def test_only_what_hangs_can_be_backed(acts: list[Act], say: str) -> None:
    conference: Conference = play(*acts, start=HUNG)
    label = max(conference.wall.by_id) if len(acts) > 1 else 1
    assert refusal(conference, back(label, CEM)) == (say, "")


def test_support_can_be_taken_back_from_what_is_off_the_wall() -> None:
    held = play(back(1, CEM), LabelHeld(1, "Unkind"), start=HUNG)
    assert ask(held, back(1, CEM, on="no")) == [BackingWithdrawn(1, "cem", "me_too")]


def test_labels_from_paper_and_answers_can_be_backed() -> None:
    day = play(
        LabelPosted(5, "contribute", "A van", "", "", AT, paper=True),
        LabelPosted(6, "answer", "Money", "ben", "", AT, 1),
        start=HUNG,
    )
    assert ask(day, back(5, CEM)) == [LabelBacked(5, "cem", "me_too")]
    assert ask(day, back(6, CEM)) == [LabelBacked(6, "cem", "me_too")]
    assert refusal(day, back(6, CEM, "help")) == ("That cannot be done with this label.", "")


# laws

WRITING: list[Rule] = [
    *(post_label, post_labels, reword_label, reword_label, take_back_label, back_label, back_label),
    *(join_labels, join_labels, part_label, hold_label, release_label),
]


@given(days(rules=WRITING))
def test_whoever_stands_for_others_is_there_and_stands_for_itself(day: Day) -> None:
    """At any time, whatever was taken back, written anew, joined and parted."""
    conference = Conference()
    for act in day.acts:
        conference = fold(conference, act)
        by_id = conference.wall.by_id
        if isinstance(act, LabelTakenBack | LabelReworded) or act is day.acts[-1]:
            assert [label for label in by_id.values() if label.same_as and by_id[label.same_as].same_as] == []


@given(days(rules=WRITING))
def test_nobody_hangs_the_same_words_twice_or_backs_their_own(day: Day) -> None:
    labels = list(day.conference.wall.by_id.values())
    written = [(label.writer, label.prompt, label.kind, label.text) for label in labels]
    assert len(written) == len(set(written))
    assert [label for label in labels if label.writer in label.me_too or label.writer in label.help] == []


@given(days(rules=WRITING))
def test_support_moves_with_what_is_said_but_never_grows_by_itself(day: Day) -> None:
    """When a label is taken back, no more people stand behind the same thing than before."""
    wall = day.conference.wall
    for label in wall.by_id.values():
        others = [other for other in wall.said_by(label) if other is not label]
        if label.writer and others:
            before = {label.writer, *label.me_too} | {
                voice for other in others for voice in (other.writer, *other.me_too)
            }
            acts = ask(day.conference, take_back(label.id, Actor("delegate", label.writer)))
            after = replay(acts, day.conference).wall
            [stands] = [one for one in after.by_id.values() if one.id in {o.id for o in others} and after.stands(one)]
            behind = {voice for one in after.said_by(stands) for voice in (one.writer, *one.me_too)}
            assert behind <= before
            assert behind >= before - {label.writer}
