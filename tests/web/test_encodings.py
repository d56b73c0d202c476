"""Answers are compressed for whoever can take that, in the way they like best, and large ones beside the loop."""

from __future__ import annotations

import asyncio
import gzip
import threading
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message

from live.web import encodings
from live.web.encodings import LARGE, SMALLEST, Compressed, best_encoding
from tests.web.site import Day

FILES, PAGES = ("br", "gzip"), ("gzip",)


@pytest.mark.parametrize(
    ("header", "file", "page"),
    [
        ("gzip, deflate, br, zstd", "br", "gzip"),  # over https
        ("gzip, deflate", "gzip", "gzip"),  # over http
        ("", "", ""),
        ("identity", "", ""),
        ("deflate", "", ""),
        ("*", "br", "gzip"),
        ("*;q=0", "", ""),
        ("gzip;q=0", "", ""),
        ("gzip;q=0.0, br;q=0", "", ""),
        ("br;q=0, *", "gzip", "gzip"),
        ("gzip;q=0, *", "br", ""),
        ("br;q=0.5, gzip;q=0.9", "gzip", "gzip"),
        ("br;q=0.9;gzip;q=0.5", "br", ""),
        ("gzip;q=0.5, identity;q=0.9", "", ""),
        ("gzip;q=0.5, identity;q=0.5", "gzip", "gzip"),
        ("identity;q=0", "", ""),  # nothing else is named: as it is, rather than nothing at all
        ("GZIP ; Q=0.8", "gzip", "gzip"),
        ("x-gzip", "gzip", "gzip"),
        ("gzip;q=nonsense", "", ""),
        ("gzip;q=7", "gzip", "gzip"),
        ("gzip;q=-1", "", ""),
        ("gzip;q=nan", "", ""),
        ("brotli, gzipped, gz", "", ""),
        (",;,=;q=,", "", ""),
        ("gzip," * 1_000, "", ""),
    ],
)
def test_what_a_browser_likes_best_is_what_it_gets(header: str, file: str, page: str) -> None:
    assert (best_encoding(header, FILES), best_encoding(header, PAGES)) == (file, page)


def answered(response: Response, accept: str = "gzip") -> tuple[dict[str, str], bytes]:
    """The head of an answer as it is sent, and its body."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"spec_version": "2.4"},
        "headers": [(b"accept-encoding", accept.encode())],
    }
    asyncio.run(Compressed(response)(scope, receive, send))
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return head, b"".join(message.get("body", b"") for message in sent)


WORDS = "A page of words, and of markup that comes again and again. "


@pytest.mark.parametrize("size", [SMALLEST, LARGE - 1, LARGE, 20 * LARGE])
def test_a_page_of_any_size_arrives_as_it_was_written(size: int) -> None:
    text = (WORDS * (1 + size // len(WORDS)))[:size]
    head, body = answered(PlainTextResponse(text))
    assert gzip.decompress(body).decode() == text
    assert (head["content-encoding"], head["vary"], head["content-length"]) == (
        "gzip",
        "accept-encoding",
        str(len(body)),
    )
    head, body = answered(PlainTextResponse(text), "gzip;q=0")
    assert (body.decode(), head["vary"]) == (text, "accept-encoding")
    assert "content-encoding" not in head


def test_what_gzip_does_not_help_is_left_alone() -> None:
    packed = Response(
        b"x" * LARGE, media_type="text/css", headers={"content-encoding": "br", "vary": "accept-encoding"}
    )
    in_pieces = StreamingResponse(iter([b"x" * LARGE, b"y" * LARGE]), media_type="text/plain")
    for response, bare in (
        (PlainTextResponse("x" * (SMALLEST - 1)), True),
        (Response(b"x" * LARGE, media_type="image/webp"), True),
        (packed, False),
        (in_pieces, True),
        (Response(status_code=304), True),
    ):
        head, body = answered(response)
        assert body == getattr(response, "body", b"x" * LARGE + b"y" * LARGE)
        assert ("content-encoding" not in head) == bare
    assert answered(packed)[0]["vary"] == "accept-encoding"


def test_only_large_pages_leave_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work: list[bool] = []
    real = encodings.gzipped

    def noted(body: bytes) -> bytes:
        at_work.append(threading.current_thread() is threading.main_thread())
        return real(body)

    monkeypatch.setattr(encodings, "gzipped", noted)
    for size in (LARGE - 1, LARGE):
        answered(PlainTextResponse("x" * size))
    assert at_work == [True, False]


def test_pages_say_that_they_differ_by_encoding(day: Day) -> None:
    for accept, encoding in (("gzip", "gzip"), ("br;q=1", None), ("gzip;q=0, *", None)):
        page = day.visitor().get("/join", headers={"accept-encoding": accept})
        assert (page.headers.get("content-encoding"), page.headers["vary"]) == (encoding, "accept-encoding")
        assert "Take part" in page.text
