"""The result by groups, so that no small group can be made out: neither by itself nor as what is left of the whole.

The whole result is known to everybody. So whoever is not in a group that is shown can be worked out by taking the shown groups
from the whole: that remainder, too, has to be nobody or at least five people. Ballots on paper are known to whoever typed them
in, so they hide nobody: without them as well it has to be nobody or at least five.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from live.conference.polls.question import Answer, Question, Tally

FEWEST = 5
NO_GROUP = "Did not say"


class GroupCount(Struct, frozen=True):
    """What one group said. `answered` are people; `tally` is that of the question's kind."""

    name: str
    answered: int
    tally: Tally


def groups_to_show(
    question: Question, answers: Iterable[tuple[str, Answer]], everybody: int, on_paper: int = 0
) -> tuple[GroupCount, ...]:
    """The groups that may be shown, in the order of their names, of (group, answer) pairs; `everybody` counts all who answered,
    also those of whom no group is known; `on_paper` of them did so on paper. Empty when no breakdown is safe."""
    tallies: dict[str, Tally] = {}
    sizes: dict[str, int] = {}
    for name, answer in answers:
        name = name or NO_GROUP
        tally = tallies.get(name, question.empty())
        tallies[name] = tally if isinstance(answer, int) and answer < 0 else question.add(tally, answer)
        sizes[name] = sizes.get(name, 0) + 1
    shown = sorted((name for name in sizes if sizes[name] >= FEWEST), key=lambda name: (-sizes[name], name))
    while shown and any(
        0 < everyone - sum(sizes[name] for name in shown) < FEWEST for everyone in (everybody, everybody - on_paper)
    ):
        shown.pop()  # the smallest one makes the remainder large enough
    return tuple(GroupCount(name, sizes[name], tallies[name]) for name in sorted(shown))
