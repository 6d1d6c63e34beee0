"""What the pages of one assessment share: finding it, its frame, forms and buttons."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.http.acting import act, fill_in
from core.http.parts import Crumb, Step, Text
from core.http.texts import sentence
from core.http.views import CouncilRequest
from pia import queries
from pia.enums import Principle, Section, Stage
from pia.models import Assessment
from pia.permissions import permit, permits
from pia.rules.completeness import Missing, missing

WORKING = ("threshold", "preparing", "assessing", "in_review")
"""States in which the steps of the work are shown."""


def found(request: CouncilRequest, reference: str, revision: int | None = None) -> Assessment:
    """The newest revision of ``reference`` that the reader may see, or the one named; 404 for none."""
    rows = queries.visible_to(request.user, request.council).filter(reference=reference)
    rows = rows.filter(revision=revision) if revision else rows
    row = rows.select_related("council", "coverage").order_by("-revision").first()
    if row is None:
        raise Http404
    return row


def address(row: Assessment, page: str = "show", **kwargs: Any) -> str:
    """The address of a page of ``row``."""
    where = {"council": row.council.slug, "reference": row.reference, **kwargs}
    return reverse(f"pia:{page}", kwargs=where)


def sentence_of(piece: Missing) -> str:
    """A missing piece in words; codes of stages and principles are spelled out."""
    words: dict[str, Any] = dict(piece.params)
    if "stage" in words:
        words["stage"] = Stage(words["stage"]).label
    if "principle" in words:
        words["principle"] = Principle(words["principle"]).label
    return sentence(piece.code, words)


NEEDS_VERB = {
    "threshold": "answer_threshold",
    "preparation": "describe",
    "requirements": "answer_requirements",
}
"""Steps that are a form and nothing else: no link for those who may not fill it in."""


def steps(request: CouncilRequest, row: Assessment, lacking: tuple[Missing, ...], here: str) -> list[Step]:
    """The step navigation: done where nothing is missing."""
    open_sections = {piece.section for piece in lacking}
    if row.state in ("threshold", "preparing"):
        open_sections |= {*Section.values} - {"threshold", "preparation"}
    if row.state == "threshold":
        open_sections |= {"threshold", "preparation"}
    if row.state != "in_review":
        open_sections.add("review")
    shown = []
    for section in Section:
        state = "current" if section == here else "" if section in open_sections else "done"
        verb = NEEDS_VERB.get(section.value)
        opens = verb is None or permit(request.user, row, verb).allowed
        shown.append(Step(section.label, state, address(row, section.value) if opens else ""))
    return shown


def frame(request: CouncilRequest, row: Assessment, here: str = "") -> dict[str, Any]:
    """What every page of ``row`` knows. ``here`` is the section of a working page."""
    council = request.council
    crumbs = [Crumb(_("PIAs"), reverse("pia:index", kwargs={"council": council.slug}))]
    crumbs.append(Crumb(row.reference, address(row) if here else ""))
    if here:
        crumbs.append(Crumb(Section(here).label))
    working = row.state in WORKING
    lacking = missing(queries.facts(row)) if working else ()
    return {
        "assessment": row,
        "crumbs": crumbs,
        "steps": steps(request, row, lacking, here) if working else [],
        "gaps": [(sentence_of(piece), address(row, piece.section)) for piece in lacking],
    }


def form_page(
    request: CouncilRequest,
    row: Assessment,
    form: forms.BaseForm,
    action: Callable[[dict[str, Any]], Any],
    *,
    verb: str,
    section: str,
    heading: Text,
    label: Text,
    said: Text,
    done: str = "",
    template: str = "form",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page with one form that calls one verb; the verb must be open to the reader now."""
    permit(request.user, row, verb).or_raise()
    goal = address(row, done or section)

    def call(data: dict[str, Any]) -> str:
        try:
            action(data)
        except DomainError as error:
            if error.code == "pia_changed_meanwhile":
                _look_again(form)
            raise
        return goal

    context = {
        **frame(request, row, section),
        "heading": heading,
        "label": label,
        "cancel_url": goal,
        **(extra or {}),
    }
    return fill_in(
        request, form, call, template=f"pia/assessment/{template}.html", context=context, said=said
    )


def _look_again(form: forms.BaseForm) -> None:
    """Let a second attempt pass: the reader has been told that somebody else was faster."""
    data = copy(form.data)
    if isinstance(data, QueryDict):
        data["seen"] = ""
    form.data = data


def button(
    request: CouncilRequest, row: Assessment, action: Callable[[], Any], *, said: Text, done: str = "show"
) -> HttpResponse:
    """A verb without input."""
    return act(request, action, done=address(row, done), said=said)


def verdicts(request: CouncilRequest, row: Assessment, *verbs: str) -> dict[str, Any]:
    """May the reader do each of ``verbs`` now? For buttons: shown disabled with the reason where not."""
    return permits(request.user, row, verbs)
