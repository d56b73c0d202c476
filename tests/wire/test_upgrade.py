"""The opening handshake: who is let in, and with which words the others are refused (RFC 6455, 4.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.datastructures import Headers
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request
from websockets.server import ServerProtocol

from live.wire import Asked, Refusal
from live.wire.upgrade import accept, refusal_bytes

# The example of RFC 6455, 1.3.
HEADERS = {
    "host": "server.example.com",
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "origin": "http://example.com",
    "sec-websocket-protocol": "chat, superchat",
    "sec-websocket-version": "13",
}
ANSWER = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)
DEFLATE = b"permessage-deflate; server_no_context_takeover; client_no_context_takeover"


def asked(**changed: str | None) -> Asked:
    """The example, with some headers changed (an underscore for a dash) or left out."""
    changes = {name.replace("_", "-"): value for name, value in changed.items()}
    return Asked("/ABCD/live", "", {name: value for name, value in {**HEADERS, **changes}.items() if value is not None})


def test_the_example_of_the_standard_is_answered_as_there_but_for_the_subprotocol() -> None:
    assert accept(asked(), "GET", "1.1", deflate=True) == (ANSWER, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"upgrade": "WebSocket"},
        {"upgrade": "h2c, websocket"},
        {"connection": "keep-alive, upgrade"},
        {"connection": "keep-alive ,\tUPGRADE, "},
    ],
)
def test_tokens_of_any_case_and_in_any_place(changed: dict[str, str]) -> None:
    assert accept(asked(**changed), "GET", "1.1", deflate=True) == (ANSWER, False)


def test_compression_is_agreed_to_where_it_is_offered_and_wanted() -> None:
    chromium = asked(sec_websocket_extensions="permessage-deflate; client_max_window_bits")
    with_deflate = ANSWER.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: " + DEFLATE + b"\r\n\r\n")
    assert accept(chromium, "GET", "1.1", deflate=True) == (with_deflate, True)
    assert accept(chromium, "GET", "1.1", deflate=False) == (ANSWER, False)
    assert accept(asked(sec_websocket_extensions="x-webkit-deflate-frame"), "GET", "1.1", deflate=True) == (
        ANSWER,
        False,
    )


REFUSED = {
    "another method (4.2.1, 1)": ("POST", "1.1", {}, 405),
    "HTTP/1.0 (4.2.1, 1)": ("GET", "1.0", {}, 505),
    "no host (4.2.1, 2)": ("GET", "1.1", {"host": None}, 400),
    "no upgrade (4.2.1, 3)": ("GET", "1.1", {"upgrade": None}, 426),
    "another upgrade (4.2.1, 3)": ("GET", "1.1", {"upgrade": "websockets"}, 426),
    "no connection (4.2.1, 4)": ("GET", "1.1", {"connection": None}, 426),
    "connection closes (4.2.1, 4)": ("GET", "1.1", {"connection": "close"}, 426),
    "no key (4.2.1, 5)": ("GET", "1.1", {"sec_websocket_key": None}, 400),
    "15 bytes (4.2.1, 5)": ("GET", "1.1", {"sec_websocket_key": "AAAAAAAAAAAAAAAAAAAA"}, 400),
    "17 bytes (4.2.1, 5)": ("GET", "1.1", {"sec_websocket_key": "AAAAAAAAAAAAAAAAAAAAAAA="}, 400),
    "cut short (4.2.1, 5)": ("GET", "1.1", {"sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ="}, 400),
    "no base64 (4.2.1, 5)": ("GET", "1.1", {"sec_websocket_key": "ä" * 22 + "=="}, 400),
    "two keys (11.3.1)": (
        "GET",
        "1.1",
        {"sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="},
        400,
    ),
    "no version (4.2.1, 6)": ("GET", "1.1", {"sec_websocket_version": None}, 426),
    "version 8 (4.4)": ("GET", "1.1", {"sec_websocket_version": "8"}, 426),
    "version 0013 (11.3.5)": ("GET", "1.1", {"sec_websocket_version": "0013"}, 426),
    "two versions (11.3.5)": ("GET", "1.1", {"sec_websocket_version": "13, 13"}, 426),
    "extensions without any (9.1)": ("GET", "1.1", {"sec_websocket_extensions": ""}, 400),
    "extensions against the grammar (9.1)": ("GET", "1.1", {"sec_websocket_extensions": "permessage-deflate;"}, 400),
}


@pytest.mark.parametrize(("method", "version", "changed", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_handshake_is_refused(
    method: str, version: str, changed: dict[str, str | None], status: int
) -> None:
    answer = accept(asked(**changed), method, version, deflate=True)
    assert isinstance(answer, Refusal)
    assert answer.status == status
    assert refusal_bytes(answer).startswith(f"HTTP/1.1 {status} ".encode())


def test_a_refusal_is_a_whole_answer() -> None:
    lines = refusal_bytes(Refusal(503, "Please try again – soon.", 7)).decode().split("\r\n")
    date = lines.pop(1)
    assert date.startswith("Date: ")
    assert date.endswith(" GMT")
    assert lines == [
        "HTTP/1.1 503 Service Unavailable",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Length: 27",
        "Retry-After: 7",
        "Connection: close",
        "",
        "Please try again – soon.\n",
    ]


def test_who_speaks_another_version_is_told_which_is_spoken_here() -> None:
    """RFC 6455, 4.4."""
    lines = refusal_bytes(Refusal(426, "Only version 13.")).decode().split("\r\n")
    assert "Sec-WebSocket-Version: 13" in lines
    assert "Connection: close, Upgrade" in lines


values = {
    "upgrade": ["websocket", "WebSocket", "h2c", "", "websocket, ", "web socket"],
    "connection": ["Upgrade", "keep-alive, Upgrade", "keep-alive", "upgrade,close", ""],
    "sec-websocket-key": [
        "dGhlIHNhbXBsZSBub25jZQ==",
        "dGhlIHNhbXBsZSBub25jZQ",
        "AAAAAAAAAAAAAAAAAAAAAB==",
        "=" * 24,
        "",
    ],
    "sec-websocket-version": ["13", "8", "", "13, 8"],
    "sec-websocket-extensions": [
        "permessage-deflate",
        "x; y=1",
        "permessage-deflate; q=",
        ",",
        'permessage-deflate; a="b"',
    ],
}


likely = st.sampled_from([0, 0, 0, 0, 1, 2, 3, 4, 5])  # the first of the values, mostly


@given(st.fixed_dictionaries(dict.fromkeys(values, likely)), st.sets(st.sampled_from([*values, ""]), max_size=1))
def test_we_let_in_whom_websockets_lets_in(chosen: dict[str, int], left_out: set[str]) -> None:
    headers = {name: values[name][place % len(values[name])] for name, place in chosen.items() if name not in left_out}
    request = Request("/ABCD/live", Headers(headers))
    theirs = ServerProtocol(extensions=[ServerPerMessageDeflateFactory()]).accept(request)
    ours = accept(Asked("/ABCD/live", "", {"host": "here", **headers}), "GET", "1.1", deflate=False)
    if theirs.status_code == 101:
        assert isinstance(ours, tuple)
        assert f"Sec-WebSocket-Accept: {theirs.headers['Sec-WebSocket-Accept']}\r\n".encode() in ours[0]
    else:
        assert isinstance(ours, Refusal)
