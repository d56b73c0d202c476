"""The write-up over the web: every format has its address, and each is for whoever may read the page."""

from __future__ import annotations

import io
import json
import sys
import zipfile

import openpyxl
import pytest
from starlette.routing import compile_path

from live.report.tables import TABLES
from live.web.pages import PAGES
from live.web.report import FORMATS
from tests.web.site import Day, ask, do

TYPES = {
    "report.md": "text/markdown; charset=utf-8",
    "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.csv": "text/csv; charset=utf-8",
    "report.json": "application/json",
    "report.schema.json": "application/schema+json",
    "report/tables.zip": "application/zip",
    "report/site.zip": "application/zip",
    "report/recount.zip": "application/zip",
    "report/labels.csv": "text/csv; charset=utf-8",
}


def test_every_format_has_its_type_and_a_name_to_be_saved_under(day: Day) -> None:
    chair = day.chair()
    for path, kind in TYPES.items():
        answer = chair.get(f"/{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind), path
        assert answer.headers["cache-control"] == "no-store"
        if path != "report.schema.json":
            assert answer.headers["content-disposition"].startswith("attachment; filename="), path
            assert day.code in answer.headers["content-disposition"]


def test_the_page_offers_every_format_there_is(day: Day) -> None:
    html = day.chair().get("/report").text
    offered = [one.address for one in FORMATS]
    for address in offered:
        assert f'href="{day.path}/{address}"' in html
    patterns = [compile_path(f"/{path}")[0] for path, _, _ in PAGES]
    assert all(any(pattern.fullmatch(f"/{address}") for pattern in patterns) for address in offered)


def test_each_table_has_an_address_of_its_own(day: Day) -> None:
    chair = day.chair()
    for name in TABLES:
        answer = chair.get(f"/report/{name}.csv")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
        assert f"write-up-{day.code}-{name}.csv" in answer.headers["content-disposition"]
    assert chair.get("/report/voices.csv").status_code == 404
    assert chair.get("/report/LABELS.csv").status_code == 404


def test_strangers_and_delegates_get_no_format_before_it_is_public(day: Day) -> None:
    for client in (day.visitor(), day.phone("Ann")):
        for path in TYPES:
            if path != "report.schema.json":
                answer = client.get(f"/{path}")
                assert (answer.status_code, "content-disposition" in answer.headers) == (403, False), path


def test_what_is_handed_on_has_only_what_everybody_may_read(day: Day) -> None:
    """The other files of the chair have more: a label that nobody has looked at."""
    words = "Who pays for the bus?"
    assert ask(day.phone("Ann"), "post_label", kind="ask", text=words)["t"] == "done"
    chair = day.chair()
    assert words in chair.get("/report.md").text
    assert words in chair.get("/report.json").text
    with zipfile.ZipFile(io.BytesIO(chair.get("/report/site.zip").content)) as site:
        for name in site.namelist():
            if name.endswith((".html", ".md", ".json", ".csv")):
                assert words not in site.read(name).decode(), name
        assert "Waiting for a facilitator" not in site.read("index.html").decode()


def test_the_website_is_the_page_that_the_server_gives_out(day: Day) -> None:
    assert do(day.chair(), "describe_day", title="Growing old in the Highlands", place="Inverness").status_code == 303
    with zipfile.ZipFile(io.BytesIO(day.chair().get("/report/site.zip").content)) as site:
        page = site.read("index.html").decode()
        assert "Growing old in the Highlands" in page
        assert {"read-me.txt", "style/base.css", "style/report.css", "style/fonts/OFL.txt"} <= set(site.namelist())
        data = json.loads(site.read("data/write-up.json"))
    assert data["title"] == "Growing old in the Highlands"


def test_without_the_extra_the_page_says_how_to_get_the_spreadsheet(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    chair = day.chair()
    book = openpyxl.load_workbook(io.BytesIO(chair.get("/report.xlsx").content))
    assert "Programme" in book.sheetnames
    book.close()
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)  # as where it is not installed
    how = "pip install xlsxwriter"
    page = chair.get("/report").text
    assert how in page
    assert "report.xlsx" not in page
    answer = chair.get("/report.xlsx")
    assert answer.status_code == 501
    assert how in answer.text
    with zipfile.ZipFile(io.BytesIO(chair.get("/report/site.zip").content)) as site:
        assert "data/write-up.xlsx" not in site.namelist()
    assert day.visitor().get("/report.xlsx").status_code == 403


def test_a_page_that_is_asked_for_again_is_the_same_until_something_happens_and_each_role_has_its_own(day: Day) -> None:
    chair, phone = day.chair(), day.phone("Ann")
    assert do(chair, "publish_write_up", state="final").status_code == 303
    assert do(chair, "leave_out_section", section="programme", on="yes").status_code == 303
    first = {client: client.get("/report").text for client in (chair, phone)}
    assert "Arrange and publish it" in first[chair]
    assert "Arrange and publish it" not in first[phone]
    for client, page in first.items():
        assert client.get("/report").text == page
    assert day.phone("Ben").get("/report").text != page  # one more has joined
    words = "Who pays for the bus?"
    assert ask(phone, "post_label", kind="ask", text=words)["t"] == "done"
    assert words in chair.get("/report").text
    assert words not in phone.get("/report").text
