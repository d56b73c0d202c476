"""Requests about what came out of the day: notes and drawings, the write-up and comments on it, actions."""

from __future__ import annotations

from collections.abc import Mapping

from live.conference import actions, comments, harvest, writeup
from live.web.asks import CHAIR, DELEGATE, FACILITATOR, IN_THE_ROOM, LISTS, TEXTS, Ask

ASKS: Mapping[str, Ask] = {
    # delegates
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
    # facilitators
    "remove_graphic": Ask(
        harvest.GraphicRequest, harvest.remove_graphic, FACILITATOR, "The drawing is gone, for good."
    ),
    "answer_comment": Ask(comments.AnswerComment, comments.answer_comment, FACILITATOR, "Saved."),
    "agree_action": Ask(actions.AgreeAction, actions.agree_action, FACILITATOR, "It is written down."),
    "change_action": Ask(actions.ChangeAction, actions.change_action, FACILITATOR, "Saved."),
    "remove_action": Ask(actions.ActionRequest, actions.remove_action, FACILITATOR, "The action is gone, for good."),
    "update_action": Ask(actions.UpdateAction, actions.update_action, FACILITATOR, "Thank you. It is written down."),
    "take_out_update": Ask(actions.TakeOutUpdate, actions.take_out_update, FACILITATOR, "It is out, for good."),
    # the chair
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
}
