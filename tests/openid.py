"""A provider of OpenID Connect that runs in the test."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import jwt


class Provider(BaseHTTPRequestHandler):
    """Says of everybody who comes what ``claims`` says. Its page for signing in is at ``door``, where one is named."""

    claims: ClassVar[dict[str, Any]] = {}
    door: ClassVar[str] = ""

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path.startswith("/.well-known/"):
            found = {f"{name}_endpoint": f"{base}/{name}" for name in ("token", "userinfo")}
            found["authorization_endpoint"] = f"{self.door or base}/login"
            return self.answer({"issuer": base, "jwks_uri": f"{base}/keys", **found})
        told = ("sub", "email", "name", "email_verified")
        return self.answer({key: self.claims[key] for key in told if key in self.claims})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        base, now = f"http://127.0.0.1:{self.server.server_address[1]}", int(time.time())
        token = {"iss": base, "aud": "sekisho", "iat": now, "exp": now + 60, **self.claims}
        signed = jwt.encode(token, "k" * 32, "HS256")
        self.answer({"access_token": "a", "token_type": "Bearer", "id_token": signed})

    def answer(self, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@contextlib.contextmanager
def answering() -> Iterator[str]:
    """A provider's address while it answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def apps(url: str) -> dict[str, Any]:
    """The settings of a sign-in at ``url``."""
    app = {"provider_id": "oidc", "name": "City", "client_id": "sekisho", "secret": "s"}
    app["settings"] = {"server_url": url, "verified_email": ["city.example"]}
    return {"openid_connect": {"APPS": [app]}}
