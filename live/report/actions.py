"""What was agreed, written up: action, outcome, who, by when, and what came of each."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from live.conference import Conference
from live.conference.actions import Action, ActionState


class Told(Struct, frozen=True):
    """What somebody told about an action, when, and how the action stood from then on."""

    at: datetime
    text: str
    state: ActionState


class ActionAgreed(Struct, frozen=True):
    """An action. `by_when` is as it was written; `topic` is the title of the topic that it came from, or empty; `updates`: the
    oldest first."""

    action: str
    outcome: str
    who: str
    by_when: str
    topic: str
    state: ActionState
    updates: tuple[Told, ...]


def actions_of(conference: Conference) -> tuple[ActionAgreed, ...]:
    """The first agreed first."""
    return tuple(_action(action, conference) for action in conference.actions.in_order())


def _action(action: Action, conference: Conference) -> ActionAgreed:
    topic = conference.board.seen(action.topic)
    return ActionAgreed(
        action.what,
        action.outcome,
        action.who,
        action.until,
        topic.title if topic is not None else "",
        action.state,
        tuple(Told(datetime.fromtimestamp(one.at // 1000, UTC), one.text, one.state) for one in action.updates),
    )
