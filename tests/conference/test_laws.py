"""The laws of the core: what holds on every day, whatever people ask for and in whatever order."""

from __future__ import annotations

import re
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.conference import (
    Act,
    Conference,
    Refused,
    actions,
    agenda,
    board,
    booking,
    bookings,
    comments,
    doors,
    entering,
    fold,
    forgetting,
    handing_out,
    harvest,
    keeping,
    meeting,
    meetings,
    people,
    plan,
    polls,
    programming,
    replay,
    subject_of,
    visiting,
    visits,
    wall,
    writeup,
)
from live.conference.polls import recount
from live.conference.polls.kinds import KINDS
from tests.conference.anything import ACTS
from tests.conference.days import AT, CHAIR, FURNISHED, MADE, MOMENT, TOKEN, Asked, Rule, ask, play
from tests.conference.random_days import DICE, Day, any_request, days, left_after_erasing, random_day
from tests.conference.rules import RULES, RULES_BY_PART

POLL_RULES: list[Rule] = [
    polls.cast_vote,
    polls.cast_vote,
    polls.cast_vote,
    polls.withdraw_vote,
    polls.open_poll,
    polls.close_poll,
    polls.show_result,
]


PARTS = (
    *("people", "agenda", "polls", "wall", "board", "doors", "meetings", "writeup", "actions"),
    *("bookings", "harvest", "visits"),
)


def parts(conference: Conference) -> dict[str, object]:
    return {name: getattr(conference, name) for name in PARTS}


PART_OF_ACT: dict[object, str] = {
    **dict.fromkeys(get_args(people.PeopleAct), "people"),
    **dict.fromkeys(get_args(agenda.AgendaAct), "agenda"),
    **dict.fromkeys(get_args(polls.PollAct), "polls"),
    **dict.fromkeys(get_args(wall.WallAct), "wall"),
    **dict.fromkeys(get_args(board.BoardAct), "board"),
    **dict.fromkeys(get_args(doors.DoorAct), "doors"),
    **dict.fromkeys(get_args(meetings.MeetingAct), "meetings"),
    **dict.fromkeys(get_args(writeup.WriteUpAct), "writeup"),
    **dict.fromkeys(get_args(actions.ActionAct), "actions"),
    **dict.fromkeys(get_args(bookings.BookingAct), "bookings"),
    **dict.fromkeys(get_args(harvest.HarvestAct), "harvest"),
    **dict.fromkeys(get_args(visits.VisitAct), "visits"),
}


def erasable(day: Day) -> st.SearchStrategy[frozenset[str]]:
    """Subjects that a person may have asked to erase, or that the rules erase. The chair's own list of the day never is."""
    return st.frozensets(st.sampled_from(sorted({subject_of(act) for act in day.acts} - {"day"} or {"none"})))


@given(days())
def test_the_day_can_be_told_again_from_its_acts(day: Day) -> None:
    assert replay(day.acts) == day.conference


@given(days(), st.data())
def test_replay_in_two_halves_equals_replay_in_one(day: Day, data: st.DataObject) -> None:
    middle = data.draw(st.integers(0, len(day.acts)))
    assert replay(day.acts[middle:], replay(day.acts[:middle])) == day.conference


@given(days())
def test_what_the_rules_erase_is_not_missed(day: Day) -> None:
    """After a restart, when the journal has lost emptied ballot boxes and labels taken down, it is the same day."""
    assert replay(left_after_erasing(day.acts)) == day.conference


@given(days(), st.data())
def test_a_day_with_anything_erased_can_still_be_told(day: Day, data: st.DataObject) -> None:
    """Labels, topics, votes and voices may be erased when a person asks. What is left replays, and no words of them are there."""
    erased = data.draw(erasable(day))
    conference = replay(left_after_erasing(day.acts, erased))
    there = {
        *(f"label/{label.id}" for label in conference.wall.by_id.values() if label.text),
        *(f"topic/{topic.id}" for topic in conference.board.topics() if topic.title != keeping.GONE),
        *(f"comment/{comment}" for comment in conference.writeup.comments),
        *(f"action/{action.id}" for action in conference.actions.in_order() if action.what != keeping.GONE),
        *(f"note/{note}" for note in conference.harvest.notes),
        *(f"graphic/{graphic}" for graphic in conference.harvest.graphics),
    }
    assert there & erased == set()


