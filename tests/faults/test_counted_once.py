"""What goes wrong between a phone and the server: sent twice, sent late, sent back and forth, sent through the wrong door."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2

from live.crowd import Done, Page, Refused
from tests.faults.plain_socket import asks, asks_and_does_not_hear, hello, socket_of
from tests.running import SEE_SECONDS, House, Links, Someone, by_link, house, joined
from tests.stories.hall import PLAN_TEXT, Hall, all_of

STORY_SECONDS = 60
WORDS = {"A": "Yes, a lot", "B": "Yes, a little", "C": "Not yet", "D": "I’m not sure"}


class Vote:
    """One open question with one choice, and the chair who runs it."""

    def __init__(self, here: House, links: Links, chair: Someone, poll: int) -> None:
        self.here, self.links, self.chair, self.poll = here, links, chair, poll

    async def open(self, number: int) -> None:
        assert isinstance(await self.chair.wants("open_poll", poll=str(self.poll), round=str(number)), Done)

    async def close(self, number: int) -> None:
        assert isinstance(await self.chair.wants("close_poll", poll=str(self.poll), round=str(number)), Done)

    async def counts(self, number: int) -> list[int]:
        """Close it, show the result, and read it in the chair's report."""
        await self.close(number)
        assert isinstance(
            await self.chair.wants("show_result", poll=str(self.poll), round=str(number), confirm="yes"), Done
        )
        async with self.here.browser(self.chair.browser.cookies) as browser, asyncio.timeout(SEE_SECONDS):
            while True:  # votes on their way are let in first
                report = (await browser.get(f"/{self.links.code}/report.json")).json()
                [result] = [one["result"] for one in report["questions"][0]["rounds"] if one["number"] == number]
                if result is not None:
                    return [bar["votes"] for bar in result["options"]]

    async def browser(self, name: str) -> Browser:
        """Somebody who has joined with a browser that runs no scripts."""
        person = Browser(self, self.here.browser(follow=True))
        await person.client.get(f"/{self.links.code}")
        answer = await person.post("join", name=name)
        assert answer.status_code == 200
        return person


class Browser:
    """A browser without scripts in the hall."""

    def __init__(self, vote: Vote, client: httpx2.AsyncClient) -> None:
        self.vote, self.client = vote, client
        self.code = vote.links.code

    async def page(self, path: str = "") -> Page:
        return Page((await self.client.get(f"/{self.code}/{path}".rstrip("/"))).text)

    async def post(self, what: str, /, **fields: str | list[str]) -> httpx2.Response:
        return await self.client.post(f"/{self.code}/do/{what}", data={"id": secrets.token_urlsafe(16), **fields})

    async def ballot(self) -> dict[str, str | list[str]]:
        [form] = (await self.page()).ballots()
        return {**form.fields}


def with_a_vote(story: Callable[[Vote], Awaitable[None]], data: Path) -> None:
    """Run a story in which the question about change is on the screen and open."""

    async def run() -> None:
        async with asyncio.timeout(STORY_SECONDS), house(data) as here:
            links = await here.desk("new", title="", plan=PLAN_TEXT)
            hall = Hall(here, links)
            poll = hall.poll("changed the way")
            [item] = [each.id for each in hall.day.agenda.items if each.poll == poll]
            async with await by_link(here, links, "chair") as chair:
                assert isinstance(await chair.wants("show_item", item=str(item)), Done)
                vote = Vote(here, links, chair, poll)
                await vote.open(1)
                await story(vote)
            await here.stop()

    asyncio.run(run())


def test_the_same_plain_form_sent_twice_counts_once(data_folder: Path) -> None:
    """Browsers send a POST again by themselves when a connection breaks."""

    async def story(vote: Vote) -> None:
        person = await vote.browser("Ann")
        form = await person.ballot()
        answers = await asyncio.gather(*(person.post("cast_vote", **form, vote="B") for _ in range(3)))
        label = {"id": secrets.token_urlsafe(16), "page": "wall", "kind": "ask", "text": "Who pays the bus?"}
        answers += await asyncio.gather(*(person.post("post_label", **label) for _ in range(3)))
        answers += [await person.post("post_label", **label)]
        assert {answer.status_code for answer in answers} == {200}
        assert (await person.page("wall")).words.count("Who pays the bus?") == 2  # on the wall, and among her own
        assert await vote.counts(1) == [0, 1, 0, 0]
        await person.client.aclose()

    with_a_vote(story, data_folder)


