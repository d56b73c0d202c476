"""Compression by RFC 7692: what is agreed on, and that what one side makes the other reads, within bounds."""

from __future__ import annotations

import tracemalloc
import zlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import InvalidHeaderFormat
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.headers import parse_extension

from live.wire import Framed
from live.wire.deflate import TAIL, BadData, Malformed, Terms, TooLong, compress, extensions, inflate, offered
from live.wire.framed import COMPRESS_FROM
from live.wire.frames import Parser
from tests.wire.streams import masked

BASIC = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
OFFERS = {
    "permessage-deflate": BASIC,  # Firefox
    "permessage-deflate; client_max_window_bits": BASIC,  # Chromium, `websockets`
    "permessage-deflate;client_max_window_bits=15": BASIC,
    "permessage-deflate; client_max_window_bits=8": BASIC,
    'permessage-deflate; client_max_window_bits="10"': BASIC,
    'permessage-deflate; client_max_window_bits="\\1\\0"': BASIC,
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover": BASIC,
    "permessage-deflate; server_max_window_bits=15": BASIC + "; server_max_window_bits=15",
    'permessage-deflate; server_max_window_bits = "15" ; client_max_window_bits': BASIC + "; server_max_window_bits=15",
    "permessage-deflate; server_max_window_bits=10": None,  # our messages are shared, and take the largest window
    "permessage-deflate; server_max_window_bits=10, permessage-deflate": BASIC,  # RFC 7692, 7.1.3: a second choice
    "permessage-deflate; server_max_window_bits": None,
    "permessage-deflate; server_max_window_bits=16": None,
    "permessage-deflate; server_max_window_bits=015": None,
    "permessage-deflate; client_max_window_bits=7": None,
    "permessage-deflate; client_max_window_bits=08": None,
    "permessage-deflate; server_no_context_takeover=1": None,
    "permessage-deflate; client_no_context_takeover=true": None,
    "permessage-deflate; no_such_thing": None,
    "permessage-deflate; no_such_thing=1, permessage-deflate; client_max_window_bits": BASIC,
    "permessage-deflate; client_max_window_bits; client_max_window_bits": None,
    "permessage-deflate; server_no_context_takeover; server_no_context_takeover": None,
    "x-webkit-deflate-frame, permessage-deflate": BASIC,  # Safari, once
    "permessage-bzip2": None,
    ", ,permessage-deflate,": BASIC,
}


@pytest.mark.parametrize(("header", "answer"), OFFERS.items(), ids=OFFERS)
def test_what_is_agreed_on(header: str, answer: str | None) -> None:
    assert offered(header) == (None if answer is None else Terms(answer.encode()))


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",",
        ";",
        "permessage-deflate;",
        "permessage-deflate x",
        "a; b=",
        'a; b=""',
        'a; b="c',
        "a; b=c d",
        "a;=c",
        "ä",
        "a; b=ä",
    ],
)
def test_an_offer_against_the_grammar(header: str) -> None:
    """RFC 6455, 9.1: the connection fails."""
    with pytest.raises(Malformed):
        offered(header)


pieces = st.sampled_from(
    [
        "permessage-deflate",
        "a",
        "client_max_window_bits",
        ";",
        ";",
        ",",
        "=",
        " ",
        "\t",
        '"',
        "\\",
        "9",
        "15",
        '"15"',
        '"1\\5"',
        "ä",
        "\n",
    ]
)


@given(st.lists(pieces, max_size=14).map("".join).map(str.strip))
def test_headers_are_read_as_websockets_reads_them(header: str) -> None:
    try:
        theirs = [(str(name), [(str(key), value) for key, value in some]) for name, some in parse_extension(header)]
    except InvalidHeaderFormat:
        with pytest.raises(Malformed):
            extensions(header)
    else:
        assert extensions(header) == theirs


@given(
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, *range(8, 16)]),
    st.sampled_from([None, True, *range(9, 16)]),
)
def test_a_client_of_websockets_takes_what_is_agreed_on(
    server: bool, client: bool, server_bits: int | None, client_bits: int | bool | None
) -> None:
    factory = ClientPerMessageDeflateFactory(server, client, server_bits, client_bits)
    parameters = factory.get_request_params()
    offer = "; ".join(
        [factory.name, *(f"{name}={value}" if isinstance(value, str) else name for name, value in parameters)]
    )
    terms = offered(offer)
    if server_bits not in (None, 15):
        assert terms is None
        return
    assert terms is not None
    [(_, answered)] = parse_extension(terms.answer.decode())
    theirs = factory.process_response_params(answered, [])
    assert (theirs.remote_no_context_takeover, theirs.local_no_context_takeover) == (True, True)


