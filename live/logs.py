"""Logging: one line per thing that matters, and no secrets.

The command line hands `log_config` to uvicorn and sets it up for itself with the same words.

Three things must never reach a log: a key (`?key=…` is in the address of every role link, and uvicorn logs whole
addresses), a vote (websockets logs frames and cookies at debug level), and who voted when (a line per request with a
network address would tell). So keys are taken out of every line whoever wrote it, other people's loggers are never
heard below a fixed level, and lines per request are for debugging only.
"""

import logging
import logging.config
import re
from typing import Any

# In an address, everything from the question mark on; up to a closing quotation mark where one ends the word.
QUERY = re.compile(r"\?\S+?(?=\"?(?:\s|$))")
KEY = re.compile(r"key(?:=|%3[Dd])[^\s\"'&,;)]+")
# Nobody can write a second line, or move the terminal's cursor, by what they type or ask for.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def without_keys(text: str) -> str:
    """`text` with the query strings of its addresses replaced by `?…`."""
    return KEY.sub("key=…", QUERY.sub("?…", text))


class OneLine(logging.Formatter):
    """Time, level, who says it, and the message on one line. A bug's traceback follows, without keys as well."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, with control characters written out."""
        line = super().formatMessage(record)
        return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), line)

    def format(self, record: logging.LogRecord) -> str:
        """The whole text, tracebacks included, without keys."""
        return without_keys(super().format(record))


def log_config(level: str = "info") -> dict[str, Any]:
    """The configuration for `logging.config.dictConfig`, and for uvicorn's `log_config` (with `log_level=None`).

    `level` is for our own loggers (`live…`). At "debug" uvicorn also says each page and each socket.
    """
    ours = level.upper()
    others = "WARNING" if ours in ("DEBUG", "INFO") else ours
    uvicorn = "INFO" if ours == "DEBUG" else others  # never lower: at DEBUG it lets websockets log cookies and frames
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "one_line": {"()": OneLine, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {
            "terminal": {
                "class": "logging.StreamHandler",
                "formatter": "one_line",
                "stream": "ext://sys.stderr",
            },
        },
        "root": {"level": others, "handlers": ["terminal"]},
        "loggers": {
            "live": {"level": ours},
            "uvicorn": {"level": uvicorn},
            "uvicorn.error": {"level": uvicorn},
            "uvicorn.access": {"level": uvicorn},
            "websockets": {"level": others},
        },
    }


def set_up(level: str = "info") -> None:
    """Log to the terminal from now on."""
    logging.config.dictConfig(log_config(level))
