"""House rules of the templates: no inline code, and every one of them compiles."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
PAGES = sorted(TEMPLATES.rglob("*.*"))
SENT_AWAY = ("email", "pdf")
"""Mail clients read no style sheet of ours; documents have theirs."""


class Inline(HTMLParser):
    """Collects what a strict content security policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style":
            self.found.append("<style>")
        if (
            tag == "script"
            and "src" not in given
            and given.get("type") not in {"application/json", "application/ld+json"}
        ):
            self.found.append("<script> without src")
        for key, value in attrs:
            if key == "style" or key.startswith(("on", "hx-on")):
                self.found.append(f"<{tag} {key}>")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {key}=javascript:>")


def named(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_inline_code(path: Path) -> None:
    if path.suffix not in {".html", ".svg"} or SENT_AWAY[0] in path.parts:
        return
    source = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    parser = Inline()
    parser.feed(source)
    assert not parser.found


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_compiles(path: Path) -> None:
    """Syntax, tags, libraries, and the parents and includes that are named outright."""
    source = path.read_text(encoding="utf-8")
    engines["django"].from_string(source)
    for reference in re.findall(r"{% (?:extends|include) [\"']([^\"'#]+)", source):
        assert (TEMPLATES / reference).exists() or reference.startswith(("allauth/", "django/")), reference


def test_the_finder_of_inline_code_finds() -> None:
    parser = Inline()
    parser.feed("<p style='x' onclick='y'><style></style><script>1</script><a href='javascript:1'>")
    assert len(parser.found) == 5
