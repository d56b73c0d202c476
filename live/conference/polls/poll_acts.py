"""What happens to polls, as it is written down: the acts."""

from __future__ import annotations

from live.conference.people import Fact
from live.conference.polls.groups import GroupCount
from live.conference.polls.kinds import AnyQuestion
from live.conference.polls.question import Answer, Tally
from live.conference.polls.rounds import Sheet
from live.conference.polls.terms import Terms


class PollAdded(Fact, frozen=True):
    poll: int
    title: str
    question: AnyQuestion
    hint: str = ""
    terms: Terms = Terms()


class PollChanged(Fact, frozen=True):
    poll: int
    title: str
    question: AnyQuestion
    hint: str = ""
    terms: Terms = Terms()


class PollRemoved(Fact, frozen=True):
    poll: int


class PollOpened(Fact, frozen=True):
    """`closes_at` is when it closes by itself; 0: it does not."""

    poll: int
    round: int
    at: int
    closes_at: int = 0


class PollTimed(Fact, frozen=True):
    """From now on it closes by itself at another time, or (0) not by itself."""

    poll: int
    round: int
    closes_at: int


class BallotBoxMade(Fact, frozen=True):
    """The key of a round's pseudonyms; where votes are sealed, also what they are sealed to and which key opens them. Erased with
    the votes."""

    poll: int
    round: int
    key: str
    public: str = ""
    key_id: str = ""


class VoteCast(Fact, frozen=True):
    """One answer under a pseudonym. A later one of the same pseudonym takes its place."""

    poll: int
    round: int
    voter: str
    answer: Answer


class SealedVoteCast(Fact, frozen=True):
    """An answer in an envelope, or nothing in it, which takes the one before back. A later one takes the place of an earlier."""

    poll: int
    round: int
    voter: str
    sealed: str


class VoteWithdrawn(Fact, frozen=True):
    """Whoever has this pseudonym took the answer back."""

    poll: int
    round: int
    voter: str


class PaperTyped(Fact, frozen=True):
    """A facilitator typed in what stands on paper."""

    poll: int
    round: int
    sheet: Sheet


class PaperTakenOut(Fact, frozen=True):
    """What was typed in was wrong, and is gone."""

    poll: int
    round: int
    sheet: int


class PollClosed(Fact, frozen=True):
    """`could_vote`: how many could just then. Whoever comes later is not counted among them."""

    poll: int
    round: int
    at: int
    could_vote: int = 0


class PollReopened(Fact, frozen=True):
    poll: int
    round: int


class PollCounted(Fact, frozen=True):
    """All answers of a round, sorted by content, and the totals of ballots on paper that were typed in as totals. With this act
    the ballot box is erased. The rest as in `Count`."""

    poll: int
    round: int
    answers: tuple[Answer, ...]
    totals: Tally = ()
    could_vote: int = 0
    by_helper: int = 0
    on_paper: int = 0
    in_totals: int = 0
    """How many of the ballots on paper are in `totals`."""
    groups: tuple[GroupCount, ...] = ()
    register: tuple[str, ...] = ()


class ResultShown(Fact, frozen=True):
    """`confirmed`: also if fewer than three people voted. `beside`: beside the round before."""

    poll: int
    round: int
    confirmed: bool = False
    beside: bool = False


class ResultHidden(Fact, frozen=True):
    poll: int
    round: int


PollAct = (
    VoteCast
    | SealedVoteCast
    | VoteWithdrawn
    | PollAdded
    | PollChanged
    | PollRemoved
    | PollOpened
    | PollTimed
    | BallotBoxMade
    | PaperTyped
    | PaperTakenOut
    | PollClosed
    | PollReopened
    | PollCounted
    | ResultShown
    | ResultHidden
)
