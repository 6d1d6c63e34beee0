"""Records of who tried to sign in from where: kept for a few days, against guessing, and no longer."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from core import clock


@transaction.atomic
def forget_sign_ins() -> int:
    """Remove failed attempts older than ``SIGN_IN_DAYS``, ended sessions and where they came from; how many."""
    now = clock.wall()
    before = now - timedelta(days=settings.SIGN_IN_DAYS)
    over: int = Session.objects.filter(expire_date__lt=now).delete()[0]
    gone: int = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]
    tried = sum(
        kind.objects.filter(attempt_time__lt=before).delete()[0] for kind in (AccessAttempt, AccessLog)
    )
    return int(over + gone + tried)
