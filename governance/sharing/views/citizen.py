"""わたしの情報の提供先: each delivery that a person's data was in, with the decision behind it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consent.queries import persons_of, principals_of
from core.http.codes import listed
from core.http.views import get_only
from governance.sharing.queries.deliveries import Disclosure, disclosures_of
from governance.sharing.queries.names import item_names


@login_required
@get_only
def disclosures(request: HttpRequest) -> HttpResponse:
    """Who received my data: by council, newest first, with what recipients did about a withdrawal."""
    own = list(persons_of(request.user))
    rows = [(row, _items(row), "") for row in disclosures_of(own)]
    rows += [(row, _items(row), _name(row)) for row in disclosures_of(principals_of(request.user))]
    return render(request, "governance/sharing/citizen/disclosures.html", {"rows": rows})


def _name(row: Disclosure) -> str:
    """Whose data it was, for somebody who acts for that person."""
    return str((row.person.identifiers or {}).get("name", row.person))


def _items(row: Disclosure) -> str:
    """Names of the items that went, in the reader's language."""
    return listed(row.delivery.items, item_names(row.delivery.grant.line.dataset))
