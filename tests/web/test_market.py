"""The market place on a real server: what is written quietly stays quiet, and two hosts make one topic of theirs."""

from __future__ import annotations

import re

import httpx2

from live.web.requests import ASKS
from tests.web.site import Day, ask, do
from tests.web.test_forms import forms_of, pages_of, problem

WORDS = {
    "title": "Ladders and wallpaper",
    "why": "Because of the ceiling",
    "host": "Annabella",
    "needs": "A spirit level",
}


def text_of(day: Day, client: httpx2.Client, page: str) -> str:
    return client.get(f"{day.site.url}{day.path}/{page}").text


def quiet_day(day: Day) -> tuple[httpx2.Client, httpx2.Client]:
    """A day on which Annabella has handed in a proposal quietly; she, and Ben."""
    ann, ben = day.phone(), day.phone("Ben")
    assert do(day.chair(), "be_quiet").status_code == 303
    assert do(ann, "propose_topic", page="board/propose", **WORDS, step_free="yes").status_code == 303
    return ann, ben


def all_words(day: Day, client: httpx2.Client) -> str:
    """All pages that somebody can open, and all files of the report."""
    files = ["report.json", "report.csv", "report.md", "my-day.ics", "board/1/change", "board/1/host", "board/1/merge"]
    return pages_of(day, client) + "".join(text_of(day, client, name) for name in files)


def test_nobody_but_the_writer_reads_a_quiet_proposal_on_any_page_or_in_any_file(day: Day) -> None:
    ann, ben = quiet_day(day)
    chair = day.chair()
    assert do(chair, "publish_write_up", state="draft").status_code == 303
    for client in (ben, chair, day.role("facilitator"), day.visitor()):
        found = all_words(day, client)
        assert [word for word in WORDS.values() if word in found] == []
    own = text_of(day, ann, "board") + text_of(day, ann, "board/1")
    assert [word for word in WORDS.values() if word not in own] == []
    assert "1 proposal is" in re.sub("<.*?>", "", text_of(day, chair, "facilitator/market"))


def test_no_socket_is_told_a_quiet_proposal_whatever_it_looks_at(day: Day) -> None:
    _, ben = quiet_day(day)
    chair, told = day.chair(), ""
    for client, views in (
        (ben, ("board", "topic/1", "now", "programme")),
        (chair, ("desk/board", "desk/market", "desk/harvest")),
        (chair, ("chair", "screen")),
    ):
        for view in views:
            with day.line(client, view) as line:
                told += str(line.next("frame", view=view)["ops"])
    assert "Proposals are being written quietly." in told
    assert [word for word in WORDS.values() if word in told] == []


def test_what_could_be_done_to_a_quiet_proposal_by_others_is_refused_alike_for_every_number(day: Day) -> None:
    _, ben = quiet_day(day)
    for name in (
        "follow_topic",
        "host_topic",
        "agree_to_merge",
        "part_topic",
        "pitch_topic",
        "repeat_topic",
        "place_topic",
    ):
        client = day.chair() if "delegate" not in ASKS[name].roles else ben
        said = {ask(client, name, topic=number, head="1", role="lead", to="first/holyrood")["say"] for number in "19"}
        assert said == {"Proposals are being written quietly. You can do this when the market opens."}


def test_a_writer_changes_and_takes_back_a_quiet_proposal_on_plain_pages(day: Day) -> None:
    ann, _ = quiet_day(day)
    page = text_of(day, ann, "board/1")
    hidden = forms_of(page)["change_topic"]
    assert 'name="step_free" value="yes" checked' in page
    saved = ann.post("/do/change_topic", data={**hidden, "title": "Ceilings", "quiet": "yes"})
    assert (saved.status_code, saved.headers["location"]) == (303, f"{day.path}/board/1")
    topic = day.live.conference.board.by_id[1]
    assert (topic.title, topic.why, topic.wants) == ("Ceilings", "", ("quiet",))
    assert do(ann, "withdraw_topic", topic="1", page="board/1/change").status_code == 303
    assert not day.live.conference.board.by_id


def test_a_topic_that_cannot_be_changed_like_that_keeps_what_was_typed(day: Day) -> None:
    ann, _ = quiet_day(day)
    typed = {"title": "x" * 121, "why": "Typed and kept", "needs_host": "yes", "interpreter": "yes"}
    refused = do(ann, "change_topic", topic="1", page="board/1/change", **typed)
    assert refused.status_code == 422
    assert problem(refused) == "A topic can have 120 letters at most. Yours has 121."
    assert "Typed and kept" in refused.text
    ticked = re.findall(r'name="(\w+)" value="yes" checked', refused.text)
    assert ticked == ["needs_host", "interpreter"]


