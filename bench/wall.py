"""A wall of hundreds of labels on a slow phone: how heavy the page is, whether it scrolls, and what one label more comes to.

Chromium is made six times slower, as an old phone is. What one label costs stands beside what the whole list would cost if it
were told anew: the ratio is what pieces are for, and does not depend on how quick the machine is.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import secrets
import shutil
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.hall import Hall
from bench.serving import Serving, live_serve, serving
from bench.sockets import Lost
from bench.table import Table, percentile

LABELS = 600
WRITERS = 40
SLOWER = 6
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
WORDS = (
    "we",
    "ask",
    "the",
    "bus",
    "for a ramp",
    "when",
    "nobody",
    "rings back",
    "about",
    "respite",
    "at home",
    "and who pays",
)

NOTE_TASKS = """window.tasks = [];
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) tasks.push(duration); })
    .observe({ type: "longtask", buffered: true });"""

# As a thumb that is in a hurry: sixty points a frame, for up to two hundred frames.
SCROLL = """async () => {
  const gaps = [];
  let last = performance.now();
  const end = Math.min(document.documentElement.scrollHeight - innerHeight, 12_000);
  for (let y = 0; y <= end; y += 60) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  scrollTo(0, 0);
  return gaps;
}"""

# One label put on top, and the list told anew with one label more, each with the layout that comes of it. Milliseconds.
TELL = """async () => {
  const { applyAll } = await import(document.querySelector("script[src$='/live.js']").src);
  const list = document.getElementById("wall-list");
  const timed = (ops) => {
    const began = performance.now();
    applyAll(ops);
    list.offsetHeight;
    return performance.now() - began;
  };
  const fresh = (number) => list.lastElementChild.outerHTML.replaceAll(/(label-|")\\d+(?=["\\-.])/g, `$1${9_000 + number}`);
  const one = [], whole = [];
  for (let number = 0; number < 5; number += 1) {
    one.push(timed([["add", "wall-list", "", fresh(2 * number)]]));
    whole.push(timed([["fill", "wall-list", fresh(2 * number + 1) + list.innerHTML]]));
  }
  return [one, whole];
}"""


async def measure(labels: int = LABELS) -> Table:
    """With so many labels on the wall. Needs the Chromium of the browser tests."""
    with TemporaryDirectory(prefix="live-bench-") as folder:
        async with serving(*live_serve(Path(folder))) as server:
            hall = Hall(server, 1)
            await hall.make()
            try:
                day = f"{server.url}/{hall.code}"
                writers = [await _joined(server, day) for _ in range(min(WRITERS, labels))]
                await _hang(writers, labels)
                page = (await writers[0].get("/wall")).content
                rows: list[tuple[str, int | float]] = [("the page with gzip: bytes", len(gzip.compress(page)))]
                rows += await asyncio.to_thread(_looked_at, day)
                for writer in writers:
                    await writer.aclose()
            finally:
                await hall.close()
    return Table(f"A wall of {labels:,} labels, on a phone {SLOWER} times slower", ("what", "figure"), tuple(rows))


async def _joined(server: Serving, day: str) -> httpx2.AsyncClient:
    client = httpx2.AsyncClient(base_url=day, headers={"origin": server.url})
    await client.get("/join")
    await _asked(client, "join", name="")
    return client


async def _hang(writers: list[httpx2.AsyncClient], labels: int) -> None:
    dice = Random(1)
    for number in range(labels):
        text = " ".join([str(number), *dice.choices(WORDS, k=dice.randint(5, 16))])
        signed = "Moira, table 6" if number % 2 else ""
        kind = "ask" if number % 3 else "contribute"
        await _asked(writers[number % len(writers)], "post_label", kind=kind, text=text, signed=signed)


async def _asked(client: httpx2.AsyncClient, name: str, /, **fields: str) -> None:
    answer = await client.post(f"/do/{name}", data={"id": secrets.token_urlsafe(18), **fields})
    if answer.status_code != 303:
        raise Lost(f"{name} was answered with {answer.status_code}.")


def _looked_at(day: str) -> list[tuple[str, int | float]]:
    """What a phone has to do with this wall."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise Lost("There is no Chromium here.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(**PHONE).new_page()
        page.goto(f"{day}/join")
        page.get_by_role("button", name="Take part").click()
        page.wait_for_url(re.compile(r"/\d{6}$"))
        tools = page.context.new_cdp_session(page)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(NOTE_TASKS)
        page.goto(f"{day}/wall")
        page.locator(".connection[data-state=live]").first.wait_for()
        loading = page.evaluate("tasks.splice(0)")
        gaps = page.evaluate(SCROLL)
        received = _one_more(page, tools, day)
        one, whole = page.evaluate(TELL)
        browser.close()
    return [
        ("longest task while it loads: ms", max(loading, default=0)),
        ("from frame to frame while scrolling, median: ms", percentile(gaps, 0.5)),
        ("95 of 100: ms", percentile(gaps, 0.95)),
        ("one label more: bytes received", received),
        ("one label more: ms", percentile(one, 0.5)),
        ("the whole list anew: ms", percentile(whole, 0.5)),
        ("ratio", percentile(whole, 0.5) / percentile(one, 0.5)),
    ]


def _one_more(page: Page, tools: CDPSession, day: str) -> int:
    """Somebody else hangs a label: how much comes over this phone's socket until it knows."""
    frames: list[str] = []
    tools.on("Network.webSocketFrameReceived", lambda frame: frames.append(frame["response"]["payloadData"]))
    tools.send("Network.enable")
    with httpx2.Client(base_url=day, headers={"origin": day.rpartition("/")[0]}) as other:
        other.get("/join")
        for name, fields in (
            ("join", {"name": ""}),
            ("post_label", {"kind": "ask", "text": "Is there room for one more?"}),
        ):
            other.post(f"/do/{name}", data={"id": secrets.token_urlsafe(18), **fields})
    page.locator("#wall-list-new").wait_for()
    return sum(len(frame.encode()) for frame in frames)
