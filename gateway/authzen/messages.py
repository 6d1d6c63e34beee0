"""What machines send (AuthZEN Authorization API 1.0), and the question that we read in it.

Unknown fields are ignored, as the standard asks. A request without one of its required parts is malformed; one
that is well formed but about something we do not know is *not configured*, and denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec

from governance.sharing.rules.facts import Asked

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Semantic = Literal["execute_all", "deny_on_first_deny", "permit_on_first_permit"]
ACTIONS = ("share", "use", "retain")
SUBJECTS = ("organization", "organisation", "service")
PERSON = "personal_data"
RESOURCES = ("dataset", "data_item", PERSON)
ITEMS_AT_MOST = 200
EVALUATIONS_AT_MOST = 1000
SHORT = 2_000
"""Bytes of a question of which what it says about anybody is remembered."""
BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading JSON raises; the last where it is nested without end."""
DPV = re.compile(r"(?:https?://w3id\.org/dpv(?:/dpv)?[#/]|dpv:)(?=\w)")
"""What stands before the local name of a purpose: the vocabulary's address or its prefix."""


class Entity(msgspec.Struct, frozen=True, gc=False):
    """Subject or resource."""

    type: Text
    id: Text
    properties: dict[str, Any] = {}


class Action(msgspec.Struct, frozen=True, gc=False):
    """What is to be done."""

    name: Text
    properties: dict[str, Any] = {}


class Evaluation(msgspec.Struct, frozen=True, gc=False):
    """One access evaluation request."""

    subject: Entity
    action: Action
    resource: Entity
    context: dict[str, Any] = {}


class Options(msgspec.Struct, frozen=True):
    """How several evaluations are carried out."""

    evaluations_semantic: Semantic = "execute_all"


class Malformed(Exception):
    """The message has not the shape of the standard; the text says where."""


class NotConfigured(Exception):
    """Well formed, but about a kind of thing nobody has configured; the text is a message code."""


class Question(msgspec.Struct, frozen=True, gc=False):
    """What is asked, in our words. ``subject`` is the key (a number) or corporate number (text) of an organisation."""

    subject: int | str
    organ: int | None
    dataset: str
    holder_id: str | None
    asked: Asked


class Thing(msgspec.Struct, gc=False):
    """A resource whose properties have not been looked at."""

    type: Text
    id: Text
    properties: msgspec.Raw = msgspec.Raw(b"{}")


class Sent(msgspec.Struct, gc=False):
    """A request of which only the resource has been looked at."""

    subject: msgspec.Raw
    action: msgspec.Raw
    resource: Thing
    context: msgspec.Raw = msgspec.Raw(b"{}")


_one = msgspec.json.Decoder(Evaluation)
_any = msgspec.json.Decoder(dict[str, Any])
_sent = msgspec.json.Decoder(Sent)
_entity = msgspec.json.Decoder(Entity)
_action = msgspec.json.Decoder(Action)


def asked(body: bytes) -> Question:
    """The one question in ``body``. A machine's questions mostly differ in the person alone; the rest of a short one
    is read once.

    Raises:
        NotConfigured: subject, action or resource of a kind that nobody has configured.
        Malformed: broken JSON, or a part is missing or of the wrong type.
    """
    if len(body) > SHORT:
        return question(one(body))
    try:
        sent = _sent.decode(body)
        thing = sent.resource
        of_person = thing.type == PERSON
        said = _said(
            bytes(sent.subject),
            bytes(sent.action),
            thing.type,
            "?" if of_person else thing.id,
            bytes(thing.properties),
            bytes(sent.context),
        )
    except (*BROKEN, Malformed, NotConfigured):
        return question(one(body))  # which says what is wrong with the whole
    if not of_person:
        return said
    return Question(said.subject, said.organ, said.dataset, thing.id.strip(), said.asked)


@lru_cache(maxsize=1024)
def _said(subject: bytes, action: bytes, kind: str, name: str, properties: bytes, context: bytes) -> Question:
    """The question of these parts, as they were sent."""
    resource = Entity(kind, name, _any.decode(properties))
    return question(
        Evaluation(_entity.decode(subject), _action.decode(action), resource, _any.decode(context))
    )


def one(body: bytes) -> Evaluation:
    """The request in ``body``.

    Raises:
        Malformed: broken JSON, or a required part is missing or of the wrong type.
    """
    try:
        return _one.decode(body)
    except BROKEN as error:
        raise Malformed(str(error)) from error


