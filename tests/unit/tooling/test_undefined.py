"""An undefined template variable fails in our templates, and only there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Engine, Origin, Template

from tests.undefined import TEMPLATES, Undefined, UndefinedVariable

ENGINE = Engine(string_if_invalid=Undefined())


def render(source: str, folder: Path = TEMPLATES, **context: object) -> str:
    template = Template(source, Origin(str(folder / "made_up.html")), "made_up.html", ENGINE)
    return template.render(Context(context))


@pytest.mark.parametrize(
    "source", ["{{ nobody }}", "{{ person.nobody }}", "{{ nobody|upper }}", "{% firstof %}{{ a.b.c }}"]
)
def test_an_undefined_variable_fails(source: str) -> None:
    with pytest.raises(UndefinedVariable, match=r"made_up\.html"):
        render(source.replace("{% firstof %}", ""), person=SimpleNamespace(name="千尋"))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ nobody|default:'-' }}", "-"),
        ("{{ nobody|default:''|upper }}", ""),
        ("{% if nobody %}x{% endif %}", ""),
        ("{{ known }}", "yes"),
    ],
)
def test_what_says_that_it_may_be_absent_passes(source: str, shown: str) -> None:
    assert render(source, known="yes") == shown


def test_templates_of_other_packages_are_forgiven(tmp_path: Path) -> None:
    assert render("[{{ nobody }}]", folder=tmp_path) == "[]"
