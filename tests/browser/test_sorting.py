"""Labels into themes in a real browser: dragged with a mouse and with a finger, by keys, by two people at once; and undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.hall import Day
from tests.browser.looking import looked_at_by_all
from tests.browser.people import PHONE, People, is_live, press

THEMES = ("Sharing power", "Time and money", "Plain English")
WORDS = (
    "Who pays for the bus?",
    "How do we share power?",
    "Can my GP practice do this?",
    "What happened to last year’s ideas?",
)
WCAG_LEAST = 24  # SC 2.5.8, for desks that are used with a mouse
MANY = 600
BACK_MS = 30_000  # until a page notices that the network is there again


@pytest.fixture
def sorted_day(day: Day) -> Day:
    """Four questions on the wall of the day, and three themes."""
    ann = day.joined("Ann")
    for text in WORDS:
        ann.do("post_label", kind="ask", text=text, signed="Ann")
    desk = day.role("facilitator")
    for title in THEMES:
        desk.do("name_theme", title=title, text=f"All about {title.lower()}")
    return day


def themes(people: People, day: Day, path: str = "facilitator/themes") -> Page:
    page = people.facilitator(day)
    page.goto(day.url(path))
    is_live(page)
    return page


def column(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=re.compile(rf"^(\d )?{title}$"))


def card(page: Page, title: str, text: str) -> Locator:
    return column(page, title).get_by_role("listitem").filter(has_text=text)


def shown(page: Page, title: str, *texts: str) -> None:
    """What stands in a column, the newest first."""
    expect(column(page, title).locator(".tag__text")).to_have_text([re.compile(re.escape(text)) for text in texts])


LOOSE = "Not in a theme yet"


def test_a_mouse_drags_labels_and_undo_takes_them_back(people: People, sorted_day: Day) -> None:
    page = themes(people, sorted_day)
    page.set_viewport_size({"width": 1280, "height": 1400})
    card(page, LOOSE, WORDS[0]).locator(".tag__text").drag_to(column(page, THEMES[1]))
    shown(page, THEMES[1], WORDS[0])
    shown(page, LOOSE, *reversed(WORDS[1:]))
    expect(page.locator("#moved")).to_have_text(f"“{WORDS[0]}” is put under “{THEMES[1]}”.")
    card(page, THEMES[1], WORDS[0]).locator(".tag__text").drag_to(column(page, THEMES[2]))
    shown(page, THEMES[2], WORDS[0])
    shown(page, THEMES[1])
    card(page, THEMES[2], WORDS[0]).locator(".tag__text").drag_to(column(page, LOOSE))
    shown(page, LOOSE, *reversed(WORDS))
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    shown(page, THEMES[2], WORDS[0])
    page.keyboard.press("Control+z")
    shown(page, THEMES[1], WORDS[0])
    shown(page, THEMES[2])
    undo.click()
    shown(page, LOOSE, *reversed(WORDS))
    expect(undo).to_be_disabled()


def test_keys_put_label_after_label_and_the_focus_goes_on(people: People, sorted_day: Day) -> None:
    page = themes(people, sorted_day)
    card(page, LOOSE, WORDS[3]).get_by_role("link").focus()
    page.keyboard.press("2")
    shown(page, THEMES[1], WORDS[3])
    expect(card(page, LOOSE, WORDS[2]).get_by_role("link")).to_be_focused()
    for key in "12":  # quickly, one after the other
        page.keyboard.press(key)
        expect(card(page, LOOSE, WORDS[2 if key == "1" else 1])).to_have_count(0)
    shown(page, THEMES[0], WORDS[2])
    shown(page, THEMES[1], WORDS[3], WORDS[1])
    shown(page, LOOSE, WORDS[0])
    page.keyboard.press("ArrowRight")
    expect(card(page, THEMES[0], WORDS[2]).get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(card(page, THEMES[1], WORDS[1]).get_by_role("link")).to_be_focused()
    page.keyboard.press("0")
    shown(page, LOOSE, WORDS[1], WORDS[0])
    expect(card(page, THEMES[1], WORDS[3]).get_by_role("link")).to_be_focused()
    page.keyboard.press("9")
    expect(page.locator("#moved")).to_have_text("There is no theme 9.")
    page.get_by_label("A new theme").focus()
    page.keyboard.type("2030")
    expect(page.get_by_label("A new theme")).to_have_value("2030")
    shown(page, LOOSE, WORDS[1], WORDS[0])


def test_the_box_puts_a_label_under_several_themes(people: People, sorted_day: Day) -> None:
    page = themes(people, sorted_day)
    card(page, LOOSE, WORDS[0]).get_by_role("link", name="Put under").click()
    box = page.get_by_role("dialog", name="Put under")
    expect(box).to_contain_text(WORDS[0])
    for title in THEMES[:2]:
        box.get_by_role("button", name=title).click()
        shown(page, title, WORDS[0])
        expect(box.get_by_role("button", name=title)).to_have_attribute("aria-pressed", "true")
    box.get_by_role("button", name=THEMES[0]).click()
    shown(page, THEMES[0])
    box.get_by_role("button", name="Done").click()
    shown(page, THEMES[1], WORDS[0])
    expect(box).to_be_hidden()


def test_the_keys_go_on_at_the_next_label_after_the_box(people: People, sorted_day: Day) -> None:
    page = themes(people, sorted_day)
    card(page, LOOSE, WORDS[2]).get_by_role("link").press("Enter")
    page.keyboard.press("Escape")
    expect(card(page, LOOSE, WORDS[2]).get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    shown(page, THEMES[0], WORDS[2])
    page.keyboard.press("Escape")
    expect(card(page, LOOSE, WORDS[1]).get_by_role("link")).to_be_focused()


def test_a_quote_is_picked_with_one_tap(people: People, sorted_day: Day) -> None:
    sorted_day.role("facilitator").do("sort_label", label=1, theme=1)
    page = themes(people, sorted_day)
    press(page, "Quote it")
    picked = page.get_by_role("button", name="Is a quote")
    expect(picked).to_have_attribute("aria-pressed", "true")
    press(page, "Is a quote")
    expect(page.get_by_role("button", name="Quote it")).to_have_attribute("aria-pressed", "false")


def test_two_facilitators_at_once_lose_no_moves(people: People, sorted_day: Day) -> None:
    """Neither sees what the other does: both sort all labels, each under another theme, while they have no network. When it is
    back, every label stands under both."""
    people.expect_complaints("ERR_INTERNET_DISCONNECTED", "WebSocket")
    one, other = themes(people, sorted_day), themes(people, sorted_day)
    for page, key in ((one, "1"), (other, "2")):
        page.context.set_offline(True)
        for text in WORDS:
            card(page, LOOSE, text).get_by_role("link").focus()
            page.keyboard.press(key)
    for page in (one, other):
        page.context.set_offline(False)
    for page in (one, other):
        for title in THEMES[:2]:
            expect(column(page, title).locator(".tag__text")).to_have_count(len(WORDS), timeout=BACK_MS)
            shown(page, title, *reversed(WORDS))
        shown(page, LOOSE)
        shown(page, THEMES[2])


def touch(line: CDPSession, kind: str, *at: tuple[float, float]) -> None:
    line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})


def test_a_finger_drags_a_label_after_it_has_rested(people: People, sorted_day: Day) -> None:
    page = people.somebody({**PHONE, "viewport": {"width": 1024, "height": 768}})
    page.goto(sorted_day.links["facilitator"])
    page.get_by_role("button", name="Open it on this device").click()
    expect(page.get_by_role("main")).not_to_contain_text("Open it on this device")
    page.goto(sorted_day.url("facilitator/themes"))
    expect(page.locator(".connection")).to_have_attribute("data-state", "live")
    text = card(page, LOOSE, WORDS[3]).locator(".tag__text")
    text.scroll_into_view_if_needed()
    start, goal = text.bounding_box(), column(page, THEMES[0]).bounding_box()
    assert start is not None
    assert goal is not None
    begin = (start["x"] + 20, start["y"] + 10)
    line = page.context.new_cdp_session(page)
    touch(line, "touchStart", begin)
    page.clock.fast_forward(400)
    expect(page.locator("[data-dragging]")).to_have_count(1)
    touch(line, "touchMove", (begin[0] + 40, begin[1]))
    touch(line, "touchMove", (goal["x"] + 30, goal["y"] + 30))
    expect(page.locator("[data-drop-here]")).to_have_count(1)
    touch(line, "touchEnd")
    shown(page, THEMES[0], WORDS[3])


@pytest.mark.parametrize("path", ["themes", "themes?show=loose", "themes/label/1", "tables", "tables/1", "tables/1/1"])
def test_everybody_can_use_the_pages(people: People, sorted_day: Day, path: str) -> None:
    desk = sorted_day.role("facilitator")
    desk.do("name_table", title="Who is it for", prompt=0)
    for title in ("Frontline workers", "Donaudampfschifffahrtsgesellschaftskapitäne and others"):
        desk.do("name_theme", title=title, table=1)
    for label, theme in ((1, 4), (2, 4), (2, 5), (1, 1), (2, 2), (1, 3)):
        desk.do("sort_label", label=label, theme=theme)
    desk.do("pick_quote", label=1, theme=1)
    page = themes(people, sorted_day, f"facilitator/{path}")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    complaints = looked_at_by_all(page, least=WCAG_LEAST, width=1280, height=800)
    if path == "themes":
        page.get_by_role("link", name="Put under").first.click()
        complaints += looked_at_by_all(page, least=WCAG_LEAST, width=1280, height=800)
    assert not complaints, "\n" + "\n".join(complaints)


def test_answers_are_put_into_rows_by_keys_alone(people: People, sorted_day: Day) -> None:
    desk = sorted_day.role("facilitator")
    desk.do("name_table", title="Who is it for", prompt=0)
    for title in ("Carers", "Everybody"):
        desk.do("name_theme", title=title, table=1)
    page = themes(people, sorted_day, "facilitator/tables/1")
    page.get_by_role("link", name="Put answers into rows").click()
    for number, keys in enumerate(("1", "12", "2", ""), 1):
        expect(page.get_by_text(f"Answer {number} of 4")).to_be_visible()
        is_live(page)
        for key in keys:
            page.keyboard.press(key)
            expect(page.locator(f".put[data-key='{key}']")).to_have_attribute("aria-pressed", "true")
        if number < 4:
            page.keyboard.press("ArrowRight")
    page.goto(sorted_day.url("facilitator/tables/1"))
    expect(page.get_by_text("4 marks. 3 of 4 answers are in a row.")).to_be_visible()
    expect(page.locator(".tally__title")).to_have_text(["Carers", "Everybody"])
    expect(page.locator(".tally__count")).to_have_text(["2", "2"])
    page.get_by_text("2 answers").first.click()
    page.get_by_role("link", name=WORDS[0]).click()
    expect(page.get_by_text("Answer 1 of 4")).to_be_visible()


def test_with_six_hundred_labels_the_page_stays_usable(people: People, day: Day) -> None:
    for number in range(20):
        caller = day.joined(f"Person {number}")
        for one in range(MANY // 20):
            caller.do(
                "post_label", kind="ask", text=f"Question {number * 30 + one + 1}: who decides, and who is asked?"
            )
    desk = day.role("facilitator")
    for number in range(12):
        desk.do("name_theme", title=f"Theme {number + 1}")
    for label in range(1, 21):
        desk.do("sort_label", label=label, theme=label % 12 + 1)
    page = themes(people, day)
    expect(page.locator("#desk-theme-0-labels > li")).to_have_count(580)
    page.locator("#desk-theme-0-labels [data-put]").first.focus()
    page.evaluate(
        """() => {
          [window.took, window.moved] = [[], []];
          new PerformanceObserver((list) => took.push(...list.getEntries().map(({ duration }) => Math.round(duration))))
            .observe({ type: "longtask" });
          const told = (what, nodes) => [...nodes].filter((node) => node.tagName).map((node) => [what, node.tagName]);
          new MutationObserver((changes) => {
            for (const { addedNodes, removedNodes } of changes)
              moved.push(...told("came", addedNodes), ...told("went", removedNodes));
          }).observe(document.getElementById("desk-theme-list"), { childList: true, subtree: true });
        }"""
    )
    for number in range(10):
        page.keyboard.press(str(number % 9 + 1))
        expect(page.locator("#desk-theme-0-labels > li")).to_have_count(579 - number)
        expect(page.locator("#desk-theme-0-labels [data-put]").first).to_be_focused()
    assert sorted(page.evaluate("moved")) == [["came", "LI"]] * 10 + [["went", "LI"]] * 10, (
        "one label leaves, and comes"
    )
    print(f"with {MANY} labels, tasks of more than 50 ms in ten moves: {page.evaluate('took')}")
