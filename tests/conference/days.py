"""Days for tests: a conference told by what people asked for, and a few days to begin with.

`play` arranges by acts and requests and fails loudly when one is impossible. Days that nobody would think of: `random_days.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from live.conference import (
    Act,
    Actor,
    Conference,
    Moment,
    Refused,
    Request,
    agenda,
    board,
    people,
    plan,
    polls,
    replay,
    wall,
)

Rule = Callable[[Conference, Any, Actor, Moment], Sequence[Act]]

AT = 1_760_000_000_000
TOKEN = "5e" * 32  # where a real day has 256 random bits
MOMENT = Moment(AT, TOKEN)

CHAIR = Actor("chair")
FACILITATOR = Actor("facilitator")
ANN, BEN, CEM, DEE = (Actor("delegate", name) for name in ("ann", "ben", "cem", "dee"))
DELEGATES = (ANN, BEN, CEM, DEE)


class Asked(NamedTuple):
    """One request: the rule it goes to, what it says, who asks and when."""

    rule: Rule
    ask: Request
    by: Actor = CHAIR
    moment: Moment = MOMENT


def acts_of(*steps: Act | Asked, start: Conference | None = None) -> tuple[Act, ...]:
    """What these steps bring about. A step that is refused, or that changes nothing, is a mistake in the test."""
    conference = start or Conference()
    told: list[Act] = []
    for step in steps:
        try:
            acts = ask(conference, step) if isinstance(step, Asked) else [step]
        except Refused as refused:
            raise AssertionError(f"impossible: {step} was refused: {refused.say}") from refused
        after = replay(acts, conference)
        assert after != conference, f"impossible: {step} changes nothing"
        conference = after
        told += acts
    return tuple(told)


def play(*steps: Act | Asked, start: Conference | None = None) -> Conference:
    """The conference after these steps. A step that is refused, or that changes nothing, is a mistake in the test."""
    return replay(acts_of(*steps, start=start), start)


def ask(conference: Conference, step: Asked) -> Sequence[Act]:
    """What the rule answers to this request."""
    return step.rule(conference, step.ask, step.by, step.moment)


def refusal(conference: Conference, step: Asked) -> tuple[str, str]:
    """The sentence and the form field of the refusal that this request gets. Fails when it is allowed."""
    try:
        acts = step.rule(conference, step.ask, step.by, step.moment)
    except Refused as refused:
        return refused.say, refused.field
    raise AssertionError(f"{step.ask} was allowed: {acts}")


PLAN = """
title = "Together"
date = "22 May"
place = "City hall"
groups = ["Carers", "Staff"]
[[room]]
id = "hall"
name = "Hall"
seats = 2
[[room]]
id = "attic"
name = "Attic"
[[slot]]
id = "am"
starts = "11:00"
ends = "11:40"
[[slot]]
id = "pm"
starts = "14:00"
[[programme]]
starts = "09:30"
title = "Welcome"
[[programme]]
starts = "11:00"
ends = "12:00"
title = "Workshops"
[[programme.workshops]]
title = "Films"
places = 2
[[programme.workshops]]
title = "Songs"
places = 1
ends = "11:30"
[[programme.workshops]]
title = "Walks"
[[item]]
kind = "welcome"
title = "Welcome"
[[item]]
kind = "poll"
title = "Which one?"
[item.question]
kind = "one_choice"
options = ["Tea", "Coffee", "Water"]
[[item]]
kind = "poll"
title = "Which ones?"
[item.question]
kind = "several_choices"
options = ["Films", "Talks", "Walks"]
most = 2
[[item]]
kind = "poll"
title = "How much?"
[item.question]
kind = "scale"
[[item]]
kind = "poll"
title = "What else?"
[item.question]
kind = "open_text"
[[item]]
kind = "timer"
title = "Break"
minutes = 5
"""

MADE = play(people.VoiceJoined("ann", "Ann"), *(people.VoiceJoined(actor.voice) for actor in DELEGATES[1:]))
"""A conference with four voices and nothing else."""

PLANNED = play(Asked(plan.take_plan, plan.TakePlan(PLAN)), start=MADE)
"""The same with the plan above: polls 1 to 4 are one of each kind, items 1 to 6."""


FURNISHED = (
    *acts_of(*(people.VoiceJoined(actor.voice) for actor in DELEGATES), Asked(plan.take_plan, plan.TakePlan(PLAN))),
    *acts_of(
        *(Asked(polls.open_poll, polls.RoundRequest(number, 1)) for number in (1, 2, 3, 4)),
        Asked(polls.cast_vote, polls.CastVote(1, 1, {"vote": ["A"]}), ANN),
        Asked(polls.cast_vote, polls.CastVote(2, 1, {"vote": ["A", "B"]}), BEN),
        Asked(polls.close_poll, polls.RoundRequest(2, 1)),
        Asked(polls.close_poll, polls.RoundRequest(3, 1)),
        Asked(polls.show_result, polls.ShowResult(3, 1), moment=Moment(AT + polls.LATE_MS, TOKEN)),
        *(
            Asked(wall.post_label, wall.PostLabel(kind, f"{kind} {actor.voice}"), actor)
            for kind in ("contribute", "ask")
            for actor in (ANN, BEN)
        ),
        Asked(wall.back_label, wall.BackLabel(3, "help"), CEM),
        Asked(wall.hold_label, wall.HoldLabel(2, "Names a person")),
        Asked(wall.name_theme, wall.NameTheme("Money")),
        Asked(wall.sort_label, wall.SortLabel(1, 1)),
        Asked(wall.pick_quote, wall.PickQuote(1, 1)),
        *(Asked(board.propose_topic, board.ProposeTopic(f"Topic of {actor.voice}"), actor) for actor in (ANN, BEN)),
        Asked(board.place_topic, board.PlaceTopic(1, "am/hall")),
        Asked(board.follow_topic, board.FollowTopic(1, "lead"), CEM),
        Asked(people.make_link, people.MakeLink("chair", "0" * 32)),
        Asked(agenda.add_item, agenda.AddItem("wall", {}, "The wall")),
        Asked(agenda.show_item, agenda.ItemRequest(6)),
        start=PLANNED,
    ),
)
"""The acts of a day in full swing: polls open, closed and shown, labels on the wall, topics on the board, a timer running."""
