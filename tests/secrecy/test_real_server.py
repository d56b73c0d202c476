"""The same attacker at a real server: a process of its own, phones over HTTP and sockets, its data folder and its log."""

from __future__ import annotations

import asyncio
import math
import secrets
from pathlib import Path
from random import Random

from live.conference.badges import code_of, list_number_of
from live.conference.people import hash_of_key
from live.crowd import Done
from live.web.keys import Keys
from tests.running import House, Someone, by_link, house, joined
from tests.secrecy.attacker import Answer, Loot, Person, attack

PEOPLE, ACCOMPLICES, OPTIONS = 60, 10, 5
STORY_SECONDS = 120
PLAN = """
title = "A day with badges"
[[item]]
kind = "poll"
title = "What now?"
[item.question]
kind = "one_choice"
options = ["A", "B", "C", "D", "E"]
"""


async def done(who: Someone, what: str, **fields: str) -> None:
    answer = await who.wants(what, **fields)
    assert isinstance(answer, Done), answer


def files(here: House) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in here.data.iterdir() if path.is_file()}


async def day(here: House, dice: Random) -> tuple[Loot, Loot, dict[int, Answer]]:
    """Sixty people with badges vote and are counted: what the attacker has before the count and afterwards, and the truth."""
    links = await here.desk("new", title="", plan=PLAN)
    chair = await by_link(here, links, "chair")
    await done(chair, "choose_door", door="secret")
    await done(chair, "make_badges", many="80")
    await done(chair, "show_item", item="1")
    await done(chair, "open_poll", poll="1", round="1")
    key = Keys(here.data).for_badges(links.code)
    badges = dice.sample(range(1, 61), PEOPLE)
    people = [await joined(here, links.code, f"Person {number:02}") for number in range(PEOPLE)]
    truth: dict[int, Answer] = dict(
        enumerate(
            [
                *dice.sample([*range(OPTIONS)] * 2, ACCOMPLICES),
                *dice.sample([*range(OPTIONS)] * 10, PEOPLE - ACCOMPLICES),
            ]
        )
    )
    known: list[Person] = [Person((), 0, 0, 0, ())] * PEOPLE
    moments = {}
    for place, number in enumerate(dice.sample(range(PEOPLE), PEOPLE)):
        who, badge = people[number], badges[number]
        await done(who, "use_badge", badge=code_of(key, badge))
        request = secrets.token_urlsafe(18)
        fields = {"poll": "1", "round": "1", "vote": "ABCDE"[int(truth[number])]}
        assert isinstance(await who.wants_as(request, "cast_vote", **fields), Done)
        names = (hash_of_key(who.secret), who.name, f"badge/{badge}", list_number_of(key, badge))
        known[number] = Person(names, number, place, 0, (request,))
        if place % 20 == 19:
            moments[f"after {place}"] = files(here)
    during = Loot(known, list(range(OPTIONS)), dict(moments), list(here.log))
    await done(chair, "close_poll", poll="1", round="1")
    await done(chair, "show_result", poll="1", round="1")
    for who in people:
        await who.leave()
    await chair.sees("60")
    async with here.browser(chair.browser.cookies) as browser:
        while "counted" not in (told := (await browser.get(f"/{links.code}/report.json")).text):
            pass
        told += (await browser.get(f"/{links.code}/report.csv")).text
    await chair.leave()
    await here.stop()
    after = Loot(known, list(range(OPTIONS)), {**moments, "stopped": files(here)}, ["\n".join(here.log), told])
    return during, after, truth


def test_at_a_real_server_sealed_votes_cannot_be_linked(tmp_path: Path) -> None:
    """Nor does a key of any kind lie about. One day only, and thrown by real chance: so within four standard deviations."""

    async def story() -> tuple[Loot, Loot, dict[int, Answer]]:
        async with asyncio.timeout(STORY_SECONDS), house(tmp_path / "data", "--log-level", "info") as here:
            return await day(here, Random(7))

    during, after, truth = asyncio.run(story())
    assert len(during.sealed) == PEOPLE  # it sees who has an envelope in the box
    assert len({len(envelope) for envelope in during.sealed.values()}) == 1
    assert list((tmp_path / "keys").iterdir()) == []
    assert sorted(after.counted) == sorted(truth.values())
    told = {number: truth[number] for number in range(ACCOMPLICES)}
    victims = PEOPLE - ACCOMPLICES
    for loot in (during, after):
        assert loot.private_keys == []
        assert not any(not vote.is_sealed for vote in loot.votes)
        method, [guesses] = attack([loot], [told])
        right = sum(truth[number] == guess for number, guess in guesses.items())
        assert abs(right - victims / OPTIONS) <= 4 * math.sqrt(victims / OPTIONS * (1 - 1 / OPTIONS)), (method, right)
    assert not any(b"SealedVoteCast" in content for content in after.files["stopped"].values())
