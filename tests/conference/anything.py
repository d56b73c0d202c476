"""Anything that can be written down: every act and every question, with any content that its type allows."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from hypothesis import strategies as st
from msgspec import Struct

from live.conference import Act
from live.conference.polls.kinds import AnyQuestion

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
