"""On which terms a question is asked: what it decides, in which order its options stand, what else may be answered, and when it
closes. The terms are announced before voting opens and stand from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from live.conference.polls.question import Answer, Fields, Question, first
from live.conference.words import Refused

Decides = Literal["temperature", "advice", "decision"]
Order = Literal["written", "alphabetical", "shuffled"]
Pass = Literal["none", "unsure"]

DECIDES: dict[Decides, tuple[str, str]] = {
    "temperature": ("Temperature", "It shows how the hall feels, and decides nothing."),
    "advice": ("Advice", "Whoever decides has promised to listen to it."),
    "decision": ("Decision", "What the hall chooses here is done."),
}
"""What an answer is for: one word, and a sentence for who asks."""

ORDERS: dict[Order, str] = {
    "written": "As written",
    "alphabetical": "By the alphabet",
    "shuffled": "Another order on each phone",
}
PASSES: dict[Pass, tuple[int, str]] = {"none": (-1, "None of these"), "unsure": (-2, "I don’t know")}
"""What may be answered to any kind of question, if the chair offers it: the answer as it is written down, and its words."""

LONGEST_SECONDS = 4 * 3600


class Terms(Struct, frozen=True, omit_defaults=True):
    """The terms of a question.

    `by_group`: the result is also shown by the groups that people chose. `running`: it is shown while voting is open. `passes`:
    what else may be answered. `seconds`: voting closes by itself so long after it opened (0: it does not). `survey`: it stands on
    the survey page, for answering in one's own time.
    """

    decides: Decides = "temperature"
    by_group: bool = False
    running: bool = False
    order: Order = "written"
    passes: tuple[Pass, ...] = ()
    seconds: int = 0
    survey: bool = False


def checked(terms: Terms, question: Question) -> Terms:
    """Terms that fit this question. Raises `Refused`."""
    if not 0 <= terms.seconds <= LONGEST_SECONDS:
        raise Refused("Voting can be open for at most four hours before it closes by itself.", "closing")
    if terms.by_group and not question.has_groups:
        raise Refused(f"Answers to a question of the kind “{question.kind_name}” cannot be shown by group.", "by_group")
    if terms.running and not question.can_run:
        raise Refused(f"A question of the kind “{question.kind_name}” has no running result.", "running")
    if terms.order != "written" and not has_order(type(question)):
        raise Refused(f"Answers to a question of the kind “{question.kind_name}” have one order only.", "order")
    return replace(terms, passes=tuple(name for name in PASSES if name in terms.passes))


def has_order(kind: type[Question]) -> bool:
    """Whether what can be chosen may stand in one order or another: not where numbers or steps follow each other."""
    return kind.sorted_by_words is not Question.sorted_by_words


def from_form(fields: Fields, seconds: int) -> Terms:
    """The terms in the chair's editing form; `seconds` were read by the caller. Raises `Refused`."""
    decides = first(fields, "decides") or "temperature"
    order = first(fields, "order") or "written"
    passes = tuple(fields.get("passes", ()))
    if decides not in get_args(Decides) or order not in get_args(Order) or not set(passes) <= set(get_args(Pass)):
        raise Refused("Please choose what the question decides, and in which order its answers stand.", "decides")
    return Terms(
        decides,  # type: ignore[arg-type]  # checked above
        first(fields, "by_group") == "yes",
        first(fields, "running") == "yes",
        order,  # type: ignore[arg-type]
        passes,  # type: ignore[arg-type]
        seconds,
        first(fields, "survey") == "yes",
    )


def read_answer(question: Question, terms: Terms, fields: Fields) -> Answer:
    """The answer in a form's fields: one of the passes that are offered, or what the question's kind reads. Raises `Refused`."""
    passing = [value for value in fields.get("vote.pass", ()) if value]
    if not passing:
        return question.read(fields)
    if not set(passing) <= set(terms.passes):
        raise Refused("That is not one of the answers. Please choose again.", "vote")
    words = [PASSES[name][1] for name in terms.passes if name in passing]
    if len(passing) > 1:
        raise Refused(f"Please choose only one of “{'” and “'.join(words)}”.", "vote.pass")
    if any(_is_said(name, values) for name, values in fields.items()):
        raise Refused(f"Please choose either an answer or “{words[0]}”, not both.", "vote")
    return PASSES[next(name for name in terms.passes if name in passing)][0]


def _is_said(name: str, values: Sequence[str]) -> bool:
    """Whether a field of the answer itself was filled in. A lone 0 says nothing: it is what stands in a field of numbers."""
    is_answer = name == "vote" or (name.startswith("vote.") and name != "vote.pass")
    return is_answer and any(value and value != "0" and not value.isspace() for value in values)


def said_answer(question: Question, answer: Answer) -> dict[str, list[str]]:
    """The form fields that give this answer: the way back of `read_answer`."""
    passed = passed_by(answer)
    return {"vote.pass": [passed]} if passed is not None else question.said(answer)


def read_back_answer(question: Question, answer: Answer) -> str:
    """The answer as it is read back."""
    passed = passed_by(answer)
    return PASSES[passed][1] if passed is not None else question.read_back(answer)


def passed_by(answer: Answer) -> Pass | None:
    """Which of the passes this answer is, if it is one. Their numbers are below 0."""
    if not isinstance(answer, int) or answer >= 0:
        return None
    return next((name for name, (number, _) in PASSES.items() if answer == number), None)
