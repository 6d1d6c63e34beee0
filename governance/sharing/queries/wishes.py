"""What a machine was denied and a data-use request may bring: carried from the answer to the page where it is drafted.

A wish is sealed, so that nobody can write one but us, and names no person. It serves the representative who follows the
link; it grants nothing.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec
from django.db.models import Q

from core.accounts.models import Council, Organisation
from core.crypto import CannotOpen, seal, unseal
from governance.members import queries as members
from governance.sharing.enums import DatasetState
from governance.sharing.models import Dataset

VALID = timedelta(days=1)
PURPOSE = "sharing.wish"
Pair = tuple[str, int | str]
"""Reference of a dataset, and the recipient by key or corporate number (法人番号)."""


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


def requestable(council: Council, pairs: Collection[Pair], *, party: int) -> dict[Pair, int]:
    """Of ``pairs`` those for which the recipient, a member of ``council``, can hand in a request, with its key: the
    dataset is registered, and the asking organisation is the recipient or the provider."""
    registered = Dataset.objects.filter(
        council=council, reference__in={name for name, _who in pairs}, state=DatasetState.REGISTERED
    )
    datasets = dict(registered.values_list("reference", "provider__organisation"))
    named = {who for _name, who in pairs}
    recipients: dict[int | str, int] = {}
    known = Organisation.objects.filter(
        Q(pk__in=[who for who in named if isinstance(who, int)])
        | Q(corporate_number__in=[who for who in named if isinstance(who, str)]),
        pk__in=members.organisations_in(council),
    )
    for pk, number in known.values_list("pk", "corporate_number"):
        recipients |= {pk: pk, number: pk}
    return {
        (name, who): recipients[who]
        for name, who in pairs
        if name in datasets and who in recipients and party in (recipients[who], datasets[name])
    }
