"""What comes after the day: the write-up as it is arranged, comments on a draft, and actions with what came of them."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given

from live.conference import Conference, Moment, actions, comments, erased_by, forgetting, replay, writeup
from live.conference.actions import MOST_ACTIONS, MOST_UPDATES, ActionAgreed, Update
from live.conference.comments import MOST_COMMENTS, MOST_COMMENTS_EACH
from live.conference.writeup import SECTIONS, CommentMade, WriteUp, WriteUpPublished
from tests.conference.days import ANN, AT, BEN, FACILITATOR, MADE, Asked, ask, play, refusal
from tests.conference.random_days import Day, days

DRAFT = play(Asked(writeup.publish, writeup.Publish("draft")), start=MADE)
AGREED = play(Asked(actions.agree_action, actions.AgreeAction("Ask the council", who="Moira")), start=MADE)


def told(text: str, state: str, action: int = 1) -> Asked:
    return Asked(actions.update_action, actions.UpdateAction(action, text, state), FACILITATOR)


def test_every_part_stands_somewhere_whatever_the_order_says() -> None:
    assert WriteUp().all_sections == SECTIONS
    odd = WriteUp(order=("labels", "labels", "secrets", "polls"), left_out=frozenset({"polls", "secrets"}))
    assert odd.all_sections[:2] == ("labels", "polls")
    assert sorted(odd.all_sections) == sorted(SECTIONS)
    assert odd.sections[:2] == ("labels", "programme")


@given(days())
def test_parts_are_never_lost_or_doubled_on_any_day(day: Day) -> None:
    assert sorted(day.conference.writeup.all_sections) == sorted(SECTIONS)
    assert set(day.conference.writeup.sections) | day.conference.writeup.left_out == set(SECTIONS)


def test_a_part_goes_right_after_another_or_to_the_top() -> None:
    moved = play(Asked(writeup.move_section, writeup.MoveSection("labels")), start=MADE)
    assert moved.writeup.all_sections[0] == "labels"
    moved = play(Asked(writeup.move_section, writeup.MoveSection("labels", "polls")), start=moved)
    assert moved.writeup.all_sections[:3] == ("programme", "polls", "labels")


def test_a_left_out_part_takes_no_comments() -> None:
    without = play(Asked(writeup.leave_out, writeup.LeaveOut("themes")), start=DRAFT)
    assert refusal(without, Asked(comments.make_comment, comments.MakeComment("themes", "Hm"), ANN)) == (
        "Please choose what your comment is about.",
        "about",
    )


@pytest.mark.parametrize("state", ["kept", "final"])
def test_only_a_draft_takes_comments(state: writeup.State) -> None:
    conference = replay([WriteUpPublished(state)], MADE)
    step = Asked(comments.make_comment, comments.MakeComment("", "Hm"), ANN)
    assert refusal(conference, step)[0] == "The write-up takes no comments now."


def test_comments_have_their_bounds() -> None:
    own = [CommentMade(number, "ann", "", f"{number}") for number in range(1, MOST_COMMENTS_EACH + 1)]
    step = Asked(comments.make_comment, comments.MakeComment("", "One more"), ANN)
    assert "Take one back to write another" in refusal(replay(own, DRAFT), step)[0]
    everybody = [CommentMade(number, f"voice {number}", "", "Hm") for number in range(1, MOST_COMMENTS + 1)]
    assert "no room" in refusal(replay(everybody, DRAFT), step)[0]


def test_a_comment_that_is_taken_back_leaves_with_its_answer() -> None:
    day = play(
        Asked(comments.make_comment, comments.MakeComment("polls", "Hm"), BEN),
        Asked(comments.answer_comment, comments.AnswerComment(1, "Mended", "yes"), FACILITATOR),
        start=DRAFT,
    )
    acts = ask(day, Asked(comments.take_back_comment, comments.CommentRequest(1), BEN))
    assert [erased_by(act) for act in acts] == [("comment/1",)]
    assert len(replay(acts, day).writeup.comments) == 0


def test_two_updates_in_the_same_moment_have_moments_of_their_own() -> None:
    day = play(told("First", "open"), told("Second", "done"), start=AGREED)
    assert day.actions.by_id[1].updates == (Update(AT, "First", "open"), Update(AT + 1, "Second", "done"))


def test_an_action_stands_as_its_last_update_says_also_when_one_is_taken_out() -> None:
    day = play(told("First", "dropped"), told("Second", "done"), start=AGREED)
    assert day.actions.by_id[1].state == "done"
    day = play(Asked(actions.take_out_update, actions.TakeOutUpdate(1, AT + 1)), start=day)
    assert day.actions.by_id[1].state == "dropped"
    day = play(Asked(actions.take_out_update, actions.TakeOutUpdate(1, AT)), start=day)
    assert (day.actions.by_id[1].state, day.actions.by_id[1].updates) == ("open", ())


def test_other_words_keep_what_was_told_and_the_link() -> None:
    day = play(
        told("First", "done"), Asked(actions.renew_link, actions.RenewLink(1, 0), moment=Moment(AT)), start=AGREED
    )
    before = day.actions.by_id[1]
    after = play(Asked(actions.change_action, actions.ChangeAction(1, "Ask again")), start=day).actions.by_id[1]
    assert (after.what, after.who) == ("Ask again", "")
    assert (after.updates, after.state, after.renewed) == (before.updates, "done", 1)


def test_actions_and_updates_have_their_bounds() -> None:
    many = replay((ActionAgreed(number, f"{number}") for number in range(1, MOST_ACTIONS + 1)), Conference())
    assert "at most" in refusal(many, Asked(actions.agree_action, actions.AgreeAction("One more")))[0]
    often = replay((actions.ActionUpdated(1, Update(at, str(at))) for at in range(MOST_UPDATES)), AGREED)
    assert "at most" in refusal(often, told("One more", "done"))[0]


def test_a_topic_that_is_gone_is_no_longer_named() -> None:
    day = play(Asked(actions.agree_action, actions.AgreeAction("Lend ladders", topic=99)), start=MADE)
    assert day.actions.by_id[1].topic == 0


def test_what_may_be_chosen_is_what_the_acts_can_hold() -> None:
    assert get_args(writeup.State) == writeup.STATES
    assert get_args(actions.ActionState) == actions.ACTION_STATES


def test_an_owners_link_ends_with_the_words() -> None:
    """Or it would come back to life: each link is known by how often it was renewed."""
    day = play(
        Asked(actions.renew_link, actions.RenewLink(1, 0)), Asked(forgetting.forget, forgetting.Forget()), start=AGREED
    )
    assert day.actions.by_id[1].renewed == 2
    assert list(ask(day, Asked(forgetting.forget, forgetting.Forget()))) == []
    again = play(told("Words of somebody", "done"), Asked(forgetting.forget, forgetting.Forget()), start=day)
    assert again.actions.by_id[1].updates == ()
