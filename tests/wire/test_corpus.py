"""What the fuzzer found worth keeping is read as it should be, each time the tests run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wire.fuzz import NAMES
from tests.wire.targets import CORPUS, TARGETS

KEPT = sorted(path for path in CORPUS.glob("*/*"))


def test_each_target_has_a_corpus() -> None:
    assert {path.parent.name for path in KEPT} == set(NAMES) == set(TARGETS)


@pytest.mark.parametrize("path", KEPT, ids=[f"{path.parent.name}-{path.name}" for path in KEPT])
def test_what_was_found_once_is_tried_again(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())
