"""Doing what a person asks for: the one door behind forms and sockets.

Whoever comes with a request's name, its id and its fields gets one of three answers: done (it is on the disk), refused (with one
sentence, final), or later (nothing was decided; send it again under the same id).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from live.clerk import Rule, Unavailable
from live.conference import Act, Actor, Conference, Moment, Refused, Request, polls
from live.conference.people import Role
from live.conference.polls.question import Fields
from live.fragments import Said
from live.web import requests
from live.web.access import Pace, Who
from live.web.guesses import TooManyGuesses
from live.web.live_conference import LiveConference

log = logging.getLogger("live.web")

ID = re.compile(r"[\w.~-]{16,128}", re.ASCII)
MOST_FIELDS = 400

NOT_ALLOWED: dict[Role, str] = {
    "chair": "Only the chair can do this. Please open the chair's link again.",
    "facilitator": "Only a facilitator can do this. Please open the facilitator's link again.",
    "delegate": "Please join first: type the six numbers on the big screen.",
}
TOO_QUICK = "That was a lot at once. This one is kept and sent again in a moment."
BROKEN = "Something went wrong on the server, and this was not counted. Please tell the facilitator."
TOO_LATE = (
    "This came too late, so nothing was changed. Look at what the room sees, and press again if you still want it."
)
CANNOT_WRITE = "The server cannot write this down just now. It is kept and sent again in a moment."


TAKEN_BACK = Said({})


class Done(Struct, frozen=True, tag_field="t", tag="done"):
    id: str
    at: int
    say: str
    mine: dict[str, Any]
    go: str = ""


class RefusedAnswer(Struct, frozen=True, tag_field="t", tag="refused"):
    id: str
    say: str
    field: str = ""


class Later(Struct, frozen=True, tag_field="t", tag="later"):
    id: str
    say: str


Answer = Done | RefusedAnswer | Later


async def do(live: LiveConference, who: Who, pace: Pace, name: str, id: str, fields: Fields, until: int = 0) -> Answer:
    """Carry out one request and answer it. Never raises for anything a person can send.

    `until`, milliseconds since 1970: afterwards it must not happen any more. A network that was gone may hand on a chair's
    "next item" minutes after it was pressed, when the hall is somewhere else.
    """
    ask = requests.ASKS.get(name)
    if ask is None or not ID.fullmatch(id) or len(fields) > MOST_FIELDS:
        return RefusedAnswer(id[:128], requests.UNCLEAR)
    role = requests.role_for(ask, who.roles)
    if role is None:
        return RefusedAnswer(id, NOT_ALLOWED["facilitator" if "facilitator" in ask.roles else "chair"])
    if not pace.allows(f"{live.code}/{who.name_for_pace}", who.people_for_pace):
        return Later(id, TOO_QUICK)
    try:
        request = requests.read(ask, fields)
        rule = live.guesses.watched(_in_time(ask.rule, until))
        done = await live.clerk.ask(rule, request, who.acting(role), id)
    except TooManyGuesses as wait:
        return Later(id, wait.say)
    except Refused as refused:
        return RefusedAnswer(id, refused.say, refused.field)
    except Unavailable:
        return Later(id, CANNOT_WRITE)
    except Exception as bug:  # noqa: BLE001  # one strange request must not end a socket
        # Without the exception's own words, which may quote what a person typed; where it happened is in the clerk's line.
        log.error("the request %s failed: %s", name, type(bug).__name__)
        return RefusedAnswer(id, BROKEN)
    live.planning.take(request)
    go = live.path(ask.go or "") if ask.leaves else ""
    say = ask.say_sealed if ask.say_sealed and _is_sealed(live.conference, request) else ask.say
    if ask.told is not None:
        say = ask.told(live.conference, request, done.acts) or say
    mine = live.mine_for_the_phone(who.voice)
    if isinstance(request, polls.WithdrawVote):
        mine["votes"][f"{request.poll}.{request.round}"] = TAKEN_BACK  # or the phone would go on showing it
    return Done(id, done.position, say, mine, go)


def _is_sealed(conference: Conference, request: Request) -> bool:
    """Whether a vote, or the taking back of one, went into a box of envelopes."""
    if not isinstance(request, polls.CastVote | polls.WithdrawVote):
        return False
    poll = conference.polls.by_id.get(request.poll)
    return poll is not None and any(one.is_sealed for one in poll.rounds if one.number == request.round)


def _in_time(rule: Rule, until: int) -> Rule:
    """The rule, refusing what comes too late. The clerk asks it only about what it has not answered before."""

    def checked(conference: Conference, request: Request, by: Actor, moment: Moment) -> Sequence[Act]:
        if moment.at > until:
            raise Refused(TOO_LATE)
        return rule(conference, request, by, moment)

    return checked if until else rule
