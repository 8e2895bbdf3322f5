"""What a user would pick instead, over the messages of a file: each in this process, one after the other.

``pip install reply-quality-analyzer[benchmark]`` brings VADER (MIT) and Presidio (MIT). They see every message once.
None of them reads exports, follows a thread or names evidence; Presidio finds data items alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy

from benchmarks.clock import timed
from benchmarks.corpus import LABELLED

PRESIDIO = (
    "CreditCardRecognizer", "CryptoRecognizer", "EmailRecognizer", "IbanRecognizer", "IpRecognizer",
    "MacAddressRecognizer", "UrlRecognizer", "ItDriverLicenseRecognizer", "ItFiscalCodeRecognizer",
    "ItIdentityCardRecognizer", "ItPassportRecognizer", "ItVatCodeRecognizer", "NhsRecognizer", "UkNinoRecognizer",
    "UkPassportRecognizer", "UkPostcodeRecognizer",
)  # fmt: skip
PHONE_REGIONS = ("IT", "GB", "US")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way over all messages; processor seconds, without what it takes to get ready."""

    name: str
    messages: int
    seconds: float


def alternatives(path: Path) -> list[Alternative]:
    """Every alternative that is installed, over the threads of a canonical file."""
    threads = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    messages = [(thread["language"], message["text"]) for thread in threads for message in thread["messages"]]
    ways: list[tuple[str, Callable[[], Callable[[], object]]]] = [
        ("bare spaCy tokenizer", lambda: _tokenizer(messages)),
        ("TF-IDF + logistic regression", lambda: _classifier(threads)),
    ]
    if find_spec("vaderSentiment"):
        ways.append(("VADER sentiment", lambda: _vader(text for _, text in messages)))
    if find_spec("presidio_analyzer"):
        ways.append(("Presidio's patterns", lambda: _presidio(text for _, text in messages)))
    found = []
    for name, prepare in ways:
        found.append(Alternative(name, len(messages), timed(prepare()).processor))
    return found


def _tokenizer(messages: list[tuple[str, str]]) -> Callable[[], object]:
    tokenizers = {language: spacy.blank(language).tokenizer for language in {code for code, _ in messages}}
    return lambda: [len(tokenizers[language](text)) for language, text in messages]


def _classifier(threads: list[Mapping[str, Any]]) -> Callable[[], object]:
    """A label for every thread from its words, learnt from the labelled corpus."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    known = [json.loads(line) for file in sorted(LABELLED.glob("*.jsonl")) for line in file.open(encoding="utf-8")]
    known = [thread for thread in known if thread.get("label")]
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(max_iter=1000))
    model.fit([_words(thread) for thread in known], [thread["label"] for thread in known])
    return lambda: model.predict([_words(thread) for thread in threads])


def _words(thread: Mapping[str, Any]) -> str:
    return "\n".join(f"{message['role']}: {message['text']}" for message in thread["messages"])


def _vader(texts: Iterable[str]) -> Callable[[], object]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    judge, held = SentimentIntensityAnalyzer(), list(texts)
    return lambda: [judge.polarity_scores(text)["compound"] for text in held]


def _presidio(texts: Iterable[str]) -> Callable[[], object]:
    import tldextract
    from presidio_analyzer import predefined_recognizers

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    recognizers = [getattr(predefined_recognizers, name)() for name in PRESIDIO]
    recognizers.append(predefined_recognizers.PhoneRecognizer(supported_regions=PHONE_REGIONS))
    held = list(texts)
    return lambda: [
        recognizer.analyze(text, recognizer.supported_entities, None) for text in held for recognizer in recognizers
    ]


if __name__ == "__main__":
    print(json.dumps([asdict(each) for each in alternatives(Path(sys.argv[1]))]))
