"""The clerk: the one task that owns a conference.

People's requests wait for it in one line. It takes as many as it can look at in a few milliseconds, checks each against the
conference as it stands with those before it, writes what came of them to the journal in one go, and only when the journal says
that it is on the disk does it announce the change and answer. So there are no locks, nobody is told "counted" too early, and the
busier the hall the more requests share one write. Between two such batches everything else on the event loop has its turn.

A failed write has an unknown outcome: nothing of it is acknowledged, the journal is opened again and read, and the phones, which
were told "later", send their requests once more under the same ids.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence

from msgspec import Struct

from live.conference import (
    Act,
    Actor,
    Conference,
    Moment,
    Refused,
    Request,
    erased_by,
    fold,
    is_timeless,
    notation,
    subject_of,
)
from live.conference.people import Envelopes, SlowRequest
from live.journal import Filing, Journal, JournalUnavailable

log = logging.getLogger("live.clerk")

MOST_AT_ONCE = 1000  # requests in one write; the journal's own group
LONGEST_SECONDS = 0.005  # of looking at requests for one write. Filing and answering them takes about as long again
MOST_WAITING = 20_000  # beyond this the disk does not keep up, and it is kinder to say so than to let people wait

Rule = Callable[..., Sequence[Act]]
"""rule(conference, request, actor, moment) → acts, or raises `Refused`."""

Announce = Callable[[Conference, Conference, Sequence[Act]], None]
"""announce(before, after, acts), called once for all that one write brought."""

Told = Callable[["Done | Exception"], None]
"""told(outcome): what came of a request: `Done`, or `Refused`, `Unavailable`, or what went wrong in its rule."""


class Unavailable(Exception):
    """The request could not be written down now. Asking again under the same id is safe, and the thing to do."""


class Done(Struct, frozen=True):
    """A request that is on the disk. `acts` is empty when it changed nothing, or when this id was answered before."""

    position: int
    acts: tuple[Act, ...] = ()


class _Asked(Struct, frozen=True):
    id: str
    rule: Rule
    request: Request
    by: Actor
    told: Told


class _Ready(Struct, frozen=True):
    """A request that the rules have looked at: acts to be filed, or an answer that needs no writing."""

    asked: _Asked
    acts: tuple[Act, ...] = ()
    failed: Exception | None = None
    twin_of: str = ""


class Clerk:
    """Owns one conference. `now()` gives milliseconds since 1970, `token()` 64 random hex digits; `envelopes` seal votes; `key`
    is the conference's own, which its journal does not hold."""

    def __init__(
        self,
        open_journal: Callable[[], Awaitable[Journal]],
        announce: Announce,
        *,
        now: Callable[[], int],
        token: Callable[[], str],
        envelopes: Envelopes | None = None,
        key: bytes = b"",
        local: Callable[[int], str] = lambda at: "",
        seconds: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`local` gives the time on the clock in the hall ("2027-05-14 10:52") of a moment in milliseconds; `seconds` is a clock
        of any beginning, for measuring how long it has been at work."""
        self._open_journal = open_journal
        self._announce = announce
        self._now = now
        self._token = token
        self._envelopes = envelopes
        self._key = key
        self._local = local
        self._seconds = seconds
        self._journal: Journal | None = None
        self._waiting: deque[_Asked] = deque()
        self._wake = asyncio.Event()
        self._answered: dict[str, int] = {}
        self.conference = Conference()
        self.position = 0
        self.epoch = ""
        self.is_writable = False

    async def open(self) -> None:
        """Open the journal and replay it."""
        journal = await self._open_journal()
        try:
            conference, answered = Conference(), {}
            async for entry in journal.read():
                conference = fold(conference, notation.read(entry.act))
                if entry.request:
                    answered[entry.request] = entry.position
            self.position = await journal.head()
        except BaseException:
            await journal.close()
            raise
        # Ids whose entries were erased with a ballot box are known until a restart: a phone whose answer got lost on the way
        # is still told "counted".
        self._answered |= answered
        self._journal, self.conference, self.epoch, self.is_writable = journal, conference, journal.epoch, True

    async def close(self) -> None:
        journal, self._journal, self.is_writable = self._journal, None, False
        if journal is not None:
            await journal.close()
        self._fail(self._waiting, Unavailable("The server is stopping."))
        self._waiting.clear()

    def ask_soon(self, rule: Rule, request: Request, by: Actor, id: str, told: Told) -> None:
        """Ask for something. `told` is called once, here or later: when it is on the disk, or with what stood in its way. The
        same `id` twice is once."""
        if id and (position := self._answered.get(id)) is not None:
            _tell(told, Done(position))
        elif len(self._waiting) >= MOST_WAITING or self._journal is None:
            _tell(told, Unavailable("The server cannot write this down just now."))
        else:
            self._waiting.append(_Asked(id, rule, request, by, told))
            self._wake.set()

    async def ask(self, rule: Rule, request: Request, by: Actor, id: str = "") -> Done:
        """The same for who waits. Raises `Refused` or `Unavailable`, or what went wrong in the rule."""
        answer: asyncio.Future[Done] = asyncio.get_running_loop().create_future()

        def told(outcome: Done | Exception) -> None:
            if answer.done():  # its asker has gone away; what was written stays written
                return
            if isinstance(outcome, Exception):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)

        self.ask_soon(rule, request, by, id, told)
        return await answer

    async def run(self) -> None:
        """Serve requests for ever."""
        while True:
            await self._wake.wait()
            taken: list[_Asked] = []
            try:
                await self._serve(taken)
            except Exception:
                # The disk failed, or something nobody thought of: the outcome is unknown, and what is true is on the disk.
                log.exception("writing failed; opening the journal again")
                self._fail(taken, Unavailable("The server could not write this down."))
                await self._open_again()
            except BaseException:
                self._fail(taken, Unavailable("The server is stopping."))
                raise
            await asyncio.sleep(0)

    async def _serve(self, taken: list[_Asked]) -> None:
        """Take from the line, decide, write, announce, answer. Answering comes last and cannot fail, so that nobody is answered
        twice. `taken` is whoever is to be answered, here or by who catches what this raises."""
        before = working = self.conference
        at = self._now()
        local = self._local(at)
        ready: list[_Ready] = []
        filed: set[str] = set()
        end = self._seconds() + LONGEST_SECONDS
        while self._waiting and len(taken) < MOST_AT_ONCE and (not taken or self._seconds() < end):
            asked = self._waiting.popleft()
            taken.append(asked)
            if asked.id and (asked.id in filed or asked.id in self._answered):
                ready.append(_Ready(asked, twin_of=asked.id))
                continue
            if isinstance(asked.request, SlowRequest):
                # Beside the loop, so that phones are answered meanwhile. What the rule looks at does not change under it.
                one = await asyncio.to_thread(self._decide, working, asked, at, local)
            else:
                one = self._decide(working, asked, at, local)
            for act in one.acts:
                working = fold(working, act)
            if one.acts and asked.id:
                filed.add(asked.id)
            ready.append(one)
        if not self._waiting:
            self._wake.clear()
        writing = [one for one in ready if one.acts]
        positions = iter(await self._write([self._filing(one, at) for one in writing]))
        for one in writing:
            self.position = max(self.position, position := next(positions))
            if one.asked.id:
                self._answered[one.asked.id] = position
        self.conference = working
        if writing:
            self._announce(before, working, [act for one in writing for act in one.acts])
        for one in ready:
            _tell(one.asked.told, self._outcome(one))

    def _decide(self, conference: Conference, asked: _Asked, at: int, local: str) -> _Ready:
        try:
            moment = Moment(at, self._token(), self._envelopes, self._key, local)
            return _Ready(asked, tuple(asked.rule(conference, asked.request, asked.by, moment)))
        except Refused as refused:
            return _Ready(asked, failed=refused)
        except Exception as bug:  # noqa: BLE001  # see below
            # One phone's strange request must not stop the hall: what it was is in the log, the phone is told, the rest go on.
            # Without the exception's own words, which may quote what a person typed.
            where = "".join(traceback.format_tb(bug.__traceback__))
            log.error("a rule failed: %s, %s\n%s", type(asked.request).__name__, type(bug).__name__, where)
            return _Ready(asked, failed=bug)

    def _filing(self, one: _Ready, at: int) -> Filing:
        return Filing(
            request=one.asked.id,
            acts=tuple([(subject_of(act), notation.write(act)) for act in one.acts]),
            at=0 if all(map(is_timeless, one.acts)) else at,
            erase=tuple([subject for act in one.acts for subject in erased_by(act)]),
        )

    async def _write(self, filings: list[Filing]) -> list[int]:
        if not filings:
            return []
        if self._journal is None:
            raise JournalUnavailable("The journal is closed.")
        return await self._journal.append(filings)

    def _outcome(self, one: _Ready) -> Done | Exception:
        if one.failed is not None:
            return one.failed
        if one.twin_of:
            return Done(self._answered.get(one.twin_of, self.position))
        return Done(self._answered.get(one.asked.id, self.position), one.acts)

    async def _open_again(self) -> None:
        """Read what is really on the disk. Tries for as long as it takes, a little later each time."""
        self.is_writable = False
        journal, self._journal = self._journal, None
        if journal is not None:
            await journal.close()
        before, wait = self.conference, 0.2
        while True:
            try:
                await self.open()
                break
            except (JournalUnavailable, OSError):
                log.exception("the journal cannot be opened; trying again in %.1f s", wait)
                self._fail(self._waiting, Unavailable("The server cannot write this down just now."))
                self._waiting.clear()
                await asyncio.sleep(wait)
                wait = min(wait * 2, 10.0)
        self._announce(before, self.conference, ())

    @staticmethod
    def _fail(asked: Iterable[_Asked], problem: Exception) -> None:
        for one in asked:
            _tell(one.told, problem)


def _tell(told: Told, outcome: Done | Exception) -> None:
    """Whoever cannot be told must not keep the others from being told."""
    try:
        told(outcome)
    except Exception:
        log.exception("somebody could not be told what came of a request")
