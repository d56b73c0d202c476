"""What imaginary people say: the demo's own file, survey answers dealt out to come out exactly, and an answer to any question.

Pure. A vote form is answered by what is in it (radios, checkboxes, a field to write in); where the demo knows the question, by
what the demo says about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec
from msgspec import Struct

from live.crowd.page import Form

PLAIN_ANSWERS = ("Time to listen", "Trust", "Asking earlier", "Plain words", "Somebody who keeps the door open")


class Survey(Struct, frozen=True, forbid_unknown_fields=True):
    """A question with several choices, and how many marks each of its options gets, in their order."""

    title: str
    marks: dict[str, int]


class Leaning(Struct, frozen=True, forbid_unknown_fields=True):
    """A question with one choice, and how much each of its options draws."""

    title: str
    weights: tuple[int, ...]


class Answers(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    texts: tuple[str, ...]


class Labels(Struct, frozen=True, forbid_unknown_fields=True):
    contribute: tuple[str, ...]
    ask: tuple[str, ...]


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """A topic, who hosts it, how much it draws, and where a facilitator might put it (empty: it waits for a place)."""

    title: str
    host: str
    why: str = ""
    needs: str = ""
    weight: int = 1
    slot: str = ""
    room: str = ""
    wants: tuple[str, ...] = ()
    """What its room must have, as the form calls it: "step_free", "screen"."""
    needs_host: bool = False
    """Somebody else should host it: `host` only proposes it."""


class Booking(Struct, frozen=True, forbid_unknown_fields=True):
    """A session of the programme, when it starts, and how much it draws."""

    title: str
    starts: str
    weight: int = 1


class Outing(Struct, frozen=True, forbid_unknown_fields=True):
    """A study visit that `host` offers."""

    title: str
    when: str
    place: str
    places: int
    host: str
    text: str = ""


class Talk(Struct, frozen=True, forbid_unknown_fields=True):
    """What came out of a topic or a session of this title. `action` has the fields of its form: what, outcome, who, until."""

    title: str
    line: str = ""
    points: tuple[str, ...] = ()
    quote: str = ""
    action: dict[str, str] = {}
    is_read: bool = False


class Demo(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "surveys": "survey",
        "leanings": "leaning",
        "topics": "topic",
        "sessions": "session",
        "visits": "visit",
        "talks": "talk",
    },
):
    names: tuple[str, ...]
    labels: Labels
    surveys: tuple[Survey, ...] = ()
    leanings: tuple[Leaning, ...] = ()
    answers: tuple[Answers, ...] = ()
    topics: tuple[Topic, ...] = ()
    sessions: tuple[Booking, ...] = ()
    visits: tuple[Outing, ...] = ()
    talks: tuple[Talk, ...] = ()


def read_demo(text: str) -> Demo:
    """The demo in the text of a `.demo.toml`. Raises `msgspec.ValidationError` with the place that is wrong."""
    return msgspec.toml.decode(text, type=Demo)


def deal(marks: Sequence[int], people: int) -> list[set[int]]:
    """Each person's options, so that every option gets exactly its marks.

    The marks go round the table: each option's begin where those of the option before ended. As none has more marks than
    there are people, nobody gets one twice; and when there are as many marks as people, nobody goes without.
    """
    if max(marks, default=0) > people:
        raise ValueError(f"{people} people cannot make {max(marks)} marks for one option.")
    dealt: list[set[int]] = [set() for _ in range(people)]
    turn = 0
    for option, count in enumerate(marks):
        for _ in range(count):
            dealt[turn % people].add(option)
            turn += 1
    return dealt


class Imagination:
    """The answers of `people` imaginary people. With too few of them for a survey's marks, they choose as they like."""

    def __init__(self, demo: Demo, people: int) -> None:
        self.demo = demo
        self.dealt = {
            survey.title: deal(list(survey.marks.values()), people)
            for survey in demo.surveys
            if max(survey.marks.values()) <= people
        }

    def vote(self, ballot: Form, page_words: str, person: int, dice: Random) -> list[str]:
        """The values of the field `vote` that this person sends. Empty: it stays away, or knows no such form."""
        words = ballot.words if self.knows(ballot.words) else page_words
        values = [choice.value for choice in ballot.offers("vote")]
        if not values:
            return [self.answer(words, dice)] if "vote" in ballot.typed else []
        if ballot.offers("vote")[0].sort == "checkbox":
            return self._several(words, values, person, dice)
        weights = next((each.weights for each in self.demo.leanings if each.title in words), ())
        return dice.choices(values, weights if len(weights) == len(values) else None)

    def _several(self, words: str, values: list[str], person: int, dice: Random) -> list[str]:
        for survey in self.demo.surveys:
            if survey.title in words and survey.title in self.dealt and len(survey.marks) == len(values):
                return [values[place] for place in sorted(self.dealt[survey.title][person])]
        return sorted(dice.sample(values, dice.randint(1, min(3, len(values)))))

    def answer(self, words: str, dice: Random) -> str:
        """What somebody writes under a question in these words."""
        texts = next((each.texts for each in self.demo.answers if each.title in words), PLAIN_ANSWERS)
        return dice.choice(texts)

    def knows(self, words: str) -> bool:
        """Whether the demo says how the question in these words is answered."""
        known: tuple[Survey | Leaning | Answers, ...] = (*self.demo.surveys, *self.demo.leanings, *self.demo.answers)
        return any(each.title in words for each in known)
