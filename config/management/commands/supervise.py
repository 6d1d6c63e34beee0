"""``manage.py supervise``: web, worker and beat under one process."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.supervision import Supervisor, answers, parts, port_is_free


class Command(BaseCommand):
    """Start everything that serves; stop it together."""

    help = "Run the web server, the worker and the beat under one process. Ctrl-C stops them all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--host", default=os.environ.get("HOST_ADDRESS") or "127.0.0.1")
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS") or 2))
        parser.add_argument("--free", action="store_true", help="only say whether the port is free")
        parser.add_argument("--demo", action="store_true", help="print the demo accounts once it is ready")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until asked to stop."""
        port, host = options["port"], options["host"]
        if not port_is_free(port, host):
            raise CommandError(f"Port {port} is taken. Choose another one: make demo PORT={port + 1}")
        if options["free"]:
            return
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        level = os.environ.get("LOG_LEVEL") or "WARNING"
        plan = parts(port, host, options["workers"], embedded=not settings.REDIS_URL, level=level)

        def greet() -> None:
            if options["demo"]:
                call_command("demo_codes", stdout=self.stdout)
            self.say(f"\nSekisho is ready: http://localhost:{port}  (Ctrl-C stops it)\n")

        environment = {**os.environ, "LOG_LEVEL": level}
        code = Supervisor(plan, self.say, environment).run(lambda: answers(port, host), greet)
        if code:
            sys.exit(code)

    def say(self, line: str) -> None:
        """One line, at once."""
        self.stdout.write(line)
        self.stdout.flush()
