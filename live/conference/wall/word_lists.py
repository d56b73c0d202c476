"""Words that hold a label until a facilitator has looked at it: a list for each language, as shipped or as changed here.

A listed word only ever holds, it never deletes, and the writer reads why. The shipped lists are short: swear words and insults
that a hall would want looked at, and none that is an everyday word in another of these languages. What belongs to a talk about
care, illness, belief or sex is no insult and is not listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request
from live.conference.wall.labels import Wall, WordList
from live.conference.wall.spelling import found, plain
from live.conference.wall.wall_acts import LabelHeld, WordListPut
from live.conference.words import NAME_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

LISTED = "A word in it is on this conference’s list. A facilitator looks at it."
"""Why a label is held by a list, as its writer reads it. It does not say the word: that would teach how to get around it."""

OWN = "own"
LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", OWN: "Words of this conference"}
MOST_WORDS = 500  # on one list

_BETWEEN = re.compile(r"[,;]|\n")


def _in_order(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, however it is spelled, in the order of the alphabet."""
    distinct = {plain(word): word for word in words}
    return tuple(sorted(distinct.values(), key=lambda word: (plain(word), word)))


SHIPPED = {
    language: _in_order(word for word in (" ".join(part.split()) for part in words.split(",")) if word)
    for language, words in {
        "en": """
            arsehole, arseholes, asshole, assholes, bastard, bastards, bellend, bitch, bitches, bollocks, bullshit, cunt,
            cunts, dickhead, dickheads, faggot, faggots, fuck, fucked, fucker, fuckers, fucking, fucks, fuckwit, gobshite,
            gyppo, gyppos, idiot, idiotic, idiots, imbecile, imbeciles, kill yourself, loony, loonies, minger, moron,
            moronic, morons, motherfucker, nigga, nigger, niggers, nutter, nutters, paki, pakis, pikey, pikeys, piss off,
            pillock, retarded, scrounger, scroungers, scum, scumbag, shit, shite, shithead, shits, shitty, shut up, slut,
            sluts, spaz, spazz, thicko, tosser, tossers, trannies, tranny, twat, twats, wanker, wankers, whore, whores, wog,
            wogs""",
        "de": """
            arsch, arschloch, arschlöcher, bastard, blödmann, deppen, drecksau, dumme kuh, fick dich, ficken, fotze, halt
            die fresse, halt’s maul, hurensohn, hurensöhne, idiot, idioten, idiotin, kanake, kanaken, missgeburt, mistkerl,
            neger, nutte, nutten, scheiße, schlampe, schlampen, schwachkopf, schwuchtel, schwuchteln, spast, spasti,
            trottel, vollidiot, vollidioten, vollpfosten, volltrottel, wichser, zigeunerpack""",
        "fr": """
            abruti, abrutie, abrutis, bâtard, bâtards, bougnoule, bougnoules, branleur, branleurs, casse toi, connard,
            connards, connasse, connasses, crétin, crétins, débile mental, emmerdeur, enculé, enculés, enfoiré, enfoirés,
            ferme ta gueule, fils de pute, imbécile, imbéciles, merde, merdique, nique ta mère, pétasse, poufiasse, putain,
            pute, putes, pédé, pédés, salaud, salauds, salope, salopes, ta gueule, trou du cul, youpin""",
        "es": """
            boludo, cabrona, cabrones, cabrón, chingada, cállate, estúpida, estúpido, gilipollas, hijo de puta, hijos de
            puta, idiota, idiotas, imbécil, imbéciles, joder, maricones, maricón, mierda, mierdas, pendeja, pendejo,
            pendejos, puta, putas, puto, putos, subnormal, subnormales, sudaca, sudacas, tarado, tonto del culo""",
        OWN: "",
    }.items()
}


class PutWordList(Request, frozen=True):
    """The words of a language, a line each or with commas between; `on` = "yes": they are looked for. With `shipped` = "yes" the
    list is as it was shipped."""

    language: str = ""
    words: str = ""
    on: str = ""
    shipped: str = ""


def put_word_list(conference: Conference, ask: PutWordList, by: Actor, moment: Moment) -> Sequence[WordListPut]:
    """Change a list, or switch it on or off. Labels that hang already stay as they are."""
    if ask.language not in LANGUAGES:
        raise Refused("There is no list for this language.")
    words = SHIPPED[ask.language] if ask.shipped == "yes" else _words(ask.words)
    wanted = WordList(ask.language, words, on=ask.on == "yes" or ask.shipped == "yes")
    if wanted == list_of(conference.wall, ask.language):
        return []
    return [WordListPut(wanted.language, wanted.words, wanted.on)]


def list_of(wall: Wall, language: str) -> WordList:
    """A list as this conference has it."""
    return next((one for one in wall.lists if one.language == language), WordList(language, SHIPPED[language]))


def listed_in(wall: Wall, *texts: str) -> Sequence[str]:
    """The words of this conference's lists that are in any of these texts."""
    lists = (list_of(wall, language) for language in LANGUAGES)
    words = tuple(word for one in lists if one.on for word in one.words)
    return list(dict.fromkeys(word for text in texts for word in found(text, words)))


def held_by_list(wall: Wall, label: int, *texts: str) -> Sequence[LabelHeld]:
    """What holds a new label, or one that was written anew, with these words on it: nothing, if no listed word is in them."""
    return [LabelHeld(label, LISTED)] if listed_in(wall, *texts) else []


def _words(text: str) -> tuple[str, ...]:
    if len(text) > MOST_WORDS * (NAME_LETTERS + 2):
        raise Refused(f"A list can have {MOST_WORDS} words at most.", "words")
    words = (clean_line(word, NAME_LETTERS, "words", "A word", optional=True) for word in _BETWEEN.split(text))
    listed = _in_order(word for word in words if word)
    if len(listed) > MOST_WORDS:
        raise Refused(f"A list can have {MOST_WORDS} words at most. This one has {len(listed)}.", "words")
    return listed
