"""The reference pages that are printed from the code: workflows, events, settings, the gate."""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from django.utils.translation import override

from config.api import api
from core.ledger.events import CATALOGUE, Event
from core.workflow import Workflow
from gateway.authzen.openapi import description
from governance.sharing.documents import gate_reference

WORKFLOWS = (
    "governance.rulebook.workflows",
    "governance.members.workflows",
    "governance.assembly.workflows",
    "governance.sharing.workflows",
    "consent.workflows",
    "pia.workflows",
)
NOTE = "Printed by `manage.py docs`; do not edit by hand."


def workflows() -> Iterator[Workflow]:
    """Every workflow table, room by room, in the order in which it is written."""
    for name in WORKFLOWS:
        seen: dict[str, Workflow] = {}
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, Workflow):
                seen.setdefault(value.name, value)
        yield from seen.values()


def _diagram(table: Workflow) -> list[str]:
    """A Mermaid state diagram; verbs that lead from one state to the same other share an arrow."""
    names = {state: state.replace(" ", "_").replace("-", "_") for state in table.states}
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {names[table.initial]}"]
    moves: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        moves.setdefault((row.source, row.target), []).append(row.verb)
    lines += [f"    {names[a]} --> {names[b]}: {', '.join(verbs)}" for (a, b), verbs in moves.items()]
    return [*lines, "```"]


def _table(table: Workflow) -> list[str]:
    lines = ["| from | verb | to | open to | rule |", "|---|---|---|---|---|"]
    for row in table.rows:
        rule = f"`{row.rule}`" if row.rule else ""
        roles = ", ".join(sorted(row.roles))
        lines.append(f"| {row.source} | **{row.verb}** | {row.target} | {roles} | {rule} |")
    return lines


def workflows_page() -> str:
    """All state tables with their pictures."""
    lines = ["# Workflows", "", NOTE, "", "One table drives checks, buttons, this page and the tests.", ""]
    for table in workflows():
        lines += [f"## {table.name}", "", *_diagram(table), "", *_table(table), ""]
    return "\n".join(lines)


def _event(event: Event) -> str:
    said = []
    for language in ("en", "ja"):
        with override(language):
            said.append(str(event.words))
    moves = "yes" if event.moves_epoch else "no"
    return f"| `{event.name}` | {' | '.join(said)} | {event.visibility} | {moves} |"


def events_page() -> str:
    """All kinds of ledger entries, what they say in both languages, and who may read their facts."""
    lines = ["# Events of the ledger", "", NOTE, ""]
    rows = sorted(CATALOGUE.values(), key=lambda event: event.name)
    for room, events in groupby(rows, key=lambda event: event.name.partition(".")[0]):
        lines += [
            f"## {room}",
            "",
            "| event | what happened | 内容 | facts | moves the epoch |",
            "|---|---|---|---|---|",
        ]
        lines += [_event(event) for event in events]
        lines.append("")
    return "\n".join(lines)


def _kind(call: ast.Call) -> str:
    """``str`` of ``env.str(...)``, ``secret`` of ``secret(...)``; empty for any other call."""
    called = call.func
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "env":
        return called.attr
    return "secret" if isinstance(called, ast.Name) and called.id == "secret" else ""


EXPLAINED: Mapping[str, str] = {
    "ALLOWED_HOSTS": "Names under which the product is reached, joined by commas.",
    "BASE_URL": "The public address, as it stands in mails, receipts and exported documents.",
    "CONN_MAX_AGE": "Seconds for which a connection to PostgreSQL is kept.",
    "CSRF_TRUSTED_ORIGINS": "Further origins from which forms may be sent.",
    "DATABASE_URL": "PostgreSQL in production; SQLite in `var` where none is given.",
    "DEBUG": "Django's pages for developers; never where others reach it.",
    "DEFAULT_FROM_EMAIL": "The sender of mails.",
    "EMAIL_URL": "The mail server, `smtp://` or `smtp+tls://`; without it mails are files in `var/mail`.",
    "LOG_LEVEL": "From which level on messages are logged.",
    "OIDC_CLIENT_ID": "Sign-in through a provider of OpenID Connect; off where none is given.",
    "OIDC_NAME": "How the provider is called on the sign-in page.",
    "OIDC_SECRET": "The provider's secret for this client.",
    "OIDC_SERVER_URL": "The provider's address.",
    "PORT": "Where the web server listens.",
    "REDIS_URL": "The broker of background work; an embedded one where none is given.",
    "SECRET_KEY": "Signs sessions and links.",
    "SECURE_SSL_REDIRECT": "Send who comes by http to https.",
}
"""What is not explained beside the setting itself."""
SUPERVISOR = (
    ("HOST_ADDRESS", "str", "127.0.0.1", "The address on which `supervise` lets the web server listen."),
    ("WEB_WORKERS", "int", "2", "Web processes that `supervise` starts."),
)
"""Read by the command that starts the parts, not by the settings."""


def _variables(tree: ast.Module) -> Iterator[tuple[str, str, str, str]]:
    """Name, kind, default and explanation of each environment variable that settings read."""
    seen: set[str] = set()
    for statement, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        text = ""
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            text = " ".join(str(following.value.value).split())
        for call in ast.walk(statement):
            if not (isinstance(call, ast.Call) and (kind := _kind(call)) and call.args):
                continue
            name = call.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value not in seen:
                seen.add(name.value)
                defaults = [word.value for word in call.keywords if word.arg == "default"]
                default = ast.unparse(defaults[0]) if defaults else "(must be given)"
                yield name.value, kind, default, text or EXPLAINED[name.value]


def settings_page() -> str:
    """Every environment variable."""
    files = sorted(Path(__file__).with_name("settings").glob("*.py"))
    lines = [
        "# Settings",
        "",
        NOTE,
        "",
        "Everything that differs between machines comes from the environment.",
    ]
    lines += [
        "Where `SEKISHO_PRODUCTION` is true, nothing is invented: secrets, hosts and servers (`BASE_URL`,",
        "`DATABASE_URL`, `REDIS_URL`, `EMAIL_URL`) must be given.",
        "",
    ]
    lines += ["| variable | kind | default | |", "|---|---|---|---|"]
    rows = sorted(
        [*SUPERVISOR, *(row for path in files for row in _variables(ast.parse(path.read_text("utf-8"))))]
    )
    lines += [f"| `{name}` | {kind} | `{default}` | {text} |" for name, kind, default, text in rows]
    return "\n".join([*lines, ""])


def decision_api() -> str:
    """The OpenAPI document of the decision API."""
    return json.dumps(description("http://localhost:8000"), indent=2, ensure_ascii=False)


def machine_api() -> str:
    """The OpenAPI document of the endpoints at which machines write and fetch."""
    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False)


PAGES: Mapping[str, Callable[[], str]] = {
    "workflows.md": workflows_page,
    "events.md": events_page,
    "settings.md": settings_page,
    "gate.md": gate_reference.markdown,
    "decision-api.json": decision_api,
    "machine-api.json": machine_api,
}
