"""Moderation in the open: looks, reasons, what the hall is told, undoing, and labels from paper."""

from __future__ import annotations

import pytest

from live.conference import Actor, Conference, FreezeScreen, agenda, freeze_screen, replay, subject_of
from live.conference.wall import (
    LISTED,
    REASONS,
    RELEASE_REASONS,
    ChooseLook,
    HoldLabel,
    LabelHeld,
    LabelJoined,
    LabelParked,
    LabelParted,
    LabelPosted,
    LabelReleased,
    LabelRequest,
    LabelsLookedAt,
    LabelsWaitAgain,
    LabelTakenBack,
    LookAtLabels,
    LookChosen,
    PostLabel,
    ReleaseLabel,
    RewordLabel,
    TypeLabel,
    UndoLook,
    choose_look,
    hold_label,
    look_at_labels,
    off_the_wall,
    park_label,
    post_label,
    release_label,
    reword_label,
    seen_as,
    stands_as,
    take_back_label,
    take_out_label,
    type_label,
    undo_look,
)
from tests.conference.days import ANN, AT, BEN, FACILITATOR, MADE, Asked, acts_of, ask, play, refusal
from tests.conference.random_days import left_after_erasing


def post(text: str, by: Actor = ANN, kind: str = "contribute") -> Asked:
    return Asked(post_label, PostLabel(kind, text), by)


def hold(label: int, reason: str = "names", own: str = "") -> Asked:
    return Asked(hold_label, HoldLabel(label, reason, own), FACILITATOR)


def park(label: int, reason: str = "later", own: str = "") -> Asked:
    return Asked(park_label, HoldLabel(label, reason, own), FACILITATOR)


def release(label: int, reason: str = "fine", seen: str = "") -> Asked:
    return Asked(release_label, ReleaseLabel(label, reason, seen), FACILITATOR)


def look(conference: Conference, *labels: int) -> Asked:
    seen = " ".join(seen_as(conference.wall.by_id[label]) for label in labels)
    return Asked(look_at_labels, LookAtLabels(seen), FACILITATOR)


def undo(conference: Conference, label: int) -> Asked:
    return Asked(undo_look, UndoLook(label, stands_as(conference.wall.by_id[label])), FACILITATOR)


def typed(text: str, kind: str = "ask", prompt: int = 0) -> Asked:
    return Asked(type_label, TypeLabel(text, kind, prompt), FACILITATOR)


HUNG = play(post("I can cook"), post("Who has a van?", BEN, "ask"), post("I can sing"), start=MADE)


def on_screen(conference: Conference) -> list[int]:
    return [label.id for label in conference.wall.on_screen(0)]


def test_phones_show_a_label_at_once_and_the_screen_after_a_look() -> None:
    assert [label.id for label in HUNG.wall.hanging(0)] == [3, 2, 1]
    assert [label.id for label in HUNG.wall.waiting()] == [1, 2, 3]
    assert on_screen(HUNG) == []
    assert ask(HUNG, look(HUNG, 2)) == [LabelsLookedAt((2,), 1, AT)]
    seen = play(look(HUNG, 2), start=HUNG)
    assert on_screen(seen) == [2]
    assert [label.id for label in seen.wall.waiting()] == [1, 3]
    assert ask(seen, look(seen, 2)) == []


def test_all_that_wait_are_let_through_in_one_look_but_nothing_that_was_not_read() -> None:
    """What came up after the page was made is not in it."""
    step = look(HUNG, 1, 2, 3)
    meanwhile = play(post("Hung meanwhile", BEN), start=HUNG)
    assert ask(meanwhile, step) == [LabelsLookedAt((1, 2, 3), 1, AT)]
    assert on_screen(play(step, start=meanwhile)) == [3, 2, 1]


