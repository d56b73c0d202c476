"""Files that sessions give out: what a file is, taking one in, and giving it out.

What a file is, is told by its content, never by its name, and only a few kinds are taken: documents that are read, no programs,
no documents with macros, nothing that a browser would run. They are given out to be kept, never shown by the browser as a page.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import zipfile
from io import BytesIO
from urllib.parse import quote

from PIL import Image
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from live.clerk import Unavailable
from live.conference import Refused
from live.conference.handing_out import ENDINGS, LARGEST_HANDOUT, PutHandout, put_handout
from live.conference.people import Role
from live.conference.words import TITLE_LETTERS, clean_line
from live.web.access import Pace, who
from live.web.doing import CANNOT_WRITE, NOT_ALLOWED, TOO_QUICK
from live.web.forms import PAGE_NAME, Posts, ShowAgain
from live.web.front import TooLarge
from live.web.live_conference import LiveConference
from live.web.templates import Trouble
from live.web.venue import Venue
from live.web.visit import plain_page

REQUEST = "put_handout"
ACCEPTED = tuple(f".{ending}" for ending in (*ENDINGS.values(), "jpeg"))
NOT_TAKEN = "This kind of file cannot be given out. Please choose a PDF, ODT, ODP, DOCX, PPTX, TXT, PNG or JPEG."
BROKEN = "This file is damaged, or not all of it came. Please choose another one."
HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
OFFICE = "application/vnd.openxmlformats-officedocument."
MOST_PARTS = 5_000  # of a document: slides with many pictures have hundreds
LARGEST_LIST = 1024 * 1024  # bytes of the list of what is in a document
MACROS = ("vbaproject.bin", "basic/", "scripts/")
LISTED_MACROS = re.compile("vbaProject|macroEnabled", re.IGNORECASE)  # whatever the parts are called
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts of documents are packed. Python unpacks other ways without a bound (600 bytes to 600 MB, measured)."""
WITHOUT_MACROS = "This document has programs (macros) in it. Please save it without them."


async def give_out(request: Request, live: LiveConference) -> Response:
    """A file, for everybody who has the code. It is kept, not opened: nothing in it runs under our address."""
    one = live.conference.bookings.handouts.get(int(request.path_params["handout"]))
    if one is None or one.kind not in ENDINGS:
        return PlainTextResponse("There is no such file.", 404)
    ending = ENDINGS[one.kind]
    named = (
        f"attachment; filename=\"handout-{one.id}.{ending}\"; filename*=UTF-8''{quote(f'{one.name}.{ending}', safe='')}"
    )
    kind = f"{one.kind}; charset=utf-8" if one.kind == "text/plain" else one.kind
    return Response(one.data, headers={**HEADERS, "content-type": kind, "content-disposition": named})


async def upload(
    request: Request, venue: Venue, live: LiveConference, pace: Pace, posts: Posts, show_again: ShowAgain
) -> Response:
    """`POST /{code}/facilitator/handout`. Who may not do this is told so before anything is read."""
    visitor = who(request, live)
    roles: tuple[Role, ...] = ("chair", "facilitator")
    role = next((one for one in roles if one in visitor.roles), None)
    if role is None:
        return plain_page(venue, 403, "This page needs a link", NOT_ALLOWED["facilitator"])
    back = live.path("facilitator/programme")
    try:
        fields, name, data = await _read(request)
    except TooLarge:
        text = f"A file can have up to {LARGEST_HANDOUT // 1024**2} MB. Please make it smaller, or put a link there."
        return plain_page(venue, 413, "This file is too large", text, back, "Back to the programme")
    page = fields.pop("page", "")
    said = {field: [value] for field, value in fields.items()}
    trouble = Trouble(REQUEST, TOO_QUICK, "", said)
    if pace.allows(f"{live.code}/{visitor.name_for_pace}"):
        trouble = Trouble(REQUEST, "", "", said)
        try:
            content = hashlib.sha256(data).hexdigest()
            id = posts.id_for(visitor, fields.pop("id", ""), REQUEST, {**said, "file": [content]})
            kind = await asyncio.to_thread(kind_of, data)
            ask = PutHandout(_number(fields.get("session", "")), fields.get("name", "") or clean_name(name), kind, data)
            await live.clerk.ask(put_handout, ask, visitor.acting(role), id)
        except Refused as refused:
            trouble = Trouble(REQUEST, refused.say, "file" if refused.field == "data" else refused.field, said)
        except Unavailable:
            trouble = Trouble(REQUEST, CANNOT_WRITE, "", said)
    is_page = PAGE_NAME.fullmatch(page) is not None
    if not trouble.say:
        return RedirectResponse(f"{live.path(page)}#files" if is_page else back, 303)
    again = await show_again(request, live, visitor, page, trouble) if is_page else None
    return again or plain_page(venue, 422, "That did not work", trouble.say, back, "Back to the programme")


