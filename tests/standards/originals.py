"""The published files of the standards, where somebody has them: clones side by side in the folder ``STANDARDS``.

They are other people's text and not part of this product; ``docs/how-to/hold-against-the-originals.md`` says which to
fetch. What is wrong in them, and what we do about it, is said where it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCAT
from referencing import Registry, Resource

from tests.standards import FOLDER

PROTOCOL = "DataspaceProtocol/artifacts/src/main/resources"
PROFILE = "DCAT-AP/releases/3.0.0"
AUTHZEN = "authzen/api/schemas"
SHACL = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = ("html/shacl/shapes.ttl", "html/shacl/range.ttl", "shacl/dcat-ap-SHACL.ttl")


def loaded(path: str) -> Any:
    """A JSON file."""
    return json.loads((Path(FOLDER) / path).read_text(encoding="utf-8"))


def protocol() -> Registry[Any]:
    """The schemas of the Dataspace Protocol by their ``$id``."""
    files = (
        "negotiation/contract-schema",
        "negotiation/contract-agreement-message-schema",
        "common/context-schema",
    )
    found = [loaded(f"{PROTOCOL}/{name}.json") for name in files]
    return Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in found)


def contexts() -> dict[str, Any]:
    """Its JSON-LD contexts by their address."""
    names = {"context.jsonld": "dspace", "odrl-profile.jsonld": "odrl"}
    return {
        f"https://w3id.org/dspace/2025/1/{name}": loaded(f"{PROTOCOL}/context/{file}.jsonld")["@context"]
        for name, file in names.items()
    }


def authzen() -> Registry[Any]:
    """The schemas of AuthZEN by their file names, as they refer to one another.

    Three say what neither the standard's text nor their own examples do: ``decision-base`` allows nothing in
    ``context``, ``access-evaluation-response`` nothing at all, and a search asks for the id of what is searched.
    """
    found = {path.name: loaded(f"{AUTHZEN}/{path.name}") for path in Path(FOLDER, AUTHZEN).glob("*.json")}
    found["decision-base.json"]["properties"]["context"].pop("additionalProperties", None)
    found["access-evaluation-response.json"].pop("additionalProperties", None)
    for part in ("subject", "resource"):
        base = deepcopy(found[f"{part}-base.json"]) | {"required": ["type"]}
        base["properties"].pop("id")
        found[f"search-{part}-request.json"]["properties"][part] = base
    for one in found.values():
        one.pop("$id", None)
    return Registry().with_resources((name, Resource.from_contents(one)) for name, one in found.items())


def shapes() -> dict[str, Graph]:
    """The SHACL shapes of DCAT-AP. One property shape has no path and says nothing; no validator reads it, so it is
    left out."""
    found = {name: Graph().parse(Path(FOLDER, PROFILE, name), format="turtle") for name in SHAPES}
    for graph in found.values():
        for node, shape in list(graph.subject_objects(SHACL.property)):
            if (shape, SHACL.path, None) not in graph:
                graph.remove((node, SHACL.property, shape))
    return found


def violations(data: Graph, asked: dict[str, Graph]) -> list[str]:
    """What of ``data`` is otherwise than any of the files asks. In the generated one every dataset would have to be in
    a series (``DatasetInSeriesShape`` has the wrong target); the hand-written one asks that of none."""
    validate = pytest.importorskip("pyshacl", reason="asks for pySHACL (pip install pyshacl)").validate
    return [
        f"{name}: {report.value(one, SHACL.focusNode)} {path} {report.value(one, SHACL.sourceConstraintComponent)}"
        for name, shapes_ in asked.items()
        for report in [validate(data, shacl_graph=shapes_)[1]]
        for one, path in _results(report)
        if path != URIRef(f"{DCAT}inSeries")
    ]


def _results(report: Graph) -> Iterator[tuple[Any, URIRef]]:
    for one in report.subjects(SHACL.resultSeverity):
        yield one, report.value(one, SHACL.resultPath)


def altered(value: Any) -> Iterator[tuple[str, Any]]:
    """``value`` with one thing in it left out or replaced, anywhere, and where."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield f"without {name}", {key: one for key, one in value.items() if key != name}
            for wrong in ("yesterday", 7, None, [], {}):
                yield f"{name} {wrong!r}", value | {name: wrong}
            for where, inner in altered(part):
                yield f"{name} / {where}", value | {name: inner}
    if isinstance(value, list):
        for place, part in enumerate(value):
            yield f"{place} left out", value[:place] + value[place + 1 :]
            yield f"{place} 7", [*value[:place], 7, *value[place + 1 :]]
            for where, inner in altered(part):
                yield f"{place} / {where}", [*value[:place], inner, *value[place + 1 :]]
