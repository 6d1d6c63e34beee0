"""On an English page nobody chooses among Japanese names where there is an English one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from core.accounts.models import Council, Organ, Organisation
from governance.assembly.models import Body, Project
from governance.sharing.models import Dataset
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")

FORMS = {
    "a request": ("rep_university", "/c/shiomi/requests/new/"),
    "a dataset of a request": ("rep_bus", "/c/shiomi/requests/R-2026-033/lines/add/"),
    "a dataset": ("officer_mayor", "/c/shiomi/datasets/new/"),
    "datasets taken in": ("officer_mayor", "/c/shiomi/datasets/import/"),
    "the catalogue": ("secretary", "/c/shiomi/datasets/"),
    "an incident": ("secretary", "/c/shiomi/incidents/report/"),
    "a provision required by law": ("officer_mayor", "/c/shiomi/statutory/new/"),
    "a member": ("secretary", "/c/shiomi/members/apply/"),
    "an office": ("secretary", "/c/shiomi/members/offices/new/"),
    "an assessment": ("assessor", "/c/shiomi/assessments/new/"),
    "a seat": ("secretary", "/c/shiomi/bodies/steering/seats/new/"),
    "a key for a machine": ("operator", "/administration/clients/new/"),
}
BEGUN = {
    "a choice of a notice": (
        "secretary",
        "/c/shiomi/notices/N-01/revise/",
        "/c/shiomi/notices/N-01/choices/new/",
    ),
    "what an assessment covers": (
        "assessor",
        "/c/shiomi/assessments/PIA-02/revise/",
        "/c/shiomi/assessments/PIA-02/preparation/",
    ),
}
"""Forms of a draft, with the address that begins it."""
CHOICE = re.compile(r"<option\b[^>]*>(.*?)</option>|<label\b[^>]*>\s*<input\b[^>]*>(.*?)</label>", re.DOTALL)


def japanese_names() -> set[str]:
    """Of everything that also has an English one."""
    found: set[str] = set()
    for model, name in (
        (Council, "name"),
        (Organisation, "name"),
        (Organ, "name"),
        (Body, "name"),
        (Project, "title"),
        (Dataset, "title"),
    ):
        found.update(model.objects.exclude(**{f"{name}_en": ""}).values_list(f"{name}_ja", flat=True))
    return found


def judge(client: Client, path: str) -> None:
    client.cookies["language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200
    choices = ["".join(found) for found in CHOICE.findall(answer.content.decode())]
    assert choices, "the page has nothing to choose from"
    known = japanese_names()
    assert not [words for words in choices if any(name in words for name in known)]


@pytest.mark.parametrize("form", FORMS)
def test_choices_have_their_english_names(cast: Cast, form: str) -> None:
    who, path = FORMS[form]
    judge(enter(Client(), cast.operator if who == "operator" else cast.shiomi.users[who]), path)


@pytest.mark.parametrize("form", BEGUN)
def test_so_have_those_of_a_draft(cast: Cast, form: str) -> None:
    who, begin, path = BEGUN[form]
    client = enter(Client(), cast.shiomi.users[who])
    assert client.post(begin).status_code == 302
    judge(client, path)
