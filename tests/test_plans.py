"""The plan of the co-production day, and what its imaginary delegates say."""

from collections import Counter
from dataclasses import dataclass

import pytest

from live import plans
from live.conference import Actor, Conference, Moment, replay
from live.conference.plan import TakePlan, take_plan
from live.conference.plan_text import Plan, read_plan
from live.conference.polls.several_choices import SeveralChoices
from live.crowd import Demo, deal, read_demo

MARKS = {
    "Which of these formats appeal to you?": {
        "Keynote speakers": 25,
        "Films": 18,
        "Open space technology": 16,
        "Participative workshop": 49,
        "Standard presentations": 11,
        "Market place stalls": 17,
        "Interactive voting": 18,
        "Twitter feeds": 7,
        "Live streaming": 11,
        "Group discussions": 40,
    },
    "Which of these would be a priority for you?": {
        "Examples of co-production": 32,
        "Stories of current activity": 0,
        "Policy context": 14,
        "Key messages": 15,
        "Personal stories": 38,
        "Themes relating to practice": 0,
        "Examples from elsewhere": 16,
        "Networking": 15,
    },
}


@dataclass
class Day:
    plan: Plan
    demo: Demo
    conference: Conference


@pytest.fixture(scope="module")
def day() -> Day:
    """The co-production day as taken in by a chair."""
    text = plans.plan_text("co-production")
    acts = take_plan(Conference(), TakePlan(text), Actor("chair"), Moment(0))
    return Day(read_plan(text), read_demo(plans.demo_text("co-production")), replay(acts))


def test_the_plan_is_accepted_as_it_stands(day: Day) -> None:
    assert day.conference.title == "Sharing our strengths, stretching our vision"
    assert [item.title for item in day.conference.agenda.items] == [item.title for item in day.plan.items]
    assert [room.name for room in day.conference.board.rooms] == ["Pentland", "Salisbury", "Prestonfield", "Holyrood"]
    assert [(slot.starts, slot.ends) for slot in day.conference.board.slots] == [
        ("11:00", "11:40"),
        ("11:50", "12:30"),
        ("13:30", "14:10"),
    ]


def test_the_day_has_three_questions_and_two_surveys(day: Day) -> None:
    kinds = [poll.question.kind for poll in day.conference.polls.in_order()]
    assert kinds == ["scale", "one_choice", "open_text", "several_choices", "several_choices"]


def test_times_are_in_order(day: Day) -> None:
    """Nothing in the programme or the run of show begins before what stands above it."""
    for starts in (
        [block.starts for block in day.conference.agenda.programme],
        [item.starts for item in day.conference.agenda.items],
    ):
        assert starts == sorted(starts)
        assert all(starts)
    assert all(block.starts < block.ends for block in day.conference.agenda.programme)


def test_surveys_ask_for_what_the_demo_has_marks_for(day: Day) -> None:
    """Same options, same order, no maximum."""
    asked = {
        poll.title: poll.question
        for poll in day.conference.polls.in_order()
        if isinstance(poll.question, SeveralChoices)
    }
    assert {title: dict.fromkeys(question.options) for title, question in asked.items()} == {
        title: dict.fromkeys(marks) for title, marks in MARKS.items()
    }
    assert [list(survey.marks.items()) for survey in day.demo.surveys] == [
        list(marks.items()) for marks in MARKS.values()
    ]
    assert [survey.title for survey in day.demo.surveys] == list(asked)
    assert [question.most for question in asked.values()] == [0, 0]


def test_dealt_answers_are_accepted_and_count_up_exactly(day: Day) -> None:
    """212 marks and 130 marks from 60 people, and the two options that nobody chose have none."""
    sums = []
    for poll in day.conference.polls.in_order():
        if poll.title in MARKS:
            marks = tuple(MARKS[poll.title].values())
            tally = poll.question.empty()
            for places in deal(marks, 60):
                answer = poll.question.read({"vote": ["ABCDEFGHIJ"[place] for place in places]})
                tally = poll.question.add(tally, answer)
            assert tally == marks
            sums.append((sum(tally), tally.count(0)))
    assert sums == [(212, 0), (130, 2)]


def test_everybody_in_the_demo_gives_one_thing_and_asks_one(day: Day) -> None:
    names, labels = day.demo.names, day.demo.labels
    texts = labels.contribute + labels.ask
    assert len(names) == len(set(names)) == len(labels.contribute) == len(labels.ask) == 60
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= 300


def test_topics_of_the_demo_have_hosts_and_places_that_exist(day: Day) -> None:
    topics = day.demo.topics
    assert len({topic.title for topic in topics}) == len(topics) == 12
    assert {topic.host for topic in topics} <= set(day.demo.names)
    placed = [(topic.slot, topic.room) for topic in topics if topic.slot or topic.room]
    assert {slot for slot, _ in placed} <= {slot.id for slot in day.plan.slots}
    assert {room for _, room in placed} <= {room.id for room in day.plan.rooms}
    assert max(Counter(placed).values()) == 1


def test_the_demo_speaks_of_questions_that_the_plan_asks(day: Day) -> None:
    polls = {poll.title: poll.question for poll in day.conference.polls.in_order()}
    spoken_of = [survey.title for survey in day.demo.surveys]
    spoken_of += [leaning.title for leaning in day.demo.leanings]
    spoken_of += [answers.title for answers in day.demo.answers]
    prompts = [prompt.title for prompt in day.conference.wall.prompts]
    assert sorted(spoken_of) == sorted([*polls, *prompts])
    for leaning in day.demo.leanings:
        assert len(leaning.weights) == len(polls[leaning.title].empty())


def test_plans_are_found_by_name() -> None:
    assert plans.names() == ["co-production"]
    with pytest.raises(LookupError, match="There is no plan called ") as problem:
        plans.plan_text("../secret")
    assert str(problem.value) == "There is no plan called ../secret. There is: co-production."