def test_a_person_who_goes_back_and_changes_the_answer_is_heard_each_time(data_folder: Path) -> None:
    """The old page still holds the same id; A, B and A again from it is A."""

    async def story(vote: Vote) -> None:
        for name, answers in (("Ann", "AB"), ("Ben", "ABA")):
            person = await vote.browser(name)
            form = await person.ballot()
            for answer in answers:
                assert (await person.post("cast_vote", **form, vote=answer)).status_code == 200
                [chosen] = [node.words for node in (await person.page()).all_with("data-receipt")]
                assert chosen == {"A": "Yes, a lot", "B": "Yes, a little"}[answer]
            await person.client.aclose()
        assert await vote.counts(1) == [1, 1, 0, 0]

    with_a_vote(story, data_folder)


def test_a_late_vote_never_counts_for_what_is_asked_next(data_folder: Path) -> None:
    """A form of the first round, sent when it is counted, and when the second is open; by form and by socket."""

    async def story(vote: Vote) -> None:
        person, phone = await vote.browser("Ann"), await joined(vote.here, vote.links.code, "Ben")
        old = await person.ballot()

        async def both_are_refused() -> None:
            answer = await person.post("cast_vote", **old, vote="C")
            assert answer.status_code == 422
            assert "Voting on this question has closed. This answer was not counted." in Page(answer.text).words
            late = await phone.wants("cast_vote", poll=str(vote.poll), round="1", vote="C")
            assert isinstance(late, Refused)

        assert await vote.counts(1) == [0, 0, 0, 0]
        await both_are_refused()
        await vote.open(2)
        await both_are_refused()
        assert await vote.counts(2) == [0, 0, 0, 0]
        await phone.leave()
        await person.client.aclose()

    with_a_vote(story, data_folder)


def test_an_answer_that_was_lost_on_the_way_is_given_again(data_folder: Path) -> None:
    """It is on the disk, but its sender never heard so, and the server dies. Sent again it is done, and not twice."""

    async def story(vote: Vote) -> None:
        async with await joined(vote.here, vote.links.code, "Ann") as ann:
            async with socket_of(ann) as socket:
                await hello(socket, "programme")
                await asks_and_does_not_hear(socket, "post_label", kind="ask", text="Who pays?")
                await asks_and_does_not_hear(socket, "cast_vote", poll=str(vote.poll), round="1", vote="B")
                await ann.sees("1 of 1 people has voted")
                await vote.here.kill()
            await vote.here.begin()
            async with socket_of(ann) as socket:
                await hello(socket, "programme")
                label = await asks(socket, "post_label", kind="ask", text="Who pays?")
                voted = await asks(socket, "cast_vote", poll=str(vote.poll), round="1", vote="B")
                assert label["t"] == voted["t"] == "done"
                assert label["at"] < voted["at"]
                assert len(label["mine"]["labels"]) == 1
        assert await vote.counts(1) == [0, 1, 0, 0]

    with_a_vote(story, data_folder)


