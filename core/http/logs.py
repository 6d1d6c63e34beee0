"""Structured logs, each line with the request id. No personal data is logged: a trace names places in the code,
never the values of variables, and of an error's message only the first line (PostgreSQL quotes rows below it)."""

from __future__ import annotations

import logging.config
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import ExcInfo

CHATTY = {"weasyprint": "WARNING", "fontTools": "WARNING", "pikepdf": "WARNING", "kombu.connection": "ERROR"}
"""Libraries whose every step is not news."""


_places = ExceptionDictTransformer(show_locals=False, max_frames=30)


def trace(exc_info: ExcInfo) -> list[dict[str, Any]]:
    """Where an exception was raised, for machines: types, first lines of messages, files, lines, functions."""
    return [
        {**one, "exc_value": one["exc_value"].partition("\n")[0], "exc_notes": []}
        for one in _places(exc_info)
    ]


def configure(options: dict[str, Any]) -> None:
    """Set up logging as settings.LOGGING says: ``level``, and ``json`` for machines or plain text for people."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Any] = (
        [structlog.processors.ExceptionRenderer(trace), structlog.processors.JSONRenderer(ensure_ascii=False)]
        if options["json"]
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
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
                        *last,
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
