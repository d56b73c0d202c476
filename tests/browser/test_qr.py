"""The QR code on the screen leads to the conference: read back from a photograph of what the projector shows."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import CHOICE, PRIORITY, WALL, Day
from tests.browser.people import People

# The browser itself opens the photograph, on a page of its own: how bright each point is, line after line.
BRIGHTNESS = """async (png) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const { width, height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(picture, 0, 0);
  const points = pen.getImageData(0, 0, width, height).data;
  let text = "";
  for (let at = 0; at < points.length; at += 4)
    text += String.fromCharCode((points[at] + points[at + 1] + points[at + 2]) / 3);
  return [width, height, btoa(text)];
}"""

Reader = Callable[[Page], list[str]]


@pytest.fixture
def read(browser: Browser) -> Reader:
    """What the QR codes in a photograph of a page say."""

    def read_page(page: Page) -> list[str]:
        darkroom = browser.new_page()
        try:
            width, height, points = darkroom.evaluate(BRIGHTNESS, base64.b64encode(page.screenshot()).decode())
        finally:
            darkroom.close()
        picture = memoryview(base64.b64decode(points)).cast("B", (height, width))
        return [code.text for code in zxingcpp.read_barcodes(picture)]

    return read_page


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
def test_the_code_in_the_waiting_room_is_read_back(
    people: People, read: Reader, day: Day, width: int, height: int
) -> None:
    screen = people.screen(day, viewport={"width": width, "height": height})
    expect(screen.get_by_role("img", name="QR code")).to_be_visible()
    assert read(screen) == [day.join_link]


def test_the_code_in_the_corner_is_read_back_whatever_is_on(people: People, read: Reader, day: Day) -> None:
    """While a question is open, while its result stands, over the wall, and on a blank screen."""
    screen = people.screen(day)
    day.ask(CHOICE)
    expect(screen.get_by_text("Voting open")).to_be_visible()
    assert read(screen) == [day.join_link]
    day.ask(PRIORITY)
    day.vote(PRIORITY, "ACE", "EG")
    day.reveal(PRIORITY)
    expect(screen.get_by_role("listitem").filter(has_text="Personal stories")).to_contain_text("2")
    assert read(screen) == [day.join_link]
    day.role("facilitator").do("choose_look", waits="nobody")
    day.joined().do("post_label", kind="ask", text="Who knows the bus times?")
    day.show(WALL)
    expect(screen.get_by_text("Who knows the bus times?")).to_be_visible()
    assert read(screen) == [day.join_link]
    day.chair.do("blank_screen", on="yes")
    expect(screen.get_by_role("heading", name="The screen is blank for now")).to_be_attached()
    assert read(screen) == [day.join_link]


def test_a_phone_that_scans_it_is_in(people: People, read: Reader, day: Day) -> None:
    """The address in the code opens the door, without anything to type."""
    [address] = read(people.screen(day))
    phone = people.phone(day)
    phone.context.clear_cookies()
    phone.goto(address)
    expect(phone.get_by_role("button", name="Take part")).to_be_visible()
