"""Reading JSON-LD that others wrote, as far as catalogues need it, without fetching anything.

Prefixes and terms of a context inside the document are followed; a context that is only an address is not fetched:
the usual prefixes are known by heart. Blank and named nodes of the same document are joined by their ``@id``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.errors import Invalid

LARGEST = 500_000
"""Characters of one document."""
DEEPEST = 50
MOST_NODES = 20_000

PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "https://schema.org/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
}

Node = dict[str, Any]


def parse(text: str) -> Any:
    """The JSON of ``text``.

    Raises:
        Invalid: empty, too long, too deep, or no JSON; where it breaks is said.
    """
    if not text.strip():
        raise Invalid("sharing.import_empty")
    if len(text) > LARGEST:
        raise Invalid("sharing.import_too_large", characters=LARGEST)
    try:
        found = json.loads(text.lstrip("\ufeff"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise Invalid("sharing.import_not_json", line=error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        raise Invalid("sharing.import_too_deep") from error
    _measure(found)
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _measure(found: Any) -> None:
    """Neither deeper nor larger than any honest catalogue."""
    level, count = [found], 0
    for _depth in range(DEEPEST):
        level = [part for whole in level for part in _parts(whole)]
        count += len(level)
        if not level:
            return
        if count > MOST_NODES * 10:
            break
    raise Invalid("sharing.import_too_deep")


def _parts(whole: Any) -> Iterator[Any]:
    if isinstance(whole, dict):
        yield from whole.values()
    elif isinstance(whole, list):
        yield from whole


class Graph:
    """The nodes of a document with their properties under full names."""

    def __init__(self, document: Any) -> None:
        self.prefixes = dict(PREFIXES)
        self.terms: dict[str, tuple[str, str]] = {}
        self.vocabulary = ""
        self.language = ""
        self.not_fetched: list[str] = []
        self.nodes: list[Node] = []
        self._by_id: dict[str, Node] = {}
        for part in document if isinstance(document, list) else [document]:
            if isinstance(part, dict):
                self._read_context(part.get("@context"))
                self._take(part)

    def of_type(self, kind: str) -> list[Node]:
        """Every node of the class with the full name ``kind``."""
        return [node for node in self.nodes if kind in node["@type"]]

    def values(self, node: Node, name: str) -> list[Any]:
        """The values of a property: nodes, or value objects (``@value`` with ``@language`` or ``@type``)."""
        return [self._by_id.get(one.get("@id", ""), one) for one in node.get(self.name(name), [])]

    def texts(self, node: Node, *names: str) -> dict[str, str]:
        """Language -> text of the first of the properties that has any; ``""`` for a text without a language."""
        for name in names:
            found: dict[str, str] = {}
            for one in self.values(node, name):
                if "@value" in one and not isinstance(one["@value"], bool):
                    tag = str(one.get("@language") or self.language).split("-")[0].casefold()
                    found.setdefault(tag, str(one["@value"]))
            if found:
                return found
        return {}

    def words(self, node: Node, name: str) -> list[str]:
        """The literal values of a property."""
        return [str(one["@value"]) for one in self.values(node, name) if "@value" in one]

    def addresses(self, node: Node, name: str) -> list[str]:
        """The full names of what a property points to; a literal is taken for an address too."""
        found = [one.get("@id") or one.get("@value") for one in self.values(node, name)]
        return [self.name(str(one)) for one in found if one not in (None, "")]

    def day(self, node: Node, *names: str) -> date | None:
        """The first property that holds a date (of a moment, its day)."""
        for name in names:
            for word in self.words(node, name):
                try:
                    return date.fromisoformat(word.strip()[:10])
                except ValueError:
                    continue
        return None

    def name(self, word: str) -> str:
        """The full name of a prefixed name, a term or an address. A term that leads back to itself stays as it is."""
        seen: set[str] = set()
        while word in self.terms and not word.startswith("@"):
            if word in seen:
                return word
            seen.add(word)
            word = self.terms[word][0]
        if word.startswith("@"):
            return word
        prefix, colon, rest = word.partition(":")
        if colon and not rest.startswith("//") and prefix in self.prefixes:
            return self.prefixes[prefix] + rest
        return word if colon else self.vocabulary + word

    def _read_context(self, context: Any) -> None:
        for part in context if isinstance(context, list) else [context]:
            if isinstance(part, str):
                self.not_fetched.append(part)
            elif isinstance(part, dict):
                self._read_terms(part)

    def _read_terms(self, context: Mapping[str, Any]) -> None:
        for word, meaning in context.items():
            if word == "@vocab" and isinstance(meaning, str):
                self.vocabulary = meaning
            elif word == "@language" and isinstance(meaning, str):
                self.language = meaning
            elif isinstance(meaning, str) and meaning.endswith(("#", "/", ":")) and "://" in meaning:
                self.prefixes[word] = meaning
            elif isinstance(meaning, str) and not word.startswith("@"):
                self.terms[word] = (meaning, "")
            elif isinstance(meaning, dict) and isinstance(meaning.get("@id"), str):
                container = meaning.get("@container")
                self.terms[word] = (meaning["@id"], container if isinstance(container, str) else "")

    def _take(self, raw: Mapping[str, Any]) -> Node:
        """Keep ``raw`` as a node; what is said twice about the same ``@id`` is put together."""
        key = raw.get("@id") if isinstance(raw.get("@id"), str) else ""
        known = self._by_id.get(self.name(key)) if key else None
        node: Node = {"@type": []} if known is None else known
        if known is None:
            self.nodes.append(node)
            if key:
                node["@id"] = self.name(key)
                self._by_id[node["@id"]] = node
        for word, value in raw.items():
            listed = value if isinstance(value, list) else [value]
            if word in ("@type", "type"):
                node["@type"] += [self.name(one) for one in listed if isinstance(one, str)]
            elif word in ("@graph", "@included"):
                for one in listed:
                    if isinstance(one, dict):
                        self._take(one)
            elif not word.startswith("@"):
                node.setdefault(self.name(word), []).extend(self._values(word, listed))
        return node

    def _values(self, word: str, listed: list[Any]) -> Iterator[dict[str, Any]]:
        container = self.terms.get(word, ("", ""))[1]
        for one in listed:
            if isinstance(one, dict) and "@list" in one:
                yield from self._values(word, one["@list"] if isinstance(one["@list"], list) else [])
            elif isinstance(one, dict) and "@value" in one:
                if not isinstance(one["@value"], (dict, list, type(None))):
                    yield one
            elif isinstance(one, dict) and container == "@language":
                yield from ({"@value": text, "@language": tag} for tag, text in one.items() if _plain(text))
            elif isinstance(one, dict):
                yield {"@id": self.name(str(one["@id"]))} if set(one) == {"@id"} else self._take(one)
            elif _plain(one):
                yield {"@value": one}


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int, float))