@given(days(rules=[*POLL_RULES, polls.hide_result, plan.take_plan], most=40))
def test_a_tally_equals_its_recount_at_any_time(day: Day) -> None:
    conference = Conference()
    for act in day.acts:
        conference = fold(conference, act)
        for poll in conference.polls.by_id.values():
            for one in poll.rounds:
                if one.box is not None:
                    assert one.box.tally == recount(poll.question, one.box.votes.values())
                if one.count is not None:
                    on_paper = one.count.voters - len(one.count.answers)  # or words that were removed since
                    assert on_paper or one.count.tally == recount(poll.question, one.count.answers)
                    assert one.box is None


@given(days(rules=[polls.cast_vote, polls.withdraw_vote]), DICE)
def test_votes_of_different_voices_commute(day: Day, dice: Random) -> None:
    """In whatever order the votes of different voices arrive, the box is the same."""
    last: dict[tuple[int, str], Act] = {}
    for act in day.acts[len(FURNISHED) :]:
        assert isinstance(act, polls.VoteCast | polls.VoteWithdrawn)
        last[act.poll, act.voter] = act
    votes = list(last.values())
    dice.shuffle(votes)
    assert replay([*FURNISHED, *votes]) == day.conference


@given(days())
def test_untouched_parts_keep_their_identity(day: Day) -> None:
    """What an act is not about is the very same object before and after, so nothing of it is drawn again."""
    before = Conference()
    for act in day.acts:
        after = fold(before, act)
        if not isinstance(act, plan.PlanTaken | keeping.KeepingAct):
            touched = {PART_OF_ACT[type(act)]} if type(act) in PART_OF_ACT else set()
            for name, part in parts(before).items():
                assert name in touched or parts(after)[name] is part
        before = after


@given(days())
def test_taking_in_the_plan_as_it_is_touches_nothing(day: Day) -> None:
    before = day.conference
    after = play_quietly(before, Asked(plan.take_plan, plan.TakePlan(plan.write_plan(before))))
    assert [name for name, part in parts(after).items() if part is not parts(before)[name]] == []


def play_quietly(conference: Conference, step: Asked) -> Conference:
    return replay(ask(conference, step), conference)


PLAIN_SENTENCES = re.compile(r"[A-Z“][^\n`<>{}\[\]]*[.?]")
MACHINE_WORDS = re.compile(r"object at|Traceback|Error\b|Struct|None\b|\bstr\b|\bint\b|\$")


@given(days(), st.lists(DICE, min_size=10, max_size=40))
def test_rules_answer_or_refuse_in_a_plain_sentence_whatever_comes_in(day: Day, throws: list[Random]) -> None:
    for dice in throws:
        step = any_request(dice, day.conference)
        problem = refused_by(day.conference, step)
        if problem is not None:
            own_words = re.sub(r"“.*”", "“…”", problem.say, flags=re.DOTALL)  # what somebody wrote may hold anything
            fields = {"", "vote", "options", "words", "most", *type(step.ask).__struct_fields__}
            fields |= {"decides", "by_group", "running", "closing", "total.A", "total.B", "total.C"}
            fields |= {name for kind in KINDS.values() for name in kind.__struct_fields__}
            assert PLAIN_SENTENCES.fullmatch(own_words)
            assert MACHINE_WORDS.search(own_words) is None
            assert len(problem.say) <= 300
            assert problem.field in fields or problem.field.startswith("vote.")


def refused_by(conference: Conference, step: Asked) -> Refused | None:
    try:
        ask(conference, step)
    except Refused as refused:
        return refused
    return None


