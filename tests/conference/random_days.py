"""Days that nobody would think of: random actors ask for random things, plausible and nonsense, each drawn against the conference
as it stands at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

import msgspec
from hypothesis import strategies as st

from live.conference import (
    Act,
    Actor,
    Conference,
    Moment,
    Refused,
    agenda,
    erased_by,
    forgetting,
    handing_out,
    people,
    pictures,
    plan,
    polls,
    replay,
    subject_of,
    wall,
    writeup,
)
from live.conference.badges import code_of
from live.conference.polls.kinds import KINDS
from tests.conference.days import AT, CHAIR, DELEGATES, FURNISHED, PLAN, TOKEN, Asked, Rule, ask
from tests.conference.rules import HARVEST, RULES, RULES_BY_PART, SELDOM, request_of

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
