"""What the JSON of the write-up holds, as a JSON Schema: made from the very types that are written, so it cannot tell otherwise.

It is stricter than it must be for readers: every name that is always written is required, and no others are allowed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from live.report import Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def schema() -> bytes:
    """The schema as JSON, indented."""
    made = msgspec.json.schema(Report)
    for name, part in made["$defs"].items():
        if "properties" in part:
            _close(part, always=_always_written(name))
    made = {"$schema": DIALECT, "title": "The write-up of a conference day", **made}
    return msgspec.json.format(msgspec.json.encode(made), indent=2)


def _close(part: dict[str, Any], *, always: bool) -> None:
    part["additionalProperties"] = False
    if always:
        part["required"] = list(part["properties"])


def _always_written(name: str) -> bool:
    """Whether a type writes its defaults too. Those of the programme do not: they are the plan's own."""
    return name not in ("Block", "Workshop", "SessionLink")
