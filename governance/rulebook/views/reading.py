"""Reading rule documents: the list, one text on a day, two texts side by side, and what they fix."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.errors import ArticleRef
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only
from governance.rulebook import queries
from governance.rulebook.documents.tables import fixed, resting
from governance.rulebook.forms.reading import AsOfForm
from governance.rulebook.models import Edition, Instrument
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules.adopting import may_withdraw
from governance.rulebook.rules.comparing import changed, compare
from governance.rulebook.rules.notation import write
from governance.rulebook.rules.reading import lay_out
from governance.rulebook.views.places import (
    crumbs,
    edition_of,
    instrument_crumb,
    instrument_of,
    language,
    replays_of,
    tabs,
)


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponse:
    """Every rule document of the council, with the edition in force and those to come."""
    today = clock.today()
    rows = queries.shelf(request.council, today)
    drafts = bool(may_draft(request.user, request.council))
    context = {
        "rows": rows,
        "drafts": queries.further_drafts(request.council),
        "today": today,
        "may_found": drafts and not rows,
        "may_add": drafts and bool(rows),
        "tabs": tabs(request, "index"),
    }
    return render(request, "governance/rulebook/instruments/list.html", context)


@get_only
@council_view
def read(request: CouncilRequest, code: str) -> HttpResponse:
    """One rule document: as of a day (``?on=``), or one edition (``?edition=``)."""
    instrument = instrument_of(request, code)
    today = clock.today()
    form, day = AsOfForm.asked(request.GET, today)
    number = request.GET.get("edition", "")
    current = queries.edition_on(instrument, today)
    edition = edition_of(instrument, number) if number else queries.edition_on(instrument, day)
    context: dict[str, Any] = {
        "instrument": instrument,
        "edition": edition,
        "form": form,
        "day": day,
        "both": request.GET.get("both") == "1",
        "history": _history(instrument, today, edition, current),
        **_ends(request, instrument, edition),
        "replays_url": replays_of(request, instrument),
        "crumbs": crumbs(request, instrument_crumb(instrument, linked=False)),
    }
    if edition is None:
        return render(request, "governance/rulebook/instruments/none.html", context)
    document = queries.document_of(edition)
    context["chapters"] = lay_out(document, language())
    context["force"] = queries.force(edition, today, current)
    return render(request, "governance/rulebook/instruments/read.html", context)


def _ends(request: CouncilRequest, instrument: Instrument, edition: Edition | None) -> dict[str, Any]:
    """What may be done with the document, and with the edition that is shown."""
    drafts, last = may_draft(request.user, request.council), queries.last_edition(instrument)
    repealed = last is not None and last.repeals
    taken_back = edition is not None and may_withdraw(
        edition.effective_on,
        clock.today(),
        number=edition.number,
        last=last.number if last else None,
        decision=edition.decision_number,
    )
    return {
        "may_draft": drafts,
        "is_repealed": repealed,
        "may_withdraw": bool(drafts and taken_back),
        "may_repeal": bool(drafts) and last is not None and not repealed,
    }


def _history(
    instrument: Instrument, today: date, shown: Edition | None, current: Edition | None
) -> list[dict[str, Any]]:
    """All editions, newest first, each with the one before it for the comparison."""
    editions = list(queries.editions(instrument))
    return [
        {
            "edition": edition,
            "force": queries.force(edition, today, current),
            "shown": shown is not None and edition.pk == shown.pk,
            "before": next((one for one in editions[position + 1 :] if not hasattr(one, "withdrawal")), None),
        }
        for position, edition in enumerate(editions)
    ]


@get_only
@council_view
def article(request: CouncilRequest, code: str, key: str) -> HttpResponse:
    """The lasting address of a provision: it leads to its place in the text cited, or in force."""
    instrument = instrument_of(request, code)
    number = request.GET.get("edition", "")
    if number:
        edition_of(instrument, number)
    url = reverse("rulebook:read", args=[request.council.slug, code])
    return redirect(f"{url}?edition={number}#{key}" if number else f"{url}#{key}")


@get_only
@council_view
def export(request: CouncilRequest, code: str, number: int) -> HttpResponse:
    """One edition as TOML, which can be edited outside and compared by any tool."""
    instrument = instrument_of(request, code)
    edition = edition_of(instrument, str(number))
    answer = HttpResponse(write(queries.document_of(edition)), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{edition.number}.toml"'
    return answer


@get_only
@council_view
def compare_editions(request: CouncilRequest, code: str, old: int, new: int) -> HttpResponse:
    """Two editions side by side (新旧対照表)."""
    instrument = instrument_of(request, code)
    before, after = edition_of(instrument, str(old)), edition_of(instrument, str(new))
    rows = compare(queries.document_of(before), queries.document_of(after), language())
    context = {
        "instrument": instrument,
        "old": before,
        "new": after,
        "rows": changed(rows),
        "crumbs": crumbs(request, instrument_crumb(instrument), Crumb(_("Comparison"))),
    }
    return render(request, "governance/rulebook/instruments/compare.html", context)


@get_only
@council_view
def settings_in_force(request: CouncilRequest) -> HttpResponse:
    """What the rules fix on a day, each with the article that fixes it."""
    form, day = AsOfForm.asked(request.GET, clock.today())
    rules = queries.in_force(request.council, day)

    def url_of(article: ArticleRef) -> str:
        return queries.article_url(request.council, article)

    context = {
        "form": form,
        "day": day,
        "fixed": fixed(rules, url_of),
        "bases": resting(rules, url_of),
        "tabs": tabs(request, "settings"),
    }
    return render(request, "governance/rulebook/settings/list.html", context)
