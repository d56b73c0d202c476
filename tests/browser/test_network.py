"""Networks as halls have them: gone in the middle of a vote, back again, without websockets; and a server that dies and returns.

Each vote is counted in the end by the chair's page: once, and as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, WebSocketRoute, expect

from tests.browser.hall import CHOICE, INSECURE_NAME, MESSAGE, PAUSE, WALL, WORDS, Day, Server
from tests.browser.people import BACK_MS, People, double_tap, press, reload
from tests.browser.people import is_live as is_live  # also for those who have it from here

NO_NETWORK = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "WebSocket connection")


@pytest.fixture(scope="module")
def mortal_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be killed."""
    with Server(tmp_path_factory.mktemp("mortal"), INSECURE_NAME) as here:
        yield here


def choose(page: Page, option: str) -> None:
    page.get_by_text(option).tap()
    press(page, "Send my vote")


def test_a_vote_without_network_is_kept_and_counted_once(people: People, day: Day) -> None:
    """Offline in the middle of a vote: the phone says that it is kept; the page is lost and opened again; it counts once."""
    people.expect_complaints(*NO_NETWORK)
    day.ask(CHOICE)
    phone = people.phone(day)
    is_live(phone)
    phone.context.set_offline(True)
    choose(phone, "Not yet")
    expect(phone.get_by_text("Saved on this phone. Not sent yet.")).to_be_visible()
    expect(phone.get_by_text("Vote: Not yet")).to_be_visible()
    press(phone, "Change my vote")
    choose(phone, "Yes, a little")
    expect(phone.get_by_text("Vote: Yes, a little")).to_be_visible()
    assert day.turnout(CHOICE) == "0 of 1"

    assert phone.evaluate("isSecureContext") is False  # as on any phone in a hall that uses plain http
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.reload()  # the browser's own page comes instead of ours, and what we keep outlives it
    phone.close()
    phone = phone.context.new_page()
    phone.context.set_offline(False)
    phone.goto(day.url())
    expect(phone.get_by_text("Your vote is in.")).to_be_visible()
    expect(phone.locator("[data-receipt]")).to_have_text("Yes, a little")
    expect(phone.get_by_role("region", name="Kept on this phone")).to_be_hidden()
    assert day.turnout(CHOICE) == "1 of 1"
    phone.reload()
    expect(phone.get_by_text("Your vote is in.")).to_be_visible()
    day.reveal(CHOICE)
    assert day.rounds("Has co-production changed the way we do things here?") == [
        {"Yes, a lot": 0, "Yes, a little": 1, "Not yet": 0, "I’m not sure": 0}
    ]


def test_a_phone_that_comes_back_sees_what_it_missed_and_then_sends(people: People, day: Day) -> None:
    """A label written in a dead spot, while the chair goes on: first the page catches up, then the label is sent, once."""
    people.expect_complaints(*NO_NETWORK)
    day.show(MESSAGE)
    phone = people.phone(day)
    writing = phone.context.new_page()
    writing.goto(day.url("wall/write"))
    for page in (phone, writing):
        is_live(page)
    phone.context.set_offline(True)
    writing.get_by_label("I can contribute").fill("I can lend a ramp")
    press(writing, "Hang it on the wall")
    expect(writing.get_by_text("Label: I can lend a ramp")).to_be_visible()
    expect(writing.get_by_text("Not connected")).to_be_visible(timeout=BACK_MS)
    day.show(PAUSE)
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="Lunch and market place stalls")).to_be_visible(timeout=BACK_MS)
    # Either page may have sent it; the one that did not is told so in other words.
    expect(writing.get_by_text(re.compile("Your label (hangs on the wall|is in)"))).to_be_visible(timeout=BACK_MS)
    writing.goto(day.url("wall"))
    expect(writing.get_by_text("I can lend a ramp")).to_have_count(2)  # among my labels, and on the wall


def test_a_page_is_told_what_another_tab_of_the_phone_has_sent_for_it(people: People, day: Day) -> None:
    """A page on a line that is dead, as after a walk from one network to another, writes a label; another tab sends it."""

    def dead_line(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if '"t":"do"' in str(message) else server.send(message))

    phone = people.phone(day)
    writing = phone.context.new_page()
    writing.route_web_socket(re.compile("/live$"), dead_line)
    writing.goto(day.url("wall/write"))
    is_live(writing)
    words = writing.get_by_label("I can contribute")
    words.fill("I can lend a ramp")
    press(writing, "Hang it on the wall")
    expect(writing.get_by_text("Your label hangs on the wall.")).to_be_visible(timeout=BACK_MS)
    expect(words).to_have_value("")
    expect(writing.get_by_role("region", name="Kept on this phone")).to_be_hidden()

    words.fill("word " * 100)
    press(writing, "Hang it on the wall")
    expect(writing.get_by_text(re.compile("can have 300 letters at most")).first).to_be_visible(timeout=BACK_MS)
    assert words.input_value().startswith("word word")


