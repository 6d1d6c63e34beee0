"""The decision API's own server with its clock stopped: it serves a story that has a date.

granian --interface asgi tests.noon:application       # STOPPED_CLOCK=2026-11-23T03:00:00+00:00
"""

from __future__ import annotations

import os
from datetime import datetime

from core import clock

NOW = datetime.fromisoformat(os.environ["STOPPED_CLOCK"])
clock.now = lambda: NOW

from config.asgi import application  # noqa: E402 - with the clock it shall have

__all__ = ["application"]
