"""What a line asks for, step by step, with the gate's checklist beside it. Every step saves; so does typing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import User
from core.http.dates import both
from core.http.parts import CheckRow, Crumb, Step
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import requests as verbs
from governance.sharing.documents.next_steps import actor
from governance.sharing.forms import lines, terms
from governance.sharing.models import RequestLine
from governance.sharing.queries.periods import LongestUse, longest_use
from governance.sharing.queries.proofs import proofs
from governance.sharing.queries.requests import lines_visible_to
from governance.sharing.queries.verdicts import Judged, judge
from governance.sharing.rules.verdict import Check, Moment, State
from governance.sharing.views import checklist, grounds
from governance.sharing.views.addresses import crumbs
from governance.sharing.views.editing import Save, held_by_another, keep, keep_quietly, may_write
from governance.sharing.views.facts import facts
from pia.queries.assessments import visible_to as assessments_visible_to

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
ELSEWHERE: dict[tuple[str, str], str] = {
    ("transfer_form", "subprocessor_abroad"): "period",
    ("transfer_form", "statute_not_named"): "ground",
    ("data_class", "publication_record_missing"): "form",
    ("data_class", "public_procedure_missing"): "form",
    ("data_class", "recipient_holding_not_answered"): "form",
    ("data_class", "recipient_consent_unconfirmed"): "form",
    ("foreign_recipient", "consent_not_asked"): "ground",
    ("safeguards", "class_not_stated"): "what",
}
"""Findings that are put in order at another step than the others of their check."""
BEFORE_GROUND = frozenset(
    {
        ("data_class", "not_stated"),
        ("legal_ground", "shape_not_stated"),
        ("consent", "ground_not_stated"),
        ("consent", "ground_unclear"),
    }
)
"""Findings that ask for class, form and ground, of which each rests on those before it."""
NAMED_AT: dict[str, str] = {"purpose": "", "items": "what", "places": "period", "storage": "period"}
"""What an assessment or a notice does not name, and the step where something else is asked for; the purpose is that of
the whole request."""


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


def rows(line: RequestLine, reader: User | None = None) -> list[checklist.Mended]:
    """Every check that counts when the line is handed in, with the address where it is put in order, and the assessment
    where ``reader`` may open it."""
    return _rows(line, judge(line, Moment.SUBMISSION), reader)


def _counting(judged: Judged) -> list[Check]:
    return [check for check in judged.verdict.checks if check.applies]


def _needed(checks: list[Check]) -> frozenset[str]:
    """The fields that have to be there when the line is handed in."""
    asking = [check.code for check in checks if check.state is not State.NOT_APPLICABLE]
    return frozenset(name for code in asking for name in ASKED_BY.get(code, ()))


def _rows(line: RequestLine, judged: Judged, reader: User | None) -> list[checklist.Mended]:
    keys = keys_of(line)
    return [(_row(line, check, judged, reader), _mended_at(line, check, keys)) for check in _counting(judged)]


def _row(line: RequestLine, check: Check, judged: Judged, reader: User | None) -> CheckRow:
    council = line.request.council
    row = checklist.row(check, council, judged)
    named = check.params.get("pia", "") if check.code == "pia" and not check.open else ""
    if not named or reader is None:
        return row
    if not assessments_visible_to(reader, council).filter(reference=named).exists():
        return row
    return replace(row, about=named, about_url=reverse("pia:show", args=[council.slug, named]))


def _mended_at(line: RequestLine, check: Check, keys: list[str]) -> str:
    """Where the applicant puts ``check`` in order; empty where nothing is amiss, or somebody else acts."""
    if check.open:
        return ""
    if check.code in ("pia", "consent") and (named := checklist.named(check)):
        return _asked_otherwise(line, named)
    if actor(check.code, check.reason) != "applicant":
        return ""
    if (check.code, check.reason) in BEFORE_GROUND:
        return step_url(line, _before_ground(line))
    if check.code == "purpose":
        outside = check.reason == "outside"  # a paper of the provider may allow it
        return f"{step_url(line, 'what')}#id_purpose_judgement" if outside else _head_url(line)
    of_terms = check.code == "transfer_form" and check.reason in IN_TERMS
    key = ELSEWHERE.get((check.code, check.reason)) or (
        "terms" if of_terms else MENDED_AT.get(check.code, "")
    )
    return step_url(line, key) if key in keys else ""


def _before_ground(line: RequestLine) -> str:
    """The first of class, form and ground that is to be chosen."""
    if not line.data_class:
        return "what"
    return "ground" if line.form else "form"


def _asked_otherwise(line: RequestLine, named: frozenset[str]) -> str:
    """Where the applicant asks for something else than what is not ``named``; empty where no request could."""
    if not named <= NAMED_AT.keys():
        return ""
    key = next(step for part, step in NAMED_AT.items() if part in named)
    return step_url(line, key) if key else _head_url(line)


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
    context = _frame(line, key, request.user) | {
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
    if longest := context["longest"]:
        form.fields["disposal_by"].help_text = _disposal_told(longest)
    template = "governance/sharing/requests/line_step.html"
    return keep(request, form, _save(request, line, key, form), template=template, context=context)


def _disposal_told(longest: LongestUse) -> str:
    told = _(
        "At the latest %(days)s days after the end of use: for a use until %(end)s, by %(due)s. It is counted from "
        "the end of use; the months of retention are a limit of their own."
    )
    return told % {"days": longest.disposal_days, "end": both(longest.ends), "due": both(longest.disposed_by)}


def _before(line: RequestLine, key: str) -> str:
    keys = keys_of(line)
    at = keys.index(key)
    return step_url(line, keys[at - 1]) if at else ""


def _rail(line: RequestLine, found: list[checklist.Mended]) -> dict[str, Any]:
    """The checklist beside the form."""
    shown, folded = checklist.urgent_first(found)
    return {"shown": shown, "folded": folded, "line": line}


def _frame(line: RequestLine, key: str, reader: User) -> dict[str, Any]:
    """What every step shows around the form. The line is read anew: the form may have touched it."""
    name = STEPS[key][0] if key in STEPS else _("Check the answers")
    judged = judge(line, Moment.SUBMISSION)
    found = _rows(line, judged, reader)
    return {
        "row": line.request,
        "needed": _needed(_counting(judged)),
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
    return render(
        request, "governance/sharing/requests/line_checks.html", _rail(line, rows(line, request.user))
    )


def _answers(request: CouncilRequest, line: RequestLine) -> HttpResponse:
    if request.method != "GET":
        raise Http404
    context = _frame(line, CHECK, request.user) | {
        "facts": facts(line, request.user),
        "longest": longest_use(line),
        "held": held_by_another(line.request, request.user),
    }
    return render(request, "governance/sharing/requests/line_answers.html", context)
