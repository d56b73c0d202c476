"""Days for tests: a conference told by what people asked for, and days that nobody would think of.

`play` arranges by acts and requests and fails loudly when one is impossible. `days` makes random days: random actors ask for
random things, plausible and nonsense, each drawn against the conference as it stands at that moment.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple, get_args

import msgspec
from hypothesis import strategies as st
from msgspec import Struct

from live.conference import (
    Act,
    Actor,
    Conference,
    Moment,
    Refused,
    Request,
    actions,
    agenda,
    board,
    booking,
    comments,
    describing,
    entering,
    erased_by,
    forgetting,
    handing_out,
    harvest,
    meeting,
    people,
    pictures,
    plan,
    polls,
    programming,
    replay,
    subject_of,
    visiting,
    wall,
    writeup,
)
from live.conference.badges import code_of
from live.conference.polls.kinds import KINDS, AnyQuestion

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


# --- random requests -------------------------------------------------------------------------------------------------------

PLAIN_WORDS = ("Tea", "tea", "Listen first", "Zuhören", "Two\nlines", "🙂 yes", "Ann", "10:40", "Sh1t")
TOO_MUCH = ("9" * 5000, "x" * 30_000, "a" + "\u0301" * 90, "\n" * 700 + "a")
NO_WORDS = ("", " ", "\u200d", "1", "0", "-1", "1e999", "nan", "٣", *TOO_MUCH)
NASTY_LETTERS = (
    "aeé ñ\n\r\t<>&\"'{}%\\/“”",
    "\u202e\u2066\u200b\u200d\u200f\u00ad\ufeff\u0301\u0323\u0489\u2028\u3164\u0000\u001b\u0085\ud800\U000e0041",
)
NO_NUMBERS = (0, 99, -1, 10**30)

WORDS_OF_FORMS: dict[str, Sequence[str]] = {
    "on": ("yes", "no", "no", "maybe"),
    "texts": ("Money\n- Time", "1. Who pays?\n2. Who pays?\n\n• A van", "-"),
    "contribute_signed": ("", "yes"),
    "ask_signed": ("", "yes"),
    "answer_signed": ("", "yes"),
    **dict.fromkeys(("needs_host", "step_free", "quiet", "screen", "interpreter"), ("", "yes")),
    "stands": ("this", "other", ""),
    "support": ("me_too", "help", "clap"),
    "role": ("lead", "listen", "take_part", "", "sleep"),
    "group": ("", "Carers", "Staff", "Others"),
    "to": ("new", "1", "am/hall", "am/attic", "pm/hall", "", "am", "/", "x/hall"),
    "places": ("1", "2", "2", "3", "30", "0", "501", "many"),
    "minutes": ("5", "5", "5", "0,5", "", "0", "nan", "inf", "-1", "1e9", "five"),
    "swap": ("", "yes"),
    "cell": ("am/hall", "am/attic", "pm/hall", "pm/attic", "n1/n2", "am", ""),
    "room": ("", "", "hall", "attic", "n1", "n2"),
    "slot": ("am", "pm", "am", "", "", "noon", "n1", "n2"),
    "seats": ("", "2", "40", "0", "-1", "many", "²"),
    "waits": ("screen", "both", "nobody", "none"),
    "every": ('[[1,"am/hall","pm/hall"]]', '[[1,"","pm/attic"],[2,"","am/attic"]]', '[[2,"","am/hall"]]', "[[1]]", "1"),
    "all": ("yes", "yes", "yes", ""),
    "language": (*wall.LANGUAGES, "tlh"),
    "shipped": ("", "", "yes"),
    "reason": (*wall.REASONS, *wall.RELEASE_REASONS, ""),
    "starts": ("", "10:40", "9.05", "25:00", "٣:٠٥", "noon"),
    "question": (*KINDS, "", "riddle"),
    "door": ("open", "badges", "secret", "", "wide"),
    "helpers": ("yes", ""),
    "many": ("1", "2", " 3", "0", "-1", "2001", "2 000", "³"),
    "badge": ("", *(code_of(b"", number) for number in (1, 2, 3, 99)), "KRTM-4PXW-H"),
    "times": ("", "1", "9", "2000", "0"),
    "totals": ("", "yes", "yes"),
    "confirm": ("", "yes"),
    "instead": ("", "yes"),
    "ends": ("", "12:00", "11:20", "9.40", "24:00"),
    "links": ("", "https://example.org/read What to read\nhttp://example.org/", "javascript:1", "https://"),
    "beside": ("", "", "yes"),
    "how": ("answered", "taken", "taken", "later", "vanished"),
    "until": ("2025-12-31", "2025-12-31", "2025-10-01", "2025-02-30", "soon"),
    "asks": ("both", "answers", "riddles"),
    "shows": (*agenda.WALL_SHOWS, "", "pictures"),
    "section": writeup.SECTIONS,
    "after": ("", *writeup.SECTIONS),
    "about": ("", *writeup.SECTIONS),
    "state": ("draft", "draft", "final", "kept", "open", "done", "dropped", "", "lost"),
    "settled": ("", "yes"),
    "kind": ("contribute", "ask", "wall", "wall", "", "answer", "poll", "shout", *agenda.ITEM_KINDS),
}


def any_text(dice: Random) -> str:
    """What might come in where words are expected: also halves of surrogates, control and bidi marks, and far too much."""
    throw = dice.randrange(10)
    if throw < 6:
        return dice.choice(PLAIN_WORDS)
    if throw < 8:
        return dice.choice(NO_WORDS)
    letters = [*NASTY_LETTERS, chr(dice.randrange(0x250)), chr(dice.randrange(0x110000))]
    return "".join(dice.choice(dice.choice(letters)) for _ in range(dice.randrange(30)))


def any_request(dice: Random, conference: Conference, rules: Sequence[Rule] = RULES) -> Asked:
    """A request that somebody might make of this conference, plausible or not."""
    rule = dice.choice(rules)
    if rule in SELDOM and dice.randrange(6):
        rule = dice.choice(rules)
    shape = request_of(rule)
    fields = {one.name: _any_field(dice, rule, one, conference) for one in msgspec.structs.fields(shape)}
    by = dice.choice([*DELEGATES, *DELEGATES, CHAIR, Actor("delegate", "eve")])
    return Asked(rule, shape(**fields), by, Moment(AT + dice.randrange(600_000), TOKEN))


def _any_field(dice: Random, rule: Rule, field: msgspec.structs.FieldInfo, conference: Conference) -> object:
    name = field.name
    if field.type is int:
        return _any_number(dice, name, conference)
    if rule in HARVEST and dice.randrange(8):
        words: dict[str, tuple[str, ...]] = {
            "about": ("topic/1", "topic/1", "topic/2", "topic/99", "session/1", "session/2", "topic/0")
        }
        words |= {"kind": ("line", "line", "point", "quote"), "answer": ("yes", "yes", "missing")}
        if name in words:
            return dice.choice(words[name])
    if name == "code":  # made by the server, not typed
        return "482913"
    if rule is handing_out.put_handout and name == "kind":
        return dice.choice(["text/plain", "application/pdf", "image/gif"])
    if name == "data":  # made by the server as well
        return dice.choice([b"one picture", b"another"])
    if rule in (pictures.put_picture, pictures.put_own_picture) and dice.randrange(8):
        own = pictures.name_of(b"one picture")
        return dice.choice({"option": "ABC", "picture": ("", "bus", own), "words": ("", "Tea")}[name])
    if name == "until" and rule is forgetting.set_end_date:
        return dice.choice(["2025-10-09", "2025-10-10", "2026-10-09", "2036-10-09", "2025-02-30", any_text(dice)])
    if rule is people.make_link:
        return dice.choice(people.ROLES_WITH_LINKS) if name == "role" else "0" * 32
    if name == "fields":
        return _any_form(dice, conference)
    if name == "plan":
        return dice.choice([PLAN, plan.write_plan(conference), plan.write_plan(conference), any_text(dice)])
    if name == "seen" and dice.randrange(8):
        waiting = [wall.seen_as(label) for label in conference.wall.newest_first()] or [""]
        return " ".join(dice.choice(waiting) for _ in range(dice.randrange(1, 4)))
    if name == "was" and dice.randrange(8):
        return dice.choice([wall.stands_as(label) for _, label in sorted(conference.wall.by_id.items())] or [""])
    if name in WORDS_OF_FORMS and dice.randrange(8):
        return dice.choice(WORDS_OF_FORMS[name])
    return any_text(dice)


def _any_number(dice: Random, name: str, conference: Conference) -> int:
    """Nearly always the number of something that is there."""
    timer = conference.agenda.timer
    there: dict[str, Sequence[int]] = {
        "poll": sorted(conference.polls.by_id),
        "round": (1, 1, 2),
        "number": (1, 2, 3),
        "label": sorted(conference.wall.by_id),
        "prompt": [0, 0, *(prompt.id for prompt in conference.wall.prompts)],
        "theme": [0, *(theme.id for theme in conference.wall.themes)],
        "out_of": [0, *(theme.id for theme in conference.wall.themes)],
        "table": [0, *(table.id for table in conference.wall.tables)],
        "into": sorted(conference.wall.by_id),
        "ask": sorted(conference.wall.by_id),
        "offer": [0, *sorted(conference.wall.by_id)],
        "meeting": sorted(conference.meetings.by_id),
        "one": sorted(conference.wall.by_id),
        "other": sorted(conference.wall.by_id),
        **dict.fromkeys(("topic", "other_topic", "head"), sorted(conference.board.by_id)),
        "item": [item.id for item in conference.agenda.items],
        "after": [-1, 0, *(item.id for item in conference.agenda.items)],
        "link": [link.id for link in conference.people.links],
        "ends": [0, timer.ends_at if timer else 0],
        "seconds": (0, 60, 300),
        "sheet": (1, 2),
        "step": [step.number for step in conference.board.steps[-2:]],
        "look": (0, conference.wall.latest_look),
        "comment": sorted(conference.writeup.comments),
        "action": sorted(conference.actions.by_id),
        "session": [one.id for _, one in agenda.sessions(conference.agenda.programme)],
        "block": [0, *(block.id for block in conference.agenda.programme)],
        "handout": sorted(conference.bookings.handouts),
        "at": [update.at for action in conference.actions.in_order() for update in action.updates],
        "renewed": (0, 0, 1, 2),
        "visit": sorted(conference.visits.by_id),
        **dict.fromkeys(("note", "upto", "instead"), sorted(conference.harvest.notes)),
        "changed": [AT, *(note.at for note in conference.harvest.notes.values())],
        "graphic": sorted(conference.harvest.graphics),
    }
    return dice.choice(there[name] or NO_NUMBERS) if dice.randrange(8) else dice.choice(NO_NUMBERS)


def _any_form(dice: Random, conference: Conference) -> Mapping[str, Sequence[str]]:
    asked = sorted(conference.polls.by_id)
    if asked and not dice.randrange(4):
        return conference.polls.by_id[dice.choice(asked)].question.imagine(dice.randrange)
    words = [dice.choice(["Yes\nNo", "A\nB\nC", "a\nb\nc\nd\ne", any_text(dice)])]
    votes = [dice.choice([*"ABC123", any_text(dice)]) for _ in range(dice.choice([0, 1, 1, 1, 2, 3]))]
    form = {"vote": votes, "options": words, "words": words, "most": [dice.choice(["", "2", any_text(dice)])]}
    if dice.randrange(2):
        form |= {"decides": [dice.choice(["advice", "decision", any_text(dice)])]}
        form |= {name: [dice.choice(["yes", any_text(dice)])] for name in ("by_group", "running", "survey")}
        form |= {"order": [dice.choice(["", "alphabetical", "shuffled", any_text(dice)])]}
        form |= {"passes": [dice.choice(["none", "unsure", any_text(dice)])], "vote.pass": [dice.choice(["", "none"])]}
        form |= {"closing": [dice.choice(["", "5", any_text(dice)])]}
    form |= {
        "label": [str(number) for number in sorted(conference.wall.by_id) if dice.randrange(2)] or [any_text(dice)]
    }
    form |= {f"total.{letter}": [dice.choice(["", "3", any_text(dice)])] for letter in "ABC"}
    return form


class Day(NamedTuple):
    """A random day: all of its acts, and the conference it led to."""

    acts: tuple[Act, ...]
    conference: Conference

    def __repr__(self) -> str:
        return f"Day(after FURNISHED: {list(self.acts[len(FURNISHED) :])})"


DICE = st.integers(0, 2**64).map(Random)


@st.composite
def days(draw: st.DrawFn, rules: Sequence[Rule] = (), most: int = 120) -> Day:
    """A random day that begins furnished. What is refused leaves no trace.

    Each step throws dice of its own, so a day that breaks a law can be made shorter. Without `rules`, some days are about all
    things and some about one, so that things also get far, and polls that are due are counted as time goes on.
    """
    seed = draw(st.integers(0, 2**64))
    chosen = rules or Random(seed).choice([RULES, *RULES_BY_PART])
    return random_day(seed, chosen, draw(st.sampled_from([*range(0, most, 8), most])), whole=not rules)


def random_day(seed: int, rules: Sequence[Rule], steps: int, *, whole: bool) -> Day:
    """The random day of this seed: so many steps by these rules. `whole`: polls that are due are counted as time goes on."""
    acts = list(FURNISHED)
    conference = replay(acts)
    for number in range(steps):
        dice = Random(f"{seed}/{number}")
        step = any_request(dice, conference, rules)
        try:
            new = list(ask(conference, step))
        except Refused:
            continue
        if whole and dice.randrange(10) == 0:
            new += polls.due(replay(new, conference), step.moment.at)
        conference = replay(new, conference)
        acts += new
    return Day(tuple(acts), conference)


def left_after_erasing(acts: Sequence[Act], erased: frozenset[str] = frozenset()) -> list[Act]:
    """The acts that a journal still holds: those of `erased` subjects are gone, and what each act erases with it is gone too."""
    left: list[Act] = []
    for act in acts:
        gone = erased_by(act)
        below = tuple(subject for subject in gone if subject.endswith("/"))
        left = [kept for kept in left if subject_of(kept) not in gone and not subject_of(kept).startswith(below)]
        if subject_of(act) not in erased:
            left.append(act)
    return left


# --- random acts -----------------------------------------------------------------------------------------------------------

ACTS: tuple[type[Struct], ...] = get_args(Act)
QUESTIONS: tuple[type[AnyQuestion], ...] = get_args(AnyQuestion)


def anything_of(kind: Any) -> st.SearchStrategy[Any]:
    """Anything of this type that can be written down, whether or not it makes sense."""
    return _anything(msgspec.inspect.type_info(kind))


def _anything(info: msgspec.inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case msgspec.inspect.NoneType():
            return st.none()
        case msgspec.inspect.BoolType():
            return st.booleans()
        case msgspec.inspect.IntType():
            return st.integers(-(2**63), 2**64 - 1)
        case msgspec.inspect.FloatType():
            return st.floats(allow_nan=False, allow_infinity=False)
        case msgspec.inspect.FloatType():
            return st.floats(allow_nan=False, allow_infinity=False)
        case msgspec.inspect.BytesType():
            return st.binary(max_size=8)
        case msgspec.inspect.StrType():
            return st.text(max_size=8)
        case msgspec.inspect.LiteralType():
            return st.sampled_from(info.values)
        case msgspec.inspect.VarTupleType():
            return st.lists(_anything(info.item_type), max_size=3).map(tuple)
        case msgspec.inspect.UnionType():
            return st.one_of([_anything(one) for one in info.types])
        case msgspec.inspect.StructType():
            return st.builds(info.cls, **{field.name: _anything(field.type) for field in info.fields})
        case _:
            raise AssertionError(f"no way yet to make up a {info}")