HARMLESS_TWICE: list[Rule] = [
    people.join,
    polls.cast_vote,
    polls.withdraw_vote,
    polls.open_poll,
    polls.close_poll,
    polls.time_poll,
    polls.show_result,
    polls.hide_result,
    polls.answer_survey,
    polls.open_survey,
    polls.close_survey,
    polls.take_out_paper,
    wall.back_label,
    wall.hold_label,
    wall.park_label,
    wall.release_label,
    wall.look_at_labels,
    wall.undo_look,
    wall.choose_look,
    wall.put_word_list,
    wall.take_out_label,
    wall.take_back_label,
    wall.reword_label,
    wall.sort_label,
    wall.call_question,
    wall.end_question,
    wall.reopen_question,
    wall.remove_theme,
    wall.move_theme,
    wall.pick_quote,
    wall.join_labels,
    meeting.offer_to_meet,
    meeting.agree_to_meet,
    meeting.place_meeting,
    meeting.put_meeting_point,
    meeting.take_back_label,
    meeting.back_label,
    wall.part_label,
    wall.keep_apart,
    wall.take_suggestion,
    wall.remove_table,
    board.follow_topic,
    harvest.write_note,
    harvest.change_note,
    harvest.remove_note,
    harvest.choose_line,
    harvest.read_back,
    harvest.agree_talk_action,
    harvest.hang_graphic,
    harvest.remove_graphic,
    board.place_topic,
    board.apply_moves,
    board.undo_step,
    board.lock_cell,
    board.unlock_cell,
    board.put_room,
    board.remove_room,
    board.put_slot,
    board.remove_slot,
    board.withdraw_topic,
    board.change_topic,
    board.host_topic,
    board.leave_hosting,
    board.be_quiet,
    board.open_market,
    board.end_pitch,
    board.ask_to_merge,
    board.agree_to_merge,
    board.drop_merge,
    board.part_topic,
    agenda.show_item,
    agenda.move_item,
    agenda.remove_item,
    agenda.change_item,
    agenda.blank_screen,
    agenda.turn_wall,
    agenda.stop_timer,
    board.ring_bell,
    board.still_bell,
    visiting.offer_visit,
    visiting.change_visit,
    visiting.withdraw_visit,
    visiting.wish_visit,
    visiting.leave_visit,
    visiting.match_visitors,
    forgetting.set_end_date,
    forgetting.forget,
    people.revoke_link,
    entering.choose_door,
    entering.use_badge,
    entering.come_in,
    writeup.write_around,
    writeup.move_section,
    writeup.leave_out,
    writeup.publish,
    comments.make_comment,
    comments.take_back_comment,
    comments.answer_comment,
    booking.ask_seat,
    booking.leave_seat,
    booking.see_seat,
    programming.remove_block,
    programming.remove_session,
    handing_out.put_handout,
    handing_out.remove_handout,
    actions.agree_action,
    actions.change_action,
    actions.remove_action,
    actions.update_action,
    actions.take_out_update,
    actions.renew_link,
    *[rule for rule in RULES if rule.__name__ in ("freeze_screen", "describe_day")],
]


@pytest.mark.parametrize("rule", HARMLESS_TWICE, ids=lambda rule: rule.__name__)
@settings(max_examples=15)
@given(st.lists(DICE, min_size=5, max_size=40))
def test_a_request_repeated_right_after_itself_adds_nothing_more(rule: Rule, throws: list[Random]) -> None:
    """A double tap, or a browser that sends a form twice, is harmless."""
    conference = replay(FURNISHED)
    for dice in throws:
        step = any_request(dice, conference, [rule])
        if refused_by(conference, step) is None:
            conference = play_quietly(conference, step)
            assert list(ask(conference, step)) == []


@given(days())
def test_no_cell_of_the_board_ever_holds_two_topics(day: Day) -> None:
    conference = Conference()
    for act in day.acts:
        conference = fold(conference, act)
        cells = [(topic.slot, topic.room) for topic in conference.board.topics() if topic.is_placed]
        assert len(cells) == len(set(cells))


@given(days())
def test_no_visit_ever_has_more_visitors_than_places_and_nobody_is_in_it_twice(day: Day) -> None:
    known = Conference()
    for act in day.acts:
        known = fold(known, act)
        for visit in known.visits.in_order():
            going, waiting = known.visits.going.get(visit.id, ()), known.visits.wishes.get(visit.id, ())
            assert len(going) <= visit.places or known.forgotten_at
            assert len({*going, *waiting}) == len(going) + len(waiting)


@given(days())
def test_numbers_are_never_used_twice(day: Day) -> None:
    """A new label, topic, poll or item never gets the number of one that is gone: old links and pages must not mean another."""
    given_out = [
        (type(act).__name__, number)
        for act in day.acts
        for number in (
            [act.label] if isinstance(act, wall.LabelPosted)
            else [act.topic] if isinstance(act, board.TopicProposed)
            else [act.poll] if isinstance(act, polls.PollAdded)
            else [act.comment] if isinstance(act, writeup.CommentMade)
            else [act.action] if isinstance(act, actions.ActionAgreed)
            else [act.note] if isinstance(act, harvest.NoteWritten)
            else [act.graphic] if isinstance(act, harvest.GraphicHung)
            else [act.item.id] if isinstance(act, agenda.ItemAdded)
            else []
        )
    ]  # fmt: skip
    assert len(given_out) == len(set(given_out))


