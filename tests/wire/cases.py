"""The cases of the Autobahn test suite for servers, as a table: what a phone sends, and what it must be told.

The numbers are those of the suite (https://github.com/crossbario/autobahn-testsuite). Sizes and counts are brought within our
bounds, which section 9 then tries; sections 9.7 and 12 have fewer messages, as a phone may send 20 a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from live.wire.deflate import compress
from tests.wire.streams import masked
from tests.wire.texts import UTF8

WAIT = b""  # a step: wait for the next answer, so that what follows comes in a packet of its own

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
FIRST, MORE, LAST = 0x01, 0x00, 0x80  # pieces of a text
ONLY_TEXT = "7.4.1: an endpoint that understands only text may end with 1003; the suite wants it said back"
OUR_BOUNDS = "7.4.1: what is too big may end with 1009, and what is against a policy with 1008; the suite has no bounds"

Answer = tuple[str, bytes | int]
Otherwise = tuple[list[Answer], str]
"""("text" | "ping" | "pong", payload), or ("close", code)"""


@dataclass(frozen=True)
class Case:
    """`answers` end with a close: with the phone's own 1000, or with the code of a failure."""

    name: str
    steps: list[bytes]
    answers: list[Answer]
    path: str = "/"
    extensions: str = ""
    clause: str = ""
    """Of RFC 6455, if the suite itself expects something else."""
    sees: dict[str, Otherwise] = field(default_factory=dict)
    """By wire: other answers, and the clause that allows for them."""


def bye(code: int = 1000, why: bytes = b"") -> bytes:
    return masked(CLOSE, code.to_bytes(2, "big") + why)


def octets(data: bytes) -> list[bytes]:
    return [bytes((byte,)) for byte in data]


def parts(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)] or [b""]


def pieces(*payloads: bytes, first: int = FIRST) -> list[bytes]:
    """A message in so many frames."""
    last = len(payloads) - 1
    return [
        masked((first if place == 0 else MORE) | (LAST if place == last else 0), payload)
        for place, payload in enumerate(payloads)
    ]


def said(payload: bytes) -> Answer:
    return ("text", payload)


def ended(name: str, steps: Iterable[bytes], *answers: Answer, path: str = "/", **sees: Otherwise) -> Case:
    """Nothing is wrong, and at the end the phone says goodbye. It waits for all answers before."""
    waits = [WAIT] * (len(answers) - sum(step == WAIT for step in steps))
    return Case(name, [*steps, *waits, bye()], [*answers, ("close", 1000)], path, sees=sees)


def failed(name: str, steps: Iterable[bytes], code: int, *answers: Answer, clause: str = "") -> Case:
    return Case(name, list(steps), [*answers, ("close", code)], clause=clause)


KOSME = "κόσμε".encode()
HELLO = b"Hello, world!"
T = masked(TEXT, HELLO)
S = said(HELLO)
ODD = bytes(range(240, 256))


def framing() -> list[Case]:
    found = []
    sizes = (0, 125, 126, 127, 128, 65535, 65536)
    for number, size in enumerate(sizes, 1):
        payload = b"*" * size
        found.append(ended(f"1.1.{number}", [masked(TEXT, payload)], said(payload), path="/large"))
        found.append(failed(f"1.2.{number}", [masked(BINARY, payload[:8192])], 1003, clause=ONLY_TEXT))
    found.append(ended("1.1.8", parts(masked(TEXT, b"*" * 65536), 997), said(b"*" * 65536), path="/large"))
    return found


def pings() -> list[Case]:
    ten = [masked(PING, b"payload-%d" % number) for number in range(10)]
    pongs = [("pong", b"payload-%d" % number) for number in range(10)]
    return [
        ended("2.1", [masked(PING, b"")], ("pong", b"")),
        ended("2.2", [masked(PING, HELLO)], ("pong", HELLO)),
        ended("2.3", [masked(PING, ODD)], ("pong", ODD)),
        ended("2.4", [masked(PING, b"\xfe" * 125)], ("pong", b"\xfe" * 125)),
        failed("2.5", [masked(PING, b"\xfe" * 126)], 1002),
        ended("2.6", octets(masked(PING, b"\xfe" * 125)), ("pong", b"\xfe" * 125)),
        ended("2.7", [masked(PONG, b"")]),
        ended("2.8", [masked(PONG, HELLO)]),
        ended("2.9", [masked(PONG, HELLO), masked(PING, b"ping")], ("pong", b"ping")),
        ended("2.10", ten, *pongs),
        ended("2.11", octets(b"".join(ten)), *pongs),
    ]


