"""Sealed votes: into an envelope as they arrive, and out of it at the count, all at once.

An envelope may also hold nothing: then its voter took the vote back, and nobody can see that before the count either.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from live.conference.people import Envelopes, KeyGone, Moment
from live.conference.polls.poll_acts import BallotBoxMade, SealedVoteCast
from live.conference.polls.question import Answer
from live.conference.polls.rounds import Box, Poll, Round
from live.conference.words import Refused

NO_ENVELOPES = "This server has no place for the keys of sealed votes. Please tell whoever runs it."
KEY_IS_GONE = (
    "The key to this ballot box is not on the server, so its envelopes cannot be opened. They stay as they are. "
    "Please tell whoever runs the server."
)
NO_RUNNING_RESULT = "Votes are sealed here until they are counted, so this question cannot have a running result."

_decoder = msgspec.json.Decoder(Answer | None)


def sealed_box(poll: Poll, number: int, moment: Moment) -> BallotBoxMade:
    """A ballot box for envelopes, with a new key to them. Raises `Refused`."""
    if poll.terms.running:
        raise Refused(NO_RUNNING_RESULT)
    if moment.envelopes is None:
        raise Refused(NO_ENVELOPES)
    try:
        key_id, public = moment.envelopes.new_key()
    except KeyGone as gone:
        raise Refused(NO_ENVELOPES) from gone
    return BallotBoxMade(poll.id, number, moment.token, public, key_id)


def sealed_vote(poll: Poll, one: Round, box: Box, voter: str, answer: Answer | None, moment: Moment) -> SealedVoteCast:
    """The answer in an envelope; None takes the one before back. Raises `Refused`."""
    if moment.envelopes is None:
        raise Refused(NO_ENVELOPES)
    content, length = msgspec.json.encode(answer), poll.question.longest_answer
    if len(content) > length:
        raise Refused("This answer is too long for its envelope. Please make it shorter.", "vote")
    return SealedVoteCast(poll.id, one.number, voter, moment.envelopes.seal(box.public, content, length))


def votes_in(box: Box, envelopes: Envelopes | None) -> Mapping[str, Answer]:
    """What each voter answered, without those who took it back. Raises `KeyGone` when envelopes cannot be opened."""
    if not box.is_sealed:
        return box.votes
    if envelopes is None:
        raise KeyGone(NO_ENVELOPES)
    opened = envelopes.open(box.key_id, list(box.sealed.values()))
    try:
        answers = list(zip(box.sealed, map(_decoder.decode, opened), strict=True))
    except msgspec.MsgspecError as strange:
        raise KeyGone("What is in an envelope is no answer.") from strange
    return {voter: answer for voter, answer in answers if answer is not None}
