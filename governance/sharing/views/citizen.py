"""わたしの情報の提供先: each delivery that a person's data was in, with the decision behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consent.queries import persons_of, principals_of
from core.accounts.models import Council
from core.http.codes import listed
from core.http.templatetags.sekisho import article_label, local
from core.http.views import get_only
from core.rulebook.provider import in_force
from core.rulebook.values import Rulebook
from governance.sharing.queries.deliveries import Disclosure, disclosures_of
from governance.sharing.queries.names import item_names
from governance.sharing.views.naming import party

Rules = Callable[[Council, date], Rulebook]


@login_required
@get_only
def disclosures(request: HttpRequest) -> HttpResponse:
    """Who received my data: by council, newest first, with what recipients did about a withdrawal."""
    rules = cache(in_force)  # read once for each day on which something was decided
    rows = [(row, *_words(row, rules), "") for row in disclosures_of(persons_of(request.user))]
    rows += [(row, *_words(row, rules), _name(row)) for row in disclosures_of(principals_of(request.user))]
    return render(request, "governance/sharing/citizen/disclosures.html", {"rows": rows})


def _name(row: Disclosure) -> str:
    """Whose data it was, for somebody who acts for that person."""
    return str((row.person.identifiers or {}).get("name", row.person))


def _words(row: Disclosure, rules: Rules) -> tuple[str, str, str]:
    """What went, who gave it, and by which decision, in the reader's language."""
    dataset = row.delivery.grant.line.dataset
    items = listed(row.delivery.items, item_names(dataset))
    return items, party(dataset.provider), _decision(row, rules)


def _decision(row: Disclosure, rules: Rules) -> str:
    """汐見協第24号（幹事会、取扱規程第21条第1項）."""
    if row.approval is None:
        return "–"
    article = rules(row.delivery.council, row.approval.decided_on).article("approval_bodies")
    body = row.approval.decision.body
    rests_on = (local(body, "name") if body else _("Chair"), article_label(article))
    return _("%(number)s (%(rests_on)s)") % {
        "number": row.decision_number,
        "rests_on": _(", ").join(part for part in rests_on if part),
    }
