"""Meta's download of an account's own comments: half conversations, since what others wrote is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.exports.json_items import json_items
from analyzer.exports.mojibake import repaired
from analyzer.exports.reading import Topic
from analyzer.exports.times import epoch_time
from analyzer.readers.base import Item, Note, OpenedInput, Reader, ReadOptions, Reject, one_by_one
from analyzer.threads import Message, Source, Thread

INCOMPLETE = "the download holds only the account's own comments"
_TEXT_LABELS = frozenset(["Comment", "Commento", "Kommentar", "Commentaire", "Comentario", "Comentário", "Reactie"])
_OWNER_LABELS = frozenset(["Media Owner", "Proprietario del contenuto multimediale", "Eigentümer*in des Mediums"])


def _read(opened: OpenedInput, options: ReadOptions) -> Iterator[Item]:
    brand = next(iter(options.brand), None)
    wanted = ("comments_v2.item", "comments_media_comments.item", "comments_reels_comments.item", "item")
    for source, entry in json_items(opened, *wanted):
        if isinstance(entry, Reject):
            yield entry
            continue
        try:
            author, text, moment = _comment(entry)
            sent_at = epoch_time(moment)
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
            yield Reject(source, "no comment with its time")
            continue
        message = Message("m1", Role.BRAND, text, author, sent_at, visibility=Visibility.PUBLIC)
        name = f"comment-{source.item}"
        yield Thread(name, (message,), brand or author, _channel(entry), incomplete=INCOMPLETE, source=source)
    yield Note(Source(opened.name), Topic.INCOMPLETE, f"{INCOMPLETE}: nothing in it can be scored")


def _comment(entry: Mapping[str, Any]) -> tuple[str | None, str, Any]:
    if "string_map_data" in entry:
        labelled = {repaired(label): value for label, value in entry["string_map_data"].items()}
        text = next(value["value"] for label, value in labelled.items() if label in _TEXT_LABELS)
        moment = next(value["timestamp"] for value in labelled.values() if "timestamp" in value)
        return None, repaired(text), moment
    if "label_values" in entry:
        labelled = {repaired(value["label"]): value for value in entry["label_values"]}
        text = next(value["value"] for label, value in labelled.items() if label in _TEXT_LABELS)
        return None, repaired(text), entry["timestamp"]
    comment = next(part["comment"] for part in entry["data"] if "comment" in part)
    author = comment.get("author")
    return repaired(author) if author else None, repaired(comment.get("comment", "")), comment["timestamp"]


def _channel(entry: Mapping[str, Any]) -> str:
    return "instagram" if "string_map_data" in entry or "label_values" in entry else "facebook"


def _recognises(opened: OpenedInput) -> bool:
    paths = opened.json_paths
    instagram = {f"{part}.item.string_map_data" for part in ("comments_media_comments", "comments_reels_comments")}
    shapes = ({"item.string_map_data", "item.media_list_data"}, {"item.label_values.item.label", "item.timestamp"})
    return "comments_v2.item" in paths or not instagram.isdisjoint(paths) or any(shape <= paths for shape in shapes)


READER = Reader("meta-comments", "Meta's download of an account's own comments", _recognises, one_by_one(_read))
