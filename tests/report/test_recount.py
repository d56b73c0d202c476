"""The export for recounting: its script, with the standard library alone, finds every count right and every false one wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from live.conference import Conference, replay
from live.conference.polls import PollAdded, PollClosed, PollCounted, PollOpened, ResultShown, Terms, read_answer
from live.conference.polls.counting import by_content
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.question import Answer
from live.report.recount import as_json, as_zip
from live.web.templates import folder
from tests.conference.days import MADE

PASSING = Terms(passes=("none", "unsure"))
REGISTER = ("2KMX", "7QRT", "AB9D")


def answers_of(question: AnyQuestion, dice: Random, many: int) -> tuple[Answer, ...]:
    """So many answers as people give them, some of them passes, sorted as a count has them."""
    given = [
        read_answer(
            question, PASSING, {"vote.pass": ["unsure"]} if dice.random() < 0.1 else question.imagine(dice.randrange)
        )
        for _ in range(many)
    ]
    return tuple(sorted(given, key=by_content))


def day(*counts: PollCounted, question: AnyQuestion, confirmed: bool = False) -> Conference:
    """A question whose rounds were counted and shown."""
    acts: list[Any] = [PollAdded(1, "What now?", question, terms=PASSING)]
    for count in counts:
        number = count.round
        acts += [PollOpened(1, number, 1), PollClosed(1, number, 2), count, ResultShown(1, number, confirmed)]
    return replay(acts, MADE)


def run(place: Path, content: bytes, *words: str) -> tuple[int, str]:
    """Unpack the export and run its script, isolated from everything that is installed."""
    with zipfile.ZipFile(io.BytesIO(content)) as export:
        assert sorted(export.namelist()) == ["counted.json", "recount.py"]
        export.extractall(place)
    return again(place, *words)


def again(place: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(place / "recount.py"), *words],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recounted_as_it_was_announced(kind: str, tmp_path: Path) -> None:
    """Several rounds of a question, with few answers and many; none at all too."""
    question: AnyQuestion = KINDS[kind].example().checked()
    dice = Random(kind)
    counts = [
        PollCounted(1, number, answers_of(question, dice, many), could_vote=many + dice.randrange(9))
        for number, many in enumerate((0, 3, 4, 7, 20, 61, 200), 1)
    ]
    status, said = run(tmp_path, as_zip(day(*counts, question=question), folder("templates")))
    assert (status, said.count("as announced")) == (0, len(counts)), said
    rounds = json.loads((tmp_path / "counted.json").read_text())["rounds"]
    assert [asked["kind"] for asked in rounds] == [kind] * len(counts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_false_count_of_any_kind_is_found(kind: str, tmp_path: Path) -> None:
    """One answer is put in the place of another, and everything announced stays as it was."""
    question: AnyQuestion = KINDS[kind].example().checked()
    dice = Random(kind)
    answers = answers_of(question, dice, 30)
    is_pass = [isinstance(answer, int) and answer < 0 for answer in answers]
    place = is_pass.index(False)
    other = next(answer for answer in answers[::-1] if answer != answers[place])
    false = tuple(sorted((*answers[:place], *answers[place + 1 :], other), key=by_content))
    content = as_zip(day(PollCounted(1, 1, answers, could_vote=30), question=question), folder("templates"))
    assert run(tmp_path, content)[0] == 0
    file = tmp_path / "counted.json"
    told = json.loads(file.read_text())
    told["rounds"][0]["answers"] = list(false)
    file.write_text(json.dumps(told))
    status, said = again(tmp_path)
    assert status == 1
    assert "DIFFERS" in said


FALSEHOODS: dict[str, Callable[[dict[str, Any]], None]] = {
    "one answer more": lambda asked: asked["answers"].append(0),
    "one person more": lambda asked: asked.update(voters=asked["voters"] + 1),
    "another figure": lambda asked: asked["announced"]["bars"].__setitem__(0, 99),
    "more who passed": lambda asked: asked["announced"]["passes"].update({"None of these": 3}),
    "a list number twice": lambda asked: asked["list_numbers"].append(asked["list_numbers"][0]),
    "a kind that nobody knows": lambda asked: asked.update(kind="riddle"),
}


@pytest.mark.parametrize("falsehood", FALSEHOODS)
def test_other_falsehoods_are_found(falsehood: str, tmp_path: Path) -> None:
    question = KINDS["one_choice"].example()
    run(tmp_path, as_zip(day(PollCounted(1, 1, (0, 0, 1), register=REGISTER), question=question), folder("templates")))
    file = tmp_path / "counted.json"
    told = json.loads(file.read_text())
    FALSEHOODS[falsehood](told["rounds"][0])
    file.write_text(json.dumps(told))
    assert again(tmp_path)[0] == 1


def test_ballots_typed_in_as_totals_are_counted_with_the_others(tmp_path: Path) -> None:
    question = KINDS["one_choice"].example()
    count = PollCounted(1, 1, (-1, 0, 0, 1), totals=(5, 0, 2, 1), on_paper=9, in_totals=8, could_vote=12)
    content = as_zip(day(count, question=question), folder("templates"))
    assert run(tmp_path, content)[0] == 0
    [asked] = json.loads((tmp_path / "counted.json").read_text())["rounds"]
    assert (asked["paper_totals"], asked["ballots_in_paper_totals"], asked["voters"]) == ([5, 0, 2, 1], 8, 12)
    assert asked["announced"]["bars"] == [7, 1, 2, 1]


def test_anybody_can_look_whether_their_list_number_was_counted(tmp_path: Path) -> None:
    """Written with spaces or small, it is the same number."""
    count = PollCounted(1, 1, (0, 0, 1), register=REGISTER)
    content = as_zip(day(count, question=KINDS["one_choice"].example()), folder("templates"))
    assert run(tmp_path, content, "7QRT") == (0, "What now?: counted\n")
    assert again(tmp_path, "7q", "rt") == (0, "What now?: counted\n")
    assert again(tmp_path, "7QRS") == (1, "What now?: NOT COUNTED\n")
    open_door = as_zip(day(PollCounted(1, 1, (0, 0, 1)), question=KINDS["one_choice"].example()), folder("templates"))
    assert run(tmp_path, open_door, "7QRT") == (1, "No list numbers were published: votes were not sealed.\n")


def test_of_fewer_than_three_votes_only_the_turnout_is_exported_until_the_chair_confirms(tmp_path: Path) -> None:
    question = KINDS["one_choice"].example()
    count = PollCounted(1, 1, (0, 1), register=REGISTER[:2])
    [asked] = json.loads(as_json(day(count, question=question)))["rounds"]
    assert asked == {"title": "What now?", "round": 1, "kind": "one_choice", "voters": 2}
    assert run(tmp_path, as_zip(day(count, question=question), folder("templates")))[0] == 0
    [asked] = json.loads(as_json(day(count, question=question, confirmed=True)))["rounds"]
    assert asked["answers"] == [0, 1]


def test_what_the_chair_has_not_shown_is_not_exported() -> None:
    question = KINDS["one_choice"].example()
    hidden = replay(
        [PollAdded(1, "What now?", question), PollOpened(1, 1, 1), PollClosed(1, 1, 2), PollCounted(1, 1, (0, 1, 1))],
        MADE,
    )
    assert json.loads(as_json(hidden))["rounds"] == []
    assert json.loads(as_json(replay([PollAdded(1, "What now?", question), PollOpened(1, 1, 1)], MADE)))["rounds"] == []