def test_a_chairs_tap_that_got_stuck_does_not_surprise_the_hall_later(people: People, day: Day) -> None:
    """The chair's phone is in a dead spot when "Next" is pressed, and another one goes on. Minutes later the tap is let go."""
    day.show(MESSAGE)
    chair, screen = people.chair(day), people.screen(day)
    is_dead = False

    def dead_spot(socket: WebSocketRoute) -> None:
        """What the phone sends is lost for good. (Chromium delivers it later when it is only set offline.)"""
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if is_dead else server.send(message))

    chair.route_web_socket(re.compile("/live$"), dead_spot)
    chair.reload()
    is_live(chair)
    is_dead = True
    press(chair, "Next item")
    expect(chair.get_by_text("Waiting to be sent")).to_be_visible()
    day.show(PAUSE)
    chair.clock.fast_forward(120_000)
    expect(chair.get_by_text("This did not get through in time.")).to_be_visible()
    is_dead = False
    is_live(chair)
    expect(chair.get_by_role("heading", name="Lunch and market place stalls").first).to_be_visible(timeout=BACK_MS)
    expect(screen.get_by_role("heading", name="Lunch and market place stalls")).to_be_visible()
    press(chair, "Remove from this list")
    expect(chair.get_by_role("region", name="Kept on this phone")).to_be_hidden()


def test_a_server_that_dies_and_comes_back(people: People, mortal_server: Server) -> None:
    """Killed in the middle of a vote and started again: everybody comes back by themselves, and what was kept is sent. Meanwhile
    the screen keeps its picture and says quietly that it is not connected."""
    people.expect_complaints(*NO_NETWORK)
    day = mortal_server.day()
    day.ask(CHOICE)
    day.vote(CHOICE, "A")
    phone, chair, screen = people.phone(day), people.chair(day), people.screen(day)
    for page in (phone, chair, screen):
        is_live(page)
    expect(screen.locator(".count")).to_contain_text("1 of 2")

    mortal_server.kill()
    expect(screen.get_by_text("Not connected")).to_be_visible()
    expect(screen.locator(".count")).to_contain_text("1 of 2")
    expect(screen.get_by_role("heading", level=1)).to_be_visible()
    choose(phone, "Not yet")
    expect(phone.get_by_text("Saved on this phone. Not sent yet.")).to_be_visible()
    expect(chair.locator(".connection").first).to_have_text("Not connected")

    mortal_server.start()
    for page in (phone, chair, screen):
        is_live(page)
    expect(phone.get_by_text("Your vote is in.")).to_be_visible()
    expect(screen.locator(".count")).to_contain_text("2 of 2")
    expect(chair.get_by_text("2 of 2 have voted so far")).to_be_visible()
    press(chair, "Close voting")
    expect(phone.get_by_text("Voting closed", exact=True)).to_be_visible()


def test_a_late_vote_never_counts_for_the_next_round(people: People, day: Day) -> None:
    """Kept in a dead spot while the chair closes the question and asks it again: refused with a sentence, and not lost."""
    people.expect_complaints(*NO_NETWORK)
    day.ask(CHOICE)
    phone = people.phone(day)
    is_live(phone)
    phone.context.set_offline(True)
    choose(phone, "Not yet")
    expect(phone.get_by_text("Saved on this phone. Not sent yet.")).to_be_visible()
    day.reveal(CHOICE)
    day.chair.do("open_poll", poll=2, round=2)
    phone.context.set_offline(False)
    kept = phone.get_by_role("region", name="Kept on this phone")
    expect(kept.get_by_role("listitem")).to_contain_text("Vote: Not yet. ", timeout=BACK_MS)
    expect(kept.get_by_role("listitem")).to_contain_text("closed")
    expect(phone.get_by_text("Asked again")).to_be_visible()
    expect(phone.locator("input:checked")).to_have_count(0)
    assert day.turnout(CHOICE) == "0 of 1"
    press(phone, "Remove from this list")
    expect(kept).to_be_hidden()


def test_without_websockets(people: People, day: Day) -> None:
    """Where sockets are blocked, votes are counted and pages follow the chair all the same."""
    people.expect_complaints("WebSocket connection")
    day.ask(CHOICE)

    def block(socket: WebSocketRoute) -> None:
        socket.close()

    phone = people.phone(day)
    phone.route_web_socket(re.compile("/live$"), block)
    phone.reload()
    is_live(phone)
    choose(phone, "Not yet")
    expect(phone.get_by_text("Your vote is in.")).to_be_visible()
    assert day.turnout(CHOICE) == "1 of 1"
    day.show(PAUSE)
    expect(phone.get_by_role("heading", name="Lunch and market place stalls")).to_be_visible()


