"""The same thread twice, or nearly: parted between fitting and testing it would flatter every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from sklearn.feature_extraction.text import TfidfVectorizer

from analyzer.errors import TrainingRefusedError
from analyzer.threads import LabelledThread, Thread

ALIKE = 0.9
NAMED = 3
_FINGERPRINT = 16
_GRAM = 4
_ROWS_AT_ONCE = 512

Pair = tuple[int, int]


def fingerprint(thread: Thread) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of who says what, case and spaces apart."""
    said = "\0".join(f"{message.role}\0{_plain(message.text)}" for message in thread.messages)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT]


def refuse_copies(entries: Sequence[LabelledThread], brands: Sequence[str]) -> None:
    """Stops where a thread of one brand is, or nearly is, a thread of another one.

    Folds are parted by brand, so copies within a brand are never parted. Nearly means a cosine above ``ALIKE`` between
    the TF-IDF vectors of the threads' runs of four characters.

    Args:
        entries: The threads.
        brands: Group of each one.

    Raises:
        TrainingRefusedError: There are such threads.
    """
    same = list(_same(entries, brands))
    _refuse(entries, same, "is the same thread as")
    _refuse(entries, list(_alike(entries, brands)), "is nearly the same thread as")


def without_copies(corpus: Sequence[LabelledThread], own: Sequence[LabelledThread]) -> list[LabelledThread]:
    """The threads of a corpus that neither are nor nearly are own ones: they would flatter figures on those."""
    known = {fingerprint(entry.thread) for entry in own}
    others = [entry for entry in corpus if fingerprint(entry.thread) not in known]
    last = len(own)
    dropped = {other - last for one, other in _near_pairs([*own, *others]) if one < last <= other}
    return [entry for row, entry in enumerate(others) if row not in dropped]


def copy_groups(entries: Sequence[LabelledThread]) -> list[int]:
    """A number for each thread, the same for threads that are nearly the same, over however many steps."""
    found = list(range(len(entries)))
    for one, other in _near_pairs(entries):
        first, second = found[one], found[other]
        if first != second:
            found = [first if group == second else group for group in found]
    return found


def _same(entries: Sequence[LabelledThread], brands: Sequence[str]) -> Iterator[Pair]:
    first: dict[str, int] = {}
    for row, entry in enumerate(entries):
        earlier = first.setdefault(fingerprint(entry.thread), row)
        if brands[earlier] != brands[row]:
            yield earlier, row


def _alike(entries: Sequence[LabelledThread], brands: Sequence[str]) -> Iterator[Pair]:
    return ((row, other) for row, other in _near_pairs(entries) if brands[row] != brands[other])


def _near_pairs(entries: Sequence[LabelledThread]) -> Iterator[Pair]:
    texts = ["\n".join(_plain(message.text) for message in entry.thread.messages) for entry in entries]
    if not any(len(text) >= _GRAM for text in texts):
        return
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(_GRAM, _GRAM)).fit_transform(texts)
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        near = (vectors[start : start + _ROWS_AT_ONCE] @ vectors.T).tocoo()
        close = near.data > ALIKE
        for row, other in sorted(zip((near.row[close] + start).tolist(), near.col[close].tolist(), strict=True)):
            if row < other:
                yield row, other


def _refuse(entries: Sequence[LabelledThread], pairs: Sequence[Pair], what: str) -> None:
    if not pairs:
        return
    named = ", ".join(f"{_place(entries[one])} {what} {_place(entries[other])}" for one, other in pairs[:NAMED])
    more = f", and {len(pairs) - NAMED} more pairs" if len(pairs) > NAMED else ""
    raise TrainingRefusedError(
        f"a copy could be tested on what it was fitted on: {named}{more}",
        mend="drop one of the two, or give both the same brand",
    )


def _place(entry: LabelledThread) -> str:
    line = "" if entry.source.line is None else f":{entry.source.line}"
    return f"{entry.source.file}{line}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
