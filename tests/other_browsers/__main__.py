"""`python -m tests.other_browsers [firefox] [webkit] [--wire own|asgi]`: a conference day in browsers that are not Chromium.

Not a part of `make test`, since these browsers need not be installed: what is missing is said in a sentence, and is a failure.
Pictures of all pages, and of a story that fails, are left in `shots/other_browsers/`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from time import monotonic

import httpx2
from websockets.exceptions import WebSocketException

from tests.other_browsers import day, firefox, looks, voting, webkit, wire
from tests.other_browsers.firefox import Firefox
from tests.other_browsers.hall import Browser, Hall, House, serving
from tests.other_browsers.webkit import WebKit
from tests.running import REPOSITORY

PICTURES = REPOSITORY / "shots" / "other_browsers"
BROWSERS: dict[str, tuple[Callable[[Path], AbstractContextManager[Browser]], Callable[[], str]]] = {
    "firefox": (Firefox, firefox.missing),
    "webkit": (WebKit, webkit.missing),
}
WIRES = ("own", "asgi")
IS_SAFARI = {"firefox": False, "webkit": True}  # by what it calls itself

Story = Callable[[Hall], None]
STORIES: tuple[Story, ...] = (
    day.the_screen_and_a_phone_follow_the_chair,
    day.a_label_that_was_begun_survives_a_reload_and_hangs_on_the_wall,
    day.a_topic_is_proposed_and_stands_on_the_board,
    day.the_back_button_leads_to_a_page_that_lives,
    day.a_link_that_is_revoked_ends_its_page_for_good,
    day.a_vote_is_kept_while_the_server_is_gone_and_counted_once,
    wire.a_server_that_is_stopped_says_so_and_the_page_comes_back,
    wire.nothing_is_said_for_two_minutes_and_nobody_is_given_up,
)


class Telling:
    """Tells stories one after the other, and keeps which went wrong."""

    def __init__(self, browser: Browser, server: House, where: str, only: str) -> None:
        self.browser, self.server, self.where, self.only = browser, server, where, only
        self.failed = 0

    def tell(self, name: str, story: Story, plan: str | None = None) -> None:
        if self.only not in name:
            return
        began = monotonic()
        if not self.server.is_there:
            self.server.start()
        hall = Hall(self.server, self.browser, plan)
        try:
            story(hall)
            complaints = hall.complaints()
            assert complaints == [], complaints
        except (AssertionError, LookupError, OSError, TimeoutError, httpx2.HTTPError, WebSocketException):
            self.failed += 1
            print(f"FAILED {self.where}: {name}", flush=True)
            traceback.print_exc()
            hall.pictures(PICTURES, f"{self.browser.name}-{name.replace(' ', '-')}")
        else:
            notes = "".join(f" ({note})" for note in hall.notes)
            print(f"ok     {self.where}: {name}{notes}, {monotonic() - began:.0f} s", flush=True)
        finally:
            hall.leave()


def told(browser: Browser, folder: Path, which: str, only: str) -> int:
    """Tell all stories over one wire; how many went wrong."""
    failed = 0
    with serving(folder / "day", wire=which, compress="all") as server:
        telling = Telling(browser, server, f"{browser.name}, {which}", only)
        for story in STORIES:
            telling.tell(story.__name__.replace("_", " "), story)
        kinds = voting.a_phone_answers_every_kind_of_question_and_changes_its_mind
        telling.tell(kinds.__name__.replace("_", " "), kinds, voting.plan())
        telling.tell("every page looks as it should", partial(looks.look, folder=PICTURES))
        failed += telling.failed
    for compress, expected in (("all", True), ("not-safari", not IS_SAFARI[browser.name]), ("none", False)):
        with serving(folder / compress, wire=which, compress=compress) as server:
            telling = Telling(browser, server, f"{browser.name}, {which}", only)
            compressed = expected and which == "own"
            story = partial(wire.compression_is_agreed_on_as_set, compressed=compressed)
            telling.tell(f"what is longer than 64 KB arrives, compress = {compress}", story)
            failed += telling.failed
    return failed


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.other_browsers", description=__doc__)
    asked.add_argument("browsers", nargs="*", choices=[*BROWSERS, []], help="all of them if none is named")
    asked.add_argument("--wire", choices=WIRES, help="both if none is named")
    asked.add_argument("--only", default="", help="the stories with these words in their name")
    wanted = asked.parse_args()
    failed = 0
    for name in wanted.browsers or BROWSERS:
        make, missing = BROWSERS[name]
        if sentence := missing():
            print(f"NOT RUN in {name}: {sentence}", file=sys.stderr)
            failed += 1
            continue
        with tempfile.TemporaryDirectory() as folder, make(Path(folder) / "browser") as browser:
            for which in [wanted.wire] if wanted.wire else WIRES:
                failed += told(browser, Path(folder) / which, which, wanted.only)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
