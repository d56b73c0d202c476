"""What everybody sees, as pictures to be looked at, and the faults in them that a machine can find: a page that scrolls sideways,
an icon that is not there, a style sheet that did not come.
"""

from __future__ import annotations

from pathlib import Path

from tests.browser.hall import BOARD, CHOICE, SCALE, WALL
from tests.other_browsers.hall import DESK, Hall
from tests.other_browsers.page import Page

FAULTS = """() => {
  const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
  const icons = [...document.querySelectorAll("use")].map((use) => use.getAttribute("href"));
  return [
    ...(over > 0 ? [`${over} px too wide`] : []),
    ...icons.filter((href) => href[0] === "#" && !document.querySelector(href)).map((href) => `there is no ${href}`),
  ];
}"""
STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet?.cssRules.length)"


def look(hall: Hall, folder: Path) -> None:
    faults: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)

    def take(name: str, page: Page) -> None:
        page.until(STYLED, what="to have its style sheets")
        (folder / f"{hall.browser.name}-{name}.png").write_bytes(page.picture())
        faults.extend(f"{name}: {fault}" for fault in page.run(FAULTS))

    day = hall.day
    for number in range(1, 13):
        someone = day.joined("Ann")
        someone.do(
            "post_label", kind="ask" if number % 2 else "contribute", text=f"{number}: who holds the pen, and why?"
        )
        someone.do("propose_topic", title=f"Topic {number}: growing old where we live", host="Ann")
    screen, phone, chair = hall.screen(), hall.phone(), hall.by_link("chair")
    desk = hall.by_link("facilitator", DESK)
    take("phone-waiting", phone)
    take("screen-waiting", screen)
    day.ask(SCALE)
    day.vote(SCALE, *["4", "5", "3", "4", "2"] * 2)
    for name, page in (("phone", phone), ("screen", screen), ("chair", chair)):
        page.sees("Do we share a common understanding")
        take(f"{name}-scale", page)
    day.reveal(SCALE)
    results = (
        ("phone", phone, "The result is here"),
        ("screen", screen, "10 people voted"),
        ("chair", chair, "Result shown"),
    )
    for name, page, words in results:
        page.sees(words)
        take(f"{name}-scale-result", page)
    day.ask(CHOICE)
    day.vote(CHOICE, *"ABBCABBA")
    day.reveal(CHOICE)
    phone.sees("Chosen most")
    screen.sees_no("Voting closed")
    take("screen-choice-result", screen)
    take("phone-choice-result", phone)
    day.show(WALL)
    desk.open(day.url("facilitator/labels"))
    desk.is_live()
    desk.press("Fine for the screen")
    screen.sees("who holds the pen")
    take("screen-wall", screen)
    day.show(BOARD)
    screen.sees("Open space")
    take("screen-board", screen)
    for name, path in (("wall", "wall"), ("board", "board"), ("programme", "programme"), ("write", "wall/write")):
        phone.open(day.url(path))
        phone.is_live()
        take(f"phone-{name}", phone)
    for name, path in (("plan", "chair/plan"), ("doors", "chair/doors")):
        chair.open(day.url(path))
        take(f"chair-{name}", chair)
    for name, path in (("board", ""), ("labels", "/labels"), ("themes", "/themes"), ("programme", "/programme")):
        desk.open(day.url(f"facilitator{path}"))
        take(f"desk-{name}", desk)
    assert faults == [], faults
