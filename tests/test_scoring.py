"""The whole way: threads in, scores out."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.codebook import Code, Confidence, Label, MessageState, NotScorable, Role
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import LABELS, most_probable
from analyzer.nlp.annotation import annotate
from analyzer.scores import Score
from analyzer.scoring import THREADS_A_BATCH, label_probabilities, reviewed_thread, score_threads
from analyzer.threads import Message, Thread
from analyzer.writers import writers
from tests.conftest import reviewed, thread_of

ANSWERED = ("C: Where is my parcel?", "B: It left Bologna this morning and reaches you tomorrow by 6pm.")


def score(model: Model, *lines: str, language: str | None = None) -> Score:
    [scored] = score_threads([thread_of(lines, language)], model)
    return scored.score


def test_scores_come_in_the_order_of_the_threads(default_model: Model) -> None:
    lines = (ANSWERED, ("B: Good morning!",), ("C: Il modem è rotto.", "B: Lo cambiamo domani."), ANSWERED)
    threads = [replace(thread_of(each), id=f"t{number}") for number, each in enumerate(lines)]
    scored = list(score_threads(threads, default_model))
    assert (
        [entry.score.thread_id for entry in scored] == [entry.thread.id for entry in scored] == ["t0", "t1", "t2", "t3"]
    )
    assert [entry.score.language for entry in scored if entry.score.label] == ["en", "it", "en"]


def test_threads_of_the_same_id_are_scored_each_for_itself(default_model: Model) -> None:
    first, second = score_threads([thread_of(ANSWERED), thread_of(["C: Where is my parcel?"])], default_model)
    assert first.thread.id == second.thread.id
    assert first.score.score != second.score.score


@pytest.mark.parametrize(
    ("thread", "reason"),
    [
        (thread_of([]), NotScorable.NO_CUSTOMER_MESSAGE),
        (thread_of(["B: Buongiorno a tutti!"]), NotScorable.NO_CUSTOMER_MESSAGE),
        (thread_of(["BOT: Ciao", "SYS: Operatore in arrivo", "B: Eccomi"]), NotScorable.NO_CUSTOMER_MESSAGE),
        (thread_of(["C: ", "B: Come possiamo aiutarti?"]), NotScorable.NO_READABLE_TEXT),
        (thread_of(["C: Dov'è il pacco?", "B:  \n "]), NotScorable.NO_READABLE_TEXT),
        (
            thread_of(["C: Das Paket ist seit zwei Wochen unterwegs und niemand antwortet.", "B: Das tut uns leid."]),
            NotScorable.UNSUPPORTED_LANGUAGE,
        ),
        (thread_of(ANSWERED, "de"), NotScorable.UNSUPPORTED_LANGUAGE),
        (replace(thread_of(ANSWERED), incomplete="the brand's side is missing"), NotScorable.INCOMPLETE_EXPORT),
    ],
)
def test_a_thread_that_cannot_be_judged_says_why(default_model: Model, thread: Thread, reason: NotScorable) -> None:
    [scored] = score_threads([thread], default_model)
    assert scored.score.not_scorable is reason
    assert scored.score.score is scored.score.label is scored.score.probabilities is None
    assert scored.score.findings == ()


@pytest.mark.parametrize("state", [MessageState.DELETED, MessageState.REDACTED])
def test_what_was_deleted_is_not_readable(default_model: Model, state: MessageState) -> None:
    gone = Message("m1", Role.CUSTOMER, "Dov'è il pacco?", state=state)
    [scored] = score_threads([Thread("t", (gone,))], default_model)
    assert scored.score.not_scorable is NotScorable.NO_READABLE_TEXT


@pytest.mark.parametrize(
    "lines",
    [
        ("C: Dov'è il mio pacco?",),
        ("C: Where is my parcel?", "C: Hello?"),
        ("C: ?", "B: Hi!"),
        ("C: 😀",),
        ("C: Grazie mille!", "B: A te!"),
    ],
)
def test_short_threads_are_scored_also_without_a_reply_or_a_brand(default_model: Model, lines: tuple[str, ...]) -> None:
    judgement = score(default_model, *lines)
    assert judgement.not_scorable is None
    assert judgement.label in LABELS


def test_a_request_nobody_replied_to_is_unresponsive(default_model: Model) -> None:
    judgement = score(default_model, "C: My parcel never came. Where is it?")
    assert judgement.label is Label.UNRESPONSIVE
    assert "U402" in {finding.code for finding in judgement.findings}


@pytest.mark.parametrize("side", ["N", "BOT", "SYS"])
def test_notes_bots_and_system_lines_are_no_replies(default_model: Model, side: str) -> None:
    words = "It left Bologna this morning and reaches you tomorrow."
    alone = score(default_model, "C: Where is my parcel?")
    noted = score(default_model, "C: Where is my parcel?", f"{side}: {words}")
    replied = score(default_model, "C: Where is my parcel?", f"B: {words}")
    assert (noted.score, noted.label, noted.acts) == (alone.score, alone.label, {})
    assert replied.acts.keys() == {"m2"}


def as_jsonl(model: Model, threads: list[Thread]) -> bytes:
    stream = io.BytesIO()
    writers()["jsonl"].write(score_threads(threads, model), stream)
    return stream.getvalue()


def test_the_same_threads_give_the_same_bytes(default_model: Model) -> None:
    threads = [thread_of(ANSWERED), thread_of(["C: Il modem è rotto.", "B: Ci scriva in privato."])] * 3
    assert as_jsonl(default_model, threads) == as_jsonl(default_model, threads)


def test_a_thread_scores_the_same_alone_and_among_others(default_model: Model) -> None:
    threads = [
        thread_of(ANSWERED),
        thread_of(["C: Where is my parcel?"]),
        thread_of(["C: Il modem è rotto.", "B: Ci scriva in privato."]),
        thread_of(["B: Good morning!"]),
    ]
    alone = b"".join(as_jsonl(default_model, [thread]) for thread in threads)
    assert as_jsonl(default_model, threads) == alone
    assert as_jsonl(default_model, threads[::-1]).splitlines() == alone.splitlines()[::-1]


@pytest.mark.parametrize("count", [0, 1, THREADS_A_BATCH - 1, THREADS_A_BATCH, THREADS_A_BATCH + 1])
def test_no_thread_is_lost_at_the_edge_of_a_batch(default_model: Model, count: int) -> None:
    threads = (replace(thread_of(["C: ?"]), id=str(number)) for number in range(count))
    assert [scored.thread.id for scored in score_threads(threads, default_model)] == [str(n) for n in range(count)]


def test_scores_come_as_soon_as_their_batch_is_full(default_model: Model) -> None:
    read: list[int] = []

    def endless() -> object:
        while True:
            read.append(1)
            yield thread_of(["B: Good morning!"])

    assert next(iter(score_threads(endless(), default_model))).score.not_scorable  # type: ignore[arg-type]
    assert len(read) <= THREADS_A_BATCH + 1


FRAGMENTS = st.sampled_from(
    [
        *("Where is my parcel? ", "Dov'è il pacco? ", "My order number is 88-4127-Q. ", "Il numero è 02/5518. "),
        *(
            "Please send us your order number. ",
            "Potresti indicarci il numero di telefono? ",
            "Write to us in private. ",
        ),
        *("Scrivici in privato. ", "Ve l'ho già detto! ", "I already told you. ", "We are sorry. ", "Ci dispiace. "),
        *("Your refund was issued today. ", "Abbiamo aperto una segnalazione. ", "Restart the router. ", "Grazie! "),
        *("I have restarted it twice. ", "sei tu a non fornire i dati ", "you did not send the data ", "(omissis) "),
        *(
            "😀",
            "👩‍👩‍👧",
            "e\u0301",
            "<b>ciao</b> ",
            "&egrave; ",
            "\x1b[31m",
            "\0",
            "\u202e",
            "\r\n",
            "\n\n",
            "\t",
            "…",
            "??",
        ),
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=5), max_size=6).map("".join)
SIDES = st.sampled_from([Role.CUSTOMER, Role.CUSTOMER, Role.BRAND, Role.BRAND, Role.BOT])
THREAD = st.lists(st.tuples(SIDES, TEXTS), min_size=1, max_size=6).map(
    lambda turns: Thread("t", tuple(Message(f"m{n}", role, text) for n, (role, text) in enumerate(turns, start=1)))
)
THREADS = st.lists(THREAD, min_size=1, max_size=12)
generated = settings(deadline=None, max_examples=20)


@generated
@given(THREADS)
def test_every_quote_is_exactly_its_slice(default_model: Model, threads: list[Thread]) -> None:
    for scored in score_threads(threads, default_model):
        texts = {message.id: message.text for message in scored.thread.messages}
        judgement = scored.score
        evidence = [
            *judgement.findings,
            *(finding.rests_on for finding in judgement.findings if finding.rests_on),
            *(entry.evidence for entry in (*judgement.questions, *judgement.handoffs, *judgement.promises)),
        ]
        for entry in evidence:
            assert texts[entry.message][entry.start : entry.end] == entry.quote
            assert entry.quote


@generated
@given(THREADS)
def test_what_is_reported_points_into_the_thread(default_model: Model, threads: list[Thread]) -> None:
    for scored in score_threads(threads, default_model):
        judgement = scored.score
        order = [message.id for message in scored.thread.messages]
        replies = {message.id for message in scored.thread.messages if message.is_reply and message.is_readable}
        assert judgement.acts.keys() <= replies
        assert judgement.requested.keys() <= replies
        assert {question.taken_up_by for question in judgement.questions} - {None} <= replies
        places = [order.index(finding.message) for finding in judgement.findings]
        assert places == sorted(places)
        for finding in judgement.findings:
            assert finding.explanation
            assert finding.rests_on is None or order.index(finding.rests_on.message) <= order.index(finding.message)


@generated
@given(THREADS)
def test_score_label_and_probabilities_agree(default_model: Model, threads: list[Thread]) -> None:
    for scored in score_threads(threads, default_model):
        judgement = scored.score
        if judgement.probabilities is None:
            assert judgement.score is judgement.label is None
            continue
        chances = [judgement.probabilities[label] for label in LABELS]
        assert sum(chances) == pytest.approx(1, abs=2e-4)
        assert judgement.score == pytest.approx(100 * (chances[2] + chances[1] / 2), abs=0.06)
        assert judgement.label is LABELS[chances.index(max(chances))]
        assert min(judgement.features.values()) >= 0


@generated
@given(THREADS)
def test_likely_findings_alone_never_make_a_thread_unresponsive(default_model: Model, threads: list[Thread]) -> None:
    seen = [
        reviewed_thread(annotated, default_model.judges)
        for annotated in annotate(threads)
        if annotated.obstacle is None
    ]
    labels = most_probable(label_probabilities(seen, default_model.classifier))
    firm = most_probable(
        label_probabilities([each.without_likely_accusations() for each in seen], default_model.classifier)
    )
    assert all(
        sure is Label.UNRESPONSIVE for label, sure in zip(labels, firm, strict=True) if label is Label.UNRESPONSIVE
    )


def test_a_thread_with_only_likely_findings_keeps_its_score(default_model: Model) -> None:
    seen = reviewed(ANSWERED)
    doubted = tuple(
        replace(finding, code=code, confidence=Confidence.LIKELY)
        for finding in seen.findings
        for code in (Code.BLAME_SHIFT, Code.FORMULA_ONLY, Code.DEFLECTION, Code.UNNAMED_REQUEST)
    )
    accused = type(seen)(seen.ledger, doubted + seen.findings)
    assert seen.findings
    assert accused.has_likely_accusations
    certain = tuple(replace(finding, confidence=Confidence.CERTAIN) for finding in doubted)
    assert most_probable(label_probabilities([type(seen)(seen.ledger, certain)], default_model.classifier)) == [
        Label.UNRESPONSIVE
    ]
    assert most_probable(label_probabilities([accused], default_model.classifier)) != [Label.UNRESPONSIVE]


def test_a_slow_reply_is_reported_and_moves_nothing(default_model: Model) -> None:
    quick = thread_of(ANSWERED, times=("2025-03-03T10:00:00+00:00", "2025-03-03T10:20:00+00:00"))
    slow = thread_of(ANSWERED, times=("2025-03-03T10:00:00+00:00", "2025-03-13T10:20:00+00:00"))
    first, second = (scored.score for scored in score_threads([quick, slow], default_model))
    assert "U403" in {finding.code for finding in second.findings} - {finding.code for finding in first.findings}
    assert (first.score, first.label, first.probabilities) == (second.score, second.label, second.probabilities)
    assert [interval.seconds for interval in first.intervals] == [1200.0]
