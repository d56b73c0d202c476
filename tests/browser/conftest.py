"""A browser, servers and people for the browser tests.

Whatever a page complains about (an error in a script, a breach of the Content-Security-Policy, an answer of 500 or more) fails
the test in which it happens.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hall import INSECURE_NAME, Day, Server
from tests.browser.people import PATIENCE_MS, People

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {INSECURE_NAME} 127.0.0.1",
)
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The distribution's Chromium, whatever it is called there."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    assert found is not None, f"There is no Chromium here (none of {', '.join(names)})."
    return {"executable_path": found, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that phones find over plain http under a name, as in a hall: no secure context."""
    with Server(tmp_path_factory.mktemp("hall"), INSECURE_NAME) as here:
        yield here


@pytest.fixture(scope="session")
def own_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server under the address of this machine, which browsers trust as they trust https."""
    with Server(tmp_path_factory.mktemp("laptop")) as here:
        yield here


@pytest.fixture
def day(server: Server) -> Day:
    """A new conference with the shipped plan."""
    return server.day()


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    """Those who have a browser open in this test."""
    here = People(browser)
    yield here
    here.leave()
    assert here.unexpected == []
