"""Texts and what is none: the sequences of section 6 of the Autobahn test suite, which are those of Markus Kuhn's UTF-8 test."""

from __future__ import annotations

_SURROGATES = "eda080 edadbf edae80 edafbf edb080 edbe80 edbfbf"
_PAIRS = "eda080edb080 eda080edbfbf edadbfedb080 edadbfedbfbf edae80edb080 edae80edbfbf edafbfedb080 edafbfedbfbf"
_CUT = "c0 e080 f08080 f8808080 fc80808080 df efbf f7bfbf fbbfbfbf fdbfbfbfbf"
_KOSME = "κόσμε".encode()


def _all(sequences: str) -> list[bytes]:
    return [bytes.fromhex(each) for each in sequences.split()]


def _lonely(first: int, last: int) -> bytes:
    return b"".join(bytes((byte, 0x20)) for byte in range(first, last + 1))


UTF8: list[tuple[bool | None, list[bytes]]] = [
    (True, [b"hello$world", *(b"hello%sworld" % letter.encode() for letter in "¢€𤭢"), _KOSME]),  # 6.5
    (None, [_KOSME[:length] for length in range(1, len(_KOSME) + 1)]),  # 6.6: each beginning; some end within a letter
    (True, _all("00 c280 e0a080 f0908080")),  # 6.7: the first of each length
    (False, _all("f888808080 fc8480808080")),
    (True, _all("7f dfbf efbfbf f48fbfbf")),  # 6.9: the last of each length
    (False, _all("f7bfbfbf fbbfbfbfbf fdbfbfbfbfbf")),
    (True, _all("ed9fbf ee8080 efbfbd f48fbfbf")),  # 6.11: on both sides of what is none; the fifth is in 6.10 and 6.4
    (False, [*_all("80 bf 80bf 80bf80 80bf80bf 80bf80bf80 80bf80bf80bf"), bytes(range(0x80, 0xBF))]),  # 6.12
    (False, [_lonely(*ends) for ends in ((0xC0, 0xDF), (0xE0, 0xEF), (0xF0, 0xF7), (0xF8, 0xFB), (0xFC, 0xFD))]),
    (False, _all(_CUT)),  # 6.14: the last byte is missing
    (False, [b"".join(_all(_CUT))]),
    (False, _all("fe ff fefeffff")),  # 6.16: bytes that are in no text
    (False, _all("c0af e080af f08080af f8808080af fc80808080af")),  # 6.17: longer than need be
    (False, _all("c1bf e09fbf f08fbfbf f887bfbfbf fc83bfbfbfbf")),
    (False, _all("c080 e08080 f0808080 f880808080 fc8080808080")),
    (False, _all(_SURROGATES)),  # 6.20
    (False, _all(_PAIRS)),
    (
        True,
        [chr(plane << 16 | 0xFFFE | last).encode() for plane in range(17) for last in (0, 1)],
    ),  # 6.22: no letters, but text
    (True, [chr(letter).encode() for letter in range(0xFFF9, 0x10000)]),  # 6.23
]
"""By section, from 6.5 on: whether these are texts (None: some of them), and the bytes."""
