"""The codebook's words, once: labels, acts, slots, finding codes, roles."""

from __future__ import annotations

from enum import StrEnum


class Label(StrEnum):
    """What the brand did with the customer's request, from worst to best."""

    UNRESPONSIVE = "unresponsive"
    PARTIAL = "partial"
    RESPONSIVE = "responsive"


class Role(StrEnum):
    """Who speaks in a message."""

    CUSTOMER = "customer"
    BRAND = "brand"
    BOT = "bot"
    SYSTEM = "system"


class Visibility(StrEnum):
    """Who can read a message; an internal one is no reply."""

    PUBLIC = "public"
    PRIVATE = "private"
    INTERNAL = "internal"


class MessageState(StrEnum):
    """What became of a message after it was sent."""

    EDITED = "edited"
    DELETED = "deleted"
    REDACTED = "redacted"


class Precision(StrEnum):
    """How finely a message's time is known."""

    SECOND = "second"
    MINUTE = "minute"


class Act(StrEnum):
    """What a brand message does; a message may do several things."""

    DATA_REQUEST = "data_request"
    CHANNEL_HANDOFF = "channel_handoff"
    INFORMATION = "information"
    COMMITMENT = "commitment"
    RESOLUTION = "resolution"
    REDIRECT = "redirect"
    APOLOGY = "apology"
    COURTESY = "courtesy"
    DEFLECTION = "deflection"
    BLAME_SHIFT = "blame_shift"


class Slot(StrEnum):
    """Kinds of data item a brand asks for and a customer gives."""

    PHONE_NUMBER = "phone_number"
    CALLING_NUMBER = "calling_number"
    TAX_CODE = "tax_code"
    VAT_NUMBER = "vat_number"
    CUSTOMER_CODE = "customer_code"
    CONTRACT_NUMBER = "contract_number"
    LINE_NUMBER = "line_number"
    ORDER_NUMBER = "order_number"
    TRACKING_NUMBER = "tracking_number"
    BOOKING_CODE = "booking_code"
    INVOICE_NUMBER = "invoice_number"
    TICKET_NUMBER = "ticket_number"
    EMAIL = "email"
    USERNAME = "username"
    FULL_NAME = "full_name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    LOCATION = "location"
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    IBAN = "iban"
    CARD_DIGITS = "card_digits"
    OFFER = "offer"
    PRODUCT = "product"
    DEVICE = "device"
    OS_VERSION = "os_version"
    APP_VERSION = "app_version"
    SERIAL_NUMBER = "serial_number"
    METER_POINT = "meter_point"
    LICENCE_PLATE = "licence_plate"
    CARRIER = "carrier"
    PROFILE_LINK = "profile_link"
    ERROR_MESSAGE = "error_message"
    SCREENSHOT = "screenshot"
    DESCRIPTION = "description"


class Code(StrEnum):
    """Finding codes; a member's name, in lower case with hyphens, is the finding's name."""

    REPEATED_REQUEST = "R101"
    REQUEST_AFTER_REFUSAL = "R102"
    REQUEST_FOR_DATA_ON_FILE = "R103"
    UNNAMED_REQUEST = "R104"
    CHANNEL_BOUNCE = "D201"
    REPEATED_REPLY = "D202"
    FORMULA_ONLY = "D203"
    DEFLECTION = "D204"
    ALREADY_TRIED = "D205"
    BLAME_SHIFT = "B301"
    UNANSWERED_QUESTION = "U401"
    NO_REPLY = "U402"
    SLOW_REPLY = "U403"
    ANSWER = "P501"
    COMMITMENT = "P502"
    RESOLUTION = "P503"
    HONEST_REDIRECT = "P504"

    @property
    def finding_name(self) -> str:
        """The finding's name as the codebook writes it.

        >>> Code.REPEATED_REQUEST.finding_name
        'repeated-request'
        """
        return self.name.lower().replace("_", "-")

    @property
    def is_credit(self) -> bool:
        """Whether the finding speaks for the brand (P codes)."""
        return self.value.startswith("P")


class Confidence(StrEnum):
    """How sure a finding is; a likely one never makes a thread unresponsive by itself."""

    CERTAIN = "certain"
    LIKELY = "likely"


class Ground(StrEnum):
    """What earlier evidence a finding rests on."""

    GIVEN = "given"
    DECLINED = "declined"
    ON_FILE = "on_file"
    TRIED = "tried"
    EARLIER_REPLY = "earlier_reply"
    QUESTION = "question"


class Verdict(StrEnum):
    """What a reader says of one act or finding of the program; missing is one it did not find."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


class HandoffOutcome(StrEnum):
    """What the thread shows became of a move to another channel; unknown unless it is shown."""

    FOLLOWED = "followed"
    BOUNCED = "bounced"
    UNKNOWN = "unknown"


class PromiseOutcome(StrEnum):
    """What the thread shows became of a promise; unknown unless it is shown."""

    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Boundary(StrEnum):
    """Why a wait begins or ends where it does.

    A wait begins at the earliest message that nobody has answered, or at the earliest reply that asks the customer
    for something. It ends with a reply, with the customer's next message, when the customer says that it is settled,
    or is still open where the export ends.
    """

    EARLIEST_UNANSWERED_MESSAGE = "earliest_unanswered_message"
    REQUEST_TO_CUSTOMER = "request_to_customer"
    REPLY = "reply"
    CUSTOMER_MESSAGE = "customer_message"
    SETTLED_BY_CUSTOMER = "settled_by_customer"
    END_OF_EXPORT = "end_of_export"


class NotTimed(StrEnum):
    """Why a wait has no length."""

    NO_REPLY = "no_reply"
    TIME_MISSING = "time_missing"
    ZONE_MISSING = "zone_missing"
    TIMES_RUN_BACKWARDS = "times_run_backwards"


class NotScorable(StrEnum):
    """Why a thread cannot be judged."""

    NO_CUSTOMER_MESSAGE = "no_customer_message"
    NO_READABLE_TEXT = "no_readable_text"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    INCOMPLETE_EXPORT = "incomplete_export"
