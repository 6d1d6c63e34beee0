"""What a line asks for, step by step, with the gate's checklist beside it. Every step saves; so does typing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http.parts import Crumb, Step
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import requests as verbs
from governance.sharing.documents.next_steps import actor
from governance.sharing.forms import lines, terms
from governance.sharing.models import RequestLine
from governance.sharing.queries.periods import longest_use
from governance.sharing.queries.proofs import proofs
from governance.sharing.queries.requests import lines_visible_to
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Check, Moment, State
from governance.sharing.views import checklist, grounds
from governance.sharing.views.addresses import crumbs
from governance.sharing.views.editing import Save, held_by_another, keep, keep_quietly, may_write
from governance.sharing.views.facts import facts

STEPS: dict[str, tuple[Text, type[lines.LineStep]]] = {
    "what": (gettext_lazy("What"), lines.WhatStep),
    "form": (gettext_lazy("Form of transfer"), lines.FormStep),
    "terms": (gettext_lazy("Terms of the form"), terms.TermsStep),
    "ground": (gettext_lazy("Ground"), lines.GroundStep),
    "period": (gettext_lazy("Period, place, disposal"), lines.PeriodStep),
    "safeguards": (gettext_lazy("Safety"), lines.SafeguardsStep),
}
CHECK = "check"
MENDED_AT: dict[str, str] = {
    "dataset": "what",
    "purpose": "what",
    "data_class": "what",
    "transfer_form": "form",
    "legal_ground": "ground",
    "foreign_recipient": "terms",
    "foreign_storage": "period",
    "retention": "period",
    "safeguards": "safeguards",
}
"""Where the applicant puts a check of the gate in order."""
ASKED_BY: dict[str, tuple[str, ...]] = {
    "data_class": ("data_class",),
    "transfer_form": ("form",),
    "legal_ground": ("ground",),
    "retention": ("use_from", "use_until", "retention_months", "disposal_method", "disposal_by"),
    "foreign_storage": ("storage",),
    "safeguards": ("safeguards",),
}
"""The fields that a check of the gate asks for."""
IN_TERMS = frozenset(
    {
        "own_purpose",
        "own_purpose_not_answered",
        "subprocessors_not_named",
        "subprocessor_incomplete",
        "not_made_known",
        "made_known_undated",
        "made_known_nowhere",
        "made_known_too_late",
        "succession_not_documented",
    }
)
"""Findings on the form of transfer that the terms put in order."""


def keys_of(line: RequestLine) -> list[str]:
    """The steps of ``line``: the terms only where its form has any."""
    return [key for key in STEPS if key != "terms" or terms.parts_of(line)]


def step_url(line: RequestLine, key: str) -> str:
    """Address of one step, or of the answers."""
    return reverse(
        "sharing:line_step", args=[line.request.council.slug, line.request.reference, line.number, key]
    )


def _attach_url(line: RequestLine, measure: str) -> str:
    """Where a file is handed in as evidence of ``measure``; it leads back to the step on safety."""
    row = line.request
    asked = urlencode({"line": line.number, "measure": measure})
    return f"{reverse('sharing:add_attachment', args=[row.council.slug, row.reference])}?{asked}"


def _drafted(request: CouncilRequest, reference: str, number: int) -> RequestLine:
    rows = lines_visible_to(request.user, request.council).select_related(
        "request__council",
        "request__project",
        "request__applicant",
        "request__recipient_organ__organisation",
        "dataset__provider__organisation",
    )
    line = get_object_or_404(rows, request__reference=reference, number=number)
    may_write(request, line.request)
    return line


def _progress(line: RequestLine, now: str, amiss: Collection[str]) -> list[Step]:
    """The steps as they stand: an earlier one is done where no check is to be put in order there (``amiss``: the
    addresses where some are)."""
    keys = keys_of(line)
    at = keys.index(now) if now in keys else len(keys)

    def stands(n: int, key: str) -> str:
        if n == at:
            return "current"
        return "done" if n < at and step_url(line, key) not in amiss else ""

    shown = [Step(STEPS[key][0], stands(n, key), step_url(line, key)) for n, key in enumerate(keys)]
    last = Step(_("Check the answers"), "current" if now == CHECK else "", step_url(line, CHECK))
    return [*shown, last]


def rows(line: RequestLine) -> list[checklist.Mended]:
    """Every check that counts when the line is handed in, with the address where it is put in order."""
    return _rows(line, _counting(line))


def _counting(line: RequestLine) -> list[Check]:
    return [check for check in judge(line, Moment.SUBMISSION).verdict.checks if check.applies]


def _needed(checks: list[Check]) -> frozenset[str]:
    """The fields that have to be there when the line is handed in."""
    asking = [check.code for check in checks if check.state is not State.NOT_APPLICABLE]
    return frozenset(name for code in asking for name in ASKED_BY.get(code, ()))


def _rows(line: RequestLine, checks: list[Check]) -> list[checklist.Mended]:
    keys = keys_of(line)
    return [(checklist.row(check, line.request.council), _mended_at(line, check, keys)) for check in checks]


def _mended_at(line: RequestLine, check: Check, keys: list[str]) -> str:
    """Where the applicant puts ``check`` in order; empty where nothing is amiss, or somebody else acts."""
    if check.open or actor(check.code, check.reason) != "applicant":
        return ""
    if check.code == "purpose":
        outside = check.reason == "outside"  # a paper of the provider may allow it
        return f"{step_url(line, 'what')}#id_purpose_judgement" if outside else _head_url(line)
    of_terms = check.code == "transfer_form" and check.reason in IN_TERMS
    key = "terms" if of_terms else MENDED_AT.get(check.code, "")
    return step_url(line, key) if key in keys else ""


def _head_url(line: RequestLine) -> str:
    """Where what the request says as a whole is changed, such as its purpose."""
    return reverse("sharing:edit_request", args=[line.request.council.slug, line.request.reference])


@council_view
@get_only
def edit(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The first step."""
    return redirect(step_url(_drafted(request, reference, number), "what"))


