"""The bench measures what it says: with a handful of phones its parts find every vote, on the disk and on the screen."""

from __future__ import annotations

import asyncio
import re

import msgspec
import pytest

from bench import (
    attacks,
    casting,
    coming_back,
    deliveries,
    pages,
    readme,
    same_work,
    timetable,
    vote_to_screen,
    votes_a_second,
    wall,
)
from bench.__main__ import Results, as_json, main
from bench.building import NoCompiler, built
from bench.full_hall import until_shown
from bench.phones import Answered, Counts, Said, some_phones
from bench.serving import serving
from bench.sockets import Lost
from bench.table import Claim, Spread, Table, Told, in_words, percentile, reached
from bench.vote_to_screen import Rate, Size
from live.conference.polls.kinds import KINDS


def numbers(row: tuple[Told, ...]) -> list[float]:
    return [cell for cell in row if isinstance(cell, int | float)]


@pytest.fixture(scope="session")
def compiler() -> None:
    """The phones are built with the machine's compiler."""
    try:
        built("phones")
    except NoCompiler as problem:
        pytest.skip(str(problem))


@pytest.mark.usefixtures("compiler")
def test_deliveries_are_measured_beside_the_limit_and_whatever_is_installed() -> None:
    table = asyncio.run(deliveries.measure(phones=8, sizes=(250,)))
    names = [
        way.name if deliveries.is_there(way) else f"{way.name}: {deliveries.NOT_INSTALLED}" for way in deliveries.WAYS
    ]
    assert [row[0] for row in table.rows] == names
    assert all(row[1] for row in table.rows if not str(row[0]).endswith(deliveries.NOT_INSTALLED))
    assert all(claim.figure.median > 0 for claim in table.claims if claim.unit != "KB")


@pytest.mark.usefixtures("compiler")
def test_phones_that_do_not_read_hear_nothing_until_they_do() -> None:
    async def heard() -> tuple[Counts, Counts]:
        async with some_phones() as phones, serving("bench.our_wire") as server:
            await phones.open(0, server.url, 6, hello=same_work.HELLO)
            await phones.reset(0)
            await phones.stall(0, 2)
            await phones.rounds(0, 3, b"250")
            asleep = await phones.counts(0)
            await phones.stall(0, 0)
            await phones.rounds(0, 2, b"250")  # in the first, two phones hear what they have missed
            awake = await phones.counts(0)
        return asleep, awake

    asleep, awake = asyncio.run(heard())
    assert (asleep.most, asleep.least) == (3, 0)
    assert awake.least > 3
    assert awake.there == 6


def test_a_ratio_bears_the_spread_of_what_it_is_made_of() -> None:
    ours, theirs = Spread.of([2.0, 1.0, 4.0]), Spread.of([8.0, 10.0])
    better = theirs.over(ours)
    assert better == Spread(4.5, 2.0, 10.0)
    claims = [Claim("better", better, least=4.0), Claim("kept", ours, "KB", most=1.5)]
    assert in_words(better) == "4.5 (2–10)"
    assert reached(claims).rows == (
        ("better", "≥ 4", better, "reached"),
        ("kept", "≤ 1.5 KB", ours, "NOT reached"),
    )


@pytest.mark.usefixtures("compiler")
def test_votes_are_counted_on_the_disk_and_beside_it() -> None:
    table = asyncio.run(votes_a_second.measure(phones=3, each=5, times=2, one_by_one=4))
    names = [str(row[0]) for row in table.rows]
    assert names[:2] == ["live serve", "– with its journal in memory"]
    assert len(names) == 7
    assert all(claim.figure.low > 0 for claim in table.claims)


@pytest.mark.usefixtures("compiler")
def test_every_vote_is_seen_on_the_screen_and_on_every_phone() -> None:
    rate = Rate(votes=4, a_second=50, times=2)
    table = asyncio.run(vote_to_screen.measure([Size(5, within_a_second=rate, steady=Rate(3, 100, 1))]))
    assert [row[0] for row in table.rows] == ["5 phones, 4 votes, 50 a second", "5 phones, 3 votes, 100 a second"]
    assert all(claim.figure.median > 0 for claim in table.claims if not claim.what.startswith("frames"))


def test_every_page_of_a_full_day_is_timed() -> None:
    table = asyncio.run(pages.measure(timed=1, labels=30, least_ms=0))
    timed = {str(row[0]) for row in table.rows}
    assert {"/", "/join", "/wall", "/board/1", "/my-day.ics", "/screen", "/chair/plan", "/facilitator/labels"} <= timed
    assert len(table.rows) > 80
    assert all(claim.figure.low > 0 for claim in table.claims)


