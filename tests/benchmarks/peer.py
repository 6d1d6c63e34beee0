"""Cerbos beside us: the same questions, the same rules as CEL conditions, its own AuthZEN endpoint.

It keeps no facts: each question carries those that the gate reads (and the answer is as fresh as whoever sent
them). The program comes from npm (``@cerbos/cerbos-linux-x64``) into ``var/peers``, or is named by CERBOS.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.servers import end_with_parent, free_port

VERSION = "0.55.0"
PACKAGE = "@cerbos/cerbos-linux-x64"
PEERS = Path(__file__).resolve().parent.parent.parent / "var" / "peers"
TODAY = "timestamp(R.attr.today)"
CHECKS = {
    "standing": 'R.attr.provider.membership == "active" && R.attr.recipient.membership == "active"'
    " && !R.attr.duties.exists(d, d.blocks)",
    "pledge": f"R.attr.pledge.edition >= R.attr.pledge.in_force && timestamp(R.attr.pledge.on) <= {TODAY}",
    "dataset": 'R.attr.dataset.state == "registered" && R.attr.dataset.stages.size() == 4'
    " && R.attr.asked.items.all(i, i in R.attr.dataset.items)",
    "purpose": "R.attr.line.purpose in R.attr.dataset.purposes && R.attr.asked.purpose == R.attr.line.purpose"
    " && R.attr.asked.items.all(i, i in R.attr.line.items)",
    "transfer_form": 'R.attr.line.form in ["third_party", "entrustment", "joint_use", "succession"]',
    "data_class": 'R.attr.line.data_class in ["personal", "special_care"]',
    "legal_ground": "R.attr.line.form in R.attr.ground.forms && R.attr.line.data_class in R.attr.ground.classes"
    " && R.attr.provider.regime in R.attr.ground.providers"
    " && R.attr.recipient.regime in R.attr.ground.recipients",
    "pia": f'R.attr.pia.state == "approved" && timestamp(R.attr.pia.until) >= {TODAY}'
    " && R.attr.line.items.all(i, i in R.attr.pia.items) && R.attr.line.purpose in R.attr.pia.purposes",
    "consent": 'R.attr.person.consent == "in_force" && timestamp(R.attr.person.until) > now()'
    " && R.attr.notices.exists(n, n.name == R.attr.person.notice && n.opt_in && n.purpose == R.attr.line.purpose"
    " && P.id in n.recipients && R.attr.line.items.all(i, i in n.items))",
    "consent_feed": "R.attr.feeds.all(f, f.agrees && f.days <= R.attr.rules.feed_days)",
    "person_hold": "R.attr.person.held == false",
    "foreign_recipient": 'R.attr.recipient.country == "JP"',
    "foreign_storage": 'R.attr.line.storage.all(s, s in ["JP"])',
    "retention": "[R.attr.rules.months, R.attr.dataset.months, R.attr.pia.months, R.attr.notices[0].months]"
    ".all(m, R.attr.line.months <= m) && timestamp(R.attr.line.use_until) >= timestamp(R.attr.line.use_from)",
    "safeguards": "R.attr.rules.safeguards.all(s, s in R.attr.line.safeguards)",
    "opinion": "R.attr.panel.exists_one(s, s.chair) && R.attr.panel.filter(s, s.present && !s.recused).size() * 2"
    " > R.attr.panel.size() && R.attr.ballots.filter(b, b == 'suitable').size() * 2 > R.attr.ballots.size()"
    " && R.attr.rules.seats.all(e, R.attr.panel.exists(s, s.expertise == e && s.present))",
    "approval": f"R.attr.approval.body in R.attr.rules.bodies && timestamp(R.attr.approval.until) >= {TODAY}",
    "provider_decision": 'R.attr.decision.state == "accepted" && R.attr.decision.ground == R.attr.line.ground',
    "agreement": f'R.attr.agreement.kind == "contract" && timestamp(R.attr.agreement.from) <= {TODAY}'
    f" && timestamp(R.attr.agreement.until) >= {TODAY}",
    "conditions": 'R.attr.conditions.all(c, c.state == "met")',
    "incident": "!R.attr.incidents.exists(i, R.attr.dataset.reference in i.datasets)",
    "window": f'R.attr.grant.state == "active" && timestamp(R.attr.grant.from) <= {TODAY}'
    f" && timestamp(R.attr.grant.until) >= {TODAY}",
}
"""The gate's checks at the flow, for a line like the benchmark's."""


def policy() -> str:
    """The checks as a resource policy (YAML is a superset of JSON)."""
    conditions = {"match": {"all": {"of": [{"expr": text} for text in CHECKS.values()]}}}
    rule = {"actions": ["share"], "effect": "EFFECT_ALLOW", "roles": ["*"], "condition": conditions}
    body = {"resource": "personal_data", "version": "default", "rules": [rule]}
    return json.dumps({"apiVersion": "api.cerbos.dev/v1", "resourcePolicy": body})


def question(recipient: str, number: int) -> bytes:
    """May the data of person ``number`` flow? With every fact; every tenth person has withdrawn."""
    state = "withdrawn" if number % 10 == 0 else "in_force"
    person = {"consent": state, "until": "2100-01-01T00:00:00Z", "notice": "CN-01v1", "held": False}
    facts = FACTS | {"person": person, "notices": [NOTICE | {"recipients": [recipient]}]}
    properties = {"cerbos.roles": ["recipient"]}
    return json.dumps(
        {
            "subject": {"type": "organization", "id": recipient, "properties": properties},
            "action": {"name": "share"},
            "resource": {"type": "personal_data", "id": f"BM-{number}", "properties": facts},
        }
    ).encode()


DAY, LAST = "2026-11-23T00:00:00Z", "2100-03-31T00:00:00Z"
ITEMS = ["daily_steps", "age_band", "school_district"]
NOTICE = {"name": "CN-01v1", "opt_in": True, "purpose": "AcademicResearch", "items": ITEMS, "months": 12}
SEATS = ("law", "security", "medicine", "citizen", "ethics")
FACTS = {
    "today": "2026-11-25T00:00:00Z",
    "asked": {"items": ["daily_steps"], "purpose": "AcademicResearch"},
    "provider": {"membership": "active", "regime": "business"},
    "recipient": {"membership": "active", "regime": "business", "country": "JP"},
    "duties": [],
    "pledge": {"edition": 1, "in_force": 1, "on": DAY},
    "dataset": {
        "reference": "D-01",
        "state": "registered",
        "stages": ["acquire", "use", "keep", "dispose"],
        "items": [*ITEMS, "gps_trace"],
        "purposes": ["AcademicResearch", "ImproveHealthcare"],
        "months": 36,
    },
    "line": {
        "items": ITEMS,
        "purpose": "AcademicResearch",
        "form": "third_party",
        "data_class": "personal",
        "ground": "consent_27_1",
        "storage": ["JP"],
        "months": 12,
        "use_from": DAY,
        "use_until": LAST,
        "safeguards": ["access_log", "encryption", "training"],
    },
    "ground": {
        "forms": ["third_party"],
        "classes": ["personal", "special_care"],
        "providers": ["business", "specified_corporation"],
        "recipients": ["business", "public_body"],
    },
    "pia": {
        "state": "approved",
        "until": LAST,
        "items": ITEMS,
        "purposes": ["AcademicResearch"],
        "months": 24,
    },
    "feeds": [],
    "rules": {
        "feed_days": 3,
        "months": 36,
        "safeguards": ["access_log", "encryption"],
        "seats": ["law", "security"],
        "bodies": ["steering", "assembly"],
    },
    "panel": [{"expertise": one, "present": True, "recused": False, "chair": one == "law"} for one in SEATS],
    "ballots": ["suitable"] * len(SEATS),
    "approval": {"body": "steering", "until": LAST},
    "decision": {"state": "accepted", "ground": "consent_27_1"},
    "agreement": {"kind": "contract", "from": DAY, "until": LAST},
    "conditions": [],
    "incidents": [],
    "grant": {"state": "active", "from": DAY, "until": LAST},
}


def program() -> tuple[Path | None, str]:
    """The server, or why it is not here."""
    if named := os.environ.get("CERBOS") or shutil.which("cerbos"):
        return Path(named), ""
    found = PEERS / "node_modules" / PACKAGE / "cerbos-linux-x64"
    if found.exists():
        return found, ""
    npm = shutil.which("npm")
    if npm is None or platform.machine() != "x86_64" or platform.system() != "Linux":
        return None, f"Cerbos {VERSION}: not available here (npm on x86-64 Linux brings it, or set CERBOS)"
    PEERS.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(PEERS), f"{PACKAGE}@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if found.exists():
        return found, ""
    return None, f"Cerbos {VERSION}: not available here ({done.stderr.strip().splitlines()[-1:]})"


@contextlib.contextmanager
def server(executable: Path, folder: Path) -> Iterator[int]:
    """Cerbos with the policy; the port of its HTTP interface."""
    policies = folder / "policies"
    policies.mkdir()
    (policies / "flow.yaml").write_text(policy())
    port, other = free_port(), free_port()
    settings = {
        "server": {"httpListenAddr": f"127.0.0.1:{port}", "grpcListenAddr": f"127.0.0.1:{other}"},
        "telemetry": {"disabled": True},
        "storage": {"driver": "disk", "disk": {"directory": str(policies), "watchForChanges": False}},
    }
    (folder / "cerbos.yaml").write_text(json.dumps(settings))
    process = subprocess.Popen(
        [executable, "server", "--config", str(folder / "cerbos.yaml"), "--log-level", "error"],
        stderr=subprocess.DEVNULL,  # clients that hang up at the end of a round
        preexec_fn=end_with_parent(),
    )
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_cerbos/health", timeout=2).close()
                break
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError("Cerbos did not start")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)
