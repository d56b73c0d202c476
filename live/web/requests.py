"""What people may ask for: the one table that forms and sockets share, from a request's name to its rule.

Both doors give the name, the request's id, and the form's fields as lists of texts. They are turned into the request's type here,
so a form and a socket message get the same answer and the same refusals.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import get_type_hints

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from live import conference
from live.clerk import Rule
from live.conference import (
    Act,
    Conference,
    Refused,
    Request,
    actions,
    agenda,
    board,
    booking,
    comments,
    entering,
    forgetting,
    handing_out,
    harvest,
    meeting,
    pictures,
    plan,
    polls,
    programming,
    visiting,
    wall,
    writeup,
)
from live.conference.people import Role
from live.conference.polls.question import Fields
from live.web import planning

DELEGATE: frozenset[Role] = frozenset({"delegate"})
FACILITATOR: frozenset[Role] = frozenset({"facilitator", "chair"})
CHAIR: frozenset[Role] = frozenset({"chair"})
IN_THE_ROOM: frozenset[Role] = DELEGATE | FACILITATOR
"""What everybody may do who was there, and facilitators for them."""

FORM = 16 * 1024
"""Bytes of a form: 1,300 letters of any script, each of which may become twelve bytes there. A visit on offer has 1,080."""
TEXTS = 128 * 1024
"""Bytes of a form with many fields, or with a page of text: up to 10,000 letters of any script."""
LISTS = 512 * 1024
"""Bytes of a form with a list of hundreds of lines, or a whole plan (256 KB, of which not every byte needs escaping)."""

MESSAGE = 8 * 1024
"""Bytes of a message over a socket: the longest ordinary form, where a letter is four bytes at most."""
LONG_MESSAGE = 48 * 1024
"""Bytes of the longest message: `outbox.js` keeps requests of up to 15,000 letters, of three bytes each but for rare ones."""


class Ask(Struct, frozen=True):
    """One kind of request: its type, its rule, who may ask, what to say when it is done, and where a plain form goes then (if not
    back to its page). `leaves`: a live page goes there too, instead of saying it in place."""

    shape: type[Request]
    rule: Rule
    roles: frozenset[Role]
    say: str
    go: str | None = None
    leaves: bool = False
    say_sealed: str = ""
    """What to say instead where votes are sealed."""
    is_said: bool = True
    """Whether a page without scripts says so on top. Not where the page itself shows it, as with a vote."""
    told: Callable[[Conference, Request, Sequence[Act]], str] | None = None
    """told(conference, request, acts): what to say instead, from what came of it; "" says nothing else."""
    most: int = FORM
    """Bytes of its form, at most. More is not read at all, so it is more than anybody needs who keeps to the rule's bounds."""


ABOVE = ".."
"""Where a plain form goes: to the page above its own, as from "wall/3/write" to "wall/3"."""

YOURS_IS_IN = "Your label is in. Among your labels you see whether it hangs yet."
YOURS_ARE_IN = "Your labels are in. Among them you see which hang yet. Lines that hung before were left out."

