"""One server for each test file; a conference of its own for each test; and nothing may be logged as an error unnoticed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from live.logs import log_config
from tests.web.site import Day, Site


@pytest.fixture(scope="session", autouse=True)
def _loggers_as_before() -> Iterator[None]:
    """A server sets up logging for its whole process; other tests find it as it was."""
    names = ["", *log_config()["loggers"]]
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).handlers[:]) for name in names}
    yield
    for name, (level, handlers) in before.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).handlers[:] = handlers


@pytest.fixture(autouse=True)
def errors() -> Iterator[list[str]]:
    """What was logged as an error. Nothing that an attacker sends may be one; a test that expects some clears this."""
    logged: list[str] = []
    make = logging.getLogRecordFactory()

    def noted(*args: Any, **more: Any) -> logging.LogRecord:
        record = make(*args, **more)
        if record.levelno >= logging.ERROR:
            logged.append(f"{record.name}: {record.getMessage()}\n{record.exc_text or record.exc_info}")
        return record

    logging.setLogRecordFactory(noted)
    yield logged
    logging.setLogRecordFactory(make)
    assert logged == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site") / "data") as site:
        yield site


@pytest.fixture
def day(site: Site) -> Day:
    return site.day()
