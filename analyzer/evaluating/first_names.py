"""The first names of the people in a thread, and others to put in their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from analyzer.evaluating.substitutes import substitutes
from analyzer.evaluating.substitution import changed_texts, pick, substituted
from analyzer.threads import Message, Thread

FEMALE, MALE = "female", "male"
OTHER_ORIGIN = "other"
_ORIGINS = {"it": "italian", "en": "english"}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class FirstName:
    """A first name: the gender and the origin it is commonly taken for."""

    gender: str
    origin: str


@cache
def _known() -> dict[str, FirstName]:
    return {
        name.casefold(): FirstName(gender, origin)
        for origin, names in substitutes().first_names.items()
        for gender, pool in ((FEMALE, names.female), (MALE, names.male))
        for name in pool
    }


@cache
def _greeted() -> re.Pattern[str]:
    greetings = "|".join(re.escape(word) for word in substitutes().greetings.words)
    return re.compile(
        rf"(?<!\w)(?i:{greetings})[ ,]+([A-Z][^\W\d_]{{2,}})(?=\s*(?:[,.!?:;\n]|$))|[\^*~–-] ?([A-Z][a-z]{{2,}})\s*$"
    )


def first_names(thread: Thread, language: str) -> dict[str, FirstName]:
    """Names of people, as written: a known first name among the authors, or whom a greeting or a signature names.

    A name that no list holds counts as of the thread's language; one that ends in "a" as a woman's.
    """
    found: dict[str, FirstName] = {}
    known, brand = _known(), {word.casefold() for word in _WORD.findall(thread.brand or "")}
    no_names = brand | {word.casefold() for word in substitutes().others.not_names}
    for message in thread.messages:
        for word in _WORD.findall(message.author or ""):
            if word.casefold() in known:
                found.setdefault(word.capitalize(), known[word.casefold()])
        for greeted, signed in _greeted().findall(message.text):
            name = greeted or signed
            if name.casefold() not in no_names and (greeted or name.casefold() in known):
                guess = FirstName(FEMALE if name.endswith("a") else MALE, _ORIGINS.get(language, OTHER_ORIGIN))
                found.setdefault(name.capitalize(), known.get(name.casefold(), guess))
    return found


def other_gender(name: FirstName) -> FirstName:
    """The same origin, the other gender."""
    return replace(name, gender=MALE if name.gender == FEMALE else FEMALE)


def other_origin(name: FirstName) -> FirstName:
    """The same gender, from elsewhere: Italian and English names give way to other ones, those to Italian."""
    return replace(name, origin="italian" if name.origin == OTHER_ORIGIN else OTHER_ORIGIN)


def renamed(thread: Thread, language: str, towards: Callable[[FirstName], FirstName]) -> Thread:
    """The thread with every first name replaced, in texts and authors, by one that is ``towards`` it."""
    names = first_names(thread, language)
    taken, words = {name.casefold() for name in names}, {}
    for name, meaning in names.items():
        wanted = towards(meaning)
        pool = getattr(substitutes().first_names[wanted.origin], wanted.gender)
        other = pick(name, pool, frozenset(taken))
        if other is not None:
            words[name] = other
            taken.add(other.casefold())

    def change(message: Message) -> Message:
        author = None if message.author is None else substituted(message.author, words, any_case=True)
        return replace(message, text=substituted(message.text, words), author=author)

    return changed_texts(thread, change)
