"""Hands without a mouse: Tab to the place, then the key that it knows."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

FAR = 300
"""Presses of Tab after which a place counts as out of reach."""
HERE = "place => place === document.activeElement"
SAME_GROUP = "place => place.type === 'radio' && document.activeElement.name === place.name"


def go_to(page: Page, place: Locator) -> None:
    """Tab until the focus is at ``place``; of radio buttons the group has it, and the arrows go on from there."""
    place.wait_for()
    for _ in range(FAR):
        if place.evaluate(HERE):
            return
        page.keyboard.press("ArrowDown" if place.evaluate(SAME_GROUP) else "Tab")
    raise AssertionError(f"no Tab leads to {place}")


def press(page: Page, place: Locator) -> None:
    """A button or link."""
    go_to(page, place)
    page.keyboard.press("Enter")


def fill(page: Page, place: Locator, text: str) -> None:
    """A field, whatever stood there before."""
    go_to(page, place)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def tick(page: Page, place: Locator) -> None:
    """A box or a radio button."""
    go_to(page, place)
    if not place.is_checked():
        page.keyboard.press("Space")
