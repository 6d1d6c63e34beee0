"""The WSGI application: the decision API in front of Django's handler."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from gateway.authzen.entrance import entrance  # noqa: E402 - needs the apps to be ready

application = entrance(_django)
