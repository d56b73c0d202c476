"""Secrecy, looked for with the data folder in hand: what lies in the files, the log, the pages and the frames.

One small day at a real server: a question with options and one in own words are answered by seven people, counted, hidden and
shown, while a label is held back. At each step the files are copied byte for byte, and pages and frames are kept as they came.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec import Struct, field

from live.conference import notation
from live.conference.people import hash_of_key
from live.conference.polls import BallotBoxMade, PollCounted, VoteCast, pseudonym
from live.crowd import Done
from live.journal import Entry, care
from tests.running import House, Links, Someone, by_link, entries_of, house, joined
from tests.stories.hall import PLAN_TEXT, shipped_day

STORY_SECONDS = 60
NAMES = ("Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus")
CHOICES = "DBACBDD"  # in the order in which they vote; sorted and unsorted differ
WORDS = [f"zitronengelb {word}" for word in ("gamma", "alpha", "epsilon", "beta", "zeta", "delta", "eta")]
LABEL = "quittengelee macht Freude"
HELD_LABEL = "pflaumenmus ist geheim"
DELEGATES_PAGES = (
    "",
    "poll/{choice}",
    "poll/{words}",
    "wall",
    "wall/write",
    "wall/list",
    "board",
    "board/propose",
    "programme",
    "screen",
)


class Seen(Struct):
    """Everything that was collected during the day."""

    data: Path
    code: str
    choice: int
    words: int
    keys: dict[str, str]
    secrets: dict[str, str] = field(default_factory=dict)
    """The secret in each delegate's cookie, by name."""
    vote_ids: list[str] = field(default_factory=list)
    while_open: list[Entry] = field(default_factory=list)
    at_the_end: list[Entry] = field(default_factory=list)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """All bytes on the disk, by moment and file name."""
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    """Delegates' pages and the screen's as they came, by moment and path."""
    frames: dict[str, str] = field(default_factory=dict)
    """All frames on the sockets of delegates and the screen until a moment. (What is one's own comes in other messages.)"""
    reports: dict[str, str] = field(default_factory=dict)
    log: str = ""

    @property
    def voices(self) -> list[str]:
        return [hash_of_key(secret) for secret in self.secrets.values()]

    def boxes(self) -> list[BallotBoxMade]:
        """The ballot boxes as they were while voting was open, with their keys."""
        acts = [notation.read(entry.act) for entry in self.while_open]
        return [act for act in acts if isinstance(act, BallotBoxMade)]

    def pseudonyms(self) -> list[str]:
        return [pseudonym(box.key, voice) for box in self.boxes() for voice in self.voices]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The day, lived once."""
    data = tmp_path_factory.mktemp("secrecy") / "data"

    async def day() -> Seen:
        async with asyncio.timeout(STORY_SECONDS), house(data, "--log-level", "info") as here:
            links = await here.desk("new", title="", plan=PLAN_TEXT)
            polls = {poll.question.kind: poll.id for poll in shipped_day().polls.in_order()}
            keys = {"operator": here.operator_key} | {role: links.key(role) for role in links.by_role}
            collected = Seen(data, links.code, polls["one_choice"], polls["open_text"], keys)
            story = SmallDay(here, links, collected)
            try:
                await story.live()
            finally:
                for someone in story.people:
                    await someone.leave()
            await here.stop()
            collected.at_the_end = await here.entries(links.code)
            collected.files["stopped"] = {path.name: path.read_bytes() for path in data.iterdir()}
            collected.log = "\n".join(here.log)
            return collected

    return asyncio.run(day())


SEEN_AT = {"shown": "people answered", "hidden": "Voting closed"}
"""What phones say when a result is shown and when it is hidden again."""


class SmallDay:
    def __init__(self, here: House, links: Links, seen: Seen) -> None:
        self.here, self.links, self.seen = here, links, seen
        self.people: list[Someone] = []

    async def come(self, someone: Someone) -> Someone:
        self.people.append(someone)
        return someone

    async def live(self) -> None:
        here, links, seen = self.here, self.links, self.seen
        self.chair = await self.come(await by_link(here, links, "chair"))
        self.facilitator = await self.come(await by_link(here, links, "facilitator"))
        self.delegates = [await self.come(await joined(here, links.code, name)) for name in NAMES]
        seen.secrets = {who.name: who.secret for who in self.delegates}
        self.screen = await self.come(Someone(here, links.code, "the screen"))
        await self.screen.look("screen")
        await self.screen.connect()
        await self.hold_a_label()  # before anybody looks at the wall
        self.wall = await self.come(self.delegates[1].another_tab())
        await self.wall.look("wall")
        await self.wall.connect()
        self.watchers = [*self.delegates[1:], self.wall, self.screen]  # not Ann, who wrote the label that is held back

        for poll in (seen.choice, seen.words):
            await self.show(poll)
            await self.done(self.chair, "open_poll", poll=str(poll), round="1")
        await self.vote()
        await self.collect("open")
        copy = here.data.parent / "while-open.live"
        await care.backup(here.data / f"{links.code}.live", copy)
        seen.while_open = await entries_of(copy)

        for poll in (seen.choice, seen.words):
            await self.show(poll)
            await self.done(self.chair, "close_poll", poll=str(poll), round="1")
        await self.collect("closed")
        for moment, request in (("shown", "show_result"), ("hidden", "hide_result")):
            for poll in (seen.choice, seen.words):
                await self.show(poll)
                await self.done(self.chair, request, poll=str(poll), round="1")
                await self.delegates[1].sees(SEEN_AT[moment])
            await self.collect(moment)

    async def hold_a_label(self) -> None:
        await self.done(self.delegates[2], "post_label", kind="ask", text=LABEL, signed="")
        answer = await self.done(self.delegates[0], "post_label", kind="contribute", text=HELD_LABEL, signed="")
        [number] = answer.mine["labels"]
        await self.done(self.facilitator, "hold_label", label=str(number), reason="It is about somebody else.")

    async def vote(self) -> None:
        for who, choice, words in zip(self.delegates, CHOICES, WORDS, strict=True):
            for poll, vote in ((self.seen.choice, choice), (self.seen.words, words)):
                request = secrets.token_urlsafe(18)
                answer = await who.wants_as(request, "cast_vote", poll=str(poll), round="1", vote=vote)
                assert isinstance(answer, Done)
                self.seen.vote_ids.append(request)

    async def show(self, poll: int) -> None:
        [item] = [item.id for item in shipped_day().agenda.items if item.poll == poll]
        await self.done(self.chair, "show_item", item=str(item))

    async def done(self, who: Someone, what: str, **fields: str) -> Done:
        answer = await who.wants(what, **fields)
        assert isinstance(answer, Done), answer
        return answer

    async def collect(self, moment: str) -> None:
        """Keep files, pages, frames and reports as they are now, when all frames about what was done have come."""
        seen, number = self.seen, len(self.seen.frames)
        await self.done(self.delegates[3], "post_label", kind="ask", text=f"moment {number}", signed="")
        await self.wall.sees(f"moment {number}")
        seen.files[moment] = self.here.bytes_on_disk(self.links.code)
        seen.pages[moment] = {path: text async for path, text in self.pages()}
        heard = itertools.chain(*(who.heard for who in self.watchers))
        seen.frames[moment] = "\n".join(message for message in heard if '"t":"frame"' in message)
        async with self.here.browser(self.chair.browser.cookies) as chair:
            for ending in ("json", "csv"):
                answer = await chair.get(f"/{self.links.code}/report.{ending}")
                assert answer.status_code == 200
                seen.reports[f"{moment}.{ending}"] = answer.text

    async def pages(self) -> AsyncIterator[tuple[str, str]]:
        async with self.here.browser(self.delegates[1].browser.cookies) as browser:
            for path in DELEGATES_PAGES:
                where = path.format(choice=self.seen.choice, words=self.seen.words)
                answer = await browser.get(f"/{self.links.code}/{where}".rstrip("/"))
                assert answer.status_code == 200, where
                yield where, answer.text
            looks = [("view", view) for view in ("now", "wall", "board", "screen")]
            answer = await browser.get(f"/{self.links.code}/frames", params=[*looks, *[("seen", "")] * len(looks)])
            assert answer.status_code == 200
            yield "frames", answer.text


def everywhere(seen: Seen, *moments: str) -> Iterator[tuple[str, str]]:
    """All that delegates and the screen were given at these moments."""
    for moment in moments:
        for path, text in seen.pages[moment].items():
            yield f"{moment}: the page {path or 'now'}", text
        yield f"{moment}: the sockets", seen.frames[moment]


def is_in(needles: list[str], content: bytes) -> list[str]:
    return [needle for needle in needles if needle.encode() in content]


# --- in the file -----------------------------------------------------------------------------------------------------


def test_a_vote_names_no_voice_and_no_time(seen: Seen) -> None:
    """While voting is open. The votes are there, so that this test looks at something."""
    votes = [entry for entry in seen.while_open if isinstance(notation.read(entry.act), VoteCast)]
    assert len(votes) == len(NAMES) * 2
    for entry in votes:
        assert entry.at == 0
        for name, secret in seen.secrets.items():
            written = entry.act + entry.subject.encode() + entry.request.encode()
            assert not is_in([name, secret, hash_of_key(secret)], written)
    voters = {act.voter for entry in votes if isinstance(act := notation.read(entry.act), VoteCast)}
    assert len(voters) == len(NAMES) * 2
    assert voters <= set(seen.pseudonyms())


def test_what_is_looked_for_in_the_file_is_there_while_voting_is_open(seen: Seen) -> None:
    """Or the next test would find nothing for the wrong reason."""
    content = b"".join(seen.files["open"].values())
    keys = [box.key for box in seen.boxes()]
    assert len(keys) == 2
    for needles in (seen.pseudonyms(), keys, seen.vote_ids):
        assert is_in(needles, content) == needles


@pytest.mark.parametrize("moment", ["shown", "hidden", "stopped"])
def test_after_the_count_nothing_in_any_file_tells_who_voted_what(seen: Seen, moment: str) -> None:
    """No pseudonym, no key to make one, no id of a vote's request: not in the database, its log, or what lies beside it."""
    names = " ".join(seen.files[moment])
    assert f"{seen.code}.live" in names
    if moment != "stopped":
        assert f"{seen.code}.live-wal" in names
    for name, content in seen.files[moment].items():
        assert not is_in(seen.pseudonyms(), content), name
        assert not is_in([box.key for box in seen.boxes()], content), name
        assert not is_in(seen.vote_ids, content), name
        assert b"VoteCast" not in content, name
        assert b"BallotBoxMade" not in content, name


