"""Structured logs, each line with the request id. No personal data is logged."""

from __future__ import annotations

import logging.config
from typing import Any

import structlog

CHATTY = {"weasyprint": "WARNING", "fontTools": "WARNING", "pikepdf": "WARNING", "kombu.connection": "ERROR"}
"""Libraries whose every step is not news."""


def configure(options: dict[str, Any]) -> None:
    """Set up logging as settings.LOGGING says: ``level``, and ``json`` for machines or plain text for people."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if options["json"]
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        last,
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "loggers": {name: {"level": level} for name, level in CHATTY.items()},
            "root": {"handlers": ["stderr"], "level": options["level"]},
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
