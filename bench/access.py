"""How every page stands against WCAG 2.2 AA, as far as a program can tell.

For each page, the worst of three languages: axe's violations; sideways scrolling at 320 px, with
text twice as large, and with WCAG's text spacing (1.4.10, 1.4.4, 1.4.12); stops of the Tab key,
those of them whose focus cannot be seen, and whether the end is reached (2.1.2, 2.4.7); targets
smaller than 24 px (2.5.8).
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pageload.tour import served  # noqa: E402 - after the path
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

LANGUAGES = ("kk", "ru", "en")
PAGES = (
    *("/", "/stops", "/stops/{first}", "/stops/{guarded}", "/keypad?code=99", "/map", "/about"),
    *("/save", "/offline", "/closing", "/listen", "/print", "/stops/{first}/print"),
    *("/embed", "/embed/stops/{first}", "/group", "/staff/sign-in", "/nowhere"),
)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = """async () => (await axe.run(document, { runOnly:
  ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.length"""
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
SPACED = """() => { const style = document.createElement('style');
  style.textContent = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`;
  document.head.append(style); }"""
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const seen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  return { seen, inView: at.checkVisibility(), name: at.outerHTML.slice(0, 60) };
}"""
SMALL = """() => [...document.querySelectorAll('a, button, select, input, summary, textarea')]
  .filter(each => each.checkVisibility() && each.type !== 'hidden')
  .filter(each => !each.closest('p, li, dd') || each.matches('button, input, select'))
  .map(each => (each.closest('label') ?? each).getBoundingClientRect())
  .filter(box => box.width > 0 && (box.width < 24 || box.height < 24)).length"""
MOST_TABS = 400


def main() -> None:
    table = Table(
        *("page", "axe", "sideways at 320 px", "at 200 %", "spaced"),
        *("Tab stops", "focus unseen", "end reached", "targets < 24 px"),
        header_style="bold",
        box=None,
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), stops=1, languages=LANGUAGES) as (port, tour),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        guarded = next(stop.id for stop in tour.stops if stop.content_note)
        for path in PAGES:
            address = path.format(first=tour.stops[0].id, guarded=guarded)
            found = [
                _look(browser, f"http://127.0.0.1:{port}/{lang}{address}") for lang in LANGUAGES
            ]
            table.add_row(path, *(_worst(list(column)) for column in zip(*found, strict=True)))
        browser.close()
    Console().print(table)


def _worst(values: list[object]) -> str:
    if all(isinstance(value, bool) for value in values):
        return "yes" if any(values) else "no"
    return str(max(int(str(value)) for value in values))


def _look(browser: Browser, address: str) -> tuple[object, ...]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.add_script_tag(path=AXE)
    violations = page.evaluate(RULES)
    narrow = page.evaluate(SIDEWAYS)
    stops, unseen, whole = _tab_through(page)
    small = page.evaluate(SMALL)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    large = page.evaluate(SIDEWAYS)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate(SPACED)
    spaced = page.evaluate(SIDEWAYS)
    context.close()
    return violations, narrow, large, spaced, stops, unseen, whole, small


def _tab_through(page: Page) -> tuple[int, int, bool]:
    """Stops of the Tab key, how many cannot be seen, and whether the page's end is reached."""
    stops = unseen = 0
    while stops < MOST_TABS:
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None:
            return stops, unseen, True
        stops += 1
        unseen += not (at["seen"] and at["inView"])
    return stops, unseen, False


if __name__ == "__main__":
    main()