@pytest.mark.usefixtures("compiler")
def test_a_hall_comes_back_after_its_server_was_killed() -> None:
    table = asyncio.run(coming_back.measure(count=6, settling=0.2, idle_seconds=0.2, times=2, others=1))
    assert [row[0] for row in table.rows] == ["live serve", "uvicorn + Starlette"]
    assert table.claims[0].figure.median > 0


def test_casting_is_measured_for_every_kind_of_question_and_way_to_keep_votes() -> None:
    table = asyncio.run(casting.measure(few=3, many=40, timed=12))
    kept = [f"one_choice, {how}" for how in ("running result", "badges", "sealed")]
    assert [row[0] for row in table.rows] == [*KINDS, *kept]
    assert all(number > 0 for row in table.rows for number in numbers(row))


def test_what_a_hall_notices_of_an_attack_is_measured_beside_what_it_notices_of_none() -> None:
    table = asyncio.run(attacks.measure(phones=3, seconds=0.5, names=("huge_header",)))
    [(name, refused, *noticed)] = table.rows
    assert name == "huge header"
    assert re.fullmatch(r"1009 × \d+", str(refused))
    assert all(isinstance(one, float) and one >= 0 for one in noticed)
    assert [claim.most for claim in table.claims] == [20.0, 2.0, 500.0]


def test_a_wall_is_looked_at_on_a_phone() -> None:
    table = asyncio.run(wall.measure(labels=5))
    figures = {str(row[0]): row[1] for row in table.rows}
    assert figures.pop("longest task while it loads: ms") >= 0  # type: ignore[operator]  # a number
    assert len(figures) == 7
    assert all(isinstance(figure, int | float) and figure > 0 for figure in figures.values())


def test_suggested_timetables_are_measured_beside_chance_and_greed() -> None:
    table = asyncio.run(timetable.measure((timetable.Size(8, 2, 4, 20),), seconds=0.2, solver=False))
    suggested, by_chance, greedy = table.rows
    assert suggested[:2] == ("8 topics, 8 cells, 20 people: suggested", 1.0)
    of_chance, of_greed = (numbers(row)[0] for row in (by_chance, greedy))
    assert of_chance > of_greed >= 1.0


def test_a_vote_is_on_the_screen_with_the_first_frame_that_counts_it() -> None:
    each = [Answered(1.0, 1.5, 1, True), Answered(2.0, 2.5, 3, True), Answered(3.0, 3.5, 2, True)]
    said = Said(2.5, 0, "", each)
    assert until_shown(said, [(2.0, 1), (4.0, 2), (5.0, 2), (9.0, 3)]) == [1000.0, 1000.0, 7000.0]
    with pytest.raises(Lost, match="3 votes were taken, and 2 were shown"):
        until_shown(said, [(2.0, 1), (4.0, 2), (0.0, 3)])


def test_a_table_is_markdown_and_json() -> None:
    table = Table("Speed", ("what", "a second"), (("live serve", 8123.4), ("another", 0.1234)))
    assert table.markdown().splitlines() == [
        "**Speed**",
        "",
        "| what       | a second |",
        "|------------|---------:|",
        "| live serve |    8,120 |",
        "| another    |    0.123 |",
    ]
    assert msgspec.json.decode(as_json("two cores", {"speed": table}))["tables"]["speed"]["rows"][0][1] == 8123.4
    assert [in_words(cell) for cell in (1.0, 12, 0.98765, 123456)] == ["1", "12", "0.988", "123,000"]
    assert [percentile([3.0, 1.0, 2.0], share) for share in (0.0, 0.5, 0.99)] == [1.0, 2.0, 3.0]


def test_the_readme_has_a_place_for_a_run_and_tells_it_again_the_same_way() -> None:
    words = readme.README.read_text()
    run = Results("two cores.", {"reached": reached([Claim("better", Spread.of([5.0]), least=4.0)])})
    once = readme.told(words, run)
    assert "One run: two cores." in once
    assert "| better | " in once
    assert readme.told(once, run) == once
    with pytest.raises(ValueError, match="There is no"):
        readme.told("# No marks", run)


def test_a_figure_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert asyncio.run(main(["votes", "speed"])) == 2
    assert "no figure speed" in capsys.readouterr().out
