"""Text that is too long: nothing that was pasted or typed is cut, and the page says how much is too many."""

from __future__ import annotations

import re

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.hall import Day
from tests.browser.people import BACK_MS, People, press


def test_what_is_pasted_is_never_cut_short(people: People, day: Day) -> None:
    """A label of 310 letters is pasted, refused with all of it still there, made shorter, and hangs."""
    phone = people.phone(day, "wall/write")
    expect(phone.locator(".connection")).to_have_text("Connected")
    box = phone.get_by_label("I want to ask")
    pasted = "Who pays? " * 30 + "And when??"
    box.focus()
    phone.keyboard.insert_text(pasted)
    expect(box).to_have_value(pasted)
    expect(phone.get_by_text("10 letters too many")).to_be_visible()
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("A label can have 300 letters at most. Yours has 310.")).to_be_visible()
    expect(box).to_have_value(pasted)
    expect(box).to_have_attribute("aria-invalid", "true")

    box.fill("Who pays? And when??")
    expect(phone.get_by_text("280 letters left")).to_be_visible()
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("Your label hangs on the wall.")).to_be_visible()
    expect(box).to_have_value("")


def test_what_no_form_may_bring_is_refused_and_stands_in_nobodys_way_where_sockets_are_blocked(
    people: People, day: Day
) -> None:
    """It is too long to be read at all, and yet what comes after it arrives."""
    people.expect_complaints("WebSocket connection", "413")

    def block(socket: WebSocketRoute) -> None:
        socket.close()

    phone = people.phone(day, "wall/write")
    phone.route_web_socket(re.compile("/live$"), block)
    phone.reload()
    expect(phone.locator(".connection")).to_have_text("Connected", timeout=BACK_MS)
    box = phone.get_by_label("I want to ask")
    pasted = "é" * 14_000
    box.fill(pasted)
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("This is longer than anything that these pages send.")).to_be_visible()
    expect(box).to_have_value(pasted)
    box.fill("Who pays? And when??")
    press(phone, "Hang it on the wall")
    expect(phone.get_by_text("Your labels: 1")).to_be_visible()
