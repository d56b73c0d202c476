"""Who takes part: voices, groups, the four roles, and what a role may ask for.

Every rule of the conference takes what is asked for, who asks (`Actor`) and when (`Moment`), and answers with acts or raises
`Refused` with one plain sentence for the person who asked. Nothing in this package reads a clock or makes a random number: both
come in with the `Moment`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol, assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap, HashTrieSet

from live.conference.words import NAME_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

Role = Literal["delegate", "facilitator", "chair", "screen"]
ROLES_WITH_LINKS: tuple[Role, ...] = ("screen", "chair", "facilitator")


NO_HELPERS = "The chair does not allow several people on one device at this conference."


class Actor(Struct, frozen=True):
    """Who asks. A voice is empty for people who came by a chair's or facilitator's link and did not join as a delegate.
    `by_helper`: a further person on a device, after the one whose device it is."""

    role: Role
    voice: str = ""
    by_helper: bool = False


class KeyGone(Exception):
    """The key to sealed votes is not where it must be, or is another one. Its text is for whoever runs the server."""


class Envelopes(Protocol):
    """What seals votes and opens them. The core has neither chance nor files: this comes in with the `Moment`."""

    def new_key(self) -> tuple[str, str]:
        """The id and the public half of a new key, whose private half is on the disk. Raises `KeyGone` when it cannot be."""
        ...

    def seal(self, public: str, content: bytes, length: int) -> str:
        """The content, of at most `length` bytes, in an envelope like all others for this length."""
        ...

    def open(self, key_id: str, sealed: Sequence[str]) -> list[bytes]:
        """What is in the envelopes, in the same order. Raises `KeyGone`."""
        ...


class Moment(Struct, frozen=True):
    """When something is asked (`at`, milliseconds since 1970), 256 random bits for it (`token`, 64 hex digits), envelopes
    where there are any, and the conference's own `key`, which none of its files holds: what is on badges is made from it.
    `local` is the same moment on the clock in the hall, as "2027-05-14 10:52"; empty where nobody knows it."""

    at: int
    token: str = ""
    envelopes: Envelopes | None = None
    key: bytes = b""
    local: str = ""


class Fact(Struct, frozen=True, tag=True, tag_field="act", omit_defaults=True):
    """What every act has in common: it is written down under its own class name."""


class Request(Struct, frozen=True):
    """What a person asks for. Its fields are the fields of the form that asks for it."""


class SlowRequest(Request, frozen=True):
    """A request whose rule may take a while (opening thousands of envelopes takes a quarter of a second)."""


class Voice(Struct, frozen=True):
    """One person who takes part. `id` is a hash of the secret in their cookie, so nobody can speak for them with the journal."""

    id: str
    name: str = ""
    group: str = ""
    by_helper: bool = False


class Link(Struct, frozen=True):
    """A chair's or facilitator's way in. Only the hash of the key is kept."""

    id: int
    role: Role
    key_hash: str
    revoked: bool = False


class People(Struct, frozen=True):
    voices: HashTrieMap[str, Voice] = field(default_factory=HashTrieMap)
    links: tuple[Link, ...] = ()
    groups: tuple[str, ...] = ()
    helped: HashTrieSet[str] = field(default_factory=HashTrieSet)
    """The voices that vote by helper."""
    gone: HashTrieSet[str] = field(default_factory=HashTrieSet)
    """The voices that took away all they gave."""
    took_part_before: int = 0
    """How many had taken part when names and words were removed."""

    @property
    def took_part(self) -> int:
        """How many took part, those that nothing more is known of too."""
        return self.took_part_before + len(self.voices) + len(self.gone)


class VoiceJoined(Fact, frozen=True):
    """A voice takes part. `by_helper`: on a device that somebody else's voice had before."""

    voice: str
    name: str = ""
    group: str = ""
    by_helper: bool = False


class VoiceDescribed(Fact, frozen=True):
    """A voice said (again) how it wants to be called and which group it belongs to."""

    voice: str
    name: str = ""
    group: str = ""


class LinkMade(Fact, frozen=True):
    link: int
    role: Role
    key_hash: str


