"""Stylesheets, scripts, icons and fonts: read once at the start, without their comments, and compressed once.

The sources are written for people; phones in a crowded hall get them without comments and spaces (rjsmin and rcssmin, which
change nothing else). All stand below an address that names their content, so a browser asks for each just once. With gzip they
are made at the start, which takes a few milliseconds. Brotli is a tenth smaller and takes forty times as long, and browsers take
it over https only: so each file is made when somebody first asks for it so, in a thread, once for all who ask meanwhile.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import brotli
import rcssmin
import rjsmin
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from live.web.encodings import best_encoding

COMPRESSIBLE = ("text/", "image/svg+xml", "application/json")
ENCODINGS = ("br", "gzip")
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".LICENSE": "text/plain",
}


class File(Struct, frozen=True):
    """A file as it is sent: its type, its bytes, and its bytes with gzip ("" where that would not help)."""

    type: str
    plain: bytes
    gzipped: bytes


class Static:
    """All files of a folder, and the styles and scripts that lie beside the templates of a kind of question."""

    def __init__(self, folder: Path, kinds: Path) -> None:
        paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        paths |= {
            f"polls/{path.relative_to(kinds).as_posix()}": path
            for path in sorted(kinds.rglob("*"))
            if path.suffix in (".css", ".js")
        }
        self._files = {name: _file(path) for name, path in paths.items()}
        self._with_brotli: dict[str, Future[bytes]] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="brotli")  # begins with its first work
        digest = hashlib.sha256()
        for name, file in self._files.items():
            digest.update(name.encode() + b"\0" + file.plain)
        self.version = digest.hexdigest()[:12]

    def has(self, name: str) -> bool:
        return name in self._files

    def plain(self, name: str) -> bytes:
        """A file as it is sent to who cannot take it compressed. Raises `KeyError` if there is none of this name."""
        return self._files[name].plain

    async def serve(self, request: Request) -> Response:
        """One file. An older version's address still gives the file of today: better than none, but not to be kept under it."""
        name = request.path_params["name"]
        file = self._files.get(name)
        if file is None:
            return PlainTextResponse("There is no such file.", 404)
        headers = {"cache-control": FOR_EVER if request.path_params["version"] == self.version else "no-store"}
        if not file.gzipped:
            return Response(file.plain, media_type=file.type, headers=headers)
        headers["vary"] = "accept-encoding"
        encoding = best_encoding(request.headers.get("accept-encoding", ""), ENCODINGS)
        body = file.plain
        if encoding:
            headers["content-encoding"] = encoding
            body = file.gzipped if encoding == "gzip" else await self._brotli(name, file)
        return Response(body, media_type=file.type, headers=headers)

    async def _brotli(self, name: str, file: File) -> bytes:
        made = self._with_brotli.get(name)
        if made is None:
            made = self._with_brotli[name] = self._thread.submit(brotli.compress, file.plain, brotli.MODE_TEXT)
        return made.result() if made.done() else await asyncio.shield(asyncio.wrap_future(made))


@cache
def static_of(folder: Path, kinds: Path) -> Static:
    return Static(folder, kinds)


def _file(path: Path) -> File:
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    body = path.read_bytes()
    if path.suffix == ".js":
        body = rjsmin.jsmin(body, keep_bang_comments=True)
    elif path.suffix == ".css":
        body = rcssmin.cssmin(body, keep_bang_comments=True)
    if not kind.startswith(COMPRESSIBLE):
        return File(kind, body, b"")
    packed = gzip.compress(body, 9)
    return File(kind, body, packed if len(packed) < len(body) else b"")