def test_a_label_that_was_written_anew_meanwhile_is_not_waved_through() -> None:
    read = look(HUNG, 1)
    anew = play(LabelTakenBack(1), LabelPosted(1, "contribute", "I cannot cook", "ann", waits=True), start=HUNG)
    assert refusal(anew, read) == ("Its writer has just changed this label. Please read it again.", "")
    assert ask(anew, look(HUNG, 1, 3)) == [LabelsLookedAt((3,), 1, AT)]
    held = play(hold(1), start=anew)
    assert refusal(held, release(1, seen=seen_as(HUNG.wall.by_id[1])))[0] == refusal(anew, read)[0]
    assert ask(held, release(1, seen=seen_as(held.wall.by_id[1])))


def test_a_look_at_nothing_says_so() -> None:
    assert refusal(HUNG, Asked(look_at_labels, LookAtLabels(" "))) == (
        "Please say which labels you have looked at.",
        "",
    )
    assert ask(HUNG, Asked(look_at_labels, LookAtLabels("99.abc not-a-label"))) == []


@pytest.mark.parametrize(
    ("waits", "phones", "screen"), [("screen", [1], []), ("both", [], []), ("nobody", [1], [1])], ids=str
)
def test_a_conference_chooses_who_waits_for_a_look(waits: str, phones: list[int], screen: list[int]) -> None:
    first = play(Asked(choose_look, ChooseLook("both")), post("I can cook"), start=MADE)
    step = Asked(choose_look, ChooseLook(waits))
    chosen = first if waits == "both" else play(step, start=first)
    assert [label.id for label in chosen.wall.hanging(0)] == phones
    assert on_screen(chosen) == screen
    assert ask(chosen, step) == []
    assert [label.id for label in chosen.wall.waiting()] == ([] if waits == "nobody" else [1])


def test_an_unknown_choice_of_who_waits_is_refused() -> None:
    assert refusal(HUNG, Asked(choose_look, ChooseLook("somebody")))[1] == "waits"
    assert ask(HUNG, Asked(choose_look, ChooseLook("both"))) == [LookChosen(screen=True, phones=True)]


def test_a_label_is_held_or_put_aside_with_a_reason_of_the_list_or_in_own_words() -> None:
    assert ask(HUNG, hold(1)) == [LabelHeld(1, "Names a person")]
    assert ask(HUNG, hold(1, "Too loud")) == [LabelHeld(1, "Too loud")]
    assert ask(HUNG, hold(1, "", "Fred asked for it")) == [LabelHeld(1, "Fred asked for it")]
    assert ask(HUNG, park(1, "same", "It hangs by the door")) == [
        LabelParked(1, "The same as another: It hangs by the door")
    ]
    for step in (hold(1, " "), park(1, "", "\u200b")):
        assert refusal(HUNG, step) == ("The reason, which the writer sees, needs some words.", "reason")
    assert refusal(HUNG, hold(1, "", "x" * 201))[1] == "own"


def test_what_is_held_or_put_aside_hangs_no_longer_and_does_not_wait() -> None:
    for step in (hold(2), park(2)):
        off = play(step, start=HUNG)
        assert [label.id for label in off.wall.hanging(0)] == [3, 1]
        assert [label.id for label in off.wall.waiting()] == [1, 3]
        assert ask(off, step) == []


def test_letting_a_label_hang_again_is_one_tap_with_a_reason_at_hand() -> None:
    held = play(hold(2), start=HUNG)
    assert ask(held, release(2)) == [LabelReleased(2, RELEASE_REASONS["fine"])]
    assert ask(held, release(2, "My mistake")) == [LabelReleased(2, "My mistake")]
    free = play(release(2), start=held)
    assert on_screen(free) == [2]
    assert free.wall.by_id[2].released == RELEASE_REASONS["fine"]
    assert ask(free, release(2)) == []
    assert play(hold(2), start=free).wall.by_id[2].released == ""


