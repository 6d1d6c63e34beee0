"""Public verification: the newest checkpoints, proofs to take home, and a receipt checked here."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core.clock import TOKYO
from core.ledger import offline, queries, signing
from core.ledger.attesting import attested
from core.ledger.models import Checkpoint, LedgerEntry

LARGEST_RECEIPT = 200_000
"""Bytes; a receipt of a tree of a billion entries has about 10,000."""


class ReceiptForm(forms.Form):
    """A receipt as a file, or pasted."""

    file = forms.FileField(label=_("Receipt file (JSON)"), required=False)
    text = forms.CharField(label=_("Or paste the receipt"), required=False, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        """The receipt as parsed JSON in ``receipt``."""
        data = super().clean() or {}
        upload = data.get("file")
        if upload is not None and upload.size > LARGEST_RECEIPT:
            raise forms.ValidationError(_("This file is too large to be a receipt."))
        raw = upload.read() if upload is not None else (data.get("text") or "").encode()
        if not raw.strip():
            raise forms.ValidationError(_("Choose the receipt file, or paste its text."))
        try:
            receipt = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This is not a receipt: it is not JSON.")) from error
        if not isinstance(receipt, dict):
            raise forms.ValidationError(_("This is not a receipt of this log."))
        data["receipt"] = receipt
        return data


CLAIMS = (
    gettext_noop("The checkpoint over %s entries of %s is signed."),
    gettext_noop("The entry is what was sealed."),
    gettext_noop("What the entry says was not checked: the receipt does not contain it."),
    gettext_noop("The document is the one that the entry names."),
    gettext_noop("The promise is about this entry."),
    gettext_noop("The promise of %s is signed."),
    gettext_noop("The entry has no place in the log yet; its promise stands for it."),
    gettext_noop("The entry's place lies inside the log."),
    gettext_noop("The entry is number %s of that log."),
    gettext_noop("The agreement %s is signed."),
)
"""What the offline verifier says of a receipt that holds, for the translators."""
FAULTS = (
    gettext_noop("The part %s is not 64 hex digits: it was altered or cut off."),
    gettext_noop("The proof has the wrong length."),
    gettext_noop("It is signed by the key %s, which is not among the keys that it was checked with."),
    gettext_noop("The checkpoint (size, root, at) does not fit its signature: it was altered."),
    gettext_noop("The document cannot be checked: the part content, which names it, is missing."),
    gettext_noop(
        "The part content does not fit the part leaf_hash: one of them was altered, be it by a character."
    ),
    gettext_noop("The part document is not what the entry names: it was altered, be it by a character."),
    gettext_noop("The promise is about another entry: its leaf_hash is not that of the receipt."),
    gettext_noop("The promise (entry, leaf_hash, at) does not fit its signature: it was altered."),
    gettext_noop("Neither a promise nor a proof is there: nothing says that the entry is in the log."),
    gettext_noop("The place of the entry (index) lies outside the log of the checkpoint."),
    gettext_noop(
        "The proof does not lead to the root of the checkpoint: leaf_hash, index or path was altered."
    ),
    gettext_noop("The agreement does not fit its signature (jws): it was altered."),
)
"""What it says where something does not fit."""


def check(receipt: dict[str, Any]) -> dict[str, Any]:
    """What the offline verifier says of ``receipt`` under our published keys; ``notes`` tell what was not checked."""
    try:
        claims = offline.verify(receipt, keys=signing.public_keys())
    except offline.DoesNotHold as error:
        return {"holds": False, "reason": gettext(error.claim[0]) % error.claim[1]}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {"holds": False, "reason": ""}
    notes = [_told(one) for one in claims if isinstance(one, offline.Note)]
    told = [_told(one) for one in claims if not isinstance(one, offline.Note)]
    return {"holds": True, "claims": told, "notes": notes, "attested": attested(receipt)}


def _told(claim: offline.Claim) -> str:
    text, figures = claim
    return gettext(text) % tuple(_spoken(one) for one in figures)


def _spoken(figure: object) -> object:
    """A moment of a receipt as people here write it; anything else as it is."""
    try:
        at = datetime.fromisoformat(str(figure))
    except ValueError:
        return figure
    return date_format(at.astimezone(TOKYO), "DATETIME_FORMAT") if at.tzinfo else figure


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The newest checkpoints and the form; a POST checks a receipt and writes nothing."""
    form = ReceiptForm(request.POST or None, request.FILES or None)
    asked = request.method == "POST"
    result = check(form.cleaned_data["receipt"]) if asked and form.is_valid() else None
    context = {
        "form": form,
        "result": result,
        "checkpoints": queries.checkpoints()[:20],
        "keys": signing.public_keys(),
    }
    refused = asked and (result is None or not result["holds"])
    return render(request, "core/ledger/index.html", context, status=422 if refused else 200)


@require_safe
def entry(request: HttpRequest, number: UUID) -> JsonResponse:
    """The receipt of one entry as it stands now; its content only where the event is public."""
    found = get_object_or_404(LedgerEntry, pk=number)
    answer = JsonResponse(queries.receipt(found, with_content=queries.is_public(found)))
    answer["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return answer


@require_safe
def checkpoint(request: HttpRequest, size: int) -> JsonResponse:
    """A signed checkpoint."""
    return JsonResponse(queries.published(get_object_or_404(Checkpoint, size=size)))


@require_safe
def latest(request: HttpRequest) -> JsonResponse:
    """The newest signed checkpoint."""
    head = queries.head()
    if head is None:
        raise Http404
    return JsonResponse(queries.published(head))


@require_safe
def consistency(request: HttpRequest, first: int, second: int) -> JsonResponse:
    """The proof that the tree of ``second`` entries begins with the tree of ``first``."""
    if not 0 < first <= second:
        raise Http404
    rows = [get_object_or_404(Checkpoint, size=size) for size in (first, second)]
    return JsonResponse(queries.consistency(*rows))
