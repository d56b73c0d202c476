"""The wire as the browser sees it: is compression agreed on, does it read what is large, and with which code does it end."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.other_browsers.hall import EXPECTED_WHILE_GONE, Hall

WRITERS, LABELS, LETTERS = 10, 200, 280
LONG_MS = 20_000
SILENCES = 7

LISTEN = """(view) => new Promise((tell) => {
  const {base = "", code} = document.documentElement.dataset;
  const socket = window.second = new WebSocket(`${location.origin.replace("http", "ws")}${base}/${code}/live`);
  window.ended = new Promise((ends) => { socket.onclose = ({code, wasClean}) => ends([code, wasClean]); });
  socket.onopen = () => socket.send(JSON.stringify({t: "hello", views: {[view]: ""}, epoch: "", at: 0}));
  socket.onmessage = ({data}) => JSON.parse(data).view === view && tell({extensions: socket.extensions, frame: data});
})"""
"""Open a second socket that asks for the whole of a view → what was agreed on, and the frame."""


def compression_is_agreed_on_as_set(hall: Hall, compressed: bool) -> None:
    """And what is larger than 64 KB, plain or compressed, arrives whole."""
    words = [f"{number} " + scramble(number) for number in range(LABELS)]
    writers = [hall.day.joined() for _ in range(WRITERS)]
    for number, text in enumerate(words):
        writers[number % WRITERS].do("post_label", kind="ask", text=text)
    phone = hall.phone(path="wall")
    told: Any = phone.run(LISTEN, "wall")
    assert ("permessage-deflate" in told["extensions"]) == compressed, told["extensions"]
    frame = told["frame"]
    hall.notes.append(f"{'compressed' if compressed else 'plain'}; the frame has {len(frame):,} letters")
    assert len(frame) > 64 * 1024
    missing = [text for text in words if text not in frame]
    assert missing == [], f"{len(missing)} of {LABELS} labels did not arrive"
    assert phone.run("() => window.second.readyState") == 1


def scramble(number: int) -> str:
    """Letters that compress badly, other ones for each number."""
    return "".join(
        Random(number).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äöüßłøé漢字", k=LETTERS)
    )


def a_server_that_is_stopped_says_so_and_the_page_comes_back(hall: Hall) -> None:
    """1012, “service restart”, which WebKitGTK does not know and takes for 1006, as when a killed one says nothing."""
    hall.expected += EXPECTED_WHILE_GONE
    phone = hall.phone()
    for end, code in ((hall.server.stop, 1012), (hall.server.kill, 1006)):
        phone.run(LISTEN, "now")
        end()
        ended = phone.until("() => window.ended", what="the second socket to end")
        assert ended[0] in (code, 1006), ended
        hall.notes.append(f"{end.__name__}: {ended[0]}")
        phone.is_cut_off()
        hall.server.start()
        phone.is_live()


def nothing_is_said_for_two_minutes_and_nobody_is_given_up(hall: Hall) -> None:
    """The browser answers the server's pings by itself; unanswered, a socket is given up after 120 seconds."""
    phone = hall.phone()
    phone.run(LISTEN, "now")
    end = f"() => Promise.race([window.ended, new Promise((later) => setTimeout(later, {LONG_MS}, 'silence'))])"
    for _ in range(SILENCES):
        assert phone.run(end) == "silence"
    assert phone.run("() => window.second.readyState") == 1
    phone.is_live()
