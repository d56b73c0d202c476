"""What was agreed, as facilitators work on it: each action is a piece of its own, so that several people may write at once.

The same cards stand on the public page and on an owner's: what came of each action, the newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from live.conference import Conference
from live.conference.actions import Action, ActionState
from live.conference.agenda import sessions
from live.fragments import VOTING, Piece, Scene, View

STATE_WORDS: Mapping[ActionState, str] = {"open": "Open", "done": "Done", "dropped": "Dropped"}
STATE_SIGNS: Mapping[ActionState, str] = {"open": "waiting", "done": "open", "dropped": "closed"}
"""How a state is coloured, beside its words: by the look of a status."""


class Told(Struct, frozen=True):
    """An update; `at` is its moment (milliseconds since 1970), `day` that day in words."""

    at: int
    day: str
    text: str
    state: ActionState

    @property
    def says(self) -> str:
        return STATE_WORDS[self.state]


class ActionCard(Struct, frozen=True):
    """An action with what came of it, the newest first; `topic` is the title of the topic that it came from, and `session` that
    of the booked session."""

    id: int
    what: str
    outcome: str
    who: str
    until: str
    topic_id: int
    topic: str
    state: ActionState
    told: tuple[Told, ...]
    session: str = ""

    @property
    def says(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def sign(self) -> str:
        return STATE_SIGNS[self.state]


class HowMany(Struct, frozen=True):
    actions: int
    done: int
    without_owner: int


def cards(conference: Conference) -> list[ActionCard]:
    """All actions, the first agreed first."""
    return [card(conference, action) for action in conference.actions.in_order()]


def card(conference: Conference, action: Action) -> ActionCard:
    topic = conference.board.seen(action.topic)
    return ActionCard(
        action.id,
        action.what,
        action.outcome,
        action.who,
        action.until,
        topic.id if topic is not None else 0,
        topic.title if topic is not None else "",
        action.state,
        tuple(Told(one.at, day_of(one.at), one.text, one.state) for one in reversed(action.updates)),
        next((one.title for _, one in sessions(conference.agenda.programme) if one.id == action.session), ""),
    )


def day_of(at: int) -> str:
    """The day of a moment as people write it, by the server's clock: "3 March 2027"."""
    moment = datetime.fromtimestamp(at / 1000)  # noqa: DTZ006
    return f"{moment.day} {moment:%B %Y}"


def _desk_actions(scene: Scene) -> Iterator[Piece]:
    found = cards(scene.conference)
    done = sum(one.state == "done" for one in found)
    yield Piece(
        "desk-actions-number",
        "desk-actions-count",
        "fragments/_desk_actions_number.html",
        HowMany(len(found), done, sum(not one.who for one in found)),
    )
    for one in found:
        yield Piece(f"desk-action-{one.id}", "desk-actions-list", "fragments/_desk_action.html", one)


desk_actions = View("desk/actions", ("desk-actions-count", "desk-actions-list"), _desk_actions, apart_from=VOTING)
