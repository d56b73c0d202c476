"""WebKitGTK, the engine of Safari as Debian has it, over WebDriver: a MiniBrowser and a driver for each person.

A MiniBrowser that is driven keeps nothing when it is closed, as a private window does. It has a tool bar that is wider than a
phone, so it is given a style in which that is as narrow as can be. It needs a display; where there is none, Xvfb makes one.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
from pathlib import Path
from time import monotonic
from typing import Any, Self

import httpx2

from tests.other_browsers.page import LOAD_SECONDS, PATIENCE, Actions, Gone, Page, asking, given

DRIVER = "WebKitWebDriver"
MISSING = "WebKitGTK’s driver is not installed (on Debian: apt install webkit2gtk-driver)."
NO_DISPLAY = "There is no display for WebKitGTK (on Debian: apt install xvfb)."
NARROW = "* { min-width: 0; min-height: 0; margin: 0; padding: 0; font-size: 1px; }"
GOING = ("no such frame", "javascript error", "no such window", "stale element reference", "unknown error")


def missing() -> str:
    """What has to be installed first, in a sentence; empty if all is there."""
    if not shutil.which(DRIVER):
        return MISSING
    return "" if shutil.which("Xvfb") else NO_DISPLAY


class WebKit:
    name = "webkit"

    def __init__(self, folder: Path, *, private: bool = True) -> None:
        self._folder = folder
        self._open: list[WebKitPage] = []

    def __enter__(self) -> Self:
        look = self._folder / "gtk-3.0"
        look.mkdir(parents=True)
        (look / "gtk.css").write_text(NARROW)
        reading, writing = os.pipe()
        words = ("Xvfb", "-displayfd", str(writing), "-screen", "0", "2000x1400x24", "-nolisten", "tcp")
        self._display = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start."
        self.environment = {**os.environ, "DISPLAY": f":{number}", "XDG_CONFIG_HOME": str(self._folder)}
        return self

    def __exit__(self, *problem: object) -> None:
        for page in self._open:
            page.close()
        self._display.terminate()
        self._display.wait(PATIENCE)

    def page(self, who: str, width: int, height: int) -> WebKitPage:
        made = WebKitPage(self.environment, who, width, height)
        self._open.append(made)
        return made


class WebKitPage(Page):
    def __init__(self, environment: dict[str, str], who: str, width: int, height: int) -> None:
        super().__init__(who, width, height)
        port = _free_port()
        self._driver: subprocess.Popen[bytes] | None = subprocess.Popen((DRIVER, f"--port={port}"), env=environment)
        self._http = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=LOAD_SECONDS)
        made = self._begin()
        self._http.base_url = f"{self._http.base_url}/session/{made['sessionId']}"
        self._fit()

    def _begin(self) -> Any:
        """A session, as soon as the driver listens."""
        end = monotonic() + PATIENCE
        while True:
            try:
                return self._ask("POST", "/session", capabilities={})
            except httpx2.ConnectError:
                if monotonic() > end:
                    raise

    def _fit(self) -> None:
        """Make the page, not the window around it, as large as was asked."""
        height = self.height
        for _ in range(2):
            self._ask("POST", "/window/rect", x=0, y=0, width=self.width, height=height)
            inside = self.run("() => [innerWidth, innerHeight]")
            height += self.height - inside[1]
        inside = self.run("() => [innerWidth, innerHeight]")
        assert inside == [self.width, self.height], inside

    def _ask(self, method: str, path: str, **body: Any) -> Any:
        answer = self._http.request(method, path, json=body if method == "POST" else None)
        value = json.loads(answer.content)["value"]
        if answer.status_code == 200:
            return value
        if value["error"] in GOING:
            raise Gone(value["message"])
        raise AssertionError(f"{path}: {value['error']}: {value['message']}")

    def open(self, url: str) -> None:
        self._ask("POST", "/url", url=url)

    def reload(self) -> None:
        self._ask("POST", "/refresh")

    def back(self) -> None:
        self._ask("POST", "/back")

    def close(self) -> None:
        if self._driver is None:
            return
        with contextlib.closing(self._http):
            self._ask("DELETE", "")
        self._driver.terminate()
        self._driver.wait(PATIENCE)
        self._driver = None

    def run(self, function: str, *arguments: Any) -> Any:
        script = f"""const [given, done] = arguments;
          ({asking(function)})(given).then((text) => done({{text}}), (problem) => done({{problem: String(problem)}}));"""
        answer = self._ask("POST", "/execute/async", script=script, args=[given(arguments)])
        if "problem" in answer:
            raise AssertionError(f"{self.who}: {answer['problem']} in {function}")
        return json.loads(answer["text"])

    def act(self, actions: Actions) -> None:
        self._ask("POST", "/actions", actions=actions)

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("GET", "/screenshot"))


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as asking_for_one:
        asking_for_one.bind(("127.0.0.1", 0))
        port: int = asking_for_one.getsockname()[1]
        return port
