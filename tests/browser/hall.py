"""A hall for browser tests: a real server process, conferences on it, and callers who do by plain HTTP what is not under test.

The browser tests use Playwright's synchronous interface, beside which no event loop of ours may run in this thread. So all of
this is plain and blocking. A server is started as people start it (`live serve`), keeps its port when it is killed and started
again, and tells in its log what went wrong.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import httpx2
from websockets.sync.client import connect

from live import plans
from tests.running import environment

INSECURE_NAME = "phone.test"  # the browser finds 127.0.0.1 under it; unlike `localhost`, it is no secure context
PATIENCE = 20.0

# What the shipped plan has, by the chair's numbers.
MESSAGE, WALL, SCALE, CHOICE, WORDS, MARKET, BOARD, TIMER, PAUSE = 2, 3, 4, 5, 6, 7, 8, 9, 10
HARVEST, GRAPHICS, FORMATS, PRIORITY = 11, 12, 13, 14
MONDAY = 15  # a wall with a question of its own: prompt 1
POLLS = {SCALE: 1, CHOICE: 2, WORDS: 3, FORMATS: 4, PRIORITY: 5}


class Server:
    """`live serve` on a folder of its own. With a `name` phones use that; without one, the address of this machine."""

    def __init__(self, folder: Path, name: str = "") -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://{name or '127.0.0.1'}:{self.port}"
        self._named = bool(name)
        self._key = ""
        self._process: subprocess.Popen[str] | None = None
        self._callers: list[httpx2.Client] = []

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.start()
        return self

    def __exit__(self, *problem: object) -> None:
        for caller in self._callers:
            caller.close()
        if self._process is not None:
            self._process.terminate()
            self._gone()
        log = (self.folder / "log").read_text()
        assert "Traceback" not in log, log

    def start(self) -> None:
        """Start it, and wait until it says that it is there."""
        words = ["serve", "--data", "data", "--keys", "keys", "--host", "127.0.0.1", "--port", str(self.port)]
        words += ["--public-url", self.url] if self._named else []
        with (self.folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "live", *words],
                cwd=self.folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := re.search(r"/new\?key=(\S+)", line):
                self._key = found[1]
            if line.startswith("Links of a conference"):
                return
        raise AssertionError(f"The server did not start: {(self.folder / 'log').read_text()}")

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._gone()

    def _gone(self) -> None:
        assert self._process is not None
        self._process.wait(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None

    @property
    def operator_link(self) -> str:
        return f"{self.url}/new?key={self._key}"

    def desk(self, what: str, **asked: str) -> dict[str, Any]:
        """What the command line asks of a running server: new, links, renew, revoke."""
        authorization = {"authorization": f"Bearer {self._key}"}
        answer = self.client().post(f"/operator/{what}", json=asked, headers=authorization)
        assert answer.status_code == 200, answer.text
        made: dict[str, Any] = answer.json()
        assert "problem" not in made, made
        return made

    def client(self, path: str = "") -> httpx2.Client:
        headers = {"origin": self.url, "host": self.url.partition("//")[2]}
        # A line for each request, since one that is kept open may be closed by the server at the moment when it is used again.
        # Browsers then try once more, and this client does not.
        client = httpx2.Client(
            base_url=f"http://127.0.0.1:{self.port}{path}",
            headers=headers,
            timeout=PATIENCE,
            limits=httpx2.Limits(max_keepalive_connections=0),
        )
        self._callers.append(client)
        return client

    def day(self, plan: str | None = None) -> Day:
        """A new conference, with the shipped plan if no other is given."""
        text = plans.plan_text("co-production") if plan is None else plan
        made = self.desk("new", title="", plan=text)
        return Day(self, made["code"], {role["role"]: role["url"] for role in made["roles"]})


class Day:
    """One conference on a server."""

    def __init__(self, server: Server, code: str, links: dict[str, str]) -> None:
        self.server = server
        self.code = code
        self.links = links
        self.join_link = f"{server.url}/{code}"
        self._chair: Caller | None = None

    def url(self, path: str = "") -> str:
        return f"{self.join_link}/{path}" if path else self.join_link

    def role(self, role: str) -> Caller:
        """Somebody with a secret link, who has opened it."""
        caller = Caller(self)
        entered = caller.client.post("/enter", data={"role": role, "key": self.links[role].partition("key=")[2]})
        assert entered.status_code == 303, entered.text
        return caller

    @property
    def chair(self) -> Caller:
        if self._chair is None:
            self._chair = self.role("chair")
        return self._chair

    def joined(self, name: str = "") -> Caller:
        """Somebody with a phone, who has joined."""
        caller = Caller(self)
        assert caller.client.get("/join").status_code == 200
        caller.do("join", name=name)
        return caller

    # what the chair does again and again

    def show(self, item: int) -> None:
        self.chair.do("show_item", item=item)

    def ask(self, item: int, number: int = 1) -> None:
        """Bring a question to the screen and open it."""
        self.show(item)
        self.chair.do("open_poll", poll=POLLS[item], round=number)

    def close(self, item: int, number: int = 1) -> None:
        self.chair.do("close_poll", poll=POLLS[item], round=number)

    def reveal(self, item: int, number: int = 1) -> None:
        """Close a question and show its result, however few voted, and wait until it is counted: votes that are on their way are
        let in first."""
        self.close(item, number)
        self.chair.do("show_result", poll=POLLS[item], round=number, confirm="yes")
        self.wait_for_the_result(item)

    def wait_for_the_result(self, item: int) -> None:
        self.chair.hears(rf'id="chair-line-{item}"(?:(?!</li>).)*Result shown')

    def vote(self, item: int, *votes: Sequence[str], number: int = 1) -> None:
        """One person after the other joins and votes."""
        for vote in votes:
            self.joined().do("cast_vote", poll=POLLS[item], round=number, vote=list(vote))

    def rounds(self, question: str) -> list[dict[str, int] | None]:
        """How a question was answered each time it was asked, as the write-up has it; None where nothing is counted yet."""
        report = self.chair.client.get("/report.json").json()
        [asked] = [each for each in report["questions"] if each["title"] == question]
        results = [each["result"] for each in asked["rounds"]]
        return [{bar["text"]: bar["votes"] for bar in result["options"]} if result else None for result in results]

    def turnout(self, item: int) -> str:
        """What the chair's page says about how many have voted, such as "2 of 3"."""
        page = self.chair.client.get("/chair").text
        found = re.search(r'class="turnout".*?<span class="number">(\d+)</span> of (\d+)', page, re.DOTALL)
        assert found is not None, f"no question is on the screen, item {item} should be"
        return f"{found[1]} of {found[2]}"


class Caller:
    """Somebody who sends plain forms."""

    def __init__(self, day: Day) -> None:
        self.client = day.server.client(f"/{day.code}")

    def hears(self, pattern: str, view: str = "chair") -> None:
        """Wait until the chair's remote, or another view, shows this."""
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.client.cookies.jar)
        headers = {"Origin": self.client.headers["origin"], "Cookie": cookies}
        address = f"{self.client.base_url}".replace("http", "ws", 1).rstrip("/")
        with connect(f"{address}/live", additional_headers=headers, open_timeout=PATIENCE, close_timeout=1) as socket:
            socket.send(json.dumps({"t": "hello", "views": {view: ""}}))
            while True:
                ops = json.loads(socket.recv(timeout=PATIENCE)).get("ops", [])
                if any(re.search(pattern, op[-1], re.DOTALL) for op in ops):
                    return

    def do(self, request: str, **fields: str | int | list[str]) -> None:
        """Send a form, and see that it was accepted."""
        answer = self.client.post(f"/do/{request}", data={"id": secrets.token_urlsafe(18), **fields})
        assert answer.status_code == 303, re.sub(r"<[^>]*>|\s+", " ", answer.text)


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port
