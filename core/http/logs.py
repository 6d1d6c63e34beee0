"""Structured logs, each line with the request id. No personal data is logged: a trace names places in the code,
never the values of variables, and of an error's message only the first line (PostgreSQL quotes rows below it). An
address may carry the key of a person or a live link: where Django names it, its pattern stands instead."""

from __future__ import annotations

import logging
import logging.config
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import ExcInfo

CHATTY = {"weasyprint": "WARNING", "fontTools": "WARNING", "pikepdf": "WARNING", "kombu.connection": "ERROR"}
"""Libraries whose every step is not news."""
NUMBER_AT_MOST = 128
"""Characters that are kept of the number which a machine gave its request."""
STEPS: list[Any] = []
"""What a line of ours goes through: one list in each process, for loggers in use keep the list they were made with."""

_places = ExceptionDictTransformer(show_locals=False, max_frames=30)


def trace(exc_info: ExcInfo) -> list[dict[str, Any]]:
    """Where an exception was raised, for machines: types, first lines of messages, files, lines, functions."""
    return [
        {**one, "exc_value": one["exc_value"].partition("\n")[0], "exc_notes": []}
        for one in _places(exc_info)
    ]


class RoutesOnly(logging.Filter):
    """Puts the pattern of an address in the place of the address (Django's own lines about refused requests)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Changes the line; keeps every one."""
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "(no such address)"
            record.args = tuple(self._without(arg, path, route) for arg in record.args)
        return True

    def _without(self, arg: object, path: str, route: str) -> object:
        return arg.replace(path, route) if isinstance(arg, str) and path != "/" else arg


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
            "filters": {"routes": {"()": RoutesOnly}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["routes"]}
            },
            "loggers": {name: {"level": level} for name, level in CHATTY.items()},
            "root": {"handlers": ["stderr"], "level": options["level"]},
        }
    )
    STEPS[:] = [*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
    structlog.configure(
        processors=STEPS,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
