"""What a machine was denied and a data-use request may bring: carried from the answer to the page where it is drafted.

A wish is sealed, so that nobody can write one but us, and names no person. It serves the representative who follows the
link; it grants nothing.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta

import msgspec

from core.accounts.models import Council
from core.crypto import CannotOpen, seal, unseal
from governance.members import queries as members
from governance.sharing.enums import DatasetState
from governance.sharing.models import Dataset

VALID = timedelta(days=1)
PURPOSE = "sharing.wish"


class Wish(msgspec.Struct, frozen=True):
    """Items of a dataset that an organisation (an organ of it) would receive, asked for at a moment."""

    council: str
    dataset: str
    organisation: int
    asked_at: datetime
    organ: int | None = None
    items: tuple[str, ...] = ()
    purpose: str = ""

    @property
    def until(self) -> datetime:
        """When the link ends."""
        return self.asked_at + VALID


def sealed(wish: Wish) -> str:
    """The wish as it stands in an address."""
    return base64.urlsafe_b64encode(seal(msgspec.msgpack.encode(wish), purpose=PURPOSE)).decode().rstrip("=")


def opened(text: str, council: Council, *, at: datetime) -> Wish | None:
    """The wish in ``text``; None where it is not ours, is another council's, or has ended."""
    try:
        box = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        wish = msgspec.msgpack.decode(unseal(box, purpose=PURPOSE), type=Wish)
    except (CannotOpen, UnicodeEncodeError, binascii.Error, msgspec.DecodeError):
        return None
    return wish if wish.council == council.slug and at < wish.until else None


class Requestable(msgspec.Struct, frozen=True):
    """What can be requested in a council: its registered datasets with their providers, and its members, past ones and
    those who applied included, by key and by corporate number (法人番号)."""

    datasets: dict[str, int]
    members: dict[int | str, int]

    def recipient(self, dataset: str, named: int | str, *, party: int) -> int | None:
        """Key of the recipient, where it can hand in a request for ``dataset`` and the asking organisation is the
        recipient or the provider."""
        provider, recipient = self.datasets.get(dataset), self.members.get(named)
        return recipient if provider is not None and recipient and party in (recipient, provider) else None


def requestable(council: Council) -> Requestable:
    """Read in two statements; facts of the council, under the counters of its ledger."""
    registered = Dataset.objects.filter(council=council, state=DatasetState.REGISTERED)
    known: dict[int | str, int] = {}
    for pk, number in members.organisations_in(council).values_list("pk", "corporate_number"):
        known[pk] = pk
        if number:
            known[number] = pk
    return Requestable(dict(registered.values_list("reference", "provider__organisation")), known)
