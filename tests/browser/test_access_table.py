"""The table of docs/accessibility.md says what the pages are: every figure is looked at again.

``bench/access.py`` prints it for the real tour in three languages; here it is the small tour, in
the language with the longest words. That no page breaks a rule of axe is held by test_looks.py.
"""

import re

import pytest
from playwright.sync_api import Browser
from running import Server

from bench.pageload.access import CLIPPED, COLUMNS, FOCUS, ROWS, Row, look
from tour.settings import ROOT

pytestmark = pytest.mark.browser

STOPS = {"first": "gate", "guarded": "lamp"}
AXE, *LOOKED_AT = COLUMNS


def table() -> dict[str, dict[str, str]]:
    """The columns of each row, by its name."""
    text = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(r"\| (page|`)", line)]
    heading, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name: dict(zip(heading[1:], cells, strict=True)) for name, *cells in rows}


def test_the_table_has_every_page_and_no_violation() -> None:
    told = table()
    assert list(told) == [row.name for row in ROWS]
    assert {tuple(columns) for columns in told.values()} == {COLUMNS}
    assert {name for name, columns in told.items() if columns[AXE] != "0"} == set()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_page_is_as_the_table_says(browser: Browser, server: Server, row: Row) -> None:
    found = look(browser, f"{server.url}/kk", row, STOPS, axe=False)
    told = {
        column: str(value) if not isinstance(value, bool) else "yes" if value else "no"
        for column, value in found.items()
    }
    assert told == {column: table()[row.name][column] for column in LOOKED_AT}


def test_faults_that_are_there_are_seen(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_content(
        """<body style="margin: 0">
           <style>:focus { outline: none }</style>
           <p style="overflow: hidden; width: 5rem; white-space: nowrap">Words that are cut off</p>
           <nav><a href="#here" style="position: absolute; top: 60px; left: 0">Under</a></nav>
           <div style="position: fixed; inset: 50px 0 0; background: white"></div>"""
    )
    assert len(page.evaluate(CLIPPED)) == 1
    page.keyboard.press("Tab")
    found = page.evaluate(FOCUS)
    assert (found["seen"], found["covered"]) == (False, True)
    page.evaluate("document.querySelector('div').remove()")
    assert page.evaluate(FOCUS)["covered"] is False
    page.close()
