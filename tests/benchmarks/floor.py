"""The product with the floor of the benchmark beside it: a constant answer from the same server process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as product

CONSTANT = b'{"decision":true,"context":{"state":"pass"}}'
HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(CONSTANT)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """``/floor`` is the floor, everything else the product."""
    if environ["PATH_INFO"] == "/floor":
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK", list(HEADERS))
        return (CONSTANT,)
    return product(environ, start_response)
