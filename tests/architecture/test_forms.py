"""Every form on every page that links lead to, sent as it is shown, empty, and with something in each field.

Whatever is sent, the answer is a page: done, refused in words, or the form again with what is wrong. Nothing that
is sent stays, so that each form finds the council as the demo leaves it.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture.walking import EXPECTED, Form, browser, kind_of, said, walked
from tests.cast import Cast

PERSONAS = [
    pytest.param("secretary", marks=pytest.mark.long(4)),
    "assessor",
    "rep_delivery",
    "officer_education",
    "reviewer_security",
    "chihiro",
    "operator",
]


def send(client: Client, form: Form, data: dict[str, list[str]]) -> str:
    """What went wrong; nothing of it stays."""
    with transaction.atomic():
        answer = getattr(client, form.method)(form.action, data)
        transaction.set_rollback(True)
    if answer.status_code in EXPECTED:
        return ""
    return f"{form.method.upper()} {form.action} {data}: {answer.status_code} {said(answer)}"


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_form_answers_with_a_page(demo: None, cast: Cast, persona: str) -> None:
    client, found = browser(cast, persona), walked(cast, persona)
    faults, sent = found.faults, set()
    for page in found.pages:
        for form in page.forms:
            kind = kind_of(form.action)
            if kind is None or (kind, *form.key) in sent or form.action.startswith("/preferences"):
                continue
            sent.add((kind, *form.key))
            tries = [form.shown, form.filled]
            tries += [form.filled | form.other] if form.filled | form.other != form.filled else []
            tries += [{}] if form.method == "post" else []
            faults += [fault for data in tries if (fault := send(client, form, data))]
    assert not faults, "\n".join(faults)
    assert len(sent) > 3
