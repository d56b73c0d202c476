"""How much, how often and how long: the bounds of one socket, with their reasons.

A page of ours stays far below each. They are kept for each socket by itself, never for a network address: a hall is one address.
"""

from __future__ import annotations

FIRST_MESSAGE_WITHIN = 5.0
"""Seconds from the handshake to the first message. A page says hello at once."""

MESSAGES_A_SECOND = 20.0
MESSAGES_IN_A_ROW = 40.0
"""A phone that comes back from a tunnel sends all that it has kept, at most so many, at once. Beyond this reading pauses."""

MESSAGES_TOO_MANY = 200.0
"""Messages beyond the pace, already read, that end the socket: no page of ours, and no hurry, comes to that."""

PINGS_A_SECOND = 1.0
PINGS_IN_A_ROW = 10.0
"""Browsers send none of their own; libraries one in twenty seconds. Pongs that nobody asked for count the same."""

CLOSE_WITHIN = 5.0
"""Seconds in which the other side may answer our close."""

DRAIN_WITHIN = 60.0
"""Seconds in which a socket must take what it was given. One that does not is ended; its phone comes back by itself."""

PING_AFTER = 90.0
"""Seconds of silence after which we ping, and every browser answers. Who has vanished the kernel finds out before, since sockets
are told every 20 seconds that we are there: a ping is for who is behind a proxy."""

SILENT_FOR = 120.0
"""Seconds of silence, pings unanswered, after which a socket is given up where the kernel has not noticed."""

SWEEP_SECONDS = 1.0


class Allowance:
    """So many a second, and some in a row. `left` may be negative: that is how much too quick somebody was."""

    __slots__ = ("left", "then")

    def __init__(self, in_a_row: float, now: float) -> None:
        self.left = in_a_row
        self.then = now

    def take(self, count: int, a_second: float, in_a_row: float, now: float) -> float:
        """Take so many; what is left."""
        self.left = min(in_a_row, self.left + (now - self.then) * a_second) - count
        self.then = now
        return self.left