def kind_of(data: bytes) -> str:
    """The media type of a file, by its content alone. Raises `Refused` if it is none that is given out."""
    if not data:
        raise Refused("Please choose a file first.", "file")
    if len(data) > LARGEST_HANDOUT:
        raise Refused(f"A file can have up to {LARGEST_HANDOUT // 1024**2} MB. Please make it smaller.", "file")
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_picture(data, "PNG")
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        _check_picture(data, "JPEG")
        return "image/jpeg"
    if data.startswith(b"PK\x03\x04"):
        return _document(data)
    if _is_text(data):
        return "text/plain"
    raise Refused(NOT_TAKEN, "file")


def clean_name(name: str) -> str:
    """What a file is called, by the name that a browser gave it: without folders and endings. Never empty."""
    last = re.split(r"[/\\]", name)[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", last).strip(" .")
    plain = clean_line(re.sub(r"[<>:\"|?*]", " ", stem)[:2000], 2000, "name", "The name", optional=True)
    return plain[:TITLE_LETTERS].strip() or "File"


def _check_picture(data: bytes, kind: str) -> None:
    """Whether a picture is one, all through. It is not unpacked."""
    try:
        with Image.open(BytesIO(data), formats=(kind,)) as image:
            image.verify()
    except Exception:  # noqa: BLE001  # a damaged file makes decoders say almost anything, and all of it means this
        raise Refused(BROKEN, "file") from None


def _document(data: bytes) -> str:
    """The kind of a document of an office: which it is stands at a place of its own in it. Nothing of it is unpacked but that."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            names = [one.filename.lower() for one in parts.infolist()]
            if len(names) > MOST_PARTS:
                raise Refused(NOT_TAKEN, "file")
            if any(mark in name for name in names for mark in MACROS):
                raise Refused(WITHOUT_MACROS, "file")
            if names[0] == "mimetype":
                kind = _part(parts, "mimetype").decode("ascii", "replace").strip()
            else:
                listed = _part(parts, "[Content_Types].xml").decode("utf-8", "replace")
                if LISTED_MACROS.search(listed):
                    raise Refused(WITHOUT_MACROS, "file")
                found = re.search(r'ContentType="([^"]+)\.main\+xml"', listed)
                kind = found[1] if found else ""
    except Refused:
        raise
    except Exception:  # noqa: BLE001  # a damaged or hostile archive makes its reader say almost anything
        raise Refused(BROKEN, "file") from None
    if kind not in ENDINGS or not kind.startswith((OFFICE, "application/vnd.oasis.opendocument.")):
        raise Refused(NOT_TAKEN, "file")
    return kind


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    one = parts.getinfo(name)
    if one.compress_type not in PACKED or one.file_size > LARGEST_LIST:
        raise Refused(NOT_TAKEN, "file")
    with parts.open(name) as part:
        return part.read(LARGEST_LIST)


def _is_text(data: bytes) -> bool:
    """Plain words, in UTF-8 and without control characters but those that make lines."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return re.search("[\x00-\x08\x0b\x0e-\x1f\x7f]", text) is None and not re.match(r"\s*<", text)


async def _read(request: Request) -> tuple[dict[str, str], str, bytes]:
    """The form's plain fields, the name of the file in it, and the file."""
    fields: dict[str, str] = {}
    name, data = "", b""
    async with request.form(max_files=1, max_fields=10) as form:
        for field, value in form.multi_items():
            if isinstance(value, UploadFile):
                name, data = value.filename or "", await value.read()
            else:
                fields[field] = value
    return fields, name, data


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
