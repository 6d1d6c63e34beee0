"""A grant's agreement as an ODRL 2.2 Agreement in the JSON shape of the Dataspace Protocol 2025-1.

Only text in ``@context``, as the protocol asks. The protocol's own context names the parts of an agreement inside its
messages alone; for one that stands by itself its ODRL profile does. Whatever neither names is written as a whole IRI,
or a reader of JSON-LD would lose it: terms of ODRL that the profile leaves out, those of the Data Privacy Vocabulary
(purposes and kinds of processing), and those of :data:`VOCABULARY`, which the product explains at that address. Days
end in Tokyo.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import msgspec

from core.law.values import IDENTIFIABLE

DSPACE = "https://w3id.org/dspace/2025/1/"
CONTEXT = (f"{DSPACE}context.jsonld", f"{DSPACE}odrl-profile.jsonld")
DPV = "https://w3id.org/dpv#"
ODRL = "http://www.w3.org/ns/odrl/2/"
DCT = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
VOCABULARY = "vocabulary/agreement/#"
"""Path of our own terms below the address of the installation."""

TERMS = (
    "meetCondition",
    "condition",
    "returnData",
    "reIdentify",
    "countryOfStorage",
    "formOfTransfer",
    "restriction",
)
"""Our own terms."""

DPV_TERMS = frozenset({"Erase", "Destruct", "hasData"})
"""Terms of the Data Privacy Vocabulary besides the purpose that an agreement may carry."""

NOT_TO_BE_IDENTIFIED = frozenset({"pseudonymised", "anonymised", "statistical", "person_related"})
"""Classes that stand for persons whom the recipient must not try to find."""


class Condition(msgspec.Struct, frozen=True):
    """A binding condition: before use, or until a day."""

    reference: str
    text: str
    precedent: bool
    due: date | None = None


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed. ``base`` is the address of the installation, ending in a slash; ``agreement`` and ``target``
    are addresses of the agreement and the dataset; ``references`` the numbers of the acts that it rests on."""

    base: str
    agreement: str
    target: str
    assigner: str
    assignee: str
    concluded: str
    identifier: str
    title_ja: str
    title_en: str
    references: tuple[str, ...]
    items: tuple[str, ...]
    purpose: str
    form: str
    data_class: str
    starts_on: date
    ends_on: date
    storage: frozenset[str]
    left_out: tuple[str, ...] = ()
    """Items that were asked for and that the provider does not give."""
    restriction: str = ""
    """What else of the data the provider leaves out, in its words."""
    conditions: tuple[Condition, ...] = ()
    disposal: Literal["", "erase", "destroy", "return"] = ""
    disposal_by: date | None = None


def agreement(terms: Terms) -> dict[str, Any]:
    """The agreement, JSON-ready."""
    titles = (("ja", terms.title_ja), ("en", terms.title_en))
    document: dict[str, Any] = {
        "@context": list(CONTEXT),
        "@type": "Agreement",
        "@id": terms.agreement,
        "target": terms.target,
        "assigner": terms.assigner,
        "assignee": terms.assignee,
        "timestamp": terms.concluded,  # named in a message alone, so it is told again for whoever reads JSON-LD
        f"{DSPACE}timestamp": terms.concluded,
        f"{DCT}identifier": terms.identifier,
        f"{DCT}title": [{"@value": text, "@language": language} for language, text in titles if text],
        f"{DCT}references": list(terms.references),
        "permission": [{"action": "use", "constraint": list(_limits(terms))}],
    }
    prohibition, obligation = list(_prohibited(terms)), list(_owed(terms))
    if prohibition:
        document["prohibition"] = prohibition
    if obligation:
        document["obligation"] = obligation
    return document


def _limits(terms: Terms) -> Iterator[dict[str, Any]]:
    yield _constraint(f"{ODRL}purpose", "isA", {"@id": f"{DPV}{terms.purpose}"})
    yield _constraint(f"{ODRL}dateTime", "gteq", _begin(terms.starts_on))
    yield _constraint(f"{ODRL}dateTime", "lteq", _end(terms.ends_on))
    yield _constraint(f"{DPV}hasData", "isAnyOf", _items(terms, terms.items))
    if terms.left_out:
        yield _constraint(f"{DPV}hasData", "isNoneOf", _items(terms, terms.left_out))
    if terms.restriction:
        told = {"@value": terms.restriction, "@language": "ja"}
        yield _constraint(f"{terms.base}{VOCABULARY}restriction", "eq", told)
    yield _constraint(f"{terms.base}{VOCABULARY}formOfTransfer", "eq", terms.form)
    if terms.storage:
        yield _constraint(f"{terms.base}{VOCABULARY}countryOfStorage", "isAnyOf", sorted(terms.storage))


def _items(terms: Terms, codes: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"@id": f"{terms.target}#item-{code}"} for code in codes]


def _prohibited(terms: Terms) -> Iterator[dict[str, Any]]:
    if terms.data_class in IDENTIFIABLE | NOT_TO_BE_IDENTIFIED:
        yield {"action": f"{ODRL}distribute"}
    if terms.data_class in NOT_TO_BE_IDENTIFIED:
        yield {"action": f"{terms.base}{VOCABULARY}reIdentify"}


def _owed(terms: Terms) -> Iterator[dict[str, Any]]:
    own = f"{terms.base}{VOCABULARY}"
    for condition in terms.conditions:
        limits = [_constraint(f"{own}condition", "eq", condition.reference)]
        if condition.precedent:
            limits.append(_constraint(f"{ODRL}event", "lt", {"@id": f"{ODRL}policyUsage"}))
        if condition.due:
            limits.append(_constraint(f"{ODRL}dateTime", "lteq", _end(condition.due)))
        told = [{"@value": condition.text, "@language": "ja"}]
        yield {"action": f"{own}meetCondition", "constraint": limits, f"{DCT}description": told}
    if terms.disposal:
        actions = {"erase": f"{DPV}Erase", "destroy": f"{DPV}Destruct", "return": f"{own}returnData"}
        limits = (
            [_constraint(f"{ODRL}dateTime", "lteq", _end(terms.disposal_by))] if terms.disposal_by else []
        )
        yield {"action": actions[terms.disposal], "constraint": limits}


def _constraint(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _begin(day: date) -> dict[str, str]:
    return {"@value": f"{day.isoformat()}T00:00:00+09:00", "@type": f"{XSD}dateTime"}


def _end(day: date) -> dict[str, str]:
    return {"@value": f"{day.isoformat()}T23:59:59+09:00", "@type": f"{XSD}dateTime"}
