"""How quickly badges may be guessed. A code has 34 bits, which is plenty on paper and little for a program that may try all day.

Only a whole code that no badge has counts as a guess: a slip of the finger does not pass the check letter. A voice has a few, and
all voices together have some more, so that coming again under another name helps nobody. Who already uses a badge votes on.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from live.clerk import Rule
from live.conference import Act, Actor, Conference, Moment, Refused, Request
from live.conference.badges import WrongBadge

log = logging.getLogger("live.web")

IN_A_ROW = 8  # of one voice
A_SECOND = 0.1
ALL_IN_A_ROW = 40  # of all together
ALL_A_SECOND = 2.0
VOICES_REMEMBERED = 20_000

TOO_MANY = "Many wrong badges were tried just now. Please press the button again in a moment."


class TooManyGuesses(Refused):
    """Nothing was decided: the same request may be right in a moment."""

    def __init__(self) -> None:
        super().__init__(TOO_MANY, "badge")


class Allowance:
    """So many in a row, and then so many a second. `now` gives seconds."""

    def __init__(self, in_a_row: int, a_second: float, now: Callable[[], float]) -> None:
        self._most = in_a_row
        self._a_second = a_second
        self._now = now
        self._left = float(in_a_row)
        self._then = now()

    def is_there(self) -> bool:
        now = self._now()
        self._left = min(self._most, self._left + (now - self._then) * self._a_second)
        self._then = now
        return self._left >= 1

    def take(self) -> None:
        self._left -= 1


class Guesses:
    """The wrong badges that are tried at one conference."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._all = Allowance(ALL_IN_A_ROW, ALL_A_SECOND, now)
        self._of: OrderedDict[str, Allowance] = OrderedDict()
        self._is_told = False

    def watched(self, rule: Rule, request: Request) -> Rule:
        """The rule for this request, which counts wrong badges and does not look at any more of them than may be guessed."""

        def checked(conference: Conference, request: Request, by: Actor, moment: Moment) -> Sequence[Act]:
            own = self._of.get(by.voice)
            if not self._all.is_there() or (own is not None and not own.is_there()):
                raise TooManyGuesses
            try:
                return rule(conference, request, by, moment)
            except WrongBadge:
                self._count(by.voice)
                raise

        return checked if getattr(request, "badge", "").strip() else rule

    def _count(self, voice: str) -> None:
        own = self._of.pop(voice, None) or Allowance(IN_A_ROW, A_SECOND, self._now)
        self._of[voice] = own
        if len(self._of) > VOICES_REMEMBERED:
            self._of.popitem(last=False)
        own.take()
        self._all.take()
        spent = not self._all.is_there()
        if spent and not self._is_told:
            log.warning("somebody is trying badges that do not exist, one after another")
        self._is_told = spent
