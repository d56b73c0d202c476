"""A whole day lived by simulated delegates, for the demo and for load: they join, write, back, propose, follow and vote.

Each delegate does these things on its own and side by side, as people do. A delegate that fails says so in one line and goes
home; the others stay. The day has no end of its own: it lasts until it is cancelled or the server is gone for good.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from live.crowd.delegate import Delegate
from live.crowd.imagined import Demo, Imagination, Outing, Talk, Topic
from live.crowd.line import Dismissed
from live.crowd.messages import Answer, Refused
from live.crowd.open_space import numbers_by_title, offer_visits, take_places, wish_for_visits, write_down
from live.crowd.page import Form, Page

log = logging.getLogger(__name__)

# When things happen, in seconds after the doors open. With `pace` 0 all of it happens as fast as it goes.
JOINING = 20.0
FIRST_LABEL, BETWEEN_LABELS = 8.0, 1.0
FIRST_TOPIC, BETWEEN_TOPICS = 15.0, 5.0
FIRST_BACKING, FIRST_FOLLOWING = 35.0, 80.0
FIRST_PLACE, FIRST_VISIT, FIRST_WISH = 25.0, 30.0, 60.0
FIRST_NOTE, BETWEEN_NOTES = 140.0, 5.0
THINKING = (1.0, 8.0)  # between seeing a question and answering it
LABELS_BACKED = 5
TOPICS_FOLLOWED = 3
ROLES = {"take_part": 6, "listen": 4, "lead": 1}
TABLES = 12

Imagine = Callable[[int, Callable[[int], int]], Mapping[str, Sequence[str]]]
"""imagine(poll, dice) → the fields of an answer; nothing where there is no such question."""


class Day:
    """What the delegates of one day share: the demo's words, the clock, and how far open space is. `opens`: a facilitator will
    have proposals written quietly, and open the market for all when they are in."""

    def __init__(
        self, demo: Demo, count: int, pace: float, imagine: Imagine | None = None, *, opens: bool = False
    ) -> None:
        self.demo = demo
        self.imagine = imagine
        self.count = count
        self.pace = pace
        self.imagination = Imagination(demo, count)
        self.began = asyncio.get_running_loop().time()
        self.board_is_full = asyncio.Event()
        """Every proposal is in."""
        self.market_is_open = asyncio.Event()
        if not opens:
            self.market_is_open.set()
        self._topics_to_come = set(range(len(demo.topics)))
        self.topics_came(())

    async def at(self, seconds: float) -> None:
        """Wait for a moment of the day."""
        await asyncio.sleep(max(0.0, self.began + seconds * self.pace - asyncio.get_running_loop().time()))

    async def think(self, dice: Random) -> None:
        await asyncio.sleep(dice.uniform(*THINKING) * self.pace)

    def name_of(self, place: int) -> str:
        names = self.demo.names
        return names[place % len(names)]

    def topics_of(self, place: int) -> list[tuple[int, Topic]]:
        """Which topics this delegate proposes: those it hosts, or its share when the host is not among us."""
        here = [self.name_of(number) for number in range(min(self.count, len(self.demo.names)))]
        return [
            (number, topic)
            for number, topic in enumerate(self.demo.topics)
            if place == (here.index(topic.host) if topic.host in here else number % self.count)
        ]

    def visits_of(self, place: int) -> list[Outing]:
        """Which visits this delegate offers."""
        return [
            visit for visit in self.demo.visits if visit.host == self.name_of(place) and place < len(self.demo.names)
        ]

    def talks_of(self, place: int) -> list[tuple[int, Talk]]:
        """From which talks this delegate writes down what came out. Others than the host, so that many write."""
        return [(n, talk) for n, talk in enumerate(self.demo.talks) if place == (7 * n + 3) % self.count]

    def topics_came(self, numbers: Iterable[int]) -> None:
        self._topics_to_come.difference_update(numbers)
        if not self._topics_to_come:
            self.board_is_full.set()


async def live_a_day(
    base_url: str,
    code: str,
    demo: Demo,
    count: int = 60,
    seed: int = 2304,
    pace: float = 1.0,
    *,
    origin: str = "",
    facilitator: str = "",
    imagine: Imagine | None = None,
) -> None:
    """Fill the conference with `count` delegates, until cancelled. Everybody's chance follows from `seed`.

    `facilitator` is a facilitator's secret link: with it, labels are let through to the screen, proposals are written quietly
    until the market opens, and topics are put in their places. `imagine` gives an answer where neither the demo nor a form
    tells how it is filled in: points that make a hundred, places in an order.
    """
    day = Day(demo, count, pace, imagine, opens=bool(facilitator))
    async with asyncio.TaskGroup() as crowd:
        for place in range(count):
            someone = Delegate(base_url, code, day.name_of(place), Random(f"{seed}/{place}"), origin=origin)
            crowd.create_task(_come(day, someone, place), name=f"delegate {place}")
        if facilitator:
            someone = Delegate(base_url, code, "A facilitator", Random(f"{seed}/facilitator"), origin=origin)
            crowd.create_task(_come_to_arrange(day, someone, facilitator), name="facilitator")
            another = Delegate(base_url, code, "Another facilitator", Random(f"{seed}/looks"), origin=origin)
            crowd.create_task(_come_to_look(day, another, facilitator), name="another facilitator")


async def _come(day: Day, me: Delegate, place: int) -> None:
    async with me:
        try:
            await day.at(JOINING * place / day.count)
            await me.join()
            await me.connect()
            async with asyncio.TaskGroup() as doing:
                doing.create_task(_vote(day, me, place))
                doing.create_task(_write_labels(day, me, place))
                doing.create_task(_answer(day, me))
                doing.create_task(_propose(day, me, place))
                doing.create_task(_back_labels(day, me, place))
                doing.create_task(_follow_topics(day, me))
                doing.create_task(_book(day, me))
                doing.create_task(_visit(day, me, place))
                doing.create_task(_write_notes(day, me, place))
        except* Dismissed as problems:
            log.warning("A delegate went home: %s", _first(problems))
            day.topics_came(number for number, _ in day.topics_of(place))  # nobody waits for what will not come


async def _vote(day: Day, me: Delegate, place: int) -> None:
    """Answer every question that opens, a little after seeing it."""
    voted: set[str] = set()

    def new(page: Page) -> list[Form]:
        return [ballot for ballot in page.ballots() if ballot.vote not in voted]

    while True:
        page = await me.until(lambda page: bool(new(page)))
        ballot = new(page)[0]
        voted.add(ballot.vote)
        poll, _, number = ballot.vote.partition(".")
        if day.imagine is not None and (ballot.has_own_fields or not day.imagination.knows(page.words)):
            said = {name: list(values) for name, values in day.imagine(int(poll), me.dice.randrange).items()}
        else:
            said = {"vote": day.imagination.vote(ballot, page.words, place, me.dice)}
        if not any(said.values()):
            continue
        await day.think(me.dice)
        vote = said.get("vote", [])
        fields = {**ballot.fields, "poll": [poll], "round": [number], **said}
        answer = await _ask(me, "cast_vote", fields)
        if isinstance(answer, Refused) and answer.field == "vote" and len(vote) > 1:  # more than were allowed
            await _ask(me, "cast_vote", {**fields, "vote": vote[:1]})


async def _write_labels(day: Day, me: Delegate, place: int) -> None:
    """One label after the other goes up. Every other delegate asks first, so that the wall is mixed."""
    halves = [("contribute", day.demo.labels.contribute), ("ask", day.demo.labels.ask)]
    for turn, (kind, texts) in enumerate(halves[:: 1 if place % 2 else -1]):
        for text in texts[place :: day.count]:
            await day.at(FIRST_LABEL + BETWEEN_LABELS * (turn * day.count + place) + me.dice.random())
            signed = f"{me.name}, table {place % TABLES + 1}" if me.dice.random() < 0.7 else ""
            await _ask(me, "post_label", {"kind": [kind], "text": [text], "signed": [signed]})


async def _answer(day: Day, me: Delegate) -> None:
    """Answer every question that has a wall of its own, a little after it came to the screen."""
    answered: set[str] = set()

    def new(page: Page) -> list[str]:
        return [prompt for prompt in page.prompts() if prompt not in answered]

    while True:
        page = await me.until(lambda page: bool(new(page)))
        prompt = new(page)[0]
        answered.add(prompt)
        words = page.words
        await day.think(me.dice)
        text = day.imagination.answer(words, me.dice)
        signed = ["yes"] if me.dice.random() < 0.3 else []
        fields = {"prompt": [prompt], "answer": [text], "signed": [me.name], "answer_signed": signed}
        await _ask(me, "post_label", fields)


async def _propose(day: Day, me: Delegate, place: int) -> None:
    for number, topic in day.topics_of(place):
        await day.at(FIRST_TOPIC + BETWEEN_TOPICS * number)
        fields = {"title": topic.title, "why": topic.why, "host": topic.host, "needs": topic.needs}
        fields |= dict.fromkeys(topic.wants, "yes") | ({"needs_host": "yes"} if topic.needs_host else {})
        await _ask(me, "propose_topic", {name: [text] for name, text in fields.items()})
        day.topics_came([number])


async def _back_labels(day: Day, me: Delegate, place: int) -> None:
    """Look at the wall now and then, and press a button on somebody else's label."""
    await day.at(FIRST_BACKING + place / 2)
    pressed: set[str] = set()
    for _ in range(LABELS_BACKED):
        wall = await me.read("wall")
        own = {str(number) for number in me.mine.get("labels", ())}
        buttons = sorted({node.attrs["data-support"] for node in wall.all_with("data-support")} - pressed)
        buttons = [button for button in buttons if button.partition(".")[0] not in own]
        if buttons:
            chosen = me.dice.choice(buttons)
            pressed.add(chosen)
            label, _, support = chosen.partition(".")
            await _ask(me, "back_label", {"label": [label], "support": [support], "on": ["yes"]})
        await day.think(me.dice)
        await day.think(me.dice)


