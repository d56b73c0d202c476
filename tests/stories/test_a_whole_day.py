"""A whole conference day over HTTP and sockets, with two power cuts in it.

Thirty delegates with phones, twenty more in the afternoon without scripts, a chair, a facilitator and the screen come to a server
process of their own. In the evening the report, the pages and the journal are compared with what was sent.
"""

from __future__ import annotations

import asyncio
import re
import signal
from collections import Counter
from pathlib import Path
from typing import Any

from live.conference import Conference, fold, notation
from live.conference.people import hash_of_key
from live.crowd import Delegate, deal
from live.crowd.browsing import Fetched
from live.fragments.desk_labels import IN_THE_QUEUE
from tests.running import Finished, House, Links, Someone, by_link, command, house, joined
from tests.stories.hall import Hall, all_of, some_of

VOICES = 30
MORE_IN_THE_AFTERNOON = 20
WHOLE_DAY_SECONDS = 100


def test_a_whole_day_with_two_power_cuts(tmp_path: Path) -> None:
    """Every acknowledged request is there once, whatever happened to the server; the report of counts equals what was sent."""

    async def day() -> None:
        async with asyncio.timeout(WHOLE_DAY_SECONDS), house(tmp_path / "data") as here:
            story = Story(here, await _conference(here))
            try:
                await story.tell()
            finally:
                await story.all_go_home()

    asyncio.run(day())


async def _conference(here: House) -> Links:
    """Made with the command line beside the running server, as an operator does."""
    plan = Path(__file__).parents[2] / "live/plans/co-production.toml"
    made: Finished = await command(
        "new", "Sharing our strengths", "--plan", plan, "--data", here.data, folder=plan.parent
    )
    return Links(made.code, {role: made.links[role] for role in ("chair", "facilitator")})


