"""One page for every step that asks for a few words before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from core.http.acting import fill_in
from core.http.parts import Crumb, Fact
from core.http.views import CouncilRequest
from governance.sharing.forms.conditions import MORE

TEMPLATE = "governance/sharing/step.html"


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be there before the step can be taken, said in place of the form, and where it comes from."""

    title: str
    text: str
    url: str
    label: str
    ways: tuple[tuple[str, str], ...] = ()
    """Names and addresses of the meetings that it can be put before, in place of ``url``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What others wrote, to be read above the form: an opinion, or the draft that is voted on."""

    title: str
    text: str
    items: tuple[str, ...] = ()
    state: str = ""
    """The word whose chip stands beside the title, and what the chip says."""
    state_label: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What the page says: title, a warning of what follows, the button, where to go back to."""

    title: str
    action: str
    back: str
    said: str = ""
    """Empty: the call says it."""
    warning: str = ""
    lead: str = ""
    crumbs: tuple[Crumb, ...] = ()
    missing: Missing | None = None
    facts: tuple[Fact, ...] = ()
    """What the step is about, above the form."""
    readings: tuple[Reading, ...] = ()
    creates: bool = False
    """Does it make something new, which a second press must not make again?"""


def take(
    request: CouncilRequest,
    step: Step,
    form: forms.BaseForm,
    call: Callable[[dict[str, Any]], Any],
    *,
    goal: str | Callable[[Any], str] = "",
) -> HttpResponse:
    """Show ``form`` under ``step``'s words; on POST ``call`` the action and go to ``goal`` (or back), or where ``goal``
    says that what came of it is."""

    def act(data: dict[str, Any]) -> str:
        made = call(data)
        return goal(made) if callable(goal) else goal or step.back

    context = {
        "title": step.title,
        "warning": step.warning,
        "lead": step.lead,
        "action": step.action,
        "back": step.back,
        "missing": step.missing,
        "facts": step.facts,
        "readings": step.readings,
        "crumbs": [*step.crumbs, Crumb(step.title)],
    }
    if MORE in request.POST:
        return render(request, TEMPLATE, {**context, "form": form})
    return fill_in(
        request, form, act, template=TEMPLATE, context=context, said=step.said, creates=step.creates
    )
