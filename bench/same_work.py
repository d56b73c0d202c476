"""What every server that is compared does, so that only how it does it differs: a first view, a message to all, an answer.

Who says "hello" is sent the first view, which lies ready; who says a number has everybody sent a new message of so many bytes;
anything else is a vote in JSON, which is counted in memory and answered.
"""

from __future__ import annotations

import itertools

import msgspec

HELLO = b"hello"
FIRST_VIEW_BYTES = 2048


class Vote(msgspec.Struct):
    id: str
    fields: dict[str, list[str]]


_votes = msgspec.json.Decoder(Vote)
_numbers = itertools.count()
_PIECE = (
    '["put","option-{0}","<li id=\\"option-{0}\\"><b>Time to talk {0}</b> '
    '<span class=\\"bar\\" style=\\"--share:{1}\\"></span> {2}</li>"],'
)


def message(size: int) -> bytes:
    """A message of exactly so many bytes (at least 100) that looks like a frame of ours, and is not like the one before."""
    number = next(_numbers)
    text = f'{{"t":"frame","view":"now","seen":"Qx.{number:08}","ops":['
    option = number
    while len(text) < size:
        option += 7
        text += _PIECE.format(option % 9973, option * 31 % 101, option * 17 % 5003)
    return f'{text[: size - 4]}"]]}}'.encode()


FIRST_VIEW = message(FIRST_VIEW_BYTES)


def answer(vote: bytes, counted: dict[str, int]) -> bytes:
    """Count a vote; the answer to it."""
    asked = _votes.decode(vote)
    [letter] = asked.fields["vote"]
    counted[letter] = counted.get(letter, 0) + 1
    return msgspec.json.encode({"t": "done", "id": asked.id, "at": sum(counted.values()), "say": "Your vote is in."})


def vote(number: int) -> bytes:
    """A vote as a phone sends it; no two have the same number."""
    fields = {"poll": ["1"], "round": ["1"], "vote": ["ABCD"[number % 4]]}
    return msgspec.json.encode({"t": "do", "id": f"vote-{number}", "name": "cast_vote", "fields": fields})
