"""What is to be placed and where it may go, as numbers: talks, cells, seats, needs, hosts, and who wants what.

Nothing here knows a conference, a name or a voice: people, hosts and rooms are counted, so that a worker process is told no more
than it needs. A *cell* is a time and a room as one number, `slot * rooms + room`; `WAITS` is no cell. A *plan* is a list with the
cell of each talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

WAITS = -1

Plan = Sequence[int]
"""The cell of each talk, `WAITS` for those without one."""


class Space(Struct, frozen=True, omit_defaults=True):
    """A room. `seats` 0: nobody counted them."""

    seats: int = 0
    offers: tuple[str, ...] = ()


class Talk(Struct, frozen=True, omit_defaults=True):
    """`hosts` are people who must be there, by numbers of their own (not those of `Problem.people`). `barred` are times at which
    one of them is somewhere else. `at` is its cell now; `stays`: it is not moved. `on_stage` of the people who want it need no
    seat."""

    hosts: tuple[int, ...] = ()
    needs: tuple[str, ...] = ()
    barred: tuple[int, ...] = ()
    at: int = WAITS
    stays: bool = False
    on_stage: int = 0


class Person(Struct, frozen=True, omit_defaults=True):
    """`wants` are (talk, weight); `busy` are (time, weight): something else is booked then."""

    wants: tuple[tuple[int, int], ...] = ()
    busy: tuple[tuple[int, int], ...] = ()


class Problem(Struct, frozen=True, omit_defaults=True, dict=True):
    """`free` are the cells that something may be put into. `moments` say which times are at the same time: each holds the times
    that cover one moment, and (0,), (1,), ... where no two overlap. `musts` are the needs that a room has to meet."""

    slots: int
    rooms: tuple[Space, ...]
    talks: tuple[Talk, ...]
    people: tuple[Person, ...]
    free: tuple[int, ...]
    moments: tuple[tuple[int, ...], ...]
    musts: tuple[str, ...] = ()

    @cached_property
    def moments_of(self) -> tuple[tuple[int, ...], ...]:
        """The moments (by number) that each time covers."""
        return tuple(
            tuple(number for number, slots in enumerate(self.moments) if slot in slots) for slot in range(self.slots)
        )

    @cached_property
    def wanted_by(self) -> tuple[int, ...]:
        """How many people want each talk."""
        counts = [0] * len(self.talks)
        for person in self.people:
            for talk, _ in person.wants:
                counts[talk] += 1
        return tuple(counts)

    @cached_property
    def suited(self) -> tuple[tuple[int, ...], ...]:
        """The free cells that suit each talk: its hosts are not booked elsewhere, and what it cannot do without is there."""
        found = []
        for talk in self.talks:
            musts = set(self.musts).intersection(talk.needs)
            rooms = [musts <= set(room.offers) for room in self.rooms]
            found.append(
                tuple(
                    cell
                    for cell in self.free
                    if rooms[cell % len(rooms)] and cell // len(rooms) not in talk.barred
                )
            )  # fmt: skip
        return tuple(found)

    @cached_property
    def same_host(self) -> tuple[tuple[int, ...], ...]:
        """The other talks that share a host with each talk."""
        of_host: dict[int, list[int]] = {}
        for number, talk in enumerate(self.talks):
            for host in talk.hosts:
                of_host.setdefault(host, []).append(number)
        return tuple(
            tuple(sorted({other for host in talk.hosts for other in of_host[host]} - {number}))
            for number, talk in enumerate(self.talks)
        )

    def slot_of(self, cell: int) -> int:
        return cell // len(self.rooms)

    def at_once(self, one: int, other: int) -> bool:
        """Whether two cells are, also in part, at the same time."""
        if WAITS in (one, other):
            return False
        return bool(set(self.moments_of[self.slot_of(one)]) & set(self.moments_of[self.slot_of(other)]))

    def now(self) -> list[int]:
        """The plan as it stands."""
        return [talk.at for talk in self.talks]
