"""A text that is too long is sent back whole with what is over; nothing cuts it on the way."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.test import Client
from django.utils.translation import override

import consent
import core
import governance
import pia
from core.http.fields import LongText, WholeNumber
from governance.sharing.forms.lines import SafeguardsStep
from governance.sharing.models import RequestLine
from tests.cast import Cast, enter

MOST = 4000


def every_form() -> Iterator[type[forms.Form]]:
    for room in (consent, core, governance, pia):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".forms" in module.name:
                importlib.import_module(module.name)
    waiting = list(forms.Form.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in ("consent", "core", "governance", "pia"):
            yield form


def test_no_form_lets_the_browser_cut_a_long_text() -> None:
    found = 0
    for form in every_form():
        for name, field in form.base_fields.items():
            if isinstance(field.widget, forms.Textarea) and getattr(field, "max_length", None):
                assert isinstance(field, LongText), (form, name)
                assert "maxlength" not in field.widget.attrs, (form, name)
                found += 1
    assert found > 30


def test_every_number_field_says_in_our_words_what_it_takes() -> None:
    fields = [(form, field) for form in every_form() for field in form.base_fields.values()]
    numbers = [(form, field) for form, field in fields if isinstance(field, forms.IntegerField)]
    assert len(numbers) > 10
    assert not [form for form, field in numbers if not isinstance(field, WholeNumber)]
    asked = WholeNumber(min_value=0, max_value=1200)
    assert (asked.widget.attrs["min"], asked.widget.attrs["max"], asked.clean("１２")) == (0, 1200, 12)
    told = {
        "en": ("Write a number from 0 to 1,200.", "Write a whole number in digits, such as 12."),
        "ja": ("0から1,200までの数を入力してください。", "「12」のように、数字で整数を入力してください。"),
    }
    for language, (outside, none) in told.items():
        for typed, words in (("-1", outside), ("1201", outside), ("many", none)):
            with override(language):
                with pytest.raises(forms.ValidationError) as refused:
                    asked.clean(typed)
                assert refused.value.messages == [words]
    with pytest.raises(forms.ValidationError):
        WholeNumber().clean("1000000001")


@pytest.mark.usefixtures("demo")
def test_what_is_over_is_told_and_what_was_typed_is_kept(cast: Cast) -> None:
    line = RequestLine.objects.get(
        request__council=cast.shiomi.council, request__title_ja="通学時間帯のバス運行の見直し"
    )
    client = enter(Client(), cast.shiomi.users["rep_bus"])
    path = f"/c/shiomi/requests/{line.request.reference}/lines/{line.number}/edit/safeguards/"
    assert "trade_secret" in SafeguardsStep.base_fields
    shown = client.get(path).content.decode()
    assert "maxlength" not in shown
    assert f'data-most="{MOST}"' in shown
    typed = "製" * (MOST + 11) + "終"
    answer = client.post(path, {"revision": line.revision, "trade_secret": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "12文字超えています" in page
    assert typed in page, "nothing is cut"
    line.refresh_from_db()
    assert line.trade_secret == ""
    client.cookies["language"] = "en"
    answer = client.post(path, {"revision": line.revision, "trade_secret": typed})
    assert "12 characters too long" in answer.content.decode()


def test_the_end_of_a_line_is_one_character() -> None:
    field = LongText(max_length=3)
    assert field.clean("a\r\nb") == "a\nb"
    with override("en"), pytest.raises(forms.ValidationError, match="1 character too long"):
        field.clean("a\r\nbc")
