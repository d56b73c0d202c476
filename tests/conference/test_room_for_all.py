"""One person alone cannot fill the board, the notes of a talk, or the list of actions, so that others find no room."""

from __future__ import annotations

import pytest

from live.conference import Act, Actor, Conference, Refused, actions, agenda, board, forgetting, harvest, replay
from live.conference.board.merging import MOST_ASKED
from live.conference.board.proposing import MOST_TOPICS, MOST_TOPICS_OF_ONE
from live.conference.harvest.writing import MOST_FROM_TALKS
from tests.conference.days import ANN, BEN, FACILITATOR, PLANNED, Asked, ask, play, refusal


def propose(number: int, by: Actor = ANN) -> Asked:
    return Asked(board.propose_topic, board.ProposeTopic(f"Topic {number}"), by)


def points(first: int, by: Actor, count: int = 20) -> Asked:
    text = "\n".join(f"Point {number}" for number in range(first, first + count))
    return Asked(harvest.write_note, harvest.WriteNote("topic/1", "point", text), by)


def agree(number: int, by: Actor) -> Asked:
    about = f"topic/{1 + number // 20}"
    return Asked(harvest.agree_talk_action, harvest.AgreeTalkAction(about, f"Do this {number}"), by)


def test_one_person_proposes_so_many_topics_and_others_go_on() -> None:
    full = play(*(propose(number) for number in range(MOST_TOPICS_OF_ONE)), start=PLANNED)
    assert refusal(full, propose(99))[0] == "You have proposed 20 topics, which is as many as one person can."
    assert play(propose(99, BEN), start=full).board.latest_id == MOST_TOPICS_OF_ONE + 1
    repeated = play(Asked(board.repeat_topic, board.RepeatTopic(1), FACILITATOR), start=full)
    fewer = play(Asked(board.withdraw_topic, board.TopicRequest(2), ANN), start=repeated)
    assert play(propose(99), start=fewer).board.latest_id == MOST_TOPICS_OF_ONE + 2, "a repeat is not one more"


def test_a_board_holds_so_many_topics() -> None:
    many: list[Act] = [
        board.TopicProposed(number, f"Topic {number}", "", f"voice {number}") for number in range(1, MOST_TOPICS + 1)
    ]
    full = replay(many, PLANNED)
    assert refusal(full, propose(9999))[0].startswith(f"There are {MOST_TOPICS} topics already")


def test_one_host_asks_so_many_to_merge_until_somebody_answers() -> None:
    others: list[Act] = [board.TopicProposed(number, f"Topic {number}", "", "ben") for number in range(2, 20)]
    day = replay(others, play(propose(1), start=PLANNED))

    def merge(other: int, by: Actor = ANN) -> Asked:
        return Asked(board.ask_to_merge, board.AskToMerge(1, other, "this"), by)

    most = MOST_ASKED
    asked = play(*(merge(number) for number in range(2, 2 + most)), start=day)
    assert refusal(asked, merge(19))[0].startswith(f"You have asked {most} others")
    assert len(play(merge(19, FACILITATOR), start=asked).board.merges) == most + 1
    answered = play(Asked(board.drop_merge, board.MergeRequest(2, 1), BEN), start=asked)
    assert len(play(merge(19), start=answered).board.merges) == most


def test_one_person_does_not_fill_the_notes_of_a_talk() -> None:
    day = play(propose(1), start=PLANNED)
    full = play(*(points(first, ANN) for first in (0, 20, 40, 60, 80)), start=day)
    assert refusal(full, points(100, ANN, 1))[0].startswith("One person can write 100 notes")
    assert len(play(points(100, BEN), start=full).harvest.notes) == 120
    assert len(play(points(100, FACILITATOR), start=full).harvest.notes) == 120


def test_delegates_leave_room_for_the_actions_that_facilitators_write_down() -> None:
    topics: list[Act] = [board.TopicProposed(number, f"Topic {number}", "", "ann") for number in range(1, 13)]
    day: Conference = replay(topics, PLANNED)
    full = play(*(agree(number, ANN) for number in range(MOST_FROM_TALKS)), start=day)
    assert refusal(full, agree(190, BEN))[0].startswith("There are 150 actions already")
    desk = Asked(actions.agree_action, actions.AgreeAction("From the desk"), FACILITATOR)
    assert len(play(desk, agree(191, FACILITATOR), start=full).actions.by_id) == 152
    assert ask(full, agree(0, ANN)) == [], "the same once more is not refused"


def test_who_takes_away_the_one_line_leaves_its_place_to_the_only_other_one() -> None:
    def line(text: str, by: Actor) -> Asked:
        return Asked(harvest.write_note, harvest.WriteNote("topic/1", "line", text), by)

    day = play(propose(1, BEN), line("Ann’s words", ANN), line("Ben’s words", BEN), start=PLANNED)
    after = play(Asked(forgetting.take_away, forgetting.TakeAway(), ANN), start=day)
    standing = after.harvest.line_of("topic/1")
    assert standing is not None
    assert standing.text == "Ben’s words"


@pytest.mark.parametrize(
    "url", ["https://example.org/\u202efdp.exe", "https://example.org/\x00", "https://a\u200b.org"]
)
def test_a_link_has_no_marks_that_nobody_sees(url: str) -> None:
    with pytest.raises(Refused, match="A link begins with"):
        agenda.clean_links([agenda.SessionLink(url, "A link")], "links")