async def _follow_topics(day: Day, me: Delegate) -> None:
    """Raise a hand for a few topics, the more popular ones more often."""
    await day.board_is_full.wait()
    await day.market_is_open.wait()
    await day.at(FIRST_FOLLOWING + me.dice.uniform(0, 40))
    weights = {topic.title: topic.weight for topic in day.demo.topics}
    there = numbers_by_title(await me.read("board"), weights)
    for _ in range(min(TOPICS_FOLLOWED, len(there))):
        title = me.dice.choices(list(there), [weights[title] for title in there])[0]
        role = me.dice.choices(list(ROLES), list(ROLES.values()))[0]
        await _ask(me, "follow_topic", {"topic": [there.pop(title)], "role": [role]})
        await day.think(me.dice)


async def _book(day: Day, me: Delegate) -> None:
    await day.at(FIRST_PLACE + me.dice.uniform(0, 40))
    await take_places(day.demo, me)


async def _visit(day: Day, me: Delegate, place: int) -> None:
    await day.at(FIRST_VISIT + me.dice.uniform(0, 10))
    await offer_visits(day.visits_of(place), me)
    await day.at(FIRST_WISH + me.dice.uniform(0, 40))
    await wish_for_visits(me)


async def _write_notes(day: Day, me: Delegate, place: int) -> None:
    await day.market_is_open.wait()
    for number, talk in day.talks_of(place):
        await day.at(FIRST_NOTE + BETWEEN_NOTES * number)
        await write_down(talk, me)


