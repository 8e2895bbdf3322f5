"""What a language file holds, and how it is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from analyzer.codebook import Act, Code, Slot


class SlotWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one data item.

    Attributes:
        name: What it is called in an explanation.
        asked_by: Phrases that name it in a request.
        cues: Phrases before a value that tell its kind, besides ``asked_by``.
        mentions: Phrases by which customers speak of it, besides ``asked_by``.
        values: Phrases that are themselves a value (device names, carriers).
    """

    name: str
    asked_by: tuple[str, ...]
    cues: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A troubleshooting step: how a brand proposes it, how a customer says it was taken."""

    proposed: tuple[str, ...]
    taken: tuple[str, ...]


class AttemptWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How any step is proposed, said to be taken, or proposed anew because something has changed."""

    proposed: tuple[str, ...]
    taken: tuple[str, ...]
    changed: tuple[str, ...]


class ChannelWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A channel: the words that name it and how a customer says it was tried."""

    names: tuple[str, ...]
    tried: tuple[str, ...]


class DeadlineWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a brand says by when.

    Attributes:
        weekdays: Folded words for each weekday, Monday first, alternatives parted by ``|``.
        months: The same for the months, January first.
        numbers: Folded number words.
        patterns: Patterns of each kind of deadline: a count (``minutes``, ``hours``, ``days``, ``working_days``,
            ``weeks``, ``months``), a day (``today``, ``tomorrow``, ``tomorrow_morning``, ``weekday``, ``this_week``,
            ``next_week``, ``date``), ``clock`` for a time of day, ``open`` for words that name no time; and
            ``promising``, what makes a dated sentence a promise of the brand.
    """

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    numbers: Mapping[str, int]
    patterns: Mapping[str, tuple[str, ...]]


class QuestionKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of question: how it is asked, and the words by which a reply without a number answers it."""

    asked_by: tuple[str, ...]
    answered_by: tuple[str, ...]


class FindingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding in this language.

    Attributes:
        sentence: The explanation beside a finding; ``{slot}``, ``{earlier}`` and ``{quote}`` are filled in.
        meaning: What ``explain`` says; empty in English, where the finding's docstring says it.
    """

    sentence: str
    meaning: str = ""


class LanguagePack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything the analysis knows of one language; patterns are in the notation of ``analyzer.nlp.patterns``.

    Attributes:
        code: BCP 47 primary tag.
        name: The language's own name.
        spellings: Chat spelling to word, both folded.
        words: Word classes that patterns refer to.
        acts: Patterns of each reply act.
        requests: Patterns of how data is asked for: ``opening`` begins a request, ``unnamed`` names no item,
            ``details`` asks for more about the problem, ``reason`` says what is wrong with a value given,
            ``confirmation`` reads a value back, ``offer`` is a question that asks for nothing, ``pronoun`` asks for
            what was named before ("send it over"), ``finer`` wants an item more exactly, ``lacking`` says that nothing
            goes on without it, ``joining`` goes on with a list, ``needless`` says that an item is not needed,
            ``particulars`` asks for the records of something ("your booking details").
        formulas: Patterns of what a reply of formulas holds beside courtesies and apologies: ``filler`` says nothing,
            ``looking`` promises to look and no more, ``canned`` could stand under any message, ``pleased`` is glad of
            what the customer says.
        statements: What customers say: ``declined``, ``prevented`` (why they cannot or will not, after a request),
            ``on_file``, ``given``, ``gave`` (to the brand, before), ``pictured`` (a photo or document sent),
            ``by_others`` (someone else sent it), ``logged_in``, ``remainder`` (whatever else was asked for),
            ``later`` (will give it), ``retracted`` (what was given is wrong), ``wonders``,
            ``thanks``, ``solved``, ``chasing``, ``rhetorical``, ``problem``, ``praise``,
            ``acknowledged``, ``moved``; ``fault`` says that something does not work, is missing or is wanted;
            ``asking`` is a question without its mark, ``asking_first`` one if a clause begins with it, ``unkept`` says
            that nothing has happened, ``withdrawn`` that nothing is wanted any more, ``unanswered`` that a question was
            not answered, ``affirmed`` is a yes, ``confirmed`` says that something has happened, ``elsewhere`` names
            another channel, ``followed`` says that what the brand proposed was done, or failed.
        hedges: What makes or unmakes a claim: a ``condition`` (but ``whether`` is none), ``waiting`` for what is asked
            for or for the customer to do something (``directive``), a ``purpose``, what is ``unreal``, a ``denial``;
            ``settled`` marks deeds that no condition undoes; ``not_ours`` with ``elsewhere`` makes a redirect.
        greetings: Folded words after which the name of whom they greet stands.
        openers: Words as written, in lower case, after which a clause begins, besides marks of punctuation.
        negations: Words that turn a following act into its opposite.
        subjects: Words with which customers begin to tell what they did; a negation soon after denies it.
        lacking: Words of an answer that deny, lack or refuse what was asked for.
        brand_words: Words by which customers speak of the brand ("you", "your").
        pronouns: Words of an answer that stand for what was asked for ("it", "one").
        pointing: Words of an answer that only say that something was said before ("as I wrote above").
        conditions: Words that open a condition, whose negation does not reach what follows ("if not, write to us").
        hypotheticals: Words that make of what a customer did something they might do.
        handoffs: ``exception``, words that look like a hand-off and are none; ``continued``, that the brand has
            answered or goes on in the other channel; ``repaired``, that a hand-off which failed is helped along.
        generic_help: Patterns of help that would fit any fault.
        automatic: Patterns of canned acknowledgements that nobody wrote for this customer.
        deadlines: How a brand says by when.
        question_kinds: Questions whose answer can be told by its kind: ``when``, ``how_much``, ``how``.
        slots: The words of every data item.
        steps: Troubleshooting steps.
        attempts: How any step is spoken of, those in ``steps`` or not.
        channels: Channels a customer can be sent to.
        findings: Every finding in words.
    """

    code: str
    name: str
    spellings: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    acts: Mapping[Act, tuple[str, ...]]
    requests: Mapping[str, tuple[str, ...]]
    formulas: Mapping[str, tuple[str, ...]]
    statements: Mapping[str, tuple[str, ...]]
    hedges: Mapping[str, tuple[str, ...]]
    greetings: tuple[str, ...]
    openers: tuple[str, ...]
    negations: tuple[str, ...]
    subjects: tuple[str, ...]
    lacking: tuple[str, ...]
    brand_words: tuple[str, ...]
    pronouns: tuple[str, ...]
    pointing: tuple[str, ...]
    conditions: tuple[str, ...]
    hypotheticals: tuple[str, ...]
    handoffs: Mapping[str, tuple[str, ...]]
    generic_help: tuple[str, ...]
    automatic: tuple[str, ...]
    deadlines: DeadlineWords
    question_kinds: Mapping[str, QuestionKind]
    slots: Mapping[Slot, SlotWords]
    steps: Mapping[str, Step]
    attempts: AttemptWords
    channels: Mapping[str, ChannelWords]
    findings: Mapping[Code, FindingWords]


@cache
def available_languages() -> tuple[str, ...]:
    """Codes of the languages that have a data file."""
    return tuple(
        sorted(
            entry.name.removesuffix(".toml") for entry in files(__package__).iterdir() if entry.name.endswith(".toml")
        )
    )


@cache
def load_language(code: str) -> LanguagePack:
    """The data file of a language.

    Raises:
        KeyError: There is no file for ``code``.
        msgspec.ValidationError: The file lacks a key, or has one that is not known.
    """
    if code not in available_languages():
        raise KeyError(code)
    text = files(__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), LanguagePack)
