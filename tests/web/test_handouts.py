"""Files that sessions give out: told by their content, bounded, and given out to be kept."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from live.conference import Refused
from live.conference.handing_out import ENDINGS, LARGEST_HANDOUT
from live.web.handouts import clean_name, kind_of
from tests.web.site import Day, do
from tests.web.test_programme import PLAN, ids, words

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = '<?xml version="1.0"?><Types><Override PartName="/x" ContentType="{}.main+xml"/></Types>'


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


def office(kind: str, **more: str) -> bytes:
    return archive(**{"[Content_Types].xml": TYPES.format(kind), "doc.xml": "<x/>", **more})


def odf(kind: str, **more: str) -> bytes:
    return archive(**{"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>", **more})


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(file, kind)
    return file.getvalue()


TAKEN = {
    "application/pdf": PDF,
    "application/vnd.oasis.opendocument.text": odf("text"),
    "application/vnd.oasis.opendocument.presentation": odf("presentation"),
    f"{OFFICE}.wordprocessingml.document": office(f"{OFFICE}.wordprocessingml.document"),
    f"{OFFICE}.presentationml.presentation": office(f"{OFFICE}.presentationml.presentation"),
    "text/plain": "Wolle wärmt.\nBring some.\n".encode(),
    "image/png": picture("PNG"),
    "image/jpeg": picture("JPEG"),
}


@pytest.mark.parametrize("kind", ENDINGS)
def test_what_a_file_is_is_told_by_its_content(kind: str) -> None:
    assert kind_of(TAKEN[kind]) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"MZ\x90\x00program",
        b"<!doctype html><script>alert(1)</script>",
        b"  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + bytes(20),
        picture("PNG")[:60],
        b"\xff\xd8\xff" + bytes(50),
        b"PK\x03\x04 no archive",
        archive(**{"index.html": "<script>alert(1)</script>"}),
        office("application/vnd.ms-word.document.macroEnabled"),
        office(f"{OFFICE}.wordprocessingml.document", **{"word/vbaProject.bin": "x"}),
        odf("text", **{"Basic/Standard/script.xml": "x"}),
        odf("spreadsheet"),
        "Wörter".encode("latin-1"),
        b"x" * (LARGEST_HANDOUT + 1),
    ],
)
def test_what_is_none_of_them_is_refused_in_a_plain_sentence(data: bytes) -> None:
    with pytest.raises(Refused, match=r"^[A-Z].*\.$") as refused:
        kind_of(data)
    assert refused.value.field == "file"


def packed(how: int, name: str, size: int) -> bytes:
    """An archive with one part that is nothing but zeros."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as made:
        made.writestr(name, bytes(size))
    return file.getvalue()


@pytest.mark.parametrize("name", ["mimetype", "[Content_Types].xml"])
@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_document_that_is_packed_as_no_office_packs_is_not_unpacked(how: int, name: str) -> None:
    """Python unpacks these without a bound: 600 bytes would fill the memory of the server."""
    data = packed(how, name, 50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="cannot be given out"):
            kind_of(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5_000_000


@pytest.mark.parametrize(
    "listed", ["application/vnd.ms-office.vbaProject", "application/vnd.ms-word.document.macroEnabled.main+xml"]
)
def test_programs_in_a_document_are_found_under_any_name(listed: str) -> None:
    types = TYPES.format(f"{OFFICE}.wordprocessingml.document").replace(
        "</Types>", f'<x ContentType="{listed}"/></Types>'
    )
    with pytest.raises(Refused, match="programs"):
        kind_of(archive(**{"[Content_Types].xml": types, "word/harmless.bin": "x"}))


@given(st.sampled_from([b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]), st.binary(max_size=300))
def test_whatever_comes_in_is_a_kind_that_is_given_out_or_is_refused(head: bytes, data: bytes) -> None:
    assert kind_or_problem(head + data) in {*ENDINGS, "file"}


def kind_or_problem(data: bytes) -> str:
    try:
        return kind_of(data)
    except Refused as refused:
        return refused.field


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Patterns.pdf", "Patterns"),
        ("C:\\Users\\ann\\Patterns (2).tar.gz", "Patterns (2).tar"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nset-cookie: x=1.pdf", "a set-cookie x=1"),
        ("\u202efdp.exe", "fdp"),
        ("", "File"),
        (".pdf", "File"),
        ("<script>.pdf", "script"),
        ("Schüler 数学.pdf", "Schüler 数学"),
    ],
)
def test_names_of_files_are_cleaned(given_name: str, name: str) -> None:
    assert clean_name(given_name) == name


@pytest.fixture
def planned(day: Day) -> Day:
    assert do(day.chair(), "take_plan", plan=PLAN).status_code == 303
    return day


def put(
    client: httpx2.Client, session: int, data: bytes, called: str = "Patterns.pdf", **fields: str
) -> httpx2.Response:
    page = f"facilitator/programme/session/{session}"
    form = {"id": "x" * 24 + str(len(data)), "page": page, "session": str(session), **fields}
    return client.post("/facilitator/handout", data=form, files={"file": (called, data, "text/html")})


def test_a_file_is_put_given_out_to_be_kept_and_removed(planned: Day) -> None:
    films = ids(planned)[0]
    desk, ann = planned.role("facilitator"), planned.phone("Ann")
    done = put(desk, films, PDF, "Schnitt <b>.pdf")
    assert (done.status_code, done.headers["location"]) == (
        303,
        f"{planned.path}/facilitator/programme/session/{films}#files",
    )
    page = ann.get(f"/session/{films}")
    assert "Schnitt b.pdf" in words(page)
    assert "1 link and 1 file to download" in words(ann.get("/programme"))
    given_out = planned.visitor().get("/handout/1")
    assert given_out.content == PDF
    assert given_out.headers["content-type"] == "application/pdf"
    assert given_out.headers["content-disposition"] == (
        "attachment; filename=\"handout-1.pdf\"; filename*=UTF-8''Schnitt%20b.pdf"
    )
    assert given_out.headers["x-content-type-options"] == "nosniff"
    assert given_out.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert do(desk, "remove_handout", handout="1").status_code == 303
    assert planned.visitor().get("/handout/1").status_code == 404
    assert PDF not in b"".join(path.read_bytes() for path in planned.site.settings.data.glob(f"{planned.code}*"))


def test_the_largest_file_is_taken_and_one_that_is_larger_is_told_so(planned: Day) -> None:
    films, desk = ids(planned)[0], planned.chair()
    assert put(desk, films, PDF + bytes(LARGEST_HANDOUT - len(PDF))).status_code == 303
    assert len(planned.visitor().get("/handout/1").content) == LARGEST_HANDOUT
    larger = put(desk, films, PDF + bytes(LARGEST_HANDOUT))
    assert larger.status_code == 422
    assert "A file can have up to 5 MB." in words(larger)
    far_too_large = put(desk, films, PDF + bytes(11 * 1024 * 1024))
    assert far_too_large.status_code == 413
    assert len(planned.live.conference.bookings.handouts) == 1


def test_a_refused_file_says_why_on_its_page_and_keeps_the_name(planned: Day) -> None:
    films, desk = ids(planned)[0], planned.chair()
    refused = put(desk, films, b"<html>", called="page.html", name="My page")
    assert refused.status_code == 422
    assert "This kind of file cannot be given out." in words(refused)
    assert 'value="My page"' in refused.text


def test_only_facilitators_and_the_chair_put_files(planned: Day) -> None:
    for client in (planned.phone("Ann"), planned.visitor()):
        assert put(client, ids(planned)[0], PDF).status_code == 403
    assert not planned.live.conference.bookings.handouts