def test_nobody_can_speak_for_somebody_else(data_folder: Path) -> None:
    """Without a cookie, with a made-up one, with one of another role, or from another site: refused, and nothing happens."""

    async def story(vote: Vote) -> None:
        code, here = vote.links.code, vote.here
        async with await joined(here, code, "Ann") as ann, await joined(here, code, "Ben") as ben:
            done = await ann.wants("post_label", kind="ask", text="Is this mine?", signed="")
            assert isinstance(done, Done)
            label = str(done.mine["labels"][0])
            topic = await ann.wants("propose_topic", title="Trust", why="", host="Ann", needs="")
            assert isinstance(topic, Done)
            proposed = str(topic.mine["proposed"][0])
            for name, fields in (("take_back_label", {"label": label}), ("withdraw_topic", {"topic": proposed})):
                assert isinstance(await ben.wants(name, **fields), Refused)
            for name, fields in (
                ("hold_label", {"label": label, "reason": "No."}),
                ("place_topic", {"topic": proposed, "to": "first/pentland"}),
                ("close_poll", {"poll": str(vote.poll), "round": "1"}),
                ("take_plan", {"plan": "title = 'Mine'"}),
            ):
                answer = await ben.wants(name, **fields)
                assert isinstance(answer, Refused)
                assert "Only the chair can do this" in answer.say or "Only a facilitator can do this" in answer.say

            secret, key = f"live-{code}-voice", f"live-{code}-chair"
            closes = {"id": secrets.token_urlsafe(16), "poll": str(vote.poll), "round": "1"}
            votes = {**closes, "vote": "A"}
            strangers: list[dict[str, str]] = [
                {},
                {secret: "short"},
                {secret: secrets.token_urlsafe(16)},
                {key: ann.secret},
            ]
            for cookies in strangers:
                async with here.browser(cookies) as stranger:
                    for name, form in (
                        ("close_poll", closes),
                        ("cast_vote", votes),
                        ("hold_label", {**closes, "label": label}),
                    ):
                        said = await stranger.post(f"/{code}/do/{name}", data=form)
                        assert said.status_code == 422
                    for page in (
                        "chair",
                        "chair/plan",
                        "chair/day.toml",
                        "facilitator",
                        "report",
                        "report.json",
                        "report.csv",
                    ):
                        assert (await stranger.get(f"/{code}/{page}")).status_code == 403
                    said = await stranger.get(f"/{code}/frames", params={"view": "chair", "seen": ""})
                    assert (said.status_code, said.json()["t"]) == (403, "bye")
            async with here.browser(vote.chair.browser.cookies) as elsewhere:
                for name in ("close_poll", "show_result"):
                    said = await elsewhere.post(
                        f"/{code}/do/{name}", data=closes, headers={"origin": "https://elsewhere.example"}
                    )
                    assert said.status_code == 403
            assert (await ann.read("wall")).words.count("Is this mine?") == 2
            assert (await ann.read()).ballots()
        assert await vote.counts(1) == [0, 0, 0, 0]

    with_a_vote(story, data_folder)


def test_a_whole_vote_goes_through_the_door_without_sockets(data_folder: Path) -> None:
    """Where sockets are blocked, the script reads frames and posts forms; it is told the same, and counts the same."""

    async def story(vote: Vote) -> None:
        people = [await vote.browser(f"Guest {number}") for number in range(5)]

        async def votes(place: int, person: Browser) -> None:
            _, page = await frames(person, "")
            [form] = page.ballots()
            ask = {**form.fields, "id": secrets.token_urlsafe(18), "vote": "ABBCD"[place]}
            answers = [
                await person.client.post(f"/{person.code}/do/cast_vote", data=ask, headers=AS_JSON) for _ in "12"
            ]
            first, again = [answer.json() for answer in answers]
            assert first["t"] == again["t"] == "done"
            assert first["id"] == ask["id"]
            assert first["at"] == again["at"], "the same id again is the same answer"
            assert first["mine"]["votes"] == {
                form.vote: {"fields": {"vote": ["ABBCD"[place]]}, "words": WORDS["ABBCD"[place]]}
            }
            refused = await person.client.post(
                f"/{person.code}/do/cast_vote",
                data={**ask, "id": secrets.token_urlsafe(18), "vote": "Z"},
                headers=AS_JSON,
            )
            assert refused.json()["t"] == "refused"
            assert refused.json()["field"] == "vote"

        await all_of([votes(place, person) for place, person in enumerate(people)])
        seen, _ = await frames(people[0], "")
        assert (await vote.counts(1)) == [1, 2, 1, 1]
        _, page = await frames(people[0], seen)
        assert "5 of 5 people answered" in page.words
        for person in people:
            await person.client.aclose()

    with_a_vote(story, data_folder)


AS_JSON = {"accept": "application/json"}


async def frames(person: Browser, seen: str) -> tuple[str, Page]:
    """What is new on the page "now" for who has seen `seen`: the newest stamp, and the page it makes."""
    answer = await person.client.get(f"/{person.code}/frames", params={"view": "now", "seen": seen})
    assert answer.status_code == 200
    heard: dict[str, Any] = answer.json()
    assert heard["welcome"]["mine"]["voice"]
    page = Page('<div id="now-main"></div><div id="now-more"></div>') if not seen else await person.page()
    for frame in heard["frames"]:
        for op in frame["ops"]:
            page.apply(op)
    return (heard["frames"][-1]["seen"] if heard["frames"] else seen), page