def test_the_hall_hears_how_many_are_off_the_wall_and_why_but_no_own_words() -> None:
    day = play(*(post(f"Label {number}") for number in range(14)), start=MADE)
    for number in range(1, 10):
        day = play(hold(number, "same"), start=day)
    day = play(hold(10, "unkind"), hold(11, "unkind", "Fred is hurt"), hold(12, "", "Ask Fred"), park(13), start=day)
    off = off_the_wall(day.wall, 0)
    assert (off.held, off.parked) == (12, 1)
    assert off.sentences == (
        "12 held back: 9 the same as another, 2 unkind, 1 for another reason.",
        "1 put aside: 1 for another day.",
    )
    assert off_the_wall(day.wall, 1).sentences == ()
    assert off_the_wall(HUNG.wall, 0).sentences == ()


def test_what_says_the_same_as_a_label_that_is_taken_off_is_counted_too() -> None:
    day = play(post("I could cook", BEN), LabelJoined(4, 1), hold(1), start=HUNG)
    assert [label.id for label in day.wall.hanging(0)] == [3, 2]
    assert off_the_wall(day.wall, 0).sentences == ("2 held back: 2 naming a person.",)
    assert off_the_wall(play(park(4), start=day).wall, 0).sentences == (
        "1 held back: 1 naming a person.",
        "1 put aside: 1 for another day.",
    )
    assert off_the_wall(play(release(1), start=day).wall, 0).sentences == ()


@pytest.mark.parametrize("off", [hold(1), park(1)])
def test_what_was_written_anew_since_can_be_taken_off_for_the_same_reason(off: Asked) -> None:
    assert ask(play(off, start=HUNG), off) == []
    anew = play(off, Asked(reword_label, RewordLabel(1, "I can bake"), ANN), start=HUNG)
    assert anew.wall.by_id[1].waits
    again = play(off, start=anew)
    assert again.wall.by_id[1].is_off
    assert not again.wall.by_id[1].waits


def test_every_reason_of_the_list_has_words_for_the_hall() -> None:
    day = play(post("Label"), start=MADE)
    said = [off_the_wall(play(hold(1, key), start=day).wall, 0).held_for[0][0] for key in REASONS]
    assert len(set(said)) == len(REASONS)
    assert "for another reason" not in said


@pytest.mark.parametrize(
    "steps",
    [
        [hold(1)],
        [park(1)],
        [hold(1), release(1)],
        [park(1), hold(1)],
        [hold(1), hold(1, "unkind")],
        [hold(1), park(1)],
        [park(1), release(1)],
    ],
    ids=lambda steps: "-".join(step.rule.__name__ for step in steps),
)
@pytest.mark.parametrize("looked_at", [True, False])
def test_the_last_step_with_a_label_can_be_undone_and_done_again(steps: list[Asked], looked_at: bool) -> None:
    def state(conference: Conference) -> tuple[bool, str, str]:
        label = conference.wall.by_id[1]
        return label.waits, label.held, label.parked

    before = play(look(HUNG, 1), start=HUNG) if looked_at else HUNG
    for step in steps[:-1]:
        before = play(step, start=before)
    after = play(steps[-1], start=before)
    back = undo(after, 1)
    undone = play(back, start=after)
    assert state(undone) == state(before)
    assert ask(undone, back) == []  # a second tap, or a second facilitator, does not take the undoing back


def test_a_look_is_undone_as_it_was_made() -> None:
    seen = play(look(HUNG, 1, 2), start=HUNG)
    seen = play(look(seen, 3), hold(2), start=seen)
    back = Asked(undo_look, UndoLook(look=1), FACILITATOR)
    assert ask(seen, back) == [LabelsWaitAgain((1,))]  # 2 was held since
    undone = play(back, start=seen)
    assert (on_screen(undone), ask(undone, back)) == ([3], [])


def test_where_nothing_was_done_there_is_nothing_to_undo() -> None:
    assert ask(HUNG, undo(HUNG, 1)) == []
    assert refusal(HUNG, Asked(undo_look, UndoLook(9), FACILITATOR)) == ("This label is no longer on the wall.", "")


