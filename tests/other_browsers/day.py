"""A delegate's day on one phone: coming in, writing, looking, going back and forth, and a server that goes away meanwhile."""

from __future__ import annotations

from tests.browser.hall import BOARD, CHOICE, MESSAGE, WALL
from tests.other_browsers.hall import DESK, EXPECTED_WHILE_GONE, PHONE, PROJECTOR, Hall
from tests.other_browsers.page import Page

ANSWERS = ("Yes, a little", "Not yet")
LABEL = "How do I begin when nobody answers the phone?"
TOPIC = "Who holds the pen?"
KEPT = "Saved on this phone. Not sent yet."


def the_screen_and_a_phone_follow_the_chair(hall: Hall) -> None:
    screen, chair, phone = hall.screen(PROJECTOR), hall.by_link("chair"), hall.phone()
    question = "Has co-production changed the way we do things here?"
    chair.press(f"Go to “{question}”")
    for page in (screen, phone):
        page.sees(question)
    chair.press("Open voting")
    screen.sees("Voting open")
    phone.choose(ANSWERS[0])
    phone.press("Send my vote")
    phone.sees("You chose", ANSWERS[0])
    screen.sees("1 of 1")
    chair.press("Close voting")
    for page in (screen, phone):
        page.sees("Voting closed")
    chair.press("Show result")
    phone.sees("Only how many took part is shown")
    chair.press("Blank")
    screen.sees_no(question)


def a_label_that_was_begun_survives_a_reload_and_hangs_on_the_wall(hall: Hall) -> None:
    hall.day.show(WALL)
    desk = hall.by_link("facilitator", DESK)
    desk.open(hall.day.url("facilitator/labels"))
    phone = hall.phone(path="wall/write")
    phone.write("I want to ask", LABEL)
    phone.reload()
    phone.is_live()
    phone.until("(text) => document.getElementById('ask').value === text", LABEL, what="to find what was begun")
    phone.press("Hang it on the wall")
    phone.sees("Your label hangs on the wall.")
    desk.sees(LABEL)
    phone.press("Labels")
    phone.sees(LABEL, "Yours")


def a_topic_is_proposed_and_stands_on_the_board(hall: Hall) -> None:
    hall.day.show(BOARD)
    desk = hall.by_link("facilitator", DESK)
    desk.open(hall.day.url("facilitator"))
    desk.is_live()
    phone = hall.phone(path="board/propose")
    phone.write("What is it about?", TOPIC)
    phone.write("Your first name", "Anna")
    phone.press("Put it on the board")
    phone.sees("Waiting for a place")
    desk.sees(TOPIC)
    desk.drag("[data-drag-topic]", "[data-drop-cell='first/pentland']")
    desk.until(
        "(title) => document.querySelector(\"[data-drop-cell='first/pentland']\").textContent.includes(title)",
        TOPIC,
        what="to see the topic where it was dropped",
    )


def a_vote_is_kept_while_the_server_is_gone_and_counted_once(hall: Hall) -> None:
    """It is killed twice: the phone comes back by itself, and once more after it was shut while it kept a vote."""
    hall.expected += EXPECTED_WHILE_GONE
    hall.day.ask(CHOICE)
    phone = hall.phone()
    phone.sees("Send my vote")
    hall.server.kill()
    phone.is_cut_off()
    phone.choose(ANSWERS[0])
    phone.press("Send my vote")
    phone.sees(KEPT)
    hall.server.start()
    is_in(phone, ANSWERS[0])
    hall.server.kill()
    phone.is_cut_off()
    phone.press("Change my vote")
    phone.choose(ANSWERS[1])
    phone.press("Send my vote")
    phone.sees(KEPT)
    phone.open("about:blank")
    hall.server.start()
    phone.open(hall.day.url())
    is_in(phone, ANSWERS[1])
    phone.until(
        "() => !Object.keys(localStorage).some((key) => key.includes('.outbox.'))", what="to have nothing left to send"
    )
    hall.day.reveal(CHOICE)
    [counted] = hall.day.rounds("Has co-production changed the way we do things here?")
    assert counted is not None
    assert {answer: votes for answer, votes in counted.items() if votes} == {ANSWERS[1]: 1}


def is_in(phone: Page, chosen: str) -> None:
    phone.is_live()
    phone.until(
        "(chosen) => document.querySelector('form[data-state=counted] [data-receipt]')?.textContent === chosen",
        chosen,
        what=f"to be told that “{chosen}” is in",
    )


def the_back_button_leads_to_a_page_that_lives(hall: Hall) -> None:
    """Whether the browser kept the page or loads it anew: it is connected, shows what is now, and remembers the vote."""
    hall.day.ask(CHOICE)
    phone = hall.phone()
    phone.choose(ANSWERS[0])
    phone.press("Send my vote")
    is_in(phone, ANSWERS[0])
    phone.run("() => { addEventListener('pageshow', ({persisted}) => { window.wasKept = persisted; }); }")
    phone.press("Labels")
    phone.until("() => location.pathname.endsWith('/wall')", what="to come to the wall")
    phone.is_live()
    hall.day.close(CHOICE)
    phone.back()
    phone.until("() => !location.pathname.endsWith('/wall')", what="to be back")
    phone.is_live()
    phone.sees("Voting closed")
    hall.notes.append(
        "Back: " + ("the page was kept" if phone.run("() => !!window.wasKept") else "the page was loaded anew")
    )
    hall.day.show(MESSAGE)
    phone.sees("Nobody here is only a visitor")


def a_link_that_is_revoked_ends_its_page_for_good(hall: Hall) -> None:
    chair = hall.by_link("chair", PHONE)
    hall.server.desk("revoke", code=hall.day.code, role="chair")
    chair.sees("This link is no longer in force.")
    chair.until("() => document.querySelector('.connection').dataset.state === 'offline'", what="to stay away")
