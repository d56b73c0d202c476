"""A real server for tests: a process of its own, started as people start it, stopped or killed by its id, its log kept.

And those who come to it over HTTP and sockets: simulated delegates, people by a secret link, and plain browsers. Everything here
waits for what it needs and for nothing else; a wait that lasts too long ends with an error.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from msgspec import Struct

from live.crowd import Answer, Delegate, Page
from live.journal import Entry
from live.journal.sqlite import SqliteJournal

REPOSITORY = Path(__file__).parents[1]
PYTHON = (sys.executable, "-m")
COMMAND = (*PYTHON, "live")
START_SECONDS = 20.0
STOP_SECONDS = 15.0
SEE_SECONDS = 15.0
LAST_LINES = {"serve": "Links of a conference", "demo": "The chair's and facilitator's links are keys"}


class Finished(Struct, frozen=True):
    """A command that has ended."""

    status: int
    said: str
    complained: str

    @property
    def links(self) -> dict[str, str]:
        """The addresses in what `live new` and `live links` print, by what stands before them: "join", "chair" …"""
        return {name.lower(): url for name, url in re.findall(r"^  (\w+): +(http\S+)", self.said, re.MULTILINE)}

    @property
    def code(self) -> str:
        return urlsplit(self.links["join"]).path.strip("/")


def environment(**more: str) -> dict[str, str]:
    """This process's, without settings of a server that a developer may have; the wire is the one that is to be tested."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIVE_")}
    path = os.pathsep.join(filter(None, (str(REPOSITORY), kept.get("PYTHONPATH", ""))))
    return {**kept, "PYTHONPATH": path, "LIVE_WIRE": os.environ.get("LIVE_TEST_WIRE", ""), **more}