async def _come_to_arrange(day: Day, me: Delegate, link: str) -> None:
    """A facilitator has proposals written quietly, opens the market when all are in, and puts each topic in its place."""
    async with me:
        try:
            await me.look(link)
            await me.connect()
            await _ask(me, "be_quiet", {})
            await day.board_is_full.wait()
            await day.think(me.dice)
            await _ask(me, "open_market", {})
            day.market_is_open.set()
            there = numbers_by_title(
                await me.read("facilitator"), [topic.title for topic in day.demo.topics], "data-drag-topic"
            )
            for topic in day.demo.topics:
                if topic.slot and topic.title in there:
                    await day.think(me.dice)
                    await _ask(me, "place_topic", {"topic": [there[topic.title]], "to": [f"{topic.slot}/{topic.room}"]})
        except Dismissed as problem:
            log.warning("The facilitator of the demo went home: %s", problem)
            day.market_is_open.set()  # nobody waits for what will not come


async def _come_to_look(day: Day, me: Delegate, link: str) -> None:
    """Another facilitator reads the labels that wait, and lets them all through to the screen."""
    done: set[str] = set()

    def new(page: Page) -> list[str]:
        waiting = [" ".join(form.fields["seen"]).split() for form in page.forms() if form.request == "look_at_labels"]
        return [label for label in max(waiting, key=len, default=[]) if label not in done]

    async with me:
        try:
            await me.look(link)
            await me.look("facilitator/labels")
            await me.connect()
            while True:
                await me.until(lambda page: bool(new(page)))
                await day.think(me.dice)
                labels = new(me.page)
                if labels:  # otherwise somebody else was quicker
                    done.update(labels)
                    await _ask(me, "look_at_labels", {"seen": [" ".join(labels)]})
        except Dismissed as problem:
            log.warning("Another facilitator of the demo went home: %s", problem)


async def _ask(me: Delegate, name: str, fields: Mapping[str, list[str]]) -> Answer:
    fields = {field: values for field, values in fields.items() if field != "id"}
    answer = await me.ask(name, fields)
    if isinstance(answer, Refused):
        log.debug("%s was refused to %s: %s", me.name, name, answer.say)
    return answer


def _first(problems: BaseExceptionGroup[Exception]) -> Exception:
    first = problems.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
