"""What is kept and for how long, as people meet it: on pages, in the file, and when it is all taken away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from live.conference import (
    Act,
    Conference,
    agenda,
    board,
    bookings,
    forgetting,
    harvest,
    keeping,
    visits,
)
from live.conference.people import Actor, Moment, Request
from live.journal import care
from tests.web.site import Day, do


def in_the_file(day: Day, words: str) -> bool:
    """Whether these words are anywhere in the bytes of the conference's file and of what lies beside it."""
    path = day.site.venue.path(day.code)
    there = [path, *path.parent.glob(f"{path.name}-*")]
    return any(words.encode() in one.read_bytes() for one in there)


def test_whoever_joins_reads_until_when_words_are_kept(day: Day) -> None:
    chair = day.chair()
    assert do(chair, "set_end_date", page="chair/keeping", until="2031-03-09").status_code == 303
    assert "until 9 March 2031" in chair.get("/chair/keeping").text
    assert "Names and words are kept until 9 March 2031." in day.visitor().get("/join").text


def test_a_last_day_that_makes_no_sense_is_refused_and_shown_again(day: Day) -> None:
    answer = do(day.chair(), "set_end_date", page="chair/keeping", until="1999-01-01")
    assert answer.status_code == 422
    assert "This day is over." in answer.text
    assert 'value="1999-01-01"' in answer.text


def test_nobody_but_the_chair_sets_the_last_day(day: Day) -> None:
    for visitor in (day.phone(), day.role("facilitator"), day.visitor()):
        before = day.live.conference.kept_until
        assert do(visitor, "set_end_date", page="chair/keeping", until="2031-03-09").status_code in (403, 422)
        assert day.live.conference.kept_until == before


def test_all_that_one_gave_is_shown_and_taken_away_in_one_step(day: Day) -> None:
    ann, ben = day.phone("Ann Abernethy"), day.phone("Ben")
    do(ann, "post_label", page="wall", kind="contribute", text="Ann’s hundred scones", signed="Ann A.")
    do(ben, "post_label", page="wall", kind="ask", text="Who can drive a minibus")
    do(ann, "back_label", page="wall", label="2", support="me_too", on="yes")
    do(ann, "propose_topic", page="board", title="Scones for everybody", host="Ann A.")
    page = ann.get("/mine").text
    for words in ("Ann Abernethy", "Ann’s hundred scones", "Scones for everybody", "1 label that you backed"):
        assert words in page
    assert "Ann’s hundred scones" not in ben.get("/mine").text

    gone = do(ann, "take_away", page="mine")
    assert gone.status_code == 303
    after = ann.get("/join")
    assert "All that you gave is taken away, for good." in after.text
    for words in ("Ann Abernethy", "hundred scones", "Scones for everybody", "Ann A."):
        assert not in_the_file(day, words)
    assert in_the_file(day, "Who can drive a minibus")
    assert day.live.conference.people.took_part == 2
    assert len(day.live.conference.wall.by_id[2].me_too) == 0
    assert "Take part" in ann.get("/wall").text, "the phone is nobody’s until its owner joins again"


def test_what_one_gave_to_meet_somebody_is_among_it(day: Day) -> None:
    ann, ben = day.phone("Ann"), day.phone("Ben")
    do(ann, "post_label", page="wall", kind="ask", text="Who has a van?")
    do(ben, "back_label", page="wall", label="1", support="help", on="yes")
    assert "would like to meet" not in ben.get("/mine").text
    do(ben, "offer_to_meet", page="meet", ask="1", name="Ben B.", contact="0131 496 0000")
    page = ben.get("/mine").text
    assert "What you gave to people whom you would like to meet" in page
    assert "Ben B., 0131 496 0000" in page
    assert "0131" not in ann.get("/mine").text
    assert do(ben, "take_away", page="mine").status_code == 303
    assert not in_the_file(day, "0131 496 0000")


def told(day: Day, *acts: Act) -> None:
    """As if this had been asked for."""

    def happens(conference: object, ask: Request, by: Actor, moment: Moment) -> tuple[Act, ...]:
        return acts

    day.site.call(day.live.clerk.ask(happens, Request(), Actor("chair")))


def with_all_of_open_space(day: Day, ann: str, ben: str) -> None:
    """Ann hosts, writes down what was said, has a place, offers a visit and would like to make another; so does Ben, a little."""
    session = agenda.Workshop("Singing together", id=70, places=1)
    told(
        day,
        agenda.BlockPut(agenda.Block("11:00", "Morning", id=60)),
        agenda.WorkshopPut(60, session),
        board.TopicProposed(1, "Buses at night", "", ben, needs_host=True),
        board.HostFound(1, ann, "Ann Abernethy"),
        board.HandRaised(1, ann, "lead"),
        bookings.SeatAsked(70, ann),
        bookings.SeatAsked(70, ben, waits=True),
        harvest.NoteWritten(1, "topic/1", "quote", "Ann’s sister walks home", ann),
        harvest.NoteWritten(2, "topic/1", "point", "A bus each hour", ben),
        harvest.ReadBack("topic/1", ann, yes=True, upto=2),
        visits.VisitPut(1, ann, "Ann’s allotment", "3 June", "Leith", 2, name="Ann A.", contact="0131 496 0111"),
        visits.VisitPut(2, ben, "Ben’s kitchen", "4 June", "Gorgie", 1, name="Ben B.", contact="0131 496 0222"),
        visits.VisitWished(2, ann),
    )


