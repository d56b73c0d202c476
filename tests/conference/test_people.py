"""People: joining, names and groups, and the links of the roles."""

from __future__ import annotations

import pytest

from live.conference import Actor, Conference
from live.conference.people import (
    Join,
    Link,
    LinkMade,
    LinkRevoked,
    MakeLink,
    RevokeLink,
    Voice,
    VoiceDescribed,
    VoiceJoined,
    hash_of_key,
    join,
    joined_voice,
    link_for_key,
    make_link,
    revoke_link,
)
from tests.conference.days import ANN, PLANNED, Asked, ask, play, refusal

FAY = Actor("delegate", "fay")


def joining(name: str = "", group: str = "", by: Actor = FAY) -> Asked:
    return Asked(join, Join(name, group), by)


def test_one_may_join_without_saying_anything() -> None:
    assert ask(PLANNED, joining()) == [VoiceJoined("fay")]


def test_one_may_join_with_a_name_and_a_group() -> None:
    joined = play(joining(" Fay\u202e ", "Carers"), start=PLANNED)
    assert joined_voice(joined, FAY) == Voice("fay", "Fay", "Carers")


def test_joining_twice_with_the_same_words_adds_nothing() -> None:
    assert ask(play(joining("Fay"), start=PLANNED), joining("Fay ")) == []


def test_a_name_can_be_changed() -> None:
    joined = play(joining("Fay"), start=PLANNED)
    assert ask(joined, joining("Fee", "Staff")) == [VoiceDescribed("fay", "Fee", "Staff")]


def test_a_group_that_is_not_in_the_list_is_refused() -> None:
    say = "Please choose one of the groups in the list, or leave it open."
    assert refusal(PLANNED, joining(group="Pirates")) == (say, "group")


def test_a_name_that_is_too_long_is_refused() -> None:
    say = "A name can have 60 letters at most. Yours has 61."
    assert refusal(PLANNED, joining(name="x" * 61)) == (say, "name")


def test_a_phone_without_a_cookie_is_told_what_to_do() -> None:
    say = "Your phone did not say who it is. Please allow cookies for this page and try again."
    assert refusal(PLANNED, joining(by=Actor("delegate"))) == (say, "")


def link(role: str, key: str) -> Asked:
    return Asked(make_link, MakeLink(role, hash_of_key(key)))  # type: ignore[arg-type]


LINKED = play(link("chair", "one"), link("screen", "two"), start=PLANNED)


def test_a_key_opens_its_role_and_no_other() -> None:
    chair = Link(1, "chair", hash_of_key("one"))
    assert link_for_key(LINKED.people, "chair", "one") == chair
    assert [link_for_key(LINKED.people, role, key) for role, key in WRONG_KEYS] == [None] * len(WRONG_KEYS)  # type: ignore[arg-type]


WRONG_KEYS = [
    ("facilitator", "one"),
    ("screen", "one"),
    ("chair", "two"),
    ("chair", ""),
    ("chair", "one "),
    ("chair", "\ud800"),
    ("chair", hash_of_key("one")),
]


def test_only_the_hash_of_a_key_is_kept() -> None:
    assert ask(PLANNED, link("chair", "one")) == [LinkMade(1, "chair", hash_of_key("one"))]
    assert hash_of_key("one") == "7692c3ad3540bb803c020b3aee66cd88"


def test_a_renewed_link_replaces_the_old_one_of_its_role() -> None:
    assert ask(LINKED, link("chair", "three")) == [LinkRevoked(1), LinkMade(3, "chair", hash_of_key("three"))]
    renewed = play(link("chair", "three"), start=LINKED)
    assert link_for_key(renewed.people, "chair", "one") is None
    assert link_for_key(renewed.people, "screen", "two") == Link(2, "screen", hash_of_key("two"))


def test_a_revoked_link_opens_nothing_and_stays_revoked() -> None:
    revoked = play(Asked(revoke_link, RevokeLink(1)), start=LINKED)
    assert link_for_key(revoked.people, "chair", "one") is None
    assert ask(revoked, Asked(revoke_link, RevokeLink(1))) == []
    assert ask(revoked, link("chair", "four")) == [LinkMade(3, "chair", hash_of_key("four"))]


@pytest.mark.parametrize("number", [0, 3, -1, 10**30])
def test_a_link_that_is_not_there_cannot_be_revoked(number: int) -> None:
    assert refusal(LINKED, Asked(revoke_link, RevokeLink(number))) == ("There is no such link.", "")


def test_a_voice_that_was_erased_may_join_again() -> None:
    assert play(VoiceDescribed("fay", "Fay")).people == play(joining("Fay"), start=Conference()).people
    assert joined_voice(PLANNED, ANN) == Voice("ann", "Ann")
