"""Every field of every form carries a label in the reader's language."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.utils import translation

ROOMS = ("core", "governance", "consent", "pia", "gateway")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
ROOT = Path(__file__).resolve().parents[2]


def forms_of_the_product() -> Iterator[type[forms.BaseForm]]:
    """Every form class of ours, fields and all."""
    for room in ROOMS:
        for file in (ROOT / room).rglob("forms*/**/*.py"):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for file in (ROOT / room).rglob("forms.py"):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    waiting: list[type] = [forms.BaseForm]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.partition(".")[0] in ROOMS:
            yield found


def test_every_label_is_japanese_for_japanese_readers():
    bare, seen = [], 0
    with translation.override("ja"):
        for form in forms_of_the_product():
            for name, field in form.base_fields.items():
                seen += 1
                label = str(field.label or name)
                if not JAPANESE.search(label) and not isinstance(field.widget, forms.HiddenInput):
                    bare.append(f"{form.__module__}.{form.__name__}.{name}: {label}")
    assert bare == []
    assert seen > 200
