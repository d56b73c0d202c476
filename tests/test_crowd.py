"""Simulated delegates: how they read pages, deal out answers, and hold on to their requests."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from live import plans
from live.crowd import Delegate, Dismissed, Done, Page, Refused, deal, live_a_day, read_demo
from live.crowd.imagined import Imagination
from live.crowd.open_space import numbers_by_title

PAGE = """<!doctype html><html lang="en-GB"><head><title>Now</title><script src="live.js"></script></head>
<body class="phone" data-views='{"now":"s1"}' data-epoch="e1" data-role="delegate">
<main id="now"><h1 id="title">Welcome</h1><ul id="labels"><li id="label-1">One</li><li id="label-2">Two<br>lines</li></ul></main>
<script type="application/json" id="mine">{"voice":"v","labels":[2]}</script></body></html>"""

BALLOT = """<form method="post" action="/482913/do/cast_vote" data-vote="3.2" data-live>
<input type="hidden" name="id" value="x"><input type="hidden" name="poll" value="3"><input type="hidden" name="round" value="2">
<fieldset><legend><h1>Has <span>co-production</span> changed things?</h1></legend>
<div><input type="{sort}" id="v-A" name="vote" value="A">
<label for="v-A"><span>A</span> <span class="option__text">Yes</span></label></div>
<div><label><input type="{sort}" id="v-B" name="vote" value="B"><span class="option__text">Not yet</span></label></div>
</fieldset><button>Send</button></form>"""


def ballot(sort: str) -> Page:
    return Page(f'<main id="now">{BALLOT.replace("{sort}", sort)}</main>')


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_a_page_changes_as_frames_say() -> None:
    page = Page(PAGE)
    page.apply(["fill", "title", "Vote <b>now</b>"])
    page.apply(["put", "label-1", '<li id="label-1">Uno</li>'])
    page.apply(["add", "labels", "", '<li id="label-3">Three</li>'])
    page.apply(["add", "labels", "label-3", '<li id="label-4">Four</li>'])
    page.apply(["cut", "label-2"])
    assert page.words == "Vote now Three Four Uno"


def test_changing_a_page_twice_is_changing_it_once() -> None:
    """Frames may come again after a reconnect: what is there moves, what is gone stays gone."""
    page = Page(PAGE)
    for _ in range(2):
        page.apply(["add", "labels", "label-1", '<li id="label-3">Three</li>'])
        page.apply(["cut", "label-2"])
        page.apply(["put", "label-9", "<li>nowhere</li>"])
    assert page.words == "Welcome One Three"


@pytest.mark.parametrize("sort", ["radio", "checkbox"])
def test_an_open_vote_is_found_with_its_answers(sort: str) -> None:
    [form] = ballot(sort).ballots()
    assert (form.vote, form.request, form.words) == (
        "3.2",
        "cast_vote",
        "Has co-production changed things? A Yes Not yet Send",
    )
    assert form.fields == {"id": ["x"], "poll": ["3"], "round": ["2"]}
    assert [(choice.sort, choice.value, choice.text) for choice in form.offers("vote")] == [
        (sort, "A", "Yes"),
        (sort, "B", "Not yet"),
    ]


def test_the_way_to_an_answer_is_found_and_the_one_to_the_wall_of_the_day_is_not() -> None:
    links = (
        '<a href="/live/482913/wall/3/write">Write</a> <a href="/482913/wall/write">Write</a> <a href="#main">Skip</a>'
    )
    assert Page(links).prompts() == ["3"]


def test_a_vote_that_has_closed_is_not_open() -> None:
    assert Page(BALLOT.replace("<fieldset>", "<fieldset disabled>")).ballots() == []


def test_topics_are_found_on_the_board_by_their_title() -> None:
    board = Page(
        '<div data-topic="12"><h3>Housing: <em>nothing</em> about us</h3></div><div data-topic="7">Other</div>'
    )
    assert numbers_by_title(board, ["Housing: nothing about us", "Missing"]) == {"Housing: nothing about us": "12"}


# --- Answers ---------------------------------------------------------------------------------------------------------


@given(people=st.integers(1, 80), shares=st.lists(st.floats(0, 1), max_size=12))
def test_dealt_marks_come_out_exactly(people: int, shares: list[float]) -> None:
    """Every option gets its marks, all from different people, and nobody goes without when there are enough."""
    marks = [round(share * people) for share in shares]
    dealt = deal(marks, people)
    assert [sum(option in one for one in dealt) for option in range(len(marks))] == marks
    assert all(dealt) == (sum(marks) >= people)


def test_more_marks_than_people_cannot_be_dealt() -> None:
    with pytest.raises(ValueError, match="30 people cannot make 49 marks"):
        deal([12, 49], 30)


def test_any_form_gets_an_answer_that_it_offers() -> None:
    imagination = Imagination(read_demo(plans.demo_text("co-production")), 60)
    dice = Random(1)
    for person in range(20):
        assert imagination.vote(ballot("radio").ballots()[0], "", person, dice) in (["A"], ["B"])
        assert imagination.vote(ballot("checkbox").ballots()[0], "", person, dice) in (["A"], ["B"], ["A", "B"])
    [words] = Page('<form data-vote="1.1"><textarea name="vote"></textarea></form>').ballots()
    assert imagination.vote(words, "", 0, dice)[0]
    [unknown] = Page('<form data-vote="1.1"><input type="range" name="vote"></form>').ballots()
    assert imagination.vote(unknown, "", 0, dice) == []


def test_a_survey_that_the_demo_knows_is_answered_as_dealt() -> None:
    demo = read_demo(plans.demo_text("co-production"))
    imagination = Imagination(demo, 60)
    survey = demo.surveys[1]
    boxes = "".join(f'<input type="checkbox" name="vote" value="{letter}">' for letter in "ABCDEFGH")
    [form] = Page(f'<form data-vote="5.1">{boxes}</form>').ballots()
    votes = [imagination.vote(form, f"Voting open {survey.title}", person, Random(person)) for person in range(60)]
    assert [sum(letter in vote for vote in votes) for letter in "ABCDEFGH"] == list(survey.marks.values())


# --- The line --------------------------------------------------------------------------------------------------------

Talk = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def server(talk: Talk, busy: int = 0) -> AsyncIterator[str]:
    """A server that is `busy` for some answers, then gives everybody the same page, and talks as told. Yields its address."""
    still_busy = busy

    def answer(connection: ServerConnection, request: Request) -> Response | None:
        nonlocal still_busy
        if "Upgrade" in request.headers:
            return None
        if still_busy:
            still_busy -= 1
            return Response(HTTPStatus.SERVICE_UNAVAILABLE, "Busy", Headers({"Connection": "close"}), b"Busy")
        return Response(
            HTTPStatus.OK,
            "OK",
            Headers({"Set-Cookie": "voice=abc; HttpOnly; Path=/", "Connection": "close"}),
            PAGE.encode(),
        )

    listening: Server
    async with serve(talk, "127.0.0.1", 0, process_request=answer) as listening:
        yield f"http://127.0.0.1:{next(iter(listening.sockets)).getsockname()[1]}"


async def said(connection: ServerConnection, **message: object) -> None:
    await connection.send(json.dumps(message))


async def welcome(connection: ServerConnection) -> dict[str, object]:
    hello: dict[str, object] = json.loads(await connection.recv())
    await said(connection, t="welcome", epoch="e1", at=7, now=0, mine={"labels": [2]})
    return hello


async def with_delegate(talk: Talk, story: Callable[[Delegate], Awaitable[None]]) -> None:
    async with asyncio.timeout(20), server(talk) as url, Delegate(url, "482913", "Aileen", Random(1)) as me:
        await me.join()
        await me.connect()
        await story(me)


def test_a_request_is_sent_again_with_its_id_when_the_line_breaks() -> None:
    """The server takes the request and breaks off before it answers: the second connection hears the same request."""
    heard: list[tuple[str, object]] = []

    async def talk(connection: ServerConnection) -> None:
        hello = await welcome(connection)
        do = json.loads(await connection.recv())
        heard.append((do["id"], hello["at"]))
        if len(heard) == 2:
            await said(
                connection, t="done", id=do["id"], at=9, say="Your vote is counted.", mine={"votes": {"3.1": ["B"]}}
            )
            await connection.wait_closed()

    async def story(me: Delegate) -> None:
        answer = await me.ask("cast_vote", {"poll": ["3"], "round": ["1"], "vote": ["B"]})
        assert answer == Done(heard[0][0], 9, "Your vote is counted.", {"votes": {"3.1": ["B"]}})
        assert heard[0][0] == heard[1][0]
        assert len(heard[0][0]) >= 22
        assert [at for _, at in heard] == [0, 7]  # the second hello says what was acknowledged to the phone
        assert me.mine == {"labels": [2], "votes": {"3.1": ["B"]}}
        assert me.at == 9

    asyncio.run(with_delegate(talk, story))


def test_a_patient_delegate_asks_again_when_told_later() -> None:
    answers = [{"t": "later", "say": "One moment."}, {"t": "refused", "say": "Voting has closed.", "field": "vote"}]

    async def talk(connection: ServerConnection) -> None:
        await welcome(connection)
        async for message in connection:
            await said(connection, id=json.loads(message)["id"], **answers.pop(0))

    async def story(me: Delegate) -> None:
        answer = await me.ask("cast_vote", {"vote": ["B"]}, "a-request-id-of-our-own")
        assert answer == Refused("a-request-id-of-our-own", "Voting has closed.", "vote")

    asyncio.run(with_delegate(talk, story))


def test_frames_reach_the_page_and_their_stamp_the_next_hello() -> None:
    hellos: list[dict[str, object]] = []

    async def talk(connection: ServerConnection) -> None:
        hellos.append(await welcome(connection))
        if len(hellos) == 1:
            await said(connection, t="frame", view="now", seen="s2", ops=[["fill", "title", "The first question"]])
        else:
            await said(connection, t="frame", view="now", seen="s3", ops=[["fill", "title", "The second question"]])
            await connection.wait_closed()

    async def story(me: Delegate) -> None:
        await me.until(lambda page: "second question" in page.words)
        assert [hello["views"] for hello in hellos] == [{"now": "s1"}, {"now": "s2"}]
        assert hellos[0]["epoch"] == "e1"

    asyncio.run(with_delegate(talk, story))


def test_a_delegate_who_was_in_a_lift_comes_back_with_what_was_asked() -> None:
    """A request made without a connection waits, and goes out after the next welcome."""
    connections = []

    async def talk(connection: ServerConnection) -> None:
        connections.append(connection)
        await welcome(connection)
        async for message in connection:
            await said(connection, t="done", id=json.loads(message)["id"], at=8)

    async def story(me: Delegate) -> None:
        await me.line.drop()
        answer = await me.ask("back_label", {"label": ["1"], "support": ["me_too"], "on": ["yes"]})
        assert isinstance(answer, Done)
        assert len(connections) == 2

    asyncio.run(with_delegate(talk, story))


def test_a_delegate_waits_for_a_server_that_is_starting() -> None:
    async def talk(connection: ServerConnection) -> None:
        await welcome(connection)
        await connection.wait_closed()

    async def story() -> None:
        async with asyncio.timeout(20), server(talk, busy=2) as url, Delegate(url, "482913", "Tam", Random(1)) as me:
            await me.join()
            await me.connect()
            assert (me.browser.cookies, me.page.words) == ({"voice": "abc"}, "Welcome One Two lines")

    asyncio.run(story())


def test_pieces_that_are_only_mine_are_no_view_to_ask_for() -> None:
    async def talk(connection: ServerConnection) -> None:
        await welcome(connection)
        await said(connection, t="frame", view="mine", seen="", ops=[["fill", "title", "Yours"]])
        await connection.wait_closed()

    async def story(me: Delegate) -> None:
        await me.until(lambda page: "Yours" in page.words)
        assert me.views == {"now": "s1"}

    asyncio.run(with_delegate(talk, story))


def test_a_delegate_who_is_sent_away_stays_away() -> None:
    async def talk(connection: ServerConnection) -> None:
        await welcome(connection)
        await connection.recv()
        await said(connection, t="bye", say="This link was renewed.")
        await connection.close(4403)

    async def story(me: Delegate) -> None:
        with pytest.raises(Dismissed, match="Aileen was sent away: This link was renewed"):
            await me.ask("open_poll", {"poll": ["1"], "round": ["1"]})

    asyncio.run(with_delegate(talk, story))


def test_a_day_without_a_way_in_ends_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    """Delegates who are not let in go home, each with one line, and the day is over."""

    async def talk(connection: ServerConnection) -> None:
        await connection.close(4403, "not here")

    async def day() -> None:
        async with asyncio.timeout(20), server(talk) as url:
            await live_a_day(url, "482913", read_demo(plans.demo_text("co-production")), count=3, pace=0)

    asyncio.run(day())
    said = [record.getMessage() for record in caplog.records if record.name.startswith("live.")]
    assert sorted(said) == [
        f"A delegate went home: {name} was sent away: not here." for name in ("Aileen", "Callum", "Shona")
    ]
