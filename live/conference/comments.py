"""Comments on a draft of the write-up: a delegate writes and takes back, the chair or a facilitator answers.

Only its writer, the chair and the facilitators read a comment and its answer. Neither is part of the write-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import NAME_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text
from live.conference.writeup import CommentAnswered, CommentMade, CommentTakenBack, WriteUpAct

if TYPE_CHECKING:
    from live.conference import Conference

COMMENT_LETTERS = TEXT_LETTERS
MOST_COMMENTS_EACH = 20  # of one voice
MOST_COMMENTS = 2000


class MakeComment(Request, frozen=True):
    about: str = ""
    text: str = ""
    name: str = ""


class CommentRequest(Request, frozen=True):
    comment: int


class AnswerComment(Request, frozen=True):
    """`answer` is for the comment's writer alone. `settled` "yes": there is nothing left to do about it."""

    comment: int
    answer: str = ""
    settled: str = ""


def make_comment(conference: Conference, ask: MakeComment, by: Actor, moment: Moment) -> Sequence[WriteUpAct]:
    voice = joined_voice(conference, by)
    writeup = conference.writeup
    if writeup.state != "draft":
        raise Refused("The write-up takes no comments now.")
    if ask.about and ask.about not in writeup.sections:
        raise Refused("Please choose what your comment is about.", "about")
    text = clean_text(ask.text, COMMENT_LETTERS, "text", "A comment")
    name = clean_line(ask.name, NAME_LETTERS, "name", "A name", optional=True)
    own = [one for one in writeup.comments.values() if one.voice == voice.id]
    if any((one.about, one.text, one.name) == (ask.about, text, name) for one in own):
        return []
    if len(own) >= MOST_COMMENTS_EACH:
        raise Refused(f"Everybody can have {MOST_COMMENTS_EACH} comments. Take one back to write another.", "text")
    if len(writeup.comments) >= MOST_COMMENTS:
        raise Refused("There is no room for more comments. Please tell the chair.", "text")
    return [CommentMade(writeup.latest_comment + 1, voice.id, ask.about, text, name, moment.at)]


def take_back_comment(conference: Conference, ask: CommentRequest, by: Actor, moment: Moment) -> Sequence[WriteUpAct]:
    """At any time, also when the write-up is final."""
    voice = joined_voice(conference, by)
    comment = conference.writeup.comments.get(ask.comment)
    if comment is None:
        return []
    if comment.voice != voice.id:
        raise Refused("Only the person who wrote a comment can take it back.")
    return [CommentTakenBack(comment.id)]


def answer_comment(conference: Conference, ask: AnswerComment, by: Actor, moment: Moment) -> Sequence[WriteUpAct]:
    comment = conference.writeup.comments.get(ask.comment)
    if comment is None:
        raise Refused("This comment has been taken back.")
    answer = clean_text(ask.answer, COMMENT_LETTERS, "answer", "An answer", optional=True)
    settled = ask.settled == "yes"
    unchanged = (comment.answer, comment.settled) == (answer, settled)
    return [] if unchanged else [CommentAnswered(comment.id, answer, settled)]