class LinkRevoked(Fact, frozen=True):
    link: int


PeopleAct = VoiceJoined | VoiceDescribed | LinkMade | LinkRevoked


class Join(Request, frozen=True):
    """Take part. Name and group are both optional."""

    name: str = ""
    group: str = ""


class MakeLink(Request, frozen=True):
    role: Role
    key_hash: str


class RevokeLink(Request, frozen=True):
    link: int


def fold(people: People, act: PeopleAct) -> People:
    match act:
        case VoiceJoined():
            voice = Voice(act.voice, act.name, act.group, act.by_helper)
            helped = people.helped.insert(act.voice) if act.by_helper else people.helped
            voices = people.voices.insert(act.voice, voice)
            return replace(people, voices=voices, helped=helped, gone=people.gone.discard(act.voice))
        case VoiceDescribed():
            voice = Voice(act.voice, act.name, act.group, act.voice in people.helped)
            return replace(people, voices=people.voices.insert(act.voice, voice))
        case LinkMade():
            return replace(people, links=(*people.links, Link(act.link, act.role, act.key_hash)))
        case LinkRevoked():
            links = tuple(replace(link, revoked=True) if link.id == act.link else link for link in people.links)
            return replace(people, links=links)
        case _:
            assert_never(act)


def without(people: People, voice: str) -> People:
    """What is left when a voice has taken away all it gave: that it took part."""
    if voice not in people.voices:
        return people if voice in people.gone else replace(people, gone=people.gone.insert(voice))
    return replace(
        people,
        voices=people.voices.remove(voice),
        helped=people.helped.discard(voice),
        gone=people.gone.insert(voice),
    )


def join(conference: Conference, ask: Join, by: Actor, moment: Moment) -> Sequence[PeopleAct]:
    """Join, or change name and group. Joining twice with the same words adds nothing."""
    if not by.voice:
        raise Refused("Your phone did not say who it is. Please allow cookies for this page and try again.")
    name = clean_line(ask.name, NAME_LETTERS, "name", "A name", optional=True)
    group = clean_line(ask.group, NAME_LETTERS, "group", "A group", optional=True)
    if group and group not in conference.people.groups:
        raise Refused("Please choose one of the groups in the list, or leave it open.", "group")
    known = conference.people.voices.get(by.voice)
    if known is None and by.by_helper and not conference.doors.helpers:
        raise Refused(NO_HELPERS)
    if known is None:
        return [VoiceJoined(by.voice, name, group, by.by_helper)]
    if (known.name, known.group) == (name, group):
        return []
    return [VoiceDescribed(by.voice, name, group)]


def make_link(conference: Conference, ask: MakeLink, by: Actor, moment: Moment) -> Sequence[PeopleAct]:
    """A new key for a role. The links that this role had are revoked: a renewed link replaces the old one."""
    old = [LinkRevoked(link.id) for link in conference.people.links if link.role == ask.role and not link.revoked]
    return [*old, LinkMade(len(conference.people.links) + 1, ask.role, ask.key_hash)]


def revoke_link(conference: Conference, ask: RevokeLink, by: Actor, moment: Moment) -> Sequence[PeopleAct]:
    for link in conference.people.links:
        if link.id == ask.link:
            return [] if link.revoked else [LinkRevoked(link.id)]
    raise Refused("There is no such link.")


def hash_of_key(key: str) -> str:
    """What is kept of a secret key or cookie: SHA-256, shortened to 128 bits. Enough, because the keys themselves are random."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:32]  # a key may be nonsense from outside


def link_for_key(people: People, role: Role, key: str) -> Link | None:
    """The link in force that this key opens, if any."""
    wanted = hash_of_key(key)
    for link in people.links:
        if link.role == role and link.key_hash == wanted and not link.revoked:
            return link
    return None


def joined_voice(conference: Conference, by: Actor) -> Voice:
    """The voice that asks, for rules that need one."""
    voice = conference.people.voices.get(by.voice)
    if voice is None:
        raise Refused("Please join first: type the six numbers on the big screen.")
    return voice