def test_the_market_opens_for_everybody_at_one_moment(day: Day) -> None:
    _, ben = quiet_day(day)
    do(ben, "propose_topic", title="Snakes", host="Ben")
    carl = day.phone("Carl")
    with day.line(carl, "board") as line:
        line.next("frame", view="board")
        assert do(day.chair(), "open_market").status_code == 303
        told = str(line.next("frame", view="board")["ops"])
    assert "Ladders and wallpaper" in told
    assert "Snakes" in told


def test_two_hosts_make_one_topic_on_plain_pages_and_part_it_again(day: Day) -> None:
    ann, ben, carl = day.phone("Ann"), day.phone("Ben"), day.phone("Carl")
    do(ann, "propose_topic", title="Ladders", host="Ann")
    do(ben, "propose_topic", title="Steps", host="Ben")
    do(carl, "follow_topic", topic="2", role="listen")
    form = forms_of(text_of(day, ann, "board/1/merge"))["ask_to_merge"]
    assert ann.post("/do/ask_to_merge", data={**form, "other_topic": "2", "stands": "this"}).status_code == 303
    assert "Another host asks to merge" in text_of(day, ben, "board")
    assert "Another host asks to merge" not in text_of(day, ann, "board")
    assert "agree_to_merge" not in forms_of(text_of(day, carl, "board/2/merge"))
    yes = forms_of(text_of(day, ben, "board/2/merge"))["agree_to_merge"]
    assert ben.post("/do/agree_to_merge", data=yes).status_code == 303
    page = text_of(day, carl, "board")
    assert re.search(r"With:\s+“Steps” \(Ben\)", page)
    assert 'value="listen" aria-pressed="true"' in text_of(day, carl, "board/1")
    assert "now part of" in text_of(day, carl, "board/2")
    part = forms_of(text_of(day, ben, "board/2/merge"))["part_topic"]
    assert ben.post("/do/part_topic", data=part).status_code == 303
    assert 'value="listen" aria-pressed="true"' in text_of(day, carl, "board/2")
    assert 'value="listen" aria-pressed="true"' not in text_of(day, carl, "board/1")


def test_the_name_of_a_host_who_leaves_is_on_no_page_and_not_in_the_file(day: Day) -> None:
    ann, ben = day.phone("Ann"), day.phone()
    do(ann, "propose_topic", title="Ladders", needs_host="yes")
    do(ben, "host_topic", topic="1", host="Benedikta", page="board/1/host")
    assert "Host: Benedikta" in text_of(day, ann, "board/1")
    assert do(ben, "leave_hosting", topic="1", page="board/1/host").status_code == 303
    assert "Benedikta" not in text_of(day, ann, "board/1")
    files = [path for path in day.site.settings.data.glob(f"{day.code}.live*") if b"Benedikta" in path.read_bytes()]
    assert files == []


def test_how_ones_own_topics_stand_is_told_at_once_and_to_nobody_else(day: Day) -> None:
    ann, ben, desk = day.phone("Ann"), day.phone("Ben"), day.chair()
    do(desk, "be_quiet", page="facilitator/market")
    do(ann, "propose_topic", title="Ladders", page="board/propose")
    with day.line(ann, "board") as mine, day.line(ben, "board") as other:
        assert "Nobody else can read it yet" in str(mine.next("frame", view="mine")["ops"])
        do(desk, "open_market", page="facilitator/market")
        assert "Waiting for a place" in str(mine.next("frame", view="mine")["ops"])
        do(ben, "propose_topic", title="Snakes", page="board/propose")
        do(ben, "ask_to_merge", topic="2", other_topic="1", stands="other", page="board/2/merge")
        while "Another host asks to merge" not in (told := str(mine.next("frame", view="mine")["ops"])):
            assert "Ladders" in told
        while "Snakes" not in (told := str(other.next("frame", view="mine")["ops"])):
            assert "own-topics" in told
        assert "Ladders" not in told


def test_without_scripts_a_press_on_the_board_comes_back_to_its_topic(day: Day) -> None:
    phone = day.phone()
    for title in ("Ladders", "Snakes"):
        do(phone, "propose_topic", title=title, page="board/propose")
    pressed = do(phone, "follow_topic", topic="2", role="listen", page="board")
    assert pressed.headers["location"].endswith("/board#topic-2")
    assert 'id="topic-2"' in text_of(day, phone, "board")
