"""What is one person's own: what they did, as pages and phones mark it, and the frames that nobody else is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from live.conference import Conference, booking, doors, polls
from live.fragments import NOBODY, Mine, Said, with_fresh_ids
from live.fragments.delegate import MyMeetings, my_meetings
from live.fragments.views import my_labels_piece
from live.web import meetings, seats
from live.web.suggesting import Suggesting
from live.web.templates import environment
from live.web.traces import NOTHING, Traces

IN_AN_ENVELOPE = Said({}, "In a sealed envelope")
"""An answer that nobody but the phone that gave it can know."""


class Personal:
    """Of one conference, as `conference()` gives it; `base` and `code` are what its paths begin with."""

    def __init__(self, conference: Callable[[], Conference], suggesting: Suggesting, base: str, code: str) -> None:
        self._conference = conference
        self._suggesting = suggesting
        self._base = base
        self._code = code
        self._traces = Traces()

    def mine(self, voice: str) -> Mine:
        """What one voice did, as far as anybody knows it."""
        conference = self._conference()
        known = conference.people.voices.get(voice)
        if known is None:
            return NOBODY
        left = self._traces.of(conference, voice)
        return Mine(
            voice,
            known.name,
            known.group,
            self._votes(conference, voice),
            left.labels,
            left.supports,
            left.topics,
            left.proposed,
            left.notes,
            left.seats,
            left.hosted,
        )

    def _votes(self, conference: Conference, voice: str) -> dict[str, Said]:
        votes: dict[str, Said] = {}
        voter = doors.voter_name(conference, voice)
        for poll, one in self._traces.boxes(conference.polls):
            answer = polls.my_answer(one, voter)
            if polls.has_envelope(one, voter):
                votes[f"{poll.id}.{one.number}"] = IN_AN_ENVELOPE
            elif answer is not None:
                fields = polls.said_answer(poll.question, answer)
                votes[f"{poll.id}.{one.number}"] = Said(fields, polls.read_back_answer(poll.question, answer))
        return votes

    def on_the_phone(self, voice: str) -> dict[str, Any]:
        """`mine` as it goes over the wire and into pages."""
        conference = self._conference()
        is_known = voice in conference.people.voices
        left = self._traces.of(conference, voice) if is_known else NOTHING
        votes = self._votes(conference, voice) if is_known else {}
        sealed = {key: said for key, said in votes.items() if said is IN_AN_ENVELOPE}
        return {
            "voice": voice[:8] if is_known else "",
            "votes": {key: said for key, said in votes.items() if key not in sealed} if sealed else votes,
            "sealed": sealed,
            "labels": left.labels,
            "held": left.held,
            "supports": left.supports,
            "topics": left.topics,
            "proposed": left.proposed,
            "hosted": left.hosted,
            **({"seats": seats.on_the_phone(left.seats)} if left.seats else {}),
            **({"notes": left.notes} if left.notes else {}),
        }

    def frame(self, voice: str) -> bytes:
        """What only its owner sees: their own labels, whether one is held back, and what there is to say about their badge."""
        piece, mine = my_labels_piece(self._conference(), voice), self.mine(voice)
        html = (
            environment()
            .get_template(piece.template)
            .render(key=piece.key, it=piece.model, mine=mine, base=self._base, code=self._code)
        )
        badge = self.about_my_badge(voice)
        ops = [["fill", piece.into, with_fresh_ids(html.strip())]]
        ops += meetings.operations(self.meetings_of(mine), self._base, self._code)
        ops += seats.operations(self._conference(), mine, self._base, self._code)
        ops.append(["add", "band", "-", badge] if badge else ["cut", "my-badge"])  # after no piece of it: at the end
        return msgspec.json.encode({"t": "frame", "view": "mine", "seen": "", "ops": ops})

    def meetings_of(self, mine: Mine) -> MyMeetings:
        """What a voice, and nobody else, sees of offers that meet asks."""
        if mine.labels:
            self._suggesting.want()
        return my_meetings(self._conference(), mine, self._suggesting.latest.fitting)

    def about_my_badge(self, voice: str) -> str:
        """What a page has to say on top about the badge of a voice, as HTML; "" if all is well."""
        state = doors.badge_state(self._conference(), voice)
        template = environment().get_template("fragments/_my_badge.html")
        return template.render(it=state, base=self._base, code=self._code).strip()

    def about_my_seats(self, voice: str) -> str:
        """What a page has to say on top about places that a voice moved up to, as HTML; "" if nothing."""
        return seats.news(self._conference(), voice, self._base, self._code)

    def seats_frame(self, voice: str) -> bytes:
        """What only its owner sees of booked sessions."""
        own = booking.own_seats(self._conference(), voice, self._traces.in_sessions(self._conference(), voice))
        ops = seats.operations(self._conference(), Mine(voice, seats=own), self._base, self._code)
        return msgspec.json.encode({"t": "frame", "view": "mine", "seen": "", "ops": ops})