class Story:
    def __init__(self, here: House, links: Links) -> None:
        self.here = here
        self.links = links
        self.hall = Hall(here, links)
        self.labels: dict[str, str] = {}
        """What hangs on the wall in the end: words → who wrote them."""
        self.label_numbers: dict[str, str] = {}
        self.backed: Counter[str] = Counter()
        self.topics: dict[str, str] = {}
        self.hands: dict[str, dict[str, str]] = {}
        self.erased: set[tuple[str, object]] = set()
        """Fields of requests about what its writer took down: they are to be gone from the file."""
        self.shown = 0
        self.late: list[Someone] = []
        self.chair: Someone
        self.facilitator: Someone
        self.screen: Someone

    async def tell(self) -> None:
        await self.doors_open()
        await self.labels_go_up_and_the_power_goes()
        await self.the_wall_is_tended()
        await self.three_questions_and_the_power_goes()
        await self.asked_again()
        await self.open_space()
        await self.blank_frozen_and_timed()
        await self.two_surveys()
        await self.evening()

    async def all_go_home(self) -> None:
        people = [*self.hall.delegates, *self.late]
        people += [getattr(self, name) for name in ("chair", "facilitator", "screen") if hasattr(self, name)]
        for someone in people:
            await someone.leave()

    # the morning

    async def doors_open(self) -> None:
        self.chair = await by_link(self.here, self.links, "chair")
        self.facilitator = await by_link(self.here, self.links, "facilitator")
        self.screen = Someone(self.here, self.links.code, "the screen")
        await self.screen.look("screen")
        await self.screen.connect()

        async def comes(name: str) -> None:
            self.hall.delegates.append(await joined(self.here, self.links.code, name))

        await all_of([comes(name) for name in self.hall.demo.names[:VOICES]])
        self.hall.delegates.sort(key=lambda someone: self.hall.demo.names.index(someone.name))
        await self.screen.sees(f"{VOICES} phones are here")
        await self._show("Nobody here is only a visitor")
        await self.hall.delegates[0].sees("Nobody here is only a visitor")

    async def labels_go_up_and_the_power_goes(self) -> None:
        """Sixty labels go up at the same time; when the first ones are acknowledged the server dies, and comes back."""
        await self._show("One thing to contribute")
        words = self.hall.demo.labels

        async def writes(who: Someone, kind: str, text: str) -> None:
            await self.hall.does(who, "post_label", kind=kind, text=text, signed=who.name)
            self.labels[text] = who.name

        writing = [
            asyncio.create_task(writes(who, kind, texts[place]))
            for place, who in enumerate(self.hall.delegates)
            for kind, texts in (("contribute", words.contribute), ("ask", words.ask))
        ]
        await some_of(writing, 1)
        await self.here.kill()
        await self.here.begin()
        await asyncio.gather(*writing)
        assert len(self.labels) == 2 * VOICES

        wall = await self.hall.delegates[0].read("wall")
        for text in self.labels:
            [node] = [
                node for node in wall.all_with("id") if node.words == text and node.attrs["id"].startswith("label-")
            ]
            self.label_numbers[text] = node.attrs["id"].removeprefix("label-").removesuffix("-text")
        assert len(set(self.label_numbers.values())) == 2 * VOICES
        await self.a_facilitator_lets_all_through()
        await self.screen.sees(str(2 * VOICES))

    async def a_facilitator_lets_all_through(self) -> None:
        """The screen shows a label after a facilitator's look. Not more are let through at once than a page shows."""
        for waits in range(2 * VOICES, 0, -IN_THE_QUEUE):
            page = await self.facilitator.read("facilitator/labels")
            looks = [form.fields["seen"][0] for form in page.forms() if form.request == "look_at_labels"]
            seen = max(looks, key=len)
            assert len(seen.split()) == min(waits, IN_THE_QUEUE)
            await self.hall.does(self.facilitator, "look_at_labels", seen=seen)

    async def the_wall_is_tended(self) -> None:
        """Me too, themes, one label held back with a reason that its writer sees, one taken down by its writer."""
        labels = list(self.label_numbers)

        async def presses(place: int, who: Someone) -> None:
            for step in (3, 7):
                text = labels[(place * 2 + step) % len(labels)]
                if self.labels[text] != who.name:
                    await self.hall.does(who, "back_label", label=self.label_numbers[text], support="me_too", on="yes")
                    self.backed[text] += 1

        await all_of([presses(place, who) for place, who in enumerate(self.hall.delegates)])

        writer, kept_back, taken_down = self.hall.delegates[4], "", ""
        kept_back, taken_down = [text for text, name in self.labels.items() if name == writer.name]
        wall = writer.another_tab()
        await wall.look("wall")
        await wall.connect()
        hold = {"label": self.label_numbers[kept_back], "reason": "It names somebody who may not know about it."}
        await self.hall.does(self.facilitator, "hold_label", **hold)
        await wall.sees(hold["reason"], "Held back by a facilitator")
        await self.hall.does(wall, "take_back_label", label=self.label_numbers[taken_down])
        await wall.leave()
        for text in (kept_back, taken_down):
            del self.labels[text]
        self.erased |= {("text", taken_down), ("label", self.label_numbers[taken_down])}

        for number, title in (("1", "Money and time"), ("2", "Who is not here")):
            await self.hall.does(self.facilitator, "name_theme", title=title)
            for text in list(self.labels)[:3]:
                await self.hall.does(
                    self.facilitator, "sort_label", label=self.label_numbers[text], theme=number, on="yes"
                )

    async def three_questions_and_the_power_goes(self) -> None:
        """All three stay open at once. In the middle of the second the power goes: some votes are acknowledged, some are in a
        socket that nobody reads any more, and some are still to be changed."""
        polls = [self.hall.poll(words) for words in ("common understanding", "changed the way", "share our strengths")]
        scale, choice, words = polls
        for poll in polls:
            await self._show_poll(poll)
            await self.hall.does(self.chair, "open_poll", poll=str(poll), round="1")
        people = self.hall.delegates
        await all_of(
            [self.hall.votes_for(who, scale, 1, str(1 + place % 5)) for place, who in enumerate(people)]
            + [self.hall.votes_for(who, words, 1, [f"{who.name} says: more time"]) for who in people[:20]]
        )

        first, second, third = people[:10], people[10:20], people[20:]
        await all_of([self.hall.votes_for(who, choice, 1, "A") for who in first])
        await all_of([self.hall.votes_for(who, choice, 1, "B") for who in first[:3]])
        self.here.signal(signal.SIGSTOP)
        kept = [asyncio.create_task(self.hall.votes_for(who, choice, 1, "C")) for who in (*first[:1], *second)]
        await asyncio.gather(*(who.line.drop() for who in third))
        kept += [asyncio.create_task(self.hall.votes_for(who, choice, 1, "D")) for who in third]
        await asyncio.wait(kept, timeout=0)
        await self.here.kill()
        assert not any(task.done() for task in kept)
        await self.here.begin()
        await asyncio.gather(*kept)
        assert self.hall.tally(choice, 1, "ABCD") == [7, 2, 11, 10]

        for poll in polls:
            await self._close_and_show(poll, 1)
        await people[7].sees("Result", f"{len(self.hall.votes[words, 1])} of 30 people answered")
        await self.screen.sees("says: more time")

    async def asked_again(self) -> None:
        """A result is hidden and shown again; then the question is asked anew, and late votes for the old round do not count."""
        poll = self.hall.poll("changed the way")
        await self._show_poll(poll)
        await self.screen.sees("11 people")
        await self.hall.does(self.chair, "hide_result", poll=str(poll), round="1")
        await self.hall.delegates[0].sees("Voting closed")
        await self.hall.does(self.chair, "show_result", poll=str(poll), round="1")
        await self.hall.delegates[0].sees("Result")
        await self.hall.does(self.chair, "open_poll", poll=str(poll), round="2")
        await self.hall.delegates[0].sees("Asked again", "Voting open")
        for place, who in enumerate(self.hall.delegates[:12]):
            late = await self.hall.is_refused(who, "cast_vote", poll=str(poll), round="1", vote="D")
            assert late.say == "Voting on this question has closed. This answer was not counted."
            if place < 5:
                await self.hall.votes_for(who, poll, 2, "A")
        await self._close_and_show(poll, 2)
        assert self.hall.tally(poll, 2, "ABCD") == [5, 0, 0, 0]

    async def open_space(self) -> None:
        await self._show("what do you want to talk about")
        people = {who.name: who for who in self.hall.delegates}
        for topic in self.hall.demo.topics:
            host = people[topic.host]
            await self.hall.does(
                host, "propose_topic", title=topic.title, why=topic.why, host=topic.host, needs=topic.needs
            )
            self.topics[topic.title] = topic.host
            self.hands[topic.title] = {}
        board = await self.hall.delegates[0].read("board")
        number = {
            title: next(node.attrs["data-topic"] for node in board.all_with("data-topic") if title in node.words)
            for title in self.topics
        }

        async def follows(place: int, who: Someone) -> None:
            title = list(number)[place % len(number)]
            await self.hall.does(who, "follow_topic", topic=number[title], role="listen")
            await self.hall.does(who, "follow_topic", topic=number[title], role="lead" if place % 3 else "take_part")
            self.hands[title][who.name] = "lead" if place % 3 else "take_part"
            if place % 10 == 9:
                await self.hall.does(who, "follow_topic", topic=number[title], role="")
                del self.hands[title][who.name]

        await all_of([follows(place, who) for place, who in enumerate(self.hall.delegates)])
        for topic in self.hall.demo.topics:
            if topic.slot:
                to = f"{topic.slot}/{topic.room}"
                await self.hall.does(self.facilitator, "place_topic", topic=number[topic.title], to=to)
        taken = await self.hall.is_refused(
            self.facilitator, "place_topic", topic=number["Plain English in ten minutes"], to="first/pentland"
        )
        assert "is in Pentland at 11:00 already" in taken.say
        await self.facilitator.sees(
            "Priya hosts “Small groups and big contracts” and “Telling stories that change minds”"
        )

        gone = "Social prescribing: who leads?"
        await self.hall.does(people[self.topics[gone]], "withdraw_topic", topic=number[gone])
        del self.topics[gone], self.hands[gone]
        self.erased |= {("title", gone), ("topic", number[gone])}
        await self.screen.sees("Small groups and big contracts")

    # noon

    async def blank_frozen_and_timed(self) -> None:
        """While the chair looks for something, the room keeps seeing what it saw; blank is blank; a timer can be extended."""
        await self._show("Open space, first round")
        await self.screen.sees("Open space, first round")
        await self.hall.does(self.chair, "freeze_screen", on="yes")
        await self._show("Lunch")
        assert "Open space, first round" in (await self.screen.read("screen")).words
        await self.hall.does(self.chair, "freeze_screen", on="no")
        await self.screen.sees("Lunch and market place stalls")
        await self.hall.does(self.chair, "blank_screen", on="yes")
        await self.screen.sees("The screen is blank for now")
        await self.hall.does(self.chair, "blank_screen", on="no")
        await self.screen.sees("Lunch and market place stalls")

        [timer] = (await self.screen.read("screen")).all_with("data-ends")
        ends = timer.attrs["data-ends"]
        await self.hall.does(self.chair, "extend_timer", minutes="5", ends=ends)
        await self.hall.does(self.chair, "extend_timer", minutes="5", ends=ends)  # a double tap
        [timer] = (await self.screen.read("screen")).all_with("data-ends")
        assert int(timer.attrs["data-ends"]) == int(ends) + 5 * 60_000
        await self.hall.does(self.chair, "stop_timer")

    # the afternoon

    async def two_surveys(self) -> None:
        """For 49 marks it takes 49 people: twenty more come after lunch, whose phones run no scripts."""
        for name in [f"Guest {number}" for number in range(MORE_IN_THE_AFTERNOON)]:
            self.late.append(Someone(self.here, self.links.code, name))
        await all_of([who.join() for who in self.late])
        for survey, marks in zip(self.hall.demo.surveys, (212, 130), strict=True):
            assert sum(survey.marks.values()) == marks
            poll = self.hall.poll(survey.title)
            await self._show_poll(poll)
            await self.hall.does(self.chair, "open_poll", poll=str(poll), round="1")
            dealt = [
                "".join("ABCDEFGHIJ"[place] for place in sorted(one))
                for one in deal(list(survey.marks.values()), VOICES + MORE_IN_THE_AFTERNOON)
            ]
            await all_of(
                [self.hall.votes_for(who, poll, 1, vote) for who, vote in zip(self.hall.delegates, dealt, strict=False)]
                + [self._by_plain_form(who, poll, vote) for who, vote in zip(self.late, dealt[VOICES:], strict=True)]
            )
            await self._close_and_show(poll, 1)
            await self.screen.sees(*survey.marks, *(str(count) for count in survey.marks.values()))

    async def _by_plain_form(self, who: Someone, poll: int, vote: str) -> None:
        [ballot] = (await who.look("")).ballots()
        await _post(who, "cast_vote", {**ballot.fields, "vote": list(vote)})
        self.hall.votes.setdefault((poll, 1), {})[who.name] = vote

    # the evening

    async def evening(self) -> None:
        await self._show("Thank you, and safe home")
        report = await self._report()
        self._report_says_what_was_sent(report)
        await self._pages_say_what_was_sent()
        for someone in (*self.hall.delegates, self.chair, self.facilitator, self.screen):
            assert not someone.line.over, someone.line.over
            await someone.sees()  # still connected, and its page can be read
        await self.all_go_home()
        await self.here.stop()
        await self._journal_holds_all_that_was_acknowledged()

    async def _report(self) -> Any:
        async with self.here.browser(self.chair.browser.cookies) as browser:
            answer = await browser.get(f"/{self.links.code}/report.json")
            assert answer.status_code == 200
            return answer.json()

    def _report_says_what_was_sent(self, report: Any) -> None:
        assert report["people"] == VOICES + MORE_IN_THE_AFTERNOON
        rounds = {
            (question["title"], one["number"]): one["result"]
            for question in report["questions"]
            for one in question["rounds"]
        }
        assert len(rounds) == len(self.hall.votes) == 6
        for (poll, number), votes in self.hall.votes.items():
            asked = self.hall.day.polls.by_id[poll]
            result = rounds[asked.title, number]
            assert result["voters"] == len(votes)
            if asked.question.kind == "open_text":
                assert result["answers"] == sorted(text for [text] in votes.values())
            else:
                letters = "".join(bar["letter"] for bar in result["options"])
                assert [bar["votes"] for bar in result["options"]] == self.hall.tally(poll, number, letters)
        for survey, marks in zip(self.hall.demo.surveys, (212, 130), strict=True):
            result = rounds[survey.title, 1]
            assert result["marks"] == marks
            assert {bar["text"]: bar["votes"] for bar in result["options"]} == survey.marks
        assert [bar["votes"] for bar in rounds[self.hall.demo.surveys[1].title, 1]["options"]].count(0) == 2

        assert Counter(label["text"] for label in report["labels"]) == Counter(list(self.labels))
        assert {label["text"]: label["me_too"] for label in report["labels"]} == {
            text: self.backed[text] for text in self.labels
        }
        assert [theme["count"] for theme in report["themes"]] == [3, 3]
        assert {topic["title"]: topic["host"] for topic in report["topics"]} == self.topics
        for topic in report["topics"]:
            hands = Counter(self.hands[topic["title"]].values())
            assert (topic["lead"], topic["listen"], topic["take_part"]) == (hands["lead"], 0, hands["take_part"])
        placed = {topic.title for topic in self.hall.demo.topics if topic.slot}
        assert {topic["title"] for topic in report["topics"] if topic["room"]} == placed

    async def _pages_say_what_was_sent(self) -> None:
        someone = self.hall.delegates[0]
        wall = await someone.read("wall")
        hanging = [node.words for node in wall.all_with("id") if re.fullmatch(r"label-\d+-text", node.attrs["id"])]
        assert Counter(hanging) == Counter(list(self.labels))
        board = await someone.read("board")
        topics = [node.words for node in board.all_with("data-topic")]
        assert len(topics) == len(self.topics)
        for title in self.topics:
            assert sum(title in words for words in topics) == 1
        for survey in self.hall.demo.surveys:
            result = await someone.read(f"poll/{self.hall.poll(survey.title)}")
            shown = [node.words for node in result.root.walk() if node.has_class("bars__count")]
            assert [int(words.split()[0]) for words in shown] == list(survey.marks.values())

    async def _journal_holds_all_that_was_acknowledged(self) -> None:
        entries = await self.here.entries(self.links.code)
        there = Counter(entry.request for entry in entries if entry.request)
        assert set(there.values()) == {1}
        self._conference_is_what_was_sent(entries)
        gone = [done for request, done in self.hall.acknowledged.items() if request not in there]
        votes = [done for done in self.hall.acknowledged.values() if done.name in ("cast_vote", "open_poll")]
        taken_down = [
            done
            for done in self.hall.acknowledged.values()
            if done.name in ("post_label", "back_label", "propose_topic", "follow_topic")
            and not self.erased.isdisjoint(done.fields.items())
        ]
        [double_tap] = [done for done in gone if done.name == "extend_timer"]
        expected = [*votes, *taken_down, double_tap]
        assert Counter(map(repr, gone)) == Counter(map(repr, expected)), (
            "only ballot boxes and what was taken down are gone"
        )

    def _conference_is_what_was_sent(self, entries: Any) -> None:
        """The day told once more from the file alone, without the server."""
        conference = Conference()
        for entry in entries:
            conference = fold(conference, notation.read(entry.act))
        voices = {hash_of_key(who.secret): who.name for who in (*self.hall.delegates, *self.late)}
        assert {voice.id: voice.name for voice in conference.people.voices.values()} == voices
        hanging = [label for label in conference.wall.by_id.values() if not label.held]
        assert sorted((label.text, voices[label.writer]) for label in hanging) == sorted(self.labels.items())
        for topic in conference.board.by_id.values():
            assert {voices[voice]: role for voice, role in topic.hands.items()} == self.hands[topic.title]
        for (poll, number), sent in self.hall.votes.items():
            one = conference.polls.by_id[poll].rounds[number - 1]
            assert one.box is None
            assert one.count is not None
            assert one.voters == len(sent)

    # what the chair does again and again

    async def _show(self, words: str) -> None:
        await self._bring(self.hall.item(words).id)

    async def _show_poll(self, poll: int) -> None:
        [item] = [item.id for item in self.hall.day.agenda.items if item.poll == poll]
        await self._bring(item)

    async def _bring(self, item: int) -> None:
        if item != self.shown:
            await self.hall.does(self.chair, "show_item", item=str(item))
            self.shown = item

    async def _close_and_show(self, poll: int, number: int) -> None:
        await self._show_poll(poll)
        await self.hall.does(self.chair, "close_poll", poll=str(poll), round=str(number))
        await self.hall.does(self.chair, "show_result", poll=str(poll), round=str(number))


async def _post(who: Delegate, name: str, fields: dict[str, list[str]]) -> Fetched:
    fetched = await who.browser.post(f"{who.home}/do/{name}", fields)
    assert fetched.status == 200, fetched
    return fetched
