"""What was agreed: action, outcome, who, by when; and what came of each, which its owner tells for months by a link of their own.

The key of an owner's link is made from the action's number and how often the link was renewed, with the secret of the data folder
(`live/web/keys.py`): neither the key nor a hash of it is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Actor, Fact, Moment, Request
from live.conference.words import LABEL_LETTERS, NAME_LETTERS, TEXT_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference

WHO_LETTERS = 120  # several names
MOST_ACTIONS = 200
MOST_UPDATES = 100  # of one action: two a week for a year

ActionState = Literal["open", "done", "dropped"]
ACTION_STATES: tuple[ActionState, ...] = get_args(ActionState)


class Update(Struct, frozen=True, omit_defaults=True):
    """What came of an action, as it was told at a moment (milliseconds since 1970), and how the action stood from then on."""

    at: int
    text: str = ""
    state: ActionState = "open"


class Action(Struct, frozen=True):
    """`until` is by when, as it was written. `topic` is the topic of the board that it came from, or 0; so is `session` of the
    programme. `updates`: the oldest first. `renewed`: how often its owner's link was renewed; only the latest opens it.
    `at` is when it was written down (milliseconds since 1970; 0 on days before that was noted)."""

    id: int
    what: str
    outcome: str = ""
    who: str = ""
    until: str = ""
    topic: int = 0
    state: ActionState = "open"
    updates: tuple[Update, ...] = ()
    renewed: int = 0
    session: int = 0
    at: int = 0


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
    session: int = 0
    at: int = 0


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
    session: int = 0
    at: int = 0


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
            words = (act.what, act.outcome, act.who, act.until)
            return _with(actions, Action(act.action, *words, act.topic, session=act.session, at=act.at))
        case ActionChanged():
            words = (act.what, act.outcome, act.who, act.until)
            told = (act.state, act.updates, act.renewed)
            return _with(actions, Action(act.action, *words, act.topic, *told, act.session, act.at))
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


class AgreeAction(Request, frozen=True):
    what: str = ""
    outcome: str = ""
    who: str = ""
    until: str = ""
    topic: int = 0
    session: int = 0


class ChangeAction(Request, frozen=True):
    action: int
    what: str = ""
    outcome: str = ""
    who: str = ""
    until: str = ""
    topic: int = 0


class ActionRequest(Request, frozen=True):
    action: int


class UpdateAction(Request, frozen=True):
    """What came of it, and how it stands now."""

    action: int
    text: str = ""
    state: str = ""


class TakeOutUpdate(Request, frozen=True):
    """Take out the update of the moment `at`."""

    action: int
    at: int


class RenewLink(Request, frozen=True):
    """Another link instead of the one that was renewed `renewed` times."""

    action: int
    renewed: int


def agree_action(conference: Conference, ask: AgreeAction, by: Actor, moment: Moment) -> Sequence[ActionAct]:
    actions = conference.actions
    words = _words(ask)
    topic = ask.topic if conference.board.seen(ask.topic) is not None else 0
    known = (one.id for block in conference.agenda.programme for one in block.workshops)
    session = ask.session if ask.session in known else 0
    agreed = (*words, topic, session)
    for one in actions.by_id.values():
        if (one.what, one.outcome, one.who, one.until, one.topic, one.session) == agreed:
            return []
    if len(actions.by_id) >= MOST_ACTIONS:
        raise Refused(f"A conference can have {MOST_ACTIONS} actions at most.", "what")
    return [ActionAgreed(actions.latest_id + 1, *agreed, moment.at)]


def change_action(conference: Conference, ask: ChangeAction, by: Actor, moment: Moment) -> Sequence[ActionAct]:
    """Other words; what was told of it stays."""
    action = known_action(conference, ask.action)
    what, outcome, who, until = _words(ask)
    kept = conference.board.by_id if ask.topic == action.topic else ()
    topic = ask.topic if ask.topic in kept or conference.board.seen(ask.topic) is not None else 0
    changed = replace(action, what=what, outcome=outcome, who=who, until=until, topic=topic)
    return [] if changed == action else [_all_of(changed)]


def remove_action(conference: Conference, ask: ActionRequest, by: Actor, moment: Moment) -> Sequence[ActionAct]:
    return [ActionRemoved(ask.action)] if ask.action in conference.actions.by_id else []


def update_action(conference: Conference, ask: UpdateAction, by: Actor, moment: Moment) -> Sequence[ActionAct]:
    """Whoever holds its link may, for months; so may chair and facilitators. Nothing but updates comes of it."""
    action = known_action(conference, ask.action)
    text = clean_text(ask.text, TEXT_LETTERS, "text", "An update", optional=True)
    state = next((one for one in ACTION_STATES if one == ask.state), None)
    if state is None:
        raise Refused("Please choose how it stands: open, done or dropped.", "state")
    last = action.updates[-1] if action.updates else None
    if last is not None and (last.text, last.state) == (text, state):
        return []
    if not text and state == action.state:
        raise Refused("Please write what came of it, or choose another state.", "text")
    if len(action.updates) >= MOST_UPDATES:
        raise Refused(f"An action can have {MOST_UPDATES} updates at most.", "text")
    at = max(moment.at, last.at + 1) if last is not None else moment.at  # so that each has a moment of its own
    return [ActionUpdated(action.id, Update(at, text, state))]


def take_out_update(conference: Conference, ask: TakeOutUpdate, by: Actor, moment: Moment) -> Sequence[ActionAct]:
    """What should not stand there leaves the disk; the action stands as the update before it said."""
    action = known_action(conference, ask.action)
    updates = tuple(one for one in action.updates if one.at != ask.at)
    if updates == action.updates:
        return []
    state = updates[-1].state if updates else "open"
    return [_all_of(replace(action, state=state, updates=updates))]


def renew_link(conference: Conference, ask: RenewLink, by: Actor, moment: Moment) -> Sequence[ActionAct]:
    action = known_action(conference, ask.action)
    return [ActionLinkRenewed(action.id, action.renewed + 1)] if action.renewed == ask.renewed else []


def known_action(conference: Conference, number: int) -> Action:
    action = conference.actions.by_id.get(number)
    if action is None:
        raise Refused("This action is no longer in the list.")
    return action


def _words(ask: AgreeAction | ChangeAction) -> tuple[str, str, str, str]:
    """What, outcome, who and by when, cleaned."""
    return (
        clean_line(ask.what, LABEL_LETTERS, "what", "An action"),
        clean_line(ask.outcome, LABEL_LETTERS, "outcome", "The outcome", optional=True),
        clean_line(ask.who, WHO_LETTERS, "who", "Who does it", optional=True),
        clean_line(ask.until, NAME_LETTERS, "until", "By when", optional=True),
    )


def _all_of(action: Action) -> ActionChanged:
    words = (action.what, action.outcome, action.who, action.until)
    told = (action.state, action.updates, action.renewed)
    return ActionChanged(action.id, *words, action.topic, *told, action.session, action.at)