ASKS: Mapping[str, Ask] = {
    # delegates
    "join": Ask(entering.ComeIn, entering.come_in, DELEGATE, "Welcome.", "", leaves=True, is_said=False),
    "use_badge": Ask(
        entering.UseBadge, entering.use_badge, DELEGATE, "Your badge is in use here.", "badge", is_said=False
    ),
    "cast_vote": Ask(
        polls.CastVote,
        polls.cast_vote,
        DELEGATE,
        "Your vote is in. You can change it until voting closes.",
        say_sealed="Your envelope is in the box. You can replace it until voting closes.",
        is_said=False,
    ),
    "withdraw_vote": Ask(
        polls.WithdrawVote,
        polls.withdraw_vote,
        DELEGATE,
        "Your vote is taken back.",
        say_sealed="Your vote is taken back. Your envelope stays in the box, with nothing in it.",
    ),
    "answer_survey": Ask(
        polls.AnswerSurvey,
        polls.answer_survey,
        DELEGATE,
        "Your answers are in. You can change them until the survey closes.",
        most=TEXTS,  # twenty questions, of which each may have its own words
    ),
    "post_label": Ask(wall.PostLabel, wall.post_label, DELEGATE, YOURS_IS_IN, ABOVE, told=wall.what_hangs),
    "post_labels": Ask(
        wall.PostLabels,
        wall.post_labels,
        DELEGATE,
        YOURS_ARE_IN,
        ABOVE,
        told=wall.what_hangs,
        most=LISTS,  # a table’s list: sixty lines
    ),
    "reword_label": Ask(
        wall.RewordLabel, meeting.reword_label, DELEGATE, "Your label is changed.", told=wall.what_is_changed
    ),
    "take_back_label": Ask(
        wall.LabelRequest, meeting.take_back_label, DELEGATE, "Your label is off the wall, for good."
    ),
    "back_label": Ask(wall.BackLabel, meeting.back_label, DELEGATE, "Noted.", is_said=False),
    "offer_to_meet": Ask(meeting.OfferToMeet, meeting.offer_to_meet, DELEGATE, "Your yes is in."),
    "agree_to_meet": Ask(meeting.AgreeToMeet, meeting.agree_to_meet, DELEGATE, "You said yes."),
    "place_meeting": Ask(meeting.PlaceMeeting, meeting.place_meeting, DELEGATE, "The other person sees it."),
    "end_meeting": Ask(
        meeting.MeetingRequest, meeting.end_meeting, DELEGATE, "It is ended, and what was given is erased."
    ),
    "propose_topic": Ask(board.ProposeTopic, board.propose_topic, DELEGATE, "Your topic is in.", "board", leaves=True),
    "change_topic": Ask(board.ChangeTopic, board.change_topic, DELEGATE, "Your topic is changed.", ABOVE),
    "withdraw_topic": Ask(
        board.TopicRequest, board.withdraw_topic, DELEGATE, "Your topic is taken back, for good.", "board", leaves=True
    ),
    "take_away": Ask(
        forgetting.TakeAway, forgetting.take_away, DELEGATE, "All that you gave is taken away, for good.", "join"
    ),
    "follow_topic": Ask(board.FollowTopic, board.follow_topic, DELEGATE, "Noted.", is_said=False),
    "host_topic": Ask(board.HostTopic, board.host_topic, DELEGATE, "Thank you. You host this topic.", ABOVE),
    "leave_hosting": Ask(board.TopicRequest, board.leave_hosting, DELEGATE, "It needs a host again.", ABOVE),
    "ask_to_merge": Ask(
        board.AskToMerge, board.ask_to_merge, IN_THE_ROOM, "It is asked. They are one topic when both hosts say yes."
    ),
    "agree_to_merge": Ask(board.MergeRequest, board.agree_to_merge, IN_THE_ROOM, "The yes is in."),
    "drop_merge": Ask(board.MergeRequest, board.drop_merge, IN_THE_ROOM, "Noted. They stay two topics."),
    "part_topic": Ask(board.TopicRequest, board.part_topic, IN_THE_ROOM, "They are two topics again."),
    "ask_seat": Ask(booking.AskSeat, booking.ask_seat, DELEGATE, "Noted.", is_said=False, told=booking.what_one_has),
    "leave_seat": Ask(
        booking.SeatRequest, booking.leave_seat, DELEGATE, "Thank you. Somebody else can come now.", is_said=False
    ),
    "see_seat": Ask(booking.SeatRequest, booking.see_seat, DELEGATE, "Thank you.", is_said=False),
    "make_comment": Ask(
        comments.MakeComment,
        comments.make_comment,
        DELEGATE,
        "Thank you. The chair and the facilitators read your comment.",
        "report/comments",
        leaves=True,
    ),
    "take_back_comment": Ask(
        comments.CommentRequest,
        comments.take_back_comment,
        DELEGATE,
        "Your comment is taken back, for good.",
        "report/comments",
        leaves=True,
    ),
    "read_back": Ask(
        harvest.ReadTalk, harvest.read_back, DELEGATE, "Thank you. Your answer is in.", told=harvest.what_to_do
    ),
    # everybody who was in the room
    "write_note": Ask(
        harvest.WriteNote,
        harvest.write_note,
        IN_THE_ROOM,
        "It is written down. Everybody can read it.",
        told=harvest.what_is_written,
        most=LISTS,  # thirty key points, pasted with their bullets
    ),
    "change_note": Ask(harvest.ChangeNote, harvest.change_note, IN_THE_ROOM, "The note is changed."),
    "remove_note": Ask(harvest.NoteRequest, harvest.remove_note, IN_THE_ROOM, "The note is gone, for good."),
    "choose_line": Ask(harvest.NoteRequest, harvest.choose_line, IN_THE_ROOM, "This line stands."),
    "agree_talk_action": Ask(
        harvest.AgreeTalkAction, harvest.agree_talk_action, IN_THE_ROOM, "The action is written down."
    ),
    "offer_visit": Ask(
        visiting.OfferVisit, visiting.offer_visit, DELEGATE, "Your visit is offered.", "visits", leaves=True
    ),
    "change_visit": Ask(
        visiting.ChangeVisit, visiting.change_visit, DELEGATE, "Your visit is changed.", "visits", leaves=True
    ),
    "withdraw_visit": Ask(
        visiting.VisitRequest,
        visiting.withdraw_visit,
        DELEGATE,
        "Your visit is withdrawn, for good.",
        "visits",
        leaves=True,
    ),
    "wish_visit": Ask(
        visiting.VisitRequest, visiting.wish_visit, DELEGATE, "Noted. You see here when you have a place."
    ),
    "leave_visit": Ask(visiting.VisitRequest, visiting.leave_visit, DELEGATE, "Noted."),
    # facilitators
    "turn_wall": Ask(agenda.TurnWall, agenda.turn_wall, FACILITATOR, "It is on the screen."),
    "end_question": Ask(wall.EndQuestion, wall.end_question, FACILITATOR, "The question has its ending."),
    "reopen_question": Ask(wall.QuestionRequest, wall.reopen_question, FACILITATOR, "The question is open again."),
    "hold_label": Ask(wall.HoldLabel, wall.hold_label, FACILITATOR, "The label is held back. Its writer sees why."),
    "release_label": Ask(wall.ReleaseLabel, wall.release_label, FACILITATOR, "The label hangs again."),
    "park_label": Ask(wall.HoldLabel, wall.park_label, FACILITATOR, "The label is put aside. Its writer sees why."),
    "look_at_labels": Ask(
        wall.LookAtLabels,
        wall.look_at_labels,
        FACILITATOR,
        "Fine for the screen.",
        most=LISTS,  # all that wait, with what they said when they were read: thousands on a large day
    ),
    "undo_look": Ask(wall.UndoLook, wall.undo_look, FACILITATOR, "The step is taken back."),
    "choose_look": Ask(wall.ChooseLook, wall.choose_look, FACILITATOR, "Saved."),
    "put_word_list": Ask(
        wall.PutWordList,
        wall.put_word_list,
        FACILITATOR,
        "The list is saved.",
        most=LISTS,  # 500 words of up to 60 letters
    ),
    "type_label": Ask(wall.TypeLabel, wall.type_label, FACILITATOR, "It hangs."),
    "take_out_label": Ask(wall.LabelRequest, wall.take_out_label, FACILITATOR, "It is out again."),
    "name_theme": Ask(wall.NameTheme, wall.name_theme, FACILITATOR, "Saved."),
    "remove_theme": Ask(wall.ThemeRequest, wall.remove_theme, FACILITATOR, "The theme is gone. Its labels still hang."),
    "move_theme": Ask(wall.MoveTheme, wall.move_theme, FACILITATOR, "Moved."),
    "sort_label": Ask(wall.SortLabel, wall.sort_label, FACILITATOR, "Sorted."),
    "pick_quote": Ask(wall.PickQuote, wall.pick_quote, FACILITATOR, "Noted.", is_said=False),
    "name_table": Ask(wall.NameTable, wall.name_table, FACILITATOR, "Saved."),
    "remove_table": Ask(
        wall.TableRequest, wall.remove_table, FACILITATOR, "The table is gone. Its answers still hang."
    ),
    "hang_answers": Ask(wall.HangAnswers, wall.hang_answers, FACILITATOR, "The answers hang on the wall."),
    "join_labels": Ask(wall.JoinLabels, wall.join_labels, FACILITATOR, "Joined. All wordings are kept."),
    "part_label": Ask(wall.LabelRequest, wall.part_label, FACILITATOR, "Parted again."),
    "keep_apart": Ask(wall.KeepApart, wall.keep_apart, FACILITATOR, "Noted: they are not the same."),
    "put_meeting_point": Ask(meeting.PutMeetingPoint, meeting.put_meeting_point, FACILITATOR, "Saved."),
    "take_suggestion": Ask(wall.TakeSuggestion, wall.take_suggestion, FACILITATOR, "The theme is made."),
    "type_paper": Ask(polls.TypePaper, polls.type_paper, FACILITATOR, "Typed in."),
    "take_out_paper": Ask(polls.TakeOutPaper, polls.take_out_paper, FACILITATOR, "It is out again."),
    "remove_graphic": Ask(
        harvest.GraphicRequest, harvest.remove_graphic, FACILITATOR, "The drawing is gone, for good."
    ),
    "be_quiet": Ask(board.MarketRequest, board.be_quiet, FACILITATOR, "From now on people write quietly."),
    "open_market": Ask(board.MarketRequest, board.open_market, FACILITATOR, "The market is open."),
    "pitch_topic": Ask(board.PitchTopic, board.pitch_topic, FACILITATOR, "The minute is running."),
    "end_pitch": Ask(board.MarketRequest, board.end_pitch, FACILITATOR, "The pitch is over."),
    "repeat_topic": Ask(board.RepeatTopic, board.repeat_topic, FACILITATOR, "Done."),
    "place_topic": Ask(board.PlaceTopic, board.place_topic, FACILITATOR, "Moved.", told=board.what_moved),
    "undo_step": Ask(board.UndoStep, board.undo_step, FACILITATOR, "It is taken back."),
    "suggest_timetable": Ask(
        planning.SuggestTimetable, planning.suggest_timetable, FACILITATOR, "It is being worked out.", is_said=False
    ),
    "apply_moves": Ask(
        board.ApplyMoves,
        board.apply_moves,
        FACILITATOR,
        "Moved.",
        told=board.what_was_applied,
        most=LISTS,  # 500 moves with the names of rooms and times
    ),
    "drop_timetable": Ask(
        planning.DropTimetable,
        planning.drop_timetable,
        FACILITATOR,
        "The suggestion is put away. The board is as it was.",
    ),
    "lock_cell": Ask(board.CellRequest, board.lock_cell, FACILITATOR, "Locked: nothing moves in or out."),
    "unlock_cell": Ask(board.CellRequest, board.unlock_cell, FACILITATOR, "Unlocked."),
    "put_room": Ask(
        board.PutRoom, board.put_room, FACILITATOR, "The room is saved.", "facilitator/places", leaves=True
    ),
    "remove_room": Ask(
        board.RemoveRoom,
        board.remove_room,
        FACILITATOR,
        "The room is off the board.",
        "facilitator/places",
        leaves=True,
    ),
    "put_slot": Ask(
        board.PutSlot, board.put_slot, FACILITATOR, "The time is saved.", "facilitator/places", leaves=True
    ),
    "remove_slot": Ask(
        board.RemoveSlot,
        board.remove_slot,
        FACILITATOR,
        "The time is off the board.",
        "facilitator/places",
        leaves=True,
    ),
    "put_block": Ask(programming.PutBlock, programming.put_block, FACILITATOR, "Saved.", "facilitator/programme"),
    "remove_block": Ask(
        programming.RemoveBlock, programming.remove_block, FACILITATOR, "The line is gone.", "facilitator/programme"
    ),
    "put_session": Ask(
        programming.PutSession,
        programming.put_session,
        FACILITATOR,
        "Saved.",
        "facilitator/programme",
        most=TEXTS,  # ten links of up to 500 letters beside the text
    ),
    "remove_session": Ask(
        programming.RemoveSession,
        programming.remove_session,
        FACILITATOR,
        "The session is gone.",
        "facilitator/programme",
    ),
    "remove_handout": Ask(
        handing_out.HandoutRequest, handing_out.remove_handout, FACILITATOR, "The file is gone, for good."
    ),
    "answer_comment": Ask(comments.AnswerComment, comments.answer_comment, FACILITATOR, "Saved."),
    "agree_action": Ask(actions.AgreeAction, actions.agree_action, FACILITATOR, "It is written down."),
    "change_action": Ask(actions.ChangeAction, actions.change_action, FACILITATOR, "Saved."),
    "remove_action": Ask(actions.ActionRequest, actions.remove_action, FACILITATOR, "The action is gone, for good."),
    "update_action": Ask(actions.UpdateAction, actions.update_action, FACILITATOR, "Thank you. It is written down."),
    "take_out_update": Ask(actions.TakeOutUpdate, actions.take_out_update, FACILITATOR, "It is out, for good."),
    "ring_bell": Ask(board.RingBell, board.ring_bell, FACILITATOR, "The bell rings."),
    "still_bell": Ask(board.StillBell, board.still_bell, FACILITATOR, "The bell is taken back."),
    "match_visitors": Ask(
        visiting.MatchVisitors, visiting.match_visitors, FACILITATOR, "Matched.", told=visiting.what_was_given
    ),
    # the chair
    "show_item": Ask(agenda.ItemRequest, agenda.show_item, CHAIR, "It is on the screen."),
    "turn_page": Ask(agenda.TurnPage, agenda.turn_page, CHAIR, "Turned."),
    "call_question": Ask(wall.QuestionRequest, wall.call_question, CHAIR, "It is this question’s turn."),
    "open_poll": Ask(polls.RoundRequest, polls.open_poll, CHAIR, "Voting is open."),
    "open_survey": Ask(polls.RunSurvey, polls.open_survey, CHAIR, "The survey is open."),
    "close_survey": Ask(polls.RunSurvey, polls.close_survey, CHAIR, "The survey is closed."),
    "close_poll": Ask(polls.RoundRequest, polls.close_poll, CHAIR, "Voting is closed."),
    "time_poll": Ask(polls.TimePoll, polls.time_poll, CHAIR, "The time is set."),
    "show_result": Ask(polls.ShowResult, polls.show_result, CHAIR, "Everybody sees the result."),
    "hide_result": Ask(polls.RoundRequest, polls.hide_result, CHAIR, "The result is hidden."),
    "blank_screen": Ask(agenda.BlankScreen, agenda.blank_screen, CHAIR, "Done."),
    "freeze_screen": Ask(conference.FreezeScreen, conference.freeze_screen, CHAIR, "Done."),
    "start_timer": Ask(agenda.StartTimer, agenda.start_timer, CHAIR, "The timer is running."),
    "extend_timer": Ask(agenda.ExtendTimer, agenda.extend_timer, CHAIR, "There is more time."),
    "stop_timer": Ask(agenda.StopTimer, agenda.stop_timer, CHAIR, "The timer is gone."),
    "add_item": Ask(
        agenda.AddItem,
        agenda.add_item,
        CHAIR,
        "Added.",
        "chair/plan",
        leaves=True,
        most=TEXTS,  # 26 answers to choose from, of up to 200 letters
    ),
    "change_item": Ask(
        agenda.ChangeItem,
        agenda.change_item,
        CHAIR,
        "Saved.",
        "chair/plan",
        leaves=True,
        most=TEXTS,  # the same
    ),
    "move_item": Ask(agenda.MoveItem, agenda.move_item, CHAIR, "Moved."),
    "remove_item": Ask(agenda.ItemRequest, agenda.remove_item, CHAIR, "Removed.", "chair/plan"),
    "put_picture": Ask(pictures.PutPicture, pictures.put_picture, CHAIR, "The picture is changed."),
    "choose_door": Ask(entering.ChooseDoor, entering.choose_door, CHAIR, "Saved."),
    "make_badges": Ask(
        entering.MakeBadges, entering.make_badges, CHAIR, "The badges are made. Now you can print them."
    ),
    "set_end_date": Ask(forgetting.SetEndDate, forgetting.set_end_date, CHAIR, "The day is set."),
    "write_around": Ask(
        writeup.WriteAround,
        writeup.write_around,
        CHAIR,
        "Saved.",
        most=TEXTS,  # two pages of A4
    ),
    "move_section": Ask(writeup.MoveSection, writeup.move_section, CHAIR, "Moved."),
    "leave_out_section": Ask(writeup.LeaveOut, writeup.leave_out, CHAIR, "Saved."),
    "publish_write_up": Ask(writeup.Publish, writeup.publish, CHAIR, "Done."),
    "renew_owners_link": Ask(
        actions.RenewLink, actions.renew_link, CHAIR, "There is a new link. The old one opens nothing any more."
    ),
    "describe_day": Ask(conference.DescribeDay, conference.describe_day, CHAIR, "Saved."),
    "take_plan": Ask(
        plan.TakePlan,
        plan.take_plan,
        CHAIR,
        "The plan is in place.",
        "chair/plan",
        most=LISTS,  # a whole plan
    ),
}

