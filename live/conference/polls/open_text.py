"""Open text: every voice answers in its own words. The result is the answers themselves, without names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from live.conference.polls.question import Answer, Dice, Family, Fields, Question, Tally, only
from live.conference.words import ANSWER_LETTERS, clean_text

IMAGINED = (
    "Time to get to know each other first",
    "Paying people for their time",
    "Meetings at times when carers can come",
    "Fewer forms, more listening",
    "Trust, and that takes years",
    "Plain English",
    "Asking before the plan is written, not after",
    "Someone who holds the door open",
)


class OpenText(Question, frozen=True, tag="open_text"):
    kind_name: ClassVar[str] = "Own words"
    about: ClassVar[str] = "People answer in their own words."
    family: ClassVar[Family] = "say"
    can_run: ClassVar[bool] = False
    shows_words: ClassVar[bool] = True
    has_groups: ClassVar[bool] = False
    longest_answer: ClassVar[int] = 1_536

    def checked(self) -> OpenText:
        return self

    def read(self, fields: Fields) -> Answer:
        return clean_text(only(fields, "vote"), ANSWER_LETTERS, "vote", "Your answer")

    def said(self, answer: Answer) -> dict[str, list[str]]:
        return {"vote": [str(answer)]}

    def read_back(self, answer: Answer) -> str:
        return str(answer)

    def empty(self) -> Tally:
        return (0,)

    def add(self, tally: Tally, answer: Answer, times: int = 1) -> Tally:
        return (tally[0] + times,)

    def own_words(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        return tuple(answer for answer in answers if isinstance(answer, str))  # who passed has written nothing

    def imagine(self, dice: Dice) -> Fields:
        return {"vote": [IMAGINED[dice(len(IMAGINED))]]}

    @classmethod
    def example(cls) -> OpenText:
        return cls()

    @classmethod
    def from_form(cls, fields: Fields) -> OpenText:
        return cls()
