"""A new kind of question is a file, a folder of templates, a test and a line: nothing else may know which kinds there are."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

from live.conference.polls.kinds import KINDS, AnyQuestion
from live.web.templates import environment

ROOT = Path(__file__).parents[3]
TEMPLATES = ("answer", "editor", "result", "stage", "stage_lead", "stage_result")


def places_that_name(kind: str) -> list[str]:
    """The files of the program, but its own templates, that name this kind of question: its class, its module or its tag."""
    files = [*(ROOT / "live").rglob("*.py"), *(ROOT / "templates").rglob("*.html"), *(ROOT / "static").glob("*.js")]
    name = re.compile(rf"\b{KINDS[kind].__name__}\b|polls\.{kind}\b|[\"']{kind}[\"']")
    own = ROOT / "templates/polls" / kind
    return sorted(
        str(file.relative_to(ROOT))
        for file in files
        if own not in file.parents and name.search(file.read_text("utf-8"))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_only_its_own_file_and_the_list_of_kinds_know_a_kind(kind: str) -> None:
    assert set(places_that_name(kind)) == {"live/conference/polls/kinds.py", f"live/conference/polls/{kind}.py"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_test_and_all_its_templates(kind: str) -> None:
    assert (Path(__file__).parent / f"test_{kind}.py").is_file()
    for name in TEMPLATES:
        environment().get_template(f"polls/{kind}/{name}.html")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_read_for_ever_as_its_first_version_wrote_it(kind: str) -> None:
    """Journals last: the test of each kind keeps, as `WRITTEN`, a question as it lies in old ones, and what it is."""
    line, question = import_module(f"tests.conference.polls.test_{kind}").WRITTEN
    assert question.kind == kind
    assert msgspec.json.decode(line, type=AnyQuestion) == question
