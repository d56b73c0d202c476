"""Stylesheets, scripts, icons and fonts: read once at the start, without their comments, compressed once.

The sources are written for people; phones in a crowded hall get them without comments and spaces (rjsmin and rcssmin, which
change nothing else). All stand below an address that names their content, so a browser asks for each just once.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

import rcssmin
import rjsmin
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

COMPRESSIBLE = ("text/", "image/svg+xml", "application/json")
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
        digest = hashlib.sha256()
        for name, file in self._files.items():
            digest.update(name.encode() + b"\0" + file.plain)
        self.version = digest.hexdigest()[:12]

    def has(self, name: str) -> bool:
        return name in self._files

    def plain(self, name: str) -> bytes:
        """A file as it is sent to who cannot take gzip. Raises `KeyError` if there is none of this name."""
        return self._files[name].plain

    async def serve(self, request: Request) -> Response:
        """One file. An older version's address still gives the file of today: better than none."""
        file = self._files.get(request.path_params["name"])
        if file is None:
            return PlainTextResponse("There is no such file.", 404)
        headers = {"vary": "accept-encoding"}
        if file.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(file.gzipped, media_type=file.type, headers={**headers, "content-encoding": "gzip"})
        return Response(file.plain, media_type=file.type, headers=headers)


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
    return File(kind, body, gzip.compress(body, 9))
