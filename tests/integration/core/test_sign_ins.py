"""What is known of sign-ins does not stay."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from core import clock
from core.administration.tasks import forget_sign_ins
from tests.cast import Cast, sign_in


def test_a_sign_in_leaves_no_log(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.stranger)
    client.post("/accounts/logout/")
    assert not AccessLog.objects.exists()


def test_old_attempts_and_ended_sessions_are_forgotten(cast: Cast) -> None:
    inside, leaver = Client(), Client()
    for visitor, user in ((inside, cast.stranger), (leaver, cast.shiomi.users["chihiro"])):
        sign_in(visitor, user)
        visitor.get("/accounts/sessions/")
    Session.objects.filter(session_key=leaver.session.session_key).update(
        expire_date=clock.wall() - timedelta(hours=1)
    )
    AccessLog.objects.create(username="a@example.org", attempt_time=clock.wall())
    for _try in range(2):
        Client().post("/accounts/login/", {"login": cast.operator.email, "password": "wrong-password-1"})
    AccessAttempt.objects.create(username="b@example.org", ip_address="203.0.113.9", failures_since_start=1)
    old = clock.wall() - timedelta(days=settings.SIGN_IN_DAYS, minutes=1)
    AccessAttempt.objects.filter(username="b@example.org").update(attempt_time=old)
    AccessLog.objects.update(attempt_time=old)
    assert forget_sign_ins() >= 4
    assert [row.username for row in AccessAttempt.objects.all()] == [cast.operator.email]
    assert not AccessLog.objects.exists()
    assert list(UserSession.objects.values_list("user", flat=True)) == [cast.stranger.pk]
    assert inside.get("/home/").status_code == 200
