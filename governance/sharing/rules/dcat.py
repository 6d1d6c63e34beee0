"""A dataset as DCAT-AP 3 in JSON-LD, with terms of the Data Privacy Vocabulary for what DCAT has none for; and back.

What comes back is what DCAT can carry (:class:`Description`): the number of persons, the ground of acquisition, the
measures and the way of disposal stay with us.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from consent.rules.dpv import CATEGORIES, DPV, LOC, PD, PURPOSES
from core.errors import Invalid
from governance.sharing.rules import licences
from governance.sharing.rules.described import (
    Description,
    Item,
    Left,
    Understood,
    clean,
    excerpt,
    in_two,
    keywords,
    web_address,
)
from governance.sharing.rules.jsonld import PREFIXES, Graph, Node
from governance.sharing.rules.sensitivity import LEAST, OPEN, least

ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
OWN = "urn:sekisho:data-class:"
CONTEXT: Mapping[str, str] = {
    name: PREFIXES[name] for name in ("dcat", "dct", "foaf", "dpv", "pd", "loc", "rdf", "rdfs", "skos", "xsd")
}
CLASSES: Mapping[str, str] = {
    "personal": "PersonalData",
    "special_care": "SpecialCategoryPersonalData",
    "pseudonymised": "PseudonymisedData",
    "anonymised": "AnonymisedData",
    "person_related": "Data",
    "statistical": "NonPersonalData",
    "non_personal": "NonPersonalData",
}
"""Our class -> class of dpv:. Ours rides beside it as ``dct:type``, since Japanese law draws other lines."""
_FROM_DPV = {
    "SensitivePersonalData": "special_care",
    "SpecialCategoryPersonalData": "special_care",
    "PseudonymisedData": "pseudonymised",
    "AnonymisedData": "anonymised",
    "NonPersonalData": "non_personal",
    "PersonalData": "personal",
}
PERSONAL = frozenset({"personal", "special_care", "pseudonymised", "person_related"})
_MONTHS = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?")


class Published(msgspec.Struct, frozen=True):
    """What only the catalogue that publishes knows: where the dataset is, its number, who answers for it, when."""

    address: str
    identifier: str
    publisher_ja: str
    publisher_en: str = ""
    issued: datetime | None = None
    modified: datetime | None = None


def document(description: Description, published: Published) -> dict[str, Any]:
    """One dataset as a document of its own."""
    return {"@context": dict(CONTEXT), **_dataset(description, published)}


def catalogue(
    address: str, title: tuple[str, str], datasets: Iterable[tuple[Description, Published]]
) -> dict[str, Any]:
    """The catalogue of a council. ``title`` in Japanese and English is the council's name too."""
    return {
        "@context": dict(CONTEXT),
        "@id": address,
        "@type": "dcat:Catalog",
        "dct:title": _two(*title),
        "dct:description": _two(*title),
        "dct:publisher": _agent(*title),
        "dcat:dataset": [_dataset(description, published) for description, published in datasets],
    }


def _dataset(description: Description, published: Published) -> dict[str, Any]:
    right = "PUBLIC" if description.is_open else "NON_PUBLIC"
    found = {
        "@id": published.address,
        "@type": "dcat:Dataset",
        "dct:identifier": published.identifier,
        "dct:title": _two(description.title_ja, description.title_en),
        "dct:description": _described(description),
        "dcat:keyword": [{"@language": "ja", "@value": word} for word in description.keywords],
        "dct:publisher": _agent(published.publisher_ja, published.publisher_en),
        "dct:issued": _moment(published.issued),
        "dct:modified": _moment(published.modified),
        "dcat:landingPage": {"@id": published.address, "@type": "foaf:Document"},
        "dct:accessRights": {"@id": ACCESS + right, "@type": "dct:RightsStatement"},
        "dct:temporal": _period(description.covers_from, description.covers_until),
        "dpv:hasPurpose": [{"@id": f"dpv:{purpose}"} for purpose in description.purposes],
        "dpv:hasPersonalData": [_item(item) for item in description.items if item.data_class in PERSONAL],
        "dpv:hasData": [_item(item) for item in description.items if item.data_class not in PERSONAL],
        "dpv:hasStorageCondition": list(_storage(description)),
        "dct:license": None if description.link else _licence(description),
        "dcat:distribution": _distribution(description),
    }
    return {name: value for name, value in found.items() if value}


def _described(description: Description) -> list[dict[str, str]]:
    """The description; the title again where there is none, since DCAT-AP asks for one."""
    told = _two(description.description_ja, description.description_en)
    return told or _two(description.title_ja, description.title_en)


def _two(ja: str, en: str) -> list[dict[str, str]]:
    return [{"@language": tag, "@value": text} for tag, text in (("ja", ja), ("en", en)) if text]


def _agent(ja: str, en: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": _two(ja, en)}


def _moment(moment: datetime | None) -> dict[str, str] | None:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat()} if moment else None


