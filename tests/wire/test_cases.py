"""Both wires are held to the cases of the Autobahn test suite, over real TCP, with somebody on our side who says everything back.

What a wire answers otherwise stands in the table with the clause that allows for it (`Case.sees`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.wire.cases import CASES, Case
from tests.wire.echo import Phone, echoing


@pytest.fixture(scope="module", params=["own", "asgi"])
def wire(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """Its name, and the port of a server with it."""
    with echoing(request.param) as port:
        yield request.param, port


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(wire: tuple[str, int], case: Case) -> None:
    name, port = wire
    phone = Phone(port, case.path, case.extensions)
    try:
        answers = phone.play(case.steps)
    finally:
        phone.end()
    expected = case.sees[name][0] if name in case.sees else case.answers
    if phone.was_reset and name == "asgi":
        # RFC 6455, 7.1.7: a server may end the connection at once, and then its close frame may be lost.
        assert answers in (expected, expected[:-1])
    else:
        assert answers == expected
    agreed = re.findall(r"sec-websocket-extensions: (.+)\r", phone.head, re.IGNORECASE)
    is_kept = bool(case.extensions) and name == "own" and not case.extensions.endswith("=9")
    assert len(agreed) == is_kept
    if case.name.startswith("13."):
        assert phone.was_compressed == is_kept


def test_each_case_has_a_number_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) > 250
