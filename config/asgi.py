"""The ASGI application: the decision API as a server group of its own, and nothing else of the product."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from gateway.authzen.gathering import decisions  # noqa: E402 - needs the apps to be ready
from gateway.authzen.search_server import searches  # noqa: E402

application = searches(decisions())
