"""Tables of consent."""

from __future__ import annotations

from consent.models.codes import CounterCode, Handover
from consent.models.consents import Consent, ConsentEvent, ImportBatch, PaperEntry, Receipt
from consent.models.feeds import ConsentFeed
from consent.models.notices import ConsentItem, Notice, NoticeDraft, NoticeVersion
from consent.models.people import PersonHold, Proxy
from consent.models.take_overs import TakeOver

__all__ = [
    "Consent",
    "ConsentEvent",
    "ConsentFeed",
    "ConsentItem",
    "CounterCode",
    "Handover",
    "ImportBatch",
    "Notice",
    "NoticeDraft",
    "NoticeVersion",
    "PaperEntry",
    "PersonHold",
    "Proxy",
    "Receipt",
    "TakeOver",
]
