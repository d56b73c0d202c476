"""The secret links: chair, facilitator, operator and owners of actions; and the key of each conference's badges.

Journals keep only hashes of keys. The keys themselves are made from one random secret in the data folder (`secret`, readable
by its owner only) and the link's number, so that `live links` can print them again, while a copy of a conference file opens
nothing. With badges it is the same: their sheet can be printed again, and a conference file holds no code.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


class Keys:
    """Makes the keys of one data folder."""

    def __init__(self, data: Path) -> None:
        self._secret = _secret_of(data)
        self._place = str(data.resolve()).encode(errors="surrogateescape")

    def for_link(self, code: str, link: int) -> str:
        """The key of a conference's link: 128 bits, 22 letters that can stand in an address."""
        return self._key(f"link/{code}/{link}")

    def for_action(self, code: str, action: int, renewed: int) -> str:
        """The key of an action's owner, of the link that was renewed so often."""
        return self._key(f"action/{code}/{action}/{renewed}")

    def for_badges(self, code: str) -> bytes:
        """What the codes of a conference's badges are derived from: 32 bytes."""
        return hmac.digest(self._secret, f"badges/{code}".encode(), "sha256")

    @property
    def operator(self) -> str:
        """The key of whoever runs the server: makes conferences, prints and renews links."""
        return self._key("operator")

    @property
    def owner(self) -> str:
        """What tells the keys of this data folder's sealed votes from those of others in the same keys folder, also from those
        of a copy of it."""
        return hmac.digest(self._secret, b"envelopes/" + self._place, "sha256").hex()[:12]

    def _key(self, purpose: str) -> str:
        digest = hmac.digest(self._secret, purpose.encode(), "sha256")[:16]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _secret_of(data: Path) -> bytes:
    data.mkdir(parents=True, exist_ok=True)
    path = data / "secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w") as file:
        made = secrets.token_bytes(SECRET_BYTES)
        file.write(made.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return made


def _read(path: Path) -> bytes:
    """A power cut may have left the file empty, and keys made from nothing could be made by everybody."""
    try:
        secret = bytes.fromhex(path.read_text().strip())
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise OSError(
            f"{path} holds no secret. Put the one from a backup in its place; or remove it, and renew the links of each "
            "conference (live links CODE --renew chair, --renew facilitator); printed badges and owners’ links are void then."
        )
    return secret
