"""Every rule of the core, found by its signature; and bunches of rules about one thing, with which random days get far in it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable

from live.conference import (
    Request,
    actions,
    agenda,
    board,
    booking,
    comments,
    describing,
    entering,
    forgetting,
    handing_out,
    harvest,
    meeting,
    people,
    pictures,
    plan,
    polls,
    programming,
    visiting,
    wall,
    writeup,
)
from tests.conference.days import Rule


def all_rules() -> list[Rule]:
    """Every rule there is: every function of the core that takes a conference, a request, an actor and a moment."""
    modules = [sys.modules[name] for name in (describing.__name__, *_PARTS)]
    return [
        function
        for module in modules
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if _part_of(function) == module.__name__
        and list(inspect.signature(function).parameters) == ["conference", "ask", "by", "moment"]
    ]


def _part_of(function: Callable[..., object]) -> str:
    """The part of the core that a function belongs to: a module of `live.conference`, or a package there."""
    return ".".join(function.__module__.split(".")[:3])


def request_of(rule: Rule) -> type[Request]:
    """The class of the requests that a rule answers."""
    annotation = str(inspect.signature(rule).parameters["ask"].annotation)
    found: type[Request] = getattr(sys.modules[rule.__module__], annotation)
    return found


_PARTS = tuple(
    module.__name__
    for module in (
        people,
        polls,
        wall,
        board,
        agenda,
        entering,
        plan,
        pictures,
        forgetting,
        writeup,
        comments,
        actions,
        meeting,
        booking,
        programming,
        handing_out,
        visiting,
        harvest,
    )
)
RULES = all_rules()
RULES_BY_PART = [[rule for rule in RULES if _part_of(rule) == part] for part in _PARTS[1:6]]
SORTING = ("live.conference.wall.themes", "live.conference.wall.tallies")
RULES_BY_PART += [
    [rule for rule in RULES_BY_PART[1] if (rule.__module__ in SORTING) == sorting] for sorting in (True, False)
]
RULES_BY_PART += [
    [rule for rule in RULES if sys.modules[rule.__module__] in modules] for modules in ((writeup, comments), (actions,))
]

RULES_BY_PART.append([pictures.put_picture, pictures.put_own_picture, plan.take_plan, agenda.remove_item])
RULES_BY_PART.append(
    [
        *(booking.ask_seat, booking.ask_seat, booking.ask_seat, booking.ask_seat, booking.leave_seat, booking.see_seat),
        *(programming.put_session, programming.remove_session, programming.put_block, programming.remove_block),
        *(handing_out.put_handout, handing_out.remove_handout, plan.take_plan),
    ]
)
RULES_BY_PART.append([forgetting.forget, forgetting.take_away, entering.come_in, wall.post_label, board.propose_topic])
RULES_BY_PART.append([*[rule for rule in RULES if rule.__module__ == meeting.__name__], wall.back_label])
RULES_BY_PART.append([*[rule for rule in RULES if rule.__module__ == visiting.__name__], visiting.match_visitors])
RULES_BY_PART.append(
    [
        *(board.place_topic, board.place_topic, board.place_topic, board.undo_step, board.undo_step),
        *(board.lock_cell, board.unlock_cell, board.put_room, board.put_slot, board.remove_room, board.remove_slot),
        *(board.propose_topic, board.withdraw_topic, board.apply_moves, board.apply_moves),
    ]
)
RULES_BY_PART.append([board.ring_bell, board.still_bell, plan.take_plan])
HARVEST = [rule for rule in RULES if _part_of(rule) == harvest.__name__]
RULES_BY_PART += [HARVEST, [*HARVEST, board.withdraw_topic, actions.change_action, actions.remove_action]]
SELDOM = (forgetting.forget, forgetting.take_away)
"""After these there is little left to be asked about."""
RULES_BY_PART.append(
    [
        *(board.be_quiet, board.open_market, board.pitch_topic, board.end_pitch, board.propose_topic),
        *(board.change_topic, board.withdraw_topic, board.withdraw_topic, board.repeat_topic),
    ]
)
RULES_BY_PART.append(
    [
        *(board.propose_topic, board.host_topic, board.leave_hosting, board.follow_topic, board.place_topic),
        *(board.ask_to_merge, board.agree_to_merge, board.agree_to_merge, board.drop_merge, board.part_topic),
        *(board.repeat_topic, board.change_topic, board.withdraw_topic),
    ]
)
RULES_BY_PART.append(
    [
        *(wall.call_question, wall.end_question, wall.end_question, wall.reopen_question),
        *(wall.post_label, board.withdraw_topic, agenda.turn_wall, agenda.show_item),
    ]
)