def reserved() -> list[Case]:
    """Bits, and opcodes."""
    found = [
        failed("3.1", [masked(TEXT | 0x10, HELLO)], 1002),
        failed("3.2", [T, WAIT, masked(TEXT | 0x20, HELLO) + masked(PING, b"")], 1002, S),
        failed("3.3", [T, WAIT, masked(TEXT | 0x30, HELLO), masked(PING, b"")], 1002, S),
        failed("3.4", [T, WAIT, *octets(masked(TEXT | 0x40, HELLO))], 1002, S),
        failed("3.5", [masked(BINARY | 0x50, ODD)], 1002),
        failed("3.6", [masked(PING | 0x60, HELLO)], 1002),
        failed("3.7", [masked(CLOSE | 0x70, b"")], 1002),
    ]
    for section, opcodes in ((1, range(3, 8)), (2, range(11, 16))):
        for number, opcode in enumerate(opcodes, 1):
            odd = masked(0x80 | opcode, HELLO if number % 2 == 0 else b"")
            steps, answers = ([T, WAIT, *(octets(odd) if number == 5 else [odd])], [S]) if number > 2 else ([odd], [])
            found.append(failed(f"4.{section}.{number}", steps, 1002, *answers))
    return found


def fragments() -> list[Case]:
    two = pieces(b"fragment1", b"fragment2")
    both = said(b"fragment1fragment2")
    within = [two[0], masked(PING, b"ping"), two[1]]
    five = pieces(b"f1", b"f2", b"f3", b"f4", b"f5")
    among = [*five[:2], masked(PING, b"1"), *five[2:4], masked(PING, b"2"), five[4]]
    pongs: list[Answer] = [("pong", b"1"), ("pong", b"2")]
    stray, last = masked(MORE, b"stray"), masked(LAST, b"stray")
    return [
        failed("5.1", [masked(0x09, b"f1"), masked(0x80, b"f2")], 1002),
        failed("5.2", [masked(0x0A, b"f1"), masked(0x80, b"f2")], 1002),
        ended("5.3", [b"".join(two)], both),
        ended("5.4", two, both),
        ended("5.5", octets(b"".join(two)), both),
        ended("5.6", [b"".join(within)], ("pong", b"ping"), both),
        ended("5.7", within, ("pong", b"ping"), both),
        ended("5.8", octets(b"".join(within)), ("pong", b"ping"), both),
        failed("5.9", [last + T], 1002),
        failed("5.10", [last, T], 1002),
        failed("5.11", octets(last + T), 1002),
        failed("5.12", [stray + T], 1002),
        failed("5.13", [stray, T], 1002),
        failed("5.14", octets(stray + T), 1002),
        failed("5.15", [*two, WAIT, stray, T], 1002, both),
        failed("5.16", [stray, *two], 1002),
        failed("5.17", [last, *two], 1002),
        failed("5.18", [two[0], masked(TEXT, b"fragment2")], 1002),
        ended("5.19", [b"".join(among)], *pongs, said(b"f1f2f3f4f5")),
        ended("5.20", among, *pongs, said(b"f1f2f3f4f5")),
    ]


def utf8() -> list[Case]:
    """Section 6. `UTF8` has what is sent as one message; here are the pieces, of which none need be UTF-8 by itself (5.6)."""
    greeting = "Hello-µ@ßöäüàá-UTF-8!!".encode()
    found = [
        ended("6.1.1", [masked(TEXT, b"")], said(b"")),
        ended("6.1.2", pieces(b"", b"", b""), said(b"")),
        ended("6.1.3", pieces(b"", b"middle frame payload", b""), said(b"middle frame payload")),
        ended("6.2.1", [masked(TEXT, greeting)], said(greeting)),
        ended("6.2.2", pieces(greeting[:12], greeting[12:]), said(greeting)),
        ended("6.2.3", pieces(*parts(greeting, 4)), said(greeting)),
        ended("6.2.4", pieces(*octets("κόσμ".encode())[:7], "κόσμ".encode()[7:]), said("κόσμ".encode())),
        failed("6.3.1", [masked(TEXT, KOSME + b"\xed\xa0\x80edited")], 1007),
        failed("6.3.2", pieces(*parts(KOSME + b"\xed\xa0\x80edited", 3)), 1007),
        failed("6.4.1", pieces(KOSME, b"\xf4\x90\x80\x80", b"edited"), 1007),
        failed("6.4.2", pieces(KOSME + b"\xf4", b"\x90", b"\x80\x80edited"), 1007),
        failed("6.4.3", [masked(TEXT, KOSME + b"\xf4\x90\x80\x80edited")], 1007),
        failed("6.4.4", octets(masked(TEXT, KOSME + b"\xf4\x90\x80\x80edited")), 1007),
    ]
    for section, (is_valid, texts) in enumerate(UTF8, 5):
        for number, text in enumerate(texts, 1):
            sent = [masked(TEXT, text)]
            valid = is_valid if is_valid is not None else text.decode(errors="ignore").encode() == text
            name = f"6.{section}.{number}"
            found.append(ended(name, sent, said(text)) if valid else failed(name, sent, 1007))
    return found


