"""The attacker: all that lies in the data folder at several moments, a backup, the logs and everything published in hand.

They know the people too: who joined as whom, with which badge, in which order everybody voted, when, and under which request id.
Each method below makes guesses; which one is trusted is learned from accomplices, who told how they voted. It is one script for
every door, for the moments during voting and after the count, and for builds that leak on purpose, which it must find out.
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from random import Random

from msgspec import Struct, field

from live.conference.people import KeyGone
from live.conference.polls import pseudonym
from live.envelopes import open_all

Answer = int | str
Guesses = Mapping[int, Answer]
"""What somebody may have answered, by their place in `Loot.people`."""

ACT = re.compile(rb'"voter":"([^"]+)","(answer|sealed)":("(?:[^"\\]|\\.)*"|[0-9]+)')
KEYS = re.compile(rb"[0-9a-f]{64}")
BEFORE_AN_ACT = 200  # bytes of a row before its act: where the request id is
TRIED_WITH_A_KEY = 60  # names: somebody of so many has voted, if the key is the right one
KEY_BYTES = 32
PAGE, WAL_HEAD, FRAME_HEAD = 4096, 32, 24


class Person(Struct, frozen=True):
    """What the attacker knows of somebody. `at` and `requests`: as a log of a proxy before the server would have them."""

    names: tuple[str, ...]
    """Under which their vote could lie: the voice, the name, the badge, its list number."""
    joined: int
    voted: int
    """Their place in the order of joining and of (last) voting."""
    at: int
    requests: tuple[str, ...]


class Loot(Struct, dict=True):
    """What the attacker has. `files` by moment and name; `texts` are logs and what was published, in any order."""

    people: list[Person]
    options: list[Answer]
    files: dict[str, dict[str, bytes]]
    texts: list[str] = field(default_factory=list)

    @cached_property
    def raw(self) -> list[bytes]:
        """Each different page of a file once, in the order of the moments; files that have no pages as a whole."""
        return list(
            dict.fromkeys(
                page
                for moment in self.files.values()
                for name, content in moment.items()
                for page in _pages(name, content)
            )
        )

    @cached_property
    def votes(self) -> list[Sighting]:
        """Everything that looks like a vote, in rows, freed pages or the write-ahead log. SQLite fills a page from its end."""
        return [
            Sighting(
                found[1].decode(),
                found[2] == b"sealed",
                json.loads(found[3]),
                content[max(0, found.start() - BEFORE_AN_ACT) : found.start()],
            )
            for content in self.raw
            for found in reversed(list(ACT.finditer(content)))
        ]

    @cached_property
    def voters(self) -> Mapping[str, int]:
        """Who it is, for every name that a vote can lie under: as it is, and as a pseudonym by any key that lies about."""
        found = {vote.voter for vote in self.votes}
        known = {name: number for number, person in enumerate(self.people) for name in person.names}
        some = list(known)[:TRIED_WITH_A_KEY]
        for key in {key.decode() for content in self.raw for key in KEYS.findall(content)}:
            if any(pseudonym(key, name) in found for name in some):
                known.update({pseudonym(key, name): number for name, number in known.items()})
        return known

    @cached_property
    def sealed(self) -> Mapping[int, str]:
        """The last envelope of each person who can be told from the name it lies under."""
        return {
            self.voters[vote.voter]: str(vote.content)
            for vote in self.votes
            if vote.is_sealed and vote.voter in self.voters
        }

    @cached_property
    def private_keys(self) -> list[bytes]:
        """Whatever opens an envelope, of all short files and everything that looks like 32 bytes in letters."""
        tried = {content for content in self.raw if len(content) == KEY_BYTES}
        for content in self.raw:
            tried.update(bytes.fromhex(key.decode()) for key in KEYS.findall(content))
            tried.update(base64.urlsafe_b64decode(key) for key in re.findall(rb"(?<![\w-])[\w-]{43}=", content))
        one = next(iter(self.sealed.values()), "")
        return [key for key in tried if one and _opened(key, one) is not None]

    @cached_property
    def rows(self) -> list[tuple[int, int, str, Answer]]:
        """Position, time, voter and answer of each last vote in the rows of the databases, at any moment, oldest first."""
        found: dict[int, tuple[int, int, str, Answer]] = {}
        for files in self.files.values():
            for name in files:
                for position, at, act in _read(name, files) if name.endswith(".live") else ():
                    vote = ACT.search(act)
                    if vote is not None and vote[2] == b"answer":
                        found[position] = (position, at, vote[1].decode(), json.loads(vote[3]))
        votes: dict[str, tuple[int, int, str, Answer]] = {}
        for row in sorted(found.values()):
            votes.pop(row[2], None)  # a later vote of the same voter stands at its own place
            votes[row[2]] = row
        return list(votes.values())

    @cached_property
    def counted(self) -> list[Answer]:
        """The answers of the count, in their order; none before it."""
        for files in reversed(self.files.values()):
            for name in files:
                for _, _, act in _read(name, files) if name.endswith(".live") else ():
                    if act.startswith(b'[1,{"act":"PollCounted"'):
                        answers: list[Answer] = json.loads(act)[1]["answers"]
                        return answers
        return []


class Sighting(Struct, frozen=True):
    """A vote that was found: the name it lies under, what it says (or its envelope), and the bytes before it."""

    voter: str
    is_sealed: bool
    content: Answer
    before: bytes


Method = Callable[[Loot], Guesses]


def by_name(loot: Loot) -> Guesses:
    """A vote names its voter, or their pseudonym by a key that was found."""
    return {
        loot.voters[vote.voter]: vote.content for vote in loot.votes if not vote.is_sealed and vote.voter in loot.voters
    }


def by_request(loot: Loot) -> Guesses:
    """Beside a vote stands the id of a request that is known from elsewhere."""
    owner = {request.encode(): number for number, person in enumerate(loot.people) for request in person.requests}
    ids = re.compile(b"|".join(map(re.escape, owner)))
    return {
        owner[found[-1]]: vote.content
        for vote in loot.votes
        if not vote.is_sealed and (found := ids.findall(vote.before))
    }


def by_time(loot: Loot) -> Guesses:
    """The row of a vote has a time: it is that of whoever voted then."""
    when = {person.at: number for number, person in enumerate(loot.people)}
    return {when[at]: answer for _, at, _, answer in loot.rows if at in when}


def by_row(loot: Loot) -> Guesses:
    """Rows of votes lie in the order in which people voted."""
    return _in_order(loot, [answer for _, _, _, answer in loot.rows])


def by_place_in_the_files(loot: Loot) -> Guesses:
    """Votes lie in pages, freed or in use, or in the write-ahead log in the order in which people voted."""
    latest: dict[str, Answer] = {}
    for voter, answer in dict.fromkeys((vote.voter, vote.content) for vote in loot.votes if not vote.is_sealed):
        latest.pop(voter, None)  # who voted again stands at the later place
        latest[voter] = answer
    return _in_order(loot, list(latest.values()))


def by_key(loot: Loot) -> Guesses:
    """An envelope opens with something that lies in the folder."""
    return {
        number: answer
        for key in loot.private_keys
        for number, envelope in loot.sealed.items()
        if (answer := _opened(key, envelope)) is not None
    }


def by_length(loot: Loot) -> Guesses:
    """A longer envelope holds a longer answer."""
    lengths = sorted({len(envelope) for envelope in loot.sealed.values()})
    longer = sorted(loot.options, key=lambda option: len(json.dumps(option)))
    return {
        number: longer[min(lengths.index(len(envelope)), len(longer) - 1)] for number, envelope in loot.sealed.items()
    }


def by_what_an_envelope_looks_like(loot: Loot) -> Guesses:
    """The same answer might look alike: the commonest beginnings stand for one option after another."""
    common = [letter for letter, _ in Counter(envelope[0] for envelope in loot.sealed.values()).most_common()]
    return {
        number: loot.options[common.index(envelope[0]) % len(loot.options)] for number, envelope in loot.sealed.items()
    }


def by_text(loot: Loot) -> Guesses:
    """In a log, an export or a report an answer stands beside whoever gave it."""
    owner = {name: number for number, person in enumerate(loot.people) for name in (*person.names, *person.requests)}
    names = re.compile("|".join(sorted(map(re.escape, owner), key=len, reverse=True)))
    says = re.compile("|".join(re.escape(json.dumps(option)) for option in loot.options))
    guesses: dict[int, Answer] = {}
    for text in loot.texts:
        for found in names.finditer(text):
            if (said := says.search(text, found.end(), found.end() + 60)) is not None:
                guesses[owner[found[0]]] = json.loads(said[0])
    return guesses


def _by_count(order: Callable[[Person], object]) -> Method:
    """The answers of the count stand in some order of the people who gave them."""

    def method(loot: Loot) -> Guesses:
        people = sorted(range(len(loot.people)), key=lambda number: order(loot.people[number]))  # type: ignore[arg-type,return-value]
        return dict(zip(people, loot.counted, strict=False))

    return method


METHODS: Mapping[str, Method] = {
    "the name on a vote": by_name,
    "the request id beside a vote": by_request,
    "the time of a vote": by_time,
    "the order of rows": by_row,
    "the order in the files": by_place_in_the_files,
    "a key that lies about": by_key,
    "the length of envelopes": by_length,
    "the look of envelopes": by_what_an_envelope_looks_like,
    "logs and exports": by_text,
    "the count in the order of voting": _by_count(lambda person: person.voted),
    "the count in the order of joining": _by_count(lambda person: person.joined),
    "the count in the order of voices": _by_count(lambda person: person.names[0]),
    "the count in the order of names": _by_count(lambda person: person.names[1]),
    "the count in the order of badges": _by_count(lambda person: person.names[-1]),
}


def attack(loots: Sequence[Loot], accomplices: Sequence[Mapping[int, Answer]]) -> tuple[str, list[dict[int, Answer]]]:
    """The method that accomplices bear out best, and for each day a guess about everybody else."""
    made = {name: [method(loot) for loot in loots] for name, method in METHODS.items()}

    def right(name: str) -> int:
        return sum(
            made[name][day].get(number) == answer
            for day, told in enumerate(accomplices)
            for number, answer in told.items()
        )

    best = max(METHODS, key=right)
    dice = Random(len(loots))
    return best, [
        {
            number: made[best][day].get(number, dice.choice(loot.options))
            for number in range(len(loot.people))
            if number not in accomplices[day]
        }
        for day, loot in enumerate(loots)
    ]


def _in_order(loot: Loot, answers: Sequence[Answer]) -> Guesses:
    """The last of these answers are those of the people in the order of their last votes."""
    people = sorted(range(len(loot.people)), key=lambda number: loot.people[number].voted)
    return dict(zip(people[::-1], answers[::-1], strict=False))


def _opened(key: bytes, envelope: str) -> Answer | None:
    try:
        [content] = open_all(key, [envelope])
    except KeyGone:
        return None
    answer: Answer = json.loads(content)
    return answer


def _pages(name: str, content: bytes) -> Iterator[bytes]:
    """The pages of a database or of its write-ahead log in their order; another file as it is."""
    start, head = (WAL_HEAD, FRAME_HEAD) if name.endswith("-wal") else (0, 0)
    if not (name.endswith(".live") or start):
        yield content
        return
    for place in range(start, len(content), head + PAGE):
        yield content[place + head : place + head + PAGE]


def _read(name: str, files: Mapping[str, bytes]) -> list[tuple[int, int, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        for other, content in files.items():
            if other in (name, f"{name}-wal"):
                (Path(folder) / other).write_bytes(content)
        db = sqlite3.connect(Path(folder) / name)
        try:
            return db.execute("SELECT position, at, CAST(act AS BLOB) FROM entries ORDER BY position").fetchall()
        finally:
            db.close()
