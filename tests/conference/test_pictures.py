"""Pictures beside answers: they stay with their words, whatever is done to a question, and nothing uploaded outlives its use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from live.conference import Conference, agenda, erased_by, pictures, plan, polls, subject_of
from live.conference.notation import read, write
from live.conference.pictures import MOST_PICTURES, PictureKept, PictureRemoved, PutOwnPicture, PutPicture, name_of
from live.conference.plan import write_plan
from live.conference.polls.budget import Budget
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.options import WithOptions
from live.conference.polls.points import HundredPoints
from live.conference.polls.question import pictured
from live.conference.polls.ranking import Ranking
from live.conference.polls.several_choices import SeveralChoices
from live.conference.polls.symbols import SYMBOLS
from live.conference.words import Refused
from tests.conference.days import MADE, PLANNED, Asked, acts_of, play, refusal

PHOTO = b"RIFF not really a picture"
OWN = name_of(PHOTO)
EVERY_KIND: list[WithOptions] = [
    OneChoice.example(),
    SeveralChoices.example(),
    Ranking.example(),
    HundredPoints.example(),
    Budget.example(),
]


def put(option: str, picture: str, words: str = "") -> Asked:
    return Asked(pictures.put_picture, PutPicture(1, option, picture, words))


def uploaded(option: str, data: bytes = PHOTO) -> Asked:
    return Asked(pictures.put_own_picture, PutOwnPicture(1, option, data))


def edited(options: str, **more: str) -> Asked:
    """The chair saves the form of the first question."""
    fields = {"options": [options], "decides": ["temperature"], **{name: [value] for name, value in more.items()}}
    return Asked(agenda.change_item, agenda.ChangeItem(2, fields, "Which one?", question="one_choice"))


def taken(text: str) -> Asked:
    return Asked(plan.take_plan, plan.TakePlan(text))


def asked(conference: Conference) -> WithOptions:
    question = conference.polls.by_id[1].question
    assert isinstance(question, WithOptions)
    return question


def by_words(question: WithOptions) -> dict[str, str]:
    return dict(zip(question.options, question.all_pictures, strict=True))


def plan_with(question: str) -> str:
    return f'[[item]]\nkind = "poll"\ntitle = "Which one?"\n[item.question]\nkind = "one_choice"\n{question}\n'


# choosing


def test_a_picture_is_put_beside_an_answer_changed_and_taken_away() -> None:
    day = play(put("B", "coffee"), put("C", "sun"), put("B", "bus"), start=PLANNED)
    assert by_words(asked(day)) == {"Tea": "", "Coffee": "bus", "Water": "sun"}
    assert asked(play(put("C", ""), start=day)).pictures == ("", "bus")
    assert asked(play(put("C", ""), put("B", ""), start=day)) == asked(PLANNED)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.kind)
def test_every_kind_with_options_can_have_pictures_and_its_result_has_them(kind: WithOptions) -> None:
    question = kind.with_pictures(["", "bus", "", "baby"]).checked()
    assert isinstance(question, WithOptions)
    assert question.pictures == ("", "bus", "", "baby")
    bars = pictured(question, question.bars(question.empty(), 0))
    assert [bar.picture for bar in bars] == ["", "bus", "", "baby"]
    assert [replace(bar, picture="") for bar in bars] == list(kind.bars(kind.empty(), 0))


@pytest.mark.parametrize(
    ("ask", "say"),
    [
        (put("B", "bus.svg"), "This picture is no longer there. Please choose another one."),
        (put("B", "../icon"), "This picture is no longer there. Please choose another one."),
        (put("B", OWN), "This picture is no longer there. Please choose another one."),
        (put("D", "bus"), "This question has no such answer."),
        (put("", "bus"), "This question has no such answer."),
        (
            put("B", "bus", "Cocoa"),
            "Somebody has changed the answers of this question meanwhile. Please look again.",
        ),
        (uploaded("B", b"x" * 65_537), "This picture is too large, even when it is made small."),
        (Asked(pictures.put_picture, PutPicture(3, "A", "bus")), "This question has no such answer."),
        (Asked(pictures.put_picture, PutPicture(99, "A", "bus")), "This question is no longer there."),
    ],
)
def test_what_cannot_be_is_refused(ask: Asked, say: str) -> None:
    assert refusal(PLANNED, ask)[0] == say


def test_once_a_question_was_open_its_pictures_stay() -> None:
    """Also when voting has closed and the form is sent as it was: a vote must mean what its voter saw."""
    day = play(put("B", "bus"), Asked(polls.open_poll, polls.RoundRequest(1, 1)), start=PLANNED)
    say = "This question has been open for voting, so its pictures stay as they are."
    assert refusal(day, put("B", "sun"))[0] == say
    assert refusal(day, uploaded("A"))[0] == say
    same = edited("Tea\nCoffee\nWater")
    assert list(same.rule(day, same.ask, same.by, same.moment)) == []


# pictures stay with their words

WORDS = st.lists(st.sampled_from(["Tea", "Coffee", "Water", "Juice", "Milk"]), min_size=2, unique=True)


@given(WORDS, WORDS, st.sampled_from(["written", "alphabetical"]))
def test_however_a_question_is_edited_a_picture_stays_with_its_words(
    before: list[str], after: list[str], order: str
) -> None:
    symbols = dict(zip(before, sorted(SYMBOLS), strict=False))
    of_words = {words: symbols[words] for words in before if words != "Milk"}
    question = OneChoice(options=tuple(before)).with_pictures([of_words.get(words, "") for words in before])
    day = play(polls.PollChanged(1, "Which one?", question), start=PLANNED)
    ask = edited("\n".join(after), order=order)
    edited_day = play(*ask.rule(day, ask.ask, ask.by, ask.moment), start=day) if before != after else day
    pictures_now = by_words(asked(edited_day))
    assert {words: name for words, name in pictures_now.items() if name} == {
        words: name for words, name in of_words.items() if words in pictures_now
    }


def test_an_answer_with_other_words_has_no_picture_any_more() -> None:
    day = play(put("A", "sun"), put("B", "bus"), edited("Cocoa\ncoffee\nTea"), start=PLANNED)
    assert by_words(asked(day)) == {"Cocoa": "", "coffee": "bus", "Tea": "sun"}


@given(st.permutations(range(4)), st.lists(st.sampled_from(["", "bus", "sun", "baby"]), max_size=4))
def test_sorting_by_the_alphabet_takes_pictures_and_costs_along(order: list[int], names: list[str]) -> None:
    options = tuple("dbca"[place] for place in order)
    question = Budget(options=options, costs=(1, 2, 3, 4), budget=9, pictures=tuple(names)).checked()
    in_order = question.sorted_by_words()
    assert in_order.options == ("a", "b", "c", "d")
    assert by_words(in_order) == by_words(question)
    assert dict(zip(in_order.options, in_order.costs, strict=True)) == dict(zip(options, (1, 2, 3, 4), strict=True))


# plans


def test_a_plan_carries_the_names_of_pictures_there_and_back() -> None:
    day = play(uploaded("A"), put("C", "bus"), start=PLANNED)
    text = write_plan(day)
    assert f'pictures = ["{OWN}", "", "bus"]' in " ".join(text.split()).replace("[ ", "[").replace(", ]", "]")
    assert list(taken(text).rule(day, taken(text).ask, taken(text).by, taken(text).moment))[1:] == []
    assert asked(play(taken(text.replace("Which one?", "Which?")), start=day)) == asked(day)
    assert "pictures" not in write_plan(PLANNED)


def test_an_uploaded_picture_stays_in_its_conference() -> None:
    """A plan for another one keeps its symbols."""
    elsewhere = play(taken(write_plan(play(uploaded("A"), put("C", "bus"), start=PLANNED))), start=MADE)
    assert by_words(asked(elsewhere)) == {"Tea": "", "Coffee": "", "Water": "bus"}


@pytest.mark.parametrize(
    ("question", "say"),
    [
        ('options = ["Tea", "Cake"]\npictures = ["sun", "buss"]', "There is no symbol of the name “buss”."),
        ('options = ["Tea", "Cake"]\npictures = ["../../x", ""]', "There is no symbol of the name “../../x”."),
        ('options = ["Tea", "Cake"]\npictures = ["own-12"]', "There is no symbol of the name “own-12”."),
        ('options = ["Tea", "Cake"]\npictures = ["sun", "sun", ""]', "There are more pictures than answers."),
        (
            'options = ["Tea", "Cake"]\npictures = "sun"',
            "This plan is not right yet: item 1, question, pictures should be a list.",
        ),
    ],
)
def test_a_plan_with_pictures_that_cannot_be_is_refused(question: str, say: str) -> None:
    assert refusal(MADE, taken(plan_with(question)))[0] == say


def test_an_empty_line_among_the_answers_takes_its_picture_along() -> None:
    day = play(taken(plan_with('options = ["Tea", " ", "Cake"]\npictures = ["sun", "bus", "cake"]')), start=MADE)
    assert by_words(asked(day)) == {"Tea": "sun", "Cake": "cake"}


# uploaded pictures


def test_an_uploaded_picture_is_kept_once_however_often_it_is_used() -> None:
    first = acts_of(uploaded("A"), start=PLANNED)
    assert first[0] == PictureKept(OWN, PHOTO)
    assert [type(act) for act in first] == [PictureKept, polls.PollChanged]
    day = play(*first, uploaded("B"), put("C", OWN), start=PLANNED)
    assert asked(day).pictures == (OWN, OWN, OWN)
    assert dict(day.pictures) == {OWN: PHOTO}


@pytest.mark.parametrize(
    "last",
    [
        put("A", ""),
        put("A", "bus"),
        uploaded("A", b"another one"),
        edited("Cocoa\nCoffee"),
        taken(plan_with('options = ["Tea", "Cake"]')),
        Asked(agenda.remove_item, agenda.ItemRequest(2)),
    ],
)
def test_a_picture_that_no_question_has_any_more_goes(last: Asked) -> None:
    day = play(uploaded("A"), start=PLANNED)
    acts = acts_of(last, start=day)
    assert acts[-1] == PictureRemoved(OWN)
    assert OWN not in play(*acts, start=day).pictures


def test_a_picture_that_goes_goes_from_the_disk() -> None:
    assert erased_by(PictureRemoved(OWN)) == (subject_of(PictureKept(OWN, PHOTO)),) == (f"picture/{OWN}",)
    assert subject_of(PictureRemoved(OWN)) not in erased_by(PictureRemoved(OWN))


def test_a_picture_that_another_question_has_stays() -> None:
    both = play(uploaded("A"), Asked(pictures.put_picture, PutPicture(2, "B", OWN)), start=PLANNED)
    assert OWN in play(put("A", ""), start=both).pictures


def test_a_picture_is_not_in_the_frozen_screen_any_more_either() -> None:
    day = play(uploaded("A"), start=PLANNED)
    frozen = replace(day, frozen=day)
    after = play(put("A", ""), start=frozen)
    assert after.frozen is not None
    assert dict(after.frozen.pictures) == {}


def test_a_conference_has_a_bounded_number_of_pictures() -> None:
    full = replace(PLANNED, pictures=PLANNED.pictures.update({f"own-{n:032x}": b"x" for n in range(MOST_PICTURES)}))
    say = f"A conference can have {MOST_PICTURES} pictures of its own, and has them already."
    assert refusal(full, uploaded("A")) == (say, "file")


def test_a_picture_is_written_as_text_and_read_back() -> None:
    act = PictureKept(OWN, bytes(range(256)))
    assert read(write(act)) == act
    assert write(act).isascii()


def test_a_question_without_pictures_is_written_as_before() -> None:
    assert b"pictures" not in write(polls.PollAdded(1, "Which?", OneChoice(options=("Tea", "Cake")), "", polls.Terms()))


def test_unknown_names_are_refused_wherever_a_question_comes_from() -> None:
    with pytest.raises(Refused):
        OneChoice(options=("Tea", "Cake"), pictures=("no-such",)).checked()
