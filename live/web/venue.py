"""The venue: the data folder and the conferences in it, each a file that is opened when the server starts or when its code is
first asked for. Used by the server, and by the command line when no server is running on the folder.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from live.conference import (
    Actor,
    Conference,
    DescribeDay,
    MakeConference,
    Moment,
    describe_day,
    forgetting,
    make_conference,
    notation,
    people,
    plan,
    replay,
)
from live.conference.actions import Action
from live.conference.people import Role
from live.conference.plan_text import read_plan
from live.envelopes import Envelopes
from live.journal import Journal, JournalError
from live.journal.sqlite import SqliteJournal
from live.network import Address
from live.web.keys import Keys
from live.web.live_conference import LiveConference

log = logging.getLogger("live.web")

ENOUGH_ROOM = 100 * 1024 * 1024  # a conference of 5,000 people with 50 questions is 60 MB
CODE = re.compile(r"\d{6}")
LINKED_ROLES: tuple[Role, ...] = ("chair", "facilitator")
OPERATOR = Actor("chair")


class RoleLink(Struct, frozen=True):
    """A link as it is shown to whoever may hand it out. `url` is "" when this data folder's secret cannot make its key again."""

    role: str
    number: int
    url: str


class Links(Struct, frozen=True):
    """All addresses of a conference."""

    code: str
    title: str
    join: str
    screen: str
    roles: tuple[RoleLink, ...]


class Venue:
    """All conferences of one data folder."""

    def __init__(
        self, data: Path, address: Address, beat_seconds: float = 0.1, *, keys_folder: Path | None = None
    ) -> None:
        """`keys_folder` is where keys of sealed votes are kept; without one, no question can be asked in secret."""
        self.data = data
        self.keys = Keys(data)
        self.address = address
        self._beat_seconds = beat_seconds
        self._keys_folder = keys_folder
        self._open: dict[str, LiveConference] = {}
        self._opening = asyncio.Lock()

    @property
    def base(self) -> str:
        return self.address.prefix

    @property
    def site(self) -> str:
        """The address as people type it."""
        return self.address.url.partition("://")[2]

    @property
    def conferences(self) -> Sequence[LiveConference]:
        return list(self._open.values())

    def has_room(self) -> bool:
        """Whether the disk has room for a day: votes, and the rebuilding of a file when something is erased from it."""
        return shutil.disk_usage(self.data).free >= ENOUGH_ROOM

    def codes(self) -> list[str]:
        return sorted(path.stem for path in self.data.glob("*.live") if CODE.fullmatch(path.stem))

    def path(self, code: str) -> Path:
        return self.data / f"{code}.live"

    async def open_all(self) -> None:
        """Open every conference in the folder. One that is damaged or in use is logged; the others are served."""
        for code in self.codes():
            try:
                await self.find(code)
            except JournalError as problem:
                log.error("%s is not served: %s", self.path(code).name, problem)

    async def close(self) -> None:
        for conference in self.conferences:
            await conference.stop()
        self._open.clear()

    def opened(self, code: str) -> LiveConference | None:
        """The conference with this code, if it is open."""
        return self._open.get(code)

    async def find(self, code: str) -> LiveConference | None:
        """The conference with this code, opened if need be; None if there is none. Raises `JournalError`."""
        if not CODE.fullmatch(code):
            return None
        if (known := self._open.get(code)) is not None:
            return known
        if not self.path(code).exists():
            return None
        async with self._opening:
            return self._open.get(code) or await self._start(code, create=False)

    async def make(self, title: str, plan_text: str = "") -> LiveConference:
        """A new conference with its links, and its plan if one is given. Raises `Refused`, and then leaves nothing behind."""
        title = title.strip() or (read_plan(plan_text).title if plan_text else "")
        trial = replay(make_conference(Conference(), MakeConference("trial", title), OPERATOR, Moment(0)))
        if plan_text:
            plan.take_plan(trial, plan.TakePlan(plan_text), OPERATOR, Moment(0))
        async with self._opening:
            conference = await self._start(self._free_code(), create=True)
        clerk = conference.clerk
        await clerk.ask(make_conference, MakeConference(conference.code, title), OPERATOR)
        for role in LINKED_ROLES:
            await self.renew(conference, role)
        if plan_text:
            await clerk.ask(plan.take_plan, plan.TakePlan(plan_text), OPERATOR)
            day = conference.conference
            await clerk.ask(describe_day, DescribeDay(title, day.date, day.place, day.day), OPERATOR)
        log.info("a conference was made")
        return conference

    async def renew(self, conference: LiveConference, role: Role) -> None:
        """A new link for a role. The old one stops working at once, also for whoever is connected by it."""
        number = len(conference.conference.people.links) + 1
        key = self.keys.for_link(conference.code, number)
        await conference.clerk.ask(people.make_link, people.MakeLink(role, people.hash_of_key(key)), OPERATOR)

    async def revoke(self, conference: LiveConference, role: Role) -> None:
        for link in conference.conference.people.links:
            if link.role == role and not link.revoked:
                await conference.clerk.ask(people.revoke_link, people.RevokeLink(link.id), OPERATOR)

    async def forget(self, conference: LiveConference) -> None:
        """Remove words, names and contacts from a conference for good. Raises `Refused`."""
        await conference.clerk.ask(forgetting.forget, forgetting.Forget(), OPERATOR)

    def links(self, conference: LiveConference) -> Links:
        """The addresses in force."""
        home = f"{self.address.url}/{conference.code}"
        roles = []
        for link in conference.conference.people.links:
            if link.revoked:
                continue
            key = self.keys.for_link(conference.code, link.id)
            is_ours = people.hash_of_key(key) == link.key_hash
            roles.append(RoleLink(link.role, link.id, f"{home}/{link.role}?key={key}" if is_ours else ""))
        return Links(conference.code, conference.conference.title, home, f"{home}/screen", tuple(roles))

    def owners_link(self, code: str, action: Action) -> str:
        """The address by which the owner of an action tells what came of it."""
        key = self.keys.for_action(code, action.id, action.renewed)
        return f"{self.address.url}/{code}/action/{action.id}?key={key}"

    async def _start(self, code: str, *, create: bool) -> LiveConference:
        fresh = create

        async def open_journal() -> Journal:
            nonlocal fresh
            journal = await SqliteJournal.open(self.path(code), create=fresh)
            fresh = False
            return journal

        conference = LiveConference(
            code,
            open_journal,
            url=self.address.url,
            site=self.site,
            base=self.base,
            beat_seconds=self._beat_seconds,
            envelopes=Envelopes(self._keys_folder, f"{self.keys.owner}-{code}") if self._keys_folder else None,
            key=self.keys.for_badges(code),
        )
        try:
            await conference.start()
        except notation.UnknownNotation as problem:
            raise JournalError(f"{self.path(code)} cannot be read: {problem}") from problem
        except OSError as problem:
            raise JournalError(f"{self.path(code)} cannot be opened: {problem.strerror or problem}.") from problem
        self._open[code] = conference
        return conference

    def _free_code(self) -> str:
        """Six figures that no conference here has. The first is never 0, so that nobody leaves it out."""
        while True:
            code = str(100_000 + secrets.randbelow(900_000))
            if not self.path(code).exists():
                return code


def normal_code(typed: str) -> str:
    """Six figures as typed, in whatever script, without spaces, hyphens and the like."""
    return "".join(str(unicodedata.decimal(letter)) for letter in typed if letter.isdecimal())
