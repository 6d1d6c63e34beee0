"""The vocabulary of the pages: every component, in both languages and themes, on a phone and on a desk.

The story: somebody opens the gallery and walks it with the eyes, with the keyboard alone, with assistive
technology (axe) and without JavaScript.
"""

from __future__ import annotations

import pytest

from core.http.errors import PAGES
from tests.browser.reader import DESK, NARROW, PHONE

GALLERIES = ["/gallery/", "/gallery/citizen/", "/gallery/workspace/"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(read, language, theme):
    """No axe violation, no sideways scroll, nothing below 16 px, on a phone and on a desk."""
    for width in (PHONE, DESK):
        reader = read(language=language, theme=theme, width=width)
        for path in GALLERIES:
            page = reader.open(path)
            assert page.locator("html").get_attribute("lang") == language
            reader.judge()


def test_axe_can_fail(read):
    """The judge is not asleep: white on white and a nameless button are found, also the second time."""
    reader = read()
    page = reader.open("/gallery/")
    page.evaluate("document.querySelector('h1').innerHTML = '<button></button>'")
    page.evaluate("document.querySelector('main p').style.color = 'rgb(254 254 254 / .9)'")
    for _time in range(2):
        found = reader.violations()
        assert any("button-name" in line for line in found)
        assert any("color-contrast" in line for line in found)


@pytest.mark.parametrize("path", GALLERIES)
def test_narrow(read, path):
    """At 320 px (WCAG 1.4.10) nothing needs scrolling in two directions."""
    reader = read(width=NARROW)
    reader.open(path)
    assert reader.sideways() <= 0


def test_panes_grow_with_what_they_hold(read):
    """On a desk the page scrolls as a whole: nothing lies out of sight in a box of its own."""
    reader = read(width=DESK)
    page = reader.open("/gallery/workspace/")
    page.set_viewport_size({"width": DESK, "height": 400})
    held = page.evaluate(
        "[...document.querySelectorAll('.pane, .pane-body')].map(e => [e.scrollHeight - e.clientHeight, "
        "getComputedStyle(e).overflowY])"
    )
    assert held
    assert all(rest <= 1 and flow == "visible" for rest, flow in held), held


def test_every_error_page_says_what_to_do(read):
    """Each names what happened and offers a list of next steps."""
    reader = read(width=PHONE)
    for name in PAGES:
        page = reader.open(f"/gallery/error/{name}/")
        assert page.locator("h1").inner_text().strip()
        assert page.locator("main ul li").count() >= 1
        reader.judge()


def test_keyboard_reaches_everything_with_visible_focus(read):
    """Tab goes through the page in order; what has the focus shows an outline; the first stop skips to the text."""
    reader = read()
    page = reader.open("/gallery/citizen/")
    stops = page.evaluate(
        "[...document.querySelectorAll(REACH)].filter(e => e.checkVisibility()).length".replace(
            "REACH", REACHABLE
        )
    )
    seen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert seen[0]["text"] == page.locator(".skip-link").inner_text()
    assert all(stop["outline"] >= 2 for stop in seen), seen
    assert len({stop["index"] for stop in seen}) == stops


REACHABLE = "'a[href], button:not([disabled]), summary, input:not([type=hidden]), select, textarea'"
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const index = [...document.querySelectorAll('*')].indexOf(element);
  const outline = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  return {index, text: element.textContent.trim(), outline};
}"""


def test_skip_link(read):
    """Enter on the first stop moves into the main text."""
    page = read().open("/gallery/citizen/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_switches_without_scripts(read):
    """Language, theme, plain words and furigana are switched by buttons alone and lead back to the page."""
    reader = read(scripts=False, width=PHONE, theme="auto")
    page = reader.open("/gallery/citizen/")
    assert page.locator("html").get_attribute("data-theme") is None
    page.locator("summary.tool").first.click()
    page.locator("button[name=theme][value=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.url.endswith("/gallery/citizen/")
    page.locator("button[name=furigana]").click()
    assert page.locator("button[name=furigana]").get_attribute("aria-pressed") == "true"
    page.locator("button[name=layer]").click()
    assert page.locator("button[name=layer]").get_attribute("aria-pressed") == "true"
    page.locator("button[name=language]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_agree_and_refuse_are_equal(read):
    """Same size, same row of pixels, same weight, same colours: nothing leans towards yes."""
    page = read(width=PHONE).open("/gallery/citizen/")
    yes, no = (page.locator(".pair button").nth(index) for index in (0, 1))
    look = """e => {
      const s = getComputedStyle(e);
      return [s.width, s.height, s.color, s.backgroundColor, s.fontWeight, s.borderTopColor];
    }"""
    assert yes.evaluate(look) == no.evaluate(look)
    assert yes.bounding_box()["height"] >= 44


def test_confirmation_is_a_dialog_with_scripts(read):
    """A grave verb asks first: a modal dialog that Escape closes, with the focus back on the button."""
    page = read().open("/gallery/")
    page.locator("details.confirm > summary").first.click()
    assert page.locator("dialog[open] form button").first.is_visible()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_confirmation_without_scripts(read):
    """Without scripts the same question opens in place."""
    page = read(scripts=False).open("/gallery/")
    page.locator("details.confirm > summary").first.click()
    assert page.locator("details.confirm form button").first.is_visible()


def test_slash_goes_to_the_search(read):
    """The slash key moves into the search field, and writes no slash there."""
    page = read().open("/gallery/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.locator("#q").input_value() == ""


def test_errors_lead_to_their_fields(read):
    """The summary takes the focus, and its links move into the field they name."""
    page = read().open("/gallery/")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").nth(1).click()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