def closing() -> list[Case]:
    long = b"*" * 8192
    ahead: Otherwise = ([("close", 1000)], "5.5.1: a close may be answered before a message is")
    valid = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
    invalid = (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999)
    pair = pieces(b"fragment1", b"fragment2")
    within: Otherwise = ([("close", 1002)], "7.1.7: who breaks off a message may be told so")
    return [
        ended("7.1.1", [T], S),
        Case("7.1.2", [bye() + bye()], [("close", 1000)]),
        Case("7.1.3", [bye() + masked(PING, b"")], [("close", 1000)]),
        Case("7.1.4", [bye() + T], [("close", 1000)]),
        Case("7.1.5", [pair[0], bye() + pair[1]], [("close", 1000)], sees={"asgi": within}),
        Case(
            "7.1.6",
            [masked(TEXT, long) + bye() + masked(PING, b"")],
            [said(long), ("close", 1000)],
            sees={"asgi": ahead},
        ),
        Case("7.3.1", [masked(CLOSE, b"")], [("close", 1005)]),
        failed("7.3.2", [masked(CLOSE, b"a")], 1002),
        Case("7.3.3", [bye(1000)], [("close", 1000)]),
        Case("7.3.4", [bye(1000, HELLO)], [("close", 1000)]),
        Case("7.3.5", [bye(1000, b"*" * 123)], [("close", 1000)]),
        failed("7.3.6", [bye(1000, b"*" * 124)], 1002),
        failed("7.5.1", [bye(1000, b"\xce\xba\xe1\xbd\xb9\xed\xa0\x80edited")], 1007),
        *(Case(f"7.7.{number}", [bye(code)], [("close", code)]) for number, code in enumerate(valid, 1)),
        *(failed(f"7.9.{number}", [bye(code)], 1002) for number, code in enumerate(invalid, 1)),
        failed("7.13.1", [bye(5000)], 1002),
        failed("7.13.2", [bye(65535)], 1002),
    ]


def limits() -> list[Case]:
    """Ours: 8 KiB in a message, in 8 pieces."""
    found = []
    for number, size in enumerate((65536, 2**18, 2**20, 2**22, 2**23, 2**24), 1):
        whole = masked(TEXT, b"*" * size) if size == 65536 else masked(TEXT, b"", claim=size)
        found.append(failed(f"9.1.{number}", [whole], 1009, clause=OUR_BOUNDS))
    for number, size in enumerate((64, 256, 896), 1):
        found.append(failed(f"9.3.{number}", pieces(*[b"*" * size] * 9), 1008, clause=OUR_BOUNDS))
    found.append(failed("9.3.5", pieces(*[b"*" * 4096] * 3), 1009, clause=OUR_BOUNDS))
    for number, size in enumerate((64, 128, 256, 512, 1024, 2048), 1):
        found.append(ended(f"9.5.{number}", parts(masked(TEXT, b"*" * 8192), size), said(b"*" * 8192)))
    for number, size in enumerate((0, 16, 64, 256, 1024, 4096), 1):
        found.append(ended(f"9.7.{number}", [masked(TEXT, b"*" * size), WAIT] * 30, *[said(b"*" * size)] * 30))
    found.append(ended("10.1.1", pieces(*[b"*" * 1024] * 8), said(b"*" * 8192)))
    return found


def compressed() -> list[Case]:
    """Sections 12 (messages) and 13 (offers). Over ASGI nothing is agreed on: there a compressed message is a fault."""
    found = []
    refused: dict[str, Otherwise] = {"asgi": ([("close", 1002)], "RFC 7692, 5: a server may decline")}
    for number, size in enumerate((0, 16, 64, 256, 1024, 4096, 8192), 1):
        text = (b'{"t":"frame","seen":"%d"}' % size * 1000)[:size]
        steps = [masked(TEXT | 0x40, compress(text))] * 2 + [WAIT, WAIT, bye()]
        found.append(
            Case(f"12.1.{number}", steps, [said(text)] * 2 + [("close", 1000)], extensions=OFFERS[0], sees=refused)
        )
    sent = compress(b"Hello " * 100)
    steps = [*pieces(sent[:3], sent[3:6], sent[6:], first=FIRST | 0x40), WAIT, bye()]
    found.append(Case("12.2.1", steps, [said(b"Hello " * 100), ("close", 1000)], extensions=OFFERS[0], sees=refused))
    for number, offer in enumerate(OFFERS, 1):
        steps = [masked(TEXT, HELLO * 100), WAIT, bye()]
        found.append(Case(f"13.{number}", steps, [said(HELLO * 100), ("close", 1000)], extensions=offer))
    return found


OFFERS = (
    "permessage-deflate",
    "permessage-deflate; server_no_context_takeover",
    "permessage-deflate; server_max_window_bits=9",
    "permessage-deflate; server_max_window_bits=15",
    "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
    "permessage-deflate; server_no_context_takeover; server_max_window_bits=15",
    "permessage-deflate; server_max_window_bits=9, permessage-deflate; server_no_context_takeover, permessage-deflate",
)

CASES = [*framing(), *pings(), *reserved(), *fragments(), *utf8(), *closing(), *limits(), *compressed()]
