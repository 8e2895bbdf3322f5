"""Whose side an author is on: names, handles and ids compared as people write them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from analyzer.errors import UnreadableInputError

_NAMES_SHOWN = 5
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


def folded_name(name: object) -> str:
    """A name, handle or id for comparison: composed, without case, marks of direction, ``@`` or doubled spaces.

    >>> folded_name(" @AcmeHelp ") == folded_name("acmehelp")
    True
    """
    return _folded(str(name))


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    text = unicodedata.normalize("NFC", name).translate(_INVISIBLE)
    return " ".join(text.split()).lstrip("@").casefold()


def untold_brand(who: str, where: str, names: Iterable[str | None]) -> UnreadableInputError:
    """The error of an export that does not tell the sides, with some of the names that ``--brand`` may take.

    Args:
        who: What the format calls those who write: participant, speaker, account.
        where: The file.
        names: Names in it, in any number.
    """
    seen = list(dict.fromkeys(name for name in names if name))
    more = ", …" if len(seen) > _NAMES_SHOWN else ""
    shown = f" ({', '.join(seen[:_NAMES_SHOWN])}{more})" if seen else ""
    what = f"cannot tell which {who} is the brand"
    return UnreadableInputError(what, where, f"name it with --brand, as it is written in the export{shown}")


class BrandSide:
    """The brand's names, handles and ids that the user gave or the export tells."""

    def __init__(self, names: Iterable[object]) -> None:
        """Keeps them folded."""
        self._names = frozenset(filter(None, map(folded_name, names)))

    def __bool__(self) -> bool:
        """Whether any is known."""
        return bool(self._names)

    def holds(self, *names: object) -> bool:
        """Whether one of these, which may be None, is the brand's."""
        return not self._names.isdisjoint([folded_name(name) for name in names if name is not None])


def in_every_thread(threads: Iterable[Sequence[str]]) -> str | None:
    """The one name that is in all of two or more threads with different others; None where there is no such one."""
    seen: Counter[str] = Counter()
    written: dict[str, str] = {}
    known = list(threads)
    for names in known:
        for folded, name in {folded_name(name): name for name in names}.items():
            seen[folded] += 1
            written.setdefault(folded, name)
    always = [name for name, times in seen.items() if times == len(known)]
    return written[always[0]] if len(known) >= 2 and len(always) == 1 else None
