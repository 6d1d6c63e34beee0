"""The description of the decision API for machines: OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from gateway.authzen import openapi_search
from gateway.authzen.messages import ACTIONS, EVALUATIONS_AT_MOST, ITEMS_AT_MOST
from governance.sharing.enums import ConditionState

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 1000}
_PROPERTIES: Schema = {"type": "object", "additionalProperties": True}
_ITEMS: Schema = {
    "type": "array",
    "maxItems": ITEMS_AT_MOST,
    "items": {"type": "string"},
    "description": "Items of the dataset that are to flow; none: those of the grant.",
}
_PURPOSE: Schema = {
    "type": "string",
    "description": "Purpose as a DPV IRI, with the prefix dpv: or as its local name.",
    "examples": ["https://w3id.org/dpv#AcademicResearch", "AcademicResearch"],
}


_ACTION: Schema = _TEXT | {
    "description": f"One of {', '.join(ACTIONS)}; any other is denied as not configured.",
    "examples": list(ACTIONS),
}
QUESTION: Schema = {
    "subject": {"type": "organization", "id": "organisation:12"},
    "action": {"name": ACTIONS[0]},
    "resource": {"type": "dataset", "id": "D-01", "properties": {"items": ["daily_steps"]}},
    "context": {"purpose": "https://w3id.org/dpv#AcademicResearch"},
}
"""An example of a question."""
PERMIT: Schema = {
    "decision": True,
    "context": {
        "state": "pass",
        "line": "R-2026-018-1",
        "grant": "G-2026-003",
        "article": {
            "instrument": "data_rules",
            "provision": "a12",
            "edition": 1,
            "label": "Data rules, Article 12",
        },
        "obligations": [
            {
                "id": "C-2026-004",
                "type": "condition",
                "properties": {"text": "Report once a year.", "state": "open", "due": "2027-03-31"},
            },
            {
                "id": "No. 113",
                "type": "restriction",
                "properties": {
                    "text": "Without the district of Okimi.",
                    "items_left_out": ["age_band"],
                },
            },
        ],
        "evaluated_at": "2026-11-29T12:00:00+09:00",
    },
}
"""An example of an answer."""


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, required: list[str], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "required": required,
        "properties": properties,
        "additionalProperties": True,
    }


def _parts() -> dict[str, Schema]:
    subject = _object(
        "The recipient: an organisation by its key (organisation:12) or corporate number, or a service of it.",
        ["type", "id"],
        type=_TEXT | {"examples": ["organization", "service"]},
        id=_TEXT | {"examples": ["organisation:12", "1234567890123"]},
        properties=_PROPERTIES
        | {
            "properties": {
                "organization": {"type": "string", "description": "Of a service: the organisation."},
                "organ": {"type": "string", "description": "The organ that receives (organ:7)."},
            }
        },
    )
    resource = _object(
        "A dataset by its reference, a data item by its code, or one person's data by the holder's id of the person.",
        ["type", "id"],
        type=_TEXT | {"examples": ["dataset", "data_item", "personal_data"]},
        id=_TEXT,
        properties=_PROPERTIES
        | {"properties": {"dataset": {"type": "string"}, "items": _ITEMS, "purpose": _PURPOSE}},
    )
    return {
        "subject": subject,
        "action": _object("What is to be done.", ["name"], name=_ACTION, properties=_PROPERTIES),
        "resource": resource,
        "context": _PROPERTIES | {"properties": {"purpose": _PURPOSE, "items": _ITEMS}},
    }


def _request_schemas() -> dict[str, Schema]:
    one = _object("One question.", ["subject", "action", "resource"], **_parts())
    semantics = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"]
    options = {
        "type": "object",
        "properties": {"evaluations_semantic": {"enum": semantics, "default": semantics[0]}},
    }
    listed = {"type": "array", "minItems": 1, "maxItems": EVALUATIONS_AT_MOST, "items": {"type": "object"}}
    several = _object(
        "Several questions; what is missing in one is taken, whole, from beside the list.",
        ["evaluations"],
        evaluations=listed,
        options=options,
    )
    return {"Evaluation": one, "Evaluations": several} | openapi_search.searches(_parts())


def _access_request() -> Schema:
    """What leads from a denial to a request, by the draft Access Request and Approval Profile."""
    text: Schema = {"type": "string"}
    return _object(
        "A data-use request can mend the denial: a person follows form_url, signs in and finds it filled in.",
        ["expires_at", "binding_token", "form_url"],
        template=text,
        expires_at={"type": "string", "format": "date-time"},
        binding_token=text,
        form_url={"type": "string", "format": "uri"},
        display={"type": "object", "properties": {"title": text, "description": text}},
    )


_ARTICLE: Schema = {
    "type": "object",
    "description": "The provision of a rule document or of a law.",
    "properties": {
        "instrument": {"type": "string"},
        "provision": {"type": "string"},
        "edition": {"type": "integer"},
        "label": {"type": "string"},
    },
}


def _reason() -> Schema:
    text: Schema = {"type": "string"}
    return _object(
        "One obstacle.",
        ["code", "state", "message"],
        code=text,
        check=text,
        state={"enum": ["fail", "wait", "unknown"]},
        basis={"enum": ["law", "council"]},
        article=_ARTICLE,
        params=_PROPERTIES,
        message=text | {"description": "A sentence in the language of Accept-Language (ja, en)."},
    )


def _obligation_schemas() -> dict[str, Schema]:
    text: Schema = {"type": "string"}
    condition = _object(
        "A condition of approval that binds the recipient.",
        ["text", "state"],
        text=text,
        state={"enum": [one for one in ConditionState.values if one != ConditionState.WAIVED]},
        due={"type": "string", "format": "date"},
    )
    restriction = _object(
        "What the provider leaves out: in its words (a person keeps to it), and as codes of items.",
        ["text", "items_left_out"],
        text=text,
        items_left_out={"type": "array", "items": text},
    )
    told = "An obligation on a permit; id is the number of the %s."
    return {
        "Condition": _object(
            told % "condition",
            ["id", "type", "properties"],
            id=text,
            type={"const": "condition"},
            properties=condition,
        ),
        "Restriction": _object(
            told % "provider's decision",
            ["id", "type", "properties"],
            id=text,
            type={"const": "restriction"},
            properties=restriction,
        ),
    }


def _answer_schemas() -> dict[str, Schema]:
    text: Schema = {"type": "string"}
    context = _object(
        "Why: state is unknown where nobody has configured what was asked about, fail where a rule stands against it.",
        [],
        state={"enum": ["pass", "fail", "wait", "unknown"]},
        reasons={"type": "array", "items": _ref("Reason")},
        article=_ARTICLE,
        line=text,
        grant=text,
        council_decision=text,
        provider_decision=text,
        evaluated_at={"type": "string", "format": "date-time"},
        obligations={"type": "array", "items": {"anyOf": [_ref("Condition"), _ref("Restriction")]}},
        reason=text | {"description": "With access_request: the code of the first reason."},
        access_request=_access_request(),
        error={"type": "object", "properties": {"status": {"type": "integer"}, "message": text}},
    )
    decision = _object("The answer.", ["decision"], decision={"type": "boolean"}, context=context)
    several = _object(
        "Answers in the order of the questions; fewer where an answer ended the work.",
        ["evaluations"],
        evaluations={"type": "array", "items": _ref("Decision")},
    )
    named = {"Reason": _reason(), "Decision": decision, "Decisions": several}
    return named | _obligation_schemas()


def _errors(number: Schema) -> dict[str, Schema]:
    """The body is a sentence in the language of Accept-Language (ja, en)."""
    messages = {
        "400": "Not JSON, or a required part is missing or of the wrong type.",
        "401": "No key, or one that is not in force.",
        "403": "The key was not given the scope (decide, search), or somebody else's ids are searched.",
        "413": "The body is too long.",
        "429": "The key has used up its questions of this minute.",
        "500": "The question could not be answered.",
        "503": "The database is away; ask again.",
    }
    told = "As it was sent, else one that was made: the operator's log has a line under it."
    return {
        status: {
            "description": text,
            "headers": {"X-Request-ID": {"description": told, "schema": number}},
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }
        for status, text in messages.items()
    }


def _operation(name: str, summary: str, asked: Schema, said: Schema) -> Schema:
    number: Schema = {"type": "string", "pattern": r"^[\x21-\x7e]([\x20-\x7e]{0,998}[\x21-\x7e])?$"}
    return {
        "operationId": name,
        "summary": summary,
        "security": [{"key": []}],
        "parameters": [
            {"name": "X-Request-ID", "in": "header", "required": False, "schema": number},
            {"name": "Accept-Language", "in": "header", "required": False, "schema": {"enum": ["ja", "en"]}},
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": asked}}},
        "responses": {
            "200": {
                "description": "Decided; a denial is an answer too.",
                "headers": {"X-Request-ID": {"description": "As it was sent.", "schema": number}},
                "content": {"application/json": {"schema": said}},
            },
            **_errors(number),
        },
    }


def description(server: str) -> Schema:
    """The document, for the installation at ``server``."""
    one = _operation("evaluation", "May this flow now?", _ref("Evaluation"), _ref("Decision"))
    one["requestBody"]["content"]["application/json"]["example"] = QUESTION
    one["responses"]["200"]["content"]["application/json"]["example"] = PERMIT
    either = {"anyOf": [_ref("Evaluations"), _ref("Evaluation")]}
    answer = {"anyOf": [_ref("Decisions"), _ref("Decision")]}
    several = _operation("evaluations", "May these flow now?", either, answer)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sekisho decision API",
            "version": "1.0",
            "summary": "OpenID AuthZEN Authorization API 1.0: the check before sharing, as an answer to machines.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/access/v1/evaluation": {"post": one},
            "/access/v1/evaluations": {"post": several},
        }
        | {
            path: {"post": _operation(name, question, _ref(asked), _ref(found))}
            for path, name, question, asked, found in openapi_search.ENDPOINTS
        },
        "components": {
            "schemas": _request_schemas() | _answer_schemas() | openapi_search.results(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }
