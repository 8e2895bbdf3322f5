"""Pseudonyms of the shape of what they replace: as long, valid where it was valid, the same wherever it recurs.

Each follows from a secret salt (HMAC-SHA-256, RFC 2104), so without the salt nobody can tell by trying values which one
a pseudonym stands for.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection
from random import Random

from stdnum import iban, luhn
from stdnum.it import codicefiscale

from analyzer.nlp.value_forms import values_in
from analyzer.redaction.personal_items import Kind

_TRIES = 200
_COMMON = 0.8
_ATTEMPTS_OF_ONE_LENGTH = 20
COMMON_NAMES = (
    "ada", "eva", "ivo", "ugo", "ben", "amy", "sam", "tom", "ann", "joe", "lee", "ian", "max", "leo", "gus",
    "bea", "anna", "luca", "sara", "ivan", "nino", "rita", "jack", "emma", "lucy", "john", "mark", "kate",
    "paul", "ryan", "paolo", "marta", "lucia", "elena", "laura", "mario", "carlo", "sarah", "james", "chris",
    "david", "emily", "alice", "andrea", "matteo", "silvia", "simone", "chiara", "teresa", "thomas", "oliver",
    "daniel", "sophie", "george", "martina", "giorgio", "lorenzo", "roberto", "claudia", "barbara", "michael",
    "charles", "rebecca", "matthew", "federica", "riccardo", "valentin", "caterina", "patricia", "jonathan",
    "samantha", "benjamin", "ornella", "ines", "nadia", "callum", "petra", "ravi", "noemi", "dario", "greta",
    "elisa", "bruno", "katia", "pietro", "ciro", "wanda", "carol", "wendell", "renzo", "graziella", "sonia",
    "debora", "walter", "corrado", "ludovica", "luigi", "giulia", "franco", "stefano", "paola", "giovanni",
    "angela", "antonio", "vincenzo", "rosa", "giuseppe", "marco", "monica", "davide", "fabio", "ilaria",
    "irene", "alessia", "sandro", "piera", "guido", "aldo", "nora", "clara", "priya", "omar", "hassan", "yusuf",
    "mei", "anika", "fatima", "diego", "sofia", "nina", "oscar", "hugo", "karen", "linda", "susan", "peter",
    "kevin", "brian", "steve", "helen", "julie", "megan", "liam", "noah", "owen", "erin", "francesca",
    "valentina", "alexandra", "elisabetta", "alessandro", "christopher",
)  # fmt: skip
_VOWELS, _CONSONANTS = "aeiou", "bdfglmnprstvz"
_DIGIT_RUN = re.compile(r"\d+")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_STREET_WORDS = re.compile(
    r"(?i)\b(?:via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|largo|vicolo|strada|contrada|lungomare|n|nr|numero"
    r"|d[aei]|de[lgi]|dell[aeo]|degli|san|santa|street|st|road|rd|avenue|ave|lane|ln|drive|close|court|way|place|square"
    r"|terrace|gardens|crescent)\b"
)
_LOCAL_AND_DOMAIN = re.compile(r"(.*?)(@|\(at\)|\[at\])(.*)\.(\w+)", re.DOTALL)
_HOST_AND_PATH = re.compile(r"((?:https?://|www\.)[^/?#]*)(.*)", re.DOTALL)
_FISCAL_MONTHS = "ABCDEHLMPRST"
_ENOUGH_DIGITS = 4


class Pseudonyms:
    """Pseudonyms of one file; remembers them so that no two values get the same.

    Args:
        salt: The secret they follow from.
        avoided: Folded words that no invented name may be.
    """

    def __init__(self, salt: bytes, avoided: Collection[str] = ()) -> None:
        """Know none yet."""
        self._salt, self._avoided, self._attempt = salt, avoided, 0
        self._names: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._taken: set[str] = set()

    def name(self, word: str) -> str:
        """An invented name in place of a word, as long and in its case."""
        key = word.casefold()
        if key not in self._names:
            rng = self._random(f"name{self._attempt or ''}", key)
            invented = self._common_name(rng, len(word)) or _invented(rng, len(word))
            for _ in range(_TRIES):
                if invented not in self._avoided and invented[:5] not in self._taken and invented != key:
                    break
                invented = self._common_name(rng, len(word)) or _invented(rng, len(word))
            self._names[key] = invented
            self._taken.add(invented[:5])
        return _in_case_of(word, self._names[key])

    def with_other_names(self, attempt: int) -> Pseudonyms:
        """The same pseudonyms of values, and common first names in place of invented ones; each attempt has others."""
        other = Pseudonyms(self._salt, self._avoided)
        other._values, other._attempt = self._values, attempt
        return other

    def _common_name(self, rng: Random, length: int) -> str | None:
        any_length = self._attempt > _ATTEMPTS_OF_ONE_LENGTH
        names = [name for name in COMMON_NAMES if any_length or len(name) == length]
        return rng.choice(names) if self._attempt and names and rng.random() < _COMMON else None

    def tokens(self, text: str, kept: Collection[str] = ()) -> str:
        """Every word replaced by a name, every run of digits by another; the signs between stay."""

        def other(match: re.Match[str]) -> str:
            token = match[0]
            if token.isdigit():
                return self._digits(token)
            return token if token.casefold() in kept else self.name(token)

        return _TOKEN.sub(other, text)

    def replaced(self, kind: Kind, written: str, variants: Collection[str] = ()) -> str:
        """The pseudonym of a value as it is written here.

        Args:
            kind: What it is.
            written: As it stands in the text.
            variants: All ways in which the same value is written in the thread; the pseudonym has the form of each.
        """
        if kind is Kind.NAME:
            return self.name(written)
        if kind is Kind.HANDLE:
            return self.tokens(written)
        if kind is Kind.EMAIL and (parts := _LOCAL_AND_DOMAIN.fullmatch(written)):
            return f"{self.tokens(parts[1])}{parts[2]}{self.tokens(parts[3])}.{parts[4]}"
        if kind is Kind.PROFILE_LINK and (parts := _HOST_AND_PATH.fullmatch(written)):
            return parts[1] + self.tokens(parts[2])
        if kind is Kind.ADDRESS:
            kept = {match[0].casefold() for match in _STREET_WORDS.finditer(written)}
            return self.tokens(written, kept)
        return self._value(kind, written, variants or (written,))

    def _value(self, kind: Kind, written: str, variants: Collection[str]) -> str:
        prefix, key = value_key(kind, written)
        stored = self._values.get(key)
        forms = [(variant, _forms(variant)) for variant in variants]
        if stored is None or not _keeps_forms(kind, stored, forms):
            rng = self._random("value", key)
            stored = first = _candidate(kind, key, rng)
            for _ in range(_TRIES):
                if stored != key and stored not in self._taken and _keeps_forms(kind, stored, forms):
                    break
                stored = _candidate(kind, key, rng)
            else:
                stored = first
            self._values[key] = stored
            self._taken.add(stored)
        return _written_like(written, prefix + stored)

    def _digits(self, run: str) -> str:
        key = f"run:{run}"
        if key not in self._values:
            rng = self._random("run", run)
            self._values[key] = "".join(rng.choice("123456789") for _ in run)
        return self._values[key]

    def _random(self, what: str, key: str) -> Random:
        digest = hmac.new(self._salt, f"{what}\0{key}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return Random(digest)  # noqa: S311 - seeded from the salted digest on purpose


def value_key(kind: Kind, written: str) -> tuple[str, str]:
    """What stays in front of a value (a country's calling code), and the value without the signs that part it.

    Of a code with enough digits only these count: ``TV-2210774`` and ``2210774`` are the same.
    """
    joined = "".join(sign for sign in written if sign.isalnum()).upper()
    if kind is Kind.PHONE_NUMBER:
        found = [value.normal for value in values_in(written)]
        if len(found) == 1 and found[0] and joined.endswith(found[0]):
            cut = len(joined) - len(found[0])
            return joined[:cut], joined[cut:]
    digits = "".join(filter(str.isdigit, joined))
    return "", digits if kind is Kind.CODE and len(digits) >= _ENOUGH_DIGITS else joined


def _forms(text: str) -> list[tuple[str, int, int]]:
    return [(value.slot, value.start, value.end) for value in values_in(text)]


def _keeps_forms(kind: Kind, stored: str, forms: list[tuple[str, list[tuple[str, int, int]]]]) -> bool:
    return all(
        _forms(_written_like(variant, value_key(kind, variant)[0] + stored)) == wanted for variant, wanted in forms
    )


def _written_like(written: str, joined: str) -> str:
    """The letters and digits of ``joined`` with the signs and the case of ``written``; its letters too, if need be."""
    signs = iter(joined)
    digits_alone = joined.isdigit() and sum(map(str.isalnum, written)) > len(joined)
    told = []
    for sign in written:
        if not sign.isalnum() or (digits_alone and not sign.isdigit()):
            told.append(sign)
            continue
        other = next(signs, sign)
        told.append(other.lower() if sign.islower() else other)
    return "".join(told)


def _candidate(kind: Kind, key: str, rng: Random) -> str:
    return _BY_KIND.get(kind, _code)(key, rng)


def _code(key: str, rng: Random) -> str:
    """Other digits; other letters too where there are hardly any digits."""
    letters = sum(map(str.isdigit, key)) < _ENOUGH_DIGITS
    return "".join(_other(sign, rng, letters=letters) for sign in key)


def _other(sign: str, rng: Random, *, letters: bool = True) -> str:
    if sign.isdigit():
        return rng.choice("0123456789")
    return rng.choice("BCDFGHJKLMNPRSTVWXZ") if letters and sign.isalpha() else sign


def _digits_alone(key: str, rng: Random) -> str:
    """Other digits, of which the first stays in every second try: what a number may begin with is bound by rules."""
    kept = rng.choice((0, 1, 2, 3))
    return key[:kept] + "".join(_other(sign, rng, letters=False) for sign in key[kept:])


def _card(key: str, rng: Random) -> str:
    body = "".join(rng.choice("0123456789") for _ in key[:-1])
    return body + str(luhn.calc_check_digit(body))


def _vat(key: str, rng: Random) -> str:
    digits = key[-11:]
    body = "".join(rng.choice("0123456789") for _ in digits[:7]) + digits[7:10]
    return key[:-11] + body + str(luhn.calc_check_digit(body))


def _tax_code(key: str, rng: Random) -> str:
    letters = "".join(rng.choice("BCDFGLMNPRSTVZ") for _ in range(6))
    day = rng.randint(1, 28) + rng.choice((0, 40))
    town = rng.choice("ABCDEFGHIL") + f"{rng.randint(100, 999)}"
    body = f"{letters}{rng.randint(50, 99)}{rng.choice(_FISCAL_MONTHS)}{day:02d}{town}"
    return body + str(codicefiscale.calc_check_digit(body))


def _iban(key: str, rng: Random) -> str:
    body = "".join(_other(sign, rng) for sign in key[4:])
    return key[:2] + str(iban.calc_check_digits(f"{key[:2]}00{body}")) + body


def _birth_date(key: str, rng: Random) -> str:
    def other(match: re.Match[str]) -> str:
        if len(match[0]) >= 4:
            return f"{rng.randint(1950, 1999)}{match[0][4:]}"
        return f"{rng.randint(1, 9 if len(match[0]) == 1 else 12):0{len(match[0])}d}"

    return _DIGIT_RUN.sub(other, key)


_BY_KIND: dict[Kind, Callable[[str, Random], str]] = {
    Kind.PHONE_NUMBER: _digits_alone,
    Kind.METER_POINT: _digits_alone,
    Kind.CARD: _card,
    Kind.VAT_NUMBER: _vat,
    Kind.TAX_CODE: _tax_code,
    Kind.IBAN: _iban,
}


def _invented(rng: Random, length: int) -> str:
    return "".join(rng.choice(_VOWELS if place % 2 else _CONSONANTS) for place in range(length))


def _in_case_of(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return "".join(
        new.upper() if old.isupper() else new
        for old, new in zip(model.ljust(len(word), model[-1:]), word, strict=False)
    )
