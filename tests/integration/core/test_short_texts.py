"""No browser cuts what is pasted into a field of one line either: it is told by how much it is too long, and kept."""

from __future__ import annotations

from django import forms


class Numbered(forms.Form):
    number = forms.CharField(max_length=10)


def test_a_field_of_one_line_takes_more_than_its_limit_and_says_so() -> None:
    assert "maxlength" not in Numbered().as_div()
    typed = "第" * 12
    form = Numbered({"number": typed})
    assert not form.is_valid()
    shown = form.as_div()
    assert typed in shown
    assert "12" in str(form.errors["number"])
    assert "maxlength" not in shown
