"""Frames of RFC 6455: what is read and refused, clause by clause, and all of it held to what `websockets` reads. `oracle.py`
lists where ours differs on purpose.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.wire.deflate import compress
from live.wire.frames import Binary, Close, Parser, Ping, Pong, close_frame, frame, pong_frame
from tests.wire.oracle import HEADS, MUCH, Oracle, agree, codes, parsed
from tests.wire.streams import controls, cuts_of, masked, messages, payloads, streams, text, words


@given(streams())
def test_any_stream_is_read_as_websockets_reads_it(stream: bytes) -> None:
    agree(stream, deflate=False)


@given(streams(deflate=True))
def test_any_stream_with_compressed_messages_is_read_as_websockets_reads_it(stream: bytes) -> None:
    agree(stream, deflate=True)


@given(st.lists(messages(between=False), min_size=1, max_size=4), st.integers(0, 300))
def test_the_bound_on_a_message_is_the_one_of_websockets(parts: list[bytes], most: int) -> None:
    ours, oracle = parsed(b"".join(parts), most), Oracle(most)
    oracle.feed(b"".join(parts))
    assert codes(ours) == codes(oracle.events)


@given(st.binary(max_size=100), st.integers(0, 110), st.integers(0, 110))
def test_the_bound_holds_for_what_is_sent_and_for_what_is_inflated(message: bytes, most: int, cut: int) -> None:
    sent = compress(message)
    stream = masked(0x42, sent[:cut]) + masked(0x80, sent[cut:])
    fits = max(len(sent), len(message)) <= most
    assert codes(parsed(stream, most, inflate=True)) == ([Binary(message)] if fits else [1009])


@given(st.data())
def test_where_a_stream_is_cut_changes_nothing(data: st.DataObject) -> None:
    deflate = data.draw(st.booleans())
    stream = data.draw(streams(deflate))
    most = data.draw(st.sampled_from([10, 200, MUCH]))
    parser = Parser(most, 8, deflate)
    events = [event for part in data.draw(cuts_of(stream)) for event in parser.feed(part)]
    assert events == parsed(stream, most, 8, deflate)


@given(streams(deflate=True))
def test_a_stream_may_come_byte_by_byte(stream: bytes) -> None:
    stream = stream[:2000]
    parser = Parser(MUCH, 8, True)
    assert [event for byte in stream for event in parser.feed(bytes((byte,)))] == parsed(stream, inflate=True)


@given(st.lists(st.one_of(messages(), controls), max_size=5), st.integers(1, 300))
def test_it_never_holds_more_than_a_message_and_a_control_frame(parts: list[bytes], most: int) -> None:
    parser = Parser(most)
    for byte in b"".join(parts)[:3000]:
        parser.feed(bytes((byte,)))
        assert len(parser._frame or b"") + len(parser._message or b"") <= most + HEADS + 125


@given(words, st.binary(min_size=4, max_size=4))
def test_a_text_comes_out_as_it_went_in(payload: bytes, mask: bytes) -> None:
    assert parsed(masked(0x81, payload, mask)) == [payload]


@given(payloads, st.sampled_from([1, 2, 9]))
def test_what_is_written_is_what_websockets_reads(payload: bytes, kind: int) -> None:
    made = frame(kind, payload)
    size = len(payload)
    head = 2 if size < 126 else 4 if size < 65536 else 10
    assert (made[0], len(made), made[head:]) == (0x80 | kind, head + size, payload)
    assert int.from_bytes(made[2:head], "big") == (size if head > 2 else 0)


def test_between_two_frames_nothing_is_held() -> None:
    parser = Parser()
    assert parser.feed(text("one")[:4]) == []
    assert parser.feed(text("one")[4:] + text("two")) == [b"one", b"two"]
    assert (parser._frame, parser._message) == (None, None)


PIECES = {
    "no mask (5.1)": (b"\x81\x02Hi", 1002),
    "reserved bit 1 without an extension (5.2)": (masked(0xC1, b"Hi"), 1002),
    "reserved bit 2 (5.2)": (masked(0xA1, b"Hi"), 1002),
    "reserved bit 3 (5.2)": (masked(0x91, b"Hi"), 1002),
    "reserved bit of a ping (5.2)": (masked(0xC9, b"Hi"), 1002),
    "data opcode 3 (5.2)": (masked(0x83, b"Hi"), 1002),
    "data opcode 7 (5.2)": (masked(0x87, b""), 1002),
    "control opcode 11 (5.2)": (masked(0x8B, b""), 1002),
    "control opcode 15 (5.2)": (masked(0x8F, b"Hi"), 1002),
    "ping in pieces (5.5)": (masked(0x09, b"Hi"), 1002),
    "close in pieces (5.5)": (masked(0x08, b""), 1002),
    "ping of 126 bytes (5.5)": (masked(0x89, b"x" * 126), 1002),
    "ping of 1 TiB (5.5)": (masked(0x89, b"", claim=2**40), 1002),
    "continuation of nothing (5.4)": (masked(0x80, b"Hi"), 1002),
    "a message within a message (5.4)": (masked(0x01, b"H") + masked(0x81, b"i"), 1002),
    "close of one byte (5.5.1)": (masked(0x88, b"\x03"), 1002),
    "close with a broken reason (5.5.1)": (masked(0x88, b"\x03\xe8\xff"), 1007),
    "text that is cut short (5.6)": (text(b"\xe2\x82"), 1007),
    "a surrogate in a text (5.6)": (text(b"\xed\xa0\x80"), 1007),
    "a letter beyond Unicode (5.6)": (text(b"\xf4\x90\x80\x80"), 1007),
    "an overlong letter (5.6)": (text(b"\xc0\xaf"), 1007),
    "broken text in pieces (8.1)": (masked(0x01, b"\xe2") + masked(0x80, b"\x28\xa1"), 1007),
    "one byte too many (7.4.1)": (masked(0x81, b"x" * 301), 1009),
    "one byte too many in pieces (7.4.1)": (masked(0x01, b"x" * 300) + masked(0x80, b"x"), 1009),
    "1 TiB (7.4.1)": (masked(0x81, b"", claim=2**40), 1009),
    "the highest bit of the length (5.2)": (masked(0x81, b"", claim=2**64 - 1), 1009),
    "nine pieces (7.4.1)": (masked(0x01, b"") + 7 * masked(0x00, b"") + masked(0x80, b""), 1008),
}


@pytest.mark.parametrize(("stream", "code"), PIECES.values(), ids=PIECES)
def test_what_may_not_be_sent_ends_the_socket(stream: bytes, code: int) -> None:
    before, after = text("before"), text("after")
    parser = Parser(300)
    assert codes(parser.feed(before + stream + after)) == [b"before", code]
    assert parser.feed(after) == []


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535])
def test_a_close_code_that_may_not_be_sent(code: int) -> None:
    """RFC 6455, 7.4."""
    assert codes(parsed(masked(0x88, code.to_bytes(2, "big")))) == [1002]


@pytest.mark.parametrize("code", [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])
def test_a_close_code_that_may_be_sent(code: int) -> None:
    assert parsed(masked(0x88, code.to_bytes(2, "big") + b"bye")) == [Close(code, "bye")]


def test_a_close_without_a_code_is_answered_without_one() -> None:
    """RFC 6455, 7.1.5."""
    assert parsed(masked(0x88, b"") + text("deaf")) == [Close(1005, "")]
    assert close_frame(1005) == b"\x88\x00"


def test_control_frames_come_between_pieces() -> None:
    """RFC 6455, 5.4."""
    stream = masked(0x01, b"Hel") + masked(0x89, b"1") + masked(0x00, b"l") + masked(0x8A, b"2") + masked(0x80, b"o")
    assert parsed(stream) == [Ping(b"1"), Pong(b"2"), b"Hello"]
    assert parsed(masked(0x01, b"Hel") + masked(0x88, b"\x03\xe8")) == [Close(1000, "")]


def test_control_frames_do_not_count_against_a_message() -> None:
    stream = masked(0x01, b"x" * 300) + masked(0x89, b"y" * 125) + masked(0x80, b"")
    assert parsed(stream, most=300) == [Ping(b"y" * 125), b"x" * 300]


@pytest.mark.parametrize("size", [0, 1, 124, 125, 126, 127, 128, 65535, 65536])
def test_every_form_of_a_length(size: int) -> None:
    """RFC 6455, 5.2."""
    assert parsed(masked(0x82, b"x" * size)) == [Binary(b"x" * size)]


@pytest.mark.parametrize("form", [126, 127])
def test_a_length_that_could_be_written_shorter_is_read(form: int) -> None:
    """RFC 6455, 5.2 asks senders for the shortest; it tells a reader of nothing, and `websockets` reads it too."""
    assert parsed(masked(0x81, b"Hi", form=form)) == [b"Hi"]


def test_a_head_is_enough_to_refuse_what_is_too_big() -> None:
    for length in range(2, 11):
        head = masked(0x81, b"", claim=2**40)[:length]
        assert codes(parsed(head, most=8192)) == ([1009] if length == 10 else [])


def test_a_letter_may_be_cut_between_two_pieces() -> None:
    """RFC 6455, 5.6: a piece need not be UTF-8 by itself."""
    assert parsed(masked(0x01, b"\xce") + masked(0x80, b"\xba")) == ["κ".encode()]


def test_compressed_messages_are_read_and_bounded() -> None:
    """RFC 7692, 6 and 7.2.2."""
    small, large = compress(b"Hello" * 20), compress(b"Hello" * 21)
    assert parsed(masked(0xC1, small), most=100, inflate=True) == [b"Hello" * 20]
    assert codes(parsed(masked(0xC1, large), most=100, inflate=True)) == [1009]
    pieces = masked(0x41, small[:3]) + masked(0x89, b"") + masked(0x80, small[3:])
    assert parsed(pieces + text("plain"), inflate=True) == [Ping(b""), b"Hello" * 20, b"plain"]
    assert codes(parsed(masked(0x41, small[:3]) + masked(0xC0, small[3:]), inflate=True)) == [1002]
    assert codes(parsed(masked(0xC1, b"\xff\xff\xff"), inflate=True)) == [1002]
    assert codes(parsed(masked(0xC1, compress(b"\xff")), inflate=True)) == [1007]


def test_a_page_may_be_allowed_more_later() -> None:
    parser = Parser(10)
    parser.most = 20
    assert parser.feed(text("x" * 20)) == [b"x" * 20]


def test_a_reason_is_cut_between_letters() -> None:
    assert close_frame(1008, "Too fast") == b"\x88\x0a\x03\xf0Too fast"
    long = close_frame(1008, "ä" * 100)
    assert (long[1], long[4:].decode()) == (124, "ä" * 61)


def test_a_pong_carries_what_the_ping_carried() -> None:
    assert pong_frame(b"abc") == b"\x8a\x03abc"
