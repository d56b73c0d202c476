"""Agreement: there is consent when nobody objects, and whoever objects or stands aside says why."""

import msgspec
import pytest

from live.conference import Refused
from live.conference.polls import recount
from live.conference.polls.agreement import Agreement
from live.conference.polls.question import Bar

QUESTION = Agreement()
WRITTEN = '{"kind":"agreement"}', QUESTION
ASIDE = "Please give your reason for standing aside, so that others can understand it."
OBJECTS = "Please give your reason for objecting, so that it can be answered."
NOT_ASKED = "Only who stands aside or objects gives a reason. Please choose one of these, or empty the reason."


@pytest.mark.parametrize(
    ("fields", "answer", "words"),
    [
        ({"vote": ["A"]}, (0, ""), "Agree"),
        ({"vote": ["A"], "vote.reason": [" \r\n "]}, (0, ""), "Agree"),
        ({"vote": ["B"], "vote.reason": []}, (1, ""), "Agree, with reservations"),
        ({"vote": ["C"], "vote.reason": ["No  time "]}, (2, "No time"), "Stand aside: No time"),
        ({"vote": ["D"], "vote.reason": ["A\u202e\r\nB"]}, (3, "A\nB"), "Object: A\nB"),
    ],
)
def test_an_answer_is_a_place_and_a_cleaned_reason(fields: dict[str, list[str]], answer: object, words: str) -> None:
    read = QUESTION.read(fields)
    assert (read, QUESTION.read_back(read)) == (answer, words)
    assert QUESTION.read(QUESTION.said(read)) == read


@pytest.mark.parametrize(
    ("fields", "say", "field"),
    [
        ({}, "Please choose one answer.", "vote"),
        ({"vote.reason": ["Because"]}, "Please choose one answer.", "vote"),
        ({"vote": ["A", "D"]}, "Please choose one answer.", "vote"),
        ({"vote": ["E"]}, "That is not one of the answers. Please choose again.", "vote"),
        ({"vote": ["3"]}, "That is not one of the answers. Please choose again.", "vote"),
        ({"vote": ["C"]}, ASIDE, "vote.reason"),
        ({"vote": ["C"], "vote.reason": [" \u200b"]}, ASIDE, "vote.reason"),
        ({"vote": ["D"], "vote.reason": [""]}, OBJECTS, "vote.reason"),
        ({"vote": ["D"], "vote.reason": ["a", "b"]}, "Please give one reason.", "vote.reason"),
        ({"vote": ["A"], "vote.reason": ["Because"]}, NOT_ASKED, "vote.reason"),
        ({"vote": ["B"], "vote.reason": ["Because"]}, NOT_ASKED, "vote.reason"),
        (
            {"vote": ["D"], "vote.reason": ["x" * 301]},
            "Your reason can have 300 letters at most. Yours has 301.",
            "vote.reason",
        ),
    ],
)
def test_what_is_no_answer_is_refused(fields: dict[str, list[str]], say: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        QUESTION.read(fields)
    assert (refused.value.say, refused.value.field) == (say, field)


def test_bars_count_people_whatever_their_reasons() -> None:
    tally = recount(QUESTION, [(0, ""), (0, ""), (3, "Too far"), (3, "Too dear")])
    assert QUESTION.bars(tally, 4) == (
        Bar("A", "Agree", 2, 1.0, 50),
        Bar("B", "Agree, with reservations", 0, 0.0, 0),
        Bar("C", "Stand aside", 0, 0.0, 0),
        Bar("D", "Object", 2, 1.0, 50),
    )


@pytest.mark.parametrize(
    ("tally", "verdict", "consent"),
    [
        ((0, 0, 0, 0), "Nobody has agreed or objected.", False),
        ((12, 3, 0, 0), "Nobody objects: there is consent.", True),
        ((0, 0, 5, 0), "Nobody objects: there is consent.", True),
        ((120, 3, 2, 1), "1 person objects.", False),
        ((120, 3, 2, 3), "3 people object.", False),
    ],
)
def test_consent_means_that_nobody_objects_however_many_agree(
    tally: tuple[int, ...], verdict: str, consent: bool
) -> None:
    assert QUESTION.verdict(tally, 200) == verdict
    assert QUESTION.export(tally, ())["consent"] is consent


def test_reasons_come_without_names_those_of_objections_first() -> None:
    answers = (-1, (0, ""), (2, "No time"), (3, "Too dear"), (3, "Too far"))
    assert QUESTION.own_words(answers) == (
        "Objection: Too dear",
        "Objection: Too far",
        "Standing aside: No time",
    )
    assert QUESTION.export((1, 0, 1, 2), answers) == {
        "consent": False,
        "objections": ["Too dear", "Too far"],
        "standing_aside": ["No time"],
    }


def test_no_answer_takes_more_room_than_an_envelope_has() -> None:
    for letter in ("🙂", '"', "\\", "ẞ"):
        answer = QUESTION.read({"vote": ["D"], "vote.reason": [letter * 300]})
        assert len(msgspec.json.encode(answer)) <= QUESTION.longest_answer
