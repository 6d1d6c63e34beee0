"""Who a letter is from and whom to ask: the council with its address, and the holder of the office that signs."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.accounts.models import Council
from core.http.templatetags.sekisho import local
from governance.members.enums import OfficeKind
from governance.members.queries import holder_of

Lines = tuple[str, ...]


def sender(council: Council, officer: str = "", *, within: str = "") -> Lines:
    """Address, name, the body ``within`` it, the officer who signs; the seal is left out."""
    seal = pgettext("letter", "(official seal omitted)")
    lines = (local(council, "address"), local(council, "name"), within, officer, seal if officer else "")
    return tuple(line for line in lines if line)


def chair(council: Council, on: date) -> str:
    """会長 and the name of who holds the office on ``on``; empty where nobody does."""
    holder = holder_of(council, OfficeKind.CHAIR, on)
    return pgettext("letter", "Chair %(name)s") % {"name": holder.name} if holder else ""


def contact(council: Council) -> Lines:
    """The secretariat, where it sits, its address for questions."""
    office = local(council, "office")
    if not office and not council.contact:
        return ()
    told = [one for one in (local(council, "address"), council.contact) if one]
    return (_("Contact: %(office)s") % {"office": office or local(council, "name")}, *told)
