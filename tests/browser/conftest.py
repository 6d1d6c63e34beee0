"""A real Chromium, and readers at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

pytest.register_assert_rewrite("tests.browser.reader")

from tests.browser.reader import Reader  # noqa: E402 - rewritten first, so that failures show what was found

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without its windows (half the work of one that has them), one for the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _told(settings: Any) -> None:
    """Each answer tells what it was drawn from, for whoever judges it."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.browser.judged.TellsTemplates"]


@pytest.fixture
def read(chromium: Browser, site: str) -> Iterator[Callable[..., Reader]]:
    """``read(language="en", theme="dark", width=PHONE)`` sits somebody down at the product."""
    readers: list[Reader] = []

    def sit_down(**how: Any) -> Reader:
        readers.append(Reader(chromium, site, **how))
        return readers[-1]

    yield sit_down
    for reader in readers:
        reader.close()
