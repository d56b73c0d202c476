"""What people may ask for, one table for each part of the conference; `live/web/requests.py` joins them.

A line says by which name something is asked for, which rule decides it, who may ask, and what is said when it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from live.clerk import Rule
from live.conference import Act, Conference, Request
from live.conference.people import Role

DELEGATE: frozenset[Role] = frozenset({"delegate"})
FACILITATOR: frozenset[Role] = frozenset({"facilitator", "chair"})
CHAIR: frozenset[Role] = frozenset({"chair"})
IN_THE_ROOM: frozenset[Role] = DELEGATE | FACILITATOR
"""What everybody may do who was there, and facilitators for them."""

FORM = 16 * 1024
"""Bytes of a form: 1,300 letters of any script, each of which may become twelve bytes there. A visit on offer has 1,080."""
TEXTS = 128 * 1024
"""Bytes of a form with many fields, or with a page of text: up to 10,000 letters of any script."""
LISTS = 512 * 1024
"""Bytes of a form with a list of hundreds of lines, or a whole plan (256 KB, of which not every byte needs escaping)."""


class Ask(Struct, frozen=True):
    """One kind of request: its type, its rule, who may ask, what to say when it is done, and where a plain form goes then (if not
    back to its page). `leaves`: a live page goes there too, instead of saying it in place."""

    shape: type[Request]
    rule: Rule
    roles: frozenset[Role]
    say: str
    go: str | None = None
    leaves: bool = False
    say_sealed: str = ""
    """What to say instead where votes are sealed."""
    is_said: bool = True
    """Whether a page without scripts says so on top. Not where the page itself shows it, as with a vote."""
    told: Callable[[Conference, Request, Sequence[Act]], str] | None = None
    """told(conference, request, acts): what to say instead, from what came of it; "" says nothing else."""
    most: int = FORM
    """Bytes of its form, at most. More is not read at all, so it is more than anybody needs who keeps to the rule's bounds."""


ABOVE = ".."
"""Where a plain form goes: to the page above its own, as from "wall/3/write" to "wall/3"."""
