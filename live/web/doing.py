"""Doing what a person asks for: the one door behind forms and sockets.

Whoever comes with a request's name, its id and its fields gets one of three answers: done (it is on the disk), refused (with one
sentence, final), or later (nothing was decided; send it again under the same id).
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from live import clerk
from live.clerk import Rule, Unavailable
from live.conference import Act, Actor, Conference, Moment, Refused, Request, doors, polls
from live.conference.people import Role
from live.conference.polls.question import Fields
from live.fragments import Said
from live.web import asks, requests
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
    """Carry out one request and wait for its answer; see `ask`."""
    waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

    def answer(given: Answer) -> None:
        if not waiting.done():
            waiting.set_result(given)

    ask(live, who, pace, name, id, fields, until, answer)
    return await waiting


def ask(
    live: LiveConference,
    who: Who,
    pace: Pace,
    name: str,
    id: str,
    fields: Fields,
    until: int,
    answer: Callable[[Answer], None],
) -> None:
    """Have one request carried out. Never raises for anything a person can send, and calls `answer` once: before it returns,
    where nothing needs to be decided, or else when it is on the disk or refused. `answer` of who is gone by then does nothing.

    `until`, milliseconds since 1970, or 0: afterwards it must not happen any more. A network that was gone may hand on a chair's
    "next item" minutes after it was pressed, when the hall is somewhere else.
    """
    kind = requests.ASKS.get(name)
    if kind is None or not ID.fullmatch(id) or len(fields) > MOST_FIELDS:
        answer(RefusedAnswer(id[:128], requests.UNCLEAR))
        return
    role = requests.role_for(kind, who.roles)
    if role is None:
        answer(RefusedAnswer(id, NOT_ALLOWED["facilitator" if "facilitator" in kind.roles else "chair"]))
        return
    if not pace.allows(f"{live.code}/{who.name_for_pace}", who.people_for_pace):
        answer(Later(id, TOO_QUICK))
        return
    try:
        request = requests.read(kind, fields)
    except Exception as problem:  # noqa: BLE001  # one strange request must not end a socket
        answer(_in_the_way(name, id, problem))
        return

    def told(outcome: clerk.Done | Exception) -> None:
        if isinstance(outcome, Exception):
            answer(_in_the_way(name, id, outcome))
            return
        try:
            given: Answer = _done(live, who, kind, request, id, outcome)
        except Exception as problem:  # noqa: BLE001  # it is on the disk all the same
            given = _in_the_way(name, id, problem)
        answer(given)

    rule = live.guesses.watched(_in_time(kind.rule, until), request)
    live.clerk.ask_soon(rule, request, who.acting(role), id, told)


def _in_the_way(name: str, id: str, problem: Exception) -> Answer:
    """The answer where something stood in the way."""
    match problem:
        case TooManyGuesses():
            return Later(id, problem.say)
        case Refused():
            return RefusedAnswer(id, problem.say, problem.field)
        case Unavailable():
            return Later(id, CANNOT_WRITE)
    # Without the exception's own words, which may quote what a person typed; where it happened is in the clerk's line.
    log.error("the request %s failed: %s", name, type(problem).__name__)
    return RefusedAnswer(id, BROKEN)


def _done(live: LiveConference, who: Who, kind: asks.Ask, request: Request, id: str, done: clerk.Done) -> Done:
    """The answer when it is on the disk."""
    live.planning.take(request)
    go = live.path(kind.go or "") if kind.leaves else ""
    say = kind.say_sealed if kind.say_sealed and doors.is_sealed(live.conference) else kind.say
    if kind.told is not None:
        say = kind.told(live.conference, request, done.acts) or say
    mine = live.personal.on_the_phone(who.voice)
    if isinstance(request, polls.WithdrawVote):
        mine["votes"][f"{request.poll}.{request.round}"] = TAKEN_BACK  # or the phone would go on showing it
    return Done(id, done.position, say, mine, go)


def _in_time(rule: Rule, until: int) -> Rule:
    """The rule, refusing what comes too late. The clerk asks it only about what it has not answered before."""

    def checked(conference: Conference, request: Request, by: Actor, moment: Moment) -> Sequence[Act]:
        if moment.at > until:
            raise Refused(TOO_LATE)
        return rule(conference, request, by, moment)

    return checked if until else rule
