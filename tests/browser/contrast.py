"""Contrast, judged once for every look.

Whether a text stands out follows from its colour, its size and weight and the backgrounds behind it. axe takes the
stack of elements under every text apart to find them, which is most of its time; so it examines one text of each look
that no page of this run has had before. A look that fails is not remembered: it fails on every page.
"""

from __future__ import annotations

from playwright.sync_api import Page

_passed: set[str] = set()

NEW_LOOKS = """async (passed) => {
  const known = new Set(passed), looks = new Map();
  const grounds = new Map([[null, ""]]);
  const ground = (element) => {
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.mixBlendMode, style.filter];
      grounds.set(element, ground(element.parentElement) + own.join() + ";");
    }
    return grounds.get(element);
  };
  const look = (element) => {
    const style = getComputedStyle(element), idle = element.closest(":disabled, [aria-disabled=true]") !== null;
    return [style.color, style.fontSize, style.fontWeight, style.textShadow, idle, ground(element)].join();
  };
  const worded = (element) => element.matches("input, select, textarea")
    || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  for (const element of document.body.querySelectorAll("*")) {
    if (!worded(element) || !element.checkVisibility()) continue;
    const key = look(element);
    if (!known.has(key) && !looks.has(key)) looks.set(key, element);
  }
  if (!looks.size) return {looks: [], violations: []};
  const found = await axe.run({include: [...looks.values()]},
    {runOnly: {type: "rule", values: ["color-contrast"]}, resultTypes: ["violations"]});
  return {looks: [...looks.keys()], violations: found.violations};
}"""


def contrast(page: Page) -> list[dict[str, object]]:
    """What axe, which is on the page already, finds about the contrast of looks that did not pass before."""
    found = page.evaluate(NEW_LOOKS, sorted(_passed))
    if not found["violations"]:
        _passed.update(found["looks"])
    return list(found["violations"])