UNCLEAR = "This page sent something that the server does not understand. Please load the page again."


def read(ask: Ask, fields: Fields) -> Request:
    """The request in a form's fields. Raises `Refused` when a field that must be there is missing or is not of its type."""
    values: dict[str, object] = {}
    known = _fields_of(ask.shape)
    fields = _spelt_out(fields, known.keys())
    for name, (is_required, is_number) in known.items():
        if name == "fields":
            values["fields"] = fields
            continue
        given = fields.get(name, ())
        if not given:
            if is_required:
                raise Refused(UNCLEAR)
            continue
        values[name] = _number(given[0]) if is_number else given[0]
    return ask.shape(**values)


def _spelt_out(fields: Fields, known: Set[str]) -> Fields:
    """A button can say just one thing, so the one that says several at once is named after all of them:
    `name="label.support.on" value="12.me_too.yes"`. Hundreds of labels then need one form, and no hidden fields."""
    more: dict[str, list[str]] = {}
    for name, values in fields.items():
        parts = name.split(".")
        if len(parts) > 1 and set(parts) <= known and values:
            said = values[0].split(".")
            if len(said) != len(parts):
                raise Refused(UNCLEAR)
            more |= {part: [one] for part, one in zip(parts, said, strict=True)}
    return {**fields, **more} if more else fields


@functools.cache  # looking at types took half of the time of a vote (measured)
def _fields_of(shape: type[Request]) -> Mapping[str, tuple[bool, bool]]:
    """The fields of a type of request, by name: whether it must be there, whether it is a whole number."""
    hints = get_type_hints(shape)
    return {each.name: (each.required, hints[each.name] is int) for each in struct_fields(shape)}


@functools.cache
def largest_message(role: Role) -> int:
    """Bytes of the longest message that a page of this role sends over its socket."""
    long = any(ask.most > FORM and role in ask.roles for ask in ASKS.values())
    return LONG_MESSAGE if long else MESSAGE


def role_for(ask: Ask, roles: Iterable[Role]) -> Role | None:
    """The role, of those somebody has, in which they may ask for this."""
    for role in roles:
        if role in ask.roles:
            return role
    return None


def _number(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 16):
        raise Refused(UNCLEAR)
    return int(text)
