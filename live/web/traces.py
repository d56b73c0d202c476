"""What each voice left on the wall and on the board, found by voice.

Every answer to a phone says what is its own. Looking through all labels for it made a vote ten times as slow once 2,000 labels
hung (measured); so it is looked through once for each change of the wall, and not once for each answer. And while nothing but
votes comes in, what was found for a voice is kept: on a day with 40 questions and 100 topics looking cost 110 µs of a vote's 190.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import is_

from msgspec import Struct, field

from live.conference import Conference, booking, polls
from live.conference.board import Board
from live.conference.booking import OwnSeat
from live.conference.harvest import Harvest
from live.conference.wall import Wall


class Trace(Struct, frozen=True):
    """All that one voice left, but for its votes. The fields are those of `live.fragments.Mine`; `held`: why which of its labels
    are held back."""

    labels: tuple[int, ...] = ()
    held: Mapping[int, str] = field(default_factory=dict)
    supports: tuple[str, ...] = ()
    topics: Mapping[int, str] = field(default_factory=dict)
    proposed: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    seats: Mapping[int, OwnSeat] = field(default_factory=dict)
    hosted: tuple[int, ...] = ()


NOTHING = Trace()


class Traces:
    """Of one conference. It is given the wall and the board as they stand, and looks at them anew only when they have changed."""

    def __init__(self) -> None:
        self._looked_at: tuple[object, ...] = (None,) * 5
        self._found: dict[str, Trace] = {}
        self._polls: polls.Polls | None = None
        self._boxes: Sequence[tuple[polls.Poll, polls.Round]] = ()
        self._wall: Wall | None = None
        self._labels: dict[str, list[int]] = {}
        self._supports: dict[str, list[str]] = {}
        self._hosted_on: Board | None = None
        self._hosted: dict[str, list[int]] = {}
        self._harvest: Harvest | None = None
        self._notes: dict[str, list[int]] = {}
        self._booked: tuple[object, object] = (None, None)
        self._places: dict[str, dict[int, int]] = {}

    def of(self, conference: Conference, voice: str) -> Trace:
        """What this voice left."""
        wall, board, harvest = conference.wall, conference.board, conference.harvest
        now = (wall, board, harvest, conference.bookings, conference.agenda.programme)
        if not all(map(is_, now, self._looked_at)):
            self._looked_at, self._found = now, {}
        found = self._found.get(voice)
        if found is None:
            labels, supports = self.on_the_wall(wall, voice)
            topics, proposed = self.on_the_board(board, voice)
            found = self._found[voice] = Trace(
                labels,
                {label: wall.by_id[label].held for label in labels if wall.by_id[label].held},
                supports,
                topics,
                proposed,
                self.in_the_rooms(harvest, voice),
                booking.own_seats(conference, voice, self.in_sessions(conference, voice)),
                self.hosted(board, voice),
            )
        return found

    def boxes(self, known: polls.Polls) -> Sequence[tuple[polls.Poll, polls.Round]]:
        """The rounds that have a ballot box: only there something is known of one voice. All answers of one write to the disk are
        made from the same polls."""
        if known is not self._polls:
            rounds = ((poll, one) for poll in known.by_id.values() for one in poll.rounds)
            self._polls, self._boxes = known, [(poll, one) for poll, one in rounds if one.box is not None]
        return self._boxes

    def on_the_wall(self, wall: Wall, voice: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The labels that this voice wrote, and what it backs: "31.me_too", "31.help". What says the same as another label
        counts at the one that hangs for it; who wrote the same says so too."""
        if wall is not self._wall:
            labels: defaultdict[str, list[int]] = defaultdict(list)
            supports: defaultdict[str, list[str]] = defaultdict(list)
            for label in wall.by_id.values():
                labels[label.writer].append(label.id)
                hangs = label.id if wall.stands(label) else label.same_as
                for backer in label.me_too if hangs == label.id else (*label.me_too, label.writer):
                    supports[backer].append(f"{hangs}.me_too")
                for helper in label.help:
                    supports[helper].append(f"{hangs}.help")
            self._wall, self._labels, self._supports = wall, labels, supports
        return tuple(self._labels.get(voice, ())), tuple(dict.fromkeys(self._supports.get(voice, ())))

    def on_the_board(self, board: Board, voice: str) -> tuple[dict[int, str], tuple[int, ...]]:
        """The interest of this voice in each topic that it follows, and the topics that it proposed. Who follows a part of a
        topic follows the topic.

        There are tens of thousands of hands and a hundred topics, and each hand that is raised makes another board: so each
        topic is asked for this voice, and nothing is sorted by voices (measured: 0.1 ms instead of 34)."""
        hands: dict[int, str] = {}
        proposed: list[int] = []
        heads: set[int] = set()
        for topic in board.by_id.values():
            if topic.proposer == voice:
                proposed.append(topic.id)
            if (interest := topic.hands.get(voice)) is not None:
                hands[topic.id] = interest
                heads.add(topic.merged_into)
        for number in sorted(heads - hands.keys()):
            if number in board.by_id:
                parts = (part.hands.get(voice) for part in board.parts_of(number))
                hands[number] = next(interest for interest in parts if interest is not None)
        return hands, tuple(proposed)

    def hosted(self, board: Board, voice: str) -> tuple[int, ...]:
        """The topics that this voice offered to host."""
        if board is not self._hosted_on:
            hosted: defaultdict[str, list[int]] = defaultdict(list)
            for topic in board.by_id.values():
                hosted[topic.hosted_by].append(topic.id)
            self._hosted_on, self._hosted = board, hosted
        return tuple(self._hosted.get(voice, ()))

    def in_the_rooms(self, harvest: Harvest, voice: str) -> tuple[int, ...]:
        """The notes that this voice wrote about talks."""
        if harvest is not self._harvest:
            notes: defaultdict[str, list[int]] = defaultdict(list)
            for note in harvest.notes.values():
                notes[note.writer].append(note.id)
            self._harvest, self._notes = harvest, notes
        return tuple(self._notes.get(voice, ()))

    def in_sessions(self, conference: Conference, voice: str) -> dict[int, int]:
        """Where this voice stands in the lists of booked sessions, by their numbers."""
        known = (conference.bookings.asked, conference.agenda.programme)
        if known[0] is not self._booked[0] or known[1] is not self._booked[1]:
            self._booked, self._places = known, booking.all_places(conference)
        return self._places.get(voice, {})