def many(body: bytes) -> tuple[Semantic, list[Evaluation | Malformed]] | Evaluation:
    """The requests in ``body``, each completed by the defaults beside them; a single one where none is listed.

    A broken item is an item of the answer; a broken whole is an error.

    Raises:
        Malformed: broken JSON, no list, or too long a list.
    """
    try:
        whole = _any.decode(body)
        items = whole.get("evaluations", [])
        if items == []:
            return msgspec.convert(whole, Evaluation)
        options = _options(whole)
    except BROKEN as error:
        raise Malformed(str(error)) from error
    if not isinstance(items, list):
        raise Malformed("Expected `array` - at `$.evaluations`")
    if len(items) > EVALUATIONS_AT_MOST:
        raise Malformed(f"Expected `array` of length <= {EVALUATIONS_AT_MOST} - at `$.evaluations`")
    defaults = {part: whole[part] for part in Evaluation.__struct_fields__ if part in whole}
    return options.evaluations_semantic, [_completed(item, defaults) for item in items]


def _options(whole: dict[str, Any]) -> Options:
    try:
        return msgspec.convert(whole.get("options", {}), Options)
    except msgspec.ValidationError as error:
        told = str(error).replace("`$", "`$.options")
        raise Malformed(told if "`$" in told else f"{told} - at `$.options`") from error


def _completed(item: Any, defaults: dict[str, Any]) -> Evaluation | Malformed:
    if not isinstance(item, dict):
        return Malformed("Expected `object`")
    try:
        return msgspec.convert(defaults | item | _typed(item, defaults), Evaluation)
    except msgspec.ValidationError as error:
        return Malformed(str(error))


def _typed(item: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """Subject and resource of ``item`` that lack only a type which stands beside the list: an id is never taken from
    elsewhere."""
    found = {}
    for part in ("subject", "resource"):
        entity, default = item.get(part), defaults.get(part)
        if (
            isinstance(entity, dict)
            and "type" not in entity
            and isinstance(default, dict)
            and "type" in default
        ):
            found[part] = entity | {"type": default["type"]}
    return found


def question(request: Evaluation) -> Question:
    """The question in a well-formed request.

    Raises:
        NotConfigured: subject, action or resource of a kind that nobody has configured.
        Malformed: items, purpose or dataset of the wrong type.
    """
    subject, resource = request.subject, request.resource
    if subject.type not in SUBJECTS:
        raise NotConfigured("authzen.subject_type_not_configured")
    if request.action.name not in ACTIONS:
        raise NotConfigured("authzen.action_not_configured")
    if resource.type not in RESOURCES:
        raise NotConfigured("authzen.resource_type_not_configured")
    named = subject.id
    if subject.type == "service":
        named = _text(subject.properties, "organization", "subject.properties.organization") or ""
    dataset = resource.id
    if resource.type != "dataset":
        dataset = _text(resource.properties, "dataset", "resource.properties.dataset") or ""
        if not dataset:
            raise NotConfigured("authzen.dataset_not_named")
    return Question(
        subject=_organisation(named),
        organ=_organ(subject.properties),
        dataset=_plain(dataset),
        holder_id=resource.id.strip() if resource.type == PERSON else None,
        asked=_asked(request),
    )


def _asked(request: Evaluation) -> Asked:
    resource, context = request.resource, request.context
    items = [*_items(resource.properties, "resource.properties"), *_items(context, "context")]
    if resource.type == "data_item":
        items.append(resource.id)
    purpose = _text(context, "purpose", "context.purpose") or ""
    purpose = purpose or _text(resource.properties, "purpose", "resource.properties.purpose") or ""
    return Asked(
        action=request.action.name,  # type: ignore[arg-type]  # one of ACTIONS
        items=frozenset(items),
        purpose=DPV.sub("", purpose, count=1),
    )


def _items(properties: dict[str, Any], where: str) -> Iterable[str]:
    found = properties.get("items", ())
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
        raise Malformed(f"Expected `array` of `str` - at `$.{where}.items`")
    if len(found) > ITEMS_AT_MOST:
        raise Malformed(f"Expected `array` of length <= {ITEMS_AT_MOST} - at `$.{where}.items`")
    return found


def _text(properties: dict[str, Any], name: str, where: str) -> str | None:
    found = properties.get(name)
    if found is not None and not isinstance(found, str):
        raise Malformed(f"Expected `str` - at `$.{where}`")
    return found


def _organisation(named: str) -> int | str:
    """``organisation:12`` is a key, 13 digits are a corporate number (法人番号)."""
    if found := re.fullmatch(r"organi[sz]ation:([0-9]{1,18})", named):
        return int(found[1])
    if re.fullmatch(r"[0-9]{13}", named):
        return named
    raise NotConfigured("authzen.flow_not_configured")


def _organ(properties: dict[str, Any]) -> int | None:
    named = _text(properties, "organ", "subject.properties.organ")
    if named is None:
        return None
    if found := re.fullmatch(r"organ:([0-9]{1,18})", named):
        return int(found[1])
    raise NotConfigured("authzen.flow_not_configured")


def _plain(reference: str) -> str:
    """A reference as the database can be asked for it."""
    if "\x00" in reference:
        raise NotConfigured("authzen.flow_not_configured")
    return reference