def test_a_long_header_takes_no_longer_than_it_is() -> None:
    """16 KiB of the worst there is would take minutes if the grammar were tried in every way."""
    for worst in (
        "a" * 16000 + "ä",
        "a" + " " * 16000 + "ä",
        "a" + ";b" * 8000 + "ä",
        'a;b="' + "\\b" * 8000,
        "," * 16000 + "ä",
    ):
        with pytest.raises(Malformed):
            extensions(worst)


messages = st.one_of(st.binary(max_size=3000), st.text(max_size=1000).map(lambda text: text.encode() * 5))
theirs = PerMessageDeflate(True, True, 15, 15)


@given(messages)
def test_what_we_compress_websockets_reads(message: bytes) -> None:
    assert bytes(theirs.decode(Frame(Opcode.TEXT, compress(message), rsv1=True)).data) == message


@given(messages, st.integers(9, 15))
def test_what_websockets_compresses_we_read(message: bytes, bits: int) -> None:
    made = PerMessageDeflate(True, True, 15, bits).encode(Frame(Opcode.TEXT, message))
    assert inflate(bytes(made.data), len(message)) == message


@given(
    messages, st.integers(0, 9), st.sampled_from([zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_BLOCK, zlib.Z_FINISH])
)
def test_whatever_zlib_makes_is_read(message: bytes, level: int, flush: int) -> None:
    deflating = zlib.compressobj(level, wbits=-15)
    made = deflating.compress(message[:100]) + deflating.flush(zlib.Z_PARTIAL_FLUSH)
    made += deflating.compress(message[100:]) + deflating.flush(flush if flush == zlib.Z_FINISH else zlib.Z_SYNC_FLUSH)
    assert inflate(made.removesuffix(TAIL), len(message)) == message


@given(messages.filter(bool))
def test_one_byte_too_many_is_not_made(message: bytes) -> None:
    with pytest.raises(TooLong):
        inflate(compress(message), len(message) - 1)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(payload: bytes) -> None:
    try:
        assert len(inflate(payload, 1000)) <= 1000
    except (TooLong, BadData):
        return


EXAMPLES = {
    "7.2.3.1, one block": "f2 48 cd c9 c9 07 00",
    "7.2.3.3, stored": "00 05 00 fa ff 48 65 6c 6c 6f 00",
    "7.2.3.4, BFINAL": "f3 48 cd c9 c9 07 00 00",
    "7.2.3.5, two blocks": "f2 48 05 00 00 00 ff ff ca c9 c9 07 00",
}


@pytest.mark.parametrize("payload", EXAMPLES.values(), ids=EXAMPLES)
def test_the_examples_of_the_standard(payload: str) -> None:
    assert inflate(bytes.fromhex(payload), 5) == b"Hello"


def test_a_message_may_go_on_after_the_end_of_a_stream() -> None:
    """RFC 7692, 7.2.3.4: blocks with BFINAL, of which each ends a stream."""
    ended = zlib.compressobj(wbits=-15)
    first = ended.compress(b"Hel") + ended.flush(zlib.Z_FINISH)
    assert inflate(first + compress(b"lo"), 5) == b"Hello"
    with pytest.raises(TooLong):
        inflate(first + compress(b"lo"), 4)
    with pytest.raises(BadData):
        inflate(first * 1000, 10_000)


@pytest.mark.parametrize("payload", [b"", b"\x00", b"\x02\x00"])
def test_an_empty_message(payload: bytes) -> None:
    """RFC 7692, 7.2.3.6."""
    assert inflate(payload, 0) == b""
    assert compress(b"") in (b"\x02\x00", b"\x00")


def test_a_bomb_takes_no_memory() -> None:
    """200 MiB in 200 KB. A phone may not send even these; here the inflating by itself is bounded."""
    deflating = zlib.compressobj(9, wbits=-15)
    bomb = b"".join(deflating.compress(bytes(2**20)) for _ in range(200)) + deflating.flush(zlib.Z_SYNC_FLUSH)
    tracemalloc.start()
    with pytest.raises(TooLong):
        inflate(bomb, 8192)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 3 * len(bomb)


def test_a_message_for_all_is_compressed_once_and_where_it_pays() -> None:
    small, large, noise = (
        Framed(b"x" * (COMPRESS_FROM - 1)),
        Framed(b"x" * COMPRESS_FROM),
        Framed(Random(1).randbytes(600)),
    )
    assert small.deflated is small.plain
    assert noise.deflated is noise.plain
    assert large.deflated is large.deflated
    assert len(large.deflated) < 30
    assert Parser(inflate=True).feed(masked(large.deflated[0], large.deflated[2:])) == [large.message]