def test_the_count_is_in_no_order_of_votes(seen: Seen) -> None:
    counts = {act.poll: act for entry in seen.at_the_end if isinstance(act := notation.read(entry.act), PollCounted)}
    choice, words = counts[seen.choice], counts[seen.words]
    cast = ["ABCD".index(letter) for letter in CHOICES]
    assert list(choice.answers) == sorted(cast) != cast
    assert list(words.answers) == sorted(WORDS) != WORDS


def test_keys_are_in_no_file_and_no_report(seen: Seen) -> None:
    """Not even in the secret that they are made from; and the secrets of delegates' cookies are in none either."""
    hidden = [*seen.keys.values(), *seen.secrets.values()]
    assert len(hidden) == 3 + len(NAMES)
    assert {"secret", "server", f"{seen.code}.live"} <= set(seen.files["stopped"])
    for name, content in (item for moment in seen.files.values() for item in moment.items()):
        assert not is_in(hidden, content), name
    for name, text in seen.reports.items():
        assert not is_in([*hidden, *seen.voices], text.encode()), name


# --- in the log ------------------------------------------------------------------------------------------------------


def test_the_log_tells_nothing_about_anybody(seen: Seen) -> None:
    """At the usual level: no voice, secret, key, words or name, and no address with a query."""
    assert "a conference was made" in seen.log
    told = [
        *seen.voices,
        *seen.secrets.values(),
        *seen.keys.values(),
        *seen.vote_ids,
        *NAMES,
        *WORDS,
        LABEL,
        HELD_LABEL,
    ]
    assert not is_in(told, seen.log.encode())
    assert not is_in([voice[:8] for voice in seen.voices], seen.log.encode())
    assert not re.search(r"\?\w", seen.log)
    assert not re.search(r"ERROR|CRITICAL|Traceback", seen.log)


