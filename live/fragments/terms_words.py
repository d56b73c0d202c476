"""The terms of a question in words, for the chair who sets them and for the write-up."""

from __future__ import annotations

from live.conference.polls import Terms
from live.conference.polls.question import Question
from live.conference.polls.terms import DECIDES, ORDERS, PASSES, has_order


def terms_in_words(terms: Terms, kind: type[Question]) -> str:
    """What is set, in a few short sentences: "Temperature. Options as written. Open until you close it." """
    said = [DECIDES[terms.decides][0]]
    if has_order(kind):
        order = ORDERS[terms.order]
        said.append(f"Options: {order[0].lower()}{order[1:]}")
    if terms.passes:
        said.append("Also: " + " or ".join(f"“{PASSES[name][1]}”" for name in terms.passes))
    if terms.by_group:
        said.append("Result by group, too")
    if terms.running:
        said.append("Result shown while voting is open")
    if terms.survey:
        said.append("On the survey page")
    said.append(f"Closes after {minutes_in_words(terms.seconds)}" if terms.seconds else "Open until you close it")
    return f"{'. '.join(said)}."


def minutes_in_words(seconds: int) -> str:
    """ "5 minutes", "1 minute", "2.5 minutes"."""
    minutes = minutes_of(seconds)
    return f"{minutes} minute" if minutes == "1" else f"{minutes} minutes"


def minutes_of(seconds: int) -> str:
    """Seconds as somebody types minutes: "5", "2.5"; "" for none."""
    return f"{round(seconds / 60, 2):g}" if seconds else ""
