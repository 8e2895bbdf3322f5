"""Where the time of the analysis goes, stage by stage."""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from analyzer.codebook import Role
from analyzer.findings import review
from analyzer.ledger import build_ledger
from analyzer.modeling.artifact import Model
from analyzer.nlp.annotation import annotate
from analyzer.nlp.judging import judged
from analyzer.nlp.pipeline import build_pipelines
from analyzer.readers import read_threads
from analyzer.scoring import THREADS_A_BATCH, label_probabilities, score_threads
from analyzer.threads import Thread
from analyzer.writers import writers
from benchmarks.corpus import Corpus

_COMPONENTS = {
    "data items": ("data_items", {True, False}),
    "brand patterns": ("reply_acts", {False}),
    "customer patterns": ("customer_statements", {True}),
}


def stage_seconds(corpus: Corpus, model: Model) -> dict[str, float]:
    """Processor seconds of each stage over a corpus, run batch by batch, each stage over a whole batch."""
    seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        before = time.process_time()
        yield
        seconds[name] += time.process_time() - before

    items = (item for item in read_threads([corpus.path]) if isinstance(item, Thread))
    with stage("building pipelines"):
        pipelines = {code: build_pipelines(code) for code in sorted({code for code, _ in corpus.texts})}
    while True:
        with stage("reading"):
            threads = list(islice(items, THREADS_A_BATCH))
        if not threads:
            return dict(seconds)
        messages = [(pipelines[thread.language or ""], message) for thread in threads for message in thread.messages]
        with stage("tokenising"):
            docs = [pipeline.nlp.make_doc(message.text) for pipeline, message in messages]
        for name, (component, sides) in _COMPONENTS.items():
            runs = [
                (pipeline.nlp.get_pipe(component), doc)
                for (pipeline, message), doc in zip(messages, docs, strict=True)
                if (message.role is Role.CUSTOMER) in sides
            ]
            with stage(name):
                for run, doc in runs:
                    run(doc)
        annotated = [thread for thread in annotate(threads) if thread.obstacle is None]
        with stage("judges"):
            seen = [judged(thread, model.judges) for thread in annotated]
        with stage("ledger and findings"):
            reviewed = [review(build_ledger(thread)) for thread in seen]
        with stage("features and model"):
            label_probabilities(reviewed, model.classifier)
        scored = list(score_threads(threads, model))
        with stage("writing"):
            writers()["jsonl"].write(scored, io.BytesIO())
