"""A budget to spend: projects with their costs, and money that is not enough for all. Everybody picks what fits, never more.

The result is how many picked each project. By votes the money goes down the list until the next project does not fit; projects
that nobody picked get none. Where projects with equally many votes stand at that line, votes do not decide between them, and
the result says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from live.conference.polls.numbers import read_amount
from live.conference.polls.options import WithOptions
from live.conference.polls.question import (
    Answer,
    Bar,
    Dice,
    Family,
    Fields,
    Tally,
    bars_of,
    bump,
    first,
    lines_of,
    places_of,
)
from live.conference.words import Refused, clean_line

MOST_MONEY = 1_000_000_000
CURRENCY_LETTERS = 12
QUOTED = 40  # letters of a line that is told to be wrong


class Spending(Struct, frozen=True):
    """Where the money goes by votes: the places of the projects it is enough for, the best first, what they cost together, and
    the projects with equally many votes of which it is enough for some only."""

    paid: tuple[int, ...] = ()
    cost: int = 0
    tied: tuple[int, ...] = ()


class Budget(WithOptions, frozen=True, tag="budget"):
    kind_name: ClassVar[str] = "Spending a budget"
    about: ClassVar[str] = (
        "People pick projects until the money is used up; the result shows which ones it is enough for."
    )
    family: ClassVar[Family] = "share"
    has_totals: ClassVar[bool] = True
    costs: tuple[int, ...] = ()
    """What each project costs, in the order of `options`: 1 to a thousand million."""
    budget: int = 0
    currency: str = "£"
    """A sign that stands before an amount, or a word (such as "hours") that stands after it."""

    def checked(self) -> Budget:
        cleaned = self.with_checked_options()
        options = cleaned.options
        currency = clean_line(self.currency, CURRENCY_LETTERS, "currency", "The currency")
        if any(map(str.isdecimal, currency)):
            raise Refused("Please write the currency as a sign or a word, without figures.", "currency")
        if len(self.costs) != len(options):
            raise Refused("Every project needs its cost.", "options")
        if not 1 <= self.budget <= MOST_MONEY:
            raise Refused(_how_to_write("the budget"), "budget")
        question = replace(cleaned, currency=currency)
        for name, cost in zip(options, self.costs, strict=True):
            if not 1 <= cost <= MOST_MONEY:
                raise Refused(_how_to_write(f"the cost of “{_short(name)}”"), "options")
            if cost > self.budget:
                raise Refused(
                    f"“{_short(name)}” costs {question.money(cost)}: more than the {question.money(self.budget)} there is.",
                    "options",
                )
        return question

    def sorted_by_words(self) -> Budget:
        in_order = super().sorted_by_words()
        costs = dict(zip(self.options, self.costs, strict=True))
        return replace(in_order, costs=tuple(costs[option] for option in in_order.options))

    def money(self, amount: int) -> str:
        """An amount as people write it: "£20,000", "20,000 hours"."""
        if any(map(str.isalpha, self.currency)):
            return f"{amount:,} {self.currency}"
        return f"{self.currency}{amount:,}"

    @property
    def written(self) -> str:
        """The projects as a chair writes them, one a line."""
        return "\n".join(f"{name}: {cost}" for name, cost in zip(self.options, self.costs, strict=True))

    def cost_of(self, letter: str) -> int:
        return self.costs[self.letters.index(letter)]

    def read(self, fields: Fields) -> Answer:
        values = fields.get("vote", ())
        if not any(values):
            raise Refused("Please choose at least one project.", "vote")
        if len(values) > len(self.options) or len(set(values)) < len(values):
            raise Refused("Please choose each project only once.", "vote")
        places = sorted(places_of(values, self.letters))
        cost = self._sum(places)
        if cost > self.budget:
            raise Refused(
                f"What you chose costs {self.money(cost)}. That is {self.money(cost - self.budget)} more than there is. "
                "Please leave something out.",
                "vote",
            )
        return tuple(places)

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {"vote": [self.letters[place] for place in _places(answer)]}

    def read_back(self, answer: Answer) -> str:
        places = _places(answer)
        return f"{', '.join(self.options[place] for place in places)}: {self.money(self._sum(places))} in all"

    def empty(self) -> Tally:
        return (0,) * len(self.options)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return bump(tally, _places(answer), times)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        """Bars by votes, each with its cost; the last project that the money is enough for has the line under it."""
        spending = self.spending(tally)
        last = spending.paid[-1] if spending.paid else -1
        line = self._line(spending) if len(spending.paid) < sum(map(bool, tally)) else ""
        return tuple(
            replace(
                bar,
                detail=self.money(cost),
                line=line if place == last else "",
            )
            for place, (bar, cost) in enumerate(zip(bars_of(self.options, tally, voters), self.costs, strict=True))
        )

    def ranked(self, tally: Tally) -> list[int]:
        """The places of all projects, those with most votes first; those with equally many in the order written."""
        return sorted(range(len(tally)), key=lambda place: -tally[place])

    def spending(self, tally: Tally) -> Spending:
        """Where the money goes by votes: down the list, until the next project does not fit."""
        paid: list[int] = []
        for place in self.ranked(tally):
            if not tally[place] or self._sum([*paid, place]) > self.budget:
                break
            paid.append(place)
        cost = self._sum(paid)
        for votes in sorted({votes for votes in tally if votes}, reverse=True):
            equal = [place for place, other in enumerate(tally) if other == votes]
            left = self.budget - self._sum([place for place, other in enumerate(tally) if other > votes])
            if self._sum(equal) > left:
                fits_alone = [place for place in equal if self.costs[place] <= left]
                return Spending(tuple(paid), cost, tuple(equal) if len(equal) > 1 and fits_alone else ())
        return Spending(tuple(paid), cost)

    def verdict(self, tally: Tally, could_vote: int) -> str:
        """What the money is enough for by votes, in words."""
        spending = self.spending(tally)
        if not any(tally):
            return "Nobody chose a project."
        sure = [place for place in spending.paid if place not in spending.tied]
        names = self._names(sure)
        cost = self._sum(sure)
        enough = f"By votes, the money is enough for {names}: {self.money(cost)} of {self.money(self.budget)}."
        if not spending.tied:
            return enough
        tie = (
            f"{self._names(spending.tied)} have equally many votes, and the money is not enough for all of them: "
            "votes do not decide which."
        )
        return f"{enough} {tie}" if sure else tie

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """`budget` and `currency`; `projects` by votes, each with its cost, its votes, and whether the money is enough for it:
        "yes", "no" or "tied"; `cost` of those that are sure."""
        spending = self.spending(tally)
        sure = [place for place in spending.paid if place not in spending.tied]
        return {
            "budget": self.budget,
            "currency": self.currency,
            "cost": self._sum(sure),
            "projects": [
                {
                    "project": self.options[place],
                    "cost": self.costs[place],
                    "votes": tally[place],
                    "paid": "tied" if place in spending.tied else "yes" if place in sure else "no",
                }
                for place in self.ranked(tally)
            ],
        }

    def imagine(self, dice: Dice) -> Fields:
        left = self.budget
        chosen: list[int] = []
        start = dice(len(self.options))
        for place in [*range(start, len(self.options)), *range(start)]:
            if self.costs[place] <= left and (not chosen or dice(3)):
                chosen.append(place)
                left -= self.costs[place]
        return self.said(tuple(sorted(chosen)))

    @classmethod
    def example(cls) -> Budget:
        names = ("Meeting rooms that everybody can reach", "Paying people for their time", "Plain English", "Childcare")
        return cls(names, (25_000, 20_000, 5_000, 15_000), 45_000)

    @classmethod
    def from_form(cls, fields: Fields) -> Budget:
        currency = first(fields, "currency").strip() or "£"
        budget = read_amount(first(fields, "budget"), currency)
        if budget is None:
            raise Refused(_how_to_write("the budget"), "budget")
        names, costs = [], []
        for line in lines_of(fields, "options"):
            name, colon, amount = line.rpartition(":")
            if not colon or not name.strip():
                raise Refused(
                    f"Please write what “{_short(line)}” costs: the project, a colon, and its cost, like “Benches: 20 000”.",
                    "options",
                )
            cost = read_amount(amount, currency)
            if cost is None:
                raise Refused(_how_to_write(f"the cost of “{_short(name)}”"), "options")
            names.append(name)
            costs.append(cost)
        return cls(tuple(names), tuple(costs), budget, currency)

    def _names(self, places: Sequence[int]) -> str:
        names = [f"“{self.options[place]}”" for place in places]
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)

    def _sum(self, places: Sequence[int]) -> int:
        return sum(self.costs[place] for place in places)

    def _line(self, spending: Spending) -> str:
        if spending.tied:
            return "The money ends here, in a tie: votes do not decide between them"
        return f"The money ends here: {self.money(spending.cost)} of {self.money(self.budget)}"


def _how_to_write(what: str) -> str:
    return f"Please write {what} as a whole number, like 20 000: at least 1, at most a thousand million."


def _short(text: str) -> str:
    """Enough of a line to find it by."""
    line = " ".join(text[: 4 * QUOTED].split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED].rstrip()}…"


def _places(answer: Answer) -> tuple[int, ...]:
    assert isinstance(answer, tuple)
    return tuple(int(place) for place in answer)
