"""What holds for every kind of question there is, and for each that will be added: nobody has to list it here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference import Actor, Conference, Refused, replay
from live.conference.people import VoiceJoined
from live.conference.polls import (
    BallotBoxMade,
    CastVote,
    PollAdded,
    PollOpened,
    cast_vote,
    counted,
    recount,
)
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.conference.polls.question import Answer, Fields, Question
from tests.conference.days import AT, TOKEN, Asked, ask
from tests.conference.random_days import NASTY_LETTERS, NO_WORDS

VOICES = tuple(f"voice{number}" for number in range(12))
EXAMPLES: dict[str, AnyQuestion] = {kind: shape.example() for kind, shape in KINDS.items()}
each_kind = pytest.mark.parametrize("question", EXAMPLES.values(), ids=EXAMPLES)

SEEDS = st.integers(0, 2**64)
HUGE = "9" * 10_000_000
NO_NUMBERS = (
    "NaN",
    "nan",
    "inf",
    "-1",
    "-0",
    "1e9",
    "1.5",
    "0x10",
    "²",
    "١",
    "٣",
    "１",
    "+1",
    " ",
    "",
    "A,B",
    "ZZ",
    "AZ",
)
HOSTILE = st.one_of(
    st.sampled_from(NO_NUMBERS),
    st.sampled_from(NO_WORDS),
    st.text(max_size=12),
    st.text(st.sampled_from("".join(NASTY_LETTERS)), max_size=40),
    st.sampled_from([*"ABCDEF123459", "100", "30", "10", "50"]),
)
SENTENCE = re.compile(r"[A-Z“][^\n`<>{}\[\]]*[.?]")


def imagined(question: Question, seed: int) -> Answer:
    return question.read(question.imagine(Random(seed).randrange))


def asked(question: AnyQuestion) -> Conference:
    """A hall of twelve in which this question is open."""
    joined = [VoiceJoined(voice) for voice in VOICES]
    return replay([*joined, PollAdded(1, "So?", question), PollOpened(1, 1, AT), BallotBoxMade(1, 1, TOKEN)])


def vote(conference: Conference, voice: str, answer: Answer) -> Conference:
    fields = conference.polls.by_id[1].question.said(answer)
    return replay(ask(conference, Asked(cast_vote, CastVote(1, 1, fields), Actor("delegate", voice))), conference)


def refusal_of(read: Callable[[Fields], object], fields: Fields) -> Refused | None:
    try:
        read(fields)
    except Refused as refused:
        return refused
    return None


def check_sentence(refused: Refused) -> None:
    """It is one plain sentence or two; what somebody wrote is quoted, and short."""
    assert SENTENCE.fullmatch(re.sub(r"“.*”", "“…”", refused.say, flags=re.DOTALL)), refused.say
    assert len(refused.say) <= 300


@each_kind
def test_the_example_is_a_question_that_can_be_asked(question: AnyQuestion) -> None:
    assert question.checked() == question
    assert msgspec.json.decode(msgspec.json.encode(question), type=AnyQuestion) == question
    assert question.about.endswith(".")


@each_kind
@given(SEEDS)
def test_an_answer_and_its_form_tell_the_same(question: AnyQuestion, seed: int) -> None:
    answer = imagined(question, seed)
    assert question.read(question.said(answer)) == answer
    assert all(name == "vote" or name.startswith("vote.") for name in question.said(answer))
    assert question.read_back(answer).strip()


@each_kind
@given(st.lists(st.tuples(st.sampled_from(VOICES), SEEDS), max_size=40), SEEDS)
def test_a_tally_equals_its_recount_and_a_changed_vote_counts_once(
    question: AnyQuestion, votes: list[tuple[str, int]], seed: int
) -> None:
    """Through the real rules; and the votes of different voices may come in any order."""
    conference = asked(question)
    last: dict[str, Answer] = {}
    for voice, throw in votes:
        last[voice] = imagined(question, throw)
        conference = vote(conference, voice, last[voice])
    poll = conference.polls.by_id[1]
    box = poll.rounds[0].box
    assert box is not None
    assert len(box.votes) == len(last)
    assert box.tally == recount(question, last.values())
    shuffled = list(last.items())
    Random(seed).shuffle(shuffled)
    other = asked(question)
    for voice, answer in shuffled:
        other = vote(other, voice, answer)
    counts = [counted(each, each.polls.by_id[1], each.polls.by_id[1].rounds[0]) for each in (conference, other)]
    assert counts[0] == counts[1]
    assert recount(question, counts[0].answers) == box.tally


@each_kind
@given(st.lists(SEEDS, max_size=12), SEEDS)
def test_taking_an_answer_out_undoes_putting_it_in(question: AnyQuestion, before: list[int], seed: int) -> None:
    tally = recount(question, [imagined(question, throw) for throw in before])
    answer = imagined(question, seed)
    assert question.add(question.add(tally, answer), answer, -1) == tally
    assert len(tally) == len(question.empty())
    assert question.add(question.empty(), answer, 2) == question.add(question.add(question.empty(), answer), answer)


@each_kind
@given(st.lists(SEEDS, max_size=30))
def test_a_result_can_be_drawn_whatever_was_answered(question: AnyQuestion, seeds: list[int]) -> None:
    answers = tuple(imagined(question, seed) for seed in seeds)
    tally = recount(question, answers)
    strips = question.strips(tally)
    for bar in (*question.bars(tally, len(answers)), *(part for strip in strips for part in strip.parts)):
        figures = (bar.share, bar.low, bar.high)
        assert all(math.isfinite(figure) and 0 <= figure <= 1 for figure in figures)
        assert bar.low <= bar.high
    for strip in strips:
        assert sum(part.share for part in strip.parts) == pytest.approx(1 if strip.size else 0, abs=0.02)
    msgspec.json.encode(question.export(tally, answers))
    assert len(question.own_words(answers)) <= 3 * len(answers)
    assert question.marks(tally) >= 0
    if question.has_groups or question.can_run:
        assert question.bars(question.empty(), 0) or strips


@each_kind
@given(SEEDS, st.dictionaries(st.integers(0, 8), st.lists(HOSTILE, max_size=4), min_size=1, max_size=4))
def test_an_answer_of_any_shape_is_read_or_refused_with_a_sentence(
    question: AnyQuestion, seed: int, changes: dict[int, list[str]]
) -> None:
    """Wrong types, too many, unknown options, no numbers, letters from anywhere: nothing of it changes anything."""
    fields: dict[str, Any] = dict(question.imagine(Random(seed).randrange))
    names = [*fields, "vote", "vote.A", "vote.1", "vote.x", "vote.reason"]
    for place, values in changes.items():
        fields[names[place % len(names)]] = values
    refused = refusal_of(question.read, fields)
    if refused is not None:
        check_sentence(refused)
        assert refused.field == "vote" or refused.field.startswith("vote.")
        return
    answer = question.read(fields)
    assert question.read(question.said(answer)) == answer
    assert len(msgspec.json.encode(answer)) <= question.longest_answer
    assert not isinstance(answer, int) or answer >= 0
    assert question.add(question.add(question.empty(), answer), answer, -1) == question.empty()


@each_kind
@given(SEEDS)
def test_ten_million_letters_are_refused_with_a_sentence(question: AnyQuestion, seed: int) -> None:
    fields = dict(question.imagine(Random(seed).randrange))
    for name in fields:
        refused = refusal_of(question.read, {**fields, name: [HUGE]})
        assert refused is not None
        check_sentence(refused)


@each_kind
def test_nothing_and_far_too_much_are_refused(question: AnyQuestion) -> None:
    names = list(question.imagine(Random(1).randrange))
    nothing: list[Fields] = [{}, {"vote": []}, {name: [""] for name in names}, {"vote.unknown": ["A"]}]
    for fields in nothing:
        with pytest.raises(Refused):
            question.read(fields)
    with pytest.raises(Refused):
        question.read({name: ["ZZZ"] * 10_000 for name in names})


@each_kind
def test_a_form_of_nonsense_makes_no_question(question: AnyQuestion) -> None:
    """The chair's form: whatever is typed into it, it is refused with a sentence or makes a question that can be asked."""
    dice = Random(7)
    words = [
        "",
        " ",
        "x",
        "A\nB\nC",
        "A: 10\nB: 20",
        "9" * 5_000,
        "NaN",
        "-1",
        "\ud800",
        "a\n" * 500,
        "<b>",
        "=1+1",
        "1,5",
    ]
    names = [
        "options",
        "words",
        "most",
        "least",
        "budget",
        "unit",
        "rule",
        "of",
        "statements",
        "across",
        "up",
        "answer",
    ]
    names += ["currency", "decimals", "projects", "across_low", "across_high", "up_low", "up_high"]
    for _ in range(300):
        fields: Fields = {name: [dice.choice(words)] for name in names if dice.randrange(4)}
        refused = refusal_of(lambda form: type(question).from_form(form).checked(), fields)
        if refused is not None:
            check_sentence(refused)
            continue
        made = type(question).from_form(fields).checked()
        assert made.checked() == made
        assert imagined(made, 3) == made.read(made.said(imagined(made, 3)))
