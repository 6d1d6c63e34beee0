"""The two ways a page calls an action: a button that posts, and a form that is filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import DomainError
from core.http import once
from core.http.templatetags.sekisho import article_label
from core.http.texts import Text, sentence


def act(request: HttpRequest, action: Callable[[], Any], *, done: str, said: Text) -> HttpResponse:
    """Call a verb that needs no input, say what happened and go to ``done`` (an address or URL name).

    A refusal becomes its own page (``core.http.middleware.DomainErrors``), and nothing was stored.
    """
    action()
    messages.success(request, str(said))
    return redirect(done)


def fill_in(
    request: HttpRequest,
    form: forms.BaseForm,
    action: Callable[[dict[str, Any]], str],
    *,
    template: str,
    context: dict[str, Any],
    said: Text,
    creates: bool = False,
) -> HttpResponse:
    """Show ``form``; on POST call ``action`` with its cleaned data and go where it says.

    What was typed stays on the page when the form or the action refuses (status 422 or 409), the refusal stands
    in the error summary with its article, and nothing was stored. What the action ``creates`` is made once, however
    often the button is pressed. Nothing ``said``: the action has said it.
    """
    status = 200
    if creates:
        once.mark(form)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                goal = once.done(request, form, lambda: action(form.cleaned_data))
            except DomainError as error:
                if error.status in (403, 404):
                    raise
                form.add_error(None, explained(error))
                status = error.status
            else:
                if said:
                    messages.success(request, str(said))
                return redirect(goal)
    return render(request, template, {**context, "form": form}, status=status)


def explained(error: DomainError) -> str:
    """The refusal in the reader's language, with its article."""
    text = sentence(error.code, error.params)
    if error.article is None:
        return text
    return f"{text} ({article_label(error.article)})"
