"""Firefox as it is installed, over WebDriver BiDi, which it speaks by itself: no driver beside it.

Each person has a user context, with cookies and storage of their own, in a window of their own: a tab behind another one
would be a page that nobody looks at. `private` is a Firefox that is always in private windows.
"""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

from tests.other_browsers.page import LOAD_SECONDS, PATIENCE, Actions, Gone, Page, asking, given

NAMES = ("firefox-esr", "firefox")
MISSING = "Firefox is not installed (on Debian: apt install firefox-esr)."
PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "ui.useOverlayScrollbars": 1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
GOING = ("no such frame", "unknown error", "no such node")


def missing() -> str:
    """What has to be installed first, in a sentence; empty if all is there."""
    return "" if any(map(shutil.which, NAMES)) else MISSING


class Firefox:
    name = "firefox"

    def __init__(self, folder: Path, *, private: bool = False) -> None:
        self._folder = folder
        self._private = private
        self._numbers = itertools.count(1)
        self._pages: dict[str, FirefoxPage] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        preferences = {**PREFERENCES, "browser.privatebrowsing.autostart": self._private}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (self._folder / "user.js").write_text("\n".join(lines))
        found = next(filter(None, map(shutil.which, NAMES)))
        words = (found, "--headless", "--no-remote", "--profile", str(self._folder), "--remote-debugging-port", "0")
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if heard := re.search(r"BiDi listening on (ws://\S+)", line):
                break
        else:
            raise AssertionError("Firefox did not start.")
        self._talk: ClientConnection = connect(f"{heard[1]}/session", max_size=None).__enter__()
        self.call("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": {"default": "accept"}}})
        self.call("session.subscribe", events=["log.entryAdded"])
        return self

    def __exit__(self, *problem: object) -> None:
        try:
            self.call("browser.close")
            self._talk.close()
            self._process.communicate(timeout=PATIENCE)
        finally:
            self._process.kill()  # does nothing to one that has ended

    def page(self, who: str, width: int, height: int) -> FirefoxPage:
        user = self.call("browser.createUserContext")["userContext"]
        context = self.call("browsingContext.create", type="window", userContext=user)["context"]
        self.call("browsingContext.setViewport", context=context, viewport={"width": width, "height": height})
        made = self._pages[context] = FirefoxPage(self, context, who, width, height)
        return made

    def call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        self._talk.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self._talk.recv(timeout=LOAD_SECONDS))
            if heard.get("method") == "log.entryAdded":
                self._complained(heard["params"])
            elif heard.get("id") == number:
                if heard["type"] == "success":
                    return heard["result"]
                if heard["error"] in GOING:
                    raise Gone(heard["message"])
                raise AssertionError(f"{method}: {heard['error']}: {heard['message']}")

    def _complained(self, entry: dict[str, Any]) -> None:
        page = self._pages.get(entry["source"].get("context", ""))
        if page is not None and entry["level"] in ("error", "warn"):
            page.complaints.append(f"{entry['level']}: {entry['text']}")


class FirefoxPage(Page):
    def __init__(self, browser: Firefox, context: str, who: str, width: int, height: int) -> None:
        super().__init__(who, width, height)
        self._browser, self._context = browser, context

    def _ask(self, method: str, **parameters: Any) -> Any:
        return self._browser.call(method, context=self._context, **parameters)

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        self._ask("browsingContext.reload", wait="complete")

    def back(self) -> None:
        self._ask("browsingContext.traverseHistory", delta=-1)

    def close(self) -> None:
        self._ask("browsingContext.close")

    def run(self, function: str, *arguments: Any) -> Any:
        answer = self._browser.call(
            "script.callFunction",
            functionDeclaration=asking(function),
            arguments=[{"type": "string", "value": given(arguments)}],
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise AssertionError(f"{self.who}: {answer['exceptionDetails']['text']} in {function}")
        return json.loads(answer["result"]["value"])

    def act(self, actions: Actions) -> None:
        self._ask("input.performActions", actions=actions)

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("browsingContext.captureScreenshot")["data"])
