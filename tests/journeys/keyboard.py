"""Hands on the keyboard only: nothing is pressed that one did not come to by Tab, and saw."""

from playwright.sync_api import Page

FARTHEST = 120
"""Presses of Tab; whoever needs more has lost patience."""

FOCUS = """
(selector) => {
  const here = document.activeElement;
  const isBetweenLastAndFirst = here === document.body;
  if (isBetweenLastAndFirst) return { arrived: false, marked: true, inView: true };
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
  const { top, bottom } = here.getBoundingClientRect();
  return {
    arrived: here.matches(selector),
    name: here.outerHTML.slice(0, 120),
    marked: (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none",
    inView: bottom > 0 && top < innerHeight,
  };
}
"""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self._page = page

    def goes_to(self, selector: str) -> None:
        """By Tab alone; every stop on the way shows that it is one."""
        for _press in range(FARTHEST):
            stop = self._page.evaluate(FOCUS, selector)
            assert stop["marked"], f"no focus to be seen on {stop['name']}"
            assert stop["inView"], f"the focus is out of sight on {stop['name']}"
            if stop["arrived"]:
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached")

    def types(self, selector: str, text: str) -> None:
        self.goes_to(selector)
        self._page.keyboard.press("ControlOrMeta+a")
        self._page.keyboard.type(text)

    def ticks(self, selector: str) -> None:
        self.goes_to(selector)
        self._page.keyboard.press("Space")

    def presses(self, selector: str) -> None:
        """A link or a button, and waits for the page it leads to."""
        self.goes_to(selector)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")
