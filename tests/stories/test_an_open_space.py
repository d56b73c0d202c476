"""An open space of 200 people over sockets, from quiet proposals to the closing round, with a power cut among it.

Two facilitators work at the same board at once, a session has 30 places for 45 who want one, and many write down at the same
moment what came of a talk. What must be true is kept here in the plainest way, and compared with the write-up, the pages and the
journal.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from live.conference import Conference, fold, notation
from live.conference.people import hash_of_key
from live.crowd import Done, Refused
from tests.running import Finished, House, Links, Someone, by_link, command, house, joined
from tests.stories.hall import Hall, all_of, some_of

VOICES = 200
PROPOSALS = 40
WANT_THE_SESSION, PLACES = 45, 30
STORY_SECONDS = 240

PLAN = """
title = "Sharing our strengths"
day = "2031-05-14"
[[slot]]
id = "one"
starts = "11:00"
ends = "11:40"
[[slot]]
id = "two"
starts = "11:50"
ends = "12:30"
[[slot]]
id = "three"
starts = "13:30"
ends = "14:10"
[[slot]]
id = "four"
starts = "14:20"
ends = "15:00"
[[programme]]
starts = "11:00"
ends = "12:30"
title = "Morning"
[[programme.workshops]]
title = "Songs for everybody"
host = "Mhairi"
places = 30
[[item]]
kind = "market"
title = "What do you want to talk about?"
[[item]]
kind = "board"
title = "Where and when"
[[item]]
kind = "harvest"
title = "What came out of the rooms"
""" + "".join(
    f'[[room]]\nid = "r{number}"\nname = "Room {number}"\nseats = {seats}\n'
    for number, seats in enumerate((60, 40, 30, 30, 20, 20, 15, 15), 1)
)


def test_an_open_space_with_200_voices(tmp_path: Path) -> None:
    """Quiet proposals, opening, pitch, placing by two, a suggested timetable, a waiting list that moves, harvest, closing."""

    async def day() -> None:
        async with asyncio.timeout(STORY_SECONDS), house(tmp_path / "data") as here:
            plan = tmp_path / "day.toml"
            plan.write_text(PLAN, "utf-8")
            made: Finished = await command("new", "Open space", "--plan", plan, "--data", here.data, folder=tmp_path)
            story = Story(here, Links(made.code, {role: made.links[role] for role in ("chair", "facilitator")}))
            try:
                await story.tell()
            finally:
                await story.all_go_home()

    asyncio.run(day())


class Story:
    def __init__(self, here: House, links: Links) -> None:
        self.here, self.links = here, links
        self.hall = Hall(here, links)
        self.dice = Random(200)
        self.topics: dict[str, Someone] = {}
        """Title → who proposed it."""
        self.number: dict[str, str] = {}
        self.hands: defaultdict[str, dict[str, str]] = defaultdict(dict)
        """Title → name → role."""
        self.at: dict[str, str] = {}
        """Title → cell, for what is placed."""
        self.notes: defaultdict[str, set[str]] = defaultdict(set)
        self.line: dict[str, str] = {}
        self.asked: list[Someone] = []
        self.chair: Someone
        self.first: Someone
        self.second: Someone
        self.screen: Someone

    @property
    def people(self) -> list[Someone]:
        return self.hall.delegates

    async def tell(self) -> None:
        await self.doors_open()
        await self.proposals_are_written_quietly()
        await self.the_market_opens()
        await self.three_are_pitched()
        await self.people_choose()
        await self.two_become_one()
        await self.two_facilitators_place_at_once()
        await self.the_rest_is_suggested()
        await self.the_session_is_full()
        await self.rooms_write_down_and_the_power_goes()
        await self.closing()
        await self.evening()

    async def all_go_home(self) -> None:
        others = [getattr(self, name) for name in ("chair", "first", "second", "screen") if hasattr(self, name)]
        for someone in (*self.people, *others):
            await someone.leave()

    async def doors_open(self) -> None:
        self.chair = await by_link(self.here, self.links, "chair")
        self.first = await by_link(self.here, self.links, "facilitator")
        self.second = await by_link(self.here, self.links, "facilitator")
        self.screen = Someone(self.here, self.links.code, "the screen")
        await self.screen.look("screen")
        await self.screen.connect()

        async def comes(number: int) -> None:
            self.people.append(await joined(self.here, self.links.code, f"Person {number:03}"))

        for start in range(0, VOICES, 50):
            await all_of([comes(number) for number in range(start, start + 50)])
        self.people.sort(key=lambda someone: someone.name)
        await self.screen.sees(f"{VOICES} phones are here")

    async def proposals_are_written_quietly(self) -> None:
        """All at the same moment; nobody sees what others write, the facilitators and the screen only how many there are."""
        await self._show(1)
        await self.hall.does(self.first, "be_quiet")

        async def proposes(number: int, who: Someone) -> None:
            title = f"Theme {number:02}: {who.name}’s"
            needs_host = {"needs_host": "yes"} if number % 10 == 9 else {"host": who.name}
            wants = {"step_free": "yes"} if number % 8 == 0 else {}
            await self.hall.does(who, "propose_topic", title=title, why="It matters to many", **needs_host, **wants)
            self.topics[title] = who

        await all_of([proposes(number, who) for number, who in enumerate(self.people[:PROPOSALS])])
        await self.screen.sees(str(PROPOSALS))
        for page in (
            self.screen.page.words,
            (await self.people[-1].read("board")).words,
            (await self.people[0].read("report")).words,
            (await self.first.read("facilitator")).words,
            (await self.first.read("facilitator/market")).words,
        ):
            assert re.findall(r"Theme \d\d: ", page) == []
        own = await self.people[3].read("board")
        assert re.findall(r"Theme (\d\d): ", own.words) in (["03"], [])

    async def the_market_opens(self) -> None:
        await self.hall.does(self.first, "open_market")
        board = await self.people[-1].read("board")
        shown = list(board.all_with("data-topic"))
        for title in self.topics:
            [node] = [node for node in shown if title in node.words]
            self.number[title] = node.attrs["data-topic"]
        assert len(set(self.number.values())) == PROPOSALS
        in_order = [int(node.attrs["data-topic"]) for node in shown]
        assert sorted(in_order) == sorted(map(int, self.number.values()))
        assert in_order != sorted(in_order), "not first come, first served"
        other = [node.attrs["data-topic"] for node in (await self.people[7].read("board")).all_with("data-topic")]
        assert list(map(int, other)) == in_order, "the same for everybody"

    async def three_are_pitched(self) -> None:
        titles = {number: title for title, number in self.number.items()}
        order = [node.attrs["data-topic"] for node in (await self.people[-1].read("board")).all_with("data-topic")]
        for number in order[:3]:
            await self.hall.does(self.chair, "pitch_topic", topic=number)
            await self.screen.sees(titles[number])
        await self.hall.does(self.chair, "end_pitch")

    async def people_choose(self) -> None:
        """Everybody wants three topics, at the same moment; some change their minds, some move on."""
        titles = sorted(self.number)

        async def follows(who: Someone, wanted: list[str], moves_on: bool) -> None:
            for title, role in zip(wanted, ("take_part", "listen", "lead"), strict=True):
                await self.hall.does(who, "follow_topic", topic=self.number[title], role=role)
                self.hands[title][who.name] = role
            if moves_on:
                await self.hall.does(who, "follow_topic", topic=self.number[wanted[2]], role="")
                del self.hands[wanted[2]][who.name]

        await all_of(
            [follows(who, self.dice.sample(titles, 3), place % 9 == 0) for place, who in enumerate(self.people)]
        )

    async def two_become_one(self) -> None:
        """Both hosts have to say yes; then the hall has one topic less, and nobody is counted twice."""
        part, head, other = sorted(self.number)[:3]
        await self.hall.does(
            self.topics[part], "ask_to_merge", topic=self.number[part], other_topic=self.number[head], stands="other"
        )
        assert not await self._is_gone(part)
        await self.hall.is_refused(
            self.topics[other], "agree_to_merge", topic=self.number[part], head=self.number[head]
        )
        await self.hall.does(self.topics[head], "agree_to_merge", topic=self.number[part], head=self.number[head])
        assert await self._is_gone(part)
        self.merged = (part, head)

    async def _is_gone(self, title: str) -> bool:
        board = await self.people[-1].read("board")
        return self.number[title] not in [node.attrs["data-topic"] for node in board.all_with("data-topic")]

    async def two_facilitators_place_at_once(self) -> None:
        """Each has half of the titles; then both want the same cell. What one moved the other takes back."""
        titles = [title for title in sorted(self.number) if title != self.merged[0]]
        cells = [f"{slot}/r{room}" for slot in ("one", "two") for room in range(1, 9)]

        async def places(who: Someone, mine: list[tuple[str, str]]) -> None:
            for title, cell in mine:
                await self.hall.does(who, "place_topic", topic=self.number[title], to=cell)
                self.at[title] = cell

        jobs = list(zip(titles, cells, strict=False))
        await all_of([places(self.first, jobs[0::2]), places(self.second, jobs[1::2])])
        assert len(self.at) == len(cells)

        one, two = titles[20], titles[21]
        answers = await asyncio.gather(
            self.first.wants("place_topic", topic=self.number[one], to="three/r1"),
            self.second.wants("place_topic", topic=self.number[two], to="three/r1"),
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Refused"]
        placed, by, beside = (
            (one, self.first, self.second) if isinstance(answers[0], Done) else (two, self.second, self.first)
        )
        assert by is not beside
        board = await beside.read("facilitator")
        [step] = {form.fields["step"][0] for form in board.forms() if form.request == "undo_step"}
        await self.hall.does(beside, "undo_step", step=step)
        assert isinstance(await by.wants("undo_step", step=step), Done | Refused)  # pressed by both: taken back once
        assert placed not in self.at
        report = await self._report()
        assert {topic["title"] for topic in report["topics"] if topic["room"]} == set(self.at)

    async def the_rest_is_suggested(self) -> None:
        """One facilitator asks for it, the other takes it as it is; nothing that was placed moves, and nothing comes into a
        locked place."""
        await self.hall.does(self.first, "lock_cell", cell="four/r8")
        before = dict(self.at)
        await self.hall.does(self.first, "suggest_timetable", which="waiting")
        page = await self._until_suggested()
        await self.hall.does(self.second, "apply_moves", every=self._moves(page), all="yes")
        report = await self._report()
        cells: dict[str, tuple[str, str]] = {
            topic["title"]: (topic["starts"], topic["room"]) for topic in report["topics"] if topic["room"]
        }
        starts = {"one": "11:00", "two": "11:50", "three": "13:30", "four": "14:20"}
        spelt = {cell: (starts[cell.partition("/")[0]], f"Room {cell[-1]}") for cell in self._all_cells()}
        assert len(set(cells.values())) == len(cells), "no cell holds two"
        assert len(cells) == min(PROPOSALS - 1, len(spelt) - 1), "all that there is room for"
        assert {title: cells[title] for title in before} == {title: spelt[cell] for title, cell in before.items()}
        assert spelt["four/r8"] not in cells.values()
        found = {where: cell for cell, where in spelt.items()}
        self.at = {title: found[where] for title, where in cells.items()}

    def _all_cells(self) -> list[str]:
        return [f"{slot}/r{room}" for slot in ("one", "two", "three", "four") for room in range(1, 9)]

    def _moves(self, page: Any) -> Sequence[str]:
        """What the form holds that takes all moves."""
        found: list[Sequence[str]] = [
            form.fields.get("every", []) for form in page.forms() if form.request == "apply_moves"
        ]
        return found[0] if found else []

    async def _until_suggested(self) -> Any:
        watching = self.first.another_tab()
        await watching.look("facilitator/timetable")
        await watching.connect()
        try:
            async with asyncio.timeout(60):
                return await watching.until(lambda page: bool(self._moves(page)))
        finally:
            await watching.leave()

    async def the_session_is_full(self) -> None:
        """45 ask for 30 places at the same moment. Who leaves makes room for exactly the next, and that person is told."""
        page = await self.people[-1].read("programme")
        [session] = {form.fields["session"][0] for form in page.forms() if form.request == "ask_seat"}
        asking = self.people[50 : 50 + WANT_THE_SESSION]
        await all_of([self.hall.does(who, "ask_seat", session=session) for who in asking])
        inside, waiting = await self._seats(asking, session)
        assert (len(inside), len(waiting)) == (PLACES, WANT_THE_SESSION - PLACES)

        next_one = waiting[0]
        await next_one.line.close()
        watching = next_one.another_tab()
        await watching.look("programme")
        await watching.connect()
        await watching.sees("waiting list")
        await self.hall.does(inside[4], "leave_seat", session=session)
        await watching.sees("You moved up")
        await watching.leave()
        after, still = await self._seats(asking, session)
        assert (len(after), len(still)) == (PLACES, WANT_THE_SESSION - PLACES - 1)
        assert {who.name for who in after} == {who.name for who in inside} - {inside[4].name} | {next_one.name}
        self.seated = {who.name for who in after}

    async def _seats(self, asking: list[Someone], session: str) -> tuple[list[Someone], list[Someone]]:
        """Who has a place, and who waits, in the order in which they wait: as their own phones say it."""
        inside: list[Someone] = []
        waiting: list[tuple[int, Someone]] = []
        for who in asking:
            words = (await who.read("programme")).words
            if found := re.search(r"You are at place (\d+) of the waiting list", words):
                waiting.append((int(found[1]), who))
            elif re.search("[Yy]ou have a place", words):
                inside.append(who)
        return inside, [who for _, who in sorted(waiting, key=lambda one: one[0])]

    async def rooms_write_down_and_the_power_goes(self) -> None:
        """Three people in each of ten rooms write at the same moment; when the first notes are acknowledged the server dies."""
        rooms = sorted(self.at, key=lambda title: self.at[title])[:10]

        async def writes(who: Someone, title: str, kind: str, text: str) -> None:
            await self.hall.does(who, "write_note", about=f"topic/{self.number[title]}", kind=kind, text=text)
            self.notes[title].add(text)

        writing = [
            asyncio.create_task(writes(self.people[100 + 3 * place + turn], title, kind, f"{kind} of {title}, {turn}"))
            for place, title in enumerate(rooms)
            for turn, kind in enumerate(("line", "point", "quote"))
        ]
        await some_of(writing, 3)
        await self.here.kill()
        await self.here.begin()
        await asyncio.gather(*writing)
        self.line = {title: f"line of {title}, 0" for title in rooms}

    async def closing(self) -> None:
        await self._show(3)
        [first] = [title for title, cell in self.at.items() if cell == "one/r1"]
        await self.screen.sees("What came out of the rooms", first, self.line[first])

    async def evening(self) -> None:
        report = await self._report()
        topics = {topic["title"]: topic for topic in report["topics"]}
        part, head = self.merged
        assert set(topics) == set(self.number) - {part}
        assert topics[head]["parts"] == [part]
        union = {**self.hands[part], **self.hands[head]}
        for title, topic in topics.items():
            roles = Counter((union if title == head else self.hands[title]).values())
            assert (topic["lead"], topic["listen"], topic["take_part"]) == (
                roles["lead"],
                roles["listen"],
                roles["take_part"],
            ), title
            written = topic["harvest"]
            told = {written["line"], *written["points"], *written["quotes"], *written["other_lines"]} - {""}
            assert told == self.notes.get(title, set()), title
            assert written["line"] == self.line.get(title, "")
        [session] = report["sessions"]
        assert (session["taken"], session["waited"]) == (PLACES, WANT_THE_SESSION - PLACES - 1)
        await self.all_go_home()
        await self.here.stop()
        await self._journal_holds_every_act_once()

    async def _journal_holds_every_act_once(self) -> None:
        entries = await self.here.entries(self.links.code)
        there = Counter(entry.request for entry in entries if entry.request)
        assert set(there.values()) == {1}
        gone = [done.name for request, done in self.hall.acknowledged.items() if request not in there]
        assert gone == ["suggest_timetable"], "only a suggestion is worked out without anything happening"
        conference = Conference()
        for entry in entries:
            conference = fold(conference, notation.read(entry.act))
        assert conference.day == "2031-05-14", "as the plan says, also where the title is another"
        voices = {hash_of_key(who.secret): who.name for who in self.people}
        for topic in conference.board.by_id.values():
            assert {voices[voice]: role for voice, role in topic.hands.items()} == self.hands[topic.title]
        [places] = [one.places for block in conference.agenda.programme for one in block.workshops]
        [(session, _)] = conference.bookings.asked.items()
        assert {voices[voice] for voice in conference.bookings.inside(session, places)} == self.seated

    # again and again

    async def _show(self, item: int) -> None:
        await self.hall.does(self.chair, "show_item", item=str(item))

    async def _report(self) -> Any:
        async with self.here.browser(self.chair.browser.cookies) as browser:
            answer = await browser.get(f"/{self.links.code}/report.json")
            assert answer.status_code == 200
            return answer.json()
