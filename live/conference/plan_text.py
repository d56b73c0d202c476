"""The text of a `day.toml`: reading it, with a sentence for whoever wrote it when something is not right, and writing it.

A plan is written by hand, the evening before. So a word that is not known is refused with its place ("in item 3"), never passed
over: otherwise the misspelling would be found out on the day.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from msgspec import Struct

from live.conference import agenda, board
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.terms import DECIDES, ORDERS, PASSES, Terms
from live.conference.words import Refused, clean_line

PLAN_BYTES = 256 * 1024  # a plan of 200 items with long texts is 60 KB
QUOTED_LETTERS = 40  # of what somebody wrote, in a sentence about it


class PlannedItem(Struct, frozen=True, omit_defaults=True, rename={"number": "id"}):
    """An item in a plan. `id` is there in plans that were given out, so that taking one in again finds the same items."""

    kind: agenda.ItemKind
    title: str
    text: str = ""
    starts: str = ""
    minutes: float = 0
    question: AnyQuestion | None = None
    number: int = 0
    terms: Terms = Terms()
    asks: Literal["both", "answers"] = "both"
    """Of a wall: what people contribute and ask (*both*, the wall of the day), or *answers* to what its title asks."""
    shows: agenda.WallShows = "labels"


class Plan(Struct, frozen=True, omit_defaults=True, rename={"rooms": "room", "slots": "slot", "items": "item"}):
    title: str = ""
    date: str = ""
    place: str = ""
    groups: tuple[str, ...] = ()
    rooms: tuple[board.Room, ...] = ()
    slots: tuple[board.Slot, ...] = ()
    programme: tuple[agenda.Block, ...] = ()
    items: tuple[PlannedItem, ...] = ()
    day: str = ""


SECTIONS: dict[str, type[Struct]] = {
    "room": board.Room,
    "slot": board.Slot,
    "programme": agenda.Block,
    "workshops": agenda.Workshop,
    "links": agenda.SessionLink,
    "item": PlannedItem,
}
"""What stands in a plan several times over."""

TYPES_IN_WORDS = {
    "str": "words in quotes",
    "int": "a whole number",
    "float": "a number",
    "array": "a list",
    "object": "a section of its own",
    "object | null": "a section of its own",
}

TERMS_IN_WORDS: dict[str, Iterable[str]] = {
    "decides": DECIDES,
    "order": ORDERS,
    "passes": PASSES,
    "asks": ("both", "answers"),
    "shows": agenda.WALL_SHOWS,
    "offers": board.NEEDS,
}
"""What may stand for these words."""


def read_plan(text: str) -> Plan:
    """The plan in the text of a `day.toml`. Raises `Refused` with what is wrong and where."""
    if len(text.encode(errors="replace")) > PLAN_BYTES:
        raise Refused(f"A plan can have {PLAN_BYTES // 1024} KB. This one is longer.", "plan")
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # besides its own error, tomllib lets those of huge numbers through
        line = re.search(r"at line (\d+)", str(problem))
        where = f"at line {line[1]}" if line else "at its end, or at a very long number or list"
        raise Refused(f"This plan cannot be read. Something is not as it should be {where}.", "plan") from None
    _refuse_unknown_words(raw, Plan, "")
    try:
        return msgspec.convert(raw, Plan)
    except msgspec.ValidationError as problem:
        raise Refused(f"This plan is not right yet: {_in_words(str(problem), raw)}.", "plan") from None


def plan_as_text(plan: Plan) -> str:
    return msgspec.toml.encode(plan).decode()


def _refuse_unknown_words(section: dict[str, Any], shape: type[Struct], where: str) -> None:
    known = shape.__struct_encode_fields__
    if shape in KINDS.values():
        known = ("kind", *known)
    for name, value in section.items():
        if name not in known:
            place = where or "a plan"
            raise Refused(
                f"This plan is not right yet: “{_quoted(name)}” is not known in {place}. Known are: {', '.join(known)}.",
                "plan",
            )
        if name in SECTIONS and isinstance(value, list):
            for number, part in enumerate(value, start=1):
                if isinstance(part, dict):
                    _refuse_unknown_words(part, SECTIONS[name], _joined(where, f"{name} {number}"))
        elif name == "terms" and isinstance(value, dict):
            _refuse_unknown_words(value, Terms, _joined(where, "terms"))
        elif name == "question" and isinstance(value, dict):
            kind = value.get("kind")
            if isinstance(kind, str) and kind in KINDS:
                _refuse_unknown_words(value, KINDS[kind], _joined(where, "question"))


def _in_words(problem: str, raw: dict[str, Any]) -> str:
    """What msgspec says about a plan, in plain words."""
    what, _, path = problem.partition(" - at `$")
    steps = re.findall(r"\.([^.\[`]+)|\[(\d+)\]", path)
    value: Any = raw
    names: list[str] = []
    for name, index in steps:
        if index:
            value = value[int(index)]
            names[-1] += f" {int(index) + 1}"
        else:
            value = value.get(name) if isinstance(value, dict) else None
            names.append(name)
    where = ", ".join(names)
    if missing := re.search(r"missing required field `(\w+)`", what):
        return f"“{missing[1]}” is missing in {where or 'it'}"
    if expected := re.search(r"Expected `([^`]+)`", what):
        return f"{where} should be {TYPES_IN_WORDS.get(expected[1], 'something else')}"
    if names and names[-1] == "kind":
        kinds = KINDS if "question" in names else agenda.ITEM_KINDS
        return f"{where} cannot be “{_quoted(str(value))}”, only one of {', '.join(kinds)}"
    if names and (known := TERMS_IN_WORDS.get(names[-1].partition(" ")[0])):
        return f"{where} cannot be “{_quoted(str(value))}”, only one of {', '.join(known)}"
    if what.startswith("Invalid enum value"):
        return f"{where} cannot be “{_quoted(str(value))}”"
    return f"{where} is out of range"


def _joined(where: str, part: str) -> str:
    return f"{where}, {part}" if where else part


def _quoted(text: str) -> str:
    return clean_line(text[:QUOTED_LETTERS], QUOTED_LETTERS, "plan", "A word", optional=True)
