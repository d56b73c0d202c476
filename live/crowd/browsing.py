"""Just enough of a browser to open pages and send forms: one connection per page, cookies kept, redirects followed."""

from __future__ import annotations

import asyncio
import http.client
import io
import socket
from http.cookies import SimpleCookie
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit

from msgspec import Struct

ANSWER_SECONDS = 30  # longer than a page ever takes; a server that hangs is then an error, not a wait without end
MOST_BYTES = 16 * 1024 * 1024  # the wall of a large conference is 2 MB; more than this is not a page
MOST_REDIRECTS = 5


class Fetched(Struct, frozen=True):
    status: int
    path: str
    """Where it was found in the end, after redirects."""
    html: str


class _Whole:
    """A whole answer in memory, in the place where `http.client` expects a socket."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self.answer)


class Browser:
    """`origin` is what it says it comes from, when that is not the address it connects to (a server behind a proxy)."""

    def __init__(self, base_url: str, origin: str = "") -> None:
        self.parts = urlsplit(base_url.rstrip("/"))
        self.origin = origin or f"{self.parts.scheme}://{self.parts.netloc}"
        self.cookies: dict[str, str] = {}

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path: str) -> Fetched:
        """Open a page. Raises `OSError` when the server cannot be reached or breaks off."""
        return await self._follow("GET", path, b"")

    async def post(self, path: str, fields: dict[str, list[str]]) -> Fetched:
        """Send a form, as a browser does. Raises `OSError`."""
        return await self._follow("POST", path, urlencode(fields, doseq=True).encode())

    async def _follow(self, method: str, path: str, body: bytes) -> Fetched:
        for _ in range(MOST_REDIRECTS):
            answer, text = await self._once(method, path, body)
            where = answer.getheader("Location")
            if answer.status not in (301, 302, 303, 307, 308) or not where:
                return Fetched(answer.status, path, text)
            found = urlsplit(urljoin(path, where))  # always on the server we came to, whatever it calls itself
            path = found.path + (f"?{found.query}" if found.query else "")
            if answer.status in (302, 303):
                method, body = "GET", b""
        raise OSError(f"{path} leads round in circles.")

    async def _once(self, method: str, path: str, body: bytes) -> tuple[http.client.HTTPResponse, str]:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                raw = await self._exchange(self._request(method, path, body))
            answer = http.client.HTTPResponse(cast("socket.socket", _Whole(raw)), method=method)
            answer.begin()
            text = answer.read().decode(errors="replace")
        except http.client.HTTPException as problem:  # cut off in the middle
            raise OSError(f"{path}: the answer broke off ({type(problem).__name__}).") from problem
        self._keep(answer.headers.get_all("Set-Cookie", []))
        return answer, text

    def _request(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.parts.netloc}",
            "Connection: close",
            "Accept: text/html",
            "User-Agent: live-crowd",
        ]
        if self.cookies:
            lines.append(f"Cookie: {self.cookie_header}")
        if method == "POST":
            lines += [
                f"Origin: {self.origin}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def _exchange(self, request: bytes) -> bytes:
        secure = self.parts.scheme == "https"
        port = self.parts.port or (443 if secure else 80)
        reader, writer = await asyncio.open_connection(self.parts.hostname, port, ssl=secure or None)
        try:
            writer.write(request)
            await writer.drain()
            answer = bytearray()
            while some := await reader.read(65536):
                answer += some
                if len(answer) > MOST_BYTES:
                    raise OSError("The answer is too long to be a page.")
            return bytes(answer)
        finally:
            writer.close()

    def _keep(self, headers: list[str]) -> None:
        for header in headers:
            for name, cookie in SimpleCookie(header).items():
                if cookie["max-age"] == "0" or not cookie.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = cookie.value
