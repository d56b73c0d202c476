"""The demo day: a server of its own with the shipped plan, simulated delegates, and the chair's first moves."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace
from PIL import Image, ImageDraw, ImageFont

from live import crowd, plans
from live.conference import Actor, agenda, harvest, polls
from live.conference.polls.question import Dice, Fields
from live.settings import Settings
from live.web import server
from live.web.live_conference import LiveConference
from live.web.operator import as_json
from live.web.uploads import made_to_hang
from live.web.venue import Venue

log = logging.getLogger("live.demo")

PLAN = "co-production"
CHAIR = Actor("chair")
FACILITATOR = Actor("facilitator")

PAPER, INK, WARM = (250, 244, 230), (20, 40, 36), (255, 205, 60)
DRAWN = (
    "Nine people sit in a circle. The tenth chair is empty. In the middle lies a pen. Above it: “Who holds the pen?”"
)


async def run(
    settings: Settings,
    people: int,
    pace: float,
    ready: Callable[[Venue], None],
    say_links: Callable[[dict[str, Any]], None],
) -> None:
    """Serve a demo day until the server is stopped. Its data go with it, unless a data folder was named."""
    with contextlib.ExitStack() as stack:
        if settings.data == Settings().data:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="live-demo-"))
            settings = replace(settings, data=Path(folder) / "data", keys=Path(folder) / "keys")
        living: list[asyncio.Task[None]] = []

        async def started(venue: Venue, local: str) -> None:
            ready(venue)
            live = await venue.make("", plans.plan_text(PLAN))
            await _begin(live)
            say_links(as_json(venue, live))
            living.append(asyncio.create_task(_live(venue, live, local, people, pace)))

        try:
            await server.run(settings, lambda venue: None, started)
        finally:
            for task in living:
                if task.done() and not task.cancelled() and (problem := task.exception()):
                    log.error("the simulated delegates stopped: %s", problem)
                task.cancel()
            await asyncio.gather(*living, return_exceptions=True)


async def _begin(live: LiveConference) -> None:
    """The day has begun: the first question is on the screen and open, and the first drawing hangs."""
    first = next(item for item in live.conference.agenda.items if item.poll)
    await live.clerk.ask(agenda.show_item, agenda.ItemRequest(first.id), CHAIR)
    await live.clerk.ask(polls.open_poll, polls.RoundRequest(first.poll, 1), CHAIR)
    drawing = harvest.HangGraphic(await made_to_hang(drawn()), DRAWN, "Rosa")
    await live.clerk.ask(harvest.hang_graphic, drawing, FACILITATOR)


def drawn() -> bytes:
    """What the graphic facilitator of the demo drew, as a PNG. Its words are `DRAWN`."""
    sheet = Image.new("RGB", (1600, 900), PAPER)
    pencil = ImageDraw.Draw(sheet)
    letters = ImageFont.load_default(72)
    pencil.text((800, 90), "Who holds the pen?", INK, letters, anchor="mm")
    for seat in range(10):
        turn = math.tau * (seat / 10 + 0.05)
        x, y = 800 + 520 * math.sin(turn), 530 - 280 * math.cos(turn)
        if seat:
            pencil.ellipse((x - 34, y - 62, x + 34, y + 6), fill=WARM, outline=INK, width=7)
            pencil.arc((x - 58, y + 8, x + 58, y + 124), 180, 360, INK, 7)
        else:
            pencil.line(((x - 34, y - 60), (x - 34, y + 70)), INK, 7)
            pencil.line(((x - 34, y + 6), (x + 34, y + 6), (x + 34, y + 70)), INK, 7)
    pencil.line(((640, 590), (900, 480)), WARM, 34)
    pencil.polygon(((900, 462), (912, 496), (962, 456)), INK)
    file = BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


async def _live(venue: Venue, live: LiveConference, local: str, people: int, pace: float) -> None:
    here = local + venue.base
    link = next(role for role in venue.links(live).roles if role.role == "facilitator")
    facilitator = f"{here}/{live.code}/facilitator?{urlsplit(link.url).query}"
    origin = next(iter(venue.address.origins))

    def imagine(poll: int, dice: Dice) -> Fields:
        known = live.conference.polls.by_id.get(poll)
        return known.question.imagine(dice) if known is not None else {}

    demo = crowd.read_demo(plans.demo_text(PLAN))
    await crowd.live_a_day(
        here, live.code, demo, people, pace=pace, origin=origin, facilitator=facilitator, imagine=imagine
    )
