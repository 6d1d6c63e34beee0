"""わたしの情報の提供先: each delivery that a person's data was in, with the decision behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from consent.queries import persons_of, principals_of
from core.accounts.models import Council
from core.errors import ArticleRef
from core.http.codes import listed
from core.http.templatetags.sekisho import article_label, local, organ_name
from core.http.texts import Text
from core.http.views import get_only
from governance.rulebook.queries import articles_on
from governance.sharing.enums import PursuitOutcome
from governance.sharing.queries.deliveries import Disclosure, disclosures_of
from governance.sharing.queries.names import item_names

PAGE = 50
PLAIN: Mapping[str, Text] = {
    PursuitOutcome.DUE: pgettext_lazy("easy chip", "no answer yet"),
    PursuitOutcome.DELETED: pgettext_lazy("easy chip", "deleted"),
    PursuitOutcome.USE_STOPPED: pgettext_lazy("easy chip", "not used any more"),
    PursuitOutcome.IN_STATISTICS: pgettext_lazy("easy chip", "part of numbers, cannot be taken out"),
    PursuitOutcome.KEPT_BY_LAW: pgettext_lazy("easy chip", "kept, a law says so"),
    PursuitOutcome.NOT_HELD: pgettext_lazy("easy chip", "they have nothing"),
}
"""What recipients answered, in few plain words."""
Articles = dict[tuple[int, date], ArticleRef | None]


@login_required
@get_only
def disclosures(request: HttpRequest) -> HttpResponse:
    """Who received my data: newest first, with what recipients did about a withdrawal."""
    own, others = persons_of(request.user), principals_of(request.user)
    mine = {person.pk for person in own}
    found = disclosures_of([*own, *others])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    articles = _articles(shown)
    rows = [(row, *_words(row, articles), "" if row.person.pk in mine else _name(row)) for row in shown]
    context = {"rows": rows, "page_obj": page, "plain": PLAIN, "for_others": bool(others)}
    return render(request, "governance/sharing/citizen/disclosures.html", context)


def _articles(rows: list[Disclosure]) -> Articles:
    """The provision that named the deciding body on the day of each decision: by council, not by delivery."""
    days: dict[Council, set[date]] = {}
    for row in rows:
        if row.approval is not None:
            days.setdefault(row.delivery.council, set()).add(row.approval.decided_on)
    return {
        (council.pk, day): article
        for council, on in days.items()
        for day, article in articles_on(council, "approval_bodies", on).items()
    }


def _name(row: Disclosure) -> str:
    """Whose data it was, for somebody who acts for that person."""
    return str((row.person.identifiers or {}).get("name", row.person))


def _words(row: Disclosure, articles: Articles) -> tuple[str, str, str]:
    """What went, who gave it, and by which decision, in the reader's language."""
    dataset = row.delivery.grant.line.dataset
    items = listed(row.delivery.items, item_names(dataset))
    return items, organ_name(dataset.provider), _decision(row, articles)


def _decision(row: Disclosure, articles: Articles) -> str:
    """汐見協第24号（幹事会、取扱規程第21条第1項）."""
    if row.approval is None:
        return "–"
    article = articles[row.delivery.council.pk, row.approval.decided_on]
    body = row.approval.decision.body
    rests_on = (local(body, "name") if body else _("Chair"), article_label(article))
    return _("%(number)s (%(rests_on)s)") % {
        "number": row.decision_number,
        "rests_on": _(", ").join(part for part in rests_on if part),
    }