async def command(*words: str | Path, folder: Path, status: int = 0, **more: str) -> Finished:
    """Run `live …` in a folder until it ends, and see that it ended with this status."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *map(str, words),
        cwd=folder,
        env=environment(**more),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            said, complained = await process.communicate()
    except BaseException:
        process.kill()
        await process.communicate()
        raise
    finished = Finished(process.returncode or 0, said.decode(), complained.decode())
    assert finished.status == status, f"live {words} ended with {finished.status}: {finished.said}{finished.complained}"
    return finished


class House:
    """A data folder and the server process on it. `begin` starts it, on the same port as before if it ran before. `program` is
    the module that is run: ours, or one that changes something about it."""

    def __init__(self, data: Path, *options: str, verb: str = "serve", program: str = "live") -> None:
        self.data = data
        self.verb = verb
        self.program = program
        self.options = options
        self.port = 0
        self.said: list[str] = []
        self.log: list[str] = []
        self._process: asyncio.subprocess.Process | None = None
        self._hearing: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def process(self) -> int:
        """The server's process, while it runs."""
        assert self._process is not None
        return self._process.pid

    @property
    def operator_key(self) -> str:
        [key] = set(re.findall(r"/new\?key=(\S+)", "\n".join(self.said)))
        return str(key)

    async def begin(self) -> None:
        """Start the server, and wait until it says that it is there."""
        await self.start()
        process = self._process
        assert process is not None
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            while line := (await process.stdout.readline()).decode():
                self.said.append(line.rstrip())
                if line.startswith(LAST_LINES[self.verb]):
                    break
            else:
                await self.ended()
                raise AssertionError(f"The server did not start: {self.log[-20:]}")
        self.port = urlsplit((self.data / "server").read_text().strip()).port or 0

    async def start(self) -> None:
        folders = ("--data", str(self.data), "--keys", str(self.data.parent / "keys"))
        words = (self.verb, *folders, "--host", "127.0.0.1", "--port", str(self.port), *self.options)
        self._process = await asyncio.create_subprocess_exec(
            *PYTHON,
            self.program,
            *words,
            cwd=self.data.parent,
            env=environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._process.stderr is not None
        self._hearing = asyncio.create_task(self._keep_log(self._process.stderr))

    async def ended(self) -> int:
        """Wait until the process is gone; its status."""
        process, hearing = self._process, self._hearing
        assert process is not None
        assert hearing is not None
        assert process.stdout is not None
        try:
            async with asyncio.timeout(STOP_SECONDS):
                self.said += (await process.stdout.read()).decode().splitlines()
                await hearing
                status = await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise
        self._process = None
        return status

    async def kill(self) -> None:
        """As a power cut does it: no goodbye."""
        self.signal(signal.SIGKILL)
        assert await self.ended() == -signal.SIGKILL

    async def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """As Ctrl+C does it."""
        self.signal(how)
        assert await self.ended() == 0, self.log

    def signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self.signal(signal.SIGCONT)
            await self.kill()

    async def _keep_log(self, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            self.log.append(line.decode(errors="replace").rstrip("\n"))

    # what the operator does, and what is on the disk

    async def desk(self, what: str, **asked: str) -> Links:
        """What the command line asks of a running server."""
        async with self.browser() as operator:
            answer = await operator.post(
                f"/operator/{what}", json=asked, headers={"authorization": f"Bearer {self.operator_key}"}
            )
        assert answer.status_code == 200, answer.text
        made = answer.json()
        return Links(made["code"], {role["role"]: role["url"] for role in made["roles"]})

    def browser(self, cookies: Mapping[str, str] | None = None, *, follow: bool = False) -> httpx2.AsyncClient:
        """A browser without scripts. It says where its posts come from, as browsers do."""
        return httpx2.AsyncClient(
            base_url=self.url,
            cookies=dict(cookies or {}),
            headers={"origin": self.url},
            follow_redirects=follow,
            timeout=SEE_SECONDS,
        )

    def bytes_on_disk(self, code: str) -> dict[str, bytes]:
        """Everything that lies in the data folder for this conference, by file name."""
        files = [path for path in self.data.iterdir() if path.name.startswith(code)]
        assert files
        return {path.name: path.read_bytes() for path in files}

    async def entries(self, code: str) -> list[Entry]:
        """What the journal holds, when the server has let go of it."""
        return await entries_of(self.data / f"{code}.live")


class Links(Struct, frozen=True):
    """A new conference: its code, and the secret links by role."""

    code: str
    by_role: dict[str, str]

    def key(self, role: str) -> str:
        return self.by_role[role].partition("key=")[2]


async def entries_of(path: Path) -> list[Entry]:
    journal = await SqliteJournal.open(path)
    try:
        return [entry async for entry in journal.read()]
    finally:
        await journal.close()


@contextlib.asynccontextmanager
async def house(data: Path, *options: str, verb: str = "serve", program: str = "live") -> AsyncIterator[House]:
    """A running server. Whatever happens, it is gone at the end."""
    here = House(data, *options, verb=verb, program=program)
    try:
        await here.begin()
        yield here
    finally:
        await here.close()


class Someone(Delegate):
    """A simulated person who remembers every page as it came and everything heard on the socket."""

    def __init__(self, here: House, code: str, name: str) -> None:
        super().__init__(here.url, code, name, Random(name))
        self.here, self.code = here, code
        self.heard: list[str] = []

    @property
    def secret(self) -> str:
        """The secret in the cookie of a delegate."""
        [secret] = [value for name, value in self.browser.cookies.items() if name.endswith("-voice")]
        return secret

    def another_tab(self) -> Someone:
        """The same person's second page."""
        tab = Someone(self.here, self.code, self.name)
        tab.browser.cookies = self.browser.cookies
        return tab

    async def sees(self, *words: str) -> Page:
        """Wait until these words are on the page."""
        try:
            async with asyncio.timeout(SEE_SECONDS):
                return await self.until(lambda page: all(each in page.words for each in words))
        except TimeoutError:
            raise AssertionError(f"{self.name} waited for {words} and sees: {self.page.words}") from None

    async def wants(self, what: str, /, **fields: str | Sequence[str]) -> Answer:
        """Ask for something on the socket."""
        return await self.wants_as(None, what, **fields)

    async def wants_as(self, request_id: str | None, what: str, /, **fields: str | Sequence[str]) -> Answer:
        """Ask for something under this id."""
        values = {field: [value] if isinstance(value, str) else list(value) for field, value in fields.items()}
        async with asyncio.timeout(60):
            return await self.ask(what, values, request_id)

    def _hear(self, heard: Any) -> None:
        self.heard.append(msgspec.json.encode(heard).decode())
        super()._hear(heard)


async def by_link(here: House, links: Links, role: str) -> Someone:
    """Open a secret link as a person does, and stay connected."""
    someone = Someone(here, links.code, f"the {role}")
    await someone.look(links.by_role[role])
    await someone.connect()
    return someone


async def joined(here: House, code: str, name: str) -> Someone:
    """Join by the form, and stay connected."""
    someone = Someone(here, code, name)
    await someone.join()
    await someone.connect()
    return someone
