"""What people may ask for: the one table that forms and sockets share, from a request's name to its rule.

Both doors give the name, the request's id, and the form's fields as lists of texts. They are turned into the request's type here,
so a form and a socket message get the same answer and the same refusals. The lines of the table stand in `live/web/asks/`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Set
from typing import get_type_hints

from msgspec.structs import fields as struct_fields

from live.conference import Refused, Request
from live.conference.people import Role
from live.conference.polls.question import Fields
from live.web.asks import FORM, Ask, agenda, board, people, polls, programme, wall, writeup

MESSAGE = 8 * 1024
"""Bytes of a message over a socket: the longest ordinary form, where a letter is four bytes at most."""
LONG_MESSAGE = 48 * 1024
"""Bytes of the longest message: `outbox.js` keeps requests of up to 15,000 letters, of three bytes each but for rare ones."""

ASKS: Mapping[str, Ask] = {
    **people.ASKS,
    **polls.ASKS,
    **wall.ASKS,
    **board.ASKS,
    **programme.ASKS,
    **writeup.ASKS,
    **agenda.ASKS,
}

UNCLEAR = "This page sent something that the server does not understand. Please load the page again."


def read(ask: Ask, fields: Fields) -> Request:
    """The request in a form's fields. Raises `Refused` when a field that must be there is missing or is not of its type."""
    values: dict[str, object] = {}
    known = _fields_of(ask.shape)
    fields = _spelt_out(fields, known.keys())
    for name, (is_required, is_number) in known.items():
        if name == "fields":
            values["fields"] = fields
            continue
        given = fields.get(name, ())
        if not given:
            if is_required:
                raise Refused(UNCLEAR)
            continue
        values[name] = _number(given[0]) if is_number else given[0]
    return ask.shape(**values)


def _spelt_out(fields: Fields, known: Set[str]) -> Fields:
    """A button can say just one thing, so the one that says several at once is named after all of them:
    `name="label.support.on" value="12.me_too.yes"`. Hundreds of labels then need one form, and no hidden fields."""
    more: dict[str, list[str]] = {}
    for name, values in fields.items():
        parts = name.split(".") if "." in name else ()
        if parts and set(parts) <= known and values:
            said = values[0].split(".")
            if len(said) != len(parts):
                raise Refused(UNCLEAR)
            more |= {part: [one] for part, one in zip(parts, said, strict=True)}
    return {**fields, **more} if more else fields


@functools.cache  # looking at types took half of the time of a vote (measured)
def _fields_of(shape: type[Request]) -> Mapping[str, tuple[bool, bool]]:
    """The fields of a type of request, by name: whether it must be there, whether it is a whole number."""
    hints = get_type_hints(shape)
    return {each.name: (each.required, hints[each.name] is int) for each in struct_fields(shape)}


@functools.cache
def largest_message(role: Role) -> int:
    """Bytes of the longest message that a page of this role sends over its socket."""
    long = any(ask.most > FORM and role in ask.roles for ask in ASKS.values())
    return LONG_MESSAGE if long else MESSAGE


def role_for(ask: Ask, roles: Iterable[Role]) -> Role | None:
    """The role, of those somebody has, in which they may ask for this."""
    for role in roles:
        if role in ask.roles:
            return role
    return None


def _number(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 16):
        raise Refused(UNCLEAR)
    return int(text)
