"""Every table: fields classified, choices and pairs kept by the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from core.http.icons import TONE_ICONS, TONES
from core.ledger.guards import GUARDED, Guard

LAWFUL_CLASSES = ("personal_fields", "special_fields", "plain_fields")
ROOMS = ("config", "core.", "governance.", "consent", "pia", "gateway.")


def ours() -> list[type[models.Model]]:
    """Our models, without the generated history of others."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(ROOMS) and not hasattr(model, "history_object")
    ]


def label(model: type[models.Model]) -> str:
    return model._meta.label


def concrete(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_concrete_fields if not field.primary_key}


def classes_of(model: type[models.Model]) -> dict[str, frozenset[str]]:
    return {name: frozenset(getattr(model, name, frozenset())) for name in LAWFUL_CLASSES}


def names_in(condition: Any) -> Iterator[str]:
    """Every field that a constraint's condition mentions, with its lookup."""
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            yield child[0]
        else:
            yield from names_in(child)


def checks_of(model: type[models.Model]) -> list[set[str]]:
    """The lookups that each CHECK constraint of the model mentions."""
    found = [
        constraint for constraint in model._meta.constraints if isinstance(constraint, models.CheckConstraint)
    ]
    return [set(names_in(constraint.condition)) for constraint in found]


@pytest.mark.parametrize("model", ours(), ids=label)
def test_every_field_is_classified_once(model: type[models.Model]) -> None:
    classes = classes_of(model)
    inherited = {field.name for field in model._meta.concrete_fields} | {
        field.name for field in model._meta.get_fields() if field.many_to_many
    }
    named = [name for group in classes.values() for name in group]
    assert len(named) == len(set(named)), "a field is in two classes"
    assert concrete(model) - set(named) == set(), "unclassified"
    assert set(named) - inherited == set(), "classified but not there"


@pytest.mark.parametrize("model", ours(), ids=label)
def test_choices_are_kept_by_the_database(model: type[models.Model]) -> None:
    checked = {lookup for check in checks_of(model) for lookup in check}
    loose = [
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField)
        and field.choices
        and not {field.name, f"{field.name}__in"} & checked
    ]
    assert not loose, "TextChoices without a CHECK constraint"


@pytest.mark.parametrize("model", ours(), ids=label)
def test_when_and_who_come_together(model: type[models.Model]) -> None:
    """Where ``x_at`` and ``x_by`` may both be empty, a constraint says that they are so together."""
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    loose = []
    for name, field in fields.items():
        if not name.endswith("_at") or (who := fields.get(f"{name[:-3]}_by")) is None:
            continue
        pair = {name, who.name}
        kept = any(pair <= {lookup.split("__")[0] for lookup in check} for check in checks_of(model))
        if (field.null or who.null) and not kept:
            loose.append(pair)
    assert not loose


@pytest.mark.parametrize("model", ours(), ids=label)
def test_personal_fields_of_guarded_tables_are_none(model: type[models.Model]) -> None:
    """What can never be erased may not hold what must be erasable; a key to an erasable row is no content, and a field
    that the guard leaves open is erased in time."""
    guard = GUARDED.get(model._meta.label)
    if guard is None:
        return
    classes = classes_of(model)
    keys = {field.name for field in model._meta.concrete_fields if field.is_relation}
    still_open = guard.but if isinstance(guard, Guard) else frozenset()
    assert not (classes["personal_fields"] | classes["special_fields"]) - keys - still_open


def test_guarded_tables_exist() -> None:
    labels = {model._meta.label for model in apps.get_models()}
    assert set(GUARDED) <= labels
    assert all(GUARDED.values()), "every guard says why"


@pytest.mark.django_db
def test_guarded_tables_have_their_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            )
        found: dict[str, str] = {}
        for table, text in cursor.fetchall():
            found[table] = found.get(table, "") + text.upper()
    verbs = {"UPDATE", "DELETE"} | ({"TRUNCATE"} if connection.vendor == "postgresql" else set())
    for name in GUARDED:
        table = apps.get_model(name)._meta.db_table
        assert verbs <= set(re.findall(r"UPDATE|DELETE|TRUNCATE", found.get(table, ""))), table


def test_users_are_ours_and_keys_are_big() -> None:
    assert settings.AUTH_USER_MODEL == "accounts.User"
    assert settings.ANONYMOUS_USER_NAME is None
    small = [model._meta.label for model in ours() if type(model._meta.pk) is models.AutoField]
    assert not small


def test_every_state_word_has_a_tone_of_its_own() -> None:
    """Grey is for what is meant to be grey, not for what nobody thought of."""
    words = {
        choice
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "name", "") == "state" and getattr(field, "choices", None)
        for choice, _label in field.flatchoices
    }
    assert words >= {"in_approval", "suspended", "drafted"}
    assert sorted(words - set(TONES) - set(TONE_ICONS)) == []
