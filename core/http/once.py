"""What creates something creates it once, however often its button is pressed, with or without a script.

A form that creates is shown with a key of its own. Whoever sends the same words under the same key within the hour is
led to what the first press made. Other words under that key (the form shown again by the browser's back button) are
something new.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from uuid import uuid4

from django import forms
from django.core.cache import cache
from django.http import HttpRequest

from core.errors import NotNow

NAME = "once"
HOUR = 3600
PATIENCE = 5.0
"""Seconds that the second press waits for the first, which is still at work."""
AT_WORK = ""


def mark(form: forms.BaseForm) -> None:
    """Give ``form`` the key under which it is sent, before it is shown."""
    form.fields[NAME] = forms.CharField(widget=forms.HiddenInput, required=False, initial=uuid4().hex)


def done(request: HttpRequest, form: forms.BaseForm, make: Callable[[], str]) -> str:
    """Where ``make`` leads; where the first press led, if this is the second of the same form with the same words.

    Raises:
        NotNow: the first press is still at work.
    """
    form.cleaned_data.pop(NAME, None)
    if not request.POST.get(form.add_prefix(NAME)):
        return make()
    place = _place(request)
    if not cache.add(place, AT_WORK, HOUR):
        return _awaited(place)
    try:
        goal = make()
    except BaseException:
        cache.delete(place)
        raise
    cache.set(place, goal, HOUR)
    return goal


def _place(request: HttpRequest) -> str:
    """Who sent which words, and under which key, to where."""
    words = [f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values]
    files = [
        f"{name}={file.name} {file.size}"
        for name, several in sorted(request.FILES.lists())
        for file in several
    ]
    sent = "\n".join([str(request.user.pk), request.path, *words, *files])
    return f"once:{hashlib.sha256(sent.encode()).hexdigest()}"


def _awaited(place: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        goal = cache.get(place)
        if goal:
            return str(goal)
        time.sleep(0.1)
    raise NotNow("still_at_work")