def test_every_rule_is_played_in_the_random_days() -> None:
    """The random days know every rule of the core by its name."""
    assert {rule.__name__ for rule in RULES} == {
        *("make_conference", "describe_day", "freeze_screen", "join", "make_link", "revoke_link"),
        *("cast_vote", "withdraw_vote", "open_poll", "time_poll", "close_poll", "show_result", "hide_result"),
        *("answer_survey", "open_survey", "close_survey"),
        *("type_paper", "take_out_paper"),
        *("choose_door", "make_badges", "use_badge", "come_in"),
        *("post_labels", "reword_label"),
        *("post_label", "take_back_label", "hold_label", "release_label", "back_label"),
        *("park_label", "look_at_labels", "undo_look", "choose_look", "put_word_list", "type_label", "take_out_label"),
        *("name_theme", "remove_theme", "sort_label"),
        *("move_theme", "pick_quote", "name_table", "remove_table", "hang_answers"),
        *("call_question", "end_question", "reopen_question"),
        *("offer_to_meet", "agree_to_meet", "place_meeting", "end_meeting", "put_meeting_point"),
        *("join_labels", "part_label", "keep_apart", "take_suggestion"),
        *("move_theme", "pick_quote", "name_table", "remove_table", "hang_answers"),
        *("change_topic", "host_topic", "leave_hosting", "be_quiet", "open_market", "pitch_topic", "end_pitch"),
        *("ask_to_merge", "agree_to_merge", "drop_merge", "part_topic", "repeat_topic"),
        *("propose_topic", "withdraw_topic", "place_topic", "follow_topic", "apply_moves"),
        *("ring_bell", "still_bell"),
        *("undo_step", "lock_cell", "unlock_cell", "put_room", "remove_room", "put_slot", "remove_slot"),
        *("offer_visit", "change_visit", "withdraw_visit", "wish_visit", "leave_visit", "match_visitors"),
        *("add_item", "change_item", "move_item", "remove_item", "show_item"),
        *("blank_screen", "turn_page", "turn_wall", "start_timer", "extend_timer", "stop_timer", "take_plan"),
        *("put_picture", "put_own_picture"),
        *("set_end_date", "take_away", "forget"),
        *("write_note", "change_note", "remove_note", "choose_line", "read_back", "agree_talk_action"),
        *("hang_graphic", "remove_graphic"),
        *("write_around", "move_section", "leave_out", "publish"),
        *("make_comment", "take_back_comment", "answer_comment"),
        *("ask_seat", "leave_seat", "see_seat", "put_block", "remove_block", "put_session", "remove_session"),
        *("put_handout", "remove_handout"),
        *("agree_action", "change_action", "remove_action", "update_action", "take_out_update", "renew_link"),
    }


def test_random_days_bring_about_every_act() -> None:
    """So the laws above speak about every act, and not only about refusals."""
    seen = {
        type(act).__name__
        for rules in (RULES, *RULES_BY_PART)
        for seed in range(40)
        for act in random_day(seed, rules, steps=120, whole=True).acts
    }
    before_the_day = {"ConferenceMade"}
    at_another_door = {"SealedVoteCast"}  # `test_sealing.py`
    too_seldom = {"PictureRemoved"}  # `test_pictures.py`
    of_older_days = {"TopicNoted"}  # what came out of a topic is in the harvest now
    elsewhere = before_the_day | at_another_door | too_seldom | of_older_days
    assert {act.__name__ for act in ACTS} - seen - elsewhere == set()


def test_a_step_that_is_impossible_fails_loudly() -> None:
    """The helper that arranges days for other tests does not pass over what cannot be."""
    with pytest.raises(AssertionError, match="was refused: This question is no longer there"):
        play(Asked(polls.open_poll, polls.RoundRequest(9, 1), CHAIR, MOMENT), start=MADE)
    with pytest.raises(AssertionError, match="changes nothing"):
        play(polls.PollOpened(9, 1, AT), start=MADE)
    assert len(TOKEN) == 64
