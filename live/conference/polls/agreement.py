"""Agreement, for deciding by consent: agree, agree with reservations, stand aside, or object.

Consent means that nobody objects; it is not a vote that a larger number wins. So whoever objects or stands aside is asked for the
reason, and the reasons are shown, without names: first those of who objects, which have to be answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from live.conference.polls.question import (
    LETTERS,
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
from live.conference.words import Refused, clean_text

AGREE, RESERVATIONS, STAND_ASIDE, OBJECT = range(4)
ANSWERS = ("Agree", "Agree, with reservations", "Stand aside", "Object")
MEANINGS = (
    "I support this.",
    "I have doubts, and can live with it.",
    "I do not support this, and will not stop it.",
    "I cannot accept this as it is.",
)
NEEDS_REASON = {
    STAND_ASIDE: "Please give your reason for standing aside, so that others can understand it.",
    OBJECT: "Please give your reason for objecting, so that it can be answered.",
}
"""The answers that a reason is asked for, and what is said when it is missing."""

REASON_LETTERS = 300
MARKS = LETTERS[: len(ANSWERS)]
IMAGINED = (
    "It comes too early for those who could not be here",
    "We have not asked the people it is about",
    "Nobody has said who pays for it",
    "It is too far away without a bus",
    "I have no experience with this",
)


class Agreement(Question, frozen=True, tag="agreement"):
    """An answer is its place and its reason, "" for those that need none."""

    kind_name: ClassVar[str] = "Agreement"
    about: ClassVar[str] = "People agree, have reservations, stand aside or object; the last two give a reason."
    family: ClassVar[Family] = "decide"
    is_ordered: ClassVar[bool] = True
    has_totals: ClassVar[bool] = True
    shows_words: ClassVar[bool] = True
    longest_answer: ClassVar[int] = 1_280

    def checked(self) -> Agreement:
        return self

    def read(self, fields: Fields) -> Answer:
        places = places_of(fields.get("vote", ())[:2], MARKS)
        if len(places) != 1:
            raise Refused("Please choose one answer.", "vote")
        if len(fields.get("vote.reason", ())) > 1:
            raise Refused("Please give one reason.", "vote.reason")
        place = places[0]
        written = first(fields, "vote.reason")
        reason = clean_text(written, REASON_LETTERS, "vote.reason", "Your reason", optional=True)
        if not reason and place in NEEDS_REASON:
            raise Refused(NEEDS_REASON[place], "vote.reason")
        if reason and place not in NEEDS_REASON:  # not dropped in silence: somebody wrote it
            raise Refused(
                "Only who stands aside or objects gives a reason. Please choose one of these, or empty the reason.",
                "vote.reason",
            )
        return place, reason

    def said(self, answer: Answer) -> dict[str, list[str]]:
        place, reason = _parts(answer)
        return {"vote": [MARKS[place]], "vote.reason": [reason]} if reason else {"vote": [MARKS[place]]}

    def read_back(self, answer: Answer) -> str:
        place, reason = _parts(answer)
        return f"{ANSWERS[place]}: {reason}" if reason else ANSWERS[place]

    def empty(self) -> Tally:
        return (0,) * len(ANSWERS)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return bump(tally, [_parts(answer)[0]], times)

    def bars(self, tally: Tally, voters: int) -> tuple[Bar, ...]:
        return bars_of(ANSWERS, tally, voters)

    def meaning(self, place: int) -> str:
        """What the answer at a place means, in the words of whoever gives it."""
        return MEANINGS[place]

    def needs_reason(self, place: int) -> bool:
        return place in NEEDS_REASON

    def reasons(self, answers: Sequence[Answer], place: int) -> tuple[str, ...]:
        """The reasons of those who gave the answer at `place`, in the order of `answers`, which is that of their content."""
        return tuple(reason for given, reason in map(_parts_if_any, answers) if given == place and reason)

    def own_words(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        """All reasons, each with what it is for, those of objections first."""
        objections = (f"Objection: {reason}" for reason in self.reasons(answers, OBJECT))
        asides = (f"Standing aside: {reason}" for reason in self.reasons(answers, STAND_ASIDE))
        return (*objections, *asides)

    def verdict(self, tally: Tally, could_vote: int) -> str:
        if not sum(tally):
            return "Nobody has agreed or objected."
        if not tally[OBJECT]:
            return "Nobody objects: there is consent."
        return "1 person objects." if tally[OBJECT] == 1 else f"{tally[OBJECT]} people object."

    def export(self, tally: Tally, answers: Sequence[Answer]) -> dict[str, Any]:
        """`consent`: whether people answered and nobody objected. `objections` and `standing_aside`: the reasons, as lists."""
        return {
            "consent": sum(tally) > 0 and not tally[OBJECT],
            "objections": list(self.reasons(answers, OBJECT)),
            "standing_aside": list(self.reasons(answers, STAND_ASIDE)),
        }

    def imagine(self, dice: Dice) -> Fields:
        place = min(dice(len(ANSWERS)), dice(len(ANSWERS)))
        reason = {"vote.reason": [IMAGINED[dice(len(IMAGINED))]]} if place in NEEDS_REASON else {}
        return {"vote": [MARKS[place]], **reason}

    @classmethod
    def example(cls) -> Agreement:
        return cls()

    @classmethod
    def from_form(cls, fields: Fields) -> Agreement:
        return cls()


def _parts(answer: Answer) -> tuple[int, str]:
    assert isinstance(answer, tuple)
    place, reason = answer
    return int(place), str(reason)


def _parts_if_any(answer: Answer) -> tuple[int, str]:
    """As `_parts`; for what all kinds share, such as "I don't know", no place at all."""
    return _parts(answer) if isinstance(answer, tuple) else (-1, "")
