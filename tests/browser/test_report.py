"""The write-up as people keep it: a website in a folder, with the server and the network off, and on paper.

Both are of a whole day with every kind of question. On paper no bar, row, quote or note of a table is cut in two, and no heading
stands alone at the foot of a page; the PDF is tagged, so that it can be read aloud.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdfium2 import raw

from live.report import write_up
from live.web.report_site import as_site
from tests.report.full_day import full_day

BAR = 14.2  # points: the least height of a bar that is whole
UNREADABLE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website, unpacked."""
    place = tmp_path_factory.mktemp("site")
    day = full_day()
    drawings = {one.id: one.data for one in day.harvest.pictures()}
    with zipfile.ZipFile(io.BytesIO(as_site(write_up(day, "delegate"), pictures={}, drawings=drawings))) as site:
        site.extractall(place)
    return place


@pytest.fixture
def asked() -> list[str]:
    """What the pages asked for."""
    return []


@pytest.fixture
def reader(browser: Browser, asked: list[str]) -> Iterator[BrowserContext]:
    """Somebody without a network and without scripts."""
    context = browser.new_context(offline=True, java_script_enabled=False)
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()


@pytest.fixture
def page(reader: BrowserContext, folder: Path) -> Page:
    page = reader.new_page()
    page.goto((folder / "index.html").as_uri())
    return page


class Words(HTMLParser):
    """The texts of elements that must not be cut, and of headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.whole: list[str] = []
        self.headings: list[str] = []
        self._open: list[list[str]] = []
        self._unseen = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "blockquote", "h2", "h3", "h4"):
            self._open.append([])
        self._unseen = ("class", "visually-hidden") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._unseen = False
        if tag in ("tr", "blockquote", "h2", "h3", "h4"):
            text = squeezed("".join(self._open.pop()))
            (self.headings if tag[0] == "h" else self.whole).append(text)

    def handle_data(self, data: str) -> None:
        for texts in self._open if not self._unseen else ():
            texts.append(data)


def squeezed(text: str) -> str:
    """Without spaces and hyphens: where lines are broken, a PDF has neither or others."""
    return re.sub(r"[\s\x02\ufffe-]", "", text)


def test_the_website_opens_from_a_folder_with_the_network_off(page: Page, asked: list[str], folder: Path) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Sharing our strengths, stretching our vision")
    expect(page.get_by_role("heading", name="What our answers come to")).to_be_visible()
    assert {address.startswith(folder.as_uri() + "/") for address in asked} == {True}
    assert any(address.endswith(".woff2") for address in asked)
    for name in ("write-up.md", "write-up.json", "write-up.xlsx", "write-up.csv", "write-up.schema.json"):
        link = page.get_by_role("link", name=name, exact=True)
        address = link.get_attribute("href") if link.count() else None
        if address is None:  # in what is folded away
            page.get_by_text("Take it with you").click()
            address = page.get_by_role("link", name=name, exact=True).get_attribute("href")
        assert address == f"data/{name}"
        assert (folder / "data" / name).stat().st_size > 1000


def test_the_website_names_no_other_place(folder: Path) -> None:
    html = (folder / "index.html").read_text("utf-8")
    assert "<script" not in html
    for address in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert (folder / address).is_file(), address
    for style in (folder / "style").glob("*.css"):
        for address in re.findall(r"url\([\"']?([^\"')]+)", style.read_text("utf-8")):
            assert address.startswith("data:") or (style.parent / address).is_file(), address


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_the_write_up_never_scrolls_sideways(browser: Browser, folder: Path, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    assert page.evaluate(UNREADABLE) == 0
    context.close()


def test_on_paper_nothing_is_cut_and_no_heading_is_left_alone(page: Page, folder: Path, tmp_path: Path) -> None:
    page.pdf(path=tmp_path / "report.pdf", tagged=True, prefer_css_page_size=True)
    html = (folder / "index.html").read_text("utf-8")
    words = Words(html)
    pdf = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    try:
        assert raw.FPDFCatalog_IsTagged(pdf.raw)
        assert raw.FPDF_StructTree_CountChildren(raw.FPDF_StructTree_GetForPage(pdf[0].raw)) > 0
        assert {tuple(round(side) for side in sheet.get_size()) for sheet in pdf} == {(595, 842)}  # A4
        heights = [height for sheet in pdf for height in bars_of(sheet)]
        assert min(heights) >= BAR
        assert len(heights) == html.count('class="tally__bar"')
        texts = [squeezed(sheet.get_textpage().get_text_bounded()) for sheet in pdf]
        for text in words.whole:
            assert any(text in said for said in texts), text
        for before, after in pairwise(texts):
            assert after, "an empty page"
            for heading in words.headings:
                assert not before.endswith(heading), heading
    finally:
        pdf.close()


def bars_of(sheet: pypdfium2.PdfPage) -> list[float]:
    """The heights in points of the bars on a sheet. A bar is drawn as several paths in one place, its outline the largest."""
    found: dict[tuple[int, int], float] = {}
    for thing in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=8):
        left, bottom, _, top = thing.get_bounds()
        # Lines of tables are thinner, labels with cut corners and the edges of themes taller; dots of lists are small squares.
        if left > 60 and 4.5 < top - bottom < 16:
            place = (round(left / 3), round((top + bottom) / 6))
            near = next((one for one in found if abs(one[0] - place[0]) < 2 and abs(one[1] - place[1]) < 2), place)
            found[near] = max(found.get(near, 0.0), top - bottom)
    return list(found.values())
