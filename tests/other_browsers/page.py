"""What both browsers can do with a page, in their own way, and what a person does with it, told once for both.

A browser gives four things: it opens an address, runs a function in the page, does W3C input actions (pointer and keys), and
takes a picture. All else is made of these: a thing is found in the page as a person would name it, brought into view, and tapped
where it is, if nothing lies over it. Waiting goes on until it is so, or PATIENCE seconds.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from time import monotonic, time
from typing import Any

from tests.browser.people import DOUBLE_TAP_MS

PATIENCE = 60.0
LOOK_AGAIN_MS = 50
LOAD_SECONDS = 120.0

Actions = list[dict[str, Any]]

FIND = """(kinds, name) => {
  const plain = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const seen = (element) => element.checkVisibility?.({visibilityProperty: true}) ?? !!element.offsetParent;
  const called = (element) => {
    const by = element.labels?.[0] ?? document.getElementById(element.getAttribute("aria-labelledby"));
    return [plain(element.getAttribute("aria-label")), plain((by ?? element).innerText)];
  };
  const all = [...document.querySelectorAll(kinds)].filter((each) => seen(each) || (each.labels?.[0] && seen(each.labels[0])));
  const within = (each) => called(each).some((words) => words.includes(name));
  return all.find((each) => called(each).includes(name)) ?? all.find(within);
}"""
"""(CSS selector, name) → the visible element of that name, or of one that has it within."""

REST = """async (part) => {
  part.scrollIntoView({block: "center", behavior: "instant"});
  const look = () => JSON.stringify(part.getClientRects()[0]);
  const before = look();
  await new Promise((later) => setTimeout(later, 60));
  const isStyled = [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.sheet);
  return isStyled && look() === before ? part.getClientRects()[0] : null;
}"""
"""What was brought into view → its box; null while it still moves, because a style sheet or a frame has just come."""

READY = """async (kinds, name) => {
  const found = (FIND)(kinds, name);
  if (!found || found.disabled) return null;
  const part = found.matches("input[type=radio],input[type=checkbox]") && found.labels?.[0] || found;
  const box = await (REST)(part);
  if (!box) return null;
  const at = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
  const top = document.elementFromPoint(...at);
  return top && (part.contains(top) || found.contains(top) || top.contains(part) && top.closest("label")) ? at : null;
}""".replace("FIND", FIND).replace("REST", REST)
"""The same → where to tap it, in pixels of the viewport; null while it cannot be tapped."""

BUTTONS = "button, summary, [role=button], a[href]"
FIELDS = "input:not([type=hidden]), textarea, select"

COMPLAIN = """() => {
  if (window.complaints) return;
  const kept = window.complaints = [];
  const add = (...words) => kept.push(words.join(" "));
  addEventListener("error", (event) => add("error:", event.message ?? "", event.target?.src ?? event.target?.href ?? ""), true);
  addEventListener("unhandledrejection", (event) => add("rejected:", event.reason));
  for (const which of ["error", "warn"]) {
    const before = console[which];
    console[which] = (...words) => { add(which + ":", ...words); before.apply(console, words); };
  }
  const security = ({violatedDirective, body, blockedURI = body?.blockedURL}) =>
    add("forbidden:", violatedDirective ?? body?.effectiveDirective, blockedURI);
  addEventListener("securitypolicyviolation", security);
  if (window.ReportingObserver)
    new ReportingObserver((all) => all.forEach((one) => security(one)), {types: ["csp-violation"], buffered: true}).observe();
  for (const script of document.querySelectorAll("script[type=module][src]"))
    import(script.src).catch((problem) => add("script:", script.src, problem));
}"""
"""Keeps what the page complains about from now on. What was before is asked of it: a module that failed says so again."""


class Gone(Exception):
    """The page that was asked is no longer there: another is loading."""


class Page(ABC):
    """One window of one person, who shares nothing with others."""

    def __init__(self, who: str, width: int, height: int) -> None:
        self.who = who
        self.width, self.height = width, height
        self.complaints: list[str] = []
        self._pressed = 0.0

    # what a browser does its own way

    @abstractmethod
    def open(self, url: str) -> None: ...

    @abstractmethod
    def reload(self) -> None: ...

    @abstractmethod
    def back(self) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def run(self, function: str, *given: Any) -> Any:
        """What this function, which may be async, gives for these. JSON goes in and comes out. `Gone` if the page goes then."""

    @abstractmethod
    def act(self, actions: Actions) -> None:
        """W3C input actions."""

    @abstractmethod
    def picture(self) -> bytes:
        """What the window shows, as PNG."""

    # what a person does

    def until(self, function: str, *given: Any, what: str = "") -> Any:
        """Wait until this function gives something that is true, also on the page that comes after this one; that."""
        end = monotonic() + PATIENCE
        waiting = f"""async (...given) => {{
          const until = Date.now() + 2000;
          for (;;) {{
            const found = await ({function})(...given);
            if (found || Date.now() > until) return found;
            await new Promise((later) => setTimeout(later, {LOOK_AGAIN_MS}));
          }}
        }}"""
        while monotonic() < end:
            try:
                if found := self.run(waiting, *given):
                    return found
            except Gone:
                continue
        raise AssertionError(f"{self.who} waited in vain: {what or function}; the page says: {self.words()}")

    def words(self) -> str:
        said: str = self.run("() => (document.body?.innerText ?? '').replace(/\\s+/g, ' ')")
        return said

    def sees(self, *words: str) -> None:
        """Wait until all these words are on the page and can be seen."""
        shown = """(words) => { const text = (document.body?.innerText ?? '').replace(/\\s+/g, " ").toLowerCase();
            return words.every((each) => text.includes(each.toLowerCase())); }"""
        self.until(shown, list(words), what=f"to see {words}")

    def sees_no(self, words: str) -> None:
        gone = "(words) => !(document.body?.innerText ?? '').replace(/\\s+/g, ' ').toLowerCase().includes(words.toLowerCase())"
        self.until(gone, words, what=f"not to see “{words}”")

    def is_live(self) -> None:
        """Wait until the page is connected and its scripts run, and hear from now on what it complains about."""
        self.until("() => document.querySelector('.connection')?.dataset.state === 'live'", what="to be connected")
        self.until(f"async () => {{ ({COMPLAIN})(); return true; }}")
        ready = "() => Promise.all([...document.querySelectorAll('[data-script]')].map((part) => import(part.dataset.script)))"
        self.until(f"async () => {{ await ({ready})(); return true; }}")

    def is_cut_off(self) -> None:
        self.until("() => document.querySelector('.connection')?.dataset.state === 'offline'", what="to notice")

    def tap(self, kinds: str, name: str) -> None:
        x, y = self.until(READY, kinds, name, what=f"to tap “{name}”")
        self.act([pointer(x, y)])

    def tap_within(self, selector: str, across: float, down: float) -> None:
        """Tap a place in something, in parts of its width and height."""
        where = """async (selector, across, down) => {
          const part = document.querySelector(selector);
          const box = part?.checkVisibility() && await (REST)(part);
          return box && [Math.round(box.x + box.width * across), Math.round(box.y + box.height * down)];
        }""".replace("REST", REST)
        x, y = self.until(where, selector, across, down, what=f"to tap within {selector}")
        self.act([pointer(x, y)])

    def drag(self, selector: str, onto: str) -> None:
        """With the mouse, in some steps, from the middle of one thing to the middle of another; both are in view."""
        where = """async (...selectors) => {
          const parts = selectors.map((selector) => document.querySelector(selector));
          if (!parts.every((part) => part?.checkVisibility())) return null;
          if (!await (REST)(parts[0])) return null;
          return parts.map((part) => part.getBoundingClientRect()).map((box) => [box.x + box.width / 2, box.y + box.height / 2]);
        }""".replace("REST", REST)
        (x, y), (to_x, to_y) = self.until(where, selector, onto, what=f"to see {selector} and {onto}")
        steps = [(x + (to_x - x) * part / 8, y + (to_y - y) * part / 8) for part in range(9)]
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 30} for x, y in steps]
        hand = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        self.act([{**pointer(0, 0), "actions": hand}])

    def press(self, name: str) -> None:
        """As people do, some time after the last button: two taps at once count as one."""
        self.until("(before, least) => Date.now() - before > least", self._pressed, DOUBLE_TAP_MS, what="for a while")
        self.tap(BUTTONS, name)
        self._pressed = time() * 1_000

    def choose(self, name: str) -> None:
        """A radio button, or a box to tick."""
        self.tap("input[type=radio], input[type=checkbox]", name)

    def write(self, name: str, text: str) -> None:
        """Tap a field, and type instead of what is in it."""
        self.tap("input:not([type=hidden]), textarea", name)
        self.run("() => document.activeElement.select()")
        self.act([keys(text)])

    def hears_itself(self) -> list[str]:
        """What the page has complained about up to now."""
        own = self.run("() => (window.complaints ?? []).splice(0)")
        self.complaints += own
        return self.complaints


def pointer(x: int, y: int) -> dict[str, Any]:
    """A click of the mouse. Fingers are left to the tests in Chromium: Firefox, when told to touch, makes no click of it if the
    machine is busy, and WebKitGTK cannot be told to."""
    steps: list[dict[str, Any]] = [
        {"type": "pointerMove", "x": x, "y": y, "duration": 0},
        {"type": "pointerDown", "button": 0},
        {"type": "pause", "duration": 40},
        {"type": "pointerUp", "button": 0},
    ]
    return {"type": "pointer", "id": "pointer", "parameters": {"pointerType": "mouse"}, "actions": steps}


def keys(text: str) -> dict[str, Any]:
    steps = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
    return {"type": "key", "id": "keys", "actions": steps}


def asking(function: str) -> str:
    """A function of one text, the arguments as JSON, that gives a text: what the given one gives, as JSON."""
    return f"async (given) => JSON.stringify((await ({function})(...JSON.parse(given))) ?? null)"


def given(arguments: tuple[Any, ...]) -> str:
    return json.dumps(arguments)
