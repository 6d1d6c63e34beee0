"""What ends, and what remains to be done, when an organisation leaves the council: told before it does."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import Council, Organisation
from core.http.dates import short
from core.http.parts import Fact
from core.http.templatetags.sekisho import local
from governance.sharing.enums import GrantState
from governance.sharing.models import Condition, Delivery, Grant
from governance.sharing.queries import leaving


def left_by(council: Council, organisation: Organisation) -> list[Fact]:
    """What ``organisation`` would leave behind, as recipient and as provider (settings.LEFT_BY_MEMBER)."""
    return [
        *(_received(row) for row in leaving.received_by(council, organisation)),
        *(_owed(row) for row in leaving.owed_by(council, organisation)),
        *_asked(council, organisation),
        *(_provided(row) for row in leaving.provided_by(council, organisation)),
    ]


def _url(grant: Grant) -> str:
    return reverse("sharing:grant", args=[grant.council.slug, grant.reference])


def _received(grant: Grant) -> Fact:
    words = {"number": grant.reference, "title": local(grant.line.request, "title")}
    if grant.state == GrantState.DISPOSAL_DUE:
        due = grant.disposal_due_on
        told = _("The data still have to be returned or disposed of by %(day)s, and the proof filed.")
        return Fact(
            _("%(number)s %(title)s") % words, told % {"day": short(due) if due else "–"}, _url(grant)
        )
    told = _(
        "Nothing is delivered from that moment. Data received so far are returned or disposed of once the grant ends, "
        "and the proof is filed."
    )
    return Fact(_("%(number)s %(title)s") % words, told, _url(grant))


def page_of_duty(council: Council, subject: str) -> str:
    """Where what a member owes is done (settings.DUTY_PAGE); empty where it has no page here."""
    kind, _colon, reference = subject.partition(":")
    if kind == "condition":
        rows = Condition.objects.select_related("line__grant__council")
        row = rows.filter(line__grant__council=council, reference=reference).first()
        return f"{_url(row.line.grant)}#condition-{row.pk}" if row is not None else ""
    if kind == "grant":
        held = Grant.objects.select_related("council")
        grant = held.filter(council=council, reference=reference).first()
        return f"{_url(grant)}#disposal" if grant is not None else ""
    if kind == "delivery" and Delivery.objects.filter(council=council, reference=reference).exists():
        return reverse("sharing:delivery", args=[council.slug, reference])
    return ""


def _owed(condition: Condition) -> Fact:
    told = _("The condition still has to be shown to be met, by %(day)s.")
    label = _("Condition %(number)s") % {"number": condition.reference}
    url = f"{_url(condition.line.grant)}#condition-{condition.pk}"
    return Fact(label, told % {"day": short(condition.due_on) if condition.due_on else "–"}, url)


def _asked(council: Council, organisation: Organisation) -> Iterator[Fact]:
    for row in leaving.asked_by(council, organisation):
        words = {"number": row.reference, "title": local(row, "title")}
        told = _("The request cannot lead to a grant any more. Withdraw it before you leave.")
        url = reverse("sharing:request", args=[council.slug, row.reference])
        yield Fact(_("%(number)s %(title)s") % words, told, url)


def _provided(grant: Grant) -> Fact:
    words = {"number": grant.reference, "title": local(grant.line.request, "title")}
    told = _(
        "You deliver nothing more under it. You still verify what becomes of the data that you provided."
    )
    return Fact(_("%(number)s %(title)s") % words, told, _url(grant))
