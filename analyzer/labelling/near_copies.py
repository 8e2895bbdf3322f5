"""Whether a thread says nearly what one seen before says."""

from __future__ import annotations

from typing import Any

from scipy.sparse import vstack
from sklearn.feature_extraction.text import HashingVectorizer

from analyzer.threads import Thread

ALIKE = 0.8
_GRAM = 4
_COLUMNS = 2**18


class NearCopies:
    """Remembers threads; nearly means a cosine above ``ALIKE`` between the counts of their runs of four characters."""

    def __init__(self) -> None:
        """Start with no thread."""
        self._vectors = HashingVectorizer(
            analyzer="char", ngram_range=(_GRAM, _GRAM), n_features=_COLUMNS, alternate_sign=False
        )
        self._seen: Any = None

    def is_new(self, thread: Thread) -> bool:
        """Whether nothing like it was asked for before; it is remembered if so."""
        row = self._vectors.transform(["\n".join(message.text for message in thread.messages)])
        if self._seen is not None and (self._seen @ row.T).max() > ALIKE:
            return False
        self._seen = row if self._seen is None else vstack([self._seen, row], format="csr")
        return True
