"""Print the demo accounts with their password and present second-factor codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.clients import key
from config.demo.people import accounts, load, password, second_factor_code


class Command(BaseCommand):
    """``manage.py demo_codes``."""

    help = "Print the demo accounts, their password and their present second-factor codes."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per account; the codes change every 30 seconds."""
        if settings.PRODUCTION:
            raise CommandError("There are no demo accounts in a production installation.")
        cast = load()
        with_factor = set(Authenticator.objects.filter(type="totp").values_list("user_id", flat=True))
        self.stdout.write(f"Password of every demo account: {password()}")
        for name, user in accounts(cast):
            code = second_factor_code(user) if user.pk in with_factor else "-"
            self.stdout.write(f"  {name:24} {user.email:40} {code:>8}  {user.name}")
        self.stdout.write(f"Key of the city's machine for the decision API: {key() or 'not made yet'}")
        self.stdout.write(
            "Codes change every 30 seconds; print them again: .venv/bin/python manage.py demo_codes"
        )
