"""Meta's "Download your information" in HTML: the same threads as in JSON, with local times and no reactions' owners.

JSON says more, and more surely: ask Meta for that where it is still possible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from analyzer.codebook import Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.merging import merged_messages, numbered_apart
from analyzer.exports.meta_pages import Page, PageMessage, page_of
from analyzer.exports.reading import Topic
from analyzer.exports.sides import BrandSide, folded_name, in_every_thread, untold_brand
from analyzer.exports.times import placed, zone_note
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.meta_lines import is_attachment_line, is_platform_line
from analyzer.threads import Message, Source, Thread

_PAGE_FILE = re.compile(
    r"(?:^|/)messages/(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover)/[^/]+/message_\d+\.html$"
)
_NUMBERED = re.compile(r"message_\d+\.html")
_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<meta)", re.IGNORECASE)


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    threads: dict[str, list[tuple[str, Page]]] = {}
    for file in files:
        with file.opened() as opened:
            try:
                page = page_of("".join(opened.text_lines()))
            except UnreadableInputError as error:
                yield Reject(Source(file.name), error.what)
                continue
        if page.messages:
            threads.setdefault(_key(file.name), []).append((file.name, page))
        else:
            yield Reject(Source(file.name), "no message with its sender and time")
    if not threads:
        return
    yield zone_note(files[0].name, options)
    side = BrandSide(options.brand)
    if not side:
        inferred = in_every_thread([_people(pages) for pages in threads.values()])
        if inferred is None:
            everybody = (name for pages in threads.values() for name in _people(pages))
            raise untold_brand("participant", files[0].origin, everybody)
        side = BrandSide([inferred])
        text = f"the brand is taken to be {inferred!r}, who is in all {len(threads)} threads; --brand says otherwise"
        yield Note(Source(files[0].name), Topic.BRAND, text)
    for key, pages in threads.items():
        yield _thread(key, pages, side, options)


def _key(name: str) -> str:
    """The thread's folder, else the file: pages of one thread are numbered."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.parent.name if _NUMBERED.fullmatch(path.name) and path.parent.name else path.stem


def _people(pages: Sequence[tuple[str, Page]]) -> list[str]:
    names = {folded_name(name): name for _, page in pages for name in page.participants}
    names |= {folded_name(message.sender): message.sender for _, page in pages for message in page.messages}
    return list(names.values())


def _thread(key: str, pages: Sequence[tuple[str, Page]], side: BrandSide, options: ReadOptions) -> Thread:
    messages = [
        message
        for _, page in pages
        for message in numbered_apart([_message(entry, side, options) for entry in reversed(page.messages)])
    ]
    name = pages[0][0]
    channel = "instagram" if "your_instagram_activity/" in name else "facebook" if _PAGE_FILE.search(name) else None
    return Thread(
        key,
        merged_messages(messages),
        brand=next((person for person in _people(pages) if side.holds(person)), next(iter(options.brand), None)),
        channel=channel,
        incomplete=None if all(page.is_whole for _, page in pages) else "a page of the thread breaks off",
        source=Source(name, records=len(pages)),
    )


def _message(entry: PageMessage, side: BrandSide, options: ReadOptions) -> Message:
    system = is_platform_line(entry.text, entry.sender)
    attached = is_attachment_line(entry.text, entry.sender)
    return Message(
        "",
        Role.SYSTEM if system else Role.BRAND if side.holds(entry.sender) else Role.CUSTOMER,
        entry.text,
        author=entry.sender,
        sent_at=placed(entry.sent_at, options.time_zone),
        sent_at_precision=entry.precision,
        visibility=Visibility.PRIVATE,
        attachments=max(entry.media, int(attached)),
        extra={"reactions": list(entry.reactions)} if entry.reactions else {},
    )


def _recognises(opened: OpenedInput) -> bool:
    text = opened.head_text.lstrip("\ufeff")
    if not _HTML.match(text):
        return False
    page = page_of(text)
    return bool(page.messages) and bool(page.participants or _PAGE_FILE.search(opened.name.replace("\\", "/")))


READER = Reader("meta-html", "Meta's Download your information, messages in HTML", _recognises, _read, together=True)