# --- on pages and in frames ------------------------------------------------------------------------------------------


def test_a_result_is_nowhere_before_the_chair_shows_it(seen: Seen) -> None:
    """While voting is open, when it is closed, and in the pages made after it was hidden again."""
    words = re.compile("zitronengelb ([a-z]+)")
    for where, text in everywhere(seen, "open", "closed"):
        assert "data-result" not in text, where
        assert "bars__" not in text, where
        assert set(words.findall(text)) <= {"alpha"}, where  # Ben reads his own answer on his own pages
        assert "page" in where or not words.search(text), where
    for path, text in seen.pages["hidden"].items():
        assert "data-result" not in text, path
        assert not words.search(text), path
    shown = "\n".join(text for _, text in everywhere(seen, "shown"))
    assert {f"zitronengelb {word}" for word in words.findall(shown)} == set(WORDS)
    assert "data-result" in shown
    assert "bars__" in shown


def test_a_label_that_is_held_back_is_on_no_page_in_no_frame_and_in_no_report(seen: Seen) -> None:
    for where, text in everywhere(seen, *seen.pages):
        assert HELD_LABEL not in text, where
    for name, text in seen.reports.items():
        assert HELD_LABEL not in text, name
    assert LABEL in seen.pages["open"]["wall"]
    assert LABEL in seen.reports["open.json"]
    assert LABEL in seen.reports["open.csv"]


def test_no_page_and_no_frame_names_a_voice_or_a_key(seen: Seen) -> None:
    """Neither a whole voice nor a secret nor a link's key: a phone knows itself by eight letters, and others not at all."""
    for where, text in everywhere(seen, *seen.pages):
        assert not is_in([*seen.secrets.values(), *seen.voices, *seen.keys.values()], text.encode()), where
        others = [voice[:8] for name, voice in zip(NAMES, seen.voices, strict=True) if name != "Ben"]
        assert not is_in(others, text.encode()), where