def test_a_double_tap_counts_once(people: People, day: Day) -> None:
    """Two taps in a row on a button send one thing: a vote, a label, and a press that a second one would take back."""
    day.ask(CHOICE)
    asker = day.joined()
    asker.do("post_label", kind="ask", text="Who knows the bus times?")
    phone = people.phone(day)
    sent: list[str] = []
    phone.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    reload(phone)
    phone.get_by_text("Not yet").tap()
    expect(phone.get_by_label("Not yet")).to_be_checked()
    double_tap(phone, phone.get_by_role("button", name="Send my vote"))
    expect(phone.get_by_text("Your vote is in.")).to_be_visible()
    assert sum('"t":"do"' in frame for frame in sent) == 1
    assert day.turnout(CHOICE) == "1 of 2"

    phone.goto(day.url("wall"))
    me_too = phone.get_by_role("button", name="Me too")
    is_live(phone)
    double_tap(phone, me_too)
    expect(me_too).to_have_text("Me too 1")
    expect(me_too).to_have_attribute("aria-pressed", "true")

    phone.goto(day.url("wall/write"))
    is_live(phone)
    phone.get_by_label("I can contribute").fill("I can hold the door")
    double_tap(phone, phone.get_by_role("button", name="Hang it on the wall"))
    expect(phone.get_by_text("Your label hangs on the wall.")).to_be_visible()
    phone.goto(day.url("wall"))
    expect(phone.locator("#wall-list").get_by_text("I can hold the door")).to_have_count(1)


def test_back_after_voting_shows_the_vote(people: People, day: Day) -> None:
    """The Back button leads to a page that knows the vote, follows the chair, and counts nothing twice."""
    day.ask(CHOICE)
    phone = people.phone(day)
    choose(phone, "Not yet")
    expect(phone.get_by_text("Your vote is in.")).to_be_visible()
    phone.get_by_role("link", name="The day").tap()
    expect(phone.get_by_role("heading", name="The day")).to_be_visible()
    phone.go_back()
    expect(phone.locator("[data-receipt]")).to_have_text("Not yet")
    expect(phone.get_by_role("button", name="Change my vote")).to_be_visible()
    is_live(phone)
    assert day.turnout(CHOICE) == "1 of 1"
    day.close(CHOICE)
    expect(phone.get_by_text("Voting closed", exact=True)).to_be_visible()


def test_a_page_that_was_put_to_rest_wakes_up(people: People, day: Day) -> None:
    """A page that sleeps while the chair goes on (a lock screen, the back/forward cache) catches up when it is shown."""
    day.show(MESSAGE)
    phone = people.phone(day)
    is_live(phone)
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    is_live(phone)
    day.show(PAUSE)
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(phone.get_by_role("heading", name="Lunch and market place stalls")).to_be_visible()


def test_frames_leave_what_somebody_types_alone(people: People, day: Day) -> None:
    """Votes of others and new labels come in while somebody writes: words, caret and selection stay."""
    day.ask(WORDS)
    phone = people.phone(day)
    box = phone.get_by_role("textbox", name="Your answer")
    box.fill("By asking each other")
    box.evaluate("box => box.setSelectionRange(3, 9)")
    day.vote(WORDS, ["With tea"], ["With cake"])
    expect(phone.get_by_text("2 of 3 people have voted")).to_be_visible()
    day.close(WORDS)
    day.chair.do("open_poll", poll=3, round=1)
    expect(phone.get_by_text("Voting open")).to_be_visible()
    expect(phone.get_by_role("textbox", name="Your answer")).to_have_value("By asking each other")

    day.show(WALL)
    writing = people.phone(day, "wall/write")
    words = writing.get_by_label("I can contribute")
    words.fill("I can mend bicycles")
    words.evaluate("box => box.setSelectionRange(2, 5)")
    day.joined().do("post_label", kind="ask", text="Who has a bicycle?")
    day.show(PAUSE)
    writing.keyboard.type("will")
    expect(words).to_have_value("I will mend bicycles")
    expect(words).to_be_focused()


def test_a_revoked_link_says_so(people: People, server: Server, day: Day) -> None:
    """A chair whose link is revoked is told on the page at once, and by a plain page on coming again."""
    people.expect_complaints("403")
    chair = people.chair(day)
    is_live(chair)
    server.desk("revoke", code=day.code, role="chair")
    expect(chair.locator(".connection").first).to_have_text(
        "This link is no longer in force. Please ask for a new one."
    )
    chair.reload()
    expect(chair.get_by_text("This link is not in force (any more). Please ask for a new one.")).to_be_visible()
