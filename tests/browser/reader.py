"""A reader at a real Chromium: opens pages in a language, theme and width, and judges what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from tests.browser import judged
from tests.browser.contrast import contrast

PHONE, DESK, NARROW = 390, 1280, 320
HEIGHT = 800
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
    drawn: set[str] = field(default_factory=set)
    """The templates that the page on the screen is drawn from."""

    def __post_init__(self) -> None:
        self.context: BrowserContext = self.browser.new_context(
            base_url=self.base,
            viewport={"width": self.width, "height": HEIGHT},
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
        self.page.on("response", self._answered)

    def _answered(self, answer: Response) -> None:
        if answer.request.is_navigation_request():
            self.drawn = set(answer.headers.get(judged.TOLD.lower(), "").split())

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
        found += self.complaints()
        if not self.page.title().strip("｜ ") or self.page.title().startswith("｜"):
            found.append("no title")
        if self.page.locator("h1").count() != 1:
            found.append(f"{self.page.locator('h1').count()} h1")
        judged.note(self.screen, self.drawn)
        return found

    @property
    def screen(self) -> str:
        """What this width is called."""
        return "phone" if self.width <= PHONE else "desk"

    def complaints(self) -> list[str]:
        """What the browser complained about since it was last asked."""
        found = [f"the browser complains: {problem}" for problem in self.problems]
        self.problems.clear()
        return found

    def judge(self, *, both: bool = True) -> None:
        """No axe violation, no sideways scroll, no text below 16 px, no complaint, a title and one h1.

        On ``both`` screens where nobody has judged the page on the other one in this run."""
        assert self.faults() == []
        screen, width = ("desk", DESK) if self.screen == "phone" else ("phone", PHONE)
        if both and judged.is_missing(screen, self.drawn):
            with self.at(width):
                assert self.faults() == [], f"at {width} px"

    @contextmanager
    def at(self, width: int) -> Iterator[None]:
        """The same page on a screen of another width, for a moment."""
        own = self.width
        self._resize(width)
        try:
            yield
        finally:
            self._resize(own)

    def _resize(self, width: int) -> None:
        self.width = width
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

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
