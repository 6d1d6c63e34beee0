"""``manage.py verdicts verify``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.sharing.models import StoredVerdict
from governance.sharing.queries.verdicts import Unlike, unlike_the_log


class Command(BaseCommand):
    """Check what the gate answered when somebody acted upon it."""

    help = (
        "verify: is there one verdict for each entry of the evidence log and one entry for each verdict, alike in "
        "facts, moment, answer and, where the log has them, checks and time; and are the provisions that are kept for "
        "each those that it cites."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb."""
        parser.add_argument("verb", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Name every verdict that was altered, is gone or is kept with other provisions than it cites; exit code 1
        when there is one."""
        count = 0
        for one in unlike_the_log():
            count += 1
            self.stdout.write(_told(one))
        if count:
            raise CommandError(
                f"The verdicts are not those that were given: {count} to explain.", returncode=1
            )
        self.stdout.write(
            f"The verdicts are those that were given: {StoredVerdict.objects.count()}, one by one in facts, moment, "
            "answer and, where the evidence log has them, checks and time, and in the provisions that they cite."
        )


def _told(one: Unlike) -> str:
    if one.at is None:
        return f"{one.line} ({one.moment}): the evidence log tells of a verdict that is not there"
    told = f"{one.line} ({one.moment}, {one.at:%Y-%m-%d %H:%M:%S %Z})"
    if one.provisions:
        return f"{told}: other provisions are kept than it cites ({', '.join(one.provisions)})"
    return f"{told}: not what the evidence log tells"
