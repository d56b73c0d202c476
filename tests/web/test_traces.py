"""What is mine is found without looking through everything, and is the same as if everything were looked through."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from live.conference import Act, Conference, board, fold, wall
from live.web.traces import Traces

VOICES = ("anna", "ben", "chen")
numbers = st.integers(1, 4)
voices = st.sampled_from(VOICES)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda label, voice: wall.LabelPosted(label, "ask", "Words", voice), numbers, voices),
    st.builds(wall.LabelBacked, numbers, voices, st.sampled_from(wall.SUPPORTS)),
    st.builds(wall.BackingWithdrawn, numbers, voices, st.sampled_from(wall.SUPPORTS)),
    st.builds(wall.LabelTakenBack, numbers),
    st.builds(lambda topic, voice: board.TopicProposed(topic, "Title", "Host", voice), numbers, voices),
    st.builds(board.TopicWithdrawn, numbers),
    st.builds(board.HandRaised, numbers, voices, st.sampled_from(board.INTERESTS)),
    st.builds(board.HandLowered, numbers, voices),
)


def looked_through(day: Conference, voice: str) -> tuple[list[int], list[str], Mapping[int, str], list[int]]:
    """Mine, by looking through everything."""
    labels = [label.id for label in day.wall.by_id.values() if label.writer == voice]
    supports = [
        f"{label.id}.{support}"
        for label in day.wall.by_id.values()
        for support in wall.SUPPORTS
        if voice in getattr(label, support)
    ]
    hands = {topic.id: topic.hands[voice] for topic in day.board.by_id.values() if voice in topic.hands}
    return labels, supports, hands, [topic.id for topic in day.board.by_id.values() if topic.proposer == voice]


@given(st.lists(acts, max_size=30))
def test_what_is_mine_is_what_looking_through_everything_finds(happened: list[Act]) -> None:
    day, traces = Conference(), Traces()
    for act in happened:
        day = fold(day, act)
        for voice in (*VOICES, "somebody else"):
            labels, supports = traces.on_the_wall(day.wall, voice)
            hands, proposed = traces.on_the_board(day.board, voice)
            assert ([*labels], [*supports], hands, [*proposed]) == looked_through(day, voice)
