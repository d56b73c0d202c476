"""What a phone may send, well made and damaged."""

from __future__ import annotations

from hypothesis import strategies as st

from live.wire.deflate import compress
from live.wire.frames import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT


def masked(
    first: int, payload: bytes, mask: bytes = b"\x37\xfa\x21\x3d", *, form: int = 0, claim: int | None = None
) -> bytes:
    """A frame as a browser sends it. `first`: its first byte. `form`: 0 for the shortest length, 126 or 127 for a longer one.
    `claim`: the length it claims to have."""
    size = len(payload) if claim is None else claim
    form = form or (size if size < 126 else 126 if size < 65536 else 127)
    longer = size.to_bytes(2 if form == 126 else 8, "big") if form > 125 else b""
    head = bytes((first, 0x80 | form)) + longer
    return head + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))


def text(words: str | bytes) -> bytes:
    return masked(0x80 | TEXT, words.encode() if isinstance(words, str) else words)


words = st.text(max_size=200).map(str.encode)
payloads = st.one_of(words, st.binary(max_size=200), st.sampled_from([b"x" * 125, b"y" * 126, b"z" * 65536]))
masks = st.binary(min_size=4, max_size=4)
controls = st.builds(masked, st.sampled_from([0x80 | PING, 0x80 | PONG]), st.binary(max_size=125), masks)
closes = st.one_of(
    st.builds(
        lambda code, why: masked(0x80 | CLOSE, code.to_bytes(2, "big") + why),
        st.integers(999, 5001),
        words.map(lambda w: w[:123]),
    ),
    st.builds(masked, st.just(0x80 | CLOSE), st.binary(max_size=125)),
)


@st.composite
def messages(draw: st.DrawFn, deflate: bool = False, between: bool = True) -> bytes:
    """One message in up to 8 pieces, with control frames between them."""
    payload = draw(payloads)
    first = draw(st.sampled_from([TEXT, BINARY]))
    if deflate and draw(st.booleans()):
        payload, first = compress(payload), first | 0x40
    cuts = sorted(draw(st.lists(st.integers(0, len(payload)), max_size=7)))
    made = b""
    for place, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(payload)], strict=True)):
        fin = 0x80 if place == len(cuts) else 0
        made += masked(fin | (first if place == 0 else CONTINUATION), payload[start:end], draw(masks))
        if between and not fin and draw(st.booleans()):
            made += draw(controls)
    return made


@st.composite
def odd_frames(draw: st.DrawFn) -> bytes:
    """Any first byte, any form of length, a mask or none."""
    payload = draw(payloads)[:300]
    made = bytearray(masked(draw(st.integers(0, 255)), payload, form=draw(st.sampled_from([0, 126, 127]))))
    if draw(st.integers(0, 9)) == 0:
        made[1] &= 0x7F
    return bytes(made)


@st.composite
def streams(draw: st.DrawFn, deflate: bool = False) -> bytes:
    """What a phone sends in a while: mostly well made, sometimes damaged in a byte or two, sometimes not sent to its end."""
    parts = draw(st.lists(st.one_of(messages(deflate), messages(deflate), controls, closes, odd_frames()), max_size=6))
    made = bytearray(b"".join(parts))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        if made:
            made[draw(st.integers(0, len(made) - 1))] = draw(st.integers(0, 255))
    return bytes(made[: draw(st.integers(0, len(made)))] if draw(st.booleans()) else made)


@st.composite
def cuts_of(draw: st.DrawFn, stream: bytes) -> list[bytes]:
    """The stream, cut where the network likes."""
    places = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    return [stream[start:end] for start, end in zip([0, *places], [*places, len(stream)], strict=True)]
