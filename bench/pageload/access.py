"""How a page stands against WCAG 2.2 AA, as far as a program can tell.

It is looked at as a visitor comes: a stop is in the player first, so that its bar may cover what it
can (2.4.11), and the page is opened from there. Rows with a state are looked at in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page

AXE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = """async () => (await axe.run(document, { runOnly:
  ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.length"""
SIDEWAYS: Final = "() => document.documentElement.scrollWidth > innerWidth"
SPACED: Final = """() => { const style = document.createElement('style');
  style.textContent = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`;
  document.head.append(style); }"""
# Covered: no part of it is on top where it stands.
FOCUS: Final = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const seen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  const points = [...at.getClientRects()].flatMap(({ left, top, width, height }) =>
    [0.1, 0.5, 0.9].flatMap(across => [0.1, 0.5, 0.9].map(down =>
      [left + width * across, top + height * down])));
  const onTop = points.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (at.contains(hit) || hit.contains(at) && hit.matches('label, a, button'));
  });
  return { seen: seen && at.checkVisibility(), covered: !onTop, name: at.outerHTML.slice(0, 90) };
}"""
# What has text, cuts off what does not fit, and has more than fits. Hidden words for screen readers
# and the bar's copy of the spoken sentence, which is in the text, are no loss; nor is a plan that
# is moved about in its frame and told in words under it.
CLIPPED: Final = """() => { const APART =
  '.hidden, .skip, [aria-hidden=true], svg, textarea, .leaflet-container';
  return [...document.querySelectorAll('body *')].filter(each => {
  if (!each.checkVisibility() || each.closest(APART)) return false;
  const { overflowX, overflowY } = getComputedStyle(each);
  const cut = [overflowX, overflowY].some(value => value === 'hidden' || value === 'clip');
  const more = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
  return cut && more && each.clientWidth > 1 && each.textContent.trim();
}).map(each => each.outerHTML.slice(0, 90)); }"""
SMALL: Final = """() => [...document.querySelectorAll(
    'a, button, select, input, summary, textarea')]
  .filter(each => each.checkVisibility() && each.type !== 'hidden')
  .filter(each => !each.closest('p, li, dd') || each.matches('button, input, select'))
  .map(each => (each.closest('label') ?? each).getBoundingClientRect())
  .filter(box => box.width > 0 && (box.width < 24 || box.height < 24)).length"""
FOLLOW: Final = """path => {
  const link = document.createElement('a');
  link.href = path;
  document.getElementById('main').append(link);
  link.click();
}"""
PLAYS: Final = "() => document.getElementById('player').dataset.status === 'playing'"
ASKS: Final = "() => [...document.querySelectorAll('[data-note-ask]')].some(row => !row.hidden)"
COMES_LATER: Final = {
    "/map": ".stop-dot",
    "/save": "[data-save-start]:not([hidden])",
    "/listen": "[data-controls]:not([hidden])",
    "/embed": "[data-begin]:not([hidden])",
}
"""What a page's own program puts there: it is looked at when that has come."""
MOST_TABS: Final = 400


@dataclass(frozen=True, slots=True)
class Row:
    """A page behind the language, with ``{first}`` and ``{guarded}`` for stops; in a state."""

    path: str
    state: str = ""

    @property
    def name(self) -> str:
        """As the table names it."""
        return f"`{self.path}`{self.state and ', '}{self.state}"


PAGES: Final = (
    *("/", "/stops", "/stops/{first}", "/stops/{guarded}", "/keypad?code=99", "/map", "/about"),
    *("/save", "/offline", "/closing", "/listen", "/print", "/stops/{first}/print", "/embed"),
    *("/embed/stops/{first}", "/group", "/staff/sign-in", "/nowhere"),
)
ROWS: Final = (
    *(Row(path) for path in PAGES),
    Row("/listen", "playing"),
    Row("/listen#{guarded}", "asked about its note"),
    Row("/embed", "playing"),
)
COLUMNS: Final = (
    *("axe violations", "sideways at 320 px", "text twice as large", "cut off by it"),
    *("text spacing", "focus unseen", "focus covered", "end reached", "targets < 24 px"),
)

Found = Mapping[str, object]


def look(browser: Browser, base: str, row: Row, stops: Mapping[str, str], *, axe: bool) -> Found:
    """Every column of one row; ``base`` is the server's address with the language.

    Without ``axe`` the first column is left out: it costs the most.
    """
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    _come_to(page, base, row, stops)
    found: dict[str, object] = {}
    if axe:
        page.add_script_tag(path=AXE)
        found["axe violations"] = page.evaluate(RULES)
    found["sideways at 320 px"] = page.evaluate(SIDEWAYS)
    found |= _tab_through(page)
    found["targets < 24 px"] = page.evaluate(SMALL)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["text twice as large"] = page.evaluate(SIDEWAYS)
    found["cut off by it"] = len(page.evaluate(CLIPPED))
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate(SPACED)
    found["text spacing"] = page.evaluate(SIDEWAYS)
    context.close()
    return found


def _come_to(page: Page, base: str, row: Row, stops: Mapping[str, str]) -> None:
    path = row.path.format(**stops)
    page.goto(f"{base}/stops/{stops['first']}", wait_until="load")
    page.wait_for_selector("#player.full")
    page.evaluate("document.getElementById('page').dataset.left = ''")
    page.evaluate(FOLLOW, f"{base}{path}")
    page.wait_for_url(f"{base}{path}")
    page.wait_for_function("!document.querySelector('#page[data-left]')")
    page.wait_for_load_state("load")
    if coming := COMES_LATER.get(row.path.partition("#")[0]):
        page.wait_for_selector(coming)
    if row.state == "playing":
        page.click("[data-begin]")
        page.wait_for_function(PLAYS)
    elif row.state:
        page.wait_for_function(ASKS)


def _tab_through(page: Page) -> dict[str, Any]:
    """Of the Tab key's way: what cannot be seen, what lies under something, whether it ends."""
    unseen = covered = stops = 0
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 0)")
    while stops < MOST_TABS:
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None:
            break
        stops += 1
        unseen += not at["seen"]
        covered += at["covered"]
    return {"focus unseen": unseen, "focus covered": covered, "end reached": stops < MOST_TABS}
