"""Own words, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from live.conference.polls.open_text import OpenText
from tests.browser.hall import Server
from tests.browser.people import People
from tests.browser.voting import Voting, walk_to


def test_with_a_finger_a_keyboard_and_without_scripts(own_machine: Server, people: People) -> None:
    hall = Voting(own_machine, people, OpenText())
    phone = hall.by_touch()
    words = phone.get_by_label("Your answer")
    words.tap()
    expect(words).to_be_focused()  # keys go there a moment after the finger has left
    phone.keyboard.type("Time to listen")
    hall.send(phone)
    assert hall.said(phone) == "Time to listen"

    keys = hall.by_keyboard()
    walk_to(keys, "textbox", "Your answer")
    keys.keyboard.type("Trust")
    hall.send_by_keyboard(keys)

    plain = hall.without_scripts()
    plain.get_by_label("Your answer").fill("Zeit <b>und</b> Geduld")
    hall.send(plain)
    assert hall.reveal()["answers"] == ["Time to listen", "Trust", "Zeit <b>und</b> Geduld"]


def test_it_shuts_nobody_out(own_machine: Server, people: People) -> None:
    assert Voting(own_machine, people, OpenText()).looked_at() == []
