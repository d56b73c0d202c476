"""Requests about the label wall: labels and who backs them, what is held back, themes, tables, questions, and meetings."""

from __future__ import annotations

from collections.abc import Mapping

from live.conference import meeting, wall
from live.web.asks import ABOVE, CHAIR, DELEGATE, FACILITATOR, LISTS, Ask

YOURS_IS_IN = "Your label is in. Among your labels you see whether it hangs yet."
YOURS_ARE_IN = "Your labels are in. Among them you see which hang yet. Lines that hung before were left out."

ASKS: Mapping[str, Ask] = {
    # delegates
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
    # facilitators
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
    # the chair
    "call_question": Ask(wall.QuestionRequest, wall.call_question, CHAIR, "It is this question’s turn."),
}
