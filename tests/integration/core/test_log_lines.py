"""What the logs say of a request: the pattern of the address, never the address."""

from __future__ import annotations

import io
import logging
import re

import pytest
from django.core import mail
from django.test import Client

from core.administration import actions
from core.http.logs import RoutesOnly
from core.outbox import work
from core.outbox.models import Job
from tests.cast import Cast
from tests.integration.core.test_pages import client


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the product's own handler writes."""
    found = logging.getLogger().handlers
    (handler,) = [one for one in found if any(isinstance(part, RoutesOnly) for part in one.filters)]
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def test_a_live_invitation_is_not_in_the_logs(cast: Cast, lines: io.StringIO, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    user = actions.invite_user(email="new@shiomi.example", name="新任 者", by=cast.operator)
    work.perform(Job.objects.get(key__startswith=f"invitation:{user.pk}:").pk)
    link = re.search(r"http://localhost:8000(/\S+)", mail.outbox[0].body)
    assert link
    token = link[1].split("/")[-2]
    newcomer = Client()
    form = newcomer.get(link[1], follow=True)
    assert (form.status_code, form.request["PATH_INFO"]) == (200, "/administration/invitation/")
    short = {"new_password1": "short", "new_password2": "short"}
    assert newcomer.post("/administration/invitation/", short).status_code == 422
    assert newcomer.post(link[1], short).status_code == 302
    for wrong in (link[1][:-1] + "/../", link[1] + "more/"):
        assert newcomer.get(wrong).status_code in (301, 404)
    assert "administration/invitation/" in lines.getvalue()
    assert token not in lines.getvalue()


def test_keys_of_persons_are_not_in_the_logs(cast: Cast, lines: io.StringIO) -> None:
    key = str(cast.shiomi.persons["chihiro"].key)
    visitor = client(cast.nagiura.users["secretary"])
    for path in (f"/c/shiomi/consents/people/{key}/", f"/c/shiomi/nothing/{key}/"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path).status_code in (404, 405)
    told = lines.getvalue()
    assert "Not Found" in told
    assert "consents/people/<" in told
    assert key not in told


def test_a_refused_form_is_told_without_its_address(cast: Cast, lines: io.StringIO) -> None:
    key = str(cast.shiomi.persons["chihiro"].key)
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post(f"/c/shiomi/consents/people/{key}/").status_code == 403
    assert "Forbidden" in lines.getvalue()
    assert key not in lines.getvalue()
