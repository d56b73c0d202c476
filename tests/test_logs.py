"""Logs: no key, no vote, no second line, whoever writes them."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect

from live.journal import Filing
from live.journal.sqlite import SqliteJournal
from live.logs import OneLine, log_config, set_up, without_keys

KEY = "sEcReT-key_of-a-role12"


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """What comes out at the terminal. The loggers are as before afterwards."""
    root = logging.getLogger()
    before = {name: logging.getLogger(name).level for name in ["", *log_config()["loggers"]]}
    handlers = root.handlers[:]
    yield lambda: capsys.readouterr().err
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
    root.handlers[:] = handlers


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f'"WebSocket /482913/live?key={KEY}" [accepted]', '"WebSocket /482913/live?…" [accepted]'),
        (f'"GET /482913/chair?key={KEY} HTTP/1.1" 200', '"GET /482913/chair?… HTTP/1.1" 200'),
        (f"http://hall.example/482913/chair?{KEY}", "http://hall.example/482913/chair?…"),
        (f"/chair?x='&key={KEY} and on", "/chair?… and on"),
        (f"'query_string': b'key={KEY}', 'x'", "'query_string': b'key=…', 'x'"),
        (f"/chair%3Fkey%3D{KEY} not found", "/chair%3Fkey=… not found"),
        ("Opened 482913. Ready? Yes.", "Opened 482913. Ready? Yes."),
    ],
)
def test_keys_are_taken_out_of_addresses(line: str, expected: str) -> None:
    assert without_keys(line) == expected


def test_nobody_writes_a_second_line_or_moves_the_cursor() -> None:
    record = logging.LogRecord("live", logging.INFO, "", 0, "by %s", ("Ann\nroot: \x1b[2Jall votes lost\u2028",), None)
    assert OneLine("%(message)s").format(record) == r"by Ann\nroot: \x1b[2Jall votes lost\u2028"


def test_a_bug_is_logged_with_its_traceback_and_without_keys(written: Callable[[], str]) -> None:
    set_up()
    try:
        raise ValueError(f"/482913/chair?key={KEY}")
    except ValueError:
        logging.getLogger("live.web").exception("while opening /482913/chair?key=%s", KEY)
    first, *traceback = written().splitlines()
    assert first.endswith("ERROR live.web: while opening /482913/chair?…")
    assert traceback[0] == "Traceback (most recent call last):"
    assert traceback[-1] == "ValueError: /482913/chair?…"


def test_the_level_is_ours_and_others_are_heard_when_something_is_wrong(written: Callable[[], str]) -> None:
    set_up("info")
    logging.getLogger("live.clerk").info("ours")
    logging.getLogger("live.clerk").debug("ours, in detail")
    logging.getLogger("somebody.else").info("theirs")
    logging.getLogger("somebody.else").warning("their trouble")
    assert [line.split(" ", 3)[3] for line in written().splitlines()] == [
        "live.clerk: ours",
        "somebody.else: their trouble",
    ]


def test_with_level_error_only_errors_are_said(written: Callable[[], str]) -> None:
    set_up("error")
    for name in ("live", "uvicorn.error", "somebody.else"):
        logging.getLogger(name).warning("trouble")
    assert written() == ""


async def _greet(scope: Any, receive: Any, send: Any) -> None:
    """A server that says one word to each socket."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "a vote for B"})
        await send({"type": "websocket.close"})


async def _visit(level: str) -> None:
    """One visit over a real socket, with a key in the address and a cookie, to a server with our logging."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(_greet, log_config=log_config(level), log_level=None, lifespan="off")
        server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listening]))
            address = f"ws://127.0.0.1:{listening.getsockname()[1]}/482913/live?key={KEY}"
            # The listening socket queues us until the server accepts: nothing to wait for.
            async with connect(address, additional_headers={"Cookie": f"chair={KEY}"}) as phone:
                assert await phone.recv() == "a vote for B"
            server.should_exit = True


@pytest.mark.parametrize("level", ["debug", "info"])
def test_a_visit_over_a_socket_leaves_neither_key_nor_cookie_nor_vote(written: Callable[[], str], level: str) -> None:
    asyncio.run(_visit(level))
    text = written()
    assert KEY not in text
    assert "a vote for B" not in text
    assert ('"WebSocket /482913/live?…" [accepted]' in text) == (level == "debug")


def test_at_no_level_does_a_vote_on_its_way_to_the_disk_reach_the_log(
    written: Callable[[], str], tmp_path: Path
) -> None:
    async def write() -> None:
        journal = await SqliteJournal.open(tmp_path / "day.live", create=True)
        await journal.append([Filing("request-1", (("poll/1/1/votes", b"a vote for B"),), at=0)])
        await journal.close()

    set_up("debug")
    asyncio.run(write())
    assert written() == ""
