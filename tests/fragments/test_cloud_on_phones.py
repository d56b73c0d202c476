"""A cloud of words on phones: every phone in the hall is sent it, so it may not grow with whatever anybody writes."""

from __future__ import annotations

import pytest

from live.conference.polls import Count, recount
from live.conference.polls.question import Answer
from live.conference.polls.word_cloud import WordCloud
from live.web.templates import environment

SHOWN = 300


def on_phones(answers: tuple[Answer, ...]) -> str:
    """The words of a result, as phones get them."""
    question = WordCloud()
    tally = recount(question, answers)
    count = Count(len(answers), tally, answers)
    it = {"question": question, "count": count, "voters": count.voters, "marks": question.marks(tally)}
    return environment().get_template("polls/word_cloud/result.html").render(it=it)


@pytest.mark.parametrize(
    ("many", "more"),
    [
        (SHOWN, ""),
        (SHOWN + 1, "and 1 more word, said by 1 person."),
        (5000, "and 4700 more words, said by 1 person each"),
    ],
)
def test_phones_get_the_words_that_most_people_said_and_how_many_more_there_are(many: int, more: str) -> None:
    said = on_phones(tuple((f"word {number}.",) for number in range(many)))
    assert said.count("<li ") == SHOWN
    assert (more in said) if more else ("more word" not in said)
    assert len(said) < 200 * SHOWN
