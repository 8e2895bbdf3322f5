"""What a request is answered with once it is there: read, judged, written."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from analyzer.checking.checking import Checker
from analyzer.checking.drafts import drafted, last_reply
from analyzer.checking.formats import check_record
from analyzer.codebook import Role
from analyzer.errors import UnreadableInputError
from analyzer.ledger import ReplyTimePolicy
from analyzer.modeling.artifact import load_model
from analyzer.serving.requests import parsed_request, thread_of_request
from analyzer.threads import Message, Thread

_WARM_UP = (
    "Where is my parcel? My number is 347 1234567.",
    "Dov'è il mio pacco? Il mio numero è 347 1234567.",
)


def judge(checker: Checker, body: bytes) -> bytes:
    """The check that a request asks for, as JSON.

    Raises:
        UnreadableInputError: The body holds no request, no thread or no draft; the reason quotes nothing of it.
    """
    request = parsed_request(body)
    thread = thread_of_request(request)
    draft = drafted(thread, request.draft) if request.draft.strip() else last_reply(thread)
    if draft is None:
        raise UnreadableInputError("no draft, and no reply in the thread", "draft", "write one")
    return msgspec.json.encode(check_record(checker(draft)))


def loaded_judge(model: str, policy: ReplyTimePolicy) -> Callable[[bytes], bytes]:
    """A judge with everything loaded that a first check would wait for.

    Args:
        model: Path or name of the model.
        policy: When a reply is late.

    Raises:
        ModelRefusedError: The model does not fit its card.
    """
    checker = Checker(load_model(model), policy)
    for text in _WARM_UP:
        checker(drafted(Thread("warm-up", (Message("m1", Role.CUSTOMER, text),)), text))
    return lambda body: judge(checker, body)