def test_what_one_gave_to_open_space_is_shown_and_taken_away(day: Day) -> None:
    ann, ben = day.phone("Ann Abernethy"), day.phone("Ben")
    voices = {voice.name: voice.id for voice in day.live.conference.people.voices.values()}
    with_all_of_open_space(day, voices["Ann Abernethy"], voices["Ben"])
    page = ann.get("/mine").text
    for words in (
        *("Buses at night, Ann Abernethy", "Ann’s sister walks home", "Singing together"),
        *("Offered: Ann’s allotment, Ann A., 0131 496 0111", "To come along: Ben’s kitchen"),
    ):
        assert words in page
    assert "0131 496 0111" not in ben.get("/mine").text
    assert do(ann, "take_away", page="mine").status_code == 303
    conference = day.live.conference
    assert conference.bookings.inside(70, 1) == (voices["Ben"],)
    assert conference.board.by_id[1].hosted_by == ""
    assert (set(conference.visits.by_id), conference.visits.wishes.get(2, ())) == ({2}, ())
    assert [note.text for note in conference.harvest.notes.values()] == ["A bus each hour"]
    for words in ("Ann’s sister walks home", "Ann’s allotment", "0131 496 0111"):
        assert not in_the_file(day, words)
    assert in_the_file(day, "0131 496 0222")


def test_when_words_are_removed_those_of_open_space_go_too(day: Day) -> None:
    day.phone("Ann Abernethy")
    day.phone("Ben")
    voices = {voice.name: voice.id for voice in day.live.conference.people.voices.values()}
    with_all_of_open_space(day, voices["Ann Abernethy"], voices["Ben"])
    told(day, harvest.GraphicHung(1, b"RIFF", "Ann on a bus", "Moira McAllister", "topic/1"))

    def now(conference: Conference, ask: Request, by: Actor, moment: Moment) -> Sequence[Act]:
        return forgetting.forget(conference, forgetting.Forget(), by, moment)

    day.site.call(day.live.clerk.ask(now, forgetting.Forget(), Actor("chair")))
    for words in (
        *("Ann Abernethy", "Buses at night", "walks home", "A bus each hour", "allotment", "Ben’s kitchen"),
        *("0131 496 0111", "0131 496 0222", "Ann on a bus", "McAllister", voices["Ann Abernethy"]),
    ):
        assert not in_the_file(day, words), words
    assert in_the_file(day, "Singing together"), "the programme is the organisers’"
    assert [len(asked) for asked in day.live.conference.bookings.asked.values()] == [2]
    for page in ("/screen", "/report", "/report.json", "/programme", "/board", "/chair", "/facilitator"):
        assert day.chair().get(page).status_code == 200 or day.phone("Cem").get(page).status_code == 200


def test_what_was_taken_away_twice_is_taken_away_once(day: Day) -> None:
    ann = day.phone("Ann")
    assert do(ann, "take_away", page="mine").status_code == 303
    at = day.position
    assert do(ann, "take_away", page="mine").status_code in (303, 422)
    assert day.position == at


def test_when_the_time_is_over_the_server_removes_words_by_itself(day: Day) -> None:
    """The last day was yesterday: as if the server had been switched on again after months."""
    ann = day.phone("Ann Abernethy")
    do(ann, "post_label", page="wall", kind="contribute", text="Ann’s hundred scones")
    texts = care.texts(day.site.venue.path(day.code))

    def long_ago(conference: object, ask: Request, by: Actor, moment: Moment) -> list[keeping.EndDateSet]:
        return [keeping.EndDateSet("2020-01-01")]

    day.site.call(day.live.clerk.ask(long_ago, Request(), Actor("chair")))
    with day.line(day.chair(), "desk/labels") as line:
        while day.live.conference.forgotten_at == 0:
            line.next()  # the label goes from the page
    gone = texts.single - care.texts(day.site.venue.path(day.code)).single
    assert {"Ann Abernethy", "Ann’s hundred scones"} <= gone
    assert care.still_there(day.site.venue.path(day.code), gone) == 0
    assert day.live.conference.people.took_part == 1
    for page in ("/screen", "/report", "/facilitator/labels", "/facilitator/themes", "/chair"):
        assert day.chair().get(page).status_code == 200
    assert "Names and words were removed" in day.visitor().get("/join").text


def test_texts_that_stay_on_purpose_are_not_taken_for_leftovers(day: Day, tmp_path: Path) -> None:
    """A label may say what an item says."""
    title = day.live.conference.agenda.items[0].title
    do(day.phone(), "post_label", page="wall", kind="ask", text=title)
    path = day.site.venue.path(day.code)
    assert care.still_there(path, frozenset({title, "no such words"})) == 0
    copy = tmp_path / "copy.live"
    asyncio.run(care.backup(path, copy))
    copy.write_bytes(copy.read_bytes() + b"left behind: secret scones")
    assert care.still_there(copy, frozenset({"secret scones"})) == 1
