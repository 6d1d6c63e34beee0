"""The searches in the description of the decision API."""

from __future__ import annotations

from typing import Any

from gateway.authzen.sought import IDS_AT_MOST, PAGE_AT_MOST

Schema = dict[str, Any]
_OPEN: Schema = {"additionalProperties": True}
_ANYTHING: Schema = {"type": "object"} | _OPEN
_TEXT: Schema = {"type": "string"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, required: list[str], properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "required": required,
        "properties": properties,
    } | _OPEN


def _sought(whole: Schema, description: str) -> Schema:
    """Subject or resource without its id."""
    properties = {name: schema for name, schema in whole["properties"].items() if name != "id"}
    return _object(description, ["type"], properties)


def _asked_page() -> Schema:
    return _object(
        "Which part of the results is wanted. Of the next page everything but the token is as before.",
        [],
        {
            "token": _TEXT
            | {
                "description": "next_token of the page before. It serves for an hour; where ids are named, for an hour "
                "from the first page."
            },
            "limit": {
                "type": "integer",
                "minimum": 0,
                "description": f"Results at most; never more than {PAGE_AT_MOST}, which is usual.",
            },
            "properties": {
                "type": "object",
                "description": "Nothing is read of it; a token serves with the same.",
            },
        },
    )


def searches(parts: Schema) -> Schema:
    """The three requests; ``parts`` are those of an evaluation."""
    context, page = parts["context"], _ref("PageAsked")
    resource = _sought(parts["resource"], "What is searched: dataset, data_item or personal_data.")
    resource["properties"]["properties"] = resource["properties"]["properties"] | {
        "properties": resource["properties"]["properties"]["properties"]
        | {
            "ids": {
                "type": "array",
                "items": _TEXT,
                "maxItems": IDS_AT_MOST,
                "description": "Of personal_data: search these ids of the holder only; no more than the rate of the "
                "key (questions a minute), and each counts towards it.",
            }
        }
    }
    subject = _sought(parts["subject"], "What is searched: organization.")
    rest = {"context": context, "page": page}
    return {
        "PageAsked": _asked_page(),
        "SubjectSearch": _object(
            "Who may?",
            ["subject", "action", "resource"],
            {"subject": subject, "action": parts["action"], "resource": parts["resource"]} | rest,
        ),
        "ResourceSearch": _object(
            "With what?",
            ["subject", "action", "resource"],
            {"subject": parts["subject"], "action": parts["action"], "resource": resource} | rest,
        ),
        "ActionSearch": _object(
            "What may be done?",
            ["subject", "resource"],
            {"subject": parts["subject"], "resource": parts["resource"]} | rest,
        ),
    }


def _found(name: str, result: Schema) -> Schema:
    return _object(
        f"{name} for which an evaluation would permit at this moment.",
        ["page", "results"],
        {
            "page": _object(
                "Where the next page begins; an empty token ends the results. A page may hold fewer than its limit.",
                ["next_token"],
                {"next_token": _TEXT, "count": {"type": "integer", "minimum": 0}},
            ),
            "context": _ANYTHING
            | {
                "description": "When it was judged, and why nothing can be found.",
                "properties": {
                    "evaluated_at": {"type": "string", "format": "date-time"},
                    "state": {"enum": ["unknown"]},
                    "reasons": {"type": "array", "items": _ref("Reason")},
                },
            },
            "results": {"type": "array", "maxItems": PAGE_AT_MOST, "items": result},
        },
    )


def results() -> Schema:
    """The three answers."""
    entity = _object(
        "As it is asked about.", ["type", "id"], {"type": _TEXT, "id": _TEXT, "properties": _ANYTHING}
    )
    return {
        "Subjects": _found("Subjects", entity),
        "Resources": _found("Resources", entity),
        "Actions": _found("Actions", _object("An action.", ["name"], {"name": _TEXT})),
    }


ENDPOINTS = (
    ("/access/v1/search/subject", "searchSubject", "Who may receive this now?", "SubjectSearch", "Subjects"),
    ("/access/v1/search/resource", "searchResource", "What may flow now?", "ResourceSearch", "Resources"),
    ("/access/v1/search/action", "searchAction", "What may be done now?", "ActionSearch", "Actions"),
)
"""Address, name, question, request and answer."""
