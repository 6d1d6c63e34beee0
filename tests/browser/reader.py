"""A reader at a real Chromium: opens pages in a language, theme and width, and judges what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser.contrast import contrast

PHONE, DESK, NARROW = 390, 1280, 320
AXE = Axe()
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "rules": {"color-contrast": {"enabled": False}},
}
"""Of axe: every rule but contrast, which is judged by itself."""


@dataclass
class Reader:
    """One person at one screen. ``problems`` collects what the browser itself complained about."""

    browser: Browser
    base: str
    language: str = "ja"
    theme: str = "light"
    width: int = DESK
    scripts: bool = True
    session: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context: BrowserContext = self.browser.new_context(
            base_url=self.base,
            viewport={"width": self.width, "height": 800},
            locale="ja-JP" if self.language == "ja" else "en-GB",
            java_script_enabled=self.scripts,
            reduced_motion="reduce",
        )
        given = {"language": self.language, "theme": self.theme, **self.cookies}
        if self.session:
            given["sessionid"] = self.session
        self.context.add_cookies([{"name": k, "value": v, "url": self.base} for k, v in given.items()])
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def open(self, path: str) -> Page:
        """Go to ``path``; anything but an answer below 400 is a failure."""
        # A page that reloads itself while work goes on may overtake the first.
        answer = self.page.goto(path) or self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        return self.page

    def finds_a_file(self, path: str) -> bool:
        """Go to ``path``: True where a file answers and not a page."""
        try:
            return not self.open(path).evaluate("document.contentType").endswith("html")
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return True

    def violations(self) -> list[str]:
        """What axe finds on this page, one line for each place."""
        self.page.evaluate(AXE.axe_script)
        # All else that axe tells, however little is asked for, takes as long to hand over as to find.
        found = self.page.evaluate("async (options) => (await axe.run(options)).violations", OPTIONS)
        found += contrast(self.page)
        return [
            f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"]
        ]

    def sideways(self) -> int:
        """How many pixels the page scrolls sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def small_texts(self) -> list[str]:
        """Visible texts below 16 px; furigana is small by nature."""
        found: list[str] = self.page.evaluate(SMALL_TEXTS)
        return found

    def faults(self) -> list[str]:
        """The demands on every page that this one does not meet."""
        found = self.violations()
        if self.sideways() > 0:
            found.append(f"scrolls sideways by {self.sideways()} px")
        found += [f"text below 16 px: {text}" for text in self.small_texts()]
        found += [f"the browser complains: {problem}" for problem in self.problems]
        if not self.page.title().strip("｜ ") or self.page.title().startswith("｜"):
            found.append("no title")
        if self.page.locator("h1").count() != 1:
            found.append(f"{self.page.locator('h1').count()} h1")
        self.problems.clear()
        return found

    def judge(self) -> None:
        """No axe violation, no sideways scroll, no text below 16 px, no complaint, a title and one h1."""
        assert self.faults() == []

    def close(self) -> None:
        """Leave the screen."""
        self.context.close()


SMALL_TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest("script, rt, .visually-hidden")) continue;
    if (!element.checkVisibility()) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < 16) found.push(walker.currentNode.textContent.trim());
  }
  return found;
}"""
