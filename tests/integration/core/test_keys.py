"""Keys of encryption at rest: old values stay readable, and an old key can be retired."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core import crypto
from core.accounts.models import Person, SubjectLink
from core.accounts.subjects import subject_hash
from core.administration.resealing import reseal_files
from core.files import actions, queries
from tests.cast import Cast, sign_in, signed_in

OLD, NEW = "test:" + "5a" * 32, "new:" + "7c" * 32


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path: Path) -> None:
    settings.STORAGES = {**settings.STORAGES} | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


def test_a_value_is_bound_to_its_purpose_and_key(settings) -> None:
    box = crypto.seal("森川".encode(), purpose="a")
    assert crypto.unseal(box, purpose="a").decode() == "森川"
    with pytest.raises(crypto.CannotOpen, match="altered"):
        crypto.unseal(box, purpose="b")
    with pytest.raises(crypto.CannotOpen, match="altered"):
        crypto.unseal(box[:-1] + bytes([box[-1] ^ 1]), purpose="a")
    settings.SEKISHO_KEYS = NEW
    with pytest.raises(crypto.CannotOpen, match="unknown key"):
        crypto.unseal(box, purpose="a")


def test_a_new_key_seals_and_the_old_one_still_opens(settings) -> None:
    old = crypto.seal(b"x", purpose="a")
    hashed = crypto.keyed_hash("KP-1", purpose="p")
    settings.SEKISHO_KEYS = f"{NEW},{OLD}"
    assert crypto.seal(b"x", purpose="a").startswith(b"new:")
    assert crypto.unseal(old, purpose="a") == b"x"
    assert crypto.keyed_hash("KP-1", purpose="p") == hashed


def test_many_values_open_as_each_would_alone_whatever_keys_they_have(settings) -> None:
    old = [crypto.seal(f"old {number}".encode(), purpose="a") for number in range(3)]
    settings.SEKISHO_KEYS = f"{NEW},{OLD}"
    new = [crypto.seal(f"new {number}".encode(), purpose="a") for number in range(3)]
    for boxes in ([], new, old, [*new, *old], [old[0], *new]):
        assert crypto.unseal_all(iter(boxes), purpose="a") == [
            crypto.unseal(one, purpose="a") for one in boxes
        ]
    damaged = [
        b"",
        b"new:",
        b"new:short",
        new[0][:-1],
        new[0][:-1] + bytes([new[0][-1] ^ 1]),
        b"none:" + new[0],
    ]
    for box in damaged:
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal(box, purpose="a")
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal_all([*new, box], purpose="a")
    with pytest.raises(crypto.CannotOpen, match="altered"):
        crypto.unseal_all(new, purpose="b")


def test_an_old_key_is_retired(cast: Cast, settings, capsys) -> None:
    file = actions.take_in(b"a,b", name="x.csv", about="test:1")
    settings.SEKISHO_KEYS = f"{NEW},{OLD}"
    with pytest.raises(CommandError, match="no key called"):
        call_command("reseal", "--hash-with", "nobody")
    call_command("reseal", "--hash-with", "new")
    assert "1 files" in capsys.readouterr().out
    settings.SEKISHO_KEYS = NEW
    person = Person.objects.get(pk=cast.shiomi.persons["tomi"].pk)
    assert person.identifiers["name"] == "森川 トミ"
    hashed = subject_hash(cast.shiomi.council.pk, cast.shiomi.organs["mayor"].pk, "KP-000005")
    assert SubjectLink.objects.get(identifier_hash=hashed).person == person
    assert queries.content(file) == b"a,b"
    sign_in(signed_in(None), cast.operator)


def test_a_file_is_whole_wherever_its_resealing_ends(cast: Cast, settings, monkeypatch) -> None:
    """The old one until the new one takes its place: no moment between has neither."""
    file = actions.take_in(b"a,b", name="x.csv", about="test:1")

    def stop(*_names: str) -> None:
        raise KeyboardInterrupt

    settings.SEKISHO_KEYS = f"{NEW},{OLD}"
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            reseal_files()
    assert queries.content(file) == b"a,b"
    assert reseal_files() == 1
    settings.SEKISHO_KEYS = NEW
    assert queries.content(file) == b"a,b"