def test_a_hold_reaches_a_frozen_screen_and_so_does_taking_a_look_back() -> None:
    seen = play(look(HUNG, 1, 2, 3), start=HUNG)
    frozen = play(Asked(freeze_screen, FreezeScreen("yes")), start=seen)
    for step in (hold(1), park(2), Asked(undo_look, UndoLook(look=1), FACILITATOR)):
        frozen = play(step, start=frozen)
    assert on_screen(frozen.as_the_room_sees_it) == []


def test_what_the_look_and_its_undoing_wrote_down_outlives_a_label_that_is_erased() -> None:
    """They lie with the wall, not with a label; reasons lie with their label and go with it."""
    acts = acts_of(
        *(post(text) for text in ("One", "Two", "Three")),
        look(play(post("One"), post("Two"), start=MADE), 1, 2),
        hold(1),
        Asked(undo_look, UndoLook(look=1), FACILITATOR),
        hold(2, "", "About Fred"),
        Asked(take_back_label, LabelRequest(2), ANN),
        start=MADE,
    )
    left = left_after_erasing(acts)
    assert "Fred" not in str(left)
    assert replay(left, MADE).wall == replay(acts, MADE).wall
    assert {subject_of(act) for act in acts if isinstance(act, LabelsLookedAt | LabelsWaitAgain)} == {"wall"}


# paper


def test_a_label_from_paper_hangs_at_once_and_belongs_to_nobody() -> None:
    assert ask(HUNG, typed("  When is lunch?\n")) == [
        LabelPosted(4, "ask", "When is lunch?", "", "", AT, 0, waits=False, paper=True)
    ]
    assert on_screen(play(typed("When is lunch?"), start=HUNG)) == [4]
    assert len(play(typed("The same"), typed("The same"), start=HUNG).wall.by_id) == 5


@pytest.mark.parametrize(
    ("step", "field"),
    [(typed(" "), "text"), (typed("x" * 301), "text"), (typed("x", "answer"), "kind"), (typed("x", ""), "kind")],
)
def test_a_paper_label_that_cannot_hang_is_refused(step: Asked, field: str) -> None:
    assert refusal(HUNG, step)[1] == field


def test_paper_answers_a_prompt_once_that_was_on_the_screen() -> None:
    day = play(
        Asked(agenda.add_item, agenda.AddItem("wall", {}, "What stands in the way?", asks="answers")), start=MADE
    )
    assert refusal(day, typed("Money", "", 1))[0].startswith("This question was not asked yet.")
    shown = play(Asked(agenda.show_item, agenda.ItemRequest(1)), start=day)
    assert ask(shown, typed("Money", "", 1)) == [
        LabelPosted(1, "answer", "Money", "", "", AT, 1, waits=False, paper=True)
    ]


def test_a_listed_word_holds_a_paper_label_too() -> None:
    assert ask(HUNG, typed("You sh1t"))[1:] == [LabelHeld(4, LISTED)]


def test_only_labels_from_paper_are_taken_out_by_a_facilitator() -> None:
    step = Asked(take_out_label, LabelRequest(4), FACILITATOR)
    day = play(typed("When is lunch?"), start=HUNG)
    assert ask(day, step) == [LabelTakenBack(4)]
    assert ask(HUNG, step) == []
    own = refusal(day, Asked(take_out_label, LabelRequest(1), FACILITATOR))
    assert own == ("Only labels that were typed in from paper can be taken out here.", "")


def test_a_paper_label_that_is_taken_out_leaves_those_who_say_the_same_together() -> None:
    paper = (typed("When is lunch?"), typed("When is lunch served?"), typed("Lunch: when?"))
    day = play(*paper, LabelJoined(5, 4), LabelJoined(6, 4), start=HUNG)
    out = Asked(take_out_label, LabelRequest(4), FACILITATOR)
    assert ask(day, out) == [LabelParted(5), LabelJoined(6, 5), LabelTakenBack(4)]
