"""A hall that votes: people, what each of them answers, and the files that lie on the disk meanwhile.

The real clerk, rules and SQLite journal, without a network. Everything that is thrown comes from one dice, so that a day can be
lived again. A `Leak` is a build with one fault, for the attacker to find.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct, field

from live.clerk import Clerk
from live.conference import Act, Actor, Conference, Moment, Request, polls
from live.conference.badges import code_of
from live.conference.doors import Kind
from live.conference.entering import ChooseDoor, MakeBadges, UseBadge, choose_door, make_badges, use_badge
from live.conference.people import Join, hash_of_key, join
from live.conference.polls import PollAdded
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.one_choice import OneChoice
from live.conference.polls.open_text import OpenText
from live.envelopes import Envelopes
from live.journal import Filing, Journal, care
from live.journal.sqlite import SqliteJournal
from live.report import recount, write_up
from live.report.formats import as_csv, as_json
from live.web.ballot_keys import BallotKeys
from live.web.keys import Keys
from tests.secrecy.attacker import Answer, Loot, Person

CODE = "482913"
CHAIR = Actor("chair")
START = 1_760_000_000_000
PEOPLE, ACCOMPLICES, CHANGES = 220, 20, 30
WAVES = 3  # the disk is looked at after each
WORDS = ("No", "Yes, a little", "Only if it is funded", "Not before everybody has been heard", "A" * 250)
"""Five answers in own words, each longer than the one before."""

Rule = Callable[[Conference, Any, Actor, Moment], Sequence[Act]]


class Leak(Struct, frozen=True):
    """A fault in the build: how a rule's acts are changed before they are written, what is filed, and how envelopes are made."""

    acts: Callable[[Rule], Rule] = lambda rule: rule
    filing: Callable[[Filing, Mapping[str, int]], Filing] = lambda filing, times: filing
    envelopes: Callable[[Path], Envelopes] = lambda data: Envelopes(data.parent / "keys", f"here-{CODE}")


SOUND = Leak()


class Lived(Struct):
    """A day that was lived: the truth, and what the attacker can get hold of while people vote and afterwards."""

    truth: dict[int, Answer]
    during: Loot
    after: Loot
    told: dict[int, Answer] = field(default_factory=dict)
    """What the accomplices answered."""


class _Leaky(SqliteJournal):
    leak: Leak = SOUND
    times: Mapping[str, int] = {}  # set for each

    async def append(self, filings: Sequence[Filing]) -> list[int]:
        return await super().append([self.leak.filing(filing, self.times) for filing in filings])


