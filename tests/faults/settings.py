"""The product's settings with work that can be held up, for workers that a test kills."""

from __future__ import annotations

from config.settings import *  # noqa: F403

REACTIONS = "tests.faults.reactions"
EMAIL_BACKEND = "tests.faults.reactions.SlowPost"