def _period(start: date | None, end: date | None) -> dict[str, Any] | None:
    if not start and not end:
        return None
    days = {"dcat:startDate": start, "dcat:endDate": end}
    told = {name: {"@type": "xsd:date", "@value": day.isoformat()} for name, day in days.items() if day}
    return {"@type": "dct:PeriodOfTime", **told}


def _item(item: Item) -> dict[str, Any]:
    kinds = [f"dpv:{CLASSES[item.data_class]}"]
    return {
        "@type": kinds + ([item.category] if item.category else []),
        "dct:identifier": item.code,
        "dct:type": {"@id": OWN + item.data_class},
        "skos:prefLabel": _two(item.label_ja, item.label_en),
        "dpv:hasSensitivityLevel": {"@type": "dpv:SensitivityLevel", "rdf:value": item.sensitivity},
    }


def _storage(description: Description) -> Iterator[dict[str, Any]]:
    if description.countries:
        places = [{"@id": f"loc:{code}"} for code in description.countries]
        yield {"@type": "dpv:StorageLocation", "dpv:hasLocation": places}
    if description.retention_months is not None:
        period = {"@type": "xsd:duration", "@value": f"P{description.retention_months}M"}
        yield {"@type": "dpv:StorageDuration", "dpv:hasDuration": period}


def _distribution(description: Description) -> dict[str, Any] | None:
    """Where the data are; none without a link, which DCAT-AP asks of every distribution."""
    if not description.link:
        return None
    found = {
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": description.link, "@type": "rdfs:Resource"},
        "dct:license": _licence(description),
    }
    return {name: value for name, value in found.items() if value}


def _licence(description: Description) -> dict[str, Any] | None:
    """By its address where that is known, else in words."""
    if address := licences.address(description.licence):
        return {"@id": address, "@type": "dct:LicenseDocument"}
    words = [{"@language": "ja", "@value": description.licence}]
    return {"@type": "dct:LicenseDocument", "dct:title": words} if description.licence else None


READ = frozenset(
    PREFIXES[prefix] + local
    for prefix, local in (
        *(("dct", one) for one in ("identifier", "title", "description", "publisher", "issued", "modified")),
        *(("dct", one) for one in ("accessRights", "temporal", "license")),
        *(("dcat", one) for one in ("keyword", "landingPage", "distribution")),
        *(("dpv", one) for one in ("hasPurpose", "hasPersonalData", "hasData", "hasStorageCondition")),
    )
)
"""Properties of a dataset that are looked at; all others are named as not taken over."""


def of_graph(graph: Graph) -> Understood:
    """The first dataset of ``graph``."""
    datasets = graph.of_type(PREFIXES["dcat"] + "Dataset")
    if not datasets:
        raise Invalid("sharing.import_no_dataset")
    node = datasets[0]
    title_ja, title_en = in_two(graph.texts(node, "dct:title"), 200)
    if not title_ja and not title_en:
        raise Invalid("sharing.import_no_title")
    text_ja, text_en = in_two(graph.texts(node, "dct:description"), 4000, lines=True)
    if (text_ja, text_en) == (title_ja, title_en):  # what only repeats the title describes nothing
        text_ja = text_en = ""
    start, end = _covered(graph, node)
    licence, link = _taken_from(graph, node)
    items, left = _items(graph, node)
    months, countries = _kept(graph, node)
    words, more = keywords(graph.words(node, "dcat:keyword"))
    description = Description(
        title_ja=title_ja or title_en,
        title_en=title_en,
        description_ja=text_ja,
        description_en=text_en,
        keywords=words,
        covers_from=start,
        covers_until=end,
        purposes=_purposes(graph, node),
        retention_months=months,
        countries=countries,
        is_open=_is_open(graph, node, licence, link, items),
        licence=licence,
        link=link,
        items=items,
    )
    return Understood(
        description=description,
        publisher=_publisher(graph, node),
        identifier=clean(next(iter(graph.words(node, "dct:identifier")), ""), 100),
        left=(*left, *(Left("dcat:keyword", word) for word in more), *_left(graph, node)),
        others=len(datasets) - 1,
    )


def _publisher(graph: Graph, node: Node) -> str:
    for agent in graph.values(node, "dct:publisher"):
        names = graph.texts(agent, "foaf:name", "dct:title", "rdfs:label", "skos:prefLabel")
        ja, en = in_two(names, 200)
        if ja or en:
            return ja or en
    return clean(next(iter(graph.words(node, "dct:publisher")), ""), 200)


def _covered(graph: Graph, node: Node) -> tuple[date | None, date | None]:
    for period in graph.values(node, "dct:temporal"):
        start = graph.day(period, "dcat:startDate", "schema:startDate")
        end = graph.day(period, "dcat:endDate", "schema:endDate")
        if start or end:
            return (start, end) if not (start and end and end < start) else (start, None)
    return None, None


