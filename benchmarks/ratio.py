"""The whole analysis against the bare tokenizer over the same messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import spacy
from spacy.tokenizer import Tokenizer

from analyzer.modeling.artifact import Model
from analyzer.readers import read_threads
from analyzer.scoring import score_threads
from analyzer.threads import Thread
from analyzer.writers import writers
from benchmarks.clock import Seconds, Spread, spread, timed
from benchmarks.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rounds over one corpus: processor and wall seconds of each side, and how many times the tokenizer's it is."""

    messages: int
    threads: int
    distinct_share: float
    tokenizer_processor: Spread
    tokenizer_wall: Spread
    analysis_processor: Spread
    analysis_wall: Spread
    times_processor: Spread
    times_wall: Spread


def compare(corpus: Corpus, model: Model, rounds: int) -> Comparison:
    """Tokenizer and analysis by turns, ``rounds`` times each."""
    pairs = []
    for _ in range(rounds):
        tokenizers = {language: spacy.blank(language).tokenizer for language in {code for code, _ in corpus.texts}}
        bare = timed(partial(tokenise, corpus, tokenizers))
        pairs.append((bare, timed(partial(analyse, corpus, model))))
    return compared(corpus, pairs)


def compared(corpus: Corpus, pairs: list[tuple[Seconds, Seconds]]) -> Comparison:
    """The figures of several rounds of (tokenizer, analysis)."""
    return Comparison(
        len(corpus.texts),
        corpus.threads,
        corpus.distinct_share,
        tokenizer_processor=spread([bare.processor for bare, _ in pairs]),
        tokenizer_wall=spread([bare.wall for bare, _ in pairs]),
        analysis_processor=spread([whole.processor for _, whole in pairs]),
        analysis_wall=spread([whole.wall for _, whole in pairs]),
        times_processor=spread([whole.processor / bare.processor for bare, whole in pairs]),
        times_wall=spread([whole.wall / bare.wall for bare, whole in pairs]),
    )


def tokenise(corpus: Corpus, tokenizers: Mapping[str, Tokenizer]) -> None:
    """Every message through the tokenizer of its language."""
    for language, text in corpus.texts:
        tokenizers[language](text)


def analyse(corpus: Corpus, model: Model) -> None:
    """The file read, analysed with pipelines made for this run, scored and written as JSON Lines."""
    threads = (item for item in read_threads([corpus.path]) if isinstance(item, Thread))
    with corpus.path.with_suffix(".scores").open("wb") as stream:
        writers()["jsonl"].write(score_threads(threads, model), stream)
