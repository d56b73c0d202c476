"""Who may vote, and how that is made sure of. So far there is one door: whoever has the code, one vote for each voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, joined_voice

if TYPE_CHECKING:
    from live.conference import Conference


def voter_of(conference: Conference, by: Actor) -> str:
    """Under which name somebody votes: the same name twice is one vote. Raises `Refused` for who may not vote."""
    return joined_voice(conference, by).id


def voter_name(conference: Conference, voice: str) -> str:
    """The name under which this voice's vote lies, for looking it up again; "" if it cannot have one."""
    return voice if voice in conference.people.voices else ""


def could_vote(conference: Conference) -> int:
    """How many people could vote just now."""
    return len(conference.people.voices)


def voters(conference: Conference) -> Sequence[tuple[str, str, bool]]:
    """Everybody who could vote: the name they vote under, the group they chose ("" if none), and whether they vote by helper."""
    return [(voice.id, voice.group, False) for voice in conference.people.voices.values()]
