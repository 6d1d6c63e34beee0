"""Saving a draft that somebody else may be writing in: whoever comes second is told, and sees both versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.errors import DomainError, NotNow
from core.http.acting import act, explained
from core.http.dates import clock_time
from core.http.texts import Text, sentence
from core.http.views import CouncilRequest, council_view, post_only
from governance.sharing.actions import editing
from governance.sharing.models import EditLock, RequestLine, SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.views.addresses import one_request, page_url
from governance.sharing.views.differences import Difference, between

NO_DRAFT = "not_in_this_state"
"""The refusal of a draft that is none any more."""


def held_by_another(row: SharingRequest, reader: Any) -> EditLock | None:
    """The colleague who is writing in the draft just now."""
    locks = EditLock.objects.filter(request=row, until__gt=clock.now()).exclude(holder=reader)
    return locks.select_related("holder").first()


def may_write(request: CouncilRequest, row: SharingRequest) -> None:
    """Refuse whoever does not write in the draft. What is typed into one that was handed in meanwhile is not thrown
    away with an error: saving refuses it, and :func:`keep` shows it beside what stands."""
    verdict = permit(request.user, row, "edit")
    if request.method == "POST" and verdict.error is NotNow:
        return
    verdict.or_raise()


@dataclass(frozen=True)
class Save:
    """What is saved, where its present version is read, and where the page goes on."""

    call: Callable[..., Any]
    fresh: Callable[[], SharingRequest | RequestLine]
    typed: Callable[[], dict[str, Any]]
    goal: Callable[[], str]
    said: Text
    row: SharingRequest

    def __call__(self, data: dict[str, Any], request: CouncilRequest) -> None:
        """Save ``data`` as the reader of the revision that the form carries."""
        take = "take_over" in request.POST
        self.call(by=request.user, revision=data.get("revision"), take_over=take, **self.typed())


def keep(
    request: CouncilRequest, form: forms.Form, save: Save, *, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show ``form``; on POST save it. Where somebody else was first both versions stand on the page, what was typed
    stays in the fields, and the next press saves it knowingly."""
    status = 200
    differences: list[Difference] = []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save(form.cleaned_data, request)
            except DomainError as error:
                if error.status in (403, 404):
                    raise
                form.add_error(None, _told(error) if error.code == NO_DRAFT else explained(error))
                status = error.status
                if error.code in (editing.CHANGED, editing.OWN, editing.HELD):
                    differences = between(save.fresh(), save.typed(), save.row)
                    _read_again(form, save.fresh().revision)
            else:
                messages.success(request, str(save.said))
                return redirect(save.goal())
    held = held_by_another(save.row, request.user)
    shown = {**context, "form": form, "differences": differences, "held": held}
    return render(request, template, shown, status=status)


def _told(error: DomainError) -> str:
    if error.code == NO_DRAFT:
        return _(
            "The draft was handed in or ended meanwhile, and what you typed is not saved. Copy what you need."
        )
    return sentence(error.code, error.params)


def _read_again(form: forms.Form, revision: int) -> None:
    """The writer sees the present version beside their own: from now on it is the one that they had read."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["revision"] = str(revision)
    form.data = data


def keep_quietly(request: CouncilRequest, form: forms.Form, save: Save) -> HttpResponse:
    """Save while somebody types: what is in order is kept, the rest waits for the button. Of nothing, nothing."""
    if not form.is_bound:
        permit(request.user, save.row, "edit").or_raise()
        return redirect(save.goal())
    form.is_valid()
    scripted = request.headers.get("X-Requested-With") == "autosave"
    try:
        save(form.cleaned_data, request)
    except NotNow as error:
        if not scripted:
            raise
        told = _told(error)
        if error.code != NO_DRAFT:
            told = f"{told} {_('Press the button to see both versions.')}"
        return HttpResponse(told, status=409, content_type="text/plain; charset=utf-8")
    kept = _("Kept at %(time)s.") % {"time": clock_time(clock.now())}
    if not scripted:
        messages.success(request, kept)
        return redirect(save.goal())
    answer = HttpResponse(kept, content_type="text/plain; charset=utf-8")
    answer["X-Revision"] = str(save.fresh().revision)
    return answer


@council_view
@post_only
def take_over(request: CouncilRequest, reference: str) -> HttpResponse:
    """Go on where a colleague stopped."""
    row = one_request(request, reference)
    said = _("You are writing in this draft now.")
    return act(request, lambda: editing.take_over(row, by=request.user), done=page_url(row), said=said)


@council_view
@post_only
def let_go(request: CouncilRequest, reference: str) -> HttpResponse:
    """Done for now; colleagues need not wait."""
    row = one_request(request, reference)
    said = _("Colleagues can go on with this draft.")
    return act(request, lambda: editing.let_go(row, by=request.user), done=page_url(row), said=said)
