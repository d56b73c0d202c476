"""Looking at a page as people do whom it might shut out: by axe's rules, on narrow phones, with large letters, with thumbs.

Each look gives a list of complaints, empty when there is nothing to complain about.
"""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, any, all, none }) =>
      `${id} at ${target.join(" ")}: ${html.slice(0, 160)} (${[...any, ...all, ...none].map((why) => why.message).join("; ")})`));
}"""

# Every place where a piece of text is painted. Lines are higher than the letters in them, so a quarter of their height is left
# away. What is hidden from eyes on purpose is left out, and so is what an ellipsis stands for at the end of a shortened text.
PLACES = """
const isClippedAway = (box) =>
  box !== null && (getComputedStyle(box).clipPath === "inset(50%)" || isClippedAway(box.parentElement));
const places = () => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest(".visually-hidden, .skip-link, [inert], script, option, datalist, noscript")) continue;
    if (isClippedAway(parent)) continue; // as .visually-hidden is, but only in narrow windows
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const slack = (bottom - top) * 0.25;
      const place = { parent, left, right, top: top + slack, bottom: bottom - slack };
      place.said = `“${text.data.trim().slice(0, 50)}” (${parent.tagName}.${parent.className})`;
      const shortened = getComputedStyle(parent).webkitLineClamp !== "none";
      if (right - left > 1 && !(shortened && place.top > parent.getBoundingClientRect().bottom - slack)) found.push(place);
    }
  }
  return found;
};
"""

# Each has to be inside the window and inside whatever cuts off what is too large for it. Regions that scroll by themselves (a
# wide table in its frame) may be wider inside. `whole` asks the same of the height.
CUT = f"""(whole) => {{
  {PLACES}
  const complaints = [];
  const {{ clientWidth, clientHeight, scrollWidth, scrollHeight }} = document.documentElement;
  if (scrollWidth > clientWidth) complaints.push(`the page is ${{scrollWidth}} wide in a window of ${{clientWidth}}`);
  if (whole && scrollHeight > clientHeight)
    complaints.push(`the page is ${{scrollHeight}} high in a window of ${{clientHeight}}`);
  for (const {{ parent, said, left, right, top, bottom }} of places()) {{
    let scrolls = false;
    for (let box = parent; box !== document.body && !scrolls; box = box.parentElement) {{
      const {{ overflowX, overflowY }} = getComputedStyle(box);
      scrolls = /auto|scroll/.test(overflowX + overflowY);
      const edge = box.getBoundingClientRect();
      if (/hidden|clip/.test(overflowX) && (left < edge.left - 2 || right > edge.right + 2))
        complaints.push(`${{said}} is cut at the side by ${{box.tagName}}.${{box.className}}`);
      if (/hidden|clip/.test(overflowY) && (top < edge.top - 2 || bottom > edge.bottom + 2))
        complaints.push(`${{said}} is cut above or below by ${{box.tagName}}.${{box.className}}`);
    }}
    if (!scrolls && (left < -1 || right > clientWidth + 1)) complaints.push(`${{said}} leaves the window at the side`);
    if (!scrolls && whole && (top < -1 || bottom > clientHeight + 1)) complaints.push(`${{said}} leaves the window`);
  }}
  return [...new Set(complaints)];
}}"""

OVERLAPS = f"""() => {{
  {PLACES}
  const complaints = [];
  places().forEach((one, number, all) => {{
    for (const other of all.slice(number + 1))
      if (one.parent !== other.parent && one.left < other.right - 2 && other.left < one.right - 2 &&
          one.top < other.bottom - 2 && other.top < one.bottom - 2)
        complaints.push(`${{one.said}} lies on ${{other.said}}`);
  }});
  return [...new Set(complaints)];
}}"""

# What a thumb has to hit. A choice is hit through its label; a link in running text is as high as its line.
SMALL = """(least) => {
  const complaints = [];
  for (const element of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("[inert], .skip-link")) continue;
    const parent = element.parentElement;
    const isInText = element.matches("a") && getComputedStyle(element).display === "inline";
    if (isInText && parent.textContent.trim() !== element.textContent.trim()) continue;
    const parts = [element, ...(element.matches("[type=radio], [type=checkbox]") ? element.labels : [])];
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    if (width && height && Math.min(width, height) < least - 0.5)
      complaints.push(`${element.outerHTML.slice(0, 120)} is ${Math.round(width)} by ${Math.round(height)}`);
  }
  return complaints;
}"""

# Words that are torn apart. Very long ones may be; a picture has its edges.
TORN = """(longest) => {
  const complaints = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.parentElement.checkVisibility() || text.parentElement.closest(".visually-hidden, script, noscript")) continue;
    for (const { 0: word, index } of text.data.matchAll(/[\\p{L}\\p{N}’']+/gu)) {
      if (word.length > longest) continue;
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 1).map(({ top }) => Math.round(top)));
      if (lines.size > 1) complaints.push(`“${word}” is torn apart in “${text.data.trim().slice(0, 50)}”`);
    }
  }
  return complaints;
}"""


def axe(page: Page, *schemes: Scheme) -> list[str]:
    """What axe finds in these colour schemes."""
    page.evaluate(AXE_SCRIPT)
    complaints = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        complaints += [f"{scheme}: {each}" for each in page.evaluate(AXE)]
    return complaints


def cut_off(page: Page, width: int, height: int, *, whole: bool = False, letters: int = 100) -> list[str]:
    """Text that is cut off or makes the page scroll sideways in a window of this size; `letters` is how large, in percent."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("letters => { document.documentElement.style.fontSize = `${letters}%` }", letters)
    complaints: list[Any] = page.evaluate(CUT, whole)
    page.evaluate("document.documentElement.removeAttribute('style')")
    large = f" with letters of {letters}%" if letters != 100 else ""
    return [f"{width}x{height}{large}: {each}" for each in complaints]


def small_targets(page: Page, least: int) -> list[str]:
    """Controls that are hard to hit."""
    complaints: list[str] = page.evaluate(SMALL, least)
    return complaints


def torn_words(page: Page, longest: int) -> list[str]:
    """Words of up to so many letters that are broken at the end of a line."""
    complaints: list[str] = page.evaluate(TORN, longest)
    return complaints


def overlaps(page: Page) -> list[str]:
    """Text that lies on other text."""
    complaints: list[str] = page.evaluate(OVERLAPS)
    return complaints


def looked_at_by_all(page: Page, *, least: int, width: int = 390, height: int = 844) -> list[str]:
    """Everything that a page must stand: axe in both schemes, thumbs, a very narrow phone, letters twice as large."""
    complaints = [
        *axe(page, *SCHEMES),
        *small_targets(page, least),
        *cut_off(page, 320, 640),
        *cut_off(page, width, height, letters=200),
    ]
    page.set_viewport_size({"width": width, "height": height})
    return complaints
