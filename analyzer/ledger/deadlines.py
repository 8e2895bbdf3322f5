"""The moment that a brand's words for a deadline mean, seen from when they were written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analyzer.languages import LanguagePack
from analyzer.ledger.office_hours import OfficeHours
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.folding import fold
from analyzer.nlp.spans import Mark
from analyzer.scores import Deadline, Evidence

PROMISING, OPEN, CLOCK = "promising", "open", "clock"
_BY_SPECIFICITY = (
    "working_days", "minutes", "hours", "weeks", "months", "date", "tomorrow_morning", "tomorrow", "today",
    "next_week", "this_week", "weekday", "days", CLOCK, OPEN,
)  # fmt: skip
_COUNTED = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "months": timedelta(days=31),
}
_DAYS = frozenset(_BY_SPECIFICITY) - {*_COUNTED, "working_days", CLOCK, OPEN}
_TIME_OF_DAY = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?(?!\d)", re.IGNORECASE)
_FIRST_OFFICE_HOUR = 8
_MOST = 10_000


def deadline_in(
    message: AnnotatedMessage, sentence: int, pack: LanguagePack, hours: OfficeHours | None = None
) -> Deadline | None:
    """The deadline that a sentence of a reply names.

    A day means its end, so that a promise is not called broken while the day lasts; working days leave out weekends
    and, where office hours are set, days without any. Words such as "soon" name no moment.

    Args:
        message: The reply; its time is what "tomorrow" starts from.
        sentence: Number of the sentence.
        pack: The language's words.
        hours: Office hours, if set; their zone is where the day is told.

    Returns:
        None where no words say by when; a deadline without a moment where they leave it open or the reply has no time.
    """
    marks = _by_when(message, sentence)
    if not marks:
        return None
    chosen = min(marks, key=lambda mark: (_BY_SPECIFICITY.index(mark.label), mark.start))
    clocks = [mark for mark in marks if mark.label == CLOCK] if chosen.label in _DAYS else []
    start, end = min(mark.start for mark in (chosen, *clocks)), max(mark.end for mark in (chosen, *clocks))
    start += len(message.message.text[start:end]) - len(message.message.text[start:end].lstrip(" ,"))
    evidence = Evidence(message.message.id, start, end, message.message.text[start:end])
    sent_at = message.message.sent_at
    if sent_at is None or chosen.label == OPEN:
        return Deadline(evidence, None)
    local = sent_at.astimezone(ZoneInfo(hours.zone)) if hours and sent_at.tzinfo else sent_at
    try:
        moment = _moment(chosen, message.message.text, local, pack, hours)
        clock = _time_of_day(clocks[0].quote(message.message.text)) if clocks else None
    except (OverflowError, ValueError):
        return Deadline(evidence, None)
    if moment is not None and clock is not None:
        moment = datetime.combine((moment - timedelta(seconds=1)).date(), clock, local.tzinfo)
    return Deadline(evidence, moment)


def names_a_time(message: AnnotatedMessage, sentence: int) -> bool:
    """Whether a sentence says by when, in words that mean a moment."""
    return any(mark.label != OPEN for mark in _by_when(message, sentence))


def names_a_term(message: AnnotatedMessage, sentence: int) -> bool:
    """Whether a sentence counts time or names a near day: a bare date or hour may be a timetable's."""
    return any(mark.label not in (OPEN, CLOCK, "date") for mark in _by_when(message, sentence))


def _by_when(message: AnnotatedMessage, sentence: int) -> list[Mark]:
    text = message.message.text
    marks = (mark for mark in message.labelled("deadlines") if mark.sentence == sentence and mark.label != PROMISING)
    return [mark for mark in marks if "://" not in mark.quote(text)]


def _moment(mark: Mark, text: str, sent_at: datetime, pack: LanguagePack, hours: OfficeHours | None) -> datetime | None:
    words = [fold(word) for word in re.findall(r"[^\W\d_]+'?|\d+", mark.quote(text))]
    today = sent_at.date()
    if mark.label in _COUNTED:
        term = _COUNTED[mark.label] * _count(words, pack)
        return (sent_at.astimezone(UTC) + term).astimezone(sent_at.tzinfo) if sent_at.tzinfo else sent_at + term
    match mark.label:
        case "working_days":
            return _end_of(_working_day(today, _count(words, pack), hours), sent_at)
        case "today":
            return _end_of(today, sent_at)
        case "tomorrow":
            return _end_of(today + timedelta(days=1), sent_at)
        case "tomorrow_morning":
            return datetime.combine(today + timedelta(days=1), time(12), sent_at.tzinfo)
        case "this_week":
            return _end_of(today + timedelta(days=6 - today.weekday()), sent_at)
        case "next_week":
            return _end_of(today + timedelta(days=13 - today.weekday()), sent_at)
        case "weekday":
            named = _named(words, pack.deadlines.weekdays)
            return (
                None
                if named is None
                else _end_of(today + timedelta(days=(named - today.weekday() - 1) % 7 + 1), sent_at)
            )
        case "date":
            return _end_of_date(words, today, sent_at, pack)
        case _:
            clock = _time_of_day(mark.quote(text))
            at = datetime.combine(today, clock, sent_at.tzinfo) if clock else None
            return at + timedelta(days=1) if at and at < sent_at else at


def _count(words: list[str], pack: LanguagePack) -> int:
    """The largest number in the words, since "2 or 3 days" are kept within three; 1 where none is written."""
    digits = [int(word) for word in words if word.isdigit()]
    spelled = [pack.deadlines.numbers[word] for word in words if word in pack.deadlines.numbers]
    return min(max(digits or spelled or [1]), _MOST)


def _working_day(day: date, count: int, hours: OfficeHours | None) -> date:
    while count:
        day += timedelta(days=1)
        count -= hours.is_workday(day) if hours else day.weekday() < 5
    return day


def _end_of_date(words: list[str], today: date, sent_at: datetime, pack: LanguagePack) -> datetime | None:
    month, days = _named(words, pack.deadlines.months), [int(word) for word in words if word.isdigit()]
    if month is None or not days:
        return None
    named = date(today.year, month + 1, days[0])
    return _end_of(named if named >= today else named.replace(year=today.year + 1), sent_at)


def _named(words: list[str], names: tuple[str, ...]) -> int | None:
    return next((number for number, name in enumerate(names) if set(name.split("|")) & set(words)), None)


def _time_of_day(text: str) -> time | None:
    match = _TIME_OF_DAY.search(text)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    half, hour = (match[3] or "").lower(), int(match[1])
    bare = not half and not match[2] and hour < _FIRST_OFFICE_HOUR
    return time(hour % 12 if half == "am" else hour + 12 * (hour < 12 and (half == "pm" or bare)), int(match[2] or 0))


def _end_of(day: date, sent_at: datetime) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), sent_at.tzinfo)
