"""What was agreed: action, outcome, who, by when; and what came of each, which its owner tells for months by a link of their own.

The key of an owner's link is made from the action's number and how often the link was renewed, with the secret of the data folder
(`live/web/keys.py`): neither the key nor a hash of it is here.
"""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Fact

ActionState = Literal["open", "done", "dropped"]
ACTION_STATES: tuple[ActionState, ...] = get_args(ActionState)


class Update(Struct, frozen=True, omit_defaults=True):
    """What came of an action, as it was told at a moment (milliseconds since 1970), and how the action stood from then on."""

    at: int
    text: str = ""
    state: ActionState = "open"


class Action(Struct, frozen=True):
    """`until` is by when, as it was written. `topic` is the topic of the board that it came from, or 0. `updates`: the oldest
    first. `renewed`: how often its owner's link was renewed; only the latest opens it."""

    id: int
    what: str
    outcome: str = ""
    who: str = ""
    until: str = ""
    topic: int = 0
    state: ActionState = "open"
    updates: tuple[Update, ...] = ()
    renewed: int = 0


class Actions(Struct, frozen=True):
    """Numbers are never used twice, also not after an action was removed."""

    by_id: HashTrieMap[int, Action] = field(default_factory=HashTrieMap)
    latest_id: int = 0

    def in_order(self) -> list[Action]:
        """All of them, the first agreed first."""
        return sorted(self.by_id.values(), key=lambda action: action.id)


class ActionAgreed(Fact, frozen=True):
    action: int
    what: str
    outcome: str = ""
    who: str = ""
    until: str = ""
    topic: int = 0


class ActionChanged(Fact, frozen=True):
    """It reads otherwise from now on, or an update was taken out. The act holds all that stays, and what was written down about
    the action before leaves the disk."""

    action: int
    what: str
    outcome: str = ""
    who: str = ""
    until: str = ""
    topic: int = 0
    state: ActionState = "open"
    updates: tuple[Update, ...] = ()
    renewed: int = 0


class ActionRemoved(Fact, frozen=True):
    """Its words and updates are erased from the disk with this act."""

    action: int


class ActionUpdated(Fact, frozen=True):
    """Its owner, the chair or a facilitator told what came of it."""

    action: int
    update: Update


class ActionLinkRenewed(Fact, frozen=True):
    """Its owner has another link, and the one before opens nothing any more. `renewed` counts them."""

    action: int
    renewed: int


ActionAct = ActionAgreed | ActionChanged | ActionRemoved | ActionUpdated | ActionLinkRenewed


def fold(actions: Actions, act: ActionAct) -> Actions:
    match act:
        case ActionAgreed():
            return _with(actions, Action(act.action, act.what, act.outcome, act.who, act.until, act.topic))
        case ActionChanged():
            words = (act.what, act.outcome, act.who, act.until)
            return _with(actions, Action(act.action, *words, act.topic, act.state, act.updates, act.renewed))
        case ActionRemoved():
            latest = max(actions.latest_id, act.action)
            return replace(actions, by_id=actions.by_id.discard(act.action), latest_id=latest)
    known = actions.by_id.get(act.action)
    if known is None:
        return actions
    match act:
        case ActionUpdated():
            return _with(actions, replace(known, state=act.update.state, updates=(*known.updates, act.update)))
        case ActionLinkRenewed():
            return _with(actions, replace(known, renewed=act.renewed))
        case _:
            assert_never(act)


def _with(actions: Actions, action: Action) -> Actions:
    return replace(actions, by_id=actions.by_id.insert(action.id, action), latest_id=max(actions.latest_id, action.id))
