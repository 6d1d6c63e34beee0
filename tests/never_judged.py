"""The whole pages that nobody judged in a run of the browser stories, held to the reviewed list. The suite asks, which
knows no Django."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
LAYOUTS = {f"_layout/{name}.html" for name in ("page", "citizen", "public", "entrance")}
EXTENDS = re.compile(r'\{% extends "([^"]+)"')
REVIEWED = Path(__file__).with_name("browser") / "never_judged.txt"
"""What nobody judges, a page and its reason in each line; kept by hand."""
NOTES = "judged.json"
"""In the folder of the run."""


@cache
def whole_pages() -> set[str]:
    """Every template that is a whole page for people."""
    parents = {}
    for path in TEMPLATES.rglob("*.html"):
        if found := EXTENDS.search(path.read_text()):
            parents[str(path.relative_to(TEMPLATES))] = found.group(1)

    def leads_to_layout(name: str) -> bool:
        return name in LAYOUTS or (name in parents and leads_to_layout(parents[name]))

    heads = set(parents.values())
    return {name for name in parents if name not in heads and leads_to_layout(name)}


def never(run: Path) -> set[str]:
    """The whole pages that nobody judged on both screens in ``run``."""
    file = run / NOTES
    noted = json.loads(file.read_text()) if file.exists() else {"phone": [], "desk": []}
    return whole_pages() - (set(noted["phone"]) & set(noted["desk"]))


def differences(found: set[str], reviewed: str) -> list[str]:
    """What to do where ``found`` is not what the ``reviewed`` lines say, each a page and its reason."""
    lines = [line for line in reviewed.splitlines() if line and not line.startswith("#")]
    reasons = {name: reason.strip() for name, _space, reason in (line.partition(" ") for line in lines)}
    place = REVIEWED.relative_to(ROOT)
    return [
        *(
            f"{name}: nobody judged it. Lead a story there (reader.judge()), or give its reason in {place}"
            for name in sorted(found - set(reasons))
        ),
        *(
            f"{name}: it is judged, or it is gone. Take its line out of {place}"
            for name in sorted(set(reasons) - found)
        ),
        *(f"{name}: give its reason in {place}" for name, reason in reasons.items() if not reason),
    ]
