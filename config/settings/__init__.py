"""Settings, a module for each matter. What differs between machines comes from the environment (see .env.example)."""

from __future__ import annotations

from config.settings.databases import *  # noqa: F403
from config.settings.files import *  # noqa: F403
from config.settings.installation import *  # noqa: F403
from config.settings.language import *  # noqa: F403
from config.settings.logs import *  # noqa: F403
from config.settings.mail import *  # noqa: F403
from config.settings.pages import *  # noqa: F403
from config.settings.people import *  # noqa: F403
from config.settings.rooms import *  # noqa: F403
from config.settings.safety import *  # noqa: F403
from config.settings.work import *  # noqa: F403
