"""The six figures, however they are typed."""

from __future__ import annotations

import pytest

from live.web.venue import normal_code


@pytest.mark.parametrize(
    "typed",
    [
        "482913",
        "482 913",
        " 482-913 ",
        "4 8 2 9 1 3",
        "482.913",
        "\u0664\u0668\u0662\u0669\u0661\u0663",
        "482\u00a0913",
        "４８２９１３",
    ],
)
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert normal_code(typed) == "482913"
