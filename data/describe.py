"""Describes the corpus: statistics, agreement of the two readings, a baseline, and the distance from real threads.

Writes the part of ``data/README.md`` between its markers. Run from the repository:

    python data/describe.py [--beside NAME=FILE ...]

``--beside`` names files of real labelled threads to set beside the corpus; only figures of them are printed.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from analyzer.codebook import Act, Code, Label
from analyzer.languages import load_language

HERE = Path(__file__).parent
START, END = "<!-- figures: start -->", "<!-- figures: end -->"
Record = dict[str, Any]
LABELS = [label.value for label in Label]
_WORD = re.compile(r"[^\W\d_]+")


def records(folder: str) -> list[Record]:
    """Raw records of a part of the corpus."""
    lines = [line for path in sorted((HERE / folder).glob("*.jsonl")) for line in path.read_bytes().splitlines()]
    return [msgspec.json.decode(line) for line in lines]


def markdown(table: pd.DataFrame) -> str:
    """A table with its index as Markdown."""
    head = [table.index.name or "", *map(str, table.columns)]
    rows = [[str(index), *map(str, row)] for index, row in zip(table.index, table.to_numpy().tolist(), strict=True)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])


def counted(name: str, parts: Mapping[str, Sequence[Record]], keys: Callable[[Record], Iterable[str]]) -> str:
    """How many threads of each part hold each key."""
    counts = {part: Counter(key for entry in threads for key in set(keys(entry))) for part, threads in parts.items()}
    order = sorted(set().union(*counts.values()), key=lambda key: (-sum(count[key] for count in counts.values()), key))
    table = pd.DataFrame({part: [count[key] for key in order] for part, count in counts.items()}, index=order)
    return markdown(table.rename_axis(name))


def agreement(first: Mapping[str, Record], second: Sequence[Record]) -> str:
    """Kappa of the two readings: label, each act, each code."""
    pairs = [(first[entry["id"]], entry) for entry in second]
    gold, again = ([side["label"] for side in sides] for sides in zip(*pairs, strict=True))
    ranks = [[LABELS.index(label) for label in labels] for labels in (gold, again)]
    quadratic = cohen_kappa_score(*ranks, weights="quadratic")
    same = sum(one == other for one, other in zip(gold, again, strict=True))
    kappa = cohen_kappa_score(gold, again)
    lines = [
        f"Label: {same} of {len(pairs)} the same, kappa {kappa:.2f}, quadratic {quadratic:.2f}.",
        "",
        "| act or code | first reading | second reading | kappa |",
        "| --- | --- | --- | --- |",
    ]
    for name, holds in {**{act.value: _does(act) for act in Act}, **{code.value: _has(code) for code in Code}}.items():
        marks = np.array([(holds(one, m), holds(other, m)) for one, other in pairs for m in _messages(one)], dtype=bool)
        kappa = cohen_kappa_score(marks[:, 0], marks[:, 1]) if marks.any(axis=0).all() else float("nan")
        lines.append(f"| {name} | {marks[:, 0].sum()} | {marks[:, 1].sum()} | {kappa:.2f} |")
    return "\n".join(lines)


def _does(act: Act) -> Callable[[Record, str], bool]:
    return lambda entry, message: act.value in entry["acts"].get(message, [])


def _has(code: Code) -> Callable[[Record, str], bool]:
    return lambda entry, message: any(f["code"] == code and f["message"] == message for f in entry["findings"])


def _messages(entry: Record) -> list[str]:
    return [message["id"] for message in entry["messages"]]


def text_of(entry: Record) -> str:
    """All messages of a thread, one a line."""
    return "\n".join(message["text"] for message in entry["messages"])


def baseline() -> Any:
    """TF-IDF and logistic regression on the bare text."""
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    return make_pipeline(vectors, LogisticRegression(C=10, max_iter=2000, class_weight="balanced"))


def baseline_figures(train: Sequence[Record], tests: Mapping[str, Sequence[Record]]) -> str:
    """Macro-F1 and quadratic kappa of the baseline on each test set."""
    model = baseline().fit([text_of(entry) for entry in train], [entry["label"] for entry in train])
    rows = {}
    for name, threads in tests.items():
        gold, predicted = [entry["label"] for entry in threads], model.predict([text_of(entry) for entry in threads])
        ranks = [[LABELS.index(label) for label in labels] for labels in (gold, predicted)]
        macro = f1_score(gold, predicted, average="macro", labels=LABELS, zero_division=0)
        rows[name] = [len(threads), f"{macro:.2f}", f"{cohen_kappa_score(*ranks, weights='quadratic'):.2f}"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["threads", "macro-F1", "quadratic kappa"])
    return markdown(table.rename_axis("tested on"))


def profile(threads: Sequence[Record]) -> dict[str, str]:
    """What gives a set of threads its look."""
    messages = [message for entry in threads for message in entry["messages"]]
    customer = [message["text"] for message in messages if message["role"] == "customer"]
    brand = [message["text"] for message in messages if message["role"] == "brand"]
    acts = Counter(act for entry in threads for done in entry["acts"].values() for act in done)

    def share(texts: Sequence[str], pattern: str) -> str:
        return f"{np.mean([bool(re.search(pattern, text)) for text in texts]):.0%}"

    labels = Counter(entry["label"] for entry in threads)
    spellings = load_language(_language(threads)).spellings
    chatty = [any(word in spellings for word in text.casefold().split()) for text in customer]
    return {
        "threads": str(len(threads)),
        **{f"label {label}": f"{labels[label] / len(threads):.0%}" for label in LABELS},
        "messages a thread (mean)": f"{len(messages) / len(threads):.1f}",
        "customer message, characters (median)": f"{np.median([len(text) for text in customer]):.0f}",
        "brand message, characters (median)": f"{np.median([len(text) for text in brand]):.0f}",
        "brand messages that ask for data": f"{acts['data_request'] / len(brand):.0%}",
        "brand messages that hand off": f"{acts['channel_handoff'] / len(brand):.0%}",
        "brand messages that inform": f"{acts['information'] / len(brand):.0%}",
        "brand messages with a link": share(brand, r"https?://|www\."),
        "brand messages signed": share(brand, r"(?:\^|\*|/|[-–~] ?)[A-Z][A-Za-z]{0,10}\s*(?:https?://\S+)?$"),
        "customer messages with a question mark": share(customer, r"\?"),
        "customer messages with no capital letter": share(customer, r"^[^A-Z]*$"),
        "customer messages in capitals for a word or more": share(customer, r"\b[A-Z]{4,}\b"),
        "customer messages with a chat spelling": f"{np.mean(chatty):.0%}",
        "customer messages with an emoji": share(customer, r"[\U0001F300-\U0001FAFF\u2600-\u27BF]"),
        "customer messages with no full stop at the end": share(customer, r"[^.!?…]\s*$"),
    }


def telling_apart(written: Sequence[Record], real: Sequence[Record]) -> str:
    """How well text statistics tell written from real messages, and by what."""
    size = min(len(written), len(real))
    rng = np.random.default_rng(0)
    chosen = [written[index] for index in rng.permutation(len(written))[:size]]
    rows = [_statistics(text_of(entry)) for entry in [*chosen, *real]]
    table = pd.DataFrame(rows)
    target = np.array([0] * size + [1] * len(real))
    standard = (table - table.mean()) / table.std().replace(0, 1)
    model = LogisticRegression(C=0.3, max_iter=1000, class_weight="balanced")
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    predicted = cross_val_predict(model, standard, target, cv=folds)
    weights = pd.Series(model.fit(standard, target).coef_[0], table.columns).sort_values(key=np.abs, ascending=False)
    balanced = np.mean([(predicted[target == side] == side).mean() for side in (0, 1)])
    clues = ", ".join(f"{name} ({weight:+.1f})" for name, weight in weights.head(6).items())
    return f"balanced accuracy {balanced:.2f} (0.5 is chance); towards real: {clues}"


def _statistics(text: str) -> dict[str, float]:
    words = _WORD.findall(text)
    length = max(1, len(text))
    signs = {name: text.count(sign) / length for name, sign in {
        "commas": ",", "full stops": ".", "question marks": "?", "exclamation marks": "!", "colons": ":",
        "semicolons": ";", "apostrophes": "'", "quotation marks": '"', "at signs": "@", "hash signs": "#",
    }.items()}  # fmt: skip
    return {
        **signs,
        "digits": sum(char.isdigit() for char in text) / length,
        "capitals": sum(char.isupper() for char in text) / length,
        "word length": float(np.mean([len(word) for word in words])) if words else 0.0,
        "distinct words": len({word.lower() for word in words}) / max(1, len(words)) * min(1.0, len(words) / 40),
        "links": len(re.findall(r"https?://", text)) / length,
        "emoji": len(re.findall(r"[\U0001F300-\U0001FAFF]", text)) / length,
    }


def ten_threads(threads: Sequence[Record]) -> str:
    """Ten held-out threads, five of each language, spread evenly over the file, with their labels."""
    shown = []
    for code in ("it", "en"):
        own = [entry for entry in threads if entry["language"] == code and len(entry["messages"]) <= 6]
        shown.extend(own[:: max(1, len(own) // 5)][:5])
    return "\n\n".join(_thread_by_eye(entry) for entry in shown)


def _thread_by_eye(entry: Record) -> str:
    findings = ", ".join(f"{found['code']} on {found['message']}" for found in entry["findings"]) or "no findings"
    lines = [f"**{entry['id']}**, {entry['brand']}, {entry['channel']}: *{entry['label']}*; {findings}", ""]
    for message in entry["messages"]:
        side = {"customer": "C", "brand": "B"}.get(message["role"], message["role"])
        lines.append(f"> {message['id']} **{side}** {' '.join(message['text'].split())}  ")
    return "\n".join(lines)


def main() -> None:
    """Computes everything and rewrites the figures in the README."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beside", action="append", default=[], metavar="NAME=FILE")
    arguments = parser.parse_args()
    train, test, second = records("labelled"), records("heldout"), records("second_reading")
    whole = [*train, *test]
    by_language = {code: [entry for entry in whole if entry["language"] == code] for code in ("it", "en")}
    parts = {"train": train, "held out": test, **by_language}
    real = {}
    for pair in arguments.beside:
        name, _, path = pair.partition("=")
        lines = Path(path).read_bytes().splitlines()
        real[name] = [entry for entry in map(msgspec.json.decode, lines) if entry.get("label")]
    tests = {f"held out, {code}": [entry for entry in test if entry["language"] == code] for code in ("it", "en")}
    tests |= real
    profiles = {"corpus it": profile(by_language["it"]), "corpus en": profile(by_language["en"])}
    profiles |= {name: profile(threads) for name, threads in real.items()}
    blocks = [
        ("Threads by label", counted("label", parts, lambda entry: [entry["label"]])),
        ("By sector", counted("sector", parts, lambda entry: [entry["sector"]])),
        ("By channel", counted("channel", parts, lambda entry: [entry["channel"]])),
        ("By number of messages", counted("messages", parts, lambda entry: [f"{len(entry['messages']):02d}"])),
        ("Threads with an act", counted("act", parts, lambda e: [a for acts in e["acts"].values() for a in acts])),
        (
            "Threads with a requested slot",
            counted("slot", parts, lambda e: [s for s_ in e["requested"].values() for s in s_]),
        ),
        ("Threads with a finding", counted("code", parts, lambda entry: [f["code"] for f in entry["findings"]])),
        ("Lookalikes: threads that come close to a code and must not raise it", counted("code", parts, _near_misses)),
        ("Agreement of two readings", agreement({entry["id"]: entry for entry in whole}, second)),
        (
            "Baseline: TF-IDF and logistic regression on the text, trained on the training part",
            baseline_figures(train, tests),
        ),
        ("Corpus and real threads side by side", markdown(pd.DataFrame(profiles).rename_axis("share or size"))),
    ]
    if real:
        apart = [
            f"- {name}: {telling_apart(by_language[_language(threads)], threads)}" for name, threads in real.items()
        ]
        blocks.append(("Telling written from real threads by text statistics", "\n".join(apart)))
    blocks.append(("Ten threads to judge by eye", ten_threads(test)))
    figures = "\n\n".join(f"### {title}\n\n{body}" for title, body in blocks)
    readme = HERE / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    readme.write_text(f"{before}{START}\n\n{figures}\n\n{END}{after}", encoding="utf-8")


def _near_misses(entry: Record) -> list[str]:
    raised = {finding["code"] for finding in entry["findings"]}
    return [code for code in entry.get("near_miss", []) if code not in raised]


def _language(threads: Sequence[Record]) -> str:
    return Counter(entry["language"] for entry in threads).most_common(1)[0][0]


if __name__ == "__main__":
    main()
