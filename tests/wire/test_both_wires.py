"""Any bytes, cut anywhere, are answered over TCP as the parser alone reads them."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from live.wire.frames import Binary, Broken, Close, Event, Parser, Ping, Pong
from live.wire.limits import PINGS_IN_A_ROW
from tests.wire.cases import Answer, pieces
from tests.wire.echo import Phone, echoing
from tests.wire.streams import controls, cuts_of, streams, words


@pytest.fixture(scope="module")
def own() -> Iterator[int]:
    with echoing("own") as port:
        yield port


@pytest.fixture(scope="module")
def asgi() -> Iterator[int]:
    with echoing("asgi") as port:
        yield port


def told(events: list[Event]) -> list[Answer]:
    """What a phone is told that has sent this."""
    answers: list[Answer] = []
    for event in events:
        match event:
            case bytes():
                answers.append(("text", event))
            case Ping(payload):
                answers.append(("pong", payload))
            case Binary():
                return [*answers, ("close", 1003)]
            case Close(code) | Broken(code):
                answers.append(("close", code))
    return answers


def replay(port: int, sent: list[bytes], expected: list[Answer]) -> tuple[list[Answer], bool]:
    """Send it in these pieces: what is answered, and whether the connection was reset. Whoever is not told of the end before
    hangs up, having heard everything."""
    phone = Phone(port, "/", "")
    phone.hangs_up = True
    try:
        if expected and expected[-1][0] == "close":
            return phone.play(sent), phone.was_reset
        for piece in sent:
            phone.send(piece)
        answers = [phone.answer() for _ in expected]
        phone.hang_up()
        return [answer for answer in chain(answers, phone.rest()) if answer], phone.was_reset
    finally:
        phone.end()


def cut(data: st.DataObject, stream: bytes) -> list[bytes]:
    return list(filter(None, data.draw(cuts_of(stream))))


@given(st.data())
def test_any_stream_on_our_own_wire(own: int, data: st.DataObject) -> None:
    stream = data.draw(streams())
    events = Parser().feed(stream)
    assume(sum(isinstance(event, Ping | Pong) for event in events) <= PINGS_IN_A_ROW)
    expected = told(events)
    answers, was_reset = replay(own, cut(data, stream), expected)
    if was_reset and isinstance(events[-1], Close):
        # It went on after its own close, which it must not (RFC 6455, 5.5.1): the kernel then may drop what it was told.
        assert answers == expected[: len(answers)]
    else:
        assert answers == expected


in_pieces = st.lists(words, min_size=1, max_size=8).map(lambda texts: b"".join(pieces(*texts)))


@given(st.data())
def test_whole_messages_and_pings_on_the_other(asgi: int, data: st.DataObject) -> None:
    """There a fault may overtake what came before it; each kind of answers keeps its order."""
    stream = b"".join(data.draw(st.lists(st.one_of(in_pieces, controls), max_size=int(PINGS_IN_A_ROW))))
    expected = told(Parser().feed(stream))
    answers, _ = replay(asgi, cut(data, stream), expected)
    for kind in ("text", "pong", "close"):
        assert [answer for answer in answers if answer[0] == kind] == [each for each in expected if each[0] == kind]


@pytest.mark.parametrize("wire", ["own", "asgi"])
def test_who_speaks_and_is_gone_is_no_fault(wire: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever is answered has gone by then, with a close or without."""
    gone_at_once = struct.pack("ii", 1, 0)
    with echoing(wire) as port:
        for last_words in (b"", b"\x88\x80\0\0\0\0") * 5:
            phone = Phone(port, "/", "")
            phone.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, gone_at_once)
            phone.send(b"\x81\x82\0\0\0\0hi" + last_words)
            phone.end()
    assert [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "WARNING")] == []
