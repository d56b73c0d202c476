"""A motion: for, against or abstain. It is carried by the rule that was announced with the question, and by no other.

All arithmetic is in whole numbers, so that exactly half is never more than half, and exactly two thirds is always enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, get_args

from live.conference.polls.question import (
    Answer,
    Bar,
    Dice,
    Family,
    Fields,
    Question,
    Tally,
    bars_of,
    bump,
    first,
    places_of,
)
from live.conference.words import Refused

Threshold = Literal["half", "two_thirds"]
Of = Literal["votes", "present"]

ANSWERS = ("For", "Against", "Abstain")
MARKS = ("1", "2", "3")  # letters would be taken for words: A is neither Against nor Abstain
NEEDED: dict[Threshold, str] = {"half": "more than half", "two_thirds": "at least two thirds"}


class Motion(Question, frozen=True, tag="motion"):
    """`threshold`: more than half ("half") or at least two thirds ("two_thirds"). `of`: of the votes cast, which are those for
    and against ("votes"), or of everybody who could vote, also those who abstained or did not vote ("present")."""

    kind_name: ClassVar[str] = "Yes, no or abstain"
    about: ClassVar[str] = (
        "People are for or against, or abstain. Whether it is carried, the rule says that you set here."
    )
    family: ClassVar[Family] = "decide"
    is_ordered: ClassVar[bool] = True
    has_totals: ClassVar[bool] = True
    longest_answer: ClassVar[int] = 16
    threshold: Threshold = "half"
    of: Of = "votes"

    @property
    def rule(self) -> str:
        """The rule as it is announced, with exactly what counts."""
        if self.of == "votes":
            return (
                f"It is carried if {NEEDED[self.threshold]} of the votes cast are for. "
                "Votes cast are those for and against; abstentions are not counted."
            )
        return (
            f"It is carried if {NEEDED[self.threshold]} of the people present are for. "
            "Present is everybody who could vote, also those who abstain or do not vote."
        )

    def checked(self) -> Motion:
        return self

    def read(self, fields: Fields) -> Answer:
        places = places_of(fields.get("vote", ())[:2], MARKS)
        if len(places) != 1:
            raise Refused("Please choose for, against or abstain.", "vote")
        return places[0]

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {"vote": [MARKS[_place(answer)]]}

    def read_back(self, answer: Answer) -> str:
        return ANSWERS[_place(answer)]

    def empty(self) -> Tally:
        return (0,) * len(ANSWERS)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return bump(tally, [_place(answer)], times)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        return bars_of(ANSWERS, tally, voters, MARKS)

    def is_carried(self, tally: Tally, could_vote: int) -> bool:
        """Whether it is carried; never without a single vote for it. `could_vote` matters for a rule of those present."""
        total = self._total(tally, could_vote)
        if self.threshold == "half":
            return 2 * tally[0] > total
        return tally[0] > 0 and 3 * tally[0] >= 2 * total

    def verdict(self, tally: Tally, could_vote: int) -> str:
        votes_for, total = tally[0], self._total(tally, could_vote)
        were = "was" if votes_for == 1 else "were"
        needed = NEEDED[self.threshold]
        if not total:
            return f"Not carried: nobody voted for or against; {needed} was needed."
        if self.of == "votes":
            figures = f"{votes_for} of {total} {'vote' if total == 1 else 'votes'} cast {were} for"
            even = "it is a tie, "
        else:
            figures = f"{votes_for} of {total} {'person' if total == 1 else 'people'} present {were} for"
            even = "it is exactly half, "
        tied = even if self.threshold == "half" and 2 * votes_for == total else ""
        word = "Carried" if self.is_carried(tally, could_vote) else "Not carried"
        return f"{word}: {tied}{figures}; {needed} was needed."

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """The rule and what it counts: `threshold`, `of`, and the votes `for`, `against` and `abstained`."""
        return {
            "threshold": self.threshold,
            "of": self.of,
            "for": tally[0],
            "against": tally[1],
            "abstained": tally[2],
        }

    def imagine(self, dice: Dice) -> Fields:
        return {"vote": [MARKS[min(dice(len(MARKS)), dice(len(MARKS)))]]}

    @classmethod
    def example(cls) -> Motion:
        return cls("two_thirds")

    @classmethod
    def from_form(cls, fields: Fields) -> Motion:
        threshold = first(fields, "threshold") or "half"
        of = first(fields, "of") or "votes"
        if threshold not in get_args(Threshold):
            raise Refused("Please choose how many must be for it.", "threshold")
        if of not in get_args(Of):
            raise Refused("Please choose of what: votes cast, or people present.", "of")
        return cls(threshold, of)  # type: ignore[arg-type]  # checked above

    def _total(self, tally: Tally, could_vote: int) -> int:
        """What the share is of. Whoever voted could vote, whatever a count of people says."""
        return tally[0] + tally[1] if self.of == "votes" else max(could_vote, sum(tally))


def _place(answer: Answer) -> int:
    assert isinstance(answer, int)
    return answer
