"""From a vote to the screen: how long after a phone sent its vote the screen, and the last of the phones, show a turnout with it.

Two halls, each with a screen and all phones on Now; phones vote evenly, each once. A vote is on the disk before it shows. It
waits for the next beat, of which there are ten a second: half a beat is the least to expect, and two are what is to be reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from bench import machine
from bench.full_hall import FullHall, Shown
from bench.phones import Phones, some_phones
from bench.serving import live_serve, serving
from bench.table import Claim, Spread, Table, Told, percentile

BEAT_MS = 100
ONCE_MORE = 3
WARM_UP = 50  # votes, in a question before those that are measured


class Rate(Struct, frozen=True):
    """So many votes, evenly, so many a second; tried several times, each time in a new question."""

    votes: int
    a_second: float
    times: int = ONCE_MORE


class Size(Struct, frozen=True):
    """A hall: so many phones, and what happens there. Claims are made of what is measured at a rate with its name."""

    phones: int
    within_a_second: Rate | None = None
    steady: Rate | None = None
    slowly: Rate | None = None
    quickly: Rate | None = None

    @property
    def rates(self) -> list[Rate]:
        return [rate for rate in (self.within_a_second, self.steady, self.slowly, self.quickly) if rate is not None]


SIZES = (
    Size(1000, within_a_second=Rate(200, 200), steady=Rate(400, 200), slowly=Rate(1000, 100, 1)),
    Size(5000, steady=Rate(500, 200), quickly=Rate(4000, 2000)),
)


class Seen(Struct):
    """What came of one rate, each time: milliseconds, and the server's processor time in seconds."""

    shown: list[Shown]
    cpu: list[float]

    def spread(self, what: str, share: float) -> Spread:
        return Spread.of([percentile(getattr(each, what), share) for each in self.shown])

    def cells(self) -> tuple[Told, ...]:
        times = [
            self.spread(what, share)
            for what in ("to_the_screen", "to_all_phones", "to_the_answer")
            for share in (0.5, 0.99)
        ]
        return (*times, Spread.of([each.frames_a_second for each in self.shown]), Spread.of(self.cpu), self.each)

    @property
    def each(self) -> Spread:
        """µs of the server's processor for each frame of each phone, with the votes in it."""
        return Spread.of([1e6 * cpu / max(one.delivered, 1) for one, cpu in zip(self.shown, self.cpu, strict=True)])


async def measure(sizes: Sequence[Size] = SIZES) -> Table:
    rows: list[tuple[Told, ...]] = []
    claims: list[Claim] = []
    async with some_phones() as phones:
        for size in sizes:
            seen, joined = await _hall(phones, size)
            for rate, one in seen.items():
                rows.append(
                    (f"{size.phones:,} phones, {rate.votes:,} votes, {rate.a_second:,.0f} a second", *one.cells())
                )
            claims += _claims(size, seen, joined)
    head = (
        "",
        "to the screen: p50 ms",
        "p99 ms",
        "to the last phone: p50 ms",
        "p99 ms",
        "to the answer: p50 ms",
        "p99 ms",
        "frames a second for a phone",
        "server CPU, s",
        "– µs for each frame of each phone",
    )
    return Table("From a vote to the screen", head, tuple(rows), tuple(claims))


async def _hall(phones: Phones, size: Size) -> tuple[dict[Rate, Seen], float]:
    """What was seen in it, and how many seconds it took everybody to join."""
    seen = {rate: Seen([], []) for rate in size.rates}
    with TemporaryDirectory(prefix="live-bench-") as folder:
        async with serving(*live_serve(Path(folder))) as server:
            hall = FullHall(server, phones, 1 + sum(rate.times for rate in size.rates))
            await hall.make()
            try:
                joined = (await hall.join(size.phones)).seconds + (await hall.open()).seconds
                await hall.put_up_the_screen()
                question = 1
                await hall.vote_evenly(
                    question, min(WARM_UP, size.phones), WARM_UP
                )  # what is made at its first use is made
                for rate, one in seen.items():
                    for _ in range(rate.times):
                        question += 1
                        cpu = machine.cpu_seconds(server.process)
                        one.shown.append(await hall.vote_evenly(question, rate.votes, rate.a_second))
                        one.cpu.append(machine.cpu_seconds(server.process) - cpu)
            finally:
                await hall.close()
    return seen, joined


def _claims(size: Size, seen: dict[Rate, Seen], joined: float) -> list[Claim]:
    claims = []
    if size.slowly is not None:
        claims.append(
            Claim(
                f"{size.phones:,} phones join (form, then socket), nobody refused", Spread.of([joined]), "s", most=5.0
            )
        )
    if size.steady is not None:
        what = f"vote → screen, {size.phones:,} phones, {size.steady.a_second:.0f} votes a second: p99"
        claims.append(Claim(what, seen[size.steady].spread("to_the_screen", 0.99), "ms", most=2 * BEAT_MS))
        frames = Spread.of([each.frames_a_second for each in seen[size.steady].shown])
        claims.append(
            Claim(f"frames a second for a phone, {size.phones:,} phones, while others vote", frames, most=10.0)
        )
    if size.within_a_second is not None:
        what = f"{size.within_a_second.votes} phones vote within a second: vote → screen p99"
        claims.append(Claim(what, seen[size.within_a_second].spread("to_the_screen", 0.99), "ms", most=250.0))
    if size.slowly is not None:
        what = f"{size.slowly.votes:,} phones vote within {size.slowly.votes / size.slowly.a_second:.0f} s: "
        claims.append(
            Claim(f"{what}vote → screen p99", seen[size.slowly].spread("to_the_screen", 0.99), "ms", most=250.0)
        )
        claims.append(Claim(f"{what}server CPU", Spread.of(seen[size.slowly].cpu), "s", most=5.0))
    if size.quickly is not None:
        for rate in (size.steady, size.quickly):
            if rate is not None:
                what = f"answer p99 while {size.phones:,} phones are sent views, {rate.a_second:,.0f} votes a second"
                claims.append(Claim(what, seen[rate].spread("to_the_answer", 0.99), "ms", most=15.0))
    return claims
