"""The keys of one conference's sealed ballot boxes: destroyed when a count is on the disk, missed out loud when one is gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence

from live.conference import Act, Conference, polls
from live.envelopes import Envelopes

log = logging.getLogger("live.web")

OVERDUE_MS = 10_000  # a box that is not counted so long after it should be has another key than it was sealed to
ENDS_A_BOX = (polls.PollCounted, polls.PollRemoved)


class BallotKeys:
    def __init__(self, envelopes: Envelopes | None) -> None:
        self.envelopes = envelopes
        self._destroying: set[asyncio.Task[None]] = set()
        self._missed: list[str] = []

    async def start(self, conference: Conference) -> None:
        """Destroy what a crash left behind: keys of rounds that have been counted, or that were never opened."""
        if self.envelopes is not None:
            await asyncio.to_thread(self.envelopes.keep_only, _keys_in_use(conference))

    async def stop(self) -> None:
        """Wait until the keys that are to go have gone."""
        await asyncio.gather(*self._destroying)

    def announced(self, before: Conference, after: Conference, acts: Sequence[Act]) -> None:
        """Something is on the disk. The keys of boxes that are gone by it are destroyed, beside the loop."""
        if self.envelopes is None or (acts and not any(isinstance(act, ENDS_A_BOX) for act in acts)):
            return
        made = {act.key_id for act in acts if isinstance(act, polls.BallotBoxMade) and act.key_id}
        if gone := (_keys_in_use(before) | made) - _keys_in_use(after):
            task = asyncio.create_task(self._destroy(self.envelopes, gone))
            self._destroying.add(task)
            task.add_done_callback(self._destroying.discard)

    def alarm(self, conference: Conference, now: int) -> str:
        """What the chair must know at once, "" if all is as it must be: each key is there, and what is overdue was counted."""
        missed = [poll.title for poll, one, box in _sealed_boxes(conference) if self._is_stuck(one, box, now)]
        if missed != self._missed:
            self._missed = missed
            if missed:
                log.critical(
                    "sealed ballot boxes whose keys are missing, and that cannot be counted without: %d", len(missed)
                )
        if not missed:
            return ""
        return (
            f"The votes on “{missed[0]}” are sealed, and the key to them is not on this server. They are kept, but cannot be "
            "counted until the key is back. Please tell whoever runs the server."
        )

    def _is_stuck(self, one: polls.Round, box: polls.Box, now: int) -> bool:
        if self.envelopes is None or not self.envelopes.has(box.key_id):
            return True
        wait = polls.LATE_MS if one.shown else polls.COUNT_AFTER_MS
        return bool(one.closed_at) and now > one.closed_at + wait + OVERDUE_MS

    @staticmethod
    async def _destroy(envelopes: Envelopes, key_ids: set[str]) -> None:
        try:
            await asyncio.to_thread(envelopes.destroy, key_ids)
        except OSError:
            log.exception("a key that is not needed any more could not be destroyed; the next start tries again")


def _sealed_boxes(conference: Conference) -> Iterator[tuple[polls.Poll, polls.Round, polls.Box]]:
    for poll in conference.polls.by_id.values():
        for one in poll.rounds:
            if one.box is not None and one.box.is_sealed:
                yield poll, one, one.box


def _keys_in_use(conference: Conference) -> set[str]:
    return {box.key_id for _, _, box in _sealed_boxes(conference)}