def _form(request: CouncilRequest, line: RequestLine, key: str) -> lines.LineStep:
    offered = grounds.offer(line).fitting if key == "ground" else ()
    return STEPS[key][1](request.POST or None, line=line, grounds=offered)


def _save(request: CouncilRequest, line: RequestLine, key: str, form: lines.LineStep) -> Save:
    def goal() -> str:
        fresh = _drafted(request, line.request.reference, line.number)
        if "stay" in request.POST:
            return step_url(fresh, key)
        if "attach" in request.POST:
            return _attach_url(fresh, request.POST["attach"])
        keys = [*keys_of(fresh), CHECK]
        return step_url(fresh, keys[keys.index(key) + 1])

    return Save(
        call=lambda **given: verbs.edit_line(line, **given),
        fresh=lambda: RequestLine.objects.select_related("request").get(pk=line.pk),
        typed=form.said,
        goal=goal,
        said=_("Saved."),
        row=line.request,
    )


@council_view
def step(request: CouncilRequest, reference: str, number: int, key: str) -> HttpResponse:
    """One step: ask, save, go on."""
    line = _drafted(request, reference, number)
    if key == CHECK:
        return _answers(request, line)
    if key not in keys_of(line):
        raise Http404
    form = _form(request, line, key)
    context = _frame(line, key) | {
        "draft_url": reverse("sharing:keep_line", args=[request.council.slug, reference, number, key]),
        "checks_url": reverse("sharing:line_checks", args=[request.council.slug, reference, number]),
        "offer": grounds.offer(line) if key == "ground" else None,
        "proofs": proofs(line) if key == "safeguards" else (),
        "longest": longest_use(line) if key == "period" else None,
        "back_url": _before(line, key),
        "asks_items": key == "what",
        "head_url": _head_url(line) if "purpose_judgement" in form.fields else "",
    }
    form.needed = context["needed"]
    template = "governance/sharing/requests/line_step.html"
    return keep(request, form, _save(request, line, key, form), template=template, context=context)


def _before(line: RequestLine, key: str) -> str:
    keys = keys_of(line)
    at = keys.index(key)
    return step_url(line, keys[at - 1]) if at else ""


def _rail(line: RequestLine, found: list[checklist.Mended] | None = None) -> dict[str, Any]:
    """The checklist beside the form."""
    shown, folded = checklist.urgent_first(rows(line) if found is None else found)
    return {"shown": shown, "folded": folded, "line": line}


def _frame(line: RequestLine, key: str) -> dict[str, Any]:
    """What every step shows around the form. The line is read anew: the form may have touched it."""
    name = STEPS[key][0] if key in STEPS else _("Check the answers")
    checks = _counting(line)
    found = _rows(line, checks)
    return {
        "row": line.request,
        "needed": _needed(checks),
        "step_name": name,
        "steps": _progress(line, key, {url.partition("#")[0] for _row, url in found if url}),
        **_rail(line, found),
        "crumbs": [*crumbs(line.request), Crumb(line.reference)],
    }


@council_view
@post_only
def keep_step(request: CouncilRequest, reference: str, number: int, key: str) -> HttpResponse:
    """Keep what is typed: the page's script asks for it, and a button without one."""
    line = _drafted(request, reference, number)
    if key not in keys_of(line):
        raise Http404
    form = _form(request, line, key)
    save = _save(request, line, key, form)
    return keep_quietly(request, form, save)


@council_view
@get_only
def checks(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The checklist as a fragment: it fills while somebody types."""
    line = _drafted(request, reference, number)
    return render(request, "governance/sharing/requests/line_checks.html", _rail(line))


def _answers(request: CouncilRequest, line: RequestLine) -> HttpResponse:
    if request.method != "GET":
        raise Http404
    context = _frame(line, CHECK) | {
        "facts": facts(line, request.user),
        "longest": longest_use(line),
        "held": held_by_another(line.request, request.user),
    }
    return render(request, "governance/sharing/requests/line_answers.html", context)