def _taken_from(graph: Graph, node: Node) -> tuple[str, str]:
    """Licence and link: of the first distribution that has one, or of the dataset itself."""
    places = [*graph.values(node, "dcat:distribution"), node]
    words, link = "", ""
    for place in places:
        for one in graph.values(place, "dct:license"):
            words = words or _named_licence(graph, one)
        for name in ("dcat:accessURL", "dcat:downloadURL"):
            link = link or next(filter(None, map(web_address, graph.addresses(place, name))), "")
    return words, link


def _named_licence(graph: Graph, node: Node) -> str:
    """Our code where the address or the words are known; else the words, or the address."""
    ja, en = in_two(graph.texts(node, "dct:title", "rdfs:label", "skos:prefLabel"), 100)
    address = "" if str(node.get("@id", "")).startswith("_:") else clean(node.get("@id"), 100)
    told = [word for word in (address, clean(node.get("@value"), 100), ja, en) if word]
    known = [code for word in told if (code := licences.recognised(word)) in licences.LICENCES]
    return next(iter([*known, *(word for word in (ja, en) if word), *told]), "")


def _is_open(graph: Graph, node: Node, licence: str, link: str, items: Sequence[Item]) -> bool:
    rights = graph.addresses(node, "dct:accessRights")
    public = any(right.rstrip("/").endswith("PUBLIC") and "NON_" not in right for right in rights)
    return public and bool(licence and link) and all(item.data_class in OPEN for item in items)


def _purposes(graph: Graph, node: Node) -> tuple[str, ...]:
    named = [one.removeprefix(DPV) for one in graph.addresses(node, "dpv:hasPurpose")]
    return tuple(dict.fromkeys(one for one in named if one in PURPOSES))


def _kept(graph: Graph, node: Node) -> tuple[int | None, tuple[str, ...]]:
    months, countries = None, []
    for part in graph.values(node, "dpv:hasStorageCondition"):
        for word in graph.words(part, "dpv:hasDuration"):
            if (found := _MONTHS.fullmatch(word)) and (found[1] or found[2]):
                months = int(found[1] or 0) * 12 + int(found[2] or 0)
        countries += [one.removeprefix(LOC) for one in graph.addresses(part, "dpv:hasLocation")]
    months = months if months and months <= 1200 else None
    return months, tuple(dict.fromkeys(one for one in countries if re.fullmatch("[A-Z]{2}", one)))


def _items(graph: Graph, node: Node) -> tuple[tuple[Item, ...], list[Left]]:
    items: dict[str, Item] = {}
    left: list[Left] = []
    for name in ("dpv:hasPersonalData", "dpv:hasData"):
        for one in graph.values(node, name):
            item = _one_item(graph, one, personal=name == "dpv:hasPersonalData")
            if item is None or item.code in items or len(items) >= 60:
                left.append(
                    Left(
                        name,
                        excerpt(one.get("@id") or one.get("@value") or graph.words(one, "dct:identifier")),
                    )
                )
            else:
                items[item.code] = item
    return tuple(items.values()), left


def _one_item(graph: Graph, node: Node, *, personal: bool) -> Item | None:
    """An item with a code; None where the document only names a kind of data."""
    code = clean(next(iter(graph.words(node, "dct:identifier")), ""), 200)
    if not re.fullmatch(r"[-a-zA-Z0-9_]{1,40}", code):
        return None
    ja, en = in_two(graph.texts(node, "skos:prefLabel", "dct:title", "rdfs:label"), 100)
    kinds = node.get("@type", [])
    own = [one.removeprefix(OWN) for one in graph.addresses(node, "dct:type")]
    data_class = next((one for one in own if one in LEAST), "")
    data_class = data_class or next(
        (ours for theirs, ours in _FROM_DPV.items() if DPV + theirs in kinds),
        "personal" if personal else "non_personal",
    )
    category = next(
        (f"pd:{one.removeprefix(PD)}" for one in kinds if f"pd:{one.removeprefix(PD)}" in CATEGORIES), ""
    )
    levels = [
        int(word)
        for level in graph.values(node, "dpv:hasSensitivityLevel")
        for word in graph.words(level, "rdf:value")
        if word in ("1", "2", "3")
    ]
    floor = least(data_class, category)
    return Item(code, ja or en or code, en, data_class, category, max([floor, *levels]))


def _left(graph: Graph, node: Node) -> Iterator[Left]:
    short = {full: prefix for prefix, full in list(PREFIXES.items())[::-1]}
    for name in node:
        if name.startswith("@") or name in READ:
            continue
        value = next(iter(graph.texts(node, name).values()), "") or next(
            iter(graph.addresses(node, name)), ""
        )
        known = next((full for full in short if name.startswith(full)), "")
        yield Left(f"{short[known]}:{name.removeprefix(known)}" if known else excerpt(name), excerpt(value))
    for address in graph.not_fetched[:5]:
        yield Left("@context", excerpt(address))
