"""Another order on each phone: fair, the same on every page of one voice, and letters stay with their answers."""

from __future__ import annotations

import re
import secrets
from random import Random

import pytest

from live.conference import polls
from live.conference.plan_text import Plan, PlannedItem, plan_as_text
from live.conference.polls import Terms
from live.conference.polls.kinds import KINDS
from live.conference.polls.terms import has_order
from live.fragments import Mine, delegate
from live.fragments.delegate.shuffle import shuffled
from tests.fragments.test_delegate_views import CHOICE, PLAN, SEVERAL, Day

SHUFFLED = PLAN.replace(
    '["Yes", "A little", "Not yet"]', '["Yes", "A little", "Not yet"]\n[item.terms]\norder = "shuffled"'
)
SHUFFLED = SHUFFLED.replace("most = 2", 'most = 2\n[item.terms]\norder = "shuffled"')
WORDS = {
    CHOICE: {"A": "Yes", "B": "A little", "C": "Not yet"},
    SEVERAL: {"A": "Films", "B": "Talks", "C": "Walks"},
}


def order(voice: str, values: str = "ABCDE", vote: str = "3.1") -> str:
    return "".join(shuffled(values, str, voice, vote))


@pytest.mark.parametrize("values", ["AB", "ABCDE", "ABCDEFGHIJ"])
@pytest.mark.parametrize("names", ["random", "numbers"])
def test_every_answer_stands_in_every_place_about_equally_often(values: str, names: str) -> None:
    """Within five standard deviations of chance, over 4,000 voices; also when their names are nearly the same."""
    dice = Random(8)
    voices = [dice.randbytes(16).hex() if names == "random" else f"{number:08}" for number in range(4_000)]
    seen = [order(voice, values) for voice in voices]
    share = 1 / len(values)
    slack = 5 * (len(voices) * share * (1 - share)) ** 0.5
    for place in range(len(values)):
        for value in values:
            count = sum(each[place] == value for each in seen)
            assert abs(count - len(voices) * share) < slack, (place, value, count)


def test_what_follows_what_is_chance_as_well() -> None:
    """All 120 orders of five answers come, none more than twice as often as by chance."""
    seen = [order(f"{number:08}") for number in range(12_000)]
    counts = [seen.count(each) for each in set(seen)]
    assert len(counts) == 120
    assert max(counts) < 200


def test_the_order_is_the_voices_own_and_another_one_when_asked_again() -> None:
    voices = [secrets.token_urlsafe(16) for _ in range(200)]
    assert all(order(voice) == order(voice) and sorted(order(voice)) == sorted("ABCDE") for voice in voices)
    assert len({order(voice) for voice in voices}) > 60
    assert sum(order(voice) == order(voice, vote="3.2") for voice in voices) < 20


def lines(html: str, poll: int) -> list[tuple[str, str, str]]:
    """The answers in a page: letter, words, and the paper of the letter."""
    found = re.findall(
        rf'data-key="(\w)" style="--paper: var\(--(\w+)\)">\s*<input[^>]*id="poll-{poll}-1-answer-(\w)" name="vote" '
        r'value="(\w)".*?aria-hidden="true">(\w)</span> <span class="option__text">(.*?)</span></label>',
        html,
        re.DOTALL,
    )
    for key, _, *others in found:
        assert others[:3] == [key] * 3
    return [(key, others[3], paper) for key, paper, *others in found]


@pytest.mark.parametrize("poll", [CHOICE, SEVERAL])
def test_a_page_has_the_order_of_its_voice_and_each_letter_its_answer_and_paper(poll: int) -> None:
    day = Day(SHUFFLED)
    day.open(poll)
    papers = {"A": "loch", "B": "gorse", "C": "heather"}
    orders = set()
    for number in range(40):
        voice = f"{number:02}-of-many"
        seen = lines(day.html(delegate.now, Mine(voice)), poll)
        assert seen == lines(day.html(delegate.poll(poll), Mine(voice)), poll)
        assert "".join(letter for letter, _, _ in seen) == order(voice, "ABC", f"{poll}.1")
        assert {letter: words for letter, words, _ in seen} == WORDS[poll]
        assert {letter: paper for letter, _, paper in seen} == papers
        orders.add(tuple(seen))
    assert len(orders) == 6
    nobody = lines(day.html(delegate.now), poll)
    assert [letter for letter, _, _ in nobody] == ["A", "B", "C"]


@pytest.mark.parametrize("kind", [kind for kind, shape in KINDS.items() if has_order(shape)])
def test_every_kind_whose_answers_have_no_order_of_their_own_can_be_shuffled(kind: str) -> None:
    question = KINDS[kind].example()
    item = PlannedItem("poll", "What now?", question=question, terms=Terms(order="shuffled"))
    day = Day(plan_as_text(Plan(title="The day", items=(item,))))
    day.show(1)
    day.ask(polls.open_poll, polls.RoundRequest(1, 1))
    values = "".join(bar.letter for bar in question.bars(question.empty(), 0))
    for number in range(5):
        voice = f"{number:02}-of-many"
        html = day.html(delegate.now, Mine(voice))
        assert html.count('data-shuffle="1.1" data-script="') == 1
        assert "".join(re.findall(r'data-key="(\w+)"', html)) == order(voice, values, "1.1")


def test_without_that_term_all_phones_are_alike() -> None:
    day = Day()
    day.open(CHOICE)
    html = day.html(delegate.now, Mine("somebody"))
    assert ("data-shuffle" in html, "data-key" in html) == (False, False)
    assert html == day.html(delegate.now)


def test_what_phones_need_then_is_fetched_before_voting_opens() -> None:
    day = Day(SHUFFLED)
    day.show(2)
    assert '<link rel="modulepreload" href="/static/' in day.html(delegate.now)
    plain = Day()
    plain.show(2)
    assert "modulepreload" not in plain.html(delegate.now)


def test_what_a_question_decides_is_said_before_it_opens_and_while_it_is_open() -> None:
    day = Day(PLAN.replace('"Not yet"]', '"Not yet"]\n[item.terms]\ndecides = "advice"'))
    day.show(2)
    says = "<strong>Advice.</strong> Whoever decides has promised to listen to it."
    assert says in day.html(delegate.now)
    day.open(CHOICE)
    assert says in day.html(delegate.now)
