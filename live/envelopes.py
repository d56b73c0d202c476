"""Envelopes for votes: sealed as they arrive, opened at the count, and then the key is destroyed.

Each round of a question has a key pair of its own (a NaCl sealed box: Curve25519 and XSalsa20-Poly1305, by PyNaCl). The public
half stands in the journal. The private half is one file in the keys folder, which lies outside the data folder, so that a copy of
the database, of its write-ahead log or of a backup opens nothing. All envelopes of a question have the same length.

The rules get this with their `Moment`, and only for the moment of one request.
"""

from __future__ import annotations

import base64
import contextlib
import logging
import os
import re
import secrets
from collections.abc import Collection, Sequence
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from live.conference.people import KeyGone

log = logging.getLogger("live.envelopes")

ENDING = ".key"
KEY_ID = re.compile(r"[0-9a-f]{32}")
LENGTH_BYTES = 2  # before the content, its length; after it, zeros


class Envelopes:
    """The keys of one conference. `owner` tells its keys from those of others in the same folder: letters, digits and hyphens."""

    def __init__(self, folder: Path, owner: str) -> None:
        self.folder = folder
        self._owner = owner

    def new_key(self) -> tuple[str, str]:
        """A new key pair: its id, and the public half as text. On return the private half is on the disk. Raises KeyGone when it
        cannot be put there."""
        private = PrivateKey.generate()
        key_id = secrets.token_hex(16)
        try:
            self._keep(key_id, private)
        except OSError as problem:
            log.exception("a key cannot be written; no votes can be sealed")
            raise KeyGone(f"The folder {self.folder} cannot be written to.") from problem
        return key_id, _as_text(private.public_key.encode())

    def _keep(self, key_id: str, private: PrivateKey) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{self._owner}-{key_id}{ENDING}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(private.encode())
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(self.folder)

    def seal(self, public: str, content: bytes, length: int) -> str:
        """The content in an envelope that tells no more than `length`, the most bytes it could have had. Raises ValueError when
        it has more."""
        if len(content) > length:
            raise ValueError(f"{len(content)} bytes do not go into an envelope for {length}.")
        filled = len(content).to_bytes(LENGTH_BYTES, "big") + content.ljust(length, b"\0")
        return _as_text(SealedBox(PublicKey(_as_bytes(public))).encrypt(filled))

    def open(self, key_id: str, sealed: Sequence[str]) -> list[bytes]:
        """What is in the envelopes, in the same order. 40 µs each. Raises KeyGone."""
        return open_all(self._private(key_id), sealed)

    def has(self, key_id: str) -> bool:
        """Whether the key is there."""
        return self._path(key_id).exists()

    def destroy(self, key_ids: Collection[str]) -> None:
        """Destroy these keys: overwritten, removed, and the folder synced. Those that are gone already are gone."""
        for key_id in key_ids:
            with contextlib.suppress(FileNotFoundError):
                _destroy(self._path(key_id))
        if key_ids and self.folder.exists():
            _sync_folder(self.folder)

    def keep_only(self, key_ids: Collection[str]) -> None:
        """Destroy all keys of this conference but these: what a crash between a count and the destroying left behind."""
        before = {
            path.name[len(self._owner) + 1 : -len(ENDING)] for path in self.folder.glob(f"{self._owner}-*{ENDING}")
        }
        if left := before - set(key_ids):
            self.destroy(left)
            log.info("keys that no ballot box needs were destroyed: %d", len(left))

    def _private(self, key_id: str) -> bytes:
        try:
            key = self._path(key_id).read_bytes()
        except FileNotFoundError:
            raise KeyGone(f"There is no key {self._path(key_id).name} in the folder {self.folder}.") from None
        except OSError as problem:
            raise KeyGone(f"The key {self._path(key_id)} cannot be read.") from problem
        if len(key) != PrivateKey.SIZE:
            raise KeyGone(f"The file {self._path(key_id)} is not a key.")
        return key

    def _path(self, key_id: str) -> Path:
        if not KEY_ID.fullmatch(key_id):
            raise KeyGone("The ballot box names a key that cannot be one.")
        path = self.folder / f"{self._owner}-{key_id}{ENDING}"
        # A data folder that was moved, or got a new secret, has another owner's name; an id is never used twice.
        return path if path.exists() else next(self.folder.glob(f"*-{key_id}{ENDING}"), path)


def open_all(key: bytes, sealed: Sequence[str]) -> list[bytes]:
    """What is in these envelopes, opened with the private key. Raises KeyGone when one of them was sealed to another key."""
    box = SealedBox(PrivateKey(key))
    try:
        filled = [box.decrypt(_as_bytes(envelope)) for envelope in sealed]
    except (CryptoError, ValueError):
        raise KeyGone("An envelope cannot be opened: it was sealed to another key, or is damaged.") from None
    return [each[LENGTH_BYTES : LENGTH_BYTES + int.from_bytes(each[:LENGTH_BYTES], "big")] for each in filled]


def _destroy(path: Path) -> None:
    """Overwrite and remove. On flash memory the overwritten cells may live on until the drive clears them (see SECURITY.md)."""
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, secrets.token_bytes(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def _as_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