class Hall:
    def __init__(
        self, folder: Path, seed: int, door: Kind, *, helpers: bool = False, words: bool = False, leak: Leak = SOUND
    ) -> None:
        self.data = folder / "data"
        self.keys = Keys(self.data)
        self.dice = Random(f"{seed} {door} {helpers} {words}")
        self.door: Kind = door
        self.helpers = helpers
        self.question: AnyQuestion = OpenText() if words else OneChoice(tuple("ABCDE"))
        self.options: list[Answer] = list(WORDS) if words else list(range(5))
        self.leak = leak
        self.envelopes = leak.envelopes(self.data)
        self.ballot_keys = BallotKeys(self.envelopes)
        self.now = START
        self.logged: list[str] = []
        self.times: dict[str, int] = {}
        self.clerk = Clerk(
            self._open,
            self.ballot_keys.announced,
            now=lambda: self.now,
            token=lambda: f"{self.dice.getrandbits(256):064x}",
            envelopes=self.envelopes,
            key=self.keys.for_badges(CODE),
        )

    async def _open(self) -> Journal:
        journal = await _Leaky.open(self.data / f"{CODE}.live", create=True)
        assert isinstance(journal, _Leaky)
        journal.leak, journal.times = self.leak, self.times
        return journal

    async def live(self) -> Lived:
        """Let people join, vote and change their minds; close, count and publish."""
        handler = _Noting(self.logged)
        logging.getLogger("live").addHandler(handler)
        await self.clerk.open()
        serving = asyncio.create_task(self.clerk.run())
        try:
            return await self._live()
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            await self.clerk.close()
            await self.ballot_keys.stop()
            logging.getLogger("live").removeHandler(handler)

    async def _live(self) -> Lived:
        dice, ask = self.dice, self.clerk.ask
        await ask(lambda *_: [PollAdded(1, "What now?", self.question)], Request(), CHAIR)
        if self.door != "open" or self.helpers:
            await ask(choose_door, ChooseDoor(self.door, "yes" if self.helpers else ""), CHAIR)
        voices = [
            Actor("delegate", hash_of_key(str(dice.getrandbits(128))), self.helpers and n % 4 > 0)
            for n in range(PEOPLE)
        ]
        names = [f"Person {number:03}" for number in dice.sample(range(1000), PEOPLE)]
        badges: list[int] = []
        await asyncio.gather(*(ask(join, Join(name), by) for name, by in zip(names, voices, strict=True)))
        if self.door != "open":
            await ask(make_badges, MakeBadges(str(PEOPLE + 20)), CHAIR)
            badges = dice.sample([badge.number for badge in self.clerk.conference.doors.in_order()], PEOPLE)
            codes = [code_of(self.keys.for_badges(CODE), badge) for badge in badges]
            await asyncio.gather(*(ask(use_badge, UseBadge(code), by) for code, by in zip(codes, voices, strict=True)))
        await ask(self.leak.acts(polls.open_poll), polls.RoundRequest(1, 1), CHAIR)
        truth = self._answers()
        moments = {}
        order = dice.sample(range(PEOPLE), PEOPLE)
        again = dice.sample(range(PEOPLE), CHANGES)
        first = [
            (number, dice.choice([option for option in self.options if option != truth[number]])) for number in again
        ]
        voting = first + [(number, truth[number]) for number in order]
        requests: dict[int, list[str]] = {}
        last: dict[int, int] = {}
        for wave in range(WAVES):
            sent = []
            for number, answer in voting[wave * len(voting) // WAVES : (wave + 1) * len(voting) // WAVES]:
                request = f"{dice.getrandbits(108):027x}"
                requests.setdefault(number, []).append(request)
                self.now += dice.randrange(1, 400)
                last[number] = self.times[request] = self.now
                sent.append(self._vote(voices[number], answer, request))
            await asyncio.gather(*sent)
            moments[f"wave {wave}"] = self._files()
        backup = self.data.parent / "while-open.live"
        await care.backup(self.data / f"{CODE}.live", backup)
        moments["backup"] = {"while-open.live": backup.read_bytes()}
        listed = {badge.number: badge.listed for badge in self.clerk.conference.doors.badges.values()}
        people = [
            Person(
                (
                    by.voice,
                    names[number],
                    *((f"badge/{badges[number]}", listed[badges[number]]) if listed else (names[number],)),
                ),
                number,
                order.index(number),
                last[number],
                tuple(requests[number]),
            )
            for number, by in enumerate(voices)
        ]
        during = Loot(people, self.options, dict(moments), ["\n".join(self.logged)])
        afterwards, published = await self._count()
        everything = {**(moments if self.door == "secret" else {}), **afterwards}
        after = Loot(people, self.options, everything, ["\n".join(self.logged), *published])
        told = {number: truth[number] for number in range(ACCOMPLICES)}
        return Lived(truth, during, after, told)

    async def _vote(self, by: Actor, answer: Answer, request: str) -> None:
        said = {"vote": [str(answer)]} if isinstance(answer, str) else {"vote": ["ABCDE"[answer]]}
        await self.clerk.ask(self.leak.acts(polls.cast_vote), polls.CastVote(1, 1, said), by, request)

    async def _count(self) -> tuple[dict[str, dict[str, bytes]], list[str]]:
        await self.clerk.ask(polls.close_poll, polls.RoundRequest(1, 1), CHAIR)
        self.now += 10_000
        await self.clerk.ask(self.leak.acts(polls.show_result), polls.ShowResult(1, 1), CHAIR)
        await self.ballot_keys.stop()
        moments = {"counted": self._files()}
        backup = self.data.parent / "afterwards.live"
        await care.backup(self.data / f"{CODE}.live", backup)
        moments["backup of the count"] = {"afterwards.live": backup.read_bytes()}
        conference = self.clerk.conference
        count = conference.polls.by_id[1].rounds[0].count
        assert count is not None
        assert count.voters == PEOPLE or self.leak is not SOUND
        report = write_up(conference, "chair")
        return moments, [as_json(report).decode(), as_csv(report).decode(), recount.as_json(conference).decode()]

    def _answers(self) -> dict[int, Answer]:
        """Who will answer what: every option equally often, with the accomplices and among all others, so that guessing the
        commonest answer is no better than any other guess."""
        told = self.options * (ACCOMPLICES // 5)
        others = self.options * ((PEOPLE - ACCOMPLICES) // 5)
        return dict(enumerate(self.dice.sample(told, len(told)) + self.dice.sample(others, len(others))))

    def _files(self) -> dict[str, bytes]:
        """All that lies in the data folder, byte for byte."""
        return {path.name: path.read_bytes() for path in sorted(self.data.iterdir()) if path.is_file()}


class _Noting(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())


def changing(change: Callable[[Act, Actor], Act]) -> Callable[[Rule], Rule]:
    """Rules whose acts are changed."""

    def leaky(rule: Rule) -> Rule:
        def changed(conference: Conference, ask: Any, by: Actor, moment: Moment) -> Sequence[Act]:
            return [change(act, by) for act in rule(conference, ask, by, moment)]

        return changed

    return leaky


def lived(folder: Path, seeds: Sequence[int], door: Kind, **how: Any) -> list[Lived]:
    """Several such days."""
    days = []
    for seed in seeds:
        place = folder / f"{door} {seed} {len(list(folder.iterdir()))}"
        place.mkdir()
        days.append(asyncio.run(Hall(place, seed, door, **how).live()))
    return days


def hits(days: Sequence[Lived], guesses: Sequence[Mapping[int, Answer]]) -> int:
    """How many guesses are right."""
    return sum(
        day.truth[number] == guess for day, made in zip(days, guesses, strict=True) for number, guess in made.items()
    )
