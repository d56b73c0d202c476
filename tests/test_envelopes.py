"""Envelopes: nothing to see from outside, opened by the right key alone, and no key left when it was destroyed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.conference.people import KeyGone
from live.envelopes import Envelopes, open_all

ROOM = 256


@pytest.fixture
def envelopes(tmp_path: Path) -> Envelopes:
    return Envelopes(tmp_path / "keys", "here-123456")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Envelopes, str, str]:
    envelopes = Envelopes(tmp_path_factory.mktemp("keys"), "here-123456")
    return envelopes, *envelopes.new_key()


@given(contents=st.lists(st.binary(max_size=ROOM), min_size=1, max_size=5))
def test_what_was_sealed_comes_out_and_all_envelopes_are_of_one_length(
    lasting: tuple[Envelopes, str, str], contents: list[bytes]
) -> None:
    """Zeros at the end and nothing at all too: the length is written inside."""
    envelopes, key_id, public = lasting
    sealed = [envelopes.seal(public, content, ROOM) for content in contents]
    assert envelopes.open(key_id, sealed) == contents
    assert {len(each) for each in sealed} == {len(envelopes.seal(public, b"null", ROOM))}


def test_the_same_answer_never_looks_the_same(envelopes: Envelopes) -> None:
    _, public = envelopes.new_key()
    assert len({envelopes.seal(public, b"1", ROOM) for _ in range(50)}) == 50


def test_what_is_too_long_is_not_sealed(envelopes: Envelopes) -> None:
    key_id, public = envelopes.new_key()
    assert envelopes.open(key_id, [envelopes.seal(public, b"x" * ROOM, ROOM)]) == [b"x" * ROOM]
    with pytest.raises(ValueError, match="257 bytes do not go into an envelope for 256"):
        envelopes.seal(public, b"x" * (ROOM + 1), ROOM)


def test_another_key_opens_nothing(envelopes: Envelopes) -> None:
    _, public = envelopes.new_key()
    other, _ = envelopes.new_key()
    with pytest.raises(KeyGone, match="sealed to another key"):
        envelopes.open(other, [envelopes.seal(public, b"1", ROOM)])


@pytest.mark.parametrize("damage", [lambda sealed: sealed[:-8], lambda sealed: "AAAA" + sealed[4:], lambda sealed: "%"])
def test_a_damaged_envelope_is_a_clear_error(envelopes: Envelopes, damage: object) -> None:
    key_id, public = envelopes.new_key()
    assert callable(damage)
    with pytest.raises(KeyGone, match="is damaged"):
        envelopes.open(key_id, [damage(envelopes.seal(public, b"1", ROOM))])


def test_a_key_is_a_file_for_its_owner_alone(envelopes: Envelopes) -> None:
    key_id, _ = envelopes.new_key()
    [path] = envelopes.folder.iterdir()
    assert path.name == f"here-123456-{key_id}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert envelopes.folder.stat().st_mode & 0o777 == 0o700
    assert envelopes.has(key_id)


def test_no_folder_is_made_before_it_is_needed(envelopes: Envelopes) -> None:
    envelopes.keep_only([])
    envelopes.destroy([])
    assert not envelopes.folder.exists()


def test_a_key_that_is_not_there_is_named(envelopes: Envelopes) -> None:
    key_id, public = envelopes.new_key()
    sealed = [envelopes.seal(public, b"1", ROOM)]
    [path] = envelopes.folder.iterdir()
    path.write_bytes(b"")
    with pytest.raises(KeyGone, match="is not a key"):
        envelopes.open(key_id, sealed)
    path.unlink()
    with pytest.raises(KeyGone, match=f"There is no key {path.name} in the folder {envelopes.folder}"):
        envelopes.open(key_id, sealed)
    assert not envelopes.has(key_id)


def test_a_folder_that_cannot_be_written_to_is_a_clear_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KeyGone, match="cannot be written to"):
        Envelopes(tmp_path / "file" / "keys", "here-123456").new_key()
    assert "no votes can be sealed" in caplog.text


def test_a_key_id_cannot_lead_out_of_the_folder(envelopes: Envelopes) -> None:
    with pytest.raises(KeyGone, match="cannot be one"):
        envelopes.open("../../etc/passwd", [])


def test_a_destroyed_key_is_overwritten_and_gone(envelopes: Envelopes) -> None:
    """A second name for the same file shows what became of its bytes."""
    key_id, public = envelopes.new_key()
    kept, _ = envelopes.new_key()
    sealed = envelopes.seal(public, b"1", ROOM)
    path = envelopes.folder / f"here-123456-{key_id}.key"
    key = path.read_bytes()
    assert open_all(key, [sealed]) == [b"1"]
    witness = envelopes.folder.parent / "witness"
    os.link(path, witness)
    envelopes.destroy([key_id])
    assert not path.exists()
    assert witness.read_bytes() != key
    assert [envelopes.has(key_id), envelopes.has(kept)] == [False, True]
    envelopes.destroy([key_id])  # once more does no harm


def test_a_key_is_found_when_its_data_folder_was_moved_or_got_a_new_secret(envelopes: Envelopes) -> None:
    key_id, public = envelopes.new_key()
    moved = Envelopes(envelopes.folder, "there-123456")
    assert moved.open(key_id, [envelopes.seal(public, b"1", ROOM)]) == [b"1"]
    moved.keep_only([])  # others' keys are not for it to sweep out
    assert moved.has(key_id)
    moved.destroy([key_id])
    assert not envelopes.has(key_id)


def test_what_no_ballot_box_needs_is_swept_out_and_others_keys_are_left_alone(envelopes: Envelopes) -> None:
    theirs = [Envelopes(envelopes.folder, owner) for owner in ("here-123457", "there-123456", "here-1234567")]
    their_keys = [other.new_key()[0] for other in theirs]
    mine = [envelopes.new_key()[0] for _ in range(3)]
    envelopes.keep_only(mine[:1])
    assert [envelopes.has(key) for key in mine] == [True, False, False]
    assert all(other.has(key) for other, key in zip(theirs, their_keys, strict=True))
