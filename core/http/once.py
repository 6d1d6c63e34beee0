"""What creates something creates it once, however often its button is pressed, with or without a script.

A form that creates is shown with a key of its own. Whoever sends the same words and files under the same key is led to
what the first press made, until that is forgotten (:func:`forget`). Other words under that key (the form shown again by
the browser's back button) are something new. The database remembers it, for all processes of the product.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from core import clock
from core.errors import NotNow
from core.http.models import Press

NAME = "once"
PATIENCE = 5.0
"""Seconds that the second press waits for the first, which is still at work."""
AT_WORK = timedelta(seconds=60)
"""A press that has led nowhere by then was cut off; the next one counts."""
KEPT = timedelta(days=1)


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
    key = _key(request)
    begun = _begun(key)
    if begun is None:
        return _awaited(key)
    mine = Press.objects.filter(key=key, begun_at=begun)
    try:
        goal = make()
    except BaseException:
        mine.delete()
        raise
    mine.update(goal=goal)
    return goal


def free(goals: Iterable[str]) -> None:
    """Let what led to ``goals`` be sent again: what was made there came to nothing."""
    Press.objects.filter(goal__in=list(goals)).delete()


def forget() -> int:
    """Remove what was pressed longer ago than :data:`KEPT`; how many."""
    return Press.objects.filter(begun_at__lt=clock.wall() - KEPT).delete()[0]


def _key(request: HttpRequest) -> str:
    """Who sent which words and files, and under which key, to where."""
    words = [f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values]
    files = [
        f"{name}={file.name} {_digest(file)}"
        for name, several in sorted(request.FILES.lists())
        for file in several
    ]
    sent = "\n".join([str(request.user.pk), request.path, *words, *files])
    return hashlib.sha256(sent.encode()).hexdigest()


def _digest(file: UploadedFile[Any]) -> str:
    """The digest of its bytes; whoever reads it next begins at the first again."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _begun(key: str) -> datetime | None:
    """When this press began; None where another of the same words is at work or done."""
    now = clock.wall()
    _row, first = Press.objects.get_or_create(key=key, defaults={"begun_at": now})
    cut_off = Press.objects.filter(key=key, goal="", begun_at__lt=now - AT_WORK)
    return now if first or cut_off.update(begun_at=now) else None


def _awaited(key: str) -> str:
    until = time.monotonic() + PATIENCE
    while True:
        goal = Press.objects.filter(key=key).values_list("goal", flat=True).first()
        if goal:
            return goal
        if time.monotonic() >= until:
            raise NotNow("still_at_work")
        time.sleep(0.1)
